//! `sanduk`: see `sanduk help`.

use std::io::Write;
use std::process::ExitCode;

/// Gives memory back that a busy hour took: the allocator of the C library keeps what many threads once needed.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sanduk::cli::main(std::env::args_os().collect()).unwrap_or_else(|error| {
        // Where standard error is closed, the exit code still tells that it failed.
        drop(writeln!(std::io::stderr(), "sanduk: {}", error.operator()));
        ExitCode::FAILURE
    })
}
