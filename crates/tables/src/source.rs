//! The file as text: its kind, compression, encoding and delimiter, and its records with the lines they begin in.

use crate::errors;
use bytes::Bytes;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use kernel::{Error, Result};
use serde::de::IgnoredAny;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::{self, Display};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The most bytes that one row may have.
const MAX_ROW: u64 = 1 << 20;
/// The most bytes that the file may have when it is unpacked.
const MAX_FILE: u64 = 1 << 30;
/// The number of bytes at the beginning of a file that tell its kind.
const BEGINNING: u64 = 8192;
/// One in so many letters of the beginning of a text may be a control character.
const MOST_CONTROLS: usize = 20;
/// A row that is read behind the last one. It is not read as a row of its own where a quote is open.
const END: &str = "\u{1}end\u{1}";
/// The delimiters that are looked for in the header.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Where a file is.
enum Place {
    OnDisk(PathBuf),
    InMemory(Bytes),
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::OnDisk(path) => path.display().fmt(f),
            Place::InMemory(_) => f.write_str("The file"),
        }
    }
}

/// A text file of rows, and how it is written.
pub struct Source {
    place: Place,
    is_gzip: bool,
    /// Its encoding.
    pub encoding: &'static Encoding,
    /// The character between two fields.
    pub delimiter: u8,
}

/// A row as it stands in the file.
pub struct Record<'a> {
    /// The line it begins in; the first line is 1.
    pub line: u64,
    /// Its fields.
    pub fields: &'a csv::StringRecord,
}

impl Source {
    /// Finds out how the file at `path` is written; `encoding` and `delimiter` are taken where they are given.
    ///
    /// # Errors
    ///
    /// A field error at `file` that says what the file is, where it is no text.
    pub fn open(path: &Path, encoding: Option<&str>, delimiter: Option<u8>) -> Result<Source> {
        let mut source =
            Source { place: Place::OnDisk(path.to_owned()), is_gzip: false, encoding: UTF_8, delimiter: b',' };
        let mut packed = Vec::new();
        let read = source.bytes()?.take(BEGINNING).read_to_end(&mut packed);
        read.map_err(|error| source.unreadable(error))?;
        source.is_gzip = infer::archive::is_gz(&packed);
        source.detected(encoding, delimiter)
    }

    /// The same for a file that was sent, which may not be packed.
    ///
    /// # Errors
    ///
    /// Those of [`Source::open`].
    pub fn of_bytes(bytes: Bytes, encoding: Option<&str>, delimiter: Option<u8>) -> Result<Source> {
        let source = Source { place: Place::InMemory(bytes), is_gzip: false, encoding: UTF_8, delimiter: b',' };
        source.detected(encoding, delimiter)
    }

    fn detected(self, encoding: Option<&str>, delimiter: Option<u8>) -> Result<Source> {
        let mut source = self;
        let mut beginning = Vec::new();
        let bytes = source.bytes()?.take(BEGINNING).read_to_end(&mut beginning);
        bytes.map_err(|error| source.unreadable(error))?;
        refuse_other_kinds(&beginning)?;
        source.encoding = match encoding {
            Some(label) => {
                Encoding::for_label(label.as_bytes()).ok_or_else(|| errors::no_encoding(label).at("encoding"))?
            }
            None => source.detect_encoding(&beginning)?,
        };
        source.refuse_other_texts(delimiter)?;
        source.delimiter = match delimiter {
            Some(delimiter) => delimiter,
            None => source.detect_delimiter()?,
        };
        Ok(source)
    }

    fn unreadable(&self, error: io::Error) -> Error {
        // Errors that the readers of this file made themselves carry the refusal.
        match error.downcast::<Error>() {
            Ok(refusal) => refusal.at("file"),
            Err(error) if self.is_gzip && error.kind() == io::ErrorKind::UnexpectedEof => errors::cut_off().at("file"),
            Err(error) => errors::unreadable(&self.place, error).at("file"),
        }
    }

    /// The bytes of the file, unpacked.
    fn bytes(&self) -> Result<Box<dyn Read>> {
        let file: Box<dyn BufRead> = match &self.place {
            Place::OnDisk(path) => Box::new(BufReader::new(File::open(path).map_err(|error| self.unreadable(error))?)),
            Place::InMemory(bytes) => Box::new(io::Cursor::new(bytes.clone())),
        };
        let bytes: Box<dyn Read> = if self.is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Ok(Box::new(Bounded { bytes, left: MAX_FILE }))
    }

    /// The text of the file as UTF-8, without a byte order mark.
    fn text(&self) -> Result<impl Read + use<>> {
        Ok(DecodeReaderBytesBuilder::new().encoding(Some(self.encoding)).strip_bom(true).build(self.bytes()?))
    }

