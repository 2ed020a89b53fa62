//! What has to be approved waits, is decided by others than its maker, and is then done once: through every door of the program.

use serde_json::{Value as Json, json};
use std::thread;
use stories::{Client, Program, shop};
use testkit::databases;

fn post(client: &mut Client, path: &str, body: &Json) -> (u16, Json) {
    let answer = client.post(&format!("/api/v1{path}"), None, body).expect("answered");
    (answer.status, answer.body)
}

/// A policy for a command, with steps: the number, the role, and the amount from which on it is asked.
fn policy(owner: &mut Client, code: &str, command: &str, condition: &str, steps: &[(i64, &str, Option<&str>)]) {
    let policy = json!({"code": code, "name": format!("Policy {code}"), "command": command, "condition": condition});
    owner.make("/approval-policies/", &policy);
    for (step, role, minimum) in steps {
        owner.make(
            "/approval-steps/",
            &json!({"code": format!("{code}-{step}"), "policy": code, "step": step, "role": role, "minimum": minimum}),
        );
    }
}

/// A shop with a hundred and fifty lamps at 100.00, a customer, a manager and a clerk.
fn staffed(database: testkit::Database) -> (Program, Client, Client, Client) {
    let (program, mut owner) = shop(database);
    program.user("manager");
    program.user("clerk");
    owner.make("/products/", &json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "100"}));
    owner.make("/customers/", &json!({"code": "ann", "name": "Ann"}));
    receive(&mut owner, 150);
    let (manager, clerk) = (program.client_of("manager"), program.client_of("clerk"));
    (program, owner, manager, clerk)
}

fn receive(client: &mut Client, lamps: i64) {
    client.make("/stock/receive/", &json!({"lines": [{"sku": "LAMP", "quantity": lamps, "unit_cost": "60"}]}));
}

fn on_account(lamps: i64) -> Json {
    json!({"customer": "ann", "lines": [{"sku": "LAMP", "quantity": lamps}]})
}

fn entry(amount: &str) -> Json {
    json!({"business_date": "2026-01-31", "memo": "rent",
        "lines": [{"account": "6000", "debit": amount}, {"account": "1010", "credit": amount}]})
}

