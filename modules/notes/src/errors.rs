//! What the module refuses.

use kernel::Result;
use uuid::Uuid;

kernel::problems! {
    pub(crate) empty_comment() = Invalid "required", "Required": "A comment needs a text.";
    pub(crate) no_file_name() = Invalid "invalid_value", "Invalid value":
        "is a name without / and \\, such as photo.jpg";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}

/// The place in a list behind which a page begins.
pub(crate) fn cursor(text: Option<&str>) -> Result<Uuid> {
    let place = text.map_or(Some(Uuid::nil()), store::id_of);
    place.ok_or_else(|| foreign_cursor().blame("cursor", foreign_cursor()))
}
