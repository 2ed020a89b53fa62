use super::JOURNAL;
use crate::books::{company, main_site, prefetch_posting};
use crate::draft::{Draft, DraftLine, Posted};
use crate::errors;
use crate::positive::positive_amount;
use crate::posting::post;
use crate::records::{Account, Site};
use command::{Command, Tx};
use kernel::{Date, FieldErrors, Id, Result, Text, ToSchema, both};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref};

/// Posts a journal entry written by hand.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Post journal entry")]
pub struct PostEntry {
    /// The date that decides the period.
    pub business_date: Date,
    /// The reason in words.
    #[serde(default)]
    pub memo: Text<500>,
    /// At least two lines whose debits equal their credits.
    #[schema(min_items = 2, max_items = 2_000)]
    pub lines: Vec<JournalLine>,
}

/// A line of a journal entry: either a debit or a credit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JournalLine {
    /// The account: id or code.
    pub account: Ref<Account>,
    /// The amount, in the company's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<Decimal>,
    /// The amount, in the company's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Decimal>,
    /// The customer or supplier: id or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Ref<Party>>,
    /// The site: id or code; the main site where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Ref<Site>>,
}

/// A posted entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EntryPosted {
    /// Its id.
    pub id: Id<crate::records::Entry>,
    /// Its printed number.
    pub number: String,
    /// Its place in the journal.
    pub seq: i64,
    /// The sum of its debits.
    pub total: Decimal,
    /// The currency of `total`.
    pub currency: Currency,
}

impl EntryPosted {
    pub(crate) fn of(posted: Posted, total: Amount, currency: Currency) -> EntryPosted {
        EntryPosted { id: posted.id, number: posted.number, seq: posted.seq, total: total.decimal(currency), currency }
    }
}

/// The amount of a line in the company's currency, debit positive.
fn side(line: &JournalLine, currency: Currency) -> Result<Amount> {
    match (line.debit, line.credit) {
        (Some(debit), None) => positive_amount(debit, currency).map_err(|error| error.at("debit")),
        (None, Some(credit)) => {
            let credit = positive_amount(credit, currency).map_err(|error| error.at("credit"))?;
            Ok(credit.negated()?)
        }
        _ => Err(errors::debit_xor_credit().at("debit")),
    }
}

impl Command for PostEntry {
    const NAME: &'static str = "ledger.entry.post";
    const STATUS: u16 = 201;
    type Output = EntryPosted;

    fn example() -> Json {
        json!({
            "business_date": "2026-01-31", "memo": "rent of January",
            "lines": [{ "account": "6000", "debit": "400.00" }, { "account": "1010", "credit": "400.00" }],
        })
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        prefetch_posting(read, Some(JOURNAL), Some(self.business_date), &[]);
        for line in &self.lines {
            line.account.find(read).ok();
        }
        main_site(read).ok();
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<EntryPosted> {
        let currency = company(tx)?.base_currency;
        let mut errors = FieldErrors::default();
        let lines = errors.each("lines", &self.lines, |_, line| draft_line(tx, line, currency))?;
        errors.finish()?;
        let off = Amount::sum(lines.iter().map(|line| line.base))?;
        if !off.is_zero() {
            return Err(errors::not_balanced(off.decimal(currency)));
        }
        let total = Amount::sum(lines.iter().map(|line| line.base).filter(|base| base.is_positive()))?;
        let doc = tx.id::<crate::records::Entry>().uuid();
        let branch = main_site(tx)?;
        let mut draft = Draft::begin(tx, JOURNAL, doc, self.business_date, branch)?;
        draft.memo = self.memo.to_string();
        for line in lines {
            draft.line(line);
        }
        Ok(EntryPosted::of(post(tx, draft)?, total, currency))
    }
}

fn draft_line(tx: &mut Tx<'_, '_>, line: &JournalLine, currency: Currency) -> Result<DraftLine> {
    let account = line.account.get(tx).and_then(|account| match &*account {
        heading if heading.usage.is_heading() => Err(errors::heading_takes_no_lines(&heading.code)),
        kept if kept.usage.is_control() || !kept.manual => Err(errors::control_account(&kept.code)),
        free => Ok(free.id),
    });
    let branch = line.branch.as_ref().map(|branch| branch.get(tx)).transpose().map_err(|error| error.at("branch"));
    let party = line.party.as_ref().map(|party| party.get(tx)).transpose().map_err(|error| error.at("party"));
    let account = both(account.map_err(|error| error.at("account")), side(line, currency));
    let ((account, amount), (branch, party)) = both(account, both(branch, party))?;
    let mut draft = DraftLine::new(account, amount);
    draft.branch = branch.map(|branch| branch.id);
    draft.party = party.map(|party| party.id.uuid());
    Ok(draft)
}
