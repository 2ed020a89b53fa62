//! What the module refuses.

kernel::problems! {
    pub(crate) empty_comment() = Invalid "required", "Required": "A comment needs a text.";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}
