//! The SQL of this module.

use crate::{Message, MessageChannel, PushTarget};
use command::Tx;
use kernel::{Id, Result};
use std::sync::Arc;
use store::{Field, Read, Session, Value, field};
use uuid::Uuid;

/// The last message that somebody was sent by a channel.
pub(crate) fn latest_to(tx: &mut Tx<'_, '_>, channel: MessageChannel, recipient: &str) -> Result<Option<Id<Message>>> {
    let sql = "SELECT id FROM message WHERE recipient = $2 AND channel = $1 ORDER BY id DESC LIMIT 1";
    let rows = tx.query(sql, &[channel.to_value(), Value::Text(recipient.to_owned())])?;
    rows.into_iter().flatten().next().map(|id| field(Some(id)).map(Id::from_uuid)).transpose()
}

/// The message that a provider calls so.
pub(crate) fn of_provider(read: &mut impl Read, provider: &str, provider_id: &str) -> Result<Option<Arc<Message>>> {
    let known = read.scan(Message::BY_PROVIDER_ID, provider_id)?;
    Ok(known.into_iter().find(|message| message.provider.as_deref() == Some(provider)))
}

/// The push targets of a member.
pub(crate) fn targets(read: &mut impl Read, user: Uuid) -> Result<Vec<Arc<PushTarget>>> {
    read.scan(PushTarget::BY_USER_ID, user)
}

/// Messages of a provider that were sent between two moments and have no price yet, the oldest first.
pub(crate) fn unpriced(
    read: &mut Session<'_>,
    provider: &str,
    (from, to): (i64, i64),
    most: i64,
) -> Result<Vec<Arc<Message>>> {
    let sql = format!(
        "SELECT id FROM message WHERE provider = $1 AND cost IS NULL AND sent_at BETWEEN $2 AND $3 ORDER BY sent_at LIMIT {most}"
    );
    let rows = read.query(&sql, &[Value::Text(provider.to_owned()), Value::Int(from), Value::Int(to)])?;
    let mut found = Vec::new();
    for id in rows.into_iter().flatten() {
        found.extend(read.get::<Message>(&Id::from_uuid(field(Some(id))?))?);
    }
    Ok(found)
}
