//! A message on its way to one reader by one channel: at once, when their quiet hours are over, or in their digest.

use crate::compose::Composed;
use crate::readers::Reader;
use crate::records::{
    Notification, NotificationChannel, NotificationKind, NotificationPreference, WaitingNotification,
};
use crate::settings::{DIGEST, DIGEST_AT, QUIET_FROM, QUIET_UNTIL};
use crate::subscribers::shortened;
use command::{SettingPlace, Tx, setting};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use kernel::{Instant, Result};
use messages::{MessageChannel, Outgoing};
use store::Read;
use uuid::Uuid;

/// What it tells of.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The event: nobody is told twice of it by one channel.
    pub(crate) key: String,
    /// The name of the event, by which members choose what they want.
    pub(crate) event: String,
    /// The resource of the row that it is about, and the id of that row.
    pub(crate) row: Option<(String, Uuid)>,
}

/// Tells a reader by a channel; how many messages that makes. Where they cannot be reached by it, or do not want it, none.
pub(crate) fn deliver(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    channel: NotificationChannel,
    composed: &Composed,
    about: &About,
) -> Result<usize> {
    if let Some(user) = reader.user
        && !wants(tx, user, channel, &about.event)?
    {
        return Ok(0);
    }
    let to = match channel {
        NotificationChannel::InApp => return in_app(tx, reader, composed, about),
        NotificationChannel::Email => reader.email.iter().cloned().collect(),
        NotificationChannel::Sms | NotificationChannel::Whatsapp => reader.phone.iter().cloned().collect(),
        NotificationChannel::Push => push_targets(tx, reader)?,
    };
    for to in &to {
        match later(tx, reader, channel)? {
            Some((due_at, is_digest)) => wait(tx, reader, (channel, to), composed, about, (due_at, is_digest))?,
            None => {
                let message = outgoing(reader, (channel, to), composed, about);
                messages::send(tx, message)?;
            }
        }
    }
    Ok(to.len())
}

fn wants(tx: &mut Tx<'_, '_>, user: Uuid, channel: NotificationChannel, event: &str) -> Result<bool> {
    let key = (user, event.to_owned(), channel.as_str().to_owned());
    Ok(tx.get::<NotificationPreference>(&key)?.is_none_or(|preference| preference.wanted))
}

fn push_targets(tx: &mut Tx<'_, '_>, reader: &Reader) -> Result<Vec<String>> {
    let Some(user) = reader.user else { return Ok(Vec::new()) };
    Ok(messages::push_targets(tx, user)?.iter().map(|target| target.id.to_string()).collect())
}

fn in_app(tx: &mut Tx<'_, '_>, reader: &Reader, composed: &Composed, about: &About) -> Result<usize> {
    let Some(user_id) = reader.user else { return Ok(0) };
    let (record, row_id) = about.row.clone().unzip();
    let text = shortened(&composed.message.text).to_string();
    let (id, kind) = (tx.id(), NotificationKind::Rule);
    tx.insert_new(Notification { id, user_id, kind, author: None, text, record, row_id, read_at: None })?;
    Ok(1)
}

/// The message that leaves the program by a channel.
pub(crate) fn outgoing(
    reader: &Reader,
    (channel, to): (NotificationChannel, &str),
    composed: &Composed,
    about: &About,
) -> Outgoing {
    let message = &composed.message;
    let template = composed.whatsapp_template.as_ref().map(|name| messages::Template {
        name: name.clone(),
        language: reader.words.style.language.code().to_owned(),
        parameters: message.text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
    });
    Outgoing {
        channel: match channel {
            // What is told in the program never comes here.
            NotificationChannel::InApp | NotificationChannel::Email => MessageChannel::Email,
            NotificationChannel::Sms => MessageChannel::Sms,
            NotificationChannel::Whatsapp => MessageChannel::Whatsapp,
            NotificationChannel::Push => MessageChannel::Push,
        },
        to: to.to_owned(),
        subject: Some(message.subject.clone()).filter(|subject| !subject.is_empty()),
        text: message.text.clone(),
        html: message.html.clone(),
        template,
        key: Some(about.key.clone()),
        user: reader.user,
        about: about.row.clone(),
        attachment: None,
    }
}

fn wait(
    tx: &mut Tx<'_, '_>,
    reader: &Reader,
    (channel, to): (NotificationChannel, &str),
    composed: &Composed,
    about: &About,
    (due_at, is_digest): (Instant, bool),
) -> Result<()> {
    let (record, row_id) = about.row.clone().unzip();
    let message = &composed.message;
    let (id, user_id) = (tx.id(), reader.user.unwrap_or_default());
    tx.insert_new(WaitingNotification {
        id,
        user_id,
        channel,
        is_digest,
        due_at,
        recipient: to.to_owned(),
        subject: message.subject.chars().take(1_000).collect(),
        text: message.text.clone(),
        html: message.html.clone(),
        whatsapp_template: composed.whatsapp_template.clone(),
        event_key: about.key.clone(),
        record,
        row_id,
    })
}

/// When a message to a member has to wait: until when, and whether it comes with others in their digest.
fn later(tx: &mut Tx<'_, '_>, reader: &Reader, channel: NotificationChannel) -> Result<Option<(Instant, bool)>> {
    let Some(user) = reader.user else { return Ok(None) };
    let place = SettingPlace { user: Some(user), site: None };
    let now = local(tx.now(), &reader.words.zone);
    let time = |text: &str| text.parse::<Time>().ok();
    if channel == NotificationChannel::Email {
        let due = match setting(tx, &DIGEST, place)?.as_str() {
            "hourly" => now.round(jiff::ZonedRound::new().smallest(jiff::Unit::Hour).mode(jiff::RoundMode::Ceil)).ok(),
            "daily" => time(&setting(tx, &DIGEST_AT, place)?).and_then(|at| next(&now, at)),
            _ => None,
        };
        return Ok(due.map(|due| (instant(&due), true)));
    }
    let (from, until) = (setting(tx, &QUIET_FROM, place)?, setting(tx, &QUIET_UNTIL, place)?);
    let (Some(from), Some(until)) = (time(&from), time(&until)) else { return Ok(None) };
    let is_quiet =
        if from <= until { (from..until).contains(&now.time()) } else { now.time() >= from || now.time() < until };
    Ok(next(&now, until).filter(|_| is_quiet).map(|due| (instant(&due), false)))
}

fn local(at: Instant, zone: &str) -> Zoned {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::from_microsecond(at.micros()).unwrap_or_default().to_zoned(zone)
}

fn instant(at: &Zoned) -> Instant {
    Instant::from_micros(at.timestamp().as_microsecond())
}

/// The next time that it is `time`.
fn next(now: &Zoned, time: Time) -> Option<Zoned> {
    let day = if now.time() < time { now.date() } else { now.date().checked_add(1.day()).ok()? };
    day.to_datetime(time).to_zoned(now.time_zone().clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_time_is_today_or_tomorrow_also_where_the_clock_changes() {
        let now = local(Instant::from_micros(1_774_742_400_000_000), "Europe/Berlin");
        assert_eq!(now.to_string(), "2026-03-29T01:00:00+01:00[Europe/Berlin]");
        let at = |text: &str| next(&now, text.parse().expect("a time")).expect("a day").to_string();
        assert_eq!(at("02:30"), "2026-03-29T03:30:00+02:00[Europe/Berlin]");
        assert_eq!(at("01:00"), "2026-03-30T01:00:00+02:00[Europe/Berlin]");
        assert_eq!(at("07:00"), "2026-03-29T07:00:00+02:00[Europe/Berlin]");
    }
}
