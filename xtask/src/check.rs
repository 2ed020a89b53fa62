//! `cargo xtask check` and `cargo xtask gen`.

use crate::tools::{Outcome, build_server, cargo, program, read, root, run, works};
use crate::{graph, web, words};
use std::collections::BTreeSet;

/// Every check; goes on after a failure, so that one run tells all of it.
pub(crate) fn check(strict: bool) -> Outcome {
    let mut left_out = Vec::new();
    let mut results = vec![
        ("format", run(&mut cargo(&["fmt", "--all", "--check", "--", "-l"]))),
        ("order of the crates", graph::check(root())),
        ("one build", one_build()),
        ("lints", run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]))),
        ("generated files", compare_generated()),
        ("words", words::check()),
    ];
    match web::missing() {
        None => results.push(("the back office", web::check())),
        Some(why) if strict => results.push(("the back office", Err(why))),
        Some(why) => left_out.push(format!("the back office: {why}")),
    }
    if works(&mut cargo(&["deny", "--version"])) {
        results
            .push(("licences, bans and sources", run(&mut cargo(&["deny", "check", "licenses", "bans", "sources"]))));
        match advisories() {
            Advisories::Checked(outcome) => results.push(("advisories", outcome)),
            Advisories::NoDatabase => {
                left_out.push("advisories: the database on GitHub cannot be reached from this machine".to_owned())
            }
        }
    } else {
        let what = "licences, bans, sources and advisories";
        if strict {
            results.push((what, Err("no cargo-deny: cargo install --locked cargo-deny".into())));
        } else {
            left_out.push("licences, bans, sources, advisories: no cargo-deny on this machine".to_owned());
        }
    }

    println!();
    for what in left_out {
        println!("LEFT OUT  {what}");
    }
    let mut failed = 0;
    for (what, outcome) in &results {
        match outcome {
            Ok(()) => println!("passed    {what}"),
            Err(error) => {
                failed += 1;
                println!("FAILED    {what}: {error}");
            }
        }
    }
    match failed {
        0 => Ok(()),
        _ => Err(format!("{failed} of {} checks failed", results.len())),
    }
}

/// Fails where a library has more features in the workspace than `one-build` asks for: it would be compiled twice.
fn one_build() -> Outcome {
    let libraries = |arguments: &[&str]| -> Outcome<BTreeSet<String>> {
        let tree = read(cargo(&["tree", "--prefix", "none", "--format", "{p} {f}"]).args(arguments))?;
        // A library met again ends in `(*)`: written out each time, the tree would not fit into memory.
        let libraries = tree.lines().map(|line| line.trim_end_matches(" (*)").trim_end());
        // An empty line stands between packages of the workspace, which are shown with their paths.
        Ok(libraries.filter(|line| !line.is_empty() && !line.contains("(/")).map(str::to_owned).collect())
    };
    let all = libraries(&["--workspace", "--edges", "normal,build,dev"])?;
    let one = libraries(&["--package", "one-build", "--edges", "normal,build"])?;
    let missing: Vec<&str> = all.difference(&one).map(String::as_str).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let missing = missing.join("\n  ");
    Err(format!("xtask/one-build does not lead to these libraries with these features:\n  {missing}"))
}

enum Advisories {
    Checked(Outcome),
    NoDatabase,
}

/// Known weaknesses in what we depend on. The database is fetched by git; where that cannot be, there is nothing to compare with.
fn advisories() -> Advisories {
    let mut command = cargo(&["deny", "check", "advisories"]);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return Advisories::Checked(Err(error.to_string())),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    eprint!("$ cargo deny check advisories\n{said}");
    if output.status.success() {
        Advisories::Checked(Ok(()))
    } else if said.contains("failed to fetch advisory database") {
        Advisories::NoDatabase
    } else {
        Advisories::Checked(Err("cargo deny check advisories failed".into()))
    }
}

/// The generated files: their paths and the commands of `sanduk` that print them.
const GENERATED: [(&str, &[&str]); 8] = [
    ("docs/openapi.json", &["openapi"]),
    ("docs/data.md", &["tables"]),
    ("docs/reference/API_ROUTES.md", &["reference", "routes"]),
    ("docs/reference/ENVIRONMENT_KEYS.md", &["reference", "settings"]),
    ("docs/reference/SETTINGS.md", &["reference", "company-settings"]),
    ("docs/reference/PERMISSIONS.md", &["reference", "permissions"]),
    ("docs/reference/EVENTS.md", &["reference", "events"]),
    ("docs/reference/ERROR_CODES.md", &["reference", "errors"]),
];

/// Writes what is generated from the code.
pub(crate) fn write_generated() -> Outcome {
    for (file, text) in generated()? {
        std::fs::create_dir_all(root().join("docs/reference"))
            .and_then(|()| std::fs::write(root().join(file), text))
            .map_err(|error| format!("{file}: {error}"))?;
        println!("wrote {file}");
    }
    words::write()
}

/// Fails where a generated file is not what the code says.
pub(crate) fn compare_generated() -> Outcome {
    for (file, text) in generated()? {
        match std::fs::read_to_string(root().join(file)) {
            Ok(kept) if kept == text => {}
            Ok(_) => return Err(format!("{file} is not what the code says: cargo xtask gen")),
            Err(error) => return Err(format!("{file}: {error}; cargo xtask gen writes it")),
        }
    }
    Ok(())
}

/// Every generated file with its text.
fn generated() -> Outcome<Vec<(&'static str, String)>> {
    build_server(false)?;
    let text = |(file, command)| Ok((file, read(program("debug", "sanduk")?.args(command))?));
    GENERATED.into_iter().map(text).collect()
}
