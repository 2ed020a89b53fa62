//! The engine over a small record, on both databases.

use command::{Documentation, Grants, Limits, Module, Registry, Scope, Submission, Tx};
use kernel::{Date, Error, Id, Kind, Result};
use money::{Amount, Currency, Price};
use resource::Resource;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use store::{Migration, Read, Record, Session};
use testkit::{Company, assert_same, databases};
use uuid::Uuid;

mod errors {
    kernel::problems! {
        pub(crate) negative_weight() = Invalid "out_of_range", "Out of range": "A weight is not below zero.";
    }
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "colour", unique(code), row_counted)]
struct Colour {
    id: Id<Colour>,
    #[field(code, max = 8, search)]
    code: String,
    name: String,
}

store::choices! {
    /// How big.
    pub enum Size {
        /// It fits a pocket.
        Small = "small",
        /// It does not.
        Large = "large",
    }
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "thing", unique(code), row_counted)]
struct Thing {
    id: Id<Thing>,
    #[field(code, max = 16, search)]
    code: String,
    #[field(max = 40, search)]
    name: String,
    #[field(references = Colour)]
    colour: Id<Colour>,
    #[field(references = Colour)]
    trim: Option<Id<Colour>>,
    #[field(default = "small")]
    size: Size,
    #[field(max = 2000)]
    note: Option<String>,
    #[field(default = "1")]
    weight: i64,
    day: Option<Date>,
    #[field(default = "0", view = "test.price.view")]
    price: Price,
    #[field(default = "GBP")]
    currency: Currency,
    #[field(default = "0")]
    cost: Amount,
    #[field(read_only)]
    changes: i64,
    #[field(hidden, read_only)]
    secret: Vec<u8>,
    #[field(default = "true")]
    is_active: bool,
    #[field(references = Thing)]
    part_of: Option<Id<Thing>>,
}

impl Resource for Colour {
    const ORDER: &'static [&'static str] = &["-code"];
    const FILTERS: &'static [&'static str] = &["code"];
}

impl Resource for Thing {
    const ORDER: &'static [&'static str] = &["code", "name", "price", "id"];
    const FILTERS: &'static [&'static str] =
        &["code", "colour", "trim", "size", "price", "is_active", "weight", "day", "note", "part_of"];
    const RESTORABLE: bool = true;

    fn check(&mut self, before: Option<&Thing>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        self.changes = before.map_or(0, |before| before.changes + 1);
        if self.weight < 0 {
            return Err(errors::negative_weight().at("weight"));
        }
        Ok(())
    }

    /// The thing `a` stays by a rule of its own.
    fn in_use(&self, _tx: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == "a")
    }
}

fn modules() -> Vec<Module> {
    let engine = resource::module();
    let migrations = vec![Migration {
        module: "test",
        number: 1,
        sqlite: include_str!("migrations/0001_engine.sqlite.sql"),
        postgres: include_str!("migrations/0001_engine.pg.sql"),
    }];
    let tables = vec![Colour::TABLE, Thing::TABLE];
    let permissions = vec!["test.price.view"];
    let mut module = Module { name: "test", migrations, tables, permissions, ..Module::default() };
    resource::serve::<Colour>(&mut module, "colours", resource::operation_names!("test.colour"));
    resource::serve::<Thing>(&mut module, "things", resource::operation_names!("test.thing"));
    let names = resource::operation_names!("test.live_thing");
    resource::serve_role::<Thing>(&mut module, "live-things", names, "is_active");
    vec![engine, module]
}

/// A company on each database with the colours red and blue.
fn companies() -> Vec<Company> {
    let company = |database| {
        let company = Company::new(database, modules);
        for code in ["red", "blue"] {
            company.call("POST /colours/", &json!({"code": code, "name": code})).unwrap();
        }
        company
    };
    databases().into_iter().map(company).collect()
}

fn codes(list: &Json) -> Vec<String> {
    let results = list["results"].as_array().unwrap();
    results.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
}

/// The wrong fields as `field code`.
fn blamed(error: &Error) -> Vec<String> {
    error.fields.iter().map(|field| format!("{} {}", field.field, field.code)).collect()
}

#[test]
fn a_row_is_created_read_changed_and_deleted() {
    for company in companies() {
        let body =
            json!({"code": "t1", "name": "Tea", "colour": "red", "price": 1.10, "cost": "2.50", "day": "2026-02-03"});
        let created = company.call("POST /things/", &body).unwrap();
        assert_eq!((created.status, created.version), (201, Some(1)));
        let id = created.body["id"].as_str().unwrap().to_owned();
        let expected = json!({"id": id, "code": "t1", "name": "Tea", "colour": "red", "trim": null, "size": "small",
            "note": null, "weight": 1, "day": "2026-02-03", "price": "1.10", "currency": "GBP", "cost": "2.50", "changes": 0,
            "is_active": true, "part_of": null});
        assert_eq!(created.body, expected);
        let mut expected = expected;
        expected["version"] = json!(1);
        expected["names"] = json!({"colour": "red"});
        for name in ["t1", &id] {
            let read = company.ask(&format!("/things/{name}/")).unwrap();
            assert_eq!((read.body, read.version), (expected.clone(), Some(1)));
        }

        let changed = company.call("PATCH /things/t1/", &json!({"trim": "blue", "note": "two\nlines"})).unwrap();
        assert_eq!((changed.status, &changed.body["trim"], &changed.body["changes"]), (200, &json!("blue"), &json!(1)));
        assert_eq!(changed.version, Some(2));
        // What was read may be put, read-only fields and all.
        let mut whole = changed.body.clone();
        whole["name"] = json!("Green tea");
        whole["trim"] = Json::Null;
        let put = company.call(&format!("PUT /things/{id}/ 2"), &whole).unwrap();
        assert_eq!((&put.body["name"], &put.body["trim"]), (&json!("Green tea"), &Json::Null));
        assert_eq!((put.version, company.ask("/things/t1/").unwrap().version), (Some(3), Some(3)));

        let stale = company.call("PATCH /things/t1/ 2", &json!({"name": "Tea"})).unwrap_err();
        assert_eq!((stale.kind, stale.code), (Kind::Stale, "version_conflict"));
        assert_eq!(company.call("DELETE /things/t1/ 2", &Json::Null).unwrap_err().kind, Kind::Stale);

        assert_eq!(company.call("DELETE /colours/red/", &Json::Null).unwrap_err().code, "in_use");
        let deleted = company.call("DELETE /things/t1/ 3", &Json::Null).unwrap();
        assert_eq!((deleted.status, deleted.body), (204, Json::Null));
        assert_eq!(company.ask("/things/t1/").unwrap_err().kind, Kind::NotFound);
        assert_eq!(company.call("DELETE /things/t1/", &Json::Null).unwrap_err().kind, Kind::NotFound);
        assert_eq!(company.call("DELETE /colours/red/", &Json::Null).unwrap().status, 204);
        assert_eq!(company.ask("/things/?search=tea").unwrap().body["count"], json!(0));
    }
}

