//! The only SQL of the module.

use kernel::{Error, Result};
use money::Amount;
use store::{Field, Session, Value};
use uuid::Uuid;

/// A column of an answer as its type; a mismatch is a defect of the SQL.
pub(crate) fn field<F: Field>(value: Option<Value>) -> Result<F> {
    value.and_then(F::from_value).ok_or_else(|| Error::internal("a query answered with another type than expected"))
}

/// What is still owed on a document; of a return, what of its credit pays nothing yet (negative).
pub(crate) fn outstanding(read: &mut Session<'_>, document: Uuid) -> Result<Amount> {
    let sql = "SELECT CAST(coalesce(sum(amount - settled), 0) AS bigint) FROM open_item WHERE doc = $1";
    let rows = read.query(sql, &[Value::Id(document)])?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// The lines of a document in their order, with SKU and name of their products.
pub(crate) fn lines(read: &mut Session<'_>, document: Uuid) -> Result<Vec<Vec<Value>>> {
    let sql = "SELECT l.n, l.product, p.sku, p.name, l.quantity, l.unit_price, l.discount, l.net, c.code, l.tax_rate, \
         l.tax, l.total, l.returned, l.origin_n FROM sale_line l JOIN product p ON p.id = l.product \
         JOIN tax_category c ON c.id = l.tax_category WHERE l.sale = $1 ORDER BY l.n";
    read.query(sql, &[Value::Id(document)])
}

/// The payments of a document in their order, by the code of their method.
pub(crate) fn payments(read: &mut Session<'_>, document: Uuid) -> Result<Vec<Vec<Value>>> {
    let sql = "SELECT m.code, p.amount FROM sale_payment p JOIN payment_method m ON m.id = p.method \
         WHERE p.sale = $1 ORDER BY p.n";
    read.query(sql, &[Value::Id(document)])
}
