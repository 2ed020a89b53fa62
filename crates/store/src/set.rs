//! The working set: rows in memory, what a batch did to them, and how to take a command's part back.

use crate::conn::{Load, NextRows, Row, Write, WriteKind};
use crate::range::{Position, Ranges};
use crate::record::decode;
use crate::{MAX_SCAN, Record, RowCount, Stamp, Table, Value, Values};
use kernel::{Error, Instant, Result, defect};
use sha2::{Digest, Sha256};
use std::any::{Any, TypeId};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the store keeps of a row beside its columns.
#[derive(Clone, Copy, Default)]
struct Meta {
    version: i64,
    stamp: Stamp,
}

impl Meta {
    /// The values of the columns of [`Table::system_columns`].
    fn push_to(&self, table: &Table, values: &mut Vec<Value>) {
        if table.versioned() {
            values.push(Value::Int(self.version));
        }
        if table.stamped() {
            values.extend(self.stamp.values());
        }
    }
}

/// The state of one row in the working set.
enum Known<R> {
    /// A versioned or append-only row; `None` where there is none.
    Row(Option<Arc<R>>, Meta),
    /// A row of counters: what the database holds (`None` = not looked up, `Some(None)` = no such row) and what the
    /// batch has added to it.
    Counters { base: Option<Option<Arc<R>>>, added: Option<Arc<R>> },
}

impl<R> Clone for Known<R> {
    fn clone(&self) -> Self {
        match self {
            Known::Row(row, meta) => Known::Row(row.clone(), *meta),
            Known::Counters { base, added } => Known::Counters { base: base.clone(), added: added.clone() },
        }
    }
}

/// The state of a changed row in the database.
#[derive(Clone, Copy)]
enum Stored {
    /// It is not there.
    No,
    /// With this version.
    Version(i64),
    /// With this version and other unique values: it has to go before another row can take them.
    Moved(i64),
}

struct Undo<R: Record> {
    key: R::Key,
    before: Option<Known<R>>,
    newly_dirty: bool,
}

/// One index: rows in its order, and what is known completely, absence included: whole value prefixes, and ranges under
/// others.
///
/// The order is built at the first read through the index: most rows that a command inserts are evicted by the commit before
/// they are read.
struct IndexSet<K> {
    rows: Option<BTreeMap<Row, BTreeSet<K>>>,
    complete: BTreeSet<Row>,
    ranges: BTreeMap<Row, Ranges<K>>,
}

impl<K: Ord + Clone> IndexSet<K> {
    fn is_complete(&self, prefix: &[Value]) -> bool {
        (1..=prefix.len()).any(|length| self.complete.contains(&prefix[..length]))
    }

    /// The end of what is known without a gap behind `from`.
    fn known_until(&self, prefix: &[Value], from: &Position<K>) -> Position<K> {
        if self.is_complete(prefix) {
            return Position::End;
        }
        self.ranges.get(prefix).map_or_else(|| from.clone(), |ranges| ranges.covered_until(from))
    }

    fn len(&self) -> usize {
        self.complete.len() + self.ranges.values().map(Ranges::len).sum::<usize>()
    }

    /// Moves `key` from its old values to its new ones.
    fn change(&mut self, key: &K, old: Option<Row>, new: Option<Row>) {
        let Some(rows) = self.rows.as_mut().filter(|_| old != new) else {
            return;
        };
        if let Some(Entry::Occupied(mut entry)) = old.map(|values| rows.entry(values)) {
            entry.get_mut().remove(key);
            if entry.get().is_empty() {
                entry.remove();
            }
        }
        if let Some(values) = new {
            rows.entry(values).or_default().insert(key.clone());
        }
    }
}

/// The rows that a load in flight was asked for.
enum Requested<K> {
    Keys(Vec<K>),
    Prefixes(usize, Vec<Row>),
    Next(NextRequest<K>),
}

/// The next rows of an index: under which prefix, behind which position, and how many.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct NextRequest<K> {
    index: usize,
    prefix: Row,
    from: Position<K>,
    limit: usize,
}

/// What a row takes beside its fields: its texts, its key and its place in the tree of its table.
const ROW_BYTES: usize = 160;
/// What a row takes in an index: its values, its key and their places in two trees.
const INDEX_ROW_BYTES: usize = 200;

