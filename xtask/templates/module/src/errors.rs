//! What this module refuses.

kernel::problems! {
    pub(crate) price_below_zero() = Invalid "negative", "Below zero": "A price is not negative.";
    pub(crate) no_quantity() = Invalid "invalid_value", "Invalid value": "A quantity is more than 0.";
    pub(crate) not_in_use(name) = Invalid "inactive", "Not in use": "“{name}” is not in use.";
}
