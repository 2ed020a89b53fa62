//! The explicit list of all modules, in the order of their layers.

use command::{Module, Registry};
use std::sync::Arc;

/// All modules.
pub fn modules() -> Vec<Module> {
    vec![
        Module { name: "resource", migrations: resource::migrations(), ..Module::default() },
        identity::module(),
        parties::module_with(ledger::party_has_lines),
        ledger::module(),
        catalog::module(),
        inventory::module(),
        payments::module(),
        sales::module(),
        sales_import::module(),
        crate::tenant_setup::module(),
    ]
}

/// Everything this program can do.
pub fn registry() -> Arc<Registry> {
    Arc::new(Registry::of(modules()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_error_code_has_one_meaning() {
        let mut catalogues = super::registry().catalogues();
        catalogues.push(http_api::PROBLEMS);
        assert_eq!(kernel::check_catalogues(&catalogues), Ok(()));
    }
}
