//! A report as a workbook of XLSX: numbers are numbers, dates are dates, totals are formulas.

use crate::failed;
use crate::sums::{Group, Groups, Sum};
use command::{Cell, ColumnKind, OpenReport, ReportColumn, ReportHead, RowKind};
use kernel::{Date, Result};
use money::Decimal;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};

/// The rows of a sheet, with which its format ends.
const MOST_ROWS: u32 = 1_048_576;
/// Its columns.
const MOST_COLUMNS: usize = 16_384;
/// The letters of a cell, which is cut where its text has more.
const MOST_LETTERS: usize = 32_767;
/// How hard a workbook is compressed, of 1 to 9: as little as possible. With 6, which is usual, a million products are 47 MB instead of 84.
const COMPRESSION: u8 = 1;
/// The significant digits that a double always keeps.
const DIGITS: usize = 15;

/// A workbook that is being written. Of its rows only one is kept in memory: those before it lie in a temporary file.
pub(crate) struct Workbook {
    book: rust_xlsxwriter::Workbook,
    title: String,
    columns: Vec<ReportColumn>,
    groups: Groups,
    formats: BTreeMap<Look, Format>,
    /// How the cells of each column of the last sheet look that have no format of their own.
    usual: Vec<Look>,
    sheets: usize,
    /// The next row of the last sheet.
    row: u32,
}

/// A sheet, a row and a column of it, and maybe a format.
type Place<'a> = (&'a mut Worksheet, u32, u16, Option<&'a Format>);

/// How a cell looks.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    number: NumberLook,
    is_strong: bool,
    /// The number of groups that a row lies in.
    indent: u8,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum NumberLook {
    #[default]
    Text,
    /// A number as text.
    Digits,
    Date,
    /// With so many decimals.
    Number(u8),
    /// A percentage with so many decimals.
    Percent(u8),
}

impl Look {
    /// Whether a whole column may look so, because its lines mostly do.
    fn is_of_lines(self) -> bool {
        let is_value = !matches!(self.number, NumberLook::Text | NumberLook::Digits);
        is_value && !self.is_strong && self.indent == 0
    }

    fn format(self) -> Format {
        let format = match self.number {
            NumberLook::Text => Format::new().set_indent(self.indent),
            NumberLook::Digits => Format::new().set_align(FormatAlign::Right),
            NumberLook::Date => Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            NumberLook::Number(decimals) => Format::new().set_num_format(pattern("#,##0", decimals, "")),
            NumberLook::Percent(decimals) => Format::new().set_num_format(pattern("0", decimals, "%")),
        };
        if self.is_strong { format.set_bold() } else { format }
    }
}

fn pattern(whole: &str, decimals: u8, behind: &str) -> String {
    let point = if decimals > 0 { "." } else { "" };
    format!("{whole}{point}{}{behind}", "0".repeat(decimals.into()))
}

/// The double that a spreadsheet calculates with: the nearest one. None where it could not keep all digits of the number, of more than
/// 15 that count. Such a number is written as a text, so that the sheet shows what the books say.
pub(crate) fn number(decimal: Decimal) -> Option<f64> {
    let digits = decimal.mantissa().unsigned_abs().to_string();
    let fits = digits.trim_end_matches('0').len() <= DIGITS;
    decimal.to_string().parse().ok().filter(|_| fits)
}

impl Workbook {
    /// Begins the workbook of a report.
    ///
    /// # Errors
    ///
    /// 400 where it has more columns than a sheet.
    pub(crate) fn begin(report: &OpenReport) -> Result<Workbook> {
        if report.columns.len() > MOST_COLUMNS {
            return Err(command::too_wide_for_a_sheet(MOST_COLUMNS).at("format"));
        }
        let mut workbook = Workbook {
            book: rust_xlsxwriter::Workbook::new(),
            title: report.title.to_string(),
            columns: report.columns.clone(),
            groups: Groups::of(&report.columns, report.head.currency),
            formats: BTreeMap::new(),
            usual: Vec::new(),
            sheets: 0,
            row: 0,
        };
        workbook.book.set_zip_compression_level(COMPRESSION);
        workbook.begin_sheet(&above(report)).map_err(failed)?;
        Ok(workbook)
    }

