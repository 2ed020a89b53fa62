//! What the module refuses.

kernel::problems! {
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
    pub(crate) no_time_of_day() = Invalid "invalid_value", "Invalid value": "A time of the day is written like 22:00.";
    pub(crate) wrong_condition(why) = Invalid "invalid_formula", "Not a formula": "The formula makes no sense {why}.";
    pub(crate) wrong_template(why) = Invalid "wrong_template", "Wrong template": "{why}";
    pub(crate) no_channel() = Invalid "required", "Required": "A rule tells by one channel at least.";
    pub(crate) members_only() = Invalid "members_only", "For members only":
        "Only members are told in the program and by push.";
    pub(crate) no_such_field(field) = Invalid "not_found", "Not found": "The event has no field “{field}”.";
    pub(crate) no_site_field(field) = Invalid "invalid_value", "Invalid value":
        "The field “{field}” of the event is no id, and names no site.";
    pub(crate) no_phone(typed) = Invalid "invalid_number", "Invalid number":
        "{typed} is no telephone number: write it in international form, such as +8801712345678, or choose messages.country.";
    pub(crate) only_for(channel) = Invalid "wrong_channel", "For another channel": "Only {channel} has this.";
}
