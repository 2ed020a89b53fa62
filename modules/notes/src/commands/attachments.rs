use crate::attachments::AttachmentOut;
use crate::records::{Attachment, File};
use crate::rows::{Hanging, changeable, name_of, visible_to_command};
use crate::{MANAGE_ATTACHMENTS, errors, queries};
use command::{Command, ReceivedFile, Tx};
use kernel::{Id, Instant, Result, Text, ToSchema, defect};
use serde::{Deserialize, Serialize};
use store::{Read, Record, Value};
use uuid::Uuid;

/// How long a content is kept whose last attachment was removed, in microseconds: what was removed by mistake is attached again
/// from where it came.
pub(crate) const ORPHAN_TIME: i64 = 24 * 60 * 60 * 1_000_000;

impl Hanging for Attachment {
    const MANAGE: &'static str = MANAGE_ATTACHMENTS;

    fn row(&self) -> (&str, Uuid) {
        (&self.record, self.row_id)
    }

    fn owner(&self) -> Uuid {
        self.author
    }
}

/// Attaches a file to a row: the body is the file. Of what kind it is, its content says.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachFile {
    /// The resource of the row: the end of its path, `products`.
    record: String,
    /// The row: its id, code or printed number.
    row: String,
    /// The name of the file.
    name: Text<200>,
    /// What was received.
    file: ReceivedFile,
}

impl Command for AttachFile {
    const NAME: &'static str = "notes.attachment.create";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = AttachmentOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<AttachmentOut> {
        let row_id = visible_to_command(tx, &self.record, &self.row)?;
        require_file_name(&self.name)?;
        let file = keep(tx, &self.file)?;
        let (record, name) = (self.record.clone(), self.name.to_string());
        let attachment = Attachment { id: tx.id(), record, row_id, file: file.id, name, author: tx.actor() };
        tx.insert_new(attachment.clone())?;
        let author_name = name_of(tx, attachment.author)?;
        Ok(AttachmentOut::of(&attachment, &file, tx.now(), author_name, attachment.author))
    }
}

/// Refuses what no file system takes as the name of a file.
fn require_file_name(name: &str) -> Result<()> {
    if name.is_empty() || name.contains(['/', '\\']) { Err(errors::no_file_name().at("name")) } else { Ok(()) }
}

/// Attaches a content that the program itself has made to a row.
///
/// # Errors
///
/// What the database refuses.
pub fn attach(
    tx: &mut Tx<'_, '_>,
    (record, row_id): (&str, Uuid),
    content: &ReceivedFile,
    name: String,
) -> Result<Id<Attachment>> {
    let file = keep(tx, content)?;
    let (id, record, author) = (tx.id(), record.to_owned(), command::SYSTEM);
    tx.insert_new(Attachment { id, record, row_id, file: file.id, name, author })?;
    Ok(id)
}

/// Keeps a content that hangs on no row until it is forgotten, a day later.
///
/// # Errors
///
/// What the database refuses.
pub fn keep_for_a_day(tx: &mut Tx<'_, '_>, content: &ReceivedFile) -> Result<()> {
    let now = tx.now();
    if let Some(known) = tx.find(File::BY_SHA256, content.sha256.as_str())? {
        if known.orphaned_at.is_some() {
            tx.edit::<File>(&known.id, |file| {
                file.orphaned_at = Some(now);
                Ok(())
            })?;
        }
        return Ok(());
    }
    let ReceivedFile { sha256, bytes, media_type } = content.clone();
    let file = File { id: tx.id(), sha256, bytes, media_type, orphaned_at: Some(now) };
    tx.insert_new(file)
}

/// The row of a content, which is needed from now on.
fn keep(tx: &mut Tx<'_, '_>, received: &ReceivedFile) -> Result<File> {
    let ReceivedFile { sha256, bytes, media_type } = received.clone();
    if let Some(known) = tx.find(File::BY_SHA256, sha256.as_str())? {
        let needed = tx.edit::<File>(&known.id, |file| {
            file.orphaned_at = None;
            Ok(())
        })?;
        return Ok(File::clone(&needed));
    }
    let file = File { id: tx.id(), sha256, bytes, media_type, orphaned_at: None };
    tx.insert_new(file.clone())?;
    Ok(file)
}

/// Gives an attached file another name: your own, or with a permission those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenameAttachment {
    /// The id of the attachment.
    id: Id<Attachment>,
    /// The name of the file.
    name: Text<200>,
    /// The version the attachment must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for RenameAttachment {
    const NAME: &'static str = "notes.attachment.update";
    const SCOPED: bool = true;
    type Output = AttachmentOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<AttachmentOut> {
        let mut attachment = changeable(tx, self.id, self.if_match)?;
        require_file_name(&self.name)?;
        if *attachment.name != *self.name {
            attachment = tx.edit::<Attachment>(&self.id, |attachment| {
                attachment.name = self.name.to_string();
                Ok(())
            })?;
        }
        let file = tx.get::<File>(&attachment.file)?.ok_or_else(|| defect("an attachment without its file"))?;
        let created_at = tx.session().stamp::<Attachment>(&self.id).unwrap_or_default().created_at;
        let author_name = name_of(tx, attachment.author)?;
        Ok(AttachmentOut::of(&attachment, &file, created_at, author_name, tx.actor()))
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<Attachment>(&self.id)
    }
}

/// Removes a file from its row: your own, or with a permission those of others. One that is the value of a custom field stays.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Detach {
    /// The id of the attachment.
    id: Id<Attachment>,
    /// The version the attachment must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for Detach {
    const NAME: &'static str = "notes.attachment.delete";
    const STATUS: u16 = 204;
    const SCOPED: bool = true;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let attachment = changeable(tx, self.id, self.if_match)?;
        if resource::has_value(tx, self.id.uuid())? {
            return Err(errors::is_value());
        }
        for (table, column) in tx.definitions().references_to(Attachment::TABLE.name) {
            if tx.has_row(table, column, &Value::Id(self.id.uuid()))? {
                return Err(errors::is_needed(table.label.to_lowercase()));
            }
        }
        tx.delete::<Attachment>(&self.id)?;
        if tx.scan(Attachment::BY_FILE, attachment.file)?.is_empty() {
            let now = tx.now();
            tx.edit::<File>(&attachment.file, |file| {
                file.orphaned_at = Some(now);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Forgets the contents whose last attachment was removed more than a day ago. The program does so by itself before it removes them from
/// the disk.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetFiles {}

/// What was forgotten.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Forgotten {
    /// The number of contents.
    pub files: i64,
}

impl Command for ForgetFiles {
    const NAME: &'static str = "notes.file.forget";
    type Output = Forgotten;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Forgotten> {
        let before = Instant::from_micros(tx.now().micros() - ORPHAN_TIME);
        let orphans = queries::orphans(tx, before)?;
        for id in &orphans {
            tx.delete::<File>(id)?;
        }
        Ok(Forgotten { files: i64::try_from(orphans.len()).map_err(|error| defect(error.to_string()))? })
    }
}
