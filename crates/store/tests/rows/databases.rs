//! What either database must hold.

use crate::{Happened, Item, Paper, TENANT, Total, open, open_for};
use kernel::{Instant, Kind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use store::{CONTROL, Conn, DbError, Location, MAX_SCAN, Read, Session, Stamp, Store, Value, WorkingSet, begin_batch};
use testkit::{Database, databases};
use uuid::Uuid;

/// Runs `work` over a writing session and commits what it did.
fn write<T>(store: &Store, work: impl FnOnce(&mut Session<'_>) -> T) -> T {
    let mut conn = store.writer(TENANT).unwrap();
    let mut set = WorkingSet::default();
    begin_batch(&mut conn, &mut set, TENANT, None).unwrap();
    let mut session = Session::new(&mut conn, &mut set, Instant::default());
    let done = work(&mut session);
    session.flush().unwrap();
    conn.commit().unwrap();
    done
}

fn item(id: i64, kind: i64, rank: i64) -> Item {
    Item { id, code: format!("c{id}"), kind, rank, note: None }
}

fn count(conn: &mut Conn, table: &str) -> Value {
    conn.query(&format!("SELECT count(*) FROM {table}"), &[]).unwrap()[0][0].clone()
}

#[test]
fn sqlite_keeps_what_was_acknowledged() {
    let database = Database::sqlite();
    let store = open(&database);
    let mut conn = store.writer(TENANT).unwrap();
    let setting = |conn: &mut Conn, name: &str| conn.query(&format!("PRAGMA {name}"), &[]).unwrap()[0][0].clone();
    assert_eq!(setting(&mut conn, "journal_mode"), Value::Text("wal".into()));
    assert_eq!(setting(&mut conn, "synchronous"), Value::Int(2));
    assert_eq!(setting(&mut conn, "foreign_keys"), Value::Int(1));
    // Checkpoints are made on a thread of their own.
    assert_eq!(setting(&mut conn, "wal_autocheckpoint"), Value::Int(0));
    let version = conn.query("SELECT sqlite_version()", &[]).unwrap();
    let Value::Text(version) = &version[0][0] else { panic!("{version:?}") };
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version}");
}

#[test]
fn readers_cannot_write() {
    for database in databases() {
        let store = open(&database);
        store.read(TENANT, |session| Ok(session.query("SELECT one FROM head", &[])?.len())).unwrap();
        let write = |session: &mut Session<'_>| Ok(session.conn()?.execute("UPDATE head SET at = 7", &[]).is_err());
        assert!(store.read(TENANT, write).unwrap(), "{}", database.name);
        // And the reader is as good as new afterwards.
        assert_eq!(store.read(TENANT, |session| session.get::<store::Head>(&1)).unwrap().unwrap().at, 0);
    }
}

#[test]
fn read_of_unknown_tenant_creates_nothing() {
    let nobody = Uuid::from_u128(6);
    for database in databases() {
        let store = open(&database);
        // Not even the second time.
        for _ in 0..2 {
            let read = store.read(nobody, |session| session.get::<store::Head>(&1)).unwrap_err();
            assert_eq!(read.kind, Kind::NotFound, "{}: {read}", database.name);
            assert!(matches!(store.writer(nobody), Err(DbError::NoTenant(tenant)) if tenant == nobody));
        }
        assert!(!store.file(nobody).is_some_and(|file| file.exists()));
        store.migrate(nobody).unwrap();
        assert!(store.read(nobody, |session| session.get::<store::Head>(&1)).unwrap().is_some());
    }
}

#[test]
fn read_beyond_its_time_is_cut_off() {
    /// Counts to `$1`.
    const COUNT: &str = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
                         SELECT count(*) FROM n";
    for database in databases() {
        let store = open_for(&database, Duration::from_millis(200));
        let count_to = |n: i64| move |session: &mut Session<'_>| session.query(COUNT, &[Value::Int(n)]);
        let cut_off = store.read(TENANT, count_to(i64::MAX)).unwrap_err();
        assert_eq!((cut_off.kind, cut_off.code), (Kind::Unavailable, "too_slow"), "{}: {cut_off}", database.name);
        // The next read is not hurt (on a busy machine even a short one may need some attempts); and a proof may count for
        // as long as it takes.
        let next = (0..100).find_map(|_| store.read(TENANT, count_to(10)).ok());
        assert_eq!(next.unwrap(), [[Value::Int(10)]]);
        assert_eq!(store.read_unlimited(TENANT, count_to(1_000_000)).unwrap(), [[Value::Int(1_000_000)]]);
        // A query of a command has the same limit.
        let mut conn = store.writer(TENANT).unwrap();
        conn.begin_write(TENANT, &[]).unwrap();
        let cut_off = conn.query(COUNT, &[Value::Int(i64::MAX)]).unwrap_err();
        assert!(matches!(cut_off, DbError::TooSlow(_)), "{}: {cut_off}", database.name);
        conn.rollback().unwrap();
    }
}

#[test]
fn append_only_tables_refuse_every_change() {
    for database in databases() {
        let store = open(&database);
        let row = Happened { id: Uuid::from_u128(1), kind: 1, what: vec![0, 255], loud: true, who: None };
        write(&store, |session| session.insert(row.clone()).unwrap());
        for sql in ["UPDATE happened SET kind = 2", "DELETE FROM happened"] {
            let mut conn = store.writer(TENANT).unwrap();
            conn.begin_write(TENANT, &[]).unwrap();
            let refused = conn.execute(sql, &[]).unwrap_err();
            assert!(refused.is_refusal(), "{}: {refused}", database.name);
            conn.rollback().unwrap();
        }
        assert_eq!(*store.read(TENANT, |session| session.get::<Happened>(&row.id)).unwrap().unwrap(), row);
        let edit = |session: &mut Session<'_>| session.edit::<Happened>(&row.id, |_| Ok(())).unwrap_err();
        assert_eq!(write(&store, edit).kind, Kind::Internal);
        assert_eq!(write(&store, |session| session.delete::<Happened>(&row.id)).unwrap_err().kind, Kind::Internal);
    }
}

#[test]
fn commit_of_failed_transaction_is_reported_as_lost() {
    let Some(database) = Database::postgres() else { return };
    let store = open(&database);
    let mut conn = store.writer(TENANT).unwrap();
    conn.begin_write(TENANT, &[]).unwrap();
    conn.execute("INSERT INTO item VALUES (1, 'c1', 1, 1, NULL, 1, 0, 1, 0, 1)", &[]).unwrap();
    conn.execute("INSERT INTO item VALUES (1, 'c2', 1, 1, NULL, 1, 0, 1, 0, 1)", &[]).unwrap_err();
    // PostgreSQL answers this COMMIT without an error.
    assert!(matches!(conn.commit(), Err(DbError::Lost(_))));
    conn.begin_write(TENANT, &[]).unwrap();
    assert_eq!(count(&mut conn, "item"), Value::Int(0));
    conn.commit().unwrap();
}

/// Runs `change` as command `seq`, at as many microseconds.
fn command(store: &Store, seq: i64, change: impl FnOnce(&mut Session<'_>)) {
    write(store, |session| {
        session.begin_command(seq, Instant::from_micros(seq));
        change(session);
    });
}

#[test]
fn row_knows_its_changes_and_leaves_a_tombstone() {
    for database in databases() {
        let store = open(&database);
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let rename = |session: &mut Session<'_>, id: Uuid, title: &str| {
            let change = |paper: &mut Paper| {
                paper.title = title.to_owned();
                Ok(())
            };
            session.edit::<Paper>(&id, change).unwrap();
        };
        command(&store, 3, |session| {
            session.insert(Paper { id: a, title: "draft".into() }).unwrap();
            session.insert(Paper { id: b, title: "note".into() }).unwrap();
            rename(session, a, "still the same command");
        });
        command(&store, 5, |session| {
            rename(session, a, "one");
            rename(session, a, "two");
            assert_eq!(session.stamp::<Paper>(&a).map(|stamp| stamp.changed_seq), Some(5));
            session.delete::<Paper>(&b).unwrap();
        });
        command(&store, 6, |session| session.touch::<Paper>(&a).unwrap());

        let (stamp, version) = store
            .read(TENANT, |session| {
                session.get::<Paper>(&a)?;
                Ok((session.stamp::<Paper>(&a), session.version::<Paper>(&a)))
            })
            .unwrap();
        let at = Instant::from_micros;
        assert_eq!(stamp, Some(Stamp { created_at: at(3), created_seq: 3, updated_at: at(6), changed_seq: 6 }));
        assert_eq!(version, Some(5), "every edit is a new version");
        let mut conn = store.writer(TENANT).unwrap();
        conn.begin_write(TENANT, &[]).unwrap();
        let sql = "SELECT seq FROM record_change WHERE record = 'paper' AND id = $1 ORDER BY seq";
        assert_eq!(conn.query(sql, &[Value::Id(a)]).unwrap(), [[Value::Int(5)], [Value::Int(6)]]);
        // The creation of a deleted row, whose stamp has gone.
        assert_eq!(conn.query(sql, &[Value::Id(b)]).unwrap(), [[Value::Int(3)]]);
        let gone = conn.query("SELECT record, seq, at FROM tombstone", &[]).unwrap();
        assert_eq!(gone, [[Value::Text("paper".into()), Value::Int(5), Value::Int(5)]]);
        assert!(conn.execute("DELETE FROM tombstone", &[]).unwrap_err().is_refusal());
        conn.rollback().unwrap();
    }
}

#[test]
fn session_outside_a_tenant_sees_no_tables() {
    let Some(database) = Database::postgres() else { return };
    let store = open(&database);
    let mut conn = store.writer(TENANT).unwrap();
    assert!(conn.query("SELECT one FROM head", &[]).is_err());
    conn.begin_write(TENANT, &[]).unwrap();
    conn.commit().unwrap();
    assert!(conn.query("SELECT one FROM head", &[]).is_err());
    let Location::Postgres(url) = &database.place else { unreachable!() };
    assert!(Conn::to_server(url).unwrap().query("SELECT one FROM head", &[]).is_err());
}

#[test]
fn write_of_row_changed_by_others_is_refused() {
    for database in databases() {
        let store = open(&database);
        write(&store, |session| session.insert(item(1, 1, 1)).unwrap());
        for change in ["UPDATE item SET rank = 7, version = 9", "DELETE FROM item"] {
            let mut conn = store.writer(TENANT).unwrap();
            let mut set = WorkingSet::default();
            begin_batch(&mut conn, &mut set, TENANT, None).unwrap();
            let mut session = Session::new(&mut conn, &mut set, Instant::default());
            session
                .edit::<Item>(&1, |row| {
                    row.rank += 1;
                    Ok(())
                })
                .unwrap();
            session.conn().unwrap().execute(change, &[]).unwrap();
            session.flush().unwrap_err();
            assert!(matches!(session.failure, Some(DbError::Retry(_))), "{}: {:?}", database.name, session.failure);
            conn.rollback().unwrap();
        }
    }
}

#[test]
fn every_value_is_read_as_it_was_written() {
    for database in databases() {
        let store = open(&database);
        let texts = ["", "'\"\\", "é – با – 商", "\u{10ffff}", " x "];
        let items: Vec<Item> = [i64::MIN, -1, 0, 1, i64::MAX]
            .into_iter()
            .zip(texts)
            .map(|(n, code)| Item {
                id: n,
                code: code.into(),
                kind: n,
                rank: n,
                note: (n != 0).then(|| code.repeat(20)),
            })
            .collect();
        let happened = |n: u8| Happened {
            id: Uuid::from_u128(n.into()),
            kind: 0,
            what: vec![n; usize::from(n) * 16],
            loud: n.is_multiple_of(2),
            who: (n > 1).then(|| Uuid::from_u128(u128::MAX)),
        };
        write(&store, |session| {
            items.iter().for_each(|row| session.insert(row.clone()).unwrap());
            (0..4).for_each(|n| session.insert(happened(n)).unwrap());
        });
        let read = |session: &mut Session<'_>| {
            for row in &items {
                assert_eq!(*session.get::<Item>(&row.id)?.unwrap(), *row);
                assert_eq!(*session.find(Item::BY_CODE, row.code.as_str())?.unwrap(), *row);
            }
            let rows = session.scan(Happened::BY_KIND, 0)?;
            assert_eq!(
                rows.iter().map(|row| (**row).clone()).collect::<Vec<_>>(),
                (0..4).map(happened).collect::<Vec<_>>()
            );
            Ok(())
        };
        store.read(TENANT, read).unwrap();
        write(&store, |session| read(session).unwrap());
    }
}

