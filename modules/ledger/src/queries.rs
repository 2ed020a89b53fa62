//! The only SQL of the ledger: reports read balances, lists read indexes.

use crate::known::Known;
use crate::records::{Account, Balance};
use command::Tx;
use kernel::{Date, Id, Result};
use money::Total;
use store::{Session, Value, field, wide_sum, wide_sum_columns};

/// The last entry's place in the journal.
pub fn last_seq(read: &mut Session<'_>) -> Result<i64> {
    let rows = read.query("SELECT CAST(coalesce(max(seq), 0) AS bigint) FROM entry", &[])?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// An account's net in a report, debit positive.
pub struct AccountNet {
    /// The account's code.
    pub code: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: String,
    /// Debits less credits.
    pub net: Total,
}

/// Whole months before the month of $1 ($2 is its first day), then the days of that month.
const UP_TO: &str = "SELECT account, debit - credit AS net FROM balance_month WHERE month < $2 \
     UNION ALL SELECT account, debit - credit FROM balance WHERE day >= $2 AND day <= $1";
/// The days from $2 to $1.
const BETWEEN: &str = "SELECT account, debit - credit AS net FROM balance WHERE day >= $2 AND day <= $1";
/// The days from $2 to $1 as they were known at the entry $5: segments below $3 by balance, the entries from $4 on by line.
const BETWEEN_AS_KNOWN: &str = "SELECT account, debit - credit AS net FROM balance \
     WHERE segment < $3 AND day >= $2 AND day <= $1 \
     UNION ALL SELECT l.account, l.base FROM line l JOIN entry e ON e.seq = l.entry \
     WHERE l.entry >= $4 AND l.entry <= $5 AND e.business_date >= $2 AND e.business_date <= $1";

/// The net of every account over the days up to `to`, from `from` or from the beginning; zero is left out.
pub fn nets(read: &mut Session<'_>, from: Option<Date>, to: Date, known: Known) -> Result<Vec<AccountNet>> {
    let text = |day: Date| Value::Text(day.to_string());
    let (sql, args) = match (known.open_segment(), from) {
        (None, None) => (UP_TO, vec![text(to), text(to.first_of_month())]),
        (None, Some(from)) => (BETWEEN, vec![text(to), text(from)]),
        (Some(segment), from) => {
            let from = from.map_or_else(|| Value::Text(String::new()), text);
            let numbers = [segment, segment * Balance::SEGMENT, known.seq()].map(Value::Int);
            (BETWEEN_AS_KNOWN, [text(to), from].into_iter().chain(numbers).collect())
        }
    };
    let sql = format!(
        "SELECT a.code, a.name, a.kind, {} FROM ({sql}) x JOIN account a ON a.id = x.account \
         GROUP BY a.code, a.name, a.kind ORDER BY a.code",
        wide_sum_columns("x.net")
    );
    let row = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok(AccountNet {
            code: field(row.next())?,
            name: field(row.next())?,
            kind: field(row.next())?,
            net: wide_sum(&mut row)?,
        })
    };
    let nets = read.query(&sql, &args)?.into_iter().map(row);
    nets.filter(|account| account.as_ref().map_or(true, |account| !account.net.is_zero())).collect()
}

/// Whether an account has a balance at any branch.
pub fn has_balance(tx: &mut Tx<'_, '_>, account: Id<Account>) -> Result<bool> {
    let sql = "SELECT branch FROM balance_month WHERE account = $1 GROUP BY branch \
         HAVING sum((debit - credit) >> 32) * 4294967296 + sum((debit - credit) & 4294967295) <> 0 LIMIT 1";
    Ok(!tx.query(sql, &[Value::Id(account.uuid())])?.is_empty())
}

/// One filter of a list of entries or lines.
pub struct Filter {
    /// SQL with one `?`.
    pub sql: &'static str,
    /// Its value.
    pub value: Value,
}

fn where_sql(filters: &[Filter], args: &mut Vec<Value>) -> String {
    let mut sql = String::from(" WHERE 1 = 1");
    for filter in filters {
        args.push(filter.value.clone());
        sql.push_str(" AND ");
        sql.push_str(&filter.sql.replace('?', &format!("${}", args.len())));
    }
    sql
}

/// A page of entries, newest first, below `before`.
pub fn entries(read: &mut Session<'_>, filters: &[Filter], before: i64, limit: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(before), Value::Int(limit)];
    let filter = where_sql(filters, &mut args);
    let sql = format!(
        "SELECT e.seq, e.id, e.kind, e.reference, e.business_date, e.document_date, e.memo, e.doc, e.reverses \
         FROM entry e{filter} AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2"
    );
    read.query(&sql, &args)
}

/// The number of matching entries, counted up to 10,001.
pub fn count_entries(read: &mut Session<'_>, filters: &[Filter]) -> Result<i64> {
    let mut args = Vec::new();
    let filter = where_sql(filters, &mut args);
    let rows = read.query(&format!("SELECT count(*) FROM (SELECT 1 FROM entry e{filter} LIMIT 10001) x"), &args)?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// The last column says whether the amount of the line is what goods cost: of the goods themselves, of the other side of their move,
/// and between the branches that they move between.
const LINE: &str = "SELECT l.entry, l.n, e.reference, e.business_date, a.code, a.name, l.base, l.currency, l.amount, s.code, \
     l.party, l.product, l.quantity, l.units, l.origin_entry, l.origin_n, \
     (l.product IS NOT NULL AND l.units IS NULL) OR (a.usage = 'inter_branch' AND \
     EXISTS (SELECT 1 FROM line g WHERE g.entry = l.entry AND g.pool IS NOT NULL)) \
     FROM line l JOIN entry e ON e.seq = l.entry JOIN account a ON a.id = l.account JOIN site s ON s.id = l.branch";

/// A page of lines, newest first, below (entry, n).
pub fn lines(read: &mut Session<'_>, filters: &[Filter], before: (i64, i64), limit: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(before.0), Value::Int(before.1), Value::Int(limit)];
    let filter = where_sql(filters, &mut args);
    let sql = format!(
        "{LINE}{filter} AND (l.entry < $1 OR (l.entry = $1 AND l.n < $2)) ORDER BY l.entry DESC, l.n DESC LIMIT $3"
    );
    read.query(&sql, &args)
}

/// The number of matching lines, counted up to 10,001.
pub fn count_lines(read: &mut Session<'_>, filters: &[Filter]) -> Result<i64> {
    let mut args = Vec::new();
    let filter = where_sql(filters, &mut args);
    let sql =
        format!("SELECT count(*) FROM (SELECT 1 FROM line l JOIN entry e ON e.seq = l.entry{filter} LIMIT 10001) x");
    let rows = read.query(&sql, &args)?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// The lines of one entry in their order.
pub fn lines_of(read: &mut Session<'_>, entry: i64) -> Result<Vec<Vec<Value>>> {
    read.query(&format!("{LINE} WHERE l.entry = $1 ORDER BY l.n"), &[Value::Int(entry)])
}
