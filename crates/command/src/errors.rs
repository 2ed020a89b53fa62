//! What commands and queries refuse before they run.

kernel::problems! {
    pub(crate) malformed_json(why) = Malformed "malformed_json", "Malformed JSON": "The body is not JSON: {why}.";
    pub(crate) nul_character() = Malformed "malformed_json", "Malformed JSON":
        "The body holds a NUL character, which no text can.";
    pub(crate) given_by_path() = Invalid "unknown_field", "Unknown field": "is given by the path, not by the body";
    pub(crate) unknown_version(command, version) = Malformed "unknown_version", "Unknown version":
        "This program does not know version {version} of the command “{command}”.";
    pub(crate) unknown_data_step(module, number) = NotFound "unknown_data_step", "Unknown data step":
        "This program has no data step {number} of the module {module}.";
    pub(crate) system_only() = Forbidden "system_only", "Only the program itself": "Only the program itself runs data steps.";
    pub(crate) company_outdated(why) = Unavailable "company_outdated", "Company not up to date":
        "The company could not be brought up to date with this version of the program: {why}";
    pub(crate) does_not_fit() = Invalid "invalid_value", "Invalid value": "does not fit here, or is given twice";
    pub(crate) unknown_command(name) = Invalid "unknown_command", "Unknown command": "There is no command “{name}”.";
    pub(crate) unknown_parameter(first) = Malformed "unknown_parameter", "Unknown parameter": "{first}";
    pub(crate) invalid_parameter(first) = Malformed "invalid_parameter", "Invalid parameter": "{first}";
}
