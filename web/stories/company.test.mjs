import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loggedIn, unique } from './browser.mjs';

test('a setting is chosen for the company, put back to what is inherited, and its history stays', async () => {
  const page = await loggedIn('/settings');
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Colour' }) });
  const back = row.getByRole('button', { name: 'Back to inherited: Colour' });
  await row.getByText('Usual value').waitFor();
  await page.getByRole('button', { name: 'Change: Colour' }).click();
  await page.getByLabel('Value').fill('blue');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').locator('#setting-value-note.text-bad').waitFor();
  await page.getByLabel('Value').fill('#123456');
  await page.getByRole('button', { name: 'Save' }).click();
  await row.getByText('#123456').waitFor();
  await row.getByText('Chosen for the company').waitFor();
  await back.click();
  await row.getByText('Usual value').waitFor();
  await page.getByRole('button', { name: 'History: Colour' }).click();
  await page.getByRole('dialog').getByRole('cell', { name: '#123456' }).first().waitFor();
  assert.deepEqual(page.faults, []);
});

test('a member is added with a role, and chooses a password by a token that is shown once', async () => {
  const email = `${unique().toLowerCase()}@demo.test`;
  const page = await loggedIn('/r/members');
  await page.getByRole('button', { name: 'Add member' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Name').fill('Nina New');
  await page.getByLabel('Role').selectOption('cashier');
  await page.getByRole('button', { name: 'Save' }).click();
  const once = page.getByRole('dialog');
  assert.ok(await once.getByLabel('One-time token', { exact: true }).inputValue());
  await once.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('heading', { level: 1, name: 'Nina New' }).waitFor();
  assert.equal(await page.getByLabel('Role').inputValue(), 'cashier');
  assert.deepEqual(page.faults, []);
});

test('a job is run now and seen to be done', async () => {
  const page = await loggedIn('/jobs');
  const latest = page.getByRole('table', { name: 'Latest jobs' });
  const done = latest.getByRole('row', { name: /Proves the books Done/ });
  await page.getByRole('button', { name: 'Run now: Proves the books' }).waitFor();
  await latest.or(page.getByText('Nothing has been done yet.')).first().waitFor();
  const before = await done.count();
  await page.getByRole('button', { name: 'Run now: Proves the books' }).click();
  await done.nth(before).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a webhook is subscribed to, its secret shown once, and tried', async () => {
  const page = await loggedIn('/c/webhooks.subscription.create');
  await page.getByLabel('URL').fill(`https://${unique().toLowerCase()}.invalid/hook`);
  await page.getByLabel('sales.sale.posted').check();
  await page.getByRole('button', { name: 'Create subscription' }).click();
  const once = page.getByRole('dialog');
  assert.match(await once.getByLabel('Secret', { exact: true }).inputValue(), /^whsec_/);
  await once.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  const log = page.getByRole('region', { name: 'What it was told' });
  await log.getByRole('link', { name: 'webhooks.subscription.tested' }).waitFor();
  assert.deepEqual(page.faults, []);
});
