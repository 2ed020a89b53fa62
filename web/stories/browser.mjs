import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { fillLogIn } from './hands.mjs';

export * from './hands.mjs';

/** Where the pages are served, `http://127.0.0.1:8311/admin`; the server behind them has the demo company. */
const BASE = process.env.SANDUK_WEB_BASE ?? 'http://127.0.0.1:8311/admin';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
after(() => browser.close());

/** A page on which every violation of the policy and every uncaught error makes the story fail. */
export async function newPage(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) page.faults.push(message.text());
  });
  return page;
}

export const open = (page, path) => page.goto(BASE + path);

/** A page of the demo's owner. */
export async function loggedIn(path, options) {
  const page = await newPage(options);
  await open(page, path);
  await fillLogIn(page);
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  return page;
}
