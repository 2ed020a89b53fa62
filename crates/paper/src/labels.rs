//! Labels of products: PDF for sheets and label printers with a driver, ZPL for those of Zebra and their kin.

use crate::codes::{Code, article_number, bars};
use crate::press::{self, PrintedLine};
use crate::{MOST_LINES, PaperError, Result};
use serde::Serialize;
use std::fmt::Write;

/// What stands on a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name of the product.
    pub name: String,
    /// Its price, with the currency.
    pub price: String,
    /// Its bar code, or what it is known by where it has none.
    pub code: String,
    /// How many of them.
    pub copies: usize,
}

/// How labels lie on a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LabelStock {
    /// Three by eight of 70 × 37 mm on A4.
    #[serde(rename = "a4")]
    SheetOf24,
    /// Each on a page of 50 × 30 mm.
    #[serde(rename = "50x30")]
    Roll50x30,
}

/// What the template is given.
#[derive(Serialize)]
pub(crate) struct LabelSheet<'a> {
    title: &'static str,
    sheet: LabelStock,
    labels: Vec<Printed<'a>>,
}

#[derive(Serialize)]
struct Printed<'a> {
    name: &'a str,
    price: &'a str,
    code: &'a str,
    bars: Option<Code>,
}

/// Labels as PDF.
///
/// # Errors
///
/// [`PaperError::TooLong`].
pub fn labels_pdf(labels: &[Label], stock: LabelStock) -> Result<Vec<u8>> {
    require_few(labels)?;
    let printed = labels.iter().flat_map(|label| {
        let one =
            move || Printed { name: &label.name, price: &label.price, code: &label.code, bars: bars(&label.code) };
        std::iter::repeat_with(one).take(label.copies)
    });
    press::labels(&LabelSheet { title: "Labels", sheet: stock, labels: printed.collect() })
}

/// Labels of 50 × 30 mm in ZPL II, for a printer with 8 dots a millimetre.
///
/// # Errors
///
/// [`PaperError::TooLong`].
pub fn labels_zpl(labels: &[Label]) -> Result<String> {
    require_few(labels)?;
    labels.iter().map(zpl).collect()
}

fn require_few(labels: &[Label]) -> Result<()> {
    let all: usize = labels.iter().map(|label| label.copies).sum();
    if all > MOST_LINES { Err(PaperError::TooLong) } else { Ok(()) }
}

/// The width of what is printed, and where it begins, in dots.
const WIDTH: u32 = 368;
const LEFT: u32 = 16;

fn zpl(label: &Label) -> Result<String> {
    let mut out = "^XA^CI28^PW400^LL240^LH0,0".to_owned();
    out += &text_field(&label.name, 12, 26, 2)?;
    out += &text_field(&label.price, 72, 40, 1)?;
    let bar_code = match (article_number(&label.code), bars(&label.code)) {
        // The printer computes the last digit.
        (Some(digits), _) => format!("^FO104,118^BY2^BEN,76,Y,N^FD{}^FS", &digits[..12]),
        (None, Some(code)) => {
            let module = if code.width * 2 <= WIDTH as usize { 2 } else { 1 };
            let left = LEFT as usize + (WIDTH as usize).saturating_sub(code.width * module) / 2;
            // `>` begins a change of set in the data of Code 128, unless it is written as `>0`.
            let data = escaped(&label.code.replace('>', ">0"));
            format!("^FO{left},118^BY{module}^BCN,76,Y,N,N^FH^FD>:{data}^FS")
        }
        (None, None) => text_field(&label.code, 130, 26, 2)?,
    };
    out += &bar_code;
    write!(out, "^PQ{}^XZ", label.copies).map_err(PaperError::defect)?;
    Ok(out)
}

/// A centred text at a height. The fonts of printers know Latin letters; what has others is sent as a picture.
fn text_field(text: &str, top: u32, size: u32, lines: u32) -> Result<String> {
    if text.chars().all(|letter| letter <= '\u{17f}') {
        // In a block, a backslash begins a command unless it is doubled.
        let data = escaped(&text.replace('\\', "\\\\"));
        return Ok(format!("^FO{LEFT},{top}^A0N,{size},{size}^FB{WIDTH},{lines},0,C^FH^FD{data}^FS"));
    }
    let line = PrintedLine { size, width: WIDTH, bold: true, centred: true, left: text, right: None };
    let dots = press::dots(&line)?;
    let rows = dots.rows.min((size * lines * 3 / 2) as usize);
    let bytes = &dots.bytes[..rows * dots.row_bytes];
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok(format!("^FO{LEFT},{top}^GFA,{0},{0},{1},{hex}^FS", bytes.len(), dots.row_bytes))
}

/// A text behind `^FH`: what could begin a command, and every byte beyond ASCII, as `_` and two hexadecimal digits.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"^~_".contains(&byte) || byte == b' ';
    let visible = text.bytes().filter(|byte| !byte.is_ascii_control());
    visible.map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("_{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(name: &str, code: &str) -> Label {
        Label { name: name.to_owned(), price: "BDT 1,450.00".to_owned(), code: code.to_owned(), copies: 3 }
    }

    #[test]
    fn label_is_three_fields_and_how_many() {
        let zpl = labels_zpl(&[label("Basmati rice 25 kg", "4006381333931")]).unwrap();
        assert_eq!(
            zpl,
            "^XA^CI28^PW400^LL240^LH0,0^FO16,12^A0N,26,26^FB368,2,0,C^FH^FDBasmati rice 25 kg^FS\
             ^FO16,72^A0N,40,40^FB368,1,0,C^FH^FDBDT 1,450.00^FS^FO104,118^BY2^BEN,76,Y,N^FD400638133393^FS^PQ3^XZ"
        );
        let zpl = labels_zpl(&[label("Rice", "RICE-25>B")]).unwrap();
        assert!(zpl.contains("^BCN,76,Y,N,N^FH^FD>:RICE-25>0B^FS"), "{zpl}");
    }

    #[test]
    fn no_text_of_a_user_is_a_command_of_the_printer() {
        let zpl = labels_zpl(&[label("Müller ^XZ ~JR 5% a_b \\& \u{7}", "^XA~SD30")]).unwrap();
        assert!(zpl.contains("^FDM_C3_BCller _5EXZ _7EJR 5% a_5Fb \\\\& ^FS"), "{zpl}");
        assert!(zpl.contains("^FD>:_5EXA_7ESD30^FS"), "{zpl}");
        assert_eq!((zpl.matches("^XA").count(), zpl.matches("^XZ").count(), zpl.matches('~').count()), (1, 1, 0));
    }

    #[test]
    fn letters_that_no_printer_has_are_a_picture() {
        let zpl = labels_zpl(&[label("চাল (মিনিকেট)", "চাল")]).unwrap();
        assert_eq!(zpl.matches("^GFA,").count(), 2);
        let (_, field) = zpl.split_once("^GFA,").unwrap();
        let (field, _) = field.split_once("^FS").unwrap();
        let parts: Vec<&str> = field.split(',').collect();
        let [all, again, row, hex] = parts[..] else { panic!("{field}") };
        assert_eq!((all, row, hex.len()), (again, "46", 2 * all.parse::<usize>().unwrap()));
        assert!(hex.contains(|digit| digit != '0'));
    }

    #[test]
    fn more_labels_than_a_paper_has_lines_are_refused() {
        let many = [Label { copies: 5_001, ..label("Rice", "1") }];
        assert_eq!(labels_zpl(&many).unwrap_err(), PaperError::TooLong);
        assert_eq!(labels_pdf(&many, LabelStock::SheetOf24).unwrap_err(), PaperError::TooLong);
    }
}
