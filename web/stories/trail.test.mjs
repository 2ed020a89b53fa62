import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInPalette, loggedIn, unique } from './browser.mjs';

/** Asks the server as the page's user. */
const ask = (page, path, body, method = 'POST') =>
  page.evaluate(
    async ([path, method, body]) => {
      const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const text = await (await fetch(path, init)).text();
      return text && JSON.parse(text);
    },
    [path, method, body],
  );

test('a change is found by who made it and of what kind it is, with before and after, and leads to its record and back', async () => {
  const page = await loggedIn('/me');
  const code = unique();
  const { id } = await ask(page, '/api/v1/units/', { code, name: 'Crate', decimals: 0 });
  await ask(page, `/api/v1/units/${id}/`, { name: 'Large crate' }, 'PATCH');
  await findInPalette(page, 'audit');
  await page.getByRole('option', { name: 'Audit explorer' }).click();
  await page.getByLabel('Kind of record').selectOption('Units');
  await page.getByLabel('Who', { exact: true }).selectOption('Demo Owner');
  await page.getByLabel('What was done').selectOption('Changed');
  const trail = page.getByRole('table', { name: 'Audit explorer' });
  const changed = trail.getByRole('row', { name: /Demo Owner Changed Unit Large crate/ }).first();
  assert.match(await changed.textContent(), /Name Crate → Large crate/);
  await page.getByLabel('Who', { exact: true }).selectOption('Sanduk');
  await page.getByText('0 changes.').waitFor();
  await page.getByLabel('Who', { exact: true }).selectOption('Demo Owner');
  await changed.getByRole('link', { name: 'Large crate' }).click();
  await page.getByRole('heading', { level: 1, name: 'Large crate' }).waitFor();
  await page.goBack();
  await changed.waitFor();
  assert.match(page.url(), /kind=units&.*what=update/);

  await ask(page, `/api/v1/units/${id}/`, undefined, 'DELETE');
  await page.getByRole('button', { name: 'Read again' }).click();
  await page.getByLabel('What was done').selectOption('Deleted');
  await trail.getByRole('link', { name: 'Large crate' }).first().click();
  await page.getByText('Nothing happened before.').waitFor();
  await page.getByLabel('What was done').selectOption('everything');
  await trail.getByRole('row', { name: /Created/ }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('documents tell their next number, and are numbered anew from a day on', async () => {
  const page = await loggedIn('/series');
  const table = page.getByRole('table', { name: 'Document numbers' });
  await table.getByRole('row', { name: /^Stock transfers TRF-\d{4}-\d{6} as usual each fiscal year/ }).waitFor();
  await page.getByRole('button', { name: 'Change: Stock transfers' }).click();
  const dialog = page.getByRole('dialog');
  const pattern = dialog.getByLabel('Pattern');
  await pattern.fill('trf-');
  await dialog.locator('#series-pattern-note.text-bad').waitFor();
  await pattern.fill('MOVE-{site}-{month}-');
  await dialog.getByLabel('First number').fill('501');
  await dialog.getByText(/^MOVE-SITE-\d\d-000501$/).waitFor();
  await dialog.getByText('Begins anew: each month, each site by itself').waitFor();
  // A year ahead, so that this story says the same again.
  const year = new Date().getFullYear() + 1 + Math.floor(Math.random() * 500);
  await dialog.getByLabel('From', { exact: true }).fill(`${year}-01-01`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await table.getByRole('row', { name: new RegExp(`Stock transfers TRF-.*From .*${year} MOVE-`) }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a member chooses not to be told of an event by a channel, and when nothing rings', async () => {
  const page = await loggedIn('/me/notifications');
  const choice = page.getByLabel('A sale was posted: SMS');
  await choice.waitFor();
  await choice.setChecked(true);
  await choice.click();
  await page.waitForFunction(() => !document.querySelector('[aria-label="A sale was posted: SMS"]').checked);
  await page.reload();
  await choice.waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-label="A sale was posted: SMS"]').checked);
  await choice.click();
  await page.getByRole('button', { name: 'Change: Quiet from' }).click();
  await page.getByLabel('Value').fill('late');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').locator('#setting-value-note.text-bad').waitFor();
  await page.getByLabel('Value').fill('22:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Quiet from' }).getByText('22:00', { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('a message that was not sent says why, and is sent again', async () => {
  const page = await loggedIn('/r/messages');
  // The demo has no server for e-mail.
  const told = { event: 'notes.comment.written', recipient: 'role', role: 'owner', email: true };
  const rule = await ask(page, '/api/v1/notification-rules/', { name: unique(), ...told });
  const unit = await ask(page, '/api/v1/units/', { code: unique(), name: 'Sack', decimals: 0 });
  await ask(page, '/api/v1/comments/', { record: 'units', row: unit.id, text: 'A sack holds 25 kg.' });
  await page.getByRole('button', { name: /new, show/ }).click();
  await ask(page, `/api/v1/notification-rules/${rule.id}/`, undefined, 'DELETE');
  await page.getByRole('grid').getByRole('link').first().click();
  const way = page.getByRole('region', { name: 'How far it has come' });
  await way.getByText('Failed', { exact: true }).waitFor();
  await page.getByRole('alert').getByText('The company has chosen no server for e-mail yet').waitFor();
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('It is sent again.').waitFor();
  assert.deepEqual(page.faults, []);
});
