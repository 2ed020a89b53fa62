//! Fields that a company adds to its lists: what they are, the values that rows have in them, and filters by these values.

mod field;
mod filter;
mod kind;
mod metadata;
mod shown;
mod value;

pub use field::CustomField;
pub use kind::CustomKind;
pub use value::CustomValue;

pub(crate) use field::{Fields, prefetch};
pub(crate) use filter::{CustomFilter, filters};
pub(crate) use metadata::{metadata, version};
pub(crate) use shown::{ValuesOfRows, add, ids, places};
pub(crate) use value::{Given, Unnamed, bring_back, has_value, of_row, prefetch_values, put_away, word_record, write};

/// The field of a row, and of a body, that holds the values of custom fields; before a point it begins their names elsewhere.
pub(crate) const CUSTOM: &str = "custom";

/// The name of a custom field, where `name` is one: `colour` of `custom.colour`.
pub(crate) fn custom_name(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)?.strip_prefix('.')
}
