//! Messages go to people outside, carried by simulators of those who carry them.

use serde_json::{Value as Json, json};
use simulators::Simulators;
use stories::{Client, Program};
use testkit::{Database, MailServer, databases};

const RAHIMS: &str = "+8801712345678";

/// A running company, and simulators of everybody who carries its messages.
fn company(database: Database) -> (Program, Client, Simulators) {
    let simulators = Simulators::start("127.0.0.1:0".parse().expect("an address"), &[]).expect("simulators");
    let mut program = Program::new(database);
    program.settings.push(("SANDUK_ALLOW_PRIVATE_ADDRESSES", "yes"));
    program.start();
    let mut owner = program.client();
    let at = |name: &str| format!("{}/{name}", simulators.base);
    for (name, value) in [
        ("country", json!("880")),
        ("sms_provider", json!("twilio")),
        ("sms_from", json!(simulators::TWILIO_NUMBER)),
        ("twilio_address", json!(at("twilio"))),
        ("twilio_account", json!(simulators::TWILIO_ACCOUNT)),
        ("twilio_token", json!(simulators::TWILIO_TOKEN)),
        ("gateway", json!(simulators::gateway_settings(&at("gateway")).to_string())),
        ("gateway_secret", json!(simulators::GATEWAY_SECRET)),
        ("whatsapp_address", json!(format!("{}/v25.0", at("whatsapp")))),
        ("whatsapp_number", json!(simulators::WHATSAPP_PHONE_NUMBER_ID)),
        ("whatsapp_token", json!(simulators::WHATSAPP_TOKEN)),
        ("fcm_address", json!(at("fcm"))),
        ("fcm_account", json!(simulators::fcm_key_file(&at("fcm")))),
    ] {
        choose(&mut owner, &format!("messages.{name}"), &value);
    }
    (program, owner, simulators)
}

fn choose(client: &mut Client, name: &str, value: &Json) {
    let answer = client.send("PUT", &format!("/api/v1/settings/{name}/"), &json!({"value": value})).expect("answered");
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
}

/// Has a test sent; the first message.
fn test(owner: &mut Client, body: &Json) -> String {
    let begun = owner.make("/messages/test/", body);
    begun["messages"][0].as_str().unwrap_or_else(|| panic!("no message: {begun}")).to_owned()
}

/// Asks until a message is in this state; it.
fn until(owner: &mut Client, id: &str, state: &str) -> Json {
    loop {
        let message = owner.read(&format!("/messages/{id}/"));
        if message["state"] == state {
            return message;
        }
    }
}

