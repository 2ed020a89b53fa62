//! The tables of the module.

use kernel::{Date, Id, Instant};
use notes::Attachment;
use store::{Record, choices};
use uuid::Uuid;

choices! {
    /// On what it is printed.
    pub enum PaperKind {
        /// 210 × 297 mm.
        A4 = "a4" as "A4",
        /// 148 × 210 mm.
        A5 = "a5" as "A5",
        /// A roll of 80 mm, as PDF.
        Roll = "80mm" as "80 mm",
        /// The bytes that a receipt printer of 80 mm is sent.
        EscPos = "escpos" as "Receipt printer (ESC/POS)",
    }
}

choices! {
    /// The language of a paper.
    pub enum PaperLanguage {
        /// English.
        English = "en" as "English",
        /// Bengali.
        Bengali = "bn" as "বাংলা",
    }
}

/// A paper of a document: made once, and the same whenever it is printed again.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "print", label = "paper", scan(record, row_id))]
#[non_exhaustive]
pub struct Print {
    /// Its id.
    pub id: Id<Print>,
    /// The resource of the document: the end of its path.
    #[field(max = 100)]
    pub record: String,
    /// The id of the document.
    pub row_id: Uuid,
    /// The printed number of the document; the code of the customer, of a statement.
    pub number: String,
    /// On what it is printed.
    pub paper: PaperKind,
    /// In which language.
    pub language: PaperLanguage,
    /// The first day of a statement.
    pub from_day: Option<Date>,
    /// The last day of a statement.
    pub to_day: Option<Date>,
    /// The last entry that a statement knows.
    pub as_known_at: Option<i64>,
    /// The file of the document; none until it is made.
    #[field(references = Attachment)]
    pub attachment: Option<Id<Attachment>>,
    /// Why it could not be made.
    #[field(max = 2000)]
    pub problem: Option<String>,
    /// How often it was printed.
    pub copies: i64,
}

/// Somebody had a paper printed.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "print_copy", key(print, n), scan(print), append_only, unstamped)]
#[non_exhaustive]
pub struct PrintCopy {
    /// The paper.
    #[field(references = Print)]
    pub print: Id<Print>,
    /// Which copy it was, from 1.
    pub n: i64,
    /// Who; nil is the program itself.
    pub printed_by: Uuid,
    /// When.
    pub printed_at: Instant,
}

/// What is printed without being the paper of a document: labels, and papers to look at. Its content is kept for a day.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "printout")]
#[non_exhaustive]
pub struct Printout {
    /// Its id.
    pub id: Id<Printout>,
    /// Who asked for it; nobody else sees it.
    pub author: Uuid,
    /// The name of its file.
    #[field(max = 200)]
    pub name: String,
    /// The SHA-256 of its content; none until it is made.
    #[field(max = 64)]
    pub sha256: Option<String>,
    /// The length of its content.
    pub bytes: Option<i64>,
    /// The media type of its content.
    #[field(max = 100)]
    pub media_type: Option<String>,
    /// Why it could not be made.
    #[field(max = 2000)]
    pub problem: Option<String>,
}
