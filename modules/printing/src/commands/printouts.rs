//! Labels, and papers to look at: what is no paper of a document.

use super::print::chosen;
use crate::events::{LabelFormat, LabelText, LabelsWanted, Parameter, PreviewWanted, ReportWanted};
use crate::figures;
use crate::printouts::PrintoutOut;
use crate::records::{PaperKind, PaperLanguage, Printout};
use crate::{errors, subject};
use catalog::Product;
use command::{Command, ReceivedFile, SettingPlace, Tx};
use kernel::errors::no_such;
use kernel::{Date, Error, FieldErrors, Id, Result, Text, ToSchema};
use language::Style;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Read, Ref};

/// The most kinds of labels that are printed at once.
const MOST_LABELS: usize = 500;
/// The most labels that are printed at once.
const MOST_COPIES: i64 = 5_000;

/// The most parameters of a report.
const MOST_PARAMETERS: usize = 50;

/// Labels of a product.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelLine {
    /// The product, by id or SKU.
    #[schema(resource = "products")]
    product: Ref<Product>,
    /// How many, from 1.
    copies: i64,
}

/// Has labels of products printed: name, price and bar code.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintLabels {
    /// The products.
    #[schema(min_items = 1, max_items = MOST_LABELS)]
    labels: Vec<LabelLine>,
    /// How they are printed.
    format: LabelFormat,
}

impl Command for PrintLabels {
    const NAME: &'static str = "printing.labels.print";
    const STATUS: u16 = 201;
    type Output = PrintoutOut;

    fn example() -> Json {
        json!({"labels": [{"product": "LAMP", "copies": 12}], "format": "a4"})
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PrintoutOut> {
        let currency = ledger::company(tx)?.base_currency;
        // Label printers have no letters but Latin ones.
        let style = match self.format {
            LabelFormat::Zpl => Style::default(),
            _ => locale::style(tx.session(), SettingPlace::default())?,
        };
        let mut wrong = FieldErrors::default();
        let mut labels = Vec::new();
        let mut all = 0_i64;
        for (place, line) in self.labels.iter().enumerate() {
            all = all.saturating_add(line.copies);
            if line.copies < 1 || all > MOST_COPIES {
                wrong.add(&format!("labels.{place}.copies"), errors::bad_copies(MOST_COPIES));
            }
            match line.product.get(tx) {
                Ok(product) => labels.push(LabelText {
                    name: product.name.clone(),
                    price: format!("{currency} {}", figures::price(&style, product.selling_price, currency)),
                    code: product.barcode.clone().unwrap_or_else(|| product.sku.clone()),
                    copies: line.copies,
                }),
                Err(error) => wrong.add(&format!("labels.{place}.product"), error),
            }
        }
        wrong.finish()?;
        let extension = if self.format == LabelFormat::Zpl { "zpl" } else { "pdf" };
        let printout = begin(tx, format!("labels.{extension}"))?;
        let (id, author) = (printout.id, tx.actor());
        tx.emit(&LabelsWanted { printout: id, author, format: self.format, labels })?;
        Ok(PrintoutOut::of(&printout))
    }
}

/// Makes a paper to look at, which says so, is kept for a day and counts as no copy: of a document that you may see, or, where none is named, of an
/// invoice that does not exist, to see what was chosen for papers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewPaper {
    /// The resource of the document: the end of its path, `sales`.
    record: Option<String>,
    /// The document: its id, code or printed number.
    row: Option<String>,
    /// On what; as the setting `printing.paper` says where it is left out.
    paper: Option<PaperKind>,
    /// In which language; as the setting `printing.language` says where it is left out.
    language: Option<PaperLanguage>,
    /// The first day of a statement; the beginning of the year where it is left out.
    from: Option<Date>,
    /// The last day of a statement; today where it is left out.
    to: Option<Date>,
}

impl Command for PreviewPaper {
    const NAME: &'static str = "printing.paper.preview";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = PrintoutOut;

