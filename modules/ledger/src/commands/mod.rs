//! The commands of the ledger: journal entries by hand, fiscal years, periods, the company.

mod company;
mod number_blocks;
mod periods;
mod post_entry;
mod reverse_entry;

pub use company::{CompanyDetail, CompanyView, UpdateCompany};
pub use number_blocks::{BlockClosed, BlockTaken, CloseBlock, TakeBlock};
pub use periods::{ClosePeriod, OpenYear, Opened, PeriodChanged, RemoveYear, ReopenPeriod, open_year};
pub use post_entry::{EntryPosted, JournalLine, PostEntry};
pub use reverse_entry::ReverseEntry;

/// The numbers of journal entries by hand and of their reversals.
pub(crate) const JOURNAL: crate::DocumentSeries = crate::DocumentSeries { prefix: "JRN", document: "journal" };
/// The kind of the entry that reverses another.
pub(crate) const REVERSAL: &str = "reversal";
