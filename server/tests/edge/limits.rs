use crate::client::{PASSWORD, TestServer};
use http_api::RatesPerMinute;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::num::NonZeroU32;
use testkit::proxy::Mode;

#[test]
fn oversized_body_and_headers_are_rejected() {
    let server = TestServer::new(testkit::Database::sqlite());
    let token = server.token("owner@acme.test");
    let headers = ["Content-Type: application/json".to_owned(), format!("Authorization: Bearer {token}")];
    let large = vec![b' '; (2 << 20) + 1];
    let response = server.send("POST", "/api/v1/products/", &headers, &large);
    assert_eq!((response.status, response.code()), (413, "body_too_large"));
    let many: Vec<String> = (0..200).map(|n| format!("X-Header-{n}: x")).collect();
    assert_eq!(server.send("GET", "/health/live", &many, b"").status, 431);
    let long = [format!("X-Long: {}", "x".repeat(64 << 10))];
    assert_eq!(server.send("GET", "/health/live", &long, b"").status, 431);
    assert_eq!(server.send_raw(b"NONSENSE\r\n\r\n").status, 400);
}

/// A till that runs wild is told to wait; the other tills of the shop, and what the same user does otherwise, are not concerned.
#[test]
fn user_who_sends_too_many_commands_waits_alone() {
    let rates = RatesPerMinute { commands: NonZeroU32::new(3), ..RatesPerMinute::default() };
    let server = TestServer::limited(testkit::Database::sqlite(), rates);
    let (owner, manager) = (server.token("owner@acme.test"), server.token("manager@acme.test"));
    let add = |token: &str, sku: &str| {
        let body = json!({ "sku": sku, "name": "A thing", "unit": "piece" });
        server.request("POST", "/api/v1/products/", token, &body)
    };
    for left in [2, 1, 0] {
        let added = add(&owner, &format!("P{left}"));
        assert_eq!((added.status, added.header("ratelimit-policy")), (201, Some("\"commands\";q=3;w=60")));
        assert_eq!(added.header("ratelimit"), Some(&*format!("\"commands\";r={left}")));
    }
    let refused = add(&owner, "P3");
    assert_eq!((refused.status, refused.code()), (429, "too_many_requests"));
    let wait: u64 = refused.header("retry-after").and_then(|seconds| seconds.parse().ok()).expect("a time to wait");
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(server.request("GET", "/api/v1/products/P3/", &owner, &Value::Null).status, 404);
    assert_eq!(server.request("GET", "/api/v1/products/P0/", &owner, &Value::Null).header("ratelimit"), None);
    assert_eq!(add(&manager, "P3").status, 201);
}

/// The server and the company stay usable when clients disconnect at any byte of a request.
#[test]
fn disconnecting_clients_do_not_affect_others() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        for n in 0..200 {
            let body = json!({ "sku": format!("P{n}"), "name": "A thing", "unit": "piece" }).to_string();
            let request = format!(
                "POST /api/v1/products/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let sent = request.len() * n / 199;
            server.connect().write_all(&request.as_bytes()[..sent]).unwrap();
        }
        let response = server.request(
            "POST",
            "/api/v1/products/",
            &token,
            &json!({ "sku": "LAST", "name": "x", "unit": "piece" }),
        );
        assert_eq!(response.status, 201, "{}", response.body);
        let mut connection = server.connect();
        connection.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(server.request("GET", "/api/v1/products/LAST/", &token, &Value::Null).status, 200);
    }
}

/// A company whose members are locked, by a migration perhaps, refuses its own log-ins after a moment. Log-ins to others do not wait for
/// them, and a session that could not be refreshed meanwhile goes on afterwards.
#[test]
fn locked_company_holds_up_its_own_log_ins_only() {
    for database in testkit::databases().into_iter().filter(|database| database.name == "postgres") {
        let server = TestServer::new(database);
        let tokens = server.log_in("clerk@acme.test");
        let tenant = server.app.tenant("acme").unwrap().id.uuid();
        let mut blocker = server.app.store().writer(tenant).unwrap();
        let member = format!("{}.member", store::schema_name(tenant));
        blocker.script(&format!("BEGIN; LOCK TABLE {member} IN ACCESS EXCLUSIVE MODE")).unwrap();
        let refresh = || {
            let body = json!({ "refresh": tokens["refresh"] });
            server.request("POST", "/api/v1/auth/refresh/", "", &body)
        };
        std::thread::scope(|scope| {
            let log_in = || {
                let body = json!({ "email": "owner@acme.test", "password": PASSWORD });
                server.request("POST", "/api/v1/auth/login/", "", &body)
            };
            let waiting: Vec<_> = (0..8).map(|_| scope.spawn(log_in)).chain([scope.spawn(refresh)]).collect();
            server.token("owner@beta.test");
            for refused in waiting {
                let refused = refused.join().unwrap();
                assert_eq!((refused.status, refused.code()), (503, "database_locked"), "{}", refused.body);
            }
        });
        blocker.rollback().unwrap();
        assert_eq!(refresh().status, 200);
        server.token("owner@acme.test");
    }
}

