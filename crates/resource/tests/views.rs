//! Saved views: private ones, shared ones, and the one with which a list opens.

use command::{Grants, Limits, Module, Scope};
use kernel::{Error, Id, Kind, Result};
use resource::Resource;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use store::{Migration, Record, Session};
use testkit::{Company, Response, databases};
use uuid::Uuid;

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "label", unstamped)]
struct Label {
    id: Id<Label>,
    text: String,
    #[field(hidden)]
    secret: String,
}

impl Resource for Label {
    const ORDER: &'static [&'static str] = &["id"];
}

const ANN: Uuid = Uuid::from_u128(1);
const BEN: Uuid = Uuid::from_u128(2);
/// Manages the views of others.
const MAX: Uuid = Uuid::from_u128(3);
/// Sees no labels.
const EVE: Uuid = Uuid::from_u128(4);

fn permissions(user: Uuid) -> Vec<(String, Scope)> {
    let mut names = vec!["resource.view.view", "resource.view.create", "resource.view.update", "resource.view.delete"];
    names.extend((user != EVE).then_some("test.label.view"));
    names.extend((user == MAX).then_some("resource.view.manage"));
    names.into_iter().map(|name| (name.to_owned(), Scope::All)).collect()
}

fn authorise(_: &mut Session<'_>, user: Uuid, permission: &str) -> Result<Option<Scope>> {
    Ok(permissions(user).into_iter().find(|(name, _)| name == permission).map(|(_, scope)| scope))
}

fn modules() -> Vec<Module> {
    let sql =
        "CREATE TABLE label (id uuid PRIMARY KEY, text text NOT NULL, secret text NOT NULL, version bigint NOT NULL);";
    let migrations = vec![Migration { module: "test", number: 1, sqlite: sql, postgres: sql }];
    let mut module = Module { name: "test", migrations, tables: vec![Label::TABLE], ..Module::default() };
    resource::serve_read_only::<Label>(&mut module, "labels", "test.label.view");
    vec![resource::module(), module]
}

fn companies() -> impl Iterator<Item = Company> {
    databases()
        .into_iter()
        .map(|database| Company::with(database.into(), testkit::TENANT, modules(), authorise, Limits::default()))
}

fn ask(company: &Company, user: Uuid, url: &str) -> Result<Response> {
    company.ask_with(Grants::new(permissions(user)).of_user(user), url)
}

/// The names of the views that a user sees, the default behind a star.
fn names(company: &Company, user: Uuid) -> BTreeSet<String> {
    let list = ask(company, user, "/views/?resource=labels").unwrap().body;
    let rows = list["results"].as_array().unwrap();
    assert_eq!(list["count"], json!(rows.len()));
    let name = |row: &Json| {
        assert_eq!(row["is_own"], json!(row["owner"] == json!(user)));
        format!("{}{}", if row["is_default"] == json!(true) { "*" } else { "" }, row["name"].as_str().unwrap())
    };
    rows.iter().map(name).collect()
}

