import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { fillLogIn, unique } from './hands.mjs';

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

/** A page of the demo's owner, or of another user. */
export async function loggedIn(path, options, user) {
  const page = await newPage(options);
  await open(page, path);
  await fillLogIn(page, user);
  await page.getByRole('navigation', { name: 'Menu' }).waitFor();
  return page;
}

/** Asks the server beside the page, with the session of its user. */
export const ask = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const init = { method, headers: { 'content-type': 'application/json' } };
      if (body) init.body = JSON.stringify(body);
      const answer = await fetch(`/api/v1/${path}`, init);
      const told = answer.status === 204 ? null : await answer.json();
      if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`);
      return told;
    },
    [method, path, body],
  );

/** A new member with this role, as who they log in with. */
export async function newMember(page, role) {
  const email = `${role}.${unique().toLowerCase()}@demo.test`;
  const password = 'a-new-password-1';
  await ask(page, 'POST', 'users/', { email, role, name: `Nina ${role}`, password });
  return { tenant: 'demo', email, password };
}