#[test]
fn a_row_stays_while_any_column_references_it() {
    for company in companies() {
        let body = json!({"code": "t1", "name": "Tea", "colour": "red", "trim": "blue", "cost": "1"});
        company.call("POST /things/", &body).unwrap();
        for colour in ["red", "blue"] {
            let refusal = company.call(&format!("DELETE /colours/{colour}/"), &Json::Null).unwrap_err();
            assert_eq!((refusal.kind, refusal.code), (Kind::Conflict, "in_use"));
        }
        company.call("PATCH /things/t1/", &json!({"trim": null})).unwrap();
        assert_eq!(company.call("DELETE /colours/blue/", &Json::Null).unwrap().status, 204);
        assert_eq!(company.call("DELETE /colours/red/", &Json::Null).unwrap_err().code, "in_use");
    }
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    for company in companies() {
        let body = json!({"code": "", "colour": "pink", "trim": 7, "size": "huge", "note": "a\u{0}b", "weight": "1",
            "day": "yesterday", "price": "1.1234567", "currency": "GBP", "cost": "1.001", "changes": 5, "code_key": "X",
            "tint": 1, "is_active": null});
        let error = company.call("POST /things/", &body).unwrap_err();
        let wanted = [
            "code_key unknown_field",
            "tint unknown_field",
            "code required",
            "name required",
            "colour not_found",
            "trim invalid_value",
            "size invalid_choice",
            "note invalid_value",
            "weight invalid_value",
            "day invalid_value",
            "price too_many_decimals",
            "cost too_many_decimals",
            "changes read_only",
            "is_active required",
        ];
        assert_eq!((error.kind, blamed(&error)), (Kind::Invalid, wanted.map(str::to_owned).to_vec()));

        let long = "x".repeat(41);
        let id = "018f0000-0000-7000-8000-000000000001";
        let body = json!({"id": id, "code": id, "name": long, "colour": "red", "currency": "XXX"});
        let error = company.call("POST /things/", &body).unwrap_err();
        assert_eq!(blamed(&error), ["code too_long", "name too_long", "currency unknown_currency", "cost required"]);
        let body = json!({"code": "a\nb", "name": "x", "colour": "red"});
        assert_eq!(blamed(&company.call("POST /things/", &body).unwrap_err()), ["code invalid_value"]);
        let body = json!({"code": "a", "name": "x", "colour": "red", "weight": -1});
        assert_eq!(blamed(&company.call("POST /things/", &body).unwrap_err()), ["weight out_of_range"]);
        assert_eq!(company.call("POST /things/", &json!([])).unwrap_err().kind, Kind::Malformed);
        assert_eq!(company.ask("/things/").unwrap().body["count"], json!(0));
    }
}

#[test]
fn ids_and_codes_are_taken_once() {
    for company in companies() {
        let id = "018f0000-0000-7000-8000-000000000001";
        let body = |code: &str| json!({"id": id, "code": code, "name": "x", "colour": "red"});
        let created = company.call("POST /things/", &body("a")).unwrap();
        assert_eq!(created.body["id"], json!(id));
        let error = company.call("POST /things/", &body("b")).unwrap_err();
        assert_eq!((error.kind, blamed(&error)), (Kind::Conflict, vec!["id duplicate".to_owned()]));
        let error = company.call("POST /things/", &json!({"code": "a", "name": "x", "colour": "red"})).unwrap_err();
        assert_eq!((error.kind, blamed(&error)), (Kind::Conflict, vec!["code duplicate".to_owned()]));
        let error = company.call("POST /things/", &json!({"id": "x", "code": "a"})).unwrap_err();
        assert_eq!(blamed(&error), ["id invalid_value"]);
        let error =
            company.call("PATCH /things/a/", &json!({"id": "018f0000-0000-7000-8000-000000000002"})).unwrap_err();
        assert_eq!(blamed(&error), ["id read_only"]);

        // Two that swap their codes by way of a third one, all waiting together.
        company.call("POST /things/", &json!({"code": "b", "name": "y", "colour": "red"})).unwrap();
        let renames = [("a", "c"), ("b", "a"), ("c", "b")];
        let waiting = renames.map(|(from, to)| {
            let body = json!({"id": from, "code": to}).to_string();
            let command = company.registry.decode("test.thing.update", body.as_bytes()).unwrap();
            company.submit(company.boxed(command)).unwrap()
        });
        waiting.into_iter().for_each(|answer| drop(answer.blocking_recv().unwrap().unwrap()));
        assert_eq!(company.ask("/things/b/").unwrap().body["id"], json!(id));
    }
}

/// 100 things whose names and prices repeat.
fn many(company: &Company) {
    let waiting = (0..100).map(|n| {
        let colour = if n % 4 == 0 { "blue" } else { "red" };
        let body = json!({"code": format!("t{n:03}"), "name": format!("Thing {}", n % 7), "colour": colour,
            "price": format!("{}.5", n % 5), "is_active": n % 10 != 0});
        let command = company.registry.decode("test.thing.create", body.to_string().as_bytes()).unwrap();
        company.submit(company.boxed(command)).unwrap()
    });
    waiting.collect::<Vec<_>>().into_iter().for_each(|answer| drop(answer.blocking_recv().unwrap().unwrap()));
}

