//! How trial balance, income statement and balance sheet are laid out as tables.

use crate::known::report_head;
use crate::statements::{
    AccountAmount, AccountBalance, Amounts, BalanceSheet, BranchAmount, EARLIER_YEARS, IncomeStatement, Section,
    Statement, THIS_YEAR, TrialBalance, TrialBalanceReport,
};
use crate::{AccountKind, SEE_VALUE};
use command::{Cell, Link, Report, ReportColumn, ReportHead, ReportPart, Row, Source};
use kernel::Result;
use money::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use store::Session;

/// The lines of an account over the days of a trial balance.
const LINES_OF_BALANCE: Link = Link {
    to: "/reports/general-ledger/",
    parameters: &[
        ("account", Source::Column("code")),
        ("from", Source::Answer("from")),
        ("to", Source::Answer("as_of")),
        ("branch", Source::Parameter("branch")),
        ("as_known_at", Source::Parameter("as_known_at")),
    ],
};

/// The lines of an account over the days of an income statement.
const LINES_OF_RESULT: Link = Link {
    to: "/reports/general-ledger/",
    parameters: &[
        ("account", Source::Column("code")),
        ("from", Source::Answer("from")),
        ("to", Source::Answer("to")),
        ("branch", Source::Parameter("branch")),
        ("as_known_at", Source::Parameter("as_known_at")),
    ],
};

/// The lines of an account up to the day of a balance sheet.
const LINES_OF_SHEET: Link = Link {
    to: "/reports/general-ledger/",
    parameters: &[
        ("account", Source::Column("code")),
        ("to", Source::Answer("to")),
        ("branch", Source::Parameter("branch")),
        ("as_known_at", Source::Parameter("as_known_at")),
    ],
};

/// The code of an account. What stands in a statement and is no account has none, and leads nowhere.
fn code(code: &str) -> Cell<'_> {
    if code == EARLIER_YEARS.0 || code == THIS_YEAR.0 { Cell::Empty } else { Cell::Text(code) }
}

/// The figures of a trial balance: name and label.
const FIGURES: [(&str, &str); 4] = [
    ("opening", "Opening"),
    ("turnover_debit", "Turnover debit"),
    ("turnover_credit", "Turnover credit"),
    ("closing", "Closing"),
];

impl Report for TrialBalance {
    const TITLE: &'static str = "Trial balance";
    const NEEDS: &'static [&'static str] = &[SEE_VALUE];
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("as_of", "today"), ("from", "year_start")];

    fn columns() -> Vec<ReportColumn> {
        let names = [
            ReportColumn::text("code", "Account").link(LINES_OF_BALANCE),
            ReportColumn::text("name", "Name"),
            ReportColumn::text("kind", "Kind"),
            ReportColumn::text("parent", "Heading"),
        ];
        let figures = FIGURES.into_iter().chain([("debit", "Debit"), ("credit", "Credit")]);
        names.into_iter().chain(figures.map(|(name, label)| ReportColumn::money(name, label).summed())).collect()
    }

    fn further_columns(answer: &TrialBalanceReport) -> Vec<ReportColumn> {
        let figures = || FIGURES.into_iter().chain([("amount", "Debit less credit")]);
        let of_branch = |branch: &str| {
            let column =
                |(name, label)| ReportColumn::money(format!("{branch}.{name}"), format!("{branch}: {label}")).summed();
            figures().map(column).collect::<Vec<_>>()
        };
        branches_of_balance(answer).into_iter().flat_map(of_branch).collect()
    }

    fn head(read: &mut Session<'_>, answer: &TrialBalanceReport) -> Result<ReportHead> {
        report_head(read, (Some(answer.from), Some(answer.as_of)), Some(answer.seq))
    }

    fn rows(answer: &TrialBalanceReport, _: ReportPart) -> Vec<Row<'_>> {
        let branches = branches_of_balance(answer);
        let lines = answer.accounts.iter().map(|account| Row::line(cells_of_balance(account, &branches)));
        lines.chain([Row::total([Cell::Text("Total")])]).collect()
    }
}

/// The branches that any account has figures in.
fn branches_of_balance(answer: &TrialBalanceReport) -> BTreeSet<&str> {
    let branches = answer.accounts.iter().flat_map(|account| account.branches.iter().flatten());
    branches.map(|branch| branch.branch.as_str()).collect()
}

