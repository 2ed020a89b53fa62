//! `cargo xtask test` and `cargo xtask drill`.

use crate::clients::{self, Proof};
use crate::postgres;
use crate::tools::{Outcome, build_server, built, cargo, root, run, works};
use crate::{graph, web};
use std::process::Command;

/// The package whose tests start the server as a program.
const STORIES: &str = "stories";

/// Which tests. Only the packages that they are in are built.
#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Only the tests of this package (may be given several times)
    #[arg(short, long)]
    package: Vec<String>,
    /// Only tests whose name contains this
    names: Vec<String>,
    /// Handed to `cargo nextest run` (or `cargo test`)
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Selection {
    /// Where names are given without a package: the packages whose code mentions them.
    fn find_packages(&mut self) -> Outcome {
        if self.package.is_empty() && !self.names.is_empty() {
            self.package = graph::mentioning(root(), &self.names)?;
            if self.package.is_empty() {
                return Err(format!("no package mentions {}", self.names.join(" or ")));
            }
        }
        Ok(())
    }

    fn includes(&self, package: &str) -> bool {
        self.package.is_empty() || self.package.iter().any(|selected| selected == package)
    }

    /// The command that builds and runs these tests; with `ignored`, those that are ignored otherwise, one at a time.
    fn command(&self, ignored: bool) -> Command {
        let nextest = works(&mut cargo(&["nextest", "--version"]));
        let mut command = if nextest { cargo(&["nextest", "run"]) } else { cargo(&["test", "--tests"]) };
        command.arg("--no-fail-fast");
        if self.package.is_empty() {
            command.arg("--workspace");
        } else {
            // It has no tests: it is named for the features that it asks for.
            let packages = self.package.iter().map(String::as_str).chain(["one-build"]);
            command.args(packages.flat_map(|package| ["--package", package]));
        }
        command.args(&self.arguments);
        if nextest {
            command.args(ignored.then_some(["--run-ignored", "only", "--test-threads", "1"]).into_iter().flatten());
        } else {
            command.arg("--").args(ignored.then_some(["--ignored", "--test-threads", "1"]).into_iter().flatten());
        }
        command.args(&self.names);
        command
    }

    /// Builds what the tests need and runs them.
    fn run(&self, ignored: bool, postgres: Option<&postgres::Server>) -> Outcome {
        let mut tests = self.command(ignored);
        if self.includes(STORIES) {
            build_server(false)?;
            tests.env("XTASK_BIN", built("debug", "sanduk")?);
        }
        if let Some(server) = postgres {
            tests.env(postgres::TEST_URL, server.url());
        }
        run(&mut tests)
    }
}

/// In the order of what fails fastest. Goes on after a failure, so that one run tells all of it.
pub(crate) fn test(strict: bool, mut selection: Selection) -> Outcome {
    selection.find_packages()?;
    let mut left_out = Vec::new();
    let mut results = Vec::new();

    let is_whole = selection.includes(STORIES) && selection.names.is_empty();
    // Before the program is built: the pages are part of it.
    if is_whole && web::missing().is_none() {
        results.push(("the pages of the back office", web::build()));
    }
    if is_whole {
        let mut python = Command::new("python3");
        python.args(["-B", "-m", "unittest", "discover", "-s", "stories/oracle"]).current_dir(root());
        if works(Command::new("python3").arg("--version")) {
            results.push(("the oracle in Python", run(&mut python)));
        } else {
            left_out.push("the oracle in Python: no python3 on this machine".to_owned());
        }
    }

    let server = start_postgres()?;
    if server.is_none() && postgres::given().is_none() {
        left_out.push("everything on PostgreSQL: no PostgreSQL on this machine".to_owned());
    }
    if !works(Command::new("redis-server").arg("--version")) {
        left_out.push("what servers share through Redis: no redis-server on this machine".to_owned());
    }
    results.push(("the tests in Rust", selection.run(false, server.as_ref())));

    if is_whole {
        match web::missing_browser() {
            None => results.push(("the back office in a browser", web::stories())),
            Some(why) => left_out.push(format!("the back office in a browser: {why}")),
        }
        for (what, proof) in [
            ("clients that are generated from the API", clients::sell as fn() -> Proof),
            ("requests that are generated from the API", || clients::fuzz(false)),
        ] {
            match proof() {
                Proof::Made(outcome) => results.push((what, outcome)),
                Proof::LeftOut(why) => left_out.push(format!("{what}: {why}")),
            }
        }
    }

    println!();
    for what in &left_out {
        println!("LEFT OUT  {what}");
    }
    for (what, outcome) in &results {
        let word = if outcome.is_ok() { "passed  " } else { "FAILED  " };
        println!("{word}  {what}");
    }
    match results.into_iter().find_map(|(_, outcome)| outcome.err()) {
        Some(error) => Err(error),
        None if strict && !left_out.is_empty() => Err("something was left out (--strict)".into()),
        None => Ok(()),
    }
}

/// Tests whose outcome depends on time. They are `#[ignore]`d and their names begin with `drill_`.
pub(crate) fn drill(mut selection: Selection) -> Outcome {
    if selection.names.is_empty() {
        selection.names.push("drill_".to_owned());
    }
    selection.find_packages()?;
    selection.run(true, start_postgres()?.as_ref())
}

/// One server for all tests, unless there is one already or there can be none.
fn start_postgres() -> Outcome<Option<postgres::Server>> {
    let possible = postgres::given().is_none() && postgres::binaries().is_some();
    possible.then(|| postgres::Server::start_with(false)).transpose()
}
