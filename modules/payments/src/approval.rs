//! What policies of approvals may ask of receipts.

use crate::commands::{PostReceipt, ReceiptPosted};
use crate::records::Receipt;
use command::{Approvable, FactName, Facts, Tx};
use formula::{Kind, Value};
use kernel::Result;
use store::Read;

impl Approvable for PostReceipt {
    const LABEL: &'static str = "Receipt";
    const NAMES: &'static [FactName] = &[
        FactName { name: "customer", kind: Kind::Text, meaning: "The code of the customer." },
        FactName { name: "method", kind: Kind::Text, meaning: "The code of the payment method." },
        FactName { name: "business_date", kind: Kind::Date, meaning: "The date that decides the period." },
    ];

    fn facts(tx: &mut Tx<'_, '_>, output: &ReceiptPosted) -> Result<Facts> {
        let receipt = tx.one::<Receipt>(&output.id)?;
        Ok(Facts {
            amount: Some(receipt.amount.decimal(receipt.currency)),
            amount_view: None,
            site: Some(ledger::main_site(tx)?.uuid()),
            document: Some((receipt.id.uuid(), Some(receipt.number.clone()))),
            named: vec![
                ("customer", Value::Text(receipt.customer_code.clone())),
                ("method", Value::Text(receipt.method_code.clone())),
                ("business_date", Value::Date(receipt.business_date)),
            ],
        })
    }
}
