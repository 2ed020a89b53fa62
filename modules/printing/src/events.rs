//! What the module tells: itself, so that jobs make what was asked for.

use crate::records::{PaperKind, PaperLanguage, Print, Printout};
use command::Event;
use kernel::{Id, ToSchema};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A paper is to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PrintWanted {
    /// The paper.
    pub(crate) print: Id<Print>,
    /// Who asked for it.
    pub(crate) author: Uuid,
}

impl Event for PrintWanted {
    const NAME: &'static str = "printing.print.wanted";
}

/// Labels are to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct LabelsWanted {
    /// As what they are kept.
    pub(crate) printout: Id<Printout>,
    /// Who asked for them.
    pub(crate) author: Uuid,
    /// How they are printed.
    pub(crate) format: LabelFormat,
    /// What stands on them.
    pub(crate) labels: Vec<LabelText>,
}

impl Event for LabelsWanted {
    const NAME: &'static str = "printing.labels.wanted";
}

store::choices! {
    /// How labels are printed.
    pub enum LabelFormat {
        /// A PDF of sheets of 24 (70 × 37 mm) on A4.
        SheetOf24 = "a4" as "A4, 24 on a sheet (PDF)",
        /// A PDF of pages of 50 × 30 mm.
        Roll = "50x30" as "50 × 30 mm (PDF)",
        /// ZPL II for label printers: 50 × 30 mm, 8 dots a millimetre.
        Zpl = "zpl" as "Label printer (ZPL)",
    }
}

/// What stands on a label.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct LabelText {
    /// The name of the product.
    pub(crate) name: String,
    /// Its price.
    pub(crate) price: String,
    /// Its bar code.
    pub(crate) code: String,
    /// How many labels.
    pub(crate) copies: i64,
}

/// A paper is to be made that somebody wants to look at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct PreviewWanted {
    /// As what it is kept.
    pub(crate) printout: Id<Printout>,
    /// Who asked for it.
    pub(crate) author: Uuid,
    /// Of which document; none is an invoice that does not exist.
    pub(crate) subject: Option<Subject>,
    /// On what.
    pub(crate) paper: PaperKind,
    /// In which language.
    pub(crate) language: PaperLanguage,
}

impl Event for PreviewWanted {
    const NAME: &'static str = "printing.preview.wanted";
}

/// A report is to be printed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ReportWanted {
    /// As what it is kept.
    pub(crate) printout: Id<Printout>,
    /// Who asked for it, and sees what stands in it.
    pub(crate) author: Uuid,
    /// The report.
    pub(crate) report: String,
    /// What it is asked with.
    pub(crate) parameters: Vec<Parameter>,
    /// On what.
    pub(crate) paper: PaperKind,
    /// In which language.
    pub(crate) language: PaperLanguage,
}

impl Event for ReportWanted {
    const NAME: &'static str = "printing.report.wanted";
}

/// A parameter of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    /// Its name, as `/meta/reports/` tells it.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

/// What a paper is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Subject {
    /// The resource: the end of its path.
    pub(crate) record: String,
    /// The id of the row.
    pub(crate) row: Uuid,
    /// The period of a statement.
    pub(crate) period: Option<Period>,
}

/// The period of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Period {
    /// Its first day.
    pub(crate) from: kernel::Date,
    /// Its last day.
    pub(crate) to: kernel::Date,
    /// The last entry that it knows.
    pub(crate) as_known_at: i64,
}
