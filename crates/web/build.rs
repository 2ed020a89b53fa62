//! Lists the built pages below `pages/`, so that they are part of the program. Where nothing was built (`cargo xtask web`), there are none.

use std::io::Error;
use std::path::{Path, PathBuf};

const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/pages");

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script so where to write")]
fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=pages");
    let mut files = Vec::new();
    collect(Path::new(PAGES), &mut files)?;
    files.retain(|file| file.extension().is_none_or(|extension| extension != "br"));
    files.sort();
    let list: String = files.iter().map(|file| entry(file)).collect();
    let out = std::env::var("OUT_DIR").map_err(Error::other)?;
    std::fs::write(Path::new(&out).join("files.rs"), format!("&[\n{list}]\n"))
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            // What the build notes for itself.
        } else if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// A file, and beside it what the build of the pages has compressed.
fn entry(file: &Path) -> String {
    let path = file.strip_prefix(PAGES).unwrap_or(file).display();
    let compressed = PathBuf::from(format!("{}.br", file.display()));
    let brotli = match compressed.exists() {
        true => format!("Some(include_bytes!({:?}))", compressed.display().to_string()),
        false => "None".to_owned(),
    };
    let content = file.display().to_string();
    format!("    File {{ path: {:?}, content: include_bytes!({content:?}), brotli: {brotli} }},\n", path.to_string())
}
