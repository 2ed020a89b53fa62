use crate::client::Site;
use serde_json::{Value, json};
use std::io::{Read, Write};

#[test]
fn oversized_requests_are_refused() {
    let site = Site::new(testkit::Database::sqlite());
    let token = site.token("owner@acme.test");
    let headers = ["Content-Type: application/json".to_owned(), format!("Authorization: Bearer {token}")];
    let large = vec![b' '; (2 << 20) + 1];
    let reply = site.send("POST", "/api/v1/products/", &headers, &large);
    assert_eq!((reply.status, reply.code()), (413, "body_too_large"));
    let many: Vec<String> = (0..200).map(|n| format!("X-Header-{n}: x")).collect();
    assert_eq!(site.send("GET", "/health/live", &many, b"").status, 431);
    let long = [format!("X-Long: {}", "x".repeat(64 << 10))];
    assert_eq!(site.send("GET", "/health/live", &long, b"").status, 431);
    assert_eq!(site.raw(b"NONSENSE\r\n\r\n").status, 400);
}

/// Clients that hang up anywhere in a request poison nothing.
#[test]
fn aborted_requests_leave_the_server_usable() {
    for database in testkit::databases() {
        let site = Site::new(database);
        let token = site.token("owner@acme.test");
        for n in 0..200 {
            let body = json!({ "sku": format!("P{n}"), "name": "A thing", "unit": "piece" }).to_string();
            let request = format!(
                "POST /api/v1/products/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let sent = request.len() * n / 199;
            site.connect().write_all(&request.as_bytes()[..sent]).unwrap();
        }
        let reply =
            site.ask("POST", "/api/v1/products/", &token, &json!({ "sku": "LAST", "name": "x", "unit": "piece" }));
        assert_eq!(reply.status, 201, "{}", reply.body);
        let mut alive = site.connect();
        alive.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        alive.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(site.ask("GET", "/api/v1/products/LAST/", &token, &Value::Null).status, 200);
    }
}

/// Reports that take for ever keep nobody from looking something up.
#[test]
fn list_does_not_wait_for_reports() {
    for database in testkit::databases().into_iter().filter(|database| database.name == "postgres") {
        let site = Site::new(database);
        let token = site.token("owner@acme.test");
        let tenant = site.app.tenant("acme").unwrap().id.uuid();
        let connect = || site.app.store().writer(tenant).unwrap();
        let (mut holder, mut onlooker) = (connect(), connect());
        let balance = format!("{}.balance", store::schema_name(tenant));
        holder.script(&format!("BEGIN; LOCK TABLE {balance} IN ACCESS EXCLUSIVE MODE")).unwrap();
        std::thread::scope(|scope| {
            let report = || site.ask("GET", "/api/v1/reports/trial-balance/", &token, &Value::Null).status;
            let reports: Vec<_> = (0..20).map(|_| scope.spawn(report)).collect();
            let waiting =
                format!("SELECT count(*)::bigint FROM pg_locks WHERE NOT granted AND relation = '{balance}'::regclass");
            while onlooker.query(&waiting, &[]).unwrap() != [[store::Value::Int(4)]] {
                std::thread::yield_now();
            }
            assert_eq!(site.ask("GET", "/api/v1/products/", &token, &Value::Null).status, 200);
            holder.rollback().unwrap();
            assert!(reports.into_iter().all(|report| report.join().unwrap() == 200));
        });
    }
}
