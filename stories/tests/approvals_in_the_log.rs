//! Approvals are rows of the log like all others: the same in batches and one at a time, on both databases, and when a log is replayed.

use command::{Answer, Limits, Submission};
use identity::AddMember;
use kernel::{Id, Result};
use serde_json::{Value as Json, json};
use testkit::{Company, Database, Dump, assert_same, databases, instant};
use uuid::Uuid;

const CLERK: Uuid = Uuid::from_u128(7);
const MANAGER: Uuid = Uuid::from_u128(8);

/// A company with a clerk and a manager, in which what is larger than 1,000 needs the manager.
fn company(database: Database, limits: Limits) -> Company {
    let company = Company::limited(database, sanduk::modules::modules, limits);
    let data_steps = sanduk::tenant_setup::steps(company.registry.definitions());
    let open = json!({"name": "Acme", "currency": "GBP", "timezone": "UTC", "steps": data_steps});
    let command = company.registry.decode("tenancy.company.open", open.to_string().as_bytes()).expect("a command");
    company.answer(company.boxed(command)).expect("opened");
    for (user, name, role) in [(CLERK, "Clerk", "clerk"), (MANAGER, "Manager", "manager")] {
        let email = format!("{role}@acme.test");
        let member = json!({"user": user, "email": email, "name": name, "role": role});
        company.run(serde_json::from_value::<AddMember>(member).expect("a member")).expect("a member");
    }
    for (code, command) in [("sales", "sales.sale.post"), ("journal", "ledger.entry.post")] {
        let policy = json!({"code": code, "name": code, "command": command, "condition": "amount > 1000"});
        company.call("POST /approval-policies/", &policy).expect("a policy");
        company
            .call("POST /approval-steps/", &json!({"code": code, "policy": code, "role": "manager"}))
            .expect("a step");
    }
    let lamp = json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "100"});
    company.call("POST /products/", &lamp).expect("a product");
    let lines = json!([{"sku": "LAMP", "quantity": 100, "unit_cost": "60"}]);
    company.call("POST /stock/receive/", &json!({"lines": lines})).expect("goods");
    company
}

fn submission(company: &Company, actor: Uuid, name: &str, body: &Json) -> Submission {
    let command = company.registry.decode(name, body.to_string().as_bytes()).expect("a command");
    Submission { actor, ..company.boxed(command) }
}

fn sale(lamps: i64) -> Json {
    json!({"lines": [{"sku": "LAMP", "quantity": lamps}], "payments": [{"method": "cash", "amount": format!("{}.00", lamps * 100)}]})
}

fn entry(amount: &str) -> Json {
    json!({"business_date": "2026-01-31", "lines": [{"account": "6000", "debit": amount}, {"account": "1010", "credit": amount}]})
}

/// Submits them together and waits for the answers.
fn together(company: &Company, submissions: Vec<Submission>) -> Vec<Result<Answer>> {
    let sent: Vec<_> = submissions.into_iter().map(|one| company.submit(one).expect("accepted")).collect();
    sent.into_iter().map(|answer| answer.blocking_recv().expect("answered")).collect()
}

/// What is done in the company: things that wait and others in one batch, decisions, and what follows from them.
fn trade(company: &Company) -> Vec<u16> {
    let asked = together(
        company,
        vec![
            submission(company, CLERK, "sales.sale.post", &sale(5)),
            submission(company, CLERK, "sales.sale.post", &sale(20)),
            submission(company, CLERK, "ledger.entry.post", &entry("5000")),
            submission(company, CLERK, "sales.sale.post", &sale(90)),
            submission(company, CLERK, "ledger.entry.post", &entry("10")),
            submission(company, CLERK, "sales.sale.post", &sale(200)),
        ],
    );
    let statuses = asked.iter().map(|answer| answer.as_ref().map_or(409, |answer| answer.status)).collect();
    let requests: Vec<Uuid> = asked.iter().filter_map(|answer| answer.as_ref().ok()?.approval_request()).collect();
    let approve = |id: &Uuid| submission(company, MANAGER, "approvals.request.approve", &json!({"id": id}));
    let approved = together(company, requests.iter().map(approve).collect());
    assert!(approved.iter().all(Result::is_ok), "{approved:?}");
    // What the program does behind an approval: the command again, as its maker, under the id of the request. The last one finds too few
    // lamps left, and another body or another user does not have the approval.
    let forged = submission(company, CLERK, "ledger.entry.post", &entry("6000"));
    let forged = company.answer(Submission { id: Some(requests[1]), ..forged }).expect_err("refused");
    assert_eq!(forged.code, "command_id_taken");
    let bodies = [("sales.sale.post", sale(20)), ("sales.sale.post", sale(90))];
    for (id, (name, body)) in [requests[0], requests[2]].into_iter().zip(bodies) {
        let again = submission(company, CLERK, name, &body);
        let done = company.answer(Submission { id: Some(id), ..again });
        assert_eq!(done.as_ref().map_or(409, |answer| answer.status), if id == requests[0] { 201 } else { 409 });
    }
    statuses
}

fn states(company: &Company) -> Vec<String> {
    let rows = company.read(|read| read.query("SELECT state FROM approval_request ORDER BY created_seq", &[]));
    rows.expect("requests").into_iter().flatten().map(|state| state.to_string()).collect()
}

