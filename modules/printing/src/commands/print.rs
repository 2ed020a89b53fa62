//! A document is printed.

use crate::errors;
use crate::events::{PrintWanted, Subject};
use crate::prints::PrintOut;
use crate::records::{PaperKind, PaperLanguage, Print, PrintCopy};
use crate::settings::{LANGUAGE, PAPER};
use crate::subject;
use command::{Command, ReceivedFile, Setting, Tx};
use kernel::{Date, Error, Id, Result, Text, ToSchema, defect};
use notes::{Attachment, File};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::{Field, Read, Value};
use uuid::Uuid;

/// Has a document printed that you may see: an invoice or a credit note (`sales`), the receipt of a payment (`receipts`), a letter (`letters`), or
/// the statement of a customer (`customers`). The paper becomes a file of the document. Printed again on the same paper and in the same language, it is the same
/// file, and the copy is counted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintDocument {
    /// The resource of the document: the end of its path, `sales`.
    record: String,
    /// The document: its id, code or printed number.
    row: String,
    /// On what; as the setting `printing.paper` says where it is left out.
    paper: Option<PaperKind>,
    /// In which language; as the setting `printing.language` says where it is left out.
    language: Option<PaperLanguage>,
    /// The first day of a statement; the beginning of the year where it is left out.
    from: Option<Date>,
    /// The last day of a statement; today where it is left out.
    to: Option<Date>,
    /// The place of the last entry that a statement knows; all entries where it is left out. A statement is the same paper with the same one only.
    as_known_at: Option<i64>,
}

impl Command for PrintDocument {
    const NAME: &'static str = "printing.print.create";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = PrintOut;

    fn example() -> Json {
        json!({"record": "sales", "row": "SAL-2026-000001", "paper": "a4"})
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PrintOut> {
        let asked = (self.from, self.to, self.as_known_at);
        let subject = subject::of_command(tx, &self.record, &self.row, asked)?;
        let (paper, language) = chosen(tx, Some(&subject), self.paper, self.language)?;
        let print = match same(tx, &subject, paper, language)? {
            Some(print) => again(tx, &print)?,
            None => first(tx, &subject, paper, language)?,
        };
        tx.insert_new(PrintCopy { print: print.id, n: print.copies, printed_by: tx.actor(), printed_at: tx.now() })?;
        shown(tx, &print)
    }
}

/// On what and in which language something is printed.
pub(super) fn chosen(
    tx: &mut Tx<'_, '_>,
    subject: Option<&Subject>,
    paper: Option<PaperKind>,
    language: Option<PaperLanguage>,
) -> Result<(PaperKind, PaperLanguage)> {
    let site = subject.map(|subject| subject.site(tx)).transpose()?.flatten();
    let paper = paper.map_or_else(|| word(tx, &PAPER, site), Ok)?;
    let language = language.map_or_else(|| word(tx, &LANGUAGE, site), Ok)?;
    if paper == PaperKind::EscPos && subject.is_some_and(|subject| subject.period.is_some()) {
        return Err(errors::no_slip().at("paper"));
    }
    Ok((paper, language))
}

fn word<T: Field>(tx: &mut Tx<'_, '_>, of: &Setting<String>, site: Option<Uuid>) -> Result<T> {
    let word = tx.setting(of, site)?;
    T::from_value(Value::Text(word)).ok_or_else(|| defect(of.definition().name))
}

/// The paper that is asked for, where it was printed before.
fn same(
    tx: &mut Tx<'_, '_>,
    subject: &Subject,
    paper: PaperKind,
    language: PaperLanguage,
) -> Result<Option<Arc<Print>>> {
    let known = tx.scan(Print::BY_RECORD_ROW_ID, (subject.record.as_str(), subject.row))?;
    let period = subject.period.map(|period| (period.from, period.to, period.as_known_at));
    let is_same = |print: &Arc<Print>| {
        let printed = print.from_day.zip(print.to_day).zip(print.as_known_at).map(|((from, to), at)| (from, to, at));
        (print.paper, print.language, printed) == (paper, language, period)
    };
    Ok(known.into_iter().find(is_same))
}

fn again(tx: &mut Tx<'_, '_>, print: &Print) -> Result<Arc<Print>> {
    if print.problem.is_some() {
        tx.emit(&PrintWanted { print: print.id, author: tx.actor() })?;
    }
    tx.edit::<Print>(&print.id, |print| {
        print.copies += 1;
        print.problem = None;
        Ok(())
    })
}

fn first(tx: &mut Tx<'_, '_>, subject: &Subject, paper: PaperKind, language: PaperLanguage) -> Result<Arc<Print>> {
    let print = Print {
        id: tx.id(),
        record: subject.record.clone(),
        row_id: subject.row,
        number: subject.number(tx)?,
        paper,
        language,
        from_day: subject.period.map(|period| period.from),
        to_day: subject.period.map(|period| period.to),
        as_known_at: subject.period.map(|period| period.as_known_at),
        attachment: None,
        problem: None,
        copies: 1,
    };
    tx.emit(&PrintWanted { print: print.id, author: tx.actor() })?;
    tx.insert_new(print.clone())?;
    Ok(Arc::new(print))
}

fn shown(tx: &mut Tx<'_, '_>, print: &Print) -> Result<PrintOut> {
    let attachment = print.attachment.map(|id| tx.get::<Attachment>(&id)).transpose()?.flatten();
    let file = attachment.as_ref().map(|attachment| tx.get::<File>(&attachment.file)).transpose()?.flatten();
    Ok(PrintOut {
        id: print.id,
        record: print.record.clone(),
        row: print.row_id,
        number: print.number.clone(),
        paper: print.paper,
        language: print.language,
        from: print.from_day,
        to: print.to_day,
        as_known_at: print.as_known_at,
        copies: print.copies,
        problem: print.problem.clone(),
        attachment: print.attachment,
        name: attachment.map(|attachment| attachment.name.clone()),
        media_type: file.as_ref().map(|file| file.media_type.clone()),
        bytes: file.as_ref().map(|file| file.bytes),
        sha256: file.map(|file| file.sha256.clone()),
    })
}

/// Makes a paper that was printed a file of its document, or says why there is none. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinishPrint {
    /// The id of the paper.
    pub(crate) id: Id<Print>,
    /// What was made.
    pub(crate) content: Option<ReceivedFile>,
    /// Why nothing was.
    pub(crate) problem: Option<Text<2000>>,
}

impl Command for FinishPrint {
    const NAME: &'static str = "printing.print.finish";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let print = tx.get::<Print>(&self.id)?.ok_or_else(|| Error::not_found("paper", self.id))?;
        // A job that began twice: the first paper is the one that was printed.
        if print.attachment.is_some() {
            return Ok(());
        }
        let name = file_name(&print);
        let attachment = match &self.content {
            Some(content) => Some(notes::attach(tx, (print.record.as_str(), print.row_id), content, name)?),
            None => None,
        };
        let problem = self.problem.as_ref().filter(|_| attachment.is_none()).map(ToString::to_string);
        tx.edit::<Print>(&self.id, |print| {
            (print.attachment, print.problem) = (attachment, problem);
            Ok(())
        })
        .map(drop)
    }
}

/// The name of the file: number, paper and language, without what no file system takes.
fn file_name(print: &Print) -> String {
    let number = print.number.replace(['/', '\\'], "-");
    let days = print.from_day.zip(print.to_day).map(|(from, to)| format!(" {from} {to}")).unwrap_or_default();
    let extension = if print.paper == PaperKind::EscPos { "bin" } else { "pdf" };
    format!("{number}{days} {} {}.{extension}", print.paper, print.language)
}
