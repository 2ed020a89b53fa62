//! What a company may choose about its earlier system.

use command::Setting;

/// The permission to choose it.
pub(crate) const CHOOSE: &str = "sales_import.settings.choose";

/// Whether documents of the earlier system are taken in: a company that has moved switches it off.
pub const FEATURE: Setting<bool> = Setting::boolean("sales_import.is_on", true)
    .told("Import of earlier sales", "Documents and opening stock of the system that was used before can be taken in.")
    .chosen_with(CHOOSE);
