//! Messages are carried by simulators that check what they are sent, on both databases.

mod shop;

use kernel::Kind;
use messages::{Message, MessageChannel, MessageReply, MessageState, OptOut};
use serde_json::{Value as Json, json};
use shop::{MEMBER, Shop, Tell};
use store::Read;
use testkit::databases;

const RAHIM: &str = "01712-345678";
const RAHIMS: &str = "+8801712345678";

/// Runs a story on both databases, and proves the books of each.
fn story(tell: impl Fn(&mut Shop)) {
    for (database, other) in databases().into_iter().zip(databases()) {
        let mut shop = Shop::open(database);
        tell(&mut shop);
        shop.prove(other);
    }
}

fn outcome(message: &Message) -> (MessageState, i64, bool) {
    (message.state, message.attempts, message.may_be_double)
}

#[test]
fn sms_are_sent_by_twilio_and_reported() {
    story(|shop| {
        let id = shop.tell(MessageChannel::Sms, RAHIM, &"আপনার অর্ডার পাঠানো হয়েছে ".repeat(3));
        assert_eq!(shop.message(id).recipient, RAHIMS);
        assert_eq!(shop.send(id).expect("sent"), format!("Sent to {RAHIMS}."));
        let sent = shop.simulators.journal("twilio");
        assert_eq!((&sent[0]["To"], &sent[0]["to"]), (&Json::Null, &json!(RAHIMS)));
        assert_eq!(sent[0]["StatusCallback"], json!(format!("{}?message={id}", shop::DOOR)));
        let message = shop.message(id);
        assert_eq!(outcome(&message), (MessageState::Sent, 1, false));
        assert_eq!((message.provider.as_deref(), message.parts), (Some("twilio"), 2));

        // A job that begins once more sends nothing.
        assert_eq!(shop.send(id).expect("nothing to do"), "Nothing is to be done: it is sent.");
        assert_eq!(shop.simulators.journal("twilio").len(), 1);

        let report = |state: &str| shop.hear("twilio-sms", "twilio", "report", &json!({"state": state}));
        let forged = json!({"state": "failed", "wrong_signature": true});
        let refused = shop.hear("twilio-sms", "twilio", "report", &forged).expect_err("a wrong signature");
        assert_eq!(refused.code, "wrong_signature");
        assert_eq!(shop.message(id).state, MessageState::Sent);
        assert_eq!(report("delivered").expect("heard"), "The message is delivered.");
        // Reports come doubled and in any order: what is over stays.
        for late in ["delivered", "sent", "undelivered", "queued"] {
            report(late).expect("heard");
            assert_eq!(shop.message(id).state, MessageState::Delivered, "{late}");
        }
    });
}

#[test]
fn what_is_not_taken_is_tried_again_or_has_failed() {
    story(|shop| {
        // Too much at once: it waits as long as Twilio asks for, and is not given to it before.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "one");
        shop.fail("twilio", &json!({"how": "429", "retry_after": 3600}));
        assert_eq!(shop.send(id).expect_err("not now").code, "message_not_taken");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Queued, 1, false));
        assert_eq!(shop.send(id).expect_err("not yet").code, "message_not_taken");
        assert_eq!(shop.message(id).attempts, 1);

        // What has failed before anything was done comes once.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "two");
        shop.fail("twilio", &json!({"how": "503"}));
        shop.send(id).expect_err("not now");
        shop.send(id).expect("sent");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Sent, 2, false));

        // A number that is none, and one that the provider refuses.
        let id = shop.tell(MessageChannel::Sms, "call me", "three");
        assert_eq!(shop.message(id).state, MessageState::Failed);
        assert_eq!(shop.send(id).expect("nothing to do"), "Nothing is to be done: it is failed.");
        let id = shop.tell(MessageChannel::Sms, "+15005550009", "four");
        assert!(shop.send(id).expect("told").contains("21614"));
        assert_eq!(outcome(&shop.message(id)), (MessageState::Failed, 1, false));

        // With a wrong token nothing is sent: somebody has to act. Then it is sent once more.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "five");
        shop.choose(&[("messages.twilio_account", json!("AC0"))]);
        assert_eq!(shop.send(id).expect_err("no account").code, "channel_not_set_up");
        assert!(shop.message(id).problem.as_ref().is_some_and(|why| why.starts_with("20003")));
        shop.choose(&[("messages.twilio_account", json!(simulators::TWILIO_ACCOUNT))]);
        shop.ask(MEMBER, "messages.message.resend", &json!({"id": id})).expect("asked for");
        let refused = shop.ask(MEMBER, "messages.message.resend", &json!({"id": id})).expect_err("it waits already");
        assert_eq!(refused.code, "message_not_failed");
        shop.send(id).expect("sent");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Sent, 2, false));

        // A provider that is not set up says so in the log.
        shop.by("none");
        let id = shop.tell(MessageChannel::Sms, RAHIM, "six");
        assert_eq!(shop.send(id).expect_err("none").code, "channel_not_set_up");
        assert_eq!(shop.message(id).state, MessageState::Failed);
    });
}