/// The id of the request that an answer tells of, which must wait.
fn waits((status, answer): (u16, Json)) -> String {
    assert_eq!(status, 202, "{answer}");
    answer["approval_request"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn request(client: &mut Client, id: &str) -> Json {
    client.read(&format!("/approval-requests/{id}/"))
}

/// Asks until the request is in this state.
fn until_state(client: &mut Client, id: &str, state: &str) -> Json {
    loop {
        let request = request(client, id);
        if request["state"] == state {
            return request;
        }
        let is_on_its_way = ["approved", "waiting"].contains(&request["state"].as_str().unwrap_or_default());
        assert!(is_on_its_way, "{request}");
    }
}

fn decide(client: &mut Client, id: &str, verb: &str, body: &Json) -> (u16, Json) {
    post(client, &format!("/approval-requests/{id}/{verb}/"), body)
}

fn refused((status, answer): (u16, Json), expected: u16, code: &str) {
    assert_eq!((status, &answer["code"]), (expected, &json!(code)), "{answer}");
}

fn count(client: &mut Client, path: &str) -> i64 {
    client.read(path)["count"].as_i64().expect("a count")
}

/// Asks until the newest notification says this.
fn until_told(client: &mut Client, text: &str) {
    loop {
        let list = client.read("/notifications/");
        if list["results"].as_array().expect("rows").iter().any(|row| row["text"] == text) {
            return;
        }
    }
}

fn end(mut program: Program) {
    program.kill();
    program.succeed(&["verify", "--tenant", "acme"]);
}

#[test]
fn a_large_credit_note_waits_for_the_manager_and_is_posted_once() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        policy(&mut owner, "credit", "sales.sale.return", "amount > 10000", &[(1, "manager", None)]);
        let (status, sale) = post(&mut clerk, "/sales/", &on_account(150));
        assert_eq!(status, 201, "{sale}");
        let path = format!("/sales/{}/return/", sale["number"].as_str().expect("a number"));
        let back = |lamps: i64| json!({"reason": "too many", "lines": [{"line": 1, "quantity": lamps}]});

        // A small one is posted at once.
        assert_eq!(post(&mut clerk, &path, &back(10)).0, 201);
        // What would happen to a large one is told before.
        let (status, tried) = post(&mut clerk, &format!("{path}?dry_run=true"), &back(120));
        assert_eq!(status, 201, "{tried}");
        let steps = json!([{"step": 1, "approvers": ["Manager"]}]);
        assert_eq!((&tried["approval"]["steps"], &tried["approval"]["policy"]), (&steps, &json!("Policy credit")));
        assert_eq!((&tried["approval"]["approval_request"], &tried["total"]), (&Json::Null, &json!("12000.00")));
        assert_eq!(count(&mut owner, "/approval-requests/"), 0);

        // It waits, and asked for again under its key it is the same request.
        let api = format!("/api/v1{path}");
        let mut ask = || clerk.post(&api, Some("credit-7"), &back(120)).expect("answered");
        let (first, again) = (ask(), ask());
        assert_eq!((first.replayed, again.replayed), (false, true));
        assert_eq!(first.body, again.body);
        assert_eq!((&first.body["amount"], &first.body["steps"]), (&json!("12000.00"), &steps));
        let id = waits((first.status, first.body));
        assert_eq!(count(&mut owner, "/sales/?kind=return"), 1);
        let asked = request(&mut clerk, &id);
        assert_eq!((&asked["state"], &asked["label"]), (&json!("waiting"), &json!("Return")));
        assert_eq!(
            (&asked["body"]["lines"][0]["quantity"], &asked["facts"]["reason"]),
            (&json!("120"), &json!("too many"))
        );
        assert_eq!(
            (asked["is_yours_to_decide"].as_bool(), count(&mut clerk, "/approval-requests/?mine=true")),
            (Some(false), 0)
        );

        // Neither its maker decides, nor somebody who is not named.
        refused(decide(&mut clerk, &id, "approve", &json!({})), 403, "maker_is_not_checker");
        refused(decide(&mut owner, &id, "approve", &json!({})), 403, "not_an_approver");
        let mut cashier = program.client_of("cashier");
        refused(decide(&mut cashier, &id, "reject", &json!({"reason": "no"})), 403, "not_an_approver");
        assert_eq!(cashier.get(&format!("/api/v1/approval-requests/{id}/")).expect("answered").status, 404);

        until_told(&mut manager, "Return of 12000.00 GBP waits for your approval.");
        let inbox = manager.read("/approval-requests/?mine=true");
        assert_eq!((&inbox["count"], &inbox["results"][0]["id"]), (&json!(1), &json!(id)));
        assert_eq!(request(&mut manager, &id)["is_yours_to_decide"], json!(true));
        let (status, moved) = decide(&mut manager, &id, "approve", &json!({"reason": "agreed with Ann"}));
        assert_eq!((status, &moved["state"]), (200, &json!("approved")), "{moved}");

        // The program posts it as the clerk, once.
        let done = until_state(&mut clerk, &id, "done");
        let returned = clerk.read(&format!("/sales/{}/", done["document"].as_str().expect("a document")));
        assert_eq!((&returned["number"], &returned["total"]), (&done["document_number"], &json!("12000.00")));
        assert_eq!(returned["cashier"], done["maker_name"]);
        assert_eq!(
            (done["decisions"][0]["by_name"].clone(), &done["decisions"][0]["reason"]),
            (json!("manager@acme.test"), &json!("agreed with Ann"))
        );
        assert_eq!(count(&mut owner, "/sales/?kind=return"), 2);
        let after = clerk.post(&api, Some("credit-7"), &back(120)).expect("answered");
        assert_eq!((after.status, after.replayed), (202, true));
        refused(decide(&mut manager, &id, "approve", &json!({})), 409, "state_conflict");
        refused(decide(&mut clerk, &id, "withdraw", &json!({})), 409, "state_conflict");
        refused(decide(&mut clerk, &id, "retry", &json!({})), 409, "state_conflict");
        until_told(&mut clerk, "Return is approved. agreed with Ann");

        // Nobody speaks for the program, and what is unknown is not there.
        let failed = json!({"code": "x", "problem": "x"});
        refused(decide(&mut owner, &id, "fail", &failed), 403, "system_only");
        let nobody = "019b0000-0000-7000-8000-000000000001";
        assert_eq!(decide(&mut manager, nobody, "approve", &json!({})).0, 404);
        end(program);
    }
}

