//! Commands whose client waits for the job that they ask for. Other systems are called only by jobs, and a person at a screen wants to know
//! at once what came of it. Who waits holds no thread, and hears of the end of the job by whichever process does it.

use crate::middleware::request_time;
use crate::{Api, addresses, blocking_of};
use command::{Answer, AwaitedJob, CommandEntry, Commit, with_field};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use kernel::{Result, defect};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use uuid::Uuid;

/// The longest time that a client waits, counted from its request.
const LONGEST: Duration = Duration::from_secs(10);
/// What is left of the time of a request for its answer.
const TO_ANSWER: Duration = Duration::from_secs(1);
/// How long nobody looks again after having looked in vain: companies that sell much commit often.
const REST: Duration = Duration::from_millis(30);
/// How often it is looked although nothing was heard: another process may have done the job, and its word may be lost.
const POLL_TIME: Duration = Duration::from_secs(1);
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// A client that will wait for the job of a command.
pub(crate) struct Wait {
    job: &'static str,
    until: Instant,
    applied: Option<String>,
    commits: Receiver<Commit>,
}

impl Wait {
    /// Listens before the command is carried out; `None` for a command that nobody waits behind.
    pub(crate) fn begin(api: &Api, command: &CommandEntry, headers: &HeaderMap) -> Option<Wait> {
        let job = command.awaits?;
        let (time, applied) = preferred(headers);
        let until = Instant::now() + time.min(request_time(api).saturating_sub(TO_ANSWER));
        Some(Wait { job, until, applied, commits: api.writers.commits() })
    }

    /// Waits until the job is over that the command has asked for, or time is up; the answer with where it stands, and the headers that say so.
    pub(crate) async fn finish(
        mut self,
        api: &Arc<Api>,
        (tenant, uri): (Uuid, &Uri),
        mut answer: Answer,
    ) -> Result<(Answer, HeaderMap)> {
        let mut headers = HeaderMap::new();
        let Some(job) = self.job(api, tenant, answer.id).await? else { return Ok((answer, headers)) };
        if job.state.is_over() {
            // What a command has only begun is done now.
            answer.status = if answer.status == 202 { 200 } else { answer.status };
        } else {
            answer.status = 202;
            let place = HeaderValue::from_str(&format!("{}/jobs/{}/", addresses::prefix(uri), job.id));
            headers.extend(place.ok().map(|place| (http::header::LOCATION, place)));
        }
        let applied = self.applied.and_then(|applied| HeaderValue::try_from(applied).ok());
        headers.extend(applied.map(|applied| (PREFERENCE_APPLIED, applied)));
        answer.body = with_field(answer.body, "job", &job)?;
        Ok((answer, headers))
    }

    async fn job(&mut self, api: &Arc<Api>, tenant: Uuid, command: Uuid) -> Result<Option<AwaitedJob>> {
        loop {
            let (own, name) = (api.clone(), self.job);
            let job = blocking_of(tenant, &api.reads, move || {
                let entry = own.registry.jobs().find(|entry| entry.name == name);
                let entry = entry.ok_or_else(|| defect(format!("there is no job {name}")))?;
                own.writers.store().read(tenant, |read| jobs::standing(read, entry, command))
            });
            let job = job.await?;
            if job.as_ref().is_none_or(|job| job.state.is_over()) || Instant::now() >= self.until {
                return Ok(job);
            }
            let look_again = self.until.min(Instant::now() + POLL_TIME);
            // Whether something was heard or not: it is looked again.
            drop(tokio::time::timeout_at(look_again, commit_of(&mut self.commits, tenant)).await);
            tokio::time::sleep_until(self.until.min(Instant::now() + REST)).await;
        }
    }
}

/// Waits for the next commit of a company.
async fn commit_of(commits: &mut Receiver<Commit>, tenant: Uuid) {
    loop {
        match commits.recv().await {
            Ok(commit) if commit.tenant != tenant => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // The server ends: what is known then is answered when the time is up.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// How long the client wants to wait by its `Prefer` (RFC 7240), and what that is answered with: `respond-async` is not at all, `wait=N` so
/// many seconds, also beside it. Of what comes twice the first counts.
fn preferred(headers: &HeaderMap) -> (Duration, Option<String>) {
    let lines = headers.get_all("prefer").iter().filter_map(|line| line.to_str().ok());
    let wanted = lines.flat_map(|line| line.split(',')).map(|one| {
        let one = one.split(';').next().unwrap_or_default();
        let (name, value) = one.split_once('=').unwrap_or((one, ""));
        (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned())
    });
    let wanted: Vec<_> = wanted.collect();
    let of = |wanted_name: &str| wanted.iter().find(|(name, _)| name == wanted_name);
    let seconds = of("wait").and_then(|(_, value)| value.parse::<u64>().ok());
    match seconds {
        Some(seconds) => {
            let seconds = seconds.min(LONGEST.as_secs());
            (Duration::from_secs(seconds), Some(format!("wait={seconds}")))
        }
        None if of("respond-async").is_some() => (Duration::ZERO, Some("respond-async".to_owned())),
        None => (LONGEST, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_choose_how_long_they_wait() {
        for (prefer, seconds, applied) in [
            ("", 10, None),
            ("return=minimal, handling=lenient", 10, None),
            ("respond-async", 0, Some("respond-async")),
            ("Respond-Async; foo=\"bar\"", 0, Some("respond-async")),
            ("wait=3", 3, Some("wait=3")),
            ("respond-async, wait=\"4\"", 4, Some("wait=4")),
            ("wait=600", 10, Some("wait=10")),
            ("wait=2, wait=9", 2, Some("wait=2")),
            ("wait=-1", 10, None),
            ("wait=soon, respond-async", 0, Some("respond-async")),
        ] {
            let headers = HeaderMap::from_iter([(HeaderName::from_static("prefer"), prefer.parse().unwrap())]);
            let (time, told) = preferred(&headers);
            assert_eq!((time.as_secs(), told.as_deref()), (seconds, applied), "{prefer}");
        }
    }
}
