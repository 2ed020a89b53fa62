//! The only SQL of the ledger: reports read balances, lists read indexes.

use crate::general_ledger::LinePlace;
use crate::records::{Account, AccountKind, Balance, Site, Usage};
use crate::statements::Extent;
use command::Tx;
use kernel::{Date, Id, Instant, Result, ToSchema};
use money::{Amount, Total};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use store::{Field, Session, Table, Value, field, wide_sum, wide_sum_columns};
use uuid::Uuid;

/// The last entry's place in the journal.
pub fn last_seq(read: &mut Session<'_>) -> Result<i64> {
    let rows = read.query("SELECT CAST(coalesce(max(seq), 0) AS bigint) FROM entry", &[])?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// The segments of the journal up to `last` with lines of a product, the latest first: one look for each segment.
pub fn segments_of_product(read: &mut Session<'_>, product: Uuid, last: i64) -> Result<Vec<i64>> {
    let sql = "WITH RECURSIVE s(n) AS (SELECT CAST($2 AS bigint) UNION ALL SELECT n - 1 FROM s WHERE n > 0) \
         SELECT n FROM s WHERE EXISTS (SELECT 1 FROM goods_balance WHERE segment = n AND product = $1) ORDER BY n DESC";
    let last = last.min(last_seq(read)?) / Balance::SEGMENT;
    read.query(sql, &[Value::Id(product), Value::Int(last)])?
        .into_iter()
        .map(|row| field(row.into_iter().next()))
        .collect()
}

/// Asks for the rows of segments, the latest first: of one, then of twice as many at a time, until `ask` breaks off; once for the
/// whole journal where no segments are given. A statement names at most 1,024, because a database takes only so many values.
pub fn walk_segments(
    segments: Option<&[i64]>,
    mut ask: impl FnMut(Option<&[i64]>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let Some(mut rest) = segments else {
        return ask(None).map(drop);
    };
    let mut at_once = 1;
    while !rest.is_empty() {
        let (these, later) = rest.split_at(at_once.min(rest.len()));
        if ask(Some(these))?.is_break() {
            return Ok(());
        }
        (rest, at_once) = (later, (at_once * 2).min(1_024));
    }
    Ok(())
}

/// The first and the last possible entry of each segment, as a table of two columns in SQL.
pub fn segment_rows(segments: &[i64], args: &mut Vec<Value>) -> String {
    let mut rows = Vec::with_capacity(segments.len());
    for segment in segments {
        let first = segment * Balance::SEGMENT;
        args.extend([first, first + Balance::SEGMENT - 1].map(Value::Int));
        rows.push(format!("(CAST(${} AS bigint), CAST(${} AS bigint))", args.len() - 1, args.len()));
    }
    format!("(VALUES {})", rows.join(", "))
}

/// What moved on an account in a span of days, in the company's currency.
#[derive(Clone)]
pub struct Movement {
    /// The account's code.
    pub code: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: AccountKind,
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
/// days from $5, the later of $1 and $3. `{only}` is the filter by account and branch.
const MOVED: &str = "SELECT account, branch, debit, credit FROM balance_month WHERE month >= $2 AND month < $3{only} \
     UNION ALL SELECT account, branch, debit, credit FROM balance WHERE day >= $1 AND day < $2{only} \
     UNION ALL SELECT account, branch, debit, credit FROM balance WHERE day >= $5 AND day <= $4{only}";
/// The span from $1 to $2 as it was known at the entry $5: segments below $3 by balance, the entries from $4 on by line. The places are
/// limited in both tables, because PostgreSQL would otherwise read all entries of the span.
const MOVED_AS_KNOWN: &str = "SELECT account, branch, debit, credit FROM balance \
     WHERE segment < $3 AND day >= $1 AND day <= $2{only} \
     UNION ALL SELECT l.account, l.branch, CASE WHEN l.base > 0 THEN l.base ELSE 0 END, \
       CASE WHEN l.base < 0 THEN -l.base ELSE 0 END FROM line l JOIN entry e ON e.seq = l.entry \
     WHERE l.entry >= $4 AND l.entry <= $5 AND e.seq >= $4 AND e.seq <= $5 \
     AND e.business_date >= $1 AND e.business_date <= $2{only}";

/// What moved on every account, or on the one of `extent`, over the days up to `to`, from `from` or from the beginning.
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
    let only = extent.filter("", &mut args);
    let sql = sql.replace("{only}", &only);
    let (branch, group) = if extent.by_branch { ("s.code", ", s.code") } else { ("NULL", "") };
    let sites = if extent.by_branch { " JOIN site s ON s.id = x.branch" } else { "" };
    let sql = format!(
        "SELECT a.code, a.name, a.kind, p.code, {branch}, {}, {} FROM ({sql}) x JOIN account a ON a.id = x.account \
         LEFT JOIN account p ON p.id = a.parent{sites} GROUP BY a.code, a.name, a.kind, p.code{group} ORDER BY a.code{group}",
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
    /// The code of the heading above it.
    pub parent: Option<String>,
}

/// The headings of the chart by code.
pub fn headings(read: &mut Session<'_>) -> Result<BTreeMap<String, Heading>> {
    let sql = "SELECT a.code, a.name, p.code FROM account a LEFT JOIN account p ON p.id = a.parent \
               WHERE a.usage IN ($1, $2)";
    let usages = [Usage::Heading, Usage::CostOfSales].map(|usage| Value::Text(usage.to_string()));
    let heading = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let code = field(row.next())?;
        Ok((code, Heading { name: field(row.next())?, parent: field(row.next())? }))
    };
    read.query(sql, &usages)?.into_iter().map(heading).collect()
}

/// The accounts `cost`: those below a heading of cost of sales, and the headings.
const COST_OF_SALES: &str = "WITH RECURSIVE cost (id) AS (SELECT id FROM account WHERE usage = 'cost_of_sales' \
     UNION SELECT a.id FROM account a JOIN cost c ON a.parent = c.id)";

/// The accounts of the gross profit by code: those of the kind income, less those below a heading of cost of sales.
pub fn gross_profit_accounts(read: &mut Session<'_>) -> Result<BTreeMap<String, Id<Account>>> {
    let sql =
        format!("{COST_OF_SALES} SELECT code, id FROM account WHERE kind = 'income' OR id IN (SELECT id FROM cost)");
    let account = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok((field(row.next())?, field(row.next())?))
    };
    read.query(&sql, &[])?.into_iter().map(account).collect()
}

/// Whether the balance of an account tells what goods cost: it stands below a heading of cost of sales, or a posting role takes the
/// value of goods there.
pub fn tells_cost(read: &mut Session<'_>, account: Id<Account>) -> Result<bool> {
    let sql = format!(
        "{COST_OF_SALES} SELECT 1 FROM account a WHERE a.id = $1 AND (a.id IN (SELECT id FROM cost) \
         OR EXISTS (SELECT 1 FROM posting_account p WHERE p.account = a.id AND p.of_goods))"
    );
    Ok(!read.query(&sql, &[Value::Id(account.uuid())])?.is_empty())
}

/// The code of the heading above the retained earnings, under which the results that are not closed yet belong too.
pub fn heading_of_results(read: &mut Session<'_>) -> Result<Option<String>> {
    let sql = "SELECT p.code FROM account a JOIN account p ON p.id = a.parent WHERE a.usage = 'retained' AND a.kind = 'equity' \
               ORDER BY a.code LIMIT 1";
    read.query(sql, &[])?.into_iter().next().map(|row| field(row.into_iter().next())).transpose()
}

/// Whether an account has a balance at any branch.
pub fn has_balance(tx: &mut Tx<'_, '_>, account: Id<Account>) -> Result<bool> {
    let sql = "SELECT branch FROM balance_month WHERE account = $1 GROUP BY branch \
         HAVING sum((debit - credit) >> 32) * 4294967296 + sum((debit - credit) & 4294967295) <> 0 LIMIT 1";
    Ok(!tx.query(sql, &[Value::Id(account.uuid())])?.is_empty())
}

/// Whether an entry is dated between two days.
pub fn has_entries(tx: &mut Tx<'_, '_>, from: Date, to: Date) -> Result<bool> {
    let sql = "SELECT seq FROM entry WHERE business_date >= $1 AND business_date <= $2 LIMIT 1";
    Ok(!tx.query(sql, &[text(from), text(to)])?.is_empty())
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

const ENTRY_COLUMNS: &str =
    "e.seq, e.id, e.kind, e.reference, e.business_date, e.document_date, e.memo, e.doc, e.reverses, m.email, c.at";
const ENTRY: &str = "entry e JOIN command c ON c.id = e.command LEFT JOIN member m ON m.user_id = c.actor";

/// The segments as the first table of a FROM, and the condition that `seq` lies in one; nothing of both for the whole journal.
/// In SQLite, CROSS JOIN keeps the order of the tables: each segment is looked up, and the rest of the journal is not read.
fn of_segments(segments: Option<&[i64]>, seq: &str, args: &mut Vec<Value>) -> (String, String) {
    let Some(segments) = segments else {
        return Default::default();
    };
    let rows = segment_rows(segments, args);
    (format!("{rows} s CROSS JOIN "), format!(" AND {seq} BETWEEN s.column1 AND s.column2"))
}

impl Extent {
    /// The SQL that leaves only lines of its account and branch, for a table with the alias `of`; its values are added to `args`.
    fn filter(&self, of: &str, args: &mut Vec<Value>) -> String {
        let mut sql = String::new();
        let ids = [("account", self.account.map(|id| id.uuid())), ("branch", self.branch.map(|id| id.uuid()))];
        for (column, id) in ids {
            if let Some(id) = id {
                args.push(Value::Id(id));
                sql.push_str(&format!(" AND {of}{column} = ${}", args.len()));
            }
        }
        sql
    }
}

/// A page of entries of the segments, or of the whole journal, newest first, below `before`.
pub fn entries(
    read: &mut Session<'_>,
    (filters, segments): (&[Filter], Option<&[i64]>),
    before: i64,
    limit: i64,
) -> Result<Vec<Vec<Value>>> {
    page_of_segments(segments, limit, |segments, limit| {
        let mut args = vec![Value::Int(before), Value::Int(limit)];
        let (from, within) = of_segments(segments, "e.seq", &mut args);
        let filter = where_sql(filters, &mut args);
        let sql = format!(
            "SELECT {ENTRY_COLUMNS} FROM {from}{ENTRY}{filter}{within} AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2"
        );
        read.query(&sql, &args)
    })
}

/// The first `limit` rows of [`walk_segments`], where `ask` answers with rows up to a number, newest first.
pub fn page_of_segments(
    segments: Option<&[i64]>,
    limit: i64,
    mut ask: impl FnMut(Option<&[i64]>, i64) -> Result<Vec<Vec<Value>>>,
) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    walk_segments(segments, |these| {
        rows.extend(ask(these, limit - rows.len() as i64)?);
        Ok(if (rows.len() as i64) < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(rows)
}

/// The entries with a place from `from` to `to`, oldest first.
pub fn entries_between(read: &mut Session<'_>, filters: &[Filter], from: i64, to: i64) -> Result<Vec<Vec<Value>>> {
    let mut args = vec![Value::Int(from), Value::Int(to)];
    let filter = where_sql(filters, &mut args);
    read.query(
        &format!("SELECT {ENTRY_COLUMNS} FROM {ENTRY}{filter} AND e.seq >= $1 AND e.seq <= $2 ORDER BY e.seq"),
        &args,
    )
}

/// A page of the entries that the report knows, by date and place in the journal, after (day, seq), up to a day.
pub fn entries_by_day(
    read: &mut Session<'_>,
    after: (Date, i64),
    to: Date,
    extent: Extent,
    limit: i64,
) -> Result<Vec<Vec<Value>>> {
    let (day, seq) = after;
    let mut args = vec![text(day), Value::Int(seq), text(to), Value::Int(limit), Value::Int(extent.known.seq())];
    let has_line = extent.branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " AND EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.branch = $6)"
    });
    let sql = format!(
        "SELECT {ENTRY_COLUMNS} FROM {ENTRY} WHERE e.business_date >= $1 AND e.business_date <= $3 AND (e.business_date > $1 OR e.seq > $2) \
         AND e.seq <= $5{has_line} ORDER BY e.business_date, e.seq LIMIT $4"
    );
    read.query(&sql, &args)
}

/// The place and the document of a line in the general ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountLine {
    /// The business date.
    pub business_date: Date,
    /// The entry's place in the journal.
    pub entry: i64,
    /// The line's place in the entry.
    pub n: i64,
    /// The printed number of the document.
    pub number: String,
    /// The kind of the document.
    pub kind: String,
    /// The document.
    pub document: Uuid,
    /// The reason in words.
    pub memo: String,
    /// The code of the branch.
    pub branch: String,
    /// The customer or supplier.
    pub party: Option<Uuid>,
    /// The e-mail address of the user that posted it; absent where the program did.
    pub posted_by: Option<String>,
    /// When it was posted.
    pub posted_at: Instant,
}

/// The first `limit` days of a span on which lines of the account of `extent` were ever booked.
pub fn days_with_lines(
    read: &mut Session<'_>,
    (from, to): (Date, Date),
    extent: Extent,
    limit: i64,
) -> Result<Vec<Date>> {
    let mut args = vec![text(from), text(to), Value::Int(limit)];
    let only = extent.filter("", &mut args);
    let sql = format!("SELECT DISTINCT day FROM balance WHERE day >= $1 AND day <= $2{only} ORDER BY day LIMIT $3");
    read.query(&sql, &args)?.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// The lines of the account of `extent` on `days`, by date, after a place, each with its amount in the company's currency.
pub fn account_lines(
    read: &mut Session<'_>,
    days: &[Date],
    (day, entry, n): LinePlace,
    extent: Extent,
    limit: i64,
) -> Result<Vec<(AccountLine, Amount)>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let known = Value::Int(extent.known.seq());
    let mut args = vec![known, text(day), Value::Int(entry), Value::Int(n), Value::Int(limit)];
    let only = extent.filter("l.", &mut args);
    let first = args.len();
    args.extend(days.iter().map(|day| text(*day)));
    let days = (first + 1..=args.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    // In SQLite, CROSS JOIN keeps the order of the tables: the entries of the days are found first, not all lines of the account.
    let sql = format!(
        "SELECT e.business_date, l.entry, l.n, e.reference, e.kind, e.doc, e.memo, s.code, l.party, m.email, c.at, l.base \
         FROM entry e CROSS JOIN line l JOIN site s ON s.id = l.branch JOIN command c ON c.id = e.command \
         LEFT JOIN member m ON m.user_id = c.actor WHERE l.entry = e.seq AND e.business_date IN ({days}) AND l.entry <= $1{only} \
         AND (e.business_date > $2 OR l.entry > $3 OR (l.entry = $3 AND l.n > $4)) \
         ORDER BY e.business_date, l.entry, l.n LIMIT $5"
    );
    let line = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let line = AccountLine {
            business_date: field(row.next())?,
            entry: field(row.next())?,
            n: field(row.next())?,
            number: field(row.next())?,
            kind: field(row.next())?,
            document: field(row.next())?,
            memo: field(row.next())?,
            branch: field(row.next())?,
            party: field(row.next())?,
            posted_by: field(row.next())?,
            posted_at: Instant::from_micros(field(row.next())?),
        };
        Ok((line, field(row.next())?))
    };
    read.query(&sql, &args)?.into_iter().map(line).collect()
}

/// The net of the lines of the account of `extent` on a day, up to a place.
pub fn net_of_lines(read: &mut Session<'_>, (day, entry, n): LinePlace, extent: Extent) -> Result<Total> {
    let known = Value::Int(extent.known.seq());
    let mut args = vec![known, text(day), Value::Int(entry), Value::Int(n)];
    let only = extent.filter("l.", &mut args);
    let sql = format!(
        "SELECT {} FROM entry e CROSS JOIN line l WHERE l.entry = e.seq AND e.business_date = $2 \
         AND l.entry <= $1{only} AND (l.entry < $3 OR (l.entry = $3 AND l.n <= $4))",
        wide_sum_columns("l.base")
    );
    wide_sum(&mut read.query(&sql, &args)?.into_iter().flatten())
}

fn text(day: Date) -> Value {
    Value::Text(day.to_string())
}

/// The number of matching entries, counted up to 10,001.
pub fn count_entries(read: &mut Session<'_>, filters: &[Filter], segments: Option<&[i64]>) -> Result<i64> {
    count(read, (filters, segments), "entry e", "e.seq")
}

fn count(
    read: &mut Session<'_>,
    (filters, segments): (&[Filter], Option<&[i64]>),
    tables: &str,
    seq: &str,
) -> Result<i64> {
    let mut total: i64 = 0;
    walk_segments(segments, |segments| {
        let mut args = Vec::new();
        let (from, within) = of_segments(segments, seq, &mut args);
        let filter = where_sql(filters, &mut args);
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from}{tables}{filter}{within} LIMIT 10001) x");
        total += field::<i64>(read.query(&sql, &args)?.into_iter().flatten().next())?;
        Ok(if total <= 10_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(total)
}

/// Whether the amount of the line `l` on the account `a` is what goods cost: of the goods themselves, of the other side of their
/// move, and between the branches that they move between.
const IS_COST: &str = "(l.product IS NOT NULL AND l.units IS NULL) OR (a.usage = 'inter_branch' AND \
     EXISTS (SELECT 1 FROM line g WHERE g.entry = l.entry AND g.pool IS NOT NULL))";

fn lines_from(tables_before: &str) -> String {
    format!(
        "SELECT l.entry, l.n, e.reference, e.business_date, a.code, a.name, l.base, l.currency, l.amount, b.code, \
         l.party, l.product, l.quantity, l.units, l.origin_entry, l.origin_n, {IS_COST} FROM {tables_before}line l \
         JOIN entry e ON e.seq = l.entry JOIN account a ON a.id = l.account JOIN site b ON b.id = l.branch"
    )
}

/// A page of lines of the segments, or of the whole journal, newest first, below (entry, n).
pub fn lines(
    read: &mut Session<'_>,
    (filters, segments): (&[Filter], Option<&[i64]>),
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<Vec<Value>>> {
    page_of_segments(segments, limit, |segments, limit| {
        let mut args = vec![Value::Int(before.0), Value::Int(before.1), Value::Int(limit)];
        let (from, within) = of_segments(segments, "l.entry", &mut args);
        let filter = where_sql(filters, &mut args);
        let sql = format!(
            "{}{filter}{within} AND (l.entry < $1 OR (l.entry = $1 AND l.n < $2)) ORDER BY l.entry DESC, l.n DESC LIMIT $3",
            lines_from(&from)
        );
        read.query(&sql, &args)
    })
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
pub fn count_lines(read: &mut Session<'_>, filters: &[Filter], segments: Option<&[i64]>) -> Result<i64> {
    count(read, (filters, segments), "line l JOIN entry e ON e.seq = l.entry", "l.entry")
}

/// The lines of `entries`, or those of them in the books of `branch`, by entry and in their order.
pub fn lines_of(read: &mut Session<'_>, entries: &[i64], branch: Option<Id<Site>>) -> Result<Vec<Vec<Value>>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=entries.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let mut args: Vec<Value> = entries.iter().copied().map(Value::Int).collect();
    let only = branch.map_or_else(String::new, |branch| {
        args.push(Value::Id(branch.uuid()));
        format!(" AND l.branch = ${}", args.len())
    });
    read.query(&format!("{} WHERE l.entry IN ({places}){only} ORDER BY l.entry, l.n", lines_from("")), &args)
}

/// The numbers of other systems that begin with `head`, on documents from a day on.
pub(crate) fn foreign_numbers(tx: &mut Tx<'_, '_>, head: &str, from: Date) -> Result<Vec<String>> {
    let to = format!("{head}\u{10ffff}");
    let sql = "SELECT reference FROM entry WHERE reference >= $1 AND reference < $2 AND series = 'external' AND business_date >= $3";
    let rows = tx.query(sql, &[Value::Text(head.to_owned()), Value::Text(to), from.to_value()])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}

/// The numbers of a series that documents have, as far as they are printed from `from` to `to`, which have the same length.
pub(crate) fn used_numbers(tx: &mut Tx<'_, '_>, series: &str, (from, to): (String, String)) -> Result<Vec<i64>> {
    let sql = "SELECT number FROM entry WHERE reference >= $1 AND reference <= $2 AND series = $3 ORDER BY number";
    let rows = tx.query(sql, &[Value::Text(from), Value::Text(to), Value::Text(series.to_owned())])?;
    rows.into_iter().map(|row| field(row.into_iter().next())).collect()
}
