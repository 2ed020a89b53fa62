//! What policies of approvals may ask of journal entries written by hand.

use crate::commands::{EntryPosted, PostEntry, ReverseEntry};
use crate::records::{Entry, Line};
use command::{Approvable, FactName, Facts, Tx};
use formula::{Kind, Value};
use kernel::Result;
use store::Read;

const NAMES: &[FactName] = &[
    FactName { name: "memo", kind: Kind::Text, meaning: "The reason in words." },
    FactName { name: "business_date", kind: Kind::Date, meaning: "The date that decides the period." },
];

impl Approvable for PostEntry {
    const LABEL: &'static str = "Journal entry";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &EntryPosted) -> Result<Facts> {
        facts(tx, output)
    }
}

impl Approvable for ReverseEntry {
    const LABEL: &'static str = "Reversal of a journal entry";
    const NAMES: &'static [FactName] = NAMES;

    fn facts(tx: &mut Tx<'_, '_>, output: &EntryPosted) -> Result<Facts> {
        facts(tx, output)
    }
}

fn facts(tx: &mut Tx<'_, '_>, output: &EntryPosted) -> Result<Facts> {
    let entry = tx.one::<Entry>(&output.seq)?;
    let lines = tx.scan(Line::BY_ENTRY, output.seq)?;
    // An entry over several sites is that of its first line.
    let site = lines.first().map(|line| line.branch.uuid());
    Ok(Facts {
        amount: Some(output.total),
        amount_view: None,
        site,
        document: Some((output.id.uuid(), Some(output.number.clone()))),
        named: vec![("memo", Value::Text(entry.memo.clone())), ("business_date", Value::Date(entry.business_date))],
    })
}
