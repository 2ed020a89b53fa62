//! Tables as files: a report as CSV, JSON Lines or a workbook.
//!
//! Start at [`ReportFile`]. The library that writes workbooks takes long to compile, so nothing that a module needs depends on this crate.

mod sums;
mod workbook;

use command::{Cell, ColumnKind, ExportFormat, OpenReport, ReportFormat, RowKind, Rows};
use kernel::{Result, defect};
use money::Currency;
use std::fs::File;
use std::io::{Read, Seek, Write};
use store::Session;
use sums::Groups;
use workbook::Workbook;

/// A file that was made before its first byte was sent is sent in parts of so many bytes.
const PART_BYTES: u64 = 1 << 20;

/// A report as a file, made part by part.
pub struct ReportFile {
    report: OpenReport,
    /// The formats of files are all but JSON, which is one answer.
    state: State,
}

enum State {
    /// CSV or JSON Lines.
    Text(Box<Text>),
    /// A workbook is whole only when its last row was written.
    Workbook(Box<Workbook>),
    /// What was made before it is sent.
    Sending(File),
    Sent,
}

struct Text {
    rows: Rows,
    groups: Groups,
    has_lines_only: bool,
    currency: Option<Currency>,
    /// Where the text of a report goes that is read from one snapshot, and may be long.
    kept: Option<File>,
}

impl ReportFile {
    /// Begins the file of a report.
    pub fn begin(report: OpenReport, format: ReportFormat) -> Result<ReportFile> {
        let state = match format {
            ReportFormat::Xlsx => State::Workbook(Box::new(Workbook::begin(&report)?)),
            ReportFormat::Csv => State::Text(Box::new(Text::begin(&report, ExportFormat::Csv)?)),
            ReportFormat::Json | ReportFormat::JsonLines => {
                State::Text(Box::new(Text::begin(&report, ExportFormat::JsonLines)?))
            }
        };
        Ok(ReportFile { report, state })
    }

    /// The next part of the file, which may be empty; `None` behind the last. Each part may be read from another snapshot.
    pub fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
        match &mut self.state {
            State::Text(text) => {
                let has_more = self.report.next(read, &mut |kind, cells| text.row(kind, cells))?;
                let part = text.rows.take()?;
                if let Some(mut kept) = text.kept.take() {
                    kept.write_all(&part).map_err(failed)?;
                    kept.rewind().map_err(failed)?;
                    self.state = State::Sending(kept);
                    return Ok(Some(Vec::new()));
                }
                if !has_more {
                    self.state = State::Sent;
                }
                Ok(Some(part))
            }
            State::Workbook(workbook) => {
                let has_more = self.report.next(read, &mut |kind, cells| workbook.row(kind, cells))?;
                if !has_more {
                    self.state = State::Sending(workbook.finish()?);
                }
                Ok(Some(Vec::new()))
            }
            State::Sending(file) => {
                let mut part = Vec::new();
                let read = file.take(PART_BYTES).read_to_end(&mut part).map_err(failed)?;
                Ok((read > 0).then_some(part))
            }
            State::Sent => Ok(None),
        }
    }
}

impl Text {
    /// Beside the report's own columns, programs read what a row is, so that they can leave out all but the lines, and the currency.
    fn begin(report: &OpenReport, format: ExportFormat) -> Result<Text> {
        let (has_lines_only, currency) = (report.has_lines_only, report.head.currency);
        let kind = (!has_lines_only).then(|| "row".to_owned());
        let columns = report.columns.iter().map(|column| column.name.clone().into_owned());
        let columns = kind.into_iter().chain(columns).chain(currency.map(|_| "currency".to_owned())).collect();
        let rows = Rows::begin(columns, format, report.byte_order_mark)?;
        let kept = report.is_one_snapshot.then(tempfile::tempfile).transpose().map_err(failed)?;
        Ok(Text { rows, groups: Groups::of(&report.columns, currency), has_lines_only, currency, kept })
    }

    fn row(&mut self, kind: RowKind, cells: &[Cell<'_>]) -> Result<()> {
        let group = self.groups.add(kind, cells, 0)?;
        let mut written = Vec::with_capacity(cells.len() + 2);
        written.extend((!self.has_lines_only).then(|| Cell::Text(kind.as_str())));
        written.extend(cells.iter().enumerate().map(|(n, cell)| match &group {
            Some(group) => group.sum(n).map_or(*cell, |sum| Cell::Decimal(sum.value)),
            None => *cell,
        }));
        written.extend(self.currency.map(Cell::Currency));
        self.rows.row(&written)?;
        match &mut self.kept {
            Some(kept) if self.rows.written() as u64 >= PART_BYTES => {
                kept.write_all(&self.rows.take()?).map_err(failed)
            }
            _ => Ok(()),
        }
    }
}

/// Whether the cells of a column are numbers that can be added.
fn is_summed(column: &command::ReportColumn) -> bool {
    column.is_summed && matches!(column.kind, ColumnKind::Money | ColumnKind::Quantity)
}

fn failed(error: impl std::fmt::Display) -> kernel::Error {
    defect(format!("a report could not be written: {error}"))
}
