//! The commands of storekeepers.

mod adjust;
mod receive;
mod reserve;
mod transfer;

pub use adjust::AdjustStock;
pub(crate) use adjust::SERIES as ADJUSTMENT;
pub use receive::{GOODS_RECEIPT, ReceiveGoods};
pub use reserve::{HoldLine, Holds, ReleaseStock, ReserveStock};
pub(crate) use transfer::SERIES as TRANSFER;
pub use transfer::TransferStock;

use crate::errors;
use crate::moves::{Demand, Moved, UNKNOWN_COST, prefetch_move};
use crate::records::{LocationKind, Warehouse};
use catalog::{Product, ProductKind, ProductRef};
use command::Tx;
use kernel::{FieldErrors, Id, Result, ToSchema, both};
use ledger::{Entry, Posted, SEE_VALUE, positive_quantity};
use money::{Amount, Currency, Decimal, Quantity};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Prefetch, Ref, Session};
use uuid::Uuid;

/// The most lines a document may have; larger work is several documents.
pub const MAX_LINES: usize = 2_000;

/// A posted stock document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GoodsMoved {
    /// The document's id.
    pub id: Uuid,
    /// Its printed number.
    pub number: String,
    /// The entry that posted it.
    pub entry: Id<Entry>,
    /// The value that moved; left out without the permission `inventory.value.view`.
    pub total: Decimal,
    /// The currency of `total`.
    pub currency: Currency,
    /// `unknown_cost` where goods moved whose cost is not known: their value is 0.
    pub flags: Vec<String>,
}

impl GoodsMoved {
    const RESTRICTED: &'static [(&'static str, &'static str)] = &[("total", SEE_VALUE)];

    fn of(id: Uuid, posted: Posted, moved: &[Moved], currency: Currency) -> Result<GoodsMoved> {
        let total = Amount::sum(moved.iter().map(|moved| moved.value))?.decimal(currency);
        let is_unknown = moved.iter().any(|moved| moved.cost_unknown);
        let flags = is_unknown.then(|| UNKNOWN_COST.to_owned()).into_iter().collect();
        Ok(GoodsMoved { id, number: posted.number, entry: posted.id, total, currency, flags })
    }
}

/// The product of a line. Refuses services, and a quantity with more decimals than the product's unit has.
fn line_product(tx: &mut Tx<'_, '_>, named: ProductRef<'_>, quantity: Quantity) -> Result<Arc<Product>> {
    let product = catalog::find_product(tx, named, "")?;
    if product.kind != ProductKind::Stock {
        return Err(errors::not_stock(&product.sku).at("sku"));
    }
    catalog::check_quantity(tx, &product, quantity, "quantity")?;
    Ok(product)
}

/// [`line_product`] for a quantity that must be more than 0.
fn moved_product(tx: &mut Tx<'_, '_>, named: ProductRef<'_>, quantity: Quantity) -> Result<Arc<Product>> {
    let positive = positive_quantity(quantity).map_err(|error| error.at("quantity"));
    let (product, _) = both(line_product(tx, named, quantity), positive)?;
    Ok(product)
}

/// Collects the warehouses in `fields` of a body and the products of its lines that do not exist.
fn unknown_names(read: &mut Session<'_>, body: &Json, fields: &[&str], errors: &mut FieldErrors) -> Result<()> {
    for field in fields {
        if let Some(text) = body[*field].as_str() {
            errors.check_at(field, crate::moves::active_warehouse(read, &Ref::new(text)))?;
        }
    }
    catalog::unknown_products(read, body, errors)
}

/// Loads what moving the products of lines in a warehouse reads; `counter` is the other side of the moves.
fn prefetch_lines<'a>(
    read: &mut Prefetch<'_>,
    warehouse: Option<&Ref<Warehouse>>,
    lines: impl Iterator<Item = ProductRef<'a>>,
    counter: LocationKind,
) {
    let warehouse = crate::warehouse(read, None, warehouse);
    for named in lines {
        let product = catalog::find_product(read, named, "");
        if let (Ok(product), Ok(warehouse)) = (product, &warehouse) {
            prefetch_move(read, product.id, warehouse, counter);
        }
    }
}

catalog::product_line! {
    /// A quantity of one product.
    pub struct TransferLine {
        /// The quantity, more than 0.
        pub quantity: Quantity,
    }
}

/// What lines ask for; the field errors of all lines are reported together.
fn demands(tx: &mut Tx<'_, '_>, lines: &[TransferLine]) -> Result<Vec<Demand>> {
    let mut errors = FieldErrors::default();
    let products = errors.each("lines", lines, |_, line| moved_product(tx, line.named(), line.quantity))?;
    errors.finish()?;
    let demand = |(n, (product, line)): (usize, (Arc<Product>, &TransferLine))| Demand {
        field: format!("lines.{n}.quantity"),
        product,
        quantity: line.quantity,
    };
    Ok(products.into_iter().zip(lines).enumerate().map(demand).collect())
}
