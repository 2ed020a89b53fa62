//! Users, members, roles, sessions and passwords through the API.

use crate::client::{PASSWORD, Response, TestServer};
use serde_json::{Value, json};

/// A user who is logged in.
struct Person<'a> {
    server: &'a TestServer,
    token: String,
}

impl<'a> Person<'a> {
    fn log_in(server: &'a TestServer, email: &str, password: &str) -> Person<'a> {
        let answer = log_in(server, email, password, &Value::Null);
        assert_eq!(answer.status, 200, "{email}: {}", answer.body);
        Person { server, token: answer.body["access"].as_str().unwrap().to_owned() }
    }

    fn owner(server: &'a TestServer, company: &str) -> Person<'a> {
        Person::log_in(server, &format!("owner@{company}.test"), PASSWORD)
    }

    fn send(&self, method: &str, path: &str, body: Value) -> Response {
        self.server.request(method, &format!("/api/v1{path}"), &self.token, &body)
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, Value::Null)
    }

    /// Sends a request that must succeed.
    fn must(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.send(method, path, body);
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.body);
        answer.body
    }

    /// The user's own id.
    fn id(&self) -> String {
        self.get("/users/me/").body["user"]["id"].as_str().unwrap().to_owned()
    }
}

fn log_in(server: &TestServer, email: &str, password: &str, tenant: &Value) -> Response {
    let body = json!({ "email": email, "password": password, "tenant": tenant });
    server.request("POST", "/api/v1/auth/login/", "", &body)
}

fn refused(answer: &Response) -> (u16, &str) {
    (answer.status, answer.body["errors"][0]["field"].as_str().unwrap_or(answer.code()))
}

fn unknown_id() -> Value {
    json!("019b0000-0000-7000-8000-000000000001")
}

#[test]
fn member_must_be_an_active_user_with_their_own_address() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let (acme, beta) = (Person::owner(&server, "acme"), Person::owner(&server, "beta"));
        let clerk = Person::log_in(&server, "clerk@acme.test", PASSWORD).id();
        let add = |user: &Value, email: &str| {
            let member = json!({ "user": user, "email": email, "name": "N", "role": "cashier" });
            beta.send("POST", "/members/", member)
        };
        assert_eq!(refused(&add(&unknown_id(), "new@beta.test")), (422, "user"));
        assert_eq!(refused(&add(&json!(clerk), "new@beta.test")), (422, "email"));
        // A device that sends the same as an offline command meets the same refusal.
        let body = json!({ "user": unknown_id(), "email": "new@beta.test", "name": "N", "role": "cashier" });
        let sent = json!([{ "id": unknown_id(), "name": "identity.member.add", "body": body }]);
        assert_eq!(beta.must("POST", "/commands/", sent)["results"][0]["status"], "rejected");
        // A dry run is as strict; one that is right changes nothing.
        let member = json!({ "user": clerk, "email": " Clerk@ACME.test ", "name": "Clerk", "role": "cashier" });
        assert_eq!(beta.send("POST", "/members/?dry_run=true", body).status, 422);
        assert_eq!(beta.send("POST", "/members/?dry_run=true", member.clone()).status, 201);
        assert_eq!(beta.get("/members/").body["count"], 1);
        // A user without the permission learns nothing of users.
        let cashier = Person::log_in(&server, "cashier@acme.test", PASSWORD);
        assert_eq!(cashier.send("POST", "/members/", member.clone()).code(), "permission_denied");
        assert_eq!(cashier.send("POST", "/users/", json!({})).code(), "permission_denied");
        // The user of the other company can then log in to both; a repeated request changes nothing, another one is refused.
        assert_eq!(beta.must("POST", "/members/", member.clone())["email"], "clerk@acme.test");
        assert_eq!(beta.send("POST", "/members/", member).status, 201);
        assert_eq!(add(&json!(clerk), "clerk@acme.test").status, 201);
        let other = json!({ "user": clerk, "email": "clerk@acme.test", "name": "N", "role": "owner" });
        assert_eq!(beta.send("POST", "/members/", other).code(), "already_member");
        assert_eq!(log_in(&server, "clerk@acme.test", PASSWORD, &json!("Beta")).status, 200);
        // A user who was deactivated cannot be added, and their sessions have ended.
        let cashier_user = identity::user_of_email(&server.app.writers, "cashier@acme.test").unwrap();
        identity::set_active(&server.app.writers, &cashier_user, false).unwrap();
        assert_eq!(add(&json!(cashier_user.id), "cashier@acme.test").code(), "user_deactivated");
        assert_eq!(
            beta.send("POST", "/users/", json!({ "email": "cashier@acme.test", "role": "clerk" })).code(),
            "user_deactivated"
        );
        assert!(!identity::is_alive(&server.app.writers, session_of(&cashier.token)).unwrap());
        assert_eq!(log_in(&server, "cashier@acme.test", PASSWORD, &Value::Null).code(), "invalid_credentials");
        let owner = identity::user_of_email(&server.app.writers, "owner@acme.test").unwrap();
        assert_eq!(identity::set_active(&server.app.writers, &owner, false).unwrap_err().code, "last_owner");
        assert_eq!(acme.get("/users/me/").status, 200);
    }
}

