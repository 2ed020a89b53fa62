//! Jobs that are done by themselves at times that a line of cron names, in the time zone of the company.

use crate::queries::{self, NewJob};
use crate::records::JobSchedule;
use crate::{Workplace, errors};
use command::JobKind;
use croner::parser::CronParser;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{Instant, Result, derive_uuid};
use std::sync::Arc;
use store::{Read, Session};
use uuid::Uuid;

/// The first moment after `after` that the line of cron names in the zone. What an hour that is left out in spring would have named is done
/// at its end, what an hour has twice in autumn only once.
///
/// # Errors
///
/// The line is none, or names no moment: 31 February.
pub(crate) fn next_after(cron: &str, zone: &str, after: Instant) -> Result<Instant> {
    let wrong = |why: String| errors::bad_cron(cron, why);
    let line = CronParser::builder().build().parse(cron).map_err(|error| wrong(error.to_string()))?;
    let after = Timestamp::from_microsecond(after.micros()).map_err(|error| wrong(error.to_string()))?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let next = line.find_next_occurrence(&after.to_zoned(zone), false).map_err(|error| wrong(error.to_string()))?;
    Ok(Instant::from_micros(next.timestamp().as_microsecond()))
}

/// What a company has noted of its schedules.
pub(crate) struct Noted {
    zone: String,
    next: Vec<(JobKind, Option<Arc<JobSchedule>>)>,
}

/// What a company has noted; `None` where it is not open yet.
pub(crate) fn noted(read: &mut Session<'_>, work: &Workplace) -> Result<Option<Noted>> {
    let definitions = work.registry.definitions();
    // A company that is not open yet has no time zone.
    let zone = definitions.timezone.map_or(Ok("UTC".to_owned()), |timezone| timezone(read));
    let Ok(zone) = zone else { return Ok(None) };
    let scheduled = definitions.jobs.iter().filter(|kind| kind.schedule.is_some());
    let next = scheduled.map(|kind| Ok((kind.clone(), read.get::<JobSchedule>(&kind.name.to_owned())?)));
    Ok(Some(Noted { zone, next: next.collect::<Result<_>>()? }))
}

/// Asks for the jobs whose time has come, once for all times that were missed, and notes when each comes next.
pub(crate) fn ask_for_due(work: &Workplace, tenant: Uuid, noted: Noted, now: Instant) -> Result<()> {
    for (kind, row) in noted.next {
        let Some((cron, body)) = kind.schedule.clone() else { continue };
        let before = row.as_ref().map(|row| row.next_at);
        // What was found by another line, or in another zone, says nothing.
        let found_by = format!("{cron} {}", noted.zone);
        let due = row.filter(|row| row.cron == found_by).map(|row| row.next_at);
        if due.is_some_and(|due| due > now) {
            continue;
        }
        let next = next_after(cron, &noted.zone, now)?;
        let id = derive_uuid(now.micros(), &[tenant.as_bytes(), kind.name.as_bytes(), &next.micros().to_be_bytes()]);
        let mut job = NewJob::of(&kind, body, id, now);
        job.unique_key = due.map(|due| due.to_string());
        work.writers.maintained(tenant, move |conn| {
            if queries::schedule(conn, (kind.name, &found_by), before, next)? && due.is_some() {
                queries::add(conn, job)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn times_are_those_of_the_zone() {
        let next = |cron, after| next_after(cron, "Europe/Berlin", at(after)).unwrap().to_string();
        assert_eq!(next("30 3 * * *", "2026-01-10T12:00:00Z"), "2026-01-11T02:30:00Z");
        assert_eq!(next("30 3 * * *", "2026-07-10T12:00:00Z"), "2026-07-11T01:30:00Z");
        // The last day of the month at nine.
        assert_eq!(next("0 9 L * *", "2026-02-10T12:00:00Z"), "2026-02-28T08:00:00Z");
        // Half past two is left out on 29 March, and comes twice on 25 October.
        assert_eq!(next("30 2 * * *", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(next("30 2 * * *", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(next("30 2 * * *", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    }

    #[test]
    fn what_names_no_time_is_refused() {
        for cron in ["", "every day", "61 * * * *", "0 9 31 2 *"] {
            assert!(next_after(cron, "UTC", at("2026-01-01T00:00:00Z")).is_err(), "{cron}");
        }
    }
}
