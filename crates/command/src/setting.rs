//! What a company may choose: settings as modules declare them, and how they are read.

use crate::errors;
use kernel::{Date, FieldErrors, Format, Id, Result, Schema, Shape, ToSchema, defect};
use money::{Decimal, Price, Quantity};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::marker::PhantomData;
use store::{Read, Record, choices};
use uuid::Uuid;

choices! {
    /// For whom a value of a setting is chosen, the least special first.
    pub enum SettingLevel {
        /// For all companies of the installation.
        Global = "global",
        /// For the whole company.
        Company = "company",
        /// For what happens at one site.
        Site = "site",
        /// For one user.
        User = "user",
    }
}

/// What a setting may be, and what it is where nobody has chosen.
#[derive(Clone, Copy, Debug)]
pub enum SettingKind {
    /// Yes or no.
    Boolean {
        /// Where nobody has chosen.
        default: bool,
    },
    /// A whole number.
    Integer {
        /// Where nobody has chosen.
        default: i64,
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A text.
    Text {
        /// Where nobody has chosen.
        default: &'static str,
        /// The most characters.
        max: usize,
    },
    /// One of a few words.
    Choice {
        /// Where nobody has chosen.
        default: &'static str,
        /// The words.
        words: &'static [&'static str],
    },
    /// A decimal number.
    Decimal {
        /// Where nobody has chosen.
        default: &'static str,
        /// The least.
        min: &'static str,
        /// The greatest.
        max: &'static str,
    },
    /// An amount in the currency of the company. The bounds are whole, since not every currency has decimals.
    Money {
        /// Where nobody has chosen.
        default: i64,
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// The price of one unit, in the currency of the company.
    Price {
        /// Where nobody has chosen.
        default: &'static str,
        /// The least.
        min: &'static str,
        /// The greatest.
        max: &'static str,
    },
    /// A quantity of goods.
    Quantity {
        /// Where nobody has chosen.
        default: &'static str,
        /// The least.
        min: &'static str,
        /// The greatest.
        max: &'static str,
    },
    /// A day, or none, which is what it is where nobody has chosen.
    Date,
    /// A text that is kept encrypted, or none, which is what it is where nobody has chosen. Its values are what
    /// encryption made of the text.
    Secret {
        /// The most bytes of the text.
        max: usize,
    },
}

/// What an encrypted text begins with.
pub const SEALED: &str = "sealed:";

/// The type of a secret: it has no value, so that only what has the keys reads one.
#[derive(Clone, Copy, Debug)]
pub enum Secret {}

impl SettingKind {
    /// Its word in the API.
    pub fn word(&self) -> &'static str {
        match self {
            SettingKind::Boolean { .. } => "boolean",
            SettingKind::Integer { .. } => "integer",
            SettingKind::Text { .. } => "text",
            SettingKind::Choice { .. } => "choice",
            SettingKind::Decimal { .. } => "decimal",
            SettingKind::Money { .. } => "money",
            SettingKind::Price { .. } => "price",
            SettingKind::Quantity { .. } => "quantity",
            SettingKind::Date => "date",
            SettingKind::Secret { .. } => "secret",
        }
    }

    /// `value` as people see it: of a secret only whether there is one.
    pub fn shown(&self, value: Json) -> Json {
        match self {
            SettingKind::Secret { .. } => Json::from(if value.is_null() { "not set" } else { "set" }),
            _ => value,
        }
    }

    /// What it is where nobody has chosen.
    pub fn default(&self) -> Json {
        match *self {
            SettingKind::Boolean { default } => Json::from(default),
            SettingKind::Integer { default, .. } => Json::from(default),
            SettingKind::Text { default, .. } | SettingKind::Choice { default, .. } => Json::from(default),
            SettingKind::Money { default, .. } => Json::from(default.to_string()),
            SettingKind::Decimal { default, .. }
            | SettingKind::Price { default, .. }
            | SettingKind::Quantity { default, .. } => Json::from(default),
            SettingKind::Date | SettingKind::Secret { .. } => Json::Null,
        }
    }

    fn schema(&self) -> Schema {
        match *self {
            SettingKind::Boolean { .. } => bool::schema(),
            SettingKind::Integer { min, max, .. } => Schema::of(Shape::Integer { min: Some(min), max: Some(max) }),
            SettingKind::Text { max, .. } => Schema::of(Shape::Text { max: Some(max), format: None }),
            SettingKind::Choice { words, .. } => Schema::of(Shape::Choice(words)),
            SettingKind::Decimal { .. }
            | SettingKind::Money { .. }
            | SettingKind::Price { .. }
            | SettingKind::Quantity { .. } => Decimal::schema(),
            SettingKind::Date => Schema { nullable: true, ..Schema::text(Format::Date) },
            SettingKind::Secret { .. } => {
                Schema { nullable: true, ..Schema::of(Shape::Text { max: None, format: None }) }
            }
        }
    }

