import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, cell, findInPalette, loggedIn, newMember, open, pick, pressToPost, unique } from './browser.mjs';

test('two people edit one record: the second is told, sees both, chooses, and nothing is lost', async () => {
  const mark = unique();
  const [sku, barcode] = [`ZPOT-${mark}`, `B${mark}`];
  const first = await loggedIn('/');
  const { id } = await ask(first, 'POST', 'products/', { sku, name: 'Pot', unit: 'piece', selling_price: '10' });
  const second = await loggedIn('/', {}, await newMember(first, 'manager'));
  for (const page of [first, second]) {
    await open(page, `/r/products/${id}`);
    await page.getByLabel('Name (required)').waitFor();
  }
  // The second does not hear of it while they type: their connection is cut.
  await second.route('**/api/v1/live/**', (route) => route.abort());
  await second.reload();
  await second.getByLabel('Name (required)').fill('Pot, large');
  await second.getByLabel('Selling price').fill('12');
  await second.getByLabel('Barcode').fill(barcode);

  await first.getByLabel('Name (required)').fill('Pot with lid');
  await first.getByLabel('Selling price').fill('11');
  await first.getByRole('button', { name: 'Save', exact: true }).click();
  await first.getByRole('heading', { name: 'Pot with lid' }).waitFor();

  await second.getByRole('button', { name: 'Save', exact: true }).click();
  const conflict = second.getByRole('alert');
  await conflict.getByText('Somebody has changed this in the meantime').waitFor();
  await conflict.getByRole('row', { name: 'Name Pot Pot with lid Pot, large' }).waitFor();
  await conflict.getByRole('row', { name: 'Selling price 10.00 11.00 12' }).waitFor();
  assert.equal(await second.getByLabel('Barcode').inputValue(), barcode);
  await conflict.getByRole('row', { name: /^Name/ }).getByRole('radio').first().check();
  await conflict.getByRole('button', { name: 'Go on with this' }).click();
  assert.equal(await second.getByLabel('Name (required)').inputValue(), 'Pot with lid');
  assert.equal(await second.getByLabel('Selling price').inputValue(), '12');
  await second.getByRole('button', { name: 'Save', exact: true }).click();
  await second.getByText('Saved.').waitFor();

  const stored = await ask(first, 'GET', `products/${id}/`);
  assert.deepEqual([stored.name, stored.selling_price, stored.barcode], ['Pot with lid', '12.00', barcode]);
  // The first sees it at once, because nothing is typed there.
  await first.waitForFunction((code) => document.querySelector('#field-barcode').value === code, barcode);
  assert.deepEqual(second.faults, []);
});

test('who may do little sees little', async () => {
  const owner = await loggedIn('/');
  const page = await loggedIn('/', {}, await newMember(owner, 'cashier'));
  const menu = page.getByRole('navigation', { name: 'Menu' });
  const wordsOf = async (one) =>
    (await one.getByRole('navigation', { name: 'Menu' }).getByRole('link').allTextContents()).sort();
  const [all, few] = [await wordsOf(owner), await wordsOf(page)];
  assert.ok(few.length > 1 && few.length < all.length / 2, few.join(', '));
  for (const hidden of ['Jobs', 'Trial balance', 'Journal entries', 'Members'])
    assert.equal(await menu.getByRole('link', { name: hidden, exact: true }).count(), 0, hidden);
  await findInPalette(page, 'trial balance');
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Escape');
  await open(page, '/r/products');
  await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'New product' }).count(), 0);
  await open(page, '/reports/trial-balance');
  await page.getByRole('alert').waitFor();
  assert.deepEqual(page.faults, []);
});

test('a sale that has to be approved waits, another member approves it, and it is posted', async () => {
  const owner = await loggedIn('/r/approval-policies/new');
  const code = `big-${unique().toLowerCase()}`;
  await owner.getByLabel(/^Code/).fill(code);
  await owner.getByLabel(/^Name/).fill('Large sales');
  await owner.getByLabel(/^Command/).fill('sales.sale.post');
  await owner
    .getByRole('option', { name: /sales.sale.post/ })
    .first()
    .click();
  await owner.getByLabel(/^Condition/).fill('amount >= 5000');
  await owner.getByRole('button', { name: 'Save', exact: true }).click();
  await owner.getByRole('heading', { name: 'Large sales' }).waitFor();
  const policy = owner.url().split('/').pop();
  await ask(owner, 'POST', 'approval-steps/', { code: `${code}-1`, policy, step: 1, role: 'owner' });
  try {
    const page = await loggedIn('/c/sales.sale.post', {}, await newMember(owner, 'manager'));
    await pick(page, cell(page, 'Lines', 1, 2), 'delivery', /DELIVERY/);
    await cell(page, 'Lines', 1, 4).click();
    await page.keyboard.type('2000');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add line' }).last().click();
    await pick(page, cell(page, 'Payments', 1, 2), 'cash', /cash/);
    await cell(page, 'Payments', 1, 4).click();
    await page.keyboard.type('50000');
    await pressToPost(page);
    await page.getByText('Waiting', { exact: true }).first().waitFor();
    const address = page.url().split('/admin')[1];

    await open(owner, '/approvals');
    await owner.locator(`a[href$="${address}"]`).click();
    await owner.getByRole('button', { name: 'Approve' }).click();
    await owner.getByText('Carried out').first().waitFor();
    // Who has asked hears of it, and finds the sale.
    await page.getByText('Carried out').first().waitFor();
    await page.getByRole('link', { name: /^SAL-/ }).click();
    await page.getByRole('heading', { level: 1, name: /^SAL-/ }).waitFor();
    assert.deepEqual([...page.faults, ...owner.faults], []);
  } finally {
    await ask(owner, 'PATCH', `approval-policies/${policy}/`, { is_active: false });
  }
});
