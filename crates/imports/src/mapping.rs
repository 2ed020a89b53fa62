//! What the columns of files were said to be, for the next file with the same ones.

use command::{Command, Tx};
use kernel::errors::no_such;
use kernel::{Id, Result, Text, ToSchema, hex};
use resource::Resource;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Read, Record};

/// What the columns of a file were said to be when it was imported.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "import_mapping", label = "import mapping", unique(target, columns_digest), audited)]
#[non_exhaustive]
pub struct ImportMapping {
    /// Its id.
    pub id: Id<ImportMapping>,
    /// What the file was imported into.
    #[field(max = 100)]
    pub target: String,
    /// The names in the first line of the file.
    #[field(max = 4000)]
    pub columns: String,
    /// The digest of these names in small letters.
    #[field(max = 64, hidden)]
    pub columns_digest: String,
    /// Which column is which field, as a JSON object.
    #[field(max = 8000)]
    pub mapping: String,
}

impl Resource for ImportMapping {
    const ORDER: &'static [&'static str] = &["-id"];
    const FILTERS: &'static [&'static str] = &["target"];
}

/// The digest by which a file with these columns is known again: letter case and blanks around names do not count.
pub(crate) fn digest_of(header: &[String]) -> String {
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    hex(&Sha256::digest(names.join("\n")))
}

/// Remembers what the columns of a file are; where that is nothing, what was remembered is forgotten. The program does so when the file is
/// imported.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RememberMapping {
    /// What the file is imported into.
    pub(crate) target: Text<100>,
    /// The names in its first line.
    pub(crate) columns: Vec<String>,
    /// Which column is which field, as a JSON object.
    pub(crate) mapping: Text<8000>,
}

/// What is remembered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Remembered {
    /// Its id; none where nothing is said.
    id: Option<Id<ImportMapping>>,
}

impl Command for RememberMapping {
    const NAME: &'static str = "imports.mapping.remember";
    type Output = Remembered;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Remembered> {
        tx.require_system()?;
        let digest = digest_of(&self.columns);
        let mapping = self.mapping.to_string();
        let is_nothing = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&mapping)
            .is_ok_and(|said| said.is_empty());
        if let Some(known) = tx.find(ImportMapping::BY_TARGET_COLUMNS_DIGEST, (&*self.target, digest.as_str()))? {
            if is_nothing {
                tx.delete::<ImportMapping>(&known.id)?;
            } else if known.mapping != mapping {
                tx.edit::<ImportMapping>(&known.id, |known| {
                    known.mapping = mapping;
                    Ok(())
                })?;
            }
            return Ok(Remembered { id: Some(known.id) });
        }
        if is_nothing {
            return Ok(Remembered { id: None });
        }
        let columns: String = self.columns.join(", ").chars().take(4_000).collect();
        let (id, target) = (tx.id(), self.target.to_string());
        tx.insert_new(ImportMapping { id, target, columns, columns_digest: digest, mapping })?;
        Ok(Remembered { id: Some(id) })
    }
}

/// Forgets what the columns of a file were said to be.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForgetMapping {
    /// The mapping.
    pub(crate) id: Id<ImportMapping>,
    /// The version the mapping must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) if_match: Option<i64>,
}

impl Command for ForgetMapping {
    const NAME: &'static str = "imports.mapping.forget";
    const STATUS: u16 = 204;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        tx.get::<ImportMapping>(&self.id)?.ok_or_else(|| no_such("import mapping", self.id))?;
        tx.require_version::<ImportMapping>(&self.id, self.if_match)?;
        tx.delete::<ImportMapping>(&self.id)
    }
}
