//! What waits for a company's writer.

use super::batch::OpenBatch;
use super::flight::Aloft;
use super::{Answer, Lane, Limits, SYSTEM, hash};
use crate::AnyCommand;
use kernel::{Instant, Result};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Conn, DbResult, Head, WorkingSet};
use tokio::sync::oneshot;
use tracing::Span;
use uuid::Uuid;

pub(crate) struct Job {
    pub(crate) id: Uuid,
    /// The id was made by the client (or derived from its key), or an attempt at this job may have been committed: look
    /// it up before running.
    pub(crate) look_up: bool,
    /// COMMIT of an earlier attempt was not answered: finding it is no replay.
    pub(crate) in_doubt: bool,
    pub(crate) actor: Uuid,
    pub(crate) key: Option<String>,
    pub(crate) at: Instant,
    pub(crate) occurred_at: Option<Instant>,
    pub(crate) deadline: Option<std::time::Instant>,
    pub(crate) command: Box<dyn AnyCommand>,
    pub(crate) body: Vec<u8>,
    pub(crate) request_hash: [u8; 32],
    pub(crate) reply: oneshot::Sender<Result<Answer>>,
    pub(crate) permit: QueuePermit,
    /// Lasts from its arrival to its answer.
    pub(crate) span: Span,
}

/// A permit in a tenant's queue, given back when the command has been answered.
pub(crate) struct QueuePermit(pub(crate) Arc<AtomicUsize>);

impl Job {
    /// A command that the writer itself gives to a company, and whose outcome it takes without a reply.
    pub(crate) fn of_system(id: Uuid, at: Instant, command: Box<dyn AnyCommand>) -> Result<Job> {
        let body = command.body()?;
        Ok(Job {
            id,
            look_up: false,
            in_doubt: false,
            actor: SYSTEM,
            key: None,
            at,
            occurred_at: None,
            deadline: None,
            request_hash: hash(&[command.name().as_bytes(), &body]),
            command,
            body,
            reply: oneshot::channel().0,
            permit: QueuePermit(Arc::new(AtomicUsize::new(1))),
            span: Span::none(),
        })
    }
}

impl Drop for QueuePermit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(crate) type Maintenance = Box<dyn FnOnce(&mut Conn) -> DbResult<()> + Send>;

/// Is told what became of maintenance, after the commit.
pub(crate) type Maintained = Box<dyn FnOnce(Result<()>) + Send>;

/// What a writer thread is sent: the company and what is to be done.
pub(crate) type Mail = (Uuid, Work);

pub(crate) enum Work {
    Command(Lane, Box<Job>),
    Maintain(Maintenance, Maintained),
    /// The flight of the company has landed.
    Landed,
    /// The tables of the company have been brought up to date, or could not be.
    Ready(DbResult<()>),
    Evict,
    /// Asks the thread, and on PostgreSQL its connection, for an answer.
    Ping(oneshot::Sender<Result<()>>),
}

/// One company as its writer sees it.
#[derive(Default)]
pub(crate) struct TenantState {
    pub(crate) interactive: VecDeque<Job>,
    pub(crate) bulk: VecDeque<Job>,
    pub(crate) maintenance: Vec<(Maintenance, Maintained)>,
    pub(crate) set: WorkingSet,
    /// The company has run all data steps of the program, or is not open yet.
    pub(crate) is_current: bool,
    /// A thread brings its tables up to date: until that has ended everything waits.
    pub(crate) is_preparing: bool,
    /// Another process held the company's lock for too long and may still hold it: only flush threads wait for it.
    pub(crate) is_locked: bool,
    /// The head as this writer left it, flight included; the working set is valid only while it stands there.
    pub(crate) head: Option<Head>,
    /// The connection that writes. On PostgreSQL the thread lends it while the company needs it.
    pub(crate) conn: Option<Conn>,
    /// The connection that loads while a flight has the other.
    pub(crate) reader: Option<Conn>,
    /// The batch that is on its way to the database.
    pub(crate) flight: Option<Aloft>,
    /// The batch that has run on top of the flight and waits until that has landed.
    pub(crate) open: Option<OpenBatch>,
    /// A batch on top of the flight failed. Its commands wait again, until the flight has landed.
    pub(crate) is_spoiled: bool,
    /// Connections and rows are to be given up as soon as the flight has landed.
    pub(crate) evicts: bool,
    pub(crate) last_visit: u64,
    /// The rows that were kept when the page cache was asked for its size, and that size, in bytes.
    pub(crate) rows_reported: usize,
    pub(crate) cache_bytes: usize,
    /// How many commands fit into a batch, where the last ones closed early: what does not fit would be prepared again
    /// for the next.
    pub(crate) batch_size: Option<usize>,
}

