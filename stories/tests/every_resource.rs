//! What every resource inherits from its definition and cannot opt out of. Whatever a module lists is found in the registry and held
//! to the same promises; `definitions.rs`, `access.rs` and `import.rs` hold it to theirs, the tests of the metadata in `server` to the rest.

use command::{PARTY_TABLE, ResourceDefinition, SITE_TABLE};
use serde_json::{Map, Value as Json, json};
use store::{Column, FieldKind};
use stories::{Client, Program, Response, changed_resources, create_examples, examples};
use testkit::{Database, databases};

/// A company with the examples of all resources.
fn company(database: Database) -> (Program, Client) {
    let mut program = Program::new(database);
    program.start();
    let mut client = program.client();
    create_examples(&mut client);
    (program, client)
}

fn definitions() -> Vec<ResourceDefinition> {
    let registry = sanduk::modules::registry().expect("modules that agree");
    registry.definitions().resources.clone()
}

fn changed() -> Vec<ResourceDefinition> {
    changed_resources(&sanduk::modules::registry().expect("modules that agree"))
}

/// The paths of the examples of a resource, the last one first: by their codes, or where they have none by their ids.
fn paths_of(resource: &ResourceDefinition, client: &Client) -> Vec<String> {
    let Some(code) = resource.code().map(|code| code.name) else {
        let listed = client.reconnect().get(&format!("/api/v1/{}/", resource.plural)).expect("answered").body;
        let rows = listed["results"].as_array().expect("rows").iter();
        let mut ids: Vec<&str> = rows.map(|row| row["id"].as_str().expect("an id")).collect();
        ids.sort_unstable();
        return ids.iter().rev().map(|id| format!("/api/v1/{}/{id}/", resource.plural)).collect();
    };
    let of_resource = examples().into_iter().filter(|(plural, _)| *plural == resource.plural);
    let path = |(plural, row): (&str, Json)| format!("/api/v1/{plural}/{}/", row[code].as_str().expect("a code"));
    of_resource.map(path).rev().collect()
}

/// The path of the last example of a resource.
fn path_of(resource: &ResourceDefinition, client: &Client) -> String {
    paths_of(resource, client).swap_remove(0)
}

/// Another value of a field that rows of the resource may change whatever else they say.
fn another_value(resource: &ResourceDefinition) -> (&'static str, Json) {
    let name = given(resource).find(|column| ["name", "label", "subject"].contains(&column.name));
    let number = || given(resource).find(|column| column.kind == FieldKind::Integer).expect("a name or a number");
    name.map_or_else(|| (number().name, json!(7)), |column| (column.name, json!("Another name")))
}

/// The columns that clients may set.
fn given(resource: &ResourceDefinition) -> impl Iterator<Item = &'static Column> {
    let is_given = |column: &&Column| !column.read_only && !column.hidden && column.name != "id";
    let resource = *resource;
    resource.table.columns.iter().filter(is_given).filter(move |column| !resource.is_role(column))
}

/// Values that a column cannot have.
fn wrong_values(column: &Column) -> Vec<Json> {
    let mut wrong = vec![json!({"a": 1})];
    match column.kind {
        FieldKind::Text if column.reference.is_some() => wrong.extend([json!(7), json!("no such row")]),
        FieldKind::Text => wrong.extend([json!(7), json!(true), json!("x".repeat(column.max + 1))]),
        FieldKind::Choice(_) => wrong.extend([json!("no such choice"), json!(1)]),
        FieldKind::Integer => {
            wrong.extend([json!("many"), json!(1.5), json!(1e300)]);
            wrong.extend(column.most.map(|most| json!(most + 1)));
            wrong.extend(column.least.map(|least| json!(least - 1)));
        }
        FieldKind::Bool => wrong.extend([json!("perhaps"), json!(2)]),
        FieldKind::Date => wrong.extend([json!("2026-02-30"), json!(20260230), json!("tomorrow")]),
        FieldKind::Instant => wrong.extend([json!("yesterday"), json!("2026-02-30T00:00:00Z")]),
        FieldKind::Id => {
            wrong.extend([json!(7), json!("no such row")]);
            // Whether there is such a member, the rules of a record ask, behind the types.
            wrong.extend(column.reference.is_some().then(|| json!("019b0000-0000-7000-8000-00000000ffff")));
        }
        FieldKind::Amount | FieldKind::Price | FieldKind::Quantity | FieldKind::Rate => {
            wrong.extend([json!("dear"), json!("1.00000000001"), json!("99999999999999999999999")]);
        }
        FieldKind::Bytes | FieldKind::Words => wrong.push(json!(7)),
    }
    if !column.nullable && column.default.is_none() {
        wrong.push(Json::Null);
    }
    wrong
}

