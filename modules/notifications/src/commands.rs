//! Notifications come in, and are read.

use crate::by_mail::{BY_EMAIL, MailWanted};
use crate::queries;
use crate::records::{Notification, NotificationKind, NotificationReader};
use command::{Command, SettingPlace, Tx, setting};
use kernel::{Error, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// The most letters of a notification.
pub const MOST_LETTERS: usize = 1_000;

/// Tells members something. Who is no active member any more is not told. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// The members.
    pub users: Vec<Uuid>,
    /// Their role, in the place of their names.
    #[serde(default)]
    pub role: Option<String>,
    /// Not by e-mail, whatever they have chosen: for what is told of e-mail itself.
    #[serde(default)]
    pub only_inbox: bool,
    /// What it is about.
    pub kind: NotificationKind,
    /// The user who caused it.
    pub author: Option<Uuid>,
    /// The text.
    pub text: Text<MOST_LETTERS>,
    /// The resource of the row that it is about: the end of its path.
    pub record: Option<String>,
    /// The id of that row.
    pub row: Option<Uuid>,
}

/// How many members were told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Notified {
    /// Their number.
    told: usize,
}

impl Command for Notify {
    const NAME: &'static str = "notifications.member.notify";
    type Output = Notified;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Notified> {
        tx.require_system()?;
        let mut told = 0;
        let mut users = self.users.clone();
        if let Some(role) = &self.role {
            users.extend(tx.scan(identity::Member::BY_ROLE, role.as_str())?.iter().map(|member| member.user_id));
        }
        for user_id in users {
            let member = tx.get::<identity::Member>(&user_id)?;
            if let Some(member) = member.filter(|member| member.is_active) {
                let (id, kind, author) = (tx.id(), self.kind, self.author);
                let (text, record, row_id) = (self.text.to_string(), self.record.clone(), self.row);
                let wanted =
                    !self.only_inbox && setting(tx, &BY_EMAIL, SettingPlace { user: Some(user_id), site: None })?;
                if wanted {
                    let author = author.map(|author| tx.get::<identity::Member>(&author)).transpose()?.flatten();
                    let author = author.map(|author| author.name.clone());
                    let mail =
                        MailWanted { notification: id, to: member.email.clone(), kind, author, text: text.clone() };
                    tx.emit(&mail)?;
                }
                tx.insert_new(Notification { id, user_id, kind, author, text, record, row_id, read_at: None })?;
                told += 1;
            }
        }
        Ok(Notified { told })
    }
}

/// What was read.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Marked {
    /// Whether anything had not been read before.
    was_unread: bool,
}

/// Marks a notification of yours as read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkRead {
    /// Its id.
    id: Id<Notification>,
}

impl Command for MarkRead {
    const NAME: &'static str = "notifications.notification.read";
    const SCOPED: bool = true;
    type Output = Marked;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Marked> {
        let own = tx.get::<Notification>(&self.id)?.filter(|notification| notification.user_id == tx.actor());
        let notification = own.ok_or_else(|| Error::not_found("notification", self.id))?;
        let was_unread = notification.read_at.is_none();
        if was_unread {
            let now = tx.now();
            tx.edit::<Notification>(&self.id, |notification| {
                notification.read_at = Some(now);
                Ok(())
            })?;
        }
        Ok(Marked { was_unread })
    }
}

/// Marks all notifications that you have now as read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkAllRead {}

impl Command for MarkAllRead {
    const NAME: &'static str = "notifications.notification.read_all";
    const SCOPED: bool = true;
    type Output = ();
    const STATUS: u16 = 204;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let (user_id, read_to) = (tx.actor(), tx.seq());
        // Other windows of the user hear of a row that has changed.
        if let Some(newest) = queries::newest(tx, user_id)? {
            let now = tx.now();
            tx.edit::<Notification>(&newest, |notification| {
                notification.read_at = notification.read_at.or(Some(now));
                Ok(())
            })?;
            tx.touch::<Notification>(&newest)?;
        }
        if tx.get::<NotificationReader>(&user_id)?.is_none() {
            return tx.insert(NotificationReader { user_id, read_to });
        }
        tx.edit::<NotificationReader>(&user_id, |reader| {
            reader.read_to = read_to;
            Ok(())
        })
        .map(drop)
    }
}
