//! What identity refuses.

kernel::problems! {
    pub(crate) invalid_slug() = Invalid "invalid_value", "Invalid value":
        "must be small letters, digits and hyphens, begin with a letter, and have at most 63 characters";
    pub(crate) invalid_time_zone() = Invalid "invalid_value", "Invalid value":
        "is not an IANA time zone such as Europe/London";
    pub(crate) currency_ended(currency, day) = Invalid "currency_ended", "Currency ended":
        "{currency} ended on {day}: begin the books in the currency that replaced it.";
    pub(crate) invalid_user() = Invalid "invalid_value", "Invalid value": "is not a user's id";
    pub(crate) invalid_name() = Invalid "invalid_value", "Invalid value": "must have 1 to 255 characters";
    pub(crate) invalid_email() = Invalid "invalid_value", "Invalid value": "is not an e-mail address";
    pub(crate) reserved_slug(slug) = Invalid "reserved", "Reserved":
        "“{slug}” is usual for hosts of other purposes, whose requests the company would take. Choose another name.";
    pub(crate) invalid_host() = Invalid "invalid_value", "Invalid value":
        "is not a host name such as shop.example.com, without a port";
    pub(crate) invalid_role_code() = Invalid "invalid_value", "Invalid value":
        "must be small letters, digits, hyphens and underscores, begin with a letter, and have at most 63 characters";
    pub(crate) password_length() = Invalid "invalid_value", "Invalid value":
        "must have at least 8 characters and at most 1024";
    pub(crate) uniform_password() = Invalid "invalid_value", "Invalid value":
        "must have at least 4 different characters beside blanks";
    pub(crate) common_password() = Invalid "invalid_value", "Invalid value":
        "is one of the first that others would guess. Choose another, for example several unrelated words.";
    pub(crate) unknown_reset_token() = Unauthenticated "unknown_reset_token", "Reset token not known":
        "The token has been used already, has expired, or never existed. Ask for another.";
    pub(crate) not_this_users() = Invalid "invalid_value", "Invalid value": "is not the e-mail address of this user";
    pub(crate) user_deactivated(email) = Conflict "user_deactivated", "User deactivated":
        "{email} may not log in any more. The operator of the server can change that: sanduk user activate {email}";
    pub(crate) member_elsewhere() = Conflict "member_elsewhere", "Member of another company":
        "This user belongs, or has belonged, to another company too. Only they themselves, or the operator of the server, can \
         reset their password.";
    pub(crate) last_owner(email) = Conflict "last_owner", "Last owner":
        "{email} is the only owner of this company. Make another member an owner first.";
    pub(crate) beyond_own_permissions(role, permission) = Forbidden "beyond_own_permissions", "Beyond your own permissions":
        "The role “{role}” has the permission {permission}, which you do not have for every row. Ask an owner.";
    pub(crate) not_own_permission(permission) = Forbidden "beyond_own_permissions", "Beyond your own permissions":
        "You do not have the permission {permission} for every row yourself. Ask an owner.";
    pub(crate) unknown_permission(permission) = Invalid "not_found", "Not found":
        "There is no permission “{permission}”. GET /api/v1/permissions/ lists them.";
    pub(crate) unknown_scope(permission, scopes) = Invalid "scope_not_supported", "Scope not supported":
        "The permission {permission} cannot be limited like this. Its scopes are: {scopes}.";
    pub(crate) repeated_permission() = Invalid "duplicate", "Duplicate": "is there twice";
    pub(crate) owner_has_everything() = Conflict "fixed_role", "Fixed role":
        "The role “owner” has every permission and keeps it.";
    pub(crate) seeded_role(role) = Conflict "fixed_role", "Fixed role":
        "The role “{role}” belongs to every company and cannot be deleted.";
    pub(crate) role_in_use(role, email) = Conflict "in_use", "Still in use":
        "The role “{role}” is, or was, that of {email}. Give that member another role first; where the membership has ended, name \
         is_active: false beside it.";
    pub(crate) already_member(email, role) = Conflict "already_member", "Already a member":
        "{email} is a member already, as {role}. To change that, PATCH /api/v1/members/ID/.";
    pub(crate) member_ended(email) = Conflict "membership_ended", "Membership ended":
        "The membership of {email} has ended. Name is_active: true to begin it anew, or false to change what is kept of it.";
    pub(crate) stopping() = Unavailable "stopping", "Server stopping": "The server is stopping.";
    pub(crate) invalid_credentials() = Unauthenticated "invalid_credentials", "Wrong e-mail address or password":
        "E-mail address and password do not match.";
    pub(crate) tenant_required(slugs) = Invalid "required", "Required":
        "You belong to several companies: name one of {slugs}.";
    pub(crate) membership_ended() = Forbidden "not_a_member", "Not a member":
        "Your membership in this company has ended. An owner can begin it anew.";
    pub(crate) not_a_member() = Forbidden "not_a_member", "Not a member": "You do not belong to this company.";
    pub(crate) session_ended() = Unauthenticated "invalid_refresh_token", "Session ended":
        "This session has ended. Log in again.";
}
