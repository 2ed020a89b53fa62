//! The entries of the journal and their lines, as lists.

use crate::SEE_VALUE;
use crate::books::company;
use crate::errors;
use crate::known::{check_range, report_branch, whole_number};
use crate::queries::{self, Filter};
use crate::records::{Account, Balance, Entry, Site};
use command::{Query, QueryContext};
use kernel::errors::{invalid_choice, no_such};
use kernel::{Date, Error, Id, Instant, Kind, Result, ToSchema, tidy};
use money::{Amount, Currency, Decimal, Quantity};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Read, Ref, Session, Value, field};
use uuid::Uuid;

/// Which entries, or lines of entries, are asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JournalFilter {
    /// Only with a line on this account, by id or code.
    #[schema(resource = "accounts")]
    account: Option<String>,
    /// Only with a line of this customer or supplier, by id.
    #[schema(table = "party")]
    party: Option<Id<parties::Party>>,
    /// Only with a line of this product, by id or SKU.
    #[schema(resource = "products")]
    product: Option<String>,
    /// Only of documents of this kind.
    kind: Option<String>,
    /// Only with this printed number.
    number: Option<String>,
    /// Only with this text in the memo.
    memo: Option<String>,
    /// Only of the document with this id.
    doc: Option<Id<()>>,
    /// Only from this business date on.
    from: Option<Date>,
    /// Only up to and including this business date.
    to: Option<Date>,
    /// Only with a line in the books of this branch, by id or code.
    branch: Option<Ref<Site>>,
}

/// Filters and paging of entries and lines.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    #[serde(flatten)]
    filter: JournalFilter,
    /// Where to go on, from `next`.
    cursor: Option<String>,
    /// The number of rows on a page, 1 to 1,000; 50 where it is left out.
    page_size: Option<String>,
}

/// Lines, with the same filters.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Lines(Entries);

impl JournalFilter {
    /// `account`, `party`, `product` and `branch` are properties of lines; the list of entries asks for any such line.
    pub(crate) fn filters(
        &self,
        read: &mut Session<'_>,
        context: &QueryContext,
        of_lines: bool,
    ) -> Result<Vec<Filter>> {
        check_range(self.from, self.to)?;
        let mut filters = Vec::new();
        let mut add = |lines: &'static str, entries: &'static str, value: Value| {
            filters.push(Filter { sql: if of_lines { lines } else { entries }, value });
        };
        if let Some(account) = &self.account {
            add(
                "l.account = ?",
                "EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.account = ?)",
                Value::Id(account_id(read, account)?),
            );
        }
        if let Some(party) = &self.party {
            add(
                "l.party = ?",
                "EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.party = ?)",
                Value::Id(party.uuid()),
            );
        }
        if let Some(product) = self.product(read, context)? {
            add(
                "l.product = ?",
                "EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.product = ?)",
                Value::Id(product),
            );
        }
        if let Some(branch) = report_branch(read, self.branch.as_ref())? {
            add(
                "l.branch = ?",
                "EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.branch = ?)",
                Value::Id(branch.uuid()),
            );
        }
        if let Some(kind) = &self.kind {
            let kinds = &context.definitions.document_kinds;
            if !kinds.contains_key(kind.as_str()) {
                let kinds: Vec<&str> = kinds.keys().copied().collect();
                return Err(invalid_choice(kinds.join(", ")).at("kind"));
            }
            add("e.kind = ?", "e.kind = ?", Value::Text(kind.clone()));
        }
        if let Some(text) = &self.number {
            let entries = resource::numbered(read, Entry::BY_REFERENCE, text)?;
            let number = entries.first().map_or_else(|| text.clone(), |entry| entry.reference.clone());
            add("e.reference = ?", "e.reference = ?", Value::Text(number));
        }
        if let Some(text) = &self.memo {
            let memo = "lower(e.memo) LIKE ? ESCAPE '!'";
            add(memo, memo, Value::Text(containing(text)));
        }
        if let Some(doc) = &self.doc {
            add("e.doc = ?", "e.doc = ?", Value::Id(doc.uuid()));
        }
        if let Some(from) = self.from {
            add("e.business_date >= ?", "e.business_date >= ?", Value::Text(from.to_string()));
        }
        if let Some(to) = self.to {
            add("e.business_date <= ?", "e.business_date <= ?", Value::Text(to.to_string()));
        }
        Ok(filters)
    }