/// All codes of a list, page after page along `next`, and back again along `previous`.
fn walk(company: &Company, url: &str) -> Vec<String> {
    let (mut there, mut back, mut url) = (Vec::new(), Vec::new(), url.to_owned());
    loop {
        let page = company.ask(&url).unwrap().body;
        there.push(codes(&page));
        match page["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    loop {
        let page = company.ask(&url).unwrap().body;
        back.push(codes(&page));
        match page["previous"].as_str() {
            Some(previous) => url = previous.to_owned(),
            None => break,
        }
    }
    back.reverse();
    assert_eq!(there, back);
    there.concat()
}

#[test]
fn lists_are_ordered_paged_filtered_and_counted() {
    for company in companies() {
        many(&company);
        let all = codes(&company.ask("/things/?page_size=1000").unwrap().body);
        assert_eq!(all, (0..100).map(|n| format!("t{n:03}")).collect::<Vec<_>>());
        for ordering in ["code", "-code", "name", "-name", "price", "-price", "id", "-id"] {
            let one = codes(&company.ask(&format!("/things/?page_size=1000&ordering={ordering}")).unwrap().body);
            for url in [
                format!("/things/?page_size=9&ordering={ordering}"),
                format!("/things/?page_size=9&ordering={ordering}&page=1"),
            ] {
                assert_eq!(walk(&company, &url), one, "{url}");
            }
            assert_eq!(one.iter().collect::<BTreeSet<_>>().len(), 100);
        }
        let count = |url: &str| {
            let body = company.ask(url).unwrap().body;
            assert_eq!(body["count_exact"], json!(true));
            let count = body["count"].as_i64().unwrap();
            assert_eq!(codes(&body).len(), count.min(50) as usize, "{url}");
            count
        };
        assert_eq!(count("/things/"), 100);
        assert_eq!(count("/things/?colour=blue"), 25);
        assert_eq!(count("/things/?colour__in=blue,red&count=exact"), 100);
        assert_eq!(count("/things/?price__gte=3.5&price__lt=4.5"), 20);
        assert_eq!(count("/things/?code__in=t001,t002,nothing"), 2);
        assert_eq!(count("/things/?code__gt=t097&is_active=true"), 2);
        assert_eq!(count("/things/?is_active=false&size=small"), 10);
        assert_eq!(count("/live-things/?colour=red"), 70);
        assert_eq!(count("/things/?search=THING+3"), 14);
        assert_eq!(count("/things/?search=thi+t00"), 10);
        assert_eq!(count("/things/?search=ing"), 0);
        assert_eq!(count("/things/?search="), 100);
        // Between bounds the bounded column orders, unless something else is asked for.
        let first = |url: &str| company.ask(url).unwrap().body["results"][0]["price"].clone();
        assert_eq!(first("/things/?price__lte=2.5"), json!("0.50"));
        assert_eq!(first("/things/?price__lte=2.5&ordering=-price"), json!("2.50"));
        assert_eq!(company.ask("/colours/?code__gte=a").unwrap().body["results"][0]["code"], json!("red"));
    }
}

type NamePriceCode = (String, String, String);

#[test]
fn lists_are_ordered_by_several_fields() {
    for company in companies() {
        many(&company);
        let rows = company.ask("/things/?page_size=1000").unwrap().body["results"].clone();
        let key = |row: &Json| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("name"), text("price"), text("code"))
        };
        let keys: Vec<NamePriceCode> = rows.as_array().unwrap().iter().map(key).collect();
        let sorted = |compare: fn(&NamePriceCode, &NamePriceCode) -> std::cmp::Ordering| {
            let mut keys = keys.clone();
            keys.sort_by(compare);
            keys.into_iter().map(|key| key.2).collect::<Vec<_>>()
        };
        for (ordering, expected) in [
            ("name,price,code", sorted(|a, b| a.cmp(b))),
            ("-name,-price,-code", sorted(|a, b| b.cmp(a))),
            ("name,-price,code", sorted(|a, b| (&a.0, &b.1, &a.2).cmp(&(&b.0, &a.1, &b.2)))),
            ("code,-name", sorted(|a, b| a.2.cmp(&b.2))),
        ] {
            for more in ["", "&page=1", "&size=small", "&colour__in=red,blue&page=1"] {
                let list = format!("/things/?page_size=9&ordering={ordering}{more}");
                assert_eq!(walk(&company, &list), expected, "{list}");
            }
        }
        // Where the fields leave rows in no order their ids do, the way of the last field.
        for ordering in ["name,price", "-name,price", "price,-name", "-price,-name"] {
            let whole = codes(&company.ask(&format!("/things/?page_size=1000&ordering={ordering}")).unwrap().body);
            assert_eq!(walk(&company, &format!("/things/?page_size=7&ordering={ordering}")), whole, "{ordering}");
        }
        let filtered = walk(&company, "/things/?colour=blue&page_size=4&ordering=-price,name");
        assert_eq!(filtered.len(), 25);
        for (ordering, word) in [
            ("name,weight", "code, id, name, price"),
            ("name,", "code, id, name, price"),
            ("name,-name", "twice"),
            ("name,price,id,code,name", "twice"),
        ] {
            let error = company.ask(&format!("/things/?ordering={ordering}")).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, "invalid_parameter"), "{ordering}");
            assert!(error.detail().contains(word), "{}", error.detail());
        }
        let cursor = company.ask("/things/?ordering=name,price&page_size=1").unwrap().body["next"].clone();
        let cursor = cursor.as_str().unwrap().split("cursor=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        for ordering in ["name", "price,name", "name,price,id"] {
            let error = company.ask(&format!("/things/?ordering={ordering}&cursor={cursor}")).unwrap_err();
            assert_eq!(error.code, "invalid_parameter", "{ordering}");
        }
    }
}

/// Fills the company with 10,050 red things, every other one of which is active.
fn fill(company: &Company) {
    let numbers = match company.database.name {
        "postgres" => "SELECT n, decode(lpad(to_hex(n), 32, '0'), 'hex') AS hex FROM generate_series(1, 10050) g(n)",
        _ => {
            "WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < 10050)
             SELECT n, unhex(printf('%032x', n)) AS hex FROM g"
        }
    };
    let id = if company.database.name == "postgres" { "encode(hex, 'hex')::uuid" } else { "hex" };
    let filled = format!(
        "INSERT INTO thing SELECT {id}, 'T' || n, 't' || n, 'Thing', (SELECT id FROM colour WHERE code = 'red'), NULL,
             'small', NULL, 1, NULL, n, 'GBP', 0, 0, hex, n % 2 = 1, NULL, 1, 0, 0, 0, 0 FROM ({numbers}) x;
         INSERT INTO search_word SELECT 'thing', code_key, id, 1 FROM thing;
         INSERT INTO search_word SELECT 'thing', 'thing', id, 1 FROM thing;
         INSERT INTO search_word SELECT 'thing', 'odd', id, 1 FROM thing WHERE is_active;
         INSERT INTO row_count VALUES ('thing', 10050);"
    );
    company.sql(&filled).unwrap();
}

#[test]
fn what_is_many_is_not_counted_unasked() {
    for company in companies() {
        fill(&company);
        for (url, count, exact) in [
            ("/things/", 10_050, true),
            ("/things/?size=small", 10_000, false),
            ("/things/?size=small&count=exact", 10_050, true),
            ("/things/?is_active=true", 5_025, true),
            ("/things/?search=thing", 10_000, false),
            ("/things/?search=odd", 5_025, true),
            ("/things/?search=thing+odd&ordering=name", 5_025, true),
            ("/live-things/?search=thing", 5_025, true),
        ] {
            let body = company.ask(url).unwrap().body;
            assert_eq!((&body["count"], &body["count_exact"]), (&json!(count), &json!(exact)), "{url}");
            assert_eq!(codes(&body).len(), 50);
            assert!(body["next"].is_string());
        }
    }
}

/// The codes of all rows of a list, by following its cursors.
fn all_codes(company: &Company, list: &str) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), Some(format!("{list}&page_size=1000")));
    while let Some(url) = next {
        let page = company.ask(&url).unwrap().body;
        all.extend(codes(&page));
        next = page["next"].as_str().map(str::to_owned);
    }
    all
}

#[test]
fn a_far_page_shows_the_rows_of_its_place_also_after_changes() {
    let lists = [
        "/things/?ordering=code",
        "/things/?ordering=-price",
        "/things/?is_active=true&ordering=-name",
        "/things/?size=small&price__gte=0.000100&ordering=name",
        "/live-things/?ordering=-price",
    ];
    let changes = [
        ("DELETE /things/T77/", Json::Null),
        ("POST /things/", json!({"code": "T5000x", "name": "A thing", "colour": "red", "cost": "0"})),
        ("PATCH /things/T9001/", json!({"code": "A1", "name": "Zebra", "price": "5", "size": "large"})),
    ];
    for company in companies() {
        fill(&company);
        let check = |what: &str| {
            for list in lists {
                let all = all_codes(&company, list);
                assert!(all.len() > 5_000, "{list}");
                // A page twice: the second time, what the first one has learned is used.
                for page in [6, 4, 6, 12] {
                    let shown = codes(&company.ask(&format!("{list}&page_size=1000&page={page}")).unwrap().body);
                    let from = all.len().min((page - 1) * 1000);
                    let name = company.database.name;
                    assert_eq!(shown, all[from..all.len().min(from + 1000)], "{name}: {list} page {page} {what}");
                }
            }
        };
        check("at first");
        for (call, body) in &changes {
            company.call(call, body).unwrap();
            check(call);
        }
        let (by_two, all) = ("/things/?ordering=name,-price", all_codes(&company, "/things/?ordering=name,-price"));
        let shown = codes(&company.ask(&format!("{by_two}&page_size=1000&page=6")).unwrap().body);
        assert_eq!(shown, all[5_000..6_000], "{by_two}");
    }
}

