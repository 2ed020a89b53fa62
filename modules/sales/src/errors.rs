//! What sales refuse.

kernel::problems! {
    pub(crate) due_too_far() = Invalid "out_of_range", "Out of range":
        "The due date by the customer's terms of payment is too far away.";
    pub(crate) due_before_sale(date) = Invalid "before_sale", "Before the sale": "It is sold on {date}; it cannot be due before.";
    pub(crate) inactive_product(sku) = Invalid "inactive", "Not in use": "{sku} is not in use.";
    pub(crate) inactive_customer(customer) = Invalid "inactive", "Not in use":
        "The customer “{customer}” is not in use.";
    pub(crate) inactive_method(method) = Invalid "inactive", "Not in use": "“{method}” is not in use.";
    pub(crate) negative_amount() = Invalid "negative", "Below zero": "A total is not below zero.";
    pub(crate) tax_out_of_range(total) = Invalid "out_of_range", "Out of range":
        "The tax is between zero and the line's total of {total}.";
    pub(crate) date_ahead(date, today) = Invalid "date_ahead", "Date ahead":
        "{date} is more than a day ahead: today is {today}. A sale is dated at most tomorrow.";
    pub(crate) negative_price() = Invalid "negative", "Below zero": "A price is not below zero.";
    pub(crate) discount_out_of_range(amount) = Invalid "out_of_range", "Out of range":
        "A discount is between zero and the line's {amount}.";
    pub(crate) not_list_price() = Forbidden "permission_denied", "Permission denied": "is not what the list says";
    pub(crate) overpaid(total) = Conflict "overpaid", "Overpaid":
        "More than the total of {total} is paid, and not in cash.";
    pub(crate) payments_exceed_total() = Conflict "overpaid", "Overpaid": "exceed the total";
    pub(crate) not_paid(due) = Conflict "not_paid", "Not paid":
        "{due} is not paid. Name the customer on whose account it goes.";
    pub(crate) payment_missing(due) = Conflict "not_paid", "Not paid": "{due} is missing";
    pub(crate) not_a_return(number) = Conflict "not_a_return", "Not a return":
        "{number} is a sale; only a return leaves a credit.";
    pub(crate) not_a_sale(number) = Conflict "not_a_sale", "Not a sale": "{number} is a return itself.";
    pub(crate) no_reason() = Invalid "required", "Required": "Say why it comes back.";
    pub(crate) before_sale(date) = Invalid "before_sale", "Before the sale":
        "It was sold on {date}; it cannot come back before.";
    pub(crate) no_line(n) = Invalid "not_found", "Not found": "The sale has no line {n}.";
    pub(crate) line_twice(n) = Invalid "duplicate", "Duplicate": "Line {n} is named twice.";
    pub(crate) returned_too_much(sold, left) = Invalid "returned_too_much", "More than can come back":
        "Of the {sold} sold, {left} can still come back.";
    pub(crate) refund_mismatch(rest, sum) = Conflict "refund_mismatch", "Refund differs":
        "{rest} is to be refunded, not {sum}: what is still owed on the sale goes down first.";
    pub(crate) refund_must_be(rest) = Conflict "refund_mismatch", "Refund differs": "must come to {rest}";
}