/// The known rows of one table.
pub(crate) struct TableSet<R: Record> {
    rows: BTreeMap<R::Key, Known<R>>,
    indexes: Vec<IndexSet<R::Key>>,
    dirty: BTreeMap<R::Key, Stored>,
    /// What the open batch has written to its transaction before its end: rows of a transient table, and what it has added to counters
    /// that are not known.
    written: BTreeMap<R::Key, Option<Arc<R>>>,
    /// What was handed over and has not landed has added this to rows of counters that are not known.
    flying: BTreeMap<R::Key, Arc<R>>,
    undo: Vec<Undo<R>>,
    requested_keys: BTreeSet<R::Key>,
    requested_prefixes: BTreeSet<(usize, Row)>,
    requested_next: BTreeSet<NextRequest<R::Key>>,
    in_flight: Vec<Requested<R::Key>>,
}

/// The values of a key or an index prefix.
pub(crate) fn values_of(values: &impl Values) -> Row {
    let mut out = Vec::new();
    values.push_to(&mut out);
    out
}

fn too_many(table: &Table) -> Error {
    crate::errors::too_many_rows(MAX_SCAN, table.label)
}

impl<R: Record> TableSet<R> {
    fn new() -> Self {
        TableSet {
            rows: BTreeMap::new(),
            indexes: Self::no_indexes(),
            dirty: BTreeMap::new(),
            written: BTreeMap::new(),
            flying: BTreeMap::new(),
            undo: Vec::new(),
            requested_keys: BTreeSet::new(),
            requested_prefixes: BTreeSet::new(),
            requested_next: BTreeSet::new(),
            in_flight: Vec::new(),
        }
    }

    /// The indexes as long as nothing was looked for in them.
    fn no_indexes() -> Vec<IndexSet<R::Key>> {
        let none = |_| IndexSet { rows: None, complete: BTreeSet::new(), ranges: BTreeMap::new() };
        R::TABLE.indexes.iter().map(none).collect()
    }

    fn index_row(row: &R, index: usize) -> Row {
        let mut values = Vec::new();
        row.index_values(index, &mut values);
        values
    }

    /// Puts `known` in place of what is known of `key`, keeping the indexes right.
    fn set(&mut self, key: &R::Key, known: Option<Known<R>>) -> Option<Known<R>> {
        for (n, index) in self.indexes.iter_mut().enumerate().filter(|(_, index)| index.rows.is_some()) {
            let values = |known: Option<&Known<R>>| match known {
                Some(Known::Row(Some(row), _)) => Some(Self::index_row(row, n)),
                _ => None,
            };
            index.change(key, values(self.rows.get(key)), values(known.as_ref()));
        }
        match known {
            Some(known) => self.rows.insert(key.clone(), known),
            None => self.rows.remove(key),
        }
    }

    /// A command's change, remembered so that it can be taken back.
    fn change(&mut self, key: &R::Key, known: Known<R>, stored: Stored) {
        let moved = self.frees_unique_values(key, &known);
        let newly_dirty = !self.dirty.contains_key(key);
        let entry = self.dirty.entry(key.clone()).or_insert(stored);
        if let Stored::Version(version) = entry
            && moved
        {
            *entry = Stored::Moved(*version);
        }
        let before = self.set(key, Some(known));
        self.undo.push(Undo { key: key.clone(), before, newly_dirty });
    }

    /// Whether `known` has other unique values than what is known now.
    fn frees_unique_values(&self, key: &R::Key, known: &Known<R>) -> bool {
        let Known::Row(Some(new), _) = known else { return false };
        let mut unique = (0..R::TABLE.indexes.len()).filter(|n| R::TABLE.indexes[*n].unique);
        match self.rows.get(key) {
            Some(Known::Row(Some(old), _)) => unique.any(|n| Self::index_row(old, n) != Self::index_row(new, n)),
            _ => unique.next().is_some(),
        }
    }

    /// Asks for the row if it is not known; whether it is known.
    pub(crate) fn request(&mut self, key: &R::Key) -> bool {
        let known = match self.rows.get(key) {
            Some(Known::Row(..)) => true,
            Some(Known::Counters { base, .. }) => base.is_some(),
            None => false,
        };
        if !known {
            self.requested_keys.insert(key.clone());
        }
        known
    }

