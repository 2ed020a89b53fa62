//! What identity refuses.

kernel::problems! {
    pub(crate) invalid_slug() = Invalid "invalid_value", "Invalid value":
        "must be small letters, digits and hyphens, begin with a letter, and have at most 63 characters";
    pub(crate) invalid_time_zone() = Invalid "invalid_value", "Invalid value":
        "is not an IANA time zone such as Europe/London";
    pub(crate) invalid_user() = Invalid "invalid_value", "Invalid value": "is not a user's id";
    pub(crate) invalid_name() = Invalid "invalid_value", "Invalid value": "must have 1 to 255 characters";
    pub(crate) invalid_email() = Invalid "invalid_value", "Invalid value": "is not an e-mail address";
    pub(crate) short_password() = Invalid "invalid_value", "Invalid value": "must have at least 8 characters";
    pub(crate) already_member(email, role) = Conflict "already_member", "Already a member":
        "{email} is a member already, as {role}.";
    pub(crate) stopping() = Unavailable "stopping", "Server stopping": "The server is stopping.";
    pub(crate) invalid_credentials() = Unauthenticated "invalid_credentials", "Wrong e-mail address or password":
        "E-mail address and password do not match.";
    pub(crate) tenant_required(slugs) = Invalid "required", "Required":
        "You belong to several companies: name one of {slugs}.";
    pub not_a_member() = Forbidden "not_a_member", "Not a member": "You do not belong to this company.";
    pub(crate) session_ended() = Unauthenticated "invalid_refresh_token", "Session ended":
        "This session has ended. Log in again.";
}
