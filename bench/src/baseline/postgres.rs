//! The baseline on PostgreSQL: one connection per client, prepared statements, one transaction per document in four round trips.
//!
//! Round trip 1 reads and locks the pools in the order of their ids. Round trip 2 updates the stock, inserts the rows without a
//! document number, and takes the numbers last, so that the rows that all documents update (head, series, balances) are locked
//! as late as possible. Round trip 3 inserts the other rows and round trip 4 commits. Several rows of one table are one
//! statement over arrays. COMMIT is sent only after every statement has answered.

use super::company::SCHEMA;
use super::{Document, HASH, MasterData, PickedProduct};
use crate::BenchResult;
use crate::measurement::{Measurement, Phases, Samples};
use crate::workload::{self, DocumentKind};
use futures_util::try_join;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

/// Writes documents over `connections` connections in a closed loop.
pub fn closed_loop(
    url: &str,
    master: &MasterData,
    kind: DocumentKind,
    connections: usize,
    phases: Phases,
) -> BenchResult<Measurement> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let master = Arc::new(master.clone());
        let mut clients = Vec::new();
        for _ in 0..connections {
            clients.push(BaselineConnection::connect(url, master.clone()).await?);
        }
        let started = Instant::now();
        let loops: Vec<_> = (0_u64..)
            .zip(clients)
            .map(|(n, client)| {
                tokio::spawn(async move { client.connection_loop(kind, n << 32, started, phases).await })
            })
            .collect();
        Ok(Samples::of_tasks(loops).await?.summarize(phases.measured))
    })
}

struct BaselineConnection {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
    master: Arc<MasterData>,
}

const PERIOD: &str = "SELECT state FROM period WHERE company = $1 AND starts_on = $2";
const ACCOUNTS: &str = "SELECT a.id FROM unnest($1::text[]) WITH ORDINALITY u(code, n) JOIN account a ON a.code_key = u.code \
     WHERE a.manual AND a.is_active ORDER BY u.n";
const PICK: &str = "SELECT p.sku_key, p.id, p.selling_price, p.tax_category, t.rate, l.id, l.quantity, l.value \
     FROM product p JOIN tax_category t ON t.id = p.tax_category JOIN pool l ON l.product = p.id AND l.site = $2 \
     WHERE p.sku_key = ANY($1) AND p.is_active ORDER BY l.id FOR UPDATE OF l";
const POOL: &str = "UPDATE pool SET quantity = quantity - v.q, value = value - v.c, version = version + 1 \
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) v(id, q, c) WHERE pool.id = v.id";
const STOCK: &str = "UPDATE stock SET on_hand = on_hand - v.q FROM unnest($1::uuid[], $2::bigint[]) v(id, q) \
     WHERE stock.product = v.id AND stock.location = $3";
const AVAILABILITY: &str = "UPDATE availability SET on_hand = on_hand - v.q FROM unnest($1::uuid[], $2::bigint[]) v(id, q) \
     WHERE availability.product = v.id AND warehouse = $3 AND on_hand - reserved >= v.q";
const SALE_LINE: &str = "INSERT INTO sale_line (sale, n, product, sku, name, unit, quantity, unit_price, discount, net, tax_category, tax_code, tax_name, \
     tax_rate, tax, total, stock_line, returned, returned_net, returned_tax, origin_n, version) \
     SELECT $1, n, product, 'P0000', 'Product 0', 'piece', quantity, price, 0, net, category, 'vat', 'VAT', rate, tax, net + tax, stock_line, 0, 0, 0, NULL, 1 \
     FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::uuid[], $8::bigint[], $9::bigint[], \
     $10::bigint[]) v(n, product, quantity, price, net, category, rate, tax, stock_line)";
const SALE_PAYMENT: &str = "INSERT INTO sale_payment (sale, n, method, method_code, method_name, amount) VALUES ($1, 1, $2, 'cash', 'Cash', $3)";
const HEAD: &str = "UPDATE head SET seq = seq + 1, version = version + 1, at = $1, hash = $2 RETURNING seq";
const SERIES: &str = "UPDATE series SET next = next + 1, version = version + 1 WHERE code = $1 RETURNING next - 1";
const ENTRY: &str = "INSERT INTO entry (seq, id, company, command, kind, doc, step, revision, business_date, tax_date, \
     document_date, series, number, reference, memo, reverses) \
     VALUES ($1, $2, $3, $4, $5, $6, 1, 1, $7, $7, $7, $8, $9, $10, $11, NULL)";
