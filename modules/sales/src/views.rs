//! How a sale or return is shown: as it was printed, from its own rows alone.

use crate::queries;
use crate::records::{Sale, SaleLine, SalePayment};
use command::{ComputedField, DocumentDefinition, Part, RowView};
use resource::Document;
use store::{Field, FieldKind, Record, Scan};

impl Document for Sale {
    const NUMBER: Scan<Sale> = Sale::BY_NUMBER;
    const DEFINITION: &'static DocumentDefinition = &DocumentDefinition {
        number: "number",
        header: RowView {
            table: Sale::TABLE,
            hidden: &["entry_seq"],
            renamed: &[("change_given", "change")],
            joined: &[],
        },
        computed: &[ComputedField {
            name: "outstanding",
            meaning: "The amount that is still open; of a return, its unallocated credit, which is negative.",
            kind: FieldKind::Amount,
            value: |read, id| Ok(queries::outstanding(read, id)?.to_value()),
        }],
        parts: &[
            Part { name: "lines", meaning: "Its lines.", document: "sale", rows: LINES },
            Part { name: "payments", meaning: "The payments or refunds.", document: "sale", rows: PAYMENTS },
        ],
        states: None,
    };
}

const LINES: RowView = RowView {
    table: SaleLine::TABLE,
    hidden: &["sale", "tax_category", "stock_line", "returned_net", "returned_tax"],
    renamed: &[("origin_n", "origin_line"), ("tax_code", "tax_category")],
    joined: &[],
};

const PAYMENTS: RowView = RowView {
    table: SalePayment::TABLE,
    hidden: &["sale", "n", "method"],
    renamed: &[("method_code", "method")],
    joined: &[],
};
