//! Which crate may depend on which: call down, never up. Read from the `Cargo.toml` files, so that it needs no build.

use crate::tools::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The crates that may name a SQL library, and the libraries.
const SQL_CRATES: &[&str] = &["store", "bench", "testkit"];
const SQL_LIBRARIES: &[&str] = &["rusqlite", "tokio-postgres"];

/// All that `money` may need; it is the one crate that everything rests on.
const UNDER_MONEY: &[&str] = &["serde", "serde_json"];

/// A crate of this workspace: the room it is in and what it names.
struct Crate {
    room: String,
    directory: PathBuf,
    /// `layer` of `[package.metadata.sanduk]`. A module depends only on modules of a lower layer.
    layer: Option<i64>,
    /// What its code needs.
    dependencies: BTreeSet<String>,
    /// What only its tests and build scripts need.
    others: BTreeSet<String>,
}

/// Fails with every dependency that is against the order.
pub(crate) fn check(root: &Path) -> Outcome {
    let faults = faults(&read_workspace(root)?);
    if faults.is_empty() { Ok(()) } else { Err(format!("\n  {}", faults.join("\n  "))) }
}

fn faults(crates: &BTreeMap<String, Crate>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, this) in crates {
        if this.room == "modules" && this.layer.is_none() {
            faults.push(format!("{name} has no layer under [package.metadata.sanduk] in its Cargo.toml"));
        }
        for dependency in this.dependencies.iter().chain(&this.others) {
            if SQL_LIBRARIES.contains(&dependency.as_str()) && !SQL_CRATES.contains(&name.as_str()) {
                faults.push(format!("{name} names {dependency}: only {SQL_CRATES:?} may"));
            }
            let Some(other) = crates.get(dependency) else {
                continue;
            };
            let allowed = match (this.room.as_str(), other.room.as_str()) {
                ("crates" | "modules", "crates") => true,
                ("modules", "modules") => other.layer < this.layer,
                ("crates" | "modules", _) => false,
                _ => true,
            };
            if !allowed {
                faults.push(format!("{name} depends on {dependency}, which is not below it"));
            }
        }
    }
    let money = crates.get("money").into_iter().flat_map(|money| &money.dependencies);
    for dependency in money.filter(|name| !UNDER_MONEY.contains(&name.as_str())) {
        faults.push(format!("money depends on {dependency}: it may only have {UNDER_MONEY:?}"));
    }
    faults
}

/// The crates whose code contains one of `names`, which may be paths (`module::name`).
pub(crate) fn mentioning(root: &Path, names: &[String]) -> Outcome<Vec<String>> {
    let names: Vec<&str> = names.iter().map(|name| name.rsplit("::").next().unwrap_or(name)).collect();
    let mut found = Vec::new();
    for (name, this) in read_workspace(root)? {
        if mentions(&this.directory, &names).map_err(|error| format!("{}: {error}", this.directory.display()))? {
            found.push(name);
        }
    }
    Ok(found)
}