/// The session in an access token, whose middle part is JSON in base64url.
fn session_of(token: &str) -> uuid::Uuid {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut text) = ((0u32, 0), Vec::new());
    for letter in token.split('.').nth(1).unwrap().bytes() {
        let value = LETTERS.iter().position(|known| *known == letter).unwrap();
        bits = (bits.0 << 6 | u32::try_from(value).unwrap(), bits.1 + 6);
        if bits.1 >= 8 {
            bits.1 -= 8;
            text.push(u8::try_from(bits.0 >> bits.1 & 255).unwrap());
        }
    }
    let claims: Value = serde_json::from_slice(&text).unwrap();
    claims["session"].as_str().unwrap().parse().unwrap()
}

#[test]
fn membership_ends_at_once_and_begins_anew() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let tokens = server.log_in("clerk@acme.test");
        let clerk = Person { server: &server, token: tokens["access"].as_str().unwrap().to_owned() };
        let path = format!("/members/{}/", clerk.id());
        assert_eq!(owner.send("DELETE", &path, Value::Null).status, 204);
        let product = json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece" });
        let sent = json!([{ "id": unknown_id(), "name": "sales.sale.post", "body": {} }]);
        for answer in [
            clerk.get("/products/"),
            clerk.get("/users/me/"),
            clerk.send("POST", "/products/", product.clone()),
            clerk.send("POST", "/products/", json!({})),
            clerk.send("POST", "/products/?dry_run=true", product),
            clerk.send("POST", "/users/", json!({ "email": "new@acme.test", "role": "clerk" })),
            clerk.send("POST", "/commands/", sent),
        ] {
            assert_eq!((answer.status, answer.code()), (403, "not_a_member"), "{}", answer.body);
            assert!(answer.body["detail"].as_str().unwrap().contains("has ended"), "{}", answer.body);
        }
        let refresh = json!({ "refresh": tokens["refresh"] });
        assert_eq!(server.request("POST", "/api/v1/auth/refresh/", "", &refresh).status, 401);
        assert_eq!(log_in(&server, "clerk@acme.test", PASSWORD, &Value::Null).code(), "not_a_member");
        assert_eq!(owner.get(&path).body["is_active"], false);
        // A change that leaves open whether the membership begins anew has no effect, and says so.
        for (member, change) in
            [("members", json!({ "role": "auditor" })), ("users", json!({ "name": "Cleo", "sites": [] }))]
        {
            let refused = owner.send("PATCH", &path.replace("members", member), change);
            assert_eq!((refused.status, refused.code()), (409, "membership_ended"), "{}", refused.body);
        }
        let kept = owner.must("PATCH", &path, json!({ "role": "cashier", "is_active": false }));
        assert_eq!((&kept["role"], &kept["is_active"]), (&json!("cashier"), &json!(false)));
        // Their own password is theirs alone: a company they left cannot be used to change it.
        let change = json!({ "current": PASSWORD, "new": "another long phrase" });
        assert_eq!(clerk.send("POST", "/users/me/password/", change).status, 403);

        let again = owner.must(
            "POST",
            "/users/",
            json!({ "email": "CLERK@acme.test", "role": "auditor", "password": "ignored" }),
        );
        assert_eq!(
            (&again["is_new"], &again["role"], &again["reset_token"]),
            (&json!(false), &json!("auditor"), &Value::Null)
        );
        let auditor = Person::log_in(&server, "clerk@acme.test", PASSWORD);
        assert_eq!(
            (auditor.get("/users/").status, auditor.send("PATCH", &path, json!({ "role": "owner" })).status),
            (200, 403)
        );
        // A member who leaves no longer makes their user choose between companies at log-in.
        let beta = Person::owner(&server, "beta");
        beta.must("POST", "/users/", json!({ "email": "clerk@acme.test", "role": "clerk" }));
        assert_eq!(refused(&log_in(&server, "clerk@acme.test", PASSWORD, &Value::Null)), (422, "tenant"));
        beta.must("PATCH", &format!("/users/{}/", auditor.id()), json!({ "is_active": false }));
        assert_eq!(log_in(&server, "clerk@acme.test", PASSWORD, &Value::Null).status, 200);
    }
}

