//! The only SQL of the inventory: stock on hand, the stock card, and the proofs over both.

use crate::records::{Location, Warehouse};
use catalog::Product;
use command::{Check, Finding, Tx};
use kernel::{Date, Id, Result};
use ledger::{Balance, Site};
use money::{Quantity, Total};
use store::{Session, Value, field, wide_sum, wide_sum_columns};
use uuid::Uuid;

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

/// A page of a product's movements, newest first, below (entry, n). Reads the segments of the journal that have some, twice as
/// many at a time until the page is full.
pub fn card(read: &mut Session<'_>, product: Uuid, before: (i64, i64), limit: i64) -> Result<Vec<Vec<Value>>> {
    let segments = ledger::segments_of_product(read, product, before.0)?;
    ledger::page_of_segments(Some(&segments), limit, |segments, limit| {
        card_of(read, product, before, limit, segments.unwrap_or_default())
    })
}

fn card_of(
    read: &mut Session<'_>,
    product: Uuid,
    before: (i64, i64),
    limit: i64,
    segments: &[i64],
) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Id(product), Value::Int(before.0), Value::Int(before.1), Value::Int(limit)];
    let segments = ledger::segment_rows(segments, &mut args);
    let sql = format!(
        "SELECT l.entry, l.n, e.business_date, e.kind, e.reference, w.code, coalesce(l.quantity, 0), l.base, \
           coalesce(f.beyond_stock, FALSE), coalesce(f.cost_unknown, FALSE) \
         FROM {segments} s CROSS JOIN line l JOIN entry e ON e.seq = l.entry LEFT JOIN warehouse w ON w.location = l.location \
         LEFT JOIN stock_flag f ON f.entry = l.entry AND f.n = l.n \
         WHERE l.entry BETWEEN s.column1 AND s.column2 AND l.product = $1 AND l.pool IS NOT NULL \
         AND (l.entry < $2 OR (l.entry = $2 AND l.n < $3)) ORDER BY l.entry DESC, l.n DESC LIMIT $4"
    );
    read.query(&sql, &args)
}

/// The sums of quantity and value of the movements up to (entry, n), from which a page of the card computes its balances: of the
/// segments before that of the entry by balance, and of its own by line.
pub fn card_totals(read: &mut Session<'_>, product: Uuid, up_to: (i64, i64)) -> Result<Vec<Vec<Value>>> {
    let segment = up_to.0 / Balance::SEGMENT;
    let numbers = [up_to.0, up_to.1, segment - 1, segment * Balance::SEGMENT].map(Value::Int);
    let args: Vec<Value> = std::iter::once(Value::Id(product)).chain(numbers).collect();
    read.query(
        "WITH RECURSIVE s(segment) AS (SELECT CAST($4 AS bigint) UNION ALL SELECT segment - 1 FROM s WHERE segment > 0) \
         SELECT CAST(coalesce(sum(quantity), 0) AS bigint), CAST(coalesce(sum(value), 0) AS bigint) FROM (\
           SELECT b.quantity, b.value FROM s CROSS JOIN goods_balance b WHERE b.segment = s.segment AND b.product = $1 \
           UNION ALL SELECT coalesce(quantity, 0), base FROM line WHERE product = $1 AND pool IS NOT NULL \
             AND entry >= $5 AND (entry < $2 OR (entry = $2 AND n <= $3))) moved",
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
        "WITH RECURSIVE s(segment) AS (SELECT max(segment) FROM goods_balance UNION ALL SELECT segment - 1 FROM s WHERE segment > 0) \
         SELECT CAST(sum(b.quantity) AS bigint) FROM s CROSS JOIN goods_balance b \
         WHERE b.segment = s.segment AND b.product = $1 AND b.place = $2 AND b.day > $3 GROUP BY b.day ORDER BY b.day DESC",
        &args,
    )?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// What moved of every product at every site up to a day, as known at an entry: the segments of the journal before that of the entry by
/// balance, and its own by line. A place is the location of a warehouse, or a pool where only value moved.
fn moved_until((as_of, seq, branch): ValuedAt, args: &mut Vec<Value>) -> String {
    let open = (seq + 1) / Balance::SEGMENT;
    args.extend([
        Value::Text(as_of.to_string()),
        Value::Int(open),
        Value::Int(open * Balance::SEGMENT),
        Value::Int(seq),
    ]);
    let only = branch.map_or(String::new(), |branch| {
        args.push(Value::Id(branch.uuid()));
        format!(" WHERE s.id = ${}", args.len())
    });
    format!(
        "(SELECT x.product, s.code, s.code_key, x.quantity, x.value FROM (\
           SELECT product, place, quantity, value FROM goods_balance WHERE segment < $2 AND day <= $1 \
           UNION ALL SELECT l.product, coalesce(l.location, l.pool), coalesce(l.quantity, 0), l.base \
             FROM line l JOIN entry e ON e.seq = l.entry WHERE l.entry >= $3 AND l.entry <= $4 \
             AND e.business_date <= $1 AND l.product IS NOT NULL AND l.pool IS NOT NULL) x \
         LEFT JOIN warehouse w ON w.location = x.place LEFT JOIN pool q ON q.id = x.place \
         JOIN site s ON s.id = coalesce(w.site, q.site){only}) m"
    )
}

/// The end of a day, the last entry that is known, and the branch, if it is only one.
pub type ValuedAt = (Date, i64, Option<Id<Site>>);

/// SKU, name, site code, quantity and value of every product at every site where it has any, in the order of the keys of SKU and code,
/// behind `after`.
pub fn valuation(read: &mut Session<'_>, at: ValuedAt, after: (&str, &str), limit: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = Vec::new();
    let moved = moved_until(at, &mut args);
    args.extend([Value::Text(after.0.to_owned()), Value::Text(after.1.to_owned()), Value::Int(limit)]);
    let [sku, code, limit] = [2, 1, 0].map(|behind| args.len() - behind);
    let sql = format!(
        "SELECT g.sku, g.name, m.code, CAST(sum(m.quantity) AS bigint), CAST(sum(m.value) AS bigint) \
         FROM {moved} JOIN product g ON g.id = m.product WHERE g.sku_key > ${sku} OR (g.sku_key = ${sku} AND m.code_key > ${code}) \
         GROUP BY g.sku_key, g.sku, g.name, m.code_key, m.code HAVING sum(m.quantity) <> 0 OR sum(m.value) <> 0 \
         ORDER BY g.sku_key, m.code_key LIMIT ${limit}"
    );
    read.query(&sql, &args)
}

/// The value of all of it.
pub fn value_of_stock(read: &mut Session<'_>, at: ValuedAt) -> Result<Total> {
    let mut args = Vec::new();
    let moved = moved_until(at, &mut args);
    let rows = read.query(&format!("SELECT {} FROM {moved}", wide_sum_columns("m.value")), &args)?;
    wide_sum(&mut rows.into_iter().flatten())
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
            "availability equals its lines and pending holds",
            "SELECT count(*) FROM availability",
            "SELECT product, warehouse FROM (SELECT product, warehouse, on_hand, reserved FROM availability \
             UNION ALL SELECT l.product, w.id, -l.quantity, 0 FROM line l JOIN warehouse w ON w.location = l.location \
               WHERE l.quantity IS NOT NULL \
             UNION ALL SELECT product, warehouse, 0, -quantity FROM hold WHERE state = 'pending') u \
             GROUP BY product, warehouse HAVING sum(on_hand) <> 0 OR sum(reserved) <> 0 ORDER BY 1, 2",
            |row| format!(
                "the availability of product {} in warehouse {} differs from its lines and holds",
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
