//! Carrying a file into a company, document after document.

use crate::errors;
use crate::file::{Calendar, FileOptions, Format, read};
use crate::import_document::ImportDocument;
use crate::plan::{Commands, Document, Plan, Reason, Refused, reasons_of};
use crate::queries::Known;
use command::{AnyCommand, ImportProgress, Lane, Response, Scopes, Submission, Tx, Typed, Writers};
use jiff::tz::TimeZone;
use kernel::{Date, Error, Instant, Kind, Result};
use money::{Amount, Currency};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Prefetch, Ref};
use uuid::Uuid;

/// The number of documents in flight: at least two batches of the writer.
const IN_FLIGHT: usize = 128;
/// The cost of the opening stock as a percentage of each product's median price, where nobody says it.
pub const COST_PERCENT: i64 = 60;
/// The first year that a document may be of.
const FIRST_YEAR: i16 = 1990;

/// The options of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// The company.
    pub tenant: Uuid,
    /// Whose commands these are; nil is the program itself.
    pub actor: Uuid,
    /// The file.
    pub file: FileOptions,
    /// The warehouse of the goods; the main one where it is left out.
    pub warehouse: Option<String>,
    /// The opening stock's cost as a percentage of each product's median price.
    pub cost_percent: i64,
    /// Only report what would be done.
    pub dry_run: bool,
}

/// The result of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The preset that was used.
    pub preset: String,
    /// How the file is written.
    pub format: Format,
    /// The names in its first line, each with the field that it is.
    pub header: Vec<(String, Option<String>)>,
    /// Rows read.
    pub rows: usize,
    /// Documents recorded now.
    pub recorded: usize,
    /// Documents that had been recorded before.
    pub already: usize,
    /// Products made.
    pub products: usize,
    /// Products made without a price; they are inactive.
    pub unpriced: usize,
    /// Customers made.
    pub customers: usize,
    /// Accounts made.
    pub accounts: BTreeSet<String>,
    /// Fiscal years opened, by their first days.
    pub years: BTreeSet<Date>,
    /// Income less reductions of the documents of the file that are in the books.
    pub income: String,
    /// First and last day of the documents that are in the books.
    pub span: Option<(Date, Date)>,
    /// Every document that was not taken, with the reasons.
    pub refused: Vec<Refused>,
}

impl Report {
    /// The number of rows that were not taken.
    pub fn rows_refused(&self) -> usize {
        self.refused.iter().map(|refused| refused.rows).sum()
    }

    fn count(&mut self, command: &ImportDocument) {
        self.products += command.products.len();
        self.unpriced += command.products.iter().filter(|product| product.selling_price.is_none()).count();
        self.customers += usize::from(command.customer_name.is_some());
        let services = command.products.iter().filter_map(|product| product.service.as_ref());
        self.accounts.extend(services.map(|account| format!("{} {}", account.code, account.name)));
        self.years.extend(&command.years);
    }
}

/// Imports a file. `progress` is told of every document and answers whether to go on. A document that is in the books already is
/// left as it is, so an import that was stopped can be run again.
///
/// # Errors
///
/// What is wrong with the file as a whole, or with the options; then nothing was recorded. `cancelled` where `progress` stopped
/// it, and the errors of a server that stops. Documents that are refused are no error: the report has them.
pub fn import(
    writers: &Writers,
    options: &Options,
    progress: &mut dyn FnMut(ImportProgress) -> bool,
) -> Result<Report> {
    let (currency, zone) = read_company(writers, options)?;
    let calendar = Calendar {
        zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
        years: FIRST_YEAR..=Instant::now().date_in(&zone).year() + 1,
    };
    let content = read(&options.file, &calendar)?;
    let mut report = Report {
        preset: content.preset.name.to_owned(),
        format: content.format.clone(),
        header: content.header.clone(),
        rows: content.documents.values().map(Vec::len).sum::<usize>() + content.refused.len(),
        ..Report::default()
    };
    let mut plan = Plan::of(content, options.warehouse.as_deref(), currency, options.cost_percent);
    report.refused = std::mem::take(&mut plan.refused);
    let total = plan.documents.len();
    let documents = std::mem::take(&mut plan.documents);
    let mut importer =
        Importer { writers, options, report, total, booked: Vec::new(), is_stopped: Arc::default(), progress };
    importer.run(&plan, documents)?;
    importer.finish(currency)
}

/// The currency and the time zone of the company; an unknown warehouse is refused here, before anything is made.
fn read_company(writers: &Writers, options: &Options) -> Result<(Currency, String)> {
    writers.store().read_unlimited(options.tenant, |read| {
        inventory::warehouse(read, None, options.warehouse.clone().map(Ref::new).as_ref())?;
        let company = ledger::company(read)?;
        Ok((company.base_currency, company.timezone.clone()))
    })
}

/// A document that is dropped where the import was stopped before the writer came to it.
struct Stoppable {
    command: Typed<ImportDocument>,
    is_stopped: Arc<AtomicBool>,
}

impl AnyCommand for Stoppable {
    fn name(&self) -> &'static str {
        self.command.name()
    }
    fn version(&self) -> u16 {
        self.command.version()
    }
    fn solo(&self) -> bool {
        self.command.solo()
    }
    fn scopes(&self) -> Scopes {
        self.command.scopes()
    }
    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.command.prefetch(read);
    }
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        if self.is_stopped.load(Ordering::Relaxed) { Err(errors::cancelled()) } else { self.command.run(tx) }
    }
    fn body(&self) -> Result<Vec<u8>> {
        self.command.body()
    }
}

