//! The settings, from the environment or a file. They are read once, here.

use crate::errors;
use ::settings::InstallationKeys;
use files::BucketSettings;
use http_api::RatesPerMinute;
use kernel::Result;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::Location;
use zeroize::Zeroizing;

/// One thing that can be set.
pub struct Setting {
    /// Its name in the environment; in the file the same in small letters without `SANDUK_`.
    pub name: &'static str,
    /// Its value where it is not set.
    pub default: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
}

/// Everything that can be set.
pub const ALL: &[Setting] = &[
    Setting {
        name: "DATABASE_URL",
        default: "",
        meaning: "postgres://user:password@host/database, or sqlite:DIRECTORY; empty is SQLite in the data directory. \
                  With ?sslmode=require it is TLS, &sslrootcert=FILE names the authority where this machine does not know it",
    },
    Setting { name: "SANDUK_DATA_DIR", default: "./sanduk-data", meaning: "where files lie: the SQLite databases" },
    Setting {
        name: "SANDUK_FILES_DIR",
        default: "",
        meaning: "where attached files lie; empty is the directory files in the data directory. Servers that share a database share it, too",
    },
    Setting {
        name: "SANDUK_FILES",
        default: "",
        meaning: "s3://BUCKET or s3://BUCKET/PREFIX: attached files lie in this bucket, and in SANDUK_FILES_DIR only while they come in. \
                  Let the bucket remove uploads of parts that were not completed within a day",
    },
    Setting {
        name: "SANDUK_S3_ENDPOINT",
        default: "",
        meaning: "the server of the bucket, for example https://s3.example:9000; empty is Amazon's",
    },
    Setting { name: "SANDUK_S3_REGION", default: "us-east-1", meaning: "the region of the bucket" },
    Setting { name: "SANDUK_S3_KEY_ID", default: "", meaning: "the id of the access key to the bucket" },
    Setting { name: SECRET, default: "", meaning: "the secret of the access key to the bucket" },
    Setting { name: "SANDUK_FILE_MB", default: "25", meaning: "how large an attached file may be, in MiB" },
    Setting {
        name: "SANDUK_IMPORT_MB",
        default: "20",
        meaning: "how large an imported file may be, in MiB; two may be in memory at once",
    },
    Setting { name: "SANDUK_LISTEN", default: "127.0.0.1:8000", meaning: "address and port to serve on" },
    Setting {
        name: "SANDUK_LOG",
        default: "warn,sanduk=info",
        meaning: "what is logged, for example info or warn,sanduk::request=info",
    },
    Setting { name: "SANDUK_LOG_FORMAT", default: "text", meaning: "text or json" },
    Setting {
        name: "SANDUK_WRITERS",
        default: "2",
        meaning: "threads that write for companies; a company always has the same one. More of them keep a company from waiting for an \
                  import of another one, and each keeps some 20 MB",
    },
    Setting {
        name: "SANDUK_READ_SECONDS",
        default: "30",
        meaning: "how long a report, a list or a query of a command may take to read; what takes longer is refused",
    },
    Setting {
        name: "SANDUK_LEASE_SECONDS",
        default: "30",
        meaning: "on PostgreSQL, how long after the death of a process its jobs are given to another one",
    },
    Setting {
        name: REDIS,
        default: "",
        meaning: "redis://HOST:PORT/, or redis://user:password@HOST:PORT/: servers that share a database tell one another through it what they commit, and count \
                  together how often somebody logs in or asks. Without it, or while it does not answer, they hear by PostgreSQL, and each counts for itself",
    },
    Setting {
        name: "SANDUK_MEMORY_MB",
        default: "512",
        meaning: "how much memory, in MiB, may hold rows and pages of companies between their requests; those of companies that were \
                  used least recently are dropped first",
    },
    Setting {
        name: "SANDUK_BASE_DOMAIN",
        default: "",
        meaning: "for example shop.example: then acme.shop.example is the company acme, a host name below it that names no \
                  company is refused, and every other host name names none. Empty: the first label of any host name may name one",
    },
    Setting {
        name: "SANDUK_CONNECTIONS_PER_ADDRESS",
        default: "",
        meaning: "how many connections one address may have at once; empty is half of all that the limit of open files allows",
    },
    Setting {
        name: "SANDUK_READS_PER_MINUTE",
        default: "30000",
        meaning: "how many lists, rows and other queries one user may ask for in a minute; 0 is no limit",
    },
    Setting {
        name: "SANDUK_COMMANDS_PER_MINUTE",
        default: "30000",
        meaning: "how many commands one user may send in a minute; 0 is no limit",
    },
    Setting {
        name: "SANDUK_REPORTS_PER_MINUTE",
        default: "1200",
        meaning: "how many reports and exports one user may ask for in a minute; 0 is no limit",
    },
    Setting {
        name: "SANDUK_TRUSTED_PROXIES",
        default: "",
        meaning: "addresses of reverse proxies, separated by commas, whose X-Forwarded-For is believed",
    },
    Setting {
        name: SECRET_KEY,
        default: "",
        meaning: "the key by which secrets of companies are kept: 32 random bytes in base64, for example of “openssl rand -base64 32”. \
                  To change it: the new key, a comma, the old one; then “sanduk secrets rotate”; then the new key alone. Keep a copy: \
                  without it no secret can be read. Empty: secrets are refused",
    },
];

