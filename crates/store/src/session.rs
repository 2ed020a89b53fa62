//! Reading rows: from the working set first, from the database on a miss.

use crate::conn::{Conn, DbError, DbResult, Load};
use crate::set::values_of;
use crate::{MAX_SCAN, Read, Record, RecordChange, Row, Stamp, Tombstone, Value, WorkingSet};
use kernel::{Error, Instant, Result, defect};
use std::sync::Arc;
use uuid::Uuid;

/// Where a session finds what its working set does not know.
pub trait Source {
    /// Loads rows; several requests go out together.
    fn load(&mut self, loads: &[Load]) -> DbResult<Loaded>;

    /// A connection with a transaction of the tenant open, in which everything before the session's own changes can be seen.
    fn transaction(&mut self) -> DbResult<&mut Conn>;
}

/// Loaded rows.
pub struct Loaded {
    /// The rows of each load.
    pub rows: Vec<Vec<Row>>,
    /// They lack what was handed over with [`WorkingSet::hand_over`].
    pub is_behind: bool,
}

/// A connection with a transaction of the tenant open.
impl Source for Conn {
    fn load(&mut self, loads: &[Load]) -> DbResult<Loaded> {
        Ok(Loaded { rows: Conn::load(self, loads)?, is_behind: false })
    }

    fn transaction(&mut self) -> DbResult<&mut Conn> {
        Ok(self)
    }
}

/// A working set over a source of rows. What commands and queries read through.
pub struct Session<'a> {
    source: &'a mut dyn Source,
    /// The tenant's rows in memory.
    pub set: &'a mut WorkingSet,
    /// The database's own failure, if one happened: the transaction must then be rolled back, even if the caller
    /// ignored the error.
    pub failure: Option<DbError>,
    pub(crate) tenant: Option<Uuid>,
    now: Instant,
    seq: i64,
}

/// A row that a command has changed.
#[derive(Clone, Debug)]
pub struct Changed<R> {
    /// Before the command; `None` where there was none.
    pub before: Option<Arc<R>>,
    /// As the command leaves it; `None` where it deletes it.
    pub after: Option<Arc<R>>,
}

impl Read for Session<'_> {
    fn get<R: Record>(&mut self, key: &R::Key) -> Result<Option<Arc<R>>> {
        if !self.set.table::<R>().request(key) {
            self.load_requested()?;
        }
        self.set.table::<R>().get(key)
    }

    fn rows_under<R: Record>(&mut self, index: usize, prefix: &[Value]) -> Result<Vec<Arc<R>>> {
        if !self.set.table::<R>().request_prefix(index, prefix) {
            self.load_requested()?;
        }
        self.set.table::<R>().rows_under(index, prefix)
    }

    fn rows_after<R: Record>(
        &mut self,
        index: usize,
        prefix: &[Value],
        after: Option<&R>,
        limit: usize,
    ) -> Result<Vec<Arc<R>>> {
        R::TABLE.check_ordered(index, prefix.len())?;
        let limit = limit.min(MAX_SCAN);
        while !self.set.table::<R>().request_next(index, prefix, after, limit) {
            self.load_requested()?;
        }
        Ok(self.set.table::<R>().next_rows(index, prefix, after, limit))
    }

    fn now(&self) -> Instant {
        self.now
    }
}