#[test]
fn steps_follow_one_another_and_those_below_their_minimum_are_skipped() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        policy(
            &mut owner,
            "journal",
            "ledger.entry.post",
            "role == 'clerk'",
            &[(1, "manager", None), (2, "owner", Some("5000"))],
        );
        let before = count(&mut owner, "/journal-entries/?kind=journal");

        let small = waits(post(&mut clerk, "/journal-entries/", &entry("1000")));
        assert_eq!(request(&mut manager, &small)["steps"].as_array().map(Vec::len), Some(1));
        assert_eq!(decide(&mut manager, &small, "approve", &json!({})).0, 200);
        until_state(&mut clerk, &small, "done");

        let large = waits(post(&mut clerk, "/journal-entries/", &entry("9000")));
        refused(decide(&mut owner, &large, "approve", &json!({})), 403, "not_an_approver");
        let (status, moved) = decide(&mut manager, &large, "approve", &json!({}));
        assert_eq!((status, &moved["state"], &moved["step"]), (200, &json!("waiting"), &json!(2)));
        refused(decide(&mut manager, &large, "approve", &json!({})), 403, "decided_already");
        until_told(&mut owner, "Journal entry of 9000.00 GBP waits for your approval.");
        // Who has seen an earlier state of it is told so.
        let stale = owner.send("POST", &format!("/api/v1/approval-requests/{large}/approve/"), &json!({"if_match": 1}));
        assert_eq!(stale.expect("answered").status, 412);
        assert_eq!(decide(&mut owner, &large, "approve", &json!({})).0, 200);
        until_state(&mut clerk, &large, "done");
        assert_eq!(count(&mut owner, "/journal-entries/?kind=journal"), before + 2);

        // The policy is another one by now; what waits already is not changed by that.
        let waiting = waits(post(&mut clerk, "/journal-entries/", &entry("10")));
        let off = owner.send("PATCH", "/api/v1/approval-policies/journal/", &json!({"is_active": false}));
        assert_eq!(off.expect("answered").status, 200);
        assert_eq!(post(&mut clerk, "/journal-entries/", &entry("9000")).0, 201);
        assert_eq!(decide(&mut manager, &waiting, "approve", &json!({})).0, 200);
        until_state(&mut clerk, &waiting, "done");
        end(program);
    }
}

