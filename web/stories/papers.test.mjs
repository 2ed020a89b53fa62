import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { ask, loggedIn, open } from './browser.mjs';

/** Takes every letter, as a mail server does, and keeps it. */
async function mailServer() {
  const letters = [];
  const server = createServer((socket) => {
    let text = '';
    let isLetter = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const take = (end) => {
      const taken = text.slice(0, text.indexOf(end));
      text = text.slice(taken.length + end.length);
      return taken;
    };
    const answer = (line) => {
      const [verb] = line.toUpperCase().split(' ');
      isLetter = verb === 'DATA';
      say({ DATA: '354 go on', QUIT: '221 bye' }[verb] ?? '250 ok');
      if (verb === 'QUIT') socket.end();
    };
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (;;) {
        const end = isLetter ? '\r\n.\r\n' : '\r\n';
        if (!text.includes(end)) return;
        const taken = take(end);
        if (!isLetter) answer(taken);
        else {
          letters.push(taken);
          isLetter = false;
          say('250 taken');
        }
      }
    });
    say('220 story');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  after(() => server.close());
  return { port: server.address().port, letters };
}

const sendButton = (page) => page.getByRole('button', { name: 'Send by e-mail' });

test('a paper is sent by e-mail to whom it is for, and without a mail server the settings are shown', async () => {
  const page = await loggedIn('/r/sales?kind=sale&customer=RIVERSIDE');
  await page.getByRole('grid').getByRole('link').first().click();
  await sendButton(page).click();
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByLabel('To').inputValue(), 'orders@riverside.test');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('No server for e-mail is set up yet.').waitFor();
  await dialog.getByRole('link', { name: 'Set up e-mail' }).click();
  await page.getByRole('heading', { name: 'Mail server', exact: false }).first().waitFor();

  const { port, letters } = await mailServer();
  const settings = { host: '127.0.0.1', port, encryption: 'none', from: 'shop@demo.test' };
  for (const [name, value] of Object.entries(settings))
    await ask(page, 'PUT', `settings/mail.${name}/`, { value, level: 'company' });
  try {
    await page.goBack();
    await sendButton(page).click();
    await dialog.getByLabel('To').fill('nobody');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('nobody is no address of e-mail.').first().waitFor();
    await dialog.getByLabel('To').fill('ann@example.test');
    await dialog.getByLabel('Text').fill('Thank you for your order.');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('Sent to ann@example.test.').waitFor();
    assert.equal(letters.length, 1);
    assert.match(letters[0], /Thank you for your order\./);
    assert.match(letters[0], /application\/pdf/);
    await dialog.getByRole('link', { name: 'The message' }).click();
    await page.getByRole('region', { name: 'What it says' }).getByText('Thank you for your order.').waitFor();
    await page.getByText('ann@example.test').first().waitFor();

    await open(page, '/r/customers');
    await page.getByRole('link', { name: 'OAKFIELD' }).click();
    await page.getByRole('button', { name: 'Statement' }).click();
    await page.getByRole('menuitem', { name: 'Send by e-mail' }).click();
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('Sent to office@oakfield.test.').waitFor();
    assert.equal(letters.length, 2);
    assert.equal(await page.getByText('Saved.').count(), 0);
  } finally {
    for (const name of Object.keys(settings)) await ask(page, 'DELETE', `settings/mail.${name}/`, { level: 'company' });
  }
  assert.deepEqual(page.faults, []);
});
