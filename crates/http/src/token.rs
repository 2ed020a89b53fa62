//! Access tokens: the user and the company they work in, signed, valid for ten minutes.

use crate::{TenantRef, errors};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kernel::{Instant, Result, defect};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

const ISSUER: &str = "sanduk";
const AUDIENCE: &str = "sanduk-api";
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
    /// The seconds after `now` for which the token is good.
    pub(crate) fn expires_in(&self, now: Instant) -> i64 {
        self.exp.saturating_sub(now.micros() / 1_000_000).max(0)
    }
}

/// Signs and checks access tokens with one key.
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    rules: Validation,
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
        Tokens { signing: EncodingKey::from_secret(key), checking: DecodingKey::from_secret(key), rules }
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
    fn token_of_another_key_or_algorithm_is_refused() {
        let token = Tokens::new(&[1; 32]).issue(Uuid::from_u128(5), &acme(), SESSION, Instant::now()).unwrap();
        let tokens = Tokens::new(&[2; 32]);
        assert_eq!(tokens.check(&token).unwrap_err().code, "invalid_token");
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", token.split('.').nth(1).unwrap());
        assert_eq!(Tokens::new(&[1; 32]).check(&unsigned).unwrap_err().code, "invalid_token");
    }
}
