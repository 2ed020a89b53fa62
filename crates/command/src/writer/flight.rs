//! A batch on its way to the database, while the next one runs.

use super::batch::Outcome;
use super::queue::{Job, Mail, Work};
use super::thread::{BatchFailure, stop_the_process};
use crate::{Answer, Commit};
use kernel::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use store::{Conn, DbError, DbResult, Head, Write};
use tokio::sync::broadcast;
use uuid::Uuid;

/// A batch that has run in memory and is written, committed and answered on a thread of its own.
pub(crate) struct Flight {
    pub(crate) tenant: Uuid,
    pub(crate) conn: Conn,
    /// Its transaction is open already.
    pub(crate) has_begun: bool,
    /// Where the head must stand before it.
    pub(crate) base: Head,
    pub(crate) writes: Vec<Write>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) landing: Sender<Landing>,
    /// The writer's own channel, which stays open as long as the flight is up; `None` where the writer waits for the flight.
    pub(crate) wake: Option<Arc<Sender<Mail>>>,
    /// What is told of its commit, and where.
    pub(crate) commit: Option<(broadcast::Sender<Commit>, Commit)>,
}

/// The end of a flight.
pub(crate) struct Landing {
    /// The connection, where it can be used again.
    pub(crate) conn: Option<Conn>,
    /// Why nothing was answered.
    pub(crate) failure: Option<BatchFailure>,
}

impl Flight {
    /// Writes, commits, gives the connection back and answers the clients.
    pub(crate) fn fly(self) {
        let Flight { tenant, mut conn, has_begun, base, writes, mut outcomes, landing, wake, commit } = self;
        let written = write(&mut conn, tenant, has_begun, &base, &writes);
        let committing = written.is_ok();
        let failure = written.and_then(|()| conn.commit()).err().map(|error| {
            let jobs = std::mem::take(&mut outcomes).into_iter().map(|(job, _)| job).collect();
            BatchFailure { error, jobs, committing, maintained: false }
        });
        let usable = failure.as_ref().is_none_or(|failure| rolled_back(&mut conn, &failure.error));
        let landed = failure.is_none();
        // The writer is told first: it prepares the next flight while the clients are answered.
        drop(landing.send(Landing { conn: usable.then_some(conn), failure }));
        if let Some(wake) = wake {
            drop(wake.send((tenant, Work::Landed)));
        }
        answer(outcomes);
        if let Some((commits, commit)) = commit.filter(|_| landed) {
            // Nobody may be listening.
            drop(commits.send(commit));
        }
    }
}

/// Writes a batch, in a transaction that begins with it or was begun before.
pub(crate) fn write(conn: &mut Conn, tenant: Uuid, has_begun: bool, base: &Head, writes: &[Write]) -> DbResult<()> {
    if has_begun { conn.write(writes) } else { conn.begin_and_write(tenant, base, writes) }
}

/// Rolls the transaction back that ended with `error`; whether the connection can be used again.
pub(crate) fn rolled_back(conn: &mut Conn, error: &DbError) -> bool {
    !matches!(error, DbError::Lost(_)) && conn.rollback().is_ok()
}

/// Answers the clients.
pub(crate) fn answer(outcomes: Vec<Outcome>) {
    for (job, outcome) in outcomes {
        job.answer(outcome);
    }
}

impl Job {
    /// Answers the client, and ends the span of the command.
    pub(crate) fn answer(self, outcome: Result<Answer>) {
        let Job { permit, reply, span, .. } = self;
        span.record("outcome", outcome.as_ref().map_or_else(|error| error.code, |_| "done"));
        drop(span);
        // The client may send the next command at once, which must find a place in the queue.
        drop(permit);
        // The client may have hung up: the outcome stands all the same.
        drop(reply.send(outcome));
    }
}

/// A flight as its writer sees it.
pub(crate) struct Aloft {
    /// The head before it.
    pub(crate) before: Head,
    pub(crate) bulk: bool,
    pub(crate) landings: Receiver<Landing>,
    pub(crate) landed: Option<Landing>,
    /// The thread that flies it; `None` where that is the writer's.
    pub(crate) flusher: Option<Flusher>,
}

impl Aloft {
    /// Whether it has ended.
    pub(crate) fn has_landed(&mut self) -> bool {
        if self.landed.is_none() {
            self.landed = self.landings.try_recv().ok();
        }
        self.landed.is_some()
    }

    /// Waits for its end and takes its connection.
    ///
    /// # Errors
    ///
    /// [`DbError::Stale`] where it failed: what was built on it is void.
    pub(crate) fn wait(&mut self) -> DbResult<Option<Conn>> {
        if self.landed.is_none() {
            self.landed = self.landings.recv().ok();
        }
        match &mut self.landed {
            Some(Landing { conn, failure: None }) => Ok(conn.take()),
            _ => Err(DbError::Stale),
        }
    }
}

/// A thread that flies one flight after the other. Dropping it waits until the last one has landed and has been answered.
pub(crate) struct Flusher {
    /// It flies imports only, and gives way to requests.
    bulk: bool,
    flights: Option<Sender<Flight>>,
    handle: Option<JoinHandle<()>>,
}

impl Flusher {
    /// Starts a thread; `None` where the operating system has none to give.
    pub(crate) fn start(bulk: bool) -> Option<Flusher> {
        let (flights, waiting) = channel::<Flight>();
        let body = move || {
            if bulk {
                crate::give_way();
            }
            waiting.iter().for_each(Flight::fly);
        };
        let run = move || {
            // A flight that is lost with its thread would never be answered.
            if catch_unwind(AssertUnwindSafe(body)).is_err() {
                stop_the_process("a flush thread panicked, which is a defect");
            }
        };
        let handle = std::thread::Builder::new().name("flush".to_owned()).spawn(run);
        let handle = handle.inspect_err(|error| tracing::warn!(%error, "no flush thread")).ok()?;
        Some(Flusher { bulk, flights: Some(flights), handle: Some(handle) })
    }

    /// Takes a thread for flights of this kind from `idle`.
    pub(crate) fn take(idle: &mut Vec<Flusher>, bulk: bool) -> Option<Flusher> {
        idle.iter().position(|flusher| flusher.bulk == bulk).map(|place| idle.swap_remove(place))
    }

    /// Flies `flight` on the thread.
    pub(crate) fn send(&self, flight: Flight) {
        if let Some(flights) = &self.flights {
            // The thread ends only with this sender, or with the process.
            drop(flights.send(flight));
        }
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.flights = None;
        if self.handle.take().is_some_and(|handle| handle.join().is_err()) {
            tracing::error!("a flush thread had panicked");
        }
    }
}
