//! By hand on PostgreSQL: a connection a client, prepared statements, one transaction a document in four round trips.
//!
//! Round trip 1 reads and locks the pools in the order of their ids. Round trip 2 changes goods and writes what needs
//! no number, and as its last statements takes the numbers: the rows that every document fights for (head, series,
//! balances) are locked as late as can be. Round trip 3 writes the rest, 4 commits. Several rows of one table go as one
//! statement over arrays. Every answer is awaited before COMMIT, as it must be.

use super::{Document, HASH, Picked, Trade};
use crate::Outcome;
use crate::figures::{Figures, Samples, Times};
use crate::work::{self, Work};
use futures_util::try_join;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

/// Writes documents over `connections` connections, each waiting for its commit before the next; how many were written.
pub fn closed_loop(
    (url, schema): (&str, &str),
    trade: &Trade,
    work: Work,
    connections: usize,
    times: Times,
) -> Outcome<(Figures, u64)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let trade = Arc::new(trade.clone());
        let mut hands = Vec::new();
        for _ in 0..connections {
            hands.push(Hand::connect(url, schema, trade.clone()).await?);
        }
        let begun = Instant::now();
        let loops: Vec<_> = (0_u64..)
            .zip(hands)
            .map(|(n, hand)| tokio::spawn(async move { hand.one_loop(work, n << 32, begun, times).await }))
            .collect();
        let mut parts = Vec::new();
        for one in loops {
            parts.push(one.await??);
        }
        let all = Samples::join(parts);
        let done = all.done;
        Ok((all.figures(times.measured), done))
    })
}

struct Hand {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
    trade: Arc<Trade>,
}

const PERIOD: &str = "SELECT state FROM period WHERE company = $1 AND starts_on = $2";
const ACCOUNTS: &str = "SELECT a.id FROM unnest($1::text[]) WITH ORDINALITY u(code, n) JOIN account a ON a.code = u.code \
     WHERE a.manual AND a.is_active ORDER BY u.n";
const PICK: &str = "SELECT p.sku, p.id, p.selling_price, p.tax_category, t.rate, l.id, l.quantity, l.value \
     FROM product p JOIN tax_category t ON t.id = p.tax_category JOIN pool l ON l.product = p.id AND l.site = $2 \
     WHERE p.sku = ANY($1) AND p.is_active ORDER BY l.id FOR UPDATE OF l";
const POOL: &str = "UPDATE pool SET quantity = quantity - v.q, value = value - v.c, version = version + 1 \
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) v(id, q, c) WHERE pool.id = v.id";
const STOCK: &str = "UPDATE stock SET on_hand = on_hand - v.q FROM unnest($1::uuid[], $2::bigint[]) v(id, q) \
     WHERE stock.product = v.id AND stock.location = $3";
const AVAILABILITY: &str = "UPDATE availability SET on_hand = on_hand - v.q FROM unnest($1::uuid[], $2::bigint[]) v(id, q) \
     WHERE availability.product = v.id AND warehouse = $3 AND on_hand - reserved >= v.q";
const SALE_LINE: &str = "INSERT INTO sale_line (sale, n, product, quantity, unit_price, discount, net, tax_category, tax_rate, \
     tax, total, stock_line, returned, returned_net, returned_tax, origin_n, version) \
     SELECT $1, n, product, quantity, price, 0, net, category, rate, tax, net + tax, stock_line, 0, 0, 0, NULL, 1 \
     FROM unnest($2::bigint[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::uuid[], $8::bigint[], $9::bigint[], \
     $10::bigint[]) v(n, product, quantity, price, net, category, rate, tax, stock_line)";
const SALE_PAYMENT: &str = "INSERT INTO sale_payment (sale, n, method, amount) VALUES ($1, 1, $2, $3)";
const HEAD: &str = "UPDATE head SET seq = seq + 1, version = version + 1, at = $1, hash = $2 RETURNING seq";
const SERIES: &str = "UPDATE series SET next = next + 1, version = version + 1 WHERE code = $1 RETURNING next - 1";
const ENTRY: &str = "INSERT INTO entry (seq, id, company, command, kind, doc, step, revision, business_date, tax_date, \
     document_date, series, number, reference, memo, reverses) \
     VALUES ($1, $2, $3, $4, $5, $6, 1, 1, $7, $7, $7, $8, $9, $10, $11, NULL)";
const LINE: &str = "INSERT INTO line (entry, n, account, base, currency, amount, branch, party, due_date, product, pool, \
     location, quantity, units, origin_entry, origin_n) SELECT $1, n, account, base, 'GBP', base, $2, NULL, NULL, product, \
     pool, location, quantity, units, NULL, NULL FROM unnest($3::bigint[], $4::uuid[], $5::bigint[], $6::uuid[], $7::uuid[], \
     $8::uuid[], $9::bigint[], $10::bigint[]) v(n, account, base, product, pool, location, quantity, units)";
