/** Forms that are reached from other pages, each of another kind. */
const BESIDE_MENU = [
  'approvals.delegation.create',
  'identity.member.add',
  'identity.role.create',
  'jobs.schedule.add',
  'ledger.number_block.take',
  'messages.channel.test',
  'sales.sale.return',
  'webhooks.door.open',
  'webhooks.subscription.create',
];

/** Every page that an owner can open, by what the server tells and what is written by hand. */
export async function allPages(page) {
  const index = await page.evaluate(async () => (await fetch('/api/v1/meta/')).json());
  const { targets } = await page.evaluate(async () => (await fetch('/api/v1/import-targets/')).json());
  const items = index.menu.flatMap((group) => group.items);
  const commands = [...items.flatMap(({ command }) => command ?? []), ...BESIDE_MENU];
  return [
    '/',
    '/me',
    '/me/notifications',
    '/settings',
    '/series',
    '/audit',
    '/approvals',
    '/jobs',
    ...index.resources.map(({ name }) => `/r/${name}`),
    ...index.resources.filter(({ create }) => create).map(({ name }) => `/r/${name}/new`),
    ...commands.map((name) => `/c/${name}`),
    ...index.reports.map(({ name }) => `/reports/${name}`),
    ...targets.map(({ name }) => `/import/${name}`),
  ];
}

const QUIET = 500;
const PATIENCE = 10_000;

/** Waits until a page shows its head and asks for nothing any more; what it listens to never ends. */
export function watch(page) {
  const open = new Set();
  let last = 0;
  const isAsked = (request) => !request.url().includes('/live/');
  page.on('request', (request) => isAsked(request) && open.add(request));
  for (const end of ['requestfinished', 'requestfailed'])
    page.on(end, (request) => {
      open.delete(request);
      last = Date.now();
    });
  return async () => {
    const start = Date.now();
    last = start;
    while ((open.size > 0 || Date.now() - last < QUIET) && Date.now() - start < PATIENCE) await page.waitForTimeout(50);
    await page.locator('h1').first().waitFor();
  };
}
