//! What settles what: which receipts and credit notes have paid which sales.

use crate::queries;
use command::{Query, QueryContext};
use kernel::{Date, Result, ToSchema};
use money::{Amount, Currency, Decimal};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use store::{Row, Session, field};
use uuid::Uuid;

/// An amount by which a receipt or a credit note has paid a sale, the latest first. A negative one takes an earlier one back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(label = "settlement")]
pub(crate) struct SettlementRow {
    /// The day from which on it counts.
    business_date: Date,
    /// What was paid, by its printed number.
    #[schema(resource = "sales")]
    sale: String,
    /// The receipt that has paid it.
    #[schema(resource = "receipts")]
    receipt: Option<String>,
    /// The credit note that has paid it.
    #[schema(resource = "sales")]
    credit_note: Option<String>,
    /// The currency of the amount.
    currency: Currency,
    /// The amount.
    amount: Decimal,
}

impl SettlementRow {
    /// A row and its place in the list.
    fn of(row: Row) -> Result<(SettlementRow, String)> {
        let mut row = row.into_iter();
        let (entry, n): (i64, i64) = (field(row.next())?, field(row.next())?);
        let (business_date, sale) = (field(row.next())?, field(row.next())?);
        let (kind, credit): (String, String) = (field(row.next())?, field(row.next())?);
        let (amount, currency): (Amount, Currency) = (field(row.next())?, field(row.next())?);
        let (receipt, credit_note) = match kind.as_str() {
            "sale_return" => (None, Some(credit)),
            _ => (Some(credit), None),
        };
        let amount = amount.decimal(currency);
        Ok((SettlementRow { business_date, sale, receipt, credit_note, currency, amount }, format!("{entry}-{n}")))
    }
}

/// What has paid what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSettlements {
    /// Only of this sale or credit note: its id.
    #[schema(resource = "sales")]
    sale: Option<Uuid>,
    /// Only of this receipt: its id.
    #[schema(resource = "receipts")]
    receipt: Option<Uuid>,
    /// Settlements on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListSettlements {
    const NAME: &'static str = "payments.settlement.view";
    const OPERATION: &'static str = "payments.settlement.list";
    type Output = Listing<SettlementRow>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let before = match self.cursor.as_deref() {
            None => (i64::MAX, 0),
            Some(cursor) => {
                let place = cursor.split_once('-').and_then(|(entry, n)| entry.parse().ok().zip(n.parse().ok()));
                place.ok_or_else(|| crate::errors::foreign_cursor().blame("cursor", crate::errors::foreign_cursor()))?
            }
        };
        let docs = [self.sale, self.receipt];
        let count = queries::count_settlements(read, docs)?;
        let mut rows = queries::settlements(read, docs, before, size + 1)?;
        let more = rows.len() as i64 > size;
        rows.truncate(usize::try_from(size).unwrap_or_default());
        let rows = rows.into_iter().map(SettlementRow::of).collect::<Result<Vec<_>>>()?;
        let next = rows.last().filter(|_| more).map(|(_, place)| context.link("cursor", place));
        Ok(Listing::of(count, next, rows.into_iter().map(|(row, _)| row).collect()))
    }
}
