//! The page that shows the last figures of every part, each in a section of its own.

use crate::BenchResult;
use std::path::Path;

const INTRODUCTION: &str = "# Throughput and latency

`cargo xtask bench PART` measures one part and replaces its section, `cargo xtask bench all` measures every part. Client and server share
the cores. Closed loop over keep-alive connections, through HTTP with a bearer token, permissions, validation, log and hash chain;
1 s of warm-up. Documents are medians of several runs, each on a new database. The baseline is SQL by hand (`bench/src/baseline/`) that
writes the same documents into the tables that the program had on 28 November 2026, which are frozen there, with one transaction per
document, the same durability (`synchronous=FULL`, `fsync=on`) and without HTTP.
";

/// Sections by their headings, in their order; those that no part writes are notes and stay as they are.
pub struct Page(Vec<(String, String)>);

impl Page {
    /// The page at `path`; an empty one where there is none.
    pub fn read(path: &Path) -> BenchResult<Page> {
        let text = if path.exists() { std::fs::read_to_string(path)? } else { String::new() };
        let sections = text.split("\n## ").skip(1).filter_map(|section| section.split_once('\n'));
        Ok(Page(sections.map(|(title, body)| (title.to_owned(), body.trim().to_owned())).collect()))
    }

    /// Replaces a section, or adds it at the end.
    pub fn replace(&mut self, title: &str, body: &str) {
        let body = body.trim().to_owned();
        match self.0.iter_mut().find(|(known, _)| known == title) {
            Some(section) => section.1 = body,
            None => self.0.push((title.to_owned(), body)),
        }
    }

    /// Writes the page to `path`.
    pub fn write(&self, path: &Path) -> BenchResult {
        let sections: String = self.0.iter().map(|(title, body)| format!("\n## {title}\n\n{body}\n")).collect();
        Ok(std::fs::write(path, format!("{INTRODUCTION}{sections}"))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_replaces_its_own_section_only() {
        let path = std::env::temp_dir().join(format!("sanduk-bench-page-{}.md", std::process::id()));
        std::fs::write(&path, "# Old\n\nwords\n\n## Notes\n\nby a person\n\n## Lists\n\nold\n\n| a |\n").unwrap();
        let mut page = Page::read(&path).unwrap();
        page.replace("Lists", "new");
        page.replace("Import", "first");
        page.write(&path).unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let expected = "\n## Notes\n\nby a person\n\n## Lists\n\nnew\n\n## Import\n\nfirst\n";
        assert_eq!(written, format!("{INTRODUCTION}{expected}"));
    }
}
