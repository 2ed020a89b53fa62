//! The table of a report as paper: what its files show, for who asked for it.

use crate::commands::PrintReport;
use crate::errors;
use crate::events::{Parameter, ReportWanted};
use crate::figures::number;
use crate::papers::{Paper, fact, on_letterhead, style_of};
use command::{Cell, Input, OpenReport, Registry, ReportColumn, RowKind, Submission, Writers};
use kernel::errors::no_such;
use kernel::{Result, defect, label_of};
use language::{Language, Style, word};
use money::{Amount, Currency, Decimal};
use paper::{Form, MOST_LINES, ReportTable, TableColumn, TableRow};
use store::Session;
use uuid::Uuid;

/// A report as paper.
pub(crate) fn paper(
    read: &mut Session<'_>,
    registry: &Registry,
    wanted: &ReportWanted,
    language: Language,
) -> Result<Paper> {
    let mut report = begin(read, registry, (&wanted.report, &wanted.parameters), wanted.author)?;
    let (head, style) = (report.head.clone(), &style_of(read, None, language)?);
    let title = word(language, &report.title).into_owned();
    let mut table = ReportTable {
        title: title.clone(),
        number: title,
        columns: report.columns.iter().map(|of| column(of, language)).collect(),
        ..ReportTable::default()
    };
    let days = [("from", head.from), ("to", head.to)].into_iter();
    table.facts.extend(days.filter_map(|(name, day)| Some(fact(style, name, style.day(day?)))));
    table.facts.extend(head.currency.map(|currency| fact(style, "currency", currency)));
    table.facts.extend(head.facts.into_iter().map(|(name, value)| (said(&name, language), value)));
    table.rows = rows(read, &mut report, head.currency, style)?;
    on_letterhead(read, style, Form::Report(table), (head.company, None))
}

/// Begins a report for a user.
fn begin(
    read: &mut Session<'_>,
    registry: &Registry,
    (report, parameters): (&str, &[Parameter]),
    user: Uuid,
) -> Result<OpenReport> {
    let entry = registry.reports().find(|entry| entry.definition.name == report);
    let entry = entry.ok_or_else(|| no_such("report", report))?;
    let is_in_path =
        |name: &str| entry.definition.parameters.iter().any(|known| known.is_in_path && known.field.name == name);
    let parameters = parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value.clone()));
    let (path, query) = parameters.partition(|(name, _)| is_in_path(name));
    let grants = identity::granted(read, user)?;
    entry.begin(read, &Input { path, ..Input::default() }, query, grants, registry.definitions().clone())
}

/// Refuses a paper of a report before it is asked for whose making would be refused.
///
/// # Errors
///
/// What the report refuses.
pub fn try_report(writers: &Writers, registry: &Registry, submission: &Submission) -> Result<()> {
    let body = submission.command.body()?;
    let PrintReport { report, parameters, .. } =
        serde_json::from_slice(&body).map_err(|error| defect(error.to_string()))?;
    writers
        .store()
        .read(submission.tenant, |read| begin(read, registry, (&report, &parameters), submission.actor).map(drop))
}

fn column(column: &ReportColumn, language: Language) -> TableColumn {
    TableColumn { label: word(language, &column.label).into_owned(), number: column.kind.is_number() }
}

/// The rows of a report, with the sums in its totals.
fn rows(
    read: &mut Session<'_>,
    report: &mut OpenReport,
    currency: Option<Currency>,
    style: &Style,
) -> Result<Vec<TableRow>> {
    let kinds: Vec<bool> = report.columns.iter().map(|column| column.name == "kind").collect();
    let zero = |column: &ReportColumn| {
        let decimals = |currency| Amount::ZERO.decimal(currency);
        column.is_summed.then(|| currency.map_or(Decimal::new(0, 0), decimals))
    };
    let zero: Vec<Option<Decimal>> = report.columns.iter().map(zero).collect();
    // From the whole table to the innermost group.
    let mut open = vec![zero.clone()];
    let mut rows = Vec::new();
    let mut take = |kind: RowKind, cells: &[Cell<'_>]| {
        if rows.len() == MOST_LINES {
            return Err(errors::too_long(MOST_LINES));
        }
        let mut texts: Vec<String> =
            cells.iter().zip(&kinds).map(|(cell, is_kind)| text(cell, (kind, *is_kind), style)).collect();
        match kind {
            RowKind::Heading => open.push(zero.clone()),
            RowKind::Line => open.iter_mut().try_for_each(|sums| add(sums, cells))?,
            RowKind::Figure => {}
            RowKind::Total => {
                let whole = if open.len() > 1 { open.pop() } else { open.first().cloned() };
                for (text, sum) in texts.iter_mut().zip(whole.unwrap_or_default()) {
                    if let Some(sum) = sum {
                        *text = number(style, sum);
                    }
                }
            }
        }
        rows.push(TableRow { cells: texts, strong: kind != RowKind::Line });
        Ok(())
    };
    while report.next(read, &mut take)? {}
    Ok(rows)
}

fn add(sums: &mut [Option<Decimal>], cells: &[Cell<'_>]) -> Result<()> {
    for (sum, cell) in sums.iter_mut().zip(cells) {
        if let (Some(sum), Cell::Decimal(value)) = (sum, cell) {
            *sum = sum.plus(*value)?;
        }
    }
    Ok(())
}

/// What reports say in their rows and above them; other texts are the company's own.
const WORDS_OF_ROWS: [&str; 19] = [
    "Account",
    "As known at entry",
    "Assets",
    "Closing balance",
    "Compared with",
    "Customer",
    "Equity",
    "Expenses",
    "Gross profit",
    "Income",
    "Liabilities",
    "no",
    "Opening balance",
    "Product",
    "Result",
    "Result in equity",
    "Total",
    "Turnover",
    "yes",
];

fn said(text: &str, language: Language) -> String {
    match WORDS_OF_ROWS.contains(&text) {
        true => word(language, text).into_owned(),
        false => text.to_owned(),
    }
}

/// A cell of a row; `is_kind`: it says of what kind something is.
fn text(cell: &Cell<'_>, (row, is_kind): (RowKind, bool), style: &Style) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Integer(whole) => style.number(&whole.to_string()),
        Cell::Boolean(is_true) => said(if *is_true { "yes" } else { "no" }, style.language),
        Cell::Text(text) if is_kind => word(style.language, &label_of(text)).into_owned(),
        Cell::Text(text) if row == RowKind::Line => (*text).to_owned(),
        Cell::Text(text) => said(text, style.language),
        Cell::Id(id) => id.to_string(),
        Cell::Date(date) => style.day(*date),
        Cell::Instant(instant) => instant.to_string(),
        Cell::Decimal(decimal) => number(style, *decimal),
        Cell::Currency(currency) => currency.to_string(),
    }
}
