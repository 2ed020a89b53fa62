//! `cargo xtask test`.

use crate::postgres;
use crate::tools::{Outcome, built, cargo, root, run, works};
use std::process::Command;

/// Everything, in the order of what fails fastest. Goes on after a failure, so that one run tells all of it.
pub(crate) fn test(strict: bool, arguments: &[String]) -> Outcome {
    let mut left_out = Vec::new();
    let mut results = Vec::new();

    if root().join("stories/oracle").is_dir() {
        let mut python = Command::new("python3");
        python.args(["-B", "-m", "unittest", "discover", "-s", "stories/oracle"]).current_dir(root());
        if works(Command::new("python3").arg("--version")) {
            results.push(("the oracle in Python", run(&mut python)));
        } else {
            left_out.push("the oracle in Python: no python3 on this machine");
        }
    }

    let given = postgres::given();
    let server = if given.is_some() || postgres::binaries().is_some() {
        let start = || postgres::Server::start_with(false);
        given.is_none().then(start).transpose()?
    } else {
        left_out.push("everything on PostgreSQL: no PostgreSQL on this machine");
        None
    };

    run(&mut cargo(&["build", "--release", "--package", "sanduk"]))?;
    let mut rust = if works(&mut cargo(&["nextest", "--version"])) {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(&["test", "--workspace", "--tests", "--no-fail-fast"])
    };
    rust.args(arguments).env("SANDUK_BIN", built("release", "sanduk")?);
    if let Some(server) = &server {
        rust.env(postgres::TEST_URL, server.url());
    }
    results.push(("the tests in Rust", run(&mut rust)));

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
