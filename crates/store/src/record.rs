use crate::stamp::STAMP_COLUMNS;
use crate::{Field, FieldKind, Reference, Value};
use kernel::{Result, defect};
use std::marker::PhantomData;

/// What `decode` gives: the row, or the name of the column whose stored value does not fit.
pub type Decoded<T> = std::result::Result<T, &'static str>;

/// A row as a struct. Derive it: `#[derive(Record)]`.
pub trait Record: Clone + Send + Sync + 'static {
    /// What identifies a row: one field or a tuple of fields.
    type Key: Ord + Clone + Send + Sync + crate::Values + std::fmt::Debug;
    /// The table, defined once.
    const TABLE: &'static Table;
    /// This row's key.
    fn key(&self) -> Self::Key;
    /// Appends the values of this row in index `index`.
    fn index_values(&self, index: usize, out: &mut Vec<Value>);
    /// All columns in their order.
    fn encode(&self, out: &mut Vec<Value>);
    /// [`Record::encode`] as a row of its own.
    fn encoded(&self) -> Vec<Value> {
        let mut row = Vec::new();
        self.encode(&mut row);
        row
    }
    /// Back from all columns in their order.
    fn decode(row: Vec<Value>) -> Decoded<Self>;
    /// The first column whose text is too long or holds NUL, if there is one.
    fn validate(&self) -> Option<&'static str>;
    /// Adds the counters of `delta`.
    fn accumulate(&mut self, delta: &Self) -> Result<()>;
}

/// The definition of a table: everything that is known about it, once.
#[derive(Debug)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The label of one row.
    pub label: &'static str,
    /// What a row is, in sentences: the struct's documentation.
    pub meaning: &'static str,
    /// The columns in order.
    pub columns: &'static [Column],
    /// Positions of the key columns.
    pub key: &'static [usize],
    /// Indexes that commands may use.
    pub indexes: &'static [Index],
    /// Rows are only ever inserted; a trigger refuses the rest.
    pub append_only: bool,
    /// Every column outside the key is a counter: rows come into being by `add`.
    pub counters: bool,
    /// The rows are part of the command chain.
    pub hash_chained: bool,
    /// The number of rows is kept, so that lists answer it at once.
    pub row_counted: bool,
    /// A document: the working set evicts it after the commit, so that it does not grow with every sale.
    pub transient: bool,
    /// The rows do not say when they were created and changed: the log itself, caches, and lines of documents, whose
    /// header says it.
    pub unstamped: bool,
    /// Every change of a row is kept as a [`RecordChange`](crate::RecordChange).
    pub audited: bool,
    /// The rows say how work is going: they are written beside the commands, and the log does not replay them.
    pub operational: bool,
    /// Amounts that have no currency beside them are in the company's own.
    pub company_currency: bool,
}

impl Table {
    /// Rows carry a version that updates and deletes must meet.
    pub const fn versioned(&self) -> bool {
        !self.append_only && !self.counters
    }

    /// Rows carry a [`Stamp`](crate::Stamp).
    pub const fn stamped(&self) -> bool {
        !self.unstamped && !self.counters && !self.hash_chained
    }

    /// The columns that the store keeps behind those of the struct: `version`, then those of the [`Stamp`](crate::Stamp).
    pub fn system_columns(&self) -> impl Iterator<Item = &'static str> {
        let version = self.versioned().then_some("version");
        version.into_iter().chain(STAMP_COLUMNS.into_iter().filter(|_| self.stamped()))
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether rows under the first `length` columns of an index have the same order in memory as in both databases.
    pub(crate) fn check_ordered(&self, index: usize, length: usize) -> Result<()> {
        let nullable = self.indexes[index].columns[length..].iter().any(|n| self.columns[*n].nullable);
        let choice = self.key.iter().any(|n| matches!(self.columns[*n].kind, FieldKind::Choice(_)));
        if nullable || choice {
            return Err(defect(format!("{}: this index cannot be read in parts", self.name)));
        }
        Ok(())
    }

    /// The column by which `column` is compared: that of its key, where it has one.
    pub fn compared(&self, column: &'static Column) -> &'static Column {
        column.key.and_then(|key| self.column(key)).unwrap_or(column)
    }

    /// The column with the code of a row, if there is one.
    pub fn code(&self) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.code)
    }
}

