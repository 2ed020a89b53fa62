//! The rules of the ledger's own master records.

use crate::errors;
use crate::records::{Account, Site, Usage};
use command::Tx;
use kernel::Result;
use resource::Resource;

impl Resource for Site {
    const ORDER: &'static [&'static str] = &["code", "name"];

    fn in_use(&self, _: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == crate::MAIN)
    }
}

impl Resource for Account {
    const ORDER: &'static [&'static str] = &["code", "name"];
    const FILTERS: &'static [&'static str] = &["kind", "usage", "is_active"];

    fn check(&mut self, before: Option<&Self>, _: &mut Tx<'_, '_>) -> Result<()> {
        // What has been posted was posted under the rules of this kind and use.
        if before.is_some_and(|before| (before.kind, before.usage) != (self.kind, self.usage)) {
            return Err(errors::account_kind_stays().at("usage"));
        }
        if self.usage == Usage::Stock && self.manual {
            return Err(errors::stock_account_by_hand().at("manual"));
        }
        Ok(())
    }
}
