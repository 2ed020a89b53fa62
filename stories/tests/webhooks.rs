//! Other systems are told of events, signed and once, and tell something at the doors of the company.

use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use stories::{Client, Program};
use testkit::{Database, ReceivedRequest, WebReceiver, databases};

const COMMENT: &str = "notes.comment.written";

/// A running company whose webhooks may go to this machine.
fn company(database: Database) -> (Program, Client) {
    let mut program = Program::new(database);
    program.settings.push(("SANDUK_ALLOW_PRIVATE_ADDRESSES", "yes"));
    program.start();
    let mut owner = program.client();
    owner.make("/products/", &json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"}));
    (program, owner)
}

/// Posts a body; status and answer.
fn post(client: &mut Client, path: &str, body: &Json) -> (u16, Json) {
    let answer = client.post(&format!("/api/v1{path}"), None, body).expect("answered");
    (answer.status, answer.body)
}

/// Subscribes a receiver; the id of the subscription and its secret.
fn subscribe(owner: &mut Client, receiver: &WebReceiver, events: &[&str]) -> (String, String) {
    let url = format!("http://127.0.0.1:{}/hook?a=1", receiver.port);
    let made = owner.make("/webhook-subscriptions/", &json!({"url": url, "events": events, "description": "Shop"}));
    let text = |name: &str| made[name].as_str().unwrap_or_else(|| panic!("no {name} in {made}")).to_owned();
    (text("id"), text("secret"))
}

fn comment(owner: &mut Client, text: &str) {
    owner.make("/comments/", &json!({"record": "products", "row": "LAMP", "text": text}));
}

/// What the request says, if one of its signatures is by this secret.
fn message(request: &ReceivedRequest, secret: &str) -> Option<Json> {
    let [id, at, signatures] =
        ["webhook-id", "webhook-timestamp", "webhook-signature"].map(|name| request.headers[name].as_str());
    let is_signed = signatures::is_standard(secret, id, at, &request.body, signatures);
    is_signed.then(|| serde_json::from_slice(&request.body).expect("JSON"))
}

/// Asks until the only delivery that fits is in this state; it.
fn until(owner: &mut Client, filters: &str, state: &str) -> Json {
    loop {
        let list = owner.read(&format!("/webhook-deliveries/?{filters}"));
        if list["results"][0]["state"] == state {
            assert_eq!(list["count"], json!(1), "{list}");
            return list["results"][0].clone();
        }
    }
}

fn id_of(row: &Json) -> &str {
    row["id"].as_str().unwrap_or_else(|| panic!("no id in {row}"))
}

/// Asks until this delivery is in this state after so many attempts; it.
fn until_tried(owner: &mut Client, delivery: &Json, state: &str, attempts: i64) -> Json {
    loop {
        let now = owner.read(&format!("/webhook-deliveries/{}/", id_of(delivery)));
        if now["state"] == state && now["attempts"] == json!(attempts) {
            return now;
        }
    }
}

/// Has the job of a delivery done now, as soon as that is possible.
fn try_now(owner: &mut Client, delivery: &Json) {
    let path = format!("/jobs/{}/run/", id_of(delivery));
    until_done(owner, &path);
}

/// Asks until that is possible: what is being worked on cannot begin anew.
fn until_done(owner: &mut Client, path: &str) {
    while post(owner, path, &json!({})).0 == 409 {}
}

/// Has so many deliveries sent once more, when nothing is being sent.
fn replay(owner: &mut Client, range: &Json, count: usize) {
    while owner.read("/jobs/?name=webhooks.delivery.send&state=running")["count"] != json!(0) {}
    assert_eq!(post(owner, "/webhook-deliveries/replay/", range), (200, json!({"replayed": count})));
}

#[test]
fn events_are_told_signed_and_until_they_are_taken() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let receiver = WebReceiver::start();
        let events = owner.read("/webhook-events/");
        assert!(events["results"].as_array().is_some_and(|list| list.contains(&json!({"name": COMMENT}))), "{events}");
        let (id, secret) = subscribe(&mut owner, &receiver, &[COMMENT]);
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
        let shown = owner.read(&format!("/webhook-subscriptions/{id}/"));
        assert_eq!((&shown["events"], &shown["secret"]), (&json!([COMMENT]), &Json::Null), "{shown}");

        comment(&mut owner, "Is it bright? ৳ \"✓\"");
        let request = receiver.next();
        assert_eq!(
            (request.line.as_str(), request.headers["content-type"].as_str()),
            ("POST /hook?a=1", "application/json")
        );
        let told = message(&request, &secret).expect("a right signature");
        assert_eq!(
            (&told["type"], &told["data"]["text"]),
            (&json!(COMMENT), &json!("Is it bright? ৳ \"✓\"")),
            "{told}"
        );
        assert!(told["timestamp"].is_string() && told.as_object().is_some_and(|fields| fields.len() == 3), "{told}");
        let delivery = until(&mut owner, "state=delivered", "delivered");
        assert_eq!(delivery["id"].as_str(), request.headers.get("webhook-id").map(String::as_str));
        let whole = owner.read(&format!("/webhook-deliveries/{}/", delivery["id"].as_str().expect("an id")));
        assert_eq!(
            (&whole["status"], &whole["answer"], &whole["attempts"]),
            (&json!(200), &json!("noted\n"), &json!(1))
        );
        assert!(whole["milliseconds"].is_i64() && whole["next_at"].is_null(), "{whole}");

        // It fails twice: what comes is the same message, under the same id, and the log says when it comes again.
        receiver.answer_next(&[500, 302]);
        comment(&mut owner, "once more");
        let first = receiver.next();
        let failed = until(&mut owner, "state=failed", "failed");
        assert_eq!(
            (&failed["status"], &failed["problem"]),
            (&json!(500), &json!("It was answered with 500.")),
            "{failed}"
        );
        assert!(failed["next_at"].is_string(), "{failed}");
        try_now(&mut owner, &failed);
        let second = receiver.next();
        until_tried(&mut owner, &failed, "failed", 2);
        try_now(&mut owner, &failed);
        let third = receiver.next();
        for again in [&second, &third] {
            assert_eq!((&again.headers["webhook-id"], &again.body), (&first.headers["webhook-id"], &first.body));
        }
        until_tried(&mut owner, &failed, "delivered", 3);

        // By hand it is sent once more, under the same id; a range of them, too.
        let path = format!("/webhook-deliveries/{}/replay/", failed["id"].as_str().expect("an id"));
        until_done(&mut owner, &path);
        assert_eq!(receiver.next().headers["webhook-id"], first.headers["webhook-id"]);
        until_tried(&mut owner, &failed, "delivered", 1);
        let mut range = json!({"subscription": id, "from": "2020-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"});
        assert_eq!(post(&mut owner, "/webhook-deliveries/replay/", &range), (200, json!({"replayed": 0})));
        range["includes_delivered"] = json!(true);
        replay(&mut owner, &range, 2);
        let ids = [receiver.next(), receiver.next()].map(|request| request.headers["webhook-id"].clone());
        assert_eq!(BTreeSet::from(ids).len(), 2);
        range["to"] = json!("2019-01-01T00:00:00Z");
        assert_eq!(post(&mut owner, "/webhook-deliveries/replay/", &range).0, 422);

        // A new secret: for a while both sign, then only the new one.
        let rotated = owner.make(&format!("/webhook-subscriptions/{id}/rotate/"), &json!({}));
        let new = rotated["secret"].as_str().expect("a secret");
        assert_ne!(new, secret);
        comment(&mut owner, "signed twice");
        let request = receiver.next();
        assert!(message(&request, &secret).is_some() && message(&request, new).is_some());
        let rotated = owner.make(&format!("/webhook-subscriptions/{id}/rotate/"), &json!({"overlap_hours": 0}));
        let newest = rotated["secret"].as_str().expect("a secret");
        comment(&mut owner, "signed once");
        let request = receiver.next();
        assert!(message(&request, newest).is_some(), "{request:?}");
        assert!(message(&request, new).is_none() && message(&request, &secret).is_none());

        // Another event is not told; what is switched off is told nothing, save that somebody tries it.
        let change = json!({"is_active": false, "events": ["imports.run.finished"]});
        let changed = owner.send("PATCH", &format!("/api/v1/webhook-subscriptions/{id}/"), &change).expect("answered");
        assert_eq!((changed.status, &changed.body["is_active"]), (200, &json!(false)), "{}", changed.body);
        comment(&mut owner, "heard by nobody");
        assert_eq!(post(&mut owner, &format!("/webhook-subscriptions/{id}/test/"), &json!({})).0, 202);
        let told = message(&receiver.next(), newest).expect("a right signature");
        assert_eq!(told["type"], json!("webhooks.subscription.tested"));
        until(&mut owner, "event=webhooks.subscription.tested", "delivered");
        assert!(receiver.waiting().is_empty());
        let ended =
            owner.send("DELETE", &format!("/api/v1/webhook-subscriptions/{id}/"), &json!({})).expect("answered");
        assert_eq!(ended.status, 204);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn receiver_that_is_gone_or_fails_for_days_is_switched_off_and_its_owner_told() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let (gone, failing) = (WebReceiver::start(), WebReceiver::start());
        let (first, _) = subscribe(&mut owner, &gone, &[COMMENT]);
        gone.answer_next(&[410]);
        comment(&mut owner, "are you there?");
        let delivery = until(&mut owner, &format!("subscription={first}"), "given_up");
        assert_eq!((&delivery["status"], &delivery["attempts"]), (&json!(410), &json!(1)), "{delivery}");
        let is_off = |owner: &mut Client, id: &str| {
            owner.read(&format!("/webhook-subscriptions/{id}/"))["is_active"] == json!(false)
        };
        while !is_off(&mut owner, &first) {}

        let (second, _) = subscribe(&mut owner, &failing, &[COMMENT]);
        failing.answer_next(&[503; 10]);
        comment(&mut owner, "and you?");
        let delivery = until(&mut owner, &format!("subscription={second}"), "failed");
        for attempts in 1..10 {
            until_tried(&mut owner, &delivery, "failed", attempts);
            try_now(&mut owner, &delivery);
        }
        let delivery = until(&mut owner, &format!("subscription={second}"), "given_up");
        assert_eq!((&delivery["attempts"], failing.waiting().len()), (&json!(10), 10), "{delivery}");
        while !is_off(&mut owner, &second) {}
        let shown = owner.read(&format!("/webhook-subscriptions/{second}/"));
        assert_eq!(
            shown["switched_off"],
            json!("Nothing was taken for days. The last time: It was answered with 503."),
            "{shown}"
        );
        while owner.read("/notifications/")["count"] != json!(2) {}
        let told = owner.read("/notifications/");
        assert_eq!(
            (&told["results"][0]["kind"], &told["results"][0]["row"]),
            (&json!("webhook"), &json!(second)),
            "{told}"
        );

        // It works again: what was given up is sent once more.
        let on = json!({"is_active": true});
        let answer = owner.send("PATCH", &format!("/api/v1/webhook-subscriptions/{second}/"), &on).expect("answered");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let range = json!({"subscription": second, "from": "2020-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"});
        replay(&mut owner, &range, 1);
        assert!(String::from_utf8_lossy(&failing.next().body).contains("and you?"));
        until(&mut owner, &format!("subscription={second}"), "delivered");
        assert!(owner.read(&format!("/webhook-subscriptions/{second}/"))["switched_off"].is_null());
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn receiver_that_does_not_answer_holds_up_no_other_one() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let (silent, lively) = (WebReceiver::start(), WebReceiver::start());
        silent.answer_next(&[0; 100]);
        subscribe(&mut owner, &silent, &[COMMENT]);
        let (id, secret) = subscribe(&mut owner, &lively, &[COMMENT]);
        for n in 0..40 {
            comment(&mut owner, &format!("Nobody waits {n}"));
        }
        let told: BTreeSet<String> = (0..40)
            .map(|_| {
                let message = message(&lively.next(), &secret).expect("signed");
                message["data"]["text"].as_str().expect("a text").to_owned()
            })
            .collect();
        assert_eq!(told.len(), 40, "{told:?}");
        let delivered = format!("/webhook-deliveries/?subscription={id}&state=delivered");
        while owner.read(&delivered)["count"] != json!(40) {}
        // Two wait for the silent one, and the others for those two.
        drop((silent.next(), silent.next()));
        assert!(silent.waiting().is_empty());
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn own_network_is_not_called_unless_whoever_runs_it_allows_that() {
    for database in databases() {
        let mut program = Program::new(database);
        program.user("clerk");
        program.start();
        let (mut owner, receiver) = (program.client(), WebReceiver::start());
        let port = receiver.port;
        for url in [
            format!("https://127.0.0.1:{port}/"),
            format!("http://127.0.0.1:{port}/"),
            format!("https://localhost:{port}/"),
            format!("https://2130706433:{port}/"),
            format!("https://[::ffff:127.0.0.1]:{port}/"),
            "https://169.254.169.254/latest/meta-data/".to_owned(),
        ] {
            let made = owner.make("/webhook-subscriptions/", &json!({"url": url, "events": [COMMENT]}));
            let id = made["id"].as_str().expect("an id");
            assert_eq!(post(&mut owner, &format!("/webhook-subscriptions/{id}/test/"), &json!({})).0, 202);
            let delivery = until(&mut owner, &format!("subscription={id}"), "given_up");
            assert!(
                delivery["problem"].as_str().is_some_and(|why| why.starts_with("The address is refused")),
                "{delivery}"
            );
        }
        assert!(receiver.waiting().is_empty());
        for url in [
            "",
            "shop.example",
            "ftp://shop.example/",
            "https://",
            "https:///x",
            "https://a@shop.example/",
            "https://a b/",
        ] {
            let (status, answer) =
                post(&mut owner, "/webhook-subscriptions/", &json!({"url": url, "events": [COMMENT]}));
            assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("url")), "{url}: {answer}");
        }
        for events in [
            json!([]),
            json!(["no.such.event"]),
            json!(["webhooks.subscription.tested"]),
            json!(["notifications.mail.wanted"]),
        ] {
            let body = json!({"url": "https://shop.example/", "events": events});
            assert_eq!(post(&mut owner, "/webhook-subscriptions/", &body).0, 422, "{events}");
        }
        // Only owners let others hear of what happens.
        let mut clerk = program.client_of("clerk");
        let body = json!({"url": "https://shop.example/", "events": [COMMENT]});
        assert_eq!(post(&mut clerk, "/webhook-subscriptions/", &body).0, 403);
        assert_eq!(clerk.get("/api/v1/webhook-deliveries/").expect("answered").status, 403);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// Sends bytes to a door; the status, and the code of a refusal.
fn send(client: &Client, head: &str, headers: &[(&str, &str)], body: &[u8]) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", client.port()))?;
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "{head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    // One that is refused before its end is not read to its end.
    drop(stream.write_all(body));
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut rest = String::new();
    lines.read_to_string(&mut rest)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = rest.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    let problem: Json = serde_json::from_str(&body).unwrap_or_default();
    let code = problem["code"].as_str().unwrap_or_default().to_owned();
    status.map(|status| (status, code)).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
}

