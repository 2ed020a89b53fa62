//! The module's commands.

mod comments;

pub(crate) use comments::{ChangeComment, CreateComment, DeleteComment};
