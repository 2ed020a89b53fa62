//! The making of papers and labels: rendering takes too long for a command, and its result is a file.

use crate::commands::{FinishPrint, FinishPrintout};
use crate::errors;
use crate::events::{LabelFormat, LabelText, LabelsWanted, Period, PreviewWanted, PrintWanted, ReportWanted, Subject};
use crate::papers::{self, Paper};
use crate::records::{PaperKind, PaperLanguage, Print, Printout};
use crate::reports;
use command::{Job, JobContext, JobQueue, ReceivedFile};
use kernel::{Error, Id, Kind, Result, Text, defect};
use language::Language;
use paper::{Label, LabelStock, Sheet};
use serde::{Deserialize, Serialize};
use store::{Read, Session};
use uuid::Uuid;

const PDF: &str = "application/pdf";
const BYTES: &str = "application/octet-stream";
const TEXT: &str = "text/plain; charset=utf-8";

/// Makes a paper that was printed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakePrint {
    print: Id<Print>,
    author: Uuid,
}

impl MakePrint {
    pub(crate) fn of(wanted: &PrintWanted) -> Option<MakePrint> {
        Some(MakePrint { print: wanted.print, author: wanted.author })
    }
}

impl Job for MakePrint {
    const NAME: &'static str = "printing.print.make";
    const QUEUE: JobQueue = JobQueue::Report;

    fn author(&self) -> Uuid {
        self.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let print = work.writers.store().read(work.tenant, |read| read.get::<Print>(&self.print))?;
        let print = print.ok_or_else(|| Error::not_found("paper", self.print))?;
        if print.attachment.is_some() {
            return Ok("It was made before.".to_owned());
        }
        let days = print.from_day.zip(print.to_day).zip(print.as_known_at);
        let period = days.map(|((from, to), as_known_at)| Period { from, to, as_known_at });
        let subject = Subject { record: print.record.clone(), row: print.row_id, period };
        let made = made_paper(work, Some(&subject), (print.paper, print.language), false);
        let (id, (content, problem)) = (self.print, outcome(&made)?);
        work.execute_once("finish", FinishPrint { id, content, problem })?;
        made.map(|content| format!("A paper of {} bytes.", content.bytes))
    }
}

/// Makes a paper to look at.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakePreview {
    wanted: PreviewWanted,
}

impl MakePreview {
    pub(crate) fn of(wanted: &PreviewWanted) -> Option<MakePreview> {
        Some(MakePreview { wanted: wanted.clone() })
    }
}

impl Job for MakePreview {
    const NAME: &'static str = "printing.preview.make";
    const QUEUE: JobQueue = JobQueue::Report;

    fn author(&self) -> Uuid {
        self.wanted.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let PreviewWanted { printout, subject, paper, language, .. } = &self.wanted;
        let made = made_paper(work, subject.as_ref(), (*paper, *language), true);
        finish(work, *printout, made)
    }
}

/// Makes labels.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakeLabels {
    wanted: LabelsWanted,
}

impl MakeLabels {
    pub(crate) fn of(wanted: &LabelsWanted) -> Option<MakeLabels> {
        Some(MakeLabels { wanted: wanted.clone() })
    }
}

impl Job for MakeLabels {
    const NAME: &'static str = "printing.labels.make";
    const QUEUE: JobQueue = JobQueue::Report;

    fn author(&self) -> Uuid {
        self.wanted.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let made = made_labels(work, &self.wanted);
        finish(work, self.wanted.printout, made)
    }
}

/// Makes the paper of a report.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakeReport {
    wanted: ReportWanted,
}

impl MakeReport {
    pub(crate) fn of(wanted: &ReportWanted) -> Option<MakeReport> {
        Some(MakeReport { wanted: wanted.clone() })
    }
}

impl Job for MakeReport {
    const NAME: &'static str = "printing.report.make";
    const QUEUE: JobQueue = JobQueue::Report;

