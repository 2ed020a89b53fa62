//! What users hear at once of what is theirs alone.

use store::Table;

/// A table each of whose rows is the own one of one user, who hears at once when it changes.
#[derive(Clone, Copy, Debug)]
pub struct LiveTopic {
    /// Its name among the topics of `/ws/`.
    pub name: &'static str,
    /// The table.
    pub table: &'static Table,
    /// Its column with the id of the user.
    pub owner: &'static str,
    /// The permission to listen.
    pub permission: &'static str,
}
