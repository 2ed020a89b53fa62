//! On SQLite one process owns the data. Other commands hand their arguments to it over a socket only the same user can open.

use crate::app::App;
use crate::io::Io;
use crate::{cli, errors};
use kernel::Result;
use serde::{Deserialize, Serialize};
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use store::Location;

/// A command line on its way to the living server.
#[derive(Serialize, Deserialize)]
struct CommandLine {
    arguments: Vec<String>,
    directory: PathBuf,
    password: Option<String>,
}

/// The server's replies, one line each.
#[derive(Serialize, Deserialize)]
enum Reply {
    Line(String),
    Text(String),
    Progress(u64, u64),
    Done,
    Failed(String),
}

/// Connects to the living server.
///
/// # Errors
///
/// `data_directory_in_use` where the process that has the data directory does not listen.
pub fn connect(location: &Location) -> Result<UnixStream> {
    let socket = App::socket(location).ok_or_else(|| errors::control_socket("it has no socket"))?;
    UnixStream::connect(&socket).map_err(errors::no_answering_server)
}

/// Has the living server run `arguments`.
pub fn ask(mut stream: UnixStream, arguments: Vec<String>, io: &mut dyn Io) -> Result<()> {
    let directory = std::env::current_dir().map_err(errors::control_socket)?;
    let request = CommandLine { arguments, directory, password: io.password().map(str::to_owned) };
    let text = serde_json::to_string(&request).map_err(errors::control_socket)?;
    writeln!(stream, "{text}").map_err(errors::control_socket)?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line.map_err(errors::control_socket)?).map_err(errors::control_socket)? {
            Reply::Line(line) => io.line(&line),
            // The server learns from the closed socket that nothing more is read.
            Reply::Text(text) if !io.text(&text) => return Ok(()),
            Reply::Text(_) => {}
            Reply::Progress(done, of) => drop(io.progress(done, of)),
            Reply::Done => return Ok(()),
            Reply::Failed(detail) => return Err(errors::command_failed(detail)),
        }
    }
    Err(errors::control_socket("it stopped before it was done"))
}

/// Listens for command lines until the process ends.
pub fn listen(app: &Arc<App>) -> Result<()> {
    let Some(socket) = App::socket(&app.location) else { return Ok(()) };
    // This process owns the directory: a socket in it was left by a process that has ended.
    drop(std::fs::remove_file(&socket));
    let listener = UnixListener::bind(&socket).map_err(errors::control_socket)?;
    std::fs::set_permissions(&socket, Permissions::from_mode(0o600)).map_err(errors::control_socket)?;
    let app = Arc::downgrade(app);
    let accept = move || {
        for stream in listener.incoming() {
            let (Ok(stream), Some(app)) = (stream, app.upgrade()) else { return };
            let answer = move || {
                command::give_way();
                if let Err(error) = answer(stream, &app) {
                    tracing::warn!(%error, "a command line was cut off");
                }
            };
            if let Err(error) = std::thread::Builder::new().name("control".to_owned()).spawn(answer) {
                tracing::error!(%error, "no thread for a command line");
            }
        }
    };
    std::thread::Builder::new().name("control-socket".to_owned()).spawn(accept).map_err(errors::control_socket)?;
    Ok(())
}

/// A command line's terminal at the other end of the socket.
struct Remote {
    stream: UnixStream,
    request: CommandLine,
}

impl Remote {
    /// Whether the caller is still there to read it.
    fn say(&mut self, reply: &Reply) -> bool {
        serde_json::to_string(reply).is_ok_and(|text| writeln!(self.stream, "{text}").is_ok())
    }
}

impl Io for Remote {
    fn line(&mut self, line: &str) {
        self.say(&Reply::Line(line.to_owned()));
    }
    fn text(&mut self, text: &str) -> bool {
        self.say(&Reply::Text(text.to_owned()))
    }
    fn progress(&mut self, done: u64, of: u64) -> bool {
        self.say(&Reply::Progress(done, of))
    }
    fn password(&self) -> Option<&str> {
        self.request.password.as_deref()
    }
    fn directory(&self) -> PathBuf {
        self.request.directory.clone()
    }
}

fn answer(stream: UnixStream, app: &App) -> Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone().map_err(errors::control_socket)?)
        .read_line(&mut line)
        .map_err(errors::control_socket)?;
    let request: CommandLine = serde_json::from_str(&line).map_err(errors::control_socket)?;
    let arguments = request.arguments.clone();
    let mut remote = Remote { stream, request };
    let reply = match cli::run_sent(&arguments, app, &mut remote) {
        Ok(()) => Reply::Done,
        Err(error) => Reply::Failed(error.operator()),
    };
    remote.say(&reply);
    Ok(())
}
