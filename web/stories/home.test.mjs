import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loggedIn } from './browser.mjs';

test('a sale appears on the home page, and its number leads to it', async () => {
  const page = await loggedIn('/');
  const tile = page.getByRole('region', { name: 'Sales today' });
  const figure = tile.getByRole('link', { name: /^GBP/ });
  const before = Number((await figure.textContent()).replace(/[^\d.]/g, ''));
  // The server is told beside the page, which hears of it.
  await page.evaluate(async () => {
    const body = { lines: [{ sku: 'DELIVERY', quantity: '2' }], payments: [{ method: 'cash', amount: '10.00' }] };
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    await fetch('/api/v1/sales/', init);
  });
  await page.waitForFunction(
    (least) => Number(document.querySelector('.figure').textContent.replace(/[^\d.]/g, '')) >= least,
    before + 10,
  );
  await figure.click();
  await page.getByRole('heading', { name: 'Sales', level: 1 }).waitFor();
  assert.match(page.url(), /kind=sale&business_date=\d{4}-\d\d-\d\d/);
  await page.getByRole('gridcell', { name: /^SAL-/ }).first().waitFor();
  assert.deepEqual(page.faults, []);
});

test('a company without a sale is led to its first one', async () => {
  const page = await loggedIn('/me');
  const isFirstSale = (url) => url.pathname === '/api/v1/sales/' && url.search === '?page_size=1';
  await page.route(isFirstSale, (route) => route.fulfill({ json: { count: 0, results: [] } }));
  await page.getByRole('link', { name: 'Home' }).click();
  const guide = page.getByRole('region', { name: 'Your first sale' });
  await guide.waitFor();
  assert.equal(await guide.getByText('✓').count(), 2, 'products and stock are there');
  await guide.getByRole('link', { name: 'Post sale' }).click();
  await page.getByRole('heading', { name: 'Post sale' }).waitFor();
  assert.deepEqual(page.faults, []);
});
