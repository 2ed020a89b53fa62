//! What every part of Sanduk shares: ids, instants, and errors that say what is wrong and what to do.
//!
//! Start at [`problems!`], by which a module declares what it refuses; [`Error`] is one such refusal and becomes one
//! problem document; [`FieldErrors`] collects what is wrong with the fields of a request, and [`ToSchema`] says what a request is.

mod error;
pub mod errors;
mod field_errors;
mod id;
mod instant;
mod problem;
mod schema;
mod text;

pub use error::{Error, FieldError, Result, defect, defects};
pub(crate) use error::{of_number, shortened};
pub use field_errors::{FieldErrors, both};
pub use id::{Id, derive_uuid};
pub use instant::Instant;
pub use jiff::civil::Date;
pub use problem::{Catalogue, Kind, Problem, check_catalogues, filled};
pub use schema::{Field, Format, Hints, Schema, Shape, ToSchema};
pub use schema_derive::ToSchema;
pub use text::{Text, code_key, cut, hex, is_invisible, label_of, search_words, tidy, tidy_code};
