//! What members are told also comes by e-mail, once, when they want it so.

use serde_json::{Value as Json, json};
use stories::{Client, shop};
use testkit::{MailServer, databases};

fn choose(client: &mut Client, name: &str, value: &Json) {
    choose_as(client, name, &json!({"value": value}));
}

fn choose_as(client: &mut Client, name: &str, body: &Json) {
    let answer = client.send("PUT", &format!("/api/v1/settings/{name}/"), body).expect("answered");
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
}

fn post(client: &mut Client, path: &str, body: &Json) -> (u16, Json) {
    let answer = client.post(&format!("/api/v1{path}"), None, body).expect("answered");
    (answer.status, answer.body)
}

fn comment(client: &mut Client, text: &str) {
    let (status, body) = post(client, "/comments/", &json!({"record": "products", "row": "LAMP", "text": text}));
    assert_eq!(status, 201, "{body}");
}

/// Asks until the job of this kind that was begun last is in this state; it.
fn until(client: &mut Client, name: &str, state: &str) -> Json {
    loop {
        let jobs = client.get(&format!("/api/v1/jobs/?name={name}")).expect("answered").body;
        if jobs["results"][0]["state"] == state {
            return jobs["results"][0].clone();
        }
    }
}

#[test]
fn mentions_come_by_email_to_whom_wants_it() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        program.user("clerk");
        let lamp = json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"});
        assert_eq!(post(&mut owner, "/products/", &lamp).0, 201);
        // Without a server the test says so.
        let (status, tried) = post(&mut owner, "/mail/test/", &json!({}));
        assert_eq!((status, &tried["job"]["state"]), (200, &json!("dead")), "{tried}");
        let problem = &tried["job"]["problem"];
        assert!(problem.as_str().is_some_and(|problem| problem.contains("mail.host")), "{tried}");
        // Who does not wait is told where the job is read.
        let tried = owner.post_with("/api/v1/mail/test/", "Prefer: respond-async", &json!({})).expect("answered");
        assert_eq!(tried.status, 202, "{}", tried.body);
        let place = format!("/api/v1/jobs/{}/", tried.body["job"]["id"].as_str().expect("an id"));
        assert_eq!(tried.location.as_deref(), Some(&*place));
        while owner.get(&place).expect("answered").body["state"] != "dead" {}

        let server = MailServer::start();
        for (name, value) in [
            ("mail.host", json!("127.0.0.1")),
            ("mail.port", json!(server.port)),
            ("mail.encryption", json!("none")),
            ("mail.user", json!("shop")),
            ("mail.password", json!("hush")),
            ("mail.from", json!("Acme <shop@acme.test>")),
        ] {
            choose(&mut owner, name, &value);
        }
        let tested = owner.post("/api/v1/mail/test/", Some("test-1"), &json!({})).expect("answered");
        assert_eq!((tested.status, &tested.body["to"]), (200, &json!("owner@acme.test")), "{}", tested.body);
        assert_eq!(tested.body["job"]["effect"], json!("Sent to owner@acme.test."), "{}", tested.body);
        // Sent again it is answered the same, and nothing is sent.
        let again = owner.post("/api/v1/mail/test/", Some("test-1"), &json!({})).expect("answered");
        assert!(again.replayed);
        assert_eq!((again.status, &again.body), (200, &tested.body));
        let mail = server.next();
        assert_eq!(server.waiting().len(), 0);
        assert_eq!((mail.from.as_str(), mail.to.as_str()), ("shop@acme.test", "owner@acme.test"));
        assert_eq!(mail.log_in.as_deref(), Some("AHNob3AAaHVzaA=="), "\\0shop\\0hush");

        let mut clerk = program.client_of("clerk");
        comment(&mut owner, "clerk@acme.test does not want it yet");
        let unread = |clerk: &mut Client| clerk.get("/api/v1/notifications/unread-count/").expect("answered").body;
        while unread(&mut clerk)["unread"] == json!(0) {}
        choose_as(&mut clerk, "notifications.by_email", &json!({"value": true, "level": "user"}));
        comment(&mut owner, "Is it there, clerk@acme.test? ৳ ✓");
        let mail = server.next();
        assert_eq!(mail.to, "clerk@acme.test");
        assert!(mail.content.contains("mentioned you"), "{}", mail.content);
        let job = until(&mut owner, "messages.mail.send", "done");
        assert_eq!((&job["effect"], &job["attempts"]), (&json!("Sent to clerk@acme.test."), &json!(1)));

        // A server that is busy is asked again, here at once by hand; the message comes once.
        server.refuse_next(1);
        comment(&mut owner, "clerk@acme.test once more");
        let job = until(&mut owner, "messages.mail.send", "waiting");
        if job["attempts"] == json!(1) {
            let id = job["id"].as_str().expect("an id");
            assert_eq!(post(&mut owner, &format!("/jobs/{id}/run/"), &json!({})).0, 200);
        }
        assert!(server.next().content.contains("once more"));
        let job = until(&mut owner, "messages.mail.send", "done");
        assert_eq!(job["attempts"], json!(2), "{job}");
        assert_eq!(server.waiting().len(), 0);
        // What the server refuses for good is told, but not by another message.
        choose_as(&mut owner, "notifications.by_email", &json!({"value": true, "level": "user"}));
        choose(&mut owner, "mail.from", &json!(""));
        comment(&mut owner, "clerk@acme.test in vain");
        until(&mut owner, "messages.mail.send", "dead");
        while owner.read("/notifications/")["count"] != json!(2) {}
        let list = owner.read("/notifications/");
        assert_eq!((&list["count"], &list["results"][0]["kind"]), (&json!(2), &json!("job")), "{list}");
        let jobs = owner.read("/jobs/?name=messages.mail.send&state=dead");
        assert_eq!(jobs["count"], json!(1), "{jobs}");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
