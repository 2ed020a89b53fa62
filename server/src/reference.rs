//! The reference pages in `docs/reference/`, written from the definitions: `sanduk reference`.

use crate::app::{self, App};
use crate::settings;
use crate::{errors, modules, provisioning};
use ::settings::InstallationKeys;
use clap::ValueEnum;
use command::{Definitions, Registry, Scopes};
use identity::{CreateTenant, PermissionScope, RolePermission};
use kernel::{Problem, Result, Shape};
use money::Currency;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Location, Read};

/// A page.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Page {
    /// Every route.
    Routes,
    /// Every setting of the program.
    Settings,
    /// Every setting of companies.
    CompanySettings,
    /// What the roles of a new company may do.
    Permissions,
    /// Every event, and who subscribes to it.
    Events,
    /// Every error code.
    Errors,
}

const WRITTEN: &str = "Written by `cargo xtask gen`; `cargo xtask check` fails where it is not what the code says.";

/// The page as Markdown.
pub fn page(page: Page) -> Result<String> {
    match page {
        Page::Routes => Ok(routes(&*modules::registry()?)),
        Page::Settings => Ok(settings_page()),
        Page::CompanySettings => Ok(company_settings_page(modules::registry()?.definitions())),
        Page::Permissions => permissions(),
        Page::Events => Ok(events_page(&*modules::registry()?)),
        Page::Errors => Ok(errors_page(&*modules::registry()?)),
    }
}

fn joined(texts: BTreeSet<String>, between: &str) -> String {
    Vec::from_iter(texts).join(between)
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn scopes_in_words(scopes: Scopes) -> &'static str {
    match (scopes.sites, scopes.party) {
        (true, true) => "all, own_sites, own_party",
        (true, false) => "all, own_sites",
        (false, true) => "all, own_party",
        (false, false) => "all",
    }
}

/// Permission and scopes of the routes of modules, by method and path.
fn needs(registry: &Registry) -> BTreeMap<(String, String), (&'static str, Scopes)> {
    let key = |method: &str, path: &str| (method.to_lowercase(), format!("/api/v1{path}"));
    let mut needs = BTreeMap::new();
    for module in registry.modules() {
        for command in &module.commands {
            needs.insert(key(&format!("{:?}", command.method), &command.path), (command.name, command.scopes));
        }
        for query in &module.queries {
            needs.insert(key("get", &query.path), (query.name, query.scopes));
        }
        for export in &module.exports {
            needs.insert(key("get", &export.path), (export.name, export.scopes));
        }
    }
    needs
}

fn routes(registry: &Registry) -> String {
    let (api, needs) = (http_api::openapi(registry), needs(registry));
    let mut text = format!(
        "# Routes\n\n{WRITTEN} [openapi.json](../openapi.json) says what each takes and answers. Every path is served with its trailing \
         slash and without.\n\nA permission is granted in one of its scopes; without a permission, a log-in is enough.\n\n\
         | method | path | operation | permission | scopes |\n| --- | --- | --- | --- | --- |\n"
    );
    let paths = api["paths"].as_object().into_iter().flatten();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let is_open = operation["security"].as_array().is_some_and(Vec::is_empty);
            let (permission, scopes) = match needs.get(&(method.clone(), path.clone())) {
                Some((permission, scopes)) => (format!("`{permission}`"), scopes_in_words(*scopes)),
                None if is_open => ("no log-in".to_owned(), ""),
                None => (String::new(), ""),
            };
            let method = method.to_uppercase();
            text.push_str(&format!("| {method} | `{path}` | {id} | {permission} | {scopes} |\n"));
        }
    }
    text
}

fn settings_page() -> String {
    let mut text = format!(
        "# Settings\n\n{WRITTEN} `sanduk settings` prints the values in force and where each comes from.\n\n{}\n\n\
         | variable | default | meaning |\n| --- | --- | --- |\n",
        "Each is a variable of the environment, or stands in the TOML file that `SANDUK_CONFIG` names (`sanduk.toml` where it is), there \
         in small letters without `SANDUK_`. The environment counts before the file."
    );
    for setting in settings::ALL {
        let default = if setting.default.is_empty() { String::new() } else { format!("`{}`", setting.default) };
        text.push_str(&format!("| `{}` | {default} | {} |\n", setting.name, cell(setting.meaning)));
    }
    text
}

fn company_settings_page(definitions: &Definitions) -> String {
    let mut text = format!(
        "# Settings of companies\n\n{WRITTEN} They are chosen at `/api/v1/settings/`, and for all companies by `sanduk settings set`.\n\n\
         | setting | what it is | kind | default | chosen for | permission |\n| --- | --- | --- | --- | --- | --- |\n"
    );
    for (_, setting) in &definitions.settings {
        let kind = match setting.kind.bounds() {
            Some((min, max)) => format!("{}, {min} to {max}", setting.kind.word()),
            None => setting.kind.word().to_owned(),
        };
        let levels: Vec<&str> = setting.levels.iter().map(|level| level.as_str()).collect();
        text.push_str(&format!(
            "| `{}` | {}: {} | {kind} | `{}` | {} | `{}` |\n",
            setting.name,
            setting.label,
            cell(setting.help),
            setting.kind.default(),
            levels.join(", "),
            setting.permission
        ));
    }
    text
}

