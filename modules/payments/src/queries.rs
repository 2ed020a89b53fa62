//! The only SQL of the module: balances of customers, computed from lines and settlements.

use crate::errors;
use command::{Check, Finding};
use kernel::{Date, Id, Result};
use ledger::{Known, Site};
use money::{Amount, Total};
use parties::Party;
use store::{Row, Session, Value, field, wide_sum, wide_sum_columns};
use uuid::Uuid;

/// A statement with more lines than this has to be asked for in parts.
const MAX_LINES: usize = 10_000;

/// The lines of the customer $1 on receivable accounts, up to the entry $2.
const RECEIVABLE: &str = "FROM line l JOIN entry e ON e.seq = l.entry JOIN account a ON a.id = l.account \
     WHERE a.usage = 'receivable' AND l.party = $1 AND l.entry <= $2";

fn text(date: Date) -> Value {
    Value::Text(date.to_string())
}

/// The balance of a customer before a day.
pub(crate) fn owed_before(read: &mut Session<'_>, customer: Id<Party>, day: Date, known: Known) -> Result<Total> {
    let sql = format!("SELECT {} {RECEIVABLE} AND e.business_date < $3", wide_sum_columns("l.base"));
    let rows = read.query(&sql, &[Value::Id(customer.uuid()), Value::Int(known.seq()), text(day)])?;
    wide_sum(&mut rows.into_iter().flatten())
}

/// What an entry did to a customer's account.
pub(crate) struct AccountLine {
    pub(crate) business_date: Date,
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) doc: Uuid,
    pub(crate) due_date: Option<Date>,
    /// What the customer owes because of it, less what was paid at once.
    pub(crate) amount: Amount,
    /// The money that came in with it, positive, or was paid out.
    pub(crate) paid: Amount,
}

/// The entries of a customer's account between two days, both included, by date. Left out are those by which an allocation
/// brings a credit to another branch: they come to nothing.
pub(crate) fn account_lines(
    read: &mut Session<'_>,
    customer: Id<Party>,
    (from, to): (Date, Date),
    known: Known,
) -> Result<Vec<AccountLine>> {
    let sql = format!(
        "SELECT e.business_date, e.reference, e.kind, e.doc, max(l.due_date), CAST(sum(l.base) AS bigint), \
         CAST(coalesce((SELECT sum(t.base) FROM line t JOIN account m ON m.id = t.account \
           WHERE t.entry = l.entry AND m.usage IN ('cash', 'bank')), 0) AS bigint) {RECEIVABLE} \
         AND e.kind <> 'allocation' AND e.business_date >= $3 AND e.business_date <= $4 \
         GROUP BY l.entry, e.business_date, e.reference, e.kind, e.doc ORDER BY e.business_date, l.entry LIMIT {}",
        MAX_LINES + 1
    );
    let rows = read.query(&sql, &[Value::Id(customer.uuid()), Value::Int(known.seq()), text(from), text(to)])?;
    if rows.len() > MAX_LINES {
        return Err(errors::too_many_rows(MAX_LINES));
    }
    let line = |row: Vec<Value>| {
        let mut row = row.into_iter();
        Ok(AccountLine {
            business_date: field(row.next())?,
            number: field(row.next())?,
            kind: field(row.next())?,
            doc: field(row.next())?,
            due_date: field(row.next())?,
            amount: field(row.next())?,
            paid: field(row.next())?,
        })
    };
    rows.into_iter().map(line).collect()
}

/// Settlements between receivables, of documents that are named as debit or as credit.
fn settled(docs: [Option<Uuid>; 2], first: usize) -> (String, Vec<Value>) {
    let mut sql = "FROM settlement s JOIN entry e ON e.seq = s.entry JOIN entry d ON d.seq = s.debit_entry \
         JOIN entry c ON c.seq = s.credit_entry JOIN line l ON l.entry = s.debit_entry AND l.n = s.debit_n \
         JOIN account a ON a.id = l.account WHERE a.usage = 'receivable'"
        .to_owned();
    let mut args = Vec::new();
    for doc in docs.into_iter().flatten() {
        let of = format!("(SELECT o.seq FROM entry o WHERE o.doc = ${})", first + args.len());
        sql.push_str(&format!(" AND (s.debit_entry IN {of} OR s.credit_entry IN {of})"));
        args.push(Value::Id(doc));
    }
    (sql, args)
}

/// How many settlements there are of these documents; all where none is named.
pub(crate) fn count_settlements(read: &mut Session<'_>, docs: [Option<Uuid>; 2]) -> Result<i64> {
    let (from, args) = settled(docs, 1);
    field(read.query(&format!("SELECT count(*) {from}"), &args)?.into_iter().flatten().next())
}

/// Entry and place, day, number of the debit, kind and number of the credit, amount and currency of settlements before a place, the latest first.
pub(crate) fn settlements(
    read: &mut Session<'_>,
    docs: [Option<Uuid>; 2],
    (entry, n): (i64, i64),
    most: i64,
) -> Result<Vec<Row>> {
    let (from, more) = settled(docs, 3);
    let sql = format!(
        "SELECT s.entry, s.n, e.business_date, d.reference, c.kind, c.reference, s.amount, l.currency {from} \
         AND (s.entry < $1 OR (s.entry = $1 AND s.n < $2)) ORDER BY s.entry DESC, s.n DESC LIMIT {most}"
    );
    let args: Vec<Value> = [Value::Int(entry), Value::Int(n)].into_iter().chain(more).collect();
    read.query(&sql, &args)
}

