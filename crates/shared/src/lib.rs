//! What several processes share through Redis, where there is one: that something was committed, and how often somebody has asked.
//!
//! Nothing is lost with it. Where Redis does not answer, it is left alone for some seconds, and whoever asks does without.

use futures_util::StreamExt;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, RedisResult, Script};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long an answer of Redis is waited for.
const ANSWER_TIME: Duration = Duration::from_millis(200);
/// How long Redis is left alone that did not answer: each call would take as long again.
const REST: Duration = Duration::from_secs(5);
/// Stands behind a company for which there is something to do.
const WORK: &str = "+";

/// The generic cell rate algorithm: one every `ARGV[1]` microseconds, `ARGV[2]` of them at once. What is left, and how many
/// microseconds a refused one has to wait; a refused one does not count. By the clock of Redis, which all processes share.
const COUNT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local period, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local next = tonumber(redis.call('GET', KEYS[1]) or now)
if next < now then next = now end
local wait = next + period - burst * period - now
if wait > 0 then return {0, wait} end
next = next + period
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1)
return {math.floor((now + burst * period - next) / period), 0}";

/// How somebody stands after having asked once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How often they may ask at once after this.
    pub left: u32,
    /// How long they have to wait, where they asked too often.
    pub wait: Option<Duration>,
}

/// A Redis that the processes of an installation share.
pub struct Shared {
    client: Client,
    manager: ConnectionManager,
    count: Script,
    /// What the names of this installation begin with: a Redis may serve several.
    prefix: String,
    /// This process among those that share it.
    process: Uuid,
    rests_until: Mutex<Option<Instant>>,
}

impl Shared {
    /// The Redis at `url`, which is asked when it is first needed; `process` is this process, `prefix` the installation. In a runtime.
    ///
    /// # Errors
    ///
    /// That is no address of a Redis.
    pub fn at(url: &str, prefix: &str, process: Uuid) -> Result<Shared, String> {
        let client = Client::open(url).map_err(|error| error.to_string())?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER_TIME))
            .set_connection_timeout(Some(ANSWER_TIME))
            .set_number_of_retries(1);
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config);
        let manager = manager.map_err(|error| error.to_string())?;
        let (prefix, rests_until) = (format!("sanduk:{prefix}"), Mutex::default());
        Ok(Shared { client, manager, count: Script::new(COUNT), prefix, process, rests_until })
    }

    /// Counts one under `key`, of which one comes back every `period` and `burst` at most; `None` where Redis cannot be asked now.
    pub async fn count(&self, key: &str, period: Duration, burst: u32) -> Option<Count> {
        let mut manager = self.awake()?;
        let mut count = self.count.key(format!("{}:count:{key}", self.prefix));
        count.arg(u64::try_from(period.as_micros()).unwrap_or(u64::MAX)).arg(burst);
        let (left, wait) = self.noted(count.invoke_async::<(u32, u64)>(&mut manager).await)?;
        Some(Count { left, wait: (wait > 0).then(|| Duration::from_micros(wait)) })
    }

    /// Forgets what was counted under `key`.
    pub async fn forget(&self, key: &str) {
        let Some(mut manager) = self.awake() else { return };
        let mut delete = redis::cmd("DEL");
        delete.arg(format!("{}:count:{key}", self.prefix));
        self.noted(delete.query_async::<()>(&mut manager).await);
    }

    /// Tells the other processes that something of a company was committed, and whether there is something to do for them; whether
    /// that could be told.
    pub async fn tell(&self, tenant: Uuid, is_work: bool) -> bool {
        let Some(mut manager) = self.awake() else { return false };
        let mut publish = redis::cmd("PUBLISH");
        let work = if is_work { WORK } else { "" };
        publish.arg(self.channel()).arg(format!("{} {}{work}", self.process.simple(), tenant.simple()));
        self.noted(publish.query_async::<i64>(&mut manager).await).is_some()
    }

    /// Calls `heard` with every company of which another process tells, and whether there is something to do; with nil when it may have
    /// missed some. Does not end.
    pub async fn hear(&self, heard: impl Fn(Uuid, bool)) {
        loop {
            if let Err(error) = self.listen(&heard).await {
                tracing::warn!(%error, "other processes are not heard of through Redis for now");
            }
            tokio::time::sleep(REST).await;
            heard(Uuid::nil(), true);
        }
    }

    async fn listen(&self, heard: &impl Fn(Uuid, bool)) -> RedisResult<()> {
        let (mut sink, mut told) = self.client.get_async_pubsub().await?.split();
        sink.subscribe(self.channel()).await?;
        while let Some(message) = told.next().await {
            let text: String = message.get_payload()?;
            let Some((process, text)) = text.split_once(' ') else { continue };
            let (tenant, is_work) = text.strip_suffix(WORK).map_or((text, false), |tenant| (tenant, true));
            if process != self.process.simple().to_string() {
                // Another version may say more.
                drop(Uuid::try_parse(tenant).map(|tenant| heard(tenant, is_work)));
            }
        }
        Ok(())
    }

    fn channel(&self) -> String {
        format!("{}:commit", self.prefix)
    }

    /// The connection, unless Redis is left alone.
    fn awake(&self) -> Option<ConnectionManager> {
        let rests_until = *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        rests_until.is_none_or(|until| Instant::now() >= until).then(|| self.manager.clone())
    }

    /// What Redis has answered; where it has not, it is left alone for a while.
    fn noted<T>(&self, answer: Result<T, RedisError>) -> Option<T> {
        let mut rests_until = self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(answer) => {
                if rests_until.take().is_some() {
                    tracing::info!("Redis answers again");
                }
                Some(answer)
            }
            Err(error) => {
                tracing::warn!(%error, "Redis does not answer: this process does without for some seconds");
                *rests_until = Some(Instant::now() + REST);
                None
            }
        }
    }
}
