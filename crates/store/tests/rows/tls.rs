//! A PostgreSQL that is spoken to through TLS: only with a certificate of the authority that was named.

use crate::{MIGRATION, TENANT};
use kernel::Kind;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{Conn, Location, READ_TIME, Read, Store, Value};
use testkit::postgres::{Server, binaries};

/// The authority that signed the server's certificate, and one that did not.
struct Authorities {
    directory: PathBuf,
}

impl Authorities {
    fn file(&self, name: &str) -> String {
        self.directory.join(name).display().to_string()
    }
}

impl Drop for Authorities {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.directory));
    }
}

fn openssl(directory: &Path, arguments: &str) {
    let done = Command::new("openssl").current_dir(directory).args(arguments.split(' ')).output().unwrap();
    assert!(done.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Two authorities and a certificate of the first for 127.0.0.1.
fn authorities() -> Authorities {
    let directory = std::env::temp_dir().join(format!("sanduk_tls_{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
    for name in ["ours", "other"] {
        openssl(&directory, &format!("{new} -subj /CN={name} -keyout {name}.key -out {name}.pem"));
    }
    let signed = "-CA ours.pem -CAkey ours.key -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=CA:FALSE";
    openssl(&directory, &format!("{new} {signed} -subj /CN=server -keyout server.key -out server.crt"));
    Authorities { directory }
}

/// A server that offers TLS with that certificate. It writes its files itself: only it may read its key.
fn server(authorities: &Authorities) -> Server {
    let server = Server::start_with(false).unwrap();
    let mut conn = Conn::to_server(server.url()).unwrap();
    for name in ["server.crt", "server.key"] {
        let text = std::fs::read_to_string(authorities.file(name)).unwrap();
        let lines = format!("SELECT unnest(string_to_array('{}', E'\\n'))", text.trim_end());
        conn.script(&format!("COPY ({lines}) TO PROGRAM 'umask 077; cat >{name}'")).unwrap();
    }
    conn.script("ALTER SYSTEM SET ssl = on").unwrap();
    conn.script("SELECT pg_reload_conf()").unwrap();
    // A connection that comes before the server has read its settings is one without TLS.
    let is_on = |mut conn: Conn| conn.query("SHOW ssl", &[]).unwrap() == [[Value::Text("on".into())]];
    assert!((0..1_000).any(|_| is_on(Conn::to_server(server.url()).unwrap())));
    server
}

fn uses_tls(url: &str) -> Result<bool, String> {
    let mut conn = Conn::to_server(url).map_err(|error| error.to_string())?;
    let rows = conn.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", &[]).unwrap();
    Ok(rows == [[Value::Bool(true)]])
}

#[test]
fn tls_accepts_only_the_named_authority() {
    if binaries().is_none() || Command::new("openssl").arg("version").output().is_err() {
        eprintln!("LEFT OUT: TLS needs PostgreSQL and openssl on this machine");
        return;
    }
    let authorities = authorities();
    let server = server(&authorities);
    let with = |query: &str| format!("{}?{query}", server.url());
    let (ours, other) = (authorities.file("ours.pem"), authorities.file("other.pem"));

    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(uses_tls(&with(&format!("sslmode={mode}&sslrootcert={ours}"))), Ok(true), "{mode}");
    }
    let encoded = ours.replace('/', "%2F");
    assert_eq!(uses_tls(&with(&format!("sslrootcert={encoded}&connect_timeout=60&sslmode=require"))), Ok(true));
    // Neither another authority nor those that every machine knows have signed it; nor for another name.
    let elsewhere = with(&format!("sslmode=require&sslrootcert={ours}")).replace("127.0.0.1", "localhost");
    let elsewhere = format!("{elsewhere}&hostaddr=127.0.0.1");
    for refused in [with(&format!("sslmode=require&sslrootcert={other}")), with("sslmode=require"), elsewhere] {
        let why = uses_tls(&refused).unwrap_err();
        assert!(why.contains("certificate"), "{refused}: {why}");
    }
    for plain in ["sslmode=prefer", "sslmode=disable", ""] {
        assert_eq!(uses_tls(&with(plain)), Ok(false), "{plain}");
    }
    assert!(uses_tls(&with(&format!("sslrootcert={ours}"))).unwrap_err().contains("sslmode=require"));

    let tables = || vec![MIGRATION];
    let open = |authority: &str| {
        let place = Location::Postgres(with(&format!("sslmode=require&sslrootcert={authority}")));
        Store::open(place, Vec::new(), tables(), READ_TIME)
    };
    let store = open(&ours).unwrap();
    store.migrate(TENANT).unwrap();
    assert!(store.read(TENANT, |session| session.get::<store::Head>(&1)).unwrap().is_some());
    // The operator is told the reason.
    let refused = open(&other).err().unwrap();
    assert_eq!(refused.kind, Kind::Unavailable);
    assert!(refused.detail().contains("certificate"), "{refused}");
}

#[test]
fn server_without_tls_is_refused_only_if_tls_is_required() {
    let Some(url) = testkit::postgres::shared() else { return };
    for plain in ["", "?sslmode=prefer", "?sslmode=disable"] {
        assert_eq!(uses_tls(&format!("{url}{plain}")), Ok(false), "{plain}");
    }
    uses_tls(&format!("{url}?sslmode=require")).unwrap_err();
}
