//! Workbooks (XLSX). They are read in a process of their own with little memory and time: a file of a few kilobytes can be made to unpack
//! to gigabytes, on which the library ends the process.

use crate::errors;
use calamine::{Cell, DataRef, Reader, Xlsx};
use csv::StringRecord;
use kernel::{Error, Result};
use money::Decimal;
use rlimit::{Resource, setrlimit};
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Read, Write};
use std::process::{Command, ExitCode, Stdio};

/// The word of the command line with which the program reads a workbook: standard input is the file, standard output its rows.
pub const READ_SHEET: &str = "read-sheet";
/// The memory, in bytes, and the seconds of computing that reading a workbook may take.
const MEMORY: u64 = 400 << 20;
const SECONDS: u64 = 30;
/// The most cells that are read, and the most bytes of one row.
const MOST_CELLS: usize = 5_000_000;
const MOST_BYTES: usize = 1 << 20;
/// The bytes that a zip archive, and with it a workbook, begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// What the process that reads says, a line for each.
#[derive(Serialize, Deserialize)]
enum Said {
    /// The name of the sheet.
    Sheet(String),
    /// A row with its number; the first is 1.
    Row(u64, Vec<String>),
    /// Why nothing is read, or not more.
    Refused(String),
}

/// Whether a file begins as a workbook does.
pub fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(ZIP)
}

/// Shows `visit` the rows of a workbook's sheet, the first one where no name is given, each with its number; the sheet's name. Empty rows are
/// left out. Numbers have a decimal point and 15 digits, as spreadsheets compute with; days are written like 2026-12-31.
///
/// # Errors
///
/// A field error at `file` or `sheet`, or that of `visit`, which ends the reading.
pub fn rows_of_sheet(
    file: &[u8],
    sheet: Option<&str>,
    mut visit: impl FnMut(u64, StringRecord) -> Result<()>,
) -> Result<String> {
    // The program itself, also after its file has been replaced.
    let mut child = Command::new("/proc/self/exe")
        .arg(READ_SHEET)
        .args(sheet)
        .env_clear()
        // Its memory counts when it is reserved: by default that is a gigabyte at once.
        .env("MIMALLOC_ARENA_RESERVE", "64MiB")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(cannot_start)?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(kernel::defect("a child has its pipes"));
    };
    let mut name = None;
    let read = std::thread::scope(|scope| {
        // Where the child has ended, it needs no more of the file.
        scope.spawn(move || stdin.write_all(file).ok());
        let read = said(stdout, &mut name, &mut visit);
        // What is not read to its end would wait for ever.
        if read.is_err() {
            child.kill().ok();
        }
        read
    });
    let ended = child.wait().map_err(cannot_start)?;
    read?;
    match name {
        Some(name) if ended.success() => Ok(name),
        _ => Err(errors::too_much_in_workbook().at("file")),
    }
}

fn cannot_start(error: io::Error) -> Error {
    kernel::defect(format!("the process that reads workbooks: {error}"))
}

fn said(
    stdout: impl Read,
    name: &mut Option<String>,
    visit: &mut impl FnMut(u64, StringRecord) -> Result<()>,
) -> Result<()> {
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(cannot_start)?;
        // A line that is cut off is the last one of a process that was ended.
        match serde_json::from_str(&line) {
            Ok(Said::Sheet(sheet)) => *name = Some(sheet),
            Ok(Said::Row(number, cells)) => visit(number, StringRecord::from(cells))?,
            Ok(Said::Refused(why)) if name.is_none() => return Err(errors::no_sheet(why).at("sheet")),
            Ok(Said::Refused(why)) => return Err(errors::workbook(why).at("file")),
            Err(_) => return Err(errors::too_much_in_workbook().at("file")),
        }
    }
    Ok(())
}

/// What the program does under [`READ_SHEET`].
pub fn read_sheet(sheet: Option<&str>) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let done = limit().map_err(|error| error.to_string()).and_then(|()| {
        let mut file = Vec::new();
        io::stdin().lock().read_to_end(&mut file).map_err(|error| error.to_string())?;
        write_rows(&mut out, file, sheet)
    });
    if let Err(why) = done {
        say(&mut out, &Said::Refused(why)).ok();
    }
    if out.flush().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Takes no more memory than it has now and [`MEMORY`].
fn limit() -> io::Result<()> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    let pages: u64 = pages.split(' ').next().and_then(|pages| pages.parse().ok()).unwrap_or_default();
    let most = pages * 4096 + MEMORY;
    setrlimit(Resource::AS, most, most)?;
    setrlimit(Resource::CPU, SECONDS, SECONDS)
}

fn say(out: &mut impl Write, said: &Said) -> io::Result<()> {
    serde_json::to_writer(&mut *out, said)?;
    out.write_all(b"\n")
}

fn write_rows(out: &mut impl Write, file: Vec<u8>, sheet: Option<&str>) -> std::result::Result<(), String> {
    fn words(error: impl Display) -> String {
        error.to_string()
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(words)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(sheet) => names.iter().find(|name| *name == sheet),
        None => names.first(),
    };
    let name = name.cloned().ok_or_else(|| format!("the workbook has the sheets {}", names.join(", ")))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(words)?;
    say(out, &Said::Sheet(name)).map_err(words)?;
    let (mut row, mut texts, mut count): (u32, Vec<String>, usize) = (0, Vec::new(), 0);
    let mut finish = |row: u32, texts: &mut Vec<String>| {
        let texts = std::mem::take(texts);
        if texts.iter().map(String::len).sum::<usize>() > MOST_BYTES {
            return Err(format!("row {} has more than {} KiB", row + 1, MOST_BYTES >> 10));
        }
        let is_empty = texts.iter().all(|text| text.trim().is_empty());
        if is_empty { Ok(()) } else { say(out, &Said::Row(u64::from(row) + 1, texts)).map_err(words) }
    };
    while let Some(cell) = cells.next_cell().map_err(words)? {
        let (at, column) = cell.get_position();
        if at != row {
            finish(row, &mut texts)?;
            row = at;
        }
        let text = text(&cell).map_err(|error| format!("row {}, column {}: {error}", at + 1, column + 1))?;
        count += 1;
        if count > MOST_CELLS {
            return Err(format!("it has more than {MOST_CELLS} cells"));
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // Formatted cells behind the last one with a value are none.
        if !text.is_empty() && column >= texts.len() {
            texts.resize(column + 1, String::new());
        }
        if let Some(place) = texts.get_mut(column) {
            *place = text;
        }
    }
    finish(row, &mut texts)
}

/// A cell as a file of text would have it.
fn text(cell: &Cell<DataRef<'_>>) -> std::result::Result<String, String> {
    Ok(match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // A workbook keeps a number as the nearest binary one: 0.1 + 0.2 is 0.30000000000000004 there.
        DataRef::Float(number) => {
            Decimal::parse(&format!("{number:.14e}")).map_err(|error| error.detail)?.trimmed(0).to_string()
        }
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let (date, time) = (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}:{second:02}"));
            match (hour, minute, second) {
                (0, 0, 0) => date,
                // A time of the day is counted from the day 0.
                _ if year < 1900 => time,
                _ => format!("{date}T{time}"),
            }
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(format!("the cell has the error {error}")),
    })
}
