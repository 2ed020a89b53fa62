//! A tiny business to prove the writer with: accounts with a balance, moves between them, tallies, and tickets whose
//! constraints only the database knows.

use command::{Command, CommandEntry, Method, Module, SeriesKind, Tx};
use kernel::{Error, Id, Result};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, mpsc};
use store::{Prefetch, Read, Record, Value, migration};
use uuid::Uuid;

/// The bank's tables, and the commands that are replayed from the log.
pub(crate) fn modules() -> Vec<Module> {
    let migrations = vec![migration!("bank", 1, "bank")];
    let commands = vec![
        CommandEntry::of::<Open>(Method::Post, "/open/"),
        CommandEntry::of::<Transfer>(Method::Post, "/transfer/"),
        CommandEntry::of::<Buy>(Method::Post, "/buy/"),
        CommandEntry::of::<StampFor>(Method::Post, "/stamp/"),
        CommandEntry::of::<Mark>(Method::Post, "/mark/"),
        CommandEntry::of::<Rename>(Method::Post, "/rename/"),
        CommandEntry::of::<Close>(Method::Post, "/close/"),
        CommandEntry::of::<Gift>(Method::Post, "/gift/"),
        CommandEntry::of::<Count>(Method::Post, "/count/"),
        CommandEntry::of::<Many>(Method::Post, "/many/"),
        CommandEntry::of::<NeedPanics>(Method::Post, "/need/"),
        CommandEntry::of::<Stamp>(Method::Post, "/ticket/"),
        CommandEntry::of::<Traced>(Method::Post, "/trace/"),
        CommandEntry::of::<Pass>(Method::Post, "/pass/"),
        CommandEntry::of::<Ask>(Method::Post, "/ask/"),
        CommandEntry::of::<Alone>(Method::Post, "/alone/"),
    ];
    vec![Module { name: "bank", migrations, commands, ..Module::default() }]
}

mod errors {
    kernel::problems! {
        pub(crate) insufficient_funds() = Conflict "insufficient_funds", "Insufficient funds": "There is not enough money.";
        pub(crate) sold_out() = Conflict "sold_out", "Sold out": "No unit is left.";
    }
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "account", unique(code), scan(owner, balance), row_counted, audited)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    #[field(max = 20)]
    pub(crate) code: String,
    pub(crate) owner: i64,
    pub(crate) balance: i64,
    pub(crate) note: Option<String>,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "move", append_only, hash_chained, row_counted, scan(account))]
pub(crate) struct Move {
    pub(crate) id: Uuid,
    pub(crate) account: Uuid,
    pub(crate) amount: i64,
    pub(crate) inward: bool,
}

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tally", key(name, day), counters)]
pub(crate) struct Tally {
    pub(crate) name: String,
    pub(crate) day: i64,
    #[field(counter)]
    pub(crate) total: i64,
    #[field(counter)]
    pub(crate) times: i64,
}

/// Its label is unique, its account must exist and its amount is small: the record says none of it.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "ticket", unstamped, transient, scan(account))]
pub(crate) struct Ticket {
    pub(crate) id: Uuid,
    pub(crate) label: String,
    pub(crate) amount: i64,
    pub(crate) account: Uuid,
}

macro_rules! command {
    ($(#[$meta:meta])* $name:ident = $text:literal { $($field:ident: $type:ty),* } -> $output:ty $(, $constant:ident = $value:literal)?;
     $([$me:ident, $need:ident] $needs:block)? |$self:ident, $tx:ident| $run:block) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Serialize, Deserialize, kernel::ToSchema)]
        pub(crate) struct $name { $(pub(crate) $field: $type),* }
        impl Command for $name {
            const NAME: &'static str = $text;
            $(const $constant: bool = $value;)?
            type Output = $output;
            $(fn prefetch(&self, $need: &mut Prefetch<'_>) { let $me = self; $needs })?
            fn run(&self, $tx: &mut Tx<'_, '_>) -> Result<$output> { let $self = self; $run }
        }
    };
}

