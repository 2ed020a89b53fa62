use store::Record;

/// A year of Bikram Sambat whose months are not as long as the table of the program says.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "bikram_sambat_year", label = "corrected year", key(year))]
pub(crate) struct CorrectedYear {
    /// The year.
    pub(crate) year: i64,
    /// The days of its months, with spaces between.
    #[field(max = 40)]
    pub(crate) months: String,
}

impl CorrectedYear {
    pub(crate) fn of(year: i16, months: &[u8; 12]) -> CorrectedYear {
        let days: Vec<String> = months.iter().map(u8::to_string).collect();
        CorrectedYear { year: i64::from(year), months: days.join(" ") }
    }

    /// The days of the months in a text of them.
    pub(crate) fn months(text: &str) -> Option<[u8; 12]> {
        let days: Option<Vec<u8>> = text.split(' ').map(|days| days.parse().ok()).collect();
        days?.try_into().ok()
    }
}
