//! Slips for receipt printers (ESC/POS), 80 mm wide: text, and a picture of every line whose letters such printers do not have.

use crate::forms::{Addressee, Fact, Form, Letterhead};
use crate::press::{self, PrintedLine};
use crate::words::word;
use crate::{PaperError, Result};
use language::Language;

/// The width of the paper in letters and in dots.
const COLUMNS: usize = 48;
const DOTS: u32 = 576;
/// The height of letters in pictures: that of the printer's own.
const LETTERS: u32 = 24;

const INIT: &[u8] = b"\x1b@";
const BOLD: [&[u8]; 2] = [b"\x1bE\x00", b"\x1bE\x01"];
const LEFT: &[u8] = b"\x1ba\x00";
const CENTRE: &[u8] = b"\x1ba\x01";
/// Feeds the paper beyond the knife and cuts it nearly through.
const CUT: &[u8] = b"\x1dVB\x03";
/// The drawer at pin 2, for 100 ms.
const KICK: &[u8] = b"\x1bp\x00\x32\x32";

/// An invoice, a credit note or a receipt as the bytes that a receipt printer is sent.
///
/// # Errors
///
/// [`PaperError::NoSlip`] of other papers.
pub fn slip(form: &Form, letterhead: &Letterhead, language: Language, opens_drawer: bool) -> Result<Vec<u8>> {
    let mut slip = Slip { bytes: INIT.to_vec() };
    if opens_drawer {
        slip.bytes.extend_from_slice(KICK);
    }
    slip.centred(&letterhead.company, true)?;
    letterhead.lines.iter().try_for_each(|line| slip.centred(line, false))?;
    match form {
        Form::Trade(trade) => {
            slip.begin(&trade.title, &trade.facts, (word(language, "customer"), trade.customer.as_ref()))?;
            for line in &trade.lines {
                slip.line(&line.name, None, true)?;
                let discount = line.discount.as_ref().map(|discount| format!(" -{discount}")).unwrap_or_default();
                let count = format!("{} {} x {}{discount}", line.quantity, line.unit, line.price);
                slip.line(&count, Some(&line.amount), false)?;
            }
            slip.rule();
            trade.sums.iter().try_for_each(|sum| slip.line(&sum.label, Some(&sum.amount), sum.strong))?;
            trade.notes.iter().try_for_each(|note| slip.line(note, None, false))?;
            slip.codes(trade.qr_text.as_deref(), &trade.number)?;
        }
        Form::Receipt(receipt) => {
            slip.begin(&receipt.title, &receipt.facts, (word(language, "received_from"), receipt.customer.as_ref()))?;
            slip.line(&receipt.method, Some(&format!("{} {}", receipt.currency, receipt.amount)), true)?;
        }
        Form::Statement(_) | Form::Letter(_) | Form::Report(_) => return Err(PaperError::NoSlip),
    }
    slip.bytes.push(b'\n');
    letterhead.footer.iter().try_for_each(|line| slip.centred(line, false))?;
    slip.bytes.extend_from_slice(CUT);
    Ok(slip.bytes)
}

struct Slip {
    bytes: Vec<u8>,
}

impl Slip {
    fn begin(&mut self, title: &str, facts: &[Fact], (label, who): (&str, Option<&Addressee>)) -> Result<()> {
        self.rule();
        self.centred(title, true)?;
        facts.iter().try_for_each(|(name, value)| self.line(name, Some(value), false))?;
        if let Some(who) = who {
            self.line(label, Some(&who.name), false)?;
        }
        self.rule();
        Ok(())
    }

    fn rule(&mut self) {
        self.bytes.extend([b'-'; COLUMNS]);
        self.bytes.push(b'\n');
    }

    fn centred(&mut self, text: &str, bold: bool) -> Result<()> {
        self.bytes.extend_from_slice(CENTRE);
        self.line(text, None, bold)?;
        self.bytes.extend_from_slice(LEFT);
        Ok(())
    }

