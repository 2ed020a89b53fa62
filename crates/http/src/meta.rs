//! `/meta/`: what screens are made of. The index is personal and small; definitions are the same for everybody, and clients keep each
//! under its version for good.

use crate::access::{Me, MyUser};
use crate::auth::note;
use crate::authentication::RawHead;
use crate::endpoint::{Params, both_forms, query_of};
use crate::languages::{self, told_in};
use crate::middleware::json;
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::{Api, authentication, blocking_of, errors};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use command::{CUSTOM_FIELDS, Definitions, FieldMeta, Grants, MenuTarget, Metadata, Registry, Scopes};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::{Error, Result, ToSchema, defect, hex};
use language::Language;
use money::Currency;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use store::Session;

/// For what is never different under its address.
const FOR_GOOD: &str = "immutable, max-age=31536000";
/// For what is to be asked for again, by its ETag.
const ASK_AGAIN: &str = "no-cache";

/// What the user of a session finds in the program.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetaIndex {
    /// The version of all definitions: what their addresses name in `v`.
    version: String,
    /// The language of the labels.
    language: &'static str,
    /// The company.
    company: MetaCompany,
    /// The user.
    user: MyUser,
    /// The code of the user's role.
    role: String,
    /// The permissions of that role; `*` stands for any words.
    grants: Vec<String>,
    /// Those of them that cover only some rows, each with its scope: `own_sites` or `own_party`.
    scopes: BTreeMap<String, String>,
    /// The menu.
    menu: Vec<MenuGroup>,
    /// The resources that the user may read.
    resources: Vec<ResourceName>,
    /// The commands that the user may execute.
    commands: Vec<CommandName>,
    /// The reports that the user may read.
    reports: Vec<ReportName>,
}

/// The company of a session, as amounts and days are shown in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetaCompany {
    /// Its name.
    name: String,
    /// Its short name, as in `X-Tenant`.
    slug: String,
    /// The currency of its books.
    currency: Currency,
    /// The decimals of that currency.
    decimals: u32,
    /// Its IANA time zone.
    timezone: String,
}

/// A group of the menu.
#[derive(Serialize, ToSchema)]
pub(crate) struct MenuGroup {
    /// Its label.
    label: String,
    /// Its entries.
    items: Vec<MenuItem>,
}

/// An entry of the menu: it leads to a resource, a command or a report.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct MenuItem {
    /// Its label.
    label: String,
    /// The resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<&'static str>,
    /// The command.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'static str>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'static str>,
    /// The permission it needs.
    needs: String,
}

/// A resource of the index.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResourceName {
    /// Its name.
    name: String,
    /// The label of one row.
    label: String,
    /// The label of the list.
    label_plural: String,
    /// The module it belongs to.
    module: &'static str,
    /// The permission to read it.
    view: &'static str,
    /// The permission to create a row, if the user has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    create: Option<&'static str>,
}

/// A command of the index.
#[derive(Serialize, ToSchema)]
pub(crate) struct CommandName {
    /// Its name.
    name: &'static str,
    /// Its label.
    label: String,
}

/// A report of the index.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportName {
    /// Its name.
    name: String,
    /// Its label.
    label: String,
    /// The permission to read it.
    view: &'static str,
}

/// The metadata of the program in a language, and its version.
struct Versioned {
    language: Language,
    metadata: Metadata,
    version: String,
}

/// The metadata in every language; each is made when it is asked for the first time.
struct Told {
    english: Metadata,
    languages: [OnceLock<Versioned>; Language::ALL.len()],
}

impl Told {
    fn of(registry: &Registry) -> Told {
        Told { english: Metadata::of(registry), languages: Default::default() }
    }

    /// That of every language.
    fn all(&self) -> impl Iterator<Item = &Versioned> {
        let all = Language::ALL.into_iter().zip(&self.languages);
        all.map(|(language, told)| {
            told.get_or_init(|| {
                let mut metadata = self.english.clone();
                metadata.each_text(&mut |text| *text = language::word(language, text).into_owned());
                Versioned { language, version: metadata.version(language.code()), metadata }
            })
        })
    }

    /// That of a language.
    fn of_language(&self, language: Language) -> Result<&Versioned> {
        self.all().find(|known| known.language == language).ok_or_else(|| defect("a language without metadata"))
    }
}

/// A kind of definition.
#[derive(Clone, Copy)]
struct DefinitionKind {
    /// Its name in addresses.
    plural: &'static str,
    /// The word for one.
    word: &'static str,
    /// The one of this name as JSON, with the fields that the company has added to the list of this name.
    find: Find,
}

