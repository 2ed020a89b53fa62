use crate::comments::CommentOut;
use crate::records::Comment;
use crate::rows::{Hanging, changeable, mentioned, name_of, visible_to_command};
use crate::{CommentWritten, MANAGE_COMMENTS, VIEW_COMMENTS, errors};
use command::{Command, Tx};
use kernel::{Id, Result, Text, ToSchema, defect};
use serde::{Deserialize, Serialize};
use store::{Read, Words};
use uuid::Uuid;

impl Hanging for Comment {
    const MANAGE: &'static str = MANAGE_COMMENTS;

    fn row(&self) -> (&str, Uuid) {
        (&self.record, self.row_id)
    }

    fn owner(&self) -> Uuid {
        self.author
    }
}

/// Comments on a row. Members whose e-mail addresses stand in the text are mentioned if they may see the row.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateComment {
    /// The resource of the row: the end of its path, `products`.
    record: String,
    /// The row: its id, code or printed number.
    row: String,
    /// The text.
    text: Text<4000>,
}

impl Command for CreateComment {
    const NAME: &'static str = "notes.comment.create";
    const VERSION: u16 = TELLS;
    const OLDEST: u16 = 1;
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = CommentOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CommentOut> {
        let row_id = visible_to_command(tx, &self.record, &self.row)?;
        let mentions = mentions(tx, (&self.record, row_id), &self.text)?;
        let (id, author, record) = (tx.id(), tx.actor(), self.record.clone());
        let text = self.text.to_string();
        let comment = Comment { id, record, row_id, author, text, mentions, edited_at: None };
        tx.insert_new(comment.clone())?;
        tell(tx, comment, &[])?;
        shown(tx, id)
    }
}

/// Changes the text of a comment: your own, or with a permission those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeComment {
    /// Its id.
    id: Id<Comment>,
    /// Its new text.
    text: Text<4000>,
    /// The version the comment must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for ChangeComment {
    const NAME: &'static str = "notes.comment.update";
    const VERSION: u16 = TELLS;
    const OLDEST: u16 = 1;
    const SCOPED: bool = true;
    type Output = CommentOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<CommentOut> {
        let before = changeable(tx, self.id, self.if_match)?;
        let mentions = mentions(tx, before.row(), &self.text)?;
        let now = tx.now();
        if *before.text != *self.text {
            resource::keep_earlier(tx, self.id.uuid(), &*before)?;
            let comment = tx.edit::<Comment>(&self.id, |comment| {
                (comment.text, comment.mentions) = (self.text.to_string(), mentions);
                comment.edited_at = Some(now);
                Ok(())
            })?;
            tell(tx, Comment::clone(&comment), &before.mentions.0)?;
        }
        shown(tx, self.id)
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<Comment>(&self.id)
    }
}

/// Deletes a comment: your own, or with a permission those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteComment {
    /// Its id.
    id: Id<Comment>,
    /// The version the comment must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for DeleteComment {
    const NAME: &'static str = "notes.comment.delete";
    const STATUS: u16 = 204;
    const SCOPED: bool = true;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        changeable(tx, self.id, self.if_match)?;
        tx.delete::<Comment>(&self.id)
    }
}

/// Whom a text mentions; refuses one that says nothing.
fn mentions(tx: &mut Tx<'_, '_>, row: (&str, Uuid), text: &str) -> Result<Words> {
    if text.is_empty() {
        return Err(errors::empty_comment().at("text"));
    }
    mentioned(tx, row, text, VIEW_COMMENTS)
}

/// The version from which on comments are told.
const TELLS: u16 = 2;

/// Tells that a comment was written; it mentions `known` from before.
fn tell(tx: &mut Tx<'_, '_>, comment: Comment, known: &[String]) -> Result<()> {
    if tx.version_of_body() < TELLS {
        return Ok(());
    }
    let Comment { id, record, row_id, author, text, mentions, edited_at } = comment;
    let new = mentions.0.iter().filter(|user| !known.contains(user));
    tx.emit(&CommentWritten {
        comment: id,
        record,
        row: row_id,
        author,
        text,
        mentioned: new.filter_map(|user| store::id_of(user)).collect(),
        is_changed: edited_at.is_some(),
    })
}

fn shown(tx: &mut Tx<'_, '_>, id: Id<Comment>) -> Result<CommentOut> {
    let version = tx.version::<Comment>(&id)?;
    let comment = tx.get::<Comment>(&id)?.ok_or_else(|| defect("a comment that was just written is missing"))?;
    let stamp = tx.session().stamp::<Comment>(&id).unwrap_or_default();
    let author_name = name_of(tx, comment.author)?;
    let user = tx.actor();
    Ok(CommentOut::of(Comment::clone(&comment), (version.unwrap_or_default(), stamp.created_at), author_name, user))
}
