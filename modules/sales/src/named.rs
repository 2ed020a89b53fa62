//! What a sale names. A device that was offline names what it knew: codes may have changed and rows may be out of use or deleted
//! since.

use crate::commands::SoldLine;
use crate::errors;
use crate::violations::Violations;
use catalog::Product;
use command::Tx;
use inventory::{USUAL_WAREHOUSE, Warehouse};
use kernel::errors::no_such;
use kernel::{Id, Result};
use payments::PaymentMethod;
use resource::{Found, Resource};
use std::sync::Arc;
use store::{Read, Ref, Unique};

/// What a device named.
pub(crate) enum Named<R> {
    /// A row.
    Row(Arc<R>),
    /// The id of a row that was deleted.
    Deleted(Id<R>),
}

/// What `text` named when the sale was made; a former code is flagged.
pub(crate) fn as_of<R: Resource>(
    tx: &mut Tx<'_, '_>,
    index: Unique<R>,
    text: &str,
    violations: &mut Violations,
) -> Result<Option<Named<R>>> {
    let at = violations.made_at().unwrap_or(tx.now());
    Ok(match resource::find_as_of(tx, index, text, at)? {
        Some(Found::Current(row)) => Some(Named::Row(row)),
        Some(Found::Former(row)) => {
            violations.flag("former_code");
            Some(Named::Row(row))
        }
        Some(Found::Deleted(id)) => Some(Named::Deleted(id)),
        None => None,
    })
}

/// The same, with a deleted row restored out of use and flagged as `deleted`.
pub(crate) fn row_as_of<R: Resource>(
    tx: &mut Tx<'_, '_>,
    index: Unique<R>,
    text: &str,
    deleted: &str,
    violations: &mut Violations,
) -> Result<Option<Arc<R>>> {
    match as_of(tx, index, text, violations)? {
        Some(Named::Row(row)) => Ok(Some(row)),
        Some(Named::Deleted(id)) => {
            violations.flag(deleted);
            resource::get_or_restore(tx, id)
        }
        None => Ok(None),
    }
}

/// The warehouse the goods leave; the usual one of the user where none is named.
pub(crate) fn warehouse(
    tx: &mut Tx<'_, '_>,
    named: Option<&Ref<Warehouse>>,
    violations: &mut Violations,
) -> Result<Arc<Warehouse>> {
    if !violations.is_offline() {
        let user = Some(tx.actor());
        return inventory::warehouse(tx, user, named);
    }
    let usual = tx.setting(&USUAL_WAREHOUSE, None)?;
    let text = named.map_or(usual.as_str(), Ref::as_str);
    let found = row_as_of(tx, Warehouse::BY_CODE, text, "deleted_warehouse", violations)?;
    let found = found.ok_or_else(|| no_such("warehouse", text).at("warehouse"))?;
    if !found.is_active {
        violations.flag("inactive_warehouse");
    }
    Ok(found)
}

/// The payment method of the field `at`.
pub(crate) fn method(
    tx: &mut Tx<'_, '_>,
    named: &Ref<PaymentMethod>,
    at: &str,
    violations: &mut Violations,
) -> Result<Option<Arc<PaymentMethod>>> {
    let found = if violations.is_offline() {
        let found = row_as_of(tx, PaymentMethod::BY_CODE, named.as_str(), "deleted_method", violations)?;
        found.ok_or_else(|| no_such("payment method", named))
    } else {
        named.get(tx)
    };
    let found = violations.check_at(at, found)?;
    if let Some(method) = found.as_ref().filter(|method| !method.is_active) {
        violations.add("inactive_method", at, errors::inactive_method(&method.name));
    }
    Ok(found)
}

/// The product of the line at `field`; its errors name the fields within the line.
pub(crate) fn product(
    tx: &mut Tx<'_, '_>,
    line: &SoldLine,
    field: &str,
    violations: &mut Violations,
) -> Result<Arc<Product>> {
    let found = if violations.is_offline() {
        product_as_of(tx, line, violations)?
    } else {
        catalog::find_product(tx, line.named(), "")?
    };
    if !found.is_active {
        violations.add("inactive_product", field, errors::inactive_product(&found.sku));
    }
    Ok(found)
}

/// The product that a device sold. It may name it by several fields: an id is exact, codes may have changed since.
fn product_as_of(tx: &mut Tx<'_, '_>, line: &SoldLine, violations: &mut Violations) -> Result<Arc<Product>> {
    let names = [
        ("product", &line.product, Product::BY_SKU),
        ("sku", &line.sku, Product::BY_SKU),
        ("barcode", &line.barcode, Product::BY_BARCODE),
    ];
    let mut given =
        names.into_iter().filter_map(|(field, text, index)| Some((field, text.as_deref()?, index))).peekable();
    let Some((field, text, _)) = given.peek().copied() else { return catalog::find_product(tx, line.named(), "") };
    for (_, text, index) in given {
        if let Some(product) = row_as_of(tx, index, text, "deleted_product", violations)? {
            return Ok(product);
        }
    }
    Err(no_such("product", text).at(field))
}
