//! Which PostgreSQL server is meant, and whether it is spoken to through TLS.

use crate::conn::{DbError, DbResult};
use kernel::{Error, Result};
use percent_encoding::percent_decode_str;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::UnboundedSender;
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long the server may take for its part of a round trip, unless `tcp_user_timeout` in its address says otherwise.
const ANSWER_TIME: Duration = Duration::from_secs(5);
/// How long connecting may take beside that.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// A connection without traffic is probed after this time, and given up after three probes without an answer.
const PROBE_AFTER: Duration = Duration::from_secs(5);
const PROBE_EVERY: Duration = Duration::from_secs(2);

/// A PostgreSQL server, read from its address once.
pub(crate) struct Server {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    /// How long it may take for its part of a round trip, the running of statements apart.
    pub(crate) answer_time: Duration,
    /// Sessions that did not answer in time. The server may not know that they are given up: they can still hold locks.
    abandoned: Mutex<Vec<Backend>>,
}

/// The server's side of a session. Process numbers are used again, so the time of its start belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Backend {
    /// Its process number.
    pub(crate) process: String,
    /// The start of the session, as the server writes it.
    pub(crate) started: String,
}

fn wrong(why: impl std::fmt::Display) -> Error {
    crate::errors::invalid_database_url(why)
}

/// An error with everything that it comes from: only the last of them says what is wrong with a certificate.
fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {}", chain(source)))
}

impl Server {
    /// Understands an address as PostgreSQL's own programs do. `sslmode=require`, `verify-ca` and `verify-full` are one: TLS
    /// with a server whose certificate proves its name, signed by an authority of this machine or of the file
    /// `sslrootcert`. `prefer`, which would be content without TLS, is without.
    pub(crate) fn of_url(url: &str) -> Result<Server> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut kept, mut secure, mut authority) = (Vec::new(), false, None);
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("sslmode", "require" | "verify-ca" | "verify-full")) => secure = true,
                Some(("sslrootcert", path)) => authority = Some(percent_decode_str(path).decode_utf8_lossy()),
                _ => kept.push(pair),
            }
        }
        if authority.is_some() && !secure {
            return Err(wrong("sslrootcert is of no use without sslmode=require"));
        }
        let mut config: Config =
            format!("{address}?{}", kept.join("&")).parse().map_err(|error| wrong(chain(&error)))?;
        let answer_time = config.get_tcp_user_timeout().copied().unwrap_or(ANSWER_TIME);
        config
            .connect_timeout(CONNECT_TIME)
            .tcp_user_timeout(answer_time)
            .keepalives_idle(PROBE_AFTER)
            .keepalives_interval(PROBE_EVERY)
            .keepalives_retries(3)
            .application_name("sanduk");
        let abandoned = Mutex::default();
        if !secure {
            return Ok(Server { config, tls: None, answer_time, abandoned });
        }
        config.ssl_mode(SslMode::Require);
        let roots = match authority {
            Some(path) => roots_of_file(&path)?,
            None => roots_of_machine()?,
        };
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(wrong)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Server { config, tls: Some(MakeRustlsConnect::new(tls)), answer_time, abandoned })
    }

    /// Connects; the connection is driven by a task of the runtime this is called in.
    pub(crate) async fn connect(&self) -> DbResult<Client> {
        let connected = tokio::time::timeout(CONNECT_TIME + self.answer_time, self.handshake()).await;
        connected.unwrap_or_else(|_| Err(DbError::Lost("the server does not answer a new connection".to_owned())))
    }

    async fn handshake(&self) -> DbResult<Client> {
        let lost = |error: tokio_postgres::Error| DbError::Lost(chain(&error));
        match &self.tls {
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await.map_err(lost)?;
                drop(tokio::spawn(connection));
                Ok(client)
            }
            None => {
                let (client, connection) = self.config.connect(NoTls).await.map_err(lost)?;
                drop(tokio::spawn(connection));
                Ok(client)
            }
        }
    }

    /// [`Server::connect`] for a session that listens: what it is told comes out of `told`, each with the process that told it.
    pub(crate) async fn connect_listening(&self, told: UnboundedSender<(i32, String)>) -> DbResult<Client> {
        let lost = |error: tokio_postgres::Error| DbError::Lost(chain(&error));
        let connected = tokio::time::timeout(CONNECT_TIME + self.answer_time, async {
            match &self.tls {
                Some(tls) => {
                    let (client, connection) = self.config.connect(tls.clone()).await.map_err(lost)?;
                    drop(tokio::spawn(pass_on(connection, told)));
                    Ok(client)
                }
                None => {
                    let (client, connection) = self.config.connect(NoTls).await.map_err(lost)?;
                    drop(tokio::spawn(pass_on(connection, told)));
                    Ok(client)
                }
            }
        });
        connected.await.unwrap_or_else(|_| Err(DbError::Lost("the server does not answer a new connection".to_owned())))
    }

    /// Notes a session that did not answer in time, so that the next connection ends it.
    pub(crate) fn abandon(&self, backend: &Backend) {
        self.abandoned().push(backend.clone());
    }

    /// The sessions to end. They are forgotten with [`Server::forget`] once the server has been told.
    pub(crate) fn abandoned(&self) -> MutexGuard<'_, Vec<Backend>> {
        self.abandoned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets sessions that have been ended.
    pub(crate) fn forget(&self, ended: &[Backend]) {
        self.abandoned().retain(|backend| !ended.contains(backend));
    }
}

/// Drives a connection, and passes on what its session is told.
async fn pass_on<S, T>(mut connection: Connection<S, T>, told: UnboundedSender<(i32, String)>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notification(word) = message {
            // Who listens may have gone.
            drop(told.send((word.process_id(), word.payload().to_owned())));
        }
    }
}

fn roots_of_file(path: &str) -> Result<RootCertStore> {
    let unfit = |error: &dyn std::fmt::Display| wrong(format!("the certificates in {path}: {error}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unfit(&error))? {
        roots.add(certificate.map_err(|error| unfit(&error))?).map_err(|error| unfit(&error))?;
    }
    if roots.is_empty() { Err(unfit(&"there are none")) } else { Ok(roots) }
}

fn roots_of_machine() -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(wrong("this machine knows no certificate authorities: name a file with sslrootcert=PATH"));
    }
    Ok(roots)
}
