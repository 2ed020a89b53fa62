import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, findInPalette, loggedIn, pick } from './browser.mjs';

test('a sale is previewed, posted by key, and found by the palette', async () => {
  const page = await loggedIn('/c/sales.sale.post');
  await pick(page, cell(page, 'Lines', 1, 2), 'tea', /TEA-250/);
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.type('-3');
  await page.keyboard.press('Enter');
  await page.getByText('This cannot be posted yet.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Post sale' }).isDisabled(), true);
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add line' }).last().click();
  await pick(page, cell(page, 'Payments', 1, 2), 'cash', /cash/);
  await cell(page, 'Payments', 1, 4).click();
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  const preview = page.getByRole('complementary', { name: 'What will happen' });
  await preview.getByText('Cost of sales').waitFor();
  await preview.getByRole('cell', { name: '-2', exact: true }).waitFor();
  await page.getByText('GBP 9.00').waitFor();
  await page.keyboard.press('Control+Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^SAL-/ });
  const number = await heading.textContent();
  assert.match(page.url(), /\/r\/sales\//);

  await findInPalette(page, number);
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .click();
  await heading.filter({ hasText: number }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('rows of a spreadsheet are pasted, filled down and removed', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await cell(page, 'Lines', 1, 2).click();
  await page.evaluate(() => navigator.clipboard.writeText('TEA-250\t10\t2.10\nMUG-BLUE\t5\t3.20\n'));
  await page.keyboard.press('Control+v');
  await cell(page, 'Lines', 2, 2).filter({ hasText: 'MUG-BLUE' }).waitFor();
  await cell(page, 'Lines', 2, 5).click();
  await page.keyboard.press('Control+d');
  await cell(page, 'Lines', 2, 5).filter({ hasText: '2.10' }).waitFor();
  await page.keyboard.press('Control+Delete');
  await cell(page, 'Lines', 2, 2).waitFor({ state: 'detached' });
});

test('a report leads to the lines behind a balance', async () => {
  const page = await loggedIn('/reports/trial-balance');
  await page.getByRole('link', { name: '1200' }).click();
  await page.getByRole('heading', { name: 'General ledger' }).waitFor();
  await page.getByRole('link', { name: 'GRN-2026-000001' }).first().waitFor();
});

test('a journal entry is previewed, refused while it does not balance, posted and found by the palette', async () => {
  const page = await loggedIn('/c/ledger.entry.post');
  const line = async (number, account, column, amount) => {
    await pick(page, cell(page, 'Lines', number, 2), account, new RegExp(`^${account}`));
    await cell(page, 'Lines', number, column).click();
    await page.keyboard.type(amount);
    await page.keyboard.press('Enter');
  };
  const grid = page.getByRole('grid', { name: 'Lines' });
  const columnOf = async (name) =>
    Number(await grid.getByRole('columnheader', { name, exact: true }).getAttribute('aria-colindex'));
  const [debit, credit] = [await columnOf('Debit'), await columnOf('Credit')];
  await page.getByLabel('Memo').fill('Float for the till');
  await line(1, '1000', debit, '50');
  await line(2, '1010', credit, '40');
  const preview = page.getByRole('complementary', { name: 'What will happen' });
  await preview.getByText('This cannot be posted yet.').waitFor();
  await cell(page, 'Lines', 2, credit).click();
  await page.keyboard.type('50');
  await page.keyboard.press('Tab');
  await preview.getByRole('cell', { name: 'Cash', exact: true }).waitFor();
  await preview.getByRole('cell', { name: 'Bank', exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^JV-|^JE-|^[A-Z]+-\d{4}-\d+/ });
  await heading.waitFor();
  const number = await heading.textContent();
  await page.getByText('Float for the till').first().waitFor();
  await findInPalette(page, number);
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .click();
  await heading.filter({ hasText: number }).waitFor();
  await page.keyboard.press('Control+k');
  await page
    .getByRole('group', { name: 'Recent' })
    .getByRole('option', { name: new RegExp(number) })
    .waitFor();
  assert.deepEqual(page.faults, []);
});

test('the palette offers nothing that only the program itself may do', async () => {
  const page = await loggedIn('/');
  await findInPalette(page, 'message');
  await page.getByRole('option', { name: 'Resend message' }).waitFor();
  for (const name of ['Begin message', 'Give up message'])
    assert.equal(await page.getByRole('option', { name }).count(), 0);
});

test('dates are written as the region of the browser writes them', async () => {
  const ofEntry = async (locale, words) => {
    const page = await loggedIn('/r/journal-entries', { locale });
    await page.getByRole('gridcell').getByText(words).first().waitFor();
  };
  await ofEntry('en-GB', /^\d+ \w+ \d{4}$/);
  await ofEntry('en-US', /^\w+ \d+, \d{4}$/);
});
