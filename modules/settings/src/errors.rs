//! What choosing a setting refuses.

kernel::problems! {
    pub(crate) not_at_level(level, known) = Invalid "level_not_allowed", "Cannot be chosen here":
        "This cannot be chosen for a {level}, only for: {known}.";
    pub(crate) which_site() = Invalid "required", "Required": "Which site is it chosen for?";
    pub(crate) no_site() = Invalid "invalid_value", "Invalid value": "Only a choice for the level “site” names one.";
    pub(crate) no_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}
