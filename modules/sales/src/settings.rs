//! What a company may choose about selling.

use command::{Setting, SettingLevel};

/// The permission to choose it for the company or a site.
pub(crate) const CHOOSE: &str = "sales.settings.choose";

/// The terms of payment of customers who have none of their own.
pub const PAYMENT_DAYS: Setting<i64> = Setting::integer("sales.payment_days", 0, 0, parties::MAX_PAYMENT_DAYS)
    .told(
        "Usual terms of payment",
        "The days from the date of a sale on account until it is due, for customers who have no terms of their own.",
    )
    .at(&[SettingLevel::Company, SettingLevel::Site])
    .chosen_with(CHOOSE);
