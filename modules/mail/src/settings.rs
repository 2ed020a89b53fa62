//! By which server a company sends e-mail.

use crate::errors;
use crate::send::mailbox;
use command::{Secret, Setting, SettingDefinition, SettingPlace, Tx, setting};
use kernel::Result;
use serde_json::Value as Json;
use store::Read;

/// Chooses the server.
pub(crate) const CHOOSE: &str = "mail.server.choose";

pub(crate) const HOST: Setting<String> = Setting::text("mail.host", "", 253)
    .told("Mail server", "The host name of the server for outgoing e-mail (SMTP). Empty: no e-mail is sent.")
    .chosen_with(CHOOSE);
pub(crate) const PORT: Setting<i64> = Setting::integer("mail.port", 587, 1, 65_535)
    .told("Port", "587 with STARTTLS, 465 with TLS, as a rule.")
    .chosen_with(CHOOSE);
pub(crate) const ENCRYPTION: Setting<String> =
    Setting::choice("mail.encryption", "starttls", &["starttls", "tls", "none"])
        .told("Encryption", "How the connection is protected. “none” is for a server on the same machine only.")
        .chosen_with(CHOOSE);
pub(crate) const USER: Setting<String> = Setting::text("mail.user", "", 254)
    .told("User", "Who logs in at the server. Empty: nobody does.")
    .chosen_with(CHOOSE);
pub(crate) const PASSWORD: Setting<Secret> =
    Setting::secret("mail.password", 200).told("Password", "With which that user logs in.").chosen_with(CHOOSE);
pub(crate) const FROM: Setting<String> = Setting::text("mail.from", "", 254)
    .told("Sender", "The address that messages come from: shop@example.com or Shop <shop@example.com>.")
    .chosen_with(CHOOSE)
    .checked(is_sender);

pub(crate) fn all() -> Vec<SettingDefinition> {
    vec![
        HOST.definition(),
        PORT.definition(),
        ENCRYPTION.definition(),
        USER.definition(),
        PASSWORD.definition(),
        FROM.definition(),
    ]
}

fn is_sender(_tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    match value.as_str().filter(|sender| !sender.is_empty()) {
        Some(sender) => mailbox(sender).map(drop),
        None => Ok(()),
    }
}

/// Refuses where the company has chosen no server.
///
/// # Errors
///
/// `no_mail_server`; those of the database.
pub fn require_server(read: &mut impl Read) -> Result<()> {
    for needed in [&HOST, &FROM] {
        if setting(read, needed, SettingPlace::default())?.is_empty() {
            return Err(errors::no_server());
        }
    }
    Ok(())
}
