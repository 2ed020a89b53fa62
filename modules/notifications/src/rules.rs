//! What rules and templates of a company must be.

use crate::compose::try_out;
use crate::errors;
use crate::fields;
use crate::records::{NotificationChannel, NotificationRule, NotificationTemplate, RuleRecipient};
use command::{Effect, Tx};
use formula::{Formula, Kind};
use kernel::errors::{invalid_choice, no_such, required};
use kernel::{Error, Result, Schema, ToSchema};
use resource::Resource;
use serde::Serialize;
use store::Read;

/// The fields of a public event.
pub(crate) fn schema(tx: &Tx<'_, '_>, event: &str) -> Result<Schema> {
    let public = &tx.definitions().public_events;
    let names = || public.keys().copied().collect::<Vec<_>>().join(", ");
    public.get(event).cloned().ok_or_else(|| invalid_choice(names()).at("event"))
}

impl Resource for NotificationRule {
    const ORDER: &'static [&'static str] = &["event", "name", "id"];
    const FILTERS: &'static [&'static str] = &["event", "is_active", "recipient"];

    fn check(&mut self, _: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let event = schema(tx, &self.event)?;
        if let Some(condition) = &self.condition {
            let formula = Formula::of_kind(condition, &fields::names(&event), Kind::Boolean);
            formula.map_err(|wrong| errors::wrong_condition(wrong).at("condition"))?;
        }
        self.check_recipient(tx, &event)?;
        if self.channels().next().is_none() {
            return Err(errors::no_channel().at("in_app"));
        }
        let is_member = !matches!(self.recipient, RuleRecipient::Party | RuleRecipient::Address);
        for (name, asked) in [("in_app", self.in_app), ("push", self.push)] {
            if asked && !is_member {
                return Err(errors::members_only().at(name));
            }
        }
        self.problem = None;
        Ok(())
    }
}

impl NotificationRule {
    fn check_recipient(&self, tx: &mut Tx<'_, '_>, event: &Schema) -> Result<()> {
        let field_of = |field: &Option<String>, name: &'static str| {
            let field = field.as_deref().ok_or_else(|| required().at(name))?;
            if fields::has(event, field) { Ok(()) } else { Err(errors::no_such_field(field).at(name)) }
        };
        if let Some(role) = &self.role
            && tx.get::<identity::Role>(role)?.is_none()
        {
            return Err(no_such("role", role).at("role"));
        }
        if let Some(member) = &self.member
            && tx.get::<identity::Member>(member)?.is_none()
        {
            return Err(no_such("member", member).at("member"));
        }
        match self.recipient {
            RuleRecipient::Role => {
                self.role.as_ref().ok_or_else(|| required().at("role"))?;
                let Some(site) = &self.site_field else { return Ok(()) };
                field_of(&self.site_field, "site_field")?;
                if fields::is_id(event, site) { Ok(()) } else { Err(errors::no_site_field(site).at("site_field")) }
            }
            RuleRecipient::Member => self.member.map(drop).ok_or_else(|| required().at("member")),
            RuleRecipient::NamedMember | RuleRecipient::Party | RuleRecipient::Address => {
                field_of(&self.recipient_field, "recipient_field")
            }
        }
    }
}

impl Resource for NotificationTemplate {
    const ORDER: &'static [&'static str] = &["event", "id"];
    const FILTERS: &'static [&'static str] = &["event", "channel", "language"];

    fn check(&mut self, _: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let event = schema(tx, &self.event)?;
        if language::Language::of_code(&self.language).is_none() {
            return Err(invalid_choice(language::Language::CODES.join(", ")).at("language"));
        }
        if self.html.is_some() && self.channel != NotificationChannel::Email {
            return Err(errors::only_for("e-mail").at("html"));
        }
        if self.whatsapp_template.is_some() && self.channel != NotificationChannel::Whatsapp {
            return Err(errors::only_for("WhatsApp").at("whatsapp_template"));
        }
        try_out(tx, self, &event)?.map(drop).map_err(|mistake| {
            let line = mistake.line.map(|line| format!("Line {line}: ")).unwrap_or_default();
            errors::wrong_template(format!("{line}{}", mistake.why)).at(mistake.field)
        })
    }
}

/// What a template makes of an event as it could be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TemplatePreview {
    /// What it is about.
    subject: String,
    /// The text.
    text: String,
    /// The same in HTML.
    html: Option<String>,
}

impl Effect for TemplatePreview {
    const NAME: &'static str = "messages";
    const MEANING: &'static str = "What the template makes of an event as it could be.";

    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<TemplatePreview>> {
        let changed = tx.session().changed::<NotificationTemplate>()?;
        let mut previews = Vec::new();
        for template in changed.into_iter().filter_map(|row| row.after) {
            let event = schema(tx, &template.event)?;
            let message = try_out(tx, &template, &event)?;
            let message = message.map_err(|mistake| -> Error { errors::wrong_template(mistake.why) })?;
            previews.push(TemplatePreview { subject: message.subject, text: message.text, html: message.html });
        }
        Ok(previews)
    }
}
