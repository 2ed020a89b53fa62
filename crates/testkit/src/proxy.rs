//! A proxy in front of PostgreSQL that fails at a chosen moment.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A part of what a writer sends to begin a batch.
pub const BEGIN: &[u8] = b"READ COMMITTED";
/// A part of what a writer sends to commit a batch.
pub const COMMIT: &[u8] = b"COMMIT; SELEC";

/// What the proxy does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// It forwards everything.
    Pass,
    /// The next COMMIT is delivered and carried out; its answer is not.
    CutBeforeAnswer,
    /// The same, and no connection gets through afterwards.
    CutBeforeAnswerAndRefuse,
    /// The next COMMIT is delivered and the wire cut at once: the server may still be at it.
    CutBehindCommit,
    /// The next COMMIT is not delivered.
    CutBeforeCommit,
    /// What contains this text is delivered; then its connection stays open, but nothing is forwarded on it any more.
    StallBehind(&'static [u8]),
    /// No connection gets through.
    Refuse,
}

/// A running proxy; it serves until the process ends.
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    /// How many COMMITs pass first, and what happens then.
    state: Mutex<(usize, Mode)>,
    /// Connections so far.
    connections: AtomicUsize,
    /// Connections with a smaller number forward nothing.
    stalled: AtomicUsize,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, (usize, Mode)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stalled(&self, connection: usize) -> bool {
        connection < self.stalled.load(Ordering::SeqCst)
    }

    /// Stalls all connections that are open.
    fn stall(&self) {
        self.stalled.store(self.connections.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

impl Proxy {
    /// Starts a proxy in front of the server at `address`.
    ///
    /// # Panics
    /// When no port can be opened.
    pub fn start(address: String) -> Proxy {
        let listener =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| Ok((listener.local_addr()?.port(), listener)));
        let (port, listener) = listener.unwrap_or_else(|error| panic!("the proxy has no port: {error}"));
        let state = Mutex::new((0, Mode::Pass));
        let shared = Arc::new(Shared { state, connections: AtomicUsize::new(0), stalled: AtomicUsize::new(0) });
        let served = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if served.state().1 != Mode::Refuse
                    && let Ok(server) = TcpStream::connect(&address)
                {
                    // A connection that cannot be served is closed.
                    drop(connect(&client, &server, &served));
                }
            }
        });
        Proxy { port, shared }
    }

    /// The port of the proxy on the loopback address.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sets what happens from now on.
    pub fn set(&self, mode: Mode) {
        self.set_behind(0, mode);
    }

    /// Sets what happens after so many COMMITs.
    pub fn set_behind(&self, commits: usize, mode: Mode) {
        *self.shared.state() = (commits, mode);
    }

    /// What happens next; [`Mode::Pass`] once it has happened.
    pub fn mode(&self) -> Mode {
        self.shared.state().1
    }

    /// Forwards nothing more on the connections that are open, and does not close them. New ones are served.
    pub fn stall(&self) {
        self.shared.stall();
    }
}

fn cut(one: &TcpStream, other: &TcpStream) {
    for end in [one, other] {
        // The other direction may have cut it already.
        drop(end.shutdown(Shutdown::Both));
    }
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn connect(client: &TcpStream, server: &TcpStream, shared: &Arc<Shared>) -> std::io::Result<()> {
    let number = shared.connections.fetch_add(1, Ordering::SeqCst);
    let muted = Arc::new(Mutex::new(false));
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from, to, requests, mute) = (client.try_clone()?, server.try_clone()?, shared.clone(), muted.clone());
    std::thread::spawn(move || {
        // An end of this direction that failed is cut, like one that ended.
        drop(forward_requests(&from, &to, number, &requests, &mute));
        cut(&from, &to);
    });
    let (mut from, mut to, shared) = (server.try_clone()?, client.try_clone()?, shared.clone());
    std::thread::spawn(move || {
        let mut buffer = [0; 65_536];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if shared.is_stalled(number) {
                continue;
            }
            if *muted.lock().unwrap_or_else(PoisonError::into_inner) || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        cut(&from, &to);
    });
    Ok(())
}

/// Forwards what the client sends until it ends or the mode says that the connection does.
fn forward_requests(
    mut from: &TcpStream,
    mut to: &TcpStream,
    number: usize,
    shared: &Shared,
    mute: &Mutex<bool>,
) -> std::io::Result<()> {
    let mut buffer = [0; 65_536];
    loop {
        let length = from.read(&mut buffer)?;
        let bytes = &buffer[..length];
        if bytes.is_empty() {
            return Ok(());
        }
        if shared.is_stalled(number) {
            continue;
        }
        let mut state = shared.state();
        let (pass, mode) = &mut *state;
        let mut commits = contains(bytes, COMMIT);
        if commits && *pass > 0 {
            *pass -= 1;
            commits = false;
        }
        match *mode {
            Mode::Refuse => return Ok(()),
            Mode::CutBeforeCommit if commits => {
                *mode = Mode::Pass;
                return Ok(());
            }
            Mode::CutBeforeAnswer | Mode::CutBeforeAnswerAndRefuse | Mode::CutBehindCommit if commits => {
                *mute.lock().unwrap_or_else(PoisonError::into_inner) = true;
                to.write_all(bytes)?;
                if *mode == Mode::CutBehindCommit {
                    *mode = Mode::Pass;
                    return Ok(());
                }
                *mode = if *mode == Mode::CutBeforeAnswer { Mode::Pass } else { Mode::Refuse };
            }
            Mode::StallBehind(text) if contains(bytes, text) => {
                *mode = Mode::Pass;
                shared.stall();
                to.write_all(bytes)?;
            }
            _ => to.write_all(bytes)?,
        }
    }
}
