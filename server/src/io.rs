//! Where a command of the program writes its lines, and what it asks its caller for.

use std::path::PathBuf;

/// The terminal of a command line: this process's own, or one at the other end of the control socket.
pub trait Io {
    /// Prints one line.
    fn line(&mut self, line: &str);
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
}

impl Terminal {
    /// A terminal at which `password` was typed.
    pub fn new(password: Option<String>) -> Terminal {
        Terminal { password, bar: None }
    }
}

impl Io for Terminal {
    fn line(&mut self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| println!("{line}")),
            None => println!("{line}"),
        }
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
