//! What the program refuses at its start and on the command line.

kernel::problems! {
    pub(crate) already_open() = Conflict "already_open", "Company already open": "This company is open already.";
    pub(crate) other_company(slug) = Conflict "duplicate", "Duplicate":
        "There is a company “{slug}” already, and it is another one.";
    pub(crate) no_company(slug) = NotFound "not_found", "Not found":
        "There is no company “{slug}”. Make it with: sanduk tenant create {slug} --name … --currency …";
    pub(crate) already_member(email, slug, role) = Conflict "already_member", "Already a member":
        "{email} is a member of {slug} already. Change the role with: sanduk user set-role {email} --tenant {slug} --role {role}";
    pub(crate) membership_ended(email, slug, role) = Conflict "membership_ended", "Membership ended":
        "The membership of {email} in {slug} has ended. Begin it anew with: sanduk user create {email} --tenant {slug} --role {role} \
         --password-stdin (the password stays as it is)";
    pub(crate) data_directory(directory, why) = Unavailable "data_directory", "Data directory unusable":
        "The data directory {directory}: {why}.";
    pub(crate) no_data(directory) = NotFound "no_data", "No data":
        "There are no data of Sanduk in {directory}. Name the right directory with --data-dir or SANDUK_DATA_DIR; \
         “sanduk serve” and “sanduk tenant create” make a new one.";
    pub(crate) no_data_in_database() = NotFound "no_data", "No data":
        "There are no data of Sanduk in the database that DATABASE_URL names. “sanduk serve” and “sanduk tenant create” begin there.";
    pub(crate) data_directory_in_use(directory) = Unavailable "data_directory_in_use", "Data directory in use":
        "Another sanduk is using this data directory: {directory}.";
    pub(crate) address(address, why) = Unavailable "start", "Cannot start":
        "Cannot listen on {address}: {why}. Name another address with --listen or SANDUK_LISTEN.";
    pub(crate) bucket(name, address, why) = Unavailable "start", "Cannot start":
        "The bucket {address} of {name} does not answer as it should: {why}. Check SANDUK_S3_ENDPOINT, SANDUK_S3_REGION, SANDUK_S3_KEY_ID and \
         SANDUK_S3_SECRET, and that the bucket exists: it is not made.";
    pub(crate) redis(name, why) = Invalid "start", "Cannot start": "{name} is no address of a Redis: {why}";
    pub(crate) worker_needs_server() = Invalid "usage", "Wrong usage":
        "On SQLite one process has the data, and “sanduk serve” does the jobs: a worker beside it needs PostgreSQL (DATABASE_URL).";
    pub(crate) job_not_done(name, why) = Conflict "job_not_done", "Job not done": "{name} was not done: {why}";
    pub(crate) output(why) = Unavailable "output", "Output not written": "Standard output: {why}.";
    pub(crate) argument(argument) = Malformed "usage", "Wrong usage": "An argument is not UTF-8 text: {argument}.";
    pub(crate) host_of_another(host, slug) = Invalid "reserved", "Reserved":
        "{host} is the host name of a company “{slug}”: below SANDUK_BASE_DOMAIN, every company has that of its slug.";
    pub(crate) base_domain(host) = Invalid "reserved", "Reserved":
        "{host} is SANDUK_BASE_DOMAIN: it names no company.";
    pub(crate) unknown_host(host) = Forbidden "unknown_company", "Unknown company":
        "There is no company at the host name {host}.";
    pub(crate) no_answering_server(why) = Unavailable "data_directory_in_use", "Data directory in use":
        "Another process is using the data directory, and it is not a server that answers: {why}.";
    pub(crate) control_socket(why) = Unavailable "control_socket", "Server not reachable":
        "The running server could not be asked: {why}.";
    pub(crate) command_failed(why) = Conflict "failed", "Command failed": "{why}";
    pub(crate) not_rotated(why) = Conflict "failed", "Command failed": "Not all keys could be encrypted anew:\n{why}";
    pub(crate) books_not_right(offender) = Conflict "verify_failed", "Books not right":
        "The books are not right: {offender}";
    pub(crate) public_demo(name, address) = Forbidden "demo_in_public", "Demo on a public address":
        "A demo has a published password: {name} must be a loopback address, not {address}.";
    pub(crate) start(what, why) = Unavailable "start", "Cannot start": "{what}: {why}.";
    pub(crate) usage(why) = Malformed "usage", "Wrong usage": "{why}";
    pub(crate) not_for_a_server() = Malformed "usage", "Wrong usage": "This command is not for a running server.";
    pub(crate) unknown_export(what, known) = Malformed "usage", "Wrong usage":
        "There is no export “{what}”. Known: {known}.";
    pub(crate) export_filter(text) = Malformed "usage", "Wrong usage": "--filter {text}: write it as FIELD=VALUE.";
    pub(crate) export_filter_twice(field) = Malformed "usage", "Wrong usage": "“{field}” is given twice.";
    pub(crate) rows_refused(rows, documents) = Invalid "rows_refused", "Rows refused":
        "{rows} rows of {documents} documents were not taken. Correct them and run the import again: what is in the books stays as it is.";
    pub(crate) unreadable_password(why) = Malformed "password", "Password not readable":
        "The password could not be read: {why}.";
    pub(crate) invalid_setting(name, value, must) = Malformed "invalid_setting", "Invalid setting":
        "{name} is “{value}”, but must be {must}.";
    pub(crate) invalid_database_url(name) = Malformed "invalid_setting", "Invalid setting":
        "{name} must begin with postgres:// or sqlite:, or be empty.";
    pub(crate) data_dir_unused(name) = Malformed "invalid_setting", "Invalid setting":
        "--data-dir is of no use here, because {name} says where the data are.";
    pub(crate) setting_not_text(name) = Malformed "invalid_setting", "Invalid setting": "{name} is not UTF-8 text.";
    pub(crate) invalid_log_filter(name, why) = Malformed "invalid_setting", "Invalid setting": "{name}: {why}";
    pub(crate) unknown_variable(name, nearest) = Malformed "invalid_setting", "Invalid setting":
        "There is no setting {name}. Did you mean {nearest}?";
    pub(crate) unreadable_file(path, why) = Malformed "invalid_setting", "Invalid setting": "{path} cannot be read: {why}.";
    pub(crate) invalid_file(path, why) = Malformed "invalid_setting", "Invalid setting": "{path}: {why}";
    pub(crate) unknown_key(path, key, known) = Malformed "invalid_setting", "Invalid setting":
        "{path}: there is no setting “{key}”. Known: {known}.";
    pub(crate) invalid_key(path, key) = Malformed "invalid_setting", "Invalid setting":
        "{path}: {key} must be a text or a number.";
}
