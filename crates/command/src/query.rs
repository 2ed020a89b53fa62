//! What reads a company: [`Query`], and what it is told beside its parameters.

use crate::{Definitions, grants};
use kernel::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Session;

/// A question about the company, answered from one snapshot.
pub trait Query: DeserializeOwned + Send + 'static {
    /// `module.noun.action`: the permission it needs.
    const NAME: &'static str;
    /// What it answers.
    type Output: Serialize;
    /// Answers it.
    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output>;
}

/// What a query is told beside its parameters: where it is asked and by whom.
#[derive(Clone, Debug, Default)]
pub struct QueryContext {
    /// The path of the request, to build links to other pages.
    pub path: String,
    /// The query parameters as sent.
    pub query: BTreeMap<String, String>,
    /// The user who asks.
    pub actor: uuid::Uuid,
    /// What the asker's role grants, see [`grants`].
    pub permissions: std::collections::BTreeSet<String>,
    /// The definitions of all modules.
    pub definitions: Arc<Definitions>,
}

impl QueryContext {
    /// The link to another page of this list: the same question with `name` (`page` or `cursor`) said anew.
    pub fn link(&self, name: &str, value: &str) -> String {
        let kept = self.query.iter().filter(|(name, _)| *name != "page" && *name != "cursor");
        let pairs = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain([(name, value)]);
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// Whether the asker has `permission`.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.iter().any(|granted| grants(granted, permission))
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
