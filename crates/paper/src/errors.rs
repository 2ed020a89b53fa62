//! Why there is no paper.

use std::error::Error;
use std::fmt::{Display, Formatter};

/// Why there is no paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperError {
    /// It would have more than [`MOST_LINES`](crate::MOST_LINES) lines.
    TooLong,
    /// The logo cannot be read as a picture.
    BadLogo,
    /// Receipt printers do not print such papers.
    NoSlip,
    /// Something that a template of this crate should not do.
    Defect(String),
}

impl PaperError {
    pub(crate) fn defect(error: impl Display) -> PaperError {
        PaperError::Defect(error.to_string())
    }
}

impl Display for PaperError {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            PaperError::TooLong => write!(f, "a paper has {} lines at most", crate::MOST_LINES),
            PaperError::BadLogo => f.write_str("the logo cannot be read as a picture"),
            PaperError::NoSlip => f.write_str("receipt printers do not print such papers"),
            PaperError::Defect(why) => f.write_str(why),
        }
    }
}

impl Error for PaperError {}

/// A paper, or why there is none.
pub type Result<T> = std::result::Result<T, PaperError>;