    /// Requests all rows under an index prefix if they are not known completely; whether they are.
    pub(crate) fn request_prefix(&mut self, index: usize, prefix: &[Value]) -> bool {
        self.keep_index(index);
        // A row that has all values of a unique index is the only one.
        let unique = R::TABLE.indexes[index].unique && prefix.len() == R::TABLE.indexes[index].columns.len();
        let found = unique
            && !prefix.contains(&Value::Null)
            && self.indexes[index].rows.as_ref().is_some_and(|rows| rows.contains_key(prefix));
        let known = found || self.indexes[index].is_complete(prefix);
        if !known {
            self.requested_prefixes.insert((index, prefix.to_vec()));
        }
        known
    }

    /// The position of `row` in an index, or that before the first row.
    fn position(index: usize, row: Option<&R>) -> Position<R::Key> {
        row.map_or(Position::Start, |row| Position::At(Self::index_row(row, index), row.key()))
    }

    /// Asks for what is not known of the next `limit` rows under an index prefix behind the row `after`; whether they are
    /// known. One load may not be enough, because rows that the batch has deleted do not count.
    pub(crate) fn request_next(&mut self, index: usize, prefix: &[Value], after: Option<&R>, limit: usize) -> bool {
        self.keep_index(index);
        let from = Self::position(index, after);
        let until = self.indexes[index].known_until(prefix, &from);
        let known = self.rows_between(index, prefix, &from, &until).take(limit).count();
        let enough = known == limit || until == Position::End;
        if !enough {
            let limit = limit - known;
            self.requested_next.insert(NextRequest { index, prefix: prefix.to_vec(), from: until, limit });
        }
        enough
    }

    /// The next `limit` rows under an index prefix behind the row `after`, in the order of the index, then of the key. They must be
    /// known, by [`Self::request_next`].
    pub(crate) fn next_rows(&self, index: usize, prefix: &[Value], after: Option<&R>, limit: usize) -> Vec<Arc<R>> {
        let from = Self::position(index, after);
        self.rows_between(index, prefix, &from, &Position::End).take(limit).cloned().collect()
    }