const BALANCE: &str = "INSERT INTO balance (account, day, branch, currency, debit, credit, amount) \
     SELECT account, $1, $2, 'GBP', debit, credit, debit - credit FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) \
     v(account, debit, credit) ON CONFLICT (account, day, branch, currency) DO UPDATE SET \
     debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit, \
     amount = balance.amount + excluded.amount";
const BALANCE_MONTH: &str = "INSERT INTO balance_month (account, month, branch, currency, debit, credit) \
     SELECT account, $1, $2, 'GBP', debit, credit FROM unnest($3::uuid[], $4::bigint[], $5::bigint[]) \
     v(account, debit, credit) ON CONFLICT (account, month, branch, currency) DO UPDATE SET \
     debit = balance_month.debit + excluded.debit, credit = balance_month.credit + excluded.credit";
const COUNT: &str = "INSERT INTO row_count (name, total) SELECT name, 1 FROM unnest($1::text[]) v(name) \
     ON CONFLICT (name) DO UPDATE SET total = row_count.total + 1";
const SALE: &str = "INSERT INTO sale (id, number, kind, customer, warehouse, site, business_date, document_date, currency, \
     subtotal, tax_total, total, paid, change_given, due, entry, entry_seq, origin, reason, country, reference, \
     needs_review, version, created_at, created_seq, updated_at, changed_seq) VALUES ($1, $2, 'sale', NULL, $3, $4, $5, $5, 'GBP', $6, $7, $8, $8, 0, 0, $9, $10, NULL, NULL, \
     NULL, NULL, false, 1, 0, $10, 0, $10)";
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

/// The places of a document in log, journal and series.
struct Numbers {
    log: i64,
    entry: i64,
    number: i64,
}

type Params<'a, const N: usize> = [&'a (dyn tokio_postgres::types::ToSql + Sync); N];

