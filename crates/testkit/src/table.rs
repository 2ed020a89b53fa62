//! Reads the files of a report back, and holds the formats together.

use calamine::{Data, Range, Reader, Xlsx};
use money::Decimal;
use std::collections::BTreeMap;
use std::io::Cursor;

/// The rows of a report, each with its texts by the names of the columns.
pub type Table = Vec<BTreeMap<String, String>>;

/// The rows that all three files hold.
///
/// # Panics
/// Where they differ, or where a formula does not give the total that the books say.
pub(crate) fn of_files(csv: &[u8], json_lines: &[u8], workbook: &[u8]) -> Table {
    let (names, rows) = of_csv(csv);
    let lines = String::from_utf8_lossy(json_lines);
    let lines: Vec<BTreeMap<String, serde_json::Value>> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect();
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        plain => plain.to_string(),
    };
    let lines: Table = lines.iter().map(|row| row.iter().map(|(name, v)| (name.clone(), text(v))).collect()).collect();
    // CSV marks what a spreadsheet would take for a formula.
    let plain: Table =
        rows.iter().map(|row| row.iter().map(|(name, text)| (name.clone(), unmarked(text))).collect()).collect();
    assert_eq!(plain, lines, "CSV and JSON Lines");
    compare(&Sheet::of(workbook), &names, &plain);
    rows
}

fn unmarked(text: &str) -> String {
    let marked = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    marked.unwrap_or(text).to_owned()
}

fn of_csv(csv: &[u8]) -> (Vec<String>, Table) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    let mut records = reader.records().map(|record| record.unwrap_or_else(|error| panic!("not CSV: {error}")));
    let names: Vec<String> = records.next().iter().flatten().map(str::to_owned).collect();
    let rows = records.map(|record| names.iter().cloned().zip(record.iter().map(str::to_owned)).collect()).collect();
    (names, rows)
}

struct Sheet {
    cells: Range<Data>,
    formulas: Range<String>,
    /// The first row below the header, which stands behind an empty row.
    first: u32,
}

impl Sheet {
    fn of(workbook: &[u8]) -> Sheet {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap_or_else(|error| panic!("not XLSX: {error}"));
        let name = book.sheet_names().first().cloned().unwrap_or_default();
        let cells = book.worksheet_range(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let formulas = book.worksheet_formula(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
        let end = cells.end().map_or(0, |(row, _)| row);
        let is_empty = |row: &u32| matches!(cells.get_value((*row, 0)), None | Some(Data::Empty));
        let first = (0..end).find(is_empty).unwrap_or_else(|| panic!("no empty row above the table")) + 2;
        Sheet { cells, formulas, first }
    }

    fn cell(&self, row: usize, column: usize) -> &Data {
        let place = (self.first + u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
        self.cells.get_value(place).unwrap_or(&Data::Empty)
    }

    fn formula(&self, row: usize, column: usize) -> &str {
        let place = (self.first + u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
        self.formulas.get_value(place).map_or("", String::as_str)
    }
}

/// The columns of the sheet are those of the other files; in a report without the first and the last, which are for programs.
fn compare(sheet: &Sheet, names: &[String], rows: &Table) {
    let end = sheet.cells.end().map_or(0, |(row, _)| row);
    assert_eq!(end + 1, sheet.first + u32::try_from(rows.len()).unwrap_or(u32::MAX), "the rows of the sheet");
    let is_report = names.first().is_some_and(|name| name == "row");
    let columns = if is_report { &names[1..names.len() - 1] } else { names };
    for (n, row) in rows.iter().enumerate() {
        for (c, name) in columns.iter().enumerate() {
            let text = &row[name];
            let shown = match sheet.cell(n, c) {
                Data::Empty => String::new(),
                Data::String(text) => text.clone(),
                Data::DateTime(day) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    format!("{year:04}-{month:02}-{day:02}")
                }
                // What a double holds is the text of the same number.
                Data::Float(double) if text.parse() == Ok(*double) => text.clone(),
                other => format!("{other:?}"),
            };
            let expected = match text.as_str() {
                "true" => "yes",
                "false" => "no",
                text => text,
            };
            assert_eq!(shown, expected, "{name} in row {n}: {row:?}");
            let formula = sheet.formula(n, c);
            if !formula.is_empty() {
                assert_eq!(
                    Ok(calculated(sheet, formula, (c, name), rows)),
                    Decimal::parse(text),
                    "{formula} of {name}"
                );
            }
        }
    }
}

/// The value of `SUM(B7:B9)` or `SUBTOTAL(9,B7:B9)`, which leaves out subtotals.
fn calculated(sheet: &Sheet, formula: &str, (column, name): (usize, &str), rows: &Table) -> Decimal {
    let range = formula.trim_end_matches(')').rsplit(['(', ',']).next().unwrap_or_default();
    let of_row = |place: &str| -> usize {
        let row: u32 = place.trim_start_matches(char::is_alphabetic).parse().unwrap_or_else(|_| panic!("{formula}"));
        (row - 1 - sheet.first) as usize
    };
    let (first, last) = range.split_once(':').unwrap_or_else(|| panic!("{formula}"));
    let (first, last) = (of_row(first), of_row(last));
    let mut sum = Decimal::new(0, 0);
    for (n, row) in rows.iter().enumerate().take(last + 1).skip(first) {
        let is_left_out = formula.starts_with("SUBTOTAL") && sheet.formula(n, column).starts_with("SUBTOTAL");
        if let Some(value) = Decimal::parse(&row[name]).ok().filter(|_| !is_left_out) {
            sum = sum.plus(value).unwrap_or_else(|error| panic!("{formula}: {error}"));
        }
    }
    sum
}
