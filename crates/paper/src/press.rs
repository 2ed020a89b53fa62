//! Typesetting. A template sees two files, what it shows and the logo, both in memory: no disk, no packages, no clock.

use crate::forms::{Form, Letterhead, Sheet};
use crate::labels::LabelSheet;
use crate::words::words;
use crate::{PaperError, Result};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use language::Language;
use serde::Serialize;
use serde_json::Value as Json;
use std::io::Cursor;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// The most lines of a paper: forty pages take half a second, and nothing ends a layout that has begun.
pub const MOST_LINES: usize = 5_000;
/// For how many papers typst remembers what they have in common, and how long what a paper shows may be, in bytes.
const REMEMBERED: usize = 4;
const SHORT_BYTES: usize = 50_000;
/// The longest side of a logo, and the one to which a larger one is made smaller.
const LOGO_SIDE: u32 = 4_000;
const LOGO_PIXELS: u32 = 1_000;
/// The longest part of a text without a place where it may be broken.
const LONGEST_WORD: usize = 20;

const FONTS: [&[u8]; 6] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansBengali-Regular.ttf"),
    include_bytes!("../fonts/NotoSansBengali-Bold.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Regular.ttf"),
    include_bytes!("../fonts/NotoSansDevanagari-Bold.ttf"),
];

/// Everything that papers share.
static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    data: FileId,
    logo: FileId,
    trade: Source,
    receipt: Source,
    statement: Source,
    letter: Source,
    report: Source,
    labels: Source,
    line: Source,
}

impl Press {
    fn new() -> Press {
        let fonts: Vec<Font> = FONTS.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect();
        let house =
            |name, template: &str| source(name, format!("{}{template}", include_str!("../templates/house.typ")));
        Press {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            data: file("/data.json"),
            logo: file("/logo"),
            trade: house("/trade.typ", include_str!("../templates/trade.typ")),
            receipt: house("/receipt.typ", include_str!("../templates/receipt.typ")),
            statement: house("/statement.typ", include_str!("../templates/statement.typ")),
            letter: house("/letter.typ", include_str!("../templates/letter.typ")),
            report: house("/report.typ", include_str!("../templates/report.typ")),
            labels: source("/labels.typ", include_str!("../templates/labels.typ").to_owned()),
            line: source("/line.typ", include_str!("../templates/line.typ").to_owned()),
        }
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the names in this file are paths");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

fn source(name: &str, text: String) -> Source {
    Source::new(file(name), text)
}

/// One paper on the press.
struct Job<'a> {
    template: &'a Source,
    data: Bytes,
    logo: Option<Bytes>,
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match &self.logo {
            _ if id == PRESS.data => Ok(self.data.clone()),
            Some(logo) if id == PRESS.logo => Ok(logo.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    /// Dates are data, never the clock.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What a template of the house is given.
#[derive(Serialize)]
struct Shown<'a> {
    sheet: Sheet,
    language: &'static str,
    words: std::collections::BTreeMap<&'static str, &'static str>,
    letterhead: &'a Letterhead,
    preview: bool,
    #[serde(flatten)]
    form: &'a Form,
}

/// A paper as PDF: the same bytes for the same paper. A preview says so across its pages.
///
/// # Errors
///
/// [`PaperError::TooLong`], [`PaperError::BadLogo`].
pub fn pdf(form: &Form, letterhead: &Letterhead, sheet: Sheet, language: Language, preview: bool) -> Result<Vec<u8>> {
    let document = set(form, letterhead, sheet, language, preview)?;
    printed(&document)
}

pub(crate) fn set(
    form: &Form,
    letterhead: &Letterhead,
    sheet: Sheet,
    language: Language,
    preview: bool,
) -> Result<PagedDocument> {
    if form.length() > MOST_LINES {
        return Err(PaperError::TooLong);
    }
    let template = match form {
        Form::Trade(_) => &PRESS.trade,
        Form::Receipt(_) => &PRESS.receipt,
        Form::Statement(_) => &PRESS.statement,
        Form::Letter(_) => &PRESS.letter,
        Form::Report(_) => &PRESS.report,
    };
    let logo = letterhead.logo.as_deref().map(picture_of).transpose()?;
    let shown = Shown { sheet, language: language.code(), words: words(language), letterhead, preview, form };
    laid_out(template, &shown, logo)
}

/// Labels as PDF.
pub(crate) fn labels(sheet: &LabelSheet<'_>) -> Result<Vec<u8>> {
    printed(&laid_out(&PRESS.labels, sheet, None)?)
}

/// A line for a printer that has no letters for it.
#[derive(Serialize)]
pub(crate) struct PrintedLine<'a> {
    /// The height of its letters and the width of the line, in dots.
    pub(crate) size: u32,
    pub(crate) width: u32,
    pub(crate) bold: bool,
    pub(crate) centred: bool,
    pub(crate) left: &'a str,
    pub(crate) right: Option<&'a str>,
}

/// Dots: rows of bytes, the first dot in the highest bit, a set bit is black.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dots {
    pub(crate) row_bytes: usize,
    pub(crate) rows: usize,
    pub(crate) bytes: Vec<u8>,
}

/// A line as dots.
pub(crate) fn dots(line: &PrintedLine<'_>) -> Result<Dots> {
    let document = laid_out(&PRESS.line, line, None)?;
    let page = document.pages().first().ok_or_else(|| PaperError::Defect("a line without a page".to_owned()))?;
    let options = typst_render::RenderOptions { pixel_per_pt: typst::utils::Scalar::ONE, render_bleed: false };
    let picture = typst_render::render(page, &options);
    let (width, rows) = (picture.width() as usize, picture.height() as usize);
    let row_bytes = width.div_ceil(8);
    let mut bytes = vec![0; row_bytes * rows];
    for (place, pixel) in picture.pixels().iter().enumerate() {
        let brightness = u32::from(pixel.red()) + u32::from(pixel.green()) + u32::from(pixel.blue());
        if brightness < 3 * 140 && pixel.alpha() > 127 {
            bytes[place / width * row_bytes + place % width / 8] |= 0x80 >> (place % width % 8);
        }
    }
    Ok(Dots { row_bytes, rows, bytes })
}

fn laid_out(template: &Source, shown: &impl Serialize, logo: Option<Vec<u8>>) -> Result<PagedDocument> {
    let mut data =
        serde_json::to_value(shown).map_err(|error| PaperError::Defect(format!("what a paper shows: {error}")))?;
    let words = data.as_object_mut().and_then(|data| data.remove("words"));
    breakable(&mut data);
    if let (Some(data), Some(words)) = (data.as_object_mut(), words) {
        data.insert("words".to_owned(), words);
    }
    let data = data.to_string();
    let is_long = data.len() > SHORT_BYTES;
    let job = Job { template, data: Bytes::from_string(data), logo: logo.map(Bytes::new) };
    let laid_out = typst::compile::<PagedDocument>(&job).output;
    // What it remembers makes the next papers twice as fast, and would grow without end: it is kept for some papers, of long ones not at all.
    typst::comemo::evict(if is_long { 0 } else { REMEMBERED });
    laid_out.map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|problem| problem.message.to_string()).collect();
        PaperError::Defect(format!("a template: {}", problems.join("; ")))
    })
}

