//! What commands and queries refuse before they run.

kernel::problems! {
    pub(crate) malformed_json(why) = Malformed "malformed_json", "Malformed JSON": "The body is not JSON: {why}.";
    pub(crate) nul_character() = Malformed "malformed_json", "Malformed JSON":
        "The body holds a NUL character, which no text can.";
    pub(crate) given_by_path() = Invalid "unknown_field", "Unknown field": "is given by the path, not by the body";
    pub(crate) does_not_fit() = Invalid "invalid_value", "Invalid value": "does not fit here, or is given twice";
    pub(crate) unknown_command(name) = Invalid "unknown_command", "Unknown command": "There is no command “{name}”.";
    pub(crate) unknown_parameter(first) = Malformed "unknown_parameter", "Unknown parameter": "{first}";
    pub(crate) invalid_parameter(first) = Malformed "invalid_parameter", "Invalid parameter": "{first}";
}