#[test]
fn few_rows_are_sorted_and_many_are_walked_to_the_same_page() {
    for company in companies() {
        fill(&company);
        for ordering in ["name", "-price", "-id", "code"] {
            let far = format!("/things/?price__lt=0.000300&ordering={ordering}&page_size=1000&page=4");
            assert!(codes(&company.ask(&far).unwrap().body).is_empty(), "{far}");
            for filter in
                ["price__lt=0.000300", "price__lt=0.009000", "size=small&price__gte=0.010000", "code__in=T7,T5,T6"]
            {
                let list = format!("/things/?{filter}&ordering={ordering}");
                let all = all_codes(&company, &list);
                let unfiltered = all_codes(&company, &format!("/things/?ordering={ordering}"));
                let wanted: BTreeSet<&String> = all.iter().collect();
                let expected: Vec<&String> = unfiltered.iter().filter(|code| wanted.contains(code)).collect();
                assert_eq!(all.iter().collect::<Vec<_>>(), expected, "{list}");
                assert_eq!(company.ask(&list).unwrap().body["count"], json!(all.len()), "{list}");
            }
        }
    }
}

#[test]
fn a_page_waits_for_postgresql_once() {
    for company in companies().into_iter().filter(|company| company.database.name == "postgres") {
        fill(&company);
        let waited = || company.read(|read| Ok(read.conn()?.round_trips())).unwrap();
        let round_trips = |url: &str| {
            let before = waited();
            company.ask(url).unwrap();
            waited() - before
        };
        for (url, expected) in [
            ("/things/", 1),
            ("/things/?is_active=true", 1),
            ("/things/?price__gte=0.5&page=3", 1),
            ("/live-things/?ordering=-price", 1),
            ("/things/?colour__code=red", 2),
            // The count says whether the rows are sorted or the order is walked.
            ("/things/?size=small&ordering=name", 2),
            // Words are looked up before.
            ("/things/?search=thing+odd", 2),
        ] {
            assert_eq!(round_trips(url), expected, "{url}");
        }
        assert!(round_trips("/things/?page_size=1000&page=9") > 1);
        for page in [9, 3, 4, 5, 8] {
            assert_eq!(round_trips(&format!("/things/?page_size=1000&page={page}")), 1, "page {page}");
        }
    }
}

/// Gives things a grade, a custom field of which every tenth is low and all others are high, and live things a mark, which dead things
/// have, too.
fn add_custom_fields(company: &Company) {
    for (code, name) in [("things.grade", "grade"), ("live-things.mark", "mark")] {
        company.call("POST /custom-fields/", &json!({"code": code, "label": name, "kind": "text"})).unwrap();
    }
    let values = "INSERT INTO custom_value (field, owner, n, words, version)
        SELECT f.id, t.id, 0, CASE WHEN f.name = 'mark' THEN 'x' WHEN t.code LIKE '%0' THEN 'low' ELSE 'high' END, 1
        FROM thing t CROSS JOIN custom_field f";
    company.sql(values).unwrap();
}

#[test]
fn a_file_holds_the_rows_of_all_pages_as_the_list_shows_them() {
    for company in companies() {
        fill(&company);
        add_custom_fields(&company);
        company.sql("UPDATE thing SET part_of = id, cost = price - 700, day = '2026-01-31', weight = -3").unwrap();
        for list in [
            "/things/?ordering=code",
            "/things/?ordering=-price",
            "/things/?ordering=price,-name,-code",
            "/things/?is_active=true&ordering=-code",
            "/things/?price__lt=0.009000&ordering=-name",
            "/things/?size=small&ordering=name",
            "/things/?search=odd&ordering=name",
            "/things/?custom.grade=low&ordering=-code",
            "/things/?custom.grade__isnull=false&ordering=-name",
            "/live-things/?ordering=-price",
            "/live-things/?custom.mark=x&ordering=-name",
        ] {
            let file = company.report(Grants::all(), &format!("{list}&format=jsonl")).unwrap();
            let rows: Vec<Json> =
                file.split(|byte| *byte == b'\n').filter_map(|l| serde_json::from_slice(l).ok()).collect();
            assert_eq!(codes(&json!({"results": rows})), all_codes(&company, list), "{list}");
            let page = company.ask(list).unwrap().body;
            for (row, shown) in rows.iter().zip(page["results"].as_array().unwrap()) {
                for (name, value) in row.as_object().unwrap() {
                    let custom = name.strip_prefix("custom.").map(|name| &shown["custom"][name]);
                    assert_eq!(value, custom.unwrap_or(&shown[name]), "{list} {name}");
                }
            }
        }
    }
}

#[test]
fn values_of_a_custom_field_are_counted_in_the_place_of_rows_only_where_they_are_as_many() {
    for company in companies() {
        fill(&company);
        add_custom_fields(&company);
        for (url, count, exact) in [
            ("/things/?custom.grade=low", 1_005, true),
            ("/things/?custom.grade__ne=low", 9_045, true),
            ("/things/?custom.grade=high&is_active=false", 4_020, true),
            ("/things/?custom.grade__isnull=false", 10_000, false),
            ("/things/?custom.grade__isnull=false&count=exact", 10_050, true),
            ("/things/?custom.grade=none", 0, true),
            ("/live-things/?custom.mark=x", 5_025, true),
        ] {
            let body = company.ask(url).unwrap().body;
            assert_eq!((&body["count"], &body["count_exact"]), (&json!(count), &json!(exact)), "{url}");
        }
    }
}

