//! Numbers: the place of an entry in the journal, and the printed numbers of documents.

use crate::number_pattern::{Filled, NumberPattern};
use crate::records::{Entry, NumberBlock, NumberSeries, Period, Site};
use command::{DocumentKind, Series, SeriesKind, Tx};
use kernel::errors::invalid_choice;
use kernel::{Date, Id, Result};
use std::sync::Arc;
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

/// The numbers of one kind of document. They are gapless and printed as `PREFIX-YEAR-000001`, where each fiscal year begins at 1 and is
/// named by the calendar year it starts in, unless the company says otherwise by a [`NumberSeries`]. The module of the document declares
/// it as a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentSeries {
    /// The first part of its usual numbers: `SAL`, `GRN` …
    pub prefix: &'static str,
    /// The kind of the entries that post such documents: `sale`, `goods_receipt` …
    pub document: &'static str,
}

/// Where a document is numbered: the period of its day, the day, and its site.
#[derive(Clone, Copy)]
pub(crate) struct NumberedAt<'a> {
    pub(crate) period: &'a Period,
    pub(crate) date: Date,
    pub(crate) site: Id<Site>,
}

/// A number that is taken: its series, its place there, and how it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenNumber {
    pub(crate) series: String,
    pub(crate) number: i64,
    pub(crate) printed: String,
}

impl DocumentSeries {
    /// The kind of document, for the table of contents of its module.
    pub const fn kind(self) -> DocumentKind {
        DocumentKind { name: self.document, prefix: Some(self.prefix) }
    }

    /// Loads the row that the next number comes from, as far as that is known before the site is.
    pub(crate) fn prefetch(self, read: &mut Prefetch<'_>, period: &Period, date: Date) {
        let Ok(rules) = read.scan(NumberSeries::BY_DOCUMENT_STARTS_ON, self.document) else { return };
        let begun = rules.iter().filter(|rule| rule.starts_on <= date);
        let mut codes: Vec<String> = begun
            .filter_map(|rule| rule.pattern().ok()?.fill(&period.year, date, None))
            .map(|filled| filled.code())
            .collect();
        if rules.is_empty() {
            codes.extend(self.usual().fill(&period.year, date, None).map(|filled| filled.code()));
        }
        for code in codes {
            read.get::<Series>(&code).ok();
        }
    }

    /// Takes the next number.
    pub(crate) fn take(self, tx: &mut Tx<'_, '_>, at: NumberedAt<'_>) -> Result<TakenNumber> {
        let (filled, kind) = self.begun(tx, at)?;
        let number = tx.number(&filled.code(), kind)?;
        Ok(filled.taken(number))
    }

    /// Takes the next `size` numbers at once: how they are printed, and the first of them.
    pub(crate) fn take_block(self, tx: &mut Tx<'_, '_>, at: NumberedAt<'_>, size: i64) -> Result<(Filled, i64)> {
        let (filled, kind) = self.begun(tx, at)?;
        let code = filled.code();
        let first = tx.number(&code, kind)?;
        tx.edit::<Series>(&code, |series| {
            series.next += size - 1;
            Ok(())
        })?;
        Ok((filled, first))
    }

    /// The printed number that a device took from a block; none where no open block holds it, or a document has it.
    pub fn of_block(self, tx: &mut Tx<'_, '_>, printed: &str) -> Result<Option<TakenNumber>> {
        let Some((filled, number)) = Filled::of_printed(printed) else { return Ok(None) };
        let taken = TakenNumber { series: filled.code(), number, printed: printed.to_owned() };
        let blocks = tx.scan(NumberBlock::BY_SERIES_IS_OPEN, (taken.series.as_str(), true))?;
        let holds = |block: &Arc<NumberBlock>| {
            block.document == self.document
                && (block.first_number..=block.last_number).contains(&number)
                && block.printed(number) == printed
        };
        let is_free = blocks.iter().any(holds) && tx.scan(Entry::BY_REFERENCE, printed)?.is_empty();
        Ok(is_free.then_some(taken))
    }

