//! Rows in the program's own tables that would take too long to make through its API: a million products, millions of lines. This
//! follows every change of those tables.

use crate::BenchResult;
use crate::company::{Data, error_text};
use crate::server::Server;
use serde_json::json;
use store::{Conn, schema_name};
use uuid::Uuid;

/// The number of products in the list scenarios.
pub const MILLION: u64 = 1_000_000;

/// The SQL expressions that differ between the two databases.
struct Dialect {
    /// An id that increases with `i`, like real ids increase with time.
    new_id: &'static str,
    /// The date `@` days after 1 January 2024, as ISO text.
    day: &'static str,
}

fn dialect(conn: &Conn) -> Dialect {
    if conn.is_postgres() {
        Dialect {
            new_id: "CAST('0192' || lpad(to_hex(i), 28, '0') AS uuid)",
            day: "to_char(date '2024-01-01' + CAST(@ AS integer), 'YYYY-MM-DD')",
        }
    } else {
        Dialect { new_id: "unhex(printf('0192%028x', i))", day: "date('2024-01-01', '+' || (@) || ' days')" }
    }
}

fn numbers(from: u64, to: u64) -> String {
    format!("WITH RECURSIVE n(i) AS (SELECT CAST({from} AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
}

/// Runs each statement in its own transaction.
fn run(data: &Data, tenant: Uuid, statements: &[String]) -> BenchResult {
    let mut conn = data.store.writer(tenant).map_err(error_text)?;
    for sql in statements {
        conn.begin_write(tenant, &[]).map_err(error_text)?;
        conn.execute(sql, &[]).map_err(error_text)?;
        conn.commit().map_err(error_text)?;
    }
    Ok(())
}

/// Inserts a million products with their search words and row count into `tenant` by SQL.
pub fn insert_products(data: &Data, tenant: Uuid) -> BenchResult {
    let Dialect { new_id, .. } = dialect(&data.store.writer(tenant).map_err(error_text)?);
    let mut statements = Vec::new();
    for from in (1..MILLION).step_by(100_000) {
        let numbers = numbers(from, from + 99_999);
        statements.push(format!(
            "INSERT INTO product (id, sku, sku_key, name, barcode, unit, category, tax_category, selling_price, kind, \
             income_account, is_active, version, created_at, created_seq, updated_at, changed_seq) {numbers} SELECT {new_id}, 'M' || substr(CAST(10000000 + i AS text), 2), \
             'm' || substr(CAST(10000000 + i AS text), 2), 'Product ' || i, NULL, (SELECT id FROM unit WHERE code = 'piece'), \
             NULL, (SELECT id FROM tax_category WHERE code = 'none'), 1000000 + i % 1000 * 10000, 'stock', NULL, \
             TRUE, 1, 0, 0, 0, 0 FROM n"
        ));
    }
    for word in ["lower(sku)", "'product'", "substr(name, 9)"] {
        statements.push(format!(
            "INSERT INTO search_word (record, word, id, version) SELECT 'product', {word}, id, 1 FROM product"
        ));
    }
    statements.extend(custom_values(new_id));
    statements.push(format!(
        "INSERT INTO row_count (name, total) VALUES ('product', {MILLION}) \
         ON CONFLICT (name) DO UPDATE SET total = excluded.total"
    ));
    run(data, tenant, &statements)?;
    analyze(data, tenant)
}

/// Two custom fields of products: a lot, which 1,000 products share as they do a price, and a grade, which 100,000 share.
fn custom_values(new_id: &str) -> Vec<String> {
    let mut statements = Vec::new();
    for (n, name, values) in [(1, "lot", 1_000), (2, "grade", 10)] {
        let field = format!("SELECT {new_id} FROM (SELECT CAST({} AS bigint) AS i) n", 2 * MILLION + n);
        statements.push(format!(
            "INSERT INTO custom_field (id, code, code_key, resource, name, label, kind, is_required, is_searched, is_listed, is_active, \
             place, version, created_at, created_seq, updated_at, changed_seq) SELECT ({field}), 'products.{name}', 'products.{name}', \
             'products', '{name}', '{name}', 'text', FALSE, FALSE, TRUE, TRUE, 0, 1, 0, 0, 0, 0"
        ));
        for from in (1..MILLION).step_by(100_000) {
            let numbers = numbers(from, from + 99_999);
            statements.push(format!(
                "INSERT INTO custom_value (field, owner, n, words, version) {numbers} SELECT f.id, {new_id}, 0, \
                 '{name}' || (i % {values}), 1 FROM n CROSS JOIN (SELECT id FROM custom_field WHERE name = '{name}') f"
            ));
        }
    }
    statements
}

/// Updates the statistics of PostgreSQL, which autovacuum would do about a minute later.
fn analyze(data: &Data, tenant: Uuid) -> BenchResult {
    let mut conn = data.store.writer(tenant).map_err(error_text)?;
    if conn.is_postgres() {
        let schema = schema_name(tenant);
        for table in ["product", "search_word", "custom_value", "entry", "line", "balance", "balance_month"] {
            conn.script(&format!("VACUUM ANALYZE {schema}.{table}")).map_err(error_text)?;
        }
    }
    Ok(())
}

/// Creates two sites and seven accounts, which makes three sites and 30 accounts.
pub fn add_accounts(server: &Server, token: &str) -> BenchResult {
    for code in ["north", "south"] {
        server.call("POST", "/sites/", token, &json!({ "code": code, "name": code }))?;
    }
    for number in 1..=7 {
        let code = format!("80{number:02}");
        let account = json!({ "code": code, "name": code, "kind": "expense", "usage": "plain" });
        server.call("POST", "/accounts/", token, &account)?;
    }
    Ok(())
}

/// Inserts so many jobs whose time has come.
pub fn insert_jobs(data: &Data, tenant: Uuid, count: u64) -> BenchResult {
    let Dialect { new_id, .. } = dialect(&data.store.writer(tenant).map_err(error_text)?);
    let numbers = numbers(1, count);
    let jobs = format!(
        "INSERT INTO job (id, name, queue, priority, body, author, state, due_at, attempts, most_attempts, token, is_cancelled, done, \
         total, asked_at, version) {numbers} SELECT {new_id}, 'jobs.log.prune', 'default', 'normal', '{{}}', {new_id}, 'waiting', i, 0, 8, 0, \
         FALSE, 0, 0, 0, 1 FROM n"
    );
    run(data, tenant, &[jobs])?;
    analyze(data, tenant)
}

/// Inserts `lines` journal lines by SQL: entries of ten lines over 1,050 days from 2024, 30 accounts and 3 sites. The balance
/// tables get the sums of the lines.
pub fn insert_lines(data: &Data, tenant: Uuid, lines: u64) -> BenchResult {
    let Dialect { new_id, day } = dialect(&data.store.writer(tenant).map_err(error_text)?);
    let day = day.replace('@', "i * 1050 / @entries").replace("@entries", &(lines / 10 + 1).to_string());
    let mut statements = Vec::new();
    for from in (1..=lines / 10).step_by(50_000) {
        let to = (from + 49_999).min(lines / 10);
        let numbers = numbers(from, to);
        statements.push(format!(
            "INSERT INTO entry (seq, id, company, command, kind, doc, step, revision, business_date, tax_date, document_date, \
             series, number, reference, memo, reverses) {numbers} SELECT i, {new_id}, (SELECT id FROM company), {new_id}, \
             'journal', {new_id}, 1, 1, {day}, {day}, {day}, 'JRN', i, 'JRN-' || i, '', NULL FROM n"
        ));
        statements.push(format!(
            "INSERT INTO line (entry, n, account, base, currency, amount, branch) \
             {numbers}, a AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM account), \
             s AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM site), \
             k(k) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT k + 1 FROM k WHERE k < 10), \
             l AS (SELECT i, k, (i * 7 + k * 3) % 30 AS account, (100 + i % 900 + (k + 1) / 2) * (1 - k % 2 * 2) AS base, \
             i % 3 AS site FROM n CROSS JOIN k) \
             SELECT l.i, l.k, a.id, l.base, 'GBP', l.base, s.id \
             FROM l JOIN a ON a.place = l.account JOIN s ON s.place = l.site"
        ));
    }
    statements.push(
        "INSERT INTO balance (account, day, branch, currency, segment, debit, credit, amount) \
         SELECT l.account, e.business_date, l.branch, l.currency, l.entry / 256, sum(CASE WHEN l.base > 0 THEN l.base ELSE 0 END), \
         sum(CASE WHEN l.base < 0 THEN -l.base ELSE 0 END), sum(l.amount) \
         FROM line l JOIN entry e ON e.seq = l.entry GROUP BY l.account, e.business_date, l.branch, l.currency, \
         l.entry / 256"
            .to_owned(),
    );
    statements.push(
        "INSERT INTO balance_month (account, month, branch, currency, debit, credit) \
         SELECT account, substr(day, 1, 7) || '-01', branch, currency, sum(debit), sum(credit) FROM balance \
         GROUP BY account, substr(day, 1, 7) || '-01', branch, currency"
            .to_owned(),
    );
    run(data, tenant, &statements)?;
    analyze(data, tenant)
}
