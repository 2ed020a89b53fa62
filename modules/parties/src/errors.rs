//! What parties refuse.

kernel::problems! {
    pub(crate) no_free_number() = Invalid "required", "Required": "The next numbers are all taken: give a code.";
}