fn cells_of_balance<'a>(account: &'a AccountBalance, branches: &BTreeSet<&str>) -> Vec<Cell<'a>> {
    let mut cells = vec![
        code(&account.code),
        Cell::from(&account.name),
        Cell::from(&account.kind),
        account.parent.as_ref().into(),
        account.opening.into(),
        account.turnover_debit.into(),
        account.turnover_credit.into(),
        account.closing.into(),
        account.debit.into(),
        account.credit.into(),
    ];
    for branch in branches {
        let own = account.branches.iter().flatten().find(|own| own.branch == *branch);
        let figures = own.map(|own| [own.opening, own.turnover_debit, own.turnover_credit, own.closing, own.amount]);
        cells.extend(figures.map_or([Cell::Empty; 5], |figures| figures.map(Cell::Decimal)));
    }
    cells
}

impl Report for IncomeStatement {
    const TITLE: &'static str = "Income statement";
    const NEEDS: &'static [&'static str] = &[SEE_VALUE];
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("from", "year_start"), ("to", "today")];

    fn columns() -> Vec<ReportColumn> {
        columns_of_statement(LINES_OF_RESULT)
    }

    fn further_columns(answer: &Statement) -> Vec<ReportColumn> {
        columns_of_branches(answer)
    }

    fn head(read: &mut Session<'_>, answer: &Statement) -> Result<ReportHead> {
        head_of_statement(read, answer)
    }

    fn rows(answer: &Statement, _: ReportPart) -> Vec<Row<'_>> {
        let branches = branches_of_statement(answer);
        let mut rows: Vec<Row<'_>> =
            answer.sections.iter().flat_map(|section| rows_of_section(section, &branches)).collect();
        rows.extend(answer.gross_profit.as_ref().map(|gross| figure("Gross profit", gross, &branches)));
        rows.push(result("Result", answer, &branches));
        rows
    }
}

impl Report for BalanceSheet {
    const TITLE: &'static str = "Balance sheet";
    const NEEDS: &'static [&'static str] = &[SEE_VALUE];
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("as_of", "today")];

    fn columns() -> Vec<ReportColumn> {
        columns_of_statement(LINES_OF_SHEET)
    }

    fn further_columns(answer: &Statement) -> Vec<ReportColumn> {
        columns_of_branches(answer)
    }

    fn head(read: &mut Session<'_>, answer: &Statement) -> Result<ReportHead> {
        head_of_statement(read, answer)
    }

    fn rows(answer: &Statement, _: ReportPart) -> Vec<Row<'_>> {
        let branches = branches_of_statement(answer);
        let mut rows: Vec<Row<'_>> =
            answer.sections.iter().flat_map(|section| rows_of_section(section, &branches)).collect();
        rows.push(result("Result in equity", answer, &branches));
        rows
    }
}

fn columns_of_statement(link: Link) -> Vec<ReportColumn> {
    vec![
        ReportColumn::text("code", "Account").link(link),
        ReportColumn::text("name", "Name"),
        ReportColumn::money("amount", "Amount").summed(),
        ReportColumn::money("compared", "Compared").summed().when("compare"),
    ]
}

fn columns_of_branches(answer: &Statement) -> Vec<ReportColumn> {
    let column = |branch: &str| ReportColumn::money(branch.to_owned(), branch.to_owned()).summed();
    branches_of_statement(answer).into_iter().map(column).collect()
}

fn head_of_statement(read: &mut Session<'_>, answer: &Statement) -> Result<ReportHead> {
    let head = report_head(read, (answer.from, Some(answer.to)), Some(answer.seq))?;
    let compared = match (answer.compared_from, answer.compared_to) {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (_, to) => to.map(|to| to.to_string()),
    };
    Ok(match compared {
        Some(days) => head.fact("Compared with", days),
        None => head,
    })
}

/// The branches that any account or result has an amount in.
fn branches_of_statement(answer: &Statement) -> BTreeSet<&str> {
    let accounts = answer.sections.iter().flat_map(|section| &section.accounts);
    let of_accounts = accounts.flat_map(|account| account.amounts.branches.iter().flatten());
    of_accounts.chain(answer.branch_results.iter().flatten()).map(|amount| amount.branch.as_str()).collect()
}

