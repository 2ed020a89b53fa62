use crate::client::{PASSWORD, Site};
use command::grants;
use serde_json::{Value, json};

/// An auditor is granted `*.view`: so whatever only looks is called that, and nothing that changes is.
#[test]
fn only_queries_are_named_view() {
    for module in sanduk::modules::modules() {
        for query in &module.queries {
            assert!(query.name.ends_with(".view"), "{}", query.name);
        }
        for command in &module.commands {
            assert!(!command.name.ends_with(".view"), "{}", command.name);
        }
    }
}

/// A cashier sells and sees what there is; an auditor sees everything and changes nothing; only the owner adds people.
#[test]
fn role_grants_what_its_name_says() {
    let site = Site::new(testkit::Database::sqlite());
    let may = |role: &str, permission: &str| {
        let me = site.ask("GET", "/api/v1/auth/me/", &site.token(&format!("{role}@acme.test")), &Value::Null).body;
        let granted: Vec<String> = serde_json::from_value(me["permissions"].clone()).unwrap();
        granted.iter().any(|granted| grants(granted, permission))
    };
    for permission in ["sales.sale.post", "sales.sale.return", "payments.receipt.post", "inventory.stock.view"] {
        assert!(may("cashier", permission) && may("clerk", permission) && may("manager", permission), "{permission}");
        assert!(permission.ends_with(".view") || !may("auditor", permission), "{permission}");
    }
    for permission in ["inventory.value.view", "ledger.entry.post", "sales.price.override"] {
        assert!(!may("cashier", permission), "{permission}");
    }
    assert!(may("clerk", "ledger.entry.post") && may("clerk", "inventory.stock.receive"));
    assert!(!may("clerk", "sales.price.override") && may("manager", "sales.price.override"));
    assert!(may("auditor", "inventory.value.view") && may("auditor", "ledger.report.view"));
    assert!(may("owner", "identity.member.add") && !may("manager", "identity.member.add"));
}

#[test]
fn token_host_and_header_must_name_one_company() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let token = site.token("owner@acme.test");
        let products = |more: &[&str]| {
            let mut headers = vec![format!("Authorization: Bearer {token}")];
            headers.extend(more.iter().map(|&header| header.to_owned()));
            site.send("GET", "/api/v1/products/", &headers, b"").status
        };
        assert_eq!(products(&[]), 200);
        assert_eq!(products(&["X-Tenant: acme"]), 200);
        assert_eq!(products(&["X-Tenant: beta"]), 403);
        assert_eq!(products(&["X-Tenant: nobody"]), 403);
        for (host, status) in [
            ("acme.test", 200),
            ("beta.test", 403),
            ("acme.shop.example:80", 200),
            ("beta.shop.example", 403),
            ("www.example.com", 200),
        ] {
            let head = format!(
                "GET /api/v1/products HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
            );
            assert_eq!(site.raw(head.as_bytes()).status, status, "{host}");
        }
    }
}

#[test]
fn session_lasts_from_login_to_logout() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let refresh = |token: &Value| site.ask("POST", "/api/v1/auth/refresh/", "", &json!({ "refresh": token }));
        let first = site.log_in("  Owner@ACME.test ");
        let second = refresh(&first["refresh"]);
        assert_eq!(second.status, 200);
        // The rotated token again: a thief or the robbed, so everybody out.
        assert_eq!(refresh(&first["refresh"]).status, 401);
        assert_eq!(refresh(&second.body["refresh"]).status, 401);
        // Another log-in is another family; logging out ends it.
        let other = site.log_in("owner@acme.test");
        let next = refresh(&other["refresh"]);
        assert_eq!(next.status, 200);
        let out = site.ask("POST", "/api/v1/auth/logout", "", &json!({ "refresh": next.body["refresh"] }));
        assert_eq!(out.status, 204);
        assert_eq!(refresh(&next.body["refresh"]).status, 401);
        let logs = |email: &str, password: &str, tenant: Value| {
            let body = json!({ "email": email, "password": password, "tenant": tenant });
            site.ask("POST", "/api/v1/auth/login/", "", &body)
        };
        assert_eq!(logs("owner@acme.test", PASSWORD, json!("beta")).code(), "not_a_member");
        assert_eq!(logs("owner@acme.test", PASSWORD, json!("nobody")).code(), "not_a_member");
        for email in ["owner@beta.test", "nobody@beta.test"] {
            for _ in 0..5 {
                assert_eq!(logs(email, "wrong", Value::Null).code(), "invalid_credentials");
            }
            let locked = logs(email, PASSWORD, Value::Null);
            assert_eq!((locked.status, locked.code()), (429, "login_locked"), "{email}");
        }
    }
}

/// A person of two companies says which; a member who was switched off may do nothing, token or not.
#[test]
fn user_of_two_companies_names_one() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let beta = site.app.tenant("beta").unwrap();
        let new = || sanduk::provisioning::NewUser {
            email: "owner@acme.test".to_owned(),
            name: None,
            role: "cashier".to_owned(),
            password: "is not looked at".to_owned(),
        };
        assert!(!sanduk::provisioning::create_user(&site.app, &beta, new()).unwrap());
        // Once more, as after a stop half-way: it stays as it is.
        assert!(!sanduk::provisioning::create_user(&site.app, &beta, new()).unwrap());
        let body = json!({ "email": "owner@acme.test", "password": PASSWORD });
        let which = site.ask("POST", "/api/v1/auth/login/", "", &body);
        assert_eq!((which.status, which.body["errors"][0]["field"].as_str()), (422, Some("tenant")));
        let there = site.with("POST", "/api/v1/auth/login/", "", &["X-Tenant: beta"], &body);
        let token = there.body["access"].as_str().unwrap().to_owned();
        let me = site.ask("GET", "/api/v1/auth/me/", &token, &Value::Null).body;
        assert_eq!((&me["tenant"]["slug"], &me["role"]), (&json!("beta"), &json!("cashier")));
        let off = site.app.writers.maintain(beta.id.uuid(), |conn| conn.script("UPDATE member SET is_active = FALSE"));
        off.unwrap().blocking_recv().unwrap().unwrap();
        site.app.writers.evict(beta.id.uuid()).unwrap();
        assert_eq!(site.ask("GET", "/api/v1/products/", &token, &Value::Null).status, 403);
        assert_eq!(site.ask("POST", "/api/v1/sales/", &token, &json!({ "lines": [], "payments": [] })).status, 403);
        assert_eq!(site.ask("GET", "/api/v1/auth/me/", &token, &Value::Null).status, 403);
    }
}
