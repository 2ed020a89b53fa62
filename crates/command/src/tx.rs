//! What a running command may do.

use crate::feature::require_on_at;
use crate::{
    AnyCommand, Authorise, Definitions, Event, EventRow, Grant, SYSTEM, Scope, Series, SeriesKind, Setting,
    SettingPlace, errors, setting,
};
use kernel::{Id, Instant, Result, derive_uuid};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use store::{Column, Prefetch, Read, Record, Session, Table, Value};
use uuid::Uuid;

/// User, time and number of a command: the part of its log entry that business code may read.
#[derive(Clone, Copy, Debug)]
pub struct CommandContext {
    /// The tenant.
    pub tenant: Uuid,
    /// The user; nil for the program itself.
    pub actor: Uuid,
    /// The command's id.
    pub command: Uuid,
    /// The command's time.
    pub at: Instant,
    /// When an offline device carried it out, by the clock of that device.
    pub occurred_at: Option<Instant>,
    /// The number that the command will have in the log.
    pub seq: i64,
    /// The version of its body: an earlier one where an old log is replayed.
    pub version: u16,
}

impl CommandContext {
    /// When it happened: on the device where that was offline, else now.
    fn happened_at(&self) -> Instant {
        self.occurred_at.map_or(self.at, |occurred| occurred.min(self.at))
    }
}

/// A running command's view of the company: rows, and what it does to them. Everything it changes is dropped if it
/// returns an error. It sees what the commands before it in the batch did.
pub struct Tx<'s, 'c> {
    session: &'s mut Session<'c>,
    context: CommandContext,
    authorise: Authorise,
    definitions: &'s Definitions,
    grant: Grant,
    ids: u64,
    events: i64,
    /// Whether anybody hears one of them.
    is_heard: bool,
    wrote: bool,
}

impl Read for Tx<'_, '_> {
    fn get<R: Record>(&mut self, key: &R::Key) -> Result<Option<Arc<R>>> {
        self.session.get(key)
    }

    fn rows_under<R: Record>(&mut self, index: usize, prefix: &[Value]) -> Result<Vec<Arc<R>>> {
        self.session.rows_under(index, prefix)
    }

    fn rows_after<R: Record>(
        &mut self,
        index: usize,
        prefix: &[Value],
        after: Option<&R>,
        limit: usize,
    ) -> Result<Vec<Arc<R>>> {
        self.session.rows_after(index, prefix, after, limit)
    }

    fn now(&self) -> Instant {
        self.context.at
    }

    fn happened_at(&self) -> Instant {
        self.context.happened_at()
    }
}

impl<'s, 'c> Tx<'s, 'c> {
    /// For a run of `command`.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` or `scope_not_supported` where the actor may not run it, `feature_off` where the company has
    /// switched it off.
    pub(crate) fn begin(
        session: &'s mut Session<'c>,
        context: CommandContext,
        authorise: Authorise,
        definitions: &'s Definitions,
        command: &dyn AnyCommand,
    ) -> Result<Self> {
        session.begin_command(context.seq, context.at);
        let scope = scope_of(session, authorise, context.actor, command.name())?;
        let grant = Grant::new(command.name(), scope)?;
        grant.require_scope_in(command.scopes())?;
        require_on_at(session, definitions, command.name(), context.happened_at())?;
        Ok(Tx { session, context, authorise, definitions, grant, ids: 0, events: 0, is_heard: false, wrote: false })
    }

    /// The grant by which the command runs: what it reads and writes must lie within its scope.
    pub fn grant(&self) -> &Grant {
        &self.grant
    }

    /// When an offline device carried the command out, by the clock of that device, which may be wrong.
    pub fn occurred_at(&self) -> Option<Instant> {
        self.context.occurred_at
    }