const LINE: &str = "INSERT INTO line (entry, n, account, base, currency, amount, branch, party, due_date, product, pool, \
     location, quantity, units, origin_entry, origin_n) SELECT $1, n, account, base, 'GBP', base, $2, NULL, NULL, product, \
     pool, location, quantity, units, NULL, NULL FROM unnest($3::bigint[], $4::uuid[], $5::bigint[], $6::uuid[], $7::uuid[], \
     $8::uuid[], $9::bigint[], $10::bigint[]) v(n, account, base, product, pool, location, quantity, units)";
const BALANCE: &str = "INSERT INTO balance (account, day, branch, currency, segment, debit, credit, amount) \
     SELECT account, $1, $2, 'GBP', $6::bigint / 1024, debit, credit, debit - credit FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) \
     v(account, debit, credit) ON CONFLICT (account, day, branch, currency, segment) DO UPDATE SET \
     debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit, \
     amount = balance.amount + excluded.amount";
const BALANCE_MONTH: &str = "INSERT INTO balance_month (account, month, branch, currency, debit, credit) \
     SELECT account, $1, $2, 'GBP', debit, credit FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) \
     v(account, debit, credit) ON CONFLICT (account, month, branch, currency) DO UPDATE SET \
     debit = balance_month.debit + excluded.debit, credit = balance_month.credit + excluded.credit";
const COUNT: &str = "INSERT INTO row_count (name, total) SELECT name, 1 FROM unnest($1::text[]) v(name) \
     ON CONFLICT (name) DO UPDATE SET total = row_count.total + 1";
const SALE: &str = "INSERT INTO sale (id, number, kind, customer, warehouse, warehouse_code, warehouse_name, site, site_code, site_name, company_name, \
     business_date, document_date, currency, subtotal, tax_total, total, paid, change_given, due, entry, entry_seq, origin, reason, country, \
     reference, needs_review, flags, version, created_at, created_seq, updated_at, changed_seq) VALUES ($1, $2, 'sale', NULL, $3, 'main', \
     'Main warehouse', $4, 'main', 'Main site', 'Bench', $5, $5, 'GBP', $6, $7, $8, $8, 0, 0, $9, $10, NULL, NULL, \
     NULL, NULL, false, '', 1, 0, $10, 0, $10)";
const TAX_LINE: &str = "INSERT INTO tax_line (entry, n, doc_line, ledger_line, category, role, rate, currency, base, tax, \
     tax_date) SELECT $1, n, n, $2, category, 'output', rate, 'GBP', base, tax, $3 \
     FROM unnest($4::bigint[], $5::uuid[], $6::bigint[], $7::bigint[], $8::bigint[]) v(n, category, rate, base, tax)";
const COMMAND: &str = "INSERT INTO command (id, seq, name, version, at, actor, idempotency_key, request_hash, result_hash, \
     posted, chain) VALUES ($1, $2, $3, 1, $4, $5, NULL, $6, $6, $6, $6)";
const BODY: &str = "INSERT INTO command_body (seq, body, status, answer) VALUES ($1, $2, 201, $3)";
const ALL: [&str; 19] = [
    PERIOD,
    ACCOUNTS,
    PICK,
    POOL,
    STOCK,
    AVAILABILITY,
    SALE_LINE,
    SALE_PAYMENT,
    HEAD,
    SERIES,
    ENTRY,
    LINE,
    BALANCE,
    BALANCE_MONTH,
    COUNT,
    SALE,
    TAX_LINE,
    COMMAND,
    BODY,
];

/// The numbers of a document in the log, the journal and its series.
struct Numbers {
    log: i64,
    entry: i64,
    number: i64,
}

type Params<'a, const N: usize> = [&'a (dyn tokio_postgres::types::ToSql + Sync); N];