/// The definition of a column.
#[derive(Debug)]
pub struct Column {
    /// Its name in the database and in JSON.
    pub name: &'static str,
    /// Its name on a screen.
    pub label: &'static str,
    /// What it says, in sentences: the field's documentation.
    pub meaning: &'static str,
    /// The type of its values.
    pub kind: FieldKind,
    /// Whether it may be absent.
    pub nullable: bool,
    /// Longest text, in characters.
    pub max: usize,
    /// Only ever added to.
    pub counter: bool,
    /// `search=` looks at its words; in a document, at its beginning, or at the words of the row that it references.
    pub search: bool,
    /// Set by the program, not by the client.
    pub read_only: bool,
    /// The program's own business: never shown, never accepted.
    pub hidden: bool,
    /// The permission that is needed to see it, besides that of the row.
    pub view: Option<&'static str>,
    /// Whether it is the code of the row: accepted wherever its id is.
    pub code: bool,
    /// The hidden column beside it with its [`kernel::code_key`], by which rows are found, ordered and unique.
    pub key: Option<&'static str>,
    /// The column whose [`kernel::code_key`] it holds.
    pub key_of: Option<&'static str>,
    /// The JSON text a missing value gets.
    pub default: Option<&'static str>,
    /// The table below this module whose id it holds: clients may give a code instead.
    pub reference: Option<Reference>,
    /// The name of the table whose key it holds, where [`Column::reference`] does not say so: one of a module above, or
    /// one that clients know by its id only.
    pub references_table: Option<&'static str>,
    /// The least whole number that clients may give.
    pub least: Option<i64>,
    /// The greatest whole number that clients may give.
    pub most: Option<i64>,
    /// The labels of the choices whose own words are none.
    pub labels: &'static [(&'static str, &'static str)],
    /// The resource in which the referenced row is looked up, where its table is served under several names or by a query.
    pub resource: Option<&'static str>,
    /// The label of the group of fields that it begins on a screen.
    pub group: Option<&'static str>,
    /// What its numbers count.
    pub unit: Option<&'static str>,
    /// Left out of lists until a person asks for it.
    pub unlisted: bool,
}

impl Column {
    /// Whether a whole number lies between its bounds.
    pub fn allows(&self, number: i64) -> bool {
        self.least.is_none_or(|least| number >= least) && self.most.is_none_or(|most| number <= most)
    }

    /// The name of the table whose key the column holds.
    pub fn references(&self) -> Option<&'static str> {
        self.references_table.or_else(|| self.reference.map(|reference| (reference.table)().name))
    }
}

/// Columns by which commands may find rows.
#[derive(Debug)]
pub struct Index {
    /// Positions of its columns.
    pub columns: &'static [usize],
    /// At most one row has given values; rows with a NULL among them are not in it.
    pub unique: bool,
}

/// Names a unique index of `R`.
pub struct Unique<R> {
    pub(crate) index: usize,
    of: PhantomData<fn() -> R>,
}

/// Names a scan index of `R`.
pub struct Scan<R> {
    pub(crate) index: usize,
    of: PhantomData<fn() -> R>,
}

impl<R> Clone for Unique<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Unique<R> {}
impl<R> Clone for Scan<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Scan<R> {}

impl<R> Unique<R> {
    /// The index at `index` of the table's list; the derive makes these.
    pub const fn new(index: usize) -> Self {
        Unique { index, of: PhantomData }
    }

    /// Its position in the table's list of indexes.
    pub fn position(self) -> usize {
        self.index
    }
}
impl<R> Scan<R> {
    /// The index at `index` of the table's list; the derive makes these.
    pub const fn new(index: usize) -> Self {
        Scan { index, of: PhantomData }
    }
}

/// The key of a text that is stored beside it; used by the derive.
pub fn key_value(text: Value) -> Value {
    match text {
        Value::Text(text) => Value::Text(kernel::code_key(&text)),
        other => other,
    }
}

/// The next column of a row; used by the derive.
pub fn next_field<F: Field>(row: &mut std::vec::IntoIter<Value>, name: &'static str) -> Decoded<F> {
    row.next().and_then(F::from_value).ok_or(name)
}

pub(crate) fn decode<R: Record>(row: Vec<Value>) -> Result<R> {
    R::decode(row)
        .map_err(|column| defect(format!("{}.{column}: the stored value does not fit its type", R::TABLE.name)))
}