    fn detect_encoding(&self, beginning: &[u8]) -> Result<&'static Encoding> {
        if let Some((encoding, _)) = Encoding::for_bom(beginning) {
            return Ok(encoding);
        }
        // Half of the bytes of Latin text in UTF-16 are zero: the odd ones in UTF-16LE, the even ones in UTF-16BE.
        let zeros = |odd| beginning.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
        for (encoding, odd) in [(UTF_16LE, 1), (UTF_16BE, 0)] {
            if zeros(odd) > beginning.len() / 4 && zeros(1 - odd) == 0 {
                return Ok(encoding);
            }
        }
        let mut utf8 = Utf8Check::default();
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        let mut bytes = BufReader::with_capacity(1 << 16, self.bytes()?);
        loop {
            let chunk = bytes.fill_buf().map_err(|error| self.unreadable(error))?;
            let length = chunk.len();
            detector.feed(chunk, length == 0);
            utf8.feed(chunk);
            if length == 0 {
                utf8.refuse_few_errors()?;
                return Ok(detector.guess(None, Utf8Detection::Allow));
            }
            bytes.consume(length);
        }
    }

    /// Refuses what has no signature but is no text of rows either: JSON, and binary data of an unknown kind.
    fn refuse_other_texts(&self, delimiter: Option<u8>) -> Result<()> {
        let mut beginning = Vec::new();
        self.text()?.take(BEGINNING).read_to_end(&mut beginning).map_err(|error| self.unreadable(error))?;
        // A value that the end of the beginning cuts off is JSON too. A header in brackets or quotes is none.
        let is_json = match serde_json::Deserializer::from_slice(&beginning).into_iter::<IgnoredAny>().next() {
            Some(Err(error)) => error.is_eof(),
            value => value.is_some(),
        };
        if is_json && matches!(beginning.trim_ascii_start().first(), Some(b'{' | b'[')) {
            return Err(errors::other_kind("JSON", "application/json").at("file"));
        }
        let text = String::from_utf8_lossy(&beginning);
        let is_control = |letter: &char| {
            let is_delimiter = delimiter.is_some_and(|delimiter| char::from(delimiter) == *letter);
            *letter == char::REPLACEMENT_CHARACTER || (letter.is_control() && !letter.is_whitespace() && !is_delimiter)
        };
        if text.chars().filter(is_control).count() > text.chars().count() / MOST_CONTROLS {
            return Err(errors::not_text().at("file"));
        }
        Ok(())
    }

    /// The delimiter that the first line has most often outside of quotes; a first line `sep=;` names it.
    fn detect_delimiter(&self) -> Result<u8> {
        let mut line = Vec::new();
        self.text()?.take(MAX_ROW).read_to_end(&mut line).map_err(|error| self.unreadable(error))?;
        let end = line.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(line.len());
        line.truncate(end);
        if let Some([delimiter]) = line.strip_prefix(b"sep=") {
            return Ok(*delimiter);
        }
        let mut quoted = false;
        line.retain(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        });
        let times = |delimiter: &u8| line.iter().filter(|byte| *byte == delimiter).count();
        // Of equally frequent ones the first of the list.
        Ok(DELIMITERS.into_iter().rev().max_by_key(times).unwrap_or(b','))
    }

    /// Shows every row of the file, the header first, to `visit`.
    ///
    /// # Errors
    ///
    /// Those of `visit`; a field error at `file` where a quote stays open, a row is too long or the file cannot be read.
    pub fn records(&self, mut visit: impl FnMut(Record<'_>) -> Result<()>) -> Result<()> {
        let lines = Rc::new(RefCell::new(Lines::new()));
        let text = Watched { text: self.text()?.chain(io::Cursor::new(format!("\n{END}\n"))), lines: lines.clone() };
        let mut reader =
            csv::ReaderBuilder::new().delimiter(self.delimiter).has_headers(false).flexible(true).from_reader(text);
        let mut fields = csv::StringRecord::new();
        loop {
            lines.borrow_mut().record_at = reader.position().byte();
            let more = reader.read_record(&mut fields).map_err(|error| match error.into_kind() {
                csv::ErrorKind::Io(error) => self.unreadable(error),
                other => errors::unreadable(&self.place, format!("{other:?}")).at("file"),
            })?;
            let line = lines.borrow_mut().line_of_record();
            match fields.iter().next_back() {
                Some(END) if fields.len() == 1 => return Ok(()),
                Some(last) if !last.trim_end().ends_with(END) && more => {}
                _ => return Err(errors::open_quote(line).at("file")),
            }
            let names_delimiter = line == 1 && fields.get(0).is_some_and(|first| first.starts_with("sep="));
            if !names_delimiter {
                visit(Record { line, fields: &fields })?;
            }
        }
    }
}