impl<'a> Session<'a> {
    /// Reads through `set` over `source`; `now` is the time that [`Read::now`] tells.
    pub fn new(source: &'a mut dyn Source, set: &'a mut WorkingSet, now: Instant) -> Session<'a> {
        Session { source, set, failure: None, tenant: None, now, seq: 0 }
    }

    /// The tenant whose snapshot is read; `None` in a batch.
    pub fn tenant(&self) -> Option<Uuid> {
        self.tenant
    }

    /// The connection, with a transaction of the tenant open.
    pub fn conn(&mut self) -> Result<&mut Conn> {
        match self.source.transaction() {
            Ok(conn) => Ok(conn),
            Err(error) => {
                self.failure = Some(error.clone());
                Err(error.into())
            }
        }
    }

    /// What follows is done by the command that will be number `seq` of the log, at `at`: its rows are stamped so, and
    /// [`Read::now`] tells this time.
    pub fn begin_command(&mut self, seq: i64, at: Instant) {
        (self.seq, self.now) = (seq, at);
    }

    fn failed<T>(&mut self, result: DbResult<T>) -> Result<T> {
        result.map_err(|error| {
            self.failure = Some(error.clone());
            error.into()
        })
    }

    /// Runs a SELECT with `$1`-style parameters over the database, which knows nothing of unflushed changes.
    pub fn query(&mut self, sql: &str, args: &[Value]) -> Result<Vec<Row>> {
        let rows = self.conn()?.query(sql, args);
        self.failed(rows)
    }

    /// Runs SELECTs like [`Session::query`] in one round trip; the rows of each.
    pub fn query_all(&mut self, queries: &[(&str, &[Value])]) -> Result<Vec<Vec<Row>>> {
        let rows = self.conn()?.query_all(queries);
        self.failed(rows)
    }

    /// Loads everything that was asked for and is not known yet, in one round trip; whether there was anything.
    pub fn load_requested(&mut self) -> Result<bool> {
        let (loads, shares) = take_requests(self.set);
        if loads.is_empty() {
            return Ok(false);
        }
        let loaded = self.source.load(&loads);
        let loaded = self.failed(loaded)?;
        merge_loaded(self.set, shares, loaded)?;
        Ok(true)
    }

    /// The rows of `R` that the command has changed, by key.
    pub fn changed<R: Record>(&mut self) -> Result<Vec<Changed<R>>> {
        let table = self.set.table::<R>();
        let keys = table.changed();
        for key in &keys {
            table.request(key);
        }
        self.load_requested()?;
        let changed = keys.iter().map(|key| {
            let after = self.get::<R>(key)?;
            Ok(Changed { before: self.set.table::<R>().before(key), after })
        });
        changed.collect()
    }

    /// The version of a row that was read.
    pub fn version<R: Record>(&mut self, key: &R::Key) -> Option<i64> {
        self.set.table::<R>().version(key)
    }

    /// When a row that was read was created and changed; `None` where its table is not stamped.
    pub fn stamp<R: Record>(&mut self, key: &R::Key) -> Option<Stamp> {
        self.set.table::<R>().stamp(key)
    }

    /// Inserts a row. Its key and every unique index are probed first: a clash is a 409 that names the field.
    pub fn insert<R: Record>(&mut self, row: R) -> Result<()> {
        if self.get::<R>(&row.key())?.is_some() {
            return Err(crate::errors::exists(R::TABLE.label));
        }
        self.insert_new(row)
    }

    /// Inserts a row whose key was made by this very command, so that nothing can hold it yet.
    pub fn insert_new<R: Record>(&mut self, row: R) -> Result<()> {
        writable::<R>(!R::TABLE.counters)?;
        storable(&row)?;
        self.probe_unique(&row, None)?;
        let (seq, now) = (self.seq, self.now);
        self.set.table::<R>().insert(row, seq, now);
        Ok(())
    }

    /// Refuses `row` if another one has the same unique values; what did not change since `before` needs no look.
    fn probe_unique<R: Record>(&mut self, row: &R, before: Option<&R>) -> Result<()> {
        let key = row.key();
        for (n, index) in R::TABLE.indexes.iter().enumerate().filter(|(_, index)| index.unique) {
            let (mut values, mut old) = (Vec::new(), Vec::new());
            row.index_values(n, &mut values);
            if let Some(before) = before {
                before.index_values(n, &mut old);
            }
            if values == old || values.contains(&Value::Null) {
                continue;
            }
            if self.rows_under::<R>(n, &values)?.iter().any(|other| other.key() != key) {
                let last = index.columns.last().map(|column| &R::TABLE.columns[*column]);
                let last = last.map_or("", |column| column.key_of.unwrap_or(column.name));
                let error = crate::errors::duplicate(R::TABLE.label.to_lowercase(), last.replace('_', " "));
                return Err(error.blame(last, kernel::errors::taken()));
            }
        }
        Ok(())
    }

    /// Changes a row in place; the changed row. What changes no value is no change: the row keeps its version.
    pub fn edit<R: Record>(&mut self, key: &R::Key, change: impl FnOnce(&mut R) -> Result<()>) -> Result<Arc<R>> {
        let before = self.existing::<R>(key)?;
        let mut row = R::clone(&before);
        change(&mut row)?;
        if row.key() != *key {
            return Err(defect(format!("{}: a key cannot change", R::TABLE.name)));
        }
        if values(&row) == values(&*before) {
            return Ok(before);
        }
        storable(&row)?;
        self.probe_unique(&row, Some(&before))?;
        self.put(key, Arc::new(row))
    }

    /// The row with this key in a table whose rows may be changed.
    fn existing<R: Record>(&mut self, key: &R::Key) -> Result<Arc<R>> {
        writable::<R>(R::TABLE.versioned())?;
        self.get::<R>(key)?.ok_or_else(|| Error::not_found(R::TABLE.label, format!("{key:?}")))
    }

    /// Puts `row` in the place of the one that has its key.
    fn put<R: Record>(&mut self, key: &R::Key, row: Arc<R>) -> Result<Arc<R>> {
        self.log_change::<R>(key)?;
        let (seq, now) = (self.seq, self.now);
        self.set.table::<R>().replace(key, Some(row.clone()), seq, now);
        Ok(row)
    }

    /// Counts as a change of the row, though none of its columns change: for a document of which only lines change.
    pub fn touch<R: Record>(&mut self, key: &R::Key) -> Result<()> {
        let row = self.existing::<R>(key)?;
        self.put(key, row).map(drop)
    }

    /// Inserts the [`RecordChange`] of an audited row: once per command, and not by the command that created the row.
    fn log_change<R: Record>(&mut self, key: &R::Key) -> Result<()> {
        let changed = self.stamp::<R>(key).map(|stamp| stamp.changed_seq);
        match id_of::<R>(key) {
            Some(id) if R::TABLE.audited && changed != Some(self.seq) => {
                self.insert_new(RecordChange { record: R::TABLE.name.to_owned(), id, seq: self.seq })
            }
            _ => Ok(()),
        }
    }

    /// Deletes a row.
    pub fn delete<R: Record>(&mut self, key: &R::Key) -> Result<()> {
        writable::<R>(R::TABLE.versioned())?;
        if self.get::<R>(key)?.is_none() {
            return Err(Error::not_found(R::TABLE.label, format!("{key:?}")));
        }
        let (seq, at) = (self.seq, self.now);
        let created = self.stamp::<R>(key).map(|stamp| stamp.created_seq).filter(|created| *created != seq);
        self.set.table::<R>().replace(key, None, seq, at);
        match id_of::<R>(key) {
            Some(id) if R::TABLE.stamped() => {
                // The stamp that tells of the creation goes with the row.
                if let Some(seq) = created.filter(|_| R::TABLE.audited) {
                    self.insert_new(RecordChange { record: R::TABLE.name.to_owned(), id, seq })?;
                }
                self.insert_new(Tombstone { record: R::TABLE.name.to_owned(), id, seq, at })
            }
            _ => Ok(()),
        }
    }

    /// Adds the counters of `delta` to its row, which comes into being where it is missing. Reads nothing.
    pub fn add<R: Record>(&mut self, delta: R) -> Result<()> {
        writable::<R>(R::TABLE.counters)?;
        storable(&delta)?;
        self.set.table::<R>().add(delta)
    }

    /// Sends the batch's writes so far to the database without committing. A snapshot takes no writes: what was tried over it is not
    /// seen by SQL.
    pub fn flush(&mut self) -> Result<()> {
        if self.tenant.is_some() {
            return Ok(());
        }
        let writes = self.set.writes();
        if !writes.is_empty() {
            let written = self.conn()?.write(&writes);
            self.failed(written)?;
        }
        self.set.flushed()
    }
}