#[test]
fn what_is_not_approved_is_not_done() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        policy(&mut owner, "journal", "ledger.entry.post", "amount >= 1000", &[(1, "manager", None)]);
        let before = count(&mut owner, "/journal-entries/?kind=journal");

        // Rejected, with a reason.
        let id = waits(post(&mut clerk, "/journal-entries/", &entry("1000")));
        refused(decide(&mut manager, &id, "reject", &json!({"reason": " "})), 422, "invalid");
        refused(decide(&mut manager, &id, "reject", &json!({})), 422, "invalid");
        assert_eq!(decide(&mut manager, &id, "reject", &json!({"reason": "not our rent"})).0, 200);
        until_told(&mut clerk, "Journal entry is rejected. not our rent");
        refused(decide(&mut manager, &id, "approve", &json!({})), 409, "state_conflict");

        // Sent back, sent again, and withdrawn.
        let id = waits(post(&mut clerk, "/journal-entries/", &entry("2000")));
        assert_eq!(decide(&mut manager, &id, "send-back", &json!({"reason": "which month?"})).0, 200);
        until_told(&mut clerk, "Journal entry came back to you. which month?");
        refused(decide(&mut manager, &id, "resubmit", &json!({})), 403, "not_the_maker");
        assert_eq!(decide(&mut clerk, &id, "resubmit", &json!({"reason": "January"})).0, 200);
        let again = request(&mut manager, &id);
        assert_eq!((&again["state"], again["is_yours_to_decide"].as_bool()), (&json!("waiting"), Some(true)));
        refused(decide(&mut manager, &id, "withdraw", &json!({})), 403, "not_the_maker");
        assert_eq!(decide(&mut clerk, &id, "withdraw", &json!({"reason": "not needed"})).0, 200);
        let kinds: Vec<_> = request(&mut clerk, &id)["decisions"]
            .as_array()
            .expect("decisions")
            .iter()
            .map(|one| one["kind"].clone())
            .collect();
        assert_eq!(kinds, ["sent_back", "resubmitted", "withdrawn"]);

        // The manager asks, too: nobody decides for the maker, not even by a delegation.
        let id = waits(post(&mut manager, "/journal-entries/", &entry("3000")));
        refused(decide(&mut manager, &id, "approve", &json!({})), 403, "maker_is_not_checker");
        let cashier_id = user_id(&mut owner, "cashier");
        let holidays =
            json!({"to_user": cashier_id, "from_day": "2020-01-01", "to_day": "2020-12-31", "reason": "holidays"});
        manager.make("/approval-delegations/", &holidays);
        let mut cashier = program.client_of("cashier");
        refused(decide(&mut cashier, &id, "approve", &json!({})), 403, "not_an_approver");
        assert_eq!(count(&mut owner, "/journal-entries/?kind=journal"), before);
        end(program);
    }
}

fn user_id(owner: &mut Client, name: &str) -> String {
    let members = owner.read("/members/");
    let members = members["results"].as_array().expect("members");
    let member = members.iter().find(|member| member["email"] == format!("{name}@acme.test"));
    member.and_then(|member| member["user"].as_str()).expect("a member").to_owned()
}

#[test]
fn a_delegate_decides_for_another_and_it_shows() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        let mut cashier = program.client_of("cashier");
        policy(&mut owner, "journal", "ledger.entry.post", "amount > 100", &[(1, "manager", None)]);
        let (cashier_id, clerk_id, manager_id) =
            (user_id(&mut owner, "cashier"), user_id(&mut owner, "clerk"), user_id(&mut owner, "manager"));
        // For as long as the clock of any machine may say.
        let to = |user: &str, from: i64| {
            let (from_day, to_day) = (format!("{from}-01-01"), format!("{from}-12-31"));
            json!({"to_user": user, "from_day": from_day, "to_day": to_day, "reason": "holidays"})
        };
        let (status, wrong) = post(
            &mut manager,
            "/approval-delegations/",
            &json!({"to_user": manager_id, "from_day": "2026-02-01",
            "to_day": "2026-01-01", "reason": ""}),
        );
        assert_eq!((status, wrong["errors"].as_array().map(Vec::len)), (422, Some(3)), "{wrong}");
        let mut for_other = to(&clerk_id, 2026);
        for_other["from_user"] = json!(manager_id);
        refused(post(&mut cashier, "/approval-delegations/", &for_other), 403, "not_yours_to_delegate");

        let first = waits(post(&mut clerk, "/journal-entries/", &entry("400")));
        let asked_at = request(&mut clerk, &first)["asked_at"].as_str().expect("a time").to_owned();
        let year: i64 = asked_at[..4].parse().expect("a year");
        let delegation = manager.make("/approval-delegations/", &to(&cashier_id, year));
        let id = waits(post(&mut clerk, "/journal-entries/", &entry("500")));
        until_told(&mut cashier, "Journal entry of 500.00 GBP waits for your approval.");
        assert_eq!(count(&mut cashier, "/approval-requests/?mine=true"), 2);
        assert_eq!(decide(&mut cashier, &id, "approve", &json!({})).0, 200);
        let done = until_state(&mut clerk, &id, "done");
        let decision = &done["decisions"][0];
        assert_eq!(
            (&decision["by_name"], &decision["for_name"]),
            (&json!("cashier@acme.test"), &json!("manager@acme.test"))
        );

        // What the manager asks for, the delegate does not decide; what somebody else asks for, only as long as the delegation lasts.
        let own = waits(post(&mut manager, "/journal-entries/", &entry("600")));
        assert_eq!(decide(&mut cashier, &own, "approve", &json!({})).0, 403);
        let later = waits(post(&mut clerk, "/journal-entries/", &entry("700")));
        let ended = format!("/approval-delegations/{}/end/", delegation["id"].as_str().expect("an id"));
        refused(post(&mut clerk, &ended, &json!({})), 403, "not_yours_to_delegate");
        assert_eq!(post(&mut manager, &ended, &json!({})).0, 200);
        assert_eq!(decide(&mut cashier, &later, "approve", &json!({})).0, 403);
        assert_eq!(count(&mut cashier, "/approval-requests/?mine=true"), 0);
        end(program);
    }
}

