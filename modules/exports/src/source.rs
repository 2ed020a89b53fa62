//! What files are made of: the tables of lists and reports, and exports.

use crate::errors;
use crate::records::FileFormat;
use command::{ExportFormat, Grants, Input, OpenExport, Registry, ReportFormat};
use kernel::Result;
use sheets::ReportFile;
use std::collections::BTreeMap;
use store::Session;

/// A file that is being made.
pub(crate) enum OpenSource {
    /// Of a list or a report.
    Table(Box<ReportFile>),
    /// Of an export.
    Export(OpenExport),
}

impl OpenSource {
    /// Begins the file, for a user with these grants, and says what it is called.
    ///
    /// # Errors
    ///
    /// There is no such source, or it refuses the user or the parameters.
    pub(crate) fn begin(
        registry: &Registry,
        read: &mut Session<'_>,
        (source, mut parameters, format): (&str, BTreeMap<String, String>, FileFormat),
        grants: Grants,
    ) -> Result<(OpenSource, String)> {
        if parameters.contains_key("format") {
            return Err(errors::own_format().at("parameters"));
        }
        let definitions = registry.definitions().clone();
        let mut reports = registry.modules().iter().flat_map(|module| &module.reports);
        if let Some(report) = reports.find(|report| report.definition.name == source) {
            let in_path = |name: &str| report.definition.path.contains(&format!("{{{name}}}"));
            let (path, query) = parameters.into_iter().partition(|(name, _)| in_path(name));
            let open = report.begin(read, &Input { path, ..Input::default() }, query, grants, definitions)?;
            let format = match format {
                FileFormat::Csv => ReportFormat::Csv,
                FileFormat::JsonLines => ReportFormat::JsonLines,
                FileFormat::Xlsx => ReportFormat::Xlsx,
            };
            let name = report.file_name(&open.head, format);
            return Ok((OpenSource::Table(Box::new(ReportFile::begin(open, format)?)), name));
        }
        let export = registry.exports().find(|export| export.file == source);
        let export = export.ok_or_else(|| errors::unknown_source(source).at("source"))?;
        let format = match format {
            FileFormat::Csv => ExportFormat::Csv,
            FileFormat::JsonLines => ExportFormat::JsonLines,
            FileFormat::Xlsx => return Err(errors::no_workbook(source).at("format")),
        };
        parameters.insert("format".to_owned(), format.to_string());
        let open = export.begin(read, parameters, None, grants, definitions)?;
        Ok((OpenSource::Export(open), format!("{source}.{format}")))
    }

    /// The next part, which may be empty; `None` behind the last. Each part may be read from another snapshot.
    pub(crate) fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
        match self {
            OpenSource::Table(file) => file.next(read),
            OpenSource::Export(export) => export.next(read),
        }
    }
}
