//! The baseline on SQLite: one connection behind a mutex, cached statements, one transaction per document, every commit synced.

use super::{Document, HASH, MasterData, PickedProduct};
use crate::BenchResult;
use crate::measurement::{Measurement, Phases, Samples};
use crate::workload::{self, DocumentKind};
use rusqlite::{Connection, params};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The settings of the server: WAL, synced commits, 64 MiB of cache, checkpoints on a separate connection.
const SETTINGS: &str = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
     PRAGMA busy_timeout=10000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0";
const CHECKPOINT_BYTES: u64 = 16 << 20;

fn open(file: &Path) -> BenchResult<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch(SETTINGS)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Writes documents from `threads` threads in a closed loop.
pub fn closed_loop(
    file: &Path,
    master: &MasterData,
    kind: DocumentKind,
    threads: usize,
    phases: Phases,
) -> BenchResult<Measurement> {
    let connection = Mutex::new(open(file)?);
    let started = Instant::now();
    let end = phases.warm_up + phases.measured;
    let all = std::thread::scope(|scope| {
        scope.spawn(|| checkpoint(file, started, end));
        let threads: Vec<_> = (0..threads as u64)
            .map(|thread| {
                let connection = &connection;
                scope.spawn(move || thread_loop(connection, master, kind, thread << 32, started, phases))
            })
            .collect();
        Samples::of_threads(threads)
    })?;
    Ok(all.summarize(phases.measured))
}

fn checkpoint(file: &Path, started: Instant, end: Duration) -> BenchResult {
    let connection = open(file)?;
    let mut wal = file.to_path_buf().into_os_string();
    wal.push("-wal");
    while started.elapsed() < end {
        std::thread::sleep(Duration::from_millis(200));
        if std::fs::metadata(&wal).map_or(0, |wal| wal.len()) > CHECKPOINT_BYTES {
            connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        }
    }
    Ok(())
}

fn thread_loop(
    connection: &Mutex<Connection>,
    master: &MasterData,
    kind: DocumentKind,
    first: u64,
    started: Instant,
    phases: Phases,
) -> BenchResult<Samples> {
    let mut samples = Samples::default();
    for seed in first.. {
        let sent = Instant::now();
        {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            post_document(&connection, master, kind, seed)?;
        }
        if samples.add(sent, started, phases) {
            break;
        }
    }
    Ok(samples)
}