fn printed(document: &PagedDocument) -> Result<Vec<u8>> {
    let (ident, creator) = (Smart::Custom("sanduk".to_owned()), Smart::Custom(Some("Sanduk".to_owned())));
    let options = PdfOptions { ident, creator, ..PdfOptions::default() };
    typst_pdf::pdf(document, &options).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|problem| problem.message.to_string()).collect();
        PaperError::Defect(format!("a PDF: {}", problems.join("; ")))
    })
}

/// Lets every long word of what is shown be broken, so that none runs beyond the paper.
fn breakable(data: &mut Json) {
    match data {
        Json::String(text) if text.len() > LONGEST_WORD => {
            let (mut broken, mut length) = (String::with_capacity(text.len()), 0);
            for letter in text.chars() {
                length = if letter.is_whitespace() || letter == '-' { 0 } else { length + 1 };
                if length > LONGEST_WORD {
                    broken.push('\u{200b}');
                    length = 1;
                }
                broken.push(letter);
            }
            *text = broken;
        }
        Json::Array(values) => values.iter_mut().for_each(breakable),
        Json::Object(fields) => fields.values_mut().for_each(breakable),
        _ => {}
    }
}

/// The picture of a logo as the templates take it: read within limits, and made smaller where it is larger than paper shows.
fn picture_of(content: &[u8]) -> Result<Vec<u8>> {
    // What a library does with a file that was made to break it is not known.
    std::panic::catch_unwind(|| read_picture(content)).ok().flatten().ok_or(PaperError::BadLogo)
}

fn read_picture(content: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(content)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LOGO_SIDE), Some(LOGO_SIDE));
    limits.max_alloc = Some(80 << 20);
    reader.limits(limits);
    let picture: DynamicImage = reader.decode().ok()?;
    let is_small = picture.width().max(picture.height()) <= LOGO_PIXELS;
    let small = if is_small { picture } else { picture.thumbnail(LOGO_PIXELS, LOGO_PIXELS) };
    let mut png = Vec::new();
    small.into_rgba8().write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok()?;
    Some(png)
}
