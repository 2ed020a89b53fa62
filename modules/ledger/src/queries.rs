//! The only SQL of the ledger: reports read balances, lists read indexes.

use crate::general_ledger::LinePlace;
use crate::records::{Account, Balance, Usage};
use crate::statements::Extent;
use command::Tx;
use kernel::{Date, Id, Instant, Result};
use money::{Amount, Total};
use std::collections::BTreeMap;
use store::{Session, Table, Value, field, wide_sum, wide_sum_columns};
use uuid::Uuid;

/// The last entry's place in the journal.
pub fn last_seq(read: &mut Session<'_>) -> Result<i64> {
    let rows = read.query("SELECT CAST(coalesce(max(seq), 0) AS bigint) FROM entry", &[])?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// What moved on an account in a span of days, in the company's currency.
#[derive(Clone)]
pub struct Movement {
    /// The account's code.
    pub code: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: String,
    /// The code of the heading it stands under.
    pub parent: Option<String>,
    /// The branch's code, where branches are asked for.
    pub branch: Option<String>,
    /// The debits.
    pub debit: Total,
    /// The credits, positive.
    pub credit: Total,
}

/// The span from $1 to $4: its days before its first whole month ($2), the months before the month that begins on $3, and the
/// days from $5, the later of $1 and $3.
const MOVED: &str = "SELECT account, branch, debit, credit FROM balance_month WHERE month >= $2 AND month < $3 \
     UNION ALL SELECT account, branch, debit, credit FROM balance WHERE day >= $1 AND day < $2 \
     UNION ALL SELECT account, branch, debit, credit FROM balance WHERE day >= $5 AND day <= $4";
/// The span from $1 to $2 as it was known at the entry $5: segments below $3 by balance, the entries from $4 on by line.
const MOVED_AS_KNOWN: &str = "SELECT account, branch, debit, credit FROM balance \
     WHERE segment < $3 AND day >= $1 AND day <= $2 \
     UNION ALL SELECT l.account, l.branch, CASE WHEN l.base > 0 THEN l.base ELSE 0 END, \
       CASE WHEN l.base < 0 THEN -l.base ELSE 0 END FROM line l JOIN entry e ON e.seq = l.entry \
     WHERE l.entry >= $4 AND l.entry <= $5 AND e.business_date >= $1 AND e.business_date <= $2";

/// What moved on every account over the days up to `to`, from `from` or from the beginning.
pub fn movements(read: &mut Session<'_>, from: Option<Date>, to: Date, extent: Extent) -> Result<Vec<Movement>> {
    let first = from.map_or_else(|| Value::Text(String::new()), text);
    let (sql, mut args) = match extent.known.open_segment() {
        None => {
            let month = to.first_of_month();
            let whole =
                from.map(|from| if from.day() == 1 { from } else { from.last_of_month().tomorrow().unwrap_or(from) });
            let whole = whole.map_or_else(|| Value::Text(String::new()), |whole| text(whole.min(month)));
            let rest = from.map_or(month, |from| from.max(month));
            (MOVED, vec![first, whole, text(month), text(to), text(rest)])
        }
        Some(segment) => {
            let numbers = [segment, segment * Balance::SEGMENT, extent.known.seq()].map(Value::Int);
            (MOVED_AS_KNOWN, [first, text(to)].into_iter().chain(numbers).collect())
        }
    };
    let filter = extent.branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " WHERE x.branch = $6"
    });
    let (branch, group) = if extent.by_branch { ("s.code", ", s.code") } else { ("NULL", "") };
    let sites = if extent.by_branch { " JOIN site s ON s.id = x.branch" } else { "" };
    let sql = format!(
        "SELECT a.code, a.name, a.kind, p.code, {branch}, {}, {} FROM ({sql}) x JOIN account a ON a.id = x.account \
         LEFT JOIN account p ON p.id = a.parent{sites}{filter} GROUP BY a.code, a.name, a.kind, p.code{group} ORDER BY a.code{group}",
        wide_sum_columns("x.debit"),
        wide_sum_columns("x.credit")
    );
    let row = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok(Movement {
            code: field(row.next())?,
            name: field(row.next())?,
            kind: field(row.next())?,
            parent: field(row.next())?,
            branch: field(row.next())?,
            debit: wide_sum(&mut row)?,
            credit: wide_sum(&mut row)?,
        })
    };
    read.query(&sql, &args)?.into_iter().map(row).collect()
}

/// An account that groups others.
pub struct Heading {
    /// Its name.
    pub name: String,
    /// Its use.
    pub usage: Usage,
    /// The code of the heading above it.
    pub parent: Option<String>,
}

/// The headings of the chart by code.
pub fn headings(read: &mut Session<'_>) -> Result<BTreeMap<String, Heading>> {
    let sql = "SELECT a.code, a.name, a.usage, p.code FROM account a LEFT JOIN account p ON p.id = a.parent \
               WHERE a.usage IN ($1, $2)";
    let usages = [Usage::Heading, Usage::CostOfSales].map(|usage| Value::Text(usage.to_string()));
    let heading = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let code = field(row.next())?;
        Ok((code, Heading { name: field(row.next())?, usage: field(row.next())?, parent: field(row.next())? }))
    };
    read.query(sql, &usages)?.into_iter().map(heading).collect()
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

