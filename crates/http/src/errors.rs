//! What HTTP itself refuses, before a command or a query is asked.

kernel::problems! {
    pub(crate) unknown_path() = NotFound "unknown_path", "Unknown address":
        "There is nothing at this address. See /api/docs/.";
    pub(crate) method_not_allowed() = WrongMethod "method_not_allowed", "Method not allowed":
        "This address does not know this method; see Allow.";
    pub(crate) malformed_request() = Malformed "malformed_request", "Malformed request":
        "This is not an HTTP/1.1 request: its first line or one of its headers cannot be read.";
    pub(crate) headers_too_large() = HeadersTooLarge "headers_too_large", "Headers too large":
        "Address and headers may have 32768 bytes and 100 headers at most.";
    pub(crate) too_many_connections() = Unavailable "too_many_connections", "Too many connections":
        "Too many connections are open here or from your address. Close some, or try again in a moment.";
    pub(crate) slow_body() = SlowRequest "slow_body", "Body too slow": "The body did not arrive in time.";
    pub(crate) body_too_large(bytes) = TooLarge "body_too_large", "Body too large":
        "A body may have {bytes} bytes at most.";
    pub(crate) cannot_parse() = Unavailable "overloaded", "Overloaded":
        "Large bodies cannot be parsed now. Try again in a moment.";
    pub(crate) broken_body() = Malformed "broken_body", "Body broken off": "The body ended early.";
    pub(crate) unsupported_media_type() = UnsupportedMedia "unsupported_media_type", "Unsupported media type":
        "Send the body as Content-Type: application/json, in UTF-8.";
    pub(crate) malformed_query(why) = Malformed "malformed_query", "Malformed query string": "{why}";
    pub(crate) query_not_text() = Malformed "malformed_query", "Malformed query string":
        "The query string is not UTF-8 text.";
    pub(crate) nul_in_query(name) = Malformed "malformed_query", "Malformed query string":
        "The parameter “{name}” holds a NUL character, which no text has.";
    pub(crate) repeated_parameter(name) = Malformed "malformed_query", "Malformed query string":
        "The parameter “{name}” comes twice.";
    pub(crate) malformed_path() = Malformed "malformed_path", "Malformed path": "The path is not UTF-8 text.";
    pub(crate) nul_in_path() = Malformed "malformed_path", "Malformed path":
        "The path holds a NUL character, which no id and no code has.";
    pub(crate) malformed_if_match() = Malformed "malformed_if_match", "Malformed If-Match":
        "If-Match must be one ETag as it was sent, for example \"3\".";
    pub(crate) malformed_idempotency_key() = Malformed "malformed_idempotency_key", "Malformed Idempotency-Key":
        "Idempotency-Key must be 1 to 255 visible ASCII characters.";
    pub(crate) unknown_topic(name) = NotFound "unknown_topic", "Unknown topic":
        "There is nothing called “{name}” to listen to. Topics are lists such as products, one row as products/ID, and notifications.";
    pub(crate) no_topics() = Malformed "invalid_parameter", "Invalid parameter":
        "topics names what to listen to, with commas between: topics=products,sales.";
    pub(crate) topic_in_path() = Malformed "invalid_parameter", "Invalid parameter":
        "topics: this address names its topic itself; /ws/?topics= takes several.";
    pub(crate) too_many_own_listeners(most) = TooMany "too_many_listeners", "Too many listeners":
        "You have {most} connections that listen already. Close some.";
    pub(crate) too_many_topics(most) = Malformed "invalid_parameter", "Invalid parameter":
        "topics: one connection listens to at most {most}.";
    pub(crate) bad_since() = Malformed "invalid_parameter", "Invalid parameter": "since is the number of a command, 0 or more.";
    pub(crate) too_many_listeners() = Unavailable "too_many_listeners", "Too many listeners":
        "Too many connections listen already. Close some, or try again in a moment.";
    pub(crate) no_socket() = Malformed "no_socket", "No WebSocket": "This address takes WebSockets only; /api/v1/live/ sends the same as events.";
    pub(crate) only_dry_run(name) = Malformed "unknown_parameter", "Unknown parameter":
        "There is no parameter “{name}” here. Known: dry_run.";
    pub(crate) only_version(name) = Malformed "unknown_parameter", "Unknown parameter":
        "There is no parameter “{name}” here. Known: v.";
    pub(crate) unknown_parameter(name, known) = Malformed "unknown_parameter", "Unknown parameter":
        "There is no parameter “{name}” here. Known: {known}.";
    pub(crate) invalid_link() = NotFound "invalid_link", "Link not valid":
        "This link has expired or was never given out. Ask for another one.";
    pub(crate) no_such_range(bytes) = NoSuchRange "no_such_range", "No such part":
        "The file has {bytes} bytes: the part that Range asks for begins behind them.";
    pub(crate) no_parameters() = Malformed "unknown_parameter", "Unknown parameter": "There are no parameters here.";
    pub(crate) invalid_dry_run() = Malformed "invalid_parameter", "Invalid parameter": "dry_run must be true or false.";
    pub(crate) too_many_commands(most) = Malformed "too_many", "Too many commands":
        "A list may have {most} commands at most.";
    pub(crate) one_thing_for_bulk() = Invalid "required", "Required": "say one of `set`, `delete: true` and `restore: true`";
    pub(crate) never_restored() = Invalid "not_restorable", "Cannot be restored":
        "what is deleted here cannot be brought back";
    pub(crate) deleted_has_no_version() = Invalid "invalid_value", "Invalid value": "is not known of deleted rows";
    pub(crate) too_long_for_bulk(bytes) = Invalid "too_long", "Too long": "may have {bytes} bytes at most";
    pub(crate) one_version_a_row() = Invalid "invalid_value", "Invalid value": "needs one version for each of `ids`";
    pub(crate) csv_wanted() = UnsupportedMedia "unsupported_media_type", "Unsupported media type":
        "Send the file as Content-Type: text/csv, or as the one of XLSX. Save other spreadsheets as CSV.";
    pub(crate) not_authenticated() = Unauthenticated "not_authenticated", "Not logged in":
        "Send Authorization: Bearer <access token>, or log in with a browser.";
    pub(crate) cross_site() = Forbidden "cross_site", "Request from another site":
        "The log-in of a browser counts only for pages of this server. Programs send Authorization: Bearer <access token>.";
    pub(crate) token_expired() = Unauthenticated "token_expired", "Access token expired":
        "The access token has expired. Refresh it.";
    pub(crate) invalid_token() = Unauthenticated "invalid_token", "Invalid access token":
        "The access token is not valid. Log in.";
    pub(crate) wrong_password() = Invalid "wrong_password", "Wrong password": "is not your password";
    pub(crate) session_ended() = Unauthenticated "session_ended", "Session ended":
        "This session has ended. Log in again.";
    pub(crate) invalid_reset_token() = Invalid "invalid_reset_token", "Reset token not valid":
        "has been used already, has expired, or never existed. Ask for another.";
    pub(crate) login_locked() = TooMany "login_locked", "Too many failed tries":
        "After failed tries from your network only two more are made in a second. Try again in a second.";
    pub(crate) login_busy() = TooMany "login_busy", "Too many log-ins":
        "Too many log-ins are waiting for their turn. Try again in a second.";
    pub(crate) too_many_requests(most, class) = TooMany "too_many_requests", "Too many requests":
        "One user may send {most} {class} in a minute. Wait as many seconds as Retry-After says.";
    pub(crate) tenant_mismatch() = Forbidden "tenant_mismatch", "Different companies named":
        "Token, host name and X-Tenant do not name the same company.";
    pub(crate) timeout() = Unavailable "timeout", "Request took too long":
        "This took too long. What was asked may still be done; send it again under the same key to see.";
    pub(crate) database_unavailable() = Unavailable "database_unavailable", "Database unavailable":
        "The database does not answer.";
}
