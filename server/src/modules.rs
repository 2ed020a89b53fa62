//! The explicit list of all modules, in the order of their layers.

use command::{Module, Registry};
use kernel::Result;
use std::sync::Arc;

/// All modules.
pub fn modules() -> Vec<Module> {
    vec![
        resource::module(),
        events::module(),
        ::jobs::module(),
        imports::module(),
        identity::module(),
        notes::module(),
        mail::module(),
        notifications::module(),
        exports::module(),
        parties::module(),
        ledger::module(),
        ::settings::module(),
        catalog::module(),
        inventory::module(),
        payments::module(),
        sales::module(),
        sales_import::module(),
        crate::tenant_setup::module(),
    ]
}

/// What the control tenant has: the modules of a company are not in it.
pub fn control() -> Result<Registry> {
    Registry::of(vec![identity::control_module()])
}

/// Everything this program can do; an error that names every contradiction between modules.
pub fn registry() -> Result<Arc<Registry>> {
    Ok(Arc::new(Registry::of(modules())?))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_error_code_has_one_meaning() {
        let mut catalogues = super::registry().unwrap().catalogues();
        catalogues.extend(http_api::catalogues());
        assert_eq!(kernel::check_catalogues(&catalogues), Ok(()));
    }
}
