//! How a document is shown: from its own row alone.

use crate::records::{{Document}};
use command::{DocumentDefinition, RowView};
use resource::Document;
use store::{Record, Scan};

impl Document for {{Document}} {
    const NUMBER: Scan<{{Document}}> = {{Document}}::BY_NUMBER;
    const DEFINITION: &'static DocumentDefinition = &DocumentDefinition {
        number: "number",
        header: RowView { table: {{Document}}::TABLE, hidden: &[], renamed: &[], joined: &[] },
        computed: &[],
        parts: &[],
        states: None,
    };
}
