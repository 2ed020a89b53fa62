//! Operations: what users may do to operational rows, such as cancelling a job. They are asked for like commands, but are neither logged nor
//! replayed, because those rows are not.

use crate::feature::require_on_at;
use crate::tx::scope_of;
use crate::{Answer, AnyCommand, Authorise, Definitions, Grant, Response, Scopes, Tx, errors};
use kernel::{Instant, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Conn, Prefetch, Session, WorkingSet};
use uuid::Uuid;

/// A change of operational rows: a typed value with a name, a permission and a result.
pub trait OperationalCommand: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `module.noun.action`: its permission and the name of its route.
    const NAME: &'static str;
    /// Its answer.
    type Output: Serialize + DeserializeOwned;

    /// Does it, inside the next batch of the company.
    ///
    /// # Errors
    ///
    /// What it refuses; then nothing is changed.
    fn run(&self, work: &mut OperationContext<'_>) -> Result<Self::Output>;
}

/// What an operation may use.
pub struct OperationContext<'a> {
    /// The connection, in the transaction of the company.
    pub conn: &'a mut Conn,
    /// What the program is made of.
    pub definitions: &'a Definitions,
    /// An id that nothing has yet.
    pub id: Uuid,
    /// The user.
    pub actor: Uuid,
    /// The time.
    pub now: Instant,
}

/// An [`OperationalCommand`] without its type.
pub trait AnyOperation {
    /// Does it; its answer as JSON.
    ///
    /// # Errors
    ///
    /// What it refuses.
    fn run(&self, work: &mut OperationContext<'_>) -> Result<Vec<u8>>;
}

/// Makes any [`OperationalCommand`] an [`AnyCommand`], which the writer does not log.
pub(crate) struct Operational<O>(pub(crate) O);

impl<O: OperationalCommand> AnyOperation for O {
    fn run(&self, work: &mut OperationContext<'_>) -> Result<Vec<u8>> {
        let output = OperationalCommand::run(self, work)?;
        serde_json::to_vec(&output).map_err(|error| kernel::defect(error.to_string()))
    }
}

impl<O: OperationalCommand> AnyCommand for Operational<O> {
    fn name(&self) -> &'static str {
        O::NAME
    }
    fn scopes(&self) -> Scopes {
        Scopes::of(false)
    }
    fn prefetch(&self, _: &mut Prefetch<'_>) {}
    fn run(&self, _: &mut Tx<'_, '_>) -> Result<Response> {
        Err(errors::cannot_be_tried())
    }
    fn body(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.0).map_err(|error| kernel::defect(error.to_string()))
    }
    fn operation(&self) -> Option<&dyn AnyOperation> {
        Some(&self.0)
    }
}

/// Runs an operation in the transaction of a batch, for a user who may.
pub(crate) fn operate(
    command: &dyn AnyCommand,
    authorise: Authorise,
    work: &mut OperationContext<'_>,
) -> Result<Answer> {
    let OperationContext { conn, definitions, id, actor, now } = work;
    let mut set = WorkingSet::default();
    let mut read = Session::new(&mut **conn, &mut set, *now);
    let scope = scope_of(&mut read, authorise, *actor, command.name())?;
    Grant::new(command.name(), scope)?.require_scope_in(command.scopes())?;
    require_on_at(&mut read, definitions, command.name(), *now)?;
    let (id, operation) = (*id, command.operation().ok_or_else(|| kernel::defect("a command is no operation"))?);
    Ok(Answer { id, status: 200, body: operation.run(work)?, version: None, replayed: false })
}
