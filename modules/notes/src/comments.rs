//! Comments as they are read.

use crate::records::Comment;
use crate::rows::{name_of, visible_to_query};
use crate::{VIEW_COMMENTS, errors, queries};
use command::{Query, QueryContext};
use kernel::{Error, Id, Instant, Kind, Result, ToSchema};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// A comment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct CommentOut {
    /// Its id.
    pub(crate) id: Id<Comment>,
    /// The resource of the row: the end of its path.
    record: String,
    /// The id of the row.
    row: Uuid,
    /// The user who wrote it.
    author: Uuid,
    /// Their name; null where they are no member.
    author_name: Option<String>,
    /// Whether that is you.
    is_own: bool,
    /// The text.
    text: String,
    /// The users whom it mentions and who may see the row.
    mentions: Vec<String>,
    /// When it was written.
    created_at: Instant,
    /// When its text was last changed; null where it is as it was written.
    edited_at: Option<Instant>,
    /// Its version, for `If-Match`.
    version: i64,
}

impl CommentOut {
    /// `comment` of a version and a time, as `user` sees it.
    pub(crate) fn of(
        comment: Comment,
        (version, created_at): (i64, Instant),
        author_name: Option<String>,
        user: Uuid,
    ) -> CommentOut {
        let Comment { id, record, row_id: row, author, text, mentions, edited_at } = comment;
        let (is_own, mentions) = (author == user, mentions.0);
        CommentOut { id, record, row, author, author_name, is_own, text, mentions, created_at, edited_at, version }
    }
}

/// The comments on a row, the oldest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListComments {
    /// The resource of the row: the end of its path, `products`.
    record: String,
    /// The row: its id, code or printed number.
    row: String,
    /// Comments on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListComments {
    const NAME: &'static str = VIEW_COMMENTS;
    const OPERATION: &'static str = "notes.comment.list";
    const SCOPED: bool = true;
    type Output = Listing<CommentOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let after = errors::cursor(self.cursor.as_deref())?;
        let row = visible_to_query(read, context, &self.record, &self.row)?;
        let (count, mut comments) = queries::comments(read, (&self.record, row), after, size + 1, context.user())?;
        let more = comments.len() as i64 > size;
        comments.truncate(usize::try_from(size).unwrap_or_default());
        let next = comments.last().filter(|_| more).map(|last| context.link("cursor", &last.id.to_string()));
        Ok(Listing::of(count, next, comments))
    }
}

/// One comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetComment {
    /// Its id.
    id: Id<Comment>,
}

impl Query for GetComment {
    const NAME: &'static str = VIEW_COMMENTS;
    const OPERATION: &'static str = "notes.comment.get";
    const VERSIONED: bool = true;
    const SCOPED: bool = true;
    type Output = CommentOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<CommentOut> {
        let comment = visible(read, context, self.id)?;
        let version = read.version::<Comment>(&self.id).unwrap_or_default();
        let created_at = read.stamp::<Comment>(&self.id).unwrap_or_default().created_at;
        let author_name = name_of(read, comment.author)?;
        Ok(CommentOut::of(Comment::clone(&comment), (version, created_at), author_name, context.user()))
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(read.version::<Comment>(&self.id))
    }
}

/// The comment with this id; 404 where its row does not exist for the user.
fn visible(read: &mut Session<'_>, context: &QueryContext, id: Id<Comment>) -> Result<Arc<Comment>> {
    let not_found = || Error::not_found("comment", id);
    let comment = read.get::<Comment>(&id)?.ok_or_else(not_found)?;
    match visible_to_query(read, context, &comment.record, &comment.row_id.to_string()) {
        Err(error) if error.kind == Kind::NotFound => Err(not_found()),
        visible => visible.map(|_| comment),
    }
}

/// What a comment said, and since when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommentChange {
    /// Number of the command in the log.
    pub(crate) seq: i64,
    /// Name of the command that wrote or changed it.
    pub(crate) name: String,
    /// When.
    pub(crate) at: Instant,
    /// The user who did.
    pub(crate) actor: Uuid,
    /// Their name; null where they are no member.
    pub(crate) actor_name: Option<String>,
    /// The text from then on; null where it was erased.
    pub(crate) text: Option<String>,
}

/// What a comment said from the first text to the last.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentHistory {
    /// Its id.
    id: Id<Comment>,
    /// Texts on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for CommentHistory {
    const NAME: &'static str = VIEW_COMMENTS;
    const OPERATION: &'static str = "notes.comment.history";
    const SCOPED: bool = true;
    type Output = Listing<CommentChange>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let after = errors::place(self.cursor.as_deref())?;
        let comment = visible(read, context, self.id)?;
        let (count, mut changes) = queries::changes_of(read, &comment, after, size + 1)?;
        let more = changes.len() as i64 > size;
        changes.truncate(usize::try_from(size).unwrap_or_default());
        let next = changes.last().filter(|_| more).map(|last| context.link("cursor", &last.seq.to_string()));
        Ok(Listing::of(count, next, changes))
    }
}
