//! Long work gives way to requests.

/// How much less a thread counts that gives way, see `nice(2)`.
const NICER: i32 = 10;

/// Lets this thread, and those that it starts from now on, use a processor only where no request wants it. For work that takes
/// seconds: imports, proofs, migrations. There is no way back.
pub fn give_way() {
    // On Linux this is a property of the thread, elsewhere of the process, where a server must not be slowed down.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICER) {
        tracing::debug!(%error, "long work cannot give way");
    }
}