#[test]
fn last_owner_stays_the_owner() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let path = format!("/members/{}/", owner.id());
        let attempts = [
            ("PATCH", json!({ "role": "manager" })),
            ("PATCH", json!({ "is_active": false })),
            ("DELETE", Value::Null),
        ];
        for (method, body) in &attempts {
            assert_eq!(owner.send(method, &path, body.clone()).code(), "last_owner", "{method} {body}");
        }
        assert_eq!(owner.must("PATCH", &path, json!({ "role": "owner", "name": "Olive" }))["name"], "Olive");
        let manager = Person::log_in(&server, "manager@acme.test", PASSWORD);
        owner.must("PATCH", &format!("/members/{}/", manager.id()), json!({ "role": "owner" }));
        manager.must("PATCH", &path, json!({ "role": "clerk" }));
        assert_eq!(owner.send("PATCH", &path, json!({ "role": "owner" })).status, 403);
        assert_eq!(manager.send("DELETE", &format!("/users/{}/", manager.id()), Value::Null).code(), "last_owner");
    }
}

#[test]
fn member_cannot_give_or_take_more_than_own_permissions() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let all = json!([{ "permission": "identity.*" }, { "permission": "*.view" }]);
        owner.must("POST", "/roles/", json!({ "code": "hr", "name": "Staff office", "permissions": all }));
        let auditor = Person::log_in(&server, "auditor@acme.test", PASSWORD);
        let (own, of_owner) = (format!("/members/{}/", auditor.id()), format!("/members/{}/", owner.id()));
        owner.must("PATCH", &own, json!({ "role": "hr" }));
        let beyond = [
            ("PATCH", own.as_str(), json!({ "role": "owner" })),
            ("PATCH", &of_owner, json!({ "role": "auditor" })),
            ("DELETE", &of_owner, Value::Null),
            ("POST", &format!("/users/{}/reset-password/", owner.id()), json!({})),
            ("POST", "/users/", json!({ "email": "new@acme.test", "role": "manager" })),
            ("POST", "/roles/", json!({ "code": "x", "name": "X", "permissions": [{ "permission": "sales.*" }] })),
            ("POST", "/roles/hr/grant/", json!({ "permissions": [{ "permission": "*" }] })),
            ("PATCH", "/roles/clerk/", json!({ "permissions": [] })),
        ];
        for (method, path, body) in beyond {
            assert_eq!(
                auditor.send(method, path, body.clone()).code(),
                "beyond_own_permissions",
                "{method} {path} {body}"
            );
        }
        assert!(
            identity::user_of_email(&server.app.writers, "new@acme.test").is_err(),
            "a refused member has no log-in"
        );
        auditor.must("POST", "/users/", json!({ "email": "new@acme.test", "role": "auditor" }));
    }
}