    /// The segments of the journal that have such lines, the latest first; none where any can have some.
    fn segments(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Option<Vec<i64>>> {
        let product = self.product(read, context)?;
        product.map(|product| queries::segments_of_product(read, product, i64::MAX)).transpose()
    }

    /// The id of the product. Its table belongs to a module above, so it is found as its resource finds it, with the same permission.
    fn product(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Option<Uuid>> {
        let Some(text) = &self.product else { return Ok(None) };
        let products = context.definitions.resource("products");
        let (None, Some(products)) = (store::id_of(text), products) else { return Ok(store::id_of(text)) };
        let view = context.granted(products.view)?;
        view.require_scope_in(products.scopes())?;
        match (products.find)(read, products, view.scope(), text) {
            Err(error) if error.kind == Kind::NotFound => Err(no_such("product", text).at("product")),
            found => found.map(Some),
        }
    }
}

/// Those of the segments in which an entry up to `before` can lie.
fn up_to(before: i64, segments: Option<&[i64]>) -> Option<&[i64]> {
    segments.map(|segments| &segments[segments.partition_point(|segment| *segment > before / Balance::SEGMENT)..])
}

impl Entries {
    fn before(&self) -> Result<(i64, i64)> {
        let Some(cursor) = &self.cursor else {
            return Ok((i64::MAX, 0));
        };
        let (entry, n) = cursor.split_once('.').unwrap_or((cursor, "0"));
        Ok((whole_number("cursor", entry)?, whole_number("cursor", n)?))
    }
}

/// The pattern of LIKE for texts in small letters that contain `text`; both databases fold ASCII letters only.
fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in tidy(text).to_ascii_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern + "%"
}

fn account_id(read: &mut Session<'_>, which: &str) -> Result<Uuid> {
    let found = read.lookup::<Account>(which)?;
    let account = found.ok_or_else(|| errors::unknown_account(which))?;
    if account.usage.is_heading() { Err(errors::heading_has_no_lines(&account.code)) } else { Ok(account.id.uuid()) }
}

/// An entry of the journal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(label = "Journal entry")]
pub struct EntryRow {
    /// Its place in the journal, gapless from 1.
    pub seq: i64,
    /// Its id.
    pub id: Uuid,
    /// The kind of its document: `sale`, `goods_receipt`, `journal` …
    pub kind: String,
    /// Its printed number.
    pub number: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The date printed on the document.
    pub document_date: Date,
    /// The reason in words.
    pub memo: String,
    /// The document it belongs to.
    pub doc: Uuid,
    /// The entry it reverses, by its place in the journal.
    pub reverses: Option<i64>,
    /// The e-mail address of the user that posted it; null where the program did.
    pub posted_by: Option<String>,
    /// When it was posted.
    pub posted_at: Instant,
}

impl EntryRow {
    pub(crate) fn of(row: Vec<Value>) -> Result<EntryRow> {
        let mut row = row.into_iter();
        Ok(EntryRow {
            seq: field(row.next())?,
            id: field(row.next())?,
            kind: field(row.next())?,
            number: field(row.next())?,
            business_date: field(row.next())?,
            document_date: field(row.next())?,
            memo: field(row.next())?,
            doc: field(row.next())?,
            reverses: field(row.next())?,
            posted_by: field(row.next())?,
            posted_at: Instant::from_micros(field(row.next())?),
        })
    }
}

/// A line of an entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(label = "Journal line")]
pub struct LineRow {
    /// Its entry, by its place in the journal.
    pub entry: i64,
    /// Its place in the entry, from 1.
    pub n: i64,
    /// The printed number of the entry.
    pub number: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The code of the account.
    #[schema(resource = "accounts")]
    pub account: String,
    /// The name of the account.
    pub account_name: String,
    /// The amount in the company's currency if it is a debit, or zero. What goods cost is shown only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(currency = "company", view = SEE_VALUE)]
    pub debit: Option<Decimal>,
    /// The amount in the company's currency if it is a credit, or zero. What goods cost is shown only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(currency = "company", view = SEE_VALUE)]
    pub credit: Option<Decimal>,
    /// The currency of the document.
    pub currency: Currency,
    /// The amount in the currency of the document; debits are positive. Shown where `debit` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(view = SEE_VALUE)]
    pub amount: Option<Decimal>,
    /// The code of the branch.
    #[schema(resource = "sites")]
    pub branch: String,
    /// The customer or supplier.
    #[schema(table = "party")]
    pub party: Option<Uuid>,
    /// The product.
    #[schema(resource = "products")]
    pub product: Option<Uuid>,
    /// The quantity that moves.
    pub quantity: Option<Quantity>,
    /// The quantity that is sold or billed, where no goods move.
    pub units: Option<Quantity>,
    /// The entry of the line it comes from.
    pub origin_entry: Option<i64>,
    /// The number of the line it comes from.
    pub origin_n: Option<i64>,
}

impl LineRow {
    /// Its amounts are left out where they are what goods cost and the user may not see that.
    fn of(mut row: Vec<Value>, base_currency: Currency, context: &QueryContext) -> Result<LineRow> {
        let is_cost: bool = field(row.pop())?;
        let shows_amounts = !is_cost || context.may(SEE_VALUE);
        let mut row = row.into_iter();
        let (entry, n) = (field(row.next())?, field(row.next())?);
        let (number, business_date) = (field(row.next())?, field(row.next())?);
        let (account, account_name) = (field(row.next())?, field(row.next())?);
        let base: Amount = field(row.next())?;
        let currency: Currency = field(row.next())?;
        let amount: Amount = field(row.next())?;
        let (debit, credit) = base.debit_and_credit()?;
        Ok(LineRow {
            entry,
            n,
            number,
            business_date,
            account,
            account_name,
            debit: shows_amounts.then(|| debit.decimal(base_currency)),
            credit: shows_amounts.then(|| credit.decimal(base_currency)),
            currency,
            amount: shows_amounts.then(|| amount.decimal(currency)),
            branch: field(row.next())?,
            party: field(row.next())?,
            product: field(row.next())?,
            quantity: field(row.next())?,
            units: field(row.next())?,
            origin_entry: field(row.next())?,
            origin_n: field(row.next())?,
        })
    }
}

impl Query for Entries {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.entry.list";
    type Output = Listing<EntryRow>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing<EntryRow>> {
        let (filters, size, (before, _)) =
            (self.filter.filters(read, context, false)?, page_size(self.page_size.as_deref())?, self.before()?);
        let segments = self.filter.segments(read, context)?;
        let rows = queries::entries(read, (&filters, up_to(before, segments.as_deref())), before, size)?;
        let count = if filters.is_empty() {
            queries::last_seq(read)?
        } else {
            queries::count_entries(read, &filters, segments.as_deref())?
        };
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &row[0].to_string()));
        let results = rows.into_iter().map(EntryRow::of).collect::<Result<_>>()?;
        let mut list = Listing::of(count, next, results);
        if filters.is_empty() {
            // Entries are numbered without a hole, so the last one's place is their number.
            (list.count, list.count_exact) = (count, true);
        }
        Ok(list)
    }
}