fn values<R: Record>(row: &R) -> Row {
    let mut values = Row::new();
    row.encode(&mut values);
    values
}

/// The id of a row that is known by one.
fn id_of<R: Record>(key: &R::Key) -> Option<Uuid> {
    match values_of(key)[..] {
        [Value::Id(id)] => Some(id),
        _ => None,
    }
}

/// A table of counters is only ever added to, an append-only one only inserted into.
fn writable<R: Record>(fits: bool) -> Result<()> {
    if fits { Ok(()) } else { Err(defect(format!("{} cannot be written in this way", R::TABLE.name))) }
}

/// Both databases must take the row alike: texts are bounded and without NUL.
fn storable<R: Record>(row: &R) -> Result<()> {
    match row.validate() {
        None => Ok(()),
        Some(column) => Err(crate::errors::invalid_text().at(column)),
    }
}

/// All loads that the tables request, and how many each table asked for.
pub(crate) fn take_requests(set: &mut WorkingSet) -> (Vec<Load>, Vec<usize>) {
    let mut loads = Vec::new();
    let mut shares = Vec::new();
    for table in set.tables() {
        let requested = table.take_requests();
        shares.push(requested.len());
        loads.extend(requested);
    }
    (loads, shares)
}

/// Hands loaded rows to the tables that asked for them.
pub(crate) fn merge_loaded(set: &mut WorkingSet, shares: Vec<usize>, loaded: Loaded) -> Result<()> {
    let Loaded { rows, is_behind } = loaded;
    let mut loaded = rows.into_iter();
    // Every table takes its rows, even after another has refused: a request must not stay open when it was answered.
    let mut outcome = Ok(());
    for (table, share) in set.tables().zip(shares) {
        outcome = outcome.and(table.merge_loaded(loaded.by_ref().take(share).collect(), is_behind));
    }
    outcome
}