fn now() -> i64 {
    kernel::Instant::now().micros() / 1_000_000
}

/// Sends a message to a door of Standard Webhooks, signed at this time.
fn tell(
    client: &Client,
    (path, secret): (&str, &str),
    id: &str,
    at: i64,
    body: &[u8],
) -> std::io::Result<(u16, String)> {
    let at = at.to_string();
    let signature = signatures::standard(secret, id, &at, body).expect("a secret");
    let headers = [("webhook-id", id), ("webhook-timestamp", &at), ("webhook-signature", &signature)];
    send(client, &format!("POST {path}"), &headers, body)
}

/// Opens a door for Standard Webhooks: its path, its secret and its id.
fn open_door(owner: &mut Client) -> (String, String, String) {
    let door = owner.make("/inbound-hooks/", &json!({"source": "standard", "description": "Web shop"}));
    let text = |name: &str| door[name].as_str().unwrap_or_else(|| panic!("no {name} in {door}")).to_owned();
    (text("path"), text("secret"), text("id"))
}

/// Asks until the messages in this state are so many; the list.
fn messages(owner: &mut Client, state: &str, count: i64) -> Json {
    loop {
        let list = owner.read(&format!("/hook-messages/?state={state}"));
        if list["count"] == json!(count) {
            return list;
        }
    }
}

