//! A build of the server from nothing.

use crate::{Bench, BenchResult};
use std::process::Command;
use std::time::Instant;

impl Bench {
    /// Builds the release server in a new target directory; libraries are downloaded before.
    pub(crate) fn measure_build(&mut self) -> BenchResult {
        let directory = self.directory.join("target");
        let cargo = |arguments: &[&str]| -> BenchResult {
            let mut cargo = Command::new("cargo");
            cargo
                .args(arguments)
                .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
                .env("CARGO_TARGET_DIR", &directory);
            if cargo.status()?.success() { Ok(()) } else { Err("cargo failed".into()) }
        };
        cargo(&["fetch", "--locked"])?;
        let began = Instant::now();
        cargo(&["build", "--locked", "--release", "--bin", "sanduk"])?;
        let seconds = began.elapsed().as_secs();
        let bytes = std::fs::metadata(directory.join("release/sanduk"))?.len();
        self.report.single("release build from nothing", "", "s", seconds, None, true);
        self.report.single("size of the program", "", "MB", bytes / 1_000_000, None, true);
        Ok(())
    }
}
