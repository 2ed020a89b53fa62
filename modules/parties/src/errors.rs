//! What parties refuse.

kernel::problems! {
    pub(crate) payment_days_out_of_range(most) = Invalid "out_of_range", "Out of range":
        "Terms of payment are 0 to {most} days.";
    pub(crate) no_free_number() = Invalid "required", "Required": "The next numbers are all taken: give a code.";
}
