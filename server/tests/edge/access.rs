use crate::client::{PASSWORD, Response, TestServer};
use command::grants;
use serde_json::{Value, json};

/// An auditor is granted `*.view`, so every query must have such a permission and no command may have one.
#[test]
fn view_permissions_belong_to_queries_only() {
    for module in sanduk::modules::modules() {
        for query in &module.queries {
            assert!(query.name.ends_with(".view"), "{}", query.name);
        }
        for command in &module.commands {
            assert!(!command.name.ends_with(".view"), "{}", command.name);
        }
    }
}

/// A cashier sells and sees the stock; an auditor sees everything and changes nothing; only the owner adds users.
#[test]
fn each_role_is_granted_its_permissions_only() {
    let server = TestServer::new(testkit::Database::sqlite());
    let has = |role: &str, permission: &str| {
        let me =
            server.request("GET", "/api/v1/auth/me/", &server.token(&format!("{role}@acme.test")), &Value::Null).body;
        let granted: Vec<String> = serde_json::from_value(me["permissions"].clone()).unwrap();
        granted.iter().any(|granted| grants(granted, permission))
    };
    for permission in ["sales.sale.post", "sales.sale.return", "payments.receipt.post", "inventory.stock.view"] {
        assert!(has("cashier", permission) && has("clerk", permission) && has("manager", permission), "{permission}");
        assert!(permission.ends_with(".view") || !has("auditor", permission), "{permission}");
    }
    for permission in ["inventory.value.view", "ledger.entry.post", "sales.price.override"] {
        assert!(!has("cashier", permission), "{permission}");
    }
    assert!(has("clerk", "ledger.entry.post") && has("clerk", "inventory.stock.receive"));
    assert!(!has("clerk", "sales.price.override") && has("manager", "sales.price.override"));
    assert!(has("auditor", "inventory.value.view") && has("auditor", "ledger.report.view"));
    assert!(has("owner", "identity.member.add") && !has("manager", "identity.member.add"));
}

/// The cookies of an answer, as the browser sends them with the next request.
fn cookies(answer: &Response) -> String {
    let set = answer.head.lines().filter_map(|line| line.split_once(": "));
    let set = set.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, value)| value);
    let pairs: Vec<&str> = set.filter_map(|cookie| cookie.split(';').next()).collect();
    format!("Cookie: {}", pairs.join("; "))
}

/// A clerk works in a browser: its cookies read and write from the server's own pages, another site's page cannot use them, and
/// logging out ends them at once.
#[test]
fn browser_works_with_cookies_that_other_sites_cannot_use() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let send = |method: &str, path: &str, headers: &[&str], body: &Value| {
            server.request_with(method, path, "", headers, body)
        };
        let (own, foreign) = ("Origin: http://127.0.0.1", "Origin: https://evil.example");
        let credentials = json!({ "email": "clerk@acme.test", "password": PASSWORD });
        let refused = send("POST", "/api-auth/login/", &[foreign], &credentials);
        assert_eq!((refused.status, refused.code()), (403, "cross_site"));
        let logged_in = send("POST", "/api-auth/login/", &[own], &credentials);
        assert_eq!((logged_in.status, logged_in.body["refresh"].is_null()), (200, true), "{}", logged_in.body);
        assert_eq!(logged_in.head.matches("; HttpOnly; SameSite=Strict; Path=/").count(), 2, "{}", logged_in.head);
        let session = cookies(&logged_in);

        let thing = |sku: &str| json!({ "sku": sku, "name": "A thing", "unit": "piece" });
        assert_eq!(send("GET", "/api/v1/products/", &[&session], &Value::Null).status, 200);
        let refused = send("POST", "/api/v1/products/", &[&session, foreign], &thing("EVIL"));
        assert_eq!((refused.status, refused.code()), (403, "cross_site"));
        assert_eq!(send("POST", "/api/v1/products/", &[&session], &thing("EVIL")).code(), "cross_site");
        assert_eq!(send("GET", "/api/v1/products/EVIL/", &[&session], &Value::Null).status, 404);
        assert_eq!(send("POST", "/api/v1/products/", &[&session, own], &thing("OWN")).status, 201);
        let fetch = "Sec-Fetch-Site: same-origin";
        assert_eq!(send("DELETE", "/api/v1/products/OWN/", &[&session, fetch], &Value::Null).status, 204);

        let refreshed = send("POST", "/api-auth/refresh/", &[&session, own], &Value::Null);
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        let session = cookies(&refreshed);
        let ended = send("POST", "/api-auth/logout/", &[&session, own], &Value::Null);
        assert_eq!((ended.status, ended.head.matches("Max-Age=0").count()), (204, 2), "{}", ended.head);
        let after = send("GET", "/api/v1/products/", &[&session], &Value::Null);
        assert_eq!((after.status, after.code()), (401, "session_ended"));
        assert_eq!(send("POST", "/api-auth/refresh/", &[&session, own], &Value::Null).status, 401);
    }
}

