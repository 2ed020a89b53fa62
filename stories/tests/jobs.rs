//! Jobs are done by themselves, by hand, and by workers beside the server.

use serde_json::{Value as Json, json};
use std::process::{Child, Stdio};
use stories::{Client, shop};
use testkit::databases;
use uuid::Uuid;

fn kind(client: &mut Client, name: &str) -> Json {
    let kinds = client.read("/job-kinds/");
    let kinds = kinds["results"].as_array().expect("kinds");
    kinds.iter().find(|kind| kind["name"] == name).unwrap_or_else(|| panic!("no {name} in {kinds:?}")).clone()
}

/// Asks until the job of this kind that was begun last is over.
fn until_over(client: &mut Client, name: &str) -> Json {
    loop {
        let kind = kind(client, name);
        if !matches!(kind["last_state"].as_str(), None | Some("waiting" | "running")) {
            return kind;
        }
    }
}

#[test]
fn books_are_proved_by_hand_by_command_line_and_at_night() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        let proved = program.succeed(&["job", "run", "jobs.books.verify", "--tenant", "acme"]);
        assert!(proved.contains(" proofs hold."), "{proved}");
        let verify = until_over(&mut owner, "jobs.books.verify");
        assert_eq!((&verify["last_state"], &verify["cron"]), (&json!("done"), &json!("30 3 * * *")), "{verify}");
        assert!(verify["next_at"].is_string() && verify["last_milliseconds"].is_i64(), "{verify}");

        let asked = owner.post("/api/v1/job-kinds/jobs.log.prune/run/", None, &json!({})).expect("answered");
        assert_eq!((asked.status, &asked.body["state"]), (200, &json!("waiting")), "{}", asked.body);
        let pruned = until_over(&mut owner, "jobs.log.prune");
        assert_eq!(pruned["last_effect"], json!("0 jobs and 0 events were forgotten."), "{pruned}");
        let jobs = owner.read("/jobs/?state=done&name=jobs.log.prune");
        assert_eq!(jobs["count"], json!(1), "{jobs}");
        let id = jobs["results"][0]["id"].as_str().expect("an id");
        let cancelled = owner.post(&format!("/api/v1/jobs/{id}/cancel/"), None, &json!({})).expect("answered");
        assert_eq!((cancelled.status, &cancelled.body["code"]), (409, &json!("state_conflict")));
        let tried = owner.post(&format!("/api/v1/jobs/{id}/run/?dry_run=true"), None, &json!({})).expect("answered");
        assert_eq!(tried.status, 400, "{}", tried.body);

        // Who keeps the till does nothing to jobs.
        let mut cashier = program.client_of("cashier");
        let refused = cashier.post("/api/v1/job-kinds/jobs.log.prune/run/", None, &json!({})).expect("answered");
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!("permission_denied")));
        assert_eq!(cashier.get("/api/v1/jobs/").expect("answered").status, 403);

        // Without a server, the command line does the job itself.
        program.kill();
        let proved = program.succeed(&["job", "run", "jobs.books.verify", "--tenant", "acme"]);
        assert!(proved.contains(" proofs hold."), "{proved}");
        assert!(!program.run(&["job", "run", "no.such.job", "--tenant", "acme"]).status.success());
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

/// A process that is killed with the test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn a_worker_does_the_jobs_of_its_queue_beside_the_server() {
    for database in databases() {
        let is_sqlite = database.name == "sqlite";
        let (mut program, mut owner) = shop(database);
        if is_sqlite {
            let refused = program.run(&["worker"]);
            assert!(String::from_utf8_lossy(&refused.stderr).contains("sanduk serve"), "{refused:?}");
            continue;
        }
        let mut command = program.command(&["worker", "--queue", "report"]);
        let worker = Worker(command.stdout(Stdio::null()).spawn().expect("a worker"));
        let asked = owner.post("/api/v1/job-kinds/jobs.books.verify/run/", None, &json!({})).expect("answered");
        assert_eq!(asked.status, 200, "{}", asked.body);
        // Whoever was first: one has done it, once.
        assert_eq!(until_over(&mut owner, "jobs.books.verify")["last_state"], json!("done"));
        assert_eq!(owner.read("/jobs/?name=jobs.books.verify")["results"][0]["attempts"], json!(1));
        drop(worker);
        program.kill();
        program.succeed(&["verify", "--tenant", "acme"]);
    }
}

#[test]
fn owners_hear_of_what_the_program_gave_up_and_others_of_what_they_asked_for() {
    for database in databases() {
        let company = stories::open(database, "GBP");
        let (owner, clerk) = (Uuid::from_u128(7), Uuid::from_u128(8));
        for (user, role) in [(owner, "owner"), (clerk, "clerk")] {
            let member = json!({"user": user, "email": format!("{role}@acme.test"), "name": role, "role": role});
            company.call("POST /members/", &member).expect("a member");
        }
        for (n, author) in [(1, Uuid::nil()), (2, clerk)] {
            let job = json!({
                "id": Uuid::from_u128(n), "name": "jobs.books.verify", "about": "Proves the books", "body": "{}", "author": author,
                "problem": "I3 does not hold."
            });
            stories::command_named(&company, "jobs.job.bury", &job).expect("buried");
        }
        while events::deliver(&company.registry, company.writers(), company.tenant).expect("delivered") {}
        for (user, job) in [(owner, 1), (clerk, 2)] {
            let grants = company.read(|read| identity::granted(read, user)).expect("grants");
            let list = company.ask_with(grants, "/notifications/").expect("an inbox").body;
            let told = &list["results"][0];
            assert_eq!(
                (&list["count"], &told["kind"], &told["row"]),
                (&json!(1), &json!("job"), &json!(Uuid::from_u128(job)))
            );
            assert_eq!(told["text"], json!("Proves the books: given up. I3 does not hold."));
        }
        company.verify();
    }
}