#[test]
fn an_answer_that_is_lost_does_not_double_what_twilio_has() {
    story(|shop| {
        // The same words were sent before, which is another message.
        let before = shop.tell(MessageChannel::Sms, RAHIM, "Your code is 1234");
        shop.send(before).expect("sent");
        let id = shop.tell(MessageChannel::Sms, RAHIM, "Your code is 1234");
        shop.fail("twilio", &json!({"how": "lost"}));
        assert_eq!(shop.send(id).expect_err("lost").code, "message_not_taken");
        let message = shop.message(id);
        assert_eq!((message.state, message.is_unclear), (MessageState::Sending, true));
        shop.send(id).expect("found");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Sent, 1, false));
        let sids: Vec<Json> = shop.simulators.journal("twilio").iter().map(|sent| sent["sid"].clone()).collect();
        assert_eq!(sids.len(), 2);
        assert_eq!(shop.message(id).provider_id.as_deref(), sids[1].as_str());

        // It was not taken: it is sent again, and is no double.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "Another");
        shop.fail("twilio", &json!({"how": "500"}));
        shop.send(id).expect_err("an error");
        shop.send(id).expect("sent");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Sent, 2, false));
        assert_eq!(shop.simulators.journal("twilio").len(), 3);

        // A report is faster than the next attempt: it says that the message was taken.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "A third one");
        shop.fail("twilio", &json!({"how": "lost"}));
        shop.send(id).expect_err("lost");
        shop.hear("twilio-sms", "twilio", "report", &json!({"state": "delivered"})).expect("heard");
        assert_eq!(shop.send(id).expect("nothing to do"), "Nothing is to be done: it is delivered.");
        assert_eq!(shop.simulators.journal("twilio").len(), 4);
    });
}

#[test]
fn where_nobody_can_be_asked_the_log_says_that_it_may_be_double() {
    story(|shop| {
        shop.by("vonage");
        let id = shop.tell(MessageChannel::Sms, RAHIM, "Your code is 1234");
        shop.fail("vonage", &json!({"how": "lost"}));
        shop.send(id).expect_err("lost");
        shop.send(id).expect("sent");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Sent, 2, true));
        assert_eq!(shop.simulators.journal("vonage").len(), 2);

        // A job that was given up leaves no message behind that waits for ever.
        let id = shop.tell(MessageChannel::Sms, RAHIM, "In vain");
        let died = json!({"id": id, "problem": "It was tried too often."});
        shop.ask(command::SYSTEM, "messages.message.give_up", &died).expect("given up");
        assert_eq!(shop.message(id).state, MessageState::Failed);
    });
}

#[test]
fn vonage_and_any_gateway_carry_sms() {
    story(|shop| {
        shop.by("vonage");
        let long = shop.tell(MessageChannel::Sms, RAHIM, &"a".repeat(200));
        shop.send(long).expect("sent");
        let message = shop.message(long);
        let cost = message.cost.map(|cost| cost.to_string());
        assert_eq!((message.parts, cost.as_deref(), message.currency.as_deref()), (2, Some("0.0666"), Some("EUR")));
        let report = json!({"state": "failed", "code": "3"});
        shop.hear("vonage-sms", "vonage", "report", &json!({"state": "failed", "wrong_signature": true}))
            .expect_err("forged");
        shop.hear("vonage-sms", "vonage", "report", &report).expect("heard");
        let message = shop.message(long);
        assert_eq!(message.state, MessageState::Undelivered);
        assert_eq!(message.problem.as_deref(), Some("3: the number is not in use any more"));
        let id = shop.tell(MessageChannel::Sms, RAHIM, "no credit");
        shop.fail("vonage", &json!({"how": "code", "code": "9"}));
        assert_eq!(shop.send(id).expect_err("no credit").code, "channel_not_set_up");

        shop.by("gateway");
        let id = shop.tell(MessageChannel::Sms, RAHIM, "চা & \"দুধ\"\n{to}");
        shop.fail("gateway", &json!({"how": "code", "code": "1010"}));
        shop.send(id).expect_err("later");
        shop.send(id).expect("sent");
        let sent = shop.simulators.journal("gateway");
        assert_eq!((&sent[0]["message"], sent.len()), (&json!("চা & \"দুধ\"\n{to}"), 1));
        assert_eq!(shop.message(id).provider_id.as_deref(), Some("70001"));
        shop.hear("sms-gateway", "gateway", "report", &json!({"state": "DELIVRD"})).expect("heard");
        assert_eq!(outcome(&shop.message(id)), (MessageState::Delivered, 2, false));
        let id = shop.tell(MessageChannel::Sms, RAHIM, "refused");
        shop.fail("gateway", &json!({"how": "html"}));
        assert!(shop.send(id).expect("told").starts_with("Refused"), "a page to log in is no success");
    });
}

