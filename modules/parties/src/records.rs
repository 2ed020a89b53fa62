use crate::errors;
use command::{Series, SeriesKind, Tx};
use kernel::{Id, Result};
use language::Language;
use resource::Resource;
use store::{Prefetch, Read, Record, choices};

/// The longest terms of payment, in days: ten years.
pub const MAX_PAYMENT_DAYS: i64 = 3_650;

choices! {
    /// The language in which a party is written to.
    pub enum PartyLanguage {
        /// English.
        English = "en" as "English",
        /// Bengali.
        Bengali = "bn" as "Bengali",
    }
}

impl From<PartyLanguage> for Language {
    fn from(language: PartyLanguage) -> Language {
        match language {
            PartyLanguage::English => Language::English,
            PartyLanguage::Bengali => Language::Bengali,
        }
    }
}

/// A customer, a supplier, or both.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "party", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Party {
    /// Its id.
    pub id: Id<Party>,
    /// The code; the next number of the series where none is given.
    #[field(code, max = 64, search, default = "", group = "Identity")]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// It buys from us.
    #[field(default = "false")]
    pub is_customer: bool,
    /// It sells to us.
    #[field(default = "false")]
    pub is_supplier: bool,
    /// The e-mail address.
    #[field(search, folded, group = "Contact")]
    pub email: Option<String>,
    /// The telephone number.
    #[field(max = 64, search)]
    pub phone: Option<String>,
    /// Its number at the tax office.
    #[field(label = "Tax id", max = 64)]
    pub tax_id: Option<String>,
    /// Its postal address.
    #[field(max = 1000)]
    pub address: Option<String>,
    /// Its country.
    #[field(max = 100)]
    pub country: Option<String>,
    /// The language in which it is written to; that of the company where none is chosen.
    pub language: Option<PartyLanguage>,
    /// The terms of payment: the days from the date of a sale on account until it is due, at most ten years. Those of the setting
    /// `sales.payment_days` where it has none of its own.
    #[field(group = "Terms", unit = "days", least = 0, most = 3650)]
    pub payment_days: Option<i64>,
    /// Whether new documents may name it.
    #[field(default = "true")]
    pub is_active: bool,
}

impl Resource for Party {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "name", "email", "is_active"];
    const RESTORABLE: bool = true;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        if self.code.is_empty()
            && let Ok(Some(series)) = read.get::<Series>(&self.series())
        {
            read.find(Party::BY_CODE, self.numbered(series.next).as_str()).ok();
        }
    }

    fn check(&mut self, _before: Option<&Party>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.code.is_empty() {
            self.code = self.next_code(tx)?;
        }
        Ok(())
    }

    fn in_use(&self, _tx: &mut Tx<'_, '_>) -> Result<bool> {
        // Deleting a customer must not take a supplier away.
        Ok(self.is_customer && self.is_supplier)
    }
}

impl Party {
    fn letter(&self) -> &'static str {
        if self.is_customer { "C" } else { "S" }
    }

    fn series(&self) -> String {
        format!("party/{}", self.letter())
    }

    fn numbered(&self, number: i64) -> String {
        format!("{}{number:05}", self.letter())
    }

    /// The next free number: `C00001`, `S00001`. Numbers that were typed as codes are skipped.
    fn next_code(&self, tx: &mut Tx<'_, '_>) -> Result<String> {
        for _ in 0..1000 {
            let number = tx.number(&self.series(), SeriesKind::Unique)?;
            let code = self.numbered(number);
            if tx.find(Party::BY_CODE, code.as_str())?.is_none() {
                return Ok(code);
            }
        }
        Err(errors::no_free_number().at("code"))
    }
}
