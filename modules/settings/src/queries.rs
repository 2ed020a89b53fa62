//! Settings as they are now, and what was chosen before.

use crate::errors;
use command::{
    Query, QueryContext, Scope, SettingDefinition, SettingKind, SettingLevel, SettingPlace, SettingValue, chosen,
};
use kernel::errors::no_such;
use kernel::{Error, Instant, Result, ToSchema};
use ledger::Site;
use money::Currency;
use resource::{Listing, page_size};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Read, Ref, Row, Session, Value, field};
use uuid::Uuid;

/// A setting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingOut {
    /// Its name.
    name: &'static str,
    /// The module it belongs to.
    module: &'static str,
    /// What screens call it.
    label: &'static str,
    /// What it does.
    help: &'static str,
    /// What it may be: `boolean`, `integer`, `text`, `choice`, `decimal`, `money`, `price`, `quantity`, `date` or `secret`.
    kind: &'static str,
    /// The words of a choice.
    choices: Vec<&'static str>,
    /// The least number.
    min: Option<String>,
    /// The greatest number.
    max: Option<String>,
    /// The most characters of a text.
    max_length: Option<usize>,
    /// The currency of money and prices.
    currency: Option<Currency>,
    /// For whom it may be chosen.
    levels: Vec<SettingLevel>,
    /// For whom you may choose it: at the site, where one is named.
    may_choose: Vec<SettingLevel>,
    /// The value that counts for you, and at the site where one is named; of a secret `set` or `not set`.
    value: Json,
    /// For whom that value was chosen; null where it is the default.
    source: Option<SettingLevel>,
    /// The version of that choice, for `If-Match`.
    version: Option<i64>,
    /// What it is where nobody has chosen.
    default: Json,
}

impl SettingOut {
    fn of(
        read: &mut Session<'_>,
        (module, setting): (&'static str, SettingDefinition),
        site: Option<Uuid>,
        context: &QueryContext,
    ) -> Result<SettingOut> {
        let (value, source) = chosen(read, &setting, SettingPlace { user: Some(context.user()), site })?;
        let owner = match source {
            Some(SettingLevel::User) => context.user(),
            Some(SettingLevel::Site) => site.unwrap_or_default(),
            Some(SettingLevel::Global | SettingLevel::Company) | None => Uuid::nil(),
        };
        let version = source.and_then(|level| read.version::<SettingValue>(&(setting.name.to_owned(), level, owner)));
        let SettingDefinition { name, label, help, kind, levels, .. } = setting;
        let (min, max) = kind.bounds().unzip();
        let currency = match kind {
            SettingKind::Money { .. } | SettingKind::Price { .. } => Some(ledger::company(read)?.base_currency),
            _ => None,
        };
        let max_length = match kind {
            SettingKind::Text { max, .. } | SettingKind::Secret { max } => Some(max),
            _ => None,
        };
        let value = kind.shown(value);
        let choices = if let SettingKind::Choice { words, .. } = kind { words.to_vec() } else { Vec::new() };
        let may_choose = may_choose(&setting, site, context);
        let (default, kind, levels) = (kind.default(), kind.word(), levels.to_vec());
        Ok(SettingOut {
            name,
            module,
            label,
            help,
            kind,
            choices,
            min,
            max,
            max_length,
            currency,
            levels,
            may_choose,
            value,
            source,
            version,
            default,
        })
    }
}

fn may_choose(setting: &SettingDefinition, site: Option<Uuid>, context: &QueryContext) -> Vec<SettingLevel> {
    let Ok(update) = context.granted("settings.setting.update") else { return Vec::new() };
    let covers = |site| {
        let chooses = context.granted(setting.permission).is_ok_and(|grant| grant.covers(site, None));
        chooses && update.covers(site, None)
    };
    let may = |level: &SettingLevel| match level {
        SettingLevel::Global => false,
        SettingLevel::Company => covers(None),
        SettingLevel::Site => site.is_some() && covers(site),
        SettingLevel::User => true,
    };
    setting.levels.iter().copied().filter(may).collect()
}

/// The site that a parameter names, within the scope of the user.
fn site(read: &mut Session<'_>, named: Option<&Ref<Site>>, context: &QueryContext) -> Result<Option<Uuid>> {
    let Some(named) = named else { return Ok(None) };
    let found = named.find(read)?.map(|site| site.id.uuid());
    let found = found.filter(|site| context.grant().covers(Some(*site), None));
    found.map(Some).ok_or_else(|| no_such("site", named).at("site"))
}

/// Every setting, in the order of the modules, with the value that counts for you, and at a site.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSettings {
    /// The site, by id or code.
    site: Option<Ref<Site>>,
}

impl Query for ListSettings {
    const NAME: &'static str = "settings.setting.view";
    const OPERATION: &'static str = "settings.setting.list";
    const SCOPED: bool = true;
    type Output = Listing<SettingOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let site = site(read, self.site.as_ref(), context)?;
        let all = context.definitions.settings.iter();
        let all = all.map(|setting| SettingOut::of(read, *setting, site, context)).collect::<Result<Vec<_>>>()?;
        Ok(Listing::of(all.len() as i64, None, all))
    }
}

