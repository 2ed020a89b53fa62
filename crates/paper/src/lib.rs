//! Paper: invoices, receipts, statements, letters, tables and labels, typeset from texts that are ready to be read.
//!
//! Start at [`pdf`]. Templates are the files `templates/*.typ` (Typst); what stands on a paper is a [`Form`], and what a user wrote is
//! never read as markup. [`slip`] says the same to a receipt printer, [`labels_zpl`] to a label printer.

mod codes;
mod errors;
mod escpos;
mod forms;
mod labels;
mod press;
mod words;

pub use codes::{Code, article_number, bars, qr};
pub use errors::{PaperError, Result};
pub use escpos::slip;
pub use forms::{
    Addressee, Fact, Form, Letter, Letterhead, Receipt, ReportTable, Sheet, Statement, StatementLine, Sum, TableColumn,
    TableRow, TaxSum, Trade, TradeLine,
};
pub use labels::{Label, LabelStock, labels_pdf, labels_zpl};
pub use press::{MOST_LINES, pdf};
pub use words::word;

#[cfg(test)]
mod tests;