/// Somebody who works for two companies goes from one to the other without a password; who does not belong there stays where they are.
#[test]
fn member_of_two_companies_goes_from_one_to_the_other() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let beta = server.app.tenant("beta").unwrap();
        let clerk = sanduk::provisioning::NewUser {
            email: "clerk@acme.test".to_owned(),
            name: None,
            role: "manager".to_owned(),
            password: PASSWORD.to_owned(),
        };
        assert!(!sanduk::provisioning::create_user(&server.app, &beta, clerk).unwrap());
        let own = "Origin: http://127.0.0.1";
        let send = |method: &str, path: &str, headers: &[&str], body: &Value| {
            server.request_with(method, path, "", headers, body)
        };
        let logged_in = |email: &str| {
            let credentials = json!({ "email": email, "password": PASSWORD, "tenant": "acme" });
            cookies(&send("POST", "/api-auth/login/", &[own], &credentials))
        };
        let companies = |session: &str| {
            let list = send("GET", "/api/v1/users/me/companies/", &[session], &Value::Null).body;
            let rows = list["results"].as_array().expect("companies").clone();
            rows.iter().map(|row| (row["slug"].clone(), row["is_current"].clone())).collect::<Vec<_>>()
        };
        let session = logged_in("clerk@acme.test");
        assert_eq!(companies(&session), [(json!("acme"), json!(true)), (json!("beta"), json!(false))]);
        let to = |session: &str, origin: &str, tenant: &str| {
            send("POST", "/api-auth/company/", &[session, origin], &json!({ "tenant": tenant }))
        };
        assert_eq!(to(&session, "Origin: https://evil.example", "beta").code(), "cross_site");
        for nowhere in ["gamma", ""] {
            assert_eq!(to(&session, own, nowhere).code(), "not_a_member", "{nowhere}");
        }
        // What was refused has ended nothing.
        assert_eq!(companies(&session).len(), 2);

        let there = to(&session, own, "beta");
        assert_eq!((there.status, there.head.matches("; HttpOnly").count()), (200, 2), "{}", there.body);
        let session_there = cookies(&there);
        let me = send("GET", "/api/v1/users/me/", &[&session_there], &Value::Null).body;
        assert_eq!((&me["tenant"]["slug"], &me["role"]), (&json!("beta"), &json!("manager")));
        assert_eq!(companies(&session_there), [(json!("acme"), json!(false)), (json!("beta"), json!(true))]);
        // The session before has ended, and its token begins no other one.
        assert_eq!(send("GET", "/api/v1/users/me/", &[&session], &Value::Null).code(), "session_ended");
        assert_eq!(to(&session, own, "acme").status, 401);

        let stranger = logged_in("owner@acme.test");
        assert_eq!(companies(&stranger), [(json!("acme"), json!(true))]);
        assert_eq!(to(&stranger, own, "beta").code(), "not_a_member");
        assert_eq!(to("Cookie: none=1", own, "beta").status, 401);
    }
}

#[test]
fn token_host_and_tenant_header_must_agree() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let products = |extra_headers: &[&str]| {
            let mut headers = vec![format!("Authorization: Bearer {token}")];
            headers.extend(extra_headers.iter().map(|&header| header.to_owned()));
            server.send("GET", "/api/v1/products/", &headers, b"").status
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
            assert_eq!(server.send_raw(head.as_bytes()).status, status, "{host}");
        }
    }
}