#[test]
fn what_cannot_be_done_any_more_says_why_and_may_be_tried_again() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        policy(&mut owner, "credit", "sales.sale.post", "due > 10000", &[(1, "manager", None)]);
        let id = waits(post(&mut clerk, "/sales/", &on_account(150)));
        // Meanwhile the lamps are sold to others: nothing was set aside.
        assert_eq!(post(&mut owner, "/sales/", &on_account(100)).0, 201);
        assert_eq!(decide(&mut manager, &id, "approve", &json!({})).0, 200);
        let failed = until_state(&mut clerk, &id, "failed");
        assert_eq!(failed["problem_code"], json!("insufficient_stock"), "{failed}");
        let problem = failed["problem"].as_str().expect("a problem");
        until_told(&mut clerk, &format!("Sale was approved, but is refused now: {problem}"));
        refused(decide(&mut owner, &id, "retry", &json!({})), 403, "not_the_maker");

        receive(&mut owner, 100);
        assert_eq!(decide(&mut clerk, &id, "retry", &json!({})).0, 200);
        let done = until_state(&mut clerk, &id, "done");
        assert_eq!((&done["problem"], count(&mut owner, "/sales/")), (&Json::Null, 2));

        // One that fails for good is withdrawn.
        receive(&mut owner, 150);
        let id = waits(post(&mut clerk, "/sales/", &on_account(150)));
        assert_eq!(
            post(
                &mut owner,
                "/stock/adjust/",
                &json!({"reason": "fire", "lines": [{"sku": "LAMP", "quantity": -150}]})
            )
            .0,
            201
        );
        assert_eq!(decide(&mut manager, &id, "approve", &json!({})).0, 200);
        until_state(&mut clerk, &id, "failed");
        assert_eq!(decide(&mut clerk, &id, "withdraw", &json!({})).0, 200);
        assert_eq!(count(&mut owner, "/sales/"), 2);
        end(program);
    }
}

