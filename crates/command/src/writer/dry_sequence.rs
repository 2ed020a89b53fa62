//! Commands tried one after another over one snapshot: what would happen if all of them were executed.

use super::{Submission, Writers};
use crate::CommandRow;
use kernel::Result;
use store::{Prefetch, Read, Session};

/// Loading what commands say that they will read takes at most so many round trips; what is then still missing, they load themselves.
const PREFETCH_ROUNDS: usize = 4;

/// What a command of a sequence would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WouldBe {
    /// It changes rows.
    Done,
    /// It changes nothing: its rows are as it wants them already.
    Unchanged,
    /// It was executed before, under the same id.
    Repeated,
}

/// Commands that are tried, each on top of what those before it did.
pub struct DrySequence<'a, 's> {
    writers: &'a Writers,
    session: &'a mut Session<'s>,
    done: i64,
}

impl<'a, 's> DrySequence<'a, 's> {
    pub(crate) fn new(writers: &'a Writers, session: &'a mut Session<'s>) -> DrySequence<'a, 's> {
        DrySequence { writers, session, done: 0 }
    }

    /// Loads what these commands say that they will read, together.
    pub fn prefetch(&mut self, submissions: &[Submission]) -> Result<()> {
        let now = self.session.now();
        let mut read = Prefetch::new(self.session.set, now);
        for id in submissions.iter().filter_map(|submission| submission.id) {
            read.get::<CommandRow>(&id).ok();
        }
        self.session.load_requested()?;
        for _ in 0..PREFETCH_ROUNDS {
            let mut read = Prefetch::new(self.session.set, now);
            for submission in submissions {
                // What was executed before reads nothing.
                let earlier = submission.id.and_then(|id| read.get::<CommandRow>(&id).ok().flatten());
                if earlier.is_none() {
                    submission.command.prefetch(&mut read);
                }
            }
            if !self.session.load_requested()? {
                break;
            }
        }
        Ok(())
    }

    /// Tries the next command. One that is refused changes nothing for those behind it.
    ///
    /// # Errors
    ///
    /// Those of the command.
    pub fn next(&mut self, submission: &Submission) -> Result<WouldBe> {
        if let Some(id) = submission.id
            && self.session.get::<CommandRow>(&id)?.is_some()
        {
            return Ok(WouldBe::Repeated);
        }
        match self.writers.try_behind(self.session, submission, false, self.done) {
            Ok(_) if self.session.set.merge_command() == 0 => Ok(WouldBe::Unchanged),
            Ok(_) => {
                self.done += 1;
                Ok(WouldBe::Done)
            }
            Err(error) => {
                self.session.set.drop_command();
                Err(error)
            }
        }
    }
}
