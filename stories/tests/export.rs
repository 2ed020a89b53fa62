//! The journal as a file: from the server, from the command line beside it, and for clients that stop reading.

use serde_json::{Value as Json, json};
use std::io::{BufRead, Read};
use stories::Program;
use testkit::databases;

/// More clients than reports, reads and threads at once.
const STALLED: usize = 30;

/// Posts entries with so many lines that their export is larger than what the sockets on both sides hold.
fn post_much(program: &Program) {
    let pair = [json!({"account": "6000", "debit": "1"}), json!({"account": "1000", "credit": "1"})];
    let lines: Vec<Json> = pair.into_iter().cycle().take(2_000).collect();
    let entry = json!({"business_date": "2026-01-01", "memo": "stock taking, =1+1", "lines": lines});
    let mut client = program.client();
    for _ in 0..5 {
        let answer = client.post("/api/v1/journal-entries/", None, &entry);
        assert_eq!(answer.expect("answered").status, 201);
    }
}

#[test]
fn server_and_command_line_export_the_same_file() {
    for database in databases() {
        let mut program = Program::new(database);
        program.start();
        post_much(&program);
        let client = program.client();
        for (query, accept, kind, extension, lines) in [
            ("", "*/*", "text/csv; charset=utf-8; header=present", "csv", 10_001),
            ("?bom=true&format=csv", "application/jsonl", "text/csv; charset=utf-8; header=present", "csv", 10_001),
            ("", "application/x-ndjson", "application/jsonl", "jsonl", 10_000),
        ] {
            let mut answer = client.open(&format!("/api/v1/journal-lines/export/{query}"), accept).expect("opened");
            let head: Vec<String> = answer
                .by_ref()
                .lines()
                .map(|line| line.expect("a header"))
                .take_while(|line| !line.is_empty())
                .collect();
            assert!(head[0].contains(" 200 "), "{head:?}");
            let has = |header: String| head.iter().any(|line| line.eq_ignore_ascii_case(&header));
            assert!(has(format!("content-type: {kind}")), "{head:?}");
            assert!(
                has(format!("content-disposition: attachment; filename=\"journal-lines.{extension}\"")),
                "{head:?}"
            );
            let mut file = String::new();
            answer.read_to_string(&mut file).expect("the whole file");
            assert_eq!(file.lines().count(), lines);
            let mut arguments = vec!["export", "journal-lines", "--tenant", "acme", "--format", extension];
            if query.contains("bom") {
                arguments.push("--bom");
                assert!(file.starts_with('\u{feff}'));
            }
            assert!(program.succeed(&arguments) == file, "{query} {accept}");
        }
        let filtered =
            ["export", "journal-entries", "--tenant", "acme", "--filter", "memo=TAKING", "--format", "jsonl"];
        assert_eq!(program.succeed(&filtered).lines().count(), 5);
        for wrong in [
            &["export", "journal", "--tenant", "acme"][..],
            &["export", "journal-lines", "--tenant", "acme", "--filter", "from"],
        ] {
            assert!(!program.run(wrong).status.success(), "{wrong:?}");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn clients_that_stop_reading_hold_nothing_back() {
    for database in databases() {
        let mut program = Program::new(database);
        program.start();
        post_much(&program);
        let client = program.client();
        let stalled: Vec<_> = (0..STALLED)
            .map(|_| {
                let mut answer = client.open("/api/v1/journal-lines/export/?format=jsonl", "*/*").expect("opened");
                let mut status = String::new();
                answer.read_line(&mut status).expect("a status");
                assert!(status.contains(" 200 "), "{status}");
                answer
            })
            .collect();
        for path in ["/api/v1/reports/trial-balance/", "/api/v1/journal-entries/", "/health/ready"] {
            assert_eq!(client.reconnect().get(path).expect("answered").status, 200, "{path}");
        }
        drop(stalled);
        assert_eq!(client.reconnect().get("/api/v1/reports/trial-balance/").expect("answered").status, 200);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
