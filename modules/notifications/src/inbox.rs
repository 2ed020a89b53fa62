//! Notifications as their members read them.

use crate::records::{Notification, NotificationKind};
use crate::{VIEW, errors, queries};
use command::{Query, QueryContext};
use kernel::{Id, Instant, Result, ToSchema};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use store::Session;
use uuid::Uuid;

/// A notification of yours.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationOut {
    /// Its id.
    pub(crate) id: Id<Notification>,
    /// What it is about.
    pub(crate) kind: NotificationKind,
    /// The user who caused it; null for the program itself.
    pub(crate) author: Option<Uuid>,
    /// Their name; null where they are no member.
    pub(crate) author_name: Option<String>,
    /// The text.
    pub(crate) text: String,
    /// The resource of the row that it is about: the end of its path.
    pub(crate) record: Option<String>,
    /// The id of that row.
    pub(crate) row: Option<Uuid>,
    /// When you were told.
    pub(crate) at: Instant,
    /// Number of the command that told you: later ones have a greater one.
    pub(crate) seq: i64,
    /// Whether you have read it.
    pub(crate) is_read: bool,
}

/// Your notifications, the newest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListNotifications {
    /// `true`: only those that you have not read.
    unread: Option<bool>,
    /// Notifications on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListNotifications {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "notifications.notification.list";
    const SCOPED: bool = true;
    type Output = Listing<NotificationOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let before = self.cursor.as_deref().map(|text| place_of(text).ok_or_else(foreign_cursor)).transpose()?;
        let only_unread = self.unread == Some(true);
        let (count, mut page) = queries::inbox(read, context.user(), only_unread, before, size + 1)?;
        let more = page.len() as i64 > size;
        page.truncate(usize::try_from(size).unwrap_or_default());
        let next =
            page.last().filter(|_| more).map(|last| context.link("cursor", &format!("{}-{}", last.seq, last.id)));
        Ok(Listing::of(count, next, page))
    }
}

fn place_of(cursor: &str) -> Option<queries::Place> {
    let (seq, id) = cursor.split_once('-')?;
    Some((seq.parse().ok()?, store::id_of(id)?))
}

fn foreign_cursor() -> kernel::Error {
    errors::foreign_cursor().blame("cursor", errors::foreign_cursor())
}

/// How many of your notifications you have not read, counted no further than to 10,001.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountUnread {}

/// What has not been read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Unread {
    /// The number of notifications.
    unread: i64,
}

impl Query for CountUnread {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "notifications.notification.count_unread";
    const SCOPED: bool = true;
    type Output = Unread;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Unread> {
        Ok(Unread { unread: queries::unread(read, context.user())? })
    }
}