    fn author(&self) -> Uuid {
        self.wanted.author
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let ReportWanted { printout, paper, language, .. } = &self.wanted;
        let read = |read: &mut Session<'_>| reports::paper(read, work.registry, &self.wanted, spoken(*language));
        let made = work.writers.store().read(work.tenant, read);
        let made = made.and_then(|made| set(work, made, (*paper, *language), false));
        finish(work, *printout, made)
    }
}

fn finish(work: &JobContext<'_>, id: Id<Printout>, made: Result<ReceivedFile>) -> Result<String> {
    let (content, problem) = outcome(&made)?;
    work.execute_once("finish", FinishPrintout { id, content, problem })?;
    made.map(|content| format!("A printout of {} bytes.", content.bytes))
}

/// What is told of what was made: its content, or why there is none. What may be there later is tried again, and not told yet.
fn outcome(made: &Result<ReceivedFile>) -> Result<(Option<ReceivedFile>, Option<Text<2000>>)> {
    match made {
        Ok(content) => Ok((Some(content.clone()), None)),
        Err(error) if error.kind == Kind::Unavailable => Err(error.clone()),
        Err(error) => Ok((None, Some(Text::new(error.detail())?))),
    }
}

fn made_paper(
    work: &JobContext<'_>,
    subject: Option<&Subject>,
    (kind, language): (PaperKind, PaperLanguage),
    is_preview: bool,
) -> Result<ReceivedFile> {
    let paper = work.writers.store().read(work.tenant, |read| papers::paper(read, subject, spoken(language)))?;
    set(work, paper, (kind, language), is_preview)
}

pub(crate) fn spoken(language: PaperLanguage) -> Language {
    match language {
        PaperLanguage::English => Language::English,
        PaperLanguage::Bengali => Language::Bengali,
    }
}

/// Sets a paper and keeps its content.
fn set(
    work: &JobContext<'_>,
    paper: Paper,
    (kind, language): (PaperKind, PaperLanguage),
    is_preview: bool,
) -> Result<ReceivedFile> {
    let Paper { form, mut letterhead, logo, opens_drawer } = paper;
    let language = spoken(language);
    let sheet = match kind {
        PaperKind::A4 => Sheet::A4,
        PaperKind::A5 => Sheet::A5,
        PaperKind::Roll => Sheet::Roll,
        PaperKind::EscPos => {
            let slip = paper::slip(&form, &letterhead, language, opens_drawer && !is_preview);
            return kept(work, &slip.map_err(errors::of_paper)?, BYTES);
        }
    };
    if let Some(logo) = logo {
        let mut content = Vec::new();
        work.files.copy(work.tenant, &logo.sha256, u64::try_from(logo.bytes).unwrap_or_default(), &mut content)?;
        letterhead.logo = Some(content);
    }
    let pdf = paper::pdf(&form, &letterhead, sheet, language, is_preview);
    kept(work, &pdf.map_err(errors::of_paper)?, PDF)
}

fn made_labels(work: &JobContext<'_>, wanted: &LabelsWanted) -> Result<ReceivedFile> {
    let label = |label: &LabelText| {
        let LabelText { name, price, code, copies } = label.clone();
        Label { name, price, code, copies: usize::try_from(copies).unwrap_or_default() }
    };
    let labels: Vec<Label> = wanted.labels.iter().map(label).collect();
    let (content, media_type) = match wanted.format {
        LabelFormat::SheetOf24 => (paper::labels_pdf(&labels, LabelStock::SheetOf24), PDF),
        LabelFormat::Roll => (paper::labels_pdf(&labels, LabelStock::Roll50x30), PDF),
        LabelFormat::Zpl => (paper::labels_zpl(&labels).map(String::into_bytes), TEXT),
    };
    kept(work, &content.map_err(errors::of_paper)?, media_type)
}

fn kept(work: &JobContext<'_>, content: &[u8], media_type: &str) -> Result<ReceivedFile> {
    work.files.keep(work.tenant, media_type, &mut |out| {
        out.write_all(content).map_err(|error| defect(format!("a paper cannot be kept: {error}")))
    })
}
