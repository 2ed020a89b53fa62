//! What changes a company: [`Command`], and the same without its type.

use crate::input::{from_input, from_log};
use crate::{AnyOperation, Input, Scopes, Tx, errors};
use kernel::{FieldErrors, Result, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use store::{Prefetch, Session};

/// A change of the company: a typed value with a name, a permission and a result. `run` is plain and deterministic.
///
/// The header `If-Match` of a request becomes the field `if_match` (`Option<i64>`) of a command that has one; `run` compares
/// it with [`Tx::require_version`].
pub trait Command: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// `module.noun.action`: permission, audit kind and the route's operation.
    const NAME: &'static str;
    /// Version of the body and of the rule. A release that changes what a body means raises it.
    const VERSION: u16 = 1;
    /// The oldest version whose bodies are still in today's form, although the rule was another one.
    const OLDEST: u16 = Self::VERSION;
    /// Alone in its batch.
    const SOLO: bool = false;
    /// Whether it honours the scope of the grant, see [`Tx::grant`]; a limited grant of another command is refused.
    const SCOPED: bool = false;
    /// HTTP status of success.
    const STATUS: u16 = 200;
    /// Fields of its answer that are left out for users without a permission: the name of each, and that permission.
    const RESTRICTED: &'static [(&'static str, &'static str)] = &[];
    /// Its answer.
    type Output: Serialize + DeserializeOwned;

    /// Whether it means what `earlier` did, which has its id but another body or another user: a device may send one event
    /// online and in a list, and write it differently. It only reads.
    fn repeats(&self, _tx: &mut Tx<'_, '_>, _earlier: &Earlier<'_>) -> Result<bool> {
        Ok(false)
    }

    /// Collects the names in `body` that name nothing. Asked of a body that is against the schema, so that one answer tells of its wrong
    /// values and of its unknown names; of a body that fits, [`Command::run`] tells.
    ///
    /// # Errors
    ///
    /// What the database refuses.
    fn unknown_names(_read: &mut Session<'_>, _body: &Json, _errors: &mut FieldErrors) -> Result<()> {
        Ok(())
    }

    /// What it will read. A hint: what is left out costs a round trip, never the truth. Asked again with what was loaded.
    fn prefetch(&self, _read: &mut Prefetch<'_>) {}

    /// Does it. A body that was logged by an earlier version keeps the rule of that version: see [`Tx::version_of_body`].
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Self::Output>;

    /// The version of the row that is answered, which becomes its `ETag`.
    fn version(&self, _tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        Ok(None)
    }

    /// An example of its body for the documentation; null where there is none.
    fn example() -> Json {
        Json::Null
    }

    /// The body of an earlier `version` in the form of this one, for replay.
    ///
    /// # Errors
    ///
    /// `unknown_version` for every version that the command does not know; unless it says otherwise, all older than [`Command::OLDEST`].
    fn upgrade(version: u16, body: Json) -> Result<Json> {
        let is_known = (Self::OLDEST..=Self::VERSION).contains(&version);
        if is_known { Ok(body) } else { Err(errors::unknown_version(Self::NAME, version)) }
    }
}

/// The answer of a command that has succeeded.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
    /// The version of the row in the body, where it is one row: its `ETag`.
    pub version: Option<i64>,
}

/// A command that was done before, as the log keeps it.
pub struct Earlier<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its body, JSON.
    pub body: &'a [u8],
    /// Its answer, JSON.
    pub answer: &'a [u8],
}

/// A [`Command`] without its type.
pub trait AnyCommand: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;
    /// The version of its body.
    fn version(&self) -> u16 {
        1
    }
    /// Alone in its batch.
    fn solo(&self) -> bool {
        false
    }
    /// The scopes it honours.
    fn scopes(&self) -> Scopes;
    /// Fields of its answer that are removed for users without a permission: the name of each, and that permission.
    fn restricted_fields(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }
    /// What it does to operational rows, where that is all: then it is neither logged nor run as a command.
    fn operation(&self) -> Option<&dyn AnyOperation> {
        None
    }
    /// See [`Command::prefetch`].
    fn prefetch(&self, read: &mut Prefetch<'_>);
    /// Runs it.
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response>;
    /// The body as canonical JSON.
    fn body(&self) -> Result<Vec<u8>>;
    /// See [`Command::repeats`].
    fn repeats(&self, _tx: &mut Tx<'_, '_>, _earlier: &Earlier<'_>) -> Result<bool> {
        Ok(false)
    }
}

/// Makes any [`Command`] an [`AnyCommand`].
pub struct Typed<C>(pub C);

impl<C: Command> AnyCommand for Typed<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }
    fn version(&self) -> u16 {
        C::VERSION
    }
    fn solo(&self) -> bool {
        C::SOLO
    }
    fn scopes(&self) -> Scopes {
        Scopes::of(C::SCOPED)
    }
    fn restricted_fields(&self) -> Vec<(&'static str, &'static str)> {
        C::RESTRICTED.to_vec()
    }
    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.0.prefetch(read);
    }
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        let output = self.0.run(tx)?;
        let body = serde_json::to_vec(&output).map_err(|error| kernel::defect(error.to_string()))?;
        Ok(Response { status: C::STATUS, body, version: self.0.version(tx)? })
    }
    fn body(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(&self.0).map_err(|error| kernel::defect(error.to_string()))
    }
    fn repeats(&self, tx: &mut Tx<'_, '_>, earlier: &Earlier<'_>) -> Result<bool> {
        self.0.repeats(tx, earlier)
    }
}

/// A command of the log whose body has an earlier version: logged again as it was, run in today's form.
struct Upgraded<C> {
    command: Typed<C>,
    version: u16,
    body: Vec<u8>,
}

impl<C: Command> AnyCommand for Upgraded<C> {
    fn name(&self) -> &'static str {
        C::NAME
    }
    fn version(&self) -> u16 {
        self.version
    }
    fn solo(&self) -> bool {
        C::SOLO
    }
    fn scopes(&self) -> Scopes {
        self.command.scopes()
    }
    fn restricted_fields(&self) -> Vec<(&'static str, &'static str)> {
        self.command.restricted_fields()
    }
    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.command.prefetch(read);
    }
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Response> {
        self.command.run(tx)
    }
    fn body(&self) -> Result<Vec<u8>> {
        Ok(self.body.clone())
    }
    fn repeats(&self, tx: &mut Tx<'_, '_>, earlier: &Earlier<'_>) -> Result<bool> {
        self.command.repeats(tx, earlier)
    }
}

/// The command of a request, or of a log in which it may have an earlier version.
pub(crate) fn decode<C: Command>(schema: &Schema, input: &Input<'_>) -> Result<Box<dyn AnyCommand>> {
    match input.logged.filter(|version| *version != C::VERSION) {
        None => Ok(Box::new(Typed(from_input::<C>(schema, input)?))),
        Some(version) => {
            let upgraded = C::upgrade(version, from_log(input.body)?)?;
            let command = Typed(from_log::<C>(upgraded.to_string().as_bytes())?);
            Ok(Box::new(Upgraded { command, version, body: input.body.to_vec() }))
        }
    }
}
