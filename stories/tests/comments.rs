//! Members comment on rows of every kind, and only those who may see a row see what is written there.

use command::Limits;
use kernel::Result;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use stories::command_named;
use testkit::{Company, Database, Response, TENANT, databases};
use uuid::Uuid;

const MANAGER: Uuid = Uuid::from_u128(7);
const CLERK: Uuid = Uuid::from_u128(8);
/// Works in the north only.
const NORTH: Uuid = Uuid::from_u128(9);
/// Keeps the members, and sees nothing else.
const PORTER: Uuid = Uuid::from_u128(10);

/// A company with a site in the north, and a sale in each of its sites; their numbers.
fn open(database: Database) -> (Company, String, String) {
    let modules = sanduk::modules::modules();
    let company = Company::with(Arc::new(database), TENANT, modules, identity::authorise, Limits::default());
    let steps = sanduk::tenant_setup::steps(company.registry.definitions());
    let body = json!({"name": "Acme", "currency": "GBP", "timezone": "UTC", "steps": steps});
    command_named(&company, "tenancy.company.open", &body).expect("set up");
    let make = |request: &str, body: Json| company.call(request, &body).expect(request).body;
    let north = make("POST /sites/", json!({"code": "north", "name": "North"}));
    make("POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
    make("POST /products/", json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"}));
    let own = json!([{"permission": "sales.sale.*", "scope": "own_sites"}, {"permission": "notes.*"}]);
    make("POST /roles/", json!({"code": "branch", "name": "Branch", "permissions": own}));
    let porter = json!([{"permission": "identity.*"}, {"permission": "notes.*"}]);
    make("POST /roles/", json!({"code": "porter", "name": "Porter", "permissions": porter}));
    for (user, name, role, sites) in [
        (MANAGER, "mia", "manager", json!([])),
        (CLERK, "carl", "clerk", json!([])),
        (NORTH, "nora", "branch", json!([north["id"]])),
        (PORTER, "paul", "porter", json!([])),
    ] {
        let member =
            json!({"user": user, "email": format!("{name}@acme.test"), "name": name, "role": role, "sites": sites});
        make("POST /members/", member);
    }
    let sell = |warehouse: &str| {
        let stock = json!([{"sku": "LAMP", "quantity": 9, "unit_cost": "1"}]);
        make("POST /stock/receive/", json!({"warehouse": warehouse, "lines": stock}));
        let payments = json!([{"method": "cash", "amount": "5"}]);
        let sale = json!({"warehouse": warehouse, "lines": [{"sku": "LAMP", "quantity": 1}], "payments": payments});
        make("POST /sales/", sale)["number"].as_str().expect("a number").to_owned()
    };
    let (main, north) = (sell("main"), sell("north"));
    (company, main, north)
}

fn read(company: &Company, user: Uuid, url: &str) -> Result<Json> {
    let grants = company.read(|read| identity::granted(read, user))?;
    Ok(company.ask_with(grants, url)?.body)
}

fn comment(company: &Company, user: Uuid, (record, row): (&str, &str), text: &str) -> Result<Response> {
    company.call_as(user, "POST /comments/", &json!({"record": record, "row": row, "text": text}))
}

fn texts(page: &Json) -> Vec<&str> {
    page["results"].as_array().expect("rows").iter().map(|row| row["text"].as_str().expect("a text")).collect()
}

#[test]
fn every_resource_and_document_takes_comments() {
    for database in databases() {
        let (company, sale, _) = open(database);
        company.call("POST /customers/", &json!({"code": "ANN", "name": "Ann"})).expect("a customer");
        let mut commented = 0;
        for resource in &company.registry.definitions().resources {
            let plural = resource.plural;
            let rows = company.ask(&format!("/{plural}/?page_size=1")).expect(plural).body;
            let Some(id) = rows["results"][0]["id"].as_str() else { continue };
            let written = comment(&company, CLERK, (plural, id), "Look at this.");
            let list = read(&company, CLERK, &format!("/comments/?record={plural}&row={id}"));
            // What a clerk may not view, a clerk may not comment on.
            match read(&company, CLERK, &format!("/{plural}/{id}/")) {
                Ok(_) => {
                    assert_eq!(written.expect(plural).status, 201);
                    assert_eq!(texts(&list.expect(plural)), ["Look at this."], "{plural}");
                    commented += 1;
                }
                Err(_) => assert_eq!(
                    (written.unwrap_err().code, list.unwrap_err().code),
                    ("permission_denied", "permission_denied")
                ),
            }
        }
        assert!(commented >= 10, "only {commented} resources");
        assert_eq!(comment(&company, CLERK, ("sales", &sale), "By its number.").expect("a comment").status, 201);
        company.verify();
    }
}

#[test]
fn comments_have_the_right_of_their_row() {
    for database in databases() {
        let (company, main, north) = open(database);
        let list = |user, sale: &str| read(&company, user, &format!("/comments/?record=sales&row={sale}"));
        let code = |answer: Result<Json>| answer.expect_err("a refusal").code;
        for sale in [&main, &north] {
            comment(&company, CLERK, ("sales", sale), "Paid in coins.").expect("a comment");
        }
        assert_eq!(texts(&list(NORTH, &north).expect("hers")), ["Paid in coins."]);
        assert_eq!(code(list(NORTH, &main)), "not_found");
        assert_eq!(comment(&company, NORTH, ("sales", &main), "?").unwrap_err().code, "not_found");
        assert_eq!(code(list(PORTER, &main)), "permission_denied");
        assert_eq!(comment(&company, PORTER, ("sales", &main), "?").unwrap_err().code, "permission_denied");
        let lamp = "/comments/?record=products&row=LAMP";
        assert_eq!(code(read(&company, NORTH, lamp)), "permission_denied");

        let unknown = comment(&company, CLERK, ("lamps", "1"), "?").unwrap_err();
        assert_eq!((unknown.fields[0].field.as_str(), unknown.fields[0].code), ("record", "not_found"));
        assert_eq!(comment(&company, CLERK, ("products", "NONE"), "?").unwrap_err().code, "not_found");
        let silent = comment(&company, CLERK, ("products", "LAMP"), "  ").unwrap_err();
        assert_eq!((silent.fields[0].field.as_str(), silent.fields[0].code), ("text", "required"));
        assert_eq!(code(read(&company, CLERK, "/comments/?record=products&row=LAMP&colour=red")), "unknown_parameter");
        assert_eq!(code(read(&company, CLERK, "/comments/?record=products&row=LAMP&cursor=x")), "invalid_parameter");

        // With the row, what was written there is gone; it comes back with the row.
        company.call("POST /products/", &json!({"sku": "CORD", "name": "Cord", "unit": "piece"})).expect("a product");
        comment(&company, CLERK, ("products", "CORD"), "Too short.").expect("a comment");
        let cord = company.ask("/products/CORD/").expect("a product").body["id"].clone();
        let (id, cords) = (cord.as_str().expect("an id"), "/comments/?record=products&row=CORD");
        company.call("DELETE /products/CORD/", &Json::Null).expect("deleted");
        assert_eq!(code(read(&company, CLERK, cords)), "not_found");
        company.call(&format!("POST /products/{id}/restore/"), &Json::Null).expect("restored");
        assert_eq!(texts(&read(&company, CLERK, cords).expect("there again")), ["Too short."]);
        company.verify();
    }
}

#[test]
fn members_change_and_delete_their_own_comments() {
    for database in databases() {
        let (company, main, north) = open(database);
        let written = comment(&company, CLERK, ("sales", &main), "Paid in coinz.").expect("a comment").body;
        let id = written["id"].as_str().expect("an id");
        assert_eq!((&written["author_name"], &written["is_own"]), (&json!("carl"), &json!(true)));
        assert_eq!(written["edited_at"], Json::Null);
        let change = format!("PATCH /comments/{id}/");
        let changed =
            company.call_as(CLERK, &format!("{change} 1"), &json!({"text": "Paid in coins."})).expect("his own");
        assert_eq!((&changed.body["text"], changed.version), (&json!("Paid in coins."), Some(2)));
        assert_ne!(changed.body["edited_at"], Json::Null);
        let stale = company.call_as(CLERK, &format!("{change} 1"), &json!({"text": "Late."})).unwrap_err();
        assert_eq!(stale.code, "version_conflict");

        let of_north = comment(&company, CLERK, ("sales", &north), "Ask me.").expect("a comment").body;
        let of_north = format!("DELETE /comments/{}/", of_north["id"].as_str().expect("an id"));
        // Nora may manage comments, but not of sales that she does not see.
        let hidden = company.call_as(NORTH, &change, &json!({"text": "Mine."})).unwrap_err();
        assert_eq!(hidden.code, "not_found");
        assert_eq!(company.call_as(NORTH, &of_north, &Json::Null).expect("she manages").status, 204);
        let own = comment(&company, MANAGER, ("sales", &main), "Thank you.").expect("a comment").body;
        let foreign = format!("PATCH /comments/{}/", own["id"].as_str().expect("an id"));
        let refused = company.call_as(CLERK, &foreign, &json!({"text": "No."})).unwrap_err();
        assert_eq!(refused.code, "permission_denied");
        let answer = company.call_as(MANAGER, &change, &json!({"text": "Paid in notes."})).expect("a manager may");
        assert_eq!((&answer.body["author_name"], &answer.body["is_own"]), (&json!("carl"), &json!(false)));

        let history = format!("/comments/{id}/history/");
        let texts_of = |page: &Json| {
            let rows = page["results"].as_array().expect("rows").iter();
            rows.map(|row| {
                format!("{}: {}", row["actor_name"].as_str().unwrap_or("?"), row["text"].as_str().unwrap_or("?"))
            })
            .collect::<Vec<_>>()
        };
        let whole = read(&company, CLERK, &history).expect("a history");
        let expected = ["carl: Paid in coinz.", "carl: Paid in coins.", "mia: Paid in notes."];
        assert_eq!((texts_of(&whole), &whole["count"]), (expected.map(str::to_owned).to_vec(), &json!(3)));
        assert_eq!(whole["results"][2]["name"], json!("notes.comment.update"));
        let page = read(&company, CLERK, &format!("{history}?page_size=2")).expect("a page");
        let rest = read(&company, CLERK, page["next"].as_str().expect("another page")).expect("a page");
        assert_eq!(texts_of(&rest), ["mia: Paid in notes."]);
        // The same text again is no change.
        company.call_as(CLERK, &change, &json!({"text": "Paid in notes."})).expect("his own");
        assert_eq!(read(&company, CLERK, &history).expect("a history"), whole);
        assert_eq!(read(&company, NORTH, &history).unwrap_err().code, "not_found");
        assert_eq!(read(&company, PORTER, &history).unwrap_err().code, "permission_denied");
        let wrong = read(&company, CLERK, &format!("{history}?cursor=x")).unwrap_err();
        assert_eq!(wrong.code, "invalid_parameter");

        let url = format!("/comments/?record=sales&row={main}");
        let first = read(&company, CLERK, &format!("{url}&page_size=1")).expect("a page");
        assert_eq!((texts(&first), &first["count"]), (vec!["Paid in notes."], &json!(2)));
        let next = first["next"].as_str().expect("another page");
        assert_eq!(texts(&read(&company, CLERK, next).expect("a page")), ["Thank you."]);
        company.call_as(CLERK, &format!("DELETE /comments/{id}/"), &Json::Null).expect("his own");
        assert_eq!(read(&company, CLERK, &history).unwrap_err().code, "not_found");
        assert_eq!(texts(&read(&company, CLERK, &url).expect("a page")), ["Thank you."]);
        company.verify();
    }
}

#[test]
fn only_members_who_see_the_row_are_mentioned() {
    for database in databases() {
        let (company, main, north) = open(database);
        let text = "@nora@acme.test and MIA@acme.test, see paul@acme.test or @nobody@acme.test; nora@acme.test!";
        let mentioned =
            |sale: &str| comment(&company, CLERK, ("sales", sale), text).expect("a comment").body["mentions"].clone();
        assert_eq!(mentioned(&main), json!([MANAGER]));
        assert_eq!(mentioned(&north), json!([NORTH, MANAGER]));
        company.call(&format!("PATCH /members/{NORTH}/"), &json!({"is_active": false})).expect("she leaves");
        assert_eq!(mentioned(&north), json!([MANAGER]));
        company.verify();
    }
}

#[test]
fn comments_of_an_earlier_version_of_the_program_replay_without_events() {
    for database in databases() {
        let (company, sale, _) = open(database);
        let body = json!({"record": "sales", "row": sale, "text": "carl@acme.test"}).to_string();
        let events = || company.read(|read| read.query("SELECT count(*) FROM event", &[])).expect("counted");
        let before = events();
        for version in [1, 2] {
            assert_eq!(events(), before, "version {version}");
            let command = company.registry.decode_logged("notes.comment.create", version, body.as_bytes());
            let submission = command::Submission::new(TENANT, CLERK, command.expect("a command"));
            company.answer(submission).expect("a comment");
        }
        assert_ne!(events(), before);
        company.verify();
    }
}