impl TenantState {
    pub(crate) fn has_work(&self) -> bool {
        !(self.interactive.is_empty() && self.bulk.is_empty() && self.maintenance.is_empty())
    }

    /// Whether a visit has something to do now.
    pub(crate) fn can_go_on(&mut self, limits: &Limits) -> bool {
        match &mut self.flight {
            Some(flight) => flight.has_landed() || self.may_extend(limits),
            None => !self.is_preparing && self.has_work(),
        }
    }

    /// Whether waiting commands may run on top of the flight.
    pub(crate) fn may_extend(&self, limits: &Limits) -> bool {
        let fits = |open: &OpenBatch| open.bulk == self.interactive.is_empty() && !open.is_full(limits);
        self.lane().front().is_some_and(|job| !job.command.solo())
            && self.open.as_ref().is_none_or(fits)
            && self.maintenance.is_empty()
            && !self.is_spoiled
            && !self.evicts
            && self.set.len() <= limits.kept_rows
    }

    /// Whether a batch may run without a transaction: its writes are refused where another process has written.
    pub(crate) fn is_optimistic(&self) -> bool {
        self.head.is_some() && self.is_current && self.maintenance.is_empty()
    }

    /// How many commands the next batch takes, and whether the next ones run while it is written.
    ///
    /// Clients that wait for their answers come back together: half of them now and half of them meanwhile keep memory and database
    /// busy. One command alone is not worth a change of threads, unless its company may be locked.
    pub(crate) fn share(&self, limits: &Limits) -> (usize, bool) {
        let most = self.batch_size.unwrap_or(limits.commands);
        let lane = self.lane();
        let hands_over =
            (lane.len() > 1 || self.is_locked) && self.is_optimistic() && !lane.iter().any(|job| job.command.solo());
        let half = hands_over && lane.len() <= most;
        (if half { lane.len().div_ceil(2) } else { most }, hands_over)
    }

    /// The commands that come next: those of an import only when no interactive command waits.
    fn lane(&self) -> &VecDeque<Job> {
        if self.interactive.is_empty() { &self.bulk } else { &self.interactive }
    }

    /// Takes the commands that come next, up to `most`.
    pub(crate) fn take(&mut self, most: usize) -> Vec<Job> {
        let lane = if self.interactive.is_empty() { &mut self.bulk } else { &mut self.interactive };
        let solo = lane.iter().position(|job| job.command.solo());
        let count = match solo {
            Some(0) => 1,
            Some(first) => first.min(most),
            None => lane.len().min(most),
        };
        lane.drain(..count).collect()
    }

    pub(crate) fn requeue(&mut self, jobs: Vec<Job>, bulk: bool) {
        let lane = if bulk { &mut self.bulk } else { &mut self.interactive };
        jobs.into_iter().rev().for_each(|job| lane.push_front(job));
    }

    /// A batch took `done` commands and left `rest`: as many fit into the next one.
    pub(crate) fn fitted(&mut self, done: usize, rest: Vec<Job>, bulk: bool, limits: &Limits) {
        let more = self.batch_size.map(|size| 2 * size).filter(|size| *size < limits.commands);
        self.batch_size = if rest.is_empty() { more } else { Some(done) };
        self.requeue(rest, bulk);
    }

    /// Gives up connections and rows: a flight, if one is up, needs them until it has landed.
    pub(crate) fn evict(&mut self) {
        self.evicts = true;
        if self.flight.is_none() {
            self.give_up();
        }
    }

    /// Closes the connections and forgets all rows.
    pub(crate) fn give_up(&mut self) {
        self.invalidate();
        (self.conn, self.reader, self.evicts) = (None, None, false);
        (self.rows_reported, self.cache_bytes) = (0, 0);
    }

    pub(crate) fn invalidate(&mut self) {
        self.set = WorkingSet::default();
        self.head = None;
    }
}
