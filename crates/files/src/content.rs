//! A content on its way out.

use crate::bucket::Object;
use crate::unavailable;
use bytes::Bytes;
use kernel::Result;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

/// How much is read at once: a part of a bucket is a request.
const DISK_BYTES: u64 = 256 << 10;
const BUCKET_BYTES: u64 = 1 << 20;

/// The bytes of a content that have not been read yet.
pub struct Content {
    source: Source,
    rest: Range<u64>,
}

enum Source {
    Disk(File),
    Bucket(Object),
}

impl Content {
    pub(crate) fn on_disk(mut file: File, range: Range<u64>) -> Result<Content> {
        file.seek(SeekFrom::Start(range.start)).map_err(unavailable)?;
        Ok(Content { source: Source::Disk(file), rest: range })
    }

    pub(crate) fn in_bucket(object: Object, range: Range<u64>) -> Content {
        Content { source: Source::Bucket(object), rest: range }
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    ///
    /// 503 `files_unavailable`, also where the content is shorter than it should be.
    pub fn next_part(&mut self) -> Result<Option<Bytes>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let length = self.rest.end - self.rest.start;
        let part = match &mut self.source {
            Source::Disk(file) => {
                let mut part = Vec::new();
                file.take(length.min(DISK_BYTES)).read_to_end(&mut part).map_err(unavailable)?;
                Bytes::from(part)
            }
            Source::Bucket(object) => object.read(self.rest.start..self.rest.start + length.min(BUCKET_BYTES))?,
        };
        if part.is_empty() {
            return Err(unavailable(std::io::ErrorKind::UnexpectedEof.into()));
        }
        self.rest.start += part.len() as u64;
        Ok(Some(part))
    }

    /// All that is left.
    ///
    /// # Errors
    ///
    /// Those of [`Content::next_part`].
    pub fn whole(mut self) -> Result<Vec<u8>> {
        let mut whole = Vec::new();
        while let Some(part) = self.next_part()? {
            whole.extend_from_slice(&part);
        }
        Ok(whole)
    }
}
