//! `sanduk verify`: every invariant, proved from the rows.

use crate::app::App;
use crate::errors;
use crate::io::Io;
use command::Proved;
use kernel::{Result, hex};
use uuid::Uuid;

/// Proves the books of a company, one line a check; an error that names the first offender where there is one.
pub fn verify(app: &App, tenant: Uuid, since: Option<&HeadHash>, io: &mut dyn Io) -> Result<()> {
    let mut first = None;
    if let Some(since) = since {
        let found = app.store().read_unlimited(tenant, |read| command::log_holds(read, since.0.clone()))?;
        let verdict = if found { "ok" } else { "FAILED" };
        io.line(&format!("I11  {verdict:<6} the log still holds the head hash {since}"));
        if !found {
            first = Some(format!("the log has lost its end: no command has the chain hash {since}"));
        }
    }
    let mut progress = |done, of| io.progress(done as u64, of as u64);
    let proofs = command::prove(app.store(), tenant, &app.registry, &mut progress)?;
    for Proved { check, finding, took } in &proofs.proved {
        let verdict = if finding.offender.is_none() { "ok" } else { "FAILED" };
        let (checked, took) = (finding.checked, took.as_millis());
        io.line(&format!("{:<4} {verdict:<6} {} ({checked} rows, {took} ms)", check.invariant, check.what));
        if let Some(offender) = &finding.offender {
            io.line(&format!("            {offender}"));
            first = first.or_else(|| Some(format!("{}: {offender}", check.invariant)));
        }
    }
    match first {
        None => {
            let head = hex(&proofs.head.hash);
            io.line(&format!("head {head} (keep it elsewhere: verify --since HASH finds a log that lost its end)"));
            Ok(())
        }
        Some(first) => Err(errors::books_not_right(first)),
    }
}

/// The chain hash of a command, kept elsewhere.
#[derive(Clone, Debug)]
pub struct HeadHash(Vec<u8>);

impl std::fmt::Display for HeadHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A head hash as a command line names it: 64 hexadecimal digits.
pub fn head_hash_of(text: &str) -> std::result::Result<HeadHash, String> {
    let digits = text.len() == 64 && text.is_ascii();
    let bytes = digits.then(|| (0..64).step_by(2).map(|n| u8::from_str_radix(&text[n..n + 2], 16).ok()).collect());
    bytes.flatten().map(HeadHash).ok_or_else(|| "expected a head hash of 64 hexadecimal digits".to_owned())
}
