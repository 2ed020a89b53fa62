//! The one journal: companies, sites, accounts, periods, entries, balances, open items, and the proof that they agree.
//!
//! Everything that is posted goes through [`post`]; the README says what belongs here.

mod balancing;
mod books;
mod commands;
mod cost;
mod draft;
mod effects;
mod entries;
mod errors;
mod events;
mod export;
mod general_ledger;
mod invariants;
mod known;
mod number_pattern;
mod positive;
mod posting;
mod posting_role;
mod queries;
mod records;
mod rules;
mod seed;
mod series;
mod settlement;
mod statement_tables;
mod statements;
mod verify;
mod views;

pub use books::{
    account_of, company, date_of_event, date_or_today, document_date, main_site, open_period, prefetch_accounts,
    prefetch_posting, today, year_start,
};
pub use commands::{
    BlockClosed, BlockTaken, CloseBlock, ClosePeriod, CompanyDetail, CompanyView, EntryPosted, JournalLine, OpenYear,
    Opened, PeriodChanged, PostEntry, RemoveYear, ReopenPeriod, ReverseEntry, TakeBlock, UpdateCompany, open_year,
};
pub use cost::require_cost;
pub use draft::{Draft, DraftLine, DraftTax, Goods, Posted};
pub use effects::{EntryEffect, LineEffect, NumberEffect};
pub use entries::{Entries, EntryDetail, Lines};
pub use events::EntryTold;
pub use export::{ExportEntries, ExportLines};
pub use general_ledger::{DayBook, GeneralLedger};
pub use known::{Known, day_or_today, report_branch, report_days, report_head};
pub use positive::{positive_amount, positive_quantity};
pub use posting::{MAX_LINES, post};
pub use posting_role::{EXCHANGE, INTER_BRANCH, OPENING_EQUITY, PostingRole};
pub use queries::{gross_profit_accounts, last_seq, page_of_segments, segment_rows, segments_of_product};
pub use records::{
    Account, AccountKind, Balance, BalanceMonth, BalanceSub, Company, Entry, FiscalYear, GoodsBalance, Line,
    NumberBlock, NumberSeries, NumberVoid, OpenItem, Period, PeriodChange, PeriodState, PostingAccount, Settlement,
    Site, TaxLine, TaxRole, Usage,
};
pub use seed::{add_account, choose_account, open_company, seed};
pub use series::{DocumentSeries, TakenNumber, is_own_number};
pub use settlement::{base_of, left, settle};
pub use statements::{BalanceSheet, Comparison, IncomeStatement, TrialBalance, compared_days};

use commands::{JOURNAL, REVERSAL};
use posting::CORRECTION;

use command::{
    AlsoAt, Command, CommandEntry, DataStep, DocumentKind, EffectEntry, EventEntry, ExportEntry, MenuEntry, Method,
    Module, QueryEntry, serve_report,
};
use store::{Record, migration};

/// The permission to see what goods cost: of stock, and of lines of entries. The inventory declares it.
pub const SEE_VALUE: &str = "inventory.value.view";

/// What every entry changes: the lists of the journal, and all reports.
pub const BOOKS: [&str; 3] = ["journal-entries", "journal-lines", "reports"];

