use super::JOURNAL;
use crate::books::{company, main_site, prefetch_posting};
use crate::draft::{Draft, DraftLine, Posted};
use crate::posting::post;
use crate::records::{Account, Site};
use command::{Command, Tx};
use kernel::{Date, Error, FieldError, Id, Result, ToSchema};
use money::{Amount, Currency, Decimal};
use parties::Party;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read};
use uuid::Uuid;

/// Posts a journal entry written by hand.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostEntry {
    /// The date that decides the period.
    pub business_date: Date,
    /// The reason in words.
    #[serde(default)]
    pub memo: String,
    /// At least two lines whose debits equal their credits.
    pub lines: Vec<JournalLine>,
}

/// A line of a journal entry: either a debit or a credit.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JournalLine {
    /// The account: id or code.
    pub account: String,
    /// The amount, in the company's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<Decimal>,
    /// The amount, in the company's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Decimal>,
    /// The customer or supplier: id or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The site: id or code; the main site where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
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

/// The account `which` names by id or code.
pub fn account(read: &mut impl Read, which: &str, field: &str) -> Result<Arc<Account>> {
    let found = read.lookup::<Account>(which)?;
    found.ok_or_else(|| Error::field(field, "not_found", format!("There is no account “{which}”.")))
}

/// The site `which` names by id or code.
fn site(read: &mut impl Read, which: &str, field: &str) -> Result<Id<Site>> {
    let found = read.lookup::<Site>(which)?;
    found.map(|site| site.id).ok_or_else(|| Error::field(field, "not_found", format!("There is no site “{which}”.")))
}

fn side(line: &JournalLine, field: &str, currency: Currency) -> Result<Amount> {
    let (given, name, sign) = match (line.debit, line.credit) {
        (Some(debit), None) => (debit, "debit", 1),
        (None, Some(credit)) => (credit, "credit", -1),
        _ => {
            return Err(Error::field(
                format!("{field}.debit"),
                "debit_xor_credit",
                "A line has either a debit or a credit.",
            ));
        }
    };
    let amount =
        Amount::from_decimal(given, currency).map_err(|error| Error::from(error).at(format!("{field}.{name}")))?;
    if !amount.is_positive() {
        return Err(Error::field(format!("{field}.{name}"), "not_positive", "An amount is greater than zero."));
    }
    Ok(if sign < 0 { amount.negated()? } else { amount })
}

impl Command for PostEntry {
    const NAME: &'static str = "ledger.entry.post";
    const STATUS: u16 = 201;
    type Output = EntryPosted;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        prefetch_posting(read, Some(JOURNAL), Some(self.business_date), &[]);
        for line in &self.lines {
            read.lookup::<Account>(&line.account).ok();
        }
        main_site(read).ok();
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<EntryPosted> {
        if self.lines.len() < 2 || self.lines.len() > 2_000 {
            return Err(Error::field("lines", "item_count", "An entry has 2 to 2,000 lines."));
        }
        if self.memo.chars().count() > 500 || self.memo.contains('\0') {
            return Err(Error::field("memo", "too_long", "A memo has at most 500 characters."));
        }
        let currency = company(tx)?.base_currency;
        let (mut lines, mut wrong): (Vec<DraftLine>, Vec<FieldError>) = (Vec::new(), Vec::new());
        for (n, line) in self.lines.iter().enumerate() {
            match draft_line(tx, line, &format!("lines.{n}"), currency) {
                Ok(line) => lines.push(line),
                Err(error) if !error.fields.is_empty() => wrong.extend(error.fields),
                Err(error) => return Err(error),
            }
        }
        if !wrong.is_empty() {
            return Err(Error::invalid(wrong));
        }
        let off = Amount::sum(lines.iter().map(|line| line.base))?;
        if !off.is_zero() {
            let detail = format!("Debits and credits differ by {}.", off.decimal(currency));
            return Err(Error::conflict("not_balanced", detail));
        }
        let total = Amount::sum(lines.iter().map(|line| line.base).filter(|base| base.is_positive()))?;
        let doc = tx.id::<crate::records::Entry>().uuid();
        let branch = main_site(tx)?;
        let mut draft = Draft::begin(tx, JOURNAL, doc, self.business_date, branch)?;
        draft.memo.clone_from(&self.memo);
        for line in lines {
            draft.line(line);
        }
        Ok(EntryPosted::of(post(tx, draft)?, total, currency))
    }
}

fn draft_line(tx: &mut Tx<'_, '_>, line: &JournalLine, field: &str, currency: Currency) -> Result<DraftLine> {
    let account = account(tx, &line.account, &format!("{field}.account"))?;
    if account.usage.is_control() || !account.manual {
        let message = format!("Account {} is kept by the program; post the document that moves it.", account.code);
        return Err(Error::field(format!("{field}.account"), "control_account", message));
    }
    let mut draft = DraftLine::new(account.id, side(line, field, currency)?);
    if let Some(branch) = &line.branch {
        draft.branch = Some(site(tx, branch, &format!("{field}.branch"))?);
    }
    if let Some(party) = &line.party {
        draft.party = Some(party_id(tx, party, &format!("{field}.party"))?);
    }
    Ok(draft)
}

fn party_id(tx: &mut Tx<'_, '_>, which: &str, field: &str) -> Result<Uuid> {
    let found = tx.lookup::<Party>(which)?;
    let found = found.ok_or_else(|| Error::field(field, "not_found", format!("There is no party “{which}”.")))?;
    Ok(found.id.uuid())
}
