//! The commands of the program. They run in this process, or in the living server when that owns the data.

use crate::app::{self, App};
use crate::export::{self, ExportArgs};
use crate::io::{self, Io, Terminal};
use crate::jobs::OwnWorkers;
use crate::provisioning;
use crate::reference::{self, Page};
use crate::settings::{Overrides, Settings};
use crate::users::{self, UserVerb};
use crate::verify::HeadHash;
use crate::{control, errors, jobs, modules, serve, simulate, tables, verify};
use clap::{Args, Parser, Subcommand};
use command::{FileContent, ImportProgress, JobQueue, SYSTEM};
use identity::{CreateTenant, Tenant};
use kernel::Result;
use money::Currency;
use sales_import::{DateOrder, DecimalMark, FileOptions};
use std::ffi::OsString;
use std::io::BufRead;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{CONTROL, Field, FieldKind, Value};

/// How long a command waits for a process that has the data directory but does not answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The exit code of a command line that is not understood.
const WRONG_USAGE: u8 = 2;
/// The most memory, in bytes, that rows and pages take in a process that does only one command.
const COMMAND_MEMORY: usize = 64 << 20;

/// One program that runs a whole business.
#[derive(Parser)]
#[command(name = "sanduk", version)]
pub struct Cli {
    /// The directory of the SQLite databases, in place of SANDUK_DATA_DIR
    #[arg(long, global = true, value_name = "DIRECTORY")]
    data_dir: Option<String>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve the API
    Serve {
        /// With a demo company, its log-in printed; only on this machine
        #[arg(long)]
        demo: bool,
        /// The address and port to serve on, in place of SANDUK_LISTEN
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
    },
    /// Bring the tables of all companies up to date
    Migrate,
    /// Companies
    #[command(subcommand)]
    Tenant(TenantVerb),
    /// People
    #[command(subcommand)]
    User(UserVerb),
    /// Prove the books of a company; fails and names the first offender
    Verify {
        /// The company's slug
        #[arg(long)]
        tenant: String,
        /// A head hash kept earlier: the log must still hold it
        #[arg(long, value_name = "HASH", value_parser = verify::head_hash_of)]
        since: Option<HeadHash>,
    },
    /// Take over data of another system
    #[command(subcommand)]
    Import(ImportVerb),
    /// Print the journal as a file, oldest first
    Export(ExportArgs),
    /// Secrets of companies
    #[command(subcommand)]
    Secrets(SecretsVerb),
    /// Do the jobs of companies, beside servers that share the database
    Worker {
        /// Only the jobs of this queue: email, report, notification, webhook or default; may be given often
        #[arg(long = "queue", value_parser = choice::<JobQueue>)]
        queues: Vec<JobQueue>,
    },
    /// Jobs of companies
    #[command(subcommand)]
    Job(JobVerb),
    /// Simulate those who carry messages, so that everything can be tried without them
    Simulate {
        /// Which: twilio, vonage, whatsapp, fcm, web-push, gateway; all where none is named
        names: Vec<String>,
        /// The address and port to serve on
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8025")]
        listen: SocketAddr,
    },
    /// Make a pair of keys for push to browsers
    PushKey,
    /// Print the OpenAPI document
    Openapi,
    /// Print the documentation of all tables
    #[command(hide = true)]
    Tables,
    /// Print the texts that people may read, each behind its key
    #[command(hide = true)]
    Words {
        /// Further texts, which only the sources know
        also: Vec<String>,
    },
    /// Print a reference page
    #[command(hide = true)]
    Reference {
        /// The page
        #[arg(value_enum)]
        page: Page,
    },
    /// Print every setting of the program: value, source, meaning. With a command: what is chosen for all companies
    Settings {
        #[command(subcommand)]
        verb: Option<SettingsVerb>,
    },
}

#[derive(Subcommand)]
enum JobVerb {
    /// Have a job done now that is usually done at its times, and wait for its end
    Run {
        /// The kind of job, for example jobs.books.verify
        name: String,
        /// The company's slug
        #[arg(long)]
        tenant: String,
    },
}

#[derive(Subcommand)]
enum TenantVerb {
    /// Make a company, ready to trade
    Create(TenantArgs),
    /// List the companies
    List,
}