/// The Redis, whose address may hold a password.
const REDIS: &str = "SANDUK_REDIS";
/// A setting whose value is not shown.
const SECRET: &str = "SANDUK_S3_SECRET";
/// The setting that is a secret itself.
const SECRET_KEY: &str = "SANDUK_SECRET_KEY";
/// What the names of the program's variables begin with.
const PREFIX: &str = "SANDUK_";
/// Names the file whose settings apply where the environment has none.
const CONFIG: &str = "SANDUK_CONFIG";
const CONFIG_DEFAULT: &str = "sanduk.toml";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Default,
    Environment,
    File(String),
    Flag(&'static str),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Source::Default => "default",
            Source::Environment => "environment",
            Source::File(path) => path,
            Source::Flag(flag) => flag,
        })
    }
}

/// The settings that a command line says, which count more than environment and file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--data-dir`.
    pub data_dir: Option<String>,
    /// `--listen`.
    pub listen: Option<String>,
}

impl Overrides {
    fn of(&self, name: &str) -> Option<(String, Source)> {
        let (value, flag) = match name {
            "SANDUK_DATA_DIR" => (&self.data_dir, "--data-dir"),
            "SANDUK_LISTEN" => (&self.listen, "--listen"),
            _ => return None,
        };
        value.clone().map(|value| (value, Source::Flag(flag)))
    }
}

/// The settings.
#[derive(Clone, Debug)]
pub struct Settings {
    values: BTreeMap<&'static str, (String, Source)>,
    /// The place of the data.
    pub location: Location,
    /// Where attached files lie, or come in where there is a bucket.
    pub files: PathBuf,
    /// The bucket in which they lie, if they do.
    pub bucket: Option<BucketSettings>,
    /// The most bytes of an attached file.
    pub file_bytes: u64,
    /// The most bytes of an imported file.
    pub import_bytes: usize,
    /// The address to serve on.
    pub listen: SocketAddr,
    /// The log filter.
    pub log: String,
    /// Whether the log is JSON.
    pub log_json: bool,
    /// Threads that write.
    pub writers: usize,
    /// How long a report or a list may take to read.
    pub read_time: Duration,
    /// How long after the death of a process its jobs are given to another one.
    pub lease: Duration,
    /// The Redis that servers share, if there is one.
    pub redis: Option<String>,
    /// How much memory companies may take between their requests, in bytes.
    pub memory: usize,
    /// The domain below which every host name is the slug of a company.
    pub base_domain: Option<String>,
    /// Connections at once from one address, where that is set.
    pub connections_per_address: Option<usize>,
    /// How many requests one user may send.
    pub rates: RatesPerMinute,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The keys of secrets.
    pub secret_keys: InstallationKeys,
}

