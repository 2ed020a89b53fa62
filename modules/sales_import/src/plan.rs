//! Derives documents in their order, and what each of them needs, from the rows of a file.

use crate::file::{Content, Row};
use crate::import_document::{ImportDocument, ImportedAccount, ImportedProduct, NeededStock};
use crate::preset::Preset;
use crate::product_facts::ProductFacts;
use crate::queries::Known;
use crate::record::{Effect, HistoryLine, RecordDocument};
use catalog::ProductKind;
use jiff::civil::DateTime;
use kernel::{Date, Error, FieldError, Result, Text};
use money::{Amount, Currency, Price, Quantity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Ref;

/// A document of the file.
pub struct Document {
    /// The command that records it.
    pub command: RecordDocument,
    /// The date and time of its first row.
    pub at: DateTime,
    /// Its first line in the file.
    pub line: u64,
    /// The line of each of its rows, in the order of the lines of the command.
    pub lines: Vec<u64>,
    /// Income less reductions.
    pub income: Amount,
}

/// Why a document is not taken, with the line of the file.
pub type Reason = (u64, String);

/// A document that is not taken: none of its rows is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its number; empty for rows that have none.
    pub document: String,
    /// The number of its rows.
    pub rows: usize,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// What is made before a document is recorded.
#[derive(Default, PartialEq)]
struct Needs {
    years: Vec<Date>,
    products: Vec<ImportedProduct>,
    customer_name: Option<Text<255>>,
    stock: Vec<NeededStock>,
}

/// Documents, in their order, each with the command that imports it.
pub type Commands<'a> = Box<dyn Iterator<Item = Result<(Document, ImportDocument)>> + 'a>;

/// The documents of a file, and what it says of products.
pub struct Plan {
    preset: Preset,
    currency: Currency,
    cost_percent: i64,
    products: BTreeMap<String, ProductFacts>,
    /// The documents by date, then by line.
    pub documents: Vec<Document>,
    /// The documents that cannot be taken.
    pub refused: Vec<Refused>,
}

impl Plan {
    /// Makes documents of the rows; a document with a row that cannot be taken, or whose rows contradict each other, is refused.
    pub fn of(content: Content, warehouse: Option<&str>, currency: Currency, cost_percent: i64) -> Plan {
        let Content { preset, documents, products, refused: refused_rows, .. } = content;
        let products = products.into_iter().map(|(key, seen)| (key, seen.facts())).collect();
        let mut plan = Plan { preset, currency, cost_percent, products, documents: Vec::new(), refused: Vec::new() };
        let mut reasons: BTreeMap<&str, Vec<Reason>> = BTreeMap::new();
        for row in &refused_rows {
            reasons.entry(&row.document).or_default().push((row.line, row.reason.clone()));
        }
        // A row without a number may belong to the document before it, which is not booked in part.
        let mut unnumbered: BTreeMap<&str, u64> = BTreeMap::new();
        for row in refused_rows.iter().filter(|row| row.document.is_empty()) {
            unnumbered.entry(&row.document_before).or_insert(row.line);
        }
        for (number, rows) in documents {
            let mut reasons = reasons.remove(&*number).unwrap_or_default();
            let count = rows.len() + reasons.len();
            reasons.extend(contradictions(&rows));
            if let (Some(line), Some(last)) = (unnumbered.get(&*number), rows.last()) {
                reasons.push((
                    last.line,
                    format!("the row in line {line} has no document number and may belong to this document"),
                ));
            }
            match plan.document(&number, &rows, warehouse) {
                Ok(document) if reasons.is_empty() => plan.documents.push(document),
                Err(error) if reasons.is_empty() => {
                    let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
                    reasons.extend(reasons_of(&error, &lines));
                }
                _ => {}
            }
            plan.refuse(&number, count, reasons);
        }
        // What is left has no row that could be taken.
        for (number, reasons) in reasons {
            plan.refuse(number, reasons.len(), reasons);
        }
        plan.documents.sort_by_key(|document| (document.at, document.line));
        plan
    }

    fn refuse(&mut self, number: &str, rows: usize, mut reasons: Vec<Reason>) {
        if !reasons.is_empty() {
            reasons.sort();
            self.refused.push(Refused { document: number.to_owned(), rows, reasons });
        }
    }

    fn document(&self, number: &str, rows: &[Row], warehouse: Option<&str>) -> Result<Document> {
        let preset = &self.preset;
        let mut sum = Amount::ZERO;
        for row in rows {
            sum = sum.plus(money::extend(row.price, row.quantity, self.currency)?)?;
        }
        let is_credit_note = match preset.credit_prefix {
            Some(prefix) => number.starts_with(prefix),
            None => sum.is_negative() || (sum.is_zero() && rows.iter().all(|row| row.quantity.is_negative())),
        };
        let customer = rows.iter().find_map(|row| row.buyer.customer.clone());
        let sells = customer.is_some() || rows.iter().any(|row| row.price != Price::ZERO);
        let line = |row: &Row| HistoryLine {
            sku: self.facts(&row.product).map_or_else(|| row.product.clone(), |facts| facts.sku.clone()),
            quantity: row.quantity,
            unit_price: row.price,
            effect: effect(number, row, preset, is_credit_note, sells),
        };
        let Some(first) = rows.first() else { return Err(kernel::errors::required()) };
        let country = rows.iter().find_map(|row| row.buyer.country.clone());
        let command = RecordDocument {
            number: Text::new(number)?,
            business_date: first.at.date(),
            is_credit_note,
            customer: customer.map(|customer| Ref::new(&*customer)),
            country: country.map(|country| Text::new(&*country)).transpose()?,
            warehouse: warehouse.map(Ref::new),
            lines: rows.iter().map(line).collect(),
        };
        command.check()?;
        let earns = command.lines.iter().any(|line| line.effect == Effect::Income);
        let lines = rows.iter().map(|row| row.line).collect();
        Ok(Document { command, at: first.at, line: first.line, lines, income: if earns { sum } else { Amount::ZERO } })
    }

    fn facts(&self, product: &str) -> Option<&ProductFacts> {
        self.products.get(&kernel::code_key(product))
    }

    /// The documents, each with the command that imports it into a company that has what is `known`. What is missing is made by the
    /// first document that needs it, or, where each runs on its own (`each_alone`), by every one. Each command is made when its turn
    /// comes, and each document given away, so that they are not in memory twice.
    pub fn commands<'a>(
        &'a self,
        documents: Vec<Document>,
        known: &'a Known,
        each_alone: bool,
    ) -> Result<Commands<'a>> {
        let Some(opening_date) = opening_date(&documents, known) else { return Ok(Box::new(std::iter::empty())) };
        let mut needs = if each_alone { BTreeMap::new() } else { self.needs(&documents, known, opening_date)? };
        Ok(Box::new(documents.into_iter().enumerate().map(move |(n, document)| {
            let needs = match each_alone {
                true => self.needs(std::slice::from_ref(&document), known, opening_date)?.remove(&0),
                false => needs.remove(&n),
            };
            let command = command(&document, known, opening_date, needs.unwrap_or_default());
            Ok((document, command))
        })))
    }

    /// What is made first, by the place of the document that needs it first.
    fn needs(&self, documents: &[Document], known: &Known, opening_date: Date) -> Result<BTreeMap<usize, Needs>> {
        let mut all = BTreeMap::new();
        let mut made = BTreeSet::new();
        for (n, document) in documents.iter().enumerate() {
            let mut needs = Needs::default();
            for date in [opening_date, document.command.business_date] {
                if let Some(starts_on) = missing_year(&known.years, date)?
                    && made.insert(format!("year {starts_on}"))
                {
                    needs.years.push(starts_on);
                }
            }
            self.add_products(&mut needs, document, known, &mut made)?;
            if let Some(customer) = &document.command.customer {
                let key = kernel::code_key(customer.as_str());
                if !known.parties.contains_key(&key) && made.insert(format!("customer {key}")) {
                    needs.customer_name = Some(Text::new(format!("Customer {customer}"))?);
                }
            }
            if needs != Needs::default() {
                all.insert(n, needs);
            }
        }
        for (n, stock) in self.needed_stock(documents, known)? {
            all.entry(n).or_default().stock.push(stock);
        }
        Ok(all)
    }

    fn add_products(
        &self,
        needs: &mut Needs,
        document: &Document,
        known: &Known,
        made: &mut BTreeSet<String>,
    ) -> Result<()> {
        for line in document.command.lines.iter().filter(|line| line.effect != Effect::BadDebt) {
            let key = kernel::code_key(&line.sku);
            if known.products.contains_key(&key) || !made.insert(format!("product {key}")) {
                continue;
            }
            let facts = self.products.get(&key);
            let service = self.preset.service(&line.sku).map(|service| {
                Ok::<_, Error>(ImportedAccount { code: Text::new(service.account)?, name: Text::new(service.name)? })
            });
            needs.products.push(ImportedProduct {
                sku: Text::new(&*line.sku)?,
                name: Text::new(facts.map_or(&*line.sku, |facts| &*facts.name))?,
                selling_price: facts.and_then(|facts| facts.price),
                service: service.transpose()?,
            });
        }
        Ok(())
    }

    /// For the first document with a product the least stock with which no line of `documents` takes more than there is.
    fn needed_stock(&self, documents: &[Document], known: &Known) -> Result<Vec<(usize, NeededStock)>> {
        // For each product its document, the stock beyond the opening stock, and the lowest that was.
        let mut stock: BTreeMap<Arc<str>, (usize, Quantity, Quantity)> = BTreeMap::new();
        for (n, document) in documents.iter().enumerate() {
            for line in document.command.lines.iter().filter(|line| line.effect != Effect::BadDebt) {
                let is_service = match known.products.get(&kernel::code_key(&line.sku)) {
                    Some((_, kind)) => *kind == ProductKind::Service,
                    None => self.preset.service(&line.sku).is_some(),
                };
                if is_service {
                    continue;
                }
                let (_, now, lowest) = stock.entry(line.sku.clone()).or_insert((n, Quantity::ZERO, Quantity::ZERO));
                // What is found or written off says how stock changes; what is sold or credited says how much goes out.
                *now = match line.effect {
                    Effect::Found | Effect::WriteOff => now.plus(line.quantity)?,
                    _ => now.minus(line.quantity)?,
                };
                *lowest = (*lowest).min(*now);
            }
        }
        let needed = |(sku, (n, _, lowest)): (Arc<str>, (usize, Quantity, Quantity))| {
            let price = self.facts(&sku).and_then(|facts| facts.price).unwrap_or(Price::ZERO);
            let cost = money::round_div(i128::from(price.micros()) * i128::from(self.cost_percent), 100)?;
            let unit_cost = Price::from_micros(i64::try_from(cost).unwrap_or(i64::MAX));
            let sku = Text::new(&**known_sku(&sku, known).unwrap_or(&sku))?;
            Ok((n, NeededStock { sku, quantity: lowest.negated()?, unit_cost }))
        };
        stock.into_iter().map(needed).collect()
    }
}

