//! The kind of a file, by its content and never by what a client calls it.

use std::fs::File;
use std::io::{self, Read, Seek};

/// How much of the beginning of a file says of which kind it is.
pub(crate) const HEAD_BYTES: usize = 8 << 10;

/// What is kept as it is recognised. HTML and SVG are not: a browser would run what stands in them.
const KEPT: [&str; 15] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/bmp",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
];

/// Office documents, recognised by what the archive holds: entries stand in it in any order.
const OFFICE: [(&str, &str); 3] = [
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

/// The media type of a file that begins with `head`; `None` where such files are not kept.
pub(crate) fn media_type(file: &mut File, head: &[u8], name: &str) -> io::Result<Option<&'static str>> {
    // The archive of an OpenDocument begins with its media type, that of an office document with whatever comes first.
    if head.starts_with(b"PK\x03\x04") && head.get(30..38) != Some(b"mimetype") {
        return Ok(office(file));
    }
    match infer::get(head) {
        Some(kind) => Ok(KEPT.into_iter().find(|kept| *kept == kind.mime_type())),
        None if !is_text(file)? => Ok(None),
        None if name.to_ascii_lowercase().ends_with(".csv") => Ok(Some("text/csv; charset=utf-8")),
        None => Ok(Some("text/plain; charset=utf-8")),
    }
}

/// The media type of an office document without macros.
fn office(file: &File) -> Option<&'static str> {
    let archive = zip::ZipArchive::new(file).ok()?;
    let names: Vec<_> = archive.file_names().collect::<Result<_, _>>().ok()?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_macros = names.iter().any(|name| name.ends_with("vbaProject.bin"));
    let kind = OFFICE.into_iter().find(|(document, _)| has(document) && has("[Content_Types].xml"));
    kind.filter(|_| !has_macros).map(|(_, media_type)| media_type)
}

/// Whether the whole file is text in UTF-8 without control characters other than tabs and ends of lines and pages.
fn is_text(file: &mut File) -> io::Result<bool> {
    file.rewind()?;
    let (mut part, mut kept) = (vec![0; 64 << 10], 0);
    loop {
        let read = file.read(&mut part[kept..])?;
        if read == 0 {
            return Ok(kept == 0);
        }
        let bytes = &part[..kept + read];
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text.len(),
            // A letter may continue in the next part.
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if bytes[..whole].iter().any(|byte| byte.is_ascii_control() && !b"\t\n\r\x0c".contains(byte)) {
            return Ok(false);
        }
        kept = bytes.len() - whole;
        part.copy_within(whole..whole + kept, 0);
    }
}