fn fields_of(answer: &Response) -> Vec<&str> {
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter_map(|error| error["field"].as_str()).collect()
}

#[test]
fn value_that_a_field_cannot_have_is_refused_at_the_field_and_changes_nothing() {
    for database in databases() {
        let (mut program, mut client) = company(database);
        for resource in changed() {
            let path = path_of(&resource, &client);
            let before = client.get(&path).expect("answered").body;
            let list = format!("/api/v1/{}/", resource.plural);
            let mut tried = 0;
            for column in given(&resource) {
                for value in wrong_values(column) {
                    let body = json!({ column.name: value });
                    for (method, path) in [("PATCH", &path), ("POST", &list)] {
                        let answer = client.send(method, path, &body).expect("answered");
                        assert_eq!(answer.status, 422, "{method} {path} {body}: {}", answer.body);
                        let fields = fields_of(&answer);
                        assert!(fields.contains(&column.name), "{method} {path} {body}: {}", answer.body);
                    }
                    tried += 1;
                }
            }
            assert!(tried >= 6, "{}: only {tried} wrong values", resource.plural);
            let unknown = client.send("PATCH", &path, &json!({"no_such_field": 1})).expect("answered");
            assert_eq!((unknown.status, fields_of(&unknown)), (422, vec!["no_such_field"]), "{path}");
            for body in [json!([]), json!("row"), json!(null)] {
                let answer = client.send("PATCH", &path, &body).expect("answered");
                assert!((400..=422).contains(&answer.status), "{path} {body}: {} {}", answer.status, answer.body);
            }
            assert_eq!(client.get(&path).expect("answered").body, before, "{path} is as it was");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn what_a_list_does_not_know_is_refused_by_name() {
    for database in databases() {
        let (_program, mut client) = company(database);
        for resource in definitions() {
            let path = format!("/api/v1/{}/", resource.plural);
            let listed = client.get(&path).expect("answered");
            assert_eq!(listed.status, 200, "{path}: {}", listed.body);
            let mut asked =
                vec!["no_such_filter=1".to_owned(), "order=no_such_column".to_owned(), "cursor=%FF".to_owned()];
            for name in resource.filters {
                asked.push(format!("{name}__no_such_operator=1"));
                let column = resource.table.column(name);
                let takes_any = |column: &Column| column.kind == FieldKind::Text && column.reference.is_none();
                if column.is_some_and(|column| !takes_any(column)) {
                    asked.push(format!("{name}=%00no%20such%20value"));
                }
                asked.push(format!("{name}__isnull=perhaps"));
            }
            for query in asked {
                let answer = client.get(&format!("{path}?{query}")).expect("answered");
                assert_eq!(answer.status, 400, "{path}?{query}: {}", answer.body);
            }
        }
    }
}

#[test]
fn every_change_is_in_the_history_and_of_the_version_that_was_read() {
    for database in databases() {
        let (mut program, mut client) = company(database);
        // Backwards, so that nothing refers to what is deleted.
        for resource in changed().into_iter().rev() {
            let paths = paths_of(&resource, &client).into_iter();
            let deleted = paths.filter(|path| is_kept_with_its_history(&resource, path, &mut client)).count();
            assert!(deleted > 0, "no example of {} can be deleted", resource.plural);
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// Changes a row, writes back what was read, deletes it and brings it back. Answers whether it could be deleted.
fn is_kept_with_its_history(resource: &ResourceDefinition, path: &str, client: &mut Client) -> bool {
    let before = client.get(path).expect("answered").body;
    let (named, other) = another_value(resource);
    let name = json!({named: other, "version": before["version"]});
    let after = client.send("PATCH", path, &name).expect("answered");
    assert_eq!((after.status, &after.body[named]), (200, &other), "{path}: {}", after.body);
    let late = client.send("PATCH", path, &name).expect("answered");
    assert_eq!(late.status, 412, "{path} with the version of before: {}", late.body);

    let read = client.get(path).expect("answered").body;
    let value = |column: &Column| Some((column.name.to_owned(), read.get(column.name)?.clone()));
    let whole: Map<String, Json> = given(resource).filter_map(value).collect();
    let same = client.send("PUT", path, &Json::Object(whole)).expect("answered");
    assert_eq!(same.status, 200, "PUT {path}: {}", same.body);
    assert_eq!(client.get(path).expect("answered").body["version"], read["version"], "PUT {path}");

    let commands = resource.commands.expect("commands");
    let history = client.get(&format!("{path}history/")).expect("answered").body;
    let done = history["results"].as_array().unwrap_or_else(|| panic!("{path}: {history}"));
    let names: Vec<&str> = done.iter().filter_map(|command| command["name"].as_str()).collect();
    assert_eq!(names, [commands.create, commands.update], "{path}");
    assert!(done.iter().all(|command| command["email"] == "owner@acme.test"), "{path}: {history}");
    let change = json!([{"field": named, "before": before[named], "after": other}]);
    assert_eq!(done[1]["changes"], change, "{path}");
    let created = done[0]["changes"].as_array().expect("changes").iter();
    let is_first = |change: &&Json| change["field"] == named && change["after"] == before[named];
    assert_eq!(created.filter(is_first).count(), 1, "{path}: {history}");

    let deleted = client.send("DELETE", path, &json!({})).expect("answered");
    if deleted.body["code"] == "in_use" {
        return false;
    }
    assert_eq!(deleted.status, 204, "{path}: {}", deleted.body);
    assert_eq!(client.get(path).expect("answered").status, 404, "{path}");
    if commands.restore.is_some() {
        let id = before["id"].as_str().expect("an id");
        let restored =
            client.post(&format!("/api/v1/{}/{id}/restore/", resource.plural), None, &json!({})).expect("answered");
        assert_eq!(restored.status, 200, "{path}: {}", restored.body);
        assert_eq!(client.get(path).expect("answered").body[named], other, "{path}");
        assert_eq!(client.send("DELETE", path, &json!({})).expect("answered").status, 204, "{path}");
    }
    true
}

/// A site's people see and change the rows of their site, a customer's those of the customer; a resource that has no such rows says so.
#[test]
fn limited_user_sees_and_changes_only_rows_of_the_scope() {
    for database in databases() {
        let (mut program, mut client) = company(database);
        let id = |client: &mut Client, path: &str| client.get(path).expect("answered").body["id"].clone();
        let (site, party) = (id(&mut client, "/api/v1/sites/north/"), id(&mut client, "/api/v1/customers/ann/"));
        for (role, scope) in [("local", "own_sites"), ("guest", "own_party")] {
            let known = client.get("/api/v1/permissions/").expect("answered").body;
            let known = known["permissions"].as_array().expect("permissions").iter();
            let knows =
                |permission: &&Json| permission["scopes"].as_array().is_some_and(|all| all.contains(&json!(scope)));
            let granted: Vec<Json> = known
                .filter(knows)
                .map(|permission| json!({"permission": permission["permission"], "scope": scope}))
                .collect();
            let role = json!({"code": role, "name": role, "permissions": granted});
            let created = client.post("/api/v1/roles/", None, &role).expect("answered");
            assert_eq!(created.status, 201, "{}", created.body);
        }
        for (role, limit) in [("local", json!({"sites": [site]})), ("guest", json!({"party": party}))] {
            program.user(role);
            let members = client.get("/api/v1/members/").expect("answered").body;
            let of_role = members["results"].as_array().expect("members").iter().find(|member| member["role"] == role);
            let user = of_role.expect("a member")["user"].as_str().expect("an id");
            let changed = client.send("PATCH", &format!("/api/v1/members/{user}/"), &limit).expect("answered");
            assert_eq!(changed.status, 200, "{}", changed.body);
            let mut limited = program.client_of(role);
            let table = if role == "local" { SITE_TABLE } else { PARTY_TABLE };
            let own = if role == "local" { [site.clone(), json!("north")] } else { [party.clone(), json!("ann")] };
            for resource in definitions() {
                stays_in_scope(&resource, table, &own, &mut client, &mut limited);
            }
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// `table` is that of sites or parties; `own` are the id and the code of the row that `limited` may see.
fn stays_in_scope(
    resource: &ResourceDefinition,
    table: &str,
    own: &[Json; 2],
    owner: &mut Client,
    limited: &mut Client,
) {
    let path = format!("/api/v1/{}/", resource.plural);
    let seen = limited.get(&path).expect("answered");
    let Some(column) = resource.owner(table) else {
        assert_eq!(seen.status, 403, "{path}: {}", seen.body);
        return;
    };
    assert_eq!(seen.status, 200, "{path}: {}", seen.body);
    let is_own = |row: &Json| own.contains(&row[column.name]);
    let shown: Vec<Json> = seen.body["results"].as_array().expect("rows").clone();
    assert!(shown.iter().all(is_own), "{path}: {}", seen.body);
    let all = owner.get(&path).expect("answered").body;
    for row in all["results"].as_array().expect("rows") {
        let one = format!("{path}{}/", row["id"].as_str().expect("an id"));
        let expected = if is_own(row) { 200 } else { 404 };
        for read in [one.clone(), format!("{one}history/")] {
            assert_eq!(limited.get(&read).expect("answered").status, expected, "{read}");
        }
        if resource.commands.is_some() && !is_own(row) {
            for (method, body) in [("PATCH", json!({"name": "Mine"})), ("PUT", row.clone()), ("DELETE", json!({}))] {
                let answer = limited.send(method, &one, &body).expect("answered");
                assert!([403, 404].contains(&answer.status), "{method} {one}: {} {}", answer.status, answer.body);
            }
            assert_eq!(&owner.get(&one).expect("answered").body["name"], &row["name"], "{one}");
        }
    }
}

#[test]
fn another_company_finds_no_row_of_this_one() {
    for database in databases() {
        let (mut program, mut client) = company(database);
        program.succeed(&["tenant", "create", "other", "--name", "Other", "--currency", "GBP"]);
        program.user_of("other", "stranger", "owner");
        let mut other = program.client_of("stranger");
        for resource in changed() {
            let (path, list) = (path_of(&resource, &client), format!("/api/v1/{}/", resource.plural));
            let id = client.get(&path).expect("answered").body["id"].as_str().expect("an id").to_owned();
            for one in [path, format!("{list}{id}/"), format!("{list}{id}/history/")] {
                let answer = other.get(&one).expect("answered");
                assert_eq!(answer.status, 404, "{one}: {}", answer.body);
            }
            for method in ["PATCH", "PUT", "DELETE"] {
                let answer = other.send(method, &format!("{list}{id}/"), &json!({})).expect("answered");
                assert_eq!(answer.status, 404, "{method} {list}{id}/: {}", answer.body);
            }
            let listed = other.get(&list).expect("answered").body;
            let rows = listed["results"].as_array().expect("rows");
            assert!(rows.iter().all(|row| row["id"] != json!(id)), "{list}");
        }
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// Columns with a permission of their own are neither shown nor filtered by nor written without it.
#[test]
fn hidden_column_is_hidden_everywhere() {
    for database in databases() {
        let (program, mut client) = company(database);
        for resource in definitions() {
            for (column, view) in resource.table.columns.iter().filter_map(|column| Some((column, column.view?))) {
                let role = format!("no-{}", column.name.replace('_', "-"));
                let granted = [resource.view, resource.commands.map_or(resource.view, |commands| commands.update)];
                let granted: Vec<Json> = granted.iter().map(|name| json!({"permission": name})).collect();
                let created =
                    client.post("/api/v1/roles/", None, &json!({"code": role, "name": role, "permissions": granted}));
                assert!(created.expect("answered").status < 300);
                program.user(&role);
                let mut limited = program.client_of(&role);
                let path = format!("/api/v1/{}/", resource.plural);
                for row in limited.get(&path).expect("answered").body["results"].as_array().expect("rows") {
                    assert!(row.get(column.name).is_none(), "{path} shows {} without {view}", column.name);
                }
                let filtered = limited.get(&format!("{path}?{}=1", column.name)).expect("answered");
                assert!(filtered.status >= 400, "{path} is filtered by {} without {view}", column.name);
            }
        }
    }
}
