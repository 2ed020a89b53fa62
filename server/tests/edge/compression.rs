//! Large answers are compressed as the client asks, and mean the same.

use crate::client::TestServer;
use serde_json::{Value, json};
use std::io::Read;

/// The head and the bytes of an answer to `GET path` with this `Accept-Encoding`.
fn get(server: &TestServer, path: &str, token: &str, accept: &str) -> (String, Vec<u8>) {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAccept-Encoding: {accept}\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    );
    let answer = server.exchange(head.as_bytes());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
}

fn unpacked(head: &str, body: &[u8]) -> Value {
    let mut text = Vec::new();
    if head.contains("content-encoding: gzip") {
        flate2::read::GzDecoder::new(body).read_to_end(&mut text).unwrap();
    } else if head.contains("content-encoding: br") {
        brotli::Decompressor::new(body, 4096).read_to_end(&mut text).unwrap();
    } else {
        text = body.to_vec();
    }
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{head}: {error}"))
}

#[test]
fn list_is_compressed_as_the_client_asks() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        for n in 0..50 {
            let body = json!({ "code": format!("C{n}"), "name": format!("Customer number {n}") });
            assert_eq!(server.request("POST", "/api/v1/customers/", &token, &body).status, 201);
        }
        let path = "/api/v1/customers/";
        let (head, plain) = get(&server, path, &token, "identity");
        assert!(!head.contains("content-encoding") && head.contains("vary: accept-encoding"), "{head}");
        let rows = unpacked(&head, &plain)["results"].clone();
        for (accept, encoding) in [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, *", "gzip")] {
            let (head, packed) = get(&server, path, &token, accept);
            assert!(head.contains(&format!("content-encoding: {encoding}\r\n")), "{accept}: {head}");
            assert!(head.contains("vary: accept-encoding"), "{head}");
            assert!(packed.len() * 4 < plain.len(), "{accept}: {} of {} bytes", packed.len(), plain.len());
            assert_eq!(unpacked(&head, &packed)["results"], rows);
        }
        // What is small stays as it is, and so does what is sent while it is read.
        for (path, accept) in [("/api/v1/units/piece/", "gzip"), ("/api/v1/journal-entries/export/", "gzip")] {
            let (head, _) = get(&server, path, &token, accept);
            assert!(head.starts_with("http/1.1 200") && !head.contains("content-encoding"), "{path}: {head}");
        }
        let (head, schema) = get(&server, "/api/schema/", &token, "br");
        assert_eq!(unpacked(&head, &schema)["openapi"], "3.1.0");
        assert!(head.contains("content-encoding: br"), "{head}");
    }
}

#[test]
fn tag_of_a_compressed_row_is_still_its_version() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    let body = json!({ "code": "ann", "name": "Ann", "address": "Long Street 1\n".repeat(70) });
    assert_eq!(server.request("POST", "/api/v1/customers/", &token, &body).status, 201);
    let (head, _) = get(&server, "/api/v1/customers/ann/", &token, "gzip");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let change = |tag: &str, name: &str| {
        let header = format!("If-Match: {tag}");
        server.request_with("PATCH", "/api/v1/customers/ann/", &token, &[&header], &json!({ "name": name })).status
    };
    assert_eq!((change(&tag, "Anna"), change(&tag, "Anne")), (200, 412));
}
