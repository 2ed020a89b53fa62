//! Numbers: the place of an entry in the journal, and the printed numbers of documents.

use command::{Series, SeriesKind, Tx};
use kernel::Result;
use store::{Prefetch, Read};

/// The series of the entries' places in the journal.
const ENTRY_SERIES: &str = "entry";

/// The place of the entry that was posted last; 0 where the journal is empty.
pub(crate) fn last_entry(read: &mut impl Read) -> Result<i64> {
    Ok(read.get::<Series>(&ENTRY_SERIES.to_owned())?.map_or(0, |series| series.next - 1))
}

/// Takes the next place in the journal.
pub(crate) fn next_entry(tx: &mut Tx<'_, '_>) -> Result<i64> {
    tx.number(ENTRY_SERIES, SeriesKind::Gapless)
}

/// The gapless numbers of one kind of document, printed as `PREFIX-YEAR-000001`; each fiscal year begins at 1, and is named by the
/// calendar year it starts in. The module of the document declares it as a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSeries {
    /// The first part of its numbers: `SAL`, `GRN` …
    pub prefix: &'static str,
    /// The kind of the entries that post such documents: `sale`, `goods_receipt` …
    pub document: &'static str,
}

impl DocumentSeries {
    /// The series of a year: `SAL-2026`.
    fn of_year(self, year: &str) -> String {
        format!("{}-{year}", self.prefix)
    }

    /// Loads the row that the next number of the year comes from.
    pub(crate) fn prefetch(self, read: &mut Prefetch<'_>, year: &str) {
        read.get::<Series>(&self.of_year(year)).ok();
    }

    /// Takes the next number of the year: the series, the number and its printed form.
    pub(crate) fn take(self, tx: &mut Tx<'_, '_>, year: &str) -> Result<(String, i64, String)> {
        let series = self.of_year(year);
        let number = tx.number(&series, SeriesKind::Gapless)?;
        let printed = format!("{series}-{number:06}");
        Ok((series, number, printed))
    }
}

/// Whether a number is printed as the program prints its own, so that one of its documents has it or may get it.
pub fn is_own_number(number: &str) -> bool {
    let has = |part: &str, length: usize, allowed: fn(&u8) -> bool| {
        part.len() == length && part.as_bytes().iter().all(allowed)
    };
    let parts: Vec<&str> = number.split('-').collect();
    matches!(parts[..], [prefix, year, place] if has(prefix, 3, u8::is_ascii_uppercase)
        && has(year, 4, u8::is_ascii_digit) && has(place, 6, u8::is_ascii_digit))
}
