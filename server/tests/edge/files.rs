//! Files come in as the body of a request, hang on a row, and go out to those who see the row.

use crate::client::{Response, TestServer, bucket};
use files::{Bucket, BucketSettings};
use sanduk::file_sweep;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};
use store::Session;
use testkit::S3Server;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff a lamp";

/// A server whose company `acme` has a product LAMP, and the tokens of some of its users.
struct Shop {
    server: TestServer,
    clerk: String,
    cashier: String,
    auditor: String,
    /// Where its files lie, unless they lie on disk.
    s3: Option<S3Server>,
}

impl Shop {
    fn new(database: testkit::Database) -> Shop {
        Shop::of(TestServer::new(database), None)
    }

    /// One on each database whose files lie on disk, and one whose files lie in a bucket.
    fn everywhere() -> impl Iterator<Item = Shop> {
        testkit::databases().into_iter().map(Shop::new).chain(testkit::databases().into_iter().map(Shop::in_bucket))
    }

    fn in_bucket(database: testkit::Database) -> Shop {
        let s3 = S3Server::start(&database);
        Shop::of(TestServer::in_bucket(database, &s3), Some(s3))
    }

    fn of(server: TestServer, s3: Option<S3Server>) -> Shop {
        let [clerk, cashier, auditor] =
            ["clerk", "cashier", "auditor"].map(|role| server.token(&format!("{role}@acme.test")));
        let lamp = json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"});
        assert_eq!(server.request("POST", "/api/v1/products/", &clerk, &lamp).status, 201);
        Shop { server, clerk, cashier, auditor, s3 }
    }

    fn attach(&self, token: &str, parameters: &str, content: &[u8]) -> Response {
        self.attach_with(token, parameters, &[], content)
    }

    fn attach_with(&self, token: &str, parameters: &str, headers: &[&str], content: &[u8]) -> Response {
        let mut all = vec![format!("Authorization: Bearer {token}")];
        all.extend(headers.iter().map(|&header| header.to_owned()));
        self.server.send("POST", &format!("/api/v1/files/?{parameters}"), &all, content)
    }

    fn get(&self, token: &str, path: &str) -> Response {
        self.server.request("GET", path, token, &Value::Null)
    }

    /// The head and the content that a GET request answers; an empty token sends none.
    fn download(&self, token: &str, path: &str) -> (String, Vec<u8>) {
        self.fetch("GET", token, path, "")
    }

    /// The same with another method or with further lines in its head.
    fn fetch(&self, method: &str, token: &str, path: &str, lines: &str) -> (String, Vec<u8>) {
        let log_in = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{log_in}{lines}\r\n");
        let answer = self.server.exchange(request.as_bytes());
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        (String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase(), answer[end + 4..].to_vec())
    }

    fn attached(&self) -> i64 {
        self.get(&self.clerk, "/api/v1/attachments/?record=products&row=LAMP").body["count"].as_i64().expect("a count")
    }

    fn verify(&self) {
        let tenant = self.server.app.tenant("acme").unwrap().id.uuid();
        let proofs = command::prove(self.server.app.store(), tenant, &self.server.app.registry, |_, _| true).unwrap();
        for proof in proofs.proved {
            assert_eq!(proof.finding.offender, None, "{}", proof.check.what);
        }
    }
}

