//! How a file writes dates and numbers: one order of day, month and year, and one decimal mark for the whole file.

use crate::errors;
use jiff::civil::{DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use kernel::{Date, Result};
use money::Decimal;

store::choices! {
    /// The order of day, month and year in a date.
    pub enum DateOrder {
        /// 2026-12-31.
        YearFirst = "year-first",
        /// 31/12/2026.
        DayFirst = "day-first",
        /// 12/31/2026.
        MonthFirst = "month-first",
    }
}

store::choices! {
    /// The character before the decimals of a number.
    pub enum DecimalMark {
        /// 1234.50.
        Point = "point",
        /// 1234,50.
        Comma = "comma",
    }
}

const ORDERS: [DateOrder; 3] = [DateOrder::YearFirst, DateOrder::DayFirst, DateOrder::MonthFirst];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const TIMES: [&str; 6] = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p"];

/// The longest part of a cell that is quoted in a refusal.
const SHOWN: usize = 40;

/// A refusal of a cell, in words.
type Refused<T> = std::result::Result<T, String>;

/// A text of the file as a refusal quotes it: its beginning, without control characters.
pub fn shown(text: &str) -> String {
    let beginning: String =
        text.chars().take(SHOWN).map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    if beginning.len() < text.len() { format!("{beginning}…") } else { beginning }
}

/// Finds the order of the dates of a file, from all of its dates.
#[derive(Default)]
pub struct DateVotes {
    /// For each order the first line, and its date, that has no other order.
    only: [Option<(u64, String)>; 3],
    ambiguous: Option<(u64, String)>,
}

impl DateVotes {
    /// Counts the date of a line. A text that is a date in no order has no vote.
    pub fn count(&mut self, line: u64, text: &str) {
        let days = ORDERS.map(|order| split(text, order).ok().map(|(day, _)| day));
        let fitting: Vec<usize> = (0..ORDERS.len()).filter(|n| days[*n].is_some()).collect();
        match fitting[..] {
            [only] => drop(self.only[only].get_or_insert_with(|| (line, shown(text)))),
            // Both orders say the same day of 05/05/2026, and of a month that is written as a word.
            [one, other] if days[one] != days[other] => {
                self.ambiguous.get_or_insert_with(|| (line, shown(text)));
            }
            _ => {}
        }
    }

    /// The one order that all dates have; `usual` decides where they have two.
    ///
    /// # Errors
    ///
    /// A field error at `dates` that names the lines, where the dates contradict each other or have two orders.
    pub fn order(self, usual: Option<DateOrder>) -> Result<DateOrder> {
        let certain: Vec<usize> = (0..ORDERS.len()).filter(|n| self.only[*n].is_some()).collect();
        match (&certain[..], self.ambiguous, usual) {
            ([one, other, ..], _, _) => {
                let said = |n: usize| self.only[n].clone().unwrap_or_default();
                let ((line, text), (other_line, other_text)) = (said(*one), said(*other));
                let (order, other) = (ORDERS[*one], ORDERS[*other]);
                Err(errors::two_orders(line, text, order, other_line, other_text, other).at("dates"))
            }
            ([only], ambiguous, _) if *only != 0 || ambiguous.is_none() => Ok(ORDERS[*only]),
            (_, Some(_), Some(usual)) if certain.is_empty() => Ok(usual),
            (_, Some((line, text)), _) => Err(errors::ambiguous_date(line, text).at("dates")),
            // Without any date, every row is refused on its own.
            (_, None, _) => Ok(usual.unwrap_or(DateOrder::YearFirst)),
        }
    }
}

/// The day that a text begins with, and the remainder of it.
fn split(text: &str, order: DateOrder) -> Refused<(Date, &str)> {
    if let Some(split) = split_words(text) {
        return Ok(split);
    }
    let wrong = || format!("“{}” is no date, or not written {order}", shown(text));
    let is_time = |at: usize| {
        let bytes = text.as_bytes();
        bytes[at] == b'T' && at > 0 && bytes[at - 1].is_ascii_digit()
    };
    let end = (0..text.len()).find(|at| text.as_bytes()[*at] == b' ' || is_time(*at)).unwrap_or(text.len());
    let (day, rest) = (text.get(..end).ok_or_else(wrong)?, text.get(end..).unwrap_or_default());
    let parts: Vec<&str> = match day.len() {
        8 if day.bytes().all(|byte| byte.is_ascii_digit()) => vec![&day[..4], &day[4..6], &day[6..]],
        _ => day.split(['-', '/', '.']).collect(),
    };
    let [one, two, three] = parts[..] else {
        let is_number =
            !day.is_empty() && rest.is_empty() && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        return Err(if is_number {
            format!("“{}” is a number, as spreadsheets keep dates: give the column a date format there", shown(text))
        } else {
            wrong()
        });
    };
    let (year, month, day) = match (order, one.len() == 4) {
        (DateOrder::YearFirst, true) => (one, two, three),
        (DateOrder::DayFirst, false) => (three, two, one),
        // A month that is a word says which part is which.
        (_, true) if month_of_word(two).is_some() => (one, two, three),
        (_, false) if month_of_word(two).is_some() => (three, two, one),
        (DateOrder::MonthFirst, false) => (three, one, two),
        _ => return Err(wrong()),
    };
    let number = |part: &str, longest: usize| {
        let digits = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<i16>().ok()).flatten()
    };
    let year = match (number(year, 4), year.len()) {
        (Some(year), 4) => year,
        (Some(year), 2) if year >= 90 => 1900 + year,
        (Some(year), 2) => 2000 + year,
        _ => return Err(wrong()),
    };
    let month = month_of_word(month).or_else(|| number(month, 2)?.try_into().ok());
    let day: Option<i8> = number(day, 2).and_then(|day| day.try_into().ok());
    let date = month.zip(day).and_then(|(month, day)| Date::new(year, month, day).ok());
    Ok((date.ok_or_else(wrong)?, rest))
}