fn post_document(db: &Connection, master: &MasterData, kind: DocumentKind, seed: u64) -> BenchResult {
    db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let state: String = db
        .prepare_cached("SELECT state FROM period WHERE company = ?1 AND starts_on = ?2")?
        .query_row(params![master.company, master.month], |row| row.get(0))?;
    if state != "open" {
        return Err("the period is closed".into());
    }
    let document = if kind == DocumentKind::Sale {
        let document = Document::sale(master, pick(db, master, seed)?);
        issue_goods(db, master, &document)?;
        document
    } else {
        let mut accounts = Vec::new();
        for code in workload::entry(seed, kind.entry_lines()) {
            let mut find = db.prepare_cached("SELECT id FROM account WHERE code_key = ?1 AND manual AND is_active")?;
            accounts.push(find.query_row([code], |row| row.get(0))?);
        }
        Document::entry(&accounts)
    };
    insert_document(db, master, kind, &document)?;
    db.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

fn pick(db: &Connection, master: &MasterData, seed: u64) -> BenchResult<Vec<PickedProduct>> {
    let mut find = db.prepare_cached(
        "SELECT p.id, p.selling_price, p.tax_category, t.rate, l.id, l.quantity, l.value, a.on_hand - a.reserved \
         FROM product p JOIN tax_category t ON t.id = p.tax_category JOIN pool l ON l.product = p.id AND l.site = ?2 \
         JOIN availability a ON a.product = p.id AND a.warehouse = ?3 WHERE p.sku_key = ?1 AND p.is_active",
    )?;
    let mut picked = Vec::new();
    for (product, count) in workload::sale(seed) {
        let quantity = count * 1_000_000;
        let (row, available) =
            find.query_row(params![workload::sku(product).to_lowercase(), master.site, master.warehouse], |row| {
                let picked = PickedProduct {
                    product: row.get(0)?,
                    price: row.get(1)?,
                    tax_category: row.get(2)?,
                    rate: row.get(3)?,
                    pool: row.get(4)?,
                    pool_quantity: row.get(5)?,
                    pool_value: row.get(6)?,
                    quantity,
                };
                Ok((picked, row.get::<_, i64>(7)?))
            })?;
        if available < quantity {
            return Err("not enough stock".into());
        }
        picked.push(row);
    }
    Ok(picked)
}

fn issue_goods(db: &Connection, master: &MasterData, document: &Document) -> BenchResult {
    let mut pool = db.prepare_cached(
        "UPDATE pool SET quantity = quantity - ?2, value = value - ?3, version = version + 1 WHERE id = ?1",
    )?;
    let mut stock =
        db.prepare_cached("UPDATE stock SET on_hand = on_hand - ?3 WHERE product = ?1 AND location = ?2")?;
    let mut available =
        db.prepare_cached("UPDATE availability SET on_hand = on_hand - ?3 WHERE product = ?1 AND warehouse = ?2")?;
    let mut line = db.prepare_cached(
        "INSERT INTO sale_line (sale, n, product, sku, name, unit, quantity, unit_price, discount, net, tax_category, tax_code, \
         tax_name, tax_rate, tax, total, stock_line, returned, returned_net, returned_tax, origin_n, version) \
         VALUES (?1, ?2, ?3, 'P0000', 'Product 0', 'piece', ?4, ?5, 0, ?6, ?7, 'vat', 'VAT', ?8, ?9, ?10, ?11, 0, 0, 0, NULL, 1)",
    )?;
    for (n, sold) in (1_i64..).zip(&document.sold) {
        let PickedProduct { product, price, tax_category, rate, pool: id, quantity, .. } = sold.picked;
        pool.execute(params![id, quantity, sold.cost])?;
        stock.execute(params![product, master.location, quantity])?;
        available.execute(params![product, master.warehouse, quantity])?;
        let (net, tax) = (sold.net, sold.tax);
        let total = net + tax;
        let doc = document.doc;
        line.execute(params![doc, n, product, quantity, price, net, tax_category, rate, tax, total, sold.stock_line])?;
    }
    Ok(())
}

fn next_number(db: &Connection, series: &str) -> BenchResult<i64> {
    let sql = "UPDATE series SET next = next + 1, version = version + 1 WHERE code = ?1 RETURNING next - 1";
    Ok(db.prepare_cached(sql)?.query_row([series], |row| row.get(0))?)
}

fn insert_document(db: &Connection, master: &MasterData, kind: DocumentKind, document: &Document) -> BenchResult {
    let prefix = if kind == DocumentKind::Sale { "SAL" } else { "JRN" };
    let entry_kind = if kind == DocumentKind::Sale { "sale" } else { "journal" };
    let series = format!("{prefix}-{}", master.year);
    let (seq, number) = (next_number(db, "entry")?, next_number(db, &series)?);
    let reference = format!("{series}-{number:06}");
    db.prepare_cached(
        "INSERT INTO entry (seq, id, company, command, kind, doc, step, revision, business_date, tax_date, \
         document_date, series, number, reference, memo, reverses) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1, ?7, ?7, ?7, ?8, ?9, ?10, ?11, NULL)",
    )?
    .execute(params![
        seq,
        document.entry,
        master.company,
        document.command,
        entry_kind,
        document.doc,
        master.day,
        series,
        number,
        reference,
        if kind == DocumentKind::Sale { "" } else { "bench" }
    ])?;
    let mut line = db.prepare_cached(
        "INSERT INTO line (entry, n, account, base, currency, amount, branch, party, due_date, product, pool, location, \
         quantity, units, origin_entry, origin_n) \
         VALUES (?1, ?2, ?3, ?4, 'GBP', ?4, ?5, NULL, NULL, ?6, ?7, ?8, ?9, ?10, NULL, NULL)",
    )?;
    for (n, l) in (1_i64..).zip(&document.lines) {
        line.execute(params![
            seq,
            n,
            l.account,
            l.base,
            master.site,
            l.product,
            l.pool,
            l.location,
            l.quantity,
            l.units
        ])?;
    }
    update_balances(db, master, document, seq)?;
    increment_row_count(db, "entry")?;
    if kind == DocumentKind::Sale {
        insert_sale(db, master, document, seq, &reference)?;
        increment_row_count(db, "sale")?;
    }
    insert_log_entry(db, master, kind, document)
}

fn update_balances(db: &Connection, master: &MasterData, document: &Document, seq: i64) -> BenchResult {
    let mut day = db.prepare_cached(
        "INSERT INTO balance (account, day, branch, currency, segment, debit, credit, amount) \
         VALUES (?1, ?2, ?3, 'GBP', ?6, ?4, ?5, ?4 - ?5) ON CONFLICT (account, day, branch, currency, segment) DO UPDATE SET \
         debit = debit + excluded.debit, credit = credit + excluded.credit, amount = amount + excluded.amount",
    )?;
    let mut month = db.prepare_cached(
        "INSERT INTO balance_month (account, month, branch, currency, debit, credit) \
         VALUES (?1, ?2, ?3, 'GBP', ?4, ?5) ON CONFLICT (account, month, branch, currency) DO UPDATE SET \
         debit = debit + excluded.debit, credit = credit + excluded.credit",
    )?;
    for (account, (debit, credit)) in &document.movements {
        day.execute(params![account, master.day, master.site, debit, credit, seq / 1024])?;
        month.execute(params![account, master.month, master.site, debit, credit])?;
    }
    Ok(())
}

fn increment_row_count(db: &Connection, table: &str) -> BenchResult {
    let sql = "INSERT INTO row_count (name, total) VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET total = total + 1";
    db.prepare_cached(sql)?.execute([table])?;
    Ok(())
}

fn insert_sale(db: &Connection, master: &MasterData, document: &Document, seq: i64, number: &str) -> BenchResult {
    let (net, tax, doc) = (document.net(), document.tax(), document.doc);
    let total = net + tax;
    db.prepare_cached(
        "INSERT INTO sale (id, number, kind, customer, warehouse, warehouse_code, warehouse_name, site, site_code, site_name, company_name, \
         business_date, document_date, currency, subtotal, tax_total, total, paid, change_given, due, entry, entry_seq, origin, reason, country, \
         reference, needs_review, flags, version, created_at, created_seq, updated_at, changed_seq) VALUES (?1, ?2, 'sale', NULL, ?3, 'main', \
         'Main warehouse', ?4, 'main', 'Main site', 'Bench', ?5, ?5, 'GBP', ?6, ?7, ?8, ?8, 0, 0, ?9, ?10, NULL, NULL, NULL, \
         NULL, 0, '', 1, 0, ?10, 0, ?10)",
    )?
    .execute(params![
        doc,
        number,
        master.warehouse,
        master.site,
        master.day,
        net,
        tax,
        total,
        document.entry,
        seq
    ])?;
    db.prepare_cached("INSERT INTO sale_payment (sale, n, method, method_code, method_name, amount) VALUES (?1, 1, ?2, 'cash', 'Cash', ?3)")?
        .execute(params![doc, master.cash_method, total])?;
    let mut line = db.prepare_cached(
        "INSERT INTO tax_line (entry, n, doc_line, ledger_line, category, role, rate, currency, base, tax, tax_date) \
         VALUES (?1, ?2, ?2, ?3, ?4, 'output', ?5, 'GBP', ?6, ?7, ?8)",
    )?;
    let tax_line = document.lines.len() as i64 - 1;
    for (n, sold) in (1_i64..).zip(&document.sold) {
        let PickedProduct { tax_category, rate, .. } = sold.picked;
        line.execute(params![seq, n, tax_line, tax_category, rate, sold.net, sold.tax, master.day])?;
    }
    Ok(())
}

fn insert_log_entry(db: &Connection, master: &MasterData, kind: DocumentKind, document: &Document) -> BenchResult {
    let seq: i64 = db
        .prepare_cached("UPDATE head SET seq = seq + 1, version = version + 1, at = ?1, hash = ?2 RETURNING seq")?
        .query_row(params![document.at, HASH], |row| row.get(0))?;
    let name = if kind == DocumentKind::Sale { "sales.sale.post" } else { "ledger.entry.post" };
    db.prepare_cached(
        "INSERT INTO command (id, seq, name, version, at, actor, idempotency_key, request_hash, result_hash, posted, chain) \
         VALUES (?1, ?2, ?3, 1, ?4, ?5, NULL, ?6, ?6, ?6, ?6)",
    )?
    .execute(params![document.command, seq, name, document.at, master.actor, HASH])?;
    let (body, answer) = master.bodies.get(&kind).ok_or("no body to log")?;
    db.prepare_cached("INSERT INTO command_body (seq, body, status, answer) VALUES (?1, ?2, 201, ?3)")?
        .execute(params![seq, body, answer])?;
    Ok(())
}