fn mentions(directory: &Path, names: &[&str]) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            mentions(&path, names)?
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = std::fs::read_to_string(&path)?;
            names.iter().any(|name| code.contains(name))
        } else {
            false
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every crate of the workspace by name: those in `crates/` and `modules/`, and the rooms that are a crate themselves.
fn read_workspace(root: &Path) -> Outcome<BTreeMap<String, Crate>> {
    let mut crates = BTreeMap::new();
    for room in ["crates", "modules", "."] {
        let directory = root.join(room);
        let entries = std::fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        for entry in entries.flatten() {
            let manifest = entry.path().join("Cargo.toml");
            if manifest.is_file() {
                let (name, mut found) = read_manifest(&manifest)?;
                found.room = room.to_owned();
                found.directory = entry.path();
                crates.insert(name, found);
            }
        }
    }
    Ok(crates)
}

fn read_manifest(path: &Path) -> Outcome<(String, Crate)> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse_manifest(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn parse_manifest(text: &str) -> Outcome<(String, Crate)> {
    let manifest: Table = text.parse().map_err(|error| format!("{error}"))?;
    let name = manifest.get("package").and_then(|package| package.get("name"));
    let name = name.and_then(Value::as_str).ok_or("no package name")?;
    let metadata = manifest.get("package").and_then(|package| package.get("metadata")?.get("sanduk")?.get("layer"));
    let layer = metadata.and_then(Value::as_integer);
    let targets = manifest.get("target").and_then(Value::as_table);
    let tables = || {
        let of_targets = targets.into_iter().flat_map(Table::values).filter_map(Value::as_table);
        std::iter::once(&manifest).chain(of_targets)
    };
    let of_kind = |kind| {
        tables()
            .filter_map(move |table| table.get(kind)?.as_table())
            .flatten()
            .map(|(key, value)| real_name(key, value))
            .collect::<BTreeSet<_>>()
    };
    let mut others = of_kind("dev-dependencies");
    others.extend(of_kind("build-dependencies"));
    let dependencies = of_kind("dependencies");
    Ok((name.to_owned(), Crate { room: String::new(), directory: PathBuf::new(), layer, dependencies, others }))
}

/// A dependency may be renamed: `sql = { package = "rusqlite", … }`.
fn real_name(key: &str, value: &Value) -> String {
    let package = value.get("package").and_then(Value::as_str);
    package.unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(manifests: &[(&str, &str)]) -> BTreeMap<String, Crate> {
        let read = |(room, text): &(&str, &str)| {
            let (name, mut found) = parse_manifest(text).unwrap();
            found.room = (*room).to_owned();
            (name, found)
        };
        manifests.iter().map(read).collect()
    }

    #[test]
    fn calling_down_is_fine() {
        let crates = workspace(&[
            ("crates", "package.name = 'money'\ndependencies.serde.workspace = true"),
            ("crates", "package.name = 'store'\ndependencies.rusqlite.workspace = true"),
            ("modules", &module("ledger", 2, "dependencies.money.workspace = true")),
            ("modules", &module("catalog", 3, "dependencies.ledger.path = '../ledger'")),
            (".", "package.name = 'sanduk'\ndependencies.catalog.path = '../modules/catalog'"),
        ]);
        assert_eq!(faults(&crates), Vec::<String>::new());
    }

    #[test]
    fn every_wrong_direction_is_named() {
        let crates = workspace(&[
            ("crates", "package.name = 'money'\ndependencies.jiff.workspace = true"),
            ("crates", "package.name = 'kernel'\ndev-dependencies.ledger.path = '../../modules/ledger'"),
            ("modules", &module("ledger", 2, "[target.'cfg(unix)'.dependencies]\nsales.path = '../sales'")),
            ("modules", &module("sales", 5, "[dependencies]\nsql = { package = 'rusqlite', version = '1' }")),
            ("modules", &module("payments", 4, "dependencies.inventory.path = '../inventory'")),
            ("modules", &module("inventory", 4, "dependencies.sanduk.workspace = true")),
            ("modules", "package.name = 'circus'\ndependencies.ledger.path = '../ledger'"),
            (".", "package.name = 'sanduk'"),
        ]);
        assert_eq!(
            faults(&crates),
            [
                "circus has no layer under [package.metadata.sanduk] in its Cargo.toml",
                "circus depends on ledger, which is not below it",
                "inventory depends on sanduk, which is not below it",
                "kernel depends on ledger, which is not below it",
                "ledger depends on sales, which is not below it",
                "payments depends on inventory, which is not below it",
                "sales names rusqlite: only [\"store\", \"bench\", \"testkit\"] may",
                "money depends on jiff: it may only have [\"serde\", \"serde_json\"]",
            ]
        );
    }

    fn module(name: &str, layer: i64, more: &str) -> String {
        format!("package.name = '{name}'\npackage.metadata.sanduk.layer = {layer}\n{more}")
    }

    #[test]
    fn a_test_is_found_by_the_code_that_mentions_it() {
        let found =
            mentioning(crate::tools::root(), &["tests::a_test_is_found_by_the_code_that_mentions_it".to_owned()]);
        assert_eq!(found, Ok(vec!["xtask".to_owned()]));
    }
}