    /// The rows in memory under a prefix behind `from`, up to and including `until`.
    fn rows_between<'a>(
        &'a self,
        index: usize,
        prefix: &'a [Value],
        from: &'a Position<R::Key>,
        until: &'a Position<R::Key>,
    ) -> impl Iterator<Item = &'a Arc<R>> {
        let first = if let Position::At(values, _) = from { prefix.max(values) } else { prefix };
        let bounds = (std::ops::Bound::Included(first), std::ops::Bound::Unbounded);
        let rows = self.indexes[index].rows.iter().flat_map(move |rows| rows.range::<[Value], _>(bounds));
        let under = rows.take_while(|(values, _)| values.starts_with(prefix));
        let positions = under.flat_map(|(values, keys)| keys.iter().map(move |key| (values, key)));
        let between = positions
            .skip_while(|(values, key)| from.compare(values, key).is_ge())
            .take_while(|(values, key)| until.compare(values, key).is_ge());
        between.filter_map(|(_, key)| match self.rows.get(key) {
            Some(Known::Row(Some(row), _)) => Some(row),
            _ => None,
        })
    }

    /// Puts all known rows in the order of an index that is looked at for the first time.
    fn keep_index(&mut self, index: usize) {
        if self.indexes[index].rows.is_some() {
            return;
        }
        let mut ordered: BTreeMap<Row, BTreeSet<R::Key>> = BTreeMap::new();
        for (key, known) in &self.rows {
            if let Known::Row(Some(row), _) = known {
                ordered.entry(Self::index_row(row, index)).or_default().insert(key.clone());
            }
        }
        self.indexes[index].rows = Some(ordered);
    }

    /// The row as the command sees it, pending additions included. It must be known.
    pub(crate) fn get(&self, key: &R::Key) -> Result<Option<Arc<R>>> {
        match self.rows.get(key) {
            None => Ok(None),
            Some(Known::Row(row, _)) => Ok(row.clone()),
            Some(Known::Counters { base, added }) => match (base.clone().flatten(), added) {
                (None, added) => Ok(added.clone()),
                (Some(base), None) => Ok(Some(base)),
                (Some(base), Some(added)) => {
                    let mut total = R::clone(&base);
                    total.accumulate(added)?;
                    Ok(Some(Arc::new(total)))
                }
            },
        }
    }

    /// The version of a known row.
    pub(crate) fn version(&self, key: &R::Key) -> Option<i64> {
        match self.rows.get(key)? {
            Known::Row(Some(_), meta) => Some(meta.version),
            _ => None,
        }
    }

    /// The stamp of a known row.
    pub(crate) fn stamp(&self, key: &R::Key) -> Option<Stamp> {
        match self.rows.get(key)? {
            Known::Row(Some(_), meta) => R::TABLE.stamped().then_some(meta.stamp),
            _ => None,
        }
    }

    /// The rows under an index prefix, in the order of the index, then of the key. [`Self::request_prefix`] must have said that
    /// they are known.
    pub(crate) fn rows_under(&self, index: usize, prefix: &[Value]) -> Result<Vec<Arc<R>>> {
        let mut found = Vec::new();
        let Some(rows) = &self.indexes[index].rows else { return Ok(found) };
        // All values, as a unique index is asked: one look instead of a walk.
        let whole = R::TABLE.indexes[index].columns.len() == prefix.len();
        let walk = || {
            let from_prefix = (std::ops::Bound::Included(prefix), std::ops::Bound::Unbounded);
            rows.range::<[Value], _>(from_prefix).take_while(|(values, _)| values.starts_with(prefix))
        };
        let walked = (!whole).then(walk).into_iter().flatten().map(|(_, keys)| keys);
        for key in rows.get(prefix).filter(|_| whole).into_iter().chain(walked).flatten() {
            if let Some(Known::Row(Some(row), _)) = self.rows.get(key) {
                found.push(row.clone());
            }
            if found.len() > MAX_SCAN {
                return Err(too_many(R::TABLE));
            }
        }
        Ok(found)
    }

    /// Inserts a row whose key and unique values were found free; command `seq` does it at `at`.
    pub(crate) fn insert(&mut self, row: R, seq: i64, at: Instant) {
        let (key, meta) = (row.key(), Meta { version: 1, stamp: Stamp::new(seq, at) });
        self.change(&key, Known::Row(Some(Arc::new(row)), meta), Stored::No);
    }

    /// Replaces a known row by `row`, or by nothing; command `seq` does it at `at`.
    pub(crate) fn replace(&mut self, key: &R::Key, row: Option<Arc<R>>, seq: i64, at: Instant) {
        let before = match self.rows.get(key) {
            Some(Known::Row(Some(_), meta)) => *meta,
            _ => Meta::default(),
        };
        let stamp = Stamp { updated_at: at, changed_seq: seq, ..before.stamp };
        let meta = Meta { version: before.version + 1, stamp };
        self.change(key, Known::Row(row, meta), Stored::Version(before.version));
    }

    /// The keys of the rows that the command has changed.
    pub(crate) fn changed(&self) -> BTreeSet<R::Key> {
        self.undo.iter().map(|undo| undo.key.clone()).collect()
    }

    /// A changed row as it was before the command; a row of counters must have been read.
    pub(crate) fn before(&self, key: &R::Key) -> Option<Arc<R>> {
        if let Some(Known::Counters { base, .. }) = self.rows.get(key) {
            return base.clone().flatten();
        }
        match self.undo.iter().find(|undo| undo.key == *key)?.before.as_ref()? {
            Known::Row(row, _) => row.clone(),
            Known::Counters { .. } => None,
        }
    }

    /// Adds the counters of `delta` to its row, known or not.
    pub(crate) fn add(&mut self, delta: R) -> Result<()> {
        let key = delta.key();
        let (base, added) = match self.rows.get(&key) {
            Some(Known::Counters { base, added }) => (base.clone(), added.clone()),
            _ => (None, None),
        };
        let added = match added {
            Some(already) => {
                let mut total = R::clone(&already);
                total.accumulate(&delta)?;
                total
            }
            None => delta,
        };
        self.change(&key, Known::Counters { base, added: Some(Arc::new(added)) }, Stored::No);
        Ok(())
    }

    fn next_load(request: &NextRequest<R::Key>) -> Load {
        let (columns, key) = (R::TABLE.indexes[request.index].columns, R::TABLE.key);
        let length = request.prefix.len();
        // Key columns that are in the index are ordered there.
        let rest_of_key = || (0..key.len()).filter(|n| !columns.contains(&key[*n]));
        let order = columns[length..].iter().copied().chain(rest_of_key().map(|n| key[n])).collect();
        let mut values = request.prefix.clone();
        if let Position::At(at, at_key) = &request.from {
            let key_values = values_of(at_key);
            values.extend_from_slice(&at[length..]);
            values.extend(rest_of_key().map(|n| key_values[n].clone()));
        }
        values.push(Value::Int(request.limit as i64));
        Load {
            table: R::TABLE,
            where_columns: columns[..length].to_vec(),
            keys: vec![values],
            next: Some(NextRows { order, from_start: request.from == Position::Start }),
        }
    }

    /// Notes the row of counters that was loaded, or that there is none; `is_behind` as in [`Loaded`](crate::Loaded).
    fn merge_counters(&mut self, key: &R::Key, loaded: Option<Arc<R>>, is_behind: bool) -> Result<()> {
        let added = match self.rows.get(key) {
            Some(Known::Counters { base: Some(_), .. }) => return Ok(()),
            Some(Known::Counters { added, .. }) => added.clone(),
            _ => None,
        };
        let base = match (loaded, self.flying.get(key).filter(|_| is_behind)) {
            (Some(loaded), Some(flying)) => {
                let mut total = R::clone(&loaded);
                total.accumulate(flying)?;
                Some(Arc::new(total))
            }
            (loaded, flying) => loaded.or_else(|| flying.cloned()),
        };
        self.set(key, Some(Known::Counters { base: Some(base), added }));
        Ok(())
    }

    fn merge_loaded_row(&mut self, mut row: Row, is_behind: bool) -> Result<Arc<R>> {
        let system = row.split_off(R::TABLE.columns.len().min(row.len()));
        let meta = meta_of(R::TABLE, &system)?;
        let row: Arc<R> = Arc::new(decode(row)?);
        let key = row.key();
        if R::TABLE.counters {
            self.merge_counters(&key, Some(row.clone()), is_behind)?;
        } else if !self.rows.contains_key(&key) {
            self.set(&key, Some(Known::Row(Some(row.clone()), meta)));
        }
        Ok(row)
    }

    /// Those of `prefixes` whose rows in the database are all among `loaded`: a load ends behind the most rows that a scan may
    /// return.
    fn loaded_whole(index: usize, prefixes: Vec<Row>, loaded: &[Arc<R>]) -> Vec<Row> {
        let length = prefixes.first().map_or(0, Vec::len);
        if loaded.len() <= MAX_SCAN {
            return prefixes;
        }
        let mut counts: BTreeMap<Row, usize> = BTreeMap::new();
        for row in loaded {
            let mut values = Self::index_row(row, index);
            values.truncate(length);
            *counts.entry(values).or_default() += 1;
        }
        prefixes.into_iter().filter(|prefix| counts.get(prefix).is_none_or(|count| *count <= MAX_SCAN)).collect()
    }
}

