//! What payments refuse.

kernel::problems! {
    pub(crate) not_a_money_account(code, name) = Invalid "invalid_value", "Invalid value":
        "Account {code} ({name}) is neither cash nor a bank.";
    pub(crate) account_not_in_use(code, name) = Invalid "inactive", "Not in use": "Account {code} ({name}) is not in use.";
    pub(crate) cash_keeps_its_code() = Invalid "read_only", "Read-only": "The method of cash refunds keeps its code.";
    pub(crate) method_was_used(method) = Conflict "in_use", "Still in use":
        "“{method}” has been used: whether it is cash stays.";
    pub(crate) make_another_method() = Conflict "in_use", "Still in use": "Make another payment method instead.";
    pub(crate) method_inactive(method) = Invalid "inactive", "Not in use": "“{method}” is not in use.";
    pub(crate) more_than_amount(amount) = Invalid "more_than_amount", "More than the amount":
        "More is allocated than the {amount} there is.";
    pub(crate) not_open(currency, sale) = Invalid "not_open", "Nothing is open":
        "The customer owes nothing in {currency} on “{sale}”.";
    pub(crate) before_cause(date) = Invalid "before_cause", "Before its cause":
        "The credit and what it pays exist from {date} on. Choose that day or a later one.";
    pub(crate) more_than_open(left, sale) = Invalid "more_than_open", "More than is open":
        "Only {left} is open on “{sale}”.";
    pub(crate) no_open_credit(credit) = Conflict "no_open_credit", "No open credit":
        "Nothing is left of {credit} that could pay something.";
    pub(crate) nothing_owed(credit) = Conflict "nothing_owed", "Nothing is owed":
        "The customer owes nothing that {credit} pays.";
    pub(crate) too_many_rows(max) = Conflict "too_many_rows", "Too many rows":
        "The statement has more than {max} lines. Ask for a shorter time.";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}