type Find = fn(&Versioned, &str, Vec<FieldMeta>) -> Option<Result<Vec<u8>>>;

const KINDS: [DefinitionKind; 3] = [
    DefinitionKind {
        plural: "resources",
        word: "resource",
        find: |known, name, fields| {
            let mut resource = known.metadata.resources.iter().find(|resource| resource.name == name)?.clone();
            resource.add_fields(&language::word(known.language, CUSTOM_FIELDS), fields);
            Some(bytes(&resource))
        },
    },
    DefinitionKind {
        plural: "commands",
        word: "command",
        find: |known, name, _| known.metadata.commands.iter().find(|command| command.name == name).map(bytes),
    },
    DefinitionKind {
        plural: "reports",
        word: "report",
        find: |known, name, _| known.metadata.reports.iter().find(|report| report.name == name).map(bytes),
    },
];

fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| defect(error.to_string()))
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let told = Arc::new(Told::of(&api.registry));
    let (own, all) = (api.clone(), told.clone());
    let mut router = both_forms(Router::new(), "/meta/", get(move |request| index(own, all, request)));
    for kind in KINDS {
        let (own, told) = (api.clone(), told.clone());
        let one = move |params: Params, request: Request| one(own, told, kind, params, request);
        router = both_forms(router, &format!("/meta/{}/{{name}}/", kind.plural), get(one));
    }
    router
}

async fn index(api: Arc<Api>, told: Arc<Told>, request: Request) -> HttpResult<Response> {
    note(&request, "/meta/");
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Reads).await?;
    if !query_of(request.uri())?.is_empty() {
        return Err(errors::no_parameters().into());
    }
    let (own, asked_language) = (api.clone(), languages::asked(request.headers()));
    let asked = blocking_of(claims.tenant, &api.reads, move || {
        let (grants, off, known, version) = own.writers.store().read(claims.tenant, |read| {
            let grants = own.access.grants(read, claims.sub)?;
            let definitions = own.registry.definitions();
            let known = told.of_language(languages::chosen(&own, read, claims.sub, asked_language)?)?;
            let version = versioned(known, version_of(definitions, read)?);
            Ok((grants, command::features_off(read, definitions)?, known, version))
        })?;
        let me = own.access.me(claims.sub, claims.tenant)?;
        let index = index_of(known, version, own.registry.definitions(), me, &grants, &off);
        Ok((bytes(&index)?, known.language))
    });
    let (body, language) = asked.await?;
    let tag = hex(&Sha256::digest(&body)[..8]);
    Ok(told_in(kept(request.headers(), body, &tag, ASK_AGAIN), language))
}

/// The version of the company's own fields; `None` where it has none.
fn version_of(definitions: &Definitions, read: &mut Session<'_>) -> Result<Option<String>> {
    Ok(definitions.custom_fields.map(|fields| (fields.version)(read)).transpose()?.flatten())
}

/// The version of all definitions in a company: that of the program, and of the company's `own` fields.
fn versioned(known: &Versioned, own: Option<String>) -> String {
    own.map_or_else(|| known.version.clone(), |own| format!("{}-{own}", known.version))
}

/// The index for a user with these `grants` in a company that has switched off what needs one of the permissions in `off`.
fn index_of(
    known: &Versioned,
    version: String,
    definitions: &Definitions,
    me: Me,
    grants: &Grants,
    off: &BTreeSet<&'static str>,
) -> MetaIndex {
    let scopes = |permission: &str| definitions.permissions.get(permission).copied().unwrap_or(Scopes::NONE);
    let may = |permission: &str| {
        let granted = grants.require(permission);
        !off.contains(permission) && granted.and_then(|grant| grant.require_scope_in(scopes(permission))).is_ok()
    };
    let metadata = &known.metadata;
    let resources = metadata.resources.iter().filter(|resource| may(resource.can.view));
    let commands = metadata.commands.iter().filter(|command| may(command.name));
    let reports = metadata.reports.iter().filter(|report| may(report.can.view));
    let Me { user, tenant, role, .. } = me;
    MetaIndex {
        version,
        language: known.language.code(),
        company: MetaCompany {
            name: tenant.name,
            slug: tenant.slug,
            currency: tenant.currency,
            decimals: tenant.currency.decimals(),
            timezone: tenant.timezone,
        },
        user,
        role,
        grants: grants.patterns().into_iter().collect(),
        scopes: grants.limited(),
        menu: menu(metadata, may),
        resources: resources
            .map(|resource| ResourceName {
                name: resource.name.clone(),
                label: resource.label.clone(),
                label_plural: resource.label_plural.clone(),
                module: resource.module,
                view: resource.can.view,
                create: resource.can.create.filter(|create| may(create)),
            })
            .collect(),
        commands: commands.map(|command| CommandName { name: command.name, label: command.label.clone() }).collect(),
        reports: reports
            .map(|report| ReportName { name: report.name.clone(), label: report.label.clone(), view: report.can.view })
            .collect(),
    }
}

