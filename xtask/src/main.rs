//! What a person does with this repository: `cargo xtask up | web | test | drill | fuzz | check | gen | new-module | bench`.
#![expect(clippy::disallowed_methods, reason = "a build tool reads its environment")]

mod check;
mod clients;
mod graph;
mod new_module;
#[path = "../../crates/testkit/src/postgres.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "one source with testkit, included rather than depended on so that xtask builds while the platform does not"
)]
mod postgres;
mod tests;
mod tools;
mod web;
mod words;

use clap::{Parser, Subcommand};
use new_module::Names;
use std::process::ExitCode;
use tests::Selection;
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
    /// Build the pages of the back office, which become part of the program with its next build (needs Node)
    Web,
    /// Run every test, on SQLite and on a private PostgreSQL
    Test {
        /// Fail where something had to be left out (no PostgreSQL, no python3, no node)
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        selection: Selection,
    },
    /// Run what must be timed: tests named drill_… that are otherwise ignored, one at a time
    ///
    /// They depend on how busy the machine is, so they are no part of what must pass before a change is taken in.
    Drill {
        #[command(flatten)]
        selection: Selection,
    },
    /// Send requests that are generated from the description of the API, as every role (schemathesis)
    Fuzz {
        /// Hundreds of requests to every operation instead of a few: takes about an hour
        #[arg(long)]
        long: bool,
    },
    /// Check format, lints, the order of the crates, the generated files, licences and advisories
    Check {
        /// Fail where a check had to be left out (no cargo-deny)
        #[arg(long)]
        strict: bool,
    },
    /// Write the generated files: docs/openapi.json, docs/data.md, docs/reference/ and the order of crates/language/words/
    Gen {
        /// Write nothing; fail where a file is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Write a new module: a resource, a document, a command, a migration, a test, and its two lines in the server
    NewModule {
        /// Its name: lower-case letters, with _ between words
        name: String,
        /// The name of one row of its resource; NAME_item where it is left out
        #[arg(long)]
        record: Option<String>,
        /// The name of one of its documents; NAME_order where it is left out
        #[arg(long)]
        document: Option<String>,
    },
    /// Build everything with optimisation and measure: sale, entry, list, report, import, neighbours, build or all
    ///
    /// Each part replaces its section of docs/bench.md. XTASK_BIN names the server to the bench, XTASK_TEST_POSTGRES a private, durable PostgreSQL
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
        Task::Web => web::missing().map_or_else(web::build, Err),
        Task::Test { strict, selection } => tests::test(strict, selection),
        Task::Drill { selection } => tests::drill(selection),
        Task::Fuzz { long } => match clients::fuzz(long) {
            clients::Proof::Made(outcome) => outcome,
            clients::Proof::LeftOut(why) => Err(why.to_owned()),
        },
        Task::Check { strict } => check::check(strict),
        Task::Gen { check: false } => check::write_generated(),
        Task::Gen { check: true } => check::compare_generated(),
        Task::NewModule { name: module, record, document } => {
            let record = record.unwrap_or_else(|| format!("{module}_item"));
            let document = document.unwrap_or_else(|| format!("{module}_order"));
            new_module::new_module(&Names { module, record, document })
        }
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
    match web::missing() {
        None => web::build()?,
        Some(why) => eprintln!("The API is served alone, without the back office: {why}."),
    }
    tools::build_server(release)?;
    let mut serve = program(if release { "release" } else { "debug" }, "sanduk")?;
    serve.current_dir(root()).args(["serve", "--demo"]).args(arguments);
    if std::env::var_os(tools::SECRET_KEY).is_none() {
        serve.env(tools::SECRET_KEY, tools::DEMO_KEY);
    }
    tools::become_program(&mut serve)
}

fn bench(arguments: &[String]) -> Outcome {
    run(&mut cargo(&["build", "--release", "--workspace", "--bin", "sanduk", "--bin", "bench"]))?;
    let mut bench = program("release", "bench")?;
    bench.args(arguments).env("XTASK_BIN", tools::built("release", "sanduk")?);
    let server = match postgres::given() {
        None if postgres::binaries().is_some() => Some(postgres::Server::start()?),
        _ => None,
    };
    if let Some(server) = &server {
        bench.env(postgres::TEST_URL, server.url());
    }
    run(&mut bench)
}
