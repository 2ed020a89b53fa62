//! The words of papers, by language.

use language::Language;
use std::collections::BTreeMap;

/// Each word with its name, in English and in Bengali.
const WORDS: &[(&str, &str, &str)] = &[
    ("amount", "Amount", "মূল্য"),
    ("amount_received", "Amount received", "প্রাপ্ত অর্থ"),
    ("balance", "Balance", "জের"),
    ("branch", "Branch", "শাখা"),
    ("cashier", "Cashier", "ক্যাশিয়ার"),
    ("change", "Change", "ফেরত"),
    ("closing", "Closing balance", "সমাপনী জের"),
    ("credit", "Credit", "ক্রেডিট"),
    ("credit_note", "Credit note", "ক্রেডিট নোট"),
    ("credited", "Credited to your account", "হিসাবে জমা"),
    ("currency", "Currency", "মুদ্রা"),
    ("customer", "Customer", "ক্রেতা"),
    ("date", "Date", "তারিখ"),
    ("debit", "Debit", "ডেবিট"),
    ("discount", "Discount", "ছাড়"),
    ("document", "Document", "দলিল"),
    ("due", "Amount due", "বাকি"),
    ("due_date", "Due date", "পরিশোধের শেষ তারিখ"),
    ("for_invoice", "For invoice", "মূল চালান"),
    ("from", "From", "শুরু"),
    ("invoice", "Invoice", "চালান"),
    ("item", "Item", "বিবরণ"),
    ("letter", "Letter", "চিঠি"),
    ("net", "Net", "করবিহীন মূল্য"),
    ("number", "Number", "নম্বর"),
    ("opening", "Opening balance", "প্রারম্ভিক জের"),
    ("page", "Page", "পৃষ্ঠা"),
    ("payment", "Payment", "পরিশোধ"),
    ("preview", "PREVIEW", "খসড়া"),
    ("price", "Unit price", "দর"),
    ("prices_with_tax", "Prices include tax.", "মূল্যে কর অন্তর্ভুক্ত।"),
    ("quantity", "Quantity", "পরিমাণ"),
    ("reason", "Reason", "কারণ"),
    ("receipt", "Receipt", "টাকা প্রাপ্তির রসিদ"),
    ("received_from", "Received from", "প্রদানকারী"),
    ("reference", "Reference", "সূত্র"),
    ("refunded", "Refunded", "ফেরত প্রদান"),
    ("rounding", "Difference", "পার্থক্য"),
    ("signature", "Signature", "স্বাক্ষর"),
    ("statement", "Statement of account", "হিসাব বিবরণী"),
    ("subtotal", "Subtotal", "উপমোট"),
    ("tax", "Tax", "কর"),
    ("tax_amount", "Tax amount", "করের পরিমাণ"),
    ("tax_id", "Tax id", "কর শনাক্তকরণ নম্বর"),
    ("to", "To", "শেষ"),
    ("total", "Total", "সর্বমোট"),
];

/// All words of a language by their names.
pub(crate) fn words(language: Language) -> BTreeMap<&'static str, &'static str> {
    WORDS.iter().map(|(name, english, bengali)| (*name, pick(language, english, bengali))).collect()
}

/// The word called `name`; its name where there is none.
pub fn word(language: Language, name: &str) -> &str {
    let found = WORDS.binary_search_by(|(known, ..)| (*known).cmp(name)).ok().map(|place| WORDS[place]);
    found.map_or(name, |(_, english, bengali)| pick(language, english, bengali))
}

fn pick(language: Language, english: &'static str, bengali: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::Bengali => bengali,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_once_in_both_languages() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, english, bengali) in WORDS {
            assert_eq!((word(Language::English, name), word(Language::Bengali, name)), (*english, *bengali));
            assert!(bengali.chars().any(|letter| ('\u{980}'..='\u{9ff}').contains(&letter)), "{name}");
        }
    }
}
