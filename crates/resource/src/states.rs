//! The states of a record and the transitions between them, as data.

use command::{StatesDefinition, Transition, Tx};
use kernel::{Error, Result};
use std::sync::Arc;
use store::{Field, Record};

/// A record that is always in one of several states.
pub trait States: Record {
    /// Its states.
    type State: Copy + PartialEq + Field + 'static;
    /// The column that holds the state.
    const COLUMN: &'static str = "state";
    /// The transitions that a row may make, each from the first state to the second, by the command of this name.
    const TRANSITIONS: &'static [(Self::State, Self::State, &'static str)];
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
        let state = *row.state();
        if !R::TRANSITIONS.iter().any(|(from, next, _)| (*from, *next) == (state, to)) {
            return Err(refused(row));
        }
        *row.state() = to;
        change(row);
        Ok(())
    })
}

/// The states of a document, for its definition.
pub const fn states<R: States>() -> StatesDefinition {
    StatesDefinition { column: R::COLUMN, transitions: transitions::<R> }
}

fn transitions<R: States>() -> Vec<Transition> {
    let word = |state: R::State| state.to_value().to_string();
    let transitions = R::TRANSITIONS.iter();
    transitions.map(|(from, to, command)| Transition { from: word(*from), to: word(*to), command }).collect()
}
