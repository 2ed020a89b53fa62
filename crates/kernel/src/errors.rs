//! What the platform itself refuses, whatever the request is about.

crate::problems! {
    pub(crate) invalid() = Invalid "invalid", "Invalid fields": "Some fields are wrong.";
    pub required() = Invalid "required", "Required": "is required";
    pub unknown_field(known) = Invalid "unknown_field", "Unknown field": "There is no such field. Known are {known}.";
    pub(crate) no_field() = Invalid "unknown_field", "Unknown field": "There is no such field; none can be given here.";
    pub expected(what) = Invalid "invalid_value", "Invalid value": "expected {what}";
    pub invalid_value(why) = Invalid "invalid_value", "Invalid value": "{why}";
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
    pub(crate) overflow(detail) = Invalid "overflow", "Number too large": "{detail}";
    pub(crate) too_many_decimals(detail) = Invalid "too_many_decimals", "Too many decimals": "{detail}";
    pub(crate) not_a_number(detail) = Invalid "not_a_number", "Not a number": "{detail}";
    pub(crate) unknown_currency(detail) = Invalid "unknown_currency", "Unknown currency": "{detail}";
    pub(crate) rate_not_positive(detail) = Invalid "rate_not_positive", "Exchange rate not above 0": "{detail}";
}
