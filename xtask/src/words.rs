//! The words of the languages beside English: `crates/language/words/*.ftl`.
//!
//! `sanduk words` says which texts there are, with their keys. `gen` puts each file into their order, leaves a place for what is not
//! translated yet, and takes out what nothing says any more; `check` fails where either is to be done.

use crate::tools::{Outcome, built, read, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What says its first text for people: most are a parameter of an error that is a word of the program.
const SAY: [&str; 6] =
    ["not_found(\"", "no_such(\"", "expected(\"", "Class::new(\"", "word(language, \"", "say(language, \""];
/// What stands around texts that are what an error says that it expected, or what people are told.
const CHOOSE: [(&str, &str); 3] =
    [("fn wanted(", "\n    }\n"), ("fn subject_words(", "\n    }\n"), ("const WORDS_OF_ROWS: ", "];\n")];
/// Where sources are.
const SOURCES: [&str; 3] = ["crates", "modules", "server"];
/// Stands before a key that has no words yet.
const MISSING: &str = "# ";

/// The texts by their keys.
type Texts = BTreeMap<String, String>;

/// Writes the files in their order, with places for what is missing.
pub(crate) fn write() -> Outcome {
    let texts = texts()?;
    for path in files()? {
        let kept = words(&text_of(&path)?);
        let mut file = String::new();
        for (key, text) in &texts {
            let line = kept.get(key).map_or_else(|| format!("{MISSING}{key} ="), |words| format!("{key} = {words}"));
            file.push_str(&format!("# {text}\n{line}\n\n"));
        }
        std::fs::write(&path, file.trim_end().to_owned() + "\n")
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let unused = kept.iter().filter(|(key, _)| !texts.contains_key(*key));
        unused.for_each(|(key, words)| println!("taken out: {key} = {words}"));
        let missing = texts.keys().filter(|key| !kept.contains_key(*key)).count();
        println!("wrote {} ({missing} of {} missing)", path.display(), texts.len());
    }
    Ok(())
}

/// Fails where a text is not translated, a translation has other parameters, or is of nothing that is said.
pub(crate) fn check() -> Outcome {
    let texts = texts()?;
    let mut faults = Vec::new();
    for path in files()? {
        let found = faults_of(&texts, &words(&text_of(&path)?));
        faults.extend(found.into_iter().map(|fault| format!("\n  {}: {fault}", name_of(&path))));
    }
    if faults.is_empty() { Ok(()) } else { Err(format!("cargo xtask gen puts them in order:{}", faults.concat())) }
}

fn faults_of(texts: &Texts, words: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, text) in texts {
        match words.get(key) {
            None => faults.push(format!("{key} is missing: {text}")),
            Some(said) if parameters(text, "{", "}") != parameters(said, "{ $", " }") => {
                faults.push(format!("{key} has other parameters than: {text}"));
            }
            Some(_) => {}
        }
    }
    let unused = words.keys().filter(|key| !texts.contains_key(*key));
    faults.extend(unused.map(|key| format!("{key} is not said any more")));
    faults
}

/// The texts of the definitions, and those that sources say.
fn texts() -> Outcome<Texts> {
    let mut said = BTreeSet::new();
    for directory in SOURCES {
        collect(&root().join(directory), &mut said).map_err(|error| format!("{directory}: {error}"))?;
    }
    let lines = read(Command::new(built("debug", "sanduk")?).arg("words").args(said))?;
    Ok(lines.lines().filter_map(|line| line.split_once('\t')).map(|(key, text)| (key.into(), text.into())).collect())
}

/// The texts that the sources below `directory` say, without their tests.
fn collect(directory: &Path, said: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            let is_code = !["tests", "target"].iter().any(|name| path.ends_with(name));
            if is_code {
                collect(&path, said)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path)?;
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            said.extend(said_in(code));
        }
    }
    Ok(())
}

/// The texts that code says. Doc comments show how it is done, and say nothing.
fn said_in(code: &str) -> Vec<String> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let calls = lines.flat_map(|line| SAY.iter().flat_map(move |say| line.split(say).skip(1)));
    let said = calls.filter_map(|after| Some(after.split_once('"')?.0));
    let bodies = CHOOSE.iter().flat_map(|(begin, end)| code.split(begin).skip(1).map(move |after| (after, end)));
    let bodies = bodies.filter_map(|(after, end)| Some(after.split_once(end)?.0));
    let chosen = bodies.flat_map(|body| body.split('"').skip(1).step_by(2));
    said.chain(chosen).map(str::to_owned).collect()
}

fn files() -> Outcome<Vec<PathBuf>> {
    let directory = root().join("crates/language/words");
    let entries = std::fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    Ok(files)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn text_of(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The words of a file by their keys: a message is one line.
fn words(file: &str) -> BTreeMap<String, String> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    let messages = lines.filter_map(|line| line.split_once(" = "));
    messages.map(|(key, words)| (key.trim().to_owned(), words.trim().to_owned())).collect()
}

/// The names between `open` and `close`.
fn parameters<'a>(text: &'a str, open: &str, close: &str) -> BTreeSet<&'a str> {
    let between = text.split(open).skip(1).filter_map(|after| Some(after.split_once(close)?.0));
    between
        .filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_file_is_named() {
        let texts = Texts::from([
            ("a".to_owned(), "There is no {what}.".to_owned()),
            ("b".to_owned(), "Required".to_owned()),
            ("c".to_owned(), "Sale".to_owned()),
        ]);
        let file = "# There is no {what}.\na = { $which } নেই।\n\n# Sale\nc = বিক্রয়\n\n# b =\nold = পুরনো\n";
        let faults = faults_of(&texts, &words(file));
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults[0].starts_with("a has other parameters") && faults[1].starts_with("b is missing"));
        assert_eq!(faults[2], "old is not said any more");
        assert_eq!(faults_of(&Texts::new(), &BTreeMap::new()), Vec::<String>::new());
    }

    #[test]
    fn code_says_the_words_of_its_refusals() {
        let code = "/// not_found(\"nothing\")\nErr(no_such(\"customer\", text).at(\"customer\"))\nlanguage::word(language, \"the body\")";
        assert_eq!(said_in(code), ["customer", "the body"]);
        let code = "fn wanted(kind: Kind) -> &'static str {\n    match kind {\n        Kind::A => \"a text\",\n    }\n}\nlet x = \"y\";";
        assert_eq!(said_in(code), ["a text"]);
    }
}
