//! The proofs over the journal: everything is re-derived from the lines.

use crate::records::{Balance, Entry};
use command::{Check, Definitions, Finding};
use kernel::Result;
use sha2::{Digest, Sha256};
use store::{Record, Row, Session, Table, Value, digest_row, field};
use uuid::Uuid;

/// The number of entries read at a time.
const PAGE: i64 = 2_000;

macro_rules! check {
    ($invariant:literal, $what:literal, $count:literal, $offenders:expr, $say:expr) => {
        Check {
            invariant: $invariant,
            what: $what,
            is_long: false,
            run: |read, _| Finding::of_sql(read, $count, $offenders, $say),
        }
    };
}

/// The ledger's checks.
pub fn checks() -> Vec<Check> {
    let mut checks = balance_checks();
    checks.extend(document_checks());
    checks.extend(cache_checks());
    checks.push(Check {
        invariant: "I11",
        what: "every command posted exactly the rows it was logged with",
        is_long: true,
        run: verify_posted,
    });
    checks
}

fn balance_checks() -> Vec<Check> {
    vec![
        check!(
            "I1",
            "debits equal credits in every entry and branch",
            "SELECT count(*) FROM entry",
            "SELECT entry, branch, CAST(sum(base) AS bigint) FROM line GROUP BY entry, branch HAVING sum(base) <> 0 ORDER BY 1, 2",
            |row| format!("entry {}: branch {} is off by {}", row[0], row[1], row[2])
        ),
        check!(
            "I1",
            "every currency sums to zero in every entry",
            "SELECT count(*) FROM entry",
            "SELECT entry, currency, CAST(sum(amount) AS bigint) FROM line GROUP BY entry, currency HAVING sum(amount) <> 0 ORDER BY 1, 2",
            |row| format!("entry {}: {} is off by {}", row[0], row[1], row[2])
        ),
        check!(
            "I2",
            "goods that arrive have left somewhere, in every entry and product",
            "SELECT count(*) FROM line WHERE quantity IS NOT NULL",
            "SELECT entry, product, CAST(sum(quantity) AS bigint) FROM line WHERE quantity IS NOT NULL GROUP BY entry, product \
             HAVING sum(quantity) <> 0 ORDER BY 1, 2",
            |row| format!("entry {}: product {} is off by {} millionths", row[0], row[1], row[2])
        ),
        check!(
            "I3",
            "every line carries what its account's use asks for",
            "SELECT count(*) FROM line",
            "SELECT l.entry, l.n, a.code FROM line l LEFT JOIN account a ON a.id = l.account \
             WHERE a.id IS NULL OR (a.usage IN ('receivable', 'payable', 'received_not_billed') AND l.party IS NULL) \
             OR (a.usage = 'stock' AND (l.product IS NULL OR l.pool IS NULL)) OR (a.usage <> 'stock' AND l.pool IS NOT NULL) \
             OR (l.quantity IS NOT NULL AND (l.product IS NULL OR l.location IS NULL)) ORDER BY 1, 2",
            |row| format!("entry {} line {} lacks what account {} asks for", row[0], row[1], row[2])
        ),
        check!(
            "I6",
            "nothing is dated in a closed period after its closing",
            "SELECT count(*) FROM entry",
            "SELECT e.seq, e.business_date FROM entry e LEFT JOIN period p \
             ON p.company = e.company AND e.business_date >= p.starts_on AND e.business_date <= p.ends_on \
             WHERE p.id IS NULL OR (p.state = 'closed' AND e.seq > p.closed_after) ORDER BY 1",
            |row| format!("entry {} is dated {}, in a period that takes no entries", row[0], row[1])
        ),
        check!(
            "I6",
            "no entry is dated before what it returns, corrects or reverses",
            "SELECT count(*) FROM line WHERE origin_entry IS NOT NULL",
            "SELECT DISTINCT e.seq, c.seq FROM line l JOIN entry e ON e.seq = l.entry JOIN entry c ON c.seq = l.origin_entry \
             WHERE e.business_date < c.business_date ORDER BY 1, 2",
            |row| format!("entry {} is dated before entry {}, which caused it", row[0], row[1])
        ),
    ]
}