impl BaselineConnection {
    async fn connect(url: &str, master: Arc<MasterData>) -> BenchResult<BaselineConnection> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        drop(tokio::spawn(connection));
        client.batch_execute(&format!("SET search_path TO {SCHEMA}")).await?;
        let mut prepared = BTreeMap::new();
        for sql in ALL {
            prepared.insert(sql, client.prepare(sql).await?);
        }
        Ok(BaselineConnection { client, prepared, master })
    }

    async fn connection_loop(
        self,
        kind: DocumentKind,
        first: u64,
        started: Instant,
        phases: Phases,
    ) -> BenchResult<Samples> {
        let mut samples = Samples::default();
        for seed in first.. {
            let sent = Instant::now();
            self.post_document(kind, seed).await?;
            if samples.add(sent, started, phases) {
                break;
            }
        }
        Ok(samples)
    }

    async fn rows<const N: usize>(
        &self,
        sql: &'static str,
        params: Params<'_, N>,
    ) -> Result<Vec<tokio_postgres::Row>, tokio_postgres::Error> {
        self.client.query(&self.prepared[sql], &params).await
    }

    async fn run<const N: usize>(
        &self,
        sql: &'static str,
        params: Params<'_, N>,
    ) -> Result<u64, tokio_postgres::Error> {
        self.client.execute(&self.prepared[sql], &params).await
    }

    async fn post_document(&self, kind: DocumentKind, seed: u64) -> BenchResult {
        let master = &*self.master;
        let series = format!("{}-{}", if kind == DocumentKind::Sale { "SAL" } else { "JRN" }, master.year);
        let (document, numbers) = if kind == DocumentKind::Sale {
            let document = Document::sale(master, self.pick(seed).await?);
            let numbers = self.issue_goods(&document, &series).await?;
            (document, numbers)
        } else {
            let codes = workload::entry(seed, kind.entry_lines());
            let (_, period, accounts) = try_join!(
                self.client.batch_execute("BEGIN"),
                self.rows(PERIOD, [&master.company, &master.month]),
                self.rows(ACCOUNTS, [&codes])
            )?;
            check_open(&period)?;
            let document = Document::entry(&accounts.iter().map(|row| row.get(0)).collect::<Vec<Uuid>>());
            let numbers = self.take_numbers(&document, &series).await?;
            (document, numbers)
        };
        self.insert_document(kind, &document, &numbers, &series).await?;
        self.client.batch_execute("COMMIT").await?;
        Ok(())
    }

    async fn pick(&self, seed: u64) -> BenchResult<Vec<PickedProduct>> {
        let master = &*self.master;
        let quantities_by_sku: BTreeMap<String, i64> = workload::sale(seed)
            .into_iter()
            .map(|(n, count)| (workload::sku(n).to_lowercase(), count * 1_000_000))
            .collect();
        let skus: Vec<&String> = quantities_by_sku.keys().collect();
        let (_, period, rows) = try_join!(
            self.client.batch_execute("BEGIN"),
            self.rows(PERIOD, [&master.company, &master.month]),
            self.rows(PICK, [&skus, &master.site])
        )?;
        check_open(&period)?;
        let picked = |row: &tokio_postgres::Row| PickedProduct {
            product: row.get(1),
            price: row.get(2),
            tax_category: row.get(3),
            rate: row.get(4),
            pool: row.get(5),
            pool_quantity: row.get(6),
            pool_value: row.get(7),
            quantity: quantities_by_sku.get(row.get::<_, &str>(0)).copied().unwrap_or_default(),
        };
        Ok(rows.iter().map(picked).collect())
    }

    /// Takes the numbers from the rows that all documents update; every document locks them in the same order.
    async fn take_numbers(&self, document: &Document, series: &str) -> Result<Numbers, tokio_postgres::Error> {
        let hash: &[u8] = &HASH;
        let (log, entry, number) = try_join!(
            self.rows(HEAD, [&document.at, &hash]),
            self.rows(SERIES, [&"entry"]),
            self.rows(SERIES, [&series])
        )?;
        Ok(Numbers { log: log[0].get(0), entry: entry[0].get(0), number: number[0].get(0) })
    }

    async fn issue_goods(&self, document: &Document, series: &str) -> BenchResult<Numbers> {
        let (master, sold) = (&*self.master, &document.sold);
        let ids = |id: fn(&PickedProduct) -> Uuid| sold.iter().map(|line| id(&line.picked)).collect::<Vec<_>>();
        let numbers = |number: fn(&super::SaleLine) -> i64| sold.iter().map(number).collect::<Vec<_>>();
        let places: Vec<i64> = (1..).take(sold.len()).collect();
        let (pools, products, categories) = (ids(|p| p.pool), ids(|p| p.product), ids(|p| p.tax_category));
        let (quantities, prices) = (numbers(|s| s.picked.quantity), numbers(|s| s.picked.price));
        let (costs, nets, taxes) = (numbers(|s| s.cost), numbers(|s| s.net), numbers(|s| s.tax));
        let (rates, stock_lines) = (numbers(|s| s.picked.rate), numbers(|s| s.stock_line));
        let total = document.net() + document.tax();
        let (_, _, available, _, _, numbers) = try_join!(
            self.run(POOL, [&pools, &quantities, &costs]),
            self.run(STOCK, [&products, &quantities, &master.location]),
            self.run(AVAILABILITY, [&products, &quantities, &master.warehouse]),
            self.run(
                SALE_LINE,
                [
                    &document.doc,
                    &places,
                    &products,
                    &quantities,
                    &prices,
                    &nets,
                    &categories,
                    &rates,
                    &taxes,
                    &stock_lines
                ]
            ),
            self.run(SALE_PAYMENT, [&document.doc, &master.cash_method, &total]),
            self.take_numbers(document, series)
        )?;
        if available != sold.len() as u64 {
            return Err("not enough stock".into());
        }
        Ok(numbers)
    }

    async fn insert_document(
        &self,
        kind: DocumentKind,
        document: &Document,
        numbers: &Numbers,
        series: &str,
    ) -> BenchResult {
        let master = &*self.master;
        let is_sale = kind == DocumentKind::Sale;
        let reference = format!("{series}-{:06}", numbers.number);
        let (entry_kind, memo) = if is_sale { ("sale", "") } else { ("journal", "bench") };
        let lines = &document.lines;
        let places: Vec<i64> = (1..).take(lines.len()).collect();
        let ids = |id: fn(&super::Line) -> Option<Uuid>| lines.iter().map(id).collect::<Vec<_>>();
        let counts = |count: fn(&super::Line) -> Option<i64>| lines.iter().map(count).collect::<Vec<_>>();
        let accounts: Vec<Uuid> = lines.iter().map(|line| line.account).collect();
        let (products, pools, locations) = (ids(|l| l.product), ids(|l| l.pool), ids(|l| l.location));
        let (bases, quantities, units) = (counts(|l| Some(l.base)), counts(|l| l.quantity), counts(|l| l.units));
        let moved: Vec<Uuid> = document.movements.keys().copied().collect();
        let (debits, credits): (Vec<i64>, Vec<i64>) = document.movements.values().copied().unzip();
        let counted: &[&str] = if is_sale { &["entry", "sale"] } else { &["entry"] };
        let name = if is_sale { "sales.sale.post" } else { "ledger.entry.post" };
        let (body, answer) = master.bodies.get(&kind).ok_or("no body to log")?;
        let hash: &[u8] = &HASH;
        let (id, at) = (&document.command, &document.at);
        try_join!(
            self.run(BALANCE, [&master.day, &master.site, &moved, &debits, &credits, &numbers.entry]),
            self.run(BALANCE_MONTH, [&master.month, &master.site, &moved, &debits, &credits]),
            self.run(COUNT, [&counted]),
            self.run(
                ENTRY,
                [
                    &numbers.entry,
                    &document.entry,
                    &master.company,
                    id,
                    &entry_kind,
                    &document.doc,
                    &master.day,
                    &series,
                    &numbers.number,
                    &reference,
                    &memo
                ]
            ),
            self.run(
                LINE,
                [
                    &numbers.entry,
                    &master.site,
                    &places,
                    &accounts,
                    &bases,
                    &products,
                    &pools,
                    &locations,
                    &quantities,
                    &units
                ]
            ),
            self.run(COMMAND, [id, &numbers.log, &name, at, &master.actor, &hash]),
            self.run(BODY, [&numbers.log, body, answer]),
            self.insert_sale(document, numbers, &reference)
        )?;
        Ok(())
    }

    async fn insert_sale(
        &self,
        document: &Document,
        numbers: &Numbers,
        reference: &str,
    ) -> Result<(), tokio_postgres::Error> {
        let (master, sold) = (&*self.master, &document.sold);
        if sold.is_empty() {
            return Ok(());
        }
        let (net, tax) = (document.net(), document.tax());
        let column = |number: fn(&super::SaleLine) -> i64| sold.iter().map(number).collect::<Vec<_>>();
        let places: Vec<i64> = (1..).take(sold.len()).collect();
        let categories: Vec<Uuid> = sold.iter().map(|line| line.picked.tax_category).collect();
        let (rates, nets, taxes) = (column(|s| s.picked.rate), column(|s| s.net), column(|s| s.tax));
        let (total, tax_line) = (net + tax, document.lines.len() as i64 - 1);
        try_join!(
            self.run(
                SALE,
                [
                    &document.doc,
                    &reference,
                    &master.warehouse,
                    &master.site,
                    &master.day,
                    &net,
                    &tax,
                    &total,
                    &document.entry,
                    &numbers.entry
                ]
            ),
            self.run(TAX_LINE, [&numbers.entry, &tax_line, &master.day, &places, &categories, &rates, &nets, &taxes])
        )?;
        Ok(())
    }
}

fn check_open(period: &[tokio_postgres::Row]) -> BenchResult {
    match period.first().map(|row| row.get::<_, &str>(0)) {
        Some("open") => Ok(()),
        _ => Err("the period is closed".into()),
    }
}