/// The code of the company and of the site that every tenant begins with.
pub const MAIN: &str = "main";

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "ledger",
        about: "The books: company, sites, accounts, journal, fiscal years and financial reports.",
        place: 60,
        data_steps: vec![
            DataStep { module: "ledger", number: 1, run: seed },
            DataStep { module: "ledger", number: events::TELLS, run: |_| Ok(()) },
        ],
        events: vec![EventEntry::of::<EntryTold>()],
        currency: Some(|read| Ok(books::company(read)?.base_currency)),
        timezone: Some(|read| Ok(books::company(read)?.timezone.clone())),
        migrations: vec![migration!("ledger", 1, "journal"), migration!("ledger", 2, "numbers")],
        tables: vec![
            Company::TABLE,
            Site::TABLE,
            Account::TABLE,
            PostingAccount::TABLE,
            FiscalYear::TABLE,
            Period::TABLE,
            PeriodChange::TABLE,
            Entry::TABLE,
            Line::TABLE,
            Settlement::TABLE,
            TaxLine::TABLE,
            OpenItem::TABLE,
            Balance::TABLE,
            BalanceMonth::TABLE,
            BalanceSub::TABLE,
            GoodsBalance::TABLE,
            NumberSeries::TABLE,
            NumberBlock::TABLE,
            NumberVoid::TABLE,
        ],
        commands: vec![
            CommandEntry::of::<PostEntry>(Method::Post, "/journal-entries/").imported().affects(&BOOKS),
            CommandEntry::of::<ReverseEntry>(Method::Post, "/journal-entries/{id}/reverse/")
                .creates("/journal-entries/", "id")
                .affects(&BOOKS),
            CommandEntry::of::<OpenYear>(Method::Post, "/fiscal-years/").affects(&["periods"]),
            CommandEntry::of::<RemoveYear>(Method::Delete, "/fiscal-years/{id}/").affects(&["periods"]),
            CommandEntry::of::<ClosePeriod>(Method::Post, "/periods/{month}/close/").affects(&["fiscal-years"]),
            CommandEntry::of::<ReopenPeriod>(Method::Post, "/periods/{month}/reopen/").affects(&["fiscal-years"]),
            CommandEntry::of::<UpdateCompany>(Method::Patch, "/company/"),
            CommandEntry::of::<TakeBlock>(Method::Post, "/number-blocks/"),
            CommandEntry::of::<CloseBlock>(Method::Post, "/number-blocks/{id}/close/"),
        ],
        queries: vec![
            QueryEntry::of::<CompanyDetail>("/company/"),
            QueryEntry::of::<Entries>("/journal-entries/"),
            QueryEntry::of::<EntryDetail>("/journal-entries/{id}/"),
            QueryEntry::of::<Lines>("/journal-lines/"),
        ],
        also_at: vec![
            AlsoAt::all("/sites/", "/branches/"),
            AlsoAt::all("/sites/", "/stores/"),
            AlsoAt::all("/accounts/", "/chart-of-accounts/"),
            AlsoAt::all("/journal-entries/", "/journals/"),
            AlsoAt::one(Method::Get, "/reports/trial-balance/", Method::Get, "/trial-balance/"),
            AlsoAt::one(Method::Get, "/company/", Method::Get, "/settings/business/"),
            AlsoAt::one(Method::Patch, "/company/", Method::Put, "/settings/business/"),
        ],
        document_kinds: vec![JOURNAL.kind(), DocumentKind { name: REVERSAL, prefix: None }, CORRECTION.kind()],
        exports: vec![
            ExportEntry::of::<ExportEntries>("/journal-entries/"),
            ExportEntry::of::<ExportLines>("/journal-lines/"),
        ],
        effects: vec![EffectEntry::of::<EntryEffect>(), EffectEntry::of::<NumberEffect>()],
        menu: vec![
            MenuEntry::resource("Books", 400, "journal-entries"),
            MenuEntry::command("Books", 410, PostEntry::NAME),
            MenuEntry::resource("Books", 420, "accounts"),
            MenuEntry::resource("Books", 430, "periods"),
            MenuEntry::resource("Books", 440, "fiscal-years"),
            MenuEntry::report("Reports", 500, "trial-balance"),
            MenuEntry::report("Reports", 510, "income-statement"),
            MenuEntry::report("Reports", 520, "balance-sheet"),
            MenuEntry::report("Reports", 530, "general-ledger"),
            MenuEntry::report("Reports", 540, "day-book"),
            MenuEntry::resource("Company", 600, "sites"),
            MenuEntry::resource("Company", 610, "number-series"),
            MenuEntry::resource("Company", 620, "number-blocks"),
        ],
        checks: verify::checks(),
        problems: errors::PROBLEMS,
        rules: vec![verify::hash_chained_tables_belong_to_entries],
        ..Module::default()
    };
    serve_report::<GeneralLedger>(&mut module, "/reports/general-ledger/");
    serve_report::<DayBook>(&mut module, "/reports/day-book/");
    serve_report::<TrialBalance>(&mut module, "/reports/trial-balance/");
    serve_report::<IncomeStatement>(&mut module, "/reports/income-statement/");
    serve_report::<BalanceSheet>(&mut module, "/reports/balance-sheet/");
    resource::serve::<Site>(&mut module, "sites", resource::operation_names!("ledger.site"));
    resource::serve_read_only::<FiscalYear>(&mut module, "fiscal-years", "ledger.year.view");
    resource::serve_document::<Period>(&mut module, "periods", "ledger.period.view");
    resource::serve::<NumberSeries>(&mut module, "number-series", resource::operation_names!("ledger.series"));
    resource::serve_read_only::<NumberBlock>(&mut module, "number-blocks", "ledger.number_block.view");
    resource::serve::<Account>(&mut module, "accounts", resource::operation_names!("ledger.account"));
    module
}
