//! Bar codes and QR codes as what is dark in them.

use barcoders::sym::code128::Code128;
use barcoders::sym::ean13::EAN13;
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A code: rows of modules. A bar code has one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Modules in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// What is dark: column, row, and how many modules from there to the right.
    pub runs: Vec<(usize, usize, usize)>,
}

impl Code {
    fn of(width: usize, dark: impl IntoIterator<Item = bool>) -> Code {
        let mut code = Code { width, ..Code::default() };
        for (place, is_dark) in dark.into_iter().enumerate() {
            let (x, y) = (place % width, place / width);
            code.height = y + 1;
            match code.runs.last_mut() {
                Some((from, row, n)) if is_dark && *row == y && *from + *n == x => *n += 1,
                _ if is_dark => code.runs.push((x, y, 1)),
                _ => {}
            }
        }
        code
    }
}

/// The check digit behind these digits of a GTIN: the weights are 3, 1, 3, … from the right.
fn check_digit(digits: &str) -> u32 {
    let weighted = digits.chars().rev().filter_map(|digit| digit.to_digit(10)).zip([3, 1].into_iter().cycle());
    (10 - weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 10) % 10
}

/// The 13 digits of an article number, which are right; those of a UPC-A, which has 12, behind a zero.
pub fn article_number(text: &str) -> Option<String> {
    let digits = if text.len() == 12 { format!("0{text}") } else { text.to_owned() };
    let is_number = digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = is_number && digits.ends_with(&check_digit(&digits[..12]).to_string());
    is_right.then_some(digits)
}

/// The bars of a text: EAN-13 of an article number, else Code 128; none where it has letters that neither can say.
pub fn bars(text: &str) -> Option<Code> {
    let modules = match article_number(text) {
        Some(digits) => EAN13::new(digits).ok()?.encode(),
        None => code128(text)?,
    };
    Some(Code::of(modules.len(), modules.into_iter().map(|module| module == 1)))
}

/// Code 128 of a text by set B, which has the visible letters of ASCII.
fn code128(text: &str) -> Option<Vec<u8>> {
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    // Longer ones are wider than any label.
    let fits = is_printable && (1..=40).contains(&text.len());
    fits.then(|| Code128::new(format!("\u{181}{text}")).ok())?.map(|code| code.encode())
}

/// The QR code of a text; none where it is too long for one.
pub fn qr(text: &str) -> Option<Code> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    Some(Code::of(code.width(), code.to_colors().into_iter().map(|colour| colour == Color::Dark)))
}
