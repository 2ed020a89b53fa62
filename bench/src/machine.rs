//! A description of the machine.

use crate::BenchResult;
use crate::measurement::millis;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Processors, memory and the duration of a synced write, which is the lower bound of a commit.
pub fn facts(directory: &Path) -> BenchResult<String> {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_start_matches([':', '\t', ' ']).trim().to_owned()
    };
    let cores = std::thread::available_parallelism()?;
    let model = field(&read("/proc/cpuinfo"), "model name");
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let fsync = millis(fsync_micros(directory)?);
    Ok(format!(
        "{cores} cores ({model}), {memory} memory; a 4 KiB write with `fdatasync` takes {fsync} ms (median of 200)"
    ))
}

/// The commit that is measured.
pub fn commit() -> String {
    let git = std::process::Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let text = git.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "an unknown commit".to_owned())
}

fn fsync_micros(directory: &Path) -> BenchResult<u64> {
    let path = directory.join("fsync");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let started = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        times.push(u64::try_from(started.elapsed().as_micros())?);
    }
    std::fs::remove_file(path)?;
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
