//! The journal as a file, in the order it was posted: its entries, or their lines.
//!
//! What is posted never changes, so pages read from different snapshots are one export of the journal as it was known when the export
//! began. Each page reads the entries of a small range of places, so that its work has a bound whatever the filters leave of it.

use crate::SEE_VALUE;
use crate::books::company;
use crate::entries::{EntryRow, JournalFilter};
use crate::queries::{self, Filter};
use command::{Cell, Export, Pages, QueryContext, Rows, column, optional_column};
use kernel::{Date, Field, Format, Result, Schema, Shape, ToSchema};
use money::{Amount, Currency, Quantity};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{Session, Table, Value, field};
use uuid::Uuid;

/// The places of the journal that a page looks at.
const PLACES: i64 = 128;
/// The most lines on a page.
const LINES: usize = 1_000;
/// The most names of a table that are kept from page to page.
const NAMES: usize = 20_000;
/// The most names that one query asks for.
const NAMES_AT_ONCE: usize = 500;

const TEXT: Schema = Schema::of(Shape::Text { max: None, format: None });
const NUMBER: Schema = Schema::of(Shape::Integer { min: None, max: None });
const ID: Schema = Schema::text(Format::Uuid);
const DATE: Schema = Schema::text(Format::Date);
const CURRENCY: Schema = Schema::text(Format::Currency);
const MONEY: Schema = Schema::text(Format::Decimal(3));
const QUANTITY: Schema = Schema::text(Format::Quantity);

/// The entries of the journal as a file, oldest first, as they are known when it begins.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ExportEntries(JournalFilter);

/// The lines of the journal as a file, oldest first, as they are known when it begins. Amounts that are what goods cost are
/// empty without `inventory.value.view`.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ExportLines(JournalFilter);

/// The columns that tell of an entry; the name of the first is `seq` among entries and `entry` among lines.
fn entry_columns(seq: &'static str, id: &'static str) -> Vec<Field> {
    vec![
        column(seq, NUMBER, "The entry's place in the journal, gapless from 1."),
        column(id, ID, "The entry's id."),
        column("kind", TEXT, "The kind of its document: `sale`, `goods_receipt`, `journal` …"),
        column("number", TEXT, "Its printed number."),
        column("business_date", DATE, "The date that decides the period."),
        column("document_date", DATE, "The date printed on the document."),
        column("memo", TEXT, "The reason in words."),
        column("doc", ID, "The document it belongs to."),
        optional_column("reverses", NUMBER, "The entry it reverses, by its place in the journal."),
        optional_column(
            "posted_by",
            TEXT,
            "The e-mail address of the user that posted it; empty where the program did.",
        ),
        column("posted_at", Schema::text(Format::Instant), "When it was posted."),
    ]
}

fn entry_cells(entry: &EntryRow) -> [Cell<'_>; 11] {
    [
        entry.seq.into(),
        entry.id.into(),
        Cell::from(&entry.kind),
        Cell::from(&entry.number),
        entry.business_date.into(),
        entry.document_date.into(),
        Cell::from(&entry.memo),
        entry.doc.into(),
        entry.reverses.into(),
        entry.posted_by.as_ref().into(),
        entry.posted_at.into(),
    ]
}

/// A walk over the journal from its first entry to the last that is known.
struct Walk {
    filters: Vec<Filter>,
    /// The first place that has not been looked at.
    next: i64,
    last: i64,
}

impl Walk {
    fn begin(read: &mut Session<'_>, context: &QueryContext, filter: &JournalFilter) -> Result<Walk> {
        Ok(Walk { filters: filter.filters(read, context, false)?, next: 1, last: queries::last_seq(read)? })
    }

    /// The matching entries of the next places.
    fn entries(&mut self, read: &mut Session<'_>) -> Result<Vec<EntryRow>> {
        let from = self.next;
        self.next = (from + PLACES).min(self.last + 1);
        let rows = queries::entries_between(read, &self.filters, from, self.next - 1)?;
        rows.into_iter().map(EntryRow::of).collect()
    }

    fn has_more(&self) -> bool {
        self.next <= self.last
    }
}

impl Export for ExportEntries {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.entry.export";

    fn columns() -> Vec<Field> {
        entry_columns("seq", "id")
    }

