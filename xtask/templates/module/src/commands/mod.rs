//! What changes documents, a file each.

mod post;

pub use post::{Post{{Document}}, {{Document}}Posted};