/// The system columns of a loaded row.
fn meta_of(table: &Table, system: &[Value]) -> Result<Meta> {
    let damaged = || defect(format!("{}: a row without its version or stamp", table.name));
    let (version, stamp) = match system {
        [Value::Int(version), stamp @ ..] if table.versioned() => (*version, stamp),
        stamp => (1, stamp),
    };
    let stamp = if table.stamped() { Stamp::from_values(stamp).ok_or_else(damaged)? } else { Stamp::default() };
    Ok(Meta { version, stamp })
}

/// A [`TableSet`] without its type: what the writer does to all tables alike.
pub(crate) trait AnyTable: Send {
    fn as_any(&mut self) -> &mut dyn Any;
    fn table(&self) -> &'static Table;
    /// Takes what is requested as loads, in the order in which [`AnyTable::merge_loaded`] will get their rows.
    fn take_requests(&mut self) -> Vec<Load>;
    /// Takes the rows of the loads; `is_behind` as in [`Loaded`](crate::Loaded).
    fn merge_loaded(&mut self, loaded: Vec<Vec<Row>>, is_behind: bool) -> Result<()>;
    /// Feeds the rows the running command inserted, in key order, to its digest.
    fn digest(&self, into: &mut Sha256);
    /// Makes the running command's changes part of the batch; how many rows it touched.
    fn merge(&mut self) -> usize;
    /// Drops the running command's changes.
    fn drop_command(&mut self);
    /// The net effect of the batch since the last flush.
    fn writes(&self) -> Vec<Write>;
    /// The database has what [`AnyTable::writes`] said.
    fn flushed(&mut self) -> Result<()>;
    /// See [`WorkingSet::hand_over`].
    fn hand_over(&mut self) -> Result<()>;
    /// See [`WorkingSet::landed`].
    fn landed(&mut self);
    /// See [`WorkingSet::committed`].
    fn committed(&mut self);
    fn len(&self) -> usize;
    fn bytes(&self) -> usize;
}

