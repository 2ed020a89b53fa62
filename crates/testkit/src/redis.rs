//! A Redis for tests, started from the binary of this machine.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// A Redis on this machine that keeps nothing. It ends with the test.
pub struct RedisServer {
    /// Its port.
    pub port: u16,
    process: Child,
}

impl RedisServer {
    /// Starts it; `None` where this machine has none, which `cargo xtask test` says.
    ///
    /// # Panics
    /// Where it does not answer.
    pub fn start() -> Option<RedisServer> {
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
        RedisServer::start_at(port.unwrap_or_else(|error| panic!("no port: {error}")).port())
    }

    /// Starts it at this port.
    ///
    /// # Panics
    /// Where it does not answer.
    pub fn start_at(port: u16) -> Option<RedisServer> {
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()]);
        let mut process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = process.try_wait().unwrap_or_else(|error| panic!("Redis: {error}"));
            assert!(ended.is_none(), "Redis has ended: {ended:?}");
            std::thread::yield_now();
        }
        Some(RedisServer { port, process })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
