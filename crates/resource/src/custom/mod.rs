//! Fields that a company adds to its lists: what they are, the values that rows have in them, and filters by these values.

mod computed;
mod field;
mod filter;
mod kept;
mod kind;
mod metadata;
mod rules;
mod shown;
mod value;
mod words;

pub use field::CustomField;
pub use kind::CustomKind;
pub use value::{CustomValue, has_value};

pub(crate) use field::{Fields, prefetch};
pub(crate) use filter::{CustomFilter, filters};
pub(crate) use kept::{bring_back, put_away};
pub(crate) use metadata::{metadata, version};
pub(crate) use shown::{ValuesOfRows, add, ids, places};
pub(crate) use value::{Given, Unnamed, of_row, prefetch_values, write, write_new};
pub(crate) use words::{index_all, searched};

/// The field of a row, and of a body, that holds the values of custom fields; before a point it begins their names elsewhere.
pub(crate) const CUSTOM: &str = "custom";

/// The name of a custom field, where `name` is one: `colour` of `custom.colour`.
pub(crate) fn custom_name(name: &str) -> Option<&str> {
    name.strip_prefix(CUSTOM)?.strip_prefix('.')
}

/// What the custom fields of a list are kept under where its table is kept under its name: those of two lists may have one table.
pub(crate) fn record(plural: &str) -> String {
    format!("{CUSTOM}.{plural}")
}