fn account(tx: &mut Tx<'_, '_>, code: &str) -> Result<std::sync::Arc<Account>> {
    tx.find(Account::BY_CODE, code)?.ok_or_else(|| Error::not_found("account", code))
}

command! {
    /// Opens an account.
    Open = "bank.account.open" { code: String, owner: i64, balance: i64 } -> Id<Account>;
    [me, read] { read.find(Account::BY_CODE, me.code.as_str()).ok(); }
    |me, tx| {
        let id = tx.id::<Account>();
        tx.number("account", SeriesKind::Gapless)?;
        tx.insert(Account { id: id.uuid(), code: me.code.clone(), owner: me.owner, balance: me.balance, note: None })?;
        Ok(id)
    }
}

command! {
    /// Moves money; 409 where there is not enough.
    Transfer = "bank.money.transfer" { from: String, to: String, amount: i64 } -> i64;
    [me, read] {
        read.find(Account::BY_CODE, me.from.as_str()).ok();
        read.find(Account::BY_CODE, me.to.as_str()).ok();
    }
    |me, tx| {
        let (from, to) = (account(tx, &me.from)?, account(tx, &me.to)?);
        for (account, amount) in [(&from, -me.amount), (&to, me.amount)] {
            tx.edit::<Account>(&account.id, |row| { row.balance += amount; Ok(()) })?;
            let id = tx.id::<Move>().uuid();
            tx.insert_new(Move { id, account: account.id, amount, inward: amount > 0 })?;
            tx.add(Tally { name: format!("owner {}", account.owner), day: tx.now().micros() / 86_400_000_000, total: amount, times: 1 })?;
        }
        let number = tx.number("transfer", SeriesKind::Gapless)?;
        // Only now, so that a refusal has something to take back.
        if from.balance < me.amount {
            return Err(errors::insufficient_funds());
        }
        Ok(number)
    }
}

command! {
    /// Takes one unit, if there is one.
    Buy = "bank.unit.buy" { code: String } -> i64;
    [me, read] { read.find(Account::BY_CODE, me.code.as_str()).ok(); }
    |me, tx| {
        let unit = account(tx, &me.code)?;
        let left = tx.edit::<Account>(&unit.id, |row| { row.balance -= 1; Ok(()) })?.balance;
        if left < 0 { return Err(errors::sold_out()); }
        Ok(left)
    }
}

command! {
    Rename = "bank.account.rename" { code: String, to: String } -> ();
    |me, tx| {
        let found = account(tx, &me.code)?;
        tx.edit::<Account>(&found.id, |row| { row.code = me.to.clone(); row.note = Some(format!("was {}", me.code)); Ok(()) })?;
        Ok(())
    }
}

command! {
    Close = "bank.account.close" { code: String } -> ();
    |me, tx| {
        let found = account(tx, &me.code)?;
        tx.delete::<Account>(&found.id)
    }
}

command! {
    /// Gives everybody under an owner one unit, and tells what the scans before and after saw.
    Gift = "bank.money.gift" { owner: i64 } -> (Vec<String>, i64);
    |me, tx| {
        let rows = tx.scan(Account::BY_OWNER_BALANCE, me.owner)?;
        for row in &rows {
            tx.edit::<Account>(&row.id, |row| { row.balance += 1; Ok(()) })?;
        }
        let after: i64 = tx.scan(Account::BY_OWNER_BALANCE, me.owner)?.iter().map(|row| row.balance).sum();
        Ok((rows.iter().map(|row| row.code.clone()).collect(), after))
    }
}

