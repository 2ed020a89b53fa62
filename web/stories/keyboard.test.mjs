import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInPalette, loggedIn } from './browser.mjs';

/** Presses a key until the element that has the focus is the wanted one. */
async function until(page, key, wanted, most = 40) {
  for (let times = 0; times < most; times++) {
    if (await page.evaluate(wanted)) return;
    await page.keyboard.press(key);
  }
  assert.fail(
    `${key} never leads there: ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))}`,
  );
}

/** Types words into the active cell and takes the first product that is found by them. */
async function product(page, words, code) {
  await page.keyboard.type(words);
  await page.getByRole('option', { name: code }).first().waitFor();
  await page.keyboard.press('Enter');
}

test('a whole sale is entered and posted without a mouse', async () => {
  const page = await loggedIn('/');
  await findInPalette(page, 'post sale');
  await page.getByRole('option', { name: 'Post sale' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Post sale' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'field-customer');

  // From the boxes into the lines: the first row of a grid is its head.
  await until(page, 'Tab', () => document.activeElement?.closest('[role=grid]') !== null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await product(page, 'assam', /TEA-250/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await product(page, 'mug', /MUG-BLUE/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('3');
  await page.keyboard.press('Tab');
  const total = (await page.locator('dl dd').first().textContent()).replace(/[^\d.]/g, '');

  // What is paid: the second grid begins with its own button.
  await until(page, 'Tab', () => document.activeElement?.textContent === 'Add line');
  await page.keyboard.press('Tab');
  await until(page, 'Tab', () => document.activeElement?.textContent === 'Add line');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.role === 'gridcell');
  await product(page, 'cash', /cash/);
  await until(page, 'ArrowRight', () => document.activeElement?.getAttribute('aria-colindex') === '4');
  await page.keyboard.type(total);
  await page.keyboard.press('Tab');
  const preview = page.getByRole('complementary', { name: 'What will happen' });
  await preview.getByText('Cost of sales').first().waitFor();
  await preview.getByRole('cell', { name: '-3', exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^SAL-/ });
  await heading.waitFor();
  const number = await heading.textContent();

  // And found again by its number.
  await findInPalette(page, number);
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await heading.filter({ hasText: number }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a reference that is not there is created on the way, by key, and the form beneath stays', async () => {
  const page = await loggedIn('/r/products/new');
  await page.waitForFunction(() => document.activeElement?.id === 'field-sku');
  const mark = Date.now().toString(36);
  await page.keyboard.type(`ZBOX-${mark}`.toUpperCase());
  await page.keyboard.press('Tab');
  await page.keyboard.type('Box of sweets');
  await until(page, 'Tab', () => document.activeElement?.id === 'field-category');
  await page.keyboard.type(`Gifts ${mark}`);
  await page.getByRole('option', { name: `Create “Gifts ${mark}”` }).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New category' });
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel(/^Name/).inputValue(), `Gifts ${mark}`);
  await page.waitForFunction(() => document.activeElement?.id === 'quick-code');
  await page.keyboard.type(`GIFT-${mark}`.toUpperCase());
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.id === 'field-category');
  assert.equal(await page.getByLabel('Category', { exact: true }).inputValue(), `GIFT-${mark}`.toUpperCase());
  assert.equal(await page.getByLabel('Name (required)').inputValue(), 'Box of sweets');
  await until(page, 'Shift+Tab', () => document.activeElement?.id === 'field-unit');
  await page.keyboard.type('pie');
  await page.getByRole('option', { name: /piece/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+s');
  await page.getByRole('heading', { name: 'Box of sweets' }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a product is created in a line of a receipt, and Escape gives up without losing the line', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  const sku = `ZNEW-${Date.now().toString(36)}`.toUpperCase();
  const line = page.getByRole('grid', { name: 'Lines' }).locator('[aria-rowindex="2"]');
  await line.locator('[aria-colindex="2"]').click();
  await page.keyboard.type(sku);
  const offer = page.getByRole('option', { name: `Create “${sku}”` });
  await offer.waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New product' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await line.getByText(sku).waitFor();
  await line.locator('[aria-colindex="2"]').click();
  await page.keyboard.type(sku);
  await offer.waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByLabel(/^Name/).fill('Something new');
  await dialog.getByLabel(/^Unit/).fill('pie');
  await page.getByRole('option', { name: /piece/ }).click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.waitFor({ state: 'detached' });
  await line.getByText('Something new').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-colindex') === '2');
  assert.deepEqual(page.faults, []);
});

test('what is typed at once after the palette is called for is found, and Enter waits for it', async () => {
  const page = await loggedIn('/r/products');
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('post sale');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Post sale' }).waitFor();

  // A part of a number is enough.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('000012');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /000012$/ }).waitFor();
  assert.deepEqual(page.faults, []);
});
