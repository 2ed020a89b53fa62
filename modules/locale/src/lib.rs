//! In which language people are answered and written to, and how numbers and days look to them.
//!
//! The languages, the forms and the calendars themselves are those of `language`; here a company, its sites and its users choose among them.
//! Start at [`style`].

mod correct_years;
mod errors;
mod queries;
mod records;
mod settings;

pub use settings::{CALENDAR, DATES, DIGITS, GROUPING, LANGUAGE, languages, style};

use command::{CommandEntry, DataStep, Method, Module, QueryEntry, Tx};
use correct_years::CorrectYears;
use kernel::Result;
use queries::{ConvertDay, ListYears};
use records::CorrectedYear;
use store::{Record, migration};

/// The module's table of contents.
pub fn module() -> Module {
    Module {
        name: "locale",
        about: "Languages, and how numbers and days are written; the calendar Bikram Sambat.",
        place: 85,
        migrations: vec![migration!("locale", 1, "corrected_years")],
        tables: vec![CorrectedYear::TABLE],
        data_steps: vec![DataStep { module: "locale", number: 1, run: seed }],
        commands: vec![CommandEntry::of::<CorrectYears>(Method::Post, "/bikram-sambat-years/correct/")],
        queries: vec![
            QueryEntry::of::<ListYears>("/bikram-sambat-years/"),
            QueryEntry::of::<ConvertDay>("/calendar/convert/"),
        ],
        permissions: vec![settings::CHOOSE],
        settings: settings::all(),
        problems: errors::PROBLEMS,
        ..Module::default()
    }
}

/// Lets all roles of a company read the calendar, and managers choose for it.
fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    identity::grant(tx, identity::MANAGER, &["locale.*"])?;
    for role in [identity::CLERK, identity::CASHIER] {
        identity::grant(tx, role, &["locale.calendar.view"])?;
    }
    Ok(())
}
