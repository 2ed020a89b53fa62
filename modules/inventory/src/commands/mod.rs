//! What storekeepers do.

mod adjust;
mod receive;
mod reserve;
mod transfer;

pub use adjust::AdjustStock;
pub use receive::ReceiveGoods;
pub use reserve::{HoldLine, Holds, ReleaseStock, ReserveStock};
pub use transfer::TransferStock;

use kernel::{Date, Error, FieldError, Id, Result, ToSchema};
use ledger::{Entry, Posted};
use money::{Amount, Currency, Decimal, Quantity};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most lines a document may have; larger work is several documents.
pub const MAX_LINES: usize = 2_000;

/// Goods that moved, as the books took them.
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

/// Goes through the lines of a body and collects what is wrong with any of them, so that a person sees all of it at once.
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

fn date_or_today(tx: &mut command::Tx<'_, '_>, date: Option<Date>) -> Result<Date> {
    match date {
        Some(date) => Ok(date),
        None => ledger::today(tx),
    }
}
