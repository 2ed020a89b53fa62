import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, loggedIn, open } from './browser.mjs';

const MANAGER = { tenant: 'demo', email: 'manager@demo.test', password: 'sanduk-demo' };

test('a person of two companies goes from one to the other, and no open page stays behind', async () => {
  const page = await loggedIn('/r/products', {}, MANAGER);
  await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
  const other = await page.context().newPage();
  await open(other, '/r/customers');
  await other.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();

  await page.getByRole('button', { name: 'Demo Manager' }).click();
  assert.equal(await page.getByRole('menuitemcheckbox', { name: 'Demo Trading' }).isChecked(), true);
  await page.getByRole('menuitemcheckbox', { name: 'Demo North' }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Demo North' }).waitFor();
  await other.getByRole('banner').getByRole('link', { name: 'Demo North' }).waitFor();
  await open(page, '/r/products');
  await page.getByText('Nothing found.').waitFor();

  // What a page of the first company still asks for is refused, so that nothing is posted into the wrong books.
  const refused = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/products/', { headers: { 'x-tenant': 'demo' } });
    return (await answer.json()).code;
  });
  assert.equal(refused, 'tenant_mismatch');
  assert.equal((await ask(page, 'GET', 'meta/')).company.slug, 'demo-north');
  assert.deepEqual(page.faults, []);
});

test('who has one company is offered no other', async () => {
  const page = await loggedIn('/r/products');
  await page.getByRole('button', { name: 'Demo Owner' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'English' }).waitFor();
  assert.equal(await page.getByRole('menuitemcheckbox', { name: 'Demo Trading' }).count(), 0);
});
