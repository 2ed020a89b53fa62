/**
 * Makes pictures of the pages of the demo company into `docs/screens`: of all, or of those that are named (`npm run screens -- home audit`).
 * `SANDUK_WEB_BASE` says where the pages are served, `CHROMIUM` which browser looks at them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cell, fillLogIn, findInPalette, pick } from '../stories/hands.mjs';
import { watch } from '../stories/pages.mjs';
import { prepare } from './screens-data.mjs';
import { smaller } from './smaller.mjs';

const BASE = process.env.SANDUK_WEB_BASE ?? 'http://127.0.0.1:8311/admin';
const OUT = join(import.meta.dirname, '../../docs/screens');
const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const SHARP = { ...PHONE, deviceScaleFactor: 2 };

const button = (page, name) => page.getByRole('button', { name }).first();

async function fillSale(page, quantity) {
  await page.getByLabel('Customer').fill('riverside');
  await page.getByRole('option', { name: /RIVERSIDE/ }).click();
  for (const [at, [words, code, many]] of [
    ['tea', /TEA-250/, '24'],
    ['mug', /MUG-BLUE/, quantity],
    ['lantern', /LANTERN/, '1'],
  ].entries()) {
    if (at > 0) await button(page, 'Add line').click();
    await pick(page, cell(page, 'Lines', at + 1, 2), words, code);
    await cell(page, 'Lines', at + 1, 4).click();
    await page.keyboard.type(many);
    await page.keyboard.press('Tab');
  }
  await page.getByText('up to date').waitFor();
}

/** The first row of a list. */
const first = async (page) => {
  await page.getByRole('grid').getByRole('link').first().click();
  await page.waitForURL(/\/r\/[^/]+\/[^/]+$/);
};

async function selectThree(page) {
  await page.getByRole('gridcell').nth(2).click();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space'])
    await page.keyboard.press(key);
}

async function badForm(page) {
  await page.getByRole('link', { name: 'TEA-250' }).click();
  await page.getByLabel('Name (required)').fill('');
  await page.getByLabel('Selling price').fill('abc');
  await button(page, 'Save').click();
  await page.locator('[aria-invalid=true]').first().waitFor();
}

const FILE = 'sku;name;unit;selling_price\nCUP-1;Cup, white;piece;3.50\nCUP-2;;piece;3.75\nCUP-3;Cup, red;box;abc\n';

