//! What the module refuses.

use kernel::{Error, defect};
use paper::{MOST_LINES, PaperError};

kernel::problems! {
    pub(crate) no_paper(record) = Invalid "no_paper", "No paper for this":
        "There is no paper for {record}: sales, receipts, letters and customers, for a statement of account, have one.";
    pub(crate) only_statements() = Invalid "only_statements", "Only for statements":
        "Days are for the statement of a customer only.";
    pub(crate) no_slip() = Invalid "no_slip", "Nothing for a receipt printer":
        "Receipt printers print invoices, credit notes and receipts only.";
    pub(crate) being_made() = Conflict "being_made", "Being made": "This is still being made. Ask again in a moment.";
    pub(crate) not_made(why) = Conflict "not_made", "Not made": "This could not be made: {why}";
    pub(crate) letter_is_printed() = Conflict "letter_is_printed", "Printed already":
        "This letter was printed and stays as it is. Write a new one.";
    pub(crate) no_free_number() = Conflict "no_free_number", "No free number":
        "The next numbers were all typed as codes already. Choose a code.";
    pub(crate) no_colour() = Invalid "invalid_value", "Invalid value": "expected a colour such as #1f4e79";
    pub(crate) no_logo() = Invalid "invalid_value", "Invalid value":
        "expected the id of an attached picture (PNG, JPEG, WebP or GIF) of at most 2 MiB";
    pub(crate) bad_copies(most) = Invalid "invalid_value", "Invalid value":
        "expected a number from 1, and {most} labels in all at most";
    pub(crate) no_row() = Invalid "required", "Required": "A document is named by both, record and row.";
    pub(crate) only_for_printers() = Conflict "no_paper", "No paper for this":
        "What a receipt printer is sent nobody can read. Print it on A4 first.";
    pub(crate) bad_address(typed) = Invalid "invalid_value", "Invalid value": "{typed} is no address of e-mail.";
    pub(crate) no_address() = Invalid "no_recipient", "No recipient":
        "Nobody has an address of e-mail there. Say to whom it is sent, or note the address.";
    pub(crate) gone() = NotFound "not_found", "Not found": "Printouts are kept for a day; this one is gone. Print it again.";
    pub(crate) too_long(most) = Invalid "paper_too_long", "Paper too long":
        "A paper has {most} lines at most. Ask for a shorter period.";
    pub(crate) bad_logo() = Invalid "bad_logo", "Logo not readable":
        "The logo that is chosen (printing.logo) cannot be read as a picture. Choose another one.";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}

/// Why there is no paper, for people.
pub(crate) fn of_paper(error: PaperError) -> Error {
    match error {
        PaperError::TooLong => too_long(MOST_LINES),
        PaperError::BadLogo => bad_logo(),
        PaperError::NoSlip => no_slip(),
        PaperError::Defect(why) => defect(why),
    }
}
