//! The table of a report as paper: what its files show, for who asked for it.

use crate::errors;
use crate::events::ReportWanted;
use crate::figures::grouped;
use crate::papers::{Paper, fact, on_letterhead};
use command::{Cell, Input, OpenReport, Registry, ReportColumn, RowKind};
use kernel::Result;
use kernel::errors::no_such;
use money::{Amount, Currency, Decimal};
use paper::{Form, Language, MOST_LINES, ReportTable, TableColumn, TableRow};
use store::Session;

/// A report as paper.
pub(crate) fn paper(
    read: &mut Session<'_>,
    registry: &Registry,
    wanted: &ReportWanted,
    language: Language,
) -> Result<Paper> {
    let entry = registry.reports().find(|report| report.definition.name == wanted.report);
    let entry = entry.ok_or_else(|| no_such("report", &wanted.report))?;
    let is_in_path =
        |name: &str| entry.definition.parameters.iter().any(|known| known.is_in_path && known.field.name == name);
    let parameters = wanted.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value.clone()));
    let (path, query) = parameters.partition(|(name, _)| is_in_path(name));
    let grants = identity::granted(read, wanted.author)?;
    let input = Input { path, ..Input::default() };
    let mut report = entry.begin(read, &input, query, grants, registry.definitions().clone())?;
    let head = report.head.clone();
    let mut table = ReportTable {
        title: report.title.to_string(),
        number: report.title.to_string(),
        columns: report.columns.iter().map(column).collect(),
        ..ReportTable::default()
    };
    let days = [("from", head.from), ("to", head.to)].into_iter();
    table.facts.extend(days.filter_map(|(name, day)| Some(fact(language, name, day?))));
    table.facts.extend(head.currency.map(|currency| fact(language, "currency", currency)));
    table.facts.extend(head.facts);
    table.rows = rows(read, &mut report, head.currency)?;
    on_letterhead(read, Form::Report(table), head.company, None)
}

fn column(column: &ReportColumn) -> TableColumn {
    TableColumn { label: column.label.to_string(), number: column.kind.is_number() }
}

/// The rows of a report, with the sums in its totals.
fn rows(read: &mut Session<'_>, report: &mut OpenReport, currency: Option<Currency>) -> Result<Vec<TableRow>> {
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
        let mut texts: Vec<String> = cells.iter().map(text).collect();
        match kind {
            RowKind::Heading => open.push(zero.clone()),
            RowKind::Line => open.iter_mut().try_for_each(|sums| add(sums, cells))?,
            RowKind::Figure => {}
            RowKind::Total => {
                let whole = if open.len() > 1 { open.pop() } else { open.first().cloned() };
                for (text, sum) in texts.iter_mut().zip(whole.unwrap_or_default()) {
                    if let Some(sum) = sum {
                        *text = grouped(sum);
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

fn text(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Integer(whole) => whole.to_string(),
        Cell::Boolean(is_true) => if *is_true { "yes" } else { "no" }.to_owned(),
        Cell::Text(text) => (*text).to_owned(),
        Cell::Id(id) => id.to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Instant(instant) => instant.to_string(),
        Cell::Decimal(number) => grouped(*number),
        Cell::Currency(currency) => currency.to_string(),
    }
}