/// A variable of the environment; one that is empty counts as not set.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn environment(name: &str) -> Result<Option<String>> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty());
    value.map(|value| value.into_string().map_err(|_| errors::setting_not_text(name))).transpose()
}

/// The variables of the environment that begin like the program's own.
#[expect(clippy::disallowed_methods, reason = "the one place where the environment is read")]
fn own_variables() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(|name| name.starts_with(PREFIX))
}

/// Refuses a variable that is no setting: a mistyped name would silently leave the default in force.
fn check_known(mut variables: impl Iterator<Item = String>) -> Result<()> {
    let known = || ALL.iter().map(|setting| setting.name).chain([CONFIG]);
    let unknown = variables.find(|variable| !known().any(|name| name == variable));
    unknown.map_or(Ok(()), |variable| {
        let nearest = known().min_by_key(|name| distance(name, &variable)).unwrap_or_default();
        Err(errors::unknown_variable(variable, nearest))
    })
}

/// How many letters must be inserted, deleted or replaced to make `to` of `from` (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (n, letter) in from.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], n + 1);
        for (m, other) in to.bytes().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[m + 1];
            row[m + 1] = replaced.min(row[m] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

impl Settings {
    /// Reads command line, environment and file: the first that has a value counts.
    pub fn load(overrides: Overrides) -> Result<Settings> {
        check_known(own_variables())?;
        let mut file = file()?;
        let mut values = BTreeMap::new();
        for setting in ALL {
            let from_environment = environment(setting.name)?.map(|value| (value, Source::Environment));
            let from_file = file.remove(&file_key(setting.name)).map(|(value, path)| (value, Source::File(path)));
            let given = overrides.of(setting.name).or(from_environment).or(from_file);
            values.insert(setting.name, given.unwrap_or((setting.default.to_owned(), Source::Default)));
        }
        Settings::parse(values)
    }

    fn parse(mut values: BTreeMap<&'static str, (String, Source)>) -> Result<Settings> {
        let secret_keys = secret_keys(&mut values)?;
        let value = |name: &str| values.get(name).map_or("", |(value, _)| value.as_str());
        let wrong = |name: &str, must: &str| errors::invalid_setting(name_in(&values, name), value(name), must);
        let location = location(&values)?;
        let listen = value("SANDUK_LISTEN").parse();
        let listen = listen.map_err(|_| wrong("SANDUK_LISTEN", "an address and a port, for example 127.0.0.1:8000"))?;
        let log_json = match value("SANDUK_LOG_FORMAT") {
            "text" => false,
            "json" => true,
            _ => return Err(wrong("SANDUK_LOG_FORMAT", "text or json")),
        };
        let writers = value("SANDUK_WRITERS").parse().ok().filter(|writers| (1..=64).contains(writers));
        let writers = writers.ok_or_else(|| wrong("SANDUK_WRITERS", "a number from 1 to 64"))?;
        let seconds = value("SANDUK_READ_SECONDS").parse().ok().filter(|seconds| (1..=3600).contains(seconds));
        let seconds = seconds.ok_or_else(|| wrong("SANDUK_READ_SECONDS", "a number from 1 to 3600"))?;
        let lease = value("SANDUK_LEASE_SECONDS").parse().ok().filter(|seconds| (1..=3600).contains(seconds));
        let lease =
            lease.map(Duration::from_secs).ok_or_else(|| wrong("SANDUK_LEASE_SECONDS", "a number from 1 to 3600"))?;
        let memory = value("SANDUK_MEMORY_MB").parse().ok().filter(|mib| (16..=1_048_576).contains(mib));
        let memory: usize = memory.ok_or_else(|| wrong("SANDUK_MEMORY_MB", "a number from 16 to 1048576"))?;
        let file_bytes = value("SANDUK_FILE_MB").parse().ok().filter(|mib| (1..=1_024).contains(mib));
        let file_bytes: u64 = file_bytes.ok_or_else(|| wrong("SANDUK_FILE_MB", "a number from 1 to 1024"))?;
        let import_bytes = value("SANDUK_IMPORT_MB").parse().ok().filter(|mib| (1..=1_024).contains(mib));
        let import_bytes: usize = import_bytes.ok_or_else(|| wrong("SANDUK_IMPORT_MB", "a number from 1 to 1024"))?;
        let files = match (value("SANDUK_FILES_DIR"), &location) {
            ("", Location::Directory(directory)) => directory.join("files"),
            ("", Location::Postgres(_)) => Path::new(value("SANDUK_DATA_DIR")).join("files"),
            (directory, _) => PathBuf::from(directory),
        };
        let bucket = bucket(&values)?;
        let base_domain = Some(value("SANDUK_BASE_DOMAIN")).filter(|domain| !domain.is_empty()).map(identity::host);
        let base_domain = base_domain.transpose();
        let base_domain = base_domain.map_err(|_| wrong("SANDUK_BASE_DOMAIN", "a host name such as shop.example"))?;
        let (log, read_time) = (value("SANDUK_LOG").to_owned(), Duration::from_secs(seconds));
        let connections_per_address = match value("SANDUK_CONNECTIONS_PER_ADDRESS") {
            "" => None,
            number => {
                let number = number.parse().ok().filter(|number| *number >= 1);
                Some(number.ok_or_else(|| wrong("SANDUK_CONNECTIONS_PER_ADDRESS", "a number from 1 on, or empty"))?)
            }
        };
        let per_minute = |name| match value(name).parse::<u32>() {
            Ok(number) => Ok(NonZeroU32::new(number)),
            Err(_) => Err(wrong(name, "a number; 0 is no limit")),
        };
        let rates = RatesPerMinute {
            reads: per_minute("SANDUK_READS_PER_MINUTE")?,
            commands: per_minute("SANDUK_COMMANDS_PER_MINUTE")?,
            reports: per_minute("SANDUK_REPORTS_PER_MINUTE")?,
        };
        let proxies = value("SANDUK_TRUSTED_PROXIES").split(',').map(str::trim).filter(|proxy| !proxy.is_empty());
        let trusted_proxies = proxies.map(str::parse).collect::<std::result::Result<_, _>>();
        let trusted_proxies = trusted_proxies
            .map_err(|_| wrong("SANDUK_TRUSTED_PROXIES", "IP addresses separated by commas, for example 10.0.0.2"))?;
        let redis = Some(value(REDIS).to_owned()).filter(|url| !url.is_empty());
        Ok(Settings {
            redis,
            location,
            files,
            bucket,
            file_bytes: file_bytes << 20,
            import_bytes: import_bytes << 20,
            listen,
            log,
            log_json,
            writers,
            read_time,
            lease,
            memory: memory << 20,
            base_domain,
            connections_per_address,
            rates,
            trusted_proxies,
            secret_keys,
            values,
        })
    }

    /// What a setting is called where its value comes from: in the environment, in the file, or on the command line.
    pub fn name_of(&self, name: &str) -> String {
        name_in(&self.values, name)
    }

    /// The data directory as it was given.
    pub fn directory(&self) -> String {
        match &self.location {
            Location::Directory(directory) => directory.display().to_string(),
            Location::Postgres(_) => String::new(),
        }
    }

    /// Every setting with its value (secrets masked), where that comes from, and what it means.
    pub fn describe(&self) -> String {
        let mut lines = Vec::new();
        for setting in ALL {
            if let Some((value, source)) = self.values.get(setting.name) {
                lines.push(format!("{}={}  ({source})", setting.name, masked(setting.name, value)));
                lines.push(format!("    {}", setting.meaning));
            }
        }
        lines.push(format!("{CONFIG}={}", environment(CONFIG).ok().flatten().unwrap_or_default()));
        lines.push(format!("    a TOML file with any of these, for example listen = \"127.0.0.1:8000\"; else {CONFIG_DEFAULT} where it is\n"));
        lines.join("\n")
    }
}

fn name_in(values: &BTreeMap<&'static str, (String, Source)>, name: &str) -> String {
    match values.get(name) {
        Some((_, Source::File(path))) => format!("{path}: {}", file_key(name)),
        Some((_, Source::Flag(flag))) => (*flag).to_owned(),
        _ => name.to_owned(),
    }
}

/// The place of the data: that of `DATABASE_URL` where it names one, else the data directory.
fn location(values: &BTreeMap<&'static str, (String, Source)>) -> Result<Location> {
    let value = |name: &str| values.get(name).map_or("", |(value, _)| value.as_str());
    let (url, directory) = (value("DATABASE_URL"), value("SANDUK_DATA_DIR"));
    let path = url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
    let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
    if !url.is_empty() && !is_postgres && path.is_none() {
        return Err(errors::invalid_database_url(name_in(values, "DATABASE_URL")));
    }
    if is_postgres || path.is_some_and(|path| !path.is_empty()) {
        if let Some((_, Source::Flag(_))) = values.get("SANDUK_DATA_DIR") {
            return Err(errors::data_dir_unused(name_in(values, "DATABASE_URL")));
        }
        return Ok(path.map_or_else(|| Location::Postgres(url.to_owned()), |path| Location::Directory(path.into())));
    }
    if directory.is_empty() {
        return Err(errors::invalid_setting(name_in(values, "SANDUK_DATA_DIR"), directory, "the name of a directory"));
    }
    Ok(Location::Directory(directory.into()))
}

/// The keys of secrets, which are not kept as text.
fn secret_keys(values: &mut BTreeMap<&'static str, (String, Source)>) -> Result<InstallationKeys> {
    let text = values.get_mut(SECRET_KEY).map(|(text, _)| std::mem::take(text)).unwrap_or_default();
    let text = Zeroizing::new(text);
    let keys = InstallationKeys::parse(&text);
    if let Some((shown, _)) = values.get_mut(SECRET_KEY).filter(|_| !text.is_empty()) {
        "***".clone_into(shown);
    }
    let must = "32 bytes in base64, or several of them separated by commas";
    keys.ok_or_else(|| errors::invalid_setting(name_in(values, SECRET_KEY), "***", must))
}

/// The bucket in which files lie, if they do.
fn bucket(values: &BTreeMap<&'static str, (String, Source)>) -> Result<Option<BucketSettings>> {
    let value = |name: &str| values.get(name).map_or("", |(value, _)| value.as_str());
    let wrong = |name: &str, must: &str| errors::invalid_setting(name_in(values, name), value(name), must);
    let (address, endpoint) = (value("SANDUK_FILES"), value("SANDUK_S3_ENDPOINT"));
    if address.is_empty() {
        return Ok(None);
    }
    if address.strip_prefix("s3://").is_none_or(|name| name.is_empty() || name.starts_with('/')) {
        return Err(wrong("SANDUK_FILES", "s3:// and the name of a bucket, or empty"));
    }
    if !endpoint.is_empty() && !endpoint.starts_with("https://") && !endpoint.starts_with("http://") {
        return Err(wrong("SANDUK_S3_ENDPOINT", "an address that begins with https:// or http://"));
    }
    for name in ["SANDUK_S3_REGION", "SANDUK_S3_KEY_ID", SECRET] {
        if value(name).is_empty() {
            return Err(wrong(name, "given where SANDUK_FILES names a bucket"));
        }
    }
    let text = |name: &str| value(name).to_owned();
    Ok(Some(BucketSettings {
        address: address.to_owned(),
        endpoint: endpoint.to_owned(),
        region: text("SANDUK_S3_REGION"),
        key_id: text("SANDUK_S3_KEY_ID"),
        secret: text(SECRET),
    }))
}

/// The value of a secret, or the password of an address, as stars.
fn masked(name: &str, value: &str) -> String {
    if name == SECRET && !value.is_empty() {
        return "***".to_owned();
    }
    let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => match user.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:***@{host}"),
            None => value.to_owned(),
        },
        None => value.to_owned(),
    }
}

