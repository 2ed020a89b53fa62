//! The only SQL of the inventory: stock on hand, the stock card, and the proofs over both.

use crate::records::{Location, Warehouse};
use catalog::Product;
use command::{Check, Finding, Tx};
use kernel::{Date, Id, Result};
use money::Quantity;
use store::{Session, Value, field};

/// One row a product and warehouse: product id, sku, name, warehouse code, on hand, reserved, and the pool's quantity,
/// value and last cost at the warehouse's site; ordered by the keys of sku and warehouse, after `after`.
pub fn stock(
    read: &mut Session<'_>,
    filters: &[(&'static str, Value)],
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Text(after.0.to_owned()), Value::Text(after.1.to_owned()), Value::Int(limit)];
    let mut filter = String::new();
    for (column, value) in filters {
        args.push(value.clone());
        filter.push_str(&format!(" AND {column} = ${}", args.len()));
    }
    let sql = format!(
        "SELECT g.id, g.sku, g.name, w.code, v.on_hand, v.reserved, q.quantity, q.value, q.last_cost \
         FROM product g JOIN availability v ON v.product = g.id JOIN warehouse w ON w.id = v.warehouse \
         LEFT JOIN pool q ON q.product = g.id AND q.site = w.site \
         WHERE (g.sku_key > $1 OR (g.sku_key = $1 AND w.code_key > $2)){filter} ORDER BY g.sku_key, w.code_key LIMIT $3"
    );
    read.query(&sql, &args)
}

/// The number of such rows, counted up to 10,001.
pub fn count_stock(read: &mut Session<'_>, filters: &[(&'static str, Value)]) -> Result<Vec<Vec<Value>>> {
    let (mut args, mut filter) = (Vec::new(), String::from(" WHERE 1 = 1"));
    for (column, value) in filters {
        args.push(value.clone());
        filter.push_str(&format!(" AND {column} = ${}", args.len()));
    }
    let from = "FROM product g JOIN availability v ON v.product = g.id JOIN warehouse w ON w.id = v.warehouse";
    read.query(&format!("SELECT count(*) FROM (SELECT 1 {from}{filter} LIMIT 10001) x"), &args)
}

/// A page of a product's movements, newest first, below (entry, n).
pub fn card(read: &mut Session<'_>, product: uuid::Uuid, before: (i64, i64), limit: i64) -> Result<Vec<Vec<Value>>> {
    let args = [Value::Id(product), Value::Int(before.0), Value::Int(before.1), Value::Int(limit)];
    read.query(
        "SELECT l.entry, l.n, e.business_date, e.kind, e.reference, w.code, coalesce(l.quantity, 0), l.base, \
           coalesce(f.beyond_stock, FALSE), coalesce(f.cost_unknown, FALSE) \
         FROM line l JOIN entry e ON e.seq = l.entry LEFT JOIN warehouse w ON w.location = l.location \
         LEFT JOIN stock_flag f ON f.entry = l.entry AND f.n = l.n \
         WHERE l.product = $1 AND l.pool IS NOT NULL AND (l.entry < $2 OR (l.entry = $2 AND l.n < $3)) \
         ORDER BY l.entry DESC, l.n DESC LIMIT $4",
        &args,
    )
}

/// The sums of quantity and value of the movements up to (entry, n), from which a page of the card computes its balances.
pub fn card_totals(read: &mut Session<'_>, product: uuid::Uuid, up_to: (i64, i64)) -> Result<Vec<Vec<Value>>> {
    let args = [Value::Id(product), Value::Int(up_to.0), Value::Int(up_to.1)];
    read.query(
        "SELECT CAST(coalesce(sum(coalesce(quantity, 0)), 0) AS bigint), CAST(coalesce(sum(base), 0) AS bigint) FROM line \
         WHERE product = $1 AND pool IS NOT NULL AND (entry < $2 OR (entry = $2 AND n <= $3))",
        &args,
    )
}