impl Filter {
    /// Whether it concerns a line itself, and not its entry.
    pub fn is_of_line(&self) -> bool {
        self.sql.starts_with("l.")
    }
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

const ENTRY: &str = "SELECT e.seq, e.id, e.kind, e.reference, e.business_date, e.document_date, e.memo, e.doc, e.reverses, \
     m.email, c.at FROM entry e JOIN command c ON c.id = e.command LEFT JOIN member m ON m.user_id = c.actor";

/// A page of entries, newest first, below `before`.
pub fn entries(read: &mut Session<'_>, filters: &[Filter], before: i64, limit: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(before), Value::Int(limit)];
    let filter = where_sql(filters, &mut args);
    read.query(&format!("{ENTRY}{filter} AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2"), &args)
}

/// The entries with a place from `from` to `to`, oldest first.
pub fn entries_between(read: &mut Session<'_>, filters: &[Filter], from: i64, to: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(from), Value::Int(to)];
    let filter = where_sql(filters, &mut args);
    read.query(&format!("{ENTRY}{filter} AND e.seq >= $1 AND e.seq <= $2 ORDER BY e.seq"), &args)
}

/// A page of entries by date and place in the journal, after (day, seq), up to a day.
pub fn entries_by_day(read: &mut Session<'_>, after: (Date, i64), to: Date, limit: i64) -> Result<Vec<Vec<Value>>> {
    let (day, seq) = after;
    let args = [text(day), Value::Int(seq), text(to), Value::Int(limit)];
    let sql = format!(
        "{ENTRY} WHERE e.business_date >= $1 AND e.business_date <= $3 AND (e.business_date > $1 OR e.seq > $2) \
         ORDER BY e.business_date, e.seq LIMIT $4"
    );
    read.query(&sql, &args)
}

/// A line of an account in the general ledger.
pub struct AccountLine {
    /// The business date.
    pub business_date: Date,
    /// The entry's place in the journal.
    pub entry: i64,
    /// The line's place in the entry.
    pub n: i64,
    /// The printed number.
    pub number: String,
    /// The kind of the document.
    pub kind: String,
    /// The document.
    pub document: Uuid,
    /// The reason in words.
    pub memo: String,
    /// The branch's code.
    pub branch: String,
    /// The customer or supplier.
    pub party: Option<Uuid>,
    /// The amount in the company's currency, debit positive.
    pub base: Amount,
    /// The user's e-mail address.
    pub posted_by: Option<String>,
    /// When it was posted.
    pub posted_at: Instant,
    /// Whether its amount is what goods cost.
    pub is_cost: bool,
}

/// The first `limit` days of a span on which lines of an account were ever booked.
pub fn days_with_lines(
    read: &mut Session<'_>,
    account: Id<Account>,
    (from, to): (Date, Date),
    extent: Extent,
    limit: i64,
) -> Result<Vec<Date>> {
    let mut args = vec![Value::Id(account.uuid()), text(from), text(to), Value::Int(limit)];
    let filter = extent.branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " AND branch = $5"
    });
    let sql = format!(
        "SELECT DISTINCT day FROM balance WHERE account = $1 AND day >= $2 AND day <= $3{filter} ORDER BY day LIMIT $4"
    );
    read.query(&sql, &args)?.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// The lines of an account on `days`, by date, after a place, in the entries that the report knows.
pub fn account_lines(
    read: &mut Session<'_>,
    account: Id<Account>,
    days: &[Date],
    (day, entry, n): LinePlace,
    extent: Extent,
    limit: i64,
) -> Result<Vec<AccountLine>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let known = Value::Int(extent.known.seq());
    let mut args =
        vec![Value::Id(account.uuid()), text(day), Value::Int(entry), Value::Int(n), Value::Int(limit), known];
    let filter = extent.branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " AND l.branch = $7"
    });
    let first = args.len();
    args.extend(days.iter().map(|day| text(*day)));
    let days = (first + 1..=args.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT e.business_date, l.entry, l.n, e.reference, e.kind, e.doc, e.memo, s.code, l.party, l.base, m.email, c.at, {IS_COST} \
         FROM entry e JOIN line l ON l.entry = e.seq JOIN account a ON a.id = l.account JOIN site s ON s.id = l.branch JOIN command c ON c.id = e.command \
         LEFT JOIN member m ON m.user_id = c.actor WHERE e.business_date IN ({days}) AND l.account = $1 AND l.entry <= $6{filter} \
         AND (e.business_date > $2 OR l.entry > $3 OR (l.entry = $3 AND l.n > $4)) \
         ORDER BY e.business_date, l.entry, l.n LIMIT $5"
    );
    let line = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok(AccountLine {
            business_date: field(row.next())?,
            entry: field(row.next())?,
            n: field(row.next())?,
            number: field(row.next())?,
            kind: field(row.next())?,
            document: field(row.next())?,
            memo: field(row.next())?,
            branch: field(row.next())?,
            party: field(row.next())?,
            base: field(row.next())?,
            posted_by: field(row.next())?,
            posted_at: Instant::from_micros(field(row.next())?),
            is_cost: field(row.next())?,
        })
    };
    read.query(&sql, &args)?.into_iter().map(line).collect()
}

