use crate::schema::check_length;
use crate::{Result, Schema, Shape, ToSchema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::Deref;

/// A text of at most `MAX` characters without control characters; from 1,000 characters on it may have several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

impl<const MAX: usize> Text<MAX> {
    /// The text.
    ///
    /// # Errors
    ///
    /// `too_long`; `invalid_value` for a control character.
    pub fn new(text: impl Into<String>) -> Result<Self> {
        let text = text.into();
        check_length(&text, MAX)?;
        Ok(Text(text))
    }

    /// The bare text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Text::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl<const MAX: usize> ToSchema for Text<MAX> {
    fn schema() -> Schema {
        Schema::of(Shape::Text { max: Some(MAX), format: None })
    }
}