#[test]
fn requests_are_the_same_in_batches_on_both_databases_and_when_the_log_is_replayed() {
    let mut first: Option<Dump> = None;
    for database in databases() {
        for limits in [Limits::default(), Limits { commands: 1, kept_rows: 0, ..Limits::default() }] {
            let company = company(
                if database.name == "sqlite" { Database::sqlite() } else { Database::postgres().expect("PostgreSQL") },
                limits,
            );
            // The last one is refused at once: there are not so many lamps, approved or not.
            assert_eq!(trade(&company), [201, 202, 202, 202, 201, 409]);
            assert_eq!(states(&company), ["done", "approved", "approved"]);
            company.verify();
            let rows = company.dump();
            match &first {
                None => {
                    let other = Company::new(Database::sqlite(), sanduk::modules::modules);
                    company.replay_into(&other).expect("replayed");
                    assert_same(&rows, &other.dump());
                    other.verify();
                    first = Some(rows);
                }
                Some(first) => assert_same(first, &rows),
            }
        }
    }
}

#[test]
fn who_lets_others_wait_is_reminded_as_often_as_the_policy_says() {
    for database in databases() {
        let company = company(database, Limits::default());
        company.set_clock(instant("2026-03-01T08:00:00Z"));
        let asked = company.answer(submission(&company, CLERK, "ledger.entry.post", &entry("5000"))).expect("asked");
        let id = Id::<()>::from_uuid(asked.approval_request().expect("a request"));
        let path = format!("POST /approval-requests/{id}/remind/");
        let overdue = || {
            let sql = "SELECT body FROM event WHERE name = 'approvals.request.overdue' ORDER BY seq";
            let rows = company.read(|read| read.query(sql, &[])).expect("events");
            rows.into_iter()
                .flatten()
                .map(|body| serde_json::from_str::<Json>(&body.to_string()).expect("JSON"))
                .collect::<Vec<_>>()
        };
        for (at, reminders) in [
            ("2026-03-01T20:00:00Z", 0),
            ("2026-03-02T09:00:00Z", 1),
            ("2026-03-02T10:00:00Z", 1),
            ("2026-03-03T10:00:00Z", 2),
        ] {
            company.set_clock(instant(at));
            company.call(&path, &json!({})).expect("reminded");
            assert_eq!(overdue().len(), reminders, "{at}");
        }
        let last = overdue().pop().expect("an event");
        assert_eq!((&last["approvers"], &last["reminders"]), (&json!([MANAGER]), &json!(2)), "{last}");
        // Only the program reminds, and nobody is reminded of what is decided.
        assert_eq!(company.call_as(MANAGER, &path, &json!({})).expect_err("refused").code, "system_only");
        company
            .call_as(MANAGER, &format!("POST /approval-requests/{id}/reject/"), &json!({"reason": "no"}))
            .expect("rejected");
        company.set_clock(instant("2026-03-09T10:00:00Z"));
        company.call(&path, &json!({})).expect("nothing to remind of");
        assert_eq!(overdue().len(), 2);
        company.verify();
    }
}

#[test]
fn what_goods_cost_is_not_told_by_an_approval() {
    for database in databases() {
        let company = company(database, Limits::default());
        let policy = json!({"code": "stock", "name": "Stock", "command": "inventory.stock.adjust", "condition": "amount >= 1200"});
        company.call("POST /approval-policies/", &policy).expect("a policy");
        company
            .call("POST /approval-steps/", &json!({"code": "stock", "policy": "stock", "role": "manager"}))
            .expect("a step");
        company.call("POST /products/", &json!({"sku": "BULB", "name": "Bulb", "unit": "piece"})).expect("a product");
        // Ten lamps lost for 600.00 and bulbs found for as much: they do not make up for one another.
        let lines = json!([{"sku": "LAMP", "quantity": -10}, {"sku": "BULB", "quantity": 100, "unit_cost": "6"}]);
        let swap = json!({"reason": "count", "lines": lines});
        let asked = company.answer(submission(&company, CLERK, "inventory.stock.adjust", &swap)).expect("asked");
        let answer: Json = serde_json::from_slice(&asked.body).expect("JSON");
        assert_eq!((asked.status, &answer["amount"]), (202, &Json::Null), "{answer}");
        let id = asked.approval_request().expect("a request");
        let view = |grants: &[&str]| {
            let granted = grants.iter().map(|name| ((*name).to_owned(), command::Scope::All)).collect();
            let grants = command::Grants::new(granted).of_user(MANAGER);
            company.ask_with(grants, &format!("/approval-requests/{id}/")).expect("the request").body
        };
        let hidden = view(&["approvals.request.view"]);
        assert_eq!((&hidden["amount"], hidden["facts"].get("amount")), (&Json::Null, None), "{hidden}");
        let seen = view(&["approvals.request.view", "inventory.value.view"]);
        assert_eq!((&seen["amount"], &seen["facts"]["amount"]), (&json!("1200.00"), &json!("1200.00")), "{seen}");
        let small = json!({"reason": "count", "lines": [{"sku": "LAMP", "quantity": -1}]});
        assert_eq!(
            company.answer(submission(&company, CLERK, "inventory.stock.adjust", &small)).expect("done").status,
            201
        );
        company.verify();
    }
}

#[test]
fn verify_finds_what_was_never_approved() {
    for database in databases() {
        let company = company(database, Limits::default());
        let asked = company.answer(submission(&company, CLERK, "ledger.entry.post", &entry("5000"))).expect("asked");
        let id = asked.approval_request().expect("a request");
        let found = |sql: &str| company.offenders_after(sql).into_iter().map(|(check, _)| check).collect::<Vec<_>>();
        assert_eq!(found("UPDATE approval_request SET state = 'done'"), ["P1", "P2"]);
        assert_eq!(found("UPDATE approval_request SET state = 'approved'"), ["P2"]);
        assert_eq!(found("UPDATE approval_request SET has_happened = TRUE"), ["P1"]);
        let approve = json!({});
        company.call_as(MANAGER, &format!("POST /approval-requests/{id}/approve/"), &approve).expect("approved");
        company.verify();
    }
}
