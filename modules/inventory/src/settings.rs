//! What a company may choose about its stock.

use crate::moves::active_warehouse;
use command::{Setting, SettingLevel, Tx};
use kernel::Result;
use serde_json::Value as Json;
use store::Ref;

/// The permission to choose it for the company.
pub(crate) const CHOOSE: &str = "inventory.settings.choose";

/// The warehouse of what names none.
pub const USUAL_WAREHOUSE: Setting<String> = Setting::text("inventory.usual_warehouse", crate::MAIN, 64)
    .told("Usual warehouse", "The warehouse, by code, from which goods go and to which they come where none is named.")
    .at(&[SettingLevel::Company, SettingLevel::User])
    .chosen_with(CHOOSE)
    .checked(is_warehouse);

fn is_warehouse(tx: &mut Tx<'_, '_>, value: &Json) -> Result<()> {
    active_warehouse(tx, &Ref::new(value.as_str().unwrap_or_default())).map(drop)
}