/// The menu with the entries whose permission the user has.
fn menu(metadata: &Metadata, may: impl Fn(&str) -> bool) -> Vec<MenuGroup> {
    let (mut names, mut groups): (Vec<&str>, Vec<MenuGroup>) = (Vec::new(), Vec::new());
    for entry in &metadata.menu {
        let Some((label, needs)) = metadata.target(entry.target).filter(|(_, needs)| may(needs)) else { continue };
        let mut item = MenuItem { label: label.to_owned(), needs: needs.to_owned(), ..MenuItem::default() };
        match entry.target {
            MenuTarget::Resource(name) => item.resource = Some(name),
            MenuTarget::Command(name) => item.command = Some(name),
            MenuTarget::Report(name) => item.report = Some(name),
        }
        match names.iter().position(|name| *name == entry.group).and_then(|place| groups.get_mut(place)) {
            Some(group) => group.items.push(item),
            None => {
                names.push(entry.group);
                groups.push(MenuGroup { label: metadata.menu_groups[entry.group].clone(), items: vec![item] });
            }
        }
    }
    groups
}

/// One definition. Under the version of this program it never changes; under another, or none, it is whatever it is now.
async fn one(
    api: Arc<Api>,
    told: Arc<Told>,
    kind: DefinitionKind,
    params: Params,
    request: Request,
) -> HttpResult<Response> {
    note(&request, &format!("/meta/{}/{{name}}/", kind.plural));
    let claims = authentication::admit(&api, RawHead::of(&request), RateClass::Reads).await?;
    let query = query_of(request.uri())?;
    if let Some(unknown) = query.keys().find(|name| *name != "v") {
        return Err(errors::only_version(unknown).into());
    }
    let name = name_of(params)?;
    let (own, asked_language) = (api.clone(), languages::asked(request.headers()));
    let asked = blocking_of(claims.tenant, &api.reads, move || {
        own.writers.store().read(claims.tenant, |read| {
            let definitions = own.registry.definitions();
            let own_version = version_of(definitions, read)?;
            // A version is of one language, which is then the one that is meant.
            let is_asked = |known: &&Versioned| query.get("v") == Some(&versioned(known, own_version.clone()));
            let current = told.all().find(is_asked);
            let known = match current {
                Some(known) => known,
                None => told.of_language(languages::chosen(&own, read, claims.sub, asked_language)?)?,
            };
            let fields = definitions.custom_fields.filter(|_| own_version.is_some());
            let fields = fields.map_or(Ok(Vec::new()), |fields| (fields.of_list)(read, &name))?;
            let found = (kind.find)(known, &name, fields).ok_or_else(|| Error::not_found(kind.word, &name))??;
            let cache = if current.is_some() { FOR_GOOD } else { ASK_AGAIN };
            Ok((found, versioned(known, own_version), known.language, cache))
        })
    });
    let (found, version, language, cache) = asked.await?;
    Ok(told_in(kept(request.headers(), found, &version, cache), language))
}

/// The only parameter of a path.
fn name_of(params: Params) -> Result<String> {
    let params = params.map_err(|_| errors::malformed_path())?;
    let name = params.iter().next().map(|(_, name)| name.to_owned()).unwrap_or_default();
    if name.contains('\0') { Err(errors::nul_in_path()) } else { Ok(name) }
}

/// `body` under its tag; only that it is still the same to a client that has it.
fn kept(asked: &HeaderMap, body: Vec<u8>, tag: &str, cache_control: &'static str) -> Response {
    let tag = format!("\"{tag}\"");
    let mut response = json(200, body);
    if has(asked, &tag) {
        response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Whether `If-None-Match` names the tag.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let named = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = named.flat_map(|value| value.split(',')).map(|tag| tag.trim());
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_has_what_one_of_its_tags_names() {
        let sent = |value: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, value.parse().unwrap())]);
        for known in ["\"a1\"", "W/\"a1\"", "\"b2\", W/\"a1\"", "*"] {
            assert!(has(&sent(known), "\"a1\""), "{known}");
        }
        for other in ["\"b2\"", "a1", ""] {
            assert!(!has(&sent(other), "\"a1\""), "{other}");
        }
        assert!(!has(&HeaderMap::new(), "\"a1\""));
    }
}
