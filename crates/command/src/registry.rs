//! A module's table of contents, and all modules together.

use crate::contradictions::contradictions;
use crate::input::from_log;
use crate::{
    ActorEmail, AlsoAt, AnyCommand, Check, Command, CommandEntry, CompanyCurrency, CompanyTimezone, CustomFields,
    DataStep, Definitions, DocumentKind, EffectEntry, EventEntry, ExportEntry, Feature, HasAttachment, ImportTarget,
    Input, JobEntry, LiveTopic, MenuEntry, Method, QueryEntry, ReportEntry, ResourceDefinition, RunDataStep, Scopes,
    SecondShape, SettingDefinition, Subscriber, Typed, errors, metadata,
};
use kernel::{Catalogue, Result, defect};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Migration, Table};

/// What a module is: everything the platform has to know about it.
#[derive(Default)]
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// What its endpoints are for, in one sentence for the documentation.
    pub about: &'static str,
    /// Its place in the documentation, where modules stand in the order in which a business meets them.
    pub place: u8,
    /// The migrations that make its tables.
    pub migrations: Vec<Migration>,
    /// Its tables: the definition of every record it has.
    pub tables: Vec<&'static Table>,
    /// What is served from the definitions of its tables.
    pub resources: Vec<ResourceDefinition>,
    /// Changes of rows that every company makes once, in the order of their numbers.
    pub data_steps: Vec<DataStep>,
    /// Its commands.
    pub commands: Vec<CommandEntry>,
    /// Its queries.
    pub queries: Vec<QueryEntry>,
    /// Where its endpoints answer too.
    pub also_at: Vec<AlsoAt>,
    /// Its resources that have a second shape.
    pub second_shapes: Vec<SecondShape>,
    /// The kinds of the documents that it posts, by which lists of postings are filtered.
    pub document_kinds: Vec<DocumentKind>,
    /// What it tells the modules above.
    pub events: Vec<EventEntry>,
    /// The events that it answers with commands.
    pub subscribers: Vec<Subscriber>,
    /// Its kinds of jobs.
    pub jobs: Vec<JobEntry>,
    /// What users hear at once of what is theirs alone.
    pub live: Vec<LiveTopic>,
    /// What dry runs tell of its rows.
    pub effects: Vec<EffectEntry>,
    /// Its exports.
    pub exports: Vec<ExportEntry>,
    /// Files that it reads by itself.
    pub imports: Vec<ImportTarget>,
    /// Its reports, see [`crate::serve_report`], and the tables of its lists.
    pub reports: Vec<ReportEntry>,
    /// Permissions beyond the names of its commands and queries.
    pub permissions: Vec<&'static str>,
    /// What a company may choose in it.
    pub settings: Vec<SettingDefinition>,
    /// The settings by which a company switches the whole module off; its commands and queries are refused then.
    pub feature: Option<Feature>,
    /// Everything it may refuse.
    pub problems: Catalogue,
    /// Its entries in the menu.
    pub menu: Vec<MenuEntry>,
    /// Its part of `verify`.
    pub checks: Vec<Check>,
    /// Finds the e-mail address of a user; from the module that keeps the members of a company.
    pub actor_email: Option<ActorEmail>,
    /// The currency of the company's books; from the module that keeps them.
    pub currency: Option<CompanyCurrency>,
    /// The time zone of the company; from the module that keeps its books.
    pub timezone: Option<CompanyTimezone>,
    /// Whether an attachment hangs on a row; from the module that keeps attachments.
    pub has_attachment: Option<HasAttachment>,
    /// The fields that companies add to their lists; from the module that keeps them.
    pub custom_fields: Option<CustomFields>,
    /// What it asks of the definitions of all modules: each answers with one sentence for every definition that breaks it.
    pub rules: Vec<fn(&Definitions) -> Vec<String>>,
}

impl Module {
    /// Where its endpoint `method` `path` answers: at its own place first, then at those that `also_at` names.
    pub fn places(&self, method: Method, path: &str) -> Vec<(Method, String)> {
        let further = self.also_at.iter().filter_map(|also_at| also_at.place(method, path));
        [(method, path.to_owned())].into_iter().chain(further).collect()
    }

    /// The method and the path of each of its commands, queries and exports.
    pub fn endpoints(&self) -> impl Iterator<Item = (Method, &str)> {
        let commands = self.commands.iter().map(|command| (command.method, command.path.as_str()));
        let queries = self.queries.iter().map(|query| (Method::Get, query.path.as_str()));
        commands.chain(queries).chain(self.exports.iter().map(|export| (Method::Get, export.path.as_str())))
    }

    /// Its settings, the switch first.
    pub(crate) fn all_settings(&self) -> impl Iterator<Item = SettingDefinition> {
        self.feature.iter().flat_map(Feature::settings).chain(self.settings.iter().copied())
    }

