//! The commands of the program as typed on a command line, without and with a running server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use store::Location;
use testkit::Database;

struct Program {
    directory: PathBuf,
    database: Database,
}

impl Program {
    fn new(database: Database) -> Program {
        let directory = match &database.place {
            Location::Directory(directory) => directory.clone(),
            Location::Postgres(_) => std::env::temp_dir(),
        };
        Program { directory, database }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sanduk"));
        command
            .args(arguments)
            .current_dir(&self.directory)
            .env_remove("SANDUK_CONFIG")
            .env("SANDUK_LISTEN", "127.0.0.1:0");
        match &self.database.place {
            Location::Directory(directory) => command.env("SANDUK_DATA_DIR", directory).env_remove("DATABASE_URL"),
            Location::Postgres(url) => command.env("DATABASE_URL", url),
        };
        command
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn succeeds(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs the program, which must fail, and returns its error message of one line.
    fn fails(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        assert!(!output.status.success(), "{arguments:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.lines().count(), 1, "{message}");
        message
    }

    /// Creates a company and its owner, checks the refusals on the way, and verifies the result.
    fn create_company(&self, slug: &str) {
        self.succeeds(&["tenant", "create", slug, "--name", "Acme", "--currency", "GBP"], "");
        let again = self.succeeds(&["tenant", "create", slug, "--name", "Acme", "--currency", "GBP"], "");
        assert!(again.contains("already"), "{again}");
        let other = self.fails(&["tenant", "create", slug, "--name", "Other", "--currency", "GBP"], "");
        assert!(other.contains("another one"), "{other}");
        // A company that cannot be opened is not registered either.
        let ended = self.fails(&["tenant", "create", "balkan", "--name", "Balkan", "--currency", "BGN"], "");
        assert!(ended.contains("ended"), "{ended}");
        assert!(!self.succeeds(&["tenant", "list"], "").contains("balkan"));
        let email = format!("owner@{slug}.test");
        let user = ["user", "create", "--tenant", slug, "--email", &email, "--role", "owner", "--password-stdin"];
        assert!(self.fails(&user, "short\n").contains("8 characters"));
        self.succeeds(&user, "correct horse\n");
        let verified = self.succeeds(&["verify", "--tenant", slug], "");
        let hash = verified.lines().last().unwrap().split(' ').nth(1).unwrap();
        assert!(self.succeeds(&["verify", "--tenant", slug, "--since", hash], "").contains("still holds"));
        let truncated = self.fails(&["verify", "--tenant", slug, "--since", &"ab".repeat(32)], "");
        assert!(truncated.contains("lost its end"), "{truncated}");
        assert!(self.succeeds(&["migrate"], "").contains(&format!("{slug}: up to date")));
    }
}

/// A running server that is killed when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a server; what it prints behind its first line.
fn start(mut command: Command) -> (Server, BufReader<ChildStdout>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let address = line.split("serving on http://").nth(1).and_then(|rest| rest.split('/').next());
    let address = address.filter(|address| address.starts_with("127.0.0.1:")).unwrap_or_else(|| panic!("{line}"));
    (Server { child, address: address.to_owned() }, stdout)
}

fn serve(program: &Program) -> Server {
    start(program.command(&["serve"])).0
}

/// Clients that send half a request, or do not read their answer, do not keep the server from ending; a second signal ends it
/// at once.
#[test]
fn server_ends_whatever_its_clients_do() {
    let program = Program::new(Database::sqlite());
    for signals in [1, 2] {
        let mut server = serve(&program);
        let clients = [
            "GET /health/li",
            "POST /api/v1/auth/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
            &"GET /api/redoc/redoc.standalone.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20),
        ];
        let open: Vec<TcpStream> = clients
            .map(|sent| {
                let mut client = TcpStream::connect(&server.address).unwrap();
                client.write_all(sent.as_bytes()).unwrap();
                client
            })
            .into();
        // Answered, so that all clients before it have been accepted.
        let mut client = TcpStream::connect(&server.address).unwrap();
        client.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        assert!(client.read(&mut [0; 9]).unwrap() > 0);
        server.terminate();
        if signals == 2 {
            while TcpStream::connect(&server.address).is_ok() {}
            server.terminate();
        }
        let status = server.child.wait().unwrap();
        assert_eq!(status.code(), Some(signals - 1), "after {signals} signals");
        drop(open);
    }
}

#[test]
fn companies_and_users_are_created_with_and_without_running_server() {
    for database in testkit::databases() {
        let program = Program::new(database);
        program.create_company("alone");
        assert!(program.fails(&["verify", "--tenant", "nobody"], "").contains("There is no company “nobody”"));
        let server = serve(&program);
        program.create_company("beside");
        assert!(
            program.fails(&["tenant", "create", "Bad Slug", "--name", "x", "--currency", "GBP"], "").contains("slug")
        );
        assert!(program.fails(&["tenant", "create", "x", "--name", "x", "--currency", "XXX"], "").contains("XXX"));
        assert_eq!(program.succeeds(&["tenant", "list"], "").lines().count(), 2);
        if matches!(program.database.place, Location::Directory(_)) {
            assert!(program.fails(&["serve"], "").contains("Another sanduk"));
        }
        drop(server);
        // The lock of the killed server is released, and its leftover socket does not prevent other commands.
        assert_eq!(program.succeeds(&["tenant", "list"], "").lines().count(), 2);
    }
}

#[test]
fn import_runs_in_the_server_process() {
    let program = Program::new(Database::sqlite());
    program.create_company("acme");
    let file = program.directory.join("sales.csv");
    let rows = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
                1,A1,Lamp,2,2010-12-01T08:26:00,2.50,17850,United Kingdom\n\
                2,A1,Lamp,1,2010-12-02T08:26:00,2.50,,United Kingdom\n";
    std::fs::write(&file, rows).unwrap();
    let _server = serve(&program);
    // The path is relative to the working directory of the command, not of the server.
    let imported = program.succeeds(&["import", "sales", "sales.csv", "--tenant", "acme"], "");
    assert!(imported.contains("2 recorded, 0 before") && imported.contains("income 7.50 GBP"), "{imported}");
    let again = program.succeeds(&["import", "sales", "sales.csv", "--tenant", "acme"], "");
    assert!(again.contains("0 recorded, 2 before"), "{again}");
    std::fs::write(&file, rows.replace("Quantity", "Count").replace("\n1,", "\n3,")).unwrap();
    let import = ["import", "sales", "sales.csv", "--tenant", "acme", "--preset", "online-retail"];
    assert!(program.fails(&import, "").contains("Name it with --map"));
    let mapped = [import.as_slice(), &["--map", "quantity=Count"]].concat();
    assert!(program.succeeds(&mapped, "").contains("1 recorded, 1 before"));
    program.succeeds(&["verify", "--tenant", "acme"], "");
}

#[test]
fn demo_listens_only_on_loopback_address() {
    let program = Program::new(Database::sqlite());
    let mut command = program.command(&["serve", "--demo"]);
    let output = command.env("SANDUK_LISTEN", "0.0.0.0:0").output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("loopback"));
    let command = program.command(&["serve", "--demo"]);
    let (server, mut stdout) = start(command);
    let mut lines = String::new();
    while !lines.contains("password") {
        assert_ne!(stdout.read_line(&mut lines).unwrap(), 0, "{lines}");
    }
    assert!(lines.contains("owner@demo.test") && lines.contains("DEMO"), "{lines}");
    assert!(program.succeeds(&["verify", "--tenant", "demo"], "").contains("ok"));
    drop(server);
    lines.clear();
    drop(stdout.read_to_string(&mut lines));
}

#[test]
fn openapi_and_settings_need_no_database() {
    let program = Program::new(Database::sqlite());
    let openapi: serde_json::Value = serde_json::from_str(&program.succeeds(&["openapi"], "")).unwrap();
    assert_eq!(openapi["openapi"], "3.1.0");
    let mut command = program.command(&["settings"]);
    let output = command.env("DATABASE_URL", "postgres://me:s3cret@db/x").output().unwrap();
    let settings = String::from_utf8(output.stdout).unwrap();
    assert!(settings.contains("postgres://me:***@db/x") && !settings.contains("s3cret"), "{settings}");
    assert!(settings.contains("SANDUK_LISTEN=127.0.0.1:0  (environment)"), "{settings}");
    std::fs::write(program.directory.join("sanduk.toml"), "writers = 3\nlog = \"warn\"\n").unwrap();
    assert!(program.succeeds(&["settings"], "").contains("SANDUK_WRITERS=3  (sanduk.toml)"));
    std::fs::write(program.directory.join("sanduk.toml"), "writer = 3\n").unwrap();
    assert!(program.fails(&["settings"], "").contains("Known: database_url"));
}

#[test]
fn data_directory_is_made_only_by_serve_and_tenant_create() {
    let program = Program::new(Database::sqlite());
    let (new, file) = (program.directory.join("new"), program.directory.join("a file"));
    std::fs::write(&file, "").unwrap();
    let commands: [&[&str]; 6] = [
        &["tenant", "list"],
        &["user", "list"],
        &["migrate"],
        &["verify", "--tenant", "acme"],
        &["import", "sales", "x.csv", "--tenant", "acme"],
        &["user", "deactivate", "jo@acme.test"],
    ];
    for command in commands {
        let told = program.fails(&[command, &["--data-dir", "new"]].concat(), "");
        assert!(told.contains("no data of Sanduk in new") && told.contains("--data-dir"), "{told}");
        assert!(!new.exists());
        assert!(program.fails(command, "").contains("no data of Sanduk"), "{command:?}");
        assert!(program.fails(&[command, &["--data-dir", "a file"]].concat(), "").contains("not a directory"));
    }
    assert!(!program.directory.join("sanduk.lock").exists());
    let create = ["tenant", "create", "acme", "--name", "Acme", "--currency", "GBP", "--data-dir", "new"];
    program.succeeds(&create, "");
    assert!(program.succeeds(&["--data-dir", "new", "tenant", "list"], "").starts_with("acme"));
    let mut postgres = program.command(&["tenant", "list", "--data-dir", "new"]);
    let told = postgres.env("DATABASE_URL", "postgres://nowhere.test/x").output().unwrap().stderr;
    assert!(String::from_utf8(told).unwrap().contains("--data-dir is of no use"));
}

#[test]
fn refused_command_leaves_nothing_behind() {
    let program = Program::new(Database::sqlite());
    let new = program.directory.join("new");
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let in_new = |arguments: &[&str]| program.fails(&[arguments, &["--data-dir", "new"]].concat(), "");
    let create = |slug: &str, currency: &str, more: &[&str]| {
        in_new(&[&["tenant", "create", slug, "--name", "Acme", "--currency", currency], more].concat())
    };
    for (told, cause) in [
        (in_new(&["serve", "--demo", "--listen", &address]), "Cannot listen on"),
        (create("Bad Slug", "GBP", &[]), "slug"),
        (create("acme", "XXX", &[]), "XXX"),
        (create("acme", "BGN", &[]), "ended"),
        (create("acme", "GBP", &["--timezone", "Mars"]), "time zone"),
        (create("acme", "GBP", &["--host", "a b"]), "host"),
    ] {
        assert!(told.contains(cause), "{told}");
        assert!(!new.exists(), "{told}");
    }
    // A database that was named by mistake stays as it was.
    if let Some(database) = Database::postgres() {
        let Location::Postgres(url) = database.place.clone() else { unreachable!() };
        let program = Program::new(database);
        for command in [&["tenant", "list"][..], &["user", "list"], &["migrate"], &["verify", "--tenant", "acme"]] {
            assert!(program.fails(command, "").contains("no data of Sanduk in the database"), "{command:?}");
        }
        assert!(!Location::Postgres(url).has_data().unwrap());
    }
}

#[test]
fn wrong_usage_is_told_by_the_exit_code_before_anything_is_opened() {
    let program = Program::new(Database::sqlite());
    for usage in [
        &["tenant", "creat"][..],
        &["verify", "--tenant", "acme", "--since", "abc"],
        &["import", "sales", "x.csv", "--tenant", "acme", "--map", "quantity"],
        &["user", "remove", "--tenant", "acme"],
        &["user", "remove", "jo@acme.test", "--email", "jo@acme.test", "--tenant", "acme"],
    ] {
        let output = program.run(usage, "");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{usage:?}");
    }
}

#[test]
fn lost_reader_is_no_error_and_full_disk_is() {
    let program = Program::new(Database::sqlite());
    program.succeeds(&["tenant", "create", "acme", "--name", "Acme", "--currency", "GBP"], "");
    let into = |arguments: &[&str], output: Stdio| {
        let mut command = program.command(arguments);
        let done =
            command.stdin(Stdio::null()).stdout(output).stderr(Stdio::piped()).spawn().unwrap().wait_with_output();
        let done = done.unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let commands: [&[&str]; 8] = [
        &["openapi"],
        &["settings"],
        &["tables"],
        &["help"],
        &["tenant", "--help"],
        &["tenant", "list"],
        &["migrate"],
        &["verify", "--tenant", "acme"],
    ];
    for command in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(into(command, writer.into()), (Some(0), String::new()), "{command:?}");
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (code, told) = into(command, full.into());
        assert!(code == Some(1) && told.starts_with("sanduk: Standard output: "), "{command:?}: {told}");
    }
    assert_eq!(program.run(&["tenant", "creat"], "").status.code(), Some(2));
    // What the command refuses is told before what became of its output.
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    assert!(into(&["verify", "--tenant", "nobody"], full.into()).1.contains("no company"));
}

#[test]
fn wrong_setting_is_named_where_it_was_set() {
    let program = Program::new(Database::sqlite());
    let file = program.directory.join("sanduk.toml");
    let told = |text: &str, variable: Option<(&str, &str)>, arguments: &[&str]| {
        std::fs::write(&file, text).unwrap();
        let mut command = program.command(arguments);
        command.env_remove("SANDUK_LISTEN").env_remove("DATABASE_URL");
        variable.map(|(name, value)| command.env(name, value));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{text} {variable:?} {arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (text, key) in [
        ("listen = \"8000\"", "listen"),
        ("writers = 0", "writers"),
        ("log_format = \"xml\"", "log_format"),
        ("database_url = \"mysql://h/d\"", "database_url"),
        ("base_domain = \"nowhere\"", "base_domain"),
        ("read_seconds = true", "read_seconds"),
    ] {
        let told = told(text, None, &["settings"]);
        assert!(told.starts_with(&format!("sanduk: sanduk.toml: {key}")) && !told.contains("SANDUK_"), "{told}");
    }
    assert!(told("", Some(("SANDUK_WRITERS", "many")), &["settings"]).starts_with("sanduk: SANDUK_WRITERS is “many”"));
    let flag = told("", Some(("SANDUK_LISTEN", "127.0.0.1:1")), &["serve", "--listen", "8000"]);
    assert!(flag.starts_with("sanduk: --listen is “8000”"), "{flag}");
    std::fs::write(&file, "").unwrap();
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let taken = program.fails(&["serve", "--listen", &address], "");
    assert!(taken.contains(&format!("Cannot listen on {address}")) && taken.contains("--listen"), "{taken}");
}

#[test]
fn users_are_looked_after_on_the_command_line() {
    for database in testkit::databases() {
        let program = Program::new(database);
        program.create_company("acme");
        let add =
            ["user", "create", "--tenant", "acme", "--email", "Jo@acme.test", "--role", "clerk", "--password-stdin"];
        assert!(program.fails(&add, &" ".repeat(12)).contains("different characters"));
        program.succeeds(&add, "a long pass phrase");
        // Every command takes the address in either form.
        let ann = ["user", "create", "ANN@acme.test", "--tenant", "acme", "--role", "clerk", "--password-stdin"];
        assert!(program.succeeds(&ann, "a long pass phrase").contains("ann@acme.test is clerk of acme"));
        let by_name: [&[&str]; 5] = [
            &["deactivate"],
            &["activate"],
            &["reset-password"],
            &["set-role", "--tenant", "acme", "--role", "auditor"],
            &["remove", "--tenant", "acme"],
        ];
        for verb in by_name {
            program.succeeds(&[&["user"], verb, &["--email", "Ann@acme.test"]].concat(), "");
        }
        let _server = serve(&program);
        assert!(program.fails(&["user", "deactivate", "owner@acme.test"], "").contains("only owner"));
        assert!(program.fails(&["user", "remove", "owner@acme.test", "--tenant", "acme"], "").contains("only owner"));
        // The membership of Ann has ended: another role would be of no use.
        let again = ["user", "set-role", "ann@acme.test", "--tenant", "acme", "--role", "clerk"];
        let told = program.fails(&again, "");
        assert!(
            told.contains("has ended") && told.contains("sanduk user create ann@acme.test --tenant acme"),
            "{told}"
        );
        program.succeeds(&ann, "a long pass phrase");
        program.succeeds(&again, "");
        let other = ["user", "create", "ann@acme.test", "--tenant", "acme", "--role", "auditor", "--password-stdin"];
        let told = program.fails(&other, "a long pass phrase");
        assert!(told.contains("sanduk user set-role ann@acme.test --tenant acme --role auditor"), "{told}");
        assert!(!told.contains("/api/"), "{told}");
        let set_role = ["user", "set-role", "jo@acme.test", "--tenant", "acme", "--role"];
        assert!(program.fails(&[&set_role[..], &["king"]].concat(), "").contains("no role “king”"));
        program.succeeds(&[&set_role[..], &["owner"]].concat(), "");
        program.succeeds(&["user", "remove", "OWNER@acme.test", "--tenant", "acme"], "");
        let members = program.succeeds(&["user", "list", "--tenant", "acme"], "");
        assert!(members.contains("jo@acme.test\tjo@acme.test\towner\tactive"), "{members}");
        assert!(members.contains("owner@acme.test\towner@acme.test\towner\tinactive"), "{members}");
        let users = program.succeeds(&["user", "list"], "");
        assert!(users.contains("jo@acme.test\tjo@acme.test\tactive\towner of acme\n"), "{users}");
        assert!(program.succeeds(&["user", "reset-password", "jo@acme.test"], "").lines().any(|line| line.len() == 64));
        let set = ["user", "reset-password", "jo@acme.test", "--password-stdin"];
        assert!(program.fails(&set, "password1").contains("guess"));
        program.succeeds(&set, "another long phrase");
        assert!(program.fails(&["user", "reset-password", "nobody@acme.test"], "").contains("no user"));
        program.succeeds(&["verify", "--tenant", "acme"], "");
    }
}

#[test]
fn commands_at_the_same_time_wait_for_one_another() {
    let program = Program::new(Database::sqlite());
    let create = |slug: &str| {
        let mut command = program.command(&["tenant", "create", slug, "--name", slug, "--currency", "GBP"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    for child in ["north", "south"].map(create) {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(program.succeeds(&["tenant", "list"], "").lines().count(), 2);
}