/// Feeds a row's columns to a digest so that adding an empty column later changes nothing.
pub fn digest_row(table: &Table, values: &[Value], into: &mut Sha256) {
    // Gathered first: a digest is much faster over one long piece than over many short ones.
    let mut bytes = Vec::with_capacity(1024);
    let mut part = |part: &[u8]| {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    };
    part(table.name.as_bytes());
    for (column, value) in table.columns.iter().zip(values) {
        let name = column.name.as_bytes();
        let mut column = |value: &[u8]| {
            part(name);
            part(value);
        };
        match value {
            Value::Null => {}
            // SQLite gives a truth value back as a whole number.
            Value::Bool(yes) => column(&i64::from(*yes).to_be_bytes()),
            Value::Int(whole) => column(&whole.to_be_bytes()),
            Value::Text(text) => column(text.as_bytes()),
            Value::Id(uuid) => column(uuid.as_bytes()),
            Value::Bytes(bytes) => column(bytes),
        }
    }
    into.update(&bytes);
}

impl<R: Record> AnyTable for TableSet<R> {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn table(&self) -> &'static Table {
        R::TABLE
    }

    fn take_requests(&mut self) -> Vec<Load> {
        // A load that failed was never answered.
        self.in_flight.clear();
        let mut loads = Vec::new();
        let keys: Vec<R::Key> = std::mem::take(&mut self.requested_keys).into_iter().collect();
        if !keys.is_empty() {
            let values = keys.iter().map(values_of).collect();
            loads.push(Load { table: R::TABLE, where_columns: R::TABLE.key.to_vec(), keys: values, next: None });
            self.in_flight.push(Requested::Keys(keys));
        }
        let mut groups: BTreeMap<(usize, usize), Vec<Row>> = BTreeMap::new();
        for (index, prefix) in std::mem::take(&mut self.requested_prefixes) {
            groups.entry((index, prefix.len())).or_default().push(prefix);
        }
        for ((index, length), prefixes) in groups {
            let where_columns = R::TABLE.indexes[index].columns[..length].to_vec();
            loads.push(Load { table: R::TABLE, where_columns, keys: prefixes.clone(), next: None });
            self.in_flight.push(Requested::Prefixes(index, prefixes));
        }
        for request in std::mem::take(&mut self.requested_next) {
            loads.push(Self::next_load(&request));
            self.in_flight.push(Requested::Next(request));
        }
        loads
    }

    fn merge_loaded(&mut self, loaded: Vec<Vec<Row>>, is_behind: bool) -> Result<()> {
        for (requested, rows) in std::mem::take(&mut self.in_flight).into_iter().zip(loaded) {
            let limit = match &requested {
                Requested::Keys(keys) => keys.len(),
                Requested::Prefixes(_, prefixes) => prefixes.len().min(64) * MAX_SCAN,
                Requested::Next(request) => request.limit,
            };
            if rows.len() > limit {
                return Err(too_many(R::TABLE));
            }
            let loaded = rows.into_iter().map(|row| self.merge_loaded_row(row, is_behind));
            let loaded = loaded.collect::<Result<Vec<_>>>()?;
            match requested {
                Requested::Keys(keys) => {
                    let found: BTreeSet<R::Key> = loaded.iter().map(|row| row.key()).collect();
                    for key in keys.into_iter().filter(|key| !found.contains(key)) {
                        if R::TABLE.counters {
                            self.merge_counters(&key, None, is_behind)?;
                        } else if !self.rows.contains_key(&key) {
                            self.set(&key, Some(Known::Row(None, Meta::default())));
                        }
                    }
                }
                Requested::Prefixes(index, prefixes) => {
                    let whole = Self::loaded_whole(index, prefixes, &loaded);
                    self.indexes[index].complete.extend(whole);
                }
                Requested::Next(NextRequest { index, prefix, from, limit }) => {
                    let last = loaded.last().filter(|_| loaded.len() == limit);
                    let to = last.map_or(Position::End, |row| Self::position(index, Some(row)));
                    self.indexes[index].ranges.entry(prefix).or_default().add(from, to);
                }
            }
        }
        Ok(())
    }

    fn digest(&self, into: &mut Sha256) {
        let keys: BTreeSet<&R::Key> = self.undo.iter().map(|undo| &undo.key).collect();
        let mut values = Vec::new();
        for key in keys {
            if let Some(Known::Row(Some(row), _)) = self.rows.get(key) {
                values.clear();
                row.encode(&mut values);
                digest_row(R::TABLE, &values, into);
            }
        }
    }

    fn merge(&mut self) -> usize {
        let touched = self.undo.len();
        self.undo.clear();
        touched
    }

    fn drop_command(&mut self) {
        for undo in std::mem::take(&mut self.undo).into_iter().rev() {
            if undo.newly_dirty {
                self.dirty.remove(&undo.key);
            }
            // What was looked up meanwhile stays known.
            let before = match (undo.before, self.rows.get(&undo.key)) {
                (None, Some(Known::Counters { base: Some(base), .. })) => {
                    Some(Known::Counters { base: Some(base.clone()), added: None })
                }
                (Some(Known::Counters { base: None, added }), Some(Known::Counters { base, .. })) => {
                    Some(Known::Counters { base: base.clone(), added })
                }
                (before, _) => before,
            };
            self.set(&undo.key, before);
        }
    }

    fn writes(&self) -> Vec<Write> {
        let table = R::TABLE;
        let mut writes: BTreeMap<WriteKind, Vec<Value>> = BTreeMap::new();
        let mut grown = 0;
        for (key, stored) in &self.dirty {
            match (self.rows.get(key), stored) {
                (Some(Known::Counters { added: Some(added), .. }), _) => {
                    added.encode(writes.entry(WriteKind::Count).or_default())
                }
                (Some(Known::Row(Some(row), meta)), Stored::No) => {
                    let values = writes.entry(WriteKind::Insert).or_default();
                    row.encode(values);
                    meta.push_to(table, values);
                    grown += 1;
                }
                (Some(Known::Row(Some(row), meta)), Stored::Version(old)) => {
                    let values = writes.entry(WriteKind::Update).or_default();
                    row.encode(values);
                    meta.push_to(table, values);
                    values.push(Value::Int(*old));
                }
                (Some(Known::Row(row, meta)), Stored::Version(old) | Stored::Moved(old)) => {
                    let values = writes.entry(WriteKind::Delete).or_default();
                    key.push_to(values);
                    values.push(Value::Int(*old));
                    grown -= 1;
                    if let Some(row) = row {
                        let values = writes.entry(WriteKind::Insert).or_default();
                        row.encode(values);
                        meta.push_to(table, values);
                        grown += 1;
                    }
                }
                _ => {}
            }
        }
        let mut writes: Vec<Write> = writes.into_iter().map(|(kind, values)| Write { table, kind, values }).collect();
        // Also where the net is nothing: one at a time, each command would have touched the count.
        if table.row_counted && !self.dirty.is_empty() {
            let mut values = Vec::new();
            RowCount { name: table.name.to_owned(), total: grown }.encode(&mut values);
            writes.push(Write { table: RowCount::TABLE, kind: WriteKind::Count, values });
        }
        writes
    }

    fn flushed(&mut self) -> Result<()> {
        for (key, _) in std::mem::take(&mut self.dirty) {
            let Some(Known::Counters { base, added: Some(added) }) = self.rows.get(&key) else {
                if R::TABLE.transient {
                    self.written.insert(key, None);
                }
                continue;
            };
            let known = match base {
                None => {
                    let mut total = R::clone(added);
                    if let Some(before) = self.written.get(&key).into_iter().flatten().next() {
                        total.accumulate(before)?;
                    }
                    self.written.insert(key.clone(), Some(Arc::new(total)));
                    None
                }
                Some(None) => Some(Known::Counters { base: Some(Some(added.clone())), added: None }),
                Some(Some(base)) => {
                    let mut total = R::clone(base);
                    total.accumulate(added)?;
                    Some(Known::Counters { base: Some(Some(Arc::new(total))), added: None })
                }
            };
            self.set(&key, known);
        }
        Ok(())
    }

    fn hand_over(&mut self) -> Result<()> {
        self.flushed()?;
        let written = std::mem::take(&mut self.written);
        if R::TABLE.transient {
            self.rows.retain(|key, _| written.contains_key(key));
            self.indexes = Self::no_indexes();
        }
        self.flying = written.into_iter().filter_map(|(key, added)| Some((key, added?))).collect();
        Ok(())
    }

    fn landed(&mut self) {
        self.flying.clear();
    }

    fn committed(&mut self) {
        if R::TABLE.transient {
            *self = TableSet::new();
        }
        self.written.clear();
    }

    fn len(&self) -> usize {
        self.rows.len() + self.indexes.iter().map(IndexSet::len).sum::<usize>()
    }

    fn bytes(&self) -> usize {
        let indexes = self.indexes.iter().filter(|index| index.rows.is_some()).count();
        let row = size_of::<R>() + ROW_BYTES + indexes * INDEX_ROW_BYTES;
        self.rows.len() * row + self.indexes.iter().map(IndexSet::len).sum::<usize>() * INDEX_ROW_BYTES
    }
}

