//! The commands of storekeepers.

mod adjust;
mod receive;
mod reserve;
mod transfer;

pub use adjust::AdjustStock;
pub use receive::{GOODS_RECEIPT, ReceiveGoods};
pub use reserve::{HoldLine, Holds, ReleaseStock, ReserveStock};
pub use transfer::TransferStock;

use crate::moves::prefetch_move;
use crate::records::LocationKind;
use catalog::{Product, ProductKind, ProductRef};
use command::Tx;
use kernel::{Error, FieldError, Id, Result, ToSchema};
use ledger::{Entry, Posted};
use money::{Amount, Currency, Decimal, Quantity};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Prefetch;
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
    /// The value that moved.
    pub total: Decimal,
    /// The currency of `total`.
    pub currency: Currency,
}

impl GoodsMoved {
    fn of(id: Uuid, posted: Posted, total: Amount, currency: Currency) -> GoodsMoved {
        GoodsMoved { id, number: posted.number, entry: posted.id, total: total.decimal(currency), currency }
    }
}

fn check_length(lines: usize) -> Result<()> {
    if (1..=MAX_LINES).contains(&lines) {
        return Ok(());
    }
    Err(Error::field("lines", "item_count", "A document has 1 to 2,000 lines; split larger ones."))
}

fn check_text(field: &str, text: &str) -> Result<()> {
    if text.chars().count() <= 255 && !text.contains('\0') {
        return Ok(());
    }
    Err(Error::field(field, "too_long", "At most 255 characters, without NUL."))
}

fn positive(quantity: Quantity, field: &str) -> Result<()> {
    if quantity.is_positive() {
        return Ok(());
    }
    Err(Error::field(format!("{field}.quantity"), "not_positive", "A quantity is greater than zero."))
}

/// Applies `of` to each line of a body; the field errors of all lines are reported together.
fn each_line<L, T>(lines: &[L], mut of: impl FnMut(&L, &str) -> Result<T>) -> Result<Vec<T>> {
    let (mut done, mut wrong): (Vec<T>, Vec<FieldError>) = (Vec::with_capacity(lines.len()), Vec::new());
    for (n, line) in lines.iter().enumerate() {
        match of(line, &format!("lines.{n}")) {
            Ok(value) => done.push(value),
            Err(error) if error.kind == kernel::Kind::Invalid && !error.fields.is_empty() => wrong.extend(error.fields),
            Err(error) => return Err(error),
        }
    }
    if wrong.is_empty() { Ok(done) } else { Err(Error::invalid(wrong)) }
}

/// The product of a line. Refuses services, and a quantity with more decimals than the product's unit has.
fn line_product(tx: &mut Tx<'_, '_>, named: ProductRef<'_>, quantity: Quantity, field: &str) -> Result<Arc<Product>> {
    let product = catalog::find_product(tx, named, field)?;
    if product.kind != ProductKind::Stock {
        let message = format!("{} is a service; it is not kept in stock.", product.sku);
        return Err(Error::field(format!("{field}.sku"), "not_stock", message));
    }
    catalog::check_quantity(tx, &product, quantity, &format!("{field}.quantity"))?;
    Ok(product)
}

/// Loads what moving the products of lines in a warehouse reads; `counter` is the other side of the moves.
fn prefetch_lines<'a>(
    read: &mut Prefetch<'_>,
    warehouse: Option<&str>,
    lines: impl Iterator<Item = ProductRef<'a>>,
    counter: LocationKind,
) {
    let warehouse = crate::warehouse(read, warehouse);
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

/// The quantities that lines name, each with the field it comes from and its product.
fn quantities(tx: &mut Tx<'_, '_>, lines: &[TransferLine]) -> Result<Vec<(String, Arc<Product>, Quantity)>> {
    each_line(lines, |line, field| {
        positive(line.quantity, field)?;
        let product = line_product(tx, line.named(), line.quantity, field)?;
        Ok((format!("{field}.quantity"), product, line.quantity))
    })
}
