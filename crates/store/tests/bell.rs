//! Processes on one PostgreSQL hear of one another.

use std::sync::mpsc::channel;
use store::{READ_TIME, Store};
use testkit::databases;
use uuid::Uuid;

#[test]
fn what_one_process_commits_the_other_hears_and_not_itself() {
    for database in databases() {
        let open = || Store::open(database.place.clone(), Vec::new(), Vec::new(), READ_TIME).unwrap();
        let (one, other) = (open(), open());
        let ((one_hears, one_heard), (other_hears, other_heard)) = (channel(), channel());
        let of_one = one.bell(move |tenant, _| one_hears.send(tenant).unwrap()).unwrap();
        let of_other = other
            .bell(move |tenant, is_work| {
                assert_eq!(is_work, tenant.as_u128() % 2 == 1, "{tenant}");
                other_hears.send(tenant).unwrap();
            })
            .unwrap();
        let (Some(of_one), Some(of_other)) = (of_one, of_other) else {
            assert_eq!(database.name, "sqlite", "one process has the directory, there are no others");
            continue;
        };
        let company = Uuid::from_u128;
        // Until both listen: a word that nobody hears is lost.
        let greet = |bell: &store::Bell, heard: &std::sync::mpsc::Receiver<Uuid>| loop {
            bell.ring(company(1), true);
            if heard.recv_timeout(std::time::Duration::from_millis(50)).is_ok() {
                return;
            }
        };
        greet(&of_one, &other_heard);
        greet(&of_other, &one_heard);
        for n in 2..50 {
            of_one.ring(company(n), n % 2 == 1);
            of_one.ring(company(n), n % 2 == 1);
        }
        let mut heard = Vec::new();
        while !heard.contains(&company(49)) {
            heard.push(other_heard.recv().unwrap());
        }
        heard.retain(|tenant| *tenant != company(1));
        heard.dedup();
        assert_eq!(heard.len(), 48, "{heard:?}");
        of_other.ring(company(99), true);
        let own: Vec<Uuid> =
            std::iter::from_fn(|| one_heard.recv().ok()).take_while(|tenant| *tenant != company(99)).collect();
        assert!(own.iter().all(|tenant| *tenant == company(1)), "a process does not hear itself: {own:?}");
    }
}
