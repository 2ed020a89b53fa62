//! The pages of the back office, as they were built into the program from `web/`.

/// A file of the pages.
#[derive(Debug)]
pub struct File {
    /// Its path, from `admin/` on.
    pub path: &'static str,
    /// Its content.
    pub content: &'static [u8],
    /// Its content, compressed with Brotli.
    pub brotli: Option<&'static [u8]>,
}

/// All files, in the order of their paths. None where the pages were not built.
pub static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The file at a path.
pub fn file(path: &str) -> Option<&'static File> {
    FILES.binary_search_by_key(&path, |file| file.path).ok().and_then(|place| FILES.get(place))
}

impl File {
    /// Its media type, by the end of its name.
    pub fn media_type(&self) -> &'static str {
        match self.path.rsplit('.').next().unwrap_or_default() {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript",
            "css" => "text/css",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "woff2" => "font/woff2",
            "webmanifest" => "application/manifest+json",
            _ => "application/octet-stream",
        }
    }

    /// Whether another content has another name: then it may be kept for ever.
    pub fn is_named_by_its_content(&self) -> bool {
        self.path.contains("/assets/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_paths() {
        assert!(FILES.is_sorted_by_key(|file| file.path));
        for known in FILES {
            assert!(file(known.path).is_some_and(|found| std::ptr::eq(found, known)), "{}", known.path);
            assert_ne!(known.media_type(), "application/octet-stream", "{}", known.path);
        }
        assert!(file("admin/nothing.js").is_none());
    }
}
