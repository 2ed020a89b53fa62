//! Reading rows, the same for commands, queries and prefetch: a lookup is written once, over [`Read`].

use crate::record::key_value;
use crate::set::values_of;
use crate::{MAX_SCAN, Record, Scan, Unique, Value, Values, WorkingSet, reference};
use kernel::{Error, Id, Instant, Result};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How many rows [`Read::walk`] asks for at a time.
const WALK_ROWS: usize = 100;

/// Reads rows of one tenant.
///
/// A running command sees its own changes and those of the commands before it. [`Prefetch`] loads nothing: what it does
/// not know yet is noted and answered with the error `not_loaded`, so that a lookup ends where its next row is missing.
pub trait Read {
    /// The row with `key`, if there is one.
    fn get<R: Record>(&mut self, key: &R::Key) -> Result<Option<Arc<R>>>;

    /// All rows whose index begins with `prefix`, in the order of the index, then of the key; at most 10,000.
    fn rows_under<R: Record>(&mut self, index: usize, prefix: &[Value]) -> Result<Vec<Arc<R>>>;

    /// The next `limit` rows whose index begins with `prefix`, behind the row `after`; see [`Read::scan_after`].
    fn rows_after<R: Record>(
        &mut self,
        index: usize,
        prefix: &[Value],
        after: Option<&R>,
        limit: usize,
    ) -> Result<Vec<Arc<R>>>;

    /// The time of the command or query. There is no other clock.
    fn now(&self) -> Instant;

    /// When what the command records happened: earlier than [`Read::now`] where an offline device carried it out, never later.
    fn happened_at(&self) -> Instant {
        self.now()
    }

    /// The row with `key`; 404 where there is none.
    fn one<R: Record>(&mut self, key: &R::Key) -> Result<Arc<R>> {
        self.get::<R>(key)?.ok_or_else(|| Error::not_found(R::TABLE.label, format!("{key:?}")))
    }

    /// The one row with these values, if there is one.
    fn find<R: Record>(&mut self, index: Unique<R>, values: impl Values) -> Result<Option<Arc<R>>> {
        Ok(self.rows_under(index.index, &index_values::<R>(index.index, &values))?.into_iter().next())
    }

    /// All rows whose index begins with these values, in the order of the index, then of the key; at most 10,000.
    fn scan<R: Record>(&mut self, index: Scan<R>, values: impl Values) -> Result<Vec<Arc<R>>> {
        self.rows_under(index.index, &index_values::<R>(index.index, &values))
    }

    /// The next `limit` rows (at most 10,000) whose index begins with these values, behind the row `after` or from the first one, in
    /// the order of the index, then of the key. Only they are loaded, so that a range may be of any size.
    ///
    /// The index columns behind these values must not be nullable and no key column may be a choice, because databases and memory
    /// would order them differently: an internal error.
    fn scan_after<R: Record>(
        &mut self,
        index: Scan<R>,
        values: impl Values,
        after: Option<&R>,
        limit: usize,
    ) -> Result<Vec<Arc<R>>> {
        self.rows_after(index.index, &index_values::<R>(index.index, &values), after, limit)
    }

    /// Shows `visit` the rows whose index begins with these values, in the order of [`Read::scan_after`], until it breaks. Rows are loaded
    /// a hundred at a time.
    fn walk<R: Record>(
        &mut self,
        index: Scan<R>,
        values: impl Values,
        mut visit: impl FnMut(&Arc<R>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let prefix = index_values::<R>(index.index, &values);
        let mut last: Option<Arc<R>> = None;
        loop {
            let rows = self.rows_after(index.index, &prefix, last.as_deref(), WALK_ROWS)?;
            for row in &rows {
                if visit(row)?.is_break() {
                    return Ok(());
                }
            }
            if rows.len() < WALK_ROWS {
                return Ok(());
            }
            last = rows.last().cloned();
        }
    }

    /// The row that `text` names by its id or its code, if there is one.
    fn lookup<R: Record<Key = Id<R>>>(&mut self, text: &str) -> Result<Option<Arc<R>>>
    where
        Self: Sized,
    {
        reference::lookup(self, text)
    }
}

/// The values to look for in an index: those of columns that hold keys as their keys.
fn index_values<R: Record>(index: usize, values: &impl Values) -> Vec<Value> {
    let columns = R::TABLE.indexes[index].columns.iter().map(|n| &R::TABLE.columns[*n]);
    let values = columns.zip(values_of(values));
    values.map(|(column, value)| if column.key_of.is_some() { key_value(value) } else { value }).collect()
}

/// Collects what the commands of a batch will read, so that it is loaded in one round trip.
pub struct Prefetch<'a> {
    set: &'a mut WorkingSet,
    missing: bool,
    now: Instant,
    happened_at: Instant,
}

impl<'a> Prefetch<'a> {
    /// Reads what `set` knows; `now` is the time that [`Read::now`] tells.
    pub fn new(set: &'a mut WorkingSet, now: Instant) -> Prefetch<'a> {
        Prefetch { set, missing: false, now, happened_at: now }
    }

    /// Whether something was asked for that is not known yet.
    pub fn is_missing(&self) -> bool {
        self.missing
    }

    /// Moves the times that [`Read::now`] and [`Read::happened_at`] tell.
    pub fn set_times(&mut self, now: Instant, happened_at: Instant) {
        (self.now, self.happened_at) = (now, happened_at.min(now));
    }
}

impl Read for Prefetch<'_> {
    fn get<R: Record>(&mut self, key: &R::Key) -> Result<Option<Arc<R>>> {
        let table = self.set.table::<R>();
        if table.request(key) {
            return table.get(key);
        }
        self.missing = true;
        Err(Error::not_loaded())
    }

    fn rows_under<R: Record>(&mut self, index: usize, prefix: &[Value]) -> Result<Vec<Arc<R>>> {
        let table = self.set.table::<R>();
        if table.request_prefix(index, prefix) {
            return table.rows_under(index, prefix);
        }
        self.missing = true;
        Err(Error::not_loaded())
    }

    fn rows_after<R: Record>(
        &mut self,
        index: usize,
        prefix: &[Value],
        after: Option<&R>,
        limit: usize,
    ) -> Result<Vec<Arc<R>>> {
        R::TABLE.check_ordered(index, prefix.len())?;
        let (table, limit) = (self.set.table::<R>(), limit.min(MAX_SCAN));
        if table.request_next(index, prefix, after, limit) {
            return Ok(table.next_rows(index, prefix, after, limit));
        }
        self.missing = true;
        Err(Error::not_loaded())
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn happened_at(&self) -> Instant {
        self.happened_at
    }
}
