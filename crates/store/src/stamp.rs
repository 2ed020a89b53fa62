//! When rows were created, changed and deleted: columns and tables that the store keeps, not business code.

use crate::{Record, Value};
use kernel::Instant;
use uuid::Uuid;

/// When a row was created and last changed, and by which command of the tenant's log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The time of the command that created it.
    pub created_at: Instant,
    /// The number of that command.
    pub created_seq: i64,
    /// The time of the last command that changed it; at first of the one that created it.
    pub updated_at: Instant,
    /// The number of that command.
    pub changed_seq: i64,
}

/// The columns of [`Stamp`], in its order.
pub(crate) const STAMP_COLUMNS: [&str; 4] = ["created_at", "created_seq", "updated_at", "changed_seq"];

impl Stamp {
    /// The stamp of a row that command `seq` creates at `at`.
    pub(crate) fn new(seq: i64, at: Instant) -> Stamp {
        Stamp { created_at: at, created_seq: seq, updated_at: at, changed_seq: seq }
    }

    pub(crate) fn values(&self) -> [Value; 4] {
        [self.created_at.micros(), self.created_seq, self.updated_at.micros(), self.changed_seq].map(Value::Int)
    }

    pub(crate) fn from_values(values: &[Value]) -> Option<Stamp> {
        let [Value::Int(created_at), Value::Int(created_seq), Value::Int(updated_at), Value::Int(changed_seq)] = values
        else {
            return None;
        };
        let (created_at, updated_at) = (Instant::from_micros(*created_at), Instant::from_micros(*updated_at));
        Some(Stamp { created_at, created_seq: *created_seq, updated_at, changed_seq: *changed_seq })
    }
}

/// A stamped row that was deleted.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tombstone", key(record, seq, id), append_only, unstamped)]
pub struct Tombstone {
    /// The name of its table.
    pub record: String,
    /// Its id.
    pub id: Uuid,
    /// The number of the command that deleted it.
    pub seq: i64,
    /// The time of that command.
    pub at: Instant,
}

/// A change of a row of an `audited` record. Its creation is in the row's own stamp, and here once the row is deleted; its
/// deletion is in its [`Tombstone`].
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "record_change", key(record, id, seq), append_only, unstamped)]
pub struct RecordChange {
    /// The name of its table.
    pub record: String,
    /// Its id.
    pub id: Uuid,
    /// The number of the command that changed it.
    pub seq: i64,
}