impl Hand {
    async fn connect(url: &str, schema: &str, trade: Arc<Trade>) -> Outcome<Hand> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        drop(tokio::spawn(connection));
        client.batch_execute(&format!("SET search_path TO {schema}")).await?;
        let mut prepared = BTreeMap::new();
        for sql in ALL {
            prepared.insert(sql, client.prepare(sql).await?);
        }
        Ok(Hand { client, prepared, trade })
    }

    async fn one_loop(self, work: Work, first: u64, begun: Instant, times: Times) -> Outcome<Samples> {
        let mut samples = Samples::default();
        for seed in first.. {
            let asked = Instant::now();
            self.one(work, seed).await?;
            let now = Instant::now();
            samples.add(now - asked, asked - begun >= times.warm_up);
            if now - begun >= times.warm_up + times.measured {
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

    async fn one(&self, work: Work, seed: u64) -> Outcome {
        let trade = &*self.trade;
        let series = format!("{}-{}", if work == Work::Sale { "SAL" } else { "JRN" }, trade.year);
        let (document, numbers) = if work == Work::Sale {
            let document = Document::sale(trade, self.pick(seed).await?);
            let numbers = self.take_goods(&document, &series).await?;
            (document, numbers)
        } else {
            let codes = work::entry(seed, work.entry_lines());
            let (_, period, accounts) = try_join!(
                self.client.batch_execute("BEGIN"),
                self.rows(PERIOD, [&trade.company, &trade.month]),
                self.rows(ACCOUNTS, [&codes])
            )?;
            check_open(&period)?;
            let document = Document::entry(&accounts.iter().map(|row| row.get(0)).collect::<Vec<Uuid>>());
            let numbers = self.numbers(&document, &series).await?;
            (document, numbers)
        };
        self.post(work, &document, &numbers, &series).await?;
        self.client.batch_execute("COMMIT").await?;
        Ok(())
    }

    async fn pick(&self, seed: u64) -> Outcome<Vec<Picked>> {
        let trade = &*self.trade;
        let wanted: BTreeMap<String, i64> =
            work::sale(seed).into_iter().map(|(n, count)| (work::sku(n), count * 1_000_000)).collect();
        let skus: Vec<&String> = wanted.keys().collect();
        let (_, period, rows) = try_join!(
            self.client.batch_execute("BEGIN"),
            self.rows(PERIOD, [&trade.company, &trade.month]),
            self.rows(PICK, [&skus, &trade.site])
        )?;
        check_open(&period)?;
        let picked = |row: &tokio_postgres::Row| Picked {
            product: row.get(1),
            price: row.get(2),
            tax_category: row.get(3),
            rate: row.get(4),
            pool: row.get(5),
            pool_quantity: row.get(6),
            pool_value: row.get(7),
            quantity: wanted.get(row.get::<_, &str>(0)).copied().unwrap_or_default(),
        };
        Ok(rows.iter().map(picked).collect())
    }

    /// The rows that everybody wants, taken in one order by all.
    async fn numbers(&self, document: &Document, series: &str) -> Result<Numbers, tokio_postgres::Error> {
        let hash: &[u8] = &HASH;
        let (log, entry, number) = try_join!(
            self.rows(HEAD, [&document.at, &hash]),
            self.rows(SERIES, [&"entry"]),
            self.rows(SERIES, [&series])
        )?;
        Ok(Numbers { log: log[0].get(0), entry: entry[0].get(0), number: number[0].get(0) })
    }

    async fn take_goods(&self, document: &Document, series: &str) -> Outcome<Numbers> {
        let (trade, sold) = (&*self.trade, &document.sold);
        let ids = |id: fn(&Picked) -> Uuid| sold.iter().map(|line| id(&line.picked)).collect::<Vec<_>>();
        let numbers = |number: fn(&super::Sold) -> i64| sold.iter().map(number).collect::<Vec<_>>();
        let places: Vec<i64> = (1..).take(sold.len()).collect();
        let (pools, products, categories) = (ids(|p| p.pool), ids(|p| p.product), ids(|p| p.tax_category));
        let (quantities, prices) = (numbers(|s| s.picked.quantity), numbers(|s| s.picked.price));
        let (costs, nets, taxes) = (numbers(|s| s.cost), numbers(|s| s.net), numbers(|s| s.tax));
        let (rates, stock_lines) = (numbers(|s| s.picked.rate), numbers(|s| s.stock_line));
        let total = document.net() + document.tax();
        let (_, _, available, _, _, numbers) = try_join!(
            self.run(POOL, [&pools, &quantities, &costs]),
            self.run(STOCK, [&products, &quantities, &trade.location]),
            self.run(AVAILABILITY, [&products, &quantities, &trade.warehouse]),
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
            self.run(SALE_PAYMENT, [&document.doc, &trade.cash_method, &total]),
            self.numbers(document, series)
        )?;
        if available != sold.len() as u64 {
            return Err("not enough stock".into());
        }
        Ok(numbers)
    }

    async fn post(&self, work: Work, document: &Document, numbers: &Numbers, series: &str) -> Outcome {
        let trade = &*self.trade;
        let is_sale = work == Work::Sale;
        let reference = format!("{series}-{:06}", numbers.number);
        let (kind, memo) = if is_sale { ("sale", "") } else { ("journal", "bench") };
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
        let (body, answer) = trade.bodies.get(&work).ok_or("no body to log")?;
        let hash: &[u8] = &HASH;
        let (id, at) = (&document.command, &document.at);
        try_join!(
            self.run(BALANCE, [&trade.day, &trade.site, &moved, &debits, &credits]),
            self.run(BALANCE_MONTH, [&trade.month, &trade.site, &moved, &debits, &credits]),
            self.run(COUNT, [&counted]),
            self.run(
                ENTRY,
                [
                    &numbers.entry,
                    &document.entry,
                    &trade.company,
                    id,
                    &kind,
                    &document.doc,
                    &trade.day,
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
                    &trade.site,
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
            self.run(COMMAND, [id, &numbers.log, &name, at, &trade.actor, &hash]),
            self.run(BODY, [&numbers.log, body, answer]),
            self.sale(document, numbers, &reference)
        )?;
        Ok(())
    }

    async fn sale(&self, document: &Document, numbers: &Numbers, reference: &str) -> Result<(), tokio_postgres::Error> {
        let (trade, sold) = (&*self.trade, &document.sold);
        if sold.is_empty() {
            return Ok(());
        }
        let (net, tax) = (document.net(), document.tax());
        let column = |number: fn(&super::Sold) -> i64| sold.iter().map(number).collect::<Vec<_>>();
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
                    &trade.warehouse,
                    &trade.site,
                    &trade.day,
                    &net,
                    &tax,
                    &total,
                    &document.entry,
                    &numbers.entry
                ]
            ),
            self.run(TAX_LINE, [&numbers.entry, &tax_line, &trade.day, &places, &categories, &rates, &nets, &taxes])
        )?;
        Ok(())
    }
}

fn check_open(period: &[tokio_postgres::Row]) -> Outcome {
    match period.first().map(|row| row.get::<_, &str>(0)) {
        Some("open") => Ok(()),
        _ => Err("the period is closed".into()),
    }
}
