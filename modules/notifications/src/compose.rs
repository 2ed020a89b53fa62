//! Events in words: the company's template, or the program's own.

use crate::builtin;
use crate::fields;
use crate::records::{NotificationChannel, NotificationTemplate};
use command::{SettingPlace, Tx};
use kernel::{Date, Instant, Result, Schema};
use language::{Language, Style};
use money::Decimal;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::Read;
use templates::{Message, Mistake, Template, Wording};

/// What has happened, as templates read it.
#[derive(Clone, Debug)]
pub(crate) struct Happened {
    /// The event.
    pub(crate) event: String,
    /// Its fields.
    pub(crate) body: Json,
    /// When.
    pub(crate) at: Instant,
}

/// A message, and the template of WhatsApp in whose place it stands.
#[derive(Clone, Debug)]
pub(crate) struct Composed {
    pub(crate) message: Message,
    pub(crate) whatsapp_template: Option<String>,
}

/// How somebody reads: language, numbers and days, in the zone of the company.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(crate) style: Style,
    pub(crate) zone: String,
}

impl Words {
    /// Those of a place; of the company where that is nobody in particular.
    pub(crate) fn of(tx: &mut Tx<'_, '_>, place: SettingPlace) -> Result<Words> {
        let zone = tx.definitions().timezone;
        let zone = zone.map(|zone| zone(tx.session())).transpose()?.unwrap_or_else(|| "UTC".to_owned());
        Ok(Words { style: locale::style(tx.session(), place)?, zone })
    }
}

impl Wording for Words {
    fn number(&self, decimal: &str) -> Option<String> {
        Decimal::parse(decimal).ok().map(|_| self.style.number(decimal))
    }

    fn money(&self, decimal: &str, currency: &str) -> Option<String> {
        Decimal::parse(decimal).ok().map(|_| self.style.money(decimal, currency))
    }

    fn date(&self, date: &str) -> Option<String> {
        let day = date.parse::<Date>().ok().filter(|_| date.len() == 10);
        let moment = || serde_json::from_value::<Instant>(date.into()).ok();
        day.map(|day| self.style.day(day)).or_else(|| moment().map(|moment| self.style.moment(moment, &self.zone)))
    }

    fn say(&self, text: &str) -> Option<String> {
        Some(language::say::<&str>(self.style.language, text, &[]))
    }
}

/// The message that tells `reader` what has happened, by a channel; what is wrong with the template where it makes none.
pub(crate) fn compose(
    tx: &mut Tx<'_, '_>,
    happened: &Happened,
    channel: NotificationChannel,
    (reader, words): (&str, &Words),
) -> Result<std::result::Result<Composed, Mistake>> {
    let own = template(tx, &happened.event, channel, words.style.language)?;
    let values = values(tx, happened, reader)?;
    let whatsapp_template = own.as_ref().and_then(|own| own.whatsapp_template.clone());
    let message = match &own {
        Some(own) => templates::render(source(own), &values, Arc::new(words.clone())),
        None => builtin::message(&happened.event, &values, words),
    };
    Ok(message.map(|message| Composed { message, whatsapp_template }))
}

/// What a template of the company says.
pub(crate) fn source(template: &NotificationTemplate) -> Template<'_> {
    Template {
        subject: template.subject.as_deref().unwrap_or_default(),
        text: &template.text,
        html: template.html.as_deref(),
    }
}

/// The template of the company for a channel, in the language or in English.
fn template(
    tx: &mut Tx<'_, '_>,
    event: &str,
    channel: NotificationChannel,
    language: Language,
) -> Result<Option<Arc<NotificationTemplate>>> {
    for code in [language.code(), Language::English.code()] {
        let index = NotificationTemplate::BY_EVENT_CHANNEL_LANGUAGE;
        if let Some(template) = tx.find(index, (event, channel, code))? {
            return Ok(Some(template));
        }
    }
    Ok(None)
}

/// What templates read.
pub(crate) fn values(tx: &mut Tx<'_, '_>, happened: &Happened, reader: &str) -> Result<Json> {
    let company = ledger::company(tx)?;
    let more = json!({
        "event": { "name": happened.event, "at": happened.at },
        "company": { "name": company.name, "currency": company.base_currency },
        "recipient": { "name": reader },
    });
    Ok(fields::beside(&happened.body, more))
}

/// The message that a template makes of an event as it could be.
///
/// # Errors
///
/// What is wrong with it for such an event, or for one whose fields are empty where they may be.
pub(crate) fn try_out(
    tx: &mut Tx<'_, '_>,
    template: &NotificationTemplate,
    schema: &Schema,
) -> Result<std::result::Result<Message, Mistake>> {
    let mut words = Words::of(tx, SettingPlace::default())?;
    words.style.language = Language::of_code(&template.language).unwrap_or_default();
    let mut made = |is_bare| -> Result<std::result::Result<Message, Mistake>> {
        let body = fields::sample(schema, is_bare);
        let happened = Happened { event: template.event.clone(), body, at: tx.now() };
        let values = values(tx, &happened, "Ada")?;
        Ok(templates::render(source(template), &values, Arc::new(words.clone())))
    };
    Ok(match (made(true)?, made(false)?) {
        (Err(mistake), Ok(_)) => {
            Err(Mistake { why: format!("Where a field of the event is empty: {}", mistake.why), ..mistake })
        }
        (_, full) => full,
    })
}
