//! What a person does with this repository: `cargo xtask up | test | check | gen | bench`.
#![expect(clippy::disallowed_methods, reason = "a build tool reads its environment")]

mod check;
mod graph;
#[path = "../../crates/testkit/src/postgres.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "one source with testkit, included rather than depended on so that xtask builds while the platform does not"
)]
mod postgres;
mod tests;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tools::{Outcome, cargo, program, root, run};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, run, test and check Sanduk")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the server and serve the demo company on http://127.0.0.1:8000
    ///
    /// The demo company is made the first time and kept after that. Data lies in ./sanduk-data of this
    /// repository, or where SANDUK_DATA_DIR and DATABASE_URL say.
    Up {
        /// Build with optimisation: slower to build, much faster to run
        #[arg(long)]
        release: bool,
        /// Handed to `sanduk serve`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run every test, on SQLite and on a private PostgreSQL
    Test {
        /// Fail where something had to be left out (no PostgreSQL, no python3)
        #[arg(long)]
        strict: bool,
        /// Handed to `cargo nextest run` (or `cargo test`), such as the name of one test
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Check format, lints, the order of the crates, the generated files, licences and advisories
    Check {
        /// Fail where a check had to be left out (no cargo-deny)
        #[arg(long)]
        strict: bool,
    },
    /// Write the generated files: docs/openapi.json
    Gen {
        /// Write nothing; fail where a file is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Build everything with optimisation and measure
    ///
    /// SANDUK_BIN names the server to the bench, SANDUK_TEST_POSTGRES a private, durable PostgreSQL
    /// (or the one it already named).
    Bench {
        /// Handed to the bench
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Up { release, arguments } => up(release, &arguments),
        Task::Test { strict, arguments } => tests::test(strict, &arguments),
        Task::Check { strict } => check::check(strict),
        Task::Gen { check: false } => check::write_generated(),
        Task::Gen { check: true } => check::compare_generated(),
        Task::Bench { arguments } => bench(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn up(release: bool, arguments: &[String]) -> Outcome {
    let profile = if release { "release" } else { "debug" };
    let mut build = cargo(&["build", "--package", "sanduk"]);
    run(build.args(release.then_some("--release")))?;
    let mut serve = program(profile, "sanduk")?;
    serve.current_dir(root()).args(["serve", "--demo"]).args(arguments);
    tools::become_program(&mut serve)
}

fn bench(arguments: &[String]) -> Outcome {
    run(&mut cargo(&["build", "--release", "--package", "sanduk", "--package", "bench"]))?;
    let mut bench = program("release", "bench")?;
    bench.args(arguments).env("SANDUK_BIN", tools::built("release", "sanduk")?);
    let server = match postgres::given() {
        None if postgres::binaries().is_some() => Some(postgres::Server::start()?),
        _ => None,
    };
    if let Some(server) = &server {
        bench.env(postgres::TEST_URL, server.url());
    }
    run(&mut bench)
}
