//! The documents of the measurement. The server and the baseline post the same pseudo-random sequence.

use serde_json::json;

/// The number of products.
pub const PRODUCTS: u64 = 1_000;
/// The tax rate of all products, in percent.
pub const TAX_PERCENT: i64 = 20;
/// Accounts that accept manual journal entries.
pub const ACCOUNTS: [&str; 13] =
    ["1000", "1010", "1020", "1190", "3000", "3100", "4000", "4900", "5100", "6000", "6100", "6200", "7000"];

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentKind {
    /// A counter sale of five lines, paid in cash.
    Sale,
    /// A journal entry of two lines.
    Entry2,
    /// A journal entry of ten lines.
    Entry10,
}

/// A pseudo-random number that depends only on `seed`.
pub fn random(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// `count` distinct pseudo-random numbers below `below`.
fn distinct_numbers(seed: u64, count: usize, below: u64) -> Vec<u64> {
    let mut numbers = Vec::with_capacity(count);
    let mut next = seed.wrapping_mul(1_000);
    while numbers.len() < count {
        let number = random(next) % below;
        next += 1;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The SKU of product `number`.
pub fn sku(number: u64) -> String {
    format!("P{number:04}")
}

/// The price of product `number` in minor units: a multiple of 5, so that the tax has no remainder.
pub fn price(number: u64) -> i64 {
    100 + 5 * i64::try_from(number % 200).unwrap_or_default()
}

/// The products and quantities of sale number `seed`.
pub fn sale(seed: u64) -> Vec<(u64, i64)> {
    let quantity = |n: usize| 1 + i64::try_from(random(seed ^ 77) >> (8 * n) & 3).unwrap_or_default();
    distinct_numbers(seed, 5, PRODUCTS).into_iter().enumerate().map(|(n, product)| (product, quantity(n))).collect()
}

/// The accounts of entry number `seed`.
pub fn entry(seed: u64, lines: usize) -> Vec<&'static str> {
    let places = distinct_numbers(seed, lines, ACCOUNTS.len() as u64);
    places.into_iter().filter_map(|place| ACCOUNTS.get(usize::try_from(place).ok()?).copied()).collect()
}

/// Formats minor units as a decimal.
pub fn money(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

impl DocumentKind {
    /// All kinds.
    pub const ALL: [DocumentKind; 3] = [DocumentKind::Sale, DocumentKind::Entry2, DocumentKind::Entry10];

    /// The name on the command line and in the report.
    pub fn name(self) -> &'static str {
        match self {
            DocumentKind::Sale => "sale",
            DocumentKind::Entry2 => "entry2",
            DocumentKind::Entry10 => "entry10",
        }
    }

    /// The number of lines of a journal entry.
    pub fn entry_lines(self) -> usize {
        if self == DocumentKind::Entry2 { 2 } else { 10 }
    }

    /// The path of the endpoint.
    pub fn path(self) -> &'static str {
        if self == DocumentKind::Sale { "/sales/" } else { "/journal-entries/" }
    }

    /// The request body of document number `seed`, dated `day`.
    pub fn body(self, seed: u64, day: &str) -> String {
        if self == DocumentKind::Sale {
            let sold = sale(seed);
            let net: i64 = sold.iter().map(|(product, quantity)| price(*product) * quantity).sum();
            let lines = sold.iter().map(|(product, quantity)| json!({ "sku": sku(*product), "quantity": quantity }));
            let paid = money(net + net * TAX_PERCENT / 100);
            let lines: Vec<_> = lines.collect();
            return json!({ "lines": lines, "payments": [{ "method": "cash", "amount": paid }] }).to_string();
        }
        let accounts = entry(seed, self.entry_lines());
        let last = accounts.len() - 1;
        let sum: i64 = (1..=last as i64).map(|n| n * 125).sum();
        let line = |(n, account): (usize, &&str)| {
            if n == last {
                json!({ "account": account, "credit": money(sum) })
            } else {
                json!({ "account": account, "debit": money((n as i64 + 1) * 125) })
            }
        };
        let lines: Vec<_> = accounts.iter().enumerate().map(line).collect();
        json!({ "business_date": day, "memo": "bench", "lines": lines }).to_string()
    }
}
