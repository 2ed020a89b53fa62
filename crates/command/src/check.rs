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
    /// Whether it takes much longer than most, so that it is begun first.
    pub is_long: bool,
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
        Ok(Finding { checked, offender: Finding::offender_of_sql(read, offenders, say)? })
    }

    /// The first row of `offenders` in words, if there is one.
    pub(crate) fn offender_of_sql(
        read: &mut Session<'_>,
        offenders: &str,
        say: fn(&[store::Value]) -> String,
    ) -> Result<Option<String>> {
        // Materialized, it is planned for all of its rows: a plan that hopes to find one early is slow where there is none.
        let first = format!("WITH offender AS MATERIALIZED ({offenders}) SELECT * FROM offender LIMIT 1");
        Ok(read.query(&first, &[])?.first().map(|row| say(row)))
    }
}
