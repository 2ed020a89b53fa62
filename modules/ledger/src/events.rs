//! What the module tells.

use crate::records::Entry;
use command::{DataStepRow, Event, Tx};
use kernel::{Date, Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// The data step from which on a company is told what is posted: what was posted before it replays without.
pub(crate) const TELLS: i64 = 2;

/// An entry was posted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EntryTold {
    /// The entry.
    pub entry: Id<Entry>,
    /// Its printed number.
    pub number: String,
    /// The kind of its document: `sale`, `goods_receipt`, `journal` …
    pub kind: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The document it belongs to.
    pub document: Uuid,
}

impl Event for EntryTold {
    const NAME: &'static str = "ledger.entry.posted";
}

/// The key of the row that says whether a company is told.
pub(crate) fn key() -> (String, i64) {
    ("ledger".to_owned(), TELLS)
}

/// Whether a company is told what is posted.
pub(crate) fn tells(tx: &mut Tx<'_, '_>) -> Result<bool> {
    Ok(tx.get::<DataStepRow>(&key())?.is_some())
}
