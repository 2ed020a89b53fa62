//! Templates of messages: subject, text and HTML with the values of what happened in them.
//!
//! The language is that of Jinja (minijinja), without files, clock or randomness: the same template and values make the same message.
//! A value that does not exist is an error and never an empty place, and what a template may cost is bounded: it says values, chooses and
//! repeats, but neither calculates nor keeps anything, see `allowed`.

mod allowed;

use allowed::Refused;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde_json::Value as Json;
use std::io::{self, Write};
use std::sync::Arc;

/// The most characters of a template.
pub const LONGEST_TEMPLATE: usize = 20_000;
/// The most bytes of what becomes of one.
const LONGEST_MESSAGE: usize = 200_000;
/// The most steps of one, loops included.
const STEPS: u64 = 50_000;

/// The template of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template<'a> {
    /// What it is about, in one line.
    pub subject: &'a str,
    /// The text.
    pub text: &'a str,
    /// The same in HTML, for e-mail; values in it are escaped.
    pub html: Option<&'a str>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is about, in one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The same in HTML.
    pub html: Option<String>,
}

/// How values are written for whom the message is for: the filters `money`, `number` and `date`, and the function `t`.
pub trait Wording: Send + Sync {
    /// An exact decimal.
    fn number(&self, decimal: &str) -> Option<String>;
    /// An exact decimal with its currency.
    fn money(&self, decimal: &str, currency: &str) -> Option<String>;
    /// A date, `2026-12-31`, or a moment, `2026-12-31T12:00:00Z`.
    fn date(&self, date: &str) -> Option<String>;
    /// The words for a key.
    fn say(&self, key: &str) -> Option<String>;
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `subject`, `text` or `html`.
    pub field: &'static str,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: String,
}

/// Makes a message of a template.
///
/// # Errors
///
/// What is wrong with the template, as a whole or for these values.
pub fn render(template: Template<'_>, values: &Json, wording: Arc<dyn Wording>) -> Result<Message, Mistake> {
    let environment = environment(wording);
    let part = |field, source| rendered(&environment, field, source, values);
    let subject = part("subject", template.subject)?;
    Ok(Message {
        subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
        text: part("text", template.text)?,
        html: template.html.map(|html| part("html", html)).transpose()?,
    })
}

fn environment(wording: Arc<dyn Wording>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS));
    environment.set_recursion_limit(20);
    environment.set_auto_escape_callback(|name| if name == "html" { AutoEscape::Html } else { AutoEscape::None });
    let cannot = |what: &str, value: &str| Error::new(ErrorKind::InvalidOperation, format!("“{value}” is no {what}"));
    let own = wording.clone();
    environment.add_filter("number", move |value: &Value| {
        let value = value.to_string();
        own.number(&value).ok_or_else(|| cannot("number", &value))
    });
    let own = wording.clone();
    environment.add_filter("money", move |value: &Value, currency: &str| {
        let value = value.to_string();
        own.money(&value, currency).ok_or_else(|| cannot("amount", &value))
    });
    let own = wording.clone();
    environment.add_filter("date", move |value: &Value| {
        let value = value.to_string();
        own.date(&value).ok_or_else(|| cannot("date", &value))
    });
    environment.add_function("t", move |key: &str, rest: Kwargs| {
        rest.assert_all_used()?;
        wording.say(key).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("no words for “{key}”")))
    });
    environment
}

fn rendered(
    environment: &Environment<'_>,
    field: &'static str,
    source: &str,
    values: &Json,
) -> Result<String, Mistake> {
    if source.chars().count() > LONGEST_TEMPLATE {
        let why = format!("It has more than {LONGEST_TEMPLATE} characters.");
        return Err(Mistake { field, line: None, why });
    }
    let mistake = |error: Error| Mistake { field, line: error.line(), why: why(&error) };
    allowed::check(source).map_err(|Refused { line, why }| Mistake { field, line, why })?;
    let template = environment.template_from_named_str(field, source).map_err(mistake)?;
    let mut out = Bounded(Vec::new());
    template.render_captured_to(value_of(values), &mut out).map_err(mistake)?;
    String::from_utf8(out.0).map_err(|error| Mistake { field, line: None, why: error.to_string() })
}

/// Numbers beyond whole ones stay as they are written: nothing is rounded.
fn value_of(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::from(number.to_string()), Value::from),
        Json::String(text) => Value::from(text),
        Json::Array(items) => items.iter().map(value_of).collect(),
        Json::Object(fields) => Value::from_pairs(fields.iter().map(|(name, value)| (name.as_str(), value_of(value)))),
    }
}

fn why(error: &Error) -> String {
    match error.kind() {
        ErrorKind::OutOfFuel => "It takes too many steps.".to_owned(),
        ErrorKind::WriteFailure => format!("It becomes longer than {LONGEST_MESSAGE} bytes."),
        ErrorKind::UndefinedError => error.detail().map_or_else(
            || "It names a value that does not exist.".to_owned(),
            |detail| format!("It names a value that does not exist: {detail}."),
        ),
        kind => error.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
    }
}

