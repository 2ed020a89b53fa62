//! Reports as files from the server: the format is chosen by a parameter or a header, and the name of the file says what it is.

use serde_json::json;
use std::io::Read;
use stories::Program;
use testkit::databases;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The head of an answer, in small letters, and its body.
fn answer(program: &Program, path: &str, accept: &str) -> (Vec<String>, Vec<u8>) {
    let mut bytes = Vec::new();
    program.client().open(path, accept).expect("opened").read_to_end(&mut bytes).expect("the whole answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    (head.lines().map(str::to_owned).collect(), bytes.split_off(end + 4))
}

#[test]
fn accountant_takes_reports_home() {
    for database in databases() {
        let mut program = Program::new(database);
        program.user("clerk");
        program.start();
        let lines = json!([{"account": "6000", "debit": "12.50"}, {"account": "1000", "credit": "12.50"}]);
        let entry = json!({"business_date": "2026-01-05", "memo": "=1+1", "lines": lines});
        let posted = program.client().post("/api/v1/journal-entries/", None, &entry).expect("answered");
        assert_eq!(posted.status, 201, "{}", posted.body);

        let url = "/api/v1/reports/trial-balance/?from=2026-01-01&as_of=2026-01-31";
        let (json_head, json_body) = answer(&program, url, "*/*");
        assert!(json_head.contains(&"content-type: application/json".to_owned()), "{json_head:?}");
        assert!(json_head.contains(&"vary: accept".to_owned()), "{json_head:?}");
        for (query, accept, kind, extension) in [
            ("&format=csv", "*/*", CSV, "csv"),
            ("&format=csv&bom=true", XLSX, CSV, "csv"),
            ("", "text/csv", CSV, "csv"),
            ("", "application/json;q=0.5, application/jsonl", "application/jsonl", "jsonl"),
            ("&format=xlsx", "application/json", XLSX, "xlsx"),
            ("", XLSX, XLSX, "xlsx"),
        ] {
            let (head, body) = answer(&program, &format!("{url}{query}"), accept);
            assert!(head[0].contains(" 200 "), "{head:?}");
            for line in [
                format!("content-type: {kind}"),
                "vary: accept".to_owned(),
                format!(
                    "content-disposition: attachment; filename=\"trial-balance_acme_2026-01-01_2026-01-31.{extension}\""
                ),
            ] {
                assert!(head.contains(&line), "{line} is not in {head:?}");
            }
            match extension {
                "xlsx" => assert!(body.starts_with(b"PK"), "{query} {accept}"),
                "csv" => {
                    let text = String::from_utf8(body).expect("UTF-8");
                    assert_eq!(text.starts_with('\u{feff}'), query.contains("bom"), "{text}");
                    assert!(text.ends_with("\r\ntotal,Total,,,,0.00,12.50,12.50,0.00,12.50,12.50,GBP\r\n"), "{text}");
                }
                _ => assert!(body.starts_with(b"{\"row\":\"line\",\"code\":"), "{}", String::from_utf8_lossy(&body)),
            }
        }
        assert_eq!(answer(&program, &format!("{url}&format=json"), "text/csv").1, json_body);

        // A list is a file too.
        let (head, body) = answer(&program, "/api/v1/payment-methods/?ordering=-code", "text/csv");
        let name = "content-disposition: attachment; filename=\"payment-methods.csv\"".to_owned();
        assert!(head.contains(&name) && head.contains(&format!("content-type: {CSV}")), "{head:?}");
        let text = String::from_utf8(body).expect("UTF-8");
        let codes: Vec<_> = text.lines().map(|line| line.split(',').nth(1).unwrap_or_default()).collect();
        assert_eq!(codes, ["code", "cash", "card", "bank"], "{text}");

        // It has the columns that are asked for, in their order.
        let asked = |path: &str| {
            let (head, body) = answer(&program, path, "*/*");
            (head[0].contains(" 200 "), String::from_utf8(body).expect("UTF-8"))
        };
        let (_, names) = asked("/api/v1/payment-methods/?ordering=-code&format=csv&fields=name,code");
        assert_eq!(names, "name,code\r\nCash,cash\r\nCard,card\r\nBank transfer,bank\r\n");
        let (_, table) = asked(&format!("{url}&format=jsonl&fields=closing,code"));
        assert!(table.lines().all(|line| line.starts_with("{\"row\":") && line.contains("\"closing\":")), "{table}");
        for wrong in ["format=csv&fields=name,moon", "format=csv&fields=", "format=csv&fields=name,name", "fields=name"]
        {
            let (is_answered, problem) = asked(&format!("/api/v1/payment-methods/?{wrong}"));
            assert!(!is_answered && problem.contains("\"status\":400"), "{wrong}: {problem}");
        }

        let (head, body) = answer(&program, &format!("{url}&format=pdf"), "*/*");
        let text = String::from_utf8_lossy(&body).into_owned();
        assert!(head[0].contains(" 400 ") && text.contains("json, csv, jsonl, xlsx"), "{head:?} {text}");
        let mut clerk = program.client_of("clerk");
        for format in ["json", "csv", "jsonl", "xlsx"] {
            let refused = clerk.get(&format!("{url}&format={format}")).expect("answered");
            assert_eq!((refused.status, &refused.body["code"]), (403, &json!("permission_denied")), "{format}");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