    /// Its data steps, and those with which its subscribers and jobs begin: from the command that ran one, they hear what happens.
    fn all_data_steps(&self) -> impl Iterator<Item = DataStep> {
        let begin = |subscriber: &Subscriber| DataStep { module: subscriber.name, number: 1, run: |_| Ok(()) };
        let jobs = self.jobs.iter().filter_map(JobEntry::beginning);
        self.data_steps.iter().copied().chain(self.subscribers.iter().map(begin)).chain(jobs)
    }

    /// Its permissions, each with the scopes that one command or query honours which needs it.
    fn scoped_permissions(&self) -> impl Iterator<Item = (&'static str, Scopes)> {
        let commands = self.commands.iter().map(|command| (command.name, command.scopes));
        let queries = self.queries.iter().map(|query| (query.name, query.scopes));
        let exports = self.exports.iter().map(|export| (export.name, export.scopes));
        // What is allowed beside a command or query counts for the rows that this covers, see `Tx::may`.
        let beside = self.permissions.iter().map(|permission| (*permission, Scopes::EVERY));
        commands.chain(queries).chain(exports).chain(beside)
    }
}

/// Every permission with the scopes that all commands and queries honour which need it.
fn permissions(modules: &[Module]) -> BTreeMap<&'static str, Scopes> {
    let mut permissions = BTreeMap::new();
    for (permission, scopes) in modules.iter().flat_map(Module::scoped_permissions) {
        permissions.entry(permission).and_modify(|known: &mut Scopes| *known = known.and(scopes)).or_insert(scopes);
    }
    permissions
}

/// The switch of every permission that belongs to a module which can be switched off.
fn features(modules: &[Module]) -> BTreeMap<&'static str, Feature> {
    let switched = modules.iter().filter_map(|module| Some((module, module.feature?)));
    let permissions = switched.flat_map(|(module, feature)| {
        module.scoped_permissions().map(move |(permission, _)| (permission, feature)).collect::<Vec<_>>()
    });
    permissions.collect()
}

/// The events that a subscriber or a job of a module hears.
fn heard(modules: &[Module]) -> impl Iterator<Item = &'static str> {
    let subscribers = modules.iter().flat_map(|module| &module.subscribers).map(|subscriber| subscriber.event);
    let jobs = modules.iter().flat_map(|module| &module.jobs).filter_map(|job| Some(job.event.as_ref()?.0));
    subscribers.chain(jobs)
}

/// All modules, and every command by its name: what replay and offline devices send.
pub struct Registry {
    modules: Vec<Module>,
    by_name: BTreeMap<&'static str, (usize, usize)>,
    definitions: Arc<Definitions>,
}

impl Registry {
    /// Of the log and these modules, in their order; an error that names everything in which they contradict one another.
    pub fn of(modules: Vec<Module>) -> Result<Registry> {
        Registry::checked(modules, true)
    }

    /// [`Registry::of`] some layers alone, for their tests: a column may reference a table of a module that is left out.
    pub fn of_layers(modules: Vec<Module>) -> Result<Registry> {
        Registry::checked(modules, false)
    }

    fn checked(modules: Vec<Module>, complete: bool) -> Result<Registry> {
        let modules: Vec<Module> = [crate::module()].into_iter().chain(modules).collect();
        let definitions = Definitions {
            tables: modules.iter().flat_map(|module| module.tables.iter().copied()).collect(),
            resources: modules.iter().flat_map(|module| module.resources.iter().copied()).collect(),
            data_steps: modules.iter().flat_map(Module::all_data_steps).collect(),
            live: modules.iter().flat_map(|module| module.live.iter().copied()).collect(),
            jobs: modules.iter().flat_map(|module| &module.jobs).map(JobEntry::kind).collect(),
            events: modules.iter().flat_map(|module| &module.events).map(|event| event.name).collect(),
            heard: heard(&modules).collect(),
            permissions: permissions(&modules),
            document_kinds: modules
                .iter()
                .flat_map(|module| module.document_kinds.iter().map(|kind| (kind.name, *kind)))
                .collect(),
            effects: modules.iter().flat_map(|module| module.effects.iter().copied()).collect(),
            settings: modules
                .iter()
                .flat_map(|module| module.all_settings().map(|setting| (module.name, setting)))
                .collect(),
            features: features(&modules),
            actor_email: modules.iter().find_map(|module| module.actor_email),
            currency: modules.iter().find_map(|module| module.currency),
            timezone: modules.iter().find_map(|module| module.timezone),
            has_attachment: modules.iter().find_map(|module| module.has_attachment),
            custom_fields: modules.iter().find_map(|module| module.custom_fields),
            imports: Vec::new(),
        };
        let found = contradictions(&modules, &definitions, complete);
        if !found.is_empty() {
            return Err(defect(format!("The modules contradict one another:\n{}", found.join("\n"))));
        }
        let mut by_name = BTreeMap::new();
        for (m, module) in modules.iter().enumerate() {
            for (c, command) in module.commands.iter().enumerate() {
                by_name.entry(command.name).or_insert((m, c));
            }
        }
        let mut registry = Registry { modules, by_name, definitions: Arc::new(definitions) };
        let imports = metadata::imports(&registry);
        Arc::get_mut(&mut registry.definitions).ok_or_else(|| defect("definitions in use"))?.imports = imports;
        let found = if complete { metadata::contradictions(&registry) } else { Vec::new() };
        if !found.is_empty() {
            return Err(defect(format!("Screens would lead nowhere:\n{}", found.join("\n"))));
        }
        Ok(registry)
    }

