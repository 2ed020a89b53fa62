//! Rows in two shapes side by side: that of `/api/v1/`, and the one that follows it in `/api/v2/`.

use crate::{Definitions, Grants, Method};
use kernel::{Date, Result};
use serde_json::Value as Json;
use store::Session;

type Show = Box<dyn Fn(&mut Session<'_>, &Definitions, &Grants, &[u8]) -> Result<Vec<u8>> + Send + Sync>;
type Take = Box<dyn Fn(&[u8]) -> Result<Vec<u8>> + Send + Sync>;

/// The shape of a resource's rows in `/api/v2/`. Its first shape, in `/api/v1/`, goes on until a day that is said beforehand.
pub struct SecondShape {
    /// The resource: `products`.
    pub plural: &'static str,
    /// Since when the first shape is deprecated.
    pub deprecated: Date,
    /// When the first shape may cease to be answered.
    pub sunset: Date,
    /// An answer of the first shape in the second one, for a user with these grants.
    pub show: Show,
    /// A body in the first shape from one in the second.
    pub take: Take,
    /// Its schemas in OpenAPI, each with the name of the schema of the first shape in whose place it stands, if there is one.
    pub schemas: Vec<(Option<String>, String, Json)>,
}

impl SecondShape {
    /// Whether the endpoint `method` `path` answers such rows: a list of them, or one.
    pub fn concerns(&self, method: Method, path: &str) -> bool {
        let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(self.plural));
        method != Method::Delete && matches!(below, Some("/" | "/{id}/"))
    }
}