#[derive(Args)]
struct TenantArgs {
    /// Its short name: small letters, digits, hyphens
    slug: String,
    /// Its name
    #[arg(long)]
    name: String,
    /// ISO 4217, for example GBP
    #[arg(long)]
    currency: String,
    /// IANA, for example Europe/London
    #[arg(long, default_value = "UTC")]
    timezone: String,
    /// A host name of its own
    #[arg(long)]
    host: Option<String>,
}

impl TenantArgs {
    fn company(&self) -> Result<CreateTenant> {
        let TenantArgs { slug, name, currency, timezone, host } = self;
        let currency = Currency::parse(currency)?;
        let (slug, name, timezone) = (slug.clone(), name.clone(), timezone.clone());
        Ok(CreateTenant { slug, name, currency, timezone, host: host.clone() })
    }
}

#[derive(Subcommand)]
enum SettingsVerb {
    /// List the settings of companies, with the values that are chosen for all of them
    List,
    /// Choose a value for all companies; one that chooses its own keeps that
    Set {
        /// The setting, for example sales.payment_days
        name: String,
        /// Its value
        value: String,
    },
    /// Take the value for all companies back
    Reset {
        /// The setting
        name: String,
    },
}

#[derive(Subcommand)]
enum SecretsVerb {
    /// Encrypt the data keys of companies with the first key in SANDUK_SECRET_KEY; when it is done, those behind it are not needed
    Rotate {
        /// Only the company of this slug
        #[arg(long)]
        tenant: Option<String>,
        /// Also make new data keys, and encrypt all secrets with them
        #[arg(long)]
        renew: bool,
    },
}

#[derive(Subcommand)]
enum ImportVerb {
    /// A history of sales: each document becomes one command; run it again and what was done is not done twice
    Sales(ImportArgs),
}

#[derive(Args)]
struct ImportArgs {
    /// A CSV file; gzip is unpacked
    file: PathBuf,
    /// The company's slug
    #[arg(long)]
    tenant: String,
    /// What the file looks like, for example online-retail; chosen by its header where left out
    #[arg(long)]
    preset: Option<String>,
    /// A column of another name, for example document=InvoiceNumber; may be given often. The fields are document, product,
    /// description, quantity, date, price, customer and country
    #[arg(long = "map", value_name = "FIELD=COLUMN", value_parser = field_and_column)]
    columns: Vec<(String, String)>,
    /// The encoding, for example windows-1252; found out where left out
    #[arg(long)]
    encoding: Option<String>,
    /// The character between two fields; found out where left out
    #[arg(long, value_parser = one_byte)]
    delimiter: Option<u8>,
    /// The order of dates: year-first, day-first or month-first; found out where left out
    #[arg(long, value_parser = choice::<DateOrder>)]
    dates: Option<DateOrder>,
    /// The decimal mark, point or comma; found out where left out
    #[arg(long, value_parser = choice::<DecimalMark>)]
    decimal: Option<DecimalMark>,
    /// Where the goods were; the main warehouse where left out
    #[arg(long)]
    warehouse: Option<String>,
    /// The cost of the opening stock, in per cent of each product's median price
    #[arg(long, default_value_t = sales_import::COST_PERCENT, value_parser = clap::value_parser!(i64).range(0..=1000))]
    cost_percent: i64,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Cli {
    fn overrides(&self) -> Overrides {
        let listen = match &self.verb {
            Verb::Serve { listen, .. } => listen.clone(),
            _ => None,
        };
        Overrides { data_dir: self.data_dir.clone(), listen }
    }
}

impl Verb {
    /// Whether it makes the data directory where there is none; every other command would only hide a mistyped name.
    fn makes_data(&self) -> bool {
        matches!(self, Verb::Tenant(TenantVerb::Create(_)))
    }

    /// Refuses what can be known to be wrong without any data, before a place for them is made.
    fn check(&self, settings: &Settings) -> Result<()> {
        match self {
            Verb::Tenant(TenantVerb::Create(arguments)) => {
                let new = arguments.company()?;
                new.check(kernel::Instant::now())?;
                provisioning::require_own_host(settings.base_domain.as_deref(), &new)
            }
            _ => Ok(()),
        }
    }

