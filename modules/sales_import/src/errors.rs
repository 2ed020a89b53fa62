//! What the import refuses.

kernel::problems! {
    pub(crate) write_off_not_negative() = Invalid "out_of_range", "Out of range": "What is written off is negative.";
    pub(crate) found_not_positive() = Invalid "out_of_range", "Out of range": "What is found is positive.";
    pub(crate) gift_not_positive() = Invalid "out_of_range", "Out of range": "What is given away is positive.";
    pub(crate) gift_on_credit_note() = Invalid "out_of_range", "Out of range": "A credit note gives nothing away.";
    pub(crate) bad_debt_alone() = Invalid "invalid_value", "Invalid value":
        "An adjustment of bad debt has no other lines.";
    pub(crate) opening_line() = Invalid "out_of_range", "Out of range":
        "Opening stock has a quantity above zero and a cost not below it.";
    pub(crate) date_too_early() = Invalid "out_of_range", "Out of range": "A date is too early.";
    pub(crate) stopped() = Unavailable "stopping", "Server stopping":
        "The server stopped. Run the import again: it goes on where it was.";
    pub(crate) unreadable(path, why) = Invalid "unreadable", "Unreadable": "{path} cannot be read: {why}";
    pub(crate) no_column(name, found) = Invalid "no_column", "No such column":
        "The file has no column “{name}”; it has {found}. Name it with --map.";
    pub(crate) no_preset(name) = Invalid "not_found", "Not found":
        "There is no preset “{name}”: online-retail or plain.";
    pub(crate) unknown_column(field) = Invalid "unknown_field", "Unknown field":
        "“{field}” is none of document, product, description, quantity, date, price, customer, country.";
}
