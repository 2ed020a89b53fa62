//! What a program is made of as plain data: its tables and data steps.

use crate::DataStep;
use store::Table;

/// All tables and data steps of a program, in the order of its modules.
#[derive(Debug, Default)]
pub struct Definitions {
    /// Every table of a company.
    pub tables: Vec<&'static Table>,
    /// Every data step, in the order in which a company runs them.
    pub data_steps: Vec<DataStep>,
}

impl Definitions {
    /// The data step `number` of `module`.
    pub fn data_step(&self, module: &str, number: i64) -> Option<&DataStep> {
        self.data_steps.iter().find(|step| (step.module, step.number) == (module, number))
    }
}
