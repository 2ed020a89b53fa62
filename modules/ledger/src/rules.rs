//! The rules of the ledger's own master records.

use crate::records::{Account, Site, Usage};
use command::Tx;
use kernel::{Error, Result};
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
            return Err(Error::field(
                "usage",
                "read_only",
                "Kind and use of an account stay; make another account instead.",
            ));
        }
        if self.usage == Usage::Stock && self.manual {
            return Err(Error::field("manual", "not_allowed", "Stock accounts are kept by the program."));
        }
        Ok(())
    }
}