#[test]
fn groups_count_and_sum_what_the_filters_leave() {
    for company in companies() {
        for (code, colour, trim, cost, currency, day, price) in [
            ("a", "red", json!("red"), "1.10", "GBP", json!("2026-01-31"), "9000000000000"),
            ("b", "red", Json::Null, "2.20", "GBP", json!("2026-02-01"), "9000000000000"),
            ("c", "red", json!("blue"), "300", "JPY", json!("2026-02-28"), "0.5"),
            ("d", "blue", Json::Null, "0", "GBP", Json::Null, "2"),
        ] {
            let body = json!({"code": code, "name": "Tea", "colour": colour, "trim": trim, "cost": cost,
                "currency": currency, "day": day, "price": price, "weight": 3, "is_active": code != "d"});
            company.call("POST /things/", &body).unwrap();
        }
        let ask = |url: &str| company.ask(url).unwrap().body;
        let group =
            |value: Json, name: Json, count: i64| json!({"value": value, "name": name, "count": count, "sums": {}});
        assert_eq!(
            ask("/things/?group_by=colour"),
            json!({"count": 4, "count_exact": true, "next": null, "previous": null, "results": [],
                "groups": [group(json!("blue"), json!("blue"), 1), group(json!("red"), json!("red"), 3)]})
        );
        let groups = |url: &str| ask(url)["groups"].clone();
        let nothing = group(Json::Null, Json::Null, 2);
        let of_trim = json!([nothing, group(json!("blue"), json!("blue"), 1), group(json!("red"), json!("red"), 1)]);
        assert_eq!(groups("/things/?group_by=trim"), of_trim);
        let plain = |value: Json, count| group(value, Json::Null, count);
        assert_eq!(groups("/things/?group_by=is_active"), json!([plain(json!(false), 1), plain(json!(true), 3)]));
        assert_eq!(groups("/live-things/?group_by=size"), json!([plain(json!("small"), 3)]));
        assert_eq!(groups("/things/?group_by=size&search=b"), json!([plain(json!("small"), 1)]));
        let months = json!([plain(Json::Null, 1), plain(json!("2026-01"), 1), plain(json!("2026-02"), 2)]);
        assert_eq!(groups("/things/?group_by=day__month"), months);
        assert_eq!(groups("/things/?group_by=day__year&code=a"), json!([plain(json!("2026"), 1)]));
        assert_eq!(groups("/things/?group_by=day&code=b"), json!([plain(json!("2026-02-01"), 1)]));
        assert_eq!(groups("/things/?group_by=size&colour=blue&is_active=true"), json!([]));

        // Pounds and yen are not added up, and a sum may be larger than any of its amounts can be.
        let red = |currency, count, cost, price, weight| {
            json!({"value": "red", "name": "red", "currency": currency, "count": count,
                "sums": {"cost": cost, "price": price, "weight": weight}})
        };
        assert_eq!(
            groups("/things/?group_by=colour&sum=cost,price,weight&colour=red"),
            json!([red("GBP", 2, "3.30", "18000000000000.00", 6), red("JPY", 1, "300", "0.50", 3)])
        );
        let sums = groups("/things/?group_by=colour&sum=weight");
        assert_eq!((&sums[0]["sums"], &sums[0]["currency"]), (&json!({"weight": 3}), &Json::Null));

        for (url, code) in [
            ("/things/?group_by=name", "invalid_parameter"),
            ("/things/?group_by=weight", "invalid_parameter"),
            ("/things/?group_by=colour__month", "invalid_parameter"),
            ("/things/?group_by=colour&sum=name", "invalid_parameter"),
            ("/things/?group_by=colour&sum=weight,weight", "invalid_parameter"),
            ("/things/?group_by=colour&sum=secret", "invalid_parameter"),
            ("/things/?group_by=colour&page=2", "invalid_parameter"),
            ("/things/?group_by=colour&since=0", "invalid_parameter"),
            ("/things/?group_by=colour&colr=red", "unknown_parameter"),
            ("/things/?sum=weight", "invalid_parameter"),
            ("/colours/?group_by=code", "invalid_parameter"),
        ] {
            assert_eq!(company.ask(url).unwrap_err().code, code, "{url}");
        }
        let viewer = || Grants::new(vec![("test.thing.view".to_owned(), Scope::All)]);
        let refused = company.ask_with(viewer(), "/things/?group_by=colour&sum=price").unwrap_err();
        assert_eq!(refused.code, "permission_denied");
        assert!(company.ask_with(viewer(), "/things/?group_by=colour&sum=weight").is_ok());
    }
}

#[test]
fn many_groups_are_refused_and_many_rows_are_grouped() {
    for company in companies() {
        fill(&company);
        let groups = company.ask("/things/?group_by=is_active&sum=price&size=small").unwrap().body["groups"].clone();
        assert_eq!((&groups[0]["count"], &groups[0]["sums"]["price"]), (&json!(5_025), &json!("25.25565")));
        let days = "UPDATE thing SET day = substr(code, 2)";
        company.sql(days).unwrap();
        let refused = company.ask("/things/?group_by=day").unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Conflict, "too_many_groups"));
    }
}

#[test]
fn a_list_says_what_it_does_not_understand() {
    for company in companies() {
        for (url, code) in [
            ("/things/?colr=red", "unknown_parameter"),
            ("/things/?name=x", "unknown_parameter"),
            ("/things/?code__like=x", "unknown_parameter"),
            ("/things/?colour=pink", "invalid_parameter"),
            ("/things/?weight=x", "invalid_parameter"),
            ("/things/?page=0", "invalid_parameter"),
            ("/things/?page_size=1001", "invalid_parameter"),
            ("/things/?page=2000000", "invalid_parameter"),
            ("/things/?ordering=weight", "invalid_parameter"),
            ("/things/?cursor=zz", "invalid_parameter"),
            ("/things/?cursor=00%00", "invalid_parameter"),
            ("/things/?count=about", "invalid_parameter"),
        ] {
            let error = company.ask(url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, code), "{url}");
        }
        let error = company.ask("/things/?colr=red").unwrap_err();
        assert!(error.detail().contains("page_size") && error.detail().contains("colour"), "{}", error.detail());
        // Texts that PostgreSQL would not take find nothing.
        assert_eq!(company.ask("/things/a%00/").unwrap_err().kind, Kind::NotFound);
        assert_eq!(company.ask("/things/?search=%00").unwrap().body["count"], json!(0));
    }
}

#[test]
fn filters_compare_only_what_has_an_order() {
    for company in companies() {
        many(&company);
        for url in ["/things/?colour__gt=red", "/things/?size__lte=small", "/things/?is_active__in=true,false"] {
            let error = company.ask(url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, "unknown_parameter"), "{url}");
        }
        let error = company.ask("/things/?size__lte=small").unwrap_err();
        assert!(error.detail().ends_with("Known are: size, size__in, size__ne, size__not_in."), "{}", error.detail());
        assert_eq!(company.ask("/things/?size__in=small,large").unwrap().body["count"], json!(100));
    }
}

#[test]
fn filters_exclude_look_inside_and_ask_for_what_is_absent() {
    for company in companies() {
        for (code, trim, note) in [
            ("Tea-1", json!("red"), json!("Green TEA, 100%")),
            ("tea-2", json!("blue"), json!("ÖĞÜN_ÇAYI")),
            ("oil", Json::Null, json!("Öğün çayı")),
            ("soap", Json::Null, Json::Null),
        ] {
            let body = json!({"code": code, "name": "x", "colour": "red", "trim": trim, "note": note});
            company.call("POST /things/", &body).unwrap();
        }
        for (filter, expected) in [
            ("trim__ne=red", "oil soap tea-2"),
            ("trim__not_in=red,blue", "oil soap"),
            ("trim__isnull=true", "oil soap"),
            ("trim__isnull=false&ordering=-code", "tea-2 Tea-1"),
            ("code__ne=TEA-1", "oil soap tea-2"),
            ("code__not_in=oil,SOAP&size__ne=large", "Tea-1 tea-2"),
            ("size__not_in=small,large", ""),
            ("code__contains=EA-", "Tea-1 tea-2"),
            ("code__contains=ea&code__ne=tea-2", "Tea-1"),
            ("note__contains=tea", "Tea-1"),
            ("note__contains=0%25", "Tea-1"),
            ("note__contains=%25100", ""),
            ("note__contains=n_%C3%A7", "tea-2"),
            ("note__contains=%C3%B6%C4%9F%C3%BCn", "oil tea-2"),
            ("note__contains=%C3%87AYI", "tea-2"),
            ("note__contains=cay", ""),
            ("note__contains=!", ""),
            ("note__isnull=true", "soap"),
            ("note__ne=Green+TEA,+100%25", "oil soap tea-2"),
        ] {
            let list = company.ask(&format!("/things/?{filter}")).unwrap().body;
            assert_eq!(codes(&list).join(" "), expected, "{filter}");
        }
        for url in [
            "/things/?trim__isnull=yes",
            "/things/?trim__isnull=",
            "/things/?trim__ne=pink",
            "/things/?trim__not_in=red,pink",
            "/things/?note__contains=",
            "/things/?code__contains=seventeen+letters",
            "/things/?note__contains=a%00",
        ] {
            let error = company.ask(url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, "invalid_parameter"), "{url}");
        }
        for url in [
            "/things/?colour__isnull=true",
            "/things/?weight__contains=1",
            "/things/?is_active__ne=true",
            "/things/?trim__lt=a",
        ] {
            assert_eq!(company.ask(url).unwrap_err().code, "unknown_parameter", "{url}");
        }
        company.verify();
    }
}

