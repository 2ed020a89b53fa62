//! The working set against a naive model: maps that are copied before every command and put back when it fails.

use crate::{Item, TENANT, Total, open};
use kernel::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::BTreeMap;
use store::{
    Conn, DbResult, Head, Load, Loaded, Prefetch, Read, Session, Source, Stamp, Value, WorkingSet, Write, begin_batch,
};
use testkit::{Database, databases};

#[derive(Clone, Debug)]
enum Step {
    Insert(i64, u8, i64, i64),
    Edit(i64, u8, i64, i64),
    Delete(i64),
    Add(u8, i64, i64),
    Get(i64),
    GetTotal(u8, i64),
    Find(u8),
    Scan(i64),
    ScanRank(i64, i64),
    /// The next rows of a kind behind a row that may not exist: kind, rank, id, how many.
    ScanAfter(i64, Option<(i64, i64)>, usize),
    NeedNext(i64, Option<(i64, i64)>, usize),
    NeedAll(i64, u8),
    /// The command ends well: its changes are the batch's.
    Merge,
    /// The command is refused: nothing of it remains.
    Drop,
    /// A query makes the batch's changes go to the database.
    Flush,
    /// The batch is on its way to the database, and the next one runs on top of it.
    HandOver,
    /// It is committed, and the working set has not been told.
    Land,
    /// The batch is committed; the next one begins warm.
    CommitWarm,
    /// The same, and nothing is kept.
    CommitCold,
    /// Documents are forgotten between batches.
    Lost,
}

fn step() -> impl Strategy<Value = Step> {
    let (id, code, kind, rank) = (0..8_i64, 0..8_u8, 0..3_i64, 0..3_i64);
    let row = || (id.clone(), code.clone(), kind.clone(), rank.clone());
    let next = || (kind.clone(), proptest::option::of((rank.clone(), id.clone())), 1..4_usize);
    prop_oneof![
        6 => row().prop_map(|(id, code, kind, rank)| Step::Insert(id, code, kind, rank)),
        6 => row().prop_map(|(id, code, kind, rank)| Step::Edit(id, code, kind, rank)),
        3 => id.clone().prop_map(Step::Delete),
        5 => (0..3_u8, 0..2_i64, -3..9_i64).prop_map(|(name, day, amount)| Step::Add(name, day, amount)),
        3 => id.clone().prop_map(Step::Get),
        4 => (0..3_u8, 0..2_i64).prop_map(|(name, day)| Step::GetTotal(name, day)),
        3 => code.clone().prop_map(Step::Find),
        3 => kind.clone().prop_map(Step::Scan),
        3 => (kind.clone(), rank.clone()).prop_map(|(kind, rank)| Step::ScanRank(kind, rank)),
        6 => next().prop_map(|(kind, after, limit)| Step::ScanAfter(kind, after, limit)),
        2 => next().prop_map(|(kind, after, limit)| Step::NeedNext(kind, after, limit)),
        2 => (kind.clone(), code.clone()).prop_map(|(kind, code)| Step::NeedAll(kind, code)),
        5 => Just(Step::Merge),
        4 => Just(Step::Drop),
        2 => Just(Step::Flush),
        4 => Just(Step::HandOver),
        2 => Just(Step::Land),
        2 => Just(Step::CommitWarm),
        1 => Just(Step::CommitCold),
        1 => Just(Step::Lost),
    ]
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
    items: BTreeMap<i64, Item>,
    stamps: BTreeMap<i64, Stamp>,
    totals: BTreeMap<(String, i64), (i64, i64)>,
}

impl Model {
    fn by_code(&self, code: &str) -> Option<&Item> {
        self.items.values().find(|item| item.code == code)
    }

    fn under(&self, kind: i64, rank: Option<i64>) -> Vec<Item> {
        let rows = self.items.values().filter(|item| item.kind == kind && rank.is_none_or(|rank| item.rank == rank));
        let mut rows: Vec<Item> = rows.cloned().collect();
        rows.sort_by_key(|row| (row.kind, row.rank, row.id));
        rows
    }

