import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ask, cell, loggedIn, unique } from './browser.mjs';

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const at = (page, row, column) =>
  page.locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column}"]`);

async function products(page, mark, count) {
  for (let n = 1; n <= count; n++)
    await ask(page, 'POST', 'products/', {
      sku: `${mark}-${String(n).padStart(3, '0')}`,
      name: `Plate ${n}`,
      unit: 'piece',
      selling_price: String(n),
    });
}

test('a rectangle of a list is drawn or reached by key, and copied as a spreadsheet takes it', async () => {
  const page = await loggedIn('/');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const mark = `ZREC${unique()}`;
  await products(page, mark, 4);
  await page.goto(
    `${page.url()}r/products?sku__gte=${mark}&sku__lte=${mark}~&ordering=sku&cols=sku name selling_price`,
  );
  await page.getByRole('gridcell', { name: `${mark}-004` }).waitFor();
  await at(page, 1, 4).click();
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key);
  await page.keyboard.press('Control+c');
  assert.equal(await clipboard(page), `${mark}-001\tPlate 1\t1.00\n${mark}-002\tPlate 2\t2.00`);
  await page.keyboard.press('Space');
  await page.getByText('2 selected', { exact: true }).waitFor();
  await page.keyboard.press('Space');

  await at(page, 4, 4).hover();
  await page.mouse.down();
  await at(page, 3, 3).hover();
  await page.mouse.up();
  await page.keyboard.press('Control+c');
  assert.equal(await clipboard(page), 'Plate 3\t3.00\nPlate 4\t4.00');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+c');
  assert.equal(await clipboard(page), '3.00');
  assert.deepEqual(page.faults, []);
});

test('rectangles of lines are copied, pasted elsewhere, filled down and emptied', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const words = (line) => cell(page, 'Lines', line, 4).textContent();
  await cell(page, 'Lines', 1, 2).click();
  await page.evaluate(() => navigator.clipboard.writeText('TEA-250\t10\t2.10\nMUG-BLUE\t5\t3.20\nBLANKET\t1\t9\n'));
  await page.keyboard.press('Control+v');
  await cell(page, 'Lines', 3, 2).filter({ hasText: 'BLANKET' }).waitFor();
  await cell(page, 'Lines', 1, 4).click();
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await page.keyboard.press('Control+d');
  await cell(page, 'Lines', 3, 4).filter({ hasText: '10' }).waitFor();
  assert.deepEqual([await words(1), await words(2), await words(3)], ['10', '10', '10']);
  await page.keyboard.press('Delete');
  await cell(page, 'Lines', 1, 4).filter({ hasText: /^$/ }).waitFor();
  assert.equal(await words(3), '');
  assert.deepEqual(page.faults, []);
});