/// The net of the lines of an account on a day, up to a place.
pub fn net_of_lines(
    read: &mut Session<'_>,
    account: Id<Account>,
    (day, entry, n): LinePlace,
    extent: Extent,
) -> Result<Total> {
    let known = Value::Int(extent.known.seq());
    let mut args = vec![Value::Id(account.uuid()), text(day), Value::Int(entry), Value::Int(n), known];
    let filter = extent.branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " AND l.branch = $6"
    });
    let sql = format!(
        "SELECT {} FROM entry e JOIN line l ON l.entry = e.seq WHERE e.business_date = $2 AND l.account = $1 \
         AND l.entry <= $5{filter} AND (l.entry < $3 OR (l.entry = $3 AND l.n <= $4))",
        wide_sum_columns("l.base")
    );
    wide_sum(&mut read.query(&sql, &args)?.into_iter().flatten())
}

fn text(day: Date) -> Value {
    Value::Text(day.to_string())
}

/// The number of matching entries, counted up to 10,001.
pub fn count_entries(read: &mut Session<'_>, filters: &[Filter]) -> Result<i64> {
    let mut args = Vec::new();
    let filter = where_sql(filters, &mut args);
    let rows = read.query(&format!("SELECT count(*) FROM (SELECT 1 FROM entry e{filter} LIMIT 10001) x"), &args)?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// Whether the amount of the line `l` on the account `a` is what goods cost: of the goods themselves, of the other side of their
/// move, and between the branches that they move between.
const IS_COST: &str = "(l.product IS NOT NULL AND l.units IS NULL) OR (a.usage = 'inter_branch' AND \
     EXISTS (SELECT 1 FROM line g WHERE g.entry = l.entry AND g.pool IS NOT NULL))";

fn line_columns() -> String {
    format!(
        "SELECT l.entry, l.n, e.reference, e.business_date, a.code, a.name, l.base, l.currency, l.amount, s.code, \
         l.party, l.product, l.quantity, l.units, l.origin_entry, l.origin_n, {IS_COST} \
         FROM line l JOIN entry e ON e.seq = l.entry JOIN account a ON a.id = l.account JOIN site s ON s.id = l.branch"
    )
}

/// A page of lines, newest first, below (entry, n).
pub fn lines(read: &mut Session<'_>, filters: &[Filter], before: (i64, i64), limit: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(before.0), Value::Int(before.1), Value::Int(limit)];
    let filter = where_sql(filters, &mut args);
    let sql = format!(
        "{}{filter} AND (l.entry < $1 OR (l.entry = $1 AND l.n < $2)) ORDER BY l.entry DESC, l.n DESC LIMIT $3",
        line_columns()
    );
    read.query(&sql, &args)
}

/// The first `limit` lines behind the place (entry, n) of the entries up to `to`, oldest first. Whether their amounts are what goods
/// cost is looked up where `tells_cost`, else answered with no. The filters are of lines only.
pub fn lines_after(
    read: &mut Session<'_>,
    filters: &[Filter],
    after: (i64, i64),
    to: i64,
    limit: usize,
    tells_cost: bool,
) -> Result<Vec<Vec<Value>>> {
    let mut args = [after.0, after.1, to].map(Value::Int).to_vec();
    let filter = where_sql(filters, &mut args);
    let (is_cost, account) = if tells_cost { (IS_COST, " JOIN account a ON a.id = l.account") } else { ("FALSE", "") };
    let sql = format!(
        "SELECT l.entry, l.n, l.account, l.base, l.currency, l.amount, l.branch, l.party, l.product, l.quantity, l.units, \
         l.due_date, l.origin_entry, l.origin_n, {is_cost} FROM line l{account}{filter} \
         AND l.entry >= $1 AND l.entry <= $3 AND (l.entry > $1 OR l.n > $2) ORDER BY l.entry, l.n LIMIT {limit}"
    );
    read.query(&sql, &args)
}

/// The id, the code and the name of these rows of a table; no code where it has none.
pub fn names(read: &mut Session<'_>, table: &Table, ids: &[Uuid]) -> Result<Vec<Vec<Value>>> {
    let places = (1..=ids.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let code = table.code().map_or("NULL", |column| column.name);
    let args: Vec<Value> = ids.iter().copied().map(Value::Id).collect();
    read.query(&format!("SELECT id, {code}, name FROM {} WHERE id IN ({places})", table.name), &args)
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

/// The lines of `entries`, by entry and in their order.
pub fn lines_of(read: &mut Session<'_>, entries: &[i64]) -> Result<Vec<Vec<Value>>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=entries.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let args: Vec<Value> = entries.iter().copied().map(Value::Int).collect();
    read.query(&format!("{} WHERE l.entry IN ({places}) ORDER BY l.entry, l.n", line_columns()), &args)
}