#[test]
fn photo_of_a_product_is_attached_read_and_linked() {
    for shop in Shop::everywhere() {
        let attached = shop.attach(&shop.cashier, "record=products&row=LAMP&name=L%C3%A4mp%20%221%22.png", PNG);
        assert_eq!(attached.status, 201, "{}", attached.body);
        let (id, file) = (attached.body["id"].as_str().expect("an id"), &attached.body);
        assert_eq!((&file["media_type"], &file["bytes"]), (&json!("image/png"), &json!(PNG.len())));
        let listed = shop.get(&shop.auditor, "/api/v1/attachments/?record=products&row=LAMP").body;
        assert_eq!((&listed["results"][0]["id"], &listed["count"]), (&file["id"], &json!(1)));

        let content = format!("/api/v1/attachments/{id}/content/");
        let (head, bytes) = shop.download(&shop.auditor, &content);
        assert!(head.starts_with("http/1.1 200") && bytes == PNG, "{head}");
        for header in [
            "content-type: image/png",
            "x-content-type-options: nosniff",
            "content-disposition: attachment; filename=\"l_mp _1_.png\"; filename*=utf-8''l%c3%a4mp%20%221%22.png",
        ] {
            assert!(head.contains(header), "{header}: {head}");
        }
        let stranger = shop.server.token("owner@beta.test");
        assert_eq!(shop.get(&stranger, &content).status, 404);
        assert_eq!(shop.get("", &content).status, 401);

        let link = shop.get(&shop.auditor, &format!("/api/v1/attachments/{id}/link/"));
        let url = link.body["url"].as_str().expect("an address");
        assert_eq!(shop.download("", url).1, PNG);
        let wrong = format!("{}x/", url.trim_end_matches('/'));
        let refused = shop.server.request("GET", &wrong, "", &Value::Null);
        assert_eq!((refused.status, refused.code()), (404, "invalid_link"));
        let with_token = format!("/api/v1/files/{}/", shop.clerk);
        assert_eq!(shop.server.request("GET", &with_token, "", &Value::Null).code(), "invalid_link");

        let detach = |token: &str| {
            shop.server.request("DELETE", &format!("/api/v1/attachments/{id}/"), token, &Value::Null).status
        };
        assert_eq!(detach(&shop.clerk), 403);
        assert_eq!(detach(&shop.cashier), 204);
        assert_eq!(detach(&shop.cashier), 404);
        assert_eq!(shop.server.request("GET", url, "", &Value::Null).status, 404);
        assert_eq!((shop.get(&shop.auditor, &content).status, shop.attached()), (404, 0));
        shop.verify();
    }
}

#[test]
fn what_is_no_file_for_the_row_is_refused() {
    for database in testkit::databases() {
        let shop = Shop::new(database);
        let named = "record=products&row=LAMP&name=a.png";
        let refused = |token: &str, parameters: &str, content: &[u8]| {
            let answer = shop.attach(token, parameters, content);
            (answer.status, answer.code().to_owned())
        };
        let expected = |status: u16, code: &str| (status, code.to_owned());
        assert_eq!(refused(&shop.auditor, named, PNG), expected(403, "permission_denied"));
        assert_eq!(refused(&shop.clerk, "record=products&name=a.png", PNG), expected(422, "invalid"));
        assert_eq!(refused(&shop.clerk, "record=lamps&row=LAMP&name=a.png", PNG), expected(422, "invalid"));
        assert_eq!(refused(&shop.clerk, "record=products&row=CORD&name=a.png", PNG), expected(404, "not_found"));
        assert_eq!(refused(&shop.clerk, "record=products&row=LAMP&name=..%2Fa.png", PNG), expected(422, "invalid"));
        assert_eq!(refused(&shop.clerk, &format!("{named}&colour=red"), PNG), expected(400, "unknown_parameter"));
        assert_eq!(refused(&shop.clerk, &format!("{named}&file=x"), PNG), expected(400, "unknown_parameter"));
        assert_eq!(refused(&shop.clerk, named, b"<html><script>"), expected(415, "unsupported_file"));
        assert_eq!(refused(&shop.clerk, named, b""), expected(400, "empty_file"));
        let large = vec![b'a'; (1 << 20) + 1];
        assert_eq!(refused(&shop.clerk, named, &large), expected(413, "body_too_large"));
        let cashier_sees_no_accounts = refused(&shop.cashier, "record=accounts&row=1010&name=a.png", PNG);
        assert_eq!(cashier_sees_no_accounts, expected(403, "permission_denied"));

        // Nobody has a file by naming what it would be: neither as JSON nor in the list of a device.
        let file = json!({"sha256": "0".repeat(64), "bytes": 1, "media_type": "image/png"});
        let body = json!({"record": "products", "row": "LAMP", "name": "a.png", "file": file});
        let sent =
            json!([{"id": "019b0000-0000-7000-8000-000000000001", "name": "notes.attachment.create", "body": body}]);
        let outcome = shop.server.request("POST", "/api/v1/commands/", &shop.clerk, &sent).body;
        assert_eq!(outcome["results"][0]["status"], json!("rejected"), "{outcome}");
        assert_eq!(shop.attached(), 0);
        shop.verify();
    }
}