#[test]
fn role_of_the_company_is_granted_within_sites() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let north = owner.must("POST", "/sites/", json!({ "code": "north", "name": "North" }))["id"].clone();
        let ann = owner.must("POST", "/customers/", json!({ "code": "ann", "name": "Ann" }))["id"].clone();
        let branch = json!([{ "permission": "catalog.*" }, { "permission": "ledger.site.view", "scope": "own_sites" }]);
        let role = json!({ "code": "branch", "name": "Branch", "permissions": branch });
        assert_eq!(owner.must("POST", "/roles/", role.clone())["permissions"][0]["scope"], "all");
        assert_eq!(owner.send("POST", "/roles/", role).status, 409);
        for (wrong, field) in [
            (json!({ "code": "Branch", "name": "B" }), "code"),
            (json!({ "code": "b", "name": " " }), "name"),
            (
                json!({ "code": "b", "name": "B", "permissions": [{ "permission": "catalogue.*" }] }),
                "permissions.0.permission",
            ),
            (
                json!({ "code": "b", "name": "B", "permissions": [{ "permission": "*", "scope": "mine" }] }),
                "permissions.0.scope",
            ),
        ] {
            assert_eq!(refused(&owner.send("POST", "/roles/", wrong)), (422, field));
        }
        let clerk = Person::log_in(&server, "clerk@acme.test", PASSWORD);
        let path = format!("/members/{}/", clerk.id());
        let changed = owner.must("PATCH", &path, json!({ "role": "branch", "sites": [north, north], "party": ann }));
        assert_eq!((&changed["sites"], &changed["party"]), (&json!([north]), &ann));
        let listed = owner.get("/users/").body;
        let shown =
            listed["results"].as_array().unwrap().iter().find(|member| member["user"] == changed["user"]).unwrap();
        assert_eq!(shown, &changed);
        assert_eq!(clerk.get("/sites/").body["count"], 1);
        for (wrong, field) in [
            (json!({ "sites": [ann] }), "sites.0"),
            (json!({ "party": north }), "party"),
            (json!({ "role": "nobody" }), "role"),
            (json!({ "is_active": null, "name": "" }), "name"),
        ] {
            assert_eq!(refused(&owner.send("PATCH", &path, wrong)), (422, field));
        }
        let stale = owner.server.request_with(
            "PATCH",
            &format!("/api/v1{path}"),
            &owner.token,
            &["If-Match: \"1\""],
            &json!({ "sites": [] }),
        );
        assert_eq!((stale.status, owner.get(&path).header("etag").is_some()), (412, true));
        let cleared = owner.must("PATCH", &path, json!({ "sites": [], "party": null }));
        assert_eq!(
            (&cleared["sites"], &cleared["party"], &cleared["role"]),
            (&json!([]), &Value::Null, &json!("branch"))
        );
        assert_eq!(clerk.get("/sites/").body["count"], 0);

        let grant =
            json!({ "permissions": [{ "permission": "ledger.site.view" }, { "permission": "sales.sale.view" }] });
        owner.must("POST", "/roles/branch/grant/", grant);
        assert_eq!((clerk.get("/sites/").body["count"].clone(), clerk.get("/sales/").status), (json!(2), 200));
        owner.must("POST", "/roles/branch/revoke/", json!({ "permissions": ["sales.sale.view"] }));
        assert_eq!(clerk.get("/sales/").status, 403);
        assert_eq!(
            refused(&owner.send("POST", "/roles/branch/revoke/", json!({ "permissions": ["sales.sale.view"] }))),
            (422, "permissions.0")
        );
        assert_eq!(owner.send("POST", "/roles/owner/revoke/", json!({ "permissions": ["*"] })).code(), "fixed_role");
        assert_eq!(owner.send("DELETE", "/roles/manager/", Value::Null).code(), "fixed_role");
        assert_eq!(owner.send("DELETE", "/roles/branch/", Value::Null).code(), "in_use");
        owner.must("PATCH", &path, json!({ "role": "clerk" }));
        assert_eq!(owner.send("DELETE", "/roles/branch/", Value::Null).status, 204);
        assert_eq!(owner.get("/roles/branch/").status, 404);
        assert_eq!(owner.get("/roles/").body["count"], 5);
        assert!(
            owner.get("/permissions/").body["results"].as_array().unwrap().contains(&json!("inventory.value.view"))
        );
    }
}