#[test]
fn rows_are_filtered_by_what_they_refer_to() {
    for company in companies() {
        many(&company);
        company.call("PATCH /things/t001/", &json!({"trim": "blue", "part_of": "t003"})).unwrap();
        company.call("PATCH /things/t002/", &json!({"trim": "red", "part_of": "t010"})).unwrap();
        let count = |filter: &str| company.ask(&format!("/things/?{filter}")).unwrap().body["count"].as_i64().unwrap();
        for (filter, expected) in [
            ("colour__code=blue", 25),
            ("colour__code=BLUE&ordering=-name", 25),
            ("colour__code__in=blue,red&is_active=false", 10),
            ("colour__code__ne=blue", 75),
            ("colour__code__contains=lu", 25),
            ("colour__code__gte=c&price__gte=3.5", 30),
            ("colour__code=pink", 0),
            ("trim__code=blue", 1),
            ("trim__code__ne=blue", 99),
            ("trim__code__not_in=red,blue&ordering=name", 98),
            ("part_of__is_active=true", 1),
            ("part_of__is_active=false&part_of__colour=red&trim__code=red", 1),
            ("part_of__trim__isnull=true", 2),
            ("part_of__price__lt=1", 1),
            ("search=thing&colour__code=blue", 25),
        ] {
            assert_eq!(count(filter), expected, "{filter}");
        }
        for ordering in ["code", "-price"] {
            let list = format!("/things/?colour__code=blue&page_size=4&ordering={ordering}");
            assert_eq!(walk(&company, &list).len(), 25);
        }
        let groups = company.ask("/things/?group_by=size&colour__code=blue").unwrap().body["groups"].clone();
        assert_eq!(groups[0]["count"], json!(25));

        for (url, known) in [
            ("/things/?colour__name=Red", "Known are: colour, colour__in, colour__ne, colour__not_in, colour__code."),
            ("/things/?colour__code__isnull=true", "colour__code, colour__code__gte,"),
            ("/things/?colour__colour__code=red", "colour__code."),
            ("/things/?part_of__colour__code=red", "part_of__colour, part_of__colour__in,"),
            ("/things/?code__name=x", "code__contains."),
        ] {
            let error = company.ask(url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, "unknown_parameter"), "{url}");
            assert!(error.detail().contains(known), "{url}: {}", error.detail());
        }
        assert_eq!(company.ask("/things/?part_of__colour=pink").unwrap_err().code, "invalid_parameter");
    }
}

#[test]
fn rows_are_filtered_only_by_what_the_user_may_see_of_others() {
    for company in companies() {
        many(&company);
        company.call("PATCH /things/t001/", &json!({"part_of": "t003"})).unwrap();
        company.call("PATCH /things/t002/", &json!({"part_of": "t010"})).unwrap();
        let ask = |permissions: &[&str], url: &str| {
            let granted = permissions.iter().map(|name| ((*name).to_owned(), Scope::All)).collect();
            company.ask_with(Grants::new(granted), url)
        };
        let refused = ask(&["test.thing.view"], "/things/?colour__code=red").unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Forbidden, "permission_denied"));
        assert!(refused.detail().contains("test.colour.view"), "{}", refused.detail());
        assert!(ask(&["test.thing.view", "test.colour.view"], "/things/?colour__code=red").is_ok());
        let refused = ask(&["test.thing.view"], "/things/?part_of__price=1.5").unwrap_err();
        assert!(refused.detail().contains("test.price.view"), "{}", refused.detail());
        // Who sees live things only finds nothing by others.
        let of_dead = "/live-things/?part_of__code=t010";
        assert_eq!(ask(&["test.live_thing.view", "test.thing.view"], of_dead).unwrap().body["count"], json!(1));
        assert_eq!(ask(&["test.live_thing.view"], of_dead).unwrap().body["count"], json!(0));
        assert_eq!(ask(&["test.live_thing.view"], "/live-things/?part_of__code=t003").unwrap().body["count"], json!(1));
    }
}

#[test]
fn rows_say_their_version_and_what_those_are_called_that_they_refer_to() {
    for company in companies() {
        company.call("POST /things/", &json!({"code": "a", "name": "Box", "colour": "red", "trim": "blue"})).unwrap();
        company.call("POST /things/", &json!({"code": "b", "name": "Lid", "colour": "red", "part_of": "a"})).unwrap();
        company.call("PATCH /colours/red/", &json!({"name": "Red"})).unwrap();
        company.call("PATCH /things/b/", &json!({"weight": 2})).unwrap();
        let list = |url: &str| company.ask(url).unwrap().body["results"].clone();
        let (rows, changes) = (list("/things/"), list("/things/?since=0"));
        let names = [json!({"colour": "Red", "trim": "blue"}), json!({"colour": "Red", "part_of": "Box"})];
        for (n, (code, version)) in [("a", 1), ("b", 2)].into_iter().enumerate() {
            assert_eq!((&rows[n]["names"], &rows[n]["version"]), (&names[n], &json!(version)));
            assert_eq!((&changes[n]["names"], &changes[n]["version"]), (&names[n], &json!(version)));
            assert_eq!(rows[n], company.ask(&format!("/things/{code}/")).unwrap().body);
        }
        let colour = &list("/colours/?code=red")[0];
        assert_eq!((colour.get("names"), &colour["version"]), (None, &json!(2)));

        let ask = |permissions: &[&str], url: &str| {
            let granted = permissions.iter().map(|name| ((*name).to_owned(), Scope::All)).collect();
            company.ask_with(Grants::new(granted), url).unwrap().body
        };
        let own = json!({"part_of": "Box"});
        assert_eq!(ask(&["test.thing.view"], "/things/?code=b")["results"][0]["names"], own);
        assert_eq!(ask(&["test.thing.view"], "/things/b/")["names"], own);
        assert_eq!(ask(&["*.view"], "/things/b/")["names"], names[1]);

        // What was read may be sent back while it is what was read.
        let mut read = rows[1].clone();
        read["name"] = json!("Cover");
        assert_eq!(company.call("PATCH /things/b/", &read).unwrap().version, Some(3));
        assert_eq!(company.call("PUT /things/b/", &read).unwrap_err().code, "version_conflict");
        let error = company.call("PATCH /things/b/", &json!({"version": "3"})).unwrap_err();
        assert_eq!(blamed(&error), ["version invalid_value"]);
        company.verify();
    }
}

