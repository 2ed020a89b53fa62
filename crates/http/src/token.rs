//! Access tokens: the user and the company they work in, signed, valid for ten minutes.

use crate::{Caller, TenantRef, errors};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{Instant, Result, defect};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

const ISSUER: &str = "sanduk";
const AUDIENCE: &str = "sanduk-api";
/// What links to files are for, so that they are no access tokens.
const LINK_AUDIENCE: &str = "sanduk-file";
/// How long an access token is good for, in seconds.
pub(crate) const SECONDS: i64 = 600;

/// The claims of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    iss: String,
    aud: String,
    nbf: i64,
    exp: i64,
    /// The user.
    pub(crate) sub: Uuid,
    /// The company's id.
    pub(crate) tenant: Uuid,
    /// The company's slug.
    pub(crate) slug: Arc<str>,
    /// The session, with whose end the token ends.
    pub(crate) session: Uuid,
}

impl Claims {
    /// The user, as commands and reads know them.
    pub(crate) fn caller(&self) -> Caller {
        Caller { user: self.sub, tenant: self.tenant, session: self.session }
    }

    /// The seconds after `now` for which the token is good.
    pub(crate) fn expires_in(&self, now: Instant) -> i64 {
        self.exp.saturating_sub(now.micros() / 1_000_000).max(0)
    }
}

/// What a link to a file says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    aud: String,
    exp: i64,
    /// The company.
    pub(crate) tenant: Uuid,
    /// The path of the query that answers the file.
    pub(crate) path: String,
}

/// Signs and checks access tokens and links with one key.
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    rules: Validation,
    link_rules: Validation,
}

impl Tokens {
    /// Tokens signed with `key`.
    pub fn new(key: &[u8]) -> Tokens {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        rules.validate_nbf = true;
        // Clocks of several servers differ a little.
        rules.leeway = 5;
        let mut link_rules = Validation::new(Algorithm::HS256);
        link_rules.set_audience(&[LINK_AUDIENCE]);
        link_rules.set_required_spec_claims(&["exp", "aud"]);
        link_rules.leeway = 0;
        Tokens { signing: EncodingKey::from_secret(key), checking: DecodingKey::from_secret(key), rules, link_rules }
    }

    /// An access token of `user` in `tenant` for `session`, good from `now` on.
    pub fn issue(&self, user: Uuid, tenant: &TenantRef, session: Uuid, now: Instant) -> Result<String> {
        let seconds = now.micros() / 1_000_000;
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            nbf: seconds,
            exp: seconds + SECONDS,
            sub: user,
            tenant: tenant.id,
            slug: tenant.slug.clone(),
            session,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing);
        token.map_err(|error| defect(format!("signing a token: {error}")))
    }

    /// A link to the file of a company that the query at `path` answers, good until `expires_at`.
    pub(crate) fn sign_link(&self, tenant: Uuid, path: &str, expires_at: Instant) -> Result<String> {
        let exp = expires_at.micros() / 1_000_000;
        let link = Link { aud: LINK_AUDIENCE.to_owned(), exp, tenant, path: path.to_owned() };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &link, &self.signing);
        token.map_err(|error| defect(format!("signing a link: {error}")))
    }

    /// What a link says, if it is ours and has not expired.
    pub(crate) fn check_link(&self, token: &str) -> Result<Link> {
        let link = jsonwebtoken::decode::<Link>(token, &self.checking, &self.link_rules);
        link.map(|token| token.claims).map_err(|_| errors::invalid_link())
    }

    /// What `token` says, if it is ours and good now.
    pub(crate) fn check(&self, token: &str) -> Result<Claims> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.checking, &self.rules);
        claims.map(|token| token.claims).map_err(|error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::ExpiredSignature => errors::token_expired(),
            _ => errors::invalid_token(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: Uuid = Uuid::from_u128(9);

    fn acme() -> TenantRef {
        TenantRef { id: Uuid::from_u128(7), slug: "acme".into() }
    }

    #[test]
    fn token_identifies_user_and_company_until_it_expires() {
        let tokens = Tokens::new(&[1; 32]);
        let now = Instant::now();
        let user = Uuid::from_u128(5);
        let claims = tokens.check(&tokens.issue(user, &acme(), SESSION, now).unwrap()).unwrap();
        assert_eq!((claims.sub, claims.tenant, &*claims.slug), (user, Uuid::from_u128(7), "acme"));
        for (seconds, code) in [(-700, "token_expired"), (60, "invalid_token")] {
            let then = Instant::from_micros(now.micros() + seconds * 1_000_000);
            let token = tokens.issue(user, &acme(), SESSION, then).unwrap();
            assert_eq!(tokens.check(&token).unwrap_err().code, code);
        }
    }

    #[test]
    fn link_is_no_access_token_and_expires() {
        let (tokens, now) = (Tokens::new(&[1; 32]), Instant::now());
        let link = |seconds: i64| {
            let until = Instant::from_micros(now.micros() + seconds * 1_000_000);
            tokens.sign_link(Uuid::from_u128(7), "/attachments/1/content/", until).unwrap()
        };
        let found = tokens.check_link(&link(60)).unwrap();
        assert_eq!((found.tenant, found.path.as_str()), (Uuid::from_u128(7), "/attachments/1/content/"));
        assert_eq!(tokens.check(&link(60)).unwrap_err().code, "invalid_token");
        assert_eq!(tokens.check_link(&link(-2)).unwrap_err().code, "invalid_link");
        let access = tokens.issue(Uuid::from_u128(5), &acme(), SESSION, now).unwrap();
        assert_eq!(tokens.check_link(&access).unwrap_err().code, "invalid_link");
        assert_eq!(Tokens::new(&[2; 32]).check_link(&link(60)).unwrap_err().code, "invalid_link");
    }

    #[test]
    fn token_of_another_key_or_algorithm_is_refused() {
        let token = Tokens::new(&[1; 32]).issue(Uuid::from_u128(5), &acme(), SESSION, Instant::now()).unwrap();
        let tokens = Tokens::new(&[2; 32]);
        assert_eq!(tokens.check(&token).unwrap_err().code, "invalid_token");
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", token.split('.').nth(1).unwrap());
        assert_eq!(Tokens::new(&[1; 32]).check(&unsigned).unwrap_err().code, "invalid_token");
    }
}
