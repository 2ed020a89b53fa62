//! The only SQL of the module: the open amount of a sale, what sales earned, and the proof that documents equal their entries.

use crate::reports::Dimension;
use command::{Check, Finding};
use kernel::{Date, Id, Result};
use ledger::{Known, Site};
use money::{Amount, Total};
use store::{Session, Value, field, wide_sum, wide_sum_columns};
use uuid::Uuid;

/// The open amount of a sale; of a return, its unallocated credit (negative).
pub(crate) fn outstanding(read: &mut Session<'_>, document: Uuid) -> Result<Amount> {
    let sql = "SELECT CAST(coalesce(sum(amount - settled), 0) AS bigint) FROM open_item WHERE doc = $1";
    let rows = read.query(sql, &[Value::Id(document)])?;
    field(rows.into_iter().next().and_then(|row| row.into_iter().next()))
}

/// What a product, category, customer, branch or day earned.
pub(crate) struct Earned {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) income: Total,
    pub(crate) cost: Total,
}

/// Income and cost between two days, both included, by `by` and in the order of its codes: the lines on the accounts of the gross
/// profit.
pub(crate) fn earned(
    read: &mut Session<'_>,
    by: Dimension,
    (from, to): (Date, Date),
    known: Known,
    branch: Option<Id<Site>>,
) -> Result<Vec<Earned>> {
    let product = "LEFT JOIN product g ON g.id = l.product";
    // The correction of a cost belongs to the document of the line that it corrects.
    let document = "LEFT JOIN entry o ON o.seq = l.origin_entry \
         LEFT JOIN sale d ON d.id = e.doc LEFT JOIN sale f ON f.id = o.doc \
         LEFT JOIN party p ON p.id = coalesce(d.customer, f.customer)";
    let (code, name, joins) = match by {
        Dimension::Product => ("g.sku", "g.name", product.to_owned()),
        Dimension::Category => ("c.code", "c.name", format!("{product} LEFT JOIN category c ON c.id = g.category")),
        Dimension::Customer => ("p.code", "p.name", document.to_owned()),
        Dimension::Branch => ("s.code", "s.name", "JOIN site s ON s.id = l.branch".to_owned()),
        Dimension::Day => ("e.business_date", "e.business_date", String::new()),
    };
    let mut args = vec![Value::Text(from.to_string()), Value::Text(to.to_string()), Value::Int(known.seq())];
    let filter = branch.map_or("", |branch| {
        args.push(Value::Id(branch.uuid()));
        " AND l.branch = $4"
    });
    let first = args.len() + 1;
    args.extend(ledger::gross_profit_accounts(read)?.into_values().map(|account| Value::Id(account.uuid())));
    let accounts = (first..=args.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    // In SQLite, CROSS JOIN keeps the order of the tables: the entries of the days are found first, not the lines of the accounts.
    let sql = format!(
        "SELECT coalesce({code}, ''), coalesce({name}, ''), {}, {} \
         FROM entry e CROSS JOIN line l JOIN account a ON a.id = l.account {joins} \
         WHERE l.entry = e.seq AND l.account IN ({accounts}) AND e.business_date >= $1 AND e.business_date <= $2 AND e.seq <= $3{filter} \
         GROUP BY coalesce({code}, ''), coalesce({name}, '') ORDER BY 1, 2",
        wide_sum_columns("CASE WHEN a.kind = 'income' THEN -l.base ELSE 0 END"),
        wide_sum_columns("CASE WHEN a.kind = 'income' THEN 0 ELSE l.base END"),
    );
    let row = |row: Vec<Value>| {
        let mut row = row.into_iter();
        let (code, name) = (field(row.next())?, field(row.next())?);
        Ok(Earned { code, name, income: wide_sum(&mut row)?, cost: wide_sum(&mut row)? })
    };
    read.query(&sql, &args)?.into_iter().map(row).collect()
}

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

/// The sales' part of `verify`. A return counts the other way: its totals are positive, its lines negative.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        check!(
            "I6",
            "no return is dated before its sale",
            "SELECT count(*) FROM sale WHERE origin IS NOT NULL",
            "SELECT r.number, s.number FROM sale r JOIN sale s ON s.id = r.origin WHERE r.business_date < s.business_date \
             ORDER BY 1, 2",
            |row| format!("return {} is dated before sale {}", row[0], row[1])
        ),
        check!(
            "I12",
            "the totals of sales and returns are the sums of their lines and payments",
            "SELECT count(*) FROM sale",
            "SELECT s.number FROM sale s \
             LEFT JOIN (SELECT sale, sum(net) AS net, sum(tax) AS tax, sum(total) AS total FROM sale_line GROUP BY sale) l \
               ON l.sale = s.id \
             LEFT JOIN (SELECT sale, sum(amount) AS amount FROM sale_payment GROUP BY sale) p ON p.sale = s.id \
             WHERE coalesce(l.net, 0) <> s.subtotal OR coalesce(l.tax, 0) <> s.tax_total \
             OR coalesce(l.total, 0) <> s.total OR s.total <> s.subtotal + s.tax_total \
             OR coalesce(p.amount, 0) <> s.paid OR s.total <> s.paid - s.change_given + s.due + s.difference ORDER BY s.number, s.id",
            |row| format!("{} differs from its lines or payments", row[0])
        ),
        check!(
            "I12",
            "sales and returns say what their entries say",
            "SELECT count(*) FROM sale",
            "SELECT s.number FROM (SELECT id, number, business_date, document_date, subtotal, tax_total, paid, change_given, due, \
               entry, entry_seq, CASE WHEN kind = 'return' THEN -1 ELSE 1 END AS way FROM sale) s \
             LEFT JOIN entry e ON e.seq = s.entry_seq AND e.id = s.entry AND e.doc = s.id AND e.reference = s.number \
               AND e.business_date = s.business_date AND e.document_date = s.document_date \
             LEFT JOIN (SELECT l.entry, sum(CASE WHEN l.units IS NOT NULL THEN -l.base ELSE 0 END) AS net, \
                 sum(CASE WHEN a.usage = 'tax_output' THEN -l.base ELSE 0 END) AS tax, \
                 sum(CASE WHEN a.usage = 'receivable' THEN l.base ELSE 0 END) AS due, \
                 sum(CASE WHEN a.usage IN ('cash', 'bank') THEN l.base ELSE 0 END) AS kept \
               FROM line l JOIN account a ON a.id = l.account GROUP BY l.entry) j ON j.entry = s.entry_seq \
             WHERE e.seq IS NULL OR coalesce(j.net, 0) <> s.way * s.subtotal OR coalesce(j.tax, 0) <> s.way * s.tax_total \
             OR coalesce(j.due, 0) <> s.way * s.due OR coalesce(j.kept, 0) <> s.way * (s.paid - s.change_given) \
             ORDER BY s.number, s.id",
            |row| format!("{} differs from its entry", row[0])
        ),
        check!(
            "I12",
            "the lines of sales and returns move the goods they name",
            "SELECT count(*) FROM sale_line",
            "SELECT s.number, l.n FROM sale_line l JOIN sale s ON s.id = l.sale \
             LEFT JOIN line j ON j.entry = s.entry_seq AND j.n = l.stock_line \
             WHERE l.stock_line IS NOT NULL AND (j.entry IS NULL OR j.product <> l.product OR j.quantity IS NULL \
             OR j.quantity <> CASE WHEN s.kind = 'return' THEN l.quantity ELSE -l.quantity END) ORDER BY s.number, s.id, l.n",
            |row| format!("line {} of {} differs from the goods it moved", row[1], row[0])
        ),
        check!(
            "I12",
            "what came back of a sale is what its returns say",
            "SELECT count(*) FROM sale WHERE origin IS NOT NULL",
            "SELECT s.number, l.n FROM sale_line l JOIN sale s ON s.id = l.sale LEFT JOIN (\
               SELECT r.origin, b.origin_n, sum(b.quantity) AS quantity, sum(b.net) AS net, sum(b.tax) AS tax \
               FROM sale r JOIN sale_line b ON b.sale = r.id WHERE r.origin IS NOT NULL GROUP BY r.origin, b.origin_n) x \
             ON x.origin = l.sale AND x.origin_n = l.n WHERE l.returned <> coalesce(x.quantity, 0) \
             OR l.returned_net <> coalesce(x.net, 0) OR l.returned_tax <> coalesce(x.tax, 0) OR (l.returned > l.quantity AND l.returned <> 0) \
             ORDER BY s.number, s.id, l.n",
            |row| format!("line {} of {} differs from what came back of it", row[1], row[0])
        ),
        check!(
            "I14",
            "every taxed line of a document has its tax line, and no other has",
            "SELECT count(*) FROM sale_line",
            "SELECT s.number, l.n FROM sale_line l \
             JOIN (SELECT id, number, entry_seq, CASE WHEN kind = 'return' THEN -1 ELSE 1 END AS way FROM sale) s ON s.id = l.sale \
             LEFT JOIN tax_line t ON t.entry = s.entry_seq AND t.doc_line = l.n \
             WHERE (l.tax_rate IS NULL AND (t.entry IS NOT NULL OR l.tax <> 0)) OR (l.tax_rate IS NOT NULL AND (t.entry IS NULL \
             OR t.rate <> l.tax_rate OR t.category <> l.tax_category OR t.base <> s.way * l.net OR t.tax <> s.way * l.tax)) \
             ORDER BY s.number, s.id, l.n",
            |row| format!("line {} of {} differs from its tax line", row[1], row[0])
        ),
    ]
}