#[test]
fn texts_are_ordered_by_their_bytes() {
    for database in databases() {
        let store = open(&database);
        let codes = ["B", "a", "Z", "ä", "z", "_", "10", "9"];
        write(&store, |session| {
            for (n, code) in codes.iter().enumerate() {
                session.insert(Item { code: (*code).into(), ..item(n as i64, 1, 1) }).unwrap();
            }
        });
        let ordered = |session: &mut Session<'_>| session.query("SELECT code FROM item ORDER BY code, id", &[]);
        let found = store.read(TENANT, ordered).unwrap();
        let mut expected = codes;
        expected.sort_unstable();
        assert_eq!(found, expected.map(|code| vec![Value::Text(code.into())]));
    }
}

#[test]
fn scan_of_too_many_rows_is_refused_and_not_remembered_as_complete() {
    for database in databases() {
        let store = open(&database);
        let mut rows =
            (0..MAX_SCAN as i64 + 50).map(|n| item(n, 1, n % 200)).chain((0..10).map(|n| item(-1 - n, 2, n)));
        write(&store, |session| rows.try_for_each(|row| session.insert_new(row)).unwrap());
        write(&store, |session| {
            // Both ranges are loaded together; only one of them fits.
            let mut read = store::Prefetch::new(session.set, Instant::default());
            assert!(read.scan(Item::BY_KIND_RANK, 1).is_err() && read.scan(Item::BY_KIND_RANK, 2).is_err());
            drop(session.load_requested());
            assert_eq!(session.scan(Item::BY_KIND_RANK, 2).unwrap().len(), 10);
            assert_eq!(session.scan(Item::BY_KIND_RANK, 1).unwrap_err().code, "too_many_rows");
            for rank in [0, 57, 199] {
                let expected = (0..MAX_SCAN as i64 + 50).filter(|n| n % 200 == rank);
                let found = session.scan(Item::BY_KIND_RANK, (1, rank)).unwrap();
                assert_eq!(found.iter().map(|row| row.id).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            }
        });
    }
}

#[test]
fn counter_and_append_only_tables_refuse_other_writes() {
    for database in databases() {
        let store = open(&database);
        let total = || Total { name: "n".into(), day: 1, amount: 5, times: 1 };
        write(&store, |session| {
            assert_eq!(session.insert(total()).unwrap_err().kind, Kind::Internal);
            assert_eq!(session.delete::<Total>(&("n".into(), 1)).unwrap_err().kind, Kind::Internal);
            assert_eq!(session.add(item(1, 1, 1)).unwrap_err().kind, Kind::Internal);
            assert_eq!(session.insert(Item { code: "x".repeat(11), ..item(1, 1, 1) }).unwrap_err().kind, Kind::Invalid);
            assert_eq!(
                session.insert(Item { note: Some("\0".into()), ..item(1, 1, 1) }).unwrap_err().kind,
                Kind::Invalid
            );
            session.insert(Item { code: "é".repeat(10), ..item(1, 1, 1) }).unwrap();
        });
    }
}

#[test]
fn panicking_reader_releases_its_permit() {
    for database in databases() {
        let store = open(&database);
        for _ in 0..40 {
            let read = || store.read(TENANT, |_| -> kernel::Result<()> { panic!("as ordered") });
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_err();
        }
        store.read(TENANT, |session| session.get::<store::Head>(&1)).unwrap().unwrap();
    }
}

#[test]
fn readers_beyond_the_limit_wait_and_finish() {
    for database in databases() {
        let store = open(&database);
        write(&store, |session| session.insert(item(1, 1, 1)).unwrap());
        std::thread::scope(|scope| {
            for _ in 0..50 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        assert!(store.read(TENANT, |session| session.get::<Item>(&1)).unwrap().is_some());
                    }
                });
            }
        });
    }
}

