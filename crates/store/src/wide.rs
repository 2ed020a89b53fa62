//! Sums that may exceed 64 bits: SQLite refuses to form them and PostgreSQL answers them in a type of its own.

use crate::{Value, field};
use kernel::Result;
use money::Total;

/// Two columns of a SELECT that hold the sum of `term`, a `bigint` expression; [`wide_sum`] reads them. The upper and the lower
/// halves of the terms are summed apart, so that neither sum overflows.
pub fn wide_sum_columns(term: &str) -> String {
    format!("CAST(coalesce(sum(({term}) >> 32), 0) AS bigint), CAST(coalesce(sum(({term}) & 4294967295), 0) AS bigint)")
}

/// The sum in the next two columns of a row.
pub fn wide_sum(row: &mut impl Iterator<Item = Value>) -> Result<Total> {
    let (upper, lower): (i64, i64) = (field(row.next())?, field(row.next())?);
    Ok(Total::new((i128::from(upper) << 32) + i128::from(lower)))
}
