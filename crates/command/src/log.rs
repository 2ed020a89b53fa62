//! The log: what was done, by whom, and the chain that shows that nothing was changed afterwards.

use sha2::{Digest, Sha256};
use store::Record;
use uuid::Uuid;

/// One command that was applied.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "command", append_only, unstamped)]
pub struct CommandRow {
    /// Its id, made by the client or derived from user and idempotency key.
    pub id: Uuid,
    /// Its place in the tenant's one order.
    pub seq: i64,
    /// The name of the command.
    pub name: String,
    /// The version of its body.
    pub version: i64,
    /// When, in microseconds: never before the command before it.
    pub at: i64,
    /// When an offline device carried it out, by the clock of that device, in microseconds.
    pub occurred_at: Option<i64>,
    /// The id of the user who gave it; nil for the program itself.
    pub actor: Uuid,
    /// The client's idempotency key, if it sent one.
    pub idempotency_key: Option<String>,
    /// Hash of name and body.
    pub request_hash: [u8; 32],
    /// Hash of status and answer.
    pub result_hash: [u8; 32],
    /// Digest of the journal rows it posted.
    pub posted: [u8; 32],
    /// Hash over the chain before it and everything above.
    pub chain: [u8; 32],
}

/// Body and answer of a command, erasable without breaking the chain.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "command_body", key(seq), append_only, unstamped)]
pub struct CommandBody {
    /// The command's place in the order.
    pub seq: i64,
    /// The body as canonical JSON.
    pub body: Vec<u8>,
    /// The HTTP status of the answer.
    pub status: i64,
    /// The answer as JSON.
    pub answer: Vec<u8>,
}

store::choices! {
    /// The guarantee that a series gives.
    pub enum SeriesKind {
        /// No hole, no double: taken at commit.
        Gapless = "gapless",
        /// No double.
        Unique = "unique",
    }
}

/// A series of numbers.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "series", key(code), unstamped)]
pub struct Series {
    /// The numbered documents, for example `sale/2026`.
    pub code: String,
    /// Its guarantee.
    pub kind: SeriesKind,
    /// The number it began with.
    #[field(default = "1")]
    pub first: i64,
    /// The number the next document gets.
    pub next: i64,
}

/// The chain hash after `row`: H(previous ‖ tenant ‖ envelope ‖ hashes of body, answer and posted rows), every part with
/// its length in front.
pub fn chain_hash(previous: &[u8; 32], tenant: Uuid, row: &CommandRow) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    part(previous);
    part(tenant.as_bytes());
    part(&row.seq.to_be_bytes());
    part(row.id.as_bytes());
    part(row.name.as_bytes());
    part(&row.version.to_be_bytes());
    part(&row.at.to_be_bytes());
    part(row.occurred_at.map(i64::to_be_bytes).as_ref().map_or(&[], |bytes| bytes.as_slice()));
    part(row.actor.as_bytes());
    part(row.idempotency_key.as_deref().unwrap_or_default().as_bytes());
    part(&row.request_hash);
    part(&row.result_hash);
    part(&row.posted);
    hasher.finalize().into()
}
