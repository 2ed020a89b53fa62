//! What this module refuses.

kernel::problems! {
    pub(crate) no_such_year(first, last) = Invalid "unknown_year", "Unknown year":
        "The calendar has the years {first} to {last} of Bikram Sambat.";
    pub(crate) not_the_next_year(year) = Invalid "unknown_year", "Unknown year":
        "Years that are corrected together follow one another: {year} comes next.";
    pub(crate) month_length(days) = Invalid "month_length", "Length of a month":
        "A month has 29 to 32 days, not {days}.";
    pub(crate) year_length(days) = Invalid "year_length", "Length of a year":
        "The months have {days} days together; a year has 365 or 366.";
    pub(crate) out_of_step(days, known) = Invalid "out_of_step", "Out of step":
        "These years have {days} days together instead of {known}, so that all later years would move. Correct the next year with them.";
    pub(crate) no_such_day(day) = Invalid "invalid_value", "Invalid value":
        "There is no day {day} in Bikram Sambat. It is written like 2083-03-15.";
    pub(crate) day_out_of_reach() = Invalid "invalid_value", "Invalid value":
        "Bikram Sambat is known for the days from 1913-04-13 to 2094-04-13.";
    pub(crate) one_day() = Invalid "required", "Required": "Say one of `date` and `bikram_sambat`.";
}