#[test]
fn a_deleted_row_comes_back_as_it_was() {
    for company in companies() {
        let body = json!({"code": "t1", "name": "Tea", "colour": "red", "trim": "blue", "note": "n", "price": "2.50"});
        let id = company.call("POST /things/", &body).unwrap().body["id"].as_str().unwrap().to_owned();
        company.call("PATCH /things/t1/", &json!({"weight": 3})).unwrap();
        let before = company.ask("/things/t1/").unwrap().body;
        company.call("DELETE /things/t1/", &Json::Null).unwrap();
        let deleted = |url: &str| company.ask(url).unwrap().body;
        let list = deleted("/things/?deleted=true");
        let row = &list["results"][0];
        for field in ["id", "code", "colour", "trim", "note", "price", "weight"] {
            assert_eq!(row[field], before[field], "{field}");
        }
        assert_eq!((&row["deleted_at"], &row["deleted_by"]), (&json!("2026-01-01T00:00:04Z"), &json!(Uuid::nil())));
        assert_eq!((list.get("count"), &row["deleted_by_email"], &list["next"]), (None, &Json::Null, &Json::Null));
        assert_eq!(deleted("/live-things/?deleted=true")["results"][0]["id"], json!(id));

        let restore = format!("POST /things/{id}/restore/");
        company.call("POST /things/", &json!({"code": "T1", "name": "x", "colour": "red"})).unwrap();
        let error = company.call(&restore, &Json::Null).unwrap_err();
        assert_eq!((error.kind, blamed(&error)), (Kind::Conflict, vec!["code duplicate".to_owned()]));
        company.call("DELETE /things/t1/", &Json::Null).unwrap();
        company.call("DELETE /colours/blue/", &Json::Null).unwrap();
        let back = company.call(&restore, &Json::Null).unwrap();
        assert_eq!((back.status, back.version, &back.body["trim"]), (200, Some(1), &Json::Null));
        let mut read = company.ask("/things/t1/").unwrap().body;
        assert_eq!(read["changes"], json!(0));
        (read["trim"], read["version"], read["changes"]) = (json!("blue"), json!(2), json!(1));
        read["names"]["trim"] = json!("blue");
        assert_eq!(read, before);
        assert_eq!(company.ask("/things/?search=tea").unwrap().body["count"], json!(1));
        assert_eq!(codes(&deleted("/things/?deleted=true")), ["T1"]);
        assert_eq!(company.call(&restore, &Json::Null).unwrap_err().kind, Kind::NotFound);

        // What it cannot be without is gone as well.
        company.call("DELETE /things/t1/", &Json::Null).unwrap();
        company.call("DELETE /colours/red/", &Json::Null).unwrap();
        let error = company.call(&restore, &Json::Null).unwrap_err();
        assert_eq!((error.code, blamed(&error)), ("not_restorable", vec!["colour not_restorable".to_owned()]));
        for unknown in ["POST /things/t1/restore/", "POST /things/018f0000-0000-7000-8000-00000000ffff/restore/"] {
            assert_eq!(company.call(unknown, &Json::Null).unwrap_err().kind, Kind::NotFound, "{unknown}");
        }
        assert_eq!(blamed(&company.call(&restore, &json!({"code": "x"})).unwrap_err()), ["code unknown_field"]);
        company.verify();
    }
}

#[test]
fn deleted_rows_are_paged_and_shown_to_those_who_may_restore_them() {
    for company in companies() {
        many(&company);
        for n in 0..30 {
            company.call(&format!("DELETE /things/t{n:03}/"), &Json::Null).unwrap();
        }
        let walk = |list: &str| {
            let (mut all, mut next) = (Vec::new(), Some(format!("{list}?deleted=true&page_size=7")));
            while let Some(url) = next {
                let page = company.ask(&url).unwrap().body;
                assert!(codes(&page).len() <= 7);
                all.extend(codes(&page));
                next = page["next"].as_str().map(str::to_owned);
            }
            all
        };
        let newest_first = (0..30).rev();
        assert_eq!(walk("/things/"), newest_first.clone().map(|n| format!("t{n:03}")).collect::<Vec<_>>());
        let live = newest_first.filter(|n| n % 10 != 0).map(|n| format!("t{n:03}"));
        assert_eq!(walk("/live-things/"), live.collect::<Vec<_>>());

        let ask = |permissions: &[&str]| {
            let granted = permissions.iter().map(|name| ((*name).to_owned(), Scope::All)).collect();
            company.ask_with(Grants::new(granted), "/things/?deleted=true&page_size=1")
        };
        let refused = ask(&["test.thing.view"]).unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Forbidden, "permission_denied"));
        let shown = ask(&["test.thing.view", "test.thing.restore"]).unwrap().body["results"][0].clone();
        assert!(shown.get("price").is_none() && shown["cost"] == json!("0.00"), "{shown}");
        for (url, code) in [
            ("/things/?deleted=false", "invalid_parameter"),
            ("/things/?deleted=true&page=2", "invalid_parameter"),
            ("/things/?deleted=true&code=t001", "invalid_parameter"),
            ("/things/?deleted=true&cursor=x", "invalid_parameter"),
            ("/colours/?deleted=true", "unknown_parameter"),
        ] {
            assert_eq!(company.ask(url).unwrap_err().code, code, "{url}");
        }
    }
}

#[test]
fn put_replaces_all_that_a_client_may_change() {
    for company in companies() {
        let full = json!({"code": "b", "name": "x", "colour": "red", "trim": "blue", "size": "large", "note": "n",
            "weight": 7, "day": "2026-01-31", "price": "2.50", "cost": "1.00", "is_active": false});
        let created = company.call("POST /things/", &full).unwrap().body;
        let error = company.call("PUT /things/b/", &json!({})).unwrap_err();
        assert_eq!(blamed(&error), ["code required", "name required", "colour required"]);
        let replaced = company.call("PUT /things/b/ 1", &json!({"code": "b", "name": "y", "colour": "blue"})).unwrap();
        let wanted = [
            ("name", json!("y")),
            ("trim", Json::Null),
            ("size", json!("small")),
            ("note", Json::Null),
            ("weight", json!(1)),
            ("cost", json!("0.00")),
            ("is_active", json!(true)),
            // A client that may not see a price cannot send it back.
            ("price", json!("2.50")),
        ];
        for (field, value) in wanted {
            assert_eq!(replaced.body[field], value, "{field}");
        }
        assert_eq!(replaced.body["id"], created["id"]);
        assert_eq!(company.call("PUT /things/b/ 1", &full).unwrap_err().code, "version_conflict");
        let read = company.ask("/things/b/").unwrap().body;
        let again = company.call("PUT /things/b/", &read).unwrap().body;
        assert_eq!(again["weight"], read["weight"]);
    }
}

#[test]
fn change_that_changes_nothing_is_none() {
    for company in companies() {
        for (body, version) in [
            (json!({}), Some(1)),
            (json!({"name": "red"}), Some(1)),
            (json!({"name": "Red"}), Some(2)),
            (json!({"name": "Red", "code": "red"}), Some(2)),
        ] {
            let changed = company.call("PATCH /colours/red/", &body).unwrap();
            assert_eq!((changed.status, changed.version), (200, version), "{body}");
        }
    }
}

#[test]
fn many_unknown_fields_are_refused_before_the_writer() {
    for company in companies() {
        let fields: serde_json::Map<_, _> = (0..500).map(|n| (format!("field {n}"), json!(n))).collect();
        let body = Json::Object(fields).to_string();
        let error = company.registry.decode("test.thing.create", body.as_bytes()).map(drop).unwrap_err();
        assert_eq!((error.fields.len(), error.fields[20].code), (21, "more_errors"));
        assert!(serde_json::to_vec(&error.fields).unwrap().len() < body.len());
    }
}

#[test]
fn search_follows_changes() {
    for company in companies() {
        company.call("POST /things/", &json!({"code": "A-7", "name": "Äpfel, groß & rot", "colour": "red"})).unwrap();
        let found =
            |word: &str| company.ask(&format!("/things/?search={word}")).unwrap().body["count"].as_i64().unwrap();
        assert_eq!(["%C3%A4pf", "gro%C3%9F", "7", "a", "rot+a"].map(found), [1, 1, 1, 1, 1]);
        company.call("PATCH /things/A-7/", &json!({"name": "Birnen, rot"})).unwrap();
        assert_eq!(["%C3%A4pf", "birne", "rot"].map(found), [0, 1, 1]);
        company.call("PATCH /things/A-7/", &json!({"name": "Rot"})).unwrap();
        company.call("PATCH /things/A-7/", &json!({"name": "Birnen"})).unwrap();
        assert_eq!(["rot", "birne"].map(found), [0, 1]);
    }
}

