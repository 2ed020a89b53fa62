//! What reads a company: [`Query`], and what it is told beside its parameters.

use crate::{Definitions, Grant, Grants, ResourceDefinition};
use kernel::Result;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Session;
use uuid::Uuid;

/// A question about the company, answered from one snapshot.
pub trait Query: DeserializeOwned + Send + 'static {
    /// `module.noun.action`: the permission it needs.
    const NAME: &'static str;
    /// `module.noun.action`: its name in the documentation, which no other operation has. Queries of one permission say it.
    const OPERATION: &'static str = Self::NAME;
    /// Whether it answers one row with its version, see [`Query::version`].
    const VERSIONED: bool = false;
    /// Whether it honours the scope of the grant, see [`QueryContext::grant`]; a limited grant of another query is refused.
    const SCOPED: bool = false;
    /// Its answer.
    type Output: Serialize;
    /// Answers it.
    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output>;

    /// The version of the row that was answered, which becomes its `ETag`.
    fn version(&self, _read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(None)
    }
}

/// What a query is told beside its parameters: where it is asked, and what the user was granted.
#[derive(Clone, Debug)]
pub struct QueryContext {
    /// The path of the request, to build links to other pages.
    pub path: String,
    /// The query parameters as sent.
    pub query: BTreeMap<String, String>,
    /// The definitions of all modules.
    pub definitions: Arc<Definitions>,
    grant: Grant,
    grants: Grants,
}

impl QueryContext {
    /// Of a request at `path` with these query parameters, for what needs `permission`.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` where `grants` do not have it.
    pub(crate) fn new(
        path: String,
        query: BTreeMap<String, String>,
        permission: &str,
        grants: Grants,
        definitions: Arc<Definitions>,
    ) -> Result<QueryContext> {
        Ok(QueryContext { path, query, definitions, grant: grants.require(permission)?, grants })
    }

    /// The grant by which the query is asked: what it answers must lie within its scope.
    pub fn grant(&self) -> &Grant {
        &self.grant
    }

    /// The link to another page of this list: the same question with `name` (`page` or `cursor`) said anew.
    pub fn link(&self, name: &str, value: &str) -> String {
        let kept = self.query.iter().filter(|(name, _)| *name != "page" && *name != "cursor");
        let pairs = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain([(name, value)]);
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// The user who asks; nil for the program itself.
    pub fn user(&self) -> Uuid {
        self.grants.user()
    }

    /// The grant by which the user views `resource`, whose scope the caller must honour.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` where the user does not have it, `scope_not_supported` where the resource does not honour its scope.
    pub fn viewing(&self, resource: &ResourceDefinition) -> Result<Grant> {
        let grant = self.grants.require(resource.view)?;
        grant.require_scope_in(resource.scopes())?;
        Ok(grant)
    }

    /// The grant of another `permission`, whose scope the caller must honour.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied` where the user does not have it.
    pub fn granted(&self, permission: &str) -> Result<Grant> {
        self.grants.require(permission)
    }

    /// The value of `cursor` in a link that [`QueryContext::link`] made.
    pub fn cursor_of(link: &str) -> Option<String> {
        let (_, encoded) = link.rsplit_once("cursor=")?;
        percent_encoding::percent_decode_str(encoded).decode_utf8().ok().map(Into::into)
    }

    /// Whether the user has `permission` for every row that the query may answer.
    pub fn may(&self, permission: &str) -> bool {
        self.grants.scope_of(permission).is_some_and(|scope| scope.includes(self.grant.scope()))
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
