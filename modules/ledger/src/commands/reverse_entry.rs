use super::{EntryPosted, JOURNAL, REVERSAL};
use crate::books::{company, today};
use crate::draft::{Draft, DraftLine, Goods};
use crate::errors;
use crate::posting::post;
use crate::records::{Entry, Line};
use command::{Command, Tx};
use kernel::{Date, Error, Id, Result, Text, ToSchema};
use money::Amount;
use serde::{Deserialize, Serialize};
use store::Read;

/// Reverses a journal entry written by hand: posts its lines negated. An entry is reversed at most once, and a reversal never: what it
/// took back by mistake is posted anew.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Reverse journal entry")]
pub struct ReverseEntry {
    /// The id of the entry.
    pub id: Id<Entry>,
    /// The date of the reversal, in an open period, not before the entry's. Where it is left out: today, or the date of an entry
    /// that is dated ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// The reason in words.
    #[serde(default)]
    pub memo: Text<500>,
}

impl Command for ReverseEntry {
    const NAME: &'static str = "ledger.entry.reverse";
    const STATUS: u16 = 201;
    type Output = EntryPosted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<EntryPosted> {
        let entry = tx.scan(Entry::BY_ID, self.id)?.into_iter().next();
        let entry = entry.ok_or_else(|| Error::not_found("entry", self.id))?;
        if entry.kind == REVERSAL {
            return Err(errors::is_reversal(&entry.reference));
        }
        if entry.kind != JOURNAL.document {
            return Err(errors::belongs_to_document(&entry.reference, &entry.kind));
        }
        if let Some(by) = tx.scan(Entry::BY_REVERSES, Some(entry.seq))?.first() {
            return Err(errors::already_reversed(&by.reference));
        }
        let date = match self.business_date {
            Some(date) if date < entry.business_date => {
                return Err(errors::before_entry(&entry.reference, entry.business_date).at("business_date"));
            }
            Some(date) => date,
            None => today(tx)?.max(entry.business_date),
        };
        let company = company(tx)?;
        let lines = tx.scan(Line::BY_ENTRY, entry.seq)?;
        let branch = lines.first().map(|line| line.branch).unwrap_or_default();
        let mut draft = Draft::begin(tx, JOURNAL, entry.doc, date, branch)?;
        draft.kind = REVERSAL;
        draft.step = 2;
        draft.reverses = Some(entry.seq);
        draft.memo = if self.memo.is_empty() { format!("Reverses {}", entry.reference) } else { self.memo.to_string() };
        for line in &lines {
            let foreign = (line.currency != company.base_currency).then_some(line.currency);
            let foreign = foreign.map(|currency| line.amount.negated().map(|amount| (currency, amount))).transpose()?;
            draft.line(DraftLine {
                account: line.account,
                base: line.base.negated()?,
                foreign,
                branch: Some(line.branch),
                party: line.party,
                due_date: None,
                goods: Goods::default(),
                units: None,
                origin: Some((line.entry, line.n)),
            });
        }
        let total = Amount::sum(lines.iter().map(|line| line.base).filter(|base| base.is_positive()))?;
        Ok(EntryPosted::of(post(tx, draft)?, total, company.base_currency))
    }
}