/// A read that holds its permit until it is told to end.
fn hold<'a>(scope: &'a std::thread::Scope<'a, '_>, store: &'a Store, tenant: Uuid) -> Sender<()> {
    let (begun, has_begun) = channel();
    let (end, ends) = channel::<()>();
    scope.spawn(move || {
        store.read(tenant, |_| {
            begun.send(()).unwrap();
            ends.recv().unwrap_err();
            Ok(())
        })
    });
    has_begun.recv().unwrap();
    end
}

#[test]
fn reads_of_a_busy_company_leave_permits_to_others() {
    for database in databases() {
        let store = open(&database);
        let other = Uuid::from_u128(6);
        store.migrate(other).unwrap();
        let head = |session: &mut Session<'_>| session.one::<store::Head>(&1);
        std::thread::scope(|scope| {
            let held: Vec<_> = (0..8).map(|_| hold(scope, &store, TENANT)).collect();
            let waiting = scope.spawn(|| store.read(TENANT, head).map(|head| head.tenant));
            assert_eq!(store.read(other, head).unwrap().tenant, other);
            assert_eq!(store.read(CONTROL, head).unwrap().tenant, CONTROL);
            // A log-in looks up the member in the busy company.
            assert_eq!(store.look_up(TENANT, head).unwrap().tenant, TENANT);
            assert!(!waiting.is_finished());
            drop(held);
            assert_eq!(waiting.join().unwrap().unwrap(), TENANT);
        });
    }
}

