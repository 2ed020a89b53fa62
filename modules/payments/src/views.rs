//! How a receipt is shown: as it was printed, from its own row alone.

use crate::records::Receipt;
use command::{DocumentDefinition, RowView};
use resource::Document;
use store::{Record, Scan};

impl Document for Receipt {
    const NUMBER: Scan<Receipt> = Receipt::BY_NUMBER;
    const DEFINITION: &'static DocumentDefinition = &DocumentDefinition {
        number: "number",
        header: RowView {
            table: Receipt::TABLE,
            hidden: &["entry_seq", "method"],
            renamed: &[("method_code", "method")],
            joined: &[],
        },
        computed: &[],
        parts: &[],
        states: None,
    };
}
