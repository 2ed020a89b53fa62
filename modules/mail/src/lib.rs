//! E-mail of a company: by which server it is sent, and the sending itself, which only jobs do.
//!
//! Start at [`send`].

mod errors;
mod send;
mod settings;
mod test;

pub use send::{Mail, MailFile, attempt, send};
pub use settings::require_server;

use command::{CommandEntry, EventEntry, JobEntry, Method, Module};
use test::{SendTest, TestMail, TestWanted};

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "mail",
        about: "E-mail: the server by which a company sends it.",
        place: 77,
        commands: vec![CommandEntry::of::<TestMail>(Method::Post, "/mail/test/").awaits::<SendTest>()],
        events: vec![EventEntry::of::<TestWanted>()],
        jobs: vec![JobEntry::of::<SendTest>("Sends a test e-mail").on(SendTest::of)],
        permissions: vec![settings::CHOOSE],
        settings: settings::all(),
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}
