mod print;
mod printouts;
mod send;

pub(crate) use print::{FinishPrint, PrintDocument};
pub(crate) use printouts::{FinishPrintout, PreviewPaper, PrintLabels, PrintReport};
pub(crate) use send::SendPaper;
