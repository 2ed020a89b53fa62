//! `cargo xtask web`: the pages of the back office, which lie in `web/` and become part of the program by `crates/web`.

use crate::tools::{DEMO_KEY, Outcome, SECRET_KEY, build_server, built, read, root, run, works};
use std::hash::{DefaultHasher, Hasher};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The oldest Node that builds the pages: major and minor.
const NODE: (u32, u32) = (20, 19);
/// Below `web/`, what is not written by people.
const MADE: [&str; 3] = ["node_modules", "dist", "schema.d.ts"];
/// Where Debian puts the browser.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Why there are no pages, where this machine cannot build them.
pub(crate) fn missing() -> Option<String> {
    let version = read(Command::new("node").arg("--version")).unwrap_or_default();
    let mut parts = version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < NODE {
        return Some(format!("no Node from {}.{} on this machine", NODE.0, NODE.1));
    }
    (!works(Command::new("npm").arg("--version"))).then(|| "no npm on this machine".to_owned())
}

/// Why no browser can be driven on this machine.
pub(crate) fn missing_browser() -> Option<String> {
    missing().or_else(|| (!Path::new(CHROMIUM).exists()).then(|| format!("no {CHROMIUM} on this machine")))
}

/// Builds the pages, unless they are built from just these sources.
pub(crate) fn build() -> Outcome {
    let stamp = root().join("crates/web/pages/.built");
    let sources = sources()?;
    if std::fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(());
    }
    install()?;
    run(&mut npm(&["run", "generate"]))?;
    run(&mut npm(&["run", "build"]))?;
    std::fs::write(&stamp, sources).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Format, lints, types and unit tests of the pages, and that they are no larger than they may be.
pub(crate) fn check() -> Outcome {
    install()?;
    run(&mut npm(&["run", "check"]))?;
    run(&mut npm(&["test"]))?;
    build()?;
    run(&mut npm(&["run", "size"]))
}

/// What people do in a browser, with the program and its demo company.
pub(crate) fn stories() -> Outcome {
    install()?;
    build()?;
    build_server(false)?;
    let data = std::env::temp_dir().join(format!("sanduk-web-{}", std::process::id()));
    let outcome = Server::start(&data).and_then(|server| {
        let base = format!("http://127.0.0.1:{}/admin", server.port);
        run(npm(&["run", "stories"]).env("SANDUK_WEB_BASE", base).env("CHROMIUM", CHROMIUM))
    });
    std::fs::remove_dir_all(&data).ok();
    outcome
}

/// The program with a demo company of its own; it ends with this.
struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(data: &Path) -> Outcome<Server> {
        let mut serve = Command::new(built("debug", "sanduk")?);
        serve.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data);
        serve.env(SECRET_KEY, DEMO_KEY).env_remove("DATABASE_URL");
        let process = serve.stdout(Stdio::piped()).spawn();
        let mut server = Server { process: process.map_err(|error| format!("sanduk serve: {error}"))?, port: 0 };
        let lines = server.process.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines);
        let mut ports = lines.map_while(Result::ok).filter_map(|line| {
            let (_, rest) = line.split_once("http://127.0.0.1:")?;
            rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
        });
        server.port = ports.next().ok_or("sanduk serve ended before it served")?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().and_then(|()| self.process.wait()).ok();
    }
}

fn npm(arguments: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(arguments).current_dir(root().join("web"));
    npm
}

/// Installs the libraries, unless those of this lock file are installed.
fn install() -> Outcome {
    let web = root().join("web");
    let stamp = web.join("node_modules/.installed");
    let lock = hash(&[web.join("package-lock.json")])?;
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    std::fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// A text that is another one whenever what the pages are made of is.
fn sources() -> Outcome<String> {
    let mut files = vec![root().join("docs/openapi.json")];
    collect(&root().join("web"), &mut files).map_err(|error| format!("web: {error}"))?;
    files.sort();
    hash(&files)
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if MADE.iter().any(|made| path.ends_with(made)) {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn hash(files: &[PathBuf]) -> Outcome<String> {
    let mut hash = DefaultHasher::new();
    for file in files {
        let content = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        hash.write(file.to_string_lossy().as_bytes());
        hash.write(&content);
    }
    Ok(hash.finish().to_string())
}
