//! Files at rows as they are read, and which contents are still needed.

use crate::records::{Attachment, File};
use crate::rows::{name_of, visible_to_query};
use crate::{VIEW_ATTACHMENTS, errors, queries};
use command::{FileLink, Query, QueryContext, StoredFile};
use kernel::{Error, Id, Instant, Kind, Result, ToSchema, defect};
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// A file at a row.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct AttachmentOut {
    /// Its id.
    pub(crate) id: Id<Attachment>,
    /// The resource of the row: the end of its path.
    record: String,
    /// The id of the row.
    row: Uuid,
    /// The name of the file.
    name: String,
    /// Its media type, by its content.
    media_type: String,
    /// Its length in bytes.
    bytes: i64,
    /// The SHA-256 of its content.
    sha256: String,
    /// The user who attached it.
    author: Uuid,
    /// Their name; null where they are no member.
    author_name: Option<String>,
    /// Whether that is you.
    is_own: bool,
    /// When it was attached.
    created_at: Instant,
}

impl AttachmentOut {
    /// `attachment` of `file` since a time, as `user` sees it.
    pub(crate) fn of(
        attachment: &Attachment,
        file: &File,
        created_at: Instant,
        author_name: Option<String>,
        user: Uuid,
    ) -> AttachmentOut {
        let Attachment { id, record, row_id: row, name, author, .. } = attachment.clone();
        let File { sha256, bytes, media_type, .. } = file.clone();
        let is_own = author == user;
        AttachmentOut { id, record, row, name, media_type, bytes, sha256, author, author_name, is_own, created_at }
    }
}

/// The files at a row, the oldest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListAttachments {
    /// The resource of the row: the end of its path, `products`.
    record: String,
    /// The row: its id, code or printed number.
    row: String,
    /// Files on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListAttachments {
    const NAME: &'static str = VIEW_ATTACHMENTS;
    const OPERATION: &'static str = "notes.attachment.list";
    const SCOPED: bool = true;
    type Output = Listing<AttachmentOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let after = errors::cursor(self.cursor.as_deref())?;
        let row = visible_to_query(read, context, &self.record, &self.row)?;
        let (count, mut files) = queries::attachments(read, (&self.record, row), after, size + 1, context.user())?;
        let more = files.len() as i64 > size;
        files.truncate(usize::try_from(size).unwrap_or_default());
        let next = files.last().filter(|_| more).map(|last| context.link("cursor", &last.id.to_string()));
        Ok(Listing::of(count, next, files))
    }
}

/// One attached file, without its content.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetAttachment {
    /// The id of the attachment.
    id: Id<Attachment>,
}

impl Query for GetAttachment {
    const NAME: &'static str = VIEW_ATTACHMENTS;
    const OPERATION: &'static str = "notes.attachment.get";
    const VERSIONED: bool = true;
    const SCOPED: bool = true;
    type Output = AttachmentOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<AttachmentOut> {
        let attachment = visible(read, context, self.id)?;
        let file = file_of(read, &attachment)?;
        let created_at = read.stamp::<Attachment>(&self.id).unwrap_or_default().created_at;
        let author_name = name_of(read, attachment.author)?;
        Ok(AttachmentOut::of(&attachment, &file, created_at, author_name, context.user()))
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        Ok(read.version::<Attachment>(&self.id))
    }
}

/// The content of an attached file, to be kept under its name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetContent {
    /// The id of the attachment.
    id: Id<Attachment>,
}

impl Query for GetContent {
    const NAME: &'static str = VIEW_ATTACHMENTS;
    const OPERATION: &'static str = "notes.attachment.content";
    const SCOPED: bool = true;
    type Output = StoredFile;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StoredFile> {
        let attachment = visible(read, context, self.id)?;
        let File { sha256, bytes, media_type, .. } = File::clone(&*file_of(read, &attachment)?);
        Ok(StoredFile { sha256, bytes, media_type, name: attachment.name.clone(), thumbnail: None })
    }
}

/// An attached image (JPEG, PNG, WebP or GIF) made small, as a JPEG without what its file told beside the picture.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetThumbnail {
    /// The id of the attachment.
    id: Id<Attachment>,
    /// The longer side in pixels: 64, 256 or 1024; 256 where it is not said.
    size: Option<String>,
}

impl Query for GetThumbnail {
    const NAME: &'static str = VIEW_ATTACHMENTS;
    const OPERATION: &'static str = "notes.attachment.thumbnail";
    const SCOPED: bool = true;
    type Output = StoredFile;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<StoredFile> {
        let side = errors::side(self.size.as_deref())?.unwrap_or(256);
        let attachment = visible(read, context, self.id)?;
        let File { sha256, bytes, media_type, .. } = File::clone(&*file_of(read, &attachment)?);
        Ok(StoredFile { sha256, bytes, media_type, name: attachment.name.clone(), thumbnail: Some(side) })
    }
}

/// A link to an attached file, or to its thumbnail, that needs no log-in and expires after a quarter of an hour.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetLink {
    /// The id of the attachment.
    id: Id<Attachment>,
    /// The longer side of the thumbnail that is linked: 64, 256 or 1024; the file itself where it is not said.
    size: Option<String>,
}

/// How long a link leads to its file, in microseconds.
const LINK_TIME: i64 = 15 * 60 * 1_000_000;

impl Query for GetLink {
    const NAME: &'static str = VIEW_ATTACHMENTS;
    const OPERATION: &'static str = "notes.attachment.link";
    const SCOPED: bool = true;
    type Output = FileLink;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<FileLink> {
        let side = errors::side(self.size.as_deref())?;
        let attachment = visible(read, context, self.id)?;
        let expires_at = Instant::from_micros(read.now().micros() + LINK_TIME);
        let url = match side {
            Some(side) => format!("/attachments/{}/thumbnail/?size={side}", attachment.id),
            None => format!("/attachments/{}/content/", attachment.id),
        };
        Ok(FileLink { url, expires_at })
    }
}

fn file_of(read: &mut Session<'_>, attachment: &Attachment) -> Result<Arc<File>> {
    read.get::<File>(&attachment.file)?.ok_or_else(|| defect("an attachment without its file"))
}

/// The attachment with this id, as far as the user may see its row.
fn visible(read: &mut Session<'_>, context: &QueryContext, id: Id<Attachment>) -> Result<Arc<Attachment>> {
    let not_found = || Error::not_found("attachment", id);
    let attachment = read.get::<Attachment>(&id)?.ok_or_else(not_found)?;
    match visible_to_query(read, context, &attachment.record, &attachment.row_id.to_string()) {
        Err(error) if error.kind == Kind::NotFound => Err(not_found()),
        visible => visible.map(|_| attachment),
    }
}
