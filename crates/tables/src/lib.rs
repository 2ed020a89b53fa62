//! Files of rows as people send them: CSV in any usual encoding, with any usual delimiter, dates and decimal marks; sheets of workbooks.
//!
//! Start at [`Source`], which finds out how a file is written and reads its rows.

mod errors;
mod formats;
mod sheet;
mod source;

pub use errors::{PROBLEMS, empty_file};
pub use formats::{DateOrder, DateVotes, DecimalMark, DecimalVotes, decimal, moment, shown};
pub use sheet::{READ_SHEET, is_workbook, read_sheet, rows_of_sheet};
pub use source::{Record, Source};
