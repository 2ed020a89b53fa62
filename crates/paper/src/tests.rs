use crate::codes::{Code, article_number, bars, qr};
use crate::press::{MOST_LINES, set};
use crate::{
    Addressee, Form, Letter, Letterhead, PaperError, Receipt, ReportTable, Sheet, Statement, StatementLine, Sum,
    TableColumn, TableRow, TaxSum, Trade, TradeLine, pdf, slip,
};
use typst::layout::{Abs, Frame, FrameItem, Point};

const SHEETS: [Sheet; 3] = [Sheet::A4, Sheet::A5, Sheet::Roll];
use language::Language;

const LANGUAGES: [Language; 2] = [Language::English, Language::Bengali];

fn text(text: &str) -> String {
    text.to_owned()
}

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(40, 20, image::Rgba([200, 30, 30, 128]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

fn letterhead() -> Letterhead {
    Letterhead {
        company: text("Sanduk Traders"),
        lines: vec![text("12 Mirpur Road, Dhaka"), text("মিরপুর রোড, ঢাকা")],
        footer: vec![text("Account 0123 4567")],
        colour: text("#1f4e79"),
        digits: "0123456789".to_owned(),
        logo: None,
    }
}

fn customer() -> Option<Addressee> {
    Some(Addressee {
        name: text("রহমান অ্যান্ড সন্স"), lines: vec![text("C00017"), text("काठमाडौँ महानगरपालिका")]
    })
}

fn line(name: &str, amount: &str) -> TradeLine {
    TradeLine {
        name: text(name),
        sku: text("P-0012"),
        quantity: text("3"),
        unit: text("pcs"),
        price: text("100.50"),
        discount: Some(text("1.50")),
        tax: Some(text("15 %")),
        amount: text(amount),
    }
}

fn trade(lines: usize) -> Trade {
    let names = ["Basmati rice 25 kg", "চাল (মিনিকেট) ৫০ কেজি বস্তা, শ্রীমঙ্গল", "सिमेन्ट पोर्टल्याण्ड ५० केजी"];
    Trade {
        title: text("Invoice"),
        number: text("INV-2026-000123"),
        facts: vec![(text("Number"), text("INV-2026-000123")), (text("Date"), text("2026-11-29"))],
        customer: customer(),
        lines: (0..lines).map(|n| line(names[n % 3], &format!("1,{:03}.00", n % 1000))).collect(),
        sums: vec![
            Sum { label: text("Subtotal"), amount: text("86,956.52"), strong: false },
            Sum { label: text("Total BDT"), amount: text("100,000.00"), strong: true },
        ],
        taxes: vec![TaxSum { name: text("VAT 15 %"), net: text("86,956.52"), tax: text("13,043.48") }],
        notes: vec![text("Prices include tax.")],
        qr: qr("upi://pay?pa=shop@okbank&am=100000.00"),
        bars: bars("INV-2026-000123"),
        qr_text: Some(text("upi://pay?pa=shop@okbank&am=100000.00")),
    }
}

fn forms() -> Vec<Form> {
    let facts = vec![(text("Date"), text("2026-11-29"))];
    let (title, number) = (text("শিরোনাম"), text("No 7"));
    let statement_line = StatementLine {
        date: text("2026-11-29"),
        kind: text("চালান"),
        number: text("INV-1"),
        due: Some(text("2026-12-29")),
        debit: Some(text("10.00")),
        credit: None,
        balance: text("10.00"),
    };
    vec![
        Form::Trade(trade(5)),
        Form::Receipt(Receipt {
            title: title.clone(),
            number: number.clone(),
            customer: customer(),
            amount: text("5.00"),
            ..Receipt::default()
        }),
        Form::Statement(Statement {
            title: title.clone(),
            customer: customer(),
            lines: vec![statement_line],
            ..Statement::default()
        }),
        Form::Letter(Letter {
            title: title.clone(),
            facts: facts.clone(),
            subject: text("Reminder"),
            paragraphs: vec![vec![text("Dear Ann,")], vec![text("please pay."), text("Bob")]],
            ..Letter::default()
        }),
        Form::Report(ReportTable {
            title,
            number,
            facts,
            columns: vec![
                TableColumn { label: text("Account"), number: false },
                TableColumn { label: text("Debit"), number: true },
            ],
            rows: vec![TableRow { cells: vec![text("1000 Cash"), text("5.00")], strong: true }],
        }),
    ]
}

/// Every text of a frame, and how many letters no font has.
fn texts(frame: &Frame, found: &mut Vec<String>) -> usize {
    let missing = |item: &FrameItem, found: &mut Vec<String>| match item {
        FrameItem::Group(group) => texts(&group.frame, found),
        FrameItem::Text(run) => {
            found.push(run.text.to_string());
            run.glyphs.iter().filter(|glyph| glyph.id == 0).count()
        }
        _ => 0,
    };
    frame.items().map(|(_, item)| missing(item, found)).sum()
}

#[test]
fn every_form_is_set_on_every_sheet_in_both_languages_without_a_missing_letter() {
    let house = Letterhead { logo: Some(picture()), ..letterhead() };
    for form in forms() {
        for sheet in SHEETS {
            for language in LANGUAGES {
                let document = set(&form, &house, sheet, language, true).unwrap();
                let mut found = Vec::new();
                let missing: usize = document.pages().iter().map(|page| texts(&page.frame, &mut found)).sum();
                assert_eq!(missing, 0, "{form:?} {sheet:?} {language:?}: {found:?}");
                let expected = match sheet {
                    Sheet::A4 => "210",
                    Sheet::A5 => "148",
                    Sheet::Roll => "80",
                };
                assert_eq!(format!("{:.0}", document.pages()[0].frame.width().to_mm()), expected);
            }
        }
    }
}

#[test]
fn letter_that_no_font_has_is_told_by_the_test_above() {
    let title = text("請求書");
    let form = Form::Letter(Letter { title, ..Letter::default() });
    let document = set(&form, &letterhead(), Sheet::A4, Language::English, false).unwrap();
    assert!(texts(&document.pages()[0].frame, &mut Vec::new()) > 0);
}

#[test]
fn pdf_says_what_was_sold_and_is_the_same_twice() {
    let form = Form::Trade(trade(60));
    let made = pdf(&form, &letterhead(), Sheet::A4, Language::English, false).unwrap();
    assert!(made.starts_with(b"%PDF-1."));
    assert_eq!(pdf(&form, &letterhead(), Sheet::A4, Language::English, false).unwrap(), made);
    let read = lopdf::Document::load_mem(&made).unwrap();
    let pages: Vec<u32> = read.get_pages().into_keys().collect();
    assert_eq!(pages, [1, 2, 3]);
    let words = read.extract_text(&pages).unwrap();
    for said in ["Invoice", "INV-2026-000123", "Sanduk Traders", "Basmati rice 25 kg", "100,000.00", "Page 3 / 3"] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn what_users_write_is_never_markup() {
    let wild = "#panic() #read(\"/etc/passwd\") *bold* $x^2$ \\ `code` <label> @ref // gone /* gone */ [x] = Heading";
    let form =
        Form::Trade(Trade { lines: vec![line(wild, wild)], title: text(wild), notes: vec![text(wild)], ..trade(0) });
    for sheet in SHEETS {
        let house = Letterhead { company: text(wild), footer: vec![text(wild)], ..letterhead() };
        let document = set(&form, &house, sheet, Language::English, false).unwrap();
        let mut found = Vec::new();
        texts(&document.pages()[0].frame, &mut found);
        let said = found.concat().replace([' ', '\u{200b}'], "");
        assert!(said.matches(&wild.replace(' ', "")).count() >= 4, "{said}");
    }
}

#[test]
fn long_words_stay_on_the_paper() {
    let form = Form::Trade(Trade { lines: vec![line(&"W".repeat(500), "1.00")], ..trade(0) });
    for sheet in SHEETS {
        let document = set(&form, &letterhead(), sheet, Language::English, false).unwrap();
        let page = &document.pages()[0].frame;
        assert!(rightmost(page) <= page.width(), "{sheet:?}");
    }
}

/// How far to the right a text of a frame reaches.
fn rightmost(frame: &Frame) -> Abs {
    let reach = |(at, item): &(Point, FrameItem)| match item {
        FrameItem::Group(group) => at.x + rightmost(&group.frame),
        FrameItem::Text(run) => at.x + run.width(),
        _ => Abs::zero(),
    };
    frame.items().map(reach).fold(Abs::zero(), Abs::max)
}

#[test]
fn papers_that_are_too_long_and_logos_that_are_no_pictures_are_refused() {
    let long = Form::Trade(trade(MOST_LINES + 1));
    assert_eq!(pdf(&long, &letterhead(), Sheet::A4, Language::English, false).unwrap_err(), PaperError::TooLong);
    let form = Form::Trade(trade(1));
    let whole = picture();
    for logo in [Vec::new(), b"<svg onload='x'/>".to_vec(), whole[..whole.len() / 2].to_vec()] {
        let house = Letterhead { logo: Some(logo), ..letterhead() };
        assert_eq!(pdf(&form, &house, Sheet::A4, Language::English, false).unwrap_err(), PaperError::BadLogo);
    }
}

/// The widths of bars and gaps of a code, in modules, beginning with a bar.
fn widths(code: &Code) -> Vec<usize> {
    let mut widths = Vec::new();
    let mut end = 0;
    for (x, _, n) in &code.runs {
        if end > 0 {
            widths.push(x - end);
        }
        widths.push(*n);
        end = x + n;
    }
    widths
}

/// The digits of an EAN-13 read from its bars, as the standard says.
fn read_ean(code: &Code) -> String {
    const ODD: [[usize; 4]; 10] = [
        [3, 2, 1, 1],
        [2, 2, 2, 1],
        [2, 1, 2, 2],
        [1, 4, 1, 1],
        [1, 1, 3, 2],
        [1, 2, 3, 1],
        [1, 1, 1, 4],
        [1, 3, 1, 2],
        [1, 2, 1, 3],
        [3, 1, 1, 2],
    ];
    const FIRST: [&str; 10] =
        ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
    let widths = widths(code);
    assert_eq!((code.width, widths.len()), (95, 59));
    let (mut sets, mut digits) = (String::new(), String::new());
    for group in widths[3..27].chunks(4).chain(widths[32..56].chunks(4)) {
        let backwards: Vec<usize> = group.iter().rev().copied().collect();
        let odd = ODD.iter().position(|pattern| pattern == group);
        let digit = odd.or_else(|| ODD.iter().position(|pattern| *pattern == backwards[..])).unwrap();
        sets.push(if odd.is_some() { 'L' } else { 'G' });
        digits.push_str(&digit.to_string());
    }
    let first = FIRST.iter().position(|first| sets.starts_with(first)).unwrap();
    format!("{first}{digits}")
}

#[test]
fn article_numbers_are_read_back_from_their_bars() {
    for number in ["4006381333931", "9780143007234", "5901234123457", "2101234012505", "2030012512503"] {
        assert_eq!(article_number(number).as_deref(), Some(number));
        assert_eq!(read_ean(&bars(number).unwrap()), number);
    }
    assert_eq!(article_number("036000291452").as_deref(), Some("0036000291452"));
    for wrong in ["4006381333930", "400638133393", "40063813339311", "4006381333 31", ""] {
        assert_eq!(article_number(wrong), None, "{wrong}");
    }
}

#[test]
fn code_128_begins_with_set_b_and_ends_with_its_check() {
    let code = bars("A1").unwrap();
    // Start B, `A`, `1`, check (104 + 33 + 2 * 17) mod 103 = 68, stop.
    let expected = "211214 111323 123221 141221 2331112".replace(' ', "");
    let read: String = widths(&code).iter().map(ToString::to_string).collect();
    assert_eq!(read, expected);
    assert_eq!((bars("চাল"), bars(""), bars(&"x".repeat(41)), bars("a\u{1b}")), (None, None, None, None));
}

#[test]
fn qr_code_has_its_three_corners() {
    let code = qr("https://sanduk.example/").unwrap();
    let is_dark = |x, y| code.runs.iter().any(|(from, row, n)| *row == y && (*from..from + n).contains(&x));
    let corner = |left: usize, top: usize| {
        let ring = (0..7).all(|n| is_dark(left + n, top) && is_dark(left + n, top + 6) && is_dark(left, top + n));
        ring && !is_dark(left + 1, top + 1) && is_dark(left + 3, top + 3)
    };
    let far = code.width - 7;
    assert!(code.width == code.height && corner(0, 0) && corner(far, 0) && corner(0, far) && !corner(far, far));
    assert_eq!(qr(&"x".repeat(3_000)), None);
}

#[test]
fn slip_is_what_the_printer_is_told() {
    let (lines, sums) =
        (vec![line("Rice", "300.00")], vec![Sum { label: text("Total"), amount: text("300.00"), strong: true }]);
    let plain = Trade { customer: None, lines, sums, notes: vec![], qr_text: Some(text("pay")), ..trade(0) };
    let house = Letterhead { company: text("Shop"), lines: vec![], footer: vec![text("Thanks")], ..letterhead() };
    let made = slip(&Form::Trade(plain), &house, Language::English, true).unwrap();
    let spaces = |n: usize| " ".repeat(n);
    let rule = "-".repeat(48);
    let expected = [
        "\x1b@\x1bp\0\x32\x32",
        "\x1ba\x01\x1bE\x01Shop\n\x1bE\0\x1ba\0",
        &rule,
        "\n\x1ba\x01\x1bE\x01Invoice\n\x1bE\0\x1ba\0",
        &format!("\x1bE\0Number{}INV-2026-000123\n\x1bE\0", spaces(27)),
        &format!("\x1bE\0Date{}2026-11-29\n\x1bE\0", spaces(34)),
        &rule,
        "\n\x1bE\x01Rice\n\x1bE\0",
        &format!("\x1bE\x003 pcs x 100.50 -1.50{}300.00\n\x1bE\0", spaces(22)),
        &rule,
        &format!("\n\x1bE\x01Total{}300.00\n\x1bE\0", spaces(37)),
        "\x1ba\x01\x1d(k\x04\x001A2\0\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x06\x001P0pay\x1d(k\x03\x001Q0\n",
        "\x1dh\x50\x1dw\x02\x1dH\x02\x1dk\x49\x11{BINV-2026-000123\n\x1ba\0",
        "\n\x1ba\x01\x1bE\0Thanks\n\x1bE\0\x1ba\0\x1dVB\x03",
    ];
    assert_eq!(String::from_utf8(made).unwrap(), expected.concat());
}

#[test]
fn no_text_of_a_user_opens_the_drawer() {
    let wild = "Rice\x1bp\0\x32\x32\x10\x14\x01\0\x01 {C}";
    let form = Form::Trade(Trade { lines: vec![line(wild, wild)], number: text(wild), customer: None, ..trade(0) });
    let made =
        slip(&form, &Letterhead { company: text(wild), lines: vec![], ..letterhead() }, Language::English, false)
            .unwrap();
    assert!(!made.windows(2).any(|pair| pair == b"\x1bp" || pair == b"\x10\x14"));
}

#[test]
fn bengali_lines_of_a_slip_are_pictures() {
    let form =
        Form::Trade(Trade { lines: vec![line("চাল ৫০ কেজি", "১,২০০.০০")], ..trade(0) });
    let made = slip(&form, &letterhead(), Language::Bengali, false).unwrap();
    let mut pictures = 0;
    for at in 0..made.len().saturating_sub(8) {
        if made[at..].starts_with(b"\x1dv0\0") {
            let [row, row_high, rows, rows_high] = made[at + 4..at + 8] else { panic!("no header") };
            let dots =
                usize::from(u16::from_le_bytes([row, row_high])) * usize::from(u16::from_le_bytes([rows, rows_high]));
            assert_eq!((row, row_high), (72, 0));
            let picture = &made[at + 8..at + 8 + dots];
            let black: u32 = picture.iter().map(|byte| byte.count_ones()).sum();
            assert!(black > 100 && (black as usize) < dots * 4, "{black} of {dots}");
            pictures += 1;
        }
    }
    // The address, the customer, and name and price of the product.
    assert_eq!(pictures, 4);
    let statement = Form::Statement(Statement::default());
    assert_eq!(slip(&statement, &letterhead(), Language::English, false).unwrap_err(), PaperError::NoSlip);
}