/// The date of the opening stock: the day before the first document, or its own day where the day before is closed. None without documents.
fn opening_date(documents: &[Document], known: &Known) -> Option<Date> {
    let dates = || documents.iter().map(|document| document.command.business_date);
    // A document whose day is closed is refused, and must not date the opening stock of the others.
    let first = dates().filter(|date| known.may_be_open(*date)).min().or(dates().min())?;
    Some(first.yesterday().ok().filter(|before| known.may_be_open(*before)).unwrap_or(first))
}

/// The command of a document, with the codes that the company has for its products and its customer.
fn command(document: &Document, known: &Known, opening_date: Date, needs: Needs) -> ImportDocument {
    let mut document = document.command.clone();
    for line in &mut document.lines {
        if let Some(sku) = known_sku(&line.sku, known) {
            line.sku = sku.clone();
        }
    }
    document.customer = document.customer.map(|customer| {
        known.parties.get(&kernel::code_key(customer.as_str())).map_or(customer, |code| Ref::new(code.clone()))
    });
    let Needs { years, products, customer_name, stock } = needs;
    ImportDocument { document, opening_date, years, products, customer_name, stock }
}

/// A product's code as the company writes it.
fn known_sku<'k>(sku: &str, known: &'k Known) -> Option<&'k Arc<str>> {
    known.products.get(&kernel::code_key(sku)).map(|(sku, _)| sku)
}