/// Takes no more than [`LONGEST_MESSAGE`].
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.0.len() + part.len() > LONGEST_MESSAGE {
            return Err(io::Error::other("too long"));
        }
        self.0.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    struct Plain;

    impl Wording for Plain {
        fn number(&self, decimal: &str) -> Option<String> {
            decimal.contains('.').then(|| format!("<{decimal}>"))
        }
        fn money(&self, decimal: &str, currency: &str) -> Option<String> {
            Some(format!("{currency} {decimal}"))
        }
        fn date(&self, date: &str) -> Option<String> {
            (date.len() == 10).then(|| date.replace('-', "/"))
        }
        fn say(&self, key: &str) -> Option<String> {
            (key == "greeting").then(|| "Good day".to_owned())
        }
    }

    fn made(template: Template<'_>, values: &Json) -> Result<Message, Mistake> {
        render(template, values, Arc::new(Plain))
    }

    fn text(text: &str, values: &Json) -> Result<String, Mistake> {
        made(Template { subject: "", text, html: None }, values).map(|message| message.text)
    }

    #[test]
    fn message_has_values_and_html_escapes_them() {
        let values = json!({"name": "Ann & <Bob>", "total": "1234.50", "currency": "BDT", "day": "2026-12-31"});
        let template = Template {
            subject: "Sale\n for {{ name }}",
            text: "{{ t('greeting') }} {{ name }}: {{ total | money(currency) }} on {{ day | date }}",
            html: Some("<p>{{ name }}</p>"),
        };
        let message = made(template, &values).unwrap();
        assert_eq!(message.subject, "Sale for Ann & <Bob>");
        assert_eq!(message.text, "Good day Ann & <Bob>: BDT 1234.50 on 2026/12/31");
        assert_eq!(message.html.as_deref(), Some("<p>Ann &amp; &lt;Bob&gt;</p>"));
    }

    #[test]
    fn template_chooses_and_repeats() {
        let values =
            json!({"lines": [{"name": "Tea", "kind": "stock"}, {"name": "Mug", "kind": "gift"}], "note": null});
        let template = "{% for line in lines if line.kind in ['stock', 'service'] %}{{ loop.index }}. {{ line.name | upper }}{% else %}none{% endfor %}\
                        {% if note is none or not note %} no note{% elif note == 'x' %}{{ note[:3] }}{% endif %}{{ lines | length }}{{ -1 if lines else 2 }}\
                        {{ lines | map(attribute='name') | join(', ') }}{{ {'a': 1}.a }}{% if 1 < 2 <= 2 %}!{% endif %}{{ 7 % 2 }}";
        assert_eq!(text(template, &values).unwrap(), "1. TEA no note2-1Tea, Mug1!1");
    }

    #[test]
    fn mistakes_name_their_field_and_line() {
        let template = Template { subject: "x", text: "one\n{{ nothing }}", html: None };
        let mistake = made(template, &json!({})).unwrap_err();
        assert_eq!((mistake.field, mistake.line), ("text", Some(2)));
        for (wrong, part) in [
            ("{{ ", "syntax"),
            ("{% for x in range(10000) %}{% for y in range(10000) %}x{% endfor %}{% endfor %}", "steps"),
            ("{{ day | date }}", "no date"),
            ("{{ 'x' | number }}", "no number"),
            ("{{ t('nothing') }}", "no words"),
            ("{% include 'other' %}", "unknown statement"),
            ("{{ day.year.month }}", "does not exist"),
            ("{{ [0] * 100000000 }}", "calculate"),
            ("{{ 1 ~ 1 }}", "calculate"),
            ("{% set s = 'x' %}{{ s }}", "nothing but"),
            ("{% set x %}{{ day }}{% endset %}", "nothing but"),
            ("{% with x = [day, day] %}{{ x }}{% endwith %}", "nothing but"),
            ("{% macro m() %}{% endmacro %}", "unknown statement"),
            ("{{ [day, day] }}", "lists"),
            ("{% for x in [[day]] %}{{ x == x }}{% endfor %}", "lists"),
            ("{{ namespace(x=1) }}", "namespace"),
            ("{{ debug() }}", "debug"),
            ("{{ day | tojson }}", "tojson"),
            ("{{ day | safe }}", "safe"),
            ("{% for x in day recursive %}{{ loop(x) }}{% endfor %}", "loop"),
        ] {
            let mistake = text(wrong, &json!({"day": "never"})).unwrap_err();
            assert!(mistake.why.contains(part), "{wrong}: {}", mistake.why);
        }
        let long = "x".repeat(LONGEST_MESSAGE / 10);
        let values = json!({ "long": long });
        let mistake = text("{% for n in range(20) %}{{ long }}{% endfor %}", &values).unwrap_err();
        assert!(mistake.why.contains("longer"), "{}", mistake.why);
    }

    proptest! {
        #[test]
        fn any_text_is_rendered_or_refused(source in "(\\PC|\\{\\{|\\}\\}|\\{%|%\\}|[a-z|().'\" ]){0,60}", value in "\\PC{0,20}") {
            let values = json!({"a": value});
            drop(text(&source, &values));
            prop_assert_eq!(text("{{ a }}", &values).unwrap(), values["a"].as_str().unwrap());
        }
    }
}
