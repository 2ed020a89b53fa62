//! Processes share a Redis, and do without it.

use shared::{Count, Shared};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use testkit::RedisServer;
use tokio::runtime::Runtime;
use uuid::Uuid;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn process(server: &RedisServer, number: u128) -> Arc<Shared> {
    Arc::new(Shared::at(&server.url(), "test", Uuid::from_u128(number)).unwrap())
}

#[test]
fn two_processes_count_together() {
    let Some(server) = RedisServer::start() else { return };
    let runtime = runtime();
    runtime.block_on(async {
        let (one, other) = (process(&server, 1), process(&server, 2));
        let hour = Duration::from_secs(3_600);
        let counted = async |process: &Shared, key: &str| process.count(key, hour, 3).await.unwrap();
        assert_eq!(counted(&one, "ann").await, Count { left: 2, wait: None });
        assert_eq!(counted(&other, "ann").await, Count { left: 1, wait: None });
        assert_eq!(counted(&other, "ann").await, Count { left: 0, wait: None });
        for process in [&one, &other] {
            let Count { left, wait } = counted(process, "ann").await;
            assert!(left == 0 && wait.is_some_and(|wait| wait <= hour && wait > hour / 2), "{wait:?}");
        }
        assert_eq!(counted(&one, "bob").await, Count { left: 2, wait: None });
        other.forget("ann").await;
        assert_eq!(counted(&one, "ann").await, Count { left: 2, wait: None });
    });
}

#[test]
fn what_one_commits_the_others_hear_and_not_itself() {
    let Some(server) = RedisServer::start() else { return };
    let runtime = runtime();
    let _runtime = runtime.enter();
    let (one, other) = (process(&server, 1), process(&server, 2));
    let (heard, hears) = channel();
    for (name, process) in [("one", one.clone()), ("other", other.clone())] {
        let heard = heard.clone();
        runtime.spawn(async move {
            process.hear(move |tenant, is_work| heard.send((name, tenant, is_work)).unwrap()).await
        });
    }
    let (acme, last) = (Uuid::from_u128(7), Uuid::from_u128(8));
    // Nobody has subscribed at first.
    let first = loop {
        assert!(runtime.block_on(one.tell(acme, true)));
        if let Ok(first) = hears.recv_timeout(Duration::from_millis(20)) {
            break first;
        }
    };
    assert_eq!(first, ("other", acme, true));
    assert!(runtime.block_on(one.tell(last, false)));
    let of_last = std::iter::from_fn(|| hears.recv().ok()).find(|(_, tenant, _)| *tenant == last);
    assert_eq!(of_last, Some(("other", last, false)));
}

#[test]
fn a_dead_redis_is_left_alone_and_asked_again_later() {
    let Some(server) = RedisServer::start() else { return };
    let (runtime, port) = (runtime(), server.port);
    runtime.block_on(async {
        let one = process(&server, 1);
        let second = Duration::from_secs(1);
        assert!(one.count("ann", second, 1_000).await.is_some());
        drop(server);
        assert!(one.count("ann", second, 1_000).await.is_none());
        // Nobody waits for it meanwhile.
        let begun = std::time::Instant::now();
        for _ in 0..10_000 {
            assert!(one.count("ann", second, 1_000).await.is_none());
            assert!(!one.tell(Uuid::nil(), true).await);
        }
        assert!(begun.elapsed() < Duration::from_secs(5));
        let _server = RedisServer::start_at(port);
        while one.count("ann", second, 1_000).await.is_none() {}
    });
    assert!(Shared::at("http://example.org/", "test", Uuid::nil()).is_err());
}
