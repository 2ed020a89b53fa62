import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ask, loggedIn, open } from './browser.mjs';

const sale = (page) =>
  ask(page, 'POST', 'sales/', {
    lines: [{ sku: 'DELIVERY', quantity: '2' }],
    payments: [{ method: 'cash', amount: '10.00' }],
  });

test('a figure is followed to its document and back to the same place', async () => {
  const page = await loggedIn('/');
  for (let n = 0; n < 40; n++) await sale(page);
  const last = (await sale(page)).number;
  await open(page, '/reports/trial-balance');
  const row = page.getByRole('row', { name: /^4000 Sales/ });
  const figure = row.getByRole('link').last();
  const amount = await figure.textContent();
  assert.match(amount, /^[\d,]+\.\d\d$/);
  await figure.click();
  await page.getByRole('heading', { level: 1, name: 'General ledger' }).waitFor();
  await page.getByRole('row', { name: last }).getByRole('link', { name: last }).waitFor();
  // The lines come to the figure that led here.
  const balances = page.getByRole('row').filter({ hasText: last });
  assert.ok((await balances.textContent()).includes(amount));
  await page.getByRole('link', { name: last }).scrollIntoViewIfNeeded();
  // Nobody clicks while the page still moves, and only then is a place one to come back to.
  await page.waitForTimeout(300);
  await page.getByRole('link', { name: last }).click();
  await page.getByRole('heading', { level: 1, name: last }).waitFor();

  await page.goBack();
  const link = page.getByRole('link', { name: last });
  await link.waitFor();
  await page.waitForFunction((number) => {
    const found = [...document.querySelectorAll('td a')].find((one) => one.textContent === number);
    const { top, bottom } = found.getBoundingClientRect();
    return top > 100 && bottom < innerHeight;
  }, last);
  await page.goBack();
  await row.waitFor();
  assert.deepEqual(page.faults, []);
});

test('a report says which days it is about, before anybody has chosen any', async () => {
  const page = await loggedIn('/reports/income-statement');
  await page.getByRole('row', { name: /^4000/ }).waitFor();
  const year = await page.getByLabel('From').inputValue();
  assert.match(year, /^\d{4}-01-01$/);
  assert.match(await page.getByLabel('To').inputValue(), /^\d{4}-\d\d-\d\d$/);
  assert.equal(new URL(page.url()).search, '', 'what is usual stays usual');
  assert.equal(await page.getByRole('columnheader', { name: 'Compared' }).count(), 0);
  await page.getByLabel('Compare').selectOption({ label: 'Previous year' });
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL('**?compare=previous_year');
  await page.getByRole('columnheader', { name: 'Compared' }).waitFor();
  await page.getByText(/compared with: .*\d{4}/).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a report is kept as CSV, as a workbook and as a paper', async () => {
  const page = await loggedIn('/reports/trial-balance');
  await page.getByRole('row', { name: /^4000/ }).waitFor();
  const save = async (work) => {
    const saved = page.waitForEvent('download');
    await work();
    return readFile(await (await saved).path());
  };
  const choose = (format) => async () => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: format }).click();
  };
  const csv = (await save(choose('CSV'))).toString('utf8');
  const shown = await page.getByRole('row', { name: /^4000/ }).getByRole('cell').last().textContent();
  assert.ok(csv.split('\n').some((line) => line.includes('4000') && line.includes(shown.replaceAll(',', ''))));
  assert.equal((await save(choose('XLSX'))).subarray(0, 2).toString(), 'PK');
  const paper = await save(() => page.getByRole('button', { name: 'Print' }).click());
  assert.equal(paper.subarray(0, 5).toString(), '%PDF-');
  assert.deepEqual(page.faults, []);
});