command! {
    /// Adds to a tally and tells what it holds now.
    Count = "bank.tally.count" { name: String, by: i64, look: bool } -> Option<(i64, i64)>;
    |me, tx| {
        tx.add(Tally { name: me.name.clone(), day: 1, total: me.by, times: 1 })?;
        if !me.look { return Ok(None) }
        Ok(tx.get::<Tally>(&(me.name.clone(), 1))?.map(|row| (row.total, row.times)))
    }
}

command! {
    /// A row whose rules only the database knows.
    Stamp = "bank.ticket.stamp" { label: String, amount: i64, account: Uuid } -> Uuid;
    |me, tx| {
        let id = tx.id::<Ticket>().uuid();
        tx.insert_new(Ticket { id, label: me.label.clone(), amount: me.amount, account: me.account })?;
        tx.add(Tally { name: "tickets".into(), day: 0, total: 1, times: 1 })?;
        Ok(id)
    }
}

command! {
    /// A ticket of the account with this code, or of none.
    StampFor = "bank.ticket.stamp_for" { label: String, amount: i64, code: String } -> Id<Ticket>;
    |me, tx| {
        let account = tx.find(Account::BY_CODE, me.code.as_str())?.map_or(Uuid::nil(), |row| row.id);
        Stamp { label: me.label.clone(), amount: me.amount, account }.run(tx).map(Id::from_uuid)
    }
}

command! {
    /// Adds one to every ticket of an account.
    Mark = "bank.ticket.mark" { code: String } -> i64;
    |me, tx| {
        let found = account(tx, &me.code)?;
        let tickets = tx.scan(Ticket::BY_ACCOUNT, found.id)?;
        for ticket in &tickets {
            tx.edit::<Ticket>(&ticket.id, |row| { row.amount += 1; Ok(()) })?;
        }
        Ok(tickets.len() as i64)
    }
}

/// A gate's name, where it says that the command has come, and where it hears that it may go on.
type Closed = (String, mpsc::Sender<()>, mpsc::Receiver<()>);

/// The gates that wait for their command.
static GATES: Mutex<Vec<Closed>> = Mutex::new(Vec::new());

command! {
    /// Stops in memory while the gate of this name is closed. It can be closed once.
    Pass = "bank.gate.pass" { gate: String } -> ();
    |me, tx| {
        let mut gates = GATES.lock().unwrap();
        let gate = gates.iter().position(|gate| gate.0 == me.gate).map(|n| gates.remove(n));
        drop(gates);
        if let Some((_, come, opened)) = gate {
            come.send(()).unwrap();
            opened.recv().unwrap_err();
        }
        tx.add(Tally { name: "passed".into(), day: 0, total: 1, times: 1 })
    }
}

/// A closed gate, see [`Pass`]; dropping it opens it.
pub(crate) struct Gate {
    come: mpsc::Receiver<()>,
    _open: mpsc::Sender<()>,
}

impl Gate {
    pub(crate) fn close(name: &str) -> Gate {
        let ((has_come, come), (_open, opened)) = (mpsc::channel(), mpsc::channel());
        GATES.lock().unwrap().push((name.to_owned(), has_come, opened));
        Gate { come, _open }
    }

    /// Waits until the command stands before the gate.
    pub(crate) fn wait(&self) {
        self.come.recv().unwrap();
    }
}

command! {
    Panic = "bank.bug.panic" { code: String } -> ();
    |me, tx| {
        let id = tx.id::<Account>().uuid();
        tx.insert(Account { id, code: me.code.clone(), owner: 1, balance: 1, note: None })?;
        tx.add(Tally { name: "panics".into(), day: 0, total: 1, times: 1 })?;
        panic!("as ordered")
    }
}

command! {
    NeedPanics = "bank.bug.need" { code: String } -> ();
    [me, read] { read.find(Account::BY_CODE, me.code.as_str()).ok(); panic!("as ordered") }
    |me, tx| { account(tx, &me.code).map(|_| ()) }
}

