//! What the engine refuses.

kernel::problems! {
    pub(crate) out_of_range(least, most) = Invalid "out_of_range", "Out of range":
        "expected a whole number from {least} to {most}";
    pub(crate) invalid_parameter(detail) = Malformed "invalid_parameter", "Invalid parameter": "{detail}";
    pub(crate) not_understood() = Malformed "invalid_parameter", "Invalid parameter": "is not understood";
    pub(crate) unknown_parameter(name, known, filters) = Malformed "unknown_parameter", "Unknown parameter":
        "There is no parameter “{name}”. Known are {known} and the filters {filters}.";
    pub(crate) no_such_parameter(name, known) = Malformed "unknown_parameter", "Unknown parameter":
        "There is no parameter “{name}”. Known are: {known}.";
    pub(crate) not_known() = Malformed "unknown_parameter", "Unknown parameter": "is not known";
    pub(crate) too_many_groups(most, by) = Conflict "too_many_groups", "Too many groups":
        "There are more than {most} groups by {by}. Narrow the list down with filters.";
    pub(crate) duplicate_id(label) = Conflict "duplicate", "Duplicate": "There is a {label} with this id already.";
    pub(crate) deletion_has_no_fields() = Invalid "unknown_field", "Unknown field": "A deletion has no fields.";
    pub(crate) restoring_has_no_fields() = Invalid "unknown_field", "Unknown field":
        "A deleted row comes back as it was: there are no fields.";
    pub(crate) not_deleted(noun, text) = NotFound "not_found", "Not found":
        "There is no deleted {noun} with the id “{text}”.";
    pub(crate) not_restorable() = Conflict "not_restorable", "Cannot be restored":
        "It was deleted by an earlier version of the program, which kept other fields.";
    pub(crate) needs_what_was_deleted() = Conflict "not_restorable", "Cannot be restored":
        "It refers to a row that was deleted, too. Restore that one first.";
    pub(crate) was_deleted() = Conflict "not_restorable", "Cannot be restored": "refers to a row that was deleted";
    pub(crate) no_query() = Invalid "invalid_value", "Invalid value":
        "is what stands behind the ? of a list's address, without spaces: name=tea&ordering=-name";
    pub(crate) which_row() = Invalid "required", "Required": "Which one?";
    pub(crate) still_in_use(label) = Conflict "in_use", "Still in use":
        "This {label} is still in use and cannot be deleted.";
    pub(crate) make_inactive(label) = Conflict "in_use", "Still in use":
        "This {label} is still in use. Make it inactive instead.";
    pub(crate) read_only() = Invalid "read_only", "Read-only": "is set by the program and cannot be changed";
    pub(crate) empty() = Invalid "required", "Required": "cannot be empty";
    pub(crate) no_currency() = Invalid "required", "Required": "money needs the currency it is in";
    pub(crate) looks_like_an_id() = Invalid "invalid_value", "Invalid value": "looks like an id and would be taken for one";
    pub(crate) does_not_fit() = Invalid "invalid_value", "Invalid value": "does not fit";
    pub(crate) stays() = Invalid "read_only", "Read-only": "stays as it is: make a new field instead";
    pub(crate) has_values() = Invalid "in_use", "Still in use":
        "Rows have values already, which would no longer mean what they do. Make a new field, or empty the values first.";
    pub(crate) choices_in_use(words) = Invalid "in_use", "Still in use":
        "Rows still have {words}. Keep these words, or give the rows another value first.";
    pub(crate) no_word() = Invalid "invalid_value", "Invalid value": "A line has no word before or no label behind its =.";
    pub(crate) comma(word) = Invalid "invalid_value", "Invalid value":
        "“{word}” has a comma, which stands between several choices.";
    pub(crate) long_word(max) = Invalid "too_long", "Too long": "A word has more than {max} characters.";
    pub(crate) label_taken(label) = Invalid "duplicate", "Duplicate": "Another field of this list has the label “{label}”.";
    pub(crate) twice(word) = Invalid "duplicate", "Duplicate":
        "“{word}” stands there twice. Capital and small letters are the same.";
    pub(crate) too_many_words(max) = Invalid "item_count", "Number of entries": "A choice has at most {max} words.";
    pub(crate) file_comes_later() = Invalid "invalid_value", "Invalid value":
        "A file hangs on a row that is there, so a new row cannot have one yet.";
    pub(crate) below_least() = Invalid "invalid_value", "Invalid value": "is less than the least value";
    pub(crate) not_of_this_kind() = Invalid "invalid_value", "Invalid value": "does not go with this kind of field";
    pub(crate) is_computed() = Invalid "computed", "Computed": "does not go with a formula: nobody gives the field a value";
    pub(crate) wrong_formula(why) = Invalid "invalid_formula", "Not a formula": "{why}";
    pub(crate) formula_reads_it(label) = Invalid "in_use", "Still in use":
        "The formula of “{label}” reads this field and would no longer have a value. Change that formula first.";
    pub(crate) formula_needs_it(label) = Conflict "in_use", "Still in use":
        "The formula of “{label}” reads this field and would no longer have a value. Change that formula first.";
    pub(crate) computed_field() = Invalid "computed", "Computed": "is computed by its formula and cannot be given";
    pub(crate) no_list(resource) = Invalid "not_found", "Not found":
        "There is no list “{resource}” that can have fields. A code is list and name with a point between them: products.colour";
    pub(crate) no_name(max) = Invalid "invalid_value", "Invalid value":
        "The name behind the point has small letters, digits and single underscores, begins with a letter, and has at most {max} of them.";
    pub(crate) too_many_fields(max) = Invalid "too_many_fields", "Too many fields": "A list has at most {max} fields of its own.";
    pub(crate) no_object() = Invalid "invalid_value", "Invalid value": "expected an object with the names and values of custom fields";
    pub(crate) no_custom_fields(name) = Invalid "unknown_field", "Unknown field":
        "There is no such field: this list has no custom fields. Make {name} at /custom-fields/ first.";
}
