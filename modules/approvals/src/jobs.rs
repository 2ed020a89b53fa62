//! What is done in the background: approved requests are carried out, and those who have to decide are reminded.

use crate::commands::{Fail, Remind};
use crate::errors;
use crate::events::RequestApproved;
use crate::queries;
use crate::records::{ApprovalRequest, RequestState};
use ::jobs::JobDied;
use command::{AnyCommand, CommandBody, CommandRow, Job, JobContext, Registry, Submission};
use kernel::{Id, Kind, Result, Text, defect};
use serde::{Deserialize, Serialize};
use store::{Read, Session};
use uuid::Uuid;

/// Carries out a request that was approved, as the user who asked. The command has the id of the request, so that it is done once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CarryOut {
    /// The request.
    request: Id<ApprovalRequest>,
}

impl CarryOut {
    pub(crate) fn of(approved: &RequestApproved) -> Option<CarryOut> {
        Some(CarryOut { request: approved.request })
    }

    /// What says so where the program gave it up.
    pub(crate) fn given_up(died: &JobDied) -> Option<Fail> {
        let job: CarryOut = (died.name == Self::NAME).then(|| serde_json::from_str(&died.body).ok())??;
        Some(fail(job.request, "given_up", &died.problem))
    }
}

fn fail(id: Id<ApprovalRequest>, code: &str, problem: &str) -> Fail {
    let problem: String = problem.chars().take(2_000).collect();
    Fail { id, code: Text::new(code).unwrap_or_default(), problem: Text::new(problem).unwrap_or_default() }
}

/// An approved command as it was asked for.
struct Kept {
    maker: Uuid,
    row: CommandRow,
    body: Vec<u8>,
}

/// The command of a request that is approved; `None` where it is not to be carried out any more.
fn kept(read: &mut Session<'_>, request: Id<ApprovalRequest>) -> Result<Option<Kept>> {
    let request = read.get::<ApprovalRequest>(&request)?;
    let Some(request) = request.filter(|request| request.state == RequestState::Approved) else { return Ok(None) };
    let row = CommandRow::clone(&*read.one::<CommandRow>(&request.asked_by)?);
    let body = read.get::<CommandBody>(&row.seq)?.ok_or_else(errors::body_erased)?;
    Ok(Some(Kept { maker: request.maker, row, body: body.body.clone() }))
}

impl Kept {
    fn command(&self, registry: &Registry) -> Result<Box<dyn AnyCommand>> {
        let version = u16::try_from(self.row.version).map_err(|error| defect(error.to_string()))?;
        registry.decode_logged(&self.row.name, version, &self.body)
    }
}

impl Job for CarryOut {
    const NAME: &'static str = "approvals.request.carry_out";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let found = work.writers.store().read(work.tenant, |read| kept(read, self.request));
        let done = match found {
            Ok(None) => return Ok("It is not to be carried out any more.".to_owned()),
            Ok(Some(kept)) => kept.command(work.registry).and_then(|command| {
                let submission = Submission::new(work.tenant, kept.maker, command);
                work.writers.execute(Submission { id: Some(self.request.uuid()), ..submission })
            }),
            Err(error) => Err(error),
        };
        match done {
            Ok(_) => Ok("It was carried out.".to_owned()),
            Err(error) if matches!(error.kind, Kind::Unavailable | Kind::Internal) => Err(error),
            Err(error) => {
                let detail = error.detail();
                work.execute(fail(self.request, error.code, &detail))?;
                Ok(format!("It was refused: {detail}"))
            }
        }
    }
}

/// Tells those who have to decide what waits too long.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RemindAll {}

impl Job for RemindAll {
    const NAME: &'static str = "approvals.request.remind_all";

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let due = work.writers.store().read(work.tenant, queries::due_for_reminder)?;
        for id in &due {
            work.execute(Remind { id: *id })?;
        }
        Ok(format!("{} told again.", due.len()))
    }
}