command! {
    /// Asks the database, then writes down what it said.
    Ask = "bank.money.ask" { late: bool } -> i64;
    |me, tx| {
        if me.late {
            tx.add(Tally { name: "late".into(), day: 0, total: 1, times: 1 })?;
        }
        let rows = tx.query("SELECT CAST(coalesce(sum(balance), 0) AS bigint) FROM account WHERE owner < $1", &[Value::Int(1_000)])?;
        let Some([Value::Int(sum)]) = rows.first().map(Vec::as_slice) else { return Err(kernel::defect("no sum")) };
        tx.add(Tally { name: "asked".into(), day: 0, total: *sum, times: 1 })?;
        Ok(*sum)
    }
}

command! {
    Alone = "bank.work.alone" { code: String } -> i64, SOLO = true;
    |me, tx| {
        let found = account(tx, &me.code)?;
        Ok(tx.edit::<Account>(&found.id, |row| { row.balance *= 2; Ok(()) })?.balance)
    }
}

command! {
    /// Many rows at once.
    Many = "bank.move.many" { rows: i64 } -> ();
    |me, tx| {
        for amount in 0..me.rows {
            let id = tx.id::<Move>().uuid();
            tx.insert_new(Move { id, account: Uuid::nil(), amount, inward: true })?;
        }
        Ok(())
    }
}

/// What makes a replay differ: every process and every run counts on.
static WORLD: AtomicI64 = AtomicI64::new(0);

command! {
    /// What no command may do: an id from outside.
    Nondeterministic = "bank.bug.id" {} -> Uuid;
    |_me, tx| {
        let id = Uuid::from_u128(WORLD.fetch_add(1, Ordering::Relaxed) as u128);
        tx.insert(Move { id, account: Uuid::nil(), amount: 1, inward: true })?;
        Ok(id)
    }
}

static TRACE: Mutex<Vec<(String, bool)>> = Mutex::new(Vec::new());

fn trace(tag: &str, runs: bool) {
    TRACE.lock().unwrap().push((tag.to_owned(), runs));
}

command! {
    /// Leaves a trace of when it was prepared and run, and writes `rows` rows.
    Traced = "bank.trace.leave" { tag: String, rows: i64 } -> ();
    [me, _read] { trace(&me.tag, false) }
    |me, tx| {
        trace(&me.tag, true);
        Many { rows: me.rows }.run(tx)
    }
}

command! {
    /// The same, alone in its batch.
    TracedAlone = "bank.trace.alone" { tag: String } -> (), SOLO = true;
    [me, _read] { trace(&me.tag, false) }
    |me, _tx| { trace(&me.tag, true); Ok(()) }
}

/// Which of the traced commands whose tag begins with `prefix` ran in which batch: what is prepared together and then run.
pub(crate) fn traced_batches(prefix: &str) -> Vec<Vec<String>> {
    let mut batches: Vec<Vec<String>> = Vec::new();
    let mut preparing = true;
    for (tag, runs) in TRACE.lock().unwrap().iter().filter(|(tag, _)| tag.starts_with(prefix)) {
        if *runs && preparing {
            batches.push(Vec::new());
        }
        if let Some(batch) = batches.last_mut().filter(|_| *runs) {
            batch.push(tag[prefix.len()..].to_owned());
        }
        preparing = !runs;
    }
    batches
}

/// Keeps the writer of `company` busy until dropped: what is submitted meanwhile becomes one batch.
pub(crate) struct Busy {
    release: Option<mpsc::Sender<()>>,
}

impl Busy {
    pub(crate) fn keep(company: &testkit::Company) -> Busy {
        let (started, has_started) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let work = move |_: &mut store::Conn| {
            started.send(()).unwrap();
            released.recv().unwrap_err();
            Ok(())
        };
        drop(company.writers().maintain(company.tenant, work).unwrap());
        has_started.recv().unwrap();
        Busy { release: Some(release) }
    }

    pub(crate) fn release(mut self) {
        drop(self.release.take());
    }
}
