//! The states of a record and the transitions between them, as data.

use command::Tx;
use kernel::{Error, Result};
use std::sync::Arc;
use store::Record;

/// A record that is always in one of several states.
pub trait States: Record {
    /// Its states.
    type State: Copy + PartialEq + 'static;
    /// The transitions that a row may make, each from the first state to the second.
    const TRANSITIONS: &'static [(Self::State, Self::State)];
    /// The field that holds the state.
    fn state(&mut self) -> &mut Self::State;
}

/// Brings the row with this key into the state `to` and makes the changes that belong to it; the changed row.
///
/// # Errors
///
/// `not_found`; what `refused` says of the row, if [`States::TRANSITIONS`] has no transition from its state to `to`.
pub fn transition<R: States>(
    tx: &mut Tx<'_, '_>,
    key: &R::Key,
    to: R::State,
    refused: impl FnOnce(&R) -> Error,
    change: impl FnOnce(&mut R),
) -> Result<Arc<R>> {
    tx.edit::<R>(key, |row| {
        if !R::TRANSITIONS.contains(&(*row.state(), to)) {
            return Err(refused(row));
        }
        *row.state() = to;
        change(row);
        Ok(())
    })
}
