//! How fiscal years and periods are shown.

use crate::records::{FiscalYear, Period, PeriodChange};
use command::{DocumentDefinition, Part, RowView};
use resource::{Document, Resource};
use store::{Record, Scan};

impl Resource for FiscalYear {
    const ORDER: &'static [&'static str] = &["starts_on"];
}

impl Resource for Period {
    const ORDER: &'static [&'static str] = &["starts_on"];
    const FILTERS: &'static [&'static str] = &["fiscal_year", "state"];
}

impl Document for Period {
    const NUMBER: Scan<Period> = Period::BY_MONTH;
    const DEFINITION: &'static DocumentDefinition = &DocumentDefinition {
        number: "month",
        header: RowView { table: Period::TABLE, hidden: &[], renamed: &[], joined: &[] },
        computed: &[],
        parts: &[Part {
            name: "changes",
            meaning: "When and by which user it was closed and opened again, and the reason.",
            document: "period",
            rows: RowView { table: PeriodChange::TABLE, hidden: &["period"], renamed: &[], joined: &[] },
        }],
        states: Some(resource::states::<Period>()),
    };
}
