//! Files on local disk or in a bucket: each content once per company, named by its SHA-256, and never changed.
//!
//! A file comes in by [`Files::begin`], is written to a temporary one and has its place only when it is whole and synced. Which
//! contents are still needed is known to the company's rows: [`Files::sweep`] removes the others. Thumbnails lie beside their image.

mod bucket;
mod content;
mod errors;
mod kind;
mod thumbnail;

pub use bucket::{Bucket, BucketSettings};
pub use content::Content;
pub use errors::PROBLEMS;

use bytes::Bytes;

use kernel::{Error, Result, hex};
use kind::{HEAD_BYTES, media_type};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::ops::Range;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;
use uuid::Uuid;

/// What the names of temporary files begin with.
const INCOMING: &str = "incoming-";
/// The file whose lock keeps a content from being removed while it is being kept anew.
const LOCK: &str = "lock";
/// The media type of a file whose kind does not matter.
const ANY_KIND: &str = "application/octet-stream";
/// The last bytes of a JPEG.
const END_OF_JPEG: &[u8] = b"\xff\xd9";

/// The files of all companies, below one directory or in one bucket, which several servers may share.
pub struct Files {
    directory: PathBuf,
    /// Where files lie that are whole; none is `directory`.
    bucket: Option<Bucket>,
    most_bytes: u64,
}

/// A file that is whole and has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Its media type, by its content.
    pub media_type: &'static str,
}

/// A file that is coming in. Dropped before it is whole, it leaves nothing.
pub struct Incoming {
    tenant: Uuid,
    directory: PathBuf,
    bucket: Option<Bucket>,
    path: PathBuf,
    file: File,
    hash: Sha256,
    head: Vec<u8>,
    bytes: u64,
    most_bytes: u64,
}

impl Files {
    /// Below `directory`, which is made with the first file; a file has at most `most_bytes`.
    pub fn new(directory: PathBuf, most_bytes: u64) -> Files {
        Files { directory, bucket: None, most_bytes }
    }

    /// In `bucket`. Below `directory` a file lies only until it is whole.
    pub fn in_bucket(bucket: Bucket, directory: PathBuf, most_bytes: u64) -> Files {
        Files { directory, bucket: Some(bucket), most_bytes }
    }

    /// Refuses a file that says to be longer than files may be.
    ///
    /// # Errors
    ///
    /// 413 `body_too_large`.
    pub fn admit(&self, bytes: u64) -> Result<()> {
        within(bytes, self.most_bytes)
    }

    /// Whether a company may have a file.
    ///
    /// # Errors
    ///
    /// 503 `files_unavailable`.
    pub fn has_any(&self, tenant: Uuid) -> Result<bool> {
        match &self.bucket {
            Some(bucket) => bucket.has_any(tenant),
            None => Ok(self.of(tenant).is_dir()),
        }
    }

