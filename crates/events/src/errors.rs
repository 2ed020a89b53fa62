//! What the module refuses.

kernel::problems! {
    pub(crate) not_parked(state) = Conflict "state_conflict", "Wrong state":
        "This event is not parked any more: it is {state}.";
    pub(crate) nobody_subscribes(subscriber) = Invalid "unknown_subscriber", "Unknown subscriber":
        "This program has no subscriber {subscriber}.";
}