    fn begin(self, read: &mut Session<'_>, context: &QueryContext) -> Result<Box<dyn Pages>> {
        Ok(Box::new(Walk::begin(read, context, &self.0)?))
    }
}

impl Pages for Walk {
    fn next(&mut self, read: &mut Session<'_>, rows: &mut Rows) -> Result<bool> {
        for entry in self.entries(read)? {
            rows.row(&entry_cells(&entry))?;
        }
        Ok(self.has_more())
    }
}

impl Export for ExportLines {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.line.export";

    fn columns() -> Vec<Field> {
        let mut columns = entry_columns("entry", "entry_id");
        columns.extend([
            column("n", NUMBER, "The line's place in the entry, from 1."),
            column("account_id", ID, "The account's id."),
            column("account", TEXT, "The account's code."),
            column("account_name", TEXT, "The account's name."),
            column("company_currency", CURRENCY, "The currency of debit and credit."),
            optional_column("debit", MONEY, "The amount in the company's currency if it is a debit, or zero."),
            optional_column("credit", MONEY, "The amount in the company's currency if it is a credit, or zero."),
            column("currency", CURRENCY, "The currency of the document."),
            optional_column("amount", MONEY, "The amount in the currency of the document; debits are positive."),
            column("branch_id", ID, "The branch's id."),
            column("branch", TEXT, "The branch's code."),
            column("branch_name", TEXT, "The branch's name."),
            optional_column("party_id", ID, "The id of the customer or supplier."),
            optional_column("party", TEXT, "The code of the customer or supplier."),
            optional_column("party_name", TEXT, "The name of the customer or supplier."),
            optional_column("product_id", ID, "The product's id."),
            optional_column("product", TEXT, "The product's SKU."),
            optional_column("product_name", TEXT, "The product's name."),
            optional_column("quantity", QUANTITY, "The quantity that moves."),
            optional_column("units", QUANTITY, "The quantity that is sold or billed, where no goods move."),
            optional_column("due_date", DATE, "When it is due."),
            optional_column("origin_entry", NUMBER, "The entry of the line it comes from."),
            optional_column("origin_n", NUMBER, "The number of the line it comes from."),
        ]);
        columns
    }

    fn begin(self, read: &mut Session<'_>, context: &QueryContext) -> Result<Box<dyn Pages>> {
        let of_lines = self.0.filters(read, context, true)?.into_iter().filter(Filter::is_of_line);
        let names = |table| Names { table: context.definitions.table(table), known: BTreeMap::new() };
        Ok(Box::new(LinePages {
            walk: Walk::begin(read, context, &self.0)?,
            entries: BTreeMap::new(),
            after: (0, 0),
            filters: of_lines.collect(),
            hides_cost: !context.may(SEE_VALUE),
            currency: company(read)?.base_currency,
            accounts: names("account"),
            branches: names("site"),
            parties: names("party"),
            products: names("product"),
        }))
    }
}

/// The codes and names of rows of a table that lines refer to.
struct Names {
    /// None where the program does not have the table.
    table: Option<&'static Table>,
    known: BTreeMap<Uuid, (Option<String>, String)>,
}

impl Names {
    /// Learns the names of these rows, as far as they are not known.
    fn learn(&mut self, read: &mut Session<'_>, ids: impl Iterator<Item = Uuid>) -> Result<()> {
        let Some(table) = self.table else { return Ok(()) };
        if self.known.len() > NAMES {
            self.known.clear();
        }
        let mut ids: Vec<Uuid> = ids.filter(|id| !self.known.contains_key(id)).collect();
        ids.sort_unstable();
        ids.dedup();
        for ids in ids.chunks(NAMES_AT_ONCE) {
            for row in queries::names(read, table, ids)? {
                let mut row = row.into_iter();
                self.known.insert(field(row.next())?, (field(row.next())?, field(row.next())?));
            }
        }
        Ok(())
    }

    /// The id, the code and the name of a row.
    fn cells(&self, id: Option<Uuid>) -> [Cell<'_>; 3] {
        let known = id.and_then(|id| self.known.get(&id));
        let code = known.and_then(|(code, _)| code.as_ref());
        [id.into(), code.into(), known.map(|(_, name)| name).into()]
    }
}