    fn after(&self, kind: i64, after: Option<(i64, i64)>, limit: usize) -> Vec<Item> {
        let rows = self.under(kind, None).into_iter();
        rows.filter(|row| after.is_none_or(|after| (row.rank, row.id) > after)).take(limit).collect()
    }
}

fn code(n: u8) -> String {
    format!("code {n}")
}

fn name(n: u8) -> String {
    format!("total {n}")
}

/// A row at a position, whether the table holds it or not.
fn position(kind: i64, (rank, id): (i64, i64)) -> Item {
    Item { id, code: String::new(), kind, rank, note: None }
}

fn same(what: &str, found: &[std::sync::Arc<Item>], expected: &[Item]) {
    let found: Vec<Item> = found.iter().map(|row| (**row).clone()).collect();
    assert_eq!(found, expected, "{what}");
}

/// One read or change, by the working set and by the model.
fn try_step(session: &mut Session<'_>, model: &mut Model, step: &Step, seq: i64) {
    let at = Instant::from_micros(1_000 + seq);
    session.begin_command(seq, at);
    match step {
        Step::Insert(id, n, kind, rank) => {
            let row = Item { id: *id, code: code(*n), kind: *kind, rank: *rank, note: None };
            let fits = !model.items.contains_key(id) && model.by_code(&row.code).is_none();
            assert_eq!(session.insert(row.clone()).is_ok(), fits, "{step:?}");
            if fits {
                model.items.insert(*id, row);
                let stamp = Stamp { created_at: at, created_seq: seq, updated_at: at, changed_seq: seq };
                model.stamps.insert(*id, stamp);
            }
        }
        Step::Edit(id, n, kind, rank) => {
            let row = Item { id: *id, code: code(*n), kind: *kind, rank: *rank, note: Some("edited".into()) };
            let fits = model.items.contains_key(id) && model.by_code(&row.code).is_none_or(|other| other.id == *id);
            let edited = session.edit::<Item>(id, |old| {
                *old = row.clone();
                Ok(())
            });
            assert_eq!(edited.is_ok(), fits, "{step:?}");
            if let Some(stamp) = model.stamps.get_mut(id).filter(|_| fits) {
                model.items.insert(*id, row);
                (stamp.updated_at, stamp.changed_seq) = (at, seq);
            }
        }
        Step::Delete(id) => {
            model.stamps.remove(id);
            assert_eq!(session.delete::<Item>(id).is_ok(), model.items.remove(id).is_some(), "{step:?}");
        }
        Step::Add(n, day, amount) => {
            session.add(Total { name: name(*n), day: *day, amount: *amount, times: 1 }).unwrap();
            let total = model.totals.entry((name(*n), *day)).or_default();
            *total = (total.0 + amount, total.1 + 1);
        }
        Step::Get(id) => {
            let found = session.get::<Item>(id).unwrap().map(|row| (*row).clone());
            assert_eq!(found.as_ref(), model.items.get(id), "{step:?}");
            assert_eq!(session.stamp::<Item>(id).as_ref(), model.stamps.get(id), "{step:?}");
        }
        Step::GetTotal(n, day) => {
            let found = session.get::<Total>(&(name(*n), *day)).unwrap().map(|row| (row.amount, row.times));
            assert_eq!(found, model.totals.get(&(name(*n), *day)).copied(), "{step:?}");
        }
        Step::Find(n) => {
            let found = session.find(Item::BY_CODE, code(*n)).unwrap().map(|row| (*row).clone());
            assert_eq!(found.as_ref(), model.by_code(&code(*n)), "{step:?}");
        }
        Step::Scan(kind) => {
            same("scan", &session.scan(Item::BY_KIND_RANK, *kind).unwrap(), &model.under(*kind, None));
        }
        Step::ScanRank(kind, rank) => {
            let found = session.scan(Item::BY_KIND_RANK, (*kind, *rank)).unwrap();
            same("scan of a rank", &found, &model.under(*kind, Some(*rank)));
        }
        Step::ScanAfter(kind, after, limit) => {
            let row = after.map(|place| position(*kind, place));
            let found = session.scan_after(Item::BY_KIND_RANK, *kind, row.as_ref(), *limit).unwrap();
            same("the next rows", &found, &model.after(*kind, *after, *limit));
        }
        Step::NeedNext(kind, after, limit) => {
            let row = after.map(|place| position(*kind, place));
            for _ in 0..10 {
                let mut read = Prefetch::new(session.set, Instant::default());
                if let Ok(found) = read.scan_after(Item::BY_KIND_RANK, *kind, row.as_ref(), *limit) {
                    return same("the next rows, prefetched", &found, &model.after(*kind, *after, *limit));
                }
                assert!(session.load_requested().unwrap(), "what is not known is asked for");
            }
            panic!("the next rows are never known");
        }
        Step::NeedAll(kind, n) => {
            let mut read = Prefetch::new(session.set, Instant::default());
            read.scan(Item::BY_KIND_RANK, *kind).ok();
            read.find(Item::BY_CODE, code(*n)).ok();
            read.get::<Item>(kind).ok();
            read.get::<Total>(&(name(*n % 3), 1)).ok();
            session.load_requested().unwrap();
        }
        _ => {}
    }
}