/// Refuses what is no text by the signature that its kind begins with.
fn refuse_other_kinds(beginning: &[u8]) -> Result<()> {
    if beginning.iter().all(u8::is_ascii_whitespace) {
        return Err(errors::empty_file().at("file"));
    }
    let Some(kind) = infer::get(beginning) else { return Ok(()) };
    let refusal = match kind.extension() {
        // The old Excel files are OLE storage, whose contents stand further behind.
        "zip" | "xlsx" | "xls" | "ods" | "doc" | "docx" | "msi" => errors::spreadsheet(kind.mime_type()),
        _ => errors::other_kind(kind.extension(), kind.mime_type()),
    };
    Err(refusal.at("file"))
}

/// Counts what is UTF-8 in a file and what is not.
#[derive(Default)]
struct Utf8Check {
    /// Bytes at the end of the last chunk that may begin a letter.
    begun: Vec<u8>,
    /// The letters of several bytes: other encodings have hardly any.
    letters: usize,
    /// The bytes that are no UTF-8.
    errors: usize,
    /// The line ends and the bytes of the last line, before the first error.
    lines: u64,
    bytes: u64,
    last: u8,
    first: Option<u8>,
}

impl Utf8Check {
    /// Looks at the next bytes; an empty chunk is the end of the file.
    fn feed(&mut self, chunk: &[u8]) {
        let joined = [std::mem::take(&mut self.begun), chunk.to_vec()].concat();
        let mut rest = &joined[..];
        while let Err(error) = std::str::from_utf8(rest) {
            self.count(&rest[..error.valid_up_to()]);
            rest = &rest[error.valid_up_to()..];
            match error.error_len() {
                None if !chunk.is_empty() => {
                    self.begun = rest.to_vec();
                    return;
                }
                length => {
                    self.errors += 1;
                    self.first.get_or_insert(rest[0]);
                    rest = &rest[length.unwrap_or(rest.len())..];
                }
            }
        }
        self.count(rest);
    }

    fn count(&mut self, text: &[u8]) {
        self.letters += text.iter().filter(|byte| **byte >= 0xC0).count();
        if self.first.is_some() {
            return;
        }
        // A file of an old Mac ends its lines with CR alone; CR LF is one end.
        for byte in text {
            match byte {
                b'\n' if self.last == b'\r' => {}
                b'\n' | b'\r' => (self.lines, self.bytes) = (self.lines + 1, 0),
                _ => self.bytes += 1,
            }
            self.last = *byte;
        }
    }

    /// Refuses a text that is UTF-8 but for a few bytes: any other encoding would make nonsense of its letters.
    fn refuse_few_errors(&self) -> Result<()> {
        match self.first {
            Some(byte) if self.errors < self.letters => {
                let value = format!("0x{byte:02X}");
                Err(errors::nearly_utf8(self.lines + 1, self.bytes + 1, value).at("encoding"))
            }
            _ => Ok(()),
        }
    }
}

/// A reader of bytes that refuses more than a limit.
struct Bounded {
    bytes: Box<dyn Read>,
    left: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.left = self
            .left
            .checked_sub(length as u64)
            .ok_or_else(|| io::Error::other(errors::file_too_large(MAX_FILE >> 20)))?;
        Ok(length)
    }
}

/// The beginnings of the lines that were read, and of the record that is being read.
struct Lines {
    /// Byte and number of every line that is not empty, from the record at hand on.
    starts: VecDeque<(u64, u64)>,
    read: u64,
    line: u64,
    /// The last byte that was read; the file begins as if behind a line end.
    last: u8,
    record_at: u64,
}

impl Lines {
    fn new() -> Lines {
        Lines { starts: VecDeque::new(), read: 0, line: 1, last: b'\n', record_at: 0 }
    }

    /// Notes the lines that begin in `bytes`. A line ends with LF, CR LF or CR.
    fn watch(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let begins = matches!(self.last, b'\n' | b'\r');
            match *byte {
                b'\n' if self.last == b'\r' => {}
                b'\n' | b'\r' => self.line += 1,
                _ if begins => self.starts.push_back((self.read, self.line)),
                _ => {}
            }
            self.last = *byte;
            self.read += 1;
        }
    }

    /// The line that the record at hand begins in. Empty lines before it belong to no record.
    fn line_of_record(&mut self) -> u64 {
        while self.starts.front().is_some_and(|(byte, _)| *byte < self.record_at) {
            self.starts.pop_front();
        }
        self.starts.front().map_or(self.line, |(_, line)| *line)
    }
}

/// A reader that notes the lines and refuses a record that is too long.
struct Watched<R> {
    text: R,
    lines: Rc<RefCell<Lines>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.text.read(buffer)?;
        let mut lines = self.lines.borrow_mut();
        lines.watch(&buffer[..length]);
        if lines.read - lines.record_at > MAX_ROW {
            let line = lines.line_of_record();
            return Err(io::Error::other(errors::row_too_long(line, MAX_ROW >> 10)));
        }
        Ok(length)
    }
}
