//! What people may do to the journal directly.

mod company;
mod periods;
mod post_entry;
mod reverse_entry;

pub use company::{CompanyDetail, CompanyView, UpdateCompany};
pub use periods::{ClosePeriod, OpenYear, Opened, PeriodChanged, ReopenPeriod, open_year};
pub use post_entry::{EntryPosted, JournalLine, PostEntry, account};
pub use reverse_entry::ReverseEntry;

/// Entries that people write by hand, and their reversals.
const JOURNAL: crate::DocumentSeries = crate::DocumentSeries { prefix: "JRN", document: "journal" };
