//! Papers as they are read.

use crate::records::{PaperKind, PaperLanguage, Print};
use crate::{VIEW, errors, queries, subject};
use command::{Query, QueryContext, StoredFile};
use kernel::{Date, Error, Id, Instant, Kind, Result, ToSchema};
use notes::Attachment;
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use store::Session;
use uuid::Uuid;

/// A paper of a document.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PrintOut {
    /// Its id.
    pub(crate) id: Id<Print>,
    /// The resource of the document: the end of its path.
    pub(crate) record: String,
    /// The id of the document.
    pub(crate) row: Uuid,
    /// The printed number of the document; the code of the customer, of a statement.
    pub(crate) number: String,
    /// On what it is printed.
    pub(crate) paper: PaperKind,
    /// In which language.
    pub(crate) language: PaperLanguage,
    /// The first day of a statement.
    pub(crate) from: Option<Date>,
    /// The last day of a statement.
    pub(crate) to: Option<Date>,
    /// The last entry that a statement knows.
    pub(crate) as_known_at: Option<i64>,
    /// How often it was printed.
    pub(crate) copies: i64,
    /// Why it could not be made.
    pub(crate) problem: Option<String>,
    /// The file of the document; null while it is being made.
    pub(crate) attachment: Option<Id<Attachment>>,
    /// The name of that file.
    pub(crate) name: Option<String>,
    /// Its media type.
    pub(crate) media_type: Option<String>,
    /// Its length.
    pub(crate) bytes: Option<i64>,
    /// The SHA-256 of its content.
    pub(crate) sha256: Option<String>,
}

/// A copy of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CopyOut {
    /// Which it was, from 1.
    pub(crate) n: i64,
    /// The user who had it printed.
    pub(crate) user: Uuid,
    /// Their name; null where they are no member.
    pub(crate) name: Option<String>,
    /// When.
    pub(crate) at: Instant,
}

/// A paper and who had it printed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PrintWithCopies {
    /// The paper.
    #[serde(flatten)]
    paper: PrintOut,
    /// The last 100 copies, the newest first.
    printed: Vec<CopyOut>,
}

/// The papers of a document, the oldest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListPrints {
    /// The resource of the document: the end of its path, `sales`.
    record: String,
    /// The document: its id, code or printed number.
    row: String,
    /// Papers on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListPrints {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "printing.print.list";
    const SCOPED: bool = true;
    type Output = Listing<PrintOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let after = self.cursor.as_deref().map_or(Some(Uuid::nil()), store::id_of);
        let after = after.ok_or_else(|| errors::foreign_cursor().blame("cursor", errors::foreign_cursor()))?;
        let row = subject::of_query(read, context, &self.record, &self.row)?;
        let (count, mut papers) = queries::prints(read, (&self.record, row), after, size + 1)?;
        let more = papers.len() as i64 > size;
        papers.truncate(usize::try_from(size).unwrap_or_default());
        let next = papers.last().filter(|_| more).map(|last| context.link("cursor", &last.id.to_string()));
        Ok(Listing::of(count, next, papers))
    }
}

/// A paper without its content.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetPrint {
    /// Its id.
    id: Id<Print>,
}

impl Query for GetPrint {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "printing.print.get";
    const SCOPED: bool = true;
    type Output = PrintWithCopies;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<PrintWithCopies> {
        visible(read, context, self.id)
    }
}

/// The content of a paper: a PDF, or the bytes for a receipt printer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetPrintContent {
    /// The id of the paper.
    id: Id<Print>,
}

impl Query for GetPrintContent {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "printing.print.content";
    const SCOPED: bool = true;
    type Output = StoredFile;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StoredFile> {
        let PrintOut { name, media_type, bytes, sha256, problem, .. } = visible(read, context, self.id)?.paper;
        match (name, media_type, bytes, sha256) {
            (Some(name), Some(media_type), Some(bytes), Some(sha256)) => {
                Ok(StoredFile { sha256, bytes, media_type, name, thumbnail: None })
            }
            _ => Err(problem.map_or_else(errors::being_made, errors::not_made)),
        }
    }
}

/// The paper with this id, as far as the user may see its document.
fn visible(read: &mut Session<'_>, context: &QueryContext, id: Id<Print>) -> Result<PrintWithCopies> {
    let not_found = || Error::not_found("paper", id);
    let (paper, printed) = queries::print(read, id)?.ok_or_else(not_found)?;
    match subject::of_query(read, context, &paper.record, &paper.row.to_string()) {
        Err(error) if error.kind == Kind::NotFound => Err(not_found()),
        visible => visible.map(|_| PrintWithCopies { paper, printed }),
    }
}