/// One setting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetSetting {
    /// Its name.
    name: String,
    /// The site, by id or code.
    site: Option<Ref<Site>>,
}

impl Query for GetSetting {
    const NAME: &'static str = "settings.setting.view";
    const OPERATION: &'static str = "settings.setting.get";
    const SCOPED: bool = true;
    type Output = SettingOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<SettingOut> {
        let setting = named(context, &self.name)?;
        let site = site(read, self.site.as_ref(), context)?;
        SettingOut::of(read, setting, site, context)
    }
}

fn named(context: &QueryContext, name: &str) -> Result<(&'static str, SettingDefinition)> {
    context.definitions.setting(name).ok_or_else(|| Error::not_found("setting", name))
}

/// A change of a setting.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingChangeOut {
    /// Its id, by which it is restored.
    id: Uuid,
    /// The number of the command that made it.
    seq: i64,
    /// For whom it was chosen.
    level: SettingLevel,
    /// The code of the site, where it was chosen for one.
    site: Option<String>,
    /// The value before; null where nothing had been chosen. Of a secret `set` or `not set`, as below.
    before: Json,
    /// The value that was chosen; null where the choice was taken back.
    value: Json,
    /// When.
    at: Instant,
    /// The user who chose.
    actor: Uuid,
    /// Their e-mail address.
    email: Option<String>,
}

/// What was chosen for a setting, the latest first: for all companies, the company, your sites and yourself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettingHistory {
    /// The setting.
    name: String,
    /// Changes on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for SettingHistory {
    const NAME: &'static str = "settings.setting.view";
    const OPERATION: &'static str = "settings.setting.history";
    const SCOPED: bool = true;
    type Output = Listing<SettingChangeOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let (_, setting) = named(context, &self.name)?;
        let size = page_size(self.page_size.as_deref())?;
        let before = self.cursor.as_deref().map_or(Ok(i64::MAX), str::parse);
        let before = before.map_err(|_| errors::no_cursor().blame("cursor", errors::no_cursor()))?;
        let (visible, mut args) = visible(setting.name, context);
        let count =
            format!("SELECT count(*) FROM (SELECT 1 FROM setting_change s WHERE {visible} LIMIT 10001) counted");
        let count = field(read.query(&count, &args)?.into_iter().flatten().next())?;
        args.push(Value::Int(before));
        let page = format!(
            "SELECT s.id, s.created_seq, s.level, s.owner, s.before, s.value, c.at, c.actor FROM setting_change s \
             JOIN command c ON c.seq = s.created_seq WHERE {visible} AND s.created_seq < ${} \
             ORDER BY s.created_seq DESC LIMIT {}",
            args.len(),
            size + 1
        );
        let mut rows = read.query(&page, &args)?;
        let more = rows.len() as i64 > size;
        rows.truncate(usize::try_from(size).unwrap_or_default());
        let next = rows.last().filter(|_| more).map(|row| context.link("cursor", &row[1].to_string()));
        let changes = rows.into_iter().map(|row| change(read, &setting, row, context)).collect::<Result<_>>()?;
        Ok(Listing::of(count, next, changes))
    }
}

/// The condition that the user sees the change `s` of a setting, with its parameters.
fn visible(name: &str, context: &QueryContext) -> (String, Vec<Value>) {
    let mut args = vec![Value::Text(name.to_owned()), Value::Id(context.user())];
    let sites = match context.grant().scope() {
        Scope::All => "TRUE".to_owned(),
        Scope::Party(_) => "FALSE".to_owned(),
        Scope::Sites(sites) if sites.is_empty() => "FALSE".to_owned(),
        Scope::Sites(sites) => {
            args.extend(sites.iter().copied().map(Value::Id));
            let places: Vec<String> = (3..=args.len()).map(|n| format!("${n}")).collect();
            format!("s.owner IN ({})", places.join(", "))
        }
    };
    let own = format!(
        "s.level IN ('global', 'company') OR s.level = 'user' AND s.owner = $2 OR s.level = 'site' AND {sites}"
    );
    (format!("s.name = $1 AND ({own})"), args)
}

fn change(
    read: &mut Session<'_>,
    setting: &SettingDefinition,
    row: Row,
    context: &QueryContext,
) -> Result<SettingChangeOut> {
    let json = |text: Option<String>| {
        let value = text.map(|text| serde_json::from_str(&text).map(|value| setting.kind.shown(value))).transpose();
        value.map(Option::unwrap_or_default).map_err(|error| kernel::defect(error.to_string()))
    };
    let mut row = row.into_iter();
    let (id, seq) = (field(row.next())?, field(row.next())?);
    let (level, owner): (SettingLevel, Uuid) = (field(row.next())?, field(row.next())?);
    let (before, value) = (json(field(row.next())?)?, json(field(row.next())?)?);
    let (at, actor) = (field(row.next())?, field(row.next())?);
    let site = match level {
        SettingLevel::Site => read.get::<Site>(&kernel::Id::from_uuid(owner))?.map(|site| site.code.clone()),
        SettingLevel::Global | SettingLevel::Company | SettingLevel::User => None,
    };
    let email = context.definitions.actor_email.map(|email| email(read, actor)).transpose()?.flatten();
    Ok(SettingChangeOut { id, seq, level, site, before, value, at, actor, email })
}
