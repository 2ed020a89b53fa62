//! Printouts as they are read: by those who asked for them.

use crate::records::Printout;
use crate::{VIEW_PRINTOUTS, errors};
use command::{Query, QueryContext, StoredFile};
use kernel::{Error, Id, Result, ToSchema};
use notes::File;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, Session};

/// What is printed without being the paper of a document: labels, and papers to look at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PrintoutOut {
    /// Its id.
    id: Id<Printout>,
    /// The name of its file.
    name: String,
    /// Whether it has been made.
    is_made: bool,
    /// Why it could not be made.
    problem: Option<String>,
    /// The media type of its content.
    media_type: Option<String>,
    /// The length of its content.
    bytes: Option<i64>,
}

impl PrintoutOut {
    pub(crate) fn of(printout: &Printout) -> PrintoutOut {
        let Printout { id, name, sha256, bytes, media_type, problem, .. } = printout.clone();
        PrintoutOut { id, name, is_made: sha256.is_some(), problem, media_type, bytes }
    }
}

/// Labels or a paper to look at, without its content.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetPrintout {
    /// Its id.
    id: Id<Printout>,
}

impl Query for GetPrintout {
    const NAME: &'static str = VIEW_PRINTOUTS;
    const OPERATION: &'static str = "printing.printout.get";
    const SCOPED: bool = true;
    type Output = PrintoutOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<PrintoutOut> {
        let printout = own(read, context, self.id)?;
        Ok(PrintoutOut::of(&printout))
    }
}

/// The content of labels or of a paper to look at, for a day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetPrintoutContent {
    /// The id of the printout.
    id: Id<Printout>,
}

impl Query for GetPrintoutContent {
    const NAME: &'static str = VIEW_PRINTOUTS;
    const OPERATION: &'static str = "printing.printout.content";
    const SCOPED: bool = true;
    type Output = StoredFile;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StoredFile> {
        let Printout { name, sha256, bytes, media_type, problem, .. } = Printout::clone(&*own(read, context, self.id)?);
        let (Some(sha256), Some(bytes), Some(media_type)) = (sha256, bytes, media_type) else {
            return Err(problem.map_or_else(errors::being_made, errors::not_made));
        };
        read.find(File::BY_SHA256, sha256.as_str())?.ok_or_else(errors::gone)?;
        Ok(StoredFile { sha256, bytes, media_type, name, thumbnail: None })
    }
}

/// The printout with this id that the user has asked for.
fn own(read: &mut Session<'_>, context: &QueryContext, id: Id<Printout>) -> Result<Arc<Printout>> {
    let printout = read.get::<Printout>(&id)?.filter(|printout| printout.author == context.user());
    printout.ok_or_else(|| Error::not_found("printout", id))
}