impl Query for Lines {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.line.list";
    type Output = Listing<LineRow>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing<LineRow>> {
        let currency = company(read)?.base_currency;
        let (filters, before) = (self.0.filter.filters(read, context, true)?, self.0.before()?);
        let size = page_size(self.0.page_size.as_deref())?;
        let segments = self.0.filter.segments(read, context)?;
        let rows = queries::lines(read, (&filters, up_to(before.0, segments.as_deref())), before, size)?;
        let count = queries::count_lines(read, &filters, segments.as_deref())?;
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &format!("{}.{}", row[0], row[1])));
        let results = rows.into_iter().map(|row| LineRow::of(row, currency, context)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, results))
    }
}

/// One entry with its lines.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryDetail {
    /// Its id.
    id: Id<crate::records::Entry>,
}

/// An entry with its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryWithLines {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryRow,
    /// Its lines.
    pub lines: Vec<LineRow>,
}

impl Query for EntryDetail {
    const NAME: &'static str = "ledger.entry.view";
    const OPERATION: &'static str = "ledger.entry.get";
    type Output = EntryWithLines;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<EntryWithLines> {
        let currency = company(read)?.base_currency;
        let filter = Filter { sql: "e.id = ?", value: Value::Id(self.id.uuid()) };
        let row = queries::entries(read, (&[filter], None), i64::MAX, 1)?;
        let found = with_lines(read, row, None, currency, context)?.pop();
        found.ok_or_else(|| Error::not_found("entry", self.id))
    }
}

/// Entries, from their rows, with their lines, or with those in the books of `branch`.
pub(crate) fn with_lines(
    read: &mut Session<'_>,
    rows: Vec<Vec<Value>>,
    branch: Option<Id<Site>>,
    currency: Currency,
    context: &QueryContext,
) -> Result<Vec<EntryWithLines>> {
    let entries = rows.into_iter().map(EntryRow::of).collect::<Result<Vec<_>>>()?;
    let seqs: Vec<i64> = entries.iter().map(|entry| entry.seq).collect();
    let mut lines: BTreeMap<i64, Vec<LineRow>> = BTreeMap::new();
    for row in queries::lines_of(read, &seqs, branch)? {
        let line = LineRow::of(row, currency, context)?;
        lines.entry(line.entry).or_default().push(line);
    }
    let with_lines = |entry: EntryRow| EntryWithLines { lines: lines.remove(&entry.seq).unwrap_or_default(), entry };
    Ok(entries.into_iter().map(with_lines).collect())
}
