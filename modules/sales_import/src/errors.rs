//! What the import refuses.

kernel::problems! {
    pub(crate) write_off_not_negative() = Invalid "out_of_range", "Out of range": "What is written off is negative.";
    pub(crate) found_not_positive() = Invalid "out_of_range", "Out of range": "What is found is positive.";
    pub(crate) gift_not_positive() = Invalid "out_of_range", "Out of range": "What is given away is positive.";
    pub(crate) gift_on_credit_note() = Invalid "out_of_range", "Out of range": "A credit note gives nothing away.";
    pub(crate) negative_price() = Invalid "negative", "Below zero":
        "A price is not below zero: what comes back has a negative quantity, and a discount lowers the price of its line.";
    pub(crate) bad_debt_alone() = Invalid "invalid_value", "Invalid value":
        "An adjustment of bad debt has no other lines.";
    pub(crate) opening_line() = Invalid "out_of_range", "Out of range":
        "Opening stock has a quantity above zero and a cost not below it.";
    pub(crate) number_taken(number, date) = Conflict "number_taken", "Number taken":
        "A document with the number “{number}” is in the books already, dated {date}.";
    pub(crate) own_number(number) = Conflict "own_number", "Number of our own":
        "Numbers such as “{number}” are printed on documents of this company; add a letter in front of it.";
    pub(crate) no_history_stock() = Conflict "no_history_stock", "No stock in the history":
        "The goods of this document are not in the stock of the imported history.";
    pub(crate) stopped() = Unavailable "stopping", "Server stopping":
        "The server stopped. Run the import again: it goes on where it was.";
    pub(crate) cancelled() = Unavailable "cancelled", "Cancelled":
        "The import was stopped. Run it again: it goes on where it was.";
    pub(crate) too_many_rows(most) = Invalid "too_large", "Too large": "The file has more than {most} rows: split it.";
    pub(crate) misplaced_quote(line) = Invalid "unreadable", "Unreadable":
        "line {line}: a quote is misplaced: this row goes on in the next lines and holds the delimiters of another row.";
    pub(crate) no_column(name, found, field) = Invalid "no_column", "No such column":
        "The file has no column “{name}”; it has {found}. Name it with --map {field}=….";
    pub(crate) column_twice(name) = Invalid "no_column", "No such column":
        "The file has the column “{name}” twice.";
    pub(crate) mapped_twice(field, one, other) = Invalid "duplicate", "Duplicate":
        "“{field}” is mapped twice, to “{one}” and to “{other}”.";
    pub(crate) no_preset(name) = Invalid "not_found", "Not found":
        "There is no preset “{name}”: online-retail or plain.";
    pub(crate) unknown_column(field) = Invalid "unknown_field", "Unknown field":
        "“{field}” is none of document, product, description, quantity, date, price, customer, country.";
}
