import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillLogIn, newPage, open } from './browser.mjs';

const MIRRORED = 'display-language=en-Arab';

/** A page of the owner in the language that is written from right to left. */
async function mirrored(path, options) {
  const page = await newPage(options);
  await open(page, `${path}?${MIRRORED}`);
  await page.locator('#password').waitFor();
  for (const [name, value] of Object.entries({ tenant: 'demo', email: 'owner@demo.test', password: 'sanduk-demo' }))
    await page.locator(`#${name}`).fill(value);
  await page.keyboard.press('Enter');
  await page.locator('nav.side-menu').waitFor({ state: 'attached' });
  return page;
}

/** What sticks out of the page, other than what can be scrolled to. */
const outside = () => {
  const scrolls = (element) =>
    getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth;
  const isReached = (element) => {
    for (let one = element.parentElement; one; one = one.parentElement)
      if (scrolls(one) && one.closest('.sheet-grid, .sheet-box, nav')) return true;
    return false;
  };
  const sticksOut = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < -1 || right > innerWidth + 1);
  };
  const found = [...document.querySelectorAll('main *')].filter((one) => sticksOut(one) && !isReached(one));
  return found.slice(0, 3).map((one) => one.outerHTML.slice(0, 150));
};

for (const [size, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 360, height: 740 },
}))
  test(`every page of the menu turns to the other side on a ${size}`, async () => {
    const page = await mirrored('/', { viewport });
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
    if (size === 'desk') {
      const { x } = await page.locator('nav.side-menu').boundingBox();
      assert.ok(x > viewport.width / 2, 'the menu is at the right');
    }
    const places = await page.locator('nav.side-menu a').evaluateAll((links) => links.map((link) => link.pathname));
    assert.ok(places.length > 30);
    const others = ['/admin/r/products/new', '/admin/import/products', '/admin/me', '/admin/c/ledger.entry.post'];
    for (const place of [...places, ...others]) {
      await page.goto(new URL(place, page.url()).href);
      await page.locator('main h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      assert.deepEqual(await page.evaluate(outside), [], `${place} is wider than the page`);
      assert.deepEqual(page.faults, [], place);
    }
  });

test('keys and places in grids turn with the page', async () => {
  const page = await mirrored('/r/products');
  const first = page.locator('[aria-rowindex="2"] [role=gridcell][aria-colindex="2"]');
  const second = page.locator('[aria-rowindex="2"] [role=gridcell][aria-colindex="3"]');
  await second.click();
  const [a, b] = [await first.boundingBox(), await second.boundingBox()];
  assert.ok(a.x > b.x, 'columns go on to the left');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-colindex') === '2');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Control+c');
  const words = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(words.split('\t').length, 2);
});

test('the mirrored language is offered to nobody', async () => {
  const page = await newPage();
  await open(page, '/');
  await fillLogIn(page);
  await page
    .getByRole('button', { name: /Demo|Owner/ })
    .last()
    .click();
  await page.getByRole('menuitemcheckbox', { name: 'English' }).waitFor();
  assert.equal(await page.getByRole('menuitemcheckbox', { name: /Arab|irror/ }).count(), 0);
});
