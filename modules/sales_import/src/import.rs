//! Carrying a file into a company: masters first, then the opening stock, then document after document.

use crate::errors;
use crate::file::{Rejected, Row, read};
use crate::open_stock::{MAX_OPENING_LINES, OpenStock};
use crate::plan::{self, Document};
use crate::preset::Preset;
use crate::queries;
use command::{Answer, AnyCommand, Lane, Registry, SYSTEM, Submission, Typed, Writers};
use jiff::ToSpan;
use kernel::{Date, Error, Kind, Result};
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use store::Ref;
use tokio::sync::oneshot;
use uuid::Uuid;

/// The number of commands in flight; the queue holds more.
const IN_FLIGHT: usize = 512;

/// The options of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// The company.
    pub tenant: Uuid,
    /// The file; `.gz` is unpacked.
    pub file: PathBuf,
    /// The preset; chosen by the header where it is left out.
    pub preset: Option<String>,
    /// Columns with other names: (field, column).
    pub columns: Vec<(String, String)>,
    /// The warehouse of the goods; the main one where it is left out.
    pub warehouse: Option<String>,
    /// The opening stock's cost as a percentage of each product's median price.
    pub cost_percent: i64,
    /// Only report what would be done.
    pub dry_run: bool,
}

/// The progress of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Documents done.
    pub done: usize,
    /// Documents in all.
    pub total: usize,
}

/// The result of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The preset that was used.
    pub preset: String,
    /// Rows read.
    pub rows: usize,
    /// Documents recorded now.
    pub recorded: usize,
    /// Documents that had been recorded before.
    pub already: usize,
    /// Products made.
    pub products: usize,
    /// Customers made.
    pub customers: usize,
    /// Accounts made.
    pub accounts: Vec<String>,
    /// Fiscal years opened.
    pub years: Vec<String>,
    /// Products that got opening stock, and the day.
    pub opening: Option<(usize, Date)>,
    /// Income less reductions over the documents of the file.
    pub income: String,
    /// First and last day of the documents.
    pub span: Option<(Date, Date)>,
    /// Every row that was not taken, with the reason.
    pub rejected: Vec<Rejected>,
}

/// Imports a file. Stop it any time and run it again: what was done answers from its idempotency key.
pub fn import(
    writers: &Writers,
    registry: &Registry,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let (preset, rows, rejected) = read(&options.file, |header| choose(options, header))?;
    let documents = plan::documents(&preset, &rows, options.warehouse.as_deref());
    let mut report = Report { preset: preset.name.to_owned(), rows: rows.len(), rejected, ..Report::default() };
    report.span = plan::span(&documents);
    let Some((first, last)) = report.span else { return Ok(report) };
    let importer = Importer { writers, registry, options, preset };
    let currency = importer.read(|read| Ok(ledger::company(read)?.base_currency))?;
    report.income = plan::income(&documents, currency)?.to_string();
    let opening_day = first.checked_sub(1.day()).map_err(|_| errors::date_too_early().at("file"))?;
    importer.open_years(opening_day, last, &mut report)?;
    importer.make_accounts(&mut report)?;
    importer.make_products(&rows, &mut report)?;
    importer.make_customers(&documents, &mut report)?;
    importer.open_stock(&documents, &rows, opening_day, &mut report)?;
    if !options.dry_run {
        importer.record(documents, &mut report, progress)?;
    }
    report.rejected.sort_by_key(|rejected| rejected.line);
    Ok(report)
}

fn choose(options: &Options, header: &[String]) -> Result<Preset> {
    let mut preset = match &options.preset {
        Some(name) => Preset::named(name)?,
        None => Preset::of_header(header).unwrap_or_else(Preset::plain),
    };
    for (field, column) in &options.columns {
        preset.columns.map(field, column)?;
    }
    Ok(preset)
}

struct Importer<'a> {
    writers: &'a Writers,
    registry: &'a Registry,
    options: &'a Options,
    preset: Preset,
}

