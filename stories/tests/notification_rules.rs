//! A company says who is told what happens, by what and in which words, and members say what they want.

use serde_json::{Value as Json, json};
use stories::{Client, Program, shop};
use testkit::databases;

fn post(client: &mut Client, path: &str, body: &Json) -> (u16, Json) {
    let answer = client.post(&format!("/api/v1{path}"), None, body).expect("answered");
    (answer.status, answer.body)
}

fn created(client: &mut Client, path: &str, body: &Json) -> Json {
    let (status, answer) = post(client, path, body);
    assert_eq!(status, 201, "{path} {answer}");
    answer
}

fn put(client: &mut Client, path: &str, body: &Json) {
    let answer = client.send("PUT", &format!("/api/v1{path}"), body).expect("answered");
    assert_eq!(answer.status, 200, "{path} {}", answer.body);
}

/// A shop that sells on account to Ann, with a manager and a clerk.
fn staffed(database: testkit::Database) -> (Program, Client, Client, Client) {
    let (program, mut owner) = shop(database);
    program.user("manager");
    program.user("clerk");
    let visit = json!({"sku": "VISIT", "name": "Visit", "unit": "hour", "kind": "service", "selling_price": "100"});
    created(&mut owner, "/products/", &visit);
    let ann = json!({"code": "ann", "name": "Ann", "email": "ann@example.com", "phone": "+8801711111111"});
    created(&mut owner, "/customers/", &ann);
    let (manager, clerk) = (program.client_of("manager"), program.client_of("clerk"));
    (program, owner, manager, clerk)
}

/// Sells so many hours on account; the number of the sale.
fn sell(client: &mut Client, hours: i64) -> String {
    let body = json!({"customer": "ann", "lines": [{"sku": "VISIT", "quantity": hours}]});
    created(client, "/sales/", &body)["number"].as_str().expect("a number").to_owned()
}

/// The messages to a recipient, once there are so many.
fn messages(client: &mut Client, filter: &str, count: i64) -> Vec<Json> {
    loop {
        let list = client.read(&format!("/messages/?{filter}&ordering=-id"));
        if list["count"].as_i64().expect("a count") >= count {
            assert_eq!(list["count"], count, "{list}");
            return list["results"].as_array().expect("rows").clone();
        }
    }
}

/// The newest notifications in an inbox, once there are so many.
fn inbox(client: &mut Client, count: usize) -> Vec<String> {
    loop {
        let list = client.read("/notifications/");
        let rows = list["results"].as_array().expect("rows");
        if rows.len() >= count {
            let text = |row: &Json| row["text"].as_str().expect("a text").to_owned();
            assert_eq!(rows.len(), count, "{list}");
            return rows.iter().map(text).collect();
        }
    }
}