#[test]
fn message_at_a_door_is_taken_once_and_only_with_the_right_signature() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let receiver = WebReceiver::start();
        let (_, out) = subscribe(&mut owner, &receiver, &["webhooks.inbound.received"]);
        let (path, secret, id) = open_door(&mut owner);
        assert_eq!(path, format!("/api/v1/hooks/acme/standard/{id}/"));
        let door = (path.as_str(), secret.as_str());
        let body = b"{ \"type\": \"order.placed\",  \"data\": {\"total\": 12.50, \"name\": \"\xc3\xa9 \\u0000\"}}";
        let taken = (200, String::new());
        assert_eq!(tell(&owner, door, "m1", now(), body).expect("answered"), taken);
        let told = message(&receiver.next(), &out).expect("a right signature");
        assert_eq!(told["data"]["kind"], json!("order.placed"), "{told}");
        assert_eq!(told["data"]["data"].to_string(), "{\"name\":\"é \\u0000\",\"total\":12.50}", "{told}");
        let list = messages(&mut owner, "done", 1);
        assert_eq!(list["results"][0]["effect"], json!("Told as an event: order.placed."), "{list}");
        let kept = list["results"][0]["id"].as_str().expect("an id").to_owned();
        let content = owner.read(&format!("/hook-messages/{kept}/content/"));
        assert_eq!(content["base64"].as_str(), Some(signatures::base64(body).as_str()), "{content}");
        assert!(content["url"].as_str().is_some_and(|url| url.ends_with(&path)), "{content}");

        // The same again, also many times at once, is taken and does nothing.
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| assert_eq!(tell(&owner, door, "m1", now(), body).expect("answered"), taken));
            }
        });
        assert_eq!(owner.read("/hook-messages/")["count"], json!(1));

        // By hand it is processed once more, and still told once.
        until_done(&mut owner, &format!("/hook-messages/{kept}/retry/"));
        messages(&mut owner, "done", 1);
        assert_eq!(tell(&owner, door, "m2", now(), b"{\"type\": \"a\", \"data\": null}").expect("answered"), taken);
        assert_eq!(message(&receiver.next(), &out).expect("signed")["data"]["key"], json!("m2"));
        assert!(receiver.waiting().is_empty());

        // What cannot be processed is kept, and seen.
        for (n, poison) in
            [&b"no json"[..], b"[]", b"{}", b"{\"type\": 7, \"data\": {}}", b"\xff\xfe", b""].iter().enumerate()
        {
            assert_eq!(tell(&owner, door, &format!("poison-{n}"), now(), poison).expect("answered"), taken);
        }
        let failed = messages(&mut owner, "failed", 6);
        assert!(failed["results"][0]["problem"].is_string(), "{failed}");
        let again = failed["results"][0]["id"].as_str().expect("an id");
        until_done(&mut owner, &format!("/hook-messages/{again}/retry/"));
        messages(&mut owner, "failed", 6);

        // A door that is closed takes nothing, nor does one of another source or company.
        let (other, ..) = open_door(&mut owner);
        for wrong in [other.replace("standard", "stripe"), other.replace("acme", "nobody")] {
            assert_eq!(tell(&owner, (&wrong, &secret), "m3", now(), body).expect("answered").0, 404);
        }
        assert_eq!(tell(&owner, (&other, &secret), "m3", now(), body).expect("answered").0, 401);
        let closed = owner.send("DELETE", &format!("/api/v1/inbound-hooks/{id}/"), &json!({})).expect("answered");
        assert_eq!(closed.status, 204);
        assert_eq!(tell(&owner, door, "m3", now(), body).expect("answered").0, 404);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn whatever_else_comes_to_a_door_is_refused_and_nothing_kept() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let (path, secret, _) = open_door(&mut owner);
        let (other_path, other_secret, _) = open_door(&mut owner);
        let body = b"{\"type\": \"a\", \"data\": 1}";
        let at = now().to_string();
        let right = signatures::standard(&secret, "m", &at, body).expect("a secret");
        let foreign = signatures::standard(&other_secret, "m", &at, body).expect("a secret");
        let line = format!("POST {path}");
        let refused = |headers: &[(&str, &str)], body: &[u8]| {
            let (status, code) = send(&owner, &line, headers, body).expect("answered");
            assert_eq!((status, code.as_str()), (401, "wrong_signature"), "{headers:?}");
        };
        let cut = &right[..right.len() - 1];
        let longer = format!("{right}A");
        let (flipped, other_version, bare) = (right.to_lowercase(), right.replace("v1,", "v1a,"), &right[3..]);
        for signature in ["", "v1,", "v1", ",", " ", "v1,AAAA", cut, &longer, &flipped, &other_version, bare, &foreign]
        {
            refused(&[("webhook-id", "m"), ("webhook-timestamp", &at), ("webhook-signature", signature)], body);
        }
        let signature = ("webhook-signature", right.as_str());
        for wrong_time in ["", "0", "-1", "1e9", "99999999999999999999", "9223372036854775807", "soon"] {
            refused(&[("webhook-id", "m"), ("webhook-timestamp", wrong_time), signature], body);
        }
        for wrong_id in ["", "M", "m .", "mm"] {
            refused(&[("webhook-id", wrong_id), ("webhook-timestamp", &at), signature], body);
        }
        let id = ("webhook-id", "m");
        refused(&[], body);
        refused(&[id, signature], body);
        refused(&[("webhook-timestamp", &at), signature], body);
        refused(&[id, ("webhook-timestamp", &at), signature, signature], body);
        refused(&[id, id, ("webhook-timestamp", &at), signature], body);
        for changed in [&b"{\"type\":\"a\",\"data\":1}"[..], b"", b"{\"type\": \"a\", \"data\": 2}", &body[1..]] {
            refused(&[id, ("webhook-timestamp", &at), signature], changed);
        }
        for seconds in [-301, 301, -86_400] {
            let stale = tell(&owner, (&path, &secret), "m", now() + seconds, body).expect("answered");
            assert_eq!((stale.0, stale.1.as_str()), (401, "stale_signature"), "{seconds}");
        }
        let large = vec![b'x'; (1 << 20) + 1];
        for (head, status) in [
            (format!("GET {path}"), 404),
            (format!("GET {path}?hub.mode=subscribe&hub.challenge=1"), 404),
            (format!("PUT {path}"), 405),
            (format!("DELETE {path}"), 405),
            ("POST /api/v1/hooks/".to_owned(), 404),
            ("POST /api/v1/hooks/acme/standard/".to_owned(), 404),
            ("POST /api/v1/hooks/acme/standard/not-an-id/".to_owned(), 404),
            ("POST /api/v1/hooks/acme/standard/00000000-0000-0000-0000-000000000000/".to_owned(), 404),
            ("POST /api/v1/hooks/%00/%ff/%2f/".to_owned(), 400),
            (other_path.replace("/api", "POST /api").replace("acme", "%E2%98%83"), 404),
        ] {
            assert_eq!(send(&owner, &head, &[], b"{}").expect("answered").0, status, "{head}");
        }
        assert_eq!(send(&owner, &line, &[], &large).expect("answered").0, 413);
        assert_eq!(owner.read("/hook-messages/")["count"], json!(0));
        let unknown = json!({"source": "nobody"});
        assert_eq!(post(&mut owner, "/inbound-hooks/", &unknown).0, 422);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn nothing_is_lost_or_told_under_two_ids_when_the_server_is_killed() {
    for database in databases() {
        let (mut program, mut owner) = company(database);
        let receiver = WebReceiver::start();
        let (_, out) = subscribe(&mut owner, &receiver, &["webhooks.inbound.received"]);
        let (path, secret, _) = open_door(&mut owner);
        // The first message is never answered: the server dies in the middle of sending it.
        receiver.answer_next(&[0]);
        for n in 0..10 {
            let body = format!("{{\"type\": \"a\", \"data\": {n}}}");
            let sent = tell(&owner, (&path, &secret), &format!("m{n}"), now(), body.as_bytes());
            assert_eq!(sent.expect("answered").0, 200);
        }
        let mut requests = vec![receiver.next()];
        program.kill();
        program.start();
        let mut owner = program.client();
        for n in 5..15 {
            let body = format!("{{\"type\": \"a\", \"data\": {n}}}");
            let sent = tell(&owner, (&path, &secret), &format!("m{n}"), now(), body.as_bytes());
            assert_eq!(sent.expect("answered").0, 200);
        }
        messages(&mut owner, "done", 15);
        while owner.read("/webhook-deliveries/?state=delivered")["count"] != json!(15) {}
        requests.extend(receiver.waiting());
        let told: BTreeSet<(String, String)> = requests
            .iter()
            .map(|request| {
                let told = message(request, &out).expect("a right signature");
                (told["data"]["key"].as_str().expect("a key").to_owned(), request.headers["webhook-id"].clone())
            })
            .collect();
        assert_eq!(told.len(), 15, "{told:?}");
        // Which ones came twice, the log says: at least the one that nobody answered.
        let mut times = BTreeMap::<&str, i64>::new();
        for request in &requests {
            *times.entry(request.headers["webhook-id"].as_str()).or_default() += 1;
        }
        assert!(times.values().any(|times| *times == 2), "{times:?}");
        for (id, times) in times {
            let delivery = owner.read(&format!("/webhook-deliveries/{id}/"));
            assert!(delivery["attempts"].as_i64() >= Some(times), "{times} times: {delivery}");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
