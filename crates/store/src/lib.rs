//! SQLite and PostgreSQL behind one interface: rows as structs, a working set in memory, a tenant a namespace.
//!
//! Start at [`Record`] (what a row is), then [`Session`] (how rows are read and changed), then [`Store`] (where
//! tenants live). This is the only crate that names a SQL library.

extern crate self as store;

mod bell;
mod conn;
mod errors;
mod memory;
mod postgres;
mod range;
mod read;
mod readers;
mod record;
mod reference;
mod server;
mod session;
mod set;
mod sqlite;
mod stamp;
mod tenants;
mod value;
mod wide;

pub use bell::Bell;
pub use conn::{Conn, DbError, DbResult, Head, Load, Row, Write, WriteKind};
pub use errors::{PROBLEMS, locked};
pub use memory::Memory;
pub use read::{Prefetch, Read};
pub use record::{Column, Decoded, Index, Record, Scan, Table, Unique, key_value, next_field};
pub use record_derive::{Record, migration};
pub use reference::{Ref, Reference, id_of};
pub use session::{Changed, Loaded, Session, Source};
pub use set::{WorkingSet, digest_row};
pub use stamp::{RecordChange, Stamp, Tombstone};
pub use tenants::{CONTROL, Location, Migration, READ_TIME, Reader, Store, schema_name};
pub use value::{Counter, Field, FieldKind, Value, Values, Words, field};
pub use wide::{wide_sum, wide_sum_columns};

/// The tables that the store itself keeps in every tenant.
pub const TABLES: [&Table; 4] = [Head::TABLE, RowCount::TABLE, Tombstone::TABLE, RecordChange::TABLE];

/// The most rows a scan may return; more is a 409 that asks to narrow it down.
pub const MAX_SCAN: usize = 10_000;

/// The number of rows of a table that is `row_counted`: the store keeps it, so that a list need not count.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "row_count", key(name), counters)]
pub struct RowCount {
    /// The table's name.
    pub name: String,
    /// The number of its rows.
    #[field(counter)]
    pub total: i64,
}

/// Begins a batch: locks and reads the head and loads what the working set asked for, in one round trip. Where the head
/// shows that another process has written since, the working set is dropped, because its rows may be out of date.
pub fn begin_batch(conn: &mut Conn, set: &mut WorkingSet, tenant: uuid::Uuid, known: Option<&Head>) -> DbResult<Head> {
    let (loads, shares) = session::take_requests(set);
    let (head, rows) = conn.begin_write(tenant, &loads)?;
    if known.is_some_and(|known| (known.hash, known.schema) != (head.hash, head.schema)) {
        *set = WorkingSet::default();
        return Ok(head);
    }
    // A prefetch is only a hint: a command that needs what could not be loaded gets the error when it runs.
    drop(session::merge_loaded(set, shares, Loaded { rows, is_behind: false }));
    Ok(head)
}