/// The balance of a customer by days overdue.
pub(crate) struct Aged {
    pub(crate) customer: Id<Party>,
    pub(crate) code: String,
    pub(crate) name: String,
    /// Not due; 1–30, 31–60, 61–90 and more than 90 days overdue; and unallocated credits (negative).
    pub(crate) buckets: [Total; 6],
}

/// Everything that changed what is open up to the day $1, as known at the entry $5: lines, and settlements from the day on which all three of
/// settling entry, debit and credit are there. `side` is 0 for debits and 1 for credits.
fn open_up_to(only: &str) -> String {
    let settled = "FROM settlement s JOIN entry e ON e.seq = s.entry \
         JOIN entry d ON d.seq = s.debit_entry JOIN entry c ON c.seq = s.credit_entry";
    let known = "AND s.entry <= $5 AND e.business_date <= $1 AND d.business_date <= $1 AND c.business_date <= $1";
    format!(
        "SELECT l.party, CASE WHEN l.base < 0 THEN 1 ELSE 0 END AS side, coalesce(l.due_date, e.business_date) AS due, \
         l.base AS amount FROM line l JOIN entry e ON e.seq = l.entry JOIN account a ON a.id = l.account \
         WHERE a.usage = 'receivable' AND l.entry <= $5 AND e.business_date <= $1{only} \
         UNION ALL SELECT l.party, 0, coalesce(l.due_date, d.business_date), -s.debit_base {settled} \
         JOIN line l ON l.entry = s.debit_entry AND l.n = s.debit_n JOIN account a ON a.id = l.account \
         WHERE a.usage = 'receivable' {known}{only} \
         UNION ALL SELECT l.party, 1, coalesce(l.due_date, c.business_date), s.credit_base {settled} \
         JOIN line l ON l.entry = s.credit_entry AND l.n = s.credit_n JOIN account a ON a.id = l.account \
         WHERE a.usage = 'receivable' {known}{only}"
    )
}

/// What customers (or one of them, or in the books of a branch) owed at the end of `as_of`; `late` is that day less 30, 60 and 90 days.
pub(crate) fn ageing(
    read: &mut Session<'_>,
    (customer, branch): (Option<Id<Party>>, Option<Id<Site>>),
    as_of: Date,
    late: [Date; 3],
    known: Known,
) -> Result<Vec<Aged>> {
    let mut args = vec![text(as_of)];
    args.extend(late.map(text));
    args.push(Value::Int(known.seq()));
    let mut only = String::new();
    let ids = [("party", customer.map(|id| id.uuid())), ("branch", branch.map(|id| id.uuid()))];
    for (column, id) in ids {
        if let Some(id) = id {
            args.push(Value::Id(id));
            only.push_str(&format!(" AND l.{column} = ${}", args.len()));
        }
    }
    let sum = |when: &str| wide_sum_columns(&format!("CASE WHEN {when} THEN m.amount ELSE 0 END"));
    let buckets = [
        "m.side = 0 AND m.due >= $1",
        "m.side = 0 AND m.due < $1 AND m.due >= $2",
        "m.side = 0 AND m.due < $2 AND m.due >= $3",
        "m.side = 0 AND m.due < $3 AND m.due >= $4",
        "m.side = 0 AND m.due < $4",
        "m.side = 1",
    ];
    let sql = format!(
        "SELECT m.party, p.code, p.name, {} FROM ({}) m JOIN party p ON p.id = m.party \
         GROUP BY m.party, p.code, p.name ORDER BY p.code, m.party",
        buckets.map(sum).join(", "),
        open_up_to(&only),
    );
    let aged = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let (customer, code, name) = (field(row.next())?, field(row.next())?, field(row.next())?);
        let mut buckets = [Total::ZERO; 6];
        for bucket in &mut buckets {
            *bucket = wide_sum(&mut row)?;
        }
        Ok(Aged { customer, code, name, buckets })
    };
    let aged = read.query(&sql, &args)?.into_iter().map(aged);
    let is_open = |aged: &Aged| aged.buckets.iter().any(|bucket| !bucket.is_zero());
    aged.filter(|aged| aged.as_ref().map_or(true, is_open)).collect()
}

/// The payments' part of `verify`.
pub(crate) fn checks() -> Vec<Check> {
    vec![Check {
        invariant: "I12",
        what: "receipts say what their entries say",
        is_long: false,
        run: |read, _| {
            Finding::of_sql(
                read,
                "SELECT count(*) FROM receipt",
                "SELECT r.number FROM receipt r \
                 LEFT JOIN entry e ON e.seq = r.entry_seq AND e.id = r.entry AND e.doc = r.id AND e.reference = r.number \
                   AND e.business_date = r.business_date \
                 LEFT JOIN (SELECT l.entry, l.party, sum(l.base) AS base FROM line l JOIN receipt x ON x.entry_seq = l.entry \
                   WHERE l.party IS NOT NULL GROUP BY l.entry, l.party) c \
                   ON c.entry = e.seq AND c.party = r.customer AND c.base = -r.amount \
                 LEFT JOIN line d ON d.entry = e.seq AND d.party IS NULL AND d.base = r.amount \
                 WHERE e.seq IS NULL OR c.entry IS NULL OR d.entry IS NULL ORDER BY r.number, r.id",
                |row| format!("receipt {} differs from its entry", row[0]),
            )
        },
    }]
}
