use super::Created;
use super::members::require_all_of;
use crate::records::{Member, User};
use crate::text;
use command::{Command, Tx};
use kernel::{Error, Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// Creates a user who can log in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateUser {
    /// The e-mail address, with which the user logs in.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Argon2id: the password itself never comes this far.
    pub password_hash: String,
}

impl Command for CreateUser {
    const NAME: &'static str = "identity.user.create";
    type Output = Created;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Created> {
        let (email, name) = (text::email(&self.email)?, text::name("name", &self.name)?);
        let (id, password_hash) = (tx.id(), self.password_hash.clone());
        tx.insert(User { id, email, name, password_hash, is_active: true })?;
        Ok(Created { id: id.uuid() })
    }
}

/// Gives a user another name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameUser {
    /// The user.
    pub user: Id<User>,
    /// The new name.
    pub name: String,
}

impl Command for RenameUser {
    const NAME: &'static str = "identity.user.rename";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let name = text::name("name", &self.name)?;
        tx.edit::<User>(&self.user, |user| {
            user.name = name;
            Ok(())
        })?;
        Ok(())
    }
}

/// Gives a user another password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The user.
    pub user: Id<User>,
    /// Argon2id: the password itself never comes this far.
    pub password_hash: String,
}

impl Command for SetPassword {
    const NAME: &'static str = "identity.user.set_password";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.edit::<User>(&self.user, |user| {
            user.password_hash.clone_from(&self.password_hash);
            Ok(())
        })?;
        Ok(())
    }
}

/// Lets a user log in, or lets them no longer, in all companies.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUserActive {
    /// The user.
    pub user: Id<User>,
    /// Whether they may log in.
    pub is_active: bool,
}

impl Command for SetUserActive {
    const NAME: &'static str = "identity.user.set_active";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.edit::<User>(&self.user, |user| {
            user.is_active = self.is_active;
            Ok(())
        })?;
        Ok(())
    }
}

/// Lets a member choose a new password with a one-time token, which the answer holds and nothing keeps. Only for members that never
/// belonged to another company and whose permissions you have yourself.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Reset password")]
pub struct ResetPassword {
    /// The user's id.
    pub user: Uuid,
}

/// The right to choose a new password.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct PasswordReset {
    /// The user's id.
    pub user: Uuid,
    /// The one-time token for `/auth/reset-password/`: hand it to the user. The log does not keep it.
    #[serde(default)]
    pub token: String,
    /// The seconds for which it is valid.
    pub expires_in: i64,
}

impl Command for ResetPassword {
    const NAME: &'static str = "identity.user.reset_password";
    type Output = PasswordReset;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PasswordReset> {
        let member = tx.get::<Member>(&self.user)?.filter(|member| member.is_active);
        let member = member.ok_or_else(|| Error::not_found("member", self.user))?;
        require_all_of(tx, &member.role)?;
        Ok(PasswordReset { user: self.user, token: String::new(), expires_in: crate::sessions::RESET_SECONDS })
    }
}
