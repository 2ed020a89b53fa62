//! What a dry run tells of what a command would do, beside its answer: [`Effect`].

use crate::Tx;
use kernel::{Result, Schema, ToSchema, defect};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// Something that a command does to a company, read from the rows that it has changed before they are dropped.
pub trait Effect: Serialize + ToSchema + Sized {
    /// Its field under `effects`.
    const NAME: &'static str;
    /// Its meaning, in a sentence.
    const MEANING: &'static str;
    /// The permission to see it; it is left out for users without it.
    const VIEW: Option<&'static str> = None;
    /// All of it that the command that has just run does, as far as its user may see it.
    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<Self>>;
}

/// An [`Effect`] without its type.
#[derive(Clone, Copy, Debug)]
pub struct EffectEntry {
    /// See [`Effect::NAME`].
    pub name: &'static str,
    /// See [`Effect::MEANING`].
    pub meaning: &'static str,
    /// See [`Effect::VIEW`].
    pub view: Option<&'static str>,
    /// What it tells of each.
    pub schema: fn() -> Schema,
    tell: fn(&mut Tx<'_, '_>) -> Result<Json>,
}

impl EffectEntry {
    /// Of `E`.
    pub fn of<E: Effect>() -> EffectEntry {
        EffectEntry {
            name: E::NAME,
            meaning: E::MEANING,
            view: E::VIEW,
            schema: E::schema,
            tell: |tx| serde_json::to_value(E::of(tx)?).map_err(|error| defect(error.to_string())),
        }
    }
}

/// The effects of the command that has just run, which its user may see.
pub(crate) fn effects(tx: &mut Tx<'_, '_>) -> Result<Map<String, Json>> {
    let mut effects = Map::new();
    for effect in &tx.definitions().effects {
        let may_see = effect.view.map_or(Ok(true), |permission| tx.may(permission))?;
        if may_see {
            effects.insert(effect.name.to_owned(), (effect.tell)(tx)?);
        }
    }
    Ok(effects)
}

/// `answer`, an object, with `value` in its field `name`. Any other answer tells nothing.
///
/// # Errors
///
/// A defect where it cannot be written.
pub fn with_field(mut answer: Vec<u8>, name: &str, value: &impl Serialize) -> Result<Vec<u8>> {
    if !answer.starts_with(b"{") {
        return Ok(answer);
    }
    let value = serde_json::to_string(value).map_err(|error| defect(error.to_string()))?;
    let comma = if answer.len() > 2 { "," } else { "" };
    answer.pop();
    answer.extend_from_slice(format!("{comma}\"{name}\":{value}}}").as_bytes());
    Ok(answer)
}
