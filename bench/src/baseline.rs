//! The baseline: SQL by hand that writes documents, with one transaction per document, into the tables that the program had on
//! 28 November 2026.
//!
//! Tables and statements are frozen here and follow no change of the program, so that a better layout of its tables counts. This file
//! holds what both databases share: the documents and their rows. `company.rs` makes the tables, `sqlite.rs` and `postgres.rs` hold
//! the SQL. The baseline validates only what the rows need, computes no hash (it writes 32 constant bytes), reads and writes no JSON, checks
//! no permission and uses no HTTP. The server pays for all of these.

pub mod company;
pub mod postgres;
pub mod sqlite;

use crate::workload::{DocumentKind, random};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Ids and texts that do not change during the measurement and are kept in memory.
#[derive(Clone, Debug)]
pub struct MasterData {
    pub company: Uuid,
    pub site: Uuid,
    pub warehouse: Uuid,
    pub location: Uuid,
    pub customers: Uuid,
    pub cash_method: Uuid,
    pub actor: Uuid,
    pub cash: Uuid,
    pub stock: Uuid,
    pub income: Uuid,
    pub cost: Uuid,
    pub tax: Uuid,
    /// The business date of the documents, as the server dates them.
    pub day: String,
    /// The first day of the month of `day`.
    pub month: String,
    /// The year in the codes of the number series.
    pub year: String,
    /// The body and the answer that the server logged for each kind of document, so that the log rows have the same size.
    pub bodies: BTreeMap<DocumentKind, (Vec<u8>, Vec<u8>)>,
}

/// The row of a product to sell, with its pool, which is locked on PostgreSQL.
#[derive(Clone, Debug)]
pub struct PickedProduct {
    pub product: Uuid,
    pub price: i64,
    pub tax_category: Uuid,
    pub rate: i64,
    pub pool: Uuid,
    pub pool_quantity: i64,
    pub pool_value: i64,
    /// The quantity to sell, in millionths.
    pub quantity: i64,
}

/// A journal line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    pub account: Uuid,
    pub base: i64,
    pub product: Option<Uuid>,
    pub pool: Option<Uuid>,
    pub location: Option<Uuid>,
    pub quantity: Option<i64>,
    pub units: Option<i64>,
}

/// A line of a sale.
#[derive(Clone, Debug)]
pub struct SaleLine {
    pub picked: PickedProduct,
    pub cost: i64,
    pub net: i64,
    pub tax: i64,
    pub stock_line: i64,
}

/// All rows of one document, without its numbers.
#[derive(Debug)]
pub struct Document {
    pub command: Uuid,
    pub doc: Uuid,
    pub entry: Uuid,
    pub at: i64,
    pub lines: Vec<Line>,
    /// Debit and credit by account.
    pub movements: BTreeMap<Uuid, (i64, i64)>,
    pub sold: Vec<SaleLine>,
}

impl Document {
    fn new(lines: Vec<Line>, sold: Vec<SaleLine>) -> Document {
        let mut movements: BTreeMap<Uuid, (i64, i64)> = BTreeMap::new();
        for line in &lines {
            let (debit, credit) = movements.entry(line.account).or_default();
            *(if line.base < 0 { credit } else { debit }) += line.base.abs();
        }
        Document { command: new_id(), doc: new_id(), entry: new_id(), at: micros(), lines, movements, sold }
    }

    /// A sale paid in cash: goods issued at pool cost, income, tax and cash.
    pub fn sale(master: &MasterData, picked: Vec<PickedProduct>) -> Document {
        let mut lines = Vec::with_capacity(picked.len() * 3 + 2);
        let mut sold = Vec::with_capacity(picked.len());
        for picked in picked {
            let share = i128::from(picked.pool_value) * i128::from(picked.quantity) / i128::from(picked.pool_quantity);
            let cost = i64::try_from(share).unwrap_or_default();
            let product = Some(picked.product);
            let goods = Line { product, account: master.stock, base: -cost, ..Line::default() };
            let (location, quantity) = (Some(master.location), Some(-picked.quantity));
            lines.push(Line { pool: Some(picked.pool), location, quantity, ..goods });
            let (location, quantity) = (Some(master.customers), Some(picked.quantity));
            lines.push(Line { account: master.cost, base: cost, location, quantity, ..goods });
            // Price and quantity are in millionths, money in hundredths; the prices of the bench divide without remainder.
            let net = picked.price / 10_000 * (picked.quantity / 1_000_000);
            let tax = net * (picked.rate / 10_000) / 100;
            let stock_line = lines.len() as i64 - 1;
            sold.push(SaleLine { picked, cost, net, tax, stock_line });
        }
        let (net, tax) = sold.iter().fold((0, 0), |(net, tax), line| (net + line.net, tax + line.tax));
        for line in &sold {
            let (product, units) = (Some(line.picked.product), Some(line.picked.quantity));
            lines.push(Line { account: master.income, base: -line.net, product, units, ..Line::default() });
        }
        lines.push(Line { account: master.tax, base: -tax, ..Line::default() });
        lines.push(Line { account: master.cash, base: net + tax, ..Line::default() });
        Document::new(lines, sold)
    }

    /// A manual journal entry that debits all accounts but the last, which it credits.
    pub fn entry(accounts: &[Uuid]) -> Document {
        let last = accounts.len().saturating_sub(1);
        let amounts = (1..=accounts.len() as i64).map(|n| n * 125);
        let sum: i64 = amounts.clone().take(last).sum();
        let lines = accounts.iter().zip(amounts).enumerate().map(|(n, (account, amount))| {
            let base = if n == last { -sum } else { amount };
            Line { account: *account, base, ..Line::default() }
        });
        Document::new(lines.collect(), Vec::new())
    }

    /// The total without tax, in minor units.
    pub fn net(&self) -> i64 {
        self.sold.iter().map(|line| line.net).sum()
    }

    /// The total tax, in minor units.
    pub fn tax(&self) -> i64 {
        self.sold.iter().map(|line| line.tax).sum()
    }
}

/// A new id that increases with time, like those of the server.
pub fn new_id() -> Uuid {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let millis = u128::from(micros().unsigned_abs() / 1_000);
    let tail = u128::from(random(count)) & 0x3fff_ffff_ffff_ffff;
    Uuid::from_u128(millis << 80 | 7 << 76 | 2 << 62 | tail)
}

/// The current time in microseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the bench measures time")]
pub fn micros() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or_default()
}

/// The constant value of the hash columns of the log.
pub const HASH: [u8; 32] = [7; 32];