#[test]
fn every_channel_is_tried_by_a_test() {
    for database in databases() {
        let (mut program, mut owner, simulators) = company(database);
        let mail = MailServer::start();
        for (name, value) in [
            ("mail.host", json!("127.0.0.1")),
            ("mail.port", json!(mail.port)),
            ("mail.encryption", json!("none")),
            ("mail.from", json!("Acme <shop@acme.test>")),
        ] {
            choose(&mut owner, name, &value);
        }
        let message = test(&mut owner, &json!({"channel": "email"}));
        assert_eq!(mail.next().to, "owner@acme.test");
        until(&mut owner, &message, "sent");

        let message = test(&mut owner, &json!({"channel": "sms", "to": "01712-345678"}));
        let sent = until(&mut owner, &message, "sent");
        assert_eq!(
            (&sent["recipient"], &sent["provider"], &sent["parts"]),
            (&json!(RAHIMS), &json!("twilio"), &json!(1))
        );
        let message = test(&mut owner, &json!({"channel": "whatsapp", "to": RAHIMS}));
        until(&mut owner, &message, "sent");
        assert_eq!(simulators.journal("whatsapp")[0]["template"]["name"], json!("hello_world"));
        owner.make("/push-targets/", &json!({"name": "Phone", "token": "device-token-1"}));
        let message = test(&mut owner, &json!({"channel": "push"}));
        until(&mut owner, &message, "sent");
        assert_eq!(simulators.journal("fcm")[0]["token"], json!("device-token-1"));
        choose(&mut owner, "messages.sms_provider", &json!("gateway"));
        let message = test(&mut owner, &json!({"channel": "sms", "to": RAHIMS}));
        until(&mut owner, &message, "sent");
        assert_eq!(simulators.journal("gateway")[0]["recipient"], json!(&RAHIMS[1..]));
        assert_eq!(owner.read("/messages/?state=sent")["count"], json!(5));

        // What is wrong is said at once, and changes nothing.
        for body in [json!({"channel": "sms", "to": "12"}), json!({"channel": "sms"}), json!({"channel": "pigeon"})] {
            let answer = owner.post("/api/v1/messages/test/", None, &body).expect("answered");
            assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        }
        for (name, value) in
            [("messages.gateway", "{\"url\": 1}"), ("messages.country", "0880"), ("mail.from", "no address")]
        {
            let path = format!("/api/v1/settings/{name}/");
            let answer = owner.send("PUT", &path, &json!({"value": value})).expect("answered");
            assert_eq!(answer.status, 422, "{name}: {}", answer.body);
        }
        // Nor is anything tried by a channel for which nothing is chosen.
        choose(&mut owner, "messages.sms_provider", &json!("none"));
        choose(&mut owner, "mail.host", &json!(""));
        for body in [json!({"channel": "sms", "to": RAHIMS}), json!({"channel": "email"})] {
            let answer = owner.post("/api/v1/messages/test/", None, &body).expect("answered");
            assert_eq!(answer.status, 409, "{body}: {}", answer.body);
        }
        // Who is no owner sends no tests, and sees no messages.
        let mut cashier = {
            program.user("cashier");
            program.client_of("cashier")
        };
        assert_eq!(cashier.get("/api/v1/messages/").expect("answered").status, 403);
        let asked = json!({"channel": "sms", "to": RAHIMS});
        assert_eq!(cashier.post("/api/v1/messages/test/", None, &asked).expect("answered").status, 403);
        for path in ["/settings/", "/messages/", "/jobs/"] {
            let answer = owner.read(path).to_string();
            for secret in
                [simulators::TWILIO_TOKEN, simulators::WHATSAPP_TOKEN, simulators::GATEWAY_SECRET, "PRIVATE KEY"]
            {
                assert!(!answer.contains(secret), "{path} tells a secret");
            }
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn a_message_that_was_refused_is_sent_again_when_that_is_asked_for() {
    for database in databases() {
        let (mut program, mut owner, simulators) = company(database);
        choose(&mut owner, "messages.twilio_account", &json!("AC00000000000000000000000000000009"));
        let message = test(&mut owner, &json!({"channel": "sms", "to": RAHIMS}));
        let failed = until(&mut owner, &message, "failed");
        assert!(failed["problem"].as_str().is_some_and(|why| why.starts_with("20003")), "{failed}");
        // Whoever can mend it is told.
        while owner.read("/notifications/")["count"] == json!(0) {}
        choose(&mut owner, "messages.twilio_account", &json!(simulators::TWILIO_ACCOUNT));
        owner.make(&format!("/messages/{message}/resend/"), &json!({}));
        let sent = until(&mut owner, &message, "sent");
        assert_eq!((&sent["attempts"], &sent["may_be_double"]), (&json!(2), &json!(false)), "{sent}");
        let again = owner.post(&format!("/api/v1/messages/{message}/resend/"), None, &json!({})).expect("answered");
        assert_eq!((again.status, &again.body["code"]), (409, &json!("message_not_failed")));
        assert_eq!(simulators.journal("twilio").len(), 1);
        // The process dies while Twilio has the message, and its answer never comes: the next one finds it there.
        simulators.control("twilio", "fail", &json!({"how": "silent"})).expect("arranged");
        let message = test(&mut owner, &json!({"channel": "sms", "to": RAHIMS}));
        while simulators.journal("twilio").len() < 2 {}
        program.kill();
        program.start();
        owner = program.client();
        let sent = until(&mut owner, &message, "sent");
        assert_eq!((&sent["attempts"], &sent["may_be_double"]), (&json!(1), &json!(false)), "{sent}");
        assert_eq!(simulators.journal("twilio").len(), 2);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// Opens a door of the company for a provider; its address.
fn door(owner: &mut Client, source: &str) -> String {
    let made = owner.make("/inbound-hooks/", &json!({"source": source}));
    let path = made["path"].as_str().unwrap_or_else(|| panic!("no path: {made}"));
    format!("http://127.0.0.1:{}{path}", owner.port())
}

/// Has a simulator report or reply; the statuses that it was answered.
fn hear(simulators: &Simulators, name: &str, verb: &str, body: &Json) -> Vec<u64> {
    let answers = simulators.control(name, verb, body).unwrap_or_else(|why| panic!("{name}: {why}"));
    let answers = answers["answers"].as_array().expect("answers").clone();
    answers.iter().filter_map(|answer| answer["status"].as_u64()).collect()
}

#[test]
fn providers_report_and_people_reply_at_the_doors_of_the_company() {
    for database in databases() {
        let (mut program, mut owner, simulators) = company(database);
        let at = door(&mut owner, "twilio-sms");
        choose(&mut owner, "messages.reports_at", &json!(at));
        let message = test(&mut owner, &json!({"channel": "sms", "to": RAHIMS}));
        until(&mut owner, &message, "sent");
        let forged = json!({"state": "failed", "wrong_signature": true});
        assert_eq!(hear(&simulators, "twilio", "report", &forged), [401]);
        let delivered = json!({"state": "delivered", "times": 3});
        assert_eq!(hear(&simulators, "twilio", "report", &delivered), [204, 204, 204]);
        until(&mut owner, &message, "delivered");
        // A late report is taken, and changes nothing.
        assert_eq!(hear(&simulators, "twilio", "report", &json!({"state": "sent"})), [204]);
        while owner.read("/hook-messages/?state=done")["count"] != json!(2) {}
        assert_eq!(until(&mut owner, &message, "delivered")["problem"], Json::Null);

        let at_whatsapp = door(&mut owner, "whatsapp");
        choose(&mut owner, "messages.whatsapp_app_secret", &json!(simulators::WHATSAPP_APP_SECRET));
        choose(&mut owner, "messages.whatsapp_verify_token", &json!(simulators::WHATSAPP_VERIFY_TOKEN));
        assert_eq!(hear(&simulators, "whatsapp", "verify", &json!({"url": at_whatsapp})), [200]);
        let other = json!({"url": at_whatsapp, "wrong_token": true});
        assert_eq!(hear(&simulators, "whatsapp", "verify", &other), [401]);
        let thanks = json!({"url": at_whatsapp, "from": RAHIMS, "text": "ধন্যবাদ"});
        assert_eq!(hear(&simulators, "whatsapp", "reply", &thanks), [200]);

        // Who replies with STOP gets no more SMS.
        let stop = json!({"url": at, "from": RAHIMS, "text": "STOP", "times": 2});
        assert_eq!(hear(&simulators, "twilio", "reply", &stop), [204, 204]);
        while owner.read("/message-replies/")["count"] != json!(2) {}
        let opted_out = owner.read("/message-opt-outs/");
        assert_eq!((&opted_out["count"], &opted_out["results"][0]["recipient"]), (&json!(1), &json!(RAHIMS)));
        let message = test(&mut owner, &json!({"channel": "sms", "to": RAHIMS}));
        assert_eq!(until(&mut owner, &message, "failed")["attempts"], json!(0));
        let start = json!({"url": at, "from": RAHIMS, "text": "Start"});
        assert_eq!(hear(&simulators, "twilio", "reply", &start), [204]);
        while owner.read("/message-opt-outs/")["count"] != json!(0) {}
        owner.make(&format!("/messages/{message}/resend/"), &json!({}));
        until(&mut owner, &message, "sent");
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}
