//! Companies that share a program do not wait for each other.

use crate::bank::{Busy, Count, modules};
use command::{Answer, Submission};
use kernel::Result;
use store::CONTROL;
use testkit::{Company, Database, TENANT, databases};
use tokio::sync::oneshot;
use uuid::Uuid;

/// The company gets the first of two writer threads, this one the second, and the one below again the first.
const OTHER: Uuid = Uuid::from_u128(2);
/// It shares a writer thread with the company.
const NEIGHBOUR: Uuid = Uuid::from_u128(4);

/// Counts in a company of the same program.
fn count(company: &Company, tenant: Uuid) -> oneshot::Receiver<Result<Answer>> {
    let count = company.submission(Count { name: "n".into(), by: 1, look: true });
    company.submit(Submission { id: None, tenant, ..count }).unwrap()
}

fn told(answer: oneshot::Receiver<Result<Answer>>) -> Result<Answer> {
    answer.blocking_recv().unwrap()
}

/// Three companies that have worked.
fn three(database: Database) -> Company {
    let company = Company::new(database, modules);
    for tenant in [OTHER, NEIGHBOUR] {
        company.store().migrate(tenant).unwrap();
    }
    for tenant in [TENANT, OTHER, NEIGHBOUR] {
        told(count(&company, tenant)).unwrap();
    }
    company
}

#[test]
fn busy_company_holds_up_neither_log_ins_nor_the_company_of_another_thread() {
    for database in databases() {
        let company = three(database);
        let busy = Busy::keep(&company);
        told(count(&company, OTHER)).unwrap();
        let log_in = company.writers().maintain(CONTROL, |_| Ok(())).unwrap();
        log_in.blocking_recv().unwrap().unwrap();
        let waiting = count(&company, NEIGHBOUR);
        busy.release();
        told(waiting).unwrap();
    }
}

#[test]
fn company_locked_by_another_process_is_refused_and_its_neighbour_goes_on() {
    for database in databases() {
        let company = three(database);
        let mut other = company.store().writer(TENANT).unwrap();
        other.begin_write(TENANT, &[]).unwrap();
        // The first one is waited for by the writer's own thread, the others are not.
        for commands in 1..=2 {
            let locked: Vec<_> = (0..commands).map(|_| count(&company, TENANT)).collect();
            told(count(&company, NEIGHBOUR)).unwrap();
            for refused in locked.into_iter().map(|answer| told(answer).unwrap_err()) {
                assert_eq!((refused.kind.status(), refused.code), (503, "database_busy"), "{}", company.database.name);
            }
        }
        other.rollback().unwrap();
        assert_eq!(told(count(&company, TENANT)).unwrap().body, b"[2,2]");
    }
}

#[test]
fn migration_of_a_company_does_not_hold_up_its_neighbour() {
    // On SQLite no other process can hold a migration up.
    let Some(database) = Database::postgres() else { return };
    let mut company = three(database);
    let mut other = company.store().writer(TENANT).unwrap();
    company.restart();
    for tenant in [TENANT, OTHER] {
        told(count(&company, tenant)).unwrap();
    }
    let schema = store::schema_name(NEIGHBOUR);
    other.script(&format!("BEGIN; SELECT pg_advisory_xact_lock(hashtext('{schema}'))")).unwrap();
    let migrated = count(&company, NEIGHBOUR);
    told(count(&company, TENANT)).unwrap();
    other.rollback().unwrap();
    assert_eq!(told(migrated).unwrap().body, b"[2,2]");
}

#[test]
fn companies_work_on_where_memory_has_room_for_none_of_them() {
    for database in databases() {
        let company = three(database);
        company.store().memory().set_limit(1);
        for round in 2..=5 {
            let answers: Vec<_> = [TENANT, OTHER, NEIGHBOUR].map(|tenant| count(&company, tenant)).into();
            for answer in answers {
                let counted: serde_json::Value = serde_json::from_slice(&told(answer).unwrap().body).unwrap();
                assert_eq!(counted, serde_json::json!([round, round]));
            }
        }
        company.verify();
    }
}