#[test]
fn large_sales_are_told_to_managers_and_every_sale_to_its_customer() {
    for database in databases() {
        let (mut program, mut owner, mut manager, mut clerk) = staffed(database);
        let large = json!({"name": "Large sales", "event": "sales.sale.posted", "condition": "total >= 500",
                           "recipient": "role", "role": "manager", "in_app": true, "email": true});
        created(&mut owner, "/notification-rules/", &large);
        // Another rule that names the same people tells them nothing twice.
        let again = json!({"name": "Large sales again", "event": "sales.sale.posted", "condition": "total > 400",
                           "recipient": "role", "role": "manager", "in_app": true});
        created(&mut owner, "/notification-rules/", &again);
        let customer = json!({"name": "Customers", "event": "sales.sale.posted", "recipient": "party",
                              "recipient_field": "customer", "email": true, "sms": true});
        created(&mut owner, "/notification-rules/", &customer);
        let template = json!({"event": "sales.sale.posted", "channel": "email", "subject": "Thank you, {{ recipient.name }}",
                              "text": "Your {{ number }}: {{ total | money(currency) }}", "html": "<b>{{ number }}</b>"});
        created(&mut owner, "/notification-templates/", &template);

        let (small, large) = (sell(&mut owner, 1), sell(&mut owner, 6));
        assert!(inbox(&mut manager, 1)[0].contains(&large));
        let mails = messages(&mut owner, "recipient=ann@example.com", 2);
        let (first, second) = (&mails[1], &mails[0]);
        let text = |mail: &Json| owner_text(&mut program.client_of("owner"), mail);
        assert!(text(first).starts_with(&format!("Your {small}:")), "{first}");
        assert!(text(second).contains("600.00"), "{second}");
        assert_eq!((&first["subject"], &first["record"]), (&json!("Thank you, Ann"), &json!("sales")));
        let told = messages(&mut owner, "channel=sms", 2);
        assert_eq!(told[0]["recipient"], "+8801711111111");
        assert_eq!(messages(&mut owner, "recipient=manager@acme.test", 1)[0]["channel"], "email");
        assert_eq!(inbox(&mut clerk, 0), [""; 0]);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

fn owner_text(client: &mut Client, mail: &Json) -> String {
    let id = mail["id"].as_str().expect("an id");
    client.read(&format!("/messages/{id}/"))["text"].as_str().expect("a text").to_owned()
}

#[test]
fn members_say_what_they_want_and_when() {
    for database in databases() {
        let (mut program, mut owner, mut manager, mut clerk) = staffed(database);
        for role in ["manager", "clerk"] {
            let rule = json!({"name": role, "event": "sales.sale.posted", "recipient": "role", "role": role,
                              "in_app": true, "email": true, "sms": true});
            created(&mut owner, "/notification-rules/", &rule);
        }
        let unwanted = json!({"event": "sales.sale.posted", "channel": "email", "wanted": false});
        assert_eq!(post(&mut clerk, "/notification-preferences/", &unwanted).0, 200);
        put(&mut manager, "/settings/notifications.digest/", &json!({"level": "user", "value": "daily"}));
        put(&mut manager, "/settings/notifications.phone/", &json!({"level": "user", "value": "+8801722222222"}));
        // Quiet all day long, whatever the clock says.
        for (name, time) in [("quiet_from", "00:00"), ("quiet_until", "23:59")] {
            put(&mut manager, &format!("/settings/notifications.{name}/"), &json!({"level": "user", "value": time}));
        }
        let chosen = clerk.read("/notification-preferences/");
        assert_eq!(chosen["results"], json!([{"event": "sales.sale.posted", "channel": "email", "wanted": false}]));

        sell(&mut owner, 1);
        inbox(&mut clerk, 1);
        inbox(&mut manager, 1);
        // What was told to both is carried out by one command: nothing more comes.
        assert_eq!(messages(&mut owner, "page_size=10", 0), [Json::Null; 0]);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn rules_and_templates_that_make_no_sense_are_refused_where_they_are_wrong() {
    for database in databases() {
        let (mut program, mut owner, _, mut clerk) = staffed(database);
        let rule =
            json!({"name": "R", "event": "sales.sale.posted", "recipient": "role", "role": "manager", "in_app": true});
        let wrong = [
            (json!({"event": "sales.sale.dreamt"}), "event"),
            (json!({"event": "notifications.mail.wanted"}), "event"),
            (json!({"condition": "total >"}), "condition"),
            (json!({"condition": "totl > 1"}), "condition"),
            (json!({"condition": "total"}), "condition"),
            (json!({"role": "king"}), "role"),
            (json!({"role": null}), "role"),
            (json!({"recipient": "party"}), "recipient_field"),
            (json!({"recipient": "party", "recipient_field": "nobody"}), "recipient_field"),
            (json!({"recipient": "party", "recipient_field": "customer"}), "in_app"),
            (json!({"recipient": "member"}), "member"),
            (json!({"in_app": false}), "in_app"),
        ];
        for (change, field) in wrong {
            let (status, answer) = post(&mut owner, "/notification-rules/", &changed(&rule, &change));
            assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!(field)), "{change} {answer}");
        }
        let template = json!({"event": "sales.sale.posted", "channel": "email", "text": "{{ number }}"});
        let wrong = [
            (json!({"text": "{{ nubmer }}"}), "text"),
            (json!({"text": "{{ number"}), "text"),
            (json!({"text": "{{ number | money(currency) }}"}), "text"),
            (json!({"html": "{% for x in number %}"}), "html"),
            (json!({"subject": "{{ origin.number }}"}), "subject"),
            (json!({"channel": "sms", "html": "<b>x</b>"}), "html"),
            (json!({"language": "xx"}), "language"),
        ];
        for (change, field) in wrong {
            let (status, answer) = post(&mut owner, "/notification-templates/", &changed(&template, &change));
            assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!(field)), "{change} {answer}");
        }
        let (status, answer) = post(
            &mut owner,
            "/notification-templates/?dry_run=true",
            &changed(&template, &json!({"subject": "{{ total | money(currency) }}"})),
        );
        assert_eq!((status, answer["effects"]["messages"][0]["text"].as_str()), (201, Some("number")), "{answer}");
        assert_eq!(post(&mut clerk, "/notification-rules/", &rule).0, 403);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

fn changed(body: &Json, change: &Json) -> Json {
    let mut body = body.clone();
    for (name, value) in change.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}
