//! What the module refuses.

kernel::problems! {
    pub(crate) unknown_source(name) = Invalid "not_found", "Not found":
        "There is no list, report or export “{name}”. Lists are called by the end of their paths, such as products.";
    pub(crate) too_long() = Invalid "too_long", "Too long": "The parameters are longer than 8,000 bytes.";
    pub(crate) own_format() = Invalid "unknown_field", "Unknown field": "The format is said by `format` of the body.";
    pub(crate) no_workbook(name) = Invalid "invalid_value", "Invalid value":
        "{name} is exported as csv or jsonl: it may be longer than a sheet.";
    pub(crate) too_many(most) = Conflict "too_many_files", "Too many files":
        "You have {most} files here. Remove some that you no longer need.";
    pub(crate) not_ready(state) = Conflict "state_conflict", "Wrong state": "This file is not there: it is {state}.";
}
