//! `cargo xtask new-module`: a module that compiles, is served and passes its test, to be changed into what it is for.

use crate::tools::{Outcome, cargo, root, run};
use std::fs;
use std::path::Path;

/// The files of a module with their templates, in which `{{…}}` stands for a name.
const TEMPLATES: [(&str, &str); 10] = [
    ("Cargo.toml", include_str!("../templates/module/Cargo.toml")),
    ("README.md", include_str!("../templates/module/README.md")),
    ("src/lib.rs", include_str!("../templates/module/src/lib.rs")),
    ("src/records.rs", include_str!("../templates/module/src/records.rs")),
    ("src/errors.rs", include_str!("../templates/module/src/errors.rs")),
    ("src/views.rs", include_str!("../templates/module/src/views.rs")),
    ("src/commands/mod.rs", include_str!("../templates/module/src/commands/mod.rs")),
    ("src/commands/post.rs", include_str!("../templates/module/src/commands/post.rs")),
    ("migrations/0001_tables.sqlite.sql", include_str!("../templates/module/migrations/0001_tables.sqlite.sql")),
    ("migrations/0001_tables.pg.sql", include_str!("../templates/module/migrations/0001_tables.pg.sql")),
];
/// The template of its test, which has the name of the module.
const TEST: &str = include_str!("../templates/module/tests/module.rs");

/// What a module and its things are called: `rentals`, `machine`, `rental_order`.
pub(crate) struct Names {
    pub(crate) module: String,
    pub(crate) record: String,
    pub(crate) document: String,
}

/// Writes `modules/NAME/` and the two lines in the server.
pub(crate) fn new_module(names: &Names) -> Outcome {
    names.check()?;
    let directory = root().join("modules").join(&names.module);
    if directory.exists() || root().join("crates").join(&names.module).exists() {
        return Err(format!("there is a crate {} already", names.module));
    }
    let test = format!("tests/{}.rs", names.module);
    for (file, template) in TEMPLATES.into_iter().chain([(test.as_str(), TEST)]) {
        write(&directory.join(file), &names.fill(template))?;
    }
    let name = &names.module;
    insert("server/Cargo.toml", "clap.workspace", &format!("{name} = {{ path = \"../modules/{name}\" }}\n"))?;
    insert("server/src/modules.rs", "        crate::tenant_setup", &format!("        {name}::module(),\n"))?;
    run(&mut cargo(&["fmt", "--package", name]))?;
    println!(
        "\nmodules/{name} is there. Next: cargo xtask test -p {name}, cargo xtask gen, and change it into what it is for."
    );
    println!("The permissions in stories/tests/new_company.rs and the script of the replay test want it, too.");
    Ok(())
}

impl Names {
    fn check(&self) -> Outcome {
        for name in [&self.module, &self.record, &self.document] {
            let is_word = name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
            if !is_word || name.starts_with('_') || name.ends_with('_') || name.is_empty() {
                return Err(format!("“{name}” is no name: lower-case letters, with _ between words"));
            }
        }
        if self.record == self.document { Err("record and document have the same name".into()) } else { Ok(()) }
    }

    fn fill(&self, template: &str) -> String {
        let words = |name: &str| name.replace('_', " ");
        let path = |name: &str| format!("{}s", name.replace('_', "-"));
        let pairs = [
            ("module", self.module.clone()),
            ("Module words", capital(&words(&self.module))),
            ("record", self.record.clone()),
            ("Record", camel_case(&self.record)),
            ("records", path(&self.record)),
            ("record words", words(&self.record)),
            ("document", self.document.clone()),
            ("Document", camel_case(&self.document)),
            ("documents", path(&self.document)),
            ("document words", words(&self.document)),
            ("PREFIX", self.document.chars().take(3).collect::<String>().to_uppercase()),
        ];
        pairs.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
    }
}

fn capital(word: &str) -> String {
    word.get(..1).map(|first| first.to_uppercase() + &word[1..]).unwrap_or_default()
}

fn camel_case(name: &str) -> String {
    name.split('_').map(capital).collect()
}

fn write(path: &Path, text: &str) -> Outcome {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// Inserts a line before the first one that begins with `before`.
fn insert(file: &str, before: &str, line: &str) -> Outcome {
    let path = root().join(file);
    let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
    let place = text.find(&format!("\n{before}")).ok_or_else(|| format!("{file} has no line {before}"))?;
    write(&path, &[&text[..=place], line, &text[place + 1..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    /// The names with which the templates are formatted: longer ones may break lines, which the formatter mends.
    fn names() -> Names {
        Names { module: "rentals".into(), record: "machine".into(), document: "rental".into() }
    }

    fn filled() -> impl Iterator<Item = (&'static str, String)> {
        TEMPLATES.into_iter().chain([("test", TEST)]).map(|(file, template)| (file, names().fill(template)))
    }

    #[test]
    fn every_placeholder_is_filled() {
        for (file, text) in filled() {
            assert!(!text.contains("{{") && !text.contains("}}"), "{file}: {text}");
        }
    }

    #[test]
    fn templates_are_formatted() {
        for (file, text) in filled().filter(|(file, _)| file.ends_with(".rs") || *file == "test") {
            let mut format = Command::new("rustfmt");
            format.args(["--check", "--edition", "2024", "--config-path"]).arg(root().join("rustfmt.toml"));
            // The modules that lib.rs names are not beside standard input: each file is formatted alone.
            let text: String =
                text.lines().filter(|line| !line.starts_with("mod ")).map(|line| format!("{line}\n")).collect();
            let mut child = format.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{file}:\n{}", String::from_utf8_lossy(&output.stdout));
        }
    }

    #[test]
    fn names_are_plain_words() {
        let named = |record: &str| Names { record: record.to_owned(), ..names() }.check();
        assert!(named("rental_machine").is_ok());
        for wrong in ["", "Machine", "machine-2", "_machine", "rental"] {
            assert!(named(wrong).is_err(), "{wrong}");
        }
    }
}
