//! Messages to people outside of the program: e-mail, SMS, WhatsApp and push, with an account of what became of each.
//!
//! A module above calls [`send`]. `sending.rs` has the jobs, `hooks.rs` what providers tell by themselves.

mod asking;
mod commands;
mod domain;
mod errors;
mod events;
mod hooks;
mod providers;
mod queries;
mod queueing;
mod records;
mod sending;
mod settings;
mod targets;

pub use channels::Template;
pub use events::{MessageFailed, MessageQueued, ReplyReceived};
pub use queueing::{Outgoing, Queued, is_phone, send};
pub use records::{Message, MessageChannel, MessageReply, MessageState, OptOut, PushKind, PushTarget};

use asking::AskForReports;
use command::{CommandEntry, DataStep, EventEntry, JobEntry, MenuEntry, Method, Module, QueryEntry, Subscriber, Tx};
use commands::{
    BeginAttempt, ForgetTarget, GiveUp, NoteAttempt, NoteReply, NoteReport, OptOutOf, RegisterTarget, Resend, TakeBack,
    TestMessages,
};
use jobs::JobDied;
use kernel::Result;
use sending::{SendMail, SendMessage};
use std::sync::Arc;
use store::{Read, Record, migration};
use targets::ListTargets;
use uuid::Uuid;

/// Reads your own push targets.
const VIEW_TARGETS: &str = "messages.push_target.view";

/// The module's table of contents.
pub fn module() -> Module {
    let mut module = Module {
        name: "messages",
        about: "Messages to people outside: e-mail, SMS, WhatsApp, push, and what became of them.",
        place: 78,
        data_steps: vec![DataStep { module: "messages", number: 1, run: seed }],
        migrations: vec![migration!("messages", 1, "messages"), migration!("messages", 2, "attachments")],
        tables: vec![Message::TABLE, MessageReply::TABLE, OptOut::TABLE, PushTarget::TABLE],
        commands: vec![
            CommandEntry::of::<TestMessages>(Method::Post, "/messages/test/").affects(&["messages"]),
            CommandEntry::of::<Resend>(Method::Post, "/messages/{id}/resend/").affects(&["messages"]),
            CommandEntry::of::<BeginAttempt>(Method::Post, "/messages/{id}/begin/"),
            CommandEntry::of::<NoteAttempt>(Method::Post, "/messages/{id}/note/"),
            CommandEntry::of::<GiveUp>(Method::Post, "/messages/{id}/give-up/"),
            CommandEntry::of::<NoteReport>(Method::Post, "/messages/{id}/report/"),
            CommandEntry::of::<NoteReply>(Method::Post, "/message-replies/"),
            CommandEntry::of::<OptOutOf>(Method::Post, "/message-opt-outs/").creates("/message-opt-outs/", "id"),
            CommandEntry::of::<TakeBack>(Method::Delete, "/message-opt-outs/{id}/"),
            CommandEntry::of::<RegisterTarget>(Method::Post, "/push-targets/"),
            CommandEntry::of::<ForgetTarget>(Method::Delete, "/push-targets/{id}/"),
        ],
        queries: vec![QueryEntry::of::<ListTargets>("/push-targets/")],
        events: vec![
            EventEntry::of::<MessageQueued>(),
            EventEntry::of::<MessageFailed>(),
            EventEntry::of::<ReplyReceived>(),
        ],
        subscribers: vec![Subscriber::of::<JobDied, GiveUp>("messages.give_up", sending::given_up)],
        jobs: vec![
            JobEntry::of::<SendMessage>("Sends a message").on(SendMessage::of),
            JobEntry::of::<SendMail>("Sends an e-mail").on(SendMail::of),
            JobEntry::of::<AskForReports>("Asks for reports of messages").every("*/15 * * * *", AskForReports {}),
        ],
        inbound: hooks::all(),
        permissions: vec![settings::CHOOSE],
        settings: settings::all(),
        menu: vec![
            MenuEntry::resource("Company", 660, "messages"),
            MenuEntry::resource("Company", 661, "message-replies"),
            MenuEntry::resource("Company", 662, "message-opt-outs"),
        ],
        problems: errors::PROBLEMS,
        ..Module::default()
    };
    resource::serve_read_only::<Message>(&mut module, "messages", "messages.message.view");
    resource::serve_read_only::<MessageReply>(&mut module, "message-replies", "messages.reply.view");
    resource::serve_read_only::<OptOut>(&mut module, "message-opt-outs", "messages.opt_out.view");
    module
}

/// Lets the roles of a new company have messages pushed to them, and its managers see what was sent.
fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    for role in [identity::MANAGER, identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["messages.push_target.*"])?;
    }
    identity::grant(
        tx,
        identity::MANAGER,
        &["messages.message.view", "messages.message.resend", "messages.reply.view", "messages.opt_out.*"],
    )
}

/// The push targets of a member: each is written to by its id.
///
/// # Errors
///
/// Those of the database.
pub fn push_targets(read: &mut impl Read, user: Uuid) -> Result<Vec<Arc<PushTarget>>> {
    queries::targets(read, user)
}
