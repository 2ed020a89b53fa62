import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, cell, loggedIn, open, pick, pressToPost, unique } from './browser.mjs';

/** The page dies as if its browser had been killed, and another one of the same browser comes after it. */
async function crash(page, path) {
  // What was typed is kept a moment after the last key.
  await page.waitForTimeout(600);
  await page.goto('chrome://crash').catch(() => undefined);
  const next = await page.context().newPage();
  await open(next, path);
  return next;
}

test('a sale that was half typed comes back after a crash, is posted, and does not come back again', async () => {
  const page = await loggedIn('/c/sales.sale.post');
  await pick(page, cell(page, 'Lines', 1, 2), 'tea', /TEA-250/);
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await pick(page, cell(page, 'Lines', 2, 2), 'mug', /MUG-BLUE/);

  const back = await crash(page, '/c/sales.sale.post');
  await back.getByRole('status').getByText('is back.').waitFor();
  await cell(back, 'Lines', 1, 2).filter({ hasText: 'TEA-250' }).waitFor();
  await cell(back, 'Lines', 2, 2).filter({ hasText: 'MUG-BLUE' }).waitFor();
  const preview = back.getByRole('complementary', { name: 'What will happen' });
  await preview.getByText('Lines 2, Quantity: is required').waitFor();

  // A page that is open keeps its draft for itself.
  const other = await back.context().newPage();
  await open(other, '/c/sales.sale.post');
  await cell(other, 'Lines', 1, 2).waitFor();
  await other.waitForTimeout(500);
  assert.equal(await other.getByText('is back.').count(), 0);
  await other.close();

  await cell(back, 'Lines', 2, 4).click();
  await back.keyboard.type('1');
  await back.keyboard.press('Tab');
  await back.getByRole('button', { name: 'Add line' }).last().click();
  await pick(back, cell(back, 'Payments', 1, 2), 'cash', /cash/);
  await cell(back, 'Payments', 1, 4).click();
  await back.keyboard.type('100');
  await pressToPost(back);
  await back.getByRole('heading', { level: 1, name: /^SAL-/ }).waitFor();
  await open(back, '/c/sales.sale.post');
  await cell(back, 'Lines', 1, 2).waitFor();
  await back.waitForTimeout(500);
  assert.equal(await back.getByText('is back.').count(), 0);
});

test('a record that was being changed comes back with what others have changed meanwhile', async () => {
  const sku = `ZCUP-${unique()}`;
  const page = await loggedIn('/');
  const { id } = await ask(page, 'POST', 'products/', { sku, name: 'Cup', unit: 'piece' });
  const path = `/r/products/${id}`;
  await open(page, path);
  await page.getByLabel('Name (required)').fill('Cup, white');
  const back = await crash(page, '/');
  await ask(back, 'PATCH', `products/${id}/`, { selling_price: '3' });
  await open(back, path);
  const conflict = back.getByRole('alert');
  await conflict.getByRole('row', { name: 'Selling price 0.00 3.00' }).waitFor();
  assert.equal(await back.getByLabel('Name (required)').inputValue(), 'Cup, white');
  await conflict.getByRole('button', { name: 'Go on with this' }).click();
  await back.keyboard.press('Control+s');
  await back.getByRole('button', { name: 'Save', exact: true }).click();
  await back.getByRole('heading', { name: 'Cup, white' }).waitFor();
  assert.equal(await back.getByLabel('Selling price').inputValue(), '3.00');
});

test('a draft that nobody wants any more is dropped', async () => {
  const page = await loggedIn('/r/customers/new');
  await page.getByLabel(/^Name/).fill('Half a name');
  const back = await crash(page, '/r/customers/new');
  await back.getByRole('button', { name: 'Begin anew' }).click();
  await back.getByText('is back.').waitFor({ state: 'detached' });
  assert.equal(await back.getByLabel(/^Name/).inputValue(), '');
});
