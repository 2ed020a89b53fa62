//! What policies of approvals may ask of changes of products: of prices above all.

use crate::Product;
use command::{ApprovableEntry, FactName, Facts, Tx};
use formula::{Kind, Value};
use kernel::Result;

/// A change of a product: `selling_price < old_selling_price * 0.9`.
pub(crate) const CHANGE_OF_PRODUCT: ApprovableEntry = ApprovableEntry {
    command: "catalog.product.update",
    label: "Change of a product",
    names: &[
        FactName { name: "sku", kind: Kind::Text, meaning: "The SKU." },
        FactName { name: "selling_price", kind: Kind::Decimal, meaning: "The list price as it is to be." },
        FactName { name: "old_selling_price", kind: Kind::Decimal, meaning: "The list price as it is." },
    ],
    happened_as: None,
    facts,
};

fn facts(tx: &mut Tx<'_, '_>, _answer: &[u8]) -> Result<Facts> {
    let changed = tx.session().changed::<Product>()?.into_iter().next();
    let Some((before, after)) = changed.and_then(|changed| changed.before.zip(changed.after)) else {
        return Ok(Facts::default());
    };
    Ok(Facts {
        document: Some((after.id.uuid(), Some(after.sku.clone()))),
        named: vec![
            ("sku", Value::Text(after.sku.clone())),
            ("selling_price", Value::Decimal(after.selling_price.decimal())),
            ("old_selling_price", Value::Decimal(before.selling_price.decimal())),
        ],
        ..Facts::default()
    })
}
