//! The row that a comment or a file hangs on. What hangs on a row may be seen by those who may see the row, and by nobody else.

use command::{Definitions, Grant, QueryContext, ResourceDefinition, Tx};
use kernel::errors::no_such;
use kernel::{Id, Result};
use std::sync::Arc;
use store::{Read, Session, Words};
use uuid::Uuid;

/// The most members who are told that a text mentions them.
const MOST_MENTIONS: usize = 50;

/// The resource called `record`; a field error at `record` where there is none.
fn resource<'a>(definitions: &'a Definitions, record: &str) -> Result<&'a ResourceDefinition> {
    definitions.resource(record).ok_or_else(|| no_such("resource", record).at("record"))
}

/// The id of the row that `text` names by its id or code, which both grants must cover: that of the query or command, and that of the
/// resource's own reads.
fn find(session: &mut Session<'_>, resource: &ResourceDefinition, grants: [&Grant; 2], text: &str) -> Result<Uuid> {
    let [own, view] = grants;
    view.require_scope_in(resource.scopes())?;
    (resource.find)(session, resource, own.scope(), text)?;
    (resource.find)(session, resource, view.scope(), text)
}

/// The row of `record` that `text` names, as far as the user of the command may see it.
///
/// # Errors
///
/// 403 without the permission to view `record`; 404 where the row does not exist for the user.
pub fn visible_to_command(tx: &mut Tx<'_, '_>, record: &str, text: &str) -> Result<Uuid> {
    let resource = resource(tx.definitions(), record)?;
    let (own, view) = (tx.grant().clone(), tx.require(resource.view)?);
    find(tx.session(), resource, [&own, &view], text)
}

/// [`visible_to_command`] for the user of a query.
///
/// # Errors
///
/// Those of [`visible_to_command`].
pub fn visible_to_query(read: &mut Session<'_>, context: &QueryContext, record: &str, text: &str) -> Result<Uuid> {
    let resource = resource(&context.definitions, record)?;
    let view = context.granted(resource.view)?;
    find(read, resource, [context.grant(), &view], text)
}

/// The ids of the active members whose e-mail addresses stand in `text` and who may see the row, and `permission` things at it.
pub(crate) fn mentioned(
    tx: &mut Tx<'_, '_>,
    (record, row): (&str, Uuid),
    text: &str,
    permission: &str,
) -> Result<Words> {
    let resource = resource(tx.definitions(), record)?;
    let mut mentioned = Vec::new();
    for address in crate::domain::addresses(text) {
        let email = identity::folded_email(address);
        let Some(member) = tx.find(identity::Member::BY_EMAIL, email.as_str())? else { continue };
        let user = member.user_id.to_string();
        if mentioned.len() < MOST_MENTIONS
            && !mentioned.contains(&user)
            && may_see(tx, resource, row, member.user_id, permission)?
        {
            mentioned.push(user);
        }
    }
    Ok(Words(mentioned))
}

/// Whether `user` has `permission` and may see the row.
fn may_see(
    tx: &mut Tx<'_, '_>,
    resource: &ResourceDefinition,
    row: Uuid,
    user: Uuid,
    permission: &str,
) -> Result<bool> {
    for needed in [permission, resource.view] {
        let Some(scope) = identity::authorise(tx.session(), user, needed)? else { return Ok(false) };
        match (resource.find)(tx.session(), resource, &scope, &row.to_string()) {
            Err(error) if error.kind == kernel::Kind::NotFound => return Ok(false),
            found => found.map(drop)?,
        }
    }
    Ok(true)
}

/// The name of the member `user`; none for the program itself.
pub(crate) fn name_of(read: &mut impl Read, user: Uuid) -> Result<Option<String>> {
    Ok(read.get::<identity::Member>(&user)?.map(|member| member.name.clone()))
}

/// What hangs on a row and belongs to the member who put it there.
pub(crate) trait Hanging: store::Record<Key = Id<Self>> {
    /// Lets those who have it change and remove what belongs to others.
    const MANAGE: &'static str;
    /// The resource and the id of the row.
    fn row(&self) -> (&str, Uuid);
    /// To whom it belongs.
    fn owner(&self) -> Uuid;
}

/// The one with this id, which the user may change: 404 where they do not see its row, 403 where it is another's.
pub(crate) fn changeable<R: Hanging>(tx: &mut Tx<'_, '_>, id: Id<R>, if_match: Option<i64>) -> Result<Arc<R>> {
    let not_found = || kernel::Error::not_found(&R::TABLE.label.to_lowercase(), id);
    let found = tx.get::<R>(&id)?.ok_or_else(not_found)?;
    let (record, row) = found.row();
    match visible_to_command(tx, record, &row.to_string()) {
        // Whoever may not see the row is not told that something hangs on it.
        Err(error) if error.kind == kernel::Kind::NotFound => return Err(not_found()),
        visible => visible.map(drop)?,
    }
    if found.owner() != tx.actor() && !tx.may(R::MANAGE)? {
        return Err(command::permission_denied(R::MANAGE));
    }
    tx.require_version::<R>(&id, if_match)?;
    Ok(found)
}
