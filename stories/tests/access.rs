//! A route is denied unless the permissions of the role grant it: every route is called by every role and without a log-in.

use command::{Method, grants};
use serde_json::json;
use stories::Program;
use testkit::databases;

const ROLES: &[&str] = &["owner", "manager", "clerk", "cashier", "auditor"];

/// Method, path and permission of every route; path parameters name records that do not exist.
fn routes() -> Vec<(&'static str, String, &'static str)> {
    let registry = sanduk::modules::registry().expect("modules that agree");
    let concrete = |path: &str| {
        let parts = path
            .split('/')
            .map(|part| if part.starts_with('{') { "01955a7e-0000-7000-8000-00000000ffff" } else { part });
        format!("/api/v1{}", parts.collect::<Vec<_>>().join("/"))
    };
    let mut routes = Vec::new();
    for module in registry.modules() {
        for command in &module.commands {
            let method = match command.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Put => "PUT",
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
            };
            routes.push((method, concrete(&command.path), command.name));
        }
        let changed = module.resources.iter().filter_map(|resource| Some((resource.plural, resource.commands?.update)));
        for (plural, update) in changed {
            routes.push(("POST", format!("/api/v1/{plural}/bulk/"), update));
            routes.push(("POST", format!("/api/v1/{plural}/import/?mode=update"), update));
        }
        routes.extend(module.exports.iter().map(|export| ("GET", concrete(&export.path), export.name)));
        routes.extend(module.queries.iter().map(|query| ("GET", concrete(&query.path), query.name)));
    }
    routes
}

/// The permission to see what goods cost.
const SEE_VALUE: &str = "inventory.value.view";

#[test]
fn route_requires_permission_for_every_role() {
    let routes = routes();
    assert!(routes.len() > 50, "only {} routes", routes.len());
    for database in databases() {
        let mut program = Program::new(database);
        for role in ROLES {
            program.user(role);
        }
        program.start();
        let mut anonymous = program.anonymous_client();
        for (method, path, name) in &routes {
            let answer = anonymous.send(method, path, &json!({})).expect("answered");
            assert_eq!(answer.status, 401, "{method} {path} ({name}) without a log-in: {}", answer.body);
        }
        for role in ROLES {
            let mut client = program.client_of(role);
            let me = client.get("/api/v1/auth/me/").expect("answered").body;
            assert_eq!(me["role"], json!(role));
            let granted: Vec<String> = serde_json::from_value(me["permissions"].clone()).expect("permissions");
            let sees_cost = granted.iter().any(|granted| grants(granted, SEE_VALUE));
            let mut denied = 0;
            for (method, path, name) in &routes {
                let answer = client.send(method, path, &json!({})).expect("answered");
                let permitted = granted.iter().any(|granted| grants(granted, name));
                // What only the program itself does is refused to everybody, whatever the role grants.
                if permitted && answer.body["code"] == "system_only" {
                    continue;
                }
                // A report whose sums tell what goods cost asks for a second permission.
                let hides_cost = answer.body["detail"].as_str().is_some_and(|why| why.contains(SEE_VALUE));
                assert_eq!(
                    answer.status != 403 || (hides_cost && !sees_cost),
                    permitted,
                    "{role}: {method} {path} ({name}): {} {}",
                    answer.status,
                    answer.body
                );
                assert!(answer.status < 500, "{role}: {method} {path}: {}", answer.body);
                denied += usize::from(!permitted);
            }
            assert_eq!(denied == 0, *role == "owner", "{role} was denied {denied} routes");
        }
    }
}

#[test]
fn token_is_rejected_for_other_tenant() {
    for database in databases() {
        let mut program = Program::new(database);
        program.succeed(&["tenant", "create", "other", "--name", "Other", "--currency", "EUR"]);
        program.start();
        let mut client = program.client();
        assert_eq!(client.get("/api/v1/products/").expect("answered").status, 200);
        client.tenant = Some("acme".to_owned());
        assert_eq!(client.get("/api/v1/products/").expect("answered").status, 200);
        client.tenant = Some("other".to_owned());
        assert_eq!(client.get("/api/v1/products/").expect("answered").status, 403);
        client.tenant = Some("nowhere".to_owned());
        assert!((400..500).contains(&client.get("/api/v1/products/").expect("answered").status));
    }
}
