//! What choosing a setting refuses.

kernel::problems! {
    pub(crate) not_at_level(level, known) = Invalid "level_not_allowed", "Cannot be chosen here":
        "This cannot be chosen for a {level}, only for: {known}.";
    pub(crate) which_site() = Invalid "required", "Required": "Which site is it chosen for?";
    pub(crate) no_site() = Invalid "invalid_value", "Invalid value": "Only a choice for the level “site” names one.";
    pub(crate) no_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
    pub(crate) no_global_secret() = Invalid "invalid_value", "Invalid value":
        "A secret is encrypted with a key of its company: it cannot be chosen for all companies.";
    pub(crate) not_for_companies(name) = Invalid "level_not_allowed", "Cannot be chosen here":
        "{name} is not chosen for companies, and not for all of them.";
    pub(crate) no_secret_key() = Unavailable "secret_key_missing", "No key for secrets":
        "This installation has no key for secrets. Who runs it sets SANDUK_SECRET_KEY to 32 random bytes in base64, made for example by \
         “openssl rand -base64 32”, and keeps a copy: without it no secret can be read.";
    pub(crate) wrong_secret_key() = Unavailable "secret_key_wrong", "Another key for secrets":
        "The secrets of this company were encrypted with another key than SANDUK_SECRET_KEY. Give the old key behind the new one, \
         separated by a comma, and run “sanduk secrets rotate”.";
    pub(crate) unreadable_secret(name) = Conflict "secret_unreadable", "Secret not readable":
        "The secret {name} cannot be read: it was not encrypted for this place. Choose it anew.";
    pub(crate) secrets_changed() = Conflict "secrets_changed", "Secrets changed":
        "A secret or a key of secrets was changed in the meantime. Try again.";
}
