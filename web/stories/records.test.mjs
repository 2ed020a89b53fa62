import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillLogIn, loggedIn, unique } from './browser.mjs';
import { watch } from './pages.mjs';

const save = (page) => page.getByRole('button', { name: 'Save', exact: true }).click();

async function newProduct(page, sku) {
  await page.getByLabel('SKU (required)').fill(sku);
  await page.getByLabel('Name (required)').fill('Copper kettle');
  await page.getByLabel('Unit (required)').fill('pie');
  await page.getByRole('option', { name: /piece/ }).click();
}

test('a product with wrong values is refused at its fields, then created, changed and deleted', async () => {
  const sku = `KETTLE-${unique()}`;
  const page = await loggedIn('/r/products/new');
  await page.getByLabel('SKU (required)').fill(sku);
  await page.getByLabel('Selling price').fill('abc');
  await save(page);
  const price = page.getByLabel('Selling price');
  await page.locator('[aria-invalid=true]#field-selling_price').waitFor();
  for (const name of ['Name (required)', 'Unit (required)'])
    assert.equal(await page.getByLabel(name).getAttribute('aria-invalid'), 'true');
  await newProduct(page, sku);
  await price.fill('1,234.50');
  await save(page);
  await page.getByRole('heading', { name: 'Copper kettle' }).waitFor();
  assert.equal(await price.inputValue(), '1234.50');

  await page.getByLabel('Name (required)').fill('Copper kettle, large');
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { name: 'Copper kettle, large' }).waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText('Changed').first().waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Products' }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('what others have changed is shown, and nothing typed is lost', async () => {
  const sku = `KETTLE-${unique()}`;
  const page = await loggedIn('/r/products/new');
  await newProduct(page, sku);
  await save(page);
  await page.getByRole('heading', { name: 'Copper kettle' }).waitFor();
  const address = page.url().replace('/admin/r/', '/api/v1/');
  await page.getByLabel('Name (required)').fill('Mine');
  await page.evaluate(async (path) => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${path}/`, { method: 'PATCH', headers, body: '{"barcode":null,"selling_price":"9"}' });
  }, address);
  await page.getByRole('alert').getByRole('row', { name: 'Selling price 0.00 9.00' }).waitFor();
  await page.getByRole('button', { name: 'Go on with this' }).click();
  await save(page);
  await page.getByRole('heading', { name: 'Mine' }).waitFor();
  assert.equal(await page.getByLabel('Selling price').inputValue(), '9.00');
});

test('a session that ends is renewed over the page', async () => {
  const page = await loggedIn('/r/products');
  const settled = watch(page);
  await page.getByRole('link', { name: 'BLANKET' }).click();
  const name = page.getByLabel('Name (required)');
  await name.fill('Wool blanket, typed before');
  // What the page still asks for would meet the end of the session first.
  await settled();
  await page.context().clearCookies();
  await save(page);
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
  await fillLogIn(page);
  await page.getByRole('heading', { name: 'Wool blanket, typed before' }).waitFor();
  await name.fill('Wool blanket');
  await save(page);
  await page.getByRole('heading', { name: 'Wool blanket', exact: true }).waitFor();
});

test('what is not saved is not left without asking', async () => {
  const page = await loggedIn('/r/products');
  await page.getByRole('link', { name: 'BLANKET' }).click();
  await page.getByLabel('Barcode').fill('123');
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Units' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  assert.equal(await page.getByLabel('Barcode').inputValue(), '123');
  await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Units' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Units' }).waitFor();
});

test('a record is duplicated without what only one row may have', async () => {
  const sku = `TEA-${unique()}`;
  const page = await loggedIn('/r/products?search=TEA-250');
  await page.getByRole('link', { name: 'TEA-250' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const value = (label) => page.getByLabel(label).inputValue();
  const [name, price] = [await value('Name (required)'), await value('Selling price')];
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { name: 'New product' }).waitFor();
  assert.deepEqual([await value('SKU (required)'), await value('Barcode')], ['', '']);
  assert.deepEqual([await value('Name (required)'), await value('Selling price')], [name, price]);
  await page.getByLabel('SKU (required)').fill(sku);
  await save(page);
  await page.getByText(sku, { exact: true }).first().waitFor();
  assert.equal(await value('Selling price'), price);
  assert.deepEqual(page.faults, []);
});

test('a record leads to those beside it in the list that one came from', async () => {
  const page = await loggedIn('/r/products?ordering=-sku');
  const links = page.getByRole('grid').getByRole('link');
  await links.first().waitFor();
  const [first, second] = await links.allTextContents();
  const code = (text) => page.locator('.page-head').getByText(text, { exact: true }).waitFor();
  await links.first().click();
  await code(first);
  assert.equal(await page.getByRole('link', { name: 'Previous' }).count(), 0);
  await page.getByRole('link', { name: 'Next' }).click();
  await code(second);
  await page.keyboard.press('Alt+PageUp');
  await code(first);
  await page.goBack();
  await page.waitForURL(/\/r\/products\?ordering=-sku$/);
  assert.deepEqual(page.faults, []);
});
