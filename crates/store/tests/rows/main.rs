//! Both databases behind the one face: settings that keep what was acknowledged, and a working set that never lies.

mod databases;
mod model;
mod tls;

use std::sync::Arc;
use std::time::Duration;
use store::{Migration, READ_TIME, Record, Store};
use testkit::Database;
use uuid::Uuid;

const TABLES: &str = "
CREATE TABLE item (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, kind bigint NOT NULL, rank bigint NOT NULL,
    note text, version bigint NOT NULL);
CREATE INDEX item_kind ON item (kind, rank, id);
CREATE TABLE total (name text NOT NULL, day bigint NOT NULL, amount bigint NOT NULL, times bigint NOT NULL,
    PRIMARY KEY (name, day)) WITHOUT ROWID;
CREATE TABLE happened (id uuid PRIMARY KEY, kind bigint NOT NULL, what bytea NOT NULL, loud boolean NOT NULL, who uuid);
CREATE INDEX happened_kind ON happened (kind, id);
APPEND ONLY happened;
";

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

/// A store on `database` whose tenants have the tables above.
fn open(database: &Database) -> Arc<Store> {
    open_for(database, READ_TIME)
}

/// The same, reading for so long at most.
fn open_for(database: &Database, read_time: Duration) -> Arc<Store> {
    let tables = vec![Migration { module: "rows", number: 1, sql: TABLES }];
    let store = Store::open(database.place.clone(), Vec::new(), tables, read_time).unwrap();
    store.migrate(TENANT).unwrap();
    store
}
