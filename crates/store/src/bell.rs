//! What one process commits, the others on the same PostgreSQL hear of: `NOTIFY`, over a connection of its own and never inside the
//! transaction that commits, because PostgreSQL lets such commits wait for one another. A word that is lost costs only time: who
//! listens also looks by itself now and then.

use crate::conn::{DbError, DbResult};
use crate::server::Server;
use crate::tenants::Store;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

const CHANNEL: &str = "sanduk_commit";
/// How long companies are gathered before the others hear of them.
const GATHERED: Duration = Duration::from_millis(20);
/// How long it rests after the connection was lost.
const RETRY_TIME: Duration = Duration::from_secs(1);

/// Tells the other processes. Their connection ends with it.
pub struct Bell(UnboundedSender<Uuid>);

impl Bell {
    /// Tells the other processes that something of a company was committed.
    pub fn ring(&self, tenant: Uuid) {
        // Its thread ends only with this sender.
        self.0.send(tenant).ok();
    }
}

impl Store {
    /// Connects this process with the others on the same PostgreSQL: `heard` is called with every company of which one of them tells, and
    /// with nil when it may have missed some. `None` on SQLite, where there are no others.
    ///
    /// # Errors
    ///
    /// The operating system gives no thread.
    pub fn bell(&self, heard: impl Fn(Uuid) + Send + 'static) -> DbResult<Option<Bell>> {
        let Some(server) = self.server.clone() else { return Ok(None) };
        let (sender, mut rings) = unbounded_channel();
        let failed = |error: std::io::Error| DbError::Defect(format!("no thread for the bell: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let body = move || {
            runtime.block_on(async {
                while let Err(error) = listen(&server, &mut rings, &heard).await {
                    tracing::warn!(%error, "other processes are not heard of for now");
                    tokio::time::sleep(RETRY_TIME).await;
                    heard(Uuid::nil());
                }
            });
        };
        std::thread::Builder::new().name("bell".to_owned()).spawn(body).map_err(failed)?;
        Ok(Some(Bell(sender)))
    }
}

/// Listens and tells over one connection, until the bell is dropped.
async fn listen(server: &Arc<Server>, rings: &mut UnboundedReceiver<Uuid>, heard: &impl Fn(Uuid)) -> DbResult<()> {
    let (told, mut tells) = unbounded_channel();
    let client = server.connect_listening(told).await?;
    let lost = |error: tokio_postgres::Error| DbError::Lost(error.to_string());
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await.map_err(lost)?;
    let own: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(lost)?.get(0);
    loop {
        tokio::select! {
            told = tells.recv() => match told {
                Some((process, text)) if process != own => drop(Uuid::try_parse(&text).map(heard)),
                Some(_) => {}
                None => return Err(DbError::Lost("the connection has ended".to_owned())),
            },
            ring = rings.recv() => {
                let Some(first) = ring else { return Ok(()) };
                tokio::time::sleep(GATHERED).await;
                let mut companies = BTreeSet::from([first]);
                while let Ok(more) = rings.try_recv() {
                    companies.insert(more);
                }
                for tenant in companies {
                    let text = tenant.simple().to_string();
                    client.execute("SELECT pg_notify($1, $2)", &[&CHANNEL, &text]).await.map_err(lost)?;
                }
            }
        }
    }
}
