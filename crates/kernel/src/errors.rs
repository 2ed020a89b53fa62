//! What the platform itself refuses, whatever the request is about.

crate::problems! {
    pub(crate) invalid() = Invalid "invalid", "Invalid fields": "Some fields are wrong.";
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