#[test]
fn answer_to_a_creation_says_where_it_is_read() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let user = |name: &str| json!({ "email": format!("{name}@acme.test"), "role": "clerk" });
        let beta = Person::owner(&server, "beta");
        let member = json!({ "user": beta.id(), "email": "owner@beta.test", "name": "B", "role": "clerk" });
        let product = json!({ "sku": "LAMP", "name": "Lamp", "unit": "piece" });
        for (path, body, key) in [
            ("/users/", user("new"), "user"),
            ("/members/", member, "user"),
            ("/roles/", json!({ "code": "night", "name": "Night shift" }), "code"),
            ("/fiscal-years/", json!({ "starts_on": "2020-01-01" }), "id"),
            ("/products/", product, "id"),
        ] {
            let answer = owner.send("POST", path, body);
            assert_eq!(answer.status, 201, "{path}: {}", answer.body);
            let location = answer.header("location").unwrap_or_default();
            assert_eq!(location, format!("/api/v1{path}{}/", answer.body[key].as_str().unwrap()));
            assert_eq!(owner.get(location.trim_start_matches("/api/v1")).status, 200, "{location}");
        }
    }
}

#[test]
fn permission_is_granted_only_in_scopes_that_it_knows() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let owner = Person::owner(&server, "acme");
        let known = owner.get("/permissions/").body;
        let scopes = |name: &str| {
            let mut permissions = known["permissions"].as_array().unwrap().iter();
            permissions.find(|permission| permission["permission"] == name).unwrap()["scopes"].clone()
        };
        assert_eq!(scopes("sales.sale.view"), json!(["all", "own_sites", "own_party"]));
        assert_eq!(scopes("parties.customer.update"), json!(["all", "own_party"]));
        assert_eq!(scopes("ledger.report.view"), json!(["all"]));
        let limited = |permission: &str, scope: &str| json!([{ "permission": permission, "scope": scope }]);
        let create = |permissions| json!({ "code": "branch", "name": "Branch", "permissions": permissions });
        // A pattern knows a scope if everything that it covers does.
        for (permission, scope) in [
            ("ledger.report.view", "own_sites"),
            ("ledger.year.remove", "own_sites"),
            ("parties.customer.view", "own_sites"),
            ("inventory.*", "own_sites"),
            ("*.view", "own_party"),
            ("*", "own_party"),
        ] {
            let permissions = limited(permission, scope);
            let grant = json!({ "permissions": permissions });
            for answer in [
                owner.send("POST", "/roles/", create(permissions)),
                owner.send("PATCH", "/roles/clerk/", grant.clone()),
                owner.send("POST", "/roles/clerk/grant/", grant),
            ] {
                assert_eq!(refused(&answer), (422, "permissions.0.scope"), "{permission}");
                assert_eq!(answer.body["errors"][0]["code"], "scope_not_supported");
            }
        }
        let two = json!([
            { "permission": "sales.sale.*", "scope": "own_sites" },
            { "permission": "ledger.*", "scope": "own_sites" },
        ]);
        let answer = owner.send("POST", "/roles/", create(two));
        assert_eq!(refused(&answer), (422, "permissions.1.scope"));
        assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("ledger.account.create"));
        owner.must("POST", "/roles/", create(limited("sales.sale.*", "own_sites")));
    }
}