    /// Begins a file of a company.
    ///
    /// # Errors
    ///
    /// 503 `files_unavailable`.
    pub fn begin(&self, tenant: Uuid) -> Result<Incoming> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let directory = self.of(tenant);
        make(&directory)?;
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = directory.join(format!("{INCOMING}{}-{number}", std::process::id()));
            let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
            let file = match file {
                // Left by a process of another host, or of another time, with the same number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                opened => opened.map_err(unavailable)?,
            };
            if self.bucket.is_some() {
                // It never has a place on this disk: without a name it is gone with the process.
                std::fs::remove_file(&path).map_err(unavailable)?;
            }
            let (hash, head, most_bytes) = (Sha256::new(), Vec::new(), self.most_bytes);
            let bucket = self.bucket.clone();
            return Ok(Incoming { tenant, directory, bucket, path, file, hash, head, bytes: 0, most_bytes });
        }
    }

    /// These bytes of the content with this SHA-256, which must have them.
    ///
    /// # Errors
    ///
    /// 404 `file_missing`, 503 `files_unavailable`.
    pub fn open(&self, tenant: Uuid, sha256: &str, range: Range<u64>) -> Result<Content> {
        let missing = || logged(errors::file_missing(), format!("{tenant}: {sha256}"));
        if let Some(bucket) = &self.bucket {
            return Ok(Content::in_bucket(bucket.find(tenant, sha256)?.ok_or_else(missing)?, range));
        }
        let file = File::open(place(&self.of(tenant), sha256)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => missing(),
            _ => unavailable(error),
        });
        Content::on_disk(file?, range)
    }

    /// An image of `bytes` as a JPEG whose longer side is `side` at most, made now unless it has been meanwhile.
    ///
    /// # Errors
    ///
    /// 422 `no_thumbnail`, `image_too_large`, and those of [`Files::open`].
    pub fn make_thumbnail(&self, tenant: Uuid, sha256: &str, bytes: u64, side: u32) -> Result<Bytes> {
        if let Some(known) = self.known_thumbnail(tenant, sha256, side)? {
            return Ok(known);
        }
        if bytes > thumbnail::SOURCE_BYTES {
            return Err(errors::image_too_large(thumbnail::SOURCE_BYTES >> 20));
        }
        let source = self.open(tenant, sha256, 0..bytes)?.whole()?;
        let image = Bytes::from(thumbnail::thumbnail(&source, side)?);
        match &self.bucket {
            Some(bucket) => bucket.keep_thumbnail(tenant, sha256, side, image.clone())?,
            None => {
                let mut incoming = self.begin(tenant)?;
                incoming.file.write_all(&image).map_err(unavailable)?;
                std::fs::rename(&incoming.path, thumbnail_place(&incoming.directory, sha256, side))
                    .map_err(unavailable)?;
            }
        }
        Ok(image)
    }

    /// A thumbnail that was made before, of a content of this kind.
    ///
    /// # Errors
    ///
    /// 422 `no_thumbnail`, 503 `files_unavailable`.
    pub fn find_thumbnail(&self, tenant: Uuid, (sha256, media_type): (&str, &str), side: u32) -> Result<Option<Bytes>> {
        if !thumbnail::KINDS.contains(&media_type) {
            return Err(errors::no_thumbnail());
        }
        self.known_thumbnail(tenant, sha256, side)
    }

    fn known_thumbnail(&self, tenant: Uuid, sha256: &str, side: u32) -> Result<Option<Bytes>> {
        if let Some(bucket) = &self.bucket {
            return bucket.thumbnail(tenant, sha256, side);
        }
        match std::fs::read(thumbnail_place(&self.of(tenant), sha256, side)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            // Cut short by a loss of power: thumbnails are not synced, they are made again.
            Ok(image) if !image.ends_with(END_OF_JPEG) => Ok(None),
            read => read.map(|image| Some(image.into())).map_err(unavailable),
        }
    }

    /// Removes what has been there since before `before` and is not among `needed`: contents, and temporary files whose upload was
    /// broken off; how many. A content that was kept again after `needed` was read is newer than `before`.
    ///
    /// # Errors
    ///
    /// 503 `files_unavailable`.
    pub fn sweep(&self, tenant: Uuid, needed: &BTreeSet<String>, before: SystemTime) -> Result<usize> {
        if let Some(bucket) = &self.bucket {
            return bucket.sweep(tenant, needed, before);
        }
        let directory = self.of(tenant);
        let mut removed = 0;
        for path in entries(&directory)? {
            let found = if path.is_dir() { entries(&path)? } else { vec![path] };
            for file in found {
                let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                // A thumbnail is needed as long as its image.
                let is_needed = needed.contains(name.split('-').next().unwrap_or_default());
                if name != LOCK && !is_needed && remove_if_old(&directory, &file, before)? {
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    fn of(&self, tenant: Uuid) -> PathBuf {
        self.directory.join(tenant.simple().to_string())
    }
}

impl Incoming {
    /// Adds the next bytes.
    ///
    /// # Errors
    ///
    /// 413 `body_too_large`, 503 `files_unavailable`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        within(self.bytes, self.most_bytes)?;
        self.head.extend(&bytes[..bytes.len().min(HEAD_BYTES - self.head.len())]);
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(unavailable)
    }

    /// Gives the whole file its place. `name` tells a text that is a table from other texts.
    ///
    /// # Errors
    ///
    /// 415 `unsupported_file`, 400 `empty_file`, 503 `files_unavailable`.
    pub fn keep(mut self, name: &str) -> Result<Kept> {
        let media_type = media_type(&mut self.file, &self.head, name).map_err(unavailable)?;
        match media_type {
            None if self.bytes > 0 => Err(errors::unsupported_file()),
            kind => self.keep_as(kind.unwrap_or(ANY_KIND)),
        }
    }

    /// The same for a file of any kind, which the program reads by itself and sends to nobody.
    ///
    /// # Errors
    ///
    /// 400 `empty_file`, 503 `files_unavailable`.
    pub fn keep_any(self) -> Result<Kept> {
        self.keep_as(ANY_KIND)
    }

    /// The same for what the program has made: it may be empty, and whoever made it knows its kind.
    ///
    /// # Errors
    ///
    /// 503 `files_unavailable`.
    pub fn keep_made(self) -> Result<Kept> {
        self.give_place(ANY_KIND)
    }

    fn keep_as(self, media_type: &'static str) -> Result<Kept> {
        if self.bytes == 0 { Err(errors::empty_file()) } else { self.give_place(media_type) }
    }

    fn give_place(mut self, media_type: &'static str) -> Result<Kept> {
        let hash = std::mem::take(&mut self.hash).finalize();
        let sha256 = hex(&hash);
        if let Some(bucket) = &self.bucket {
            bucket.keep(self.tenant, &sha256, &mut self.file, self.bytes)?;
            return Ok(Kept { sha256, bytes: self.bytes, media_type });
        }
        self.file.sync_all().map_err(unavailable)?;
        let place = place(&self.directory, &sha256);
        let parent = place.parent().unwrap_or(&self.directory);
        make(parent)?;
        let lock = lock(&self.directory)?;
        lock.lock_shared().map_err(unavailable)?;
        // In the place of the same content, too: it is then newer than what a sweep removes.
        std::fs::rename(&self.path, &place).map_err(unavailable)?;
        File::open(parent).and_then(|parent| parent.sync_all()).map_err(unavailable)?;
        Ok(Kept { sha256, bytes: self.bytes, media_type })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Where the file has its place there is nothing left to remove.
        drop(std::fs::remove_file(&self.path));
    }
}

fn within(bytes: u64, most_bytes: u64) -> Result<()> {
    if bytes > most_bytes { Err(errors::file_too_large(most_bytes >> 20)) } else { Ok(()) }
}

/// Where a content lies: not all in one directory, which some file systems make slow.
fn place(directory: &Path, sha256: &str) -> PathBuf {
    directory.join(sha256.get(..2).unwrap_or_default()).join(sha256)
}

/// Where a thumbnail of it lies.
fn thumbnail_place(directory: &Path, sha256: &str, side: u32) -> PathBuf {
    place(directory, sha256).with_file_name(format!("{sha256}-{side}"))
}

fn make(directory: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(unavailable)
}

fn lock(directory: &Path) -> Result<File> {
    let options = OpenOptions::new().create(true).write(true).truncate(false).mode(0o600).open(directory.join(LOCK));
    options.map_err(unavailable)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(directory).map_err(unavailable)?;
    entries.map(|entry| Ok(entry.map_err(unavailable)?.path())).collect()
}

/// Removes a file that was last written before `before`; whether it was. No upload gives the same content its place meanwhile.
fn remove_if_old(directory: &Path, file: &Path, before: SystemTime) -> Result<bool> {
    let lock = lock(directory)?;
    lock.lock().map_err(unavailable)?;
    let written = match std::fs::metadata(file).and_then(|data| data.modified()) {
        // Another server has removed it, or given it its place.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        written => written.map_err(unavailable)?,
    };
    if written < before {
        std::fs::remove_file(file).map_err(unavailable)?;
    }
    Ok(written < before)
}

fn unavailable(error: std::io::Error) -> Error {
    logged(errors::files_unavailable(), error.to_string())
}

/// `error`, whose cause whoever runs the server finds in the log: it lies outside of this program.
fn logged(error: Error, cause: String) -> Error {
    tracing::warn!(target: "sanduk::files", code = error.code, cause, "a file could not be read or written");
    error.for_operator(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const ACME: Uuid = Uuid::from_u128(1);
    const BETA: Uuid = Uuid::from_u128(2);
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

    fn keep(files: &Files, tenant: Uuid, name: &str, parts: &[&[u8]]) -> Result<Kept> {
        let mut incoming = files.begin(tenant)?;
        parts.iter().try_for_each(|part| incoming.write(part))?;
        incoming.keep(name)
    }

    /// All files below a directory, besides those that are locks.
    fn count(directory: &Path) -> usize {
        let below = |path: PathBuf| if path.is_dir() { count(&path) } else { usize::from(!path.ends_with(LOCK)) };
        std::fs::read_dir(directory).unwrap().map(|entry| below(entry.unwrap().path())).sum()
    }

    #[test]
    fn the_same_content_is_kept_once_for_each_company() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().join("files"), 1 << 20);
        assert!(!files.has_any(ACME).unwrap());
        let one = keep(&files, ACME, "a.png", &[PNG]).unwrap();
        assert_eq!((one.bytes, one.media_type), (PNG.len() as u64, "image/png"));
        assert_eq!(keep(&files, ACME, "b.png", &[&PNG[..3], &PNG[3..]]).unwrap(), one);
        assert_eq!(count(directory.path()), 1);
        assert_eq!(files.open(BETA, &one.sha256, 0..1).map(drop).unwrap_err().code, "file_missing");
        assert_eq!(keep(&files, BETA, "a.png", &[PNG]).unwrap(), one);
        assert_eq!(count(directory.path()), 2);
        assert_eq!(files.open(ACME, &one.sha256, 0..one.bytes).unwrap().whole().unwrap(), PNG);
        assert_eq!(files.open(ACME, &one.sha256, 1..4).unwrap().whole().unwrap(), b"PNG");
    }

    #[test]
    fn the_kind_of_a_file_is_that_of_its_content() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().to_owned(), 1 << 20);
        let kind = |name: &str, content: &[u8]| keep(&files, ACME, name, &[content]).map(|kept| kept.media_type);
        assert_eq!(kind("x.exe", b"%PDF-1.7 ...").unwrap(), "application/pdf");
        assert_eq!(kind("names.CSV", "name\nBjörn\n".as_bytes()).unwrap(), "text/csv; charset=utf-8");
        let long = "é".repeat(100_000);
        assert_eq!(kind("names.png", format!("x{long}").as_bytes()).unwrap(), "text/plain; charset=utf-8");
        for (name, content) in [
            ("page.html", &b"<!DOCTYPE html><html><script>alert(1)</script></html>"[..]),
            ("drawing.svg", b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>"),
            ("program.pdf", b"\x7fELF\x02\x01\x01 program"),
            ("latin.txt", b"Bj\xf6rn"),
            ("zeros.txt", b"a\0b"),
            ("half.txt", b"half a letter \xc3"),
            ("archive.docx", b"PK\x03\x04 no archive"),
        ] {
            assert_eq!(kind(name, content).unwrap_err().code, "unsupported_file", "{name}");
        }
        assert_eq!(kind("nothing.txt", b"").unwrap_err().code, "empty_file");
    }

    #[test]
    fn office_documents_are_known_by_what_their_archive_holds() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().to_owned(), 1 << 20);
        let kind = |entries: &[&str]| {
            let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for entry in entries {
                archive.start_file(*entry, zip::write::SimpleFileOptions::default()).unwrap();
            }
            keep(&files, ACME, "a.zip", &[&archive.finish().unwrap().into_inner()]).map(|kept| kept.media_type)
        };
        let sheet = ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml"];
        assert!(kind(&sheet).unwrap().ends_with("spreadsheetml.sheet"));
        assert!(kind(&["word/document.xml", "[Content_Types].xml"]).unwrap().ends_with("wordprocessingml.document"));
        let with_macros = [&sheet[..], &["xl/vbaProject.bin"]].concat();
        assert_eq!(kind(&with_macros).unwrap_err().code, "unsupported_file");
        assert_eq!(kind(&["photo.jpg"]).unwrap_err().code, "unsupported_file");
    }

    #[test]
    fn what_is_too_long_or_broken_off_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().to_owned(), 1 << 20);
        assert_eq!(files.admit((1 << 20) + 1).unwrap_err().code, "body_too_large");
        let half = [b'a'; 600 << 10];
        assert_eq!(keep(&files, ACME, "a.txt", &[&half, &half]).unwrap_err().code, "body_too_large");
        drop(files.begin(ACME).unwrap());
        assert_eq!(count(directory.path()), 0);
    }

    #[test]
    fn thumbnail_is_made_once_and_removed_with_its_image() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().to_owned(), 1 << 20);
        let mut image = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(300, 200).write_to(&mut image, image::ImageFormat::Png).unwrap();
        let kept = keep(&files, ACME, "a.png", &[image.get_ref()]).unwrap();
        let small = files.make_thumbnail(ACME, &kept.sha256, kept.bytes, 64).unwrap();
        assert_eq!(
            (files.make_thumbnail(ACME, &kept.sha256, kept.bytes, 64).unwrap(), count(directory.path())),
            (small.clone(), 2)
        );
        let place = thumbnail_place(&files.of(ACME), &kept.sha256, 64);
        std::fs::write(&place, &small[..small.len() / 2]).unwrap();
        assert_eq!(files.make_thumbnail(ACME, &kept.sha256, kept.bytes, 64).unwrap(), small);
        let later = std::fs::metadata(&place).unwrap().modified().unwrap() + Duration::from_secs(60);
        assert_eq!(files.sweep(ACME, &BTreeSet::from([kept.sha256.clone()]), later).unwrap(), 0);
        assert_eq!(files.sweep(ACME, &BTreeSet::new(), later).unwrap(), 2);
        assert_eq!(files.make_thumbnail(ACME, &kept.sha256, kept.bytes, 64).unwrap_err().code, "file_missing");
    }

    #[test]
    fn a_sweep_removes_what_is_old_and_not_needed() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::new(directory.path().to_owned(), 1 << 20);
        let [needed, other] = ["needed", "other"].map(|text| keep(&files, ACME, "a.txt", &[text.as_bytes()]).unwrap());
        let broken_off = std::mem::ManuallyDrop::new(files.begin(ACME).unwrap());
        let known = BTreeSet::from([needed.sha256.clone()]);
        let written = std::fs::metadata(&broken_off.path).unwrap().modified().unwrap();
        assert_eq!(files.sweep(ACME, &known, written - Duration::from_secs(86_400)).unwrap(), 0);
        assert_eq!(files.sweep(ACME, &known, written + Duration::from_secs(60)).unwrap(), 2);
        assert!(files.open(ACME, &needed.sha256, 0..1).is_ok());
        assert_eq!(files.open(ACME, &other.sha256, 0..1).map(drop).unwrap_err().code, "file_missing");
    }
}