#[test]
fn whatsapp_sends_templates_and_answers_those_who_have_written() {
    story(|shop| {
        let template = Some("order_shipped".to_owned());
        let (to, text) = (RAHIM.to_owned(), "Shipped: INV-42".to_owned());
        let shipped = Tell { channel: MessageChannel::Whatsapp, to, text, key: None, template };
        let (id, _) = shop.company.run(shipped).expect("told");
        shop.send(id).expect("sent");
        let sent = &shop.simulators.journal("whatsapp")[0];
        assert_eq!(sent["template"]["components"][0]["parameters"][0]["text"], json!("INV-42"));
        // A text is refused before they have written.
        let early = shop.tell(MessageChannel::Whatsapp, RAHIM, "Hello");
        assert!(shop.send(early).expect("told").contains("131047"));

        let challenge = |body: &Json| shop.hear("whatsapp", "whatsapp", "verify", body);
        assert_eq!(challenge(&json!({})).expect("answered"), "1158201444");
        assert_eq!(challenge(&json!({"wrong_token": true})).expect_err("not ours").code, "wrong_signature");
        for state in ["read", "delivered", "sent", "read"] {
            shop.hear("whatsapp", "whatsapp", "report", &json!({"state": state})).expect("heard");
        }
        assert_eq!(shop.message(id).state, MessageState::Read);
        let thanks = json!({"from": RAHIMS, "text": "ধন্যবাদ"});
        shop.hear("whatsapp", "whatsapp", "reply", &thanks).expect("heard");
        let late = shop.tell(MessageChannel::Whatsapp, RAHIM, "You are welcome");
        shop.send(late).expect("sent");
        let replies = shop.company.read(|read| {
            let rows = read.query("SELECT id FROM message_reply", &[])?;
            let id = |row: Vec<store::Value>| {
                store::field(row.into_iter().next()).map(kernel::Id::<MessageReply>::from_uuid)
            };
            rows.into_iter().map(|row| read.get::<MessageReply>(&id(row)?)).collect::<kernel::Result<Vec<_>>>()
        });
        let replies = replies.expect("read");
        let reply = replies[0].as_ref().expect("a reply");
        assert_eq!((reply.sender.as_str(), reply.text.as_str()), (RAHIMS, "ধন্যবাদ"));
        assert_eq!(reply.answers, Some(early));
    });
}

