// A shop sells through the TypeScript client that openapi-typescript generates. What does not compile here has no type there.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const { SANDUK_URL = "", SANDUK_EMAIL = "", SANDUK_PASSWORD = "" } = process.env;
// Reports are answered in other formats too, of which nothing is read here.
const api = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: SANDUK_URL });

/** The data of an answer that has succeeded. */
function must<T>(answer: { data?: T; error?: unknown }): T {
  assert.equal(answer.error, undefined, JSON.stringify(answer.error));
  assert.ok(answer.data);
  return answer.data;
}

const tokens = must(await api.POST("/api/v1/auth/login/", { body: { email: SANDUK_EMAIL, password: SANDUK_PASSWORD } }));
assert.ok(tokens.expires_in > 60);
api.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${tokens.access}`);
  },
});

// A product, of which a change touches nothing but the name.
const product: components["schemas"]["ProductInput"] = { sku: "TS-1", name: "Lamp", unit: "piece", selling_price: "12.50" };
const made = await api.POST("/api/v1/products/", { body: product });
const created = must(made);
assert.equal(made.response.headers.get("Location"), `/api/v1/products/${created.id}/`);
const version = made.response.headers.get("ETag") ?? "";
const one = { id: "TS-1" };
const rename: components["schemas"]["ProductChange"] = { name: "Desk lamp" };
const renamed = must(
  await api.PATCH("/api/v1/products/{id}/", { params: { path: one, header: { "If-Match": version } }, body: rename }),
);
// No policy of this company asks for an approval first: what would wait has no name.
assert.ok("name" in renamed);
assert.deepEqual([renamed.name, renamed.selling_price, renamed.kind], ["Desk lamp", "12.50", "stock"]);
const stale = await api.PATCH("/api/v1/products/{id}/", {
  params: { path: one, header: { "If-Match": version } },
  body: rename,
});
assert.equal(stale.response.status, 412);

// Goods come in, and some are sold.
must(await api.POST("/api/v1/stock/receive/", { body: { lines: [{ sku: "TS-1", quantity: "10", unit_cost: "5" }] } }));
const sold = must(
  await api.POST("/api/v1/sales/", {
    params: { header: { "Idempotency-Key": "typescript-1" } },
    body: { lines: [{ sku: "TS-1", quantity: "2" }], payments: [{ method: "cash", amount: "25.00" }] },
  }),
);
assert.ok("number" in sold);
const sale = must(await api.GET("/api/v1/sales/{id}/", { params: { path: { id: sold.id } } }));
assert.deepEqual([sale.total, sale.lines[0]?.sku, sale.payments[0]?.method], ["25.00", "TS-1", "cash"]);
const stock = must(await api.GET("/api/v1/stock/", { params: { query: { sku: "TS-1" } } }));
assert.deepEqual(
  stock.results.map((row) => row.on_hand),
  ["8"],
);
const lines = must(await api.GET("/api/v1/journal-lines/", { params: { query: { account: "1200" } } }));
assert.ok(lines.results.some((line) => line.credit === "10.00"));

// Pages are followed by their addresses.
const page = must(await api.GET("/api/v1/accounts/", { params: { query: { page_size: 2 } } }));
assert.ok(page.next);
const next = await fetch(page.next, { headers: { Authorization: `Bearer ${tokens.access}` } });
assert.equal(next.status, 200);

// A refusal has a type as well.
const refused = await api.POST("/api/v1/sales/", { body: { lines: [{ sku: "nothing", quantity: "1" }, { quantity: "0" }] } });
assert.equal(refused.response.status, 422);
const problem: components["schemas"]["Problem"] | undefined = refused.error;
assert.deepEqual(
  problem?.errors?.map((error) => error.field),
  ["lines.0.sku", "lines.1.sku"],
);
console.log("sold through the TypeScript client");
