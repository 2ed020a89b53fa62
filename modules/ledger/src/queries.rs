//! The only SQL of the ledger: reports read balances, lists read indexes.

use kernel::Result;
use money::Amount;
use store::{Session, Value, field};

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
    pub net: Amount,
}

fn nets(rows: Vec<Vec<Value>>) -> Result<Vec<AccountNet>> {
    let row = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok(AccountNet {
            code: field(row.next())?,
            name: field(row.next())?,
            kind: field(row.next())?,
            net: field(row.next())?,
        })
    };
    rows.into_iter().map(row).collect()
}

const NET_OF: &str = "SELECT a.code, a.name, a.kind, CAST(sum(x.net) AS bigint) FROM (";
const BY_ACCOUNT: &str =
    ") x JOIN account a ON a.id = x.account GROUP BY a.code, a.name, a.kind HAVING sum(x.net) <> 0 ORDER BY a.code";
/// Whole months before the month of $1 ($2 is its first day), then the days of that month.
const UP_TO: &str = "SELECT account, debit - credit AS net FROM balance_month WHERE month < $2 \
     UNION ALL SELECT account, debit - credit FROM balance WHERE day >= $2 AND day <= $1";

/// Every account's net up to a day, zero left out.
pub fn net_up_to(read: &mut Session<'_>, as_of: &str, month: &str) -> Result<Vec<AccountNet>> {
    let args = [Value::Text(as_of.to_owned()), Value::Text(month.to_owned())];
    nets(read.query(&format!("{NET_OF}{UP_TO}{BY_ACCOUNT}"), &args)?)
}

/// The same as it was known when entry `seq` was the last: the balances less the lines that came later.
pub fn net_as_known_at(read: &mut Session<'_>, as_of: &str, month: &str, seq: i64) -> Result<Vec<AccountNet>> {
    let args = [Value::Text(as_of.to_owned()), Value::Text(month.to_owned()), Value::Int(seq)];
    let later = " UNION ALL SELECT l.account, -l.base FROM line l JOIN entry e ON e.seq = l.entry \
                 WHERE l.entry > $3 AND e.business_date <= $1";
    nets(read.query(&format!("{NET_OF}{UP_TO}{later}{BY_ACCOUNT}"), &args)?)
}

/// Every account's net movement between two days, both included.
pub fn net_between(read: &mut Session<'_>, from: &str, to: &str) -> Result<Vec<AccountNet>> {
    let args = [Value::Text(from.to_owned()), Value::Text(to.to_owned())];
    let between = "SELECT account, debit - credit AS net FROM balance WHERE day >= $1 AND day <= $2";
    nets(read.query(&format!("{NET_OF}{between}{BY_ACCOUNT}"), &args)?)
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