#[test]
fn one_upload_under_one_key_is_attached_once() {
    for database in testkit::databases() {
        let shop = Shop::new(database);
        let named = "record=products&row=LAMP&name=notes.txt";
        // Longer than what is in memory at once.
        let text = "nine byte".repeat(100_000);
        let tried = shop.attach(&shop.clerk, &format!("{named}&dry_run=true"), text.as_bytes());
        assert_eq!((tried.status, tried.header("dry-run"), shop.attached()), (201, Some("true"), 0));
        let send =
            |content: &str| shop.attach_with(&shop.clerk, named, &["Idempotency-Key: photo-1"], content.as_bytes());
        let first = send(&text);
        assert_eq!((first.status, first.header("idempotency-replayed")), (201, None), "{}", first.body);
        let again = send(&text);
        assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
        assert_eq!(send("another text").code(), "idempotency_conflict");
        assert_eq!(shop.attached(), 1);
        let id = first.body["id"].as_str().expect("an id");
        let (head, content) = shop.download(&shop.clerk, &format!("/api/v1/attachments/{id}/content/"));
        assert!(content == text.as_bytes() && head.contains("content-type: text/plain; charset=utf-8"), "{head}");
        shop.verify();
    }
}

#[test]
fn content_is_removed_a_day_after_its_last_attachment() {
    for shop in Shop::everywhere() {
        let app = &shop.server.app;
        let acme = app.tenant("acme").unwrap();
        let attach = |name: &str| {
            let answer = shop.attach(&shop.clerk, &format!("record=products&row=LAMP&name={name}"), PNG);
            (
                answer.body["id"].as_str().expect("an id").to_owned(),
                answer.body["sha256"].as_str().expect("a hash").to_owned(),
            )
        };
        let ((first, sha256), (second, _)) = (attach("a.png"), attach("b.png"));
        let detach = |id: &str| {
            let path = format!("/api/v1/attachments/{id}/");
            assert_eq!(shop.server.request("DELETE", &path, &shop.clerk, &Value::Null).status, 204);
        };
        let is_kept = || shop.server.files.open(acme.id.uuid(), &sha256, 0..1).is_ok();
        #[expect(
            clippy::disallowed_methods,
            reason = "the ages of files on the disk are told by the clock of the system"
        )]
        let later = SystemTime::now() + Duration::from_secs(2 * 24 * 60 * 60);
        let sweep = || file_sweep::sweep(app, &shop.server.files, &acme, later).unwrap();

        detach(&first);
        // In a bucket the second upload is an object of its own, which takes the place of the first.
        let twice = usize::from(shop.s3.is_some());
        assert_eq!((sweep(), is_kept()), (twice, true));
        detach(&second);
        assert_eq!((sweep(), is_kept()), (0, true));
        let third = attach("c.png").0;
        detach(&third);
        // The clock of the company's rows, a day on.
        let done = app.writers.maintain(acme.id.uuid(), |conn| conn.script("UPDATE file SET orphaned_at = 1"));
        done.unwrap().blocking_recv().unwrap().unwrap();
        app.writers.evict(acme.id.uuid()).unwrap();
        assert_eq!((sweep(), is_kept()), (1 + twice, false));
        assert_eq!(shop.s3.as_ref().map(S3Server::objects).unwrap_or_default(), [""; 0]);
        let rows = |read: &mut Session<'_>| read.query("SELECT sha256 FROM file", &[]);
        assert!(app.store().read(acme.id.uuid(), rows).unwrap().is_empty());
        shop.verify();
    }
}

#[test]
fn part_of_a_file_is_sent_and_its_head_alone() {
    for shop in Shop::everywhere() {
        let text = "0123456789".repeat(60_000);
        let attached = shop.attach(&shop.clerk, "record=products&row=LAMP&name=digits.txt", text.as_bytes()).body;
        let (id, sha256) = (attached["id"].as_str().expect("an id"), attached["sha256"].as_str().expect("a hash"));
        let content = format!("/api/v1/attachments/{id}/content/");
        let link = shop.get(&shop.auditor, &format!("/api/v1/attachments/{id}/link/")).body;
        for (token, path) in
            [(shop.auditor.as_str(), content.as_str()), ("", link["url"].as_str().expect("an address"))]
        {
            let part = |lines: &str| shop.fetch("GET", token, path, lines);
            let (head, bytes) = part("Range: bytes=299998-300003\r\n");
            assert!(head.starts_with("http/1.1 206") && bytes == b"890123", "{head}");
            for line in ["content-range: bytes 299998-300003/600000", "content-length: 6", "accept-ranges: bytes"] {
                assert!(head.contains(line), "{line}: {head}");
            }
            assert_eq!(part("Range: bytes=-3\r\n").1, b"789");
            assert_eq!(part(&format!("Range: bytes=599999-\r\nIf-Range: \"{sha256}\"\r\n")).1, b"9");
            let (head, bytes) = part("Range: bytes=599999-\r\nIf-Range: \"another\"\r\n");
            assert!(head.starts_with("http/1.1 200") && bytes == text.as_bytes(), "{head}");
            let (head, bytes) = part("Range: bytes=600000-\r\n");
            assert!(head.starts_with("http/1.1 416") && head.contains("content-range: bytes */600000"), "{head}");
            assert!(String::from_utf8_lossy(&bytes).contains("no_such_range"));
            let (head, bytes) = shop.fetch("HEAD", token, path, "");
            assert!(head.starts_with("http/1.1 200") && bytes.is_empty(), "{head}");
            assert!(head.contains("content-length: 600000") && head.contains(&format!("etag: \"{sha256}\"")), "{head}");
        }
        shop.verify();
    }
}