test('who comes back to a list finds the row, and the page of it, where they were', async () => {
  const page = await loggedIn('/');
  const mark = `ZBACK${unique()}`;
  await products(page, mark, 60);
  await page.goto(`${page.url()}r/products?sku__gte=${mark}&sku__lte=${mark}~&ordering=sku`);
  await page.getByRole('gridcell', { name: 'Plate 1', exact: true }).click();
  for (let n = 0; n < 40; n++) await page.keyboard.press('ArrowDown');
  await page.getByRole('gridcell', { name: `${mark}-041` }).waitFor();
  const grid = page.getByRole('grid', { name: 'Products' });
  const before = await grid.evaluate((one) => one.scrollTop);
  assert.ok(before > 0);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Plate 41' }).waitFor();
  await page.goBack();
  await page.getByRole('gridcell', { name: `${mark}-041` }).waitFor();
  assert.equal(await grid.evaluate((one) => one.scrollTop), before);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Plate 42' }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a list is filtered by not, by emptiness, by a relation and by a field of the company', async () => {
  const page = await loggedIn('/');
  const mark = unique();
  const code = `f${mark.toLowerCase()}`;
  await ask(page, 'POST', 'custom-fields/', { code: `products.${code}`, label: `Colour ${mark}`, kind: 'text' });
  await ask(page, 'POST', 'categories/', { code: `CAT-${mark}`, name: `Things ${mark}` });
  await ask(page, 'POST', 'products/', {
    sku: `ZA-${mark}`,
    name: `Red ${mark}`,
    unit: 'piece',
    category: `CAT-${mark}`,
    custom: { [code]: 'red' },
  });
  await ask(page, 'POST', 'products/', { sku: `ZB-${mark}`, name: `Blue ${mark}`, unit: 'piece' });
  await page.goto(`${page.url()}r/products?name__contains=${mark}`);
  const only = async (field, operator, value, shown, hidden) => {
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByLabel('Field').selectOption({ label: field });
    await page.getByLabel('Condition').selectOption({ label: operator });
    const box = page.getByLabel('Value', { exact: true });
    if ((await box.evaluate((one) => one.tagName)) === 'SELECT') await box.selectOption(value);
    else await box.fill(value);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('gridcell', { name: hidden }).waitFor({ state: 'detached' });
    await page.getByRole('gridcell', { name: shown }).waitFor();
    await page
      .getByRole('button', { name: `Remove filter ${field}` })
      .last()
      .click();
    await page.getByRole('gridcell', { name: hidden }).waitFor();
  };
  const [a, b] = [`ZA-${mark}`, `ZB-${mark}`];
  await only('Category', 'is', `CAT-${mark}`, a, b);
  await only('Category', 'is not', `CAT-${mark}`, b, a);
  await only('Category', 'is empty', 'true', b, a);
  await only(`Colour ${mark}`, 'is', 'red', a, b);
  await only('Category: Name', 'contains', `Things ${mark}`, a, b);
  await only('Category: Name', 'is', `Things ${mark}`, a, b);
  assert.deepEqual(page.faults, []);
});

test('selected rows are changed at once, and each says what became of it', async () => {
  const page = await loggedIn('/');
  const mark = `ZBULK${unique()}`;
  await products(page, mark, 3);
  await page.goto(`${page.url()}r/products?sku__gte=${mark}&sku__lte=${mark}~&ordering=sku`);
  await page.getByRole('gridcell', { name: `${mark}-003` }).waitFor();
  await page.getByRole('checkbox', { name: 'Select All' }).check();
  // One of them is changed by somebody else in the meantime, behind the back of this list.
  await page.route('**/api/v1/live/**', (route) => route.abort());
  await page.route('**/products/bulk/', async (route) => {
    const body = route.request().postDataJSON();
    await route.continue({ postData: JSON.stringify({ ...body, versions: [body.versions[0] + 1, null, null] }) });
  });
  await page.getByRole('button', { name: 'With 3 selected' }).click();
  await page.getByRole('menuitem', { name: 'Change a field…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Field').selectOption({ label: 'Selling price' });
  await dialog.getByLabel('Value', { exact: true }).fill('7.5');
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog.getByRole('row', { name: `${mark}-002 Done` }).waitFor();
  await dialog.getByRole('row', { name: new RegExp(`${mark}-001 (?!Done)`) }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row', { name: new RegExp(`${mark}-003.*7\\.50`) }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('cells change in place while others work, and new rows wait until they are wanted', async () => {
  const page = await loggedIn('/');
  const mark = `ZLIVE${unique()}`;
  await products(page, mark, 2);
  await page.goto(`${page.url()}r/products?sku__gte=${mark}&sku__lte=${mark}~&ordering=sku`);
  await page.getByRole('gridcell', { name: `${mark}-002` }).waitFor();
  const { results } = await ask(page, 'GET', `products/?sku=${mark}-001`);
  await ask(page, 'PATCH', `products/${results[0].id}/`, { name: 'Plate, chipped' });
  await page.getByRole('gridcell', { name: 'Plate, chipped' }).waitFor();
  await ask(page, 'POST', 'products/', { sku: `${mark}-000`, name: 'Plate 0', unit: 'piece' });
  const fresh = page.getByRole('button', { name: '1 new, show' });
  await fresh.waitFor();
  assert.equal(await page.getByRole('gridcell', { name: 'Plate 0' }).count(), 0);
  await fresh.click();
  await page.getByRole('gridcell', { name: 'Plate 0' }).waitFor();
});

test('sales are put together by kind with their sums, and each group leads to its rows', async () => {
  const page = await loggedIn('/r/sales');
  await page.getByRole('button', { name: 'Group' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Kind' }).click();
  await page.waitForURL('**group_by=kind**');
  const table = page.getByRole('region', { name: 'Sales' });
  await table.getByRole('columnheader', { name: 'Total', exact: true }).waitFor();
  const group = table.getByRole('link', { name: 'Sale', exact: true });
  await group.click();
  await page.waitForURL('**kind=sale**');
  await page.getByRole('gridcell', { name: /^SAL-/ }).first().waitFor();
});

/** The cells of a CSV in which nothing needs a quote. */
const cellsOf = (text) =>
  text
    .replace(/^\ufeff/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));

test('a file holds exactly what is on the screen: the columns, their order, the order of the rows, the filters', async () => {
  const page = await loggedIn('/');
  const mark = `ZEXP${unique()}`;
  await products(page, mark, 5);
  const query = `sku__gte=${mark}&sku__lte=${mark}~&selling_price__gte=2&ordering=-selling_price`;
  await page.goto(`${page.url()}r/products?${query}&cols=sku selling_price name`);
  await page.getByRole('gridcell', { name: `${mark}-005` }).waitFor();
  const onScreen = await page
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => [...row.querySelectorAll('[role=gridcell]')].slice(1).map((one) => one.textContent)),
    );
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const [head, ...rows] = cellsOf(await readFile(await (await saved).path(), 'utf8'));
  assert.deepEqual(head, ['sku', 'selling_price', 'name']);
  assert.deepEqual(rows, onScreen);
  assert.equal(rows.length, 4);
});