fn save(company: &Company, user: Uuid, name: &str, more: &Json) -> String {
    let mut view = json!({"resource": "labels", "name": name, "query": "ordering=-id", "columns": ["text", "id"]});
    view.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    company.call_as(user, "POST /views/", &view).unwrap().body["id"].as_str().unwrap().to_owned()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_view_is_private_until_it_is_shared() {
    for company in companies() {
        let mine = save(&company, ANN, "Mine", &json!({}));
        save(&company, ANN, "Ours", &json!({"is_shared": true}));
        save(&company, BEN, "Mine", &json!({}));
        assert_eq!(names(&company, ANN), set(&["Mine", "Ours"]));
        assert_eq!(names(&company, BEN), set(&["Mine", "Ours"]));
        assert_eq!(names(&company, EVE), set(&[]));
        assert_eq!(ask(&company, BEN, "/views/").unwrap().body["results"].as_array().unwrap().len(), 2);

        let one = ask(&company, ANN, &format!("/views/{mine}/")).unwrap();
        let expected = json!({"id": mine, "owner": ANN, "is_own": true, "resource": "labels", "name": "Mine",
            "query": "ordering=-id", "columns": ["text", "id"], "is_shared": false, "is_default": false});
        assert_eq!((one.body, one.version), (expected, Some(1)));
        assert_eq!(ask(&company, BEN, &format!("/views/{mine}/")).unwrap_err().kind, Kind::NotFound);
        let change = format!("PATCH /views/{mine}/ 1");
        company.call_as(ANN, &change, &json!({"is_shared": true, "name": "All", "columns": []})).unwrap();
        let seen = ask(&company, BEN, &format!("/views/{mine}/")).unwrap().body;
        assert_eq!((&seen["name"], &seen["is_own"], &seen["columns"]), (&json!("All"), &json!(false), &json!([])));
        assert_eq!(company.call_as(ANN, &change, &json!({"name": "x"})).unwrap_err().code, "version_conflict");
        company.verify();
    }
}

#[test]
fn a_list_opens_with_one_view_of_each_user() {
    for company in companies() {
        save(&company, ANN, "One", &json!({"is_default": true, "is_shared": true}));
        let two = save(&company, ANN, "Two", &json!({"is_default": true}));
        save(&company, BEN, "Three", &json!({"is_default": true}));
        assert_eq!(names(&company, ANN), set(&["One", "*Two"]));
        let one = ask(&company, ANN, "/views/").unwrap().body["results"][0]["id"].as_str().unwrap().to_owned();
        company.call_as(ANN, &format!("PATCH /views/{one}/"), &json!({"is_default": true})).unwrap();
        assert_eq!(names(&company, ANN), set(&["*One", "Two"]));
        // The default of another is none of one's own.
        assert_eq!(names(&company, BEN), set(&["One", "*Three"]));
        company.call_as(ANN, &format!("DELETE /views/{two}/"), &Json::Null).unwrap();
        company.call_as(ANN, &format!("PATCH /views/{one}/"), &json!({"is_default": false})).unwrap();
        assert_eq!(names(&company, ANN), set(&["One"]));
    }
}

#[test]
fn views_of_others_are_changed_with_a_permission() {
    for company in companies() {
        let (mine, ours) =
            (save(&company, ANN, "Mine", &json!({})), save(&company, ANN, "Ours", &json!({"is_shared": true})));
        for (user, view, kind) in [(BEN, &mine, Kind::NotFound), (BEN, &ours, Kind::Forbidden)] {
            for request in [format!("PATCH /views/{view}/"), format!("DELETE /views/{view}/")] {
                assert_eq!(company.call_as(user, &request, &json!({})).unwrap_err().kind, kind, "{request}");
            }
        }
        let changed = company.call_as(MAX, &format!("PATCH /views/{ours}/"), &json!({"name": "Everyone's"})).unwrap();
        assert_eq!((&changed.body["owner"], &changed.body["is_own"]), (&json!(ANN), &json!(false)));
        company.call_as(MAX, &format!("DELETE /views/{mine}/"), &Json::Null).unwrap();
        assert_eq!(names(&company, ANN), set(&["Everyone's"]));
        company.verify();
    }
}

#[test]
fn a_view_says_what_is_wrong_with_it() {
    let blamed = |error: Error| -> Vec<String> {
        error.fields.iter().map(|field| format!("{} {}", field.field, field.code)).collect()
    };
    for company in companies() {
        save(&company, ANN, "Mine", &json!({}));
        for (body, expected) in [
            (json!({"resource": "lamps", "name": "x"}), "resource not_found"),
            (json!({"resource": "labels", "name": " "}), "name required"),
            (json!({"resource": "labels", "name": "x", "columns": ["text", "secret"]}), "columns.1 not_found"),
            (json!({"resource": "labels", "name": "x", "query": "a=b c"}), "query invalid_value"),
            (json!({"resource": "labels", "name": "MINE"}), "name duplicate"),
            (json!({"resource": "labels"}), "name required"),
        ] {
            let error = company.call_as(ANN, "POST /views/", &body).unwrap_err();
            assert_eq!(blamed(error), [expected], "{body}");
        }
        let refused = company.call_as(EVE, "POST /views/", &json!({"resource": "labels", "name": "x"})).unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Forbidden, "permission_denied"));
        for n in 0..5 {
            save(&company, ANN, &format!("View {n}"), &json!({}));
        }
        let (mut all, mut next) = (0, Some("/views/?page_size=4".to_owned()));
        while let Some(url) = next {
            let page = ask(&company, ANN, &url).unwrap().body;
            all += page["results"].as_array().unwrap().len();
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(all, 6);
        for url in ["/views/?cursor=x", "/views/?page_size=0"] {
            assert_eq!(ask(&company, ANN, url).unwrap_err().code, "invalid_parameter", "{url}");
        }
    }
}
