//! What is wrong with files and with the way they are imported.

kernel::problems! {
    pub(crate) no_workbook() = Invalid "invalid_value", "Invalid value": "The file is no workbook and has no sheets.";
    pub(crate) only_text() = Invalid "invalid_value", "Invalid value": "Save the workbook as CSV: workbooks are not read here.";
    pub(crate) invalid_mapping(why) = Malformed "invalid_parameter", "Invalid parameter": "mapping: {why}";
    pub(crate) one_letter() = Malformed "invalid_parameter", "Invalid parameter":
        "delimiter must be one ASCII character, or the word tab.";
    pub(crate) only_created() = Malformed "invalid_parameter", "Invalid parameter":
        "mode, by: documents are always created.";
    pub(crate) no_documents() = Malformed "invalid_parameter", "Invalid parameter":
        "document: what belongs together in such a file is not said by a column.";
    pub(crate) no_document_column(column, found) = Malformed "invalid_parameter", "Invalid parameter":
        "document: the file has no column “{column}”; it has {found}.";
    pub(crate) nothing_to_import(fields) = Invalid "no_column", "No such column":
        "No column of the file is one of the fields {fields}. Say with `mapping` which is which.";
    pub(crate) no_key_column(field) = Invalid "no_column", "No such column":
        "No column of the file is “{field}”, by which the rows are found. Say with `mapping` which it is, or by which field rows are found \
         with `by`.";
    pub(crate) column_twice(field, one, other) = Invalid "duplicate", "Duplicate":
        "The columns “{one}” and “{other}” are both “{field}”. Say with `mapping` which is: null leaves a column out.";
    pub(crate) too_many_rows(most) = Invalid "too_large", "Too large": "The file has more than {most} rows: split it.";
    pub(crate) other_cells(found, wanted) = Invalid "invalid_value", "Invalid value":
        "The row has {found} cells, the first line has {wanted}: a delimiter or a quote is misplaced.";
    pub(crate) no_number(why) = Invalid "invalid_value", "Invalid value": "{why}";
    pub(crate) no_date(why) = Invalid "invalid_value", "Invalid value": "{why}";
    pub(crate) other_value(first, line) = Invalid "invalid_value", "Invalid value":
        "differs from “{first}” in line {line}, where the document begins";
    pub(crate) no_target(name, known) = Invalid "not_found", "Not found":
        "There is nothing called “{name}” that files are imported into. Known are {known}.";
    pub(crate) not_running(state) = Conflict "not_running", "Not running": "The import is {state}.";
    pub(crate) no_result(state) = NotFound "no_result", "No result": "There is no result of it: the import is {state}.";
    pub(crate) comes_back(text, line) = Invalid "invalid_value", "Invalid value":
        "“{text}” comes back in line {line} below rows of another document: put the rows of each document together.";
    pub(crate) not_yours() = Forbidden "permission_denied", "Permission denied":
        "This is the import of somebody else, into what you may not write.";
    pub cancelled() = Conflict "cancelled", "Cancelled": "The import was cancelled before anything was written.";
}
