//! Proofs over a company's rows.

use crate::Definitions;
use kernel::Result;
use store::Session;

/// A proof over a company's rows: part of `sanduk verify`.
pub struct Check {
    /// The invariant it belongs to, `I1` to `I14`.
    pub invariant: &'static str,
    /// The statement it proves, in words.
    pub what: &'static str,
    /// Proves it, over the tables that the program has.
    pub run: fn(&mut Session<'_>, &Definitions) -> Result<Finding>,
}

/// The result of a [`Check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The number of rows it has read.
    pub checked: i64,
    /// The first offender, in words.
    pub offender: Option<String>,
}

impl Finding {
    /// Counts by `count` and looks for the first row of `offenders`; `say` puts it into words.
    pub fn of_sql(
        read: &mut Session<'_>,
        count: &str,
        offenders: &str,
        say: fn(&[store::Value]) -> String,
    ) -> Result<Finding> {
        let rows = read.query(count, &[])?;
        let checked = match rows.first().and_then(|row| row.first()) {
            Some(store::Value::Int(count)) => *count,
            _ => 0,
        };
        let offender = read.query(&format!("{offenders} LIMIT 1"), &[])?.first().map(|row| say(row));
        Ok(Finding { checked, offender })
    }
}
