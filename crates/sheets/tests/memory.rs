//! A long report takes no more memory than a short one, in every format.

use command::{
    Cell, ColumnKind, Input, Module, Query, QueryContext, Report, ReportColumn, ReportFormat, ReportHead, ReportPart,
    Row, serve_report,
};
use kernel::Result;
use money::{Currency, Decimal};
use serde::{Deserialize, Serialize};
use sheets::ReportFile;
use std::collections::BTreeMap;
use store::Session;
use testkit::{Company, databases};

/// As many lines as a large account has in a year.
const LINES: i64 = 100_000;
const LINES_OF_PART: i64 = 1_000;
/// What one more report may take. Kept whole in memory, the rows of the workbook would take more than 100 MiB.
const MOST_KIB: i64 = 40 << 10;

#[derive(Deserialize, kernel::ToSchema)]
#[serde(deny_unknown_fields)]
struct Numbers {
    /// The first of the next part.
    #[serde(default)]
    first: i64,
}

#[derive(Serialize, kernel::ToSchema)]
struct Some1000 {
    first: i64,
}

impl Query for Numbers {
    const NAME: &'static str = "test.numbers.view";
    type Output = Some1000;
    fn run(&self, _: &mut Session<'_>, _: &QueryContext) -> Result<Some1000> {
        Ok(Some1000 { first: self.first })
    }
}

impl Report for Numbers {
    const TITLE: &'static str = "Numbers";
    fn columns() -> Vec<ReportColumn> {
        let amounts = ["debit", "credit", "balance", "one", "two", "three"];
        let amounts = amounts.map(|name| ReportColumn::money(name, name).summed());
        let names = [ReportColumn::new(ColumnKind::Integer, "n", "N"), ReportColumn::text("memo", "Memo")];
        names.into_iter().chain(amounts).collect()
    }
    fn head(_: &mut Session<'_>, _: &Some1000) -> Result<ReportHead> {
        let currency = Currency::parse("GBP")?;
        Ok(ReportHead { company: "Acme".to_owned(), currency: Some(currency), ..ReportHead::default() })
    }
    fn rows(answer: &Some1000, part: ReportPart) -> Vec<Row<'_>> {
        let line = |n: i64| {
            let amount = Cell::Decimal(Decimal::new(n.into(), 2));
            Row::line([n.into(), Cell::Text("রহমান অ্যান্ড সন্স"), amount, amount, amount, amount, amount, amount])
        };
        let lines = (answer.first..answer.first + LINES_OF_PART).map(line);
        lines.chain(part.is_last.then(|| Row::total([Cell::Empty, Cell::Text("Total")]))).collect()
    }
    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(Some1000, bool)> {
        let answer = self.run(read, context)?;
        self.first += LINES_OF_PART;
        Ok((answer, self.first < LINES))
    }
}

fn modules() -> Vec<Module> {
    let mut module = Module { name: "test", ..Module::default() };
    serve_report::<Numbers>(&mut module, "/reports/numbers/");
    vec![module]
}

/// The memory that this process has taken at most, in KiB.
fn peak() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The bytes of a file that is forgotten as it is made.
fn length(company: &Company, format: ReportFormat) -> usize {
    let entry = company.registry.reports().next().expect("the report");
    let definitions = company.registry.definitions().clone();
    let grants = command::Grants::all();
    let begun = company.read(|read| entry.begin(read, &Input::default(), BTreeMap::new(), grants, definitions));
    let mut file = ReportFile::begin(begun.expect("begun"), format).expect("a file");
    let mut length = 0;
    while let Some(part) = company.read(|read| file.next(read)).expect("a part") {
        assert!(part.len() <= 1 << 20, "a part of {} bytes", part.len());
        length += part.len();
    }
    length
}

#[test]
fn hundred_thousand_lines_are_written_in_little_memory() {
    for database in databases() {
        let company = Company::new(database, modules);
        for format in [ReportFormat::Csv, ReportFormat::JsonLines, ReportFormat::Xlsx] {
            let before = peak();
            let length = length(&company, format);
            assert!(length > 1 << 20, "{format}: {length} bytes");
            let taken = peak() - before;
            assert!(taken < MOST_KIB, "{format}: {length} bytes took {taken} KiB");
        }
    }
}
