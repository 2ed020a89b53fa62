//! What commands tell is delivered to the modules above theirs: each subscriber answers an event with a command of its own, exactly once and
//! in the order in which the events were told.
//!
//! Start at [`deliver`]. `parked.rs` keeps what a subscriber could not take, `background.rs` delivers while the server runs.

mod background;
mod cursor;
mod deliver;
mod errors;
mod parked;
mod queries;

pub use background::{BLOCKING_THREADS, Delivery};
pub use deliver::{deliver, park, settle, to_try_again};
pub use parked::{ParkedEvent, ParkedState};
pub use queries::{Beginnings, Next, beginnings, next_events, prune, told_by, took};

use command::{CommandEntry, EventEntry, Method, Module};
use cursor::EventCursor;
use parked::{DiscardEvent, EventRetried, ParkEvent, RetryEvent, SettleEvent};
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "events",
        about: "Events that a part of the program could not take, to be tried again.",
        place: 92,
        migrations: vec![migration!("events", 1, "events")],
        tables: vec![EventCursor::TABLE, ParkedEvent::TABLE],
        commands: vec![
            CommandEntry::of::<ParkEvent>(Method::Post, "/events/park/"),
            CommandEntry::of::<RetryEvent>(Method::Post, "/parked-events/{id}/retry/"),
            CommandEntry::of::<DiscardEvent>(Method::Post, "/parked-events/{id}/discard/"),
            CommandEntry::of::<SettleEvent>(Method::Post, "/parked-events/{id}/settle/"),
        ],
        events: vec![EventEntry::of::<EventRetried>()],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<ParkedEvent>(&mut module, "parked-events", "events.parked.view");
    module
}
