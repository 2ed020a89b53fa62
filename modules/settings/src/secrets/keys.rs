//! How secrets are encrypted: AES-256-GCM-SIV, with what they belong to as its associated data.

use crate::errors;
use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use command::{SEALED, SettingLevel};
use kernel::{Result, defect};
use signatures::hmac_sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 12;
const KEY: usize = 32;
type Key = Zeroizing<[u8; KEY]>;

/// The keys of the installation, with which the data keys of companies are encrypted: the first for new ones, all of them for those
/// that there are.
#[derive(Clone, Default)]
pub struct InstallationKeys(Vec<Key>);

impl std::fmt::Debug for InstallationKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl InstallationKeys {
    /// Keys in base64, separated by commas; `None` where one is not 32 bytes.
    pub fn parse(text: &str) -> Option<InstallationKeys> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(key_of).collect::<Option<Vec<_>>>().map(InstallationKeys)
    }

    /// Refuses an installation without a key.
    ///
    /// # Errors
    ///
    /// `secret_key_missing`.
    pub fn require(&self) -> Result<()> {
        if self.0.is_empty() { Err(errors::no_secret_key()) } else { Ok(()) }
    }

    /// A new data key of a company, and the same encrypted.
    pub(super) fn new_data_key(&self, tenant: Uuid, number: i64) -> Result<(DataKey, String)> {
        let key = DataKey { number, key: Zeroizing::new(random::<KEY>()?) };
        let wrapped = self.wrap(tenant, &key)?;
        Ok((key, wrapped))
    }

    /// A data key, encrypted with the first key of the installation.
    ///
    /// # Errors
    ///
    /// `secret_key_missing` where the installation has none.
    pub(super) fn wrap(&self, tenant: Uuid, key: &DataKey) -> Result<String> {
        let first = self.0.first().ok_or_else(errors::no_secret_key)?;
        let nonce = random::<NONCE>()?;
        let sealed = encrypt(first, nonce, &*key.key, &data_key_place(tenant, key.number))?;
        Ok(BASE64_STANDARD.encode([&nonce[..], &sealed].concat()))
    }

    /// The data key that was encrypted with a key of the installation, and whether that was the first.
    ///
    /// # Errors
    ///
    /// `secret_key_missing` where the installation has none, `secret_key_wrong` where it was encrypted with another one.
    pub(super) fn unwrap(&self, tenant: Uuid, number: i64, wrapped: &str) -> Result<(DataKey, bool)> {
        self.require()?;
        let bytes = BASE64_STANDARD.decode(wrapped).map_err(|error| defect(error.to_string()))?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(|| defect("a data key without a nonce"))?;
        let place = data_key_place(tenant, number);
        let opened = self.0.iter().enumerate().find_map(|(n, key)| Some((n, decrypt(key, *nonce, sealed, &place)?)));
        let (n, bytes) = opened.ok_or_else(errors::wrong_secret_key)?;
        let key = bytes.first_chunk::<KEY>().ok_or_else(|| defect("a data key of another length"))?;
        Ok((DataKey { number, key: Zeroizing::new(*key) }, n == 0))
    }
}

fn key_of(word: &str) -> Option<Key> {
    let bytes = Zeroizing::new(BASE64_STANDARD.decode(word).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

/// What a secret belongs to. Encrypted, it is of no use anywhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecretPlace<'a> {
    pub(crate) tenant: Uuid,
    pub(crate) name: &'a str,
    pub(crate) level: SettingLevel,
    pub(crate) owner: Uuid,
}

impl SecretPlace<'_> {
    fn text(&self) -> String {
        format!("secret/{}/{}/{}/{}", self.tenant, self.name, self.level.as_str(), self.owner)
    }
}

/// A key of a company.
pub(crate) struct DataKey {
    pub(super) number: i64,
    key: Key,
}

impl DataKey {
    /// A key for what is only tried out.
    pub(super) fn for_trial() -> Result<DataKey> {
        Ok(DataKey { number: 0, key: Zeroizing::new(random::<KEY>()?) })
    }

    /// A secret as it is kept. The nonce is constant, which this cipher allows: the same secret of the same place becomes the same text,
    /// so that a request that is sent again is the same command.
    pub(crate) fn seal(&self, secret: &str, place: &SecretPlace<'_>) -> Result<String> {
        let sealed = encrypt(&self.key, [0; NONCE], secret.as_bytes(), &place.text())?;
        Ok(format!("{SEALED}{}:{}", self.number, BASE64_STANDARD.encode(sealed)))
    }

