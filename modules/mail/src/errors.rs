//! What the module refuses.

kernel::problems! {
    pub(crate) no_server() = Conflict "no_mail_server", "No mail server":
        "The company has chosen no server for e-mail yet: set mail.host and mail.from.";
    pub(crate) refused(why) = Conflict "mail_refused", "E-mail refused": "The mail server refuses it: {why}";
    pub(crate) unavailable(why) = Unavailable "mail_unavailable", "Mail server unavailable":
        "The mail server cannot be reached: {why}";
    pub(crate) bad_address(address, why) = Invalid "invalid_value", "Invalid value": "{address} is no address of e-mail: {why}";
    pub(crate) nobody() = Conflict "no_address", "No address": "You have no address of e-mail in this company.";
}