/// Reports that wait for a lock occupy only some of the connections for reports: its own lists, the reports of other companies and
/// log-ins to both are still answered.
#[test]
fn others_are_answered_while_reports_of_a_company_are_blocked() {
    for database in testkit::databases().into_iter().filter(|database| database.name == "postgres") {
        let server = TestServer::new(database);
        let token = server.token("owner@acme.test");
        let tenant = server.app.tenant("acme").unwrap().id.uuid();
        let connect = || server.app.store().writer(tenant).unwrap();
        let (mut blocker, mut observer) = (connect(), connect());
        let balance = format!("{}.balance", store::schema_name(tenant));
        blocker.script(&format!("BEGIN; LOCK TABLE {balance} IN ACCESS EXCLUSIVE MODE")).unwrap();
        std::thread::scope(|scope| {
            let report = || server.request("GET", "/api/v1/reports/trial-balance/", &token, &Value::Null).status;
            let reports: Vec<_> = (0..20).map(|_| scope.spawn(report)).collect();
            let waiting =
                format!("SELECT count(*)::bigint FROM pg_locks WHERE NOT granted AND relation = '{balance}'::regclass");
            while observer.query(&waiting, &[]).unwrap() != [[store::Value::Int(2)]] {
                std::thread::yield_now();
            }
            assert_eq!(server.request("GET", "/api/v1/products/", &token, &Value::Null).status, 200);
            let other = server.token("owner@beta.test");
            assert_eq!(server.request("GET", "/api/v1/reports/trial-balance/", &other, &Value::Null).status, 200);
            server.token("clerk@acme.test");
            blocker.rollback().unwrap();
            assert!(reports.into_iter().all(|report| report.join().unwrap() == 200));
        });
    }
}

/// While reads of a company hold all that one company gets, others are answered, and log-ins to it too.
#[test]
fn busy_company_does_not_delay_others() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let token = server.token("owner@beta.test");
        let (store, busy) = (server.app.store(), server.app.tenant("acme").unwrap().id.uuid());
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let ends = &std::sync::Mutex::new(ends);
        let (begun, has_begun) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            // Dropped when the scope ends, also by a failure: the reads that wait for it end then.
            let end = end;
            for _ in 0..16 {
                let begun = begun.clone();
                scope.spawn(move || {
                    store.read(busy, |_| {
                        begun.send(()).unwrap();
                        ends.lock().unwrap().recv().unwrap_err();
                        Ok(())
                    })
                });
            }
            (0..8).for_each(|_| has_begun.recv().unwrap());
            for path in ["/api/v1/products/", "/api/v1/reports/trial-balance/"] {
                assert_eq!(server.request("GET", path, &token, &Value::Null).status, 200, "{path}");
            }
            assert_eq!(server.send("GET", "/health/ready", &[], b"").status, 200);
            server.token("owner@acme.test");
            drop(end);
        });
    }
}

/// A load balancer sends no requests to a server whose writers or readers do not reach the database.
#[test]
fn health_follows_the_database() {
    let Some((database, proxy)) = testkit::Database::postgres_behind_proxy() else { return };
    let server = TestServer::new(database);
    let token = server.token("owner@acme.test");
    let health = || server.request("GET", "/health/ready", "", &Value::Null).status;
    let wait_for = |status: u16| while health() != status {};
    wait_for(200);
    proxy.set(Mode::Refuse);
    proxy.stall();
    wait_for(503);
    assert_eq!(server.request("GET", "/health/live", "", &Value::Null).status, 200);
    proxy.set(Mode::Pass);
    wait_for(200);
    // Open connections forward nothing; new ones are served.
    proxy.stall();
    // A connection that was made just then is stalled with the next try.
    while health() != 503 {
        proxy.stall();
    }
    wait_for(200);
    let product = json!({ "sku": "A", "name": "A thing", "unit": "piece" });
    assert_eq!(server.request("POST", "/api/v1/products/", &token, &product).status, 201);
    assert_eq!(server.request("GET", "/api/v1/products/A/", &token, &Value::Null).status, 200);
}