    /// The tables, resources and data steps of the program.
    pub fn definitions(&self) -> &'s Definitions {
        self.definitions
    }

    /// The value of a setting for the user who runs the command, at a site if it concerns one.
    pub fn setting<T: DeserializeOwned>(&mut self, of: &Setting<T>, site: Option<Uuid>) -> Result<T> {
        let place = SettingPlace { user: Some(self.actor()), site };
        setting(self, of, place)
    }

    /// The version of the command's body: a command whose rule was changed applies the rule of that version.
    pub fn version_of_body(&self) -> u16 {
        self.context.version
    }

    /// The version of a row, for `If-Match`.
    pub fn version<R: Record>(&mut self, key: &R::Key) -> Result<Option<i64>> {
        self.session.get::<R>(key)?;
        Ok(self.session.version::<R>(key))
    }

    /// 412 where the row has another version than `if_match` asks for.
    pub fn require_version<R: Record>(&mut self, key: &R::Key, if_match: Option<i64>) -> Result<()> {
        if if_match.is_some() && if_match != self.version::<R>(key)? {
            return Err(errors::version_conflict());
        }
        Ok(())
    }

    /// Inserts a row. A clash with its key or a unique index is a 409 that names the field.
    pub fn insert<R: Record>(&mut self, row: R) -> Result<()> {
        self.wrote = true;
        self.session.insert(row)
    }

    /// Inserts a row whose key this very command made ([`Tx::id`], a number just taken): its key need not be looked up.
    pub fn insert_new<R: Record>(&mut self, row: R) -> Result<()> {
        self.wrote = true;
        self.session.insert_new(row)
    }

    /// Changes a row; the changed row.
    pub fn edit<R: Record>(&mut self, key: &R::Key, change: impl FnOnce(&mut R) -> Result<()>) -> Result<Arc<R>> {
        self.wrote = true;
        self.session.edit(key, change)
    }

    /// Counts as a change of the row, though none of its columns change: for a document of which only lines change.
    pub fn touch<R: Record>(&mut self, key: &R::Key) -> Result<()> {
        self.wrote = true;
        self.session.touch::<R>(key)
    }

    /// Deletes a row.
    pub fn delete<R: Record>(&mut self, key: &R::Key) -> Result<()> {
        self.wrote = true;
        self.session.delete::<R>(key)
    }

    /// Adds the counters of `delta` to the row with its key, which comes into being where it is missing.
    pub fn add<R: Record>(&mut self, delta: R) -> Result<()> {
        self.wrote = true;
        self.session.add(delta)
    }

    /// Tells an event to the modules above: after the commit, each that subscribes to it answers with a command of its own.
    ///
    /// # Errors
    ///
    /// A defect where no module declares the event.
    pub fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        if !self.definitions.events.contains(E::NAME) {
            return Err(kernel::defect(format!("no module declares the event {}", E::NAME)));
        }
        let body = serde_json::to_string(event).map_err(|error| kernel::defect(error.to_string()))?;
        self.events += 1;
        self.is_heard |= self.definitions.heard.contains(E::NAME);
        let (seq, n, name) = (self.seq(), self.events, E::NAME.to_owned());
        self.insert_new(EventRow { seq, n, name, body })
    }

    /// Has the workers look at the company after the commit, although nobody hears an event of the command.
    pub fn wake_workers(&mut self) {
        self.is_heard = true;
    }

    /// Whether the command has told events that somebody hears.
    pub(crate) fn is_heard(&self) -> bool {
        self.is_heard
    }

    /// Whether the command has changed rows already, so that it may not [`Tx::query`] any more.
    pub fn has_written(&self) -> bool {
        self.wrote
    }

    /// Loads what `name` asks for in one round trip: for rows whose keys are known only while the command runs.
    pub fn load(&mut self, name: impl FnOnce(&mut Prefetch<'_>)) -> Result<()> {
        name(&mut Prefetch::new(self.session.set, self.context.at));
        self.session.load_requested().map(drop)
    }

    /// Runs a SELECT with `$1`-style parameters. Legal before the command's first write; what earlier commands of the
    /// batch did is flushed first, so it is seen. Costs a round trip: hot commands do without.
    pub fn query(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<Vec<Value>>> {
        self.select(sql, args)
    }

    fn select(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Vec<Value>>> {
        if self.wrote {
            return Err(kernel::defect("a command may query only before its first write"));
        }
        self.session.flush()?;
        self.session.query(sql, args)
    }

    /// Whether a row of `table` has `value` in `column`. As [`Tx::query`]: legal before the first write, a round trip.
    pub fn has_row(&mut self, table: &'static Table, column: &'static Column, value: &Value) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE {} = $1 LIMIT 1", table.name, column.name);
        Ok(!self.select(&sql, std::slice::from_ref(value))?.is_empty())
    }

    /// A new id: the same one whenever this command is replayed.
    pub fn id<T>(&mut self) -> Id<T> {
        self.ids += 1;
        let seed: [&[u8]; 2] = [self.context.command.as_bytes(), &self.ids.to_be_bytes()];
        Id::from_uuid(derive_uuid(self.context.at.micros(), &seed))
    }

    /// The user who runs the command; nil is the program itself.
    pub fn actor(&self) -> Uuid {
        self.context.actor
    }

    /// 403 `system_only` unless the program itself runs the command.
    pub fn require_system(&self) -> Result<()> {
        if self.actor() == SYSTEM { Ok(()) } else { Err(errors::system_only()) }
    }

    /// The tenant.
    pub fn tenant(&self) -> Uuid {
        self.context.tenant
    }

    /// The number that the command will have in the log.
    pub fn seq(&self) -> i64 {
        self.context.seq
    }

    /// The command's id.
    pub fn command(&self) -> Uuid {
        self.context.command
    }

    /// Whether the actor has `permission`, by the rows of the tenant as they are now, for every row that the command may
    /// touch.
    pub fn may(&mut self, permission: &str) -> Result<bool> {
        let scope = scope_of(self.session, self.authorise, self.context.actor, permission)?;
        Ok(scope.is_some_and(|scope| scope.includes(self.grant.scope())))
    }

    /// The actor's grant of `permission`, whose scope the caller must honour.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` where the actor does not have it.
    pub fn require(&mut self, permission: &str) -> Result<Grant> {
        Grant::new(permission, scope_of(self.session, self.authorise, self.context.actor, permission)?)
    }

    /// The next number of the series `code`, which begins at 1 where it is new. A refused command consumes none.
    pub fn number(&mut self, code: &str, kind: SeriesKind) -> Result<i64> {
        let code = code.to_owned();
        match self.get::<Series>(&code)? {
            Some(series) => {
                let number = series.next;
                self.edit::<Series>(&code, |series| {
                    series.next += 1;
                    Ok(())
                })?;
                Ok(number)
            }
            None => {
                self.insert(Series { code, kind, first: 1, next: 2 })?;
                Ok(1)
            }
        }
    }

    /// What the command reads through, for functions that serve commands and queries alike.
    pub fn session(&mut self) -> &mut Session<'c> {
        self.session
    }
}

