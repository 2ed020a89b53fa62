//! The private PostgreSQL answers while it is owned and leaves nothing behind, however its owner ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use testkit::postgres::{Server, binaries, shared};

#[test]
fn answers_while_it_is_owned_and_leaves_nothing_when_dropped() {
    if binaries().is_none() {
        eprintln!("LEFT OUT: no PostgreSQL on this machine");
        return;
    }
    for durable in [true, false] {
        let server = Server::start_with(durable).unwrap();
        let url = server.url().to_owned();
        let directory = server.directory().to_owned();
        assert!(speaks_postgres(&url));
        assert!(directory.is_dir());
        drop(server);
        assert!(!speaks_postgres(&url));
        assert!(!directory.exists());
    }
}

#[test]
fn is_gone_when_its_owner_is_killed() {
    if binaries().is_none() {
        eprintln!("LEFT OUT: no PostgreSQL on this machine");
        return;
    }
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "owner_that_waits_to_be_killed", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(owner.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .find_map(|line| line.split_once("owns ").map(|(_, rest)| rest.to_owned()))
        .expect("the owner says what it started");
    let (url, directory) = said.split_once(' ').unwrap();
    assert!(speaks_postgres(url));
    owner.kill().unwrap();
    owner.wait().unwrap();
    // The watchdog is nobody's child now, so there is nothing to wait on but its effect.
    for _ in 0..1000 {
        if !Path::new(directory).exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!Path::new(directory).exists(), "{directory} is still there");
    assert!(!speaks_postgres(url), "{url} still answers");
}

#[test]
#[ignore = "not a test: the process that is_gone_when_its_owner_is_killed kills"]
fn owner_that_waits_to_be_killed() {
    let server = Server::start_with(false).unwrap();
    println!("owns {} {}", server.url(), server.directory().display());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn one_server_is_shared() {
    let url = shared();
    assert_eq!(url, shared());
    assert!(url.is_none_or(speaks_postgres));
}

/// Asks for TLS, the shortest question of the protocol; only PostgreSQL answers it with `N` or `S`.
fn speaks_postgres(url: &str) -> bool {
    let address = url.split_once('@').unwrap().1.split_once('/').unwrap().0;
    let Ok(mut connection) = TcpStream::connect(address) else {
        return false;
    };
    let mut answer = [0];
    connection.write_all(&[0, 0, 0, 8, 4, 210, 22, 47]).unwrap();
    connection.read_exact(&mut answer).unwrap();
    matches!(answer, [b'N' | b'S'])
}
