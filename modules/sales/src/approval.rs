//! What policies of approvals may ask of sales and returns.

use crate::commands::{PostSale, ReturnSale, SubmitSale};
use crate::document::SalePosted;
use crate::records::{Sale, SaleLine};
use command::{Approvable, Command, FactName, Facts, Tx};
use formula::{Kind, Value};
use kernel::{Id, Result};
use money::Amount;
use store::Read;

const NAMES: &[FactName] = &[
    FactName { name: "due", kind: Kind::Decimal, meaning: "What is posted to the account of the customer." },
    FactName {
        name: "paid",
        kind: Kind::Decimal,
        meaning: "What is paid, before change; of a return, what is refunded.",
    },
    FactName { name: "discount", kind: Kind::Decimal, meaning: "The sum of the discounts on lines." },
    FactName { name: "customer", kind: Kind::Text, meaning: "The code of the customer; empty for an anonymous sale." },
    FactName { name: "reason", kind: Kind::Text, meaning: "The reason of a return." },
    FactName { name: "business_date", kind: Kind::Date, meaning: "The date that decides the period." },
];

impl Approvable for PostSale {
    const LABEL: &'static str = "Sale";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &SalePosted) -> Result<Facts> {
        facts(tx, output.sale.id)
    }
}

impl Approvable for SubmitSale {
    const LABEL: &'static str = "Sale";
    const NAMES: &'static [FactName] = NAMES;
    const HAPPENED_AS: Option<&'static str> = Some(PostSale::NAME);

    fn facts(tx: &mut Tx<'_, '_>, output: &SalePosted) -> Result<Facts> {
        facts(tx, output.sale.id)
    }
}

impl Approvable for ReturnSale {
    const LABEL: &'static str = "Return";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &SalePosted) -> Result<Facts> {
        facts(tx, output.sale.id)
    }
}

fn facts(tx: &mut Tx<'_, '_>, id: Id<Sale>) -> Result<Facts> {
    let sale = tx.one::<Sale>(&id)?;
    let lines = tx.scan(SaleLine::BY_SALE, id)?;
    let discount = Amount::sum(lines.iter().map(|line| line.discount))?;
    let decimal = |amount: Amount| Value::Decimal(amount.decimal(sale.currency));
    let text = |text: &Option<String>| text.clone().map_or(Value::Empty, Value::Text);
    Ok(Facts {
        amount: Some(sale.total.decimal(sale.currency)),
        amount_view: None,
        site: Some(sale.site.uuid()),
        document: Some((id.uuid(), Some(sale.number.clone()))),
        named: vec![
            ("due", decimal(sale.due)),
            ("paid", decimal(sale.paid)),
            ("discount", decimal(discount)),
            ("customer", text(&sale.customer_code)),
            ("reason", text(&sale.reason)),
            ("business_date", Value::Date(sale.business_date)),
        ],
    })
}