    fn example() -> Json {
        json!({"record": "sales", "row": "SAL-2026-000001", "paper": "a5"})
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PrintoutOut> {
        let subject = match (&self.record, &self.row) {
            (Some(record), Some(row)) => Some(subject::of_command(tx, record, row, (self.from, self.to, None))?),
            (None, None) => None,
            (Some(_), None) => return Err(errors::no_row().at("row")),
            (None, Some(_)) => return Err(errors::no_row().at("record")),
        };
        let (paper, language) = chosen(tx, subject.as_ref(), self.paper, self.language)?;
        let number = subject.as_ref().map(|subject| subject.number(tx)).transpose()?;
        let number = number.unwrap_or_else(|| "specimen".to_owned()).replace(['/', '\\'], "-");
        let extension = if paper == PaperKind::EscPos { "bin" } else { "pdf" };
        let printout = begin(tx, format!("{number} {paper} {language}.{extension}"))?;
        let author = tx.actor();
        tx.emit(&PreviewWanted { printout: printout.id, author, subject, paper, language })?;
        Ok(PrintoutOut::of(&printout))
    }
}

/// Has a report printed as a table, as far as you may see it. The paper is kept for a day.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintReport {
    /// The name of the report: `trial-balance`.
    pub(crate) report: String,
    /// What it is asked with, those of its path too.
    #[serde(default)]
    #[schema(max_items = MOST_PARAMETERS)]
    pub(crate) parameters: Vec<Parameter>,
    /// On what; as the setting `printing.paper` says where it is left out.
    paper: Option<PaperKind>,
    /// In which language; as the setting `printing.language` says where it is left out.
    language: Option<PaperLanguage>,
}

impl Command for PrintReport {
    const NAME: &'static str = "printing.report.print";
    const STATUS: u16 = 201;
    type Output = PrintoutOut;

    fn example() -> Json {
        json!({"report": "trial-balance", "parameters": [{"name": "to", "value": "2026-12-31"}], "paper": "a4"})
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<PrintoutOut> {
        let permission = tx.definitions().reports.get(&self.report).copied();
        tx.require(permission.ok_or_else(|| no_such("report", &self.report).at("report"))?)?;
        let (paper, language) = chosen(tx, None, self.paper, self.language)?;
        if paper == PaperKind::EscPos {
            return Err(errors::no_slip().at("paper"));
        }
        let printout = begin(tx, format!("{} {paper} {language}.pdf", self.report))?;
        let (author, report, parameters) = (tx.actor(), self.report.clone(), self.parameters.clone());
        tx.emit(&ReportWanted { printout: printout.id, author, report, parameters, paper, language })?;
        Ok(PrintoutOut::of(&printout))
    }
}

fn begin(tx: &mut Tx<'_, '_>, name: String) -> Result<Printout> {
    let (id, author) = (tx.id(), tx.actor());
    let printout = Printout { id, author, name, sha256: None, bytes: None, media_type: None, problem: None };
    tx.insert_new(printout.clone())?;
    Ok(printout)
}

/// Keeps what was made for a day, or says why nothing was. The program does so.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FinishPrintout {
    /// The id of the printout.
    pub(crate) id: Id<Printout>,
    /// What was made.
    pub(crate) content: Option<ReceivedFile>,
    /// Why nothing was.
    pub(crate) problem: Option<Text<2000>>,
}

impl Command for FinishPrintout {
    const NAME: &'static str = "printing.printout.finish";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.require_system()?;
        let printout = tx.get::<Printout>(&self.id)?.ok_or_else(|| Error::not_found("printout", self.id))?;
        if printout.sha256.is_some() {
            return Ok(());
        }
        if let Some(content) = &self.content {
            notes::keep_for_a_day(tx, content)?;
        }
        tx.edit::<Printout>(&self.id, |printout| {
            printout.problem = self.problem.as_ref().map(ToString::to_string);
            if let Some(ReceivedFile { sha256, bytes, media_type }) = self.content.clone() {
                (printout.sha256, printout.bytes) = (Some(sha256), Some(bytes));
                printout.media_type = Some(media_type);
            }
            Ok(())
        })
        .map(drop)
    }
}
