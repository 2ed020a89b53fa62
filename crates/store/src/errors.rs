//! What the store refuses.

kernel::problems! {
    pub(crate) database_unreachable() = Unavailable "database_unavailable", "Database unavailable":
        "The database is not reachable. Try again in a moment.";
    pub(crate) database_not_opened(why) = Unavailable "database_unavailable", "Database unavailable":
        "The database cannot be opened: {why}.";
    pub locked() = Unavailable "database_locked", "Database locked":
        "Something else has locked the data that this needs. Try again in a moment.";
    pub(crate) too_slow() = Unavailable "too_slow", "Read takes too long":
        "This takes longer to read than one request may. Ask for less: a shorter span of dates, or a filter.";
    pub(crate) data_directory(directory, why) = Unavailable "data_directory", "Data directory unusable":
        "The data directory {directory} cannot be made: {why}.";
    pub(crate) invalid_database_url(why) = Malformed "invalid_setting", "Invalid setting": "DATABASE_URL: {why}.";
    pub(crate) exists(label) = Conflict "duplicate", "Duplicate": "This {label} exists already.";
    pub(crate) duplicate(label, column) = Conflict "duplicate", "Duplicate": "Another {label} has this {column}.";
    pub(crate) invalid_text() = Invalid "invalid_text", "Invalid text":
        "is too long, or holds a character that cannot be stored";
    pub(crate) too_many_rows(most, label) = Conflict "too_many_rows", "Too many rows":
        "More than {most} rows of {label} would have to be looked at. Narrow it down.";
    pub(crate) total_too_large() = Conflict "overflow", "Number too large": "A total grew too large.";
}