#[test]
fn a_role_is_fixed() {
    for company in companies() {
        let body = json!({"code": "a", "name": "x", "colour": "red"});
        assert_eq!(company.call("POST /live-things/", &body).unwrap().body["is_active"], json!(true));
        let error = company.call("PATCH /live-things/a/", &json!({"is_active": false})).unwrap_err();
        assert_eq!(blamed(&error), ["is_active read_only"]);
        assert_eq!(company.call("DELETE /live-things/a/", &Json::Null).unwrap_err().code, "in_use");
        company.call("PATCH /things/a/", &json!({"is_active": false})).unwrap();
        assert_eq!(company.ask("/live-things/a/").unwrap_err().kind, Kind::NotFound);
        assert_eq!(company.call("DELETE /live-things/a/", &Json::Null).unwrap_err().kind, Kind::NotFound);
        assert_eq!(company.ask("/live-things/").unwrap().body["count"], json!(0));
        assert_eq!(company.ask("/things/").unwrap().body["count"], json!(1));
    }
}

#[test]
fn the_log_replays() {
    let mut dumps = Vec::new();
    for company in companies() {
        many(&company);
        company.call("PATCH /things/t001/ 1", &json!({"code": "x", "name": "Other"})).unwrap();
        let id = company.ask("/things/t002/").unwrap().body["id"].as_str().unwrap().to_owned();
        company.call("DELETE /things/t002/ 1", &Json::Null).unwrap();
        company.call("DELETE /things/t003/ 1", &Json::Null).unwrap();
        company.call(&format!("POST /things/{id}/restore/"), &Json::Null).unwrap();
        dumps.push(company.dump());
        let log = company.read(|session| {
            let sql =
                "SELECT c.id, c.name, c.at, b.body FROM command c JOIN command_body b ON b.seq = c.seq ORDER BY c.seq";
            session.query(sql, &[])
        });
        let again = Company::new(testkit::Database::sqlite(), modules);
        for row in log.unwrap() {
            let [id, store::Value::Text(name), store::Value::Int(at), store::Value::Bytes(body)] = &row[..] else {
                panic!()
            };
            let id = <uuid::Uuid as store::Field>::from_value(id.clone());
            let command = again.registry.decode(name, body).unwrap();
            let at = kernel::Instant::from_micros(*at);
            again.answer(command::Submission { id, at, ..again.boxed(command) }).unwrap();
        }
        assert_same(&company.dump(), &again.dump());
    }
    dumps.windows(2).for_each(|pair| assert_same(&pair[0], &pair[1]));
}

/// A user who sees prices as soon as there is a colour named `gold`.
const BUYER: Uuid = Uuid::from_u128(7);

fn prices_with_gold(session: &mut Session<'_>, _: Uuid, permission: &str) -> Result<Option<Scope>> {
    let may = permission != "test.price.view" || session.find(Colour::BY_CODE, "gold")?.is_some();
    Ok(may.then_some(Scope::All))
}

#[test]
fn column_with_a_permission_is_seen_only_with_it() {
    for database in databases() {
        let company = Company::with(database.into(), testkit::TENANT, modules(), prices_with_gold, Limits::default());
        company.call("POST /colours/", &json!({"code": "red", "name": "red"})).unwrap();
        let create = || {
            let body = json!({"code": "a", "name": "x", "colour": "red", "price": "2.50"}).to_string();
            let command = company.registry.decode("test.thing.create", body.as_bytes()).unwrap();
            let (id, key, actor) = (None, Some("first".to_owned()), BUYER);
            let answer = company.answer(Submission { id, key, actor, ..company.boxed(command) }).unwrap();
            (answer.replayed, serde_json::from_slice::<Json>(&answer.body).unwrap())
        };
        let (replayed, created) = create();
        assert!(!replayed && created["code"] == json!("a") && created.get("price").is_none());
        let (replayed, again) = create();
        assert_eq!((replayed, &again), (true, &created));
        let changed = company.call_as(BUYER, "PATCH /things/a/", &json!({"name": "y"})).unwrap().body;
        assert!(changed["name"] == json!("y") && changed.get("price").is_none());

        let without = || Grants::new(vec![("test.thing.*".to_owned(), Scope::All)]);
        let list = company.ask_with(without(), "/things/").unwrap().body;
        let one = company.ask_with(without(), "/things/a/").unwrap().body;
        assert_eq!(list["results"][0], one);
        assert!(one["cost"] == json!("0.00") && one.get("price").is_none());
        for url in ["/things/?price=2.5", "/things/?price__gte=1", "/things/?price__in=1,2", "/things/?ordering=-price"]
        {
            let error = company.ask_with(without(), url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Forbidden, "permission_denied"), "{url}");
            assert!(error.detail().contains("test.price.view"), "{}", error.detail());
        }
        let with = Grants::new(vec![("test.*".to_owned(), Scope::All)]);
        assert_eq!(company.ask_with(with, "/things/?price=2.5").unwrap().body["results"][0]["price"], json!("2.50"));

        // The stored answer is whole: a user who has the permission by now sees all of it.
        company.call("POST /colours/", &json!({"code": "gold", "name": "gold"})).unwrap();
        let (replayed, again) = create();
        assert_eq!((replayed, &again["price"]), (true, &json!("2.50")));
    }
}

#[test]
fn everything_served_is_described() {
    let registry = Registry::of(modules()).unwrap();
    let module = registry.modules().iter().find(|module| module.name == "test").unwrap();
    let mut operations = BTreeSet::new();
    let mut text = String::new();
    let mut schemas = BTreeSet::new();
    let commands = module.commands.iter().map(|entry| &entry.documentation);
    for documentation in commands.chain(module.queries.iter().map(|entry| &entry.documentation)) {
        let Documentation::OpenApi { operation, schemas: described } = documentation else {
            panic!("the engine describes all that it serves");
        };
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(
            id.split('.').all(|word| word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')),
            "{id}"
        );
        assert!(operations.insert(id.clone()), "{id} twice");
        text.push_str(&operation.to_string());
        schemas.extend(described.iter().map(|(name, _)| name.clone()));
        for (name, schema) in described {
            text.push_str(&schema.to_string());
            let defaults: Vec<_> = schema["properties"]
                .as_object()
                .unwrap()
                .iter()
                .filter(|(_, field)| field.get("default").is_some())
                .collect();
            assert_eq!(defaults.is_empty(), !name.ends_with("Input") || name == "ColourInput", "{name}: {defaults:?}");
            for (field, described) in defaults {
                let kind =
                    if described["default"].is_string() { "string" } else { described["type"].as_str().unwrap() };
                assert!(described["type"] == json!(kind), "{name}.{field}: {described}");
                assert_eq!(described["default"].is_boolean(), kind == "boolean", "{name}.{field}: {described}");
            }
        }
    }
    assert_eq!(operations.len(), 20);
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains(name), "{name}");
    }
    assert!(schemas.contains("LiveThingInput"));
    assert!(text.contains(r#""enum":["small","large"]"#) && !text.contains("secret") && !text.contains("code_key"));
}