impl Importer<'_> {
    fn read<T>(&self, read: impl FnOnce(&mut store::Session<'_>) -> Result<T>) -> Result<T> {
        self.writers.store().read_unlimited(self.options.tenant, read)
    }

    fn submission(&self, key: String, command: Box<dyn AnyCommand>) -> Submission {
        Submission { key: Some(key), lane: Lane::Bulk, ..Submission::new(self.options.tenant, SYSTEM, command) }
    }

    /// Sends commands in their order, many under way at once; `done` hears of each outcome in the same order.
    fn send(
        &self,
        commands: impl Iterator<Item = (String, Box<dyn AnyCommand>)>,
        mut done: impl FnMut(usize, Result<Answer>),
    ) -> Result<()> {
        let mut under_way: VecDeque<(usize, oneshot::Receiver<Result<Answer>>)> = VecDeque::new();
        for (n, (key, command)) in commands.enumerate() {
            if under_way.len() >= IN_FLIGHT
                && let Some((n, answer)) = under_way.pop_front()
            {
                done(n, answer.blocking_recv().map_err(|_| errors::stopped())?);
            }
            under_way.push_back((n, self.writers.submit(self.submission(key, command))?));
        }
        for (n, answer) in under_way {
            done(n, answer.blocking_recv().map_err(|_| errors::stopped())?);
        }
        Ok(())
    }

    /// Makes master records; the first refusal ends the import, because what follows needs them.
    fn make(&self, name: &str, records: Vec<serde_json::Value>) -> Result<usize> {
        if self.options.dry_run {
            return Ok(records.len());
        }
        let mut commands = Vec::with_capacity(records.len());
        for record in &records {
            let command = self.registry.decode(name, record.to_string().as_bytes())?;
            commands.push((format!("import {name} {record}"), command));
        }
        let mut refused = None;
        self.send(commands.into_iter(), |_, answer| {
            if let Err(error) = answer {
                refused.get_or_insert(error);
            }
        })?;
        refused.map_or(Ok(records.len()), Err)
    }

    fn open_years(&self, from: Date, to: Date, report: &mut Report) -> Result<()> {
        let missing = self.read(|read| ledger::years_to_open(read, from, to))?;
        report.years = missing.iter().map(|starts_on| format!("{:04}", starts_on.year())).collect();
        let years = missing.iter().map(|starts_on| json!({"starts_on": starts_on})).collect();
        self.make("ledger.year.open", years)?;
        Ok(())
    }

    fn make_accounts(&self, report: &mut Report) -> Result<()> {
        let there = self.read(queries::account_codes)?;
        let missing: Vec<_> = self.preset.services.iter().filter(|service| !there.contains(service.account)).collect();
        let account =
            |service: &&&crate::Service| json!({"code": service.account, "name": service.name, "kind": "income"});
        report.accounts = missing.iter().map(|service| format!("{} {}", service.account, service.name)).collect();
        self.make("ledger.account.create", missing.iter().map(|service| account(&service)).collect())?;
        Ok(())
    }

    fn make_products(&self, rows: &[Row], report: &mut Report) -> Result<()> {
        let there = self.read(queries::skus)?;
        let missing = plan::products(rows).into_iter().filter(|product| !there.contains(&product.sku));
        let product = |product: plan::ProductName| {
            let mut fields = json!({"sku": product.sku, "name": product.name, "unit": "piece"});
            if let Some(service) = self.preset.service(&product.sku) {
                fields["kind"] = json!("service");
                fields["income_account"] = json!(service.account);
            }
            fields
        };
        report.products = self.make("catalog.product.create", missing.map(product).collect())?;
        Ok(())
    }

    fn make_customers(&self, documents: &[Document], report: &mut Report) -> Result<()> {
        let there = self.read(queries::party_codes)?;
        let missing = plan::customers(documents).into_iter().filter(|(code, _)| !there.contains(*code));
        let customer = |(code, country): (&str, Option<&str>)| {
            let mut fields = json!({"code": code, "name": format!("Customer {code}")});
            if let Some(country) = country {
                fields["country"] = json!(country);
            }
            fields
        };
        report.customers = self.make("parties.customer.create", missing.map(customer).collect())?;
        Ok(())
    }

    /// Posts the opening stock that the documents not yet recorded need beyond the stock on hand.
    fn open_stock(&self, documents: &[Document], rows: &[Row], day: Date, report: &mut Report) -> Result<()> {
        let recorded = self.read(queries::external_numbers)?;
        let missing: Vec<&Document> =
            documents.iter().filter(|document| !recorded.contains(&document.command.number)).collect();
        let warehouse = self.options.warehouse.clone().unwrap_or_else(|| inventory::MAIN.to_owned());
        let on_hand: BTreeMap<_, _> = self.read(|read| queries::on_hand(read, &warehouse))?;
        let opening = plan::opening_stock(&missing, rows, &self.preset, &on_hand, self.options.cost_percent)?;
        report.opening = (!opening.is_empty()).then_some((opening.len(), day));
        if self.options.dry_run {
            return Ok(());
        }
        for lines in opening.chunks(MAX_OPENING_LINES) {
            let warehouse = self.options.warehouse.clone().map(Ref::new);
            let command = OpenStock { warehouse, business_date: day, lines: lines.to_vec() };
            // No idempotency key: the lines are computed from the stock on hand, so a repeated run posts only what is missing.
            let mut submission = self.submission(String::new(), Box::new(Typed(command)));
            submission.key = None;
            self.writers.execute(submission)?;
        }
        Ok(())
    }

    fn record(&self, documents: Vec<Document>, report: &mut Report, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        let (total, mut unsent) = (documents.len(), None);
        let (lines, commands): (Vec<_>, Vec<_>) =
            documents.into_iter().map(|document| (document.lines, document.command)).unzip();
        let numbers: Vec<Arc<str>> = commands.iter().map(|command| Arc::from(command.number.as_str())).collect();
        let commands = commands.into_iter().map(|command| {
            (format!("sales history {}", command.number), Box::new(Typed(command)) as Box<dyn AnyCommand>)
        });
        self.send(commands, |n, answer| {
            match answer {
                Ok(answer) if answer.replayed => report.already += 1,
                Ok(_) => report.recorded += 1,
                Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Internal) => {
                    unsent.get_or_insert(error);
                }
                Err(error) => {
                    let reason = reason_of(&error);
                    let rejected =
                        |line: &u64| Rejected { line: *line, document: numbers[n].to_string(), reason: reason.clone() };
                    report.rejected.extend(lines[n].iter().map(rejected));
                }
            }
            progress(Progress { done: n + 1, total });
        })?;
        unsent.map_or(Ok(()), Err)
    }
}

fn reason_of(error: &Error) -> String {
    let fields: Vec<String> =
        error.fields.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.message())).collect();
    if fields.is_empty() { error.detail() } else { fields.join("; ") }
}
