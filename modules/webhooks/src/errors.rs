//! What the module refuses.

kernel::problems! {
    pub(crate) bad_url() = Invalid "invalid_value", "Invalid value":
        "must be an address such as https://shop.example/hook, without a user or a password";
    pub(crate) no_events() = Invalid "required", "Required": "Name at least one event. GET /api/v1/webhook-events/ lists them.";
    pub(crate) unknown_event(name) = Invalid "not_found", "Not found":
        "There is no event “{name}” of which other systems may hear. GET /api/v1/webhook-events/ lists them.";
    pub(crate) too_many(most) = Conflict "too_many_subscriptions", "Too many subscriptions":
        "A company may have {most} subscriptions at most.";
    pub(crate) unknown_source(source, known) = Invalid "not_found", "Not found":
        "There is no door for “{source}”. Known are: {known}.";
    pub(crate) no_door() = NotFound "not_found", "Not found": "There is no such door. Ask the company for its address.";
    pub(crate) not_challenged() = NotFound "not_found", "Not found": "This door only takes what is sent to it by POST.";
    pub(crate) stale_signature(minutes) = Unauthenticated "stale_signature", "Signature of another time":
        "It was signed more than {minutes} minutes ago, or will be.";
    pub(crate) no_message() = Invalid "malformed_message", "Malformed message":
        "A message is a JSON object with the fields type and data, and at most 64 KiB long.";
    pub(crate) not_delivered(why) = Unavailable "webhook_not_delivered", "Not delivered": "{why}";
    pub(crate) in_work() = Conflict "state_conflict", "Wrong state":
        "It is being worked on right now. Try again in a moment.";
    pub(crate) backwards() = Invalid "invalid_value", "Invalid value": "must not be earlier than its beginning";
}