/// The first day of the fiscal year that must be opened for `date`: years begin on the same day as the nearest one that exists.
fn missing_year(years: &[(Date, Date)], date: Date) -> Result<Option<Date>> {
    if years.iter().any(|(first, last)| (*first..=*last).contains(&date)) {
        return Ok(None);
    }
    let later = years.iter().find(|(first, _)| *first > date).or(years.last());
    let month = later.map_or(1, |(first, _)| first.month());
    let year = if date.month() < month { date.year() - 1 } else { date.year() };
    Ok(Some(Date::new(year, month, 1).map_err(|_| kernel::errors::invalid_date())?))
}

fn effect(number: &str, row: &Row, preset: &Preset, is_credit_note: bool, sells: bool) -> Effect {
    if preset.bad_debt_prefix.is_some_and(|prefix| number.starts_with(prefix)) {
        return Effect::BadDebt;
    }
    if row.price != Price::ZERO || preset.service(&row.product).is_some() {
        return Effect::Income;
    }
    match (preset.adjusts_stock, row.quantity.is_negative()) {
        (true, true) => Effect::WriteOff,
        (true, false) if !sells => Effect::Found,
        (true, false) => Effect::Gift,
        // Gifts that come back, or that a credit note gives, earn nothing either.
        (false, is_negative) if is_negative || is_credit_note => Effect::Income,
        (false, _) => Effect::Gift,
    }
}