fn document_checks() -> Vec<Check> {
    vec![
        check!(
            "I7",
            "every entry has its command",
            "SELECT count(*) FROM entry",
            "SELECT e.seq, e.command FROM entry e LEFT JOIN command c ON c.id = e.command WHERE c.id IS NULL ORDER BY 1",
            |row| format!("entry {} belongs to command {}, which is not in the log", row[0], row[1])
        ),
        check!(
            "I7",
            "one document, step and revision: one entry; reversed at most once",
            "SELECT count(*) FROM entry",
            "SELECT min(seq), count(*) FROM entry GROUP BY doc, step, revision HAVING count(*) > 1 \
             UNION ALL SELECT reverses, count(*) FROM entry WHERE reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1 ORDER BY 1",
            |row| format!("entry {} is posted or reversed {} times", row[0], row[1])
        ),
        check!(
            "I9",
            "gapless series have no hole and no double",
            "SELECT count(*) FROM series WHERE kind = 'gapless'",
            "SELECT s.code, s.next, x.held, x.highest, coalesce(w.others, 0) FROM series s LEFT JOIN (\
               SELECT series AS code, count(*) AS held, count(DISTINCT number) AS different, min(number) AS lowest, max(number) AS highest \
               FROM entry WHERE number > 0 GROUP BY series \
               UNION ALL SELECT 'entry', count(*), count(DISTINCT seq), min(seq), max(seq) FROM entry) x ON x.code = s.code \
             LEFT JOIN (SELECT code, CAST(sum(others) AS bigint) AS others FROM (\
               SELECT series AS code, last_number - first_number + 1 AS others FROM number_void \
               UNION ALL SELECT b.series, b.last_number - b.first_number + 1 - (SELECT count(*) FROM entry e \
                 WHERE e.series = b.series AND e.number >= b.first_number AND e.number <= b.last_number) \
               FROM number_block b WHERE b.is_open) given GROUP BY code) w ON w.code = s.code \
             WHERE s.kind = 'gapless' AND s.code IN (SELECT series FROM entry UNION SELECT series FROM number_block UNION SELECT 'entry') \
             AND (coalesce(x.held, 0) + coalesce(w.others, 0) <> s.next - s.first OR coalesce(x.different, 0) <> coalesce(x.held, 0) \
               OR coalesce(x.lowest, s.first) < s.first OR coalesce(x.highest, 0) >= s.next) ORDER BY 1",
            |row| format!(
                "series {} should be full up to {} but holds {} numbers up to {}, and {} are explained",
                row[0], row[1], row[2], row[3], row[4]
            )
        ),
        check!(
            "I9",
            "no document has a number that was taken back",
            "SELECT count(*) FROM number_void",
            "SELECT e.reference, v.series FROM number_void v JOIN entry e ON e.series = v.series \
             AND e.number >= v.first_number AND e.number <= v.last_number ORDER BY 1",
            |row| format!("{} has a number of series {} that was taken back", row[0], row[1])
        ),
        check!(
            "I9",
            "no two documents have the same printed number",
            "SELECT count(*) FROM entry",
            "SELECT reference, count(DISTINCT doc) FROM entry GROUP BY reference HAVING count(DISTINCT doc) > 1 ORDER BY 1",
            |row| format!("{} is the number of {} documents", row[0], row[1])
        ),
        check!(
            "I14",
            "tax lines equal the tax accounts, entry by entry",
            "SELECT count(*) FROM tax_line",
            "SELECT entry, CAST(sum(x) AS bigint) FROM (SELECT entry, tax AS x FROM tax_line \
             UNION ALL SELECT l.entry, l.base FROM line l JOIN account a ON a.id = l.account WHERE a.usage = 'tax_output') u \
             GROUP BY entry HAVING sum(x) <> 0 ORDER BY 1",
            |row| format!("entry {}: tax lines and tax accounts differ by {}", row[0], row[1])
        ),
    ]
}