#[test]
fn no_door_leads_around_an_approval() {
    for database in databases() {
        let (program, mut owner, mut manager, mut clerk) = staffed(database);
        owner.make("/products/", &json!({"sku": "BULB", "name": "Bulb", "unit": "piece", "selling_price": "2"}));
        let lower = "selling_price < old_selling_price * 0.9";
        policy(&mut owner, "prices", "catalog.product.update", lower, &[(1, "manager", None)]);
        let price = |client: &mut Client, sku: &str| client.read(&format!("/products/{sku}/"))["selling_price"].clone();

        // One row, many rows, a file.
        let lamp = clerk.send("PATCH", "/api/v1/products/LAMP/", &json!({"selling_price": "80"})).expect("answered");
        let first = waits((lamp.status, lamp.body));
        assert_eq!(
            clerk.send("PATCH", "/api/v1/products/LAMP/", &json!({"name": "Lamp, large"})).expect("answered").status,
            200
        );
        let bulk = clerk.make("/products/bulk/", &json!({"ids": ["LAMP", "BULB"], "set": {"selling_price": "1.90"}}));
        let outcomes = bulk["results"].as_array().expect("outcomes");
        assert_eq!(outcomes.iter().map(|one| one["status"].as_u64()).collect::<Vec<_>>(), [Some(202), Some(200)]);
        assert!(outcomes[0]["approval_request"].is_string(), "{bulk}");
        let file = b"sku,selling_price\nLAMP,50\nBULB,1.80\n";
        let imported = clerk.post_file("/api/v1/products/import/?mode=update", None, file).expect("answered").body;
        assert_eq!((&imported["waiting"], &imported["updated"]), (&json!(1), &json!(1)), "{imported}");
        assert_eq!((price(&mut clerk, "LAMP"), price(&mut clerk, "BULB")), (json!("100.00"), json!("1.80")));
        assert_eq!(count(&mut manager, "/approval-requests/?mine=true&command=catalog.product.update"), 3);
        assert_eq!(decide(&mut manager, &first, "approve", &json!({})).0, 200);
        until_state(&mut clerk, &first, "done");
        assert_eq!(price(&mut clerk, "LAMP"), json!("80.00"));

        // A till that was offline is never held up: what it sold is there, and is looked at afterwards.
        policy(&mut owner, "large", "sales.sale.post", "amount > 1000", &[(1, "manager", None)]);
        policy(&mut owner, "journal", "ledger.entry.post", "amount > 1000", &[(1, "manager", None)]);
        let command = |n: u8, name: &str, body: Json| json!({"id": format!("019b0000-0000-7000-8000-00000000000{n}"), "name": name, "body": body});
        let sold = json!({"lines": [{"sku": "LAMP", "quantity": 20, "unit_price": "80"}], "payments": [{"method": "cash", "amount": "1600"}]});
        let list = json!([command(1, "sales.sale.post", sold.clone()), command(2, "ledger.entry.post", entry("2000"))]);
        let (status, answer) = post(&mut clerk, "/commands/", &list);
        let statuses: Vec<_> =
            answer["results"].as_array().expect("results").iter().map(|one| one["status"].clone()).collect();
        assert_eq!((status, statuses), (200, vec![json!("applied"), json!("waiting")]), "{answer}");
        let (_, again) = post(&mut clerk, "/commands/", &list);
        assert_eq!(again["results"][0]["status"], json!("already"), "{again}");
        until_told(&mut manager, "Sale of 1600.00 GBP has happened offline without your approval.");
        assert_eq!(count(&mut owner, "/sales/"), 1);
        let flagged = manager.read("/approval-requests/?mine=true&command=sales.offline.submit")["results"][0].clone();
        assert_eq!(
            (&flagged["has_happened"], flagged["document_number"].is_string()),
            (&json!(true), true),
            "{flagged}"
        );
        let flagged = flagged["id"].as_str().expect("an id").to_owned();
        refused(decide(&mut manager, &flagged, "send-back", &json!({"reason": "?"})), 409, "has_happened");
        refused(decide(&mut clerk, &flagged, "withdraw", &json!({})), 409, "has_happened");
        let (_, moved) = decide(&mut manager, &flagged, "approve", &json!({}));
        assert_eq!((&moved["state"], count(&mut owner, "/sales/")), (&json!("done"), 1));

        // The id of a request is no way around it.
        let id = waits(post(&mut clerk, "/journal-entries/", &entry("5000")));
        let forged = clerk.post("/api/v1/journal-entries/", Some(&id), &entry("5000")).expect("answered");
        refused((forged.status, forged.body), 409, "command_id_taken");
        end(program);
    }
}

