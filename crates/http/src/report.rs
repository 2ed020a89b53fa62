//! A report as a file: its table in the format that `format` or `Accept` asks for.

use crate::endpoint::{RequestHead, RouteTarget};
use crate::export::{OpenFile, accepted, every_letter, parts_of};
use crate::problem::HttpResult;
use crate::{Api, blocking_of};
use axum::response::Response;
use command::{Input, ReportFormat};
use http::{HeaderMap, HeaderValue, header};
use kernel::{Result, defect};
use sheets::ReportFile;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Session;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const JSON_LINES: &str = "application/jsonl";
/// The media type of XLSX.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The formats of reports by their media types.
const MEDIA_TYPES: [(&str, ReportFormat); 6] = [
    ("application/json", ReportFormat::Json),
    ("text/csv", ReportFormat::Csv),
    ("application/jsonl", ReportFormat::JsonLines),
    ("application/x-ndjson", ReportFormat::JsonLines),
    ("application/x-jsonlines", ReportFormat::JsonLines),
    (XLSX, ReportFormat::Xlsx),
];

impl OpenFile for ReportFile {
    fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
        ReportFile::next(self, read)
    }
}

/// The format of the file that is asked for: by `format`, else by `Accept`. None where JSON is, or where `format` names no format, which
/// the query refuses.
pub(crate) fn file_format(query: &BTreeMap<String, String>, headers: &HeaderMap) -> Option<ReportFormat> {
    let format = match query.get("format") {
        Some(name) => MEDIA_TYPES.iter().map(|(_, format)| *format).find(|format| format.as_str() == name),
        None => accepted(headers, &MEDIA_TYPES),
    };
    format.filter(|format| *format != ReportFormat::Json)
}

/// Answers with the file. What is refused is refused with its first part, before anything is sent.
pub(crate) async fn file(
    api: Arc<Api>,
    target: Arc<RouteTarget>,
    RequestHead { claims, query, path, .. }: RequestHead,
    format: ReportFormat,
) -> HttpResult<Response> {
    let own = api.clone();
    let (first, name, file) = blocking_of(claims.tenant, &api.reports, move || {
        let entry = target.report(&own).ok_or_else(|| defect("a query that is no report"))?;
        own.writers.store().read(claims.tenant, |read| {
            let grants = own.access.grants(read, claims.sub)?;
            let definitions = own.registry.definitions().clone();
            let report = entry.begin(read, &Input { path, ..Input::default() }, query, grants, definitions)?;
            let name = entry.file_name(&report.head, format);
            let mut file = ReportFile::begin(report, format)?;
            Ok((file.next(read)?.unwrap_or_default(), name, file))
        })
    })
    .await?;
    let mut response = Response::new(parts_of(api, claims.tenant, first, file));
    let headers = response.headers_mut();
    let media_type = match format {
        ReportFormat::Xlsx => XLSX,
        ReportFormat::Csv => CSV,
        ReportFormat::JsonLines | ReportFormat::Json => JSON_LINES,
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition(&name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// A file of this name, to be kept. Old clients that do not know `filename*` get it without the letters that are not ASCII.
fn disposition(name: &str) -> String {
    let ascii: String = name.chars().filter(char::is_ascii).collect();
    if ascii == name {
        format!("attachment; filename=\"{name}\"")
    } else {
        format!("attachment; filename=\"{ascii}\"; {}", every_letter(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_is_heard_before_the_header() {
        for (format, accept, expected) in [
            (None, "*/*", None),
            (None, "application/json, text/csv;q=0.9", None),
            (None, "text/csv", Some(ReportFormat::Csv)),
            (None, XLSX, Some(ReportFormat::Xlsx)),
            (Some("json"), "text/csv", None),
            (Some("xlsx"), "text/csv", Some(ReportFormat::Xlsx)),
            (Some("xls"), "text/csv", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            let query = format.map(|format| ("format".to_owned(), format.to_owned())).into_iter().collect();
            assert_eq!(file_format(&query, &headers), expected, "{format:?} {accept}");
        }
    }

    #[test]
    fn name_of_a_file_has_every_letter_where_the_client_knows_how() {
        assert_eq!(disposition("ageing_Acme_2026-01-31.csv"), "attachment; filename=\"ageing_Acme_2026-01-31.csv\"");
        assert_eq!(
            disposition("ageing_Müller.csv"),
            "attachment; filename=\"ageing_Mller.csv\"; filename*=UTF-8''ageing_M%C3%BCller.csv"
        );
    }
}
