//! The log's own part of `verify`: the chain and what belongs to it.

use crate::log::{CommandRow, chain_hash};
use crate::{Check, Definitions, Finding};
use kernel::Result;
use std::collections::BTreeMap;
use store::{Column, Head, Read, Record, Session, Table, Value, field};

/// The number of commands read at a time.
const PAGE: i64 = 5_000;

/// I7 and I11 as far as the log alone can tell; I13 for the head.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        Check {
            invariant: "I7",
            what: "one idempotency key of a user, one command",
            is_long: false,
            run: |read, _| {
                Finding::of_sql(
                    read,
                    "SELECT count(*) FROM command",
                    "SELECT actor, idempotency_key, count(*) FROM command WHERE idempotency_key IS NOT NULL \
                     GROUP BY actor, idempotency_key HAVING count(*) > 1 ORDER BY 1, 2",
                    |row| format!("key {} of user {} has {} commands", row[1], row[0], row[2]),
                )
            },
        },
        Check {
            invariant: "I13",
            what: "every id in a row is that of a row of this tenant",
            is_long: true,
            run: verify_references,
        },
        Check {
            invariant: "I11",
            what: "the command chain leads from the first command to the head",
            is_long: true,
            run: verify_chain,
        },
    ]
}

/// Looks up the target of every reference of every table; `checked` counts the references that rows hold.
fn verify_references(read: &mut Session<'_>, definitions: &Definitions) -> Result<Finding> {
    let mut held: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (table, column, target) in definitions.references() {
        let Some(key) = key_held_by(column, target) else { continue };
        let (table, column, target) = (table.name, column.name, target.name);
        held.entry(table).or_default().push(format!("count({column})"));
        let lost = format!(
            "SELECT '{table}.{column}', x.{column}, '{target}' FROM {table} x WHERE x.{column} IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM {target} y WHERE y.{key} = x.{column}) ORDER BY 2"
        );
        let say = |row: &[Value]| format!("{} holds {}, which is in no row of {}", row[0], row[1], row[2]);
        if let Some(offender) = Finding::offender_of_sql(read, &lost, say)? {
            return Ok(Finding { checked: 0, offender: Some(offender) });
        }
    }
    let mut checked = 0;
    for (table, counts) in held {
        // Together, because each count by itself would read the whole table.
        let sql = format!("SELECT {} FROM {table}", counts.join(" + "));
        checked += read.query(&sql, &[])?.first().map_or(Ok(0), |row| field::<i64>(row.first().cloned()))?;
    }
    Ok(Finding { checked, offender: None })
}

/// The column of `target` whose values a reference holds: its id, or its number; none where it is of another type.
fn key_held_by(column: &Column, target: &Table) -> Option<&'static str> {
    let first = &target.columns[*target.key.first()?];
    let id = target.column("id").filter(|id| id.kind == column.kind);
    id.or((first.kind == column.kind).then_some(first)).map(|key| key.name)
}

/// Recomputes the chain from the first command to the head.
pub fn verify_chain(read: &mut Session<'_>, _: &Definitions) -> Result<Finding> {
    let head = read.get::<Head>(&1)?.ok_or_else(|| kernel::defect("the head row is missing"))?;
    let names: Vec<&str> = CommandRow::TABLE.columns.iter().map(|column| column.name).collect();
    let sql = format!("SELECT {} FROM command WHERE seq > $1 ORDER BY seq LIMIT {PAGE}", names.join(", "));
    let (mut checked, mut hash) = (0, [0; 32]);
    let offender = 'walk: loop {
        let rows = read.query(&sql, &[Value::Int(checked)])?;
        if rows.is_empty() {
            break None;
        }
        for row in rows {
            let row =
                CommandRow::decode(row).map_err(|column| kernel::defect(format!("command.{column} is damaged")))?;
            checked += 1;
            if row.seq != checked {
                break 'walk Some(format!("command {checked} is missing: the next one is {}", row.seq));
            }
            hash = chain_hash(&hash, head.tenant, &row);
            if row.chain != hash {
                break 'walk Some(format!("command {} ({}) is not as it was logged", row.seq, row.id));
            }
        }
    };
    let end = (head.seq != checked || head.hash != hash)
        .then(|| format!("the log ends at {checked}, the head says {}", head.seq));
    Ok(Finding { checked, offender: offender.or(end) })
}

/// Whether the log holds a command with this chain hash: one that was the head once, if nothing was cut off.
pub fn log_holds(read: &mut Session<'_>, hash: Vec<u8>) -> Result<bool> {
    Ok(!read.query("SELECT seq FROM command WHERE chain = $1", &[Value::Bytes(hash)])?.is_empty())
}
