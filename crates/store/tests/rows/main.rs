//! Both databases behind the one face: settings that keep what was acknowledged, and a working set that never lies.

mod databases;
mod model;
mod tls;

use std::sync::Arc;
use std::time::Duration;
use store::{Migration, READ_TIME, Record, Store, migration};
use testkit::Database;
use uuid::Uuid;

const MIGRATION: Migration = migration!("rows", 1, "rows");

const TENANT: Uuid = Uuid::from_u128(5);

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "item", unique(code), scan(kind, rank), row_counted)]
struct Item {
    id: i64,
    #[field(max = 10)]
    code: String,
    kind: i64,
    rank: i64,
    note: Option<String>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "total", key(name, day), counters)]
struct Total {
    name: String,
    day: i64,
    #[field(counter)]
    amount: i64,
    #[field(counter)]
    times: i64,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "happened", append_only, scan(kind))]
struct Happened {
    id: Uuid,
    kind: i64,
    what: Vec<u8>,
    loud: bool,
    who: Option<Uuid>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "paper", audited)]
struct Paper {
    id: Uuid,
    title: String,
}

/// A store on `database` whose tenants have the tables above.
fn open(database: &Database) -> Arc<Store> {
    open_for(database, READ_TIME)
}

/// The same, reading for so long at most.
fn open_for(database: &Database, read_time: Duration) -> Arc<Store> {
    let tables = vec![MIGRATION];
    let store = Store::open(database.place.clone(), Vec::new(), tables, read_time).unwrap();
    store.migrate(TENANT).unwrap();
    store
}
