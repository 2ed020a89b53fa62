import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barriers } from './axe.mjs';
import { findInPalette, loggedIn, newPage, open } from './browser.mjs';
import { allPages, watch } from './pages.mjs';

const THEMES = ['light', 'dark'];

test('no page has a serious barrier, a fault or an error, in either theme', async () => {
  const page = await loggedIn('/me');
  const errors = [];
  page.on('console', (message) => {
    // What the server refuses is shown on the page, and no error of it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  const settled = watch(page);
  const found = [];
  for (const path of await allPages(page)) {
    await open(page, path);
    await settled();
    for (const theme of THEMES) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      found.push(...(await barriers(page)).map((barrier) => `${path} in ${theme}: ${barrier}`));
    }
    found.push(...[...page.faults.splice(0), ...errors.splice(0)].map((fault) => `${path}: ${fault}`));
  }
  assert.deepEqual(found, []);
});

for (const colorScheme of THEMES) {
  test(`log-in in ${colorScheme} has no serious barrier`, async () => {
    const page = await newPage({ colorScheme });
    await open(page, '/login');
    await page.getByLabel('Password').waitFor();
    assert.deepEqual(await barriers(page), []);
  });

  test(`open sheets in ${colorScheme} have no serious barrier`, async () => {
    const page = await loggedIn('/r/products', { colorScheme });
    await page.getByRole('gridcell', { name: 'TEA-250' }).waitFor();
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.getByLabel('Condition').waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Inbox' }).click();
    await page.getByRole('region', { name: 'Inbox' }).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.keyboard.press('Escape');
    await findInPalette(page, 'tea');
    await page.getByRole('option', { name: /Assam tea/ }).waitFor();
    assert.deepEqual(await barriers(page), []);
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
