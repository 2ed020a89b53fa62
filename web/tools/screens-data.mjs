import { createHmac } from 'node:crypto';

/** What a company of the demo's size has after some weeks, so that pictures show more than empty lists. Made once. */

const MATERIALS = ['Walnut', 'Brass', 'Steel', 'Bamboo', 'Linen', 'Porcelain'];
const THINGS = [
  ['tray', 'TR', 18.5],
  ['lamp', 'LA', 42],
  ['hook', 'HO', 6.75],
  ['bowl', 'BO', 12.9],
  ['frame', 'FR', 9.4],
  ['basket', 'BA', 15.25],
];
const COLOURS = ['natural', 'sand', 'navy'];
const DAYS = 14;

const products = MATERIALS.flatMap((material, m) =>
  THINGS.flatMap(([thing, mark, price], h) =>
    COLOURS.map((colour, c) => ({
      sku: `${material.slice(0, 2).toUpperCase()}${mark}-${String(m * 100 + h * 10 + c).padStart(4, '0')}`,
      name: `${material} ${thing}, ${colour}`,
      barcode: `50100${String(10_000_000 + m * 1000 + h * 100 + c)}`,
      unit: 'piece',
      category: material.toUpperCase(),
      selling_price: (price * (1 + m / 10)).toFixed(2),
    })),
  ),
);

const customers = [
  ['HARBOURCAFE', 'Harbour Café'],
  ['MILLHOTEL', 'Mill Hotel'],
  ['STATIONPUB', 'The Station Pub'],
];

const dayBefore = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Some on account, the others paid at once. */
function* sales() {
  for (let at = 0; at < DAYS * 3; at += 1) {
    const sold = [0, 1, 2].slice(at % 3).map((line) => products[(at * 7 + line * 31) % products.length]);
    const lines = sold.map(({ sku }, line) => ({ sku, quantity: String(1 + ((at + line) % 5)) }));
    const cents = sold.map(({ selling_price }, line) => Number(lines[line].quantity) * Math.round(selling_price * 100));
    const amount = (cents.reduce((sum, one) => sum + one) / 100).toFixed(2);
    const [customer] = customers[at % customers.length];
    const paid = at % 3 === 0 ? { customer } : { payments: [{ method: 'cash', amount }] };
    yield { business_date: dayBefore(DAYS - 1 - Math.floor(at / 3)), lines, ...paid };
  }
}

/** Fills the demo company through the session of a page. */
export async function prepare(page) {
  const ask = (path, body, method = 'POST', more = {}) =>
    page.evaluate(
      async ([path, body, method, more]) => {
        const headers = { 'content-type': 'application/json', ...more };
        const init = body ? { method, headers, body: JSON.stringify(body) } : {};
        const answer = await fetch(path, init);
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${path}: ${text}`);
        return text && JSON.parse(text);
      },
      [path, body, method, more],
    );
  if ((await ask('/api/v1/categories/')).count > 0) return;
  for (const name of MATERIALS) await ask('/api/v1/categories/', { code: name.toUpperCase(), name });
  for (const product of products) await ask('/api/v1/products/', product);
  for (const [code, name] of customers) await ask('/api/v1/customers/', { code, name });
  const received = products.map(({ sku, selling_price }) => {
    return { sku, quantity: '60', unit_cost: (Number(selling_price) * 0.55).toFixed(2) };
  });
  const first = dayBefore(DAYS);
  await ask('/api/v1/stock/receive/', { supplier: 'HARBOUR', business_date: first, lines: received });
  for (const sale of sales()) await ask('/api/v1/sales/', sale);
  await ask('/api/v1/notification-rules/', {
    name: 'Every return',
    event: 'sales.return.posted',
    recipient: 'role',
    role: 'owner',
    in_app: true,
    email: true,
  });
  await ask('/api/v1/notification-templates/', {
    event: 'sales.return.posted',
    channel: 'in_app',
    text: 'Return {{ number }} of {{ total | money(currency) }}',
  });
  await ask('/api/v1/approval-policies/', {
    code: 'PRICES',
    name: 'Changes of prices',
    command: 'catalog.product.update',
    condition: 'selling_price < old_selling_price',
  });
  await ask('/api/v1/webhook-subscriptions/', {
    url: 'https://shop.example.test/hooks/sanduk',
    events: ['sales.sale.posted', 'sales.return.posted'],
  });
  await ask('/api/v1/products/MUG-BLUE/', { selling_price: '8.25', name: 'Mug, sky blue' }, 'PATCH');
  await ask('/api/v1/products/MUG-BLUE/', { category: 'PORCELAIN' }, 'PATCH');
  await ask('/api/v1/approval-steps/', { code: 'PRICES-1', policy: 'PRICES', step: 1, role: 'owner' });
  await ask('/api/v1/products/TEA-250/', { selling_price: '4.20' }, 'PATCH');
  const [sale] = (await ask('/api/v1/sales/?page_size=1')).results;
  await ask('/api/v1/comments/', { record: 'sales', row: sale.id, text: 'One of them came back broken.' });
  await ask(`/api/v1/sales/${sale.id}/return/`, { reason: 'Broken', lines: [{ line: 1, quantity: '1' }] });
  const door = await ask('/api/v1/inbound-hooks/', { source: 'standard' });
  const told = { type: 'order.placed', data: { order: 'W-1001', total: '24.50' } };
  await ask(door.path, told, 'POST', signed(door.secret, JSON.stringify(told)));
}

/** The headers of Standard Webhooks. */
function signed(secret, body) {
  const [id, time] = ['msg_1', String(Math.floor(Date.now() / 1000))];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
}
