//! What the module refuses.

kernel::problems! {
    pub(crate) not_approvable(command) = Invalid "not_found", "Not found":
        "There is no command “{command}” that could wait for an approval: /approvable-commands/ lists them.";
    pub(crate) command_stays() = Invalid "stays", "Cannot be changed":
        "The command of a policy stays. Make another policy, and this one inactive.";
    pub(crate) bad_condition(wrong) = Invalid "invalid_formula", "Not a formula": "{wrong}";
    pub(crate) role_or_member() = Invalid "invalid_value", "Invalid value": "A step names a role or a member, not both.";
    pub(crate) no_reason() = Invalid "required", "Required": "is required, so that others know why";
    pub(crate) wrong_state(state) = Conflict "state_conflict", "Wrong state":
        "The request is {state}: this cannot be done with it any more, or not yet.";
    pub(crate) maker_decides() = Forbidden "maker_is_not_checker", "Your own request":
        "Who asks for an approval does not decide about it, nor does somebody else for them.";
    pub(crate) no_approver() = Forbidden "not_an_approver", "Not yours to decide":
        "The step that waits is decided by others.";
    pub(crate) decided_already() = Forbidden "decided_already", "Decided already":
        "You have decided another step of this request: each step takes another person.";
    pub(crate) not_the_maker() = Forbidden "not_the_maker", "Not your request": "Only who asked for the approval may do this.";
    pub(crate) has_happened() = Conflict "has_happened", "Has happened already":
        "This has happened on a device that was offline. It can be approved or rejected, not taken back.";
    pub(crate) delegates_to_self() = Invalid "invalid_value", "Invalid value": "Name another member.";
    pub(crate) not_yours_to_delegate() = Forbidden "not_yours_to_delegate", "Not yours to delegate":
        "Without the permission approvals.delegation.manage you delegate only your own decisions.";
    pub(crate) ends_before_beginning() = Invalid "invalid_value", "Invalid value": "is before the first day";
    pub(crate) too_long_delegation() = Invalid "invalid_value", "Invalid value": "A delegation lasts a year at most.";
    pub(crate) body_erased() = Conflict "body_erased", "Erased":
        "What was asked for has been erased from the log, so that it cannot be carried out.";
    pub(crate) id_of_request() = Conflict "command_id_taken", "Command id taken":
        "This is the id of a request for approval: what it asks for is carried out by the program.";
    pub(crate) foreign_cursor() = Malformed "invalid_parameter", "Invalid parameter":
        "This cursor does not belong to this list.";
}
