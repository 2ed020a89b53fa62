//! What the platform itself refuses, whatever the request is about.

crate::problems! {
    pub(crate) invalid() = Invalid "invalid", "Invalid fields": "Some fields are wrong.";
    pub required() = Invalid "required", "Required": "is required";
    pub unknown_field(known) = Invalid "unknown_field", "Unknown field": "There is no such field. Known are {known}.";
    pub(crate) no_field() = Invalid "unknown_field", "Unknown field": "There is no such field; none can be given here.";
    pub expected(what) = Invalid "invalid_value", "Invalid value": "expected {what}";
    pub invalid_value(why) = Invalid "invalid_value", "Invalid value": "{why}";
    pub invalid_overflow() = Invalid "invalid_value", "Invalid value": "the number is too large";
    pub invalid_beyond(most) = Invalid "invalid_value", "Invalid value": "the number is too large: at most {most}";
    pub invalid_decimals(most) = Invalid "invalid_value", "Invalid value": "a number has at most {most} decimals";
    pub invalid_more_decimals(number, scale) = Invalid "invalid_value", "Invalid value":
        "{number} has more than {scale} decimals";
    pub invalid_characters(most) = Invalid "invalid_value", "Invalid value":
        "a number has at most {most} characters";
    pub invalid_decimal(text) = Invalid "invalid_value", "Invalid value": "{text} is not a decimal number";
    pub invalid_currency(text) = Invalid "invalid_value", "Invalid value": "{text} is not a currency";
    pub value_out_of_range(least, most) = Invalid "invalid_value", "Invalid value":
        "expected a value from {least} to {most}";
    pub number_out_of_range(min, max) = Invalid "invalid_value", "Invalid value":
        "expected a number from {min} to {max}";
    pub out_of_range(min, max) = Invalid "invalid_value", "Invalid value": "expected a whole number from {min} to {max}";
    pub invalid_date() = Invalid "invalid_value", "Invalid value":
        "A date is a day that exists, written like 2026-12-31.";
    pub invalid_instant() = Invalid "invalid_value", "Invalid value":
        "A moment is written like 2026-01-31T12:00:00Z.";
    pub invalid_id() = Invalid "invalid_value", "Invalid value":
        "An id is a UUID, written like 019b0000-0000-7000-8000-000000000001.";
    pub control_character() = Invalid "invalid_value", "Invalid value": "contains a control character";
    pub too_long(max) = Invalid "too_long", "Too long": "has more than {max} characters";
    pub invalid_choice(words) = Invalid "invalid_choice", "Not one of the choices": "expected one of {words}";
    pub item_count(min, max) = Invalid "item_count", "Number of entries": "has {min} to {max} entries";
    pub taken() = Conflict "duplicate", "Duplicate": "is taken";
    pub no_such(what, which) = Invalid "not_found", "Not found": "There is no {what} “{which}”.";
    pub(crate) more_errors(more) = Invalid "more_errors", "More errors": "{more} more fields are wrong.";
    pub(crate) internal() = Internal "internal", "Internal error":
        "Something went wrong on our side. The log knows it by the request id.";
    pub(crate) not_loaded() = Internal "not_loaded", "Not loaded": "";
    pub(crate) not_found(what, which) = NotFound "not_found", "Not found": "There is no {what} “{which}”.";
    pub overflow() = Invalid "overflow", "Number too large": "the number is too large";
    pub beyond(most) = Invalid "overflow", "Number too large": "the number is too large: at most {most}";
    pub amount_beyond(quantity, price, most) = Invalid "overflow", "Number too large":
        "{quantity} × {price} is too large: an amount is at most {most}";
    pub decimals(most) = Invalid "too_many_decimals", "Too many decimals": "a number has at most {most} decimals";
    pub more_decimals(number, scale) = Invalid "too_many_decimals", "Too many decimals":
        "{number} has more than {scale} decimals";
    pub characters(most) = Invalid "not_a_number", "Not a number": "a number has at most {most} characters";
    pub no_decimal(text) = Invalid "not_a_number", "Not a number": "{text} is not a decimal number";
    pub no_number() = Invalid "not_a_number", "Not a number":
        "expected a decimal number, as a string or a number";
    pub unknown_currency(text) = Invalid "unknown_currency", "Unknown currency": "{text} is not a currency";
}
