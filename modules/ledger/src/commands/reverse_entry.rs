use super::EntryPosted;
use crate::books::{company, today};
use crate::draft::{Draft, DraftLine, Goods, Numbering};
use crate::posting::post;
use crate::records::{Entry, Line};
use command::{Command, Tx};
use kernel::{Date, Error, Id, Result, ToSchema};
use money::Amount;
use serde::{Deserialize, Serialize};
use store::Read;

/// Reverses an entry that a person wrote: every line negated, linked, once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseEntry {
    /// The entry: its id.
    pub id: Id<Entry>,
    /// The day of the reversal, in an open period; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<Date>,
    /// Why.
    #[serde(default)]
    pub memo: String,
}

impl Command for ReverseEntry {
    const NAME: &'static str = "ledger.entry.reverse";
    const STATUS: u16 = 201;
    type Output = EntryPosted;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<EntryPosted> {
        let entry = tx.scan(Entry::BY_ID, self.id)?.into_iter().next();
        let entry = entry.ok_or_else(|| Error::not_found("entry", self.id))?;
        if entry.kind != "journal" {
            let detail = format!(
                "Entry {} belongs to a document ({}). Correct the document instead.",
                entry.reference, entry.kind
            );
            return Err(Error::conflict("belongs_to_document", detail));
        }
        if let Some(by) = tx.scan(Entry::BY_REVERSES, Some(entry.seq))?.first() {
            return Err(Error::conflict(
                "already_reversed",
                format!("Entry {} has reversed it already.", by.reference),
            ));
        }
        let date = match self.business_date {
            Some(date) => date,
            None => today(tx)?,
        };
        let company = company(tx)?;
        let lines = tx.scan(Line::BY_ENTRY, entry.seq)?;
        let branch = lines.first().map(|line| line.branch).unwrap_or_default();
        let mut draft = Draft::begin(tx, "reversal", entry.doc, date, branch, Numbering::Own("JRN"))?;
        draft.step = 2;
        draft.reverses = Some(entry.seq);
        draft.memo = if self.memo.is_empty() { format!("Reverses {}", entry.reference) } else { self.memo.clone() };
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
