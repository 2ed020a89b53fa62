//! On SQLite one process owns the data. Other commands hand their arguments to it over a socket only the same user can open.

use crate::cli::{self, Io};
use crate::house::House;
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use store::Place;

/// A command line on its way to the living server.
#[derive(Serialize, Deserialize)]
struct Asked {
    arguments: Vec<String>,
    directory: PathBuf,
    password: Option<String>,
}

/// What the server says back, a line each.
#[derive(Serialize, Deserialize)]
enum Said {
    Line(String),
    Progress(u64, u64),
    Done,
    Failed(String),
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::unavailable("control_socket", format!("The running server could not be asked: {error}."))
}

/// Has the living server run `arguments`.
pub fn ask(place: &Place, arguments: Vec<String>, io: &mut dyn Io) -> Result<()> {
    let socket = House::socket(place).ok_or_else(|| broken("it has no socket"))?;
    let mut stream = UnixStream::connect(&socket).map_err(|error| {
        let detail = "Another process is using the data directory, and it is not a server that answers";
        Error::unavailable("data_directory_in_use", format!("{detail}: {error}."))
    })?;
    let directory = std::env::current_dir().map_err(broken)?;
    let asked = Asked { arguments, directory, password: io.password().map(str::to_owned) };
    let text = serde_json::to_string(&asked).map_err(broken)?;
    writeln!(stream, "{text}").map_err(broken)?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line.map_err(broken)?).map_err(broken)? {
            Said::Line(line) => io.line(&line),
            Said::Progress(done, of) => io.progress(done, of),
            Said::Done => return Ok(()),
            Said::Failed(detail) => return Err(Error::conflict("failed", detail)),
        }
    }
    Err(broken("it stopped before it was done"))
}

/// Listens for command lines until the process ends.
pub fn listen(house: &Arc<House>) -> Result<()> {
    let Some(socket) = House::socket(&house.place) else { return Ok(()) };
    // We own the directory, so a socket that is there belongs to nobody any more.
    drop(std::fs::remove_file(&socket));
    let listener = UnixListener::bind(&socket).map_err(broken)?;
    std::fs::set_permissions(&socket, Permissions::from_mode(0o600)).map_err(broken)?;
    let house = Arc::downgrade(house);
    let accept = move || {
        for stream in listener.incoming() {
            let (Ok(stream), Some(house)) = (stream, house.upgrade()) else { return };
            let answer = move || {
                if let Err(error) = answer(stream, &house) {
                    tracing::warn!(%error, "a command line was cut off");
                }
            };
            if let Err(error) = std::thread::Builder::new().name("control".to_owned()).spawn(answer) {
                tracing::error!(%error, "no thread for a command line");
            }
        }
    };
    std::thread::Builder::new().name("control-socket".to_owned()).spawn(accept).map_err(broken)?;
    Ok(())
}

/// A command line's terminal at the other end of the socket.
struct Remote {
    stream: UnixStream,
    asked: Asked,
}

impl Remote {
    fn say(&mut self, said: &Said) {
        // A caller who is gone does not stop what they asked for.
        if let Ok(text) = serde_json::to_string(said) {
            drop(writeln!(self.stream, "{text}"));
        }
    }
}

impl Io for Remote {
    fn line(&mut self, line: &str) {
        self.say(&Said::Line(line.to_owned()));
    }
    fn progress(&mut self, done: u64, of: u64) {
        self.say(&Said::Progress(done, of));
    }
    fn password(&self) -> Option<&str> {
        self.asked.password.as_deref()
    }
    fn directory(&self) -> PathBuf {
        self.asked.directory.clone()
    }
}

fn answer(stream: UnixStream, house: &House) -> Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone().map_err(broken)?).read_line(&mut line).map_err(broken)?;
    let asked: Asked = serde_json::from_str(&line).map_err(broken)?;
    let arguments = asked.arguments.clone();
    let mut remote = Remote { stream, asked };
    let said = match cli::run_sent(&arguments, house, &mut remote) {
        Ok(()) => Said::Done,
        Err(error) => Said::Failed(error.detail),
    };
    remote.say(&said);
    Ok(())
}