fn submission(options: &Options, is_stopped: &Arc<AtomicBool>, command: ImportDocument) -> Submission {
    let command = Stoppable { command: Typed(command), is_stopped: is_stopped.clone() };
    let mut submission = Submission::new(options.tenant, options.actor, Box::new(command));
    submission.lane = Lane::Bulk;
    submission
}

struct Importer<'a> {
    writers: &'a Writers,
    options: &'a Options,
    report: Report,
    total: usize,
    /// Date and income of the documents that are in the books.
    booked: Vec<(Date, Amount)>,
    is_stopped: Arc<AtomicBool>,
    progress: &'a mut dyn FnMut(ImportProgress) -> bool,
}

impl Importer<'_> {
    /// Records the documents. What they need is made by the first document that needs it. Those that are refused run once more
    /// with all that they need, because an earlier one that was refused may have made it, and again as long as another import
    /// records some of them meanwhile.
    fn run(&mut self, plan: &Plan, mut documents: Vec<Document>) -> Result<()> {
        let mut each_alone = self.options.dry_run;
        loop {
            let known = self.writers.store().read_unlimited(self.options.tenant, Known::read)?;
            documents.retain(|document| !self.is_recorded(document, &known));
            let commands = plan.commands(documents, &known, each_alone)?;
            let refused = if self.options.dry_run { self.try_out(commands)? } else { self.send(commands)? };
            let is_taken = |(_, error): &(Document, Error)| error.code == "number_taken";
            let is_over = each_alone && (self.options.dry_run || !refused.iter().any(is_taken));
            if refused.is_empty() || is_over {
                for (document, error) in refused {
                    self.refuse(&document, reasons_of(&error, &document.lines));
                }
                return Ok(());
            }
            each_alone = true;
            documents = refused.into_iter().map(|(document, _)| document).collect();
        }
    }

    fn refuse(&mut self, document: &Document, mut reasons: Vec<Reason>) {
        reasons.sort();
        let number = document.command.number.to_string();
        self.report.refused.push(Refused { document: number, rows: document.lines.len(), reasons });
    }

    /// Whether a document is in the books, or cannot be because another one has its number.
    fn is_recorded(&mut self, document: &Document, known: &Known) -> bool {
        let Some((date, total)) = known.documents.get(&*document.command.number) else { return false };
        if *date == document.command.business_date && total.is_none_or(|total| total == document.income) {
            self.report.already += 1;
            self.booked.push((*date, document.income));
        } else {
            let taken = errors::number_taken(&document.command.number, date);
            self.refuse(document, vec![(document.line, taken.detail())]);
        }
        true
    }

    fn step(&mut self) -> Result<()> {
        let done = self.booked.len();
        let go_on = (self.progress)(ImportProgress { done, total: self.total });
        if go_on {
            return Ok(());
        }
        self.is_stopped.store(true, Ordering::Relaxed);
        Err(errors::cancelled())
    }

    /// Sends the commands in their order, many in flight at once; those that were refused.
    fn send(&mut self, mut commands: Commands<'_>) -> Result<Vec<(Document, Error)>> {
        let mut refused = Vec::new();
        let mut in_flight = VecDeque::new();
        loop {
            while in_flight.len() < IN_FLIGHT
                && let Some(planned) = commands.next()
            {
                let (document, command) = planned?;
                let answer = self.writers.submit(submission(self.options, &self.is_stopped, command.clone()))?;
                in_flight.push_back((document, command, answer));
            }
            let Some((document, command, answer)) = in_flight.pop_front() else { return Ok(refused) };
            match answer.blocking_recv().map_err(|_| errors::stopped())? {
                Ok(_) => self.book(&document, &command),
                Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Internal) => return Err(error),
                Err(error) => refused.push((document, error)),
            }
            self.step()?;
        }
    }

    /// Runs the commands each on its own and drops what they did; the documents that [`Importer::send`] would refuse too.
    fn try_out(&mut self, commands: Commands<'_>) -> Result<Vec<(Document, Error)>> {
        let mut refused = Vec::new();
        let (mut products, mut customers) = (BTreeSet::new(), BTreeSet::new());
        let (writers, options, is_stopped) = (self.writers, self.options, self.is_stopped.clone());
        writers.dry_run_each(options.tenant, |try_out| {
            for planned in commands {
                let (document, mut command) = planned?;
                match try_out(&submission(options, &is_stopped, command.clone())) {
                    Ok(_) => {
                        // What several documents need is made once.
                        command.products.retain(|product| products.insert(product.sku.clone()));
                        let customer = command.document.customer.as_ref().map(|customer| customer.as_str().to_owned());
                        if customer.is_some_and(|customer| !customers.insert(customer)) {
                            command.customer_name = None;
                        }
                        self.book(&document, &command);
                    }
                    Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Internal) => return Err(error),
                    Err(error) => refused.push((document, error)),
                }
                self.step()?;
            }
            Ok(())
        })?;
        Ok(refused)
    }

    fn book(&mut self, document: &Document, command: &ImportDocument) {
        self.report.recorded += 1;
        self.report.count(command);
        self.booked.push((document.command.business_date, document.income));
    }

    fn finish(self, currency: Currency) -> Result<Report> {
        let mut report = self.report;
        report.income = Amount::sum(self.booked.iter().map(|(_, income)| *income))?.decimal(currency).to_string();
        let days = || self.booked.iter().map(|(day, _)| *day);
        report.span = days().min().zip(days().max());
        report.refused.sort_by_key(|refused| refused.reasons.first().map_or(0, |(line, _)| *line));
        Ok(report)
    }
}
