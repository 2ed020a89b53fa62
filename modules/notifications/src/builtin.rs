//! The words of the program itself for what happens, where the company has no template of its own.

use crate::compose::Words;
use language::Language;
use serde_json::Value as Json;
use std::sync::Arc;
use templates::{Message, Mistake, Template};

/// How the program puts an event into words, and which row it is about.
struct Builtin {
    event: &'static str,
    /// The resource of the row that it is about, and the field of the event with its id.
    about: Option<(&'static str, &'static str)>,
    english: [&'static str; 2],
    bengali: [&'static str; 2],
}

const BUILTIN: [Builtin; 7] = [
    Builtin {
        event: "sales.sale.posted",
        about: Some(("sales", "document")),
        english: [
            "Sale {{ number }}",
            "Sale {{ number }} of {{ business_date | date }} comes to {{ total | money(currency) }}.",
        ],
        bengali: [
            "বিক্রয় {{ number }}",
            "{{ business_date | date }} তারিখের বিক্রয় {{ number }}-এর মোট {{ total | money(currency) }}।",
        ],
    },
    Builtin {
        event: "sales.return.posted",
        about: Some(("sale-returns", "document")),
        english: [
            "Credit note {{ number }}",
            "Credit note {{ number }} of {{ business_date | date }} comes to {{ total | money(currency) }}.",
        ],
        bengali: [
            "ক্রেডিট নোট {{ number }}",
            "{{ business_date | date }} তারিখের ক্রেডিট নোট {{ number }}-এর মোট {{ total | money(currency) }}।",
        ],
    },
    Builtin {
        event: "payments.receipt.posted",
        about: Some(("receipts", "receipt")),
        english: [
            "Receipt {{ number }}",
            "{{ amount | money(currency) }} received on {{ business_date | date }}: receipt {{ number }}.",
        ],
        bengali: [
            "রসিদ {{ number }}",
            "{{ business_date | date }} তারিখে {{ amount | money(currency) }} পাওয়া গেছে: রসিদ {{ number }}।",
        ],
    },
    Builtin {
        event: "ledger.entry.posted",
        about: Some(("journal-entries", "entry")),
        english: ["Entry {{ number }}", "Entry {{ number }} was posted for {{ business_date | date }}."],
        bengali: ["দাখিলা {{ number }}", "{{ business_date | date }} তারিখের দাখিলা {{ number }} লেখা হয়েছে।"],
    },
    Builtin {
        event: "notes.comment.written",
        about: None,
        english: ["A comment", "{{ text }}"],
        bengali: ["একটি মন্তব্য", "{{ text }}"],
    },
    Builtin {
        event: "messages.reply.received",
        about: None,
        english: ["A message from {{ sender }}", "{{ text }}"],
        bengali: ["{{ sender }} থেকে একটি বার্তা", "{{ text }}"],
    },
    Builtin {
        event: "messages.message.failed",
        about: Some(("messages", "message")),
        english: ["A message was not delivered", "The message to {{ recipient }} did not arrive: {{ problem }}"],
        bengali: ["একটি বার্তা পৌঁছায়নি", "{{ recipient }}-এর কাছে বার্তা পৌঁছায়নি: {{ problem }}"],
    },
];

/// Of an event for which the program has no words: its name and its fields.
const ANY: [&str; 2] = [
    "{{ event.name }}",
    "{% for name, value in fields | items %}{% if value is string or value is number %}{{ name }}: {{ value }}\n{% endif %}{% endfor %}",
];

/// The message of the program itself.
pub(crate) fn message(event: &str, values: &Json, words: &Words) -> Result<Message, Mistake> {
    let known = BUILTIN.iter().find(|known| known.event == event);
    let [subject, text] = known.map_or(ANY, |known| match words.style.language {
        Language::English => known.english,
        Language::Bengali => known.bengali,
    });
    let mut all = values.clone();
    if known.is_none() {
        all["fields"] = values.clone();
    }
    templates::render(Template { subject, text, html: None }, &all, Arc::new(words.clone()))
}

/// The resource of the row that an event is about, and the field with its id.
pub(crate) fn about(event: &str) -> Option<(&'static str, &'static str)> {
    BUILTIN.iter().find(|known| known.event == event)?.about
}
