//! The only SQL of the import: the records the company already has.

use kernel::{Result, defect};
use money::Quantity;
use std::collections::{BTreeMap, BTreeSet};
use store::{Field, Session, Value};

fn texts(rows: Vec<Vec<Value>>) -> BTreeSet<String> {
    rows.into_iter().flatten().filter_map(String::from_value).collect()
}

/// The SKUs of all products.
pub fn skus(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    Ok(texts(read.query("SELECT sku FROM product", &[])?))
}

/// The codes of all parties.
pub fn party_codes(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    Ok(texts(read.query("SELECT code FROM party", &[])?))
}

/// The codes of all accounts.
pub fn account_codes(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    Ok(texts(read.query("SELECT code FROM account", &[])?))
}

/// The numbers of documents that came from outside.
pub fn external_numbers(read: &mut Session<'_>) -> Result<BTreeSet<String>> {
    Ok(texts(read.query("SELECT reference FROM entry WHERE series = $1", &[Value::Text("external".to_owned())])?))
}

/// The stock of a warehouse by product.
pub fn on_hand(read: &mut Session<'_>, warehouse: &str) -> Result<BTreeMap<String, Quantity>> {
    let sql = "SELECT g.sku, v.on_hand FROM availability v JOIN product g ON g.id = v.product \
               JOIN warehouse w ON w.id = v.warehouse WHERE w.code = $1";
    let rows = read.query(sql, &[Value::Text(warehouse.to_owned())])?;
    let row = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let sku = row.next().and_then(String::from_value);
        let on_hand = row.next().and_then(Quantity::from_value);
        sku.zip(on_hand).ok_or_else(|| defect("a query answered with another type than expected"))
    };
    rows.into_iter().map(row).collect()
}