#[test]
fn access_token_ends_with_its_session() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let tokens = server.log_in("owner@acme.test");
        let till = Person { server: &server, token: tokens["access"].as_str().unwrap().to_owned() };
        let other = Person::owner(&server, "acme");
        let verified = |token: &str| server.request("POST", "/api/v1/auth/verify/", "", &json!({ "token": token }));
        let answer = verified(&till.token);
        assert_eq!((answer.status, &answer.body["tenant"]), (200, &json!("acme")));
        assert_eq!(verified("x").status, 401);
        let next = server.request("POST", "/api/v1/auth/refresh/", "", &json!({ "refresh": tokens["refresh"] }));
        let next = Person { server: &server, token: next.body["access"].as_str().unwrap().to_owned() };
        // The token of before the exchange ends the session as well.
        server.request("POST", "/api/v1/auth/logout/", "", &json!({ "refresh": tokens["refresh"] }));
        for ended in [&till, &next] {
            assert_eq!(
                (ended.get("/auth/me/").status, ended.get("/products/").code().to_owned()),
                (401, "session_ended".to_owned())
            );
            assert_eq!(ended.send("POST", "/commands/", json!([])).status, 401);
            assert_eq!(verified(&ended.token).status, 401);
        }
        assert_eq!(other.get("/products/").status, 200);

        let change = |current: &str, new: &str| {
            other.send("POST", "/users/me/password/", json!({ "current": current, "new": new }))
        };
        let till = Person::owner(&server, "acme");
        assert_eq!(refused(&change("correct house", "a better phrase")), (422, "current"));
        for weak in ["        ", "Password1", "aaaaaaaaaaaaaaaa", "short", "owner2026"] {
            assert_eq!(refused(&change(PASSWORD, weak)), (422, "password"), "{weak}");
        }
        assert_eq!(change(PASSWORD, "a better phrase").status, 204);
        assert_eq!((till.get("/users/me/").status, other.get("/users/me/").status), (401, 200));
        assert_eq!(log_in(&server, "owner@acme.test", PASSWORD, &Value::Null).status, 401);
        let renamed = other.must("PATCH", "/users/me/", json!({ "name": "  Olive " }));
        assert_eq!((&renamed["user"]["name"], &renamed["role"]), (&json!("Olive"), &json!("owner")));
        assert_eq!(other.must("PATCH", "/auth/me/", json!({ "name": "Olivia" }))["user"]["name"], "Olivia");
        for path in ["/users/me/", "/auth/me/"] {
            assert_eq!(other.send("PATCH", path, json!({ "role": "owner" })).status, 422);
        }
    }
}

