//! What commands and queries refuse before they run.

kernel::problems! {
    pub permission_denied(permission) = Forbidden "permission_denied", "Permission denied":
        "This needs the permission {permission}, which your role does not have.";
    pub(crate) feature_off(label, setting) = Forbidden "feature_off", "Switched off":
        "“{label}” is switched off in this company. Who may change settings can switch it on: {setting}.";
    pub(crate) outside_scope(permission) = Forbidden "outside_scope", "Outside your scope":
        "Your permission {permission} is limited to other sites or another party than this.";
    pub(crate) scope_not_supported(permission) = Forbidden "scope_not_supported", "Scope not supported":
        "Your permission {permission} is limited to some sites or one party, and this cannot be limited.";
    pub(crate) malformed_json(why) = Malformed "malformed_json", "Malformed JSON": "The body is not JSON: {why}.";
    pub(crate) too_many_values(most) = TooLarge "body_too_large", "Body too large":
        "A body may have {most} values at most. Send it in parts.";
    pub(crate) nul_character() = Malformed "malformed_json", "Malformed JSON":
        "The body holds a NUL character, which no text can.";
    pub(crate) no_object() = Malformed "malformed_json", "Malformed JSON": "The body must be a JSON object.";
    pub(crate) given_by_path() = Invalid "unknown_field", "Unknown field": "is given by the path, not by the body";
    pub(crate) version_conflict() = Stale "version_conflict", "Changed in the meantime":
        "This has been changed in the meantime. Read it again.";
    pub(crate) unknown_version(command, version) = Malformed "unknown_version", "Unknown version":
        "This program does not know version {version} of the command “{command}”.";
    pub(crate) unknown_data_step(module, number) = NotFound "unknown_data_step", "Unknown data step":
        "This program has no data step {number} of the module {module}.";
    pub(crate) not_sealed() = Invalid "secret_not_encrypted", "Secret not encrypted":
        "A secret is encrypted before its command is made: choose it by itself, at its own address.";
    pub system_only() = Forbidden "system_only", "Only the program itself": "Only the program itself does this.";
    pub(crate) company_outdated(why) = Unavailable "company_outdated", "Company not up to date":
        "The company could not be brought up to date with this version of the program: {why}";
    pub(crate) does_not_fit() = Invalid "invalid_value", "Invalid value":
        "does not fit here, or is given twice";
    pub(crate) unknown_command(name) = Invalid "unknown_command", "Unknown command": "There is no command “{name}”.";
    pub(crate) needs_file(name) = Invalid "unknown_command", "Unknown command":
        "The command “{name}” comes with a file: send it by itself.";
    pub(crate) unknown_parameter(first) = Malformed "unknown_parameter", "Unknown parameter": "{first}";
    pub(crate) invalid_parameter(first) = Malformed "invalid_parameter", "Invalid parameter": "{first}";
    pub(crate) file_has_every_page(name) = Malformed "invalid_parameter", "Invalid parameter":
        "A file holds everything at once: leave out {name}.";
    pub(crate) fields_of_files() = Malformed "invalid_parameter", "Invalid parameter":
        "Fields are chosen for files: ask for format=csv, jsonl or xlsx too.";
    pub(crate) no_such_column(known) = Malformed "invalid_parameter", "Invalid parameter":
        "Name columns once each, by commas, some of: {known}.";
    pub too_wide_for_a_sheet(most) = Malformed "invalid_parameter", "Invalid parameter":
        "A sheet has {most} columns at most, and this report has more: ask for CSV.";
    pub(crate) newer_version() = Unavailable "newer_version", "Newer version in charge":
        "A newer version of the program has taken this company over. Update this one.";
    pub(crate) command_id_taken() = Conflict "command_id_taken", "Command id taken":
        "This command id belongs to another user's command.";
    pub(crate) idempotency_conflict() = Conflict "idempotency_conflict", "Idempotency key used for another request":
        "This idempotency key was used for another request.";
    pub(crate) answer_erased() = Conflict "answer_erased", "Answer erased":
        "This was done before; its answer has been erased.";
    pub(crate) constraint() = Conflict "constraint", "Refused by the database":
        "The database refused this because it clashes with something that is already there.";
    pub(crate) deadline_exceeded() = Unavailable "deadline_exceeded", "Command not started in time":
        "The command waited too long and was not started. Try again.";
    pub(crate) database_busy() = Unavailable "database_busy", "Database busy":
        "The database was too busy. Nothing was done; try again in a moment.";
    pub(crate) no_answer(id) = Unavailable "outcome_unknown", "Outcome unknown":
        "The database did not answer. Whether this was done is not known; send it again with the id {id}.";
    pub outcome_unknown() = Unavailable "outcome_unknown", "Outcome unknown":
        "The writer stopped before it answered.";
    pub(crate) queue_full() = Unavailable "queue_full", "Queue full":
        "Too much is waiting for this company. Try again in a second.";
    pub(crate) cannot_be_tried() = Malformed "invalid_parameter", "Invalid parameter":
        "What this does cannot be tried: send it without dry_run.";
    pub(crate) not_sent(why) = Invalid "not_sent", "Not sent to another system": "{why}";
    pub(crate) other_system_unavailable(why) = Unavailable "other_system_unavailable", "Another system does not answer":
        "{why}";
    pub wrong_signature() = Unauthenticated "wrong_signature", "Wrong signature":
        "The signature is missing, or is not by the secret of this door.";
    pub stopping() = Unavailable "stopping", "Server stopping": "The server is stopping.";
}