fn cache_checks() -> Vec<Check> {
    vec![
        check!(
            "I5",
            "open items are settled between nothing and their amount, within one account, branch, party and currency",
            "SELECT count(*) FROM open_item",
            "SELECT o.entry, o.n FROM open_item o WHERE (o.amount > 0 AND (o.settled < 0 OR o.settled > o.amount)) \
             OR (o.amount < 0 AND (o.settled > 0 OR o.settled < o.amount)) \
             UNION SELECT s.entry, s.n FROM settlement s LEFT JOIN open_item d ON d.entry = s.debit_entry AND d.n = s.debit_n \
             LEFT JOIN open_item c ON c.entry = s.credit_entry AND c.n = s.credit_n \
             WHERE d.entry IS NULL OR c.entry IS NULL OR d.account <> c.account OR d.branch <> c.branch OR d.party <> c.party OR d.currency <> c.currency ORDER BY 1, 2",
            |row| format!("open item or settlement {}/{} settles what it may not", row[0], row[1])
        ),
        check!(
            "I10",
            "open items equal their lines and settlements",
            "SELECT count(*) FROM open_item",
            "SELECT entry, n FROM (SELECT entry, n, amount, base, settled, settled_base FROM open_item \
             UNION ALL SELECT l.entry, l.n, -l.amount, -l.base, 0, 0 FROM line l JOIN account a ON a.id = l.account \
               WHERE a.usage IN ('receivable', 'payable') AND l.amount <> 0 \
             UNION ALL SELECT debit_entry, debit_n, 0, 0, -amount, -debit_base FROM settlement \
             UNION ALL SELECT credit_entry, credit_n, 0, 0, amount, credit_base FROM settlement) u GROUP BY entry, n \
             HAVING sum(amount) <> 0 OR sum(base) <> 0 OR sum(settled) <> 0 OR sum(settled_base) <> 0 \
             UNION SELECT o.entry, o.n FROM open_item o JOIN line l ON l.entry = o.entry AND l.n = o.n \
             WHERE o.is_open <> (o.amount <> o.settled) OR o.branch <> l.branch ORDER BY 1, 2",
            |row| format!("open item {}/{} differs from its line and settlements", row[0], row[1])
        ),
        check!(
            "I10",
            "daily balances equal their lines",
            "SELECT count(*) FROM balance",
            &format!(
                "SELECT account, day, branch FROM (SELECT account, day, branch, currency, segment, debit, credit, amount FROM balance \
                 UNION ALL SELECT l.account, e.business_date, l.branch, l.currency, l.entry / {}, CASE WHEN l.base > 0 THEN -l.base ELSE 0 END, \
                   CASE WHEN l.base < 0 THEN l.base ELSE 0 END, -l.amount FROM line l JOIN entry e ON e.seq = l.entry) u \
                 GROUP BY account, day, branch, currency, segment HAVING sum(debit) <> 0 OR sum(credit) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3",
                Balance::SEGMENT
            ),
            |row| format!(
                "the balance of account {} on {} at branch {} differs from its lines",
                row[0], row[1], row[2]
            )
        ),
        check!(
            "I10",
            "monthly balances equal the daily ones",
            "SELECT count(*) FROM balance_month",
            "SELECT account, month FROM (SELECT account, month, branch, currency, debit, credit FROM balance_month \
             UNION ALL SELECT account, substr(day, 1, 8) || '01', branch, currency, -debit, -credit FROM balance) u \
             GROUP BY account, month, branch, currency HAVING sum(debit) <> 0 OR sum(credit) <> 0 ORDER BY 1, 2",
            |row| format!("the balance of account {} in the month of {} differs from its days", row[0], row[1])
        ),
        check!(
            "I10",
            "balances of goods equal their lines, and name every product in its segments",
            "SELECT count(*) FROM goods_balance",
            "SELECT product, day FROM (SELECT segment, product, place, day, quantity, value FROM goods_balance \
             UNION ALL SELECT l.entry / 256, l.product, coalesce(l.location, l.pool), e.business_date, -coalesce(l.quantity, 0), -l.base \
               FROM line l JOIN entry e ON e.seq = l.entry WHERE l.pool IS NOT NULL) u \
             GROUP BY segment, product, place, day HAVING sum(quantity) <> 0 OR sum(value) <> 0 \
             UNION SELECT product, '' FROM (SELECT entry / 256, product FROM line WHERE product IS NOT NULL \
               EXCEPT SELECT segment, product FROM goods_balance) m ORDER BY 1, 2",
            |row| format!("the movements of product {} on {} differ from its lines", row[0], row[1])
        ),
        check!(
            "I10",
            "balances of parties equal their lines",
            "SELECT count(*) FROM balance_sub",
            "SELECT account, party FROM (SELECT account, party, currency, amount FROM balance_sub \
             UNION ALL SELECT l.account, l.party, l.currency, -l.amount FROM line l JOIN account a ON a.id = l.account \
               WHERE a.usage IN ('receivable', 'payable', 'received_not_billed')) u \
             GROUP BY account, party, currency HAVING sum(amount) <> 0 ORDER BY 1, 2",
            |row| format!("account {}: the balance of party {} differs from its lines", row[0], row[1])
        ),
        check!(
            "I10",
            "the number of entries that lists show is right",
            "SELECT count(*) FROM row_count",
            "SELECT name, total FROM row_count WHERE name = 'entry' AND total <> (SELECT count(*) FROM entry) ORDER BY 1",
            |row| format!("lists say that there are {} rows of {}", row[1], row[0])
        ),
    ]
}