    /// `value` as it is kept.
    ///
    /// # Errors
    ///
    /// 422 for what is no value of this kind, or out of its bounds.
    pub fn accept(&self, value: &Json) -> Result<Json> {
        let mut errors = FieldErrors::default();
        self.schema().check(value, &mut errors);
        errors.finish()?;
        match (self, value) {
            (SettingKind::Secret { .. }, Json::String(text)) if !text.starts_with(SEALED) => Err(errors::not_sealed()),
            (SettingKind::Text { .. }, Json::String(text)) => Ok(Json::from(kernel::tidy(text))),
            (SettingKind::Decimal { min, max, .. }, _) => within(decimal(value)?, min, max),
            (SettingKind::Money { min, max, .. }, _) => within(decimal(value)?, &min.to_string(), &max.to_string()),
            (SettingKind::Price { min, max, .. }, _) => {
                within(Price::from_decimal(decimal(value)?)?.decimal(), min, max)
            }
            (SettingKind::Quantity { min, max, .. }, _) => {
                within(Quantity::from_decimal(decimal(value)?)?.decimal(), min, max)
            }
            _ => Ok(value.clone()),
        }
    }

    /// The least and the greatest number, of the kinds that have them.
    pub fn bounds(&self) -> Option<(String, String)> {
        match *self {
            SettingKind::Integer { min, max, .. } | SettingKind::Money { min, max, .. } => {
                Some((min.to_string(), max.to_string()))
            }
            SettingKind::Decimal { min, max, .. }
            | SettingKind::Price { min, max, .. }
            | SettingKind::Quantity { min, max, .. } => Some((min.to_owned(), max.to_owned())),
            _ => None,
        }
    }
}

fn within(given: Decimal, min: &str, max: &str) -> Result<Json> {
    if (Decimal::parse(min)?..=Decimal::parse(max)?).contains(&given) {
        return Ok(Json::from(given.to_string()));
    }
    Err(kernel::errors::number_out_of_range(min, max))
}

fn decimal(value: &Json) -> Result<Decimal> {
    Decimal::deserialize(value).map_err(|error| kernel::errors::invalid_value(error.to_string()))
}

/// A setting without its type: what lists, screens and checks are made from.
#[derive(Clone, Copy, Debug)]
pub struct SettingDefinition {
    /// `module.noun`.
    pub name: &'static str,
    /// What screens call it.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What it may be.
    pub kind: SettingKind,
    /// For whom it may be chosen.
    pub levels: &'static [SettingLevel],
    /// The permission to choose it for the company or a site; for themselves all may who may choose settings.
    pub permission: &'static str,
    /// Refuses values that the kind does not know to be wrong.
    pub check: Option<fn(&mut crate::Tx<'_, '_>, &Json) -> Result<()>>,
}

impl SettingDefinition {
    /// Whether it may have values of this level. What a company may choose may be chosen for all companies, too.
    fn has_level(&self, level: SettingLevel) -> bool {
        let level = if level == SettingLevel::Global { SettingLevel::Company } else { level };
        self.levels.contains(&level)
    }
}

/// A setting that business code reads as a `T`. Only the constructors of its type make one, so that its values are such.
#[derive(Clone, Copy, Debug)]
pub struct Setting<T> {
    definition: SettingDefinition,
    of: PhantomData<fn() -> T>,
}

impl Setting<bool> {
    /// Yes or no.
    pub const fn boolean(name: &'static str, default: bool) -> Self {
        Self::of(name, SettingKind::Boolean { default })
    }
}

impl Setting<i64> {
    /// A whole number from `min` to `max`.
    pub const fn integer(name: &'static str, default: i64, min: i64, max: i64) -> Self {
        Self::of(name, SettingKind::Integer { default, min, max })
    }
}

impl Setting<String> {
    /// A text of at most `max` characters.
    pub const fn text(name: &'static str, default: &'static str, max: usize) -> Self {
        Self::of(name, SettingKind::Text { default, max })
    }

    /// One of these words.
    pub const fn choice(name: &'static str, default: &'static str, words: &'static [&'static str]) -> Self {
        Self::of(name, SettingKind::Choice { default, words })
    }
}

impl Setting<Decimal> {
    /// A decimal number from `min` to `max`.
    pub const fn decimal(name: &'static str, default: &'static str, min: &'static str, max: &'static str) -> Self {
        Self::of(name, SettingKind::Decimal { default, min, max })
    }

    /// An amount from `min` to `max` in the currency of the company, in major units: [`money::Amount::from_decimal`] makes an amount of it.
    pub const fn money(name: &'static str, default: i64, min: i64, max: i64) -> Self {
        Self::of(name, SettingKind::Money { default, min, max })
    }
}

impl Setting<Price> {
    /// The price of one unit from `min` to `max`, in the currency of the company.
    pub const fn price(name: &'static str, default: &'static str, min: &'static str, max: &'static str) -> Self {
        Self::of(name, SettingKind::Price { default, min, max })
    }
}

impl Setting<Quantity> {
    /// A quantity of goods from `min` to `max`.
    pub const fn quantity(name: &'static str, default: &'static str, min: &'static str, max: &'static str) -> Self {
        Self::of(name, SettingKind::Quantity { default, min, max })
    }
}

