//! How the numbers of a series are printed: `INV-{year}-` and a number of six digits, say.
//!
//! What stands before the number, with everything filled in, *is* the series: numbers begin anew where it changes, so that `{year}` begins
//! them each fiscal year, `{month}` each month, and `{site}` at each site.

use crate::errors;
use crate::series::TakenNumber;
use kernel::{Date, Result};

/// The most characters of a site's code in a number.
const SITE: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// The calendar year in which the fiscal year starts.
    Year,
    /// Its last two digits.
    ShortYear,
    /// The fiscal year as `2026-27`.
    Years,
    /// The month of the document, `01` to `12`.
    Month,
    /// The code of the site.
    Site,
}

const WORDS: [(&str, Piece); 5] = [
    ("year", Piece::Year),
    ("yy", Piece::ShortYear),
    ("years", Piece::Years),
    ("month", Piece::Month),
    ("site", Piece::Site),
];

/// What stands before a number, as a rule says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberPattern {
    pieces: Vec<Piece>,
    digits: i64,
}

/// What stands before a number, with everything filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filled {
    pub(crate) prefix: String,
    pub(crate) digits: i64,
}

impl NumberPattern {
    /// `PREFIX-{year}-` and six digits.
    pub(crate) fn usual(prefix: &str) -> NumberPattern {
        let pieces = vec![Piece::Text(format!("{prefix}-")), Piece::Year, Piece::Text("-".to_owned())];
        NumberPattern { pieces, digits: 6 }
    }

    /// Reads a pattern. It ends with a letter or a mark, so that a printed number is of one series only, and has no small letters, because
    /// numbers are looked up however they are typed.
    pub(crate) fn parse(text: &str, digits: i64) -> Result<NumberPattern> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let (before, inside) = rest.split_once('{').unwrap_or((rest, ""));
            if !before.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "-._".contains(c)) {
                return Err(errors::pattern_letters().at("pattern"));
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            if before.len() == rest.len() {
                break;
            }
            let word = inside.split_once('}').ok_or_else(|| errors::pattern_word(inside).at("pattern"))?;
            let piece = WORDS.iter().find(|(name, _)| *name == word.0);
            pieces.push(piece.ok_or_else(|| errors::pattern_word(word.0).at("pattern"))?.1.clone());
            rest = word.1;
        }
        match pieces.last() {
            Some(Piece::Text(last)) if !last.ends_with(|c: char| c.is_ascii_digit()) => {
                Ok(NumberPattern { pieces, digits })
            }
            _ => Err(errors::pattern_end().at("pattern")),
        }
    }

    /// What it is in a fiscal year, on a day and at a site; none where it names the site and none is given.
    pub(crate) fn fill(&self, year: &str, date: Date, site: Option<&str>) -> Option<Filled> {
        let mut prefix = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => prefix.push_str(text),
                Piece::Year => prefix.push_str(year),
                Piece::ShortYear => prefix.push_str(short(year)),
                Piece::Years => {
                    let next = year.parse::<i64>().map_or(0, |year| (year + 1) % 100);
                    prefix.push_str(&format!("{year}-{next:02}"));
                }
                Piece::Month => prefix.push_str(&format!("{:02}", date.month())),
                Piece::Site => {
                    let code = site?.chars().filter(char::is_ascii_alphanumeric);
                    prefix.extend(code.take(SITE).map(|c| c.to_ascii_uppercase()));
                }
            }
        }
        Some(Filled { prefix, digits: self.digits })
    }

    /// What every number of the pattern begins with.
    pub(crate) fn head(&self) -> &str {
        match self.pieces.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// Whether a number could be printed like this, in some year and at some site.
    pub(crate) fn could_print(&self, printed: &str) -> bool {
        Filled::of_printed(printed).is_some_and(|(filled, _)| fits(&self.pieces, &filled.prefix))
    }
}