/// What is written of a section next, the last first.
enum Step<'a> {
    Account(&'a AccountAmount),
    Heading(&'a AccountAmount),
    /// The accounts below a heading are written.
    End(&'a AccountAmount),
}

/// A section: each heading with the accounts and headings below it, and their total. A chart that has a heading for the whole section has
/// its name once.
fn rows_of_section<'a>(section: &'a Section, branches: &BTreeSet<&str>) -> Vec<Row<'a>> {
    let headings: BTreeSet<&str> = section.headings.iter().map(|heading| heading.code.as_str()).collect();
    let mut below: BTreeMap<Option<&str>, BTreeMap<&str, Step<'a>>> = BTreeMap::new();
    let steps = section.accounts.iter().map(|account| (account, Step::Account(account)));
    for (account, step) in steps.chain(section.headings.iter().map(|heading| (heading, Step::Heading(heading)))) {
        let parent = account.parent.as_deref().filter(|parent| headings.contains(parent));
        below.entry(parent).or_default().insert(&account.code, step);
    }
    let title = title_of(&section.kind);
    let mut left: Vec<Step<'a>> = below.remove(&None).unwrap_or_default().into_values().rev().collect();
    let has_title = matches!(&left[..], [Step::Heading(heading)] if heading.name == title);
    let mut rows = Vec::new();
    rows.extend((!has_title).then(|| Row::heading([Cell::Text(title)])));
    while let Some(step) = left.pop() {
        match step {
            Step::Account(account) => {
                let names = [code(&account.code), Cell::from(&account.name)];
                rows.push(Row::line([&names[..], &cells_of_amounts(&account.amounts, branches)].concat()));
            }
            Step::Heading(heading) => {
                rows.push(Row::heading([Cell::from(&heading.code), Cell::from(&heading.name)]));
                left.push(Step::End(heading));
                left.extend(below.remove(&Some(heading.code.as_str())).unwrap_or_default().into_values().rev());
            }
            Step::End(heading) => rows.push(Row::total([Cell::Text("Total"), Cell::from(&heading.name)])),
        }
    }
    rows.extend((!has_title).then(|| Row::total([Cell::Text("Total"), Cell::Text(title)])));
    rows
}

/// The names of the sections.
const TITLES: [(AccountKind, &str); 5] = [
    (AccountKind::Asset, "Assets"),
    (AccountKind::Liability, "Liabilities"),
    (AccountKind::Equity, "Equity"),
    (AccountKind::Income, "Income"),
    (AccountKind::Expense, "Expenses"),
];

fn title_of(kind: &str) -> &'static str {
    TITLES.iter().find(|(of, _)| of.as_str() == kind).map_or("", |(_, title)| title)
}

fn cells_of_amounts<'a>(amounts: &Amounts, branches: &BTreeSet<&str>) -> Vec<Cell<'a>> {
    cells_of_figures(amounts.amount, amounts.compared, amounts.branches.as_deref(), branches)
}

fn cells_of_figures<'a>(
    amount: Decimal,
    compared: Option<Decimal>,
    of_branches: Option<&[BranchAmount]>,
    branches: &BTreeSet<&str>,
) -> Vec<Cell<'a>> {
    let of_branch = |branch: &&str| {
        let own = of_branches.unwrap_or_default().iter().find(|own| own.branch == *branch);
        own.map(|own| own.amount).into()
    };
    [amount.into(), compared.into()].into_iter().chain(branches.iter().map(of_branch)).collect()
}

fn figure<'a>(name: &'a str, amounts: &Amounts, branches: &BTreeSet<&str>) -> Row<'a> {
    Row::figure([&[Cell::Text(name), Cell::Empty], &cells_of_amounts(amounts, branches)[..]].concat())
}

fn result<'a>(name: &'a str, answer: &Statement, branches: &BTreeSet<&str>) -> Row<'a> {
    let of_branches = answer.branch_results.as_deref();
    let cells = cells_of_figures(answer.result, answer.compared_result, of_branches, branches);
    Row::figure([&[Cell::Text(name), Cell::Empty], &cells[..]].concat())
}
