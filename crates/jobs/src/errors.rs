//! What the module refuses.

kernel::problems! {
    pub(crate) unknown_job(name) = Invalid "not_found", "Not found": "There is no job {name}.";
    pub(crate) not_by_hand(name) = Conflict "not_by_hand", "Not by hand":
        "{name} is only done when something asks for it.";
    pub(crate) cancelled_elsewhere(place) = Conflict "cancelled_elsewhere", "Cancelled elsewhere":
        "This is cancelled at {place}, where it was asked for.";
    pub(crate) asked_for_elsewhere(place) = Conflict "state_conflict", "Wrong state":
        "This job is over. Ask for it anew at {place}.";
    pub(crate) is_over(state) = Conflict "state_conflict", "Wrong state": "This job is over: it is {state}.";
    pub(crate) not_over(state) = Conflict "state_conflict", "Wrong state": "This job is not over: it is {state}.";
    pub(crate) is_running() = Conflict "state_conflict", "Wrong state": "This job is being done.";
    pub(crate) bad_cron(cron, why) = Invalid "invalid_value", "Invalid value": "{cron} is no line of cron: {why}";
    pub(crate) books_wrong(invariant, what, offender) = Conflict "books_wrong", "Wrong books":
        "{invariant} ({what}) does not hold: {offender}";
    pub(crate) worker_died(attempts) = Conflict "worker_died", "Worker died":
        "Its worker has ended {attempts} times in the middle of it.";
    pub(crate) interrupted() = Unavailable "stopping", "Server stopping": "The job is interrupted and goes on later.";
}