/// The same for a day in words, such as `13 Jan 2024` or `January 13, 2024`: it has one meaning in every order.
fn split_words(text: &str) -> Option<(Date, &str)> {
    let mut words = text.splitn(4, ' ');
    let parts = [words.next()?, words.next()?, words.next()?].map(|word| word.trim_end_matches(['.', ',']));
    let (day, month, year) = match parts.map(month_of_word) {
        [Some(month), None, None] => (parts[1], month, parts[2]),
        [None, Some(month), None] if parts[0].len() == 4 => (parts[2], month, parts[0]),
        [None, Some(month), None] => (parts[0], month, parts[2]),
        _ => return None,
    };
    let is_number = |part: &str, length: usize| part.len() <= length && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(day, 2) || !is_number(year, 4) || year.len() != 4 {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some((date, words.next().unwrap_or_default()))
}

fn month_of_word(text: &str) -> Option<i8> {
    let text = text.to_lowercase();
    let month = MONTHS.iter().position(|month| text.starts_with(month))?;
    i8::try_from(month + 1).ok()
}

/// The moment of a date, with or without a time, in the time zone of the company. A date with an offset from UTC is converted.
pub fn moment(text: &str, order: DateOrder, zone: &TimeZone) -> Refused<DateTime> {
    let wrong = || format!("“{}” has no time such as 14:30", shown(text));
    let (day, rest) = split(text, order)?;
    let rest = rest.trim_start_matches('T').trim();
    if rest.is_empty() {
        return Ok(day.to_datetime(Time::midnight()));
    }
    let offset_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at(offset_at);
    let time = TIMES.iter().find_map(|format| Time::strptime(format, time.trim()).ok()).ok_or_else(wrong)?;
    let at = day.to_datetime(time);
    let offset = match offset {
        "" => return Ok(at),
        "Z" | "z" => jiff::tz::Offset::UTC,
        text => {
            let parsed = ["%z", "%:z"].iter().find_map(|format| BrokenDownTime::parse(format, text).ok());
            parsed.and_then(|parsed| parsed.offset()).ok_or_else(wrong)?
        }
    };
    let instant = offset.to_timestamp(at).map_err(|_| wrong())?;
    Ok(zone.to_datetime(instant))
}

/// Finds the decimal mark of a file, from all of its prices and quantities.
#[derive(Default)]
pub struct DecimalVotes {
    point: Option<(u64, String)>,
    comma: Option<(u64, String)>,
    ambiguous: Option<(u64, String)>,
}

impl DecimalVotes {
    /// Counts the number of a line. A text with several marks, or with a mark before three digits, has no vote.
    pub fn count(&mut self, line: u64, text: &str) {
        let digits = text.trim_start_matches(['-', '+']);
        let Some((whole, decimals)) = digits.split_once(['.', ',']) else { return };
        if ![whole, decimals].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
            return;
        }
        let may_be_thousands = decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
        let vote = match (may_be_thousands, digits.contains(',')) {
            (true, _) => &mut self.ambiguous,
            (false, true) => &mut self.comma,
            (false, false) => &mut self.point,
        };
        vote.get_or_insert_with(|| (line, shown(text)));
    }

    /// The one decimal mark of all numbers.
    ///
    /// # Errors
    ///
    /// A field error at `decimal` that names the lines, where the numbers contradict each other or may have either mark.
    pub fn mark(self) -> Result<DecimalMark> {
        match (self.point, self.comma, self.ambiguous) {
            (Some((line, text)), Some((other_line, other)), _) => {
                Err(errors::two_marks(line, text, other_line, other).at("decimal"))
            }
            (Some(_), None, _) | (None, None, None) => Ok(DecimalMark::Point),
            (None, Some(_), _) => Ok(DecimalMark::Comma),
            (None, None, Some((line, text))) => Err(errors::ambiguous_number(line, text).at("decimal")),
        }
    }
}

/// A plain number with this decimal mark.
pub fn decimal(text: &str, mark: DecimalMark) -> Refused<Decimal> {
    let wrong = || {
        let example = if mark == DecimalMark::Comma { "1234,50" } else { "1234.50" };
        format!(
            "“{}” is no plain number such as {example}, without thousands separators, currency signs or brackets",
            shown(text)
        )
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) =
        digits.split_once(if mark == DecimalMark::Comma { ',' } else { '.' }).unwrap_or((digits, "0"));
    if ![whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(wrong());
    }
    Decimal::parse(&text.replace(',', ".")).map_err(|error| error.detail)
}
