//! What a company may choose about its earlier system.

use command::Feature;

/// The permission to choose it.
pub(crate) const CHOOSE: &str = "sales_import.settings.choose";

/// Whether documents of the earlier system are taken in: a company that has moved switches it off.
pub const FEATURE: Feature = command::feature!(
    "sales_import",
    true,
    "Import of earlier sales",
    "Documents and opening stock of the system that was used before can be taken in.",
    CHOOSE
);
