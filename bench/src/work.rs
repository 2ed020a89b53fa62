//! What is done: documents that are drawn the same way for the server and by hand.

use serde_json::json;

/// How many products are sold.
pub const PRODUCTS: u64 = 1_000;
/// The tax on all of them, percent.
pub const TAX_PERCENT: i64 = 20;
/// Accounts that take entries by hand.
pub const ACCOUNTS: [&str; 13] =
    ["1000", "1010", "1020", "1190", "3000", "3100", "4000", "4900", "5100", "6000", "6100", "6200", "7000"];

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// A counter sale of five lines, paid in cash.
    Sale,
    /// A journal entry of two lines.
    Entry2,
    /// A journal entry of ten lines.
    Entry10,
}

/// A number that looks drawn, the same for the same `seed`.
pub fn random(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Different numbers below `below`.
fn drawn(seed: u64, count: usize, below: u64) -> Vec<u64> {
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

/// A product's SKU.
pub fn sku(number: u64) -> String {
    format!("P{number:04}")
}

/// A product's price in minor units: a multiple of 5, so that the tax has no remainder.
pub fn price(number: u64) -> i64 {
    100 + 5 * i64::try_from(number % 200).unwrap_or_default()
}

/// The products and quantities of sale number `seed`.
pub fn sale(seed: u64) -> Vec<(u64, i64)> {
    let quantity = |n: usize| 1 + i64::try_from(random(seed ^ 77) >> (8 * n) & 3).unwrap_or_default();
    drawn(seed, 5, PRODUCTS).into_iter().enumerate().map(|(n, product)| (product, quantity(n))).collect()
}

/// The accounts of entry number `seed`.
pub fn entry(seed: u64, lines: usize) -> Vec<&'static str> {
    let places = drawn(seed, lines, ACCOUNTS.len() as u64);
    places.into_iter().filter_map(|place| ACCOUNTS.get(usize::try_from(place).ok()?).copied()).collect()
}

/// Minor units as a decimal.
pub fn money(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

impl Work {
    /// All of them.
    pub const ALL: [Work; 3] = [Work::Sale, Work::Entry2, Work::Entry10];

    /// Its name on the command line and in the table.
    pub fn name(self) -> &'static str {
        match self {
            Work::Sale => "sale",
            Work::Entry2 => "entry2",
            Work::Entry10 => "entry10",
        }
    }

    /// Lines of an entry.
    pub fn entry_lines(self) -> usize {
        if self == Work::Entry2 { 2 } else { 10 }
    }

    /// Where it is posted.
    pub fn path(self) -> &'static str {
        if self == Work::Sale { "/sales/" } else { "/journal-entries/" }
    }

    /// The request's body for document number `seed`, dated `day`.
    pub fn body(self, seed: u64, day: &str) -> String {
        if self == Work::Sale {
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