    /// The secret in what [`DataKey::seal`] made.
    pub(crate) fn open(&self, sealed: &str, place: &SecretPlace<'_>) -> Result<Zeroizing<String>> {
        let encoded = sealed.rsplit(':').next().unwrap_or_default();
        let bytes = BASE64_STANDARD.decode(encoded).map_err(|_| errors::unreadable_secret(place.name))?;
        let secret = decrypt(&self.key, [0; NONCE], &bytes, &place.text());
        let secret = secret.and_then(|bytes| std::str::from_utf8(&bytes).ok().map(str::to_owned));
        secret.map(Zeroizing::new).ok_or_else(|| errors::unreadable_secret(place.name))
    }
}

impl DataKey {
    /// Bytes that only who has the key can make.
    pub(super) fn derive(&self, tenant: Uuid, purpose: &str) -> [u8; KEY] {
        hmac_sha256(&*self.key, format!("derived/{tenant}/{purpose}").as_bytes())
    }
}

/// The number of the data key in what [`DataKey::seal`] made.
pub(super) fn number_in(sealed: &str) -> Option<i64> {
    sealed.strip_prefix(SEALED)?.split_once(':')?.0.parse().ok()
}

fn data_key_place(tenant: Uuid, number: i64) -> String {
    format!("data key/{tenant}/{number}")
}

fn encrypt(key: &[u8; KEY], nonce: [u8; NONCE], msg: &[u8], place: &str) -> Result<Vec<u8>> {
    let sealed = Aes256GcmSiv::new(key.into()).encrypt(&Nonce::from(nonce), Payload { msg, aad: place.as_bytes() });
    sealed.map_err(|_| defect("a secret could not be encrypted"))
}

fn decrypt(key: &[u8; KEY], nonce: [u8; NONCE], msg: &[u8], place: &str) -> Option<Zeroizing<Vec<u8>>> {
    let opened = Aes256GcmSiv::new(key.into()).decrypt(&Nonce::from(nonce), Payload { msg, aad: place.as_bytes() });
    opened.ok().map(Zeroizing::new)
}

#[expect(clippy::disallowed_methods, reason = "keys are drawn here, before the command that keeps them is built")]
fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| defect(format!("no randomness: {error}")))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(words: &[u8]) -> InstallationKeys {
        let words: Vec<_> = words.iter().map(|byte| BASE64_STANDARD.encode([*byte; KEY])).collect();
        InstallationKeys::parse(&words.join(",")).unwrap()
    }

    #[test]
    fn key_is_32_bytes_in_base64() {
        assert_eq!(format!("{:?}", keys(&[1, 2])), "2 keys");
        for wrong in ["short", "AAAA", "not base64 at all, really not"] {
            assert!(InstallationKeys::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn data_key_is_opened_by_the_key_that_wrapped_it_in_its_company() {
        let (tenant, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let (key, wrapped) = keys(&[1]).new_data_key(tenant, 1).unwrap();
        let (opened, is_first) = keys(&[2, 1]).unwrap(tenant, 1, &wrapped).unwrap();
        assert_eq!((&*opened.key, is_first), (&*key.key, false));
        for (keys, tenant, number) in [(keys(&[2]), tenant, 1), (keys(&[1]), other, 1), (keys(&[1]), tenant, 2)] {
            assert_eq!(keys.unwrap(tenant, number, &wrapped).map(drop).unwrap_err().code, "secret_key_wrong");
        }
    }

    #[test]
    fn secret_is_opened_only_where_it_belongs() {
        let key = DataKey::for_trial().unwrap();
        let (tenant, owner) = (Uuid::from_u128(1), Uuid::nil());
        let place = SecretPlace { tenant, name: "a.b", level: SettingLevel::Company, owner };
        let sealed = key.seal("hush", &place).unwrap();
        assert_eq!(sealed, key.seal("hush", &place).unwrap());
        assert_eq!(key.open(&sealed, &place).unwrap().as_str(), "hush");
        for elsewhere in [
            SecretPlace { tenant: Uuid::from_u128(2), ..place },
            SecretPlace { name: "a.c", ..place },
            SecretPlace { level: SettingLevel::User, ..place },
            SecretPlace { owner: Uuid::from_u128(3), ..place },
        ] {
            assert_eq!(key.open(&sealed, &elsewhere).map(drop).unwrap_err().code, "secret_unreadable");
        }
    }
}