#[test]
fn reset_token_works_once_and_only_for_members_of_one_company() {
    for database in testkit::databases() {
        let server = TestServer::new(database);
        let (acme, beta) = (Person::owner(&server, "acme"), Person::owner(&server, "beta"));
        let choose = |token: &Value, password: &str| {
            let body = json!({ "token": token, "password": password });
            server.request("POST", "/api/v1/auth/reset-password/", "", &body)
        };
        let new = acme.must("POST", "/users/", json!({ "email": "New@acme.test", "role": "cashier", "name": "New" }));
        assert_eq!(log_in(&server, "new@acme.test", "", &Value::Null).status, 401);
        assert_eq!(refused(&choose(&new["reset_token"], "12345678")), (422, "password"));
        assert_eq!(choose(&new["reset_token"], "tea for the till").status, 204);
        assert_eq!(refused(&choose(&new["reset_token"], "tea for the till")), (422, "token"));
        let person = Person::log_in(&server, "new@acme.test", "tea for the till");
        let path = format!("/users/{}/reset-password/", person.id());
        assert_eq!(person.send("POST", &path, json!({})).status, 403);
        assert_eq!(beta.send("POST", &path, json!({})).status, 404);
        assert_eq!(acme.must("POST", &format!("{path}?dry_run=true"), json!({}))["token"], "");
        let first = acme.must("POST", &path, json!({}))["token"].clone();
        let second = acme.must("POST", &path, json!({}))["token"].clone();
        assert_eq!(refused(&choose(&first, "coffee for the till")), (422, "token"));
        assert_eq!(choose(&second, "coffee for the till").status, 204);
        assert_eq!(person.get("/users/me/").status, 401);
        // A user that belongs, or has belonged, to two companies can be given a new password by neither.
        Person::log_in(&server, "new@acme.test", "coffee for the till");
        beta.must("POST", "/users/", json!({ "email": "new@acme.test", "role": "cashier" }));
        assert_eq!(
            (acme.send("POST", &path, json!({})).code().to_owned(), beta.send("POST", &path, json!({})).status),
            ("member_elsewhere".to_owned(), 409)
        );
        beta.must("DELETE", path.trim_end_matches("reset-password/"), Value::Null);
        assert_eq!(acme.send("POST", &path, json!({})).code(), "member_elsewhere");
        // The log holds no token.
        for row in server
            .app
            .store()
            .read(server.app.tenant("acme").unwrap().id.uuid(), |read| {
                read.query("SELECT answer FROM command_body", &[])
            })
            .unwrap()
        {
            assert!(!format!("{row:?}").contains(second.as_str().unwrap()));
        }
    }
}

#[test]
fn host_below_the_base_domain_names_a_company_or_is_refused() {
    for database in testkit::databases() {
        let server = TestServer::below(database, Some("shop.example"));
        let token = server.token("owner@acme.test");
        let body = json!({ "email": "owner@acme.test", "password": PASSWORD }).to_string();
        for (host, status) in [
            ("acme.shop.example", 200),
            ("ACME.shop.example.:443", 200),
            ("beta.shop.example", 403),
            ("nobody.shop.example", 403),
            ("a.acme.shop.example", 403),
            ("shop.example", 200),
            ("beta.elsewhere.example", 200),
            ("acme.test", 200),
            ("beta.test", 403),
        ] {
            let head = |method: &str, path: &str| {
                format!(
                    "{method} /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n"
                )
            };
            let asked = format!("{}Authorization: Bearer {token}\r\n\r\n", head("GET", "/products/"));
            assert_eq!(server.send_raw(asked.as_bytes()).status, status, "{host}");
            let logged_in = format!("{}Content-Length: {}\r\n\r\n{body}", head("POST", "/auth/login/"), body.len());
            assert_eq!(server.send_raw(logged_in.as_bytes()).status, status, "log-in at {host}");
        }
        let tenant = |slug: &str, host: &str| identity::CreateTenant {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            currency: money::Currency::parse("GBP").unwrap(),
            timezone: "UTC".to_owned(),
            host: Some(host.to_owned()),
        };
        for (slug, host) in [
            ("gamma", "acme.shop.example"),
            ("gamma", "shop.example"),
            ("gamma", "not a host"),
            ("www", "gamma.example"),
        ] {
            let made = sanduk::provisioning::create_tenant(&server.app, tenant(slug, host));
            assert_eq!(made.unwrap_err().kind, kernel::Kind::Invalid, "{slug} {host}");
        }
        assert!(sanduk::provisioning::create_tenant(&server.app, tenant("gamma", "gamma.shop.example")).unwrap());
    }
}

#[test]
fn home_page_tells_how_to_log_in_and_names_no_company() {
    let server = TestServer::new(testkit::Database::sqlite());
    let page = |host: &str| {
        let mut stream = server.connect();
        let request = format!("GET /about/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        std::io::read_to_string(stream).unwrap()
    };
    let text = page("erp.example:8443");
    assert!(text.contains("http://erp.example:8443/api/v1/auth/login/") && text.contains("/api/docs/"), "{text}");
    assert!(!text.contains("acme") && !text.contains("{server}"), "{text}");
    assert!(!page("<script>").contains("<script>"));
}
