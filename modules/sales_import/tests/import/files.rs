//! Files as people have them: what they are is found out, or the import asks.

use crate::company::{HEADER, file_of, import, open};
use flate2::{Compression, write::GzEncoder};
use sales_import::{DateOrder, Options};
use std::io::Write;
use testkit::{Company, Database};

fn of(company: &Company, content: &[u8]) -> Options {
    Options { dry_run: true, ..file_of(company, &format!("file-{:?}", std::thread::current().id()), content) }
}

fn refused(company: &Company, content: &[u8]) -> String {
    let error = sales_import::import(company.writers(), &of(company, content), &mut |_| true);
    error.expect_err("a refusal of the file").detail()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).and_then(|()| packed.finish()).expect("packed")
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn encoding_delimiter_compression_and_line_ends_are_found_out() {
    let company = open(Database::sqlite());
    let text = format!("{HEADER}\nI1,A,Café au lait,2,2025-03-01,1.50,K1,UK\n");
    let ascii = text.replace('é', "e");
    let mut two_members = gzip(HEADER);
    two_members.extend(gzip("\nI1,A,A,2,2025-03-01,1.50,,\n"));
    let files: [(&str, Vec<u8>); 11] = [
        ("UTF-8", text.clone().into_bytes()),
        ("UTF-8", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("windows-1252", text.chars().map(|letter| letter as u8).collect()),
        ("UTF-16LE", [b"\xff\xfe".to_vec(), utf16(&text, u16::to_le_bytes)].concat()),
        ("UTF-16BE", utf16(&text, u16::to_be_bytes)),
        ("delimiter ';'", format!("sep=;\r\n{}", text.replace(',', ";").replace('\n', "\r\n")).into_bytes()),
        ("delimiter '\\t'", text.replace(',', "\t").into_bytes()),
        ("delimiter '|'", text.replace(',', "|").replace('\n', "\r").into_bytes()),
        ("UTF-8", gzip(&text)),
        ("UTF-8", two_members),
        ("decimal comma", ascii.replace(',', ";").replace("1.50", "1,50").into_bytes()),
    ];
    for (format, content) in files {
        let report = import(&company, &of(&company, &content));
        assert!(report.format.to_string().contains(format), "{format}: {}", report.format);
        assert_eq!((report.recorded, report.income.as_str()), (1, "3.00"), "{format}");
    }
}

#[test]
fn refusal_says_what_the_file_is() {
    let company = open(Database::sqlite());
    let packed = gzip(&format!("{HEADER}\n{}", "I1,A,Apple,2,2025-03-01,1.50,K1,UK\n".repeat(500)));
    for (content, words) in [
        (Vec::new(), "empty"),
        (b"PK\x03\x04\x14\0\0\0\0\0".to_vec(), "spreadsheet"),
        (b"%PDF-1.7\n".to_vec(), "pdf"),
        (packed[..packed.len() - 9].to_vec(), "cut off"),
        (b"\xef\xbb\xbf [{\"document\": \"I1\"}]".to_vec(), "but JSON"),
        (format!("{{\"sales\": [{}", "{\"document\": \"I1\"},".repeat(1_000)).into_bytes(), "but JSON"),
        (utf16("{\"document\": \"I1\"}\n{\"document\": \"I2\"}\n", u16::to_le_bytes), "but JSON"),
        (b"[Number],[Price]\nI1,1.00\n".to_vec(), "no column “document”; it has [Number], [Price]"),
        ((0..4_096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect(), "seems to be no text"),
        ([b"\x01DB\0\0\0\x07".as_slice(), HEADER.as_bytes()].concat(), "seems to be no text"),
        (b"name,surname\nAda,Lovelace\n".to_vec(), "no column “document”; it has name, surname"),
        (HEADER.replace("country", "price").into_bytes(), "“price” twice"),
        (
            format!("{HEADER}\nI1,A,\"Apple,1,2025-03-01,1,K,UK\nI2,A,A,1,2025-03-01,1,K,UK").into_bytes(),
            "line 2: a quote",
        ),
        (
            format!("{HEADER}\nI1,A,\"Apple,1,2025-03-01,1,K,UK\nI2,A,\"B\",1,2025-03-01,1,K,UK\n").into_bytes(),
            "line 2: a quote",
        ),
        (format!("{HEADER}\nI1,A,{}\n", "x".repeat(2 << 20)).into_bytes(), "line 2: a row has more than 1024 KiB"),
    ] {
        let told = refused(&company, &content);
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn utf8_with_a_few_other_bytes_is_asked_for_with_line_and_byte() {
    let company = open(Database::sqlite());
    let rows = "I1,A,Grün,1,2025-03-01,1,K,UK\r\n\r\nI2,B,Größe,1,2025-03-01,1,K,UK\r\nI3,C,Caf".as_bytes();
    let content = [HEADER.as_bytes(), b"\r\n", rows, b"\xE9,1,2025-03-01,1,K,UK\r\n"].concat();
    let told = refused(&company, &content);
    assert!(told.contains("line 5: the file is UTF-8 but") && told.contains("byte 9 of this line, 0xE9"), "{told}");
    // The encoding that is stated is taken: the row with the byte is refused, or every letter is read.
    for (encoding, refused_rows) in [("utf-8", 1), ("windows-1252", 0)] {
        let mut stated = of(&company, &content);
        stated.file.encoding = Some(encoding.to_owned());
        assert_eq!(import(&company, &stated).rows_refused(), refused_rows, "{encoding}");
    }
    // A letter that is cut off at the end is such a byte too, and a file of one byte to a letter is none of this.
    let cut = ["\nI1,A,Grün,1,2025-03-01,1,K,Österreich\nI2,A,Gr".as_bytes(), b"\xC3"].concat();
    let told = refused(&company, &[HEADER.as_bytes(), &cut[..]].concat());
    assert!(told.contains("line 3: the file is UTF-8 but"), "{told}");
    let latin = [HEADER.as_bytes(), b"\nI1,A,Caf\xE9 gr\xFCn,1,2025-03-01,1,K,UK\n"].concat();
    assert_eq!(import(&company, &of(&company, &latin)).rows_refused(), 0);
}

#[test]
fn day_in_words_has_one_meaning() {
    let company = open(Database::sqlite());
    let days = [
        "13 Jan 2024",
        "13. January 2024",
        "Jan 13, 2024",
        "January 13 2024",
        "2024 Jan 13",
        "13 jan 2024 14:30",
        "13-Jan-2024",
    ];
    let rows: String = (1..).zip(days).map(|(n, day)| format!("I{n},A,Apple,1,\"{day}\",1,K,UK\n")).collect();
    let report = import(&company, &of(&company, format!("{HEADER}\n{rows}").as_bytes()));
    let span = report.span.map(|(first, last)| (first.to_string(), last.to_string()));
    assert_eq!((report.rows_refused(), report.recorded), (0, days.len()));
    assert_eq!(span, Some(("2024-01-13".to_owned(), "2024-01-13".to_owned())));
    for (day, words) in
        [("13 Foo 2024", "is no date"), ("32 Jan 2024", "is no date"), ("45304", "is a number, as spreadsheets")]
    {
        let report = import(&company, &of(&company, format!("{HEADER}\nJ1,A,Apple,1,{day},1,K,UK\n").as_bytes()));
        let reason = &report.refused[0].reasons[0].1;
        assert!(reason.contains(words), "{day}: {reason}");
    }
}

#[test]
fn columns_are_named_in_any_case_and_once() {
    let company = open(Database::sqlite());
    let header = " Document ,PRODUCT,Description,Quantity,DATE,Cost,customer,country";
    let mut options = of(&company, format!("{header}\nI1,A,Apple,1,2025-03-01,1,K,UK\n").as_bytes());
    options.file.columns = vec![("price".to_owned(), "cost ".to_owned())];
    assert_eq!(import(&company, &options).recorded, 1);
    options.file.columns.push(("price".to_owned(), "Quantity".to_owned()));
    let error = sales_import::import(company.writers(), &options, &mut |_| true).map(drop).expect_err("refused");
    assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("map", "duplicate"));
    let told = refused(&company, format!("{},Price\n", HEADER).as_bytes());
    assert!(told.contains("“price” twice"), "{told}");
}

#[test]
fn refusal_of_a_document_names_line_and_column_of_the_file() {
    let company = open(Database::sqlite());
    let rows = "I1,A,Apple,1,2025-03-01,1,K,UK\n\nI1,NEW,Pear,0.5,2025-03-01,1,K,UK\nI1,B,Plum,1000000000,2025-03-01,1000000,K,UK\n";
    let report = import(&company, &of(&company, format!("{HEADER}\n{rows}").as_bytes()));
    let reasons = &report.refused[0].reasons;
    assert!(reasons.iter().all(|(_, reason)| !reason.contains("lines.")), "{reasons:?}");
    let report = import(&company, &of(&company, format!("{HEADER}\n{}", rows.replace("1000000000", "1")).as_bytes()));
    let (line, reason) = &report.refused[0].reasons[0];
    assert!(*line == 4 && reason.starts_with("quantity: "), "{line}: {reason}");
}

#[test]
fn dates_and_numbers_with_two_readings_are_asked_for() {
    let company = open(Database::sqlite());
    let row = |date: &str, price: &str| format!("I{date},A,Apple,1,{date},{price},K1,UK\n");
    let text = |rows: &[(&str, &str)]| {
        let rows: String = rows.iter().map(|(date, price)| row(date, price)).collect();
        format!("{HEADER}\n{rows}").into_bytes()
    };
    for (rows, words) in [
        (vec![("04/03/2025", "1.00")], "line 2: the order of “04/03/2025” is ambiguous"),
        (vec![("13/04/2025", "1.00"), ("04/13/2025", "1.00")], "“13/04/2025” in line 2 is day-first"),
        (vec![("2025-04-13", "1.00"), ("04/03/2025", "1.00")], "line 3: the order of “04/03/2025” is ambiguous"),
        (vec![("2025-04-13", "1.234")], "“1.234” is ambiguous"),
        (vec![("2025-04-13", "\"2,5\""), ("2025-04-14", "2.5")], "two decimal marks"),
    ] {
        let told = refused(&company, &text(&rows));
        assert!(told.contains(words), "{words}: {told}");
    }
    let mut stated = of(&company, &text(&[("04/03/2025", "1.00"), ("2025-03-05", "1.00")]));
    stated.file.dates = Some(DateOrder::MonthFirst);
    let report = import(&company, &stated);
    let day = report.span.map(|(first, _)| first.to_string());
    assert_eq!((day.as_deref(), report.rows_refused()), (Some("2025-04-03"), 1));
    // One date that allows one order decides for all.
    let report = import(&company, &of(&company, &text(&[("03/04/2025 08:26", "1.00"), ("13/04/2025 08:26", "1.00")])));
    assert_eq!(report.span.map(|(first, _)| first.to_string()).as_deref(), Some("2025-04-03"));
}

#[test]
fn day_is_that_of_the_company_and_lines_are_those_of_the_file() {
    let company = open(Database::sqlite());
    let rows = "I1,A,Apple,1,2025-12-31T00:30:00+06:00,1.00,K1,UK\n\n\r\nI2,A,\"Big\nApple\",1,2025-12-31T08:26:00Z,1.00,K1,UK\n\nI3,A,Apple,1,2025-12-31,bad,K1,UK\n";
    let report = import(&company, &of(&company, format!("{HEADER}\n{rows}").as_bytes()));
    let span = report.span.map(|(first, last)| (first.to_string(), last.to_string()));
    assert_eq!(span, Some(("2025-12-30".to_owned(), "2025-12-31".to_owned())));
    assert_eq!(report.refused[0].reasons[0].0, 8);
}

#[test]
fn cells_that_are_no_plain_values_leave_their_document_out() {
    let company = open(Database::sqlite());
    for (cell, value) in [
        ("price", "1 234.50"),
        ("price", "(12.00)"),
        ("price", "12.00-"),
        ("price", "£12"),
        ("price", "1'234.50"),
        ("price", "1e2"),
        ("price", ""),
        ("price", "99999999999999999999"),
        ("price", "0.1234567"),
        ("quantity", "0"),
        ("date", "2025-02-29"),
        ("date", "45717"),
        ("date", "2025-03-01 25:00"),
        ("product", "5.01E+12"),
        ("product", "A\0B"),
        ("document", "I\u{1}2"),
    ] {
        let cells = HEADER.split(',').map(|column| match column {
            column if column == cell => value,
            "document" => "I1",
            "quantity" | "price" => "1",
            "date" => "2025-03-01",
            other => other,
        });
        let row = cells.collect::<Vec<_>>().join(",");
        let text = format!("{HEADER}\n{row}\nI2,A,Apple,1,2025-03-01,1.00,K1,UK\n");
        let report = import(&company, &of(&company, text.as_bytes()));
        assert_eq!((report.recorded, report.rows_refused()), (1, 1), "{cell} {value}: {report:?}");
    }
}