/// The reasons why rows of one number are not one document.
fn contradictions(rows: &[Row]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let Some(first) = rows.first() else { return reasons };
    if let Some(other) = rows.iter().find(|row| row.at.date() != first.at.date()) {
        let (one, two) = (first.at.date(), other.at.date());
        reasons.push((other.line, format!("the document has two dates, {one} in line {} and {two} here", first.line)));
    }
    let mut named = rows.iter().filter_map(|row| row.buyer.customer.as_ref().map(|customer| (row.line, customer)));
    if let Some((line, one)) = named.next()
        && let Some((other_line, two)) = named.find(|(_, customer)| kernel::code_key(customer) != kernel::code_key(one))
    {
        reasons.push((other_line, format!("the document has two customers, “{one}” in line {line} and “{two}” here")));
    }
    reasons
}

/// What is wrong with the document of these `lines` of the file, in words: at the line and by the column where it stands.
pub fn reasons_of(error: &Error, lines: &[u64]) -> Vec<Reason> {
    let first = lines.first().copied().unwrap_or_default();
    if error.fields.is_empty() {
        return vec![(first, error.detail())];
    }
    let reason = |wrong: &FieldError| {
        let in_line = wrong.field.strip_prefix("lines.").map(|rest| rest.split_once('.').unwrap_or((rest, "")));
        let row = in_line.and_then(|(n, field)| Some((*lines.get(n.parse::<usize>().ok()?)?, field)));
        let (line, field) = row.unwrap_or((first, &wrong.field));
        let column = match field {
            "sku" => "product",
            "unit_price" => "price",
            "number" => "document",
            "business_date" | "starts_on" => "date",
            field => field,
        };
        let separator = if column.is_empty() { "" } else { ": " };
        (line, format!("{column}{separator}{}", wrong.message()))
    };
    error.fields.iter().map(reason).collect()
}