    /// The modules in their order, that of the log first.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The error catalogues of the platform and of all modules.
    pub fn catalogues(&self) -> Vec<Catalogue> {
        [kernel::errors::PROBLEMS, store::PROBLEMS]
            .into_iter()
            .chain(self.modules.iter().map(|module| module.problems))
            .collect()
    }

    /// Those who subscribe to the event called `name`, in the order of their modules.
    pub fn subscribers_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Subscriber> {
        self.modules.iter().flat_map(|module| &module.subscribers).filter(move |subscriber| subscriber.event == name)
    }

    /// The kinds of jobs of all modules.
    pub fn jobs(&self) -> impl Iterator<Item = &JobEntry> {
        self.modules.iter().flat_map(|module| &module.jobs)
    }

    /// Whether clients wait for jobs of this kind, which a command of theirs asks for.
    pub fn is_awaited(&self, job: &str) -> bool {
        self.modules.iter().flat_map(|module| &module.commands).any(|command| command.awaits == Some(job))
    }

    /// The exports of all modules.
    pub fn exports(&self) -> impl Iterator<Item = &ExportEntry> {
        self.modules.iter().flat_map(|module| &module.exports)
    }

    /// Where what a command creates is read: a path, and the field of its answer whose value follows there. `/sales/` creates what
    /// `/sales/{id}/` answers, `/roles/` what `/roles/{code}/` answers, unless the entry names another path and field. `None` where
    /// nothing is read like that.
    pub fn created_at<'a>(&'a self, command: &'a CommandEntry) -> Option<(&'a str, &'a str)> {
        let path = command.creates.map_or(command.path.as_str(), |(path, _)| path);
        let below = |query: &'a QueryEntry| query.path.strip_prefix(path)?.strip_prefix('{')?.strip_suffix("}/");
        let mut keys = self.modules.iter().flat_map(|module| &module.queries).filter_map(below);
        let key = keys.find(|key| command.method == Method::Post && !key.contains('/'))?;
        Some((path, command.creates.map_or(key, |(_, field)| field)))
    }

    /// The reports of all modules, without the tables of lists.
    pub fn reports(&self) -> impl Iterator<Item = &ReportEntry> {
        self.modules.iter().flat_map(|module| &module.reports).filter(|report| !report.definition.is_list)
    }

    /// The tables, resources and data steps of all modules.
    pub fn definitions(&self) -> &Arc<Definitions> {
        &self.definitions
    }

    /// The migrations of all modules.
    pub fn migrations(&self) -> Vec<Migration> {
        self.modules.iter().flat_map(|module| module.migrations.clone()).collect()
    }

    /// The proofs of all modules: what `verify` runs.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.modules.iter().flat_map(|module| &module.checks)
    }

    /// The command `name` with this body, which is checked.
    pub fn decode(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        (self.command(name)?.decode)(&Input { body, ..Input::default() })
    }

    /// The command `name` with a body from the log, of this version: it runs and is logged again with that version.
    ///
    /// # Errors
    ///
    /// `unknown_command`, and `unknown_version` where the command has no upgrade from that version.
    pub fn decode_logged(&self, name: &str, version: u16, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        let command = if name == RunDataStep::NAME {
            Box::new(Typed(from_log::<RunDataStep>(body)?))
        } else {
            (self.command(name)?.decode)(&Input { body, logged: Some(version), ..Input::default() })?
        };
        if command.version() == version { Ok(command) } else { Err(errors::unknown_version(name, version)) }
    }

    /// What a device that was offline means by the command `name` with this body.
    pub fn decode_offline(&self, name: &str, body: &[u8]) -> Result<Box<dyn AnyCommand>> {
        match self.command(name)? {
            command if command.takes_file => Err(errors::needs_file(name).at("name")),
            command => self.decode(command.offline.unwrap_or(name), body),
        }
    }

    /// The endpoint of the command `name` that this method runs.
    pub fn endpoint_of(&self, name: &str, method: Method) -> Option<&CommandEntry> {
        let mut commands = self.modules.iter().flat_map(|module| &module.commands);
        commands.find(|command| command.name == name && command.method == method)
    }

    fn command(&self, name: &str) -> Result<&CommandEntry> {
        let (module, command) = self.by_name.get(name).ok_or_else(|| errors::unknown_command(name).at("name"))?;
        Ok(&self.modules[*module].commands[*command])
    }
}
