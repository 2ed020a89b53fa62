//! Running programs.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a task ends with; the text says what failed.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// `cargo` with arguments, at the root, in the environment of a `cargo` that is typed.
///
/// `cargo run` tells xtask about xtask's own package. Build scripts ask for these variables too (that of `ring` for
/// `CARGO_MANIFEST_DIR`), and would run again each time that xtask and plain cargo take turns.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for name in names.filter(|name| name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_")) {
        command.env_remove(name);
    }
    command
}

/// What names the key of an installation to the server.
pub(crate) const SECRET_KEY: &str = "SANDUK_SECRET_KEY";

/// The key of demonstrations, which have no secrets to lose.
pub(crate) const DEMO_KEY: &str = "ZGVtbyBvbmx5LCBub3QgZm9yIGEgcmVhbCBzaG9wISE=";

/// Builds the server: in the one build where it is not optimised. A selection of packages would choose other features.
pub(crate) fn build_server(release: bool) -> Outcome {
    let mut build = cargo(&["build", "--bin", "sanduk"]);
    run(build.args(release.then_some("--release")))
}

/// Runs to the end with the output going where ours goes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    eprintln!("$ {}", shown(command));
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", shown(command))) }
}

/// Runs to the end and answers what it wrote to standard output.
pub(crate) fn read(command: &mut Command) -> Outcome<String> {
    eprintln!("$ {}", shown(command));
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{} failed ({})", shown(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{}: {error}", shown(command)))
}

/// Puts the program in our place, so that signals reach it directly. Comes back only when that fails.
pub(crate) fn become_program(command: &mut Command) -> Outcome {
    eprintln!("$ {}", shown(command));
    let error = command.exec();
    Err(format!("{}: {error}", shown(command)))
}

/// Whether the program can be run at all.
pub(crate) fn works(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// A program that cargo built: `profile` is the directory's name, `debug` or `release`.
pub(crate) fn program(profile: &str, name: &str) -> Outcome<Command> {
    Ok(Command::new(built(profile, name)?))
}

/// Where cargo puts a program: beside us, for we lie in `…/target/debug/xtask`.
pub(crate) fn built(profile: &str, name: &str) -> Outcome<PathBuf> {
    let here = std::env::current_exe().map_err(|error| error.to_string())?;
    let target = here.parent().and_then(Path::parent);
    let target = target.ok_or_else(|| format!("{} is not in a target directory", here.display()))?;
    Ok(target.join(profile).join(name))
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name();
    let words = name.into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
