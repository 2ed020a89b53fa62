import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { findInPalette, loggedIn, newPage, open } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page) {
  // Through the debugger, which no policy of the page forbids.
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

const PAGES = {
  list: ['/r/products', (page) => page.getByRole('gridcell', { name: 'TEA-250' })],
  record: ['/r/products/new', (page) => page.getByLabel('SKU (required)')],
  sale: ['/c/sales.sale.post', (page) => page.getByRole('grid', { name: 'Lines' })],
  report: ['/reports/trial-balance', (page) => page.getByRole('link', { name: '1200' })],
  home: ['/', (page) => page.getByRole('region', { name: 'Stock value' }).getByRole('link', { name: /GBP/ })],
  import: ['/import/products', (page) => page.getByText('Choose a file')],
  own: ['/me', (page) => page.getByLabel('Current password')],
};

for (const colorScheme of ['light', 'dark']) {
  for (const [name, [path, shown]] of Object.entries(PAGES))
    test(`${name} in ${colorScheme} has no serious barrier`, async () => {
      const page = await loggedIn(path, { colorScheme });
      await shown(page).first().waitFor();
      assert.deepEqual(await violations(page), []);
    });

  test(`log-in in ${colorScheme} has no serious barrier`, async () => {
    const page = await newPage({ colorScheme });
    await open(page, '/login');
    await page.getByLabel('Password').waitFor();
    assert.deepEqual(await violations(page), []);
  });

  test(`open sheets in ${colorScheme} have no serious barrier`, async () => {
    const page = await loggedIn('/r/products', { colorScheme });
    await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByLabel('Condition').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    await findInPalette(page, 'tea');
    await page.getByRole('option', { name: /Assam tea/ }).waitFor();
    assert.deepEqual(await violations(page), []);
  });
}

test('every page of the menu opens without a fault', async () => {
  const page = await loggedIn('/r/products');
  const links = page.getByRole('navigation', { name: 'Menu' }).getByRole('link');
  for (const link of await links.all()) {
    const name = await link.textContent();
    await link.click();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    assert.deepEqual(page.faults, [], name);
    assert.equal(await page.getByRole('alert').count(), 0, name);
  }
});