    /// A text to the left, and one to the right where there is one.
    fn line(&mut self, left: &str, right: Option<&str>, bold: bool) -> Result<()> {
        let (left, right) = (visible(left), right.map(visible));
        if !left.is_ascii() || right.as_ref().is_some_and(|right| !right.is_ascii()) {
            return self.picture(&left, right.as_deref(), bold);
        }
        let right = right.unwrap_or_default();
        self.bytes.extend_from_slice(BOLD[usize::from(bold)]);
        let mut rows = wrapped(&left, COLUMNS);
        let last = rows.pop().unwrap_or_default();
        for row in rows {
            self.bytes.extend(row.bytes().chain([b'\n']));
        }
        let between = COLUMNS.checked_sub(last.len() + right.len()).filter(|between| *between > 0 || right.is_empty());
        self.bytes.extend(last.bytes());
        match between {
            _ if right.is_empty() => {}
            Some(between) => self.bytes.extend(std::iter::repeat_n(b' ', between).chain(right.bytes())),
            None => {
                let before = COLUMNS.saturating_sub(right.len());
                self.bytes.extend([b'\n'].into_iter().chain(std::iter::repeat_n(b' ', before)).chain(right.bytes()));
            }
        }
        self.bytes.push(b'\n');
        self.bytes.extend_from_slice(BOLD[0]);
        Ok(())
    }

    /// `GS v 0`: a line as dots.
    fn picture(&mut self, left: &str, right: Option<&str>, bold: bool) -> Result<()> {
        let centred = right.is_none() && self.bytes.ends_with(CENTRE);
        let dots = press::dots(&PrintedLine { size: LETTERS, width: DOTS, bold, centred, left, right })?;
        // Printers take pictures of about a thousand rows at once.
        for strip in dots.bytes.chunks(dots.row_bytes * 1_000) {
            self.bytes.extend_from_slice(b"\x1dv0\x00");
            for length in [dots.row_bytes, strip.len() / dots.row_bytes] {
                let length =
                    u16::try_from(length).map_err(|error| PaperError::Defect(format!("a picture: {error}")))?;
                self.bytes.extend_from_slice(&length.to_le_bytes());
            }
            self.bytes.extend_from_slice(strip);
        }
        Ok(())
    }

    /// The QR code of a text, and the number as Code 128.
    fn codes(&mut self, qr: Option<&str>, number: &str) -> Result<()> {
        self.bytes.extend_from_slice(CENTRE);
        if let Some(text) = qr {
            let length =
                u16::try_from(text.len() + 3).map_err(|error| PaperError::Defect(format!("a QR code: {error}")))?;
            self.bytes.extend_from_slice(b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k");
            self.bytes.extend_from_slice(&length.to_le_bytes());
            self.bytes.extend_from_slice(b"1P0");
            self.bytes.extend_from_slice(text.as_bytes());
            self.bytes.extend_from_slice(b"\x1d(k\x03\x001Q0\n");
        }
        // Eleven modules of two dots for each letter, and 35 around them.
        if (1..=23).contains(&number.len()) && number.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            // `{` begins a change of set unless it is doubled.
            let data = format!("{{B{}", number.replace('{', "{{"));
            let length =
                u8::try_from(data.len()).map_err(|error| PaperError::Defect(format!("a bar code: {error}")))?;
            self.bytes.extend_from_slice(b"\x1dh\x50\x1dw\x02\x1dH\x02\x1dk\x49");
            self.bytes.push(length);
            self.bytes.extend_from_slice(data.as_bytes());
            self.bytes.push(b'\n');
        }
        self.bytes.extend_from_slice(LEFT);
        Ok(())
    }
}

/// A text without what printers take as commands, and without what takes no place.
fn visible(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().to_owned()
}

/// The rows of a text of ASCII, broken at spaces where that is possible.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for part in word.as_bytes().chunks(width) {
            let part = String::from_utf8_lossy(part);
            match rows.last_mut() {
                Some(row) if row.is_empty() => row.push_str(&part),
                Some(row) if row.len() + 1 + part.len() <= width => {
                    row.push(' ');
                    row.push_str(&part);
                }
                _ => rows.push(part.into_owned()),
            }
        }
    }
    rows
}
