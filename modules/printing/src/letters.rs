//! Letters to customers and suppliers: what is written, until it is printed.

use crate::errors;
use crate::records::Print;
use command::{SeriesKind, Tx};
use kernel::{Date, Id, Result};
use ledger::Site;
use parties::Party;
use resource::Resource;
use store::{Read, Record};

/// The end of their path.
pub(crate) const LETTERS: &str = "letters";
/// What their usual numbers come from.
const SERIES: &str = "letter";
/// How many numbers that were typed as codes are skipped.
const MOST_SKIPPED: usize = 1_000;

/// A letter to a customer or supplier. Once it was printed it stays as it is.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "letter", unique(code), audited)]
#[non_exhaustive]
pub struct Letter {
    /// Its id.
    pub id: Id<Letter>,
    /// The number; the next one where none is given: `L00001`.
    #[field(code, max = 64, search, default = "")]
    pub code: String,
    /// To whom.
    #[field(references = Party)]
    pub party: Id<Party>,
    /// The site whose letterhead it has; that of the company where none is chosen.
    #[field(references = Site)]
    pub site: Option<Id<Site>>,
    /// Its date.
    pub date: Date,
    /// What it is about.
    #[field(max = 200, search)]
    pub subject: String,
    /// What it says. An empty line stands between paragraphs.
    #[field(max = 20000)]
    pub text: String,
}

impl Resource for Letter {
    const ORDER: &'static [&'static str] = &["code", "date", "id"];
    const FILTERS: &'static [&'static str] = &["code", "party", "date"];

    fn check(&mut self, before: Option<&Letter>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if before.is_some_and(|before| before != self) && is_printed(self, tx)? {
            return Err(errors::letter_is_printed());
        }
        if self.code.is_empty() {
            self.code = next_code(tx)?;
        }
        Ok(())
    }

    fn in_use(&self, tx: &mut Tx<'_, '_>) -> Result<bool> {
        is_printed(self, tx)
    }
}

fn is_printed(letter: &Letter, tx: &mut Tx<'_, '_>) -> Result<bool> {
    Ok(!tx.scan(Print::BY_RECORD_ROW_ID, (LETTERS, letter.id.uuid()))?.is_empty())
}

fn next_code(tx: &mut Tx<'_, '_>) -> Result<String> {
    for _ in 0..MOST_SKIPPED {
        let code = format!("L{:05}", tx.number(SERIES, SeriesKind::Unique)?);
        if tx.find(Letter::BY_CODE, code.as_str())?.is_none() {
            return Ok(code);
        }
    }
    Err(errors::no_free_number().at("code"))
}
