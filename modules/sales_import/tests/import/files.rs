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
        assert!(report.format.contains(format), "{format}: {}", report.format);
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
