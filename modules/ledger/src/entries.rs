//! The entries of the journal and their lines, as lists.

use crate::books::company;
use crate::errors;
use crate::known::{check_range, whole_number};
use crate::queries::{self, Filter};
use crate::records::Account;
use command::{Query, QueryContext};
use kernel::{Date, Error, Id, Instant, Result, ToSchema};
use money::{Amount, Currency};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use store::{Read, Session, Value, field};

/// Filters and paging of entries and lines.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    account: Option<String>,
    party: Option<Id<parties::Party>>,
    product: Option<Id<()>>,
    kind: Option<String>,
    doc: Option<Id<()>>,
    from: Option<Date>,
    to: Option<Date>,
    cursor: Option<String>,
    page_size: Option<String>,
}

/// Lines, with the same filters.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Lines(Entries);

impl Entries {
    /// `account`, `party` and `product` are properties of lines; the list of entries asks for any such line.
    fn filters(&self, read: &mut Session<'_>, of_lines: bool) -> Result<Vec<Filter>> {
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
        if let Some(product) = &self.product {
            add(
                "l.product = ?",
                "EXISTS (SELECT 1 FROM line l WHERE l.entry = e.seq AND l.product = ?)",
                Value::Id(product.uuid()),
            );
        }
        if let Some(kind) = &self.kind {
            add("e.kind = ?", "e.kind = ?", Value::Text(kind.clone()));
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

    fn before(&self) -> Result<(i64, i64)> {
        let Some(cursor) = &self.cursor else {
            return Ok((i64::MAX, 0));
        };
        let (entry, n) = cursor.split_once('.').unwrap_or((cursor, "0"));
        Ok((whole_number("cursor", entry)?, whole_number("cursor", n)?))
    }
}

fn account_id(read: &mut Session<'_>, which: &str) -> Result<uuid::Uuid> {
    let found = read.lookup::<Account>(which)?;
    found.map(|account| account.id.uuid()).ok_or_else(|| errors::unknown_account(which))
}

fn json_of(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Int(number) => json!(number),
        other => json!(other.to_string()),
    }
}

fn entry_json(row: Vec<Value>) -> Json {
    let names = [
        "seq",
        "id",
        "kind",
        "number",
        "business_date",
        "document_date",
        "memo",
        "doc",
        "reverses",
        "posted_by",
        "posted_at",
    ];
    let mut fields: Map<String, Json> =
        names.iter().map(|name| (*name).to_owned()).zip(row.into_iter().map(json_of)).collect();
    if let Some(at) = fields.get_mut("posted_at") {
        *at = json!(Instant::from_micros(at.as_i64().unwrap_or_default()));
    }
    Json::Object(fields)
}

/// An entry, from its row, with its lines.
pub(crate) fn with_lines(read: &mut Session<'_>, row: Vec<Value>, currency: Currency) -> Result<EntryWithLines> {
    let seq: i64 = field(row.first().cloned())?;
    let lines = queries::lines_of(read, seq)?.into_iter().map(|row| line_json(row, currency)).collect::<Result<_>>()?;
    Ok(EntryWithLines { entry: entry_json(row), lines })
}

fn line_json(row: Vec<Value>, base_currency: Currency) -> Result<Json> {
    let mut row = row.into_iter();
    let mut plain = |names: &[&str]| -> Vec<(String, Json)> {
        names.iter().map(|name| ((*name).to_owned(), row.next().map_or(Json::Null, json_of))).collect()
    };
    let mut fields = plain(&["entry", "n", "number", "business_date", "account", "account_name"]);
    let base: Amount = field(row.next())?;
    let currency: Currency = field(row.next())?;
    let amount: Amount = field(row.next())?;
    let (debit, credit) = if base.is_negative() { (Amount::ZERO, base.negated()?) } else { (base, Amount::ZERO) };
    fields.push(("debit".to_owned(), json!(debit.decimal(base_currency))));
    fields.push(("credit".to_owned(), json!(credit.decimal(base_currency))));
    fields.push(("currency".to_owned(), json!(currency)));
    fields.push(("amount".to_owned(), json!(amount.decimal(currency))));
    for name in ["branch", "party", "product"] {
        fields.push((name.to_owned(), row.next().map_or(Json::Null, json_of)));
    }
    for name in ["quantity", "units"] {
        let quantity: Option<money::Quantity> = field(row.next())?;
        fields.push((name.to_owned(), json!(quantity)));
    }
    for name in ["origin_entry", "origin_n"] {
        fields.push((name.to_owned(), row.next().map_or(Json::Null, json_of)));
    }
    Ok(Json::Object(fields.into_iter().collect()))
}

impl Query for Entries {
    const NAME: &'static str = "ledger.entry.view";
    type Output = Listing;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing> {
        let (filters, size, (before, _)) =
            (self.filters(read, false)?, page_size(self.page_size.as_deref())?, self.before()?);
        let rows = queries::entries(read, &filters, before, size)?;
        let count = if filters.is_empty() { queries::last_seq(read)? } else { queries::count_entries(read, &filters)? };
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &row[0].to_string()));
        let mut list = Listing::of(count, next, rows.into_iter().map(entry_json).collect());
        if filters.is_empty() {
            // Entries are numbered without a hole, so the last one's place is their number.
            (list.count, list.count_exact) = (count, true);
        }
        Ok(list)
    }
}

impl Query for Lines {
    const NAME: &'static str = "ledger.entry.view";
    type Output = Listing;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Listing> {
        let currency = company(read)?.base_currency;
        let (filters, before) = (self.0.filters(read, true)?, self.0.before()?);
        let size = page_size(self.0.page_size.as_deref())?;
        let rows = queries::lines(read, &filters, before, size)?;
        let count = queries::count_lines(read, &filters)?;
        let last = rows.last().filter(|_| rows.len() as i64 == size);
        let next = last.map(|row| context.link("cursor", &format!("{}.{}", row[0], row[1])));
        let results = rows.into_iter().map(|row| line_json(row, currency)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, results))
    }
}

/// One entry with its lines.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryDetail {
    id: Id<crate::records::Entry>,
}

/// An entry with its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryWithLines {
    /// The entry.
    #[serde(flatten)]
    pub entry: Json,
    /// Its lines.
    pub lines: Vec<Json>,
}

impl Query for EntryDetail {
    const NAME: &'static str = "ledger.entry.view";
    type Output = EntryWithLines;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<EntryWithLines> {
        let currency = company(read)?.base_currency;
        let filter = Filter { sql: "e.id = ?", value: Value::Id(self.id.uuid()) };
        let row = queries::entries(read, &[filter], i64::MAX, 1)?.into_iter().next();
        let row = row.ok_or_else(|| Error::not_found("entry", self.id))?;
        with_lines(read, row, currency)
    }
}
