//! Errors of the program itself, as opposed to errors of its users.

use kernel::Error;
use std::sync::atomic::{AtomicU64, Ordering};

static DEFECTS: AtomicU64 = AtomicU64::new(0);

/// The error (500) for a draft that breaks an invariant of the journal: a defect of the module that built it. It is counted
/// and logged at the target `sanduk::defect`; the client gets no detail.
pub fn defect(detail: impl Into<String>) -> Error {
    let detail = detail.into();
    DEFECTS.fetch_add(1, Ordering::Relaxed);
    tracing::error!(target: "sanduk::defect", detail, "a module posted an entry that breaks an invariant");
    Error::internal(detail)
}

/// The number of defects found since this process started.
pub fn defects() -> u64 {
    DEFECTS.load(Ordering::Relaxed)
}
