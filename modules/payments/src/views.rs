//! How a receipt is shown.

use crate::records::{PaymentMethod, Receipt};
use command::{DocumentDefinition, JoinedField, RowView};
use resource::Document;
use store::{Record, Scan};

impl Document for Receipt {
    const NUMBER: Scan<Receipt> = Receipt::BY_NUMBER;
    const DEFINITION: &'static DocumentDefinition = &DocumentDefinition {
        header: RowView {
            table: Receipt::TABLE,
            hidden: &["entry_seq"],
            renamed: &[],
            joined: &[JoinedField { name: "method", column: "method", table: PaymentMethod::TABLE, shows: "code" }],
        },
        computed: &[],
        parts: &[],
    };
}
