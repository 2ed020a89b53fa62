//! Whether something still needs a row.

use crate::{Category, TaxCategory, Unit};
use command::Tx;
use kernel::{Id, Result};
use store::Value;

/// Whether a product is counted in it.
pub(crate) fn unit_in_use(tx: &mut Tx<'_, '_>, unit: Id<Unit>) -> Result<bool> {
    let rows = tx.query("SELECT 1 FROM product WHERE unit = $1 LIMIT 1", &[Value::Id(unit.uuid())])?;
    Ok(!rows.is_empty())
}

/// Whether a product or another category lies in it.
pub(crate) fn category_in_use(tx: &mut Tx<'_, '_>, category: Id<Category>) -> Result<bool> {
    let sql = "SELECT 1 FROM product WHERE category = $1 UNION SELECT 1 FROM category WHERE parent = $1";
    let rows = tx.query(sql, &[Value::Id(category.uuid())])?;
    Ok(!rows.is_empty())
}

/// Whether a product is taxed by it.
pub(crate) fn tax_category_in_use(tx: &mut Tx<'_, '_>, category: Id<TaxCategory>) -> Result<bool> {
    let rows = tx.query("SELECT 1 FROM product WHERE tax_category = $1 LIMIT 1", &[Value::Id(category.uuid())])?;
    Ok(!rows.is_empty())
}
