//! What a running command may do.

use crate::{Authorise, SYSTEM, Series, SeriesKind};
use kernel::{Error, Id, Instant, Result, derive_uuid};
use std::sync::Arc;
use store::{Record, Scan, Session, Unique, Value, Values};
use uuid::Uuid;

/// Who runs a command, and when: the part of the log's envelope that business code may look at.
#[derive(Clone, Copy, Debug)]
pub struct Typist {
    /// The tenant.
    pub tenant: Uuid,
    /// The user; nil for the program itself.
    pub actor: Uuid,
    /// The command's id.
    pub command: Uuid,
    /// The command's time.
    pub at: Instant,
}

/// A running command's view of the company: rows, and what it does to them. Everything it changes is dropped if it
/// returns an error. It sees what the commands before it in the batch did.
pub struct Tx<'s, 'c> {
    session: &'s mut Session<'c>,
    typist: Typist,
    authorise: Authorise,
    ids: u64,
    wrote: bool,
}

impl<'s, 'c> Tx<'s, 'c> {
    pub(crate) fn new(session: &'s mut Session<'c>, typist: Typist, authorise: Authorise) -> Self {
        Tx { session, typist, authorise, ids: 0, wrote: false }
    }

    /// The row with `key`, if there is one.
    pub fn get<R: Record>(&mut self, key: &R::Key) -> Result<Option<Arc<R>>> {
        self.session.get(key)
    }

    /// The row with `key`; 404 where there is none.
    pub fn one<R: Record>(&mut self, key: &R::Key) -> Result<Arc<R>> {
        self.get::<R>(key)?.ok_or_else(|| Error::not_found(R::TABLE.label, format!("{key:?}")))
    }

    /// The one row with these values, if there is one.
    pub fn find<R: Record>(&mut self, index: Unique<R>, values: impl Values) -> Result<Option<Arc<R>>> {
        self.session.find(index, values)
    }

    /// All rows under these values in the index's order, then the key's; more than 10,000 are refused.
    pub fn scan<R: Record>(&mut self, index: Scan<R>, values: impl Values) -> Result<Vec<Arc<R>>> {
        self.session.scan(index, values)
    }

    /// The version of a row, for `If-Match`.
    pub fn version<R: Record>(&mut self, key: &R::Key) -> Result<Option<i64>> {
        self.session.get::<R>(key)?;
        Ok(self.session.version::<R>(key))
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

    /// Runs a SELECT with `$1`-style parameters. Legal before the command's first write; what earlier commands of the
    /// batch did is flushed first, so it is seen. Costs a round trip: hot commands do without.
    pub fn query(&mut self, sql: &'static str, args: &[Value]) -> Result<Vec<Vec<Value>>> {
        if self.wrote {
            return Err(Error::internal("a command may query only before its first write"));
        }
        self.session.flush()?;
        self.session.query(sql, args)
    }

    /// A new id: the same one whenever this command is replayed.
    pub fn id<T>(&mut self) -> Id<T> {
        self.ids += 1;
        let seed: [&[u8]; 2] = [self.typist.command.as_bytes(), &self.ids.to_be_bytes()];
        Id::from_uuid(derive_uuid(self.typist.at.micros(), &seed))
    }

    /// The command's time. Business code has no other clock.
    pub fn now(&self) -> Instant {
        self.typist.at
    }

    /// Who runs the command; nil is the program itself.
    pub fn actor(&self) -> Uuid {
        self.typist.actor
    }

    /// The tenant.
    pub fn tenant(&self) -> Uuid {
        self.typist.tenant
    }

    /// The command's id.
    pub fn command(&self) -> Uuid {
        self.typist.command
    }

    /// Whether the actor has `permission`, by the rows of the tenant as they are now.
    pub fn may(&mut self, permission: &str) -> Result<bool> {
        if self.typist.actor == SYSTEM {
            return Ok(true);
        }
        let authorise = self.authorise;
        authorise(self.session, self.typist.actor, permission)
    }

    /// 403 unless the actor has `permission`.
    pub fn require(&mut self, permission: &str) -> Result<()> {
        if self.may(permission)? {
            return Ok(());
        }
        Err(Error::forbidden(
            "permission_denied",
            format!("This needs the permission {permission}, which your role does not have."),
        ))
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
                self.insert(Series { code, kind, next: 2 })?;
                Ok(1)
            }
        }
    }

    /// What the command reads through, for functions that serve commands and queries alike.
    pub fn session(&mut self) -> &mut Session<'c> {
        self.session
    }
}
