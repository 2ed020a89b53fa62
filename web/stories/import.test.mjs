import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loggedIn, open, pick, unique } from './browser.mjs';

/** The beginning of codes that stand behind those of other stories in every list. */
const last = () => `Z${unique()}`;

/** 500 products as another program names its columns, three of them wrong. */
function priceList(mark) {
  const rows = Array.from({ length: 500 }, (_, at) => [`${mark}-${at + 1}`, `Cup ${at + 1}`, 'piece', '4.50']);
  rows[9][1] = '';
  rows[249][2] = 'dozen';
  rows[499][3] = 'four';
  return [[`Article ${mark}`, 'Name', 'Unit', 'Selling price'], ...rows].map((row) => row.join(',')).join('\n');
}

test('500 products of which three are wrong are mended in the wizard, and all are there', async () => {
  const mark = last();
  const page = await loggedIn('/r/products');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Import: Products' }).waitFor();
  const file = { name: 'price list.csv', mimeType: 'text/csv', buffer: Buffer.from(priceList(mark)) };
  await page.getByLabel('Choose a file').setInputFiles(file);
  await page.getByText('500 rows. Say what each column is.').waitFor();
  await page.getByText('No column is: SKU').waitFor();
  await page.getByLabel(`What Article ${mark} is`).selectOption('sku');
  await page.getByRole('button', { name: 'Check the rows' }).click();

  await page.getByRole('alert').getByText('3 rows are refused').waitFor();
  assert.equal(await page.getByRole('region', { name: 'Rows to mend' }).locator('tbody tr').count(), 3);
  await page.getByLabel('Name, line 11').fill('Cup 10');
  await pick(page, page.getByRole('combobox', { name: 'Unit, line 251' }), 'piece', 'piece');
  await page.getByLabel('Selling price, line 501').fill('4.50');
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('All rows are good').waitFor();
  await page.getByRole('button', { name: 'Import 500 rows' }).click();
  await page.getByText('The file is imported.').waitFor();

  await page.getByRole('link', { name: 'Products', exact: true }).last().click();
  await page.goto(`${page.url().split('?')[0]}?sku__gte=${mark}-&sku__lte=${mark}-~`);
  await page.getByText('500 records', { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a list that was exported as a workbook and is imported again changes nothing', async () => {
  const page = await loggedIn('/r/products?search=tea');
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'XLSX' }).click();
  const file = await (await saved).path();
  await open(page, '/import/products');
  const buffer = await readFile(file);
  await page.getByLabel('Choose a file').setInputFiles({ name: 'products.xlsx', mimeType: 'application/xlsx', buffer });
  await page.getByText('1 row. Say what each column is.').waitFor();
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByText('All rows are good').waitFor();
  await page.getByText('Are so already').waitFor();
  assert.deepEqual(page.faults, []);
});

test('a file of thousands of rows is imported in the background', async () => {
  const mark = last();
  const rows = Array.from({ length: 2_001 }, (_, at) => `${mark}${at};Box ${at}`);
  const page = await loggedIn('/import/units');
  const buffer = Buffer.from(`code;name;decimals\n${rows.map((row) => `${row};0`).join('\n')}`);
  await page.getByLabel('Choose a file').setInputFiles({ name: 'units.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByRole('button', { name: 'Import 2,001 rows' }).click({ timeout: 60_000 });
  await page.waitForURL('**run=**');
  await page.getByText('The file is imported.').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Inbox \d/ }).click();
  const news = page.getByRole('region', { name: 'Inbox' });
  await news
    .getByRole('link', { name: /units.csv into units is done: 2001 created/ })
    .first()
    .waitFor();
  await news.getByRole('button', { name: 'Mark all read' }).click();
  await page.getByRole('button', { name: 'Inbox', exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
});