/// The scope in which `actor` has `permission`.
pub(crate) fn scope_of(
    session: &mut Session<'_>,
    authorise: Authorise,
    actor: Uuid,
    permission: &str,
) -> Result<Option<Scope>> {
    if actor == SYSTEM { Ok(Some(Scope::All)) } else { authorise(session, actor, permission) }
}

/// The answer of `command` without the fields that `actor` may not see. A permission to see a field must cover every row that
/// the command may touch.
pub(crate) fn visible(
    session: &mut Session<'_>,
    authorise: Authorise,
    actor: Uuid,
    command: &dyn AnyCommand,
    answer: Vec<u8>,
) -> Result<Vec<u8>> {
    let restricted = command.restricted_fields();
    if restricted.is_empty() || answer.is_empty() {
        return Ok(answer);
    }
    let touched = scope_of(session, authorise, actor, command.name())?.unwrap_or(Scope::All);
    let mut fields: Map<String, Json> =
        serde_json::from_slice(&answer).map_err(|error| kernel::defect(error.to_string()))?;
    for (field, permission) in restricted {
        let scope = scope_of(session, authorise, actor, permission)?;
        if !scope.is_some_and(|scope| scope.includes(&touched)) {
            fields.remove(field);
        }
    }
    serde_json::to_vec(&fields).map_err(|error| kernel::defect(error.to_string()))
}