#[test]
fn who_replies_with_stop_is_written_to_no_more() {
    story(|shop| {
        let waiting = shop.tell(MessageChannel::Sms, RAHIM, "queued before");
        let forged = json!({"from": RAHIMS, "text": "Stop", "wrong_signature": true});
        shop.hear("twilio-sms", "twilio", "reply", &forged).expect_err("forged");
        let delivery = &shop
            .simulators
            .deliveries("twilio", "reply", &json!({"from": RAHIMS, "text": "Stop", "url": shop::DOOR}))
            .expect("sent")[0];
        assert_eq!(shop.receive("twilio-sms", delivery).expect("heard"), "A reply was kept.");
        assert_eq!(shop.receive("twilio-sms", delivery).expect("heard"), "The reply was known.");
        let find = || {
            shop.company
                .read(|read| read.find(OptOut::BY_CHANNEL_RECIPIENT, (MessageChannel::Sms, RAHIMS)))
                .expect("read")
        };
        assert!(find().is_some());
        // Neither what waits nor what is new is sent.
        assert_eq!(shop.send(waiting).expect("told"), "It is not sent.");
        assert_eq!(shop.message(waiting).state, MessageState::Failed);
        let new = shop.tell(MessageChannel::Sms, RAHIM, "new");
        assert_eq!(shop.message(new).state, MessageState::Failed);
        assert!(shop.simulators.journal("twilio").is_empty());
        // WhatsApp is another thing, and they may come back.
        let whatsapp = shop.tell(MessageChannel::Whatsapp, RAHIM, "still");
        assert_eq!(shop.message(whatsapp).state, MessageState::Queued);
        shop.hear("twilio-sms", "twilio", "reply", &json!({"from": RAHIMS, "text": "START"})).expect("heard");
        assert!(find().is_none());
        // Twilio knows of an opt-out that we do not know of.
        let again = shop.tell(MessageChannel::Sms, RAHIM, "again");
        shop.fail("twilio", &json!({"how": "code", "code": "21610"}));
        shop.send(again).expect("told");
        assert!(find().is_some());
        let made =
            shop.ask(MEMBER, "messages.opt_out.create", &json!({"channel": "email", "to": "a@b.test"})).expect("noted");
        shop.ask(MEMBER, "messages.opt_out.delete", &made).expect("taken back");
    });
}

#[test]
fn members_are_pushed_to_in_their_apps_and_browsers() {
    story(|shop| {
        let app = json!({"name": "Phone", "token": "device-token-1"});
        shop.ask(MEMBER, "messages.push_target.register", &app).expect("registered");
        let subscription = shop.simulators.control("web-push", "subscribe", &json!({})).expect("subscribed");
        let browser = json!({
            "name": "Desk", "endpoint": subscription["endpoint"], "p256dh": subscription["keys"]["p256dh"],
            "auth": subscription["keys"]["auth"],
        });
        shop.ask(MEMBER, "messages.push_target.register", &browser).expect("registered");
        // Twice the same is once.
        shop.ask(MEMBER, "messages.push_target.register", &browser).expect("registered");
        let wrong = json!({"endpoint": subscription["endpoint"], "p256dh": "AAAA", "auth": "AAAA"});
        let refused = shop.ask(MEMBER, "messages.push_target.register", &wrong).expect_err("no keys");
        assert_eq!(refused.code, "invalid_push_target");

        let test = || {
            let begun = shop.ask(MEMBER, "messages.channel.test", &json!({"channel": "push"})).expect("begun");
            let ids = begun["messages"].as_array().expect("messages").clone();
            ids.into_iter().map(|id| serde_json::from_value(id).expect("an id")).collect::<Vec<_>>()
        };
        let messages = test();
        assert_eq!(messages.len(), 2);
        for id in &messages {
            shop.send(*id).expect("sent");
        }
        let pushed = shop.simulators.journal("fcm");
        assert_eq!(pushed[0]["notification"]["body"], json!("Sanduk sends messages by this channel."));
        let pushed = shop.simulators.journal("web-push");
        assert_eq!(pushed[0]["message"]["body"], json!("Sanduk sends messages by this channel."));
        assert_eq!(pushed[0]["sender"]["sub"], json!("mailto:shop@acme.test"));

        // The token of Firebase is kept, and asked for once more where it was taken back.
        for id in test() {
            shop.send(id).expect("sent");
        }
        assert_eq!(shop.simulators.control("fcm", "granted", &json!({})).expect("told"), json!({"tokens": 1}));
        shop.simulators.control("fcm", "revoke", &json!({})).expect("done");
        for id in test() {
            shop.send(id).expect("sent");
        }
        assert_eq!(shop.simulators.control("fcm", "granted", &json!({})).expect("told"), json!({"tokens": 2}));

        // What is gone is forgotten.
        shop.simulators.control("fcm", "forget/device-token-1", &json!({})).expect("done");
        shop.simulators.control("web-push", "leave/0", &json!({})).expect("done");
        for id in test() {
            shop.send(id).expect("told");
            assert_eq!(shop.message(id).state, MessageState::Failed);
        }
        let nothing =
            shop.ask(MEMBER, "messages.channel.test", &json!({"channel": "push"})).expect_err("nowhere to push");
        assert_eq!(nothing.code, "no_push_target");
    });
}

