//! The only SQL of the catalog: what the journal says of products.

use crate::records::Unit;
use command::Tx;
use kernel::{Id, Result};
use store::Value;

/// Whether the journal holds a quantity in `unit` that is no multiple of `step` millionths.
pub(crate) fn has_finer_quantity(tx: &mut Tx<'_, '_>, unit: Id<Unit>, step: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM product g JOIN line l ON l.product = g.id WHERE g.unit = $1 \
               AND (coalesce(l.quantity, 0) % $2 <> 0 OR coalesce(l.units, 0) % $2 <> 0) LIMIT 1";
    Ok(!tx.query(sql, &[Value::Id(unit.uuid()), Value::Int(step)])?.is_empty())
}