async function chooseFile(page) {
  const file = { name: 'cups.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) };
  await page.getByLabel('Choose a file').setInputFiles(file);
  await button(page, 'Check the rows').waitFor();
}

async function checkFile(page) {
  await chooseFile(page);
  await button(page, 'Check the rows').click();
  await page.getByRole('region', { name: 'Rows to mend' }).waitFor();
}

/** What the reference shows, under its names and in its sizes: where, by what device and theme, and what is done first. */
const REFERENCE = {
  '1-list': ['/r/products', DESK, 'light', selectThree],
  '1-list-dark': ['/r/products', DESK, 'dark', selectThree],
  '2-filter': ['/r/products?selling_price__gte=10', DESK, 'light', (page) => button(page, 'Add filter').click()],
  '3-palette': ['/r/products', DESK, 'light', (page) => findInPalette(page, 'tea')],
  '4-form': ['/r/products?search=tea', DESK, 'light', badForm],
  '5-sale': ['/c/sales.sale.post', DESK, 'light', (page) => fillSale(page, '3')],
  '6-sale-refused': ['/c/sales.sale.post', DESK, 'light', (page) => fillSale(page, '-3')],
  '7-phone-list': ['/r/products', SHARP, 'light'],
  '8-phone-sale': ['/c/sales.sale.post', SHARP, 'light'],
};

/** Every other kind of page, which is shown on a desk and on a phone, in light and in dark. */
const PAGES = {
  home: ['/'],
  sales: ['/r/sales'],
  sale: ['/r/sales?kind=sale', first],
  'send-paper': [
    '/r/sales?kind=sale&customer=RIVERSIDE',
    async (page) => {
      await first(page);
      await button(page, 'Send by e-mail').click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  history: [
    '/r/products?search=mug',
    async (page) => {
      await first(page);
      await page.getByRole('tab', { name: 'History' }).click();
    },
  ],
  'journal-entry': ['/r/journal-entries', first],
  receive: ['/c/inventory.stock.receive'],
  journal: ['/c/ledger.entry.post'],
  'trial-balance': ['/reports/trial-balance'],
  'general-ledger': ['/reports/general-ledger?account=1200'],
  import: ['/import/products', chooseFile],
  'import-mend': ['/import/products', checkFile],
  settings: ['/settings'],
  members: ['/r/members'],
  member: ['/r/members', first],
  role: ['/r/roles', first],
  series: ['/series'],
  'series-change': ['/series', (page) => button(page, 'Change: Sales').click()],
  audit: ['/audit'],
  approvals: ['/approvals?box=all'],
  'approval-policy': ['/r/approval-policies/new'],
  jobs: ['/jobs'],
  messages: ['/r/messages'],
  message: ['/r/messages', first],
  webhook: ['/r/webhook-subscriptions', first],
  'hook-message': ['/r/hook-messages', first],
  template: ['/r/notification-templates', first],
  'custom-field': ['/r/custom-fields/new'],
  own: ['/me'],
  'own-notifications': ['/me/notifications'],
  inbox: ['/', (page) => button(page, /^Inbox/).click()],
  shortcuts: ['/', (page) => page.keyboard.press('?')],
};

function* pictures() {
  for (const [name, [path, device, theme, act]] of Object.entries(REFERENCE)) yield { name, path, device, theme, act };
  for (const [name, [path, act]] of Object.entries(PAGES))
    for (const [end, device] of Object.entries({ '': DESK, '-phone': PHONE }))
      for (const [shade, theme] of Object.entries({ '': 'light', '-dark': 'dark' }))
        yield { name: `${name}${end}${shade}`, page: name, path, device, theme, act };
  for (const [shade, theme] of Object.entries({ '': 'light', '-dark': 'dark' }))
    yield { name: `login${shade}`, path: '/login', device: DESK, theme, isOut: true };
  yield { name: 'home-bengali', path: '/', device: DESK, theme: 'light', locale: 'bn-BD' };
  yield { name: '1-list-bengali', path: '/r/products', device: DESK, theme: 'light', locale: 'bn-BD' };
}

const PATIENCE = 5_000;
const wanted = new Set(process.argv.slice(2));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const options = { locale: 'en-GB', reducedMotion: 'reduce' };

async function logIn() {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${BASE}/me`);
  await fillLogIn(page);
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  await prepare(page);
  return context.storageState();
}

async function take({ name, path, device, theme, act, locale, isOut }, storageState) {
  const session = isOut ? {} : { storageState };
  const context = await browser.newContext({
    ...options,
    ...device,
    ...session,
    colorScheme: theme,
    ...(locale ? { locale } : {}),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const settled = watch(page);
  await page.goto(BASE + path);
  await settled();
  await act?.(page);
  await settled();
  const picture = smaller(await page.screenshot({ animations: 'disabled' }));
  writeFileSync(join(OUT, `${name}.png`), picture);
  // A session is renewed now and then, and the cookie of before counts no more; drafts would come back in the next picture.
  const { cookies } = await context.storageState();
  await context.close();
  return { state: isOut ? storageState : { cookies, origins: [] }, bytes: picture.length };
}

mkdirSync(OUT, { recursive: true });
let state = await logIn();
let sum = 0;
for (const picture of pictures()) {
  if (wanted.size > 0 && !wanted.has(picture.name) && !wanted.has(picture.page)) continue;
  const taken = await take(picture, state).catch((error) => {
    process.exitCode = 1;
    console.error(`${picture.name}: ${error.message.split('\n')[0]}`);
  });
  if (!taken) continue;
  state = taken.state;
  sum += taken.bytes;
}
await browser.close();
console.log(`${(sum / 1_000_000).toFixed(1)} MB in ${OUT}`);
