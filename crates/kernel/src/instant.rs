use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment: microseconds since 1970 in UTC. RFC 3339 in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(i64);

impl Instant {
    /// From microseconds since 1970 in UTC.
    pub const fn from_micros(micros: i64) -> Instant {
        Instant(micros)
    }

    /// Microseconds since 1970 in UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The system's clock. Only the edges of the program may ask it; commands get their time from the writer.
    #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
    pub fn now() -> Instant {
        Instant(jiff::Timestamp::now().as_microsecond())
    }

    /// The civil date at this moment in `zone`, an IANA name; UTC where the name is unknown.
    pub fn date_in(self, zone: &str) -> jiff::civil::Date {
        self.in_zone(zone).date()
    }

    /// The hour and the minute at this moment in `zone`, as [`Instant::date_in`] takes it.
    pub fn time_in(self, zone: &str) -> (i8, i8) {
        let local = self.in_zone(zone);
        (local.hour(), local.minute())
    }

    fn in_zone(self, zone: &str) -> jiff::Zoned {
        let utc = jiff::Timestamp::from_microsecond(self.0).unwrap_or_default();
        utc.to_zoned(jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC))
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default().fmt(f)
    }
}
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        jiff::Timestamp::deserialize(deserializer).map(|t| Instant(t.as_microsecond()))
    }
}