fn file_key(name: &str) -> String {
    name.trim_start_matches(PREFIX).to_lowercase()
}

/// The settings of the file: value and path by key.
fn file() -> Result<BTreeMap<String, (String, String)>> {
    let named = environment(CONFIG)?;
    let path = named.clone().unwrap_or_else(|| CONFIG_DEFAULT.to_owned());
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(errors::unreadable_file(path, error)),
    };
    let table = text.parse().map_err(|error: toml::de::Error| errors::invalid_file(&path, error.message()));
    let table: toml::Table = table?;
    let mut values = BTreeMap::new();
    for (key, value) in table {
        if !ALL.iter().any(|setting| file_key(setting.name) == key) {
            let known: Vec<String> = ALL.iter().map(|setting| file_key(setting.name)).collect();
            return Err(errors::unknown_key(path, key, known.join(", ")));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            _ => return Err(errors::invalid_key(path, key)),
        };
        values.insert(key, (value, path.clone()));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &str) -> Result<Settings> {
        let mut values: BTreeMap<_, _> =
            ALL.iter().map(|s| (s.name, (s.default.to_owned(), Source::Default))).collect();
        values.insert(name, (value.to_owned(), Source::Environment));
        Settings::parse(values)
    }

    #[test]
    fn database_is_sqlite_by_default() {
        let location = |url| format!("{:?}", with("DATABASE_URL", url).unwrap().location);
        assert_eq!(location(""), "Directory(\"./sanduk-data\")");
        assert_eq!(location("sqlite:"), "Directory(\"./sanduk-data\")");
        assert_eq!(location("sqlite:///var/lib/sanduk"), "Directory(\"/var/lib/sanduk\")");
        assert_eq!(location("postgres://h/d"), "Postgres(\"postgres://h/d\")");
        assert!(with("DATABASE_URL", "mysql://h/d").is_err());
    }

    #[test]
    fn files_lie_in_the_data_directory_unless_they_have_their_own() {
        let files = |name, value| with(name, value).unwrap().files.display().to_string();
        assert_eq!(files("DATABASE_URL", "sqlite:///var/lib/sanduk"), "/var/lib/sanduk/files");
        assert_eq!(files("DATABASE_URL", "postgres://h/d"), "./sanduk-data/files");
        assert_eq!(files("SANDUK_FILES_DIR", "/mnt/files"), "/mnt/files");
    }

    #[test]
    fn wrong_value_names_its_setting() {
        for (name, value) in [
            ("SANDUK_LISTEN", "8000"),
            ("SANDUK_LOG_FORMAT", "xml"),
            ("SANDUK_WRITERS", "0"),
            ("SANDUK_READ_SECONDS", "0"),
            ("SANDUK_LEASE_SECONDS", "0"),
            ("SANDUK_MEMORY_MB", "15"),
            ("SANDUK_FILE_MB", "0"),
            ("SANDUK_FILES", "s3://"),
            ("SANDUK_FILES", "/mnt/files"),
            ("SANDUK_IMPORT_MB", "0"),
            ("SANDUK_IMPORT_MB", "1025"),
            ("SANDUK_CONNECTIONS_PER_ADDRESS", "0"),
            ("SANDUK_READS_PER_MINUTE", "-1"),
            ("SANDUK_REPORTS_PER_MINUTE", "many"),
            ("SANDUK_TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("SANDUK_SECRET_KEY", "hunter2"),
        ] {
            assert!(with(name, value).unwrap_err().detail().starts_with(name));
        }
    }

    #[test]
    fn unknown_variable_names_the_nearest_known_one() {
        let check = |name: &str| check_known(std::iter::once(name.to_owned()));
        let error = check("SANDUK_LISTENN").unwrap_err();
        assert_eq!(error.detail(), "There is no setting SANDUK_LISTENN. Did you mean SANDUK_LISTEN?");
        assert!(check("SANDUK_WRITER").unwrap_err().detail().contains("SANDUK_WRITERS"));
        assert_eq!(check("SANDUK_CONFIG"), Ok(()));
    }

    #[test]
    fn passwords_are_masked() {
        assert_eq!(masked("DATABASE_URL", "postgres://me:s3cret@db:5432/x"), "postgres://me:***@db:5432/x");
        assert_eq!(masked("DATABASE_URL", "postgres://me@db/x"), "postgres://me@db/x");
        assert_eq!(masked(SECRET, "s3cret"), "***");
    }
}