/// All known rows of one tenant.
#[derive(Default)]
pub struct WorkingSet {
    /// Ordered by name.
    tables: Vec<Box<dyn AnyTable>>,
    /// Where the table of a record is: found hundreds of times for each command.
    places: BTreeMap<TypeId, usize>,
}

impl WorkingSet {
    /// The part of `R`.
    pub(crate) fn table<R: Record>(&mut self) -> &mut TableSet<R> {
        let place = match self.places.get(&TypeId::of::<R>()) {
            Some(place) => *place,
            None => self.add_table::<R>(),
        };
        match self.tables[place].as_any().downcast_mut() {
            Some(table) => table,
            None => unreachable!("the table {} is not where it was put", R::TABLE.name),
        }
    }

    fn add_table<R: Record>(&mut self) -> usize {
        let name = R::TABLE.name;
        let place = self.tables.partition_point(|table| table.table().name < name);
        assert!(
            self.tables.get(place).is_none_or(|table| table.table().name != name),
            "two records share the table {name}"
        );
        self.tables.insert(place, Box::new(TableSet::<R>::new()));
        self.places.values_mut().filter(|other| **other >= place).for_each(|other| *other += 1);
        self.places.insert(TypeId::of::<R>(), place);
        place
    }

    pub(crate) fn tables(&mut self) -> impl Iterator<Item = &mut Box<dyn AnyTable>> {
        self.tables.iter_mut()
    }