fn events_page(registry: &Registry) -> String {
    let mut text = format!(
        "# Events\n\n{WRITTEN}\n\nWhat commands tell when they are committed. A subscriber answers each with a command, once and in order.\n\n\
         | event | what has happened | fields | subscribers | webhooks |\n| --- | --- | --- | --- | --- |\n"
    );
    for event in registry.modules().iter().flat_map(|module| &module.events) {
        let fields = match &event.schema.shape {
            Shape::Object { fields, .. } => fields.iter().map(|field| format!("`{}`", field.name)).collect(),
            _ => Vec::new(),
        };
        let subscribers: Vec<String> =
            registry.subscribers_of(event.name).map(|subscriber| format!("`{}`", subscriber.name)).collect();
        let meaning = cell(event.schema.description());
        let jobs = registry.jobs().filter(|job| job.event.as_ref().is_some_and(|(name, _)| *name == event.name));
        let subscribers = subscribers.into_iter().chain(jobs.map(|job| format!("the job `{}`", job.name)));
        let subscribers: Vec<String> = subscribers.collect();
        text.push_str(&format!(
            "| `{}` | {meaning} | {} | {} | {} |\n",
            event.name,
            fields.join(", "),
            subscribers.join(", "),
            if event.is_public { "yes" } else { "" }
        ));
    }
    text
}

fn errors_page(registry: &Registry) -> String {
    let catalogues = registry.catalogues().into_iter().chain(http_api::catalogues());
    let mut by_code: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in catalogues.flatten() {
        by_code.entry(problem.code).or_default().push(problem);
    }
    let mut text = format!(
        "# Error codes\n\n{WRITTEN}\n\nThe `code` of a problem document, or of one of the wrong fields in its `errors`. In the texts, what \
         stands in braces is filled in.\n\n| code | status | meaning | texts |\n| --- | --- | --- | --- |\n"
    );
    for (code, problems) in by_code {
        let statuses: BTreeSet<String> = problems.iter().map(|problem| problem.kind.status().to_string()).collect();
        let texts: BTreeSet<String> = problems.iter().map(|problem| cell(problem.text)).collect();
        let title = problems.first().map_or("", |problem| problem.title);
        text.push_str(&format!("| `{code}` | {} | {title} | {} |\n", joined(statuses, ", "), joined(texts, "<br>")));
    }
    text
}

/// A permission of a role, and the scope of each role that has it.
type Granted = BTreeMap<&'static str, BTreeMap<String, PermissionScope>>;

/// The roles of a new company are rows that the modules write: a company is opened to read them.
fn permissions() -> Result<String> {
    let directory = temporary_directory();
    let read = read_roles(&directory);
    std::fs::remove_dir_all(&directory).map_err(|error| errors::data_directory(directory.display(), error))?;
    let (roles, granted, definitions) = read?;
    let mut text = format!(
        "# Permissions of the roles of a new company\n\n{WRITTEN}\n\nA company may change them and add roles of its own. `all` covers every \
         row, `own_sites` those of the sites at which a member works, `own_party` those of the customer or supplier for whom they act.\n\n\
         | permission | scopes it knows | {} |\n| --- | --- |{}\n",
        roles.join(" | "),
        " --- |".repeat(roles.len())
    );
    for (permission, scopes) in &definitions.permissions {
        let scope = |role: &String| granted.get(permission)?.get(role).map(|scope| scope.as_str());
        let cells: Vec<&str> = roles.iter().map(|role| scope(role).unwrap_or_default()).collect();
        text.push_str(&format!("| `{permission}` | {} | {} |\n", scopes_in_words(*scopes), cells.join(" | ")));
    }
    Ok(text)
}

/// A place of this process alone, for one company and one page.
fn temporary_directory() -> PathBuf {
    std::env::temp_dir().join(format!("sanduk-reference-{}", std::process::id()))
}

fn read_roles(directory: &Path) -> Result<(Vec<String>, Granted, Arc<Definitions>)> {
    let location = Location::Directory(directory.to_owned());
    let owned =
        app::own(&location, true)?.ok_or_else(|| errors::data_directory(directory.display(), "it is in use"))?;
    let app = App::open(location, owned, 1, store::READ_TIME, None, InstallationKeys::default())?;
    let (slug, name, timezone) = ("new".to_owned(), "New".to_owned(), "UTC".to_owned());
    let new = CreateTenant { slug, name, currency: Currency::parse("GBP")?, timezone, host: None };
    provisioning::create_tenant(&app, new)?;
    let (tenant, definitions) = (app.tenant("new")?.id.uuid(), app.registry.definitions().clone());
    let roles: Vec<String> =
        [identity::OWNER, identity::MANAGER, identity::CLERK, identity::CASHIER, identity::AUDITOR]
            .map(str::to_owned)
            .into();
    let mut granted = Granted::new();
    app.store().read(tenant, |read| {
        for role in &roles {
            let rows = read.scan(RolePermission::BY_ROLE, role.as_str())?;
            for permission in definitions.permissions.keys() {
                let scope = rows.iter().filter(|row| command::grants(&row.permission, permission)).map(|row| row.scope);
                granted.entry(permission).or_default().extend(scope.min().map(|scope| (role.clone(), scope)));
            }
        }
        Ok(())
    })?;
    Ok((roles, granted, definitions))
}