/// What moved into (positive) and out of a location on each day after `date`, the latest day first.
pub fn moved_after(
    tx: &mut Tx<'_, '_>,
    product: Id<Product>,
    location: Id<Location>,
    date: Date,
) -> Result<Vec<Quantity>> {
    let args = [Value::Id(product.uuid()), Value::Id(location.uuid()), Value::Text(date.to_string())];
    let rows = tx.query(
        "SELECT CAST(sum(l.quantity) AS bigint) FROM line l JOIN entry e ON e.seq = l.entry \
         WHERE l.product = $1 AND l.location = $2 AND l.quantity IS NOT NULL AND e.business_date > $3 \
         GROUP BY e.business_date ORDER BY e.business_date DESC",
        &args,
    )?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// Whether a warehouse owes goods of any product.
pub fn owes_goods(tx: &mut Tx<'_, '_>, warehouse: Id<Warehouse>) -> Result<bool> {
    let args = [Value::Id(warehouse.uuid())];
    let rows = tx.query("SELECT 1 FROM availability WHERE warehouse = $1 AND on_hand < 0 LIMIT 1", &args)?;
    Ok(!rows.is_empty())
}

macro_rules! check {
    ($invariant:literal, $what:literal, $count:literal, $offenders:literal, $say:expr) => {
        Check {
            invariant: $invariant,
            what: $what,
            is_long: false,
            run: |read, _| Finding::of_sql(read, $count, $offenders, $say),
        }
    };
}

/// The inventory's part of `verify`.
pub fn checks() -> Vec<Check> {
    vec![
        check!(
            "I4",
            "pools equal their lines, and no goods means no value",
            "SELECT count(*) FROM pool",
            "SELECT pool FROM (SELECT id AS pool, quantity, value FROM pool \
             UNION ALL SELECT pool, -coalesce(quantity, 0), -base FROM line WHERE pool IS NOT NULL) u \
             GROUP BY pool HAVING sum(quantity) <> 0 OR sum(value) <> 0 \
             UNION SELECT id FROM pool WHERE (quantity = 0 AND value <> 0) OR (quantity > 0 AND value < 0) OR (quantity < 0 AND value > 0) ORDER BY 1",
            |row| format!("pool {} differs from its lines, or has value without goods", row[0])
        ),
        check!(
            "I4",
            "stock equals its lines",
            "SELECT count(*) FROM stock",
            "SELECT product, location FROM (SELECT product, location, on_hand FROM stock \
             UNION ALL SELECT l.product, l.location, -l.quantity FROM line l JOIN location o ON o.id = l.location \
               WHERE l.quantity IS NOT NULL AND o.kind = 'storage') u GROUP BY product, location HAVING sum(on_hand) <> 0 ORDER BY 1, 2",
            |row| format!("the stock of product {} at location {} differs from its lines", row[0], row[1])
        ),
        check!(
            "I4",
            "availability equals stock and pending holds",
            "SELECT count(*) FROM availability",
            "SELECT product, warehouse FROM (SELECT product, warehouse, on_hand, reserved FROM availability \
             UNION ALL SELECT s.product, w.id, -s.on_hand, 0 FROM stock s JOIN warehouse w ON w.location = s.location \
             UNION ALL SELECT product, warehouse, 0, -quantity FROM hold WHERE state = 'pending') u \
             GROUP BY product, warehouse HAVING sum(on_hand) <> 0 OR sum(reserved) <> 0 ORDER BY 1, 2",
            |row| format!(
                "the availability of product {} in warehouse {} differs from stock and holds",
                row[0], row[1]
            )
        ),
        check!(
            "I4",
            "deficits are known issue by issue",
            "SELECT count(*) FROM layer",
            "SELECT pool FROM (SELECT id AS pool, quantity, value FROM pool WHERE quantity < 0 \
             UNION ALL SELECT pool, quantity_left, value_left FROM layer) u GROUP BY pool HAVING sum(quantity) <> 0 OR sum(value) <> 0 ORDER BY 1",
            |row| format!("the deficit of pool {} differs from its open issues", row[0])
        ),
        // Lines that may leave goods missing are left out: what remains was found in stock when it was posted.
        check!(
            "I4",
            "no warehouse gave away on any day what it did not have, unless it was allowed to",
            "SELECT count(*) FROM line WHERE quantity IS NOT NULL AND pool IS NOT NULL",
            "SELECT product, location, day FROM (SELECT product, location, day, \
               sum(moved) OVER (PARTITION BY product, location ORDER BY day) AS held FROM (\
                 SELECT l.product, l.location, e.business_date AS day, sum(l.quantity) AS moved \
                 FROM line l JOIN entry e ON e.seq = l.entry LEFT JOIN stock_flag f ON f.entry = l.entry AND f.n = l.n \
                 WHERE l.quantity IS NOT NULL AND l.pool IS NOT NULL AND (f.entry IS NULL OR NOT f.beyond_stock) \
                 GROUP BY l.product, l.location, e.business_date) d) r WHERE held < 0 ORDER BY 1, 2, 3",
            |row| format!("product {} is missing at location {} on {}", row[0], row[1], row[2])
        ),
        check!(
            "I4",
            "stock accounts equal their pools",
            "SELECT count(*) FROM pool",
            "SELECT product, CAST(sum(x) AS bigint) FROM (\
               SELECT l.product, l.base AS x FROM line l JOIN account a ON a.id = l.account WHERE a.usage = 'stock' \
               UNION ALL SELECT product, -value FROM pool) u GROUP BY product HAVING sum(x) <> 0 ORDER BY 1",
            |row| format!("stock accounts and pools of product {} differ by {}", row[0], row[1])
        ),
        check!(
            "I8",
            "a hold resolves once",
            "SELECT count(*) FROM hold",
            "SELECT id, state FROM hold WHERE state NOT IN ('pending', 'posted', 'voided') OR quantity <= 0 ORDER BY 1",
            |row| format!("hold {} is {}, which no hold can be", row[0], row[1])
        ),
    ]
}
