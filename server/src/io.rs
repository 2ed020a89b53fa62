//! Where a command of the program writes its lines, and what it asks its caller for.

use crate::errors;
use kernel::Result;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// Prints text on standard output. A reader that has closed its end has read what it wanted.
///
/// # Errors
///
/// `output` where it cannot be written for another reason, for example because a disk is full.
pub fn print(text: &str) -> Result<()> {
    print_to_reader(text).map(drop)
}

/// [`print`]; whether there is still a reader.
fn print_to_reader(text: &str) -> Result<bool> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        printed => printed.map(|()| true).map_err(errors::output),
    }
}

/// The terminal of a command line: this process's own, or one at the other end of the control socket.
pub trait Io {
    /// Prints one line.
    fn line(&mut self, line: &str);
    /// Prints a part of a text as it is; whether the rest is still wanted.
    fn text(&mut self, text: &str) -> bool;
    /// Shows that `done` steps of `of` are done; whether the caller is still there.
    fn progress(&mut self, done: u64, of: u64) -> bool;
    /// The password that was typed, if the command asks for one.
    fn password(&self) -> Option<&str>;
    /// The directory of the caller, which relative paths begin at.
    fn directory(&self) -> PathBuf;
}

/// The terminal of this process.
pub struct Terminal {
    password: Option<String>,
    bar: Option<indicatif::ProgressBar>,
    printed: Result<()>,
}

impl Terminal {
    /// A terminal at which `password` was typed.
    pub fn new(password: Option<String>) -> Terminal {
        Terminal { password, bar: None, printed: Ok(()) }
    }

    /// Whether every line was printed. A command goes on when its output cannot be written, because it may be half done.
    pub fn finish(self) -> Result<()> {
        self.printed
    }
}

impl Io for Terminal {
    fn line(&mut self, line: &str) {
        let print = || print(&format!("{line}\n"));
        let printed = match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        };
        if self.printed.is_ok() {
            self.printed = printed;
        }
    }
    fn text(&mut self, text: &str) -> bool {
        let printed = print_to_reader(text);
        let wanted = matches!(printed, Ok(true));
        if self.printed.is_ok() {
            self.printed = printed.map(drop);
        }
        wanted
    }
    fn progress(&mut self, done: u64, of: u64) -> bool {
        let bar = self.bar.get_or_insert_with(|| indicatif::ProgressBar::new(of));
        bar.set_length(of);
        bar.set_position(done);
        if done >= of {
            bar.finish_and_clear();
        }
        true
    }
    fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }
    fn directory(&self) -> PathBuf {
        PathBuf::new()
    }
}