#[test]
fn refresh_token_rotates_and_ends_with_logout() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let refresh = |token: &Value| server.request("POST", "/api/v1/auth/refresh/", "", &json!({ "refresh": token }));
        let first = server.log_in("  Owner@ACME.test ");
        let second = refresh(&first["refresh"]);
        assert_eq!(second.status, 200);
        // A second use of a rotated token may be theft, so all tokens of this log-in are revoked.
        assert_eq!(refresh(&first["refresh"]).status, 401);
        assert_eq!(refresh(&second.body["refresh"]).status, 401);
        // Another log-in has its own tokens, which the log-out revokes.
        let other = server.log_in("owner@acme.test");
        let next = refresh(&other["refresh"]);
        assert_eq!(next.status, 200);
        let out = server.request("POST", "/api/v1/auth/logout", "", &json!({ "refresh": next.body["refresh"] }));
        assert_eq!(out.status, 204);
        assert_eq!(refresh(&next.body["refresh"]).status, 401);
        let log_in = |email: &str, password: &str, tenant: Value| {
            let body = json!({ "email": email, "password": password, "tenant": tenant });
            server.request("POST", "/api/v1/auth/login/", "", &body)
        };
        assert_eq!(log_in("owner@acme.test", PASSWORD, json!("beta")).code(), "not_a_member");
        assert_eq!(log_in("owner@acme.test", PASSWORD, json!("nobody")).code(), "not_a_member");
    }
}

/// A mistyped password costs its user at most a moment, and guesses at one account or with one kind of secret slow no other.
#[test]
fn right_secret_comes_through_after_wrong_ones_from_the_same_place() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let post = |path: &str, token: &str, body: Value| server.request("POST", path, token, &body);
        let log_in = |password: &str| {
            post("/api/v1/auth/login/", "", json!({ "email": "owner@acme.test", "password": password }))
        };
        let reset =
            || post("/api/v1/auth/reset-password/", "", json!({ "token": "guess", "password": "a better phrase" }));
        for _ in 0..6 {
            assert_eq!((log_in("wrong").status, reset().status), (401, 422));
        }
        let token = log_in(PASSWORD).body["access"].as_str().unwrap().to_owned();
        let change = |current: &str| {
            post("/api/v1/users/me/password/", &token, json!({ "current": current, "new": "a better phrase" })).status
        };
        for _ in 0..6 {
            assert_eq!(change("wrong"), 422);
        }
        assert_eq!(change(PASSWORD), 204);
        // Of tries that come at once, those that are refused say when to try again.
        let tries: Vec<Response> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..40).map(|_| scope.spawn(reset)).collect();
            tries.into_iter().map(|tried| tried.join().unwrap()).collect()
        });
        for tried in tries.iter().filter(|tried| tried.status != 422) {
            assert_eq!((tried.status, tried.code(), tried.header("retry-after")), (429, "login_locked", Some("1")));
        }
    }
}

/// A user of two companies must name one at log-in. A deactivated member is refused even with a valid token.
#[test]
fn user_of_two_companies_chooses_one_and_deactivated_member_is_refused() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let beta = server.app.tenant("beta").unwrap();
        let new = || sanduk::provisioning::NewUser {
            email: "owner@acme.test".to_owned(),
            name: None,
            role: "cashier".to_owned(),
            password: "ignored".to_owned(),
        };
        assert!(!sanduk::provisioning::create_user(&server.app, &beta, new()).unwrap());
        // The call is repeatable, for example after an interruption, and changes nothing the second time.
        assert!(!sanduk::provisioning::create_user(&server.app, &beta, new()).unwrap());
        let body = json!({ "email": "owner@acme.test", "password": PASSWORD });
        let ambiguous = server.request("POST", "/api/v1/auth/login/", "", &body);
        assert_eq!((ambiguous.status, ambiguous.body["errors"][0]["field"].as_str()), (422, Some("tenant")));
        let logged_in = server.request_with("POST", "/api/v1/auth/login/", "", &["X-Tenant: beta"], &body);
        let token = logged_in.body["access"].as_str().unwrap().to_owned();
        let me = server.request("GET", "/api/v1/auth/me/", &token, &Value::Null).body;
        assert_eq!((&me["tenant"]["slug"], &me["role"]), (&json!("beta"), &json!("cashier")));
        let deactivated =
            server.app.writers.maintain(beta.id.uuid(), |conn| conn.script("UPDATE member SET is_active = FALSE"));
        deactivated.unwrap().blocking_recv().unwrap().unwrap();
        server.app.writers.evict(beta.id.uuid()).unwrap();
        assert_eq!(server.request("GET", "/api/v1/products/", &token, &Value::Null).status, 403);
        assert_eq!(
            server.request("POST", "/api/v1/sales/", &token, &json!({ "lines": [], "payments": [] })).status,
            403
        );
        assert_eq!(server.request("GET", "/api/v1/auth/me/", &token, &Value::Null).status, 403);
    }
}
