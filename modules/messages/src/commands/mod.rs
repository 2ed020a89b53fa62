//! What changes messages.

mod attempts;
mod opt_outs;
mod reports;
mod requests;
mod targets;

pub(crate) use attempts::{AttemptResult, BeginAttempt, GiveUp, NoteAttempt};
pub(crate) use opt_outs::{OptOutOf, TakeBack};
pub(crate) use reports::{NoteReply, NoteReport};
pub(crate) use requests::{Resend, TestMessages};
pub(crate) use targets::{ForgetTarget, RegisterTarget};
