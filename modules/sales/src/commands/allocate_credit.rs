use crate::errors;
use crate::records::{Sale, SaleKind};
use command::{Command, Tx};
use kernel::{Date, Error, Result, Text, ToSchema};
use payments::{Allocation, Credit, CreditAllocated};
use resource::find_document;
use serde::{Deserialize, Serialize};
use store::Prefetch;

/// Settles open sales of a customer with the credit of a return.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateCredit {
    /// The return: its id or printed number.
    pub id: Text<255>,
    /// The sales it settles; the earliest due where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = payments::MAX_ALLOCATIONS)]
    pub allocate: Option<Vec<Allocation>>,
    /// The business date; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
}

impl Command for AllocateCredit {
    const NAME: &'static str = "sales.credit.allocate";
    const SCOPED: bool = true;
    const STATUS: u16 = 201;
    type Output = CreditAllocated;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        if let Ok(Some(sale)) = find_document::<Sale>(read, &self.id) {
            payments::prefetch_allocation(read, &credit(&sale), self.allocate.as_deref(), self.business_date);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CreditAllocated> {
        let sale = find_document::<Sale>(tx, &self.id)?.filter(|sale| sale.is_within(tx.grant()));
        let sale = sale.ok_or_else(|| Error::not_found("return", &self.id))?;
        if sale.kind != SaleKind::Return {
            return Err(errors::not_a_return(&sale.number));
        }
        payments::allocate(tx, &credit(&sale), self.allocate.as_deref(), self.business_date)
    }
}

fn credit(sale: &Sale) -> Credit<'_> {
    Credit { doc: sale.id.uuid(), number: &sale.number, customer: sale.customer }
}
