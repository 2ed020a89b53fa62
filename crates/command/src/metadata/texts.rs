//! The texts for people in what is told of a program, so that they can be told in other languages.

use super::{FieldMeta, Metadata, ReportMeta, ResourceMeta};
use crate::{ImportTarget, Registry, SettingDefinition, SettingKind};
use kernel::label_of;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// What is done with each text.
pub type EachText<'a> = &'a mut dyn FnMut(&mut String);

/// The members of told objects that are texts for people.
const TEXTS: [&str; 4] = ["label", "help", "unit", "about"];

/// Hands over every text for people within a told value, wherever it stands.
pub fn each_text_within(told: &mut Json, each: EachText<'_>) {
    match told {
        Json::Array(values) => values.iter_mut().for_each(|value| each_text_within(value, each)),
        Json::Object(members) => {
            for (name, value) in members {
                match value {
                    Json::String(text) if TEXTS.contains(&name.as_str()) => each(text),
                    value => each_text_within(value, each),
                }
            }
        }
        _ => {}
    }
}

impl FieldMeta {
    fn each_text(&mut self, each: EachText<'_>) {
        each(&mut self.label);
        each(&mut self.help);
        self.unit.iter_mut().for_each(&mut *each);
        self.choices.iter_mut().for_each(|choice| each(&mut choice.label));
        self.fields.iter_mut().for_each(|field| each_text_within(field, each));
    }
}

impl ResourceMeta {
    fn each_text(&mut self, each: EachText<'_>) {
        for text in [&mut self.label, &mut self.label_plural, &mut self.help] {
            each(text);
        }
        let parts = self.parts.iter_mut().flat_map(|part| &mut part.fields);
        let fields = self.fields.iter_mut().chain(&mut self.parameters).chain(parts);
        fields.for_each(|field| field.each_text(each));
        self.groups.iter_mut().for_each(|group| each(&mut group.label));
        self.related.iter_mut().for_each(|related| each(&mut related.label));
        for part in &mut self.parts {
            each(&mut part.label);
            each(&mut part.help);
        }
        let transitions = self.states.iter_mut().flat_map(|states| &mut states.transitions);
        transitions.for_each(|transition| each(&mut transition.label));
    }
}

impl ReportMeta {
    fn each_text(&mut self, each: EachText<'_>) {
        each(&mut self.label);
        each(&mut self.help);
        self.parameters.iter_mut().for_each(|parameter| parameter.each_text(each));
        self.columns.iter_mut().for_each(|column| each(&mut column.label));
    }
}

impl Metadata {
    /// Hands over every text for people, which may change it.
    pub fn each_text(&mut self, each: EachText<'_>) {
        self.resources.iter_mut().for_each(|resource| resource.each_text(each));
        for command in &mut self.commands {
            each(&mut command.label);
            each(&mut command.help);
            command.fields.iter_mut().for_each(|field| field.each_text(each));
        }
        self.reports.iter_mut().for_each(|report| report.each_text(each));
        self.menu_groups.values_mut().for_each(each);
    }
}

/// Every text for people that the definitions of a program tell, in English.
pub fn texts(registry: &Registry) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut each = |text: &mut String| {
        found.insert(text.clone());
    };
    Metadata::of(registry).each_text(&mut each);
    for ImportTarget { label, help, fields, .. } in &mut registry.definitions().imports.clone() {
        each(label);
        each(help);
        fields.iter_mut().for_each(|field| field.each_text(&mut each));
    }
    found.extend(registry.definitions().settings.iter().flat_map(|(_, setting)| of_setting(setting)));
    found.extend(registry.modules().iter().flat_map(|module| &module.tables).map(|table| table.label.to_owned()));
    found.extend(registry.modules().iter().flat_map(|module| &module.jobs).map(|job| job.about.to_owned()));
    found.extend(registry.modules().iter().flat_map(|module| &module.words).map(|word| (*word).to_owned()));
    found.extend(registry.definitions().resources.iter().map(|served| label_of(served.plural)));
    found.extend(registry.definitions().resources.iter().map(|served| label_of(served.noun())));
    found.extend(registry.reports().map(|report| report.definition.title.to_string()));
    found.insert(super::CUSTOM_FIELDS.to_owned());
    found.retain(|text| !text.is_empty());
    found
}

fn of_setting(setting: &SettingDefinition) -> Vec<String> {
    let words = if let SettingKind::Choice { words, .. } = setting.kind { words } else { &[] };
    let told = [setting.label, setting.help].into_iter().map(str::to_owned);
    told.chain(words.iter().map(|word| label_of(word))).collect()
}