    /// The series of a kind of document by its name.
    ///
    /// # Errors
    ///
    /// At `document`, where there is no such kind, or the program does not number it.
    pub(crate) fn of_kind(tx: &Tx<'_, '_>, name: &str) -> Result<DocumentSeries> {
        let kinds = &tx.definitions().document_kinds;
        let series =
            kinds.get(name).and_then(|kind| kind.prefix.map(|prefix| DocumentSeries { prefix, document: kind.name }));
        series.ok_or_else(|| {
            let numbered = kinds.values().filter(|kind| kind.prefix.is_some());
            let names: Vec<&str> = numbered.map(|kind| kind.name).collect();
            invalid_choice(names.join(", ")).at("document")
        })
    }

    fn usual(self) -> NumberPattern {
        NumberPattern::usual(self.prefix)
    }

    /// The series that counts, and its kind. One that is new is begun.
    fn begun(self, tx: &mut Tx<'_, '_>, at: NumberedAt<'_>) -> Result<(Filled, SeriesKind)> {
        let Some(rule) = self.rule(tx, at)? else {
            let filled = self.usual().fill(&at.period.year, at.date, None);
            return Ok((filled.ok_or_else(|| kernel::defect("a usual number names a site"))?, SeriesKind::Gapless));
        };
        let site = tx.one::<Site>(&at.site)?;
        let filled = rule.pattern()?.fill(&at.period.year, at.date, Some(&site.code));
        let filled = filled.ok_or_else(|| kernel::defect("a number without its site"))?;
        let code = filled.code();
        if tx.get::<Series>(&code)?.is_none() {
            let first = if rule.begins(tx, &filled, &site)? { rule.first_number } else { 1 };
            tx.insert(Series { code, kind: rule.kind, first, next: first })?;
        }
        Ok((filled, rule.kind))
    }

    /// The rule that counts: that of the site before that of all sites, and of those the one that began last.
    fn rule(self, read: &mut impl Read, at: NumberedAt<'_>) -> Result<Option<Arc<NumberSeries>>> {
        let rules = read.scan(NumberSeries::BY_DOCUMENT_STARTS_ON, self.document)?.into_iter();
        let counting = rules.filter(|rule| rule.starts_on <= at.date && rule.site.is_none_or(|site| site == at.site));
        Ok(counting.max_by_key(|rule| (rule.site.is_some(), rule.starts_on)))
    }
}

impl NumberSeries {
    pub(crate) fn pattern(&self) -> Result<NumberPattern> {
        NumberPattern::parse(&self.pattern, self.digits)
    }

    /// Whether the series of these numbers is the one that the rule begins with: that of its first day.
    fn begins(&self, read: &mut impl Read, filled: &Filled, site: &Site) -> Result<bool> {
        let period = read.find(Period::BY_COMPANY_STARTS_ON, (site.company, self.starts_on.first_of_month()))?;
        let Some(period) = period else { return Ok(false) };
        Ok(self.pattern()?.fill(&period.year, self.starts_on, Some(&site.code)).as_ref() == Some(filled))
    }
}

impl NumberBlock {
    /// How a number of the block is printed.
    pub(crate) fn printed(&self, number: i64) -> String {
        Filled { prefix: self.prefix.clone(), digits: self.digits }.taken(number).printed
    }
}

/// Whether a number is printed as the program prints its own, so that one of its documents has it or may get it.
pub fn is_own_number(tx: &mut Tx<'_, '_>, number: &str) -> Result<bool> {
    let has = |part: &str, length: usize, allowed: fn(&u8) -> bool| {
        part.len() == length && part.as_bytes().iter().all(allowed)
    };
    let parts: Vec<&str> = number.split('-').collect();
    if matches!(parts[..], [prefix, year, place] if has(prefix, 3, u8::is_ascii_uppercase)
        && has(year, 4, u8::is_ascii_digit) && has(place, 6, u8::is_ascii_digit))
    {
        return Ok(true);
    }
    let numbered = tx.definitions().document_kinds.values().filter(|kind| kind.prefix.is_some());
    for document in numbered.map(|kind| kind.name).collect::<Vec<_>>() {
        for rule in tx.scan(NumberSeries::BY_DOCUMENT_STARTS_ON, document)? {
            if rule.pattern()?.could_print(number) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
