//! Work on users that concerns the control tenant and companies. Each step is a command of its own: what stopped half-way is
//! completed by doing it again. Every function here blocks.

use crate::commands::{AddMember, ChangeMember, CreateUser, JoinTenant, MemberOut, RenameUser, SetUserActive};
use crate::login::companies;
use crate::passwords::{NO_PASSWORD, hash_password};
use crate::records::{Member, User};
use crate::{OWNER, errors, queries, sessions, text};
use command::{SYSTEM, Submission, Typed, Writers};
use kernel::errors::no_such;
use kernel::{Error, Id, Result};
use std::sync::Arc;
use store::{CONTROL, Read};
use uuid::Uuid;

/// A person to make a member of a company.
pub struct NewMember {
    /// The e-mail address, with which they log in.
    pub email: String,
    /// Their name; the e-mail address where it is left out.
    pub name: Option<String>,
    /// The code of their role.
    pub role: String,
    /// The ids of the sites they work at.
    pub sites: Vec<Uuid>,
    /// The id of the customer or supplier they act for.
    pub party: Option<Uuid>,
    /// Their password, if they are new; without one they can log in once they have chosen one with a token.
    pub password: Option<String>,
}

/// The user with this e-mail address.
///
/// # Errors
///
/// 422 where it is no address, 404 where no user has it.
pub fn user_of_email(writers: &Writers, typed: &str) -> Result<Arc<User>> {
    let email = text::email(typed)?;
    let user = writers.store().read(CONTROL, |read| read.find(User::BY_EMAIL, email.as_str()))?;
    user.ok_or_else(|| Error::not_found("user", email))
}

/// All users, by e-mail address.
pub fn users(writers: &Writers) -> Result<Vec<Arc<User>>> {
    writers.store().read(CONTROL, |read| {
        let mut users = Vec::new();
        for id in queries::user_ids(read)? {
            users.extend(read.get::<User>(&Id::from_uuid(id))?);
        }
        Ok(users)
    })
}

/// Makes a person a member of a company as the user `actor`, with a log-in where they have none; whether the log-in is new.
/// Everything that the company would refuse is refused before a log-in is made.
///
/// # Errors
///
/// Those of [`AddMember`] and [`hash_password`]; 409 `user_deactivated`.
pub fn add_member(writers: &Writers, tenant: Uuid, actor: Uuid, new: NewMember) -> Result<(MemberOut, bool)> {
    let email = text::email(&new.email)?;
    let known = writers.store().read(CONTROL, |read| read.find(User::BY_EMAIL, email.as_str()))?;
    if known.as_ref().is_some_and(|user| !user.is_active) {
        return Err(errors::user_deactivated(email));
    }
    let NewMember { name, role, sites, party, password, .. } = new;
    let name = text::name("name", name.as_deref().unwrap_or(&email))?;
    let user = known.as_ref().map_or(Uuid::max(), |user| user.id.uuid());
    let mut member = AddMember { user, email: email.clone(), name: name.clone(), role, sites, party };
    writers.dry_run(&Submission::new(tenant, actor, Box::new(Typed(member.clone()))))?;
    if known.is_none() {
        let password_hash = match password {
            Some(password) => hash_password(&password, &email)?,
            None => NO_PASSWORD.to_owned(),
        };
        member.user = writers.run(CONTROL, SYSTEM, CreateUser { email, name, password_hash })?.id;
    }
    join(writers, tenant, member.user)?;
    Ok((writers.run(tenant, actor, member)?, known.is_none()))
}

/// Refuses a new member that is no active user, or whose e-mail address is not that of the user.
///
/// # Errors
///
/// 422 at `user` or `email`; 409 `user_deactivated`.
pub fn require_user(writers: &Writers, member: &AddMember) -> Result<()> {
    let user = sessions::user(writers, member.user)?.ok_or_else(|| no_such("user", member.user).at("user"))?;
    if user.email != text::email(&member.email)? {
        return Err(errors::not_this_users().at("email"));
    }
    if user.is_active { Ok(()) } else { Err(errors::user_deactivated(&user.email)) }
}

/// Lets log-in look for the user in this company.
pub fn join(writers: &Writers, tenant: Uuid, user: Uuid) -> Result<()> {
    writers.run(CONTROL, SYSTEM, JoinTenant { user: Id::from_uuid(user), tenant: Id::from_uuid(tenant) })
}

/// Gives a user another name, in every company that they belong to.
///
/// # Errors
///
/// 422 at `name`.
pub fn rename(writers: &Writers, user: Uuid, name: &str) -> Result<()> {
    let id = Id::from_uuid(user);
    writers.run(CONTROL, SYSTEM, RenameUser { user: id, name: name.to_owned() })?;
    for company in companies(writers, id, None)? {
        let change = ChangeMember {
            user,
            name: Some(name.to_owned()),
            role: None,
            sites: None,
            party: None,
            is_active: None,
            if_match: None,
        };
        writers.run(company.id.uuid(), SYSTEM, change)?;
    }
    Ok(())
}

/// Lets a user log in again, or no longer; their sessions end then.
///
/// # Errors
///
/// 409 `last_owner` where a company would have no owner that can log in.
pub fn set_active(writers: &Writers, user: &User, is_active: bool) -> Result<()> {
    if !is_active {
        for company in companies(writers, user.id, None)? {
            require_other_owner(writers, company.id.uuid(), user)?;
        }
    }
    writers.run(CONTROL, SYSTEM, SetUserActive { user: user.id, is_active })?;
    if is_active { Ok(()) } else { sessions::end_sessions(writers, user.id.uuid()) }
}

fn require_other_owner(writers: &Writers, tenant: Uuid, user: &User) -> Result<()> {
    let mut owners = writers.store().read(tenant, |read| read.scan(Member::BY_ROLE, OWNER))?;
    owners.retain(|owner| owner.is_active);
    if owners.iter().all(|owner| owner.user_id != user.id.uuid()) {
        return Ok(());
    }
    for owner in owners.iter().filter(|owner| owner.user_id != user.id.uuid()) {
        if sessions::user(writers, owner.user_id)?.is_some_and(|owner| owner.is_active) {
            return Ok(());
        }
    }
    Err(errors::last_owner(&user.email))
}
