//! Files of rows as people send them: CSV in any usual encoding, with any usual delimiter, dates and decimal marks.
//!
//! Start at [`Source`], which finds out how a file is written and reads its rows.

mod errors;
mod formats;
mod source;

pub use errors::{PROBLEMS, empty_file};
pub use formats::{DateOrder, DateVotes, DecimalMark, DecimalVotes, decimal, moment, shown};
pub use source::{Record, Source};
