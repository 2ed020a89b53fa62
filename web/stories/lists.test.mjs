import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillLogIn, findInPalette, loggedIn, newPage, open } from './browser.mjs';

test('who has no session logs in and comes to the page that was asked for', async () => {
  const page = await newPage();
  await open(page, '/r/products?ordering=-name');
  await page.waitForURL('**/login**');
  await fillLogIn(page);
  await page.getByRole('heading', { name: 'Products' }).waitFor();
  assert.match(page.url(), /ordering=-name/);
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage).includes('eyJ')), false, 'no token is kept');
  assert.deepEqual(page.faults, []);
});

test('a wrong password is told', async () => {
  const page = await newPage();
  await open(page, '/login');
  for (const [id, value] of [
    ['email', 'owner@demo.test'],
    ['password', 'wrong'],
  ])
    await page.fill(`#${id}`, value);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
});

test('products are filtered, ordered and chosen by key', async () => {
  const page = await loggedIn('/r/products');
  await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('blanket');
  await page.keyboard.press('Enter');
  await page.waitForURL('**search=blanket**');
  await page.getByText('1 record', { exact: true }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByLabel('Field').selectOption('name');
  await page.getByLabel('Condition').selectOption('contains');
  await page.getByLabel('Value', { exact: true }).fill('mug');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.waitForURL('**name__contains=mug**');
  const row = page.getByRole('gridcell', { name: 'Mug, blue' });
  await row.click();
  await page.keyboard.press('Space');
  await page.getByText('1 selected', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Mug, blue' }).waitFor();
  await page.goBack();
  await row.waitFor();
  await page.keyboard.press('Alt+n');
  await page.getByRole('heading', { name: 'New product' }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a view is saved, opened and deleted', async () => {
  const page = await loggedIn('/r/products?kind=service');
  await page.getByRole('button', { name: 'Save view…' }).click();
  await page.getByLabel('Name of the view').fill('Only services');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const tab = page.getByRole('button', { name: 'Only services' });
  await tab.waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
  await tab.click();
  await page.waitForURL('**kind=service**');
  await page.getByRole('button', { name: 'Delete view' }).click();
  await tab.waitFor({ state: 'detached' });
});

test('the palette finds a product and opens it', async () => {
  const page = await loggedIn('/r/sales');
  await findInPalette(page, 'lantern');
  await page.getByRole('option', { name: /Storm lantern/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Storm lantern' }).waitFor();
});