struct LinePages {
    walk: Walk,
    /// The entries whose lines are being written, by their places.
    entries: BTreeMap<i64, EntryRow>,
    /// The last line that was read: (entry, line).
    after: (i64, i64),
    /// Those of the filters that concern a line itself.
    filters: Vec<Filter>,
    hides_cost: bool,
    currency: Currency,
    accounts: Names,
    branches: Names,
    parties: Names,
    products: Names,
}

/// A line as it is stored.
struct StoredLine {
    entry: i64,
    n: i64,
    account: Uuid,
    base: Amount,
    currency: Currency,
    amount: Amount,
    branch: Uuid,
    party: Option<Uuid>,
    product: Option<Uuid>,
    quantity: Option<Quantity>,
    units: Option<Quantity>,
    due_date: Option<Date>,
    origin_entry: Option<i64>,
    origin_n: Option<i64>,
    is_hidden: bool,
}

impl StoredLine {
    fn of(row: Vec<Value>) -> Result<StoredLine> {
        let mut row = row.into_iter();
        Ok(StoredLine {
            entry: field(row.next())?,
            n: field(row.next())?,
            account: field(row.next())?,
            base: field(row.next())?,
            currency: field(row.next())?,
            amount: field(row.next())?,
            branch: field(row.next())?,
            party: field(row.next())?,
            product: field(row.next())?,
            quantity: field(row.next())?,
            units: field(row.next())?,
            due_date: field(row.next())?,
            origin_entry: field(row.next())?,
            origin_n: field(row.next())?,
            is_hidden: field(row.next())?,
        })
    }
}

impl Pages for LinePages {
    fn next(&mut self, read: &mut Session<'_>, rows: &mut Rows) -> Result<bool> {
        if self.entries.is_empty() {
            self.entries = self.walk.entries(read)?.into_iter().map(|entry| (entry.seq, entry)).collect();
        }
        let Some((&to, _)) = self.entries.last_key_value() else { return Ok(self.walk.has_more()) };
        // A page begins with the first entry that matches, or goes on where the last one ended.
        let after = self.entries.first_key_value().map_or(self.after, |(&first, _)| self.after.max((first, 0)));
        let lines = queries::lines_after(read, &self.filters, after, to, LINES, self.hides_cost)?;
        let lines = lines.into_iter().map(StoredLine::of).collect::<Result<Vec<_>>>()?;
        self.accounts.learn(read, lines.iter().map(|line| line.account))?;
        self.branches.learn(read, lines.iter().map(|line| line.branch))?;
        self.parties.learn(read, lines.iter().filter_map(|line| line.party))?;
        self.products.learn(read, lines.iter().filter_map(|line| line.product))?;
        for line in &lines {
            if let Some(entry) = self.entries.get(&line.entry) {
                self.write(entry, line, rows)?;
            }
        }
        match lines.last().filter(|_| lines.len() == LINES) {
            Some(last) => {
                self.after = (last.entry, last.n);
                Ok(true)
            }
            None => {
                self.entries.clear();
                Ok(self.walk.has_more())
            }
        }
    }
}

impl LinePages {
    fn write(&self, entry: &EntryRow, line: &StoredLine, rows: &mut Rows) -> Result<()> {
        let (debit, credit) = line.base.debit_and_credit()?;
        let shown = |amount: Amount, currency| (!line.is_hidden).then(|| amount.decimal(currency)).into();
        let [account_id, account, account_name] = self.accounts.cells(Some(line.account));
        let [branch_id, branch, branch_name] = self.branches.cells(Some(line.branch));
        let [party_id, party, party_name] = self.parties.cells(line.party);
        let [product_id, product, product_name] = self.products.cells(line.product);
        let cells = [
            line.n.into(),
            account_id,
            account,
            account_name,
            self.currency.into(),
            shown(debit, self.currency),
            shown(credit, self.currency),
            line.currency.into(),
            shown(line.amount, line.currency),
            branch_id,
            branch,
            branch_name,
            party_id,
            party,
            party_name,
            product_id,
            product,
            product_name,
            line.quantity.into(),
            line.units.into(),
            line.due_date.into(),
            line.origin_entry.into(),
            line.origin_n.into(),
        ];
        rows.row(&[&entry_cells(entry)[..], &cells].concat())
    }
}
