//! What the module refuses.

use kernel::Result;
use uuid::Uuid;

kernel::problems! {
    pub(crate) empty_comment() = Invalid "required", "Required": "A comment needs a text.";
    pub(crate) no_file_name() = Invalid "invalid_value", "Invalid value":
        "is a name without / and \\, such as photo.jpg";
    pub(crate) is_value() = Conflict "in_use", "Still in use":
        "This file is the value of a field of its row. Empty the field first.";
    pub(crate) is_needed(what) = Conflict "in_use", "Still in use": "This file belongs to a {what} and stays.";
    pub(crate) unknown_size() = Malformed "invalid_parameter", "Invalid parameter": "size is 64, 256 or 1024.";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}

/// The place in a list behind which a page begins.
pub(crate) fn cursor(text: Option<&str>) -> Result<Uuid> {
    let place = text.map_or(Some(Uuid::nil()), store::id_of);
    place.ok_or_else(|| foreign_cursor().blame("cursor", foreign_cursor()))
}

/// The command behind which a page of a history begins.
pub(crate) fn place(text: Option<&str>) -> Result<i64> {
    let place = text.map_or(Ok(0), str::parse);
    place.map_err(|_| foreign_cursor().blame("cursor", foreign_cursor()))
}

/// The longer side of a thumbnail, where it is said.
pub(crate) fn side(text: Option<&str>) -> Result<Option<u32>> {
    let sides = [64, 256, 1024];
    let known = text.map(|text| sides.into_iter().find(|side| side.to_string() == text));
    known.map(|side| side.ok_or_else(|| unknown_size().blame("size", unknown_size()))).transpose()
}
