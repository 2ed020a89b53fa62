//! Which PostgreSQL server is meant, and whether it is spoken to through TLS.

use crate::conn::{DbError, DbResult};
use kernel::{Error, Result};
use percent_encoding::percent_decode_str;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A PostgreSQL server, read from its address once.
pub(crate) struct Server {
    config: Config,
    tls: Option<MakeRustlsConnect>,
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
        config
            .connect_timeout(Duration::from_secs(5))
            .tcp_user_timeout(Duration::from_secs(20))
            .application_name("sanduk");
        if !secure {
            return Ok(Server { config, tls: None });
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
        Ok(Server { config, tls: Some(MakeRustlsConnect::new(tls)) })
    }

    /// Connects; the connection is driven by a task of the runtime this is called in.
    pub(crate) async fn connect(&self) -> DbResult<Client> {
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
