//! What one process commits, the others on the same PostgreSQL hear of: `NOTIFY`, over a connection of its own and never inside the
//! transaction that commits, because PostgreSQL lets such commits wait for one another. A word that is lost costs only time: who
//! listens also looks by itself now and then.

use crate::conn::{DbError, DbResult};
use crate::server::Server;
use crate::tenants::Store;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

const CHANNEL: &str = "sanduk_commit";
/// Stands behind a company for which there is something to do.
const WORK: &str = "+";
/// How long companies are gathered before the others hear of them.
const GATHERED: Duration = Duration::from_millis(20);
/// How long it rests after the connection was lost.
const RETRY_TIME: Duration = Duration::from_secs(1);

/// Tells the other processes. Their connection ends with it.
pub struct Bell(UnboundedSender<(Uuid, bool)>);

impl Bell {
    /// Tells the other processes that something of a company was committed, and whether there is something to do for them.
    pub fn ring(&self, tenant: Uuid, is_work: bool) {
        // Its thread ends only with this sender.
        self.0.send((tenant, is_work)).ok();
    }
}

impl Store {
    /// Connects this process with the others on the same PostgreSQL: `heard` is called with every company of which one of them tells, and
    /// whether there is something to do; with nil when it may have missed some. `None` on SQLite, where there are no others.
    ///
    /// # Errors
    ///
    /// The operating system gives no thread.
    pub fn bell(&self, heard: impl Fn(Uuid, bool) + Send + 'static) -> DbResult<Option<Bell>> {
        let Some(server) = self.server.clone() else { return Ok(None) };
        let (sender, mut rings) = unbounded_channel();
        let failed = |error: std::io::Error| DbError::Defect(format!("no thread for the bell: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let body = move || {
            runtime.block_on(async {
                while let Err(error) = listen(&server, &mut rings, &heard).await {
                    tracing::warn!(%error, "other processes are not heard of for now");
                    tokio::time::sleep(RETRY_TIME).await;
                    heard(Uuid::nil(), true);
                }
            });
        };
        std::thread::Builder::new().name("bell".to_owned()).spawn(body).map_err(failed)?;
        Ok(Some(Bell(sender)))
    }
}

/// Listens and tells over one connection, until the bell is dropped.
async fn listen(
    server: &Arc<Server>,
    rings: &mut UnboundedReceiver<(Uuid, bool)>,
    heard: &impl Fn(Uuid, bool),
) -> DbResult<()> {
    let (told, mut tells) = unbounded_channel();
    let client = server.connect_listening(told).await?;
    let lost = |error: tokio_postgres::Error| DbError::Lost(error.to_string());
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await.map_err(lost)?;
    let own: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(lost)?.get(0);
    loop {
        tokio::select! {
            told = tells.recv() => match told {
                Some((process, text)) if process != own => {
                    let (tenant, is_work) = text.strip_suffix(WORK).map_or((&*text, false), |tenant| (tenant, true));
                    // Another version may say more.
                    drop(Uuid::try_parse(tenant).map(|tenant| heard(tenant, is_work)));
                }
                Some(_) => {}
                None => return Err(DbError::Lost("the connection has ended".to_owned())),
            },
            ring = rings.recv() => {
                let Some((tenant, is_work)) = ring else { return Ok(()) };
                tokio::time::sleep(GATHERED).await;
                let mut companies = BTreeMap::from([(tenant, is_work)]);
                while let Ok((tenant, is_work)) = rings.try_recv() {
                    *companies.entry(tenant).or_default() |= is_work;
                }
                for (tenant, is_work) in companies {
                    let text = format!("{}{}", tenant.simple(), if is_work { WORK } else { "" });
                    client.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &text]).await.map_err(lost)?;
                }
            }
        }
    }
}