impl Setting<Option<Date>> {
    /// A day, or none.
    pub const fn date(name: &'static str) -> Self {
        Self::of(name, SettingKind::Date)
    }
}

impl Setting<Secret> {
    /// A text of at most `max` bytes that is kept encrypted.
    pub const fn secret(name: &'static str, max: usize) -> Self {
        Self::of(name, SettingKind::Secret { max })
    }
}

impl<T> Setting<T> {
    const fn of(name: &'static str, kind: SettingKind) -> Self {
        let levels = &[SettingLevel::Company];
        let definition = SettingDefinition { name, label: "", help: "", kind, levels, permission: "", check: None };
        Setting { definition, of: PhantomData }
    }

    /// The same, as screens tell it.
    #[must_use]
    pub const fn told(mut self, label: &'static str, help: &'static str) -> Self {
        self.definition.label = label;
        self.definition.help = help;
        self
    }

    /// The same, but it may be chosen at these levels and not only for the company.
    #[must_use]
    pub const fn at(mut self, levels: &'static [SettingLevel]) -> Self {
        self.definition.levels = levels;
        self
    }

    /// The same; who chooses it for the company or a site needs this permission.
    #[must_use]
    pub const fn chosen_with(mut self, permission: &'static str) -> Self {
        self.definition.permission = permission;
        self
    }

    /// The same, but `check` refuses further values.
    #[must_use]
    pub const fn checked(mut self, check: fn(&mut crate::Tx<'_, '_>, &Json) -> Result<()>) -> Self {
        self.definition.check = Some(check);
        self
    }

    /// What its module lists.
    pub const fn definition(&self) -> SettingDefinition {
        self.definition
    }
}

/// A value that was chosen.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "setting_value", label = "setting", key(name, level, owner))]
pub struct SettingValue {
    /// The setting.
    pub name: String,
    /// For whom.
    pub level: SettingLevel,
    /// The site or user; nil for the company.
    pub owner: Uuid,
    /// The value as JSON.
    #[field(max = 4000)]
    pub value: String,
}

/// A choice that was made: the history of settings.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "setting_change", label = "change of a setting", append_only)]
pub struct SettingChange {
    /// Its id.
    pub id: Id<SettingChange>,
    /// The setting.
    pub name: String,
    /// For whom.
    pub level: SettingLevel,
    /// The site or user; nil for the company.
    pub owner: Uuid,
    /// The value before, as JSON; none where nothing had been chosen.
    #[field(max = 4000)]
    pub before: Option<String>,
    /// The value that was chosen, as JSON; none where the choice was taken back.
    #[field(max = 4000)]
    pub value: Option<String>,
}

/// For whom a setting is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct SettingPlace {
    /// The user.
    pub user: Option<Uuid>,
    /// The site.
    pub site: Option<Uuid>,
}

/// The value of a setting where it is read: what the user has chosen, else the site, else the company, else what was copied from the
/// installation, else its default; and the level that it comes from.
pub fn chosen(
    read: &mut impl Read,
    setting: &SettingDefinition,
    place: SettingPlace,
) -> Result<(Json, Option<SettingLevel>)> {
    let found = chosen_row(read, setting, place)?;
    Ok(found.map_or_else(|| (setting.kind.default(), None), |(value, level, _)| (value, Some(level))))
}

/// The choice that counts where a setting is read, with its level and its site or user; `None` where nobody has chosen.
pub fn chosen_row(
    read: &mut impl Read,
    setting: &SettingDefinition,
    place: SettingPlace,
) -> Result<Option<(Json, SettingLevel, Uuid)>> {
    let levels = [
        (SettingLevel::User, place.user),
        (SettingLevel::Site, place.site),
        (SettingLevel::Company, Some(Uuid::nil())),
        (SettingLevel::Global, Some(Uuid::nil())),
    ];
    let asked = levels.into_iter().filter(|(level, _)| setting.has_level(*level));
    let keys = asked.filter_map(|(level, owner)| Some((setting.name.to_owned(), level, owner?)));
    // All are asked for before the first is looked at, so that what is not loaded yet is loaded at once.
    let found: Vec<_> = keys.map(|key| (key.1, read.get::<SettingValue>(&key))).collect();
    for (level, row) in found {
        if let Some(row) = row? {
            let value = serde_json::from_str(&row.value).map_err(|error| defect(error.to_string()))?;
            // A later version of the program may have narrowed its bounds.
            if setting.kind.accept(&value).is_ok() {
                return Ok(Some((value, level, row.owner)));
            }
        }
    }
    Ok(None)
}

/// [`chosen`], typed.
pub fn setting<T: DeserializeOwned>(read: &mut impl Read, setting: &Setting<T>, place: SettingPlace) -> Result<T> {
    let (value, _) = chosen(read, &setting.definition, place)?;
    serde_json::from_value(value).map_err(|error| defect(format!("{}: {error}", setting.definition.name)))
}
