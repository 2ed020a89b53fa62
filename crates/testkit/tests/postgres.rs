//! The private PostgreSQL server runs as long as its owner and is removed completely afterwards.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use testkit::postgres::{Server, binaries, shared};

#[test]
fn dropped_server_stops_and_removes_its_directory() {
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
fn server_stops_when_owning_process_is_killed() {
    if binaries().is_none() {
        eprintln!("LEFT OUT: no PostgreSQL on this machine");
        return;
    }
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "owning_process", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let server = BufReader::new(owner.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .find_map(|line| line.split_once("owns ").map(|(_, rest)| rest.to_owned()))
        .expect("the owning process prints its server");
    let (url, directory) = server.split_once(' ').unwrap();
    assert!(speaks_postgres(url));
    owner.kill().unwrap();
    owner.wait().unwrap();
    // The watchdog's parent is dead, so this process cannot wait for it and polls for the removal of the directory.
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
#[ignore = "not a test: the process that server_stops_when_owning_process_is_killed starts and kills"]
fn owning_process() {
    let server = Server::start_with(false).unwrap();
    println!("owns {} {}", server.url(), server.directory().display());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[test]
fn shared_returns_same_server_each_time() {
    let url = shared();
    assert_eq!(url, shared());
    assert!(url.is_none_or(speaks_postgres));
}

/// Whether a PostgreSQL server listens at `url`: only PostgreSQL answers a TLS request with `N` or `S`.
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