/// A rule of the definitions: the rows of a hash-chained table belong to an entry, whose command is logged with them.
pub fn hash_chained_tables_belong_to_entries(definitions: &Definitions) -> Vec<String> {
    let of_entries = |table: &Table| {
        let [entry, _] = *table.key else { return false };
        entry == 0 && table.columns[0].name == "entry" && table.columns[0].references() == Some(Entry::TABLE.name)
    };
    let tables = definitions.hash_chained().into_iter().filter(|table| table.name != Entry::TABLE.name);
    let strangers = tables.filter(|table| !of_entries(table));
    strangers
        .map(|table| format!("{}: a hash-chained table has the key (entry, n), entry first.", table.name))
        .collect()
}

/// The rows one command posted, table by table, as the writer digested them.
struct PostedRows {
    command: Uuid,
    /// What the log says of them; none where it has no such command.
    logged: Option<[u8; 32]>,
    tables: Vec<(&'static Table, Vec<Row>)>,
}

impl PostedRows {
    fn offender(&self) -> Option<String> {
        let mut hasher = Sha256::new();
        for (table, rows) in &self.tables {
            rows.iter().for_each(|row| digest_row(table, row, &mut hasher));
        }
        let digest: [u8; 32] = hasher.finalize().into();
        let command = self.command;
        (self.logged != Some(digest))
            .then(|| format!("the entries of command {command} are not those it was logged with"))
    }
}

fn columns(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// The rows of a hash-chained table that belong to the entries after `from`, up to `to`.
fn rows_between(read: &mut Session<'_>, table: &Table, from: i64, to: i64) -> Result<Vec<Row>> {
    let (columns, place) = (columns(table), table.columns[table.key[0]].name);
    let key: Vec<&str> = table.key.iter().map(|n| table.columns[*n].name).collect();
    let (name, order) = (table.name, key.join(", "));
    let sql = format!("SELECT {columns} FROM {name} WHERE {place} > $1 AND {place} <= $2 ORDER BY {order}");
    read.query(&sql, &[Value::Int(from), Value::Int(to)])
}

/// Digests what every command posted and compares it with the log.
fn verify_posted(read: &mut Session<'_>, definitions: &Definitions) -> Result<Finding> {
    let tables = definitions.hash_chained();
    let sql = format!(
        "SELECT e.seq, e.command, c.posted FROM entry e LEFT JOIN command c ON c.id = e.command WHERE e.seq > $1 \
         ORDER BY e.seq LIMIT {PAGE}"
    );
    let (mut last, mut checked, mut posted) = (0, 0, None::<PostedRows>);
    loop {
        let entries = read.query(&sql, &[Value::Int(last)])?;
        let Some(end) = entries.last() else { break };
        let end: i64 = field(end.first().cloned())?;
        let mut rows = Vec::new();
        for table in &tables {
            rows.push(rows_between(read, table, last, end)?.into_iter().peekable());
        }
        for entry in entries {
            let command: Uuid = field(entry.get(1).cloned())?;
            if let Some(before) = posted.take_if(|posted| posted.command != command)
                && let Some(offender) = before.offender()
            {
                return Ok(Finding { checked, offender: Some(offender) });
            }
            let logged = field(entry.get(2).cloned())?;
            let empty = || tables.iter().map(|table| (*table, Vec::new())).collect();
            let posted = posted.get_or_insert_with(|| PostedRows { command, logged, tables: empty() });
            for ((_, of_command), rows) in posted.tables.iter_mut().zip(&mut rows) {
                while let Some(row) = rows.next_if(|row| row.first() == entry.first()) {
                    of_command.push(row);
                }
            }
            checked += 1;
        }
        last = end;
    }
    Ok(Finding { checked, offender: posted.and_then(|posted| posted.offender()) })
}
