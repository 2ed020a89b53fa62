//! What the ledger refuses.

kernel::problems! {
    pub(crate) pattern_letters() = Invalid "invalid_value", "Invalid value":
        "Beside words in braces there are only capital letters A to Z, digits, “-”, “.” and “_”.";
    pub(crate) pattern_word(word) = Invalid "invalid_value", "Invalid value":
        "“{word}” is no word of a pattern. There are year, yy, years, month and site, each in braces.";
    pub(crate) pattern_end() = Invalid "invalid_value", "Invalid value":
        "It ends with a letter or a mark, so that what follows is the number: INV-.";
    pub(crate) numbers_of_another_system(number, first) = Invalid "duplicate", "Duplicate":
        "Another system has given the number {number} already. Begin with {first}, or print them differently.";
    pub(crate) series_twice(document) = Conflict "duplicate", "Duplicate":
        "The numbers of {document} have a series for this site from this day on already.";
    pub(crate) block_closed(device) = Conflict "invalid_state", "Invalid state":
        "The numbers of {device} have been taken back already.";
    pub(crate) company_not_set_up() = Conflict "not_set_up", "Not set up": "The company has not been set up yet.";
    pub(crate) site_not_set_up() = Conflict "not_set_up", "Not set up": "The main site is missing.";
    pub(crate) no_posting_account(role, meaning) = Conflict "no_posting_account", "No account chosen":
        "No account has been chosen for “{role}” ({meaning}). Choose one in the settings.";
    pub(crate) no_period(date) = Conflict "no_period", "Outside the fiscal years":
        "There is no fiscal year that holds {date}. Open it first.";
    pub(crate) date_in_no_year() = Conflict "no_period", "Outside the fiscal years": "lies in no fiscal year";
    pub(crate) period_closed(date) = Conflict "period_closed", "Period closed": "The period of {date} is closed.";
    pub(crate) date_in_closed_period() = Conflict "period_closed", "Period closed": "lies in a closed period";
    pub(crate) period_is_already(month, state) = Conflict "invalid_state", "Invalid state":
        "The period {month} is {state} already.";
    pub(crate) invalid_month() = Invalid "invalid_value", "Invalid value": "Write the month as 2026-11.";
    pub(crate) year_too_far() = Invalid "out_of_range", "Out of range": "This date is too far away.";
    pub(crate) day_far_off(first, last) = Invalid "out_of_range", "Out of range": "must lie in the years {first} to {last}";
    pub(crate) year_far_off(first, last) = Invalid "out_of_range", "Out of range":
        "A fiscal year that joins no other starts in {first} to {last}. If this one is meant, open the years between first.";
    pub(crate) year_before_current(today, next) = Invalid "current_year", "Current fiscal year":
        "Today, {today}, would lie in no fiscal year. Open the one that starts on {next} first.";
    pub(crate) current_year(code, today) = Conflict "current_year", "Current fiscal year":
        "The fiscal year {code} holds today, {today}, and stays.";
    pub(crate) year_between(code) = Conflict "year_leaves_gap", "Gap between fiscal years":
        "The fiscal year {code} lies between two others. Remove years from an end.";
    pub(crate) year_has_entries(code) = Conflict "in_use", "Still in use": "Entries are posted in the fiscal year {code}.";
    pub(crate) year_was_closed(code) = Conflict "in_use", "Still in use":
        "A month of the fiscal year {code} is closed, or was: its history keeps the year.";
    pub(crate) not_first_of_month() = Invalid "not_first_of_month", "Not the first day of a month":
        "A fiscal year starts on the first day of a month.";
    pub(crate) year_overlaps(code, from, to) = Conflict "year_overlaps", "Fiscal years overlap":
        "It would overlap the fiscal year {code}, from {from} to {to}.";
    pub(crate) lies_in_a_year() = Conflict "year_overlaps", "Fiscal years overlap": "lies within another fiscal year";
    pub(crate) year_leaves_gap(month) = Invalid "year_leaves_gap", "Gap between fiscal years":
        "The fiscal years of this company start on the first of {month}; from another day on, months would be left that no \
         year can hold.";
    pub(crate) earlier_period_open(month) = Conflict "earlier_period_open", "Earlier period open":
        "The period {month} is still open: close it first.";
    pub(crate) later_period_closed(first, last) = Conflict "later_period_closed", "Later period closed":
        "Entries of this year would change the balances of the closed months from {first} to {last}. Reopen them first.";
    pub(crate) lies_before_closed_period(last) = Conflict "later_period_closed", "Later period closed":
        "lies before closed months; reopen them first, the last is {last}";
    pub(crate) empty_name() = Invalid "invalid_value", "Invalid value": "A name has 1 to 255 characters.";
    pub(crate) unknown_time_zone() = Invalid "not_found", "Not found":
        "Name an IANA time zone, for example Asia/Dhaka.";
    pub(crate) account_kind_stays() = Invalid "read_only", "Read-only":
        "Kind and use of an account stay; make another account instead.";
    pub(crate) stock_account_by_hand() = Invalid "not_allowed", "Not allowed":
        "Stock accounts are kept by the program.";
    pub(crate) main_site_stays() = Invalid "read_only", "Read-only": "The main site keeps its code and stays in use.";
    pub(crate) account_in_use(code) = Conflict "in_use", "Still in use":
        "Account {code} is still in use: a posting, payment method or product names it, or it has a balance.";
    pub(crate) must_stay_in_use() = Conflict "in_use", "Still in use":
        "Name another account there, or clear the balance, first.";
    pub(crate) heading_by_hand() = Invalid "not_allowed", "Not allowed":
        "A heading takes no entries. Set manual to false.";
    pub(crate) cost_is_expense() = Invalid "not_allowed", "Not allowed":
        "What sold goods cost is an expense.";
    pub(crate) no_heading(code, kind) = Invalid "not_allowed", "Not allowed":
        "Account {code} is no heading of the kind {kind}.";
    pub(crate) heading_below_itself() = Invalid "not_allowed", "Not allowed":
        "An account cannot stand below itself.";
    pub(crate) too_deep(max) = Invalid "not_allowed", "Not allowed":
        "At most {max} headings stand above an account.";
    pub(crate) account_inactive(code, name) = Conflict "account_inactive", "Account not in use":
        "Account {code} ({name}) is not in use.";
    pub(crate) too_many_lines(max) = Conflict "too_many_lines", "Too many lines":
        "An entry has at most {max} lines. Split the document.";
    pub(crate) entry_too_large(most) = Invalid "overflow", "Number too large":
        "The debits of an entry come to at most {most}. Split the document.";
    pub(crate) balance_too_large(code) = Invalid "overflow", "Number too large":
        "The balance of account {code} would become too large to be stored.";
    pub(crate) debit_xor_credit() = Invalid "debit_xor_credit", "Debit or credit":
        "A line has either a debit or a credit.";
    pub(crate) control_account(code) = Invalid "control_account", "Control account":
        "Account {code} is kept by the program; post the document that moves it.";
    pub(crate) heading_takes_no_lines(code) = Invalid "control_account", "Control account":
        "Account {code} is a heading, which takes no lines. Name one of the accounts below it.";
    pub(crate) not_balanced(difference) = Conflict "not_balanced", "Not balanced":
        "Debits and credits differ by {difference}.";
    pub(crate) before_entry(entry, date) = Invalid "before_cause", "Before its cause":
        "Entry {entry} is dated {date}: choose that day or a later one.";
    pub(crate) date_ahead(today) = Invalid "date_ahead", "Date ahead":
        "It is {today}: a document is dated at most one day ahead.";
    pub(crate) belongs_to_document(entry, kind) = Conflict "belongs_to_document", "Belongs to a document":
        "Entry {entry} belongs to a document ({kind}). Correct the document instead.";
    pub(crate) is_reversal(entry) = Conflict "is_reversal", "Reversal":
        "Entry {entry} is itself a reversal. Post the entry that it took back anew instead.";
    pub(crate) already_reversed(by) = Conflict "already_reversed", "Already reversed":
        "Entry {by} has reversed it already.";
    pub(crate) cannot_settle() = Conflict "cannot_settle", "Cannot be settled":
        "Only a debit and a credit of one party, account, branch and currency settle each other.";
    pub(crate) over_settled() = Conflict "over_settled", "More than is open": "More would be settled than is open.";
    pub(crate) amount_not_positive() = Invalid "not_positive", "Not above zero": "An amount is greater than zero.";
    pub(crate) quantity_not_positive() = Invalid "not_positive", "Not above zero": "A quantity is greater than zero.";
    pub(crate) from_after_to(from, to) = Invalid "from_after_to", "First day after the last":
        "The first day, {from}, is after the last, {to}. Exchange them.";
    pub(crate) from_after_today(from, today) = Invalid "from_after_to", "First day after the last":
        "The first day, {from}, is after today, {today}, which is the last day where none is named. Name the last day too.";
    pub(crate) negative_parameter(name) = Malformed "invalid_parameter", "Invalid parameter":
        "{name} is a whole number that is not negative.";
    pub(crate) cost_is_hidden(code) = Forbidden "permission_denied", "Permission denied":
        "The balance of account {code} tells what goods cost, for which you need inventory.value.view.";
    pub(crate) report_tells_cost() = Forbidden "permission_denied", "Permission denied":
        "The sums of this report tell what goods cost, for which you need inventory.value.view. The general ledger shows accounts \
         that have nothing to do with the cost of goods.";
    pub(crate) heading_has_no_lines(code) = Malformed "invalid_parameter", "Invalid parameter":
        "Account {code} is a heading, which has no lines. Name one of the accounts below it.";
    pub(crate) invalid_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "Use the cursor of the link to the next page as it is.";
    pub(crate) unknown_account(which) = Malformed "invalid_parameter", "Invalid parameter":
        "There is no account “{which}”.";
}
