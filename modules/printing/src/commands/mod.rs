mod print;
mod printouts;

pub(crate) use print::{FinishPrint, PrintDocument};
pub(crate) use printouts::{FinishPrintout, PreviewPaper, PrintLabels, PrintReport};