#[test]
fn policies_say_what_is_wrong_with_them() {
    for database in databases() {
        let (program, mut owner, mut manager, _) = staffed(database);
        let known = owner.read("/approvable-commands/");
        let sale = known["results"]
            .as_array()
            .expect("commands")
            .iter()
            .find(|one| one["command"] == "sales.sale.post")
            .expect("sales")
            .clone();
        let names: Vec<_> = sale["facts"]
            .as_array()
            .expect("facts")
            .iter()
            .map(|fact| fact["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(names[..5], ["amount", "site", "role", "user", "due"]);
        let make = |owner: &mut Client, command: &str, condition: &str| {
            post(
                owner,
                "/approval-policies/",
                &json!({"code": "x", "name": "X", "command": command, "condition": condition}),
            )
        };
        for (command, condition, field, says) in [
            (
                "sales.sale.burn",
                "amount > 1",
                "command",
                "There is no command “sales.sale.burn” that could wait for an approval",
            ),
            ("sales.offline.submit", "amount > 1", "command", "There is no command"),
            ("sales.sale.post", "amount >", "condition", "at character 9: a value is missing before the end"),
            (
                "sales.sale.post",
                "amount > 'x'",
                "condition",
                "at character 10: this is a text, but must be a number here",
            ),
            ("sales.sale.post", "selling_price > 1", "condition", "at character 1: selling_price is not known here"),
            ("sales.sale.post", "amount + 1", "condition", "at character 1: this is a number, but must be yes or no"),
        ] {
            let (status, wrong) = make(&mut owner, command, condition);
            let error = &wrong["errors"][0];
            assert_eq!((status, &error["field"]), (422, &json!(field)), "{wrong}");
            assert!(error["message"].as_str().is_some_and(|message| message.starts_with(says)), "{wrong}");
        }
        assert_eq!(make(&mut owner, "sales.sale.post", "amount > 1").0, 201);
        let changed = owner
            .send("PATCH", "/api/v1/approval-policies/x/", &json!({"command": "sales.sale.return"}))
            .expect("answered");
        assert_eq!((changed.status, &changed.body["errors"][0]["code"]), (422, &json!("stays")));
        for (step, field) in [
            (json!({"code": "x", "policy": "x"}), "role"),
            (json!({"code": "x", "policy": "x", "role": "nobody"}), "role"),
            (
                json!({"code": "x", "policy": "x", "role": "owner", "member": "019b0000-0000-7000-8000-000000000001"}),
                "member",
            ),
            (json!({"code": "x", "policy": "x", "member": "019b0000-0000-7000-8000-000000000001"}), "member"),
            (json!({"code": "x", "policy": "x", "role": "owner", "minimum": "-1"}), "minimum"),
            (json!({"code": "x", "policy": "x", "role": "owner", "step": 0}), "step"),
        ] {
            let (status, wrong) = post(&mut owner, "/approval-steps/", &step);
            assert_eq!((status, &wrong["errors"][0]["field"]), (422, &json!(field)), "{step}: {wrong}");
        }
        // A policy without steps asks nobody; managers do not make policies.
        assert_eq!(post(&mut owner, "/sales/", &on_account(1)).0, 201);
        refused(make(&mut manager, "sales.sale.post", "amount > 1"), 403, "permission_denied");
        assert_eq!(manager.get("/api/v1/approval-requests/?state=lost").expect("answered").status, 400);
        assert_eq!(manager.get("/api/v1/approval-requests/?cursor=x").expect("answered").status, 400);
        end(program);
    }
}

#[test]
fn two_approvers_at_once_and_a_server_that_dies_make_one_entry() {
    for database in databases() {
        let (mut program, mut owner, mut manager, mut clerk) = staffed(database);
        program.user_of("acme", "deputy", "manager");
        let mut deputy = program.client_of("deputy");
        policy(&mut owner, "journal", "ledger.entry.post", "amount > 100", &[(1, "manager", None)]);
        let before = count(&mut owner, "/journal-entries/?kind=journal");
        for n in 1..=3 {
            let id = waits(post(&mut clerk, "/journal-entries/", &entry(&format!("{}", 500 + n))));
            let both = [&manager, &deputy].map(|client| {
                let (mut client, id) = (client.reconnect(), id.clone());
                thread::spawn(move || decide(&mut client, &id, "approve", &json!({})).0)
            });
            let mut statuses = both.map(|one| one.join().expect("an answer"));
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409]);
            // Dies somewhere between the decision and what follows from it.
            program.kill();
            program.start();
            let port = program.anonymous_client().port();
            for client in [&mut owner, &mut manager, &mut deputy, &mut clerk] {
                *client = client.at(port);
            }
            until_state(&mut clerk, &id, "done");
            assert_eq!(count(&mut owner, "/journal-entries/?kind=journal"), before + n);
        }
        end(program);
    }
}
