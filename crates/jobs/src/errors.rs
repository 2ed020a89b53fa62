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
    pub(crate) bad_cron(cron, why) = Invalid "invalid_value", "Invalid value":
        "{cron} is no line of cron that names a time: {why}";
    pub(crate) never(rule, why) = Invalid "invalid_value", "Invalid value": "{rule} names no time: {why}";
    pub(crate) too_often() = Invalid "invalid_value", "Invalid value": "Jobs come by themselves every five minutes at most.";
    pub(crate) cron_or_calendar() = Invalid "invalid_value", "Invalid value":
        "Say when by cron alone, or by unit and at.";
    pub(crate) bad_time(text) = Invalid "invalid_value", "Invalid value": "{text} is no time of the day, such as 09:30.";
    pub(crate) bad_every() = Invalid "out_of_range", "Out of range":
        "Every 1 to 366 days, weeks or months; working days one after another.";
    pub(crate) not_of_unit(name, unit) = Invalid "invalid_value", "Invalid value": "{name} does not belong to {unit}.";
    pub(crate) bad_day() = Invalid "out_of_range", "Out of range": "A day of the month is 1 to 31, or the last one.";
    pub(crate) not_by_choice(name) = Conflict "not_by_choice", "Not by choice":
        "{name} has its times by the program; a company adds none.";
    pub(crate) too_many_schedules(most) = Conflict "too_many_schedules", "Too many schedules":
        "A company adds {most} schedules at most. Remove some that are no longer needed.";
    pub(crate) nothing_to_change() = Invalid "required", "Required": "Say what is to be changed: is_on, when or title.";
    pub(crate) no_title() = Invalid "unknown_field", "Unknown field": "Only what the company has added has a title.";
    pub(crate) books_wrong(invariant, what, offender) = Conflict "books_wrong", "Wrong books":
        "{invariant} ({what}) does not hold: {offender}";
    pub(crate) worker_died(attempts) = Conflict "worker_died", "Worker died":
        "Its worker has ended {attempts} times in the middle of it.";
    pub(crate) interrupted() = Unavailable "stopping", "Server stopping": "The job is interrupted and goes on later.";
}