    /// Begins a sheet with the title and what stands below it, and the header, which stays when the rows are scrolled.
    fn begin_sheet(&mut self, above: &[String]) -> std::result::Result<(), XlsxError> {
        self.sheets += 1;
        self.usual = vec![Look::default(); self.columns.len()];
        let number = if self.sheets > 1 { format!(" {}", self.sheets) } else { String::new() };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("{}{number}", self.title))?;
        for (n, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(n, width(column))?;
        }
        sheet.write_string_with_format(0, 0, &self.title, &Format::new().set_bold().set_font_size(14))?;
        let mut row = 1;
        for text in above {
            sheet.write_string(row, 0, cut(text))?;
            row += 1;
        }
        row += 1;
        let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        for (n, column) in (0..).zip(&self.columns) {
            let align = if column.kind.is_number() { FormatAlign::Right } else { FormatAlign::Left };
            sheet.write_string_with_format(row, n, &*column.label, &header.clone().set_align(align))?;
        }
        self.row = row + 1;
        sheet.set_freeze_panes(self.row, 0)?.set_repeat_rows(row, row)?;
        sheet.set_print_fit_to_pages(1, 0);
        if self.columns.len() > 6 {
            sheet.set_landscape();
        }
        Ok(())
    }

    pub(crate) fn row(&mut self, kind: RowKind, cells: &[Cell<'_>]) -> Result<()> {
        if self.row == MOST_ROWS {
            self.begin_sheet(&[]).map_err(failed)?;
            self.groups.break_off();
        }
        let depth = self.groups.depth();
        let ended = self.groups.add(kind, cells, self.row)?;
        // The end of a group stands as far to the right as its heading.
        let indent = u8::try_from(depth - usize::from(kind == RowKind::Total && depth > 0)).unwrap_or(u8::MAX);
        for (n, cell) in cells.iter().enumerate() {
            let look =
                Look { is_strong: kind != RowKind::Line, indent: if n == 0 { indent } else { 0 }, ..Look::default() };
            let sum = ended.as_ref().and_then(|group| Some((group, group.sum(n)?)));
            match sum {
                Some((group, sum)) => self.write_sum(n, group, sum, look),
                None => self.write(n, *cell, look),
            }
            .map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    fn write(&mut self, n: usize, cell: Cell<'_>, look: Look) -> std::result::Result<(), XlsxError> {
        match cell {
            Cell::Empty => Ok(()),
            Cell::Boolean(is_true) => self.write_text(n, if is_true { "yes" } else { "no" }, look),
            Cell::Text(text) => self.write_text(n, text, look),
            Cell::Id(id) => self.write_text(n, &id.to_string(), look),
            Cell::Instant(instant) => self.write_text(n, &instant.to_string(), look),
            Cell::Currency(currency) => self.write_text(n, currency.code(), look),
            Cell::Date(date) => self.write_date(n, date, look),
            Cell::Integer(whole) => self.write_number(n, Decimal::new(whole.into(), 0), look),
            Cell::Decimal(decimal) => self.write_number(n, decimal, look),
        }
    }

    fn write_text(&mut self, n: usize, text: &str, look: Look) -> std::result::Result<(), XlsxError> {
        let (sheet, row, column, format) = self.place(n, look)?;
        match format {
            Some(format) => sheet.write_string_with_format(row, column, cut(text), format),
            None => sheet.write_string(row, column, cut(text)),
        }
        .map(drop)
    }

    /// The calendar of spreadsheets begins in 1900: a day before it is a text.
    fn write_date(&mut self, n: usize, date: Date, look: Look) -> std::result::Result<(), XlsxError> {
        let day = |part: i8| u8::try_from(part).unwrap_or_default();
        let year = u16::try_from(date.year()).unwrap_or_default();
        let Ok(excel) = ExcelDateTime::from_ymd(year, day(date.month()), day(date.day())) else {
            return self.write_text(n, &date.to_string(), look);
        };
        let (sheet, row, column, format) = self.place(n, Look { number: NumberLook::Date, ..look })?;
        match format {
            Some(format) => sheet.write_datetime_with_format(row, column, &excel, format),
            None => sheet.write_datetime(row, column, &excel),
        }
        .map(drop)
    }

    fn write_number(&mut self, n: usize, decimal: Decimal, look: Look) -> std::result::Result<(), XlsxError> {
        let Some(double) = number(decimal) else {
            return self.write_text(n, &decimal.to_string(), Look { number: NumberLook::Digits, ..look });
        };
        let look = Look { number: self.look_of(n, decimal), ..look };
        let (sheet, row, column, format) = self.place(n, look)?;
        match format {
            Some(format) => sheet.write_number_with_format(row, column, double, format),
            None => sheet.write_number(row, column, double),
        }
        .map(drop)
    }

    /// The sum of a group as a formula that knows its result. Where groups within it have totals, it leaves those out, as SUBTOTAL does.
    fn write_sum(&mut self, n: usize, group: &Group, sum: Sum, look: Look) -> std::result::Result<(), XlsxError> {
        let is_empty = group.first_row == self.row;
        if is_empty || !sum.is_calculable || number(sum.value).is_none() {
            return self.write_number(n, sum.value, look);
        }
        let look = Look { number: self.look_of(n, sum.value), ..look };
        let function = if group.is_whole && !group.has_totals { "SUM(" } else { "SUBTOTAL(9," };
        let letters = rust_xlsxwriter::utility::column_number_to_name(u16::try_from(n).unwrap_or_default());
        let formula = format!("={function}{letters}{}:{letters}{})", group.first_row + 1, self.row);
        let (sheet, row, column, format) = self.place(n, look)?;
        let formula = Formula::new(formula).set_result(sum.value.to_string());
        match format {
            Some(format) => sheet.write_formula_with_format(row, column, formula, format),
            None => sheet.write_formula(row, column, formula),
        }
        .map(drop)
    }

    fn look_of(&self, n: usize, decimal: Decimal) -> NumberLook {
        match self.columns.get(n).map(|column| column.kind) {
            Some(ColumnKind::Rate) => NumberLook::Percent(decimal.scale().saturating_sub(2)),
            _ => NumberLook::Number(decimal.scale()),
        }
    }

    /// The sheet, the place of the next cell in the column `n`, and its format where it is not that of the column: to write a cell takes
    /// the library less time than to find its format.
    fn place(&mut self, n: usize, look: Look) -> std::result::Result<Place<'_>, XlsxError> {
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        let column = u16::try_from(n).unwrap_or(u16::MAX);
        let format = self.formats.entry(look).or_insert_with(|| look.format());
        let Some(usual) = self.usual.get_mut(n) else { return Ok((sheet, self.row, column, Some(format))) };
        if look.is_of_lines() && *usual == Look::default() {
            sheet.set_column_format(column, format)?;
            *usual = look;
        }
        Ok((sheet, self.row, column, (look != *usual).then_some(format)))
    }

    /// The whole workbook, in a file that has no name and is gone when it is closed.
    pub(crate) fn finish(&mut self) -> Result<File> {
        let mut file = tempfile::tempfile().map_err(failed)?;
        let mut writer = BufWriter::new(&mut file);
        self.book.save_to_writer(&mut writer).map_err(failed)?;
        writer.flush().map_err(failed)?;
        drop(writer);
        file.rewind().map_err(failed)?;
        Ok(file)
    }
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> &str {
    if text.len() <= MOST_LETTERS {
        return text;
    }
    text.char_indices().nth(MOST_LETTERS).map_or(text, |(end, _)| &text[..end])
}

/// What stands between the title and the table.
fn above(report: &OpenReport) -> Vec<String> {
    let ReportHead { company, currency, from, to, facts } = &report.head;
    let days = match (from, to) {
        (Some(from), Some(to)) => Some(format!("From {from} to {to}")),
        (None, Some(to)) => Some(format!("As of {to}")),
        (_, None) => None,
    };
    let currency = currency.map(|currency| format!("Currency: {currency}"));
    let company = Some(company.clone()).filter(|name| !name.is_empty());
    let facts = facts.iter().map(|(label, text)| format!("{label}: {text}"));
    company.into_iter().chain(days).chain(currency).chain(facts).collect()
}

/// The width of a column, in characters.
fn width(column: &ReportColumn) -> f64 {
    let least: u8 = match column.kind {
        ColumnKind::Text => 16,
        ColumnKind::Date => 11,
        ColumnKind::Instant => 27,
        ColumnKind::Money | ColumnKind::Price => 16,
        ColumnKind::Integer | ColumnKind::Boolean | ColumnKind::Quantity | ColumnKind::Rate => 11,
    };
    let of_name: u8 = if matches!(&*column.name, "name" | "memo" | "account_name") { 34 } else { 0 };
    f64::from(least.max(of_name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use command::{NextRows, TakeRow};
    use store::Session;

    struct NoRows;

    impl NextRows for NoRows {
        fn next(&mut self, _: &mut Session<'_>, _: TakeRow<'_>) -> Result<bool> {
            Ok(false)
        }
    }

    fn report(columns: Vec<ReportColumn>) -> OpenReport {
        OpenReport {
            title: "Sums".into(),
            head: ReportHead::default().fact("Search", "x".repeat(40_000)),
            columns,
            byte_order_mark: false,
            is_one_snapshot: false,
            has_lines_only: false,
            rows: Box::new(NoRows),
        }
    }

    fn columns() -> Vec<ReportColumn> {
        vec![ReportColumn::text("name", "Name"), ReportColumn::money("amount", "Amount").summed()]
    }

    #[test]
    fn long_report_goes_on_on_the_next_sheet() {
        let mut workbook = Workbook::begin(&report(columns())).unwrap();
        workbook.row = MOST_ROWS - 1;
        let amount = Cell::Decimal(Decimal::parse("1.25").unwrap());
        let long = "y".repeat(40_000);
        for (kind, cells) in [
            (RowKind::Line, [Cell::Text("last of the first sheet"), amount]),
            (RowKind::Line, [Cell::Text(&long), amount]),
            (RowKind::Total, [Cell::Text("Total"), Cell::Empty]),
        ] {
            workbook.row(kind, &cells).unwrap();
        }
        let mut book: Xlsx<_> = Xlsx::new(workbook.finish().unwrap()).unwrap();
        assert_eq!(book.sheet_names(), ["Sums", "Sums 2"]);
        let cells = book.worksheet_range("Sums 2").unwrap();
        let cell = |row, column| cells.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!((cell(2, 0), cell(3, 1)), (Data::String("Name".to_owned()), Data::Float(1.25)));
        assert_eq!(cell(3, 0), Data::String("y".repeat(MOST_LETTERS)));
        assert_eq!((cell(4, 0), cell(4, 1)), (Data::String("Total".to_owned()), Data::Float(2.5)));
        assert_eq!(book.worksheet_formula("Sums 2").unwrap().get_value((4, 1)), None);
    }

    #[test]
    fn report_that_is_too_wide_is_refused() {
        let many = (0..=MOST_COLUMNS).map(|n| ReportColumn::money(n.to_string(), n.to_string())).collect();
        assert_eq!(Workbook::begin(&report(many)).map(drop).unwrap_err().code, "invalid_parameter");
    }

    #[test]
    fn number_is_a_number_where_a_double_keeps_all_its_digits() {
        let written = |text: &str| number(Decimal::parse(text).unwrap());
        assert_eq!(written("-1234567890123.45"), Some(-1_234_567_890_123.45));
        assert_eq!(written("10000000000000.00"), Some(10_000_000_000_000.0));
        assert_eq!(written("10000000000000.01"), None);
        assert_eq!(written("0.000001"), Some(0.000_001));
    }
}