    /// How much is known: rows, absent ones included, and what was asked for as a whole.
    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.len()).sum()
    }

    /// About how much memory it takes, in bytes: counted, not measured.
    pub fn bytes(&self) -> usize {
        self.tables.iter().map(|table| table.bytes()).sum()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A digest of the chained rows that the running command inserted; all zero where there are none.
    pub fn digest_command(&mut self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for table in self.tables.iter().filter(|table| table.table().hash_chained) {
            table.digest(&mut hasher);
        }
        hasher.finalize().into()
    }

    /// Makes the running command's changes part of the batch; how many rows it touched.
    pub fn merge_command(&mut self) -> usize {
        self.tables.iter_mut().map(|table| table.merge()).sum()
    }

    /// Drops the running command's changes.
    pub fn drop_command(&mut self) {
        self.tables.iter_mut().for_each(|table| table.drop_command());
    }

    /// The net effect of the batch: deletes, updates, inserts, counters.
    pub fn writes(&self) -> Vec<Write> {
        let mut writes: Vec<Write> = self.tables.iter().flat_map(|table| table.writes()).collect();
        writes.sort_by_key(|write| write.kind);
        writes
    }

    /// The database has what [`WorkingSet::writes`] said.
    pub fn flushed(&mut self) -> Result<()> {
        self.tables.iter_mut().try_for_each(|table| table.flushed())
    }

    /// What [`WorkingSet::writes`] said is on its way to the database: what is known from now on includes it, and rows may be loaded
    /// from snapshots without it until it has [landed](WorkingSet::landed). Where it fails, the set has to be dropped.
    ///
    /// Of transient tables only the rows that are on their way are kept. The writes handed over before must have landed.
    ///
    /// # Errors
    ///
    /// A counter grew too large.
    pub fn hand_over(&mut self) -> Result<()> {
        self.tables.iter_mut().try_for_each(|table| table.hand_over())
    }

    /// The database has what was handed over.
    pub fn landed(&mut self) {
        self.tables.iter_mut().for_each(|table| table.landed());
    }

    /// The batch is committed. The rows of transient tables are evicted, so that the set does not grow with every document.
    pub fn committed(&mut self) {
        self.tables.iter_mut().for_each(|table| table.committed());
    }
}
