//! What there are papers of, and who may see it.

use crate::errors;
use crate::events::{Period, Subject};
use crate::letters::{LETTERS, Letter};
use command::{Grant, QueryContext, Scopes, Tx};
use kernel::{Date, Error, Id, Result, defect};
use parties::Party;
use payments::Receipt;
use sales::Sale;
use store::Read;
use uuid::Uuid;

/// The resources of documents, and of customers, who have statements.
pub(crate) const SALES: &str = "sales";
pub(crate) const RECEIPTS: &str = "receipts";
pub(crate) const CUSTOMERS: &str = "customers";

/// What sees statements of account.
const STATEMENTS: &str = "payments.statement.view";

/// The days and the last entry of a statement, as they are asked for.
pub(crate) type AskedPeriod = (Option<Date>, Option<Date>, Option<i64>);

/// What `record` and `row` name, as far as the user of the command may see it.
pub(crate) fn of_command(tx: &mut Tx<'_, '_>, record: &str, row: &str, asked: AskedPeriod) -> Result<Subject> {
    let id = notes::visible_to_command(tx, record, row)?;
    if ![SALES, RECEIPTS, CUSTOMERS, LETTERS].contains(&record) {
        return Err(errors::no_paper(record).at("record"));
    }
    let period = if record == CUSTOMERS {
        covers_statements(&tx.require(STATEMENTS)?)?;
        Some(period(tx, asked)?)
    } else if asked != (None, None, None) {
        return Err(errors::only_statements().at("from"));
    } else {
        None
    };
    Ok(Subject { record: record.to_owned(), row: id, period })
}

/// The id of the row whose papers the user of a query may see.
pub(crate) fn of_query(read: &mut store::Session<'_>, context: &QueryContext, record: &str, row: &str) -> Result<Uuid> {
    let id = notes::visible_to_query(read, context, record, row)?;
    if record == CUSTOMERS {
        covers_statements(&context.granted(STATEMENTS)?)?;
    }
    Ok(id)
}

/// Statements honour no scope.
fn covers_statements(grant: &Grant) -> Result<()> {
    grant.require_scope_in(Scopes::NONE)
}

fn period(tx: &mut Tx<'_, '_>, (from, to, as_known_at): AskedPeriod) -> Result<Period> {
    let last = ledger::last_entry(tx)?;
    let (from, to) = ledger::report_days(tx.session(), from, to)?;
    if as_known_at.is_some_and(|known| known < 0) {
        return Err(kernel::errors::out_of_range(0, last).at("as_known_at"));
    }
    let as_known_at = as_known_at.unwrap_or(last).min(last);
    Ok(Period { from, to, as_known_at })
}

impl Subject {
    /// Its printed number; the code of the customer, of a statement.
    pub(crate) fn number(&self, read: &mut impl Read) -> Result<String> {
        let number = match self.record.as_str() {
            SALES => read.get::<Sale>(&Id::from_uuid(self.row))?.map(|sale| sale.number.clone()),
            RECEIPTS => read.get::<Receipt>(&Id::from_uuid(self.row))?.map(|receipt| receipt.number.clone()),
            LETTERS => read.get::<Letter>(&Id::from_uuid(self.row))?.map(|letter| letter.code.clone()),
            CUSTOMERS => read.get::<Party>(&Id::from_uuid(self.row))?.map(|party| party.code.clone()),
            other => return Err(defect(format!("no paper for {other}"))),
        };
        number.ok_or_else(|| Error::not_found("document", self.row))
    }

    /// The site whose letterhead it has.
    pub(crate) fn site(&self, read: &mut impl Read) -> Result<Option<Uuid>> {
        match self.record.as_str() {
            SALES => Ok(read.get::<Sale>(&Id::from_uuid(self.row))?.map(|sale| sale.site.uuid())),
            LETTERS => {
                let letter = read.get::<Letter>(&Id::from_uuid(self.row))?;
                Ok(letter.and_then(|letter| Some(letter.site?.uuid())))
            }
            _ => Ok(None),
        }
    }
}
