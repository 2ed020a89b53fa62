//! The test of the mail server: an e-mail to whoever asks for it.

use crate::{Mail, errors, send};
use command::{Command, Event, Job, JobContext, JobQueue, Tx};
use kernel::{Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::Read;
use uuid::Uuid;

/// Somebody wants to know whether e-mail is sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TestWanted {
    /// Who does.
    user: Uuid,
    /// Their address.
    to: String,
}

impl Event for TestWanted {
    const NAME: &'static str = "mail.test.wanted";
}

/// Sends you an e-mail, to try the server that the company has chosen. What became of it is told by `job`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestMail {}

/// Where the test goes.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct TestBegun {
    /// Your address.
    to: String,
}

impl Command for TestMail {
    const NAME: &'static str = "mail.server.test";
    const STATUS: u16 = 202;
    type Output = TestBegun;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<TestBegun> {
        let user = tx.actor();
        let member = tx.get::<identity::Member>(&user)?.ok_or_else(errors::nobody)?;
        tx.emit(&TestWanted { user, to: member.email.clone() })?;
        Ok(TestBegun { to: member.email.clone() })
    }
}

/// Sends the test.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendTest {
    user: Uuid,
    to: String,
}

impl SendTest {
    pub(crate) fn of(wanted: &TestWanted) -> Option<SendTest> {
        Some(SendTest { user: wanted.user, to: wanted.to.clone() })
    }
}

impl Job for SendTest {
    const NAME: &'static str = "mail.test.send";
    const QUEUE: JobQueue = JobQueue::Email;
    const ATTEMPTS: i64 = 1;

    fn author(&self) -> Uuid {
        self.user
    }

    fn run(&self, work: &mut JobContext<'_>) -> Result<String> {
        let (to, subject) = (self.to.clone(), "Sanduk sends e-mail".to_owned());
        let text = "The mail server of your company works.\n".to_owned();
        send(work, &Mail { id: work.job, to, subject, text, html: None, file: None })
    }
}