#[test]
fn image_is_shown_small_to_those_who_see_its_row() {
    for shop in Shop::everywhere() {
        let mut photo = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(600, 300).write_to(&mut photo, image::ImageFormat::Png).unwrap();
        let attached = shop.attach(&shop.clerk, "record=products&row=LAMP&name=lamp.png", photo.get_ref()).body;
        let id = attached["id"].as_str().expect("an id");
        let thumbnail = format!("/api/v1/attachments/{id}/thumbnail/");
        let measure = |jpeg: &[u8]| {
            let read = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).unwrap();
            (read.width(), read.height())
        };
        let (head, bytes) = shop.download(&shop.auditor, &thumbnail);
        assert!(head.starts_with("http/1.1 200") && measure(&bytes) == (256, 128), "{head}");
        assert!(head.contains("content-type: image/jpeg") && head.contains("filename=\"lamp-256.jpg\""), "{head}");
        for (size, measures) in [("64", (64, 32)), ("64", (64, 32)), ("1024", (600, 300))] {
            let (_, bytes) = shop.download(&shop.auditor, &format!("{thumbnail}?size={size}"));
            assert_eq!(measure(&bytes), measures);
        }
        let link = shop.get(&shop.auditor, &format!("/api/v1/attachments/{id}/link/?size=64")).body;
        let (head, small) = shop.fetch("GET", "", link["url"].as_str().expect("an address"), "");
        assert!(head.starts_with("http/1.1 200") && measure(&small) == (64, 32), "{head}");
        let refused = |token: &str, path: &str| {
            let answer = shop.get(token, path);
            (answer.status, answer.code().to_owned())
        };
        let expected = |status: u16, code: &str| (status, code.to_owned());
        let odd = format!("{thumbnail}?size=65");
        assert_eq!(refused(&shop.auditor, &odd), expected(400, "invalid_parameter"));
        assert_eq!(refused(&shop.auditor, &format!("{thumbnail}?width=64")), expected(400, "unknown_parameter"));
        assert_eq!(refused(&shop.server.token("owner@beta.test"), &thumbnail).0, 404);
        assert_eq!(refused("", &thumbnail).0, 401);
        let text = shop.attach(&shop.clerk, "record=products&row=LAMP&name=lamp.txt", b"no picture").body;
        let of_text = format!("/api/v1/attachments/{}/thumbnail/", text["id"].as_str().expect("an id"));
        assert_eq!(refused(&shop.auditor, &of_text), expected(422, "no_thumbnail"));
        let detached = shop.server.request("DELETE", &format!("/api/v1/attachments/{id}/"), &shop.clerk, &Value::Null);
        assert_eq!((detached.status, refused(&shop.auditor, &thumbnail).0), (204, 404));
        shop.verify();
    }
}

#[test]
fn long_file_goes_into_a_bucket_in_parts_and_comes_out_whole() {
    for database in testkit::databases() {
        let shop = Shop::in_bucket(database);
        let named = "record=products&row=LAMP&name=long.txt";
        let line = "a line of a long text, which is longer than what is in memory at once\n";
        let text = line.repeat((20 << 20) / line.len());
        let attached = shop.attach(&shop.clerk, named, text.as_bytes());
        assert_eq!(attached.status, 201, "{}", attached.body);
        let id = attached.body["id"].as_str().expect("an id");
        let (head, bytes) = shop.download(&shop.clerk, &format!("/api/v1/attachments/{id}/content/"));
        assert!(head.starts_with("http/1.1 200") && bytes == text.as_bytes(), "{head}");

        // The second part fails, as often as it is sent: the first one does not stay behind.
        let s3 = shop.s3.as_ref().expect("a bucket");
        let before = s3.objects();
        s3.interrupt(2, 3);
        let another = "another ".repeat(9 << 17);
        assert_eq!(shop.attach(&shop.clerk, named, another.as_bytes()).code(), "files_unavailable");
        assert_eq!((s3.objects(), shop.attached()), (before, 1));
        shop.verify();
    }
}

