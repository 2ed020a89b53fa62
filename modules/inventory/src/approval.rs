//! What policies of approvals may ask of movements of stock. What goods cost is told only to who may see it.

use crate::commands::{AdjustStock, GoodsMoved, ReceiveGoods, TransferStock};
use command::{Approvable, FactName, Facts, Tx};
use formula::{Kind, Value};
use kernel::Result;
use ledger::{Entry, Line, SEE_VALUE};
use money::{Amount, Decimal};
use store::Read;

const NAMES: &[FactName] = &[
    FactName { name: "memo", kind: Kind::Text, meaning: "The reason or the reference in words." },
    FactName { name: "unknown_cost", kind: Kind::Boolean, meaning: "Whether goods move whose cost is not known." },
    FactName { name: "business_date", kind: Kind::Date, meaning: "The date that decides the period." },
];

impl Approvable for AdjustStock {
    const LABEL: &'static str = "Stock adjustment";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &GoodsMoved) -> Result<Facts> {
        both_ways(tx, output)
    }
}

impl Approvable for ReceiveGoods {
    const LABEL: &'static str = "Receipt of goods";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &GoodsMoved) -> Result<Facts> {
        facts(tx, output, output.total)
    }
}

impl Approvable for TransferStock {
    const LABEL: &'static str = "Stock transfer";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &GoodsMoved) -> Result<Facts> {
        facts(tx, output, output.total)
    }
}

/// What an adjustment finds and what it loses do not make up for one another.
fn both_ways(tx: &mut Tx<'_, '_>, output: &GoodsMoved) -> Result<Facts> {
    let currency = output.currency;
    let lines = tx.session().changed::<Line>()?;
    let values = lines.iter().filter_map(|line| line.after.as_ref()).filter(|line| line.pool.is_some());
    let values = values.map(|line| line.base.abs()).collect::<std::result::Result<Vec<_>, _>>()?;
    facts(tx, output, Amount::sum(values)?.decimal(currency))
}

fn facts(tx: &mut Tx<'_, '_>, output: &GoodsMoved, amount: Decimal) -> Result<Facts> {
    let entry = tx.scan(Entry::BY_ID, output.entry)?.into_iter().next();
    let line = match &entry {
        Some(entry) => tx.scan(Line::BY_ENTRY, entry.seq)?.into_iter().next(),
        None => None,
    };
    let memo = entry.as_ref().map_or(Value::Empty, |entry| Value::Text(entry.memo.clone()));
    let date = entry.as_ref().map_or(Value::Empty, |entry| Value::Date(entry.business_date));
    Ok(Facts {
        amount: Some(amount),
        amount_view: Some(SEE_VALUE),
        site: line.map(|line| line.branch.uuid()),
        document: Some((output.id, Some(output.number.clone()))),
        named: vec![
            ("memo", memo),
            ("unknown_cost", Value::Boolean(!output.flags.is_empty())),
            ("business_date", date),
        ],
    })
}