    fn wants_password(&self) -> bool {
        matches!(self, Verb::User(verb) if verb.wants_password())
    }
}

/// Does what the command line says. A reader that closes its end of standard output is no error.
pub fn main(arguments: Vec<OsString>) -> Result<ExitCode> {
    // A process that reads a stranger's workbook has nothing else: no settings, no data.
    if let Some([_, word, rest @ ..]) = arguments.get(..)
        && word == ::tables::READ_SHEET
    {
        return Ok(::tables::read_sheet(rest.first().and_then(|sheet| sheet.to_str())));
    }
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(usage) if usage.use_stderr() => {
            // Without standard error there is only the exit code to tell it by.
            drop(usage.print());
            return Ok(ExitCode::from(WRONG_USAGE));
        }
        Err(help) => return io::print(&help.render().to_string()).map(|()| ExitCode::SUCCESS),
    };
    let settings = Settings::load(cli.overrides())?;
    match cli.verb {
        Verb::Settings { verb: None } => io::print(&settings.describe())?,
        Verb::Openapi => io::print(&format!("{:#}\n", http_api::openapi(&*modules::registry()?)))?,
        Verb::Tables => io::print(&tables::describe(&modules::control()?, &*modules::registry()?))?,
        Verb::Words { also } => io::print(&reference::words(also)?)?,
        Verb::Reference { page } => io::print(&reference::page(page)?)?,
        Verb::Serve { demo, .. } => serve::serve(&settings, demo)?,
        Verb::Worker { queues } => jobs::work(&settings, &queues)?,
        Verb::Simulate { names, listen } => simulate::simulate(&names, listen)?,
        Verb::PushKey => simulate::push_key()?,
        verb => {
            verb.check(&settings)?;
            let password = if verb.wants_password() { Some(read_password()?) } else { None };
            let mut terminal = Terminal::new(password);
            let done = run_or_ask(verb, settings, arguments, &mut terminal);
            // What the command itself refused is more important than an output that could not be written.
            done.and(terminal.finish())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a command in this process, or in the server that owns the data.
fn run_or_ask(verb: Verb, settings: Settings, arguments: Vec<OsString>, terminal: &mut Terminal) -> Result<()> {
    let begun = Instant::now();
    loop {
        if let Some(owned) = app::own(&settings.location, verb.makes_data())? {
            serve::log_to_stderr(&settings)?;
            // Before the threads of the writers begin, which inherit it: on PostgreSQL servers may work beside this process.
            command::give_way();
            let app = serve::open(&settings, owned)?;
            app.store().memory().set_limit(settings.memory.min(COMMAND_MEMORY));
            let workers = matches!(verb, Verb::Job(_)).then(|| OwnWorkers::start(&app, &settings)).transpose()?;
            let done = run(verb, &app, terminal);
            drop(workers);
            return done;
        }
        match control::connect(&settings.location) {
            Ok(server) => {
                let text = |argument: OsString| argument.into_string().map_err(|text| errors::argument(text.display()));
                let arguments = arguments.into_iter().map(text).collect::<Result<_>>()?;
                return control::ask(server, arguments, terminal);
            }
            // Another command, or a server that is just starting: both are done in a moment.
            Err(_) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(100)),
            Err(error) => return Err(error),
        }
    }
}

/// Runs a command line that another process sent to this one.
pub fn run_sent(arguments: &[String], app: &App, io: &mut dyn Io) -> Result<()> {
    let cli = Cli::try_parse_from(arguments).map_err(errors::usage)?;
    run(cli.verb, app, io)
}

fn run(verb: Verb, app: &App, io: &mut dyn Io) -> Result<()> {
    match verb {
        Verb::Migrate => migrate(app, io),
        Verb::Tenant(TenantVerb::Create(arguments)) => create_tenant(app, &arguments, io),
        Verb::Tenant(TenantVerb::List) => list_tenants(app, io),
        Verb::User(verb) => users::run(verb, app, io),
        Verb::Verify { tenant, since } => {
            let tenant = app.tenant(&tenant)?;
            verify::verify(app, tenant.id.uuid(), since.as_ref(), io)
        }
        Verb::Import(ImportVerb::Sales(arguments)) => import_sales(app, arguments, io),
        Verb::Secrets(SecretsVerb::Rotate { tenant, renew }) => rotate_secrets(app, tenant.as_deref(), renew, io),
        Verb::Export(arguments) => export::export(app, arguments, io),
        Verb::Job(JobVerb::Run { name, tenant }) => jobs::run(app, &tenant, &name, io),
        Verb::Settings { verb: Some(verb) } => global_settings(app, verb, io),
        Verb::Serve { .. }
        | Verb::Worker { .. }
        | Verb::Simulate { .. }
        | Verb::PushKey
        | Verb::Openapi
        | Verb::Tables
        | Verb::Words { .. }
        | Verb::Reference { .. }
        | Verb::Settings { verb: None } => Err(errors::not_for_a_server()),
    }
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(errors::unreadable_password)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// All companies.
pub(crate) fn tenants(app: &App) -> Result<Vec<Arc<Tenant>>> {
    app.store().read(CONTROL, identity::tenants)
}

fn migrate(app: &App, io: &mut dyn Io) -> Result<()> {
    app.store().migrate(CONTROL)?;
    let tenants = tenants(app)?;
    for tenant in &tenants {
        match provisioning::update_tenant(app, tenant)? {
            0 => io.line(&format!("{}: up to date", tenant.slug)),
            1 => io.line(&format!("{}: 1 step", tenant.slug)),
            steps => io.line(&format!("{}: {steps} steps", tenant.slug)),
        }
    }
    io.line(&format!("{} companies are up to date", tenants.len()));
    Ok(())
}

fn create_tenant(app: &App, arguments: &TenantArgs, io: &mut dyn Io) -> Result<()> {
    let slug = &arguments.slug;
    let made = provisioning::create_tenant(app, arguments.company()?)?;
    io.line(&if made {
        format!("company {slug} is ready to trade")
    } else {
        format!("company {slug} was there already")
    });
    Ok(())
}

fn list_tenants(app: &App, io: &mut dyn Io) -> Result<()> {
    for tenant in tenants(app)? {
        io.line(&format!("{}\t{}\t{}\t{}", tenant.slug, tenant.name, tenant.currency, tenant.timezone));
    }
    Ok(())
}

fn global_settings(app: &App, verb: SettingsVerb, io: &mut dyn Io) -> Result<()> {
    let (name, value) = match verb {
        SettingsVerb::List => return list_settings(app, io),
        SettingsVerb::Set { name, value } => (name, Some(value)),
        SettingsVerb::Reset { name } => (name, None),
    };
    ::settings::set_global(&app.writers, &name, value.as_deref())?;
    let tenants = tenants(app)?;
    for tenant in &tenants {
        let id = tenant.id.uuid();
        let refused = app.store().migrate(id).map_err(kernel::Error::from);
        let refused = refused.and_then(|_| provisioning::copy_globals(app, id));
        for (setting, error) in refused.unwrap_or_else(|error| vec![(name.clone(), error)]) {
            io.line(&format!("{}: {setting} is not taken over yet: {}", tenant.slug, error.operator()));
        }
    }
    io.line(&format!("{name}: {} companies were told", tenants.len()));
    Ok(())
}

fn list_settings(app: &App, io: &mut dyn Io) -> Result<()> {
    let globals = ::settings::globals(&app.writers)?;
    for (_, setting) in &app.registry.definitions().settings {
        let chosen = globals.get(setting.name).map_or_else(|| "-".to_owned(), ToString::to_string);
        io.line(&format!("{}\t{}\t{chosen}\t{}", setting.name, setting.kind.word(), setting.label));
    }
    Ok(())
}

fn rotate_secrets(app: &App, slug: Option<&str>, renew: bool, io: &mut dyn Io) -> Result<()> {
    let tenants = slug.map_or_else(|| tenants(app), |slug| Ok(vec![app.tenant(slug)?]))?;
    let mut failed = Vec::new();
    for tenant in &tenants {
        let id = tenant.id.uuid();
        let mut rotate = || -> Result<()> {
            provisioning::update_tenant(app, tenant)?;
            let keys = ::settings::rewrap(&app.writers, &app.secret_keys, id)?;
            io.line(&format!("{}: {keys} keys encrypted anew", tenant.slug));
            if renew {
                let secrets = ::settings::renew(&app.writers, &app.secret_keys, id)?;
                io.line(&format!("{}: {secrets} secrets encrypted with a new key", tenant.slug));
            }
            Ok(())
        };
        failed.extend(rotate().err().map(|error| format!("{}: {}", tenant.slug, error.operator())));
    }
    if failed.is_empty() { Ok(()) } else { Err(errors::not_rotated(failed.join("\n"))) }
}

/// A choice of a library by its word.
fn choice<C: Field>(text: &str) -> std::result::Result<C, String> {
    let FieldKind::Choice(words) = C::KIND else { return Err("this is no choice".to_owned()) };
    C::from_value(Value::Text(text.to_owned())).ok_or_else(|| format!("expected {}", words.join(" or ")))
}

fn one_byte(text: &str) -> std::result::Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Ok(*byte),
        b"tab" | b"\\t" => Ok(b'\t'),
        _ => Err("expected one ASCII character, or tab".to_owned()),
    }
}

fn field_and_column(text: &str) -> std::result::Result<(String, String), String> {
    let pair = text.split_once('=').map(|(field, column)| (field.to_owned(), column.to_owned()));
    pair.ok_or_else(|| "expected FIELD=COLUMN".to_owned())
}

fn import_sales(app: &App, arguments: ImportArgs, io: &mut dyn Io) -> Result<()> {
    let tenant = app.tenant(&arguments.tenant)?;
    let file = FileOptions {
        content: FileContent::OnDisk(io.directory().join(&arguments.file)),
        preset: arguments.preset,
        columns: arguments.columns,
        encoding: arguments.encoding,
        delimiter: arguments.delimiter,
        dates: arguments.dates,
        decimal: arguments.decimal,
    };
    let options = sales_import::Options {
        tenant: tenant.id.uuid(),
        actor: SYSTEM,
        file,
        warehouse: arguments.warehouse,
        cost_percent: arguments.cost_percent,
        dry_run: arguments.dry_run,
    };
    let begun = Instant::now();
    let report = sales_import::import(&app.writers, &options, &mut |at: ImportProgress| {
        io.progress(at.done as u64, at.total as u64)
    })?;
    import_report(&report, &tenant, options.dry_run, io);
    io.line(&format!("took {} ms", begun.elapsed().as_millis()));
    match report.rows_refused() {
        0 => Ok(()),
        rows => Err(errors::rows_refused(rows, report.refused.len())),
    }
}

fn import_report(report: &sales_import::Report, tenant: &Tenant, dry_run: bool, io: &mut dyn Io) {
    if dry_run {
        io.line("Dry run: nothing was recorded.");
    }
    io.line(&format!("preset {}: {} rows", report.preset, report.rows));
    io.line(&format!("read as {}", report.format));
    if let Some((first, last)) = report.span {
        io.line(&format!("documents from {first} to {last}: {} recorded, {} before", report.recorded, report.already));
    }
    io.line(&format!("made: {} products, {} customers", report.products, report.customers));
    if report.unpriced > 0 {
        io.line(&format!("inactive until they have a price: {} products", report.unpriced));
    }
    let accounts: Vec<String> = report.accounts.iter().cloned().collect();
    let years: Vec<String> = report.years.iter().map(|first| first.year().to_string()).collect();
    for (what, made) in [("accounts", accounts), ("fiscal years", years)] {
        if !made.is_empty() {
            io.line(&format!("{what}: {}", made.join(", ")));
        }
    }
    io.line(&format!("income {} {}", report.income, tenant.currency));
    io.line(&format!("{} rows were not taken", report.rows_refused()));
    let mut lines = report.refused.iter().flat_map(refusal_lines);
    for line in lines.by_ref().take(MAX_REFUSAL_LINES) {
        io.line(&line);
    }
    match lines.count() {
        0 => {}
        more => io.line(&format!("    and {more} more lines like these")),
    }
}

/// The most lines that tell of refused rows.
const MAX_REFUSAL_LINES: usize = 1_000;

/// The reasons why a document was not taken, and the number of its rows that are left out for the others.
fn refusal_lines(refused: &sales_import::Refused) -> Vec<String> {
    let document = sales_import::shown(&refused.document);
    let named = if document.is_empty() { String::new() } else { format!(" ({document})") };
    let reason = |(line, reason): &(u64, String)| format!("    line {line}{named}: {reason}");
    let mut lines: Vec<String> = refused.reasons.iter().map(reason).collect();
    if refused.rows > refused.reasons.len() {
        lines.push(format!("    document {document} is left out whole: {} rows", refused.rows));
    }
    lines
}
