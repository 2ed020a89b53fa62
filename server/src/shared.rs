//! What several processes of an installation share through Redis, where `SANDUK_REDIS` names one.

use crate::errors;
use crate::settings::Settings;
use ::shared::Shared;
use futures_util::future::BoxFuture;
use http_api::{Counted, SharedLimits};
use kernel::{Instant, Result, derive_uuid};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{Bell, Location};
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedReceiver;
use uuid::Uuid;

/// How long companies are gathered before the others hear of them.
const GATHERED: Duration = Duration::from_millis(20);

/// The Redis of the settings, if they name one.
pub fn connect(settings: &Settings, runtime: &Handle) -> Result<Option<Arc<Shared>>> {
    let Some(url) = &settings.redis else { return Ok(None) };
    let _runtime = runtime.enter();
    let process = derive_uuid(Instant::now().micros(), &[crate::jobs::process_name().as_bytes()]);
    let shared = Shared::at(url, &installation(&settings.location), process);
    shared.map(|shared| Some(Arc::new(shared))).map_err(|why| errors::redis(settings.name_of("SANDUK_REDIS"), why))
}

/// What the names of an installation begin with: the processes that share a database name it alike, but for users and options.
fn installation(location: &Location) -> String {
    let text = match location {
        Location::Directory(directory) => directory.display().to_string(),
        Location::Postgres(url) => {
            let place = url.split('?').next().unwrap_or_default();
            place.rsplit('@').next().unwrap_or_default().trim_start_matches("postgres://").to_owned()
        }
    };
    derive_uuid(0, &[text.as_bytes()]).simple().to_string()
}

/// Counts in Redis.
pub struct RedisLimits(pub Arc<Shared>);

impl SharedLimits for RedisLimits {
    fn count(&self, key: String, period: Duration, burst: u32) -> BoxFuture<'_, Option<Counted>> {
        Box::pin(async move {
            let count = self.0.count(&key, period, burst).await?;
            Some(Counted { left: count.left, wait: count.wait })
        })
    }

    fn forget(&self, key: String) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.0.forget(&key).await })
    }
}

/// Tells the other processes what this one commits, through Redis as long as it answers, else by the bell.
pub async fn tell_commits(shared: Arc<Shared>, bell: Bell, mut commits: UnboundedReceiver<(Uuid, bool)>) {
    while let Some((tenant, is_work)) = commits.recv().await {
        tokio::time::sleep(GATHERED).await;
        let mut companies = BTreeMap::from([(tenant, is_work)]);
        while let Ok((tenant, is_work)) = commits.try_recv() {
            *companies.entry(tenant).or_default() |= is_work;
        }
        for (tenant, is_work) in companies {
            if !shared.tell(tenant, is_work).await {
                bell.ring(tenant, is_work);
            }
        }
    }
}
