//! What every part of Sanduk shares: ids, instants, and errors that say what is wrong and what to do.
//!
//! Start at [`Error`]: every refusal in the program is one of these and becomes one problem document.

mod error;
mod id;
mod instant;

pub use error::{Error, FieldError, Kind, Result};
pub use id::{Id, derive_uuid};
pub use instant::Instant;
pub use jiff::civil::Date;
