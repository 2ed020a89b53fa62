import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, cell, loggedIn, open, pick, unique } from './browser.mjs';

/** What a page has asked the server to do, previews left out. */
function posts(page) {
  const seen = [];
  page.on('request', (request) => {
    const isDone = request.method() === 'POST' && !request.url().includes('dry_run') && !request.headers()['x-dry-run'];
    if (isDone && request.url().includes('/api/v1/') && !request.url().includes('/auth/')) seen.push(request.url());
  });
  return seen;
}

const previewOf = (page) => page.getByRole('complementary', { name: 'What will happen' });
const upToDate = (page) => previewOf(page).getByText('up to date').waitFor();
const columnOf = async (page, name) =>
  Number(
    await page
      .getByRole('grid', { name: 'Lines' })
      .getByRole('columnheader', { name, exact: true })
      .getAttribute('aria-colindex'),
  );

async function sale() {
  const page = await loggedIn('/c/sales.sale.post');
  await page.getByLabel('Customer').fill('RIVERSIDE');
  await pick(page, cell(page, 'Lines', 1, 2), 'tea', /TEA-250/);
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await upToDate(page);
  return page;
}

test('Enter goes on to the next line and never posts', async () => {
  const page = await sale();
  const seen = posts(page);
  const post = page.getByRole('button', { name: 'Post sale' });
  for (const column of [2, 3, 4, 5]) {
    await cell(page, 'Lines', 1, column).click();
    assert.equal(await post.isEnabled(), true);
    await page.keyboard.press('Enter');
    await cell(page, 'Lines', 2, 2).waitFor();
    await page.waitForTimeout(300);
  }
  await page.getByLabel('Customer').press('Enter');
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.press('F2');
  await cell(page, 'Lines', 1, 4).locator('input').press('Enter');
  await page.waitForTimeout(300);
  assert.deepEqual(seen, []);
  assert.match(page.url(), /\/c\/sales\.sale\.post/);
  await open(page, '/c/inventory.stock.receive');
  await cell(page, 'Lines', 1, 2).click();
  await page.keyboard.press('Enter');
  await cell(page, 'Lines', 2, 2).waitFor();
  assert.deepEqual(seen, []);
  assert.deepEqual(page.faults, []);
});

test('nothing is posted that has not been previewed', async () => {
  const page = await sale();
  const seen = posts(page);
  await cell(page, 'Lines', 1, 4).click();
  await page.keyboard.type('7');
  await page.keyboard.press('Control+Enter');
  await page.getByText('then press again to post').waitFor();
  await previewOf(page).getByRole('cell', { name: '-7', exact: true }).waitFor();
  await upToDate(page);
  assert.deepEqual(seen, []);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: /^SAL-/ }).waitFor();
  assert.equal(seen.length, 1);
  assert.deepEqual(page.faults, []);
});

test('a decimal comma is refused in words, in cells and in boxes', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  const asked = [];
  page.on('request', (request) => asked.push(request.postData() ?? ''));
  const [quantity, cost] = [await columnOf(page, 'Quantity'), await columnOf(page, 'Unit cost')];
  await pick(page, cell(page, 'Lines', 1, 2), 'tea', /TEA-250/);
  const type = async (column, text) => {
    await cell(page, 'Lines', 1, column).click();
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  };
  await type(quantity, '1,250.00');
  await type(cost, '12,50');
  await previewOf(page).getByText('Write 12.50, with a point.').waitFor();
  await page.waitForFunction(() => document.querySelector('[role=gridcell][aria-invalid]')?.title.includes('12.50'));
  await type(cost, '1e5');
  await previewOf(page).getByText('This is no number').waitFor();
  assert.equal(
    asked.some((body) => /12,50|1e5/.test(body)),
    false,
  );
  await type(cost, '12.50');
  await upToDate(page);
  await previewOf(page).getByText('Lines 1').waitFor({ state: 'detached' });

  await page.goto('about:blank');
  const product = await loggedIn('/');
  const { id } = await ask(product, 'POST', 'products/', { sku: `ZC-${unique()}`, name: 'Comma', unit: 'piece' });
  await open(product, `/r/products/${id}`);
  await product.getByLabel('Selling price').fill('12,50');
  await product.getByLabel('Selling price').press('Tab');
  await product.getByText('Write 12.50, with a point.').waitFor();
  await product.keyboard.press('Control+s');
  await product.getByText('Please mend the fields').waitFor();
  assert.equal(Number((await ask(product, 'GET', `products/${id}/`)).selling_price), 0);
  assert.deepEqual([...page.faults, ...product.faults], []);
});

test('Tab takes the suggestion and goes on to the next cell that is typed', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  await cell(page, 'Lines', 1, 2).click();
  await page.keyboard.type('assam');
  await page.getByRole('option', { name: /TEA-250/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2.10');
  await page.keyboard.press('Shift+Tab');
  await cell(page, 'Lines', 1, 2).filter({ hasText: 'TEA-250' }).waitFor();
  await cell(page, 'Lines', 1, await columnOf(page, 'Quantity'))
    .filter({ hasText: /^2/ })
    .waitFor();
  await cell(page, 'Lines', 1, await columnOf(page, 'Unit cost'))
    .filter({ hasText: '2.10' })
    .waitFor();
  await cell(page, 'Lines', 1, 2).click();
  await page.keyboard.type('TEA-250');
  await page.keyboard.press('Tab');
  await page.keyboard.type('5');
  await page.keyboard.press('Tab');
  await cell(page, 'Lines', 1, await columnOf(page, 'Quantity'))
    .filter({ hasText: /^5/ })
    .waitFor();
  await cell(page, 'Lines', 1, 2).filter({ hasText: 'TEA-250' }).waitFor();
  assert.deepEqual(page.faults, []);
});

test('rows as wide as the grid are pasted in place, and what does not fit is told', async () => {
  const page = await loggedIn('/c/inventory.stock.receive');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const paste = async (text) => {
    await cell(page, 'Lines', 1, 2).click();
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await page.keyboard.press('Control+v');
  };
  await paste('TEA-250\t\t3\t2.10');
  await cell(page, 'Lines', 1, await columnOf(page, 'Quantity'))
    .filter({ hasText: /^3/ })
    .waitFor();
  await cell(page, 'Lines', 1, await columnOf(page, 'Unit cost'))
    .filter({ hasText: '2.10' })
    .waitFor();
  await paste(`TEA-250\t3\t2.10${'\tmore'.repeat(9)}`);
  await page.getByText('have no column here').waitFor();
  assert.deepEqual(page.faults, []);
});
