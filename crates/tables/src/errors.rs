//! What is refused about a file as a whole.

kernel::problems! {
    pub(crate) unreadable(path, why) = Invalid "unreadable", "Unreadable": "{path} cannot be read: {why}";
    pub empty_file() = Invalid "unreadable", "Unreadable": "The file is empty.";
    pub(crate) spreadsheet(kind) = Invalid "unreadable", "Unreadable":
        "The file is no text, but a spreadsheet (Excel .xlsx, .xls or OpenDocument .ods) or a zip archive ({kind}): \
         save the sheet as CSV.";
    pub(crate) workbook(why) = Invalid "unreadable", "Unreadable": "The workbook cannot be read: {why}.";
    pub(crate) no_sheet(why) = Invalid "unreadable", "Unreadable": "No sheet of the workbook can be read: {why}.";
    pub(crate) too_much_in_workbook() = Invalid "too_large", "Too large":
        "The workbook is damaged, or there is too much in it: split it, or save the sheet as CSV.";
    pub(crate) other_kind(extension, kind) = Invalid "unreadable", "Unreadable":
        "The file is no CSV text, but {extension} ({kind}).";
    pub(crate) not_text() = Invalid "unreadable", "Unreadable":
        "The file seems to be no text: it is full of control characters. Save the sheet as CSV; if it is text, state its \
         `encoding`.";
    pub(crate) cut_off() = Invalid "unreadable", "Unreadable": "The gzip file is cut off: copy it again.";
    pub(crate) file_too_large(most) = Invalid "too_large", "Too large":
        "The file has more than {most} MiB when it is unpacked: split it.";
    pub(crate) row_too_long(line, most) = Invalid "too_large", "Too large":
        "line {line}: a row has more than {most} KiB; a quote may be open there.";
    pub(crate) open_quote(line) = Invalid "unreadable", "Unreadable":
        "line {line}: a quote is opened in this row and never closed.";
    pub(crate) no_encoding(name) = Invalid "not_found", "Not found":
        "There is no encoding “{name}”; known are for example utf-8, windows-1252, utf-16le.";
    pub(crate) two_orders(line, text, order, other_line, other, other_order) = Invalid "ambiguous", "Ambiguous":
        "The dates have two orders: “{text}” in line {line} is {order}, “{other}” in line {other_line} is {other_order}. \
         State one as `dates`; rows of the other are then refused.";
    pub(crate) ambiguous_date(line, text) = Invalid "ambiguous", "Ambiguous":
        "line {line}: the order of “{text}” is ambiguous. State it as `dates`: day-first (dd/mm/yyyy) or month-first \
         (mm/dd/yyyy).";
    pub(crate) two_marks(line, text, other_line, other) = Invalid "ambiguous", "Ambiguous":
        "The numbers have two decimal marks: “{text}” in line {line}, “{other}” in line {other_line}. State one as \
         `decimal`; rows of the other are then refused.";
    pub(crate) ambiguous_number(line, text) = Invalid "ambiguous", "Ambiguous":
        "line {line}: “{text}” is ambiguous: its mark may separate thousands or decimals. State the mark as \
         `decimal`: point or comma.";
    pub(crate) nearly_utf8(line, byte, value) = Invalid "ambiguous", "Ambiguous":
        "line {line}: the file is UTF-8 but for a few bytes; the first is byte {byte} of this line, {value}. Correct them, or state the \
         `encoding` (utf-8 refuses the rows that have them).";
}