/// What the database holds, read without any working set.
fn stored(conn: &mut Conn) -> Model {
    let mut model = Model::default();
    let stamp = "created_at, created_seq, updated_at, changed_seq";
    for row in conn.query(&format!("SELECT id, code, kind, rank, note, {stamp} FROM item"), &[]).unwrap() {
        if let [Value::Int(id), Value::Text(code), Value::Int(kind), Value::Int(rank), note, stamp @ ..] = &row[..] {
            let note = if let Value::Text(note) = note { Some(note.clone()) } else { None };
            model.items.insert(*id, Item { id: *id, code: code.clone(), kind: *kind, rank: *rank, note });
            let [Value::Int(created), Value::Int(created_seq), Value::Int(updated), Value::Int(changed_seq)] = stamp
            else {
                panic!("{stamp:?}");
            };
            let (created_at, updated_at) = (Instant::from_micros(*created), Instant::from_micros(*updated));
            let stamp = Stamp { created_at, created_seq: *created_seq, updated_at, changed_seq: *changed_seq };
            model.stamps.insert(*id, stamp);
        }
    }
    for row in conn.query("SELECT name, day, amount, times FROM total", &[]).unwrap() {
        if let [Value::Text(name), Value::Int(day), Value::Int(amount), Value::Int(times)] = &row[..] {
            model.totals.insert((name.clone(), *day), (*amount, *times));
        }
    }
    let count = conn.query("SELECT total FROM row_count WHERE name = 'item'", &[]).unwrap();
    let count = count.first().map_or(0, |row| if let Value::Int(count) = row[0] { count } else { -1 });
    assert_eq!(count, model.items.len() as i64, "the count of rows");
    model
}

/// Ends the batch and begins the next one.
fn commit(conn: &mut Conn, set: &mut WorkingSet, head: &mut Head) {
    let mut writes = set.writes();
    let next = Head { seq: head.seq + 1, hash: [head.seq as u8; 32], ..head.clone() };
    writes.insert(0, head.advance(&next));
    conn.write(&writes).unwrap();
    set.flushed().unwrap();
    conn.commit().unwrap();
    set.committed();
    *head = begin_batch(conn, set, TENANT, Some(&next)).unwrap();
    assert_eq!(*head, next);
}

/// What was handed over: its writes, the heads around it, and whether they are committed.
struct Flight {
    writes: Vec<Write>,
    before: Head,
    after: Head,
    has_landed: bool,
}

impl Flight {
    fn land(&mut self, conn: &mut Conn) {
        if !self.has_landed {
            conn.write(&self.writes).unwrap();
            conn.commit().unwrap();
            conn.begin_write(TENANT, &[]).unwrap();
            self.has_landed = true;
        }
    }
}

/// Loads from snapshots as long as a flight is up.
struct Beside<'a> {
    conn: &'a mut Conn,
    reader: &'a mut Conn,
    flight: Option<&'a Flight>,
}