/// Whether a text is these pieces, one behind the other.
fn fits(pieces: &[Piece], text: &str) -> bool {
    let Some((piece, rest)) = pieces.split_first() else { return text.is_empty() };
    let digits = |count: usize| {
        let (number, behind) = text.split_at_checked(count)?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(behind)
    };
    match piece {
        Piece::Text(own) => text.strip_prefix(own.as_str()).is_some_and(|behind| fits(rest, behind)),
        Piece::Year => digits(4).is_some_and(|behind| fits(rest, behind)),
        Piece::ShortYear | Piece::Month => digits(2).is_some_and(|behind| fits(rest, behind)),
        Piece::Years => {
            let years = [Piece::Year, Piece::Text("-".to_owned()), Piece::ShortYear];
            let behind = text.split_at_checked(7).filter(|(years_of, _)| fits(&years, years_of));
            behind.is_some_and(|(_, behind)| fits(rest, behind))
        }
        Piece::Site => {
            let longest = text.bytes().take_while(u8::is_ascii_alphanumeric).count().min(SITE);
            (0..=longest).any(|length| fits(rest, &text[length..]))
        }
    }
}

fn short(year: &str) -> &str {
    year.get(year.len().saturating_sub(2)..).unwrap_or(year)
}

impl Filled {
    /// The code of the series: `SAL-2026` of `SAL-2026-`.
    pub(crate) fn code(&self) -> String {
        self.prefix.strip_suffix('-').unwrap_or(&self.prefix).to_owned()
    }

    /// The number at this place.
    pub(crate) fn taken(self, number: i64) -> TakenNumber {
        let printed = format!("{}{number:0width$}", self.prefix, width = usize::try_from(self.digits).unwrap_or(1));
        TakenNumber { series: self.code(), number, printed }
    }

    /// What a printed number would be in a series of its own: what stands before its last digits, and these.
    pub(crate) fn of_printed(printed: &str) -> Option<(Filled, i64)> {
        let prefix = printed.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &printed[prefix.len()..];
        let filled = Filled { prefix: prefix.to_owned(), digits: digits.len() as i64 };
        (!prefix.is_empty()).then(|| digits.parse().ok()).flatten().map(|number| (filled, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str, digits: i64) -> String {
        let pattern = NumberPattern::parse(pattern, digits).unwrap();
        pattern.fill("2026", Date::constant(2027, 2, 3), Some("Dhaka 2")).unwrap().taken(7).printed
    }

    #[test]
    fn patterns_name_year_month_and_site() {
        assert_eq!(filled("INV-{year}-", 6), "INV-2026-000007");
        assert_eq!(filled("{yy}SI.", 4), "26SI.0007");
        assert_eq!(filled("{site}-{years}-{month}-", 3), "DHAKA2-2026-27-02-007");
        assert_eq!(filled("A_", 1), "A_7");
    }

    #[test]
    fn patterns_that_could_not_be_told_apart_are_refused() {
        for wrong in ["", "{year}", "INV1", "inv-", "INV-{day}-", "INV-{year", "INV}-", "চালান-", "A/B-", "A B-"]
        {
            assert_eq!(NumberPattern::parse(wrong, 6).map_err(|error| error.code), Err("invalid"), "{wrong}");
        }
    }

    #[test]
    fn patterns_know_what_they_could_print() {
        let pattern = NumberPattern::parse("{site}-CN{years}-{month}.", 4).unwrap();
        for (printed, could) in [
            ("DHAKA2-CN2026-27-03.0001", true),
            ("-CN2026-27-03.1", true),
            ("A-B-CN2026-27-03.1", false),
            ("DHAKA2-CN2026-27-0.1", false),
            ("DHAKA2-CN2026-27-03.", false),
            ("দ-CN2026-27-03.1", false),
        ] {
            assert_eq!(pattern.could_print(printed), could, "{printed}");
        }
        assert_eq!((pattern.head(), NumberPattern::parse("INV-{yy}-", 1).unwrap().head()), ("", "INV-"));
    }

    #[test]
    fn printed_numbers_tell_their_series() {
        let (filled, number) = Filled::of_printed("SAL-2026-000123").unwrap();
        assert_eq!((filled.code(), number), ("SAL-2026".to_owned(), 123));
        assert_eq!(filled.taken(123).printed, "SAL-2026-000123");
        for wrong in ["", "123", "SAL", "SAL-99999999999999999999", "১২৩"] {
            assert_eq!(Filled::of_printed(wrong), None, "{wrong}");
        }
    }
}