#[test]
fn bucket_that_goes_away_is_told_and_nothing_is_half_done() {
    for database in testkit::databases() {
        let shop = Shop::in_bucket(database);
        let s3 = shop.s3.as_ref().expect("a bucket");
        let named = "record=products&row=LAMP&name=a.png";
        let told =
            |answer: &Response| (answer.status, answer.code().to_owned(), answer.header("retry-after").is_some());
        let unavailable = (503, "files_unavailable".to_owned(), true);
        s3.set_away(true);
        assert_eq!(told(&shop.attach(&shop.clerk, named, PNG)), unavailable);
        let long = vec![b'a'; 9 << 20];
        assert_eq!(told(&shop.attach(&shop.clerk, named, &long)), unavailable);
        assert_eq!((shop.attached(), s3.objects()), (0, Vec::new()));
        s3.set_away(false);
        let attached = shop.attach(&shop.clerk, named, PNG);
        assert_eq!(attached.status, 201, "{}", attached.body);
        let path = |end: &str| format!("/api/v1/attachments/{}/{end}/", attached.body["id"].as_str().expect("an id"));
        s3.set_away(true);
        assert_eq!(told(&shop.get(&shop.clerk, &path("content"))), unavailable);
        assert_eq!(told(&shop.get(&shop.clerk, &path("thumbnail"))), unavailable);
        s3.set_away(false);
        assert_eq!(shop.download(&shop.clerk, &path("content")).1, PNG);
        shop.verify();
    }
}

#[test]
fn server_does_not_start_with_a_bucket_that_refuses_it() {
    let database = testkit::Database::sqlite();
    let s3 = S3Server::start(&database);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let refused =
        |settings: BucketSettings| Bucket::connect(&settings, runtime.handle().clone()).map(drop).unwrap_err();
    let wrong = |secret: &str| BucketSettings { secret: secret.to_owned(), ..bucket(&s3) };
    let why = refused(wrong("wrong-secret"));
    assert!(why.contains("SignatureDoesNotMatch") && !why.contains("wrong-secret"), "{why}");
    let why = refused(BucketSettings { address: "s3://other".to_owned(), ..bucket(&s3) });
    assert!(why.contains("NoSuchBucket"), "{why}");
    assert!(Bucket::connect(&bucket(&s3), runtime.handle().clone()).is_ok());
    s3.set_away(true);
    assert!(!refused(bucket(&s3)).is_empty());
}

#[test]
fn file_gets_another_name_from_who_attached_it() {
    for database in testkit::databases() {
        let shop = Shop::new(database);
        let attached = shop.attach(&shop.cashier, "record=products&row=LAMP&name=IMG_1.png", PNG).body;
        let path = format!("/api/v1/attachments/{}/", attached["id"].as_str().expect("an id"));
        let rename = |token: &str, headers: &[&str], name: &str| {
            shop.server.request_with("PATCH", &path, token, headers, &json!({"name": name}))
        };
        let renamed = rename(&shop.cashier, &["If-Match: \"1\""], "front.png");
        assert_eq!((renamed.status, renamed.header("etag")), (200, Some("\"2\"")), "{}", renamed.body);
        let mut expected = attached.clone();
        expected["name"] = json!("front.png");
        assert_eq!((&renamed.body, &shop.get(&shop.cashier, &path).body), (&expected, &expected));
        let (head, _) = shop.download(&shop.auditor, &format!("{path}content/"));
        assert!(head.contains("filename=\"front.png\""), "{head}");
        assert_eq!(rename(&shop.cashier, &["If-Match: \"1\""], "back.png").status, 412);
        for name in ["", "../front.png", "a\\b"] {
            assert_eq!(rename(&shop.cashier, &[], name).status, 422, "{name}");
        }
        assert_eq!(rename(&shop.clerk, &[], "mine.png").code(), "permission_denied");
        assert_eq!(rename(&shop.auditor, &[], "mine.png").code(), "permission_denied");
        assert_eq!(rename(&shop.server.token("manager@acme.test"), &[], "lamp.png").status, 200);
        assert_eq!(rename(&shop.server.token("owner@beta.test"), &[], "lamp.png").status, 404);
        shop.verify();
    }
}
