//! How far events have been delivered.

use store::Record;

/// How far a consumer of events is. It says how work is going, so the log neither has nor replays it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "event_cursor", key(consumer), unstamped, operational)]
pub(crate) struct EventCursor {
    /// The consumer.
    pub(crate) consumer: String,
    /// Number of the command whose event was the last that it took.
    pub(crate) seq: i64,
    /// The place of that event among those of the command.
    pub(crate) n: i64,
}