impl Source for Beside<'_> {
    fn load(&mut self, loads: &[Load]) -> DbResult<Loaded> {
        let Some(flight) = self.flight else { return Source::load(self.conn, loads) };
        let (head, rows) = self.reader.load_snapshot(TENANT, loads)?;
        assert_eq!(head, if flight.has_landed { flight.after.clone() } else { flight.before.clone() });
        Ok(Loaded { rows, is_behind: !flight.has_landed })
    }

    fn transaction(&mut self) -> DbResult<&mut Conn> {
        Ok(self.conn)
    }
}

fn run(database: &Database, script: &[Step]) {
    let store = open(database);
    drop(store.drop_tenant(TENANT));
    store.migrate(TENANT).unwrap();
    let mut conn = store.writer(TENANT).unwrap();
    let mut set = WorkingSet::default();
    let mut head = begin_batch(&mut conn, &mut set, TENANT, None).unwrap();
    let (mut reader, mut flight) = (store.loader(TENANT).unwrap(), None::<Flight>);
    // As the command sees it, as the batch left it.
    let (mut model, mut batch, mut seq) = (Model::default(), Model::default(), 1);
    for step in script.iter().chain([&Step::Merge, &Step::Flush, &Step::CommitWarm, &Step::CommitCold]) {
        match step {
            Step::Merge => {
                set.merge_command();
                seq += 1;
                batch = model.clone();
            }
            Step::Drop => {
                set.drop_command();
                model = batch.clone();
            }
            // Only between commands, as in the writer.
            Step::HandOver | Step::Flush | Step::CommitWarm | Step::CommitCold | Step::Lost if model != batch => {}
            Step::Land => flight.iter_mut().for_each(|flight| flight.land(&mut conn)),
            Step::HandOver | Step::Flush | Step::CommitWarm | Step::CommitCold | Step::Lost if flight.is_some() => {
                flight.take().unwrap().land(&mut conn);
                set.landed();
            }
            Step::HandOver => {
                set.merge_command();
                let mut writes = set.writes();
                let after = Head { seq: head.seq + 1, hash: [head.seq as u8; 32], ..head.clone() };
                writes.insert(0, head.advance(&after));
                set.hand_over().unwrap();
                flight = Some(Flight { writes, before: head, after: after.clone(), has_landed: false });
                head = after;
            }
            Step::Flush => {
                set.merge_command();
                Session::new(&mut conn, &mut set, Instant::default()).flush().unwrap();
                assert_eq!(stored(&mut conn), batch, "after a flush");
            }
            Step::CommitWarm | Step::CommitCold => {
                set.merge_command();
                commit(&mut conn, &mut set, &mut head);
                if matches!(step, Step::CommitCold) {
                    set = WorkingSet::default();
                }
                assert_eq!(stored(&mut conn), batch, "after a commit");
            }
            Step::Lost => {
                // Another process wrote: its hash is not ours.
                set.merge_command();
                commit(&mut conn, &mut set, &mut head);
                conn.rollback().unwrap();
                let stale = Head { hash: [99; 32], ..head.clone() };
                Session::new(&mut conn, &mut set, Instant::default()).set.merge_command();
                head = begin_batch(&mut conn, &mut set, TENANT, Some(&stale)).unwrap();
                assert!(set.is_empty());
            }
            step => {
                let mut source = Beside { conn: &mut conn, reader: &mut reader, flight: flight.as_ref() };
                try_step(&mut Session::new(&mut source, &mut set, Instant::default()), &mut model, step, seq);
            }
        }
    }
    conn.rollback().unwrap();
}

#[test]
fn working_set_agrees_with_naive_model() {
    for database in databases() {
        let cases = if database.name == "sqlite" { 150 } else { 15 };
        let config = Config { cases, rng_seed: RngSeed::Fixed(3), ..Config::default() };
        let scripts = proptest::collection::vec(step(), 20..120);
        let tried = TestRunner::new(config).run(&scripts, |script| {
            run(&database, &script);
            Ok(())
        });
        tried.unwrap();
    }
}
