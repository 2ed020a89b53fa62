//! Files of any length: an export is read and sent part by part, the next part when the client has taken the last.

use crate::endpoint::{RequestHead, RouteTarget, request_head};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::{Api, blocking_of};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use command::{ExportFormat, OpenExport};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, header};
use kernel::Result;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;
use store::Session;
use uuid::Uuid;

/// Begins an export. What is refused is refused with its first part, before anything is sent.
pub(crate) async fn export(
    api: Arc<Api>,
    target: Arc<RouteTarget>,
    params: crate::endpoint::Params,
    request: Request,
) -> HttpResult<Response> {
    let (parts, _) = request.into_parts();
    let RequestHead { claims, query, .. } = request_head(&api, &target, params, &parts).await?;
    api.rates.admit(RateClass::Reports, &claims, parts.extensions.get()).await?;
    let accepted = accepted(&parts.headers, &MEDIA_TYPES);
    let (begun, entry) = (api.clone(), target.clone());
    let (first, export) = blocking_of(claims.tenant, &api.reports, move || {
        let (api, entry) = (&*begun, entry.export(&begun));
        api.writers.store().read(claims.tenant, |read| {
            let grants = api.access.grants(read, claims.sub)?;
            let definitions = api.registry.definitions().clone();
            let mut export = entry.begin(read, query, accepted, grants, definitions)?;
            Ok((export.next(read)?.unwrap_or_default(), export))
        })
    })
    .await?;
    let (media_type, extension) = (export.format.media_type(), export.format);
    let name = format!("attachment; filename=\"{}.{extension}\"", target.export(&api).file);
    let mut response = Response::new(parts_of(api, claims.tenant, first, export));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// What stands in a parameter of a header as it is (RFC 8187).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name of a file with every letter, as a parameter of `Content-Disposition`.
pub(crate) fn every_letter(name: &str) -> String {
    format!("filename*=UTF-8''{}", utf8_percent_encode(name, PLAIN))
}

/// A file of which some has been made.
pub(crate) trait OpenFile: Send + 'static {
    /// The next part, which may be empty; `None` behind the last.
    fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>>;
}

impl OpenFile for OpenExport {
    fn next(&mut self, read: &mut Session<'_>) -> Result<Option<Vec<u8>>> {
        OpenExport::next(self, read)
    }
}

/// The body of an answer: `first`, and behind it the parts of `file`, each made when the client has taken the one before.
pub(crate) fn parts_of<F: OpenFile>(api: Arc<Api>, tenant: Uuid, first: Vec<u8>, file: F) -> Body {
    let rest = stream::try_unfold(file, move |file| next_part(api.clone(), tenant, file));
    Body::from_stream(stream::iter([Ok(first)]).chain(rest))
}

/// The next part, from a snapshot of its own: nothing is held while the client reads. An error breaks the connection off, which
/// tells the client that the file is not complete.
async fn next_part<F: OpenFile>(api: Arc<Api>, tenant: Uuid, mut file: F) -> Result<Option<(Vec<u8>, F)>> {
    let reports = api.reports.clone();
    let next = move || -> Result<_> {
        let part = api.writers.store().read(tenant, |read| file.next(read))?;
        Ok(part.map(|part| (part, file)))
    };
    let part = blocking_of(tenant, &reports, next).await;
    part.inspect_err(|error| tracing::warn!(tenant = %tenant.simple(), error = error.operator(), "an export broke off"))
}

/// The formats of exports by their media types.
const MEDIA_TYPES: [(&str, ExportFormat); 4] = [
    ("text/csv", ExportFormat::Csv),
    ("application/jsonl", ExportFormat::JsonLines),
    ("application/x-ndjson", ExportFormat::JsonLines),
    ("application/x-jsonlines", ExportFormat::JsonLines),
];

/// The one of these formats that `Accept` prefers, if it names one: a media type with weight 0 is refused.
pub(crate) fn accepted<F: Copy>(headers: &HeaderMap, formats: &[(&str, F)]) -> Option<F> {
    let named = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let weighed = named.flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next()?;
        let (_, format) = formats.iter().find(|(media_type, _)| name.eq_ignore_ascii_case(media_type))?;
        // Weights have at most three decimals and compare like texts: 0, 0.5, 1.
        let weight = parts.find_map(|part| part.strip_prefix("q=")).unwrap_or("1");
        (!weight.trim_end_matches(['0', '.']).is_empty()).then(|| (weight.to_owned(), *format))
    });
    // Of equal weights the first counts.
    weighed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, format)| format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_chooses_the_format_by_weight() {
        for (accept, format) in [
            ("*/*", None),
            ("application/json, text/plain", None),
            ("text/csv", Some(ExportFormat::Csv)),
            ("application/x-ndjson", Some(ExportFormat::JsonLines)),
            ("text/csv;q=0.5, application/jsonl;q=0.9", Some(ExportFormat::JsonLines)),
            ("application/jsonl, text/csv", Some(ExportFormat::JsonLines)),
            ("text/csv;q=0, application/jsonl;q=0.1", Some(ExportFormat::JsonLines)),
            ("text/csv; q=0.0", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]);
            assert_eq!(accepted(&headers, &MEDIA_TYPES), format, "{accept}");
        }
    }
}