#[test]
fn readers_of_one_snapshot_see_the_same_rows_while_others_write() {
    for database in databases() {
        let store = open(&database);
        let stop = &AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                let mut conn = store.writer(TENANT).unwrap();
                for n in (0..500).take_while(|_| !stop.load(Ordering::Relaxed)) {
                    conn.begin_write(TENANT, &[]).unwrap();
                    let sql = "INSERT INTO total (name, day, amount, times) VALUES ('a', $1, 1, 1)";
                    conn.execute(sql, &[Value::Int(n)]).unwrap();
                    conn.commit().unwrap();
                }
            });
            for _ in 0..20 {
                let mut readers = store.read_in_parallel(TENANT, 3).unwrap();
                assert_eq!(readers.len(), 3);
                let mut count =
                    |n: usize| readers[n].read(|read| read.query("SELECT count(*) FROM total", &[])).unwrap();
                let counted = [count(2), count(0), count(1), count(2)];
                assert!(counted.iter().all(|rows| *rows == counted[0]), "{counted:?}");
            }
            stop.store(true, Ordering::Relaxed);
            writing.join().unwrap();
        });
    }
}

#[test]
#[ignore = "drill: on a busy machine the thread in the background is held up for any length of time"]
fn drill_the_wal_stays_short_under_a_writer_that_never_rests() {
    let database = Database::sqlite();
    let store = open(&database);
    let mut conn = store.writer(TENANT).unwrap();
    let mut wal = store.file(TENANT).unwrap().into_os_string();
    wal.push("-wal");
    let mut longest = 0;
    for n in 0..300 {
        conn.begin_write(TENANT, &[]).unwrap();
        let (id, what) = (Value::Id(Uuid::from_u128(n)), Value::Bytes(vec![7; 1 << 20]));
        conn.execute("INSERT INTO happened VALUES ($1, 1, $2, FALSE, NULL, 0, 1, 0, 1)", &[id, what]).unwrap();
        conn.commit().unwrap();
        longest = longest.max(std::fs::metadata(&wal).unwrap().len());
    }
    assert!(longest < 160 << 20, "{} MiB", longest >> 20);
}
