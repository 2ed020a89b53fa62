//! What waits for a company's writer.

use super::{Answer, Lane, SYSTEM, hash};
use crate::AnyCommand;
use kernel::{Instant, Result};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Conn, DbResult, Head, WorkingSet};
use tokio::sync::oneshot;
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
    pub(crate) _permit: QueuePermit,
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
            _permit: QueuePermit(Arc::new(AtomicUsize::new(1))),
        })
    }
}

impl Drop for QueuePermit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(crate) type Maintenance = Box<dyn FnOnce(&mut Conn) -> DbResult<()> + Send>;

pub(crate) enum Work {
    Command(Lane, Box<Job>),
    Maintain(Maintenance, oneshot::Sender<Result<()>>),
    Evict,
    /// Asks the thread, and on PostgreSQL its connection, for an answer.
    Ping(oneshot::Sender<Result<()>>),
}

/// One company as its writer sees it.
#[derive(Default)]
pub(crate) struct TenantState {
    pub(crate) interactive: VecDeque<Job>,
    pub(crate) bulk: VecDeque<Job>,
    pub(crate) maintenance: Vec<(Maintenance, oneshot::Sender<Result<()>>)>,
    pub(crate) set: WorkingSet,
    /// The company has run all data steps of the program, or is not open yet.
    pub(crate) is_current: bool,
    /// The head as this writer left it; the working set is valid only while it stands there.
    pub(crate) head: Option<Head>,
    /// SQLite: the tenant's own connection.
    pub(crate) conn: Option<Conn>,
    pub(crate) last_visit: u64,
    /// How many commands fit into a batch, where the last ones closed early: what does not fit would be prepared again
    /// for the next.
    pub(crate) batch_size: Option<usize>,
}

impl TenantState {
    pub(crate) fn has_work(&self) -> bool {
        !(self.interactive.is_empty() && self.bulk.is_empty() && self.maintenance.is_empty())
    }

    /// Takes the waiting commands, up to `most`; those of an import only when no interactive command waits.
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

    pub(crate) fn requeue(&mut self, jobs: impl DoubleEndedIterator<Item = Job>, bulk: bool) {
        let lane = if bulk { &mut self.bulk } else { &mut self.interactive };
        jobs.rev().for_each(|job| lane.push_front(job));
    }

    pub(crate) fn invalidate(&mut self) {
        self.set = WorkingSet::default();
        self.head = None;
    }
}