#[test]
fn email_has_a_plain_and_a_fair_form_and_one_id() {
    story(|shop| {
        let id = shop.tell(MessageChannel::Email, "Ann@Example.com", "Your order is on its way. ৳");
        shop.mail.refuse_next(1);
        assert_eq!(shop.send(id).expect_err("busy").code, "message_not_taken");
        shop.send(id).expect("sent");
        let mail = shop.mail.next();
        assert_eq!(mail.to, "ann@example.com");
        assert!(
            mail.content.contains("multipart/alternative") && mail.content.contains("text/html"),
            "{}",
            mail.content
        );
        assert!(!mail.content.lines().any(|line| line.starts_with("Bcc")), "{}", mail.content);
        let message = shop.message(id);
        assert_eq!(outcome(&message), (MessageState::Sent, 2, false));
        assert!(mail.content.contains(message.provider_id.as_deref().expect("a Message-ID")), "{}", mail.content);
        let id = shop.tell(MessageChannel::Email, "nobody@example.com", "In vain");
        assert!(shop.send(id).expect("told").starts_with("Refused"));
        shop.choose(&[("mail.host", json!(""))]);
        let id = shop.tell(MessageChannel::Email, "ann@example.com", "No server");
        assert_eq!(shop.send(id).expect_err("no server").code, "channel_not_set_up");
    });
}

#[test]
fn a_recipient_is_told_once_of_one_thing() {
    story(|shop| {
        let tell = |to: &str, key: &str, channel| {
            let (to, text, key) = (to.to_owned(), "Paid".to_owned(), Some(key.to_owned()));
            shop.company.run(Tell { channel, to, text, key, template: None }).expect("told")
        };
        let (first, is_new) = tell(RAHIM, "paid/1", MessageChannel::Sms);
        assert!(is_new);
        assert_eq!(tell(RAHIMS, "paid/1", MessageChannel::Sms), (first, false));
        assert!(tell(RAHIM, "paid/2", MessageChannel::Sms).1);
        assert!(tell(RAHIM, "paid/1", MessageChannel::Whatsapp).1);
        assert!(tell("+8801812345678", "paid/1", MessageChannel::Sms).1);
    });
}

#[test]
fn without_a_secret_nothing_is_sent_and_nobody_is_heard() {
    story(|shop| {
        let id = shop.tell(MessageChannel::Sms, RAHIM, "signed");
        shop.send(id).expect("sent");
        shop.forget_secret("messages.twilio_token");
        let id = shop.tell(MessageChannel::Sms, RAHIM, "unsigned");
        assert_eq!(shop.send(id).expect_err("no token").code, "channel_not_set_up");
        let refused = shop.hear("twilio-sms", "twilio", "report", &json!({"state": "delivered"}));
        assert_eq!(refused.expect_err("no token").code, "wrong_signature");
        for (body, kind) in [
            (json!({"channel": "sms"}), Kind::Invalid),
            (json!({"channel": "sms", "to": "12"}), Kind::Invalid),
            (json!({"channel": "email", "to": "ann"}), Kind::Invalid),
            (json!({"channel": "email"}), Kind::Conflict),
        ] {
            assert_eq!(shop.ask(MEMBER, "messages.channel.test", &body).expect_err("wrong").kind, kind, "{body}");
        }
    });
}

#[test]
fn reports_that_do_not_come_are_asked_for() {
    story(|shop| {
        let id = shop.tell(MessageChannel::Sms, RAHIM, "Hello");
        shop.send(id).expect("sent");
        let ask = || shop.do_job("messages.report.ask", &json!({})).expect("asked");
        // It may still come.
        assert_eq!(ask(), "0 messages were asked for, 0 of them have changed.");
        let early = shop.message(id).sent_at.expect("sent").micros() - 20 * 60 * 1_000_000;
        shop.company.run(shop::Backdate { id, sent_at: early }).expect("backdated");
        assert_eq!(ask(), "1 messages were asked for, 0 of them have changed.");
        let price = json!({"state": "delivered", "price": "-0.00750"});
        shop.simulators.control("twilio", "price", &price).expect("priced");
        assert_eq!(ask(), "1 messages were asked for, 1 of them have changed.");
        let message = shop.message(id);
        let cost = message.cost.map(|cost| cost.to_string());
        assert_eq!((cost.as_deref(), message.currency.as_deref()), (Some("0.0075"), Some("USD")));
        assert_eq!(message.state, MessageState::Delivered);
        assert_eq!(ask(), "0 messages were asked for, 0 of them have changed.");
    });
}
