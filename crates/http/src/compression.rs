//! Compressed answers: JSON that is whole in memory, in the encoding that the client prefers. Exports are sent while they are read and
//! stay as they are: an encoder for each reader that takes its time would have no bound.

use axum::body::Body;
use axum::response::Response;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Body as _;
use std::io::Write;
use tokio::sync::Semaphore;

/// What is smaller is sent in one packet in any case.
const LEAST_BYTES: u64 = 1 << 10;
/// What is larger takes more than a moment: it is compressed on a thread that may block.
const MOMENT_BYTES: usize = 64 << 10;
/// So many large answers are compressed at once; each takes one or two MiB for it.
pub(crate) const LARGE_AT_ONCE: usize = 2;
static LARGE: Semaphore = Semaphore::const_new(LARGE_AT_ONCE);

/// How an answer is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// The one that `Accept-Encoding` prefers, if it names one that is known here.
    pub(crate) fn accepted(headers: &HeaderMap) -> Option<Encoding> {
        let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let ranges: Vec<(String, String)> = named.flat_map(|value| value.split(',')).map(range).collect();
        let weight = |names: &[&str]| {
            let own = ranges.iter().find(|(name, _)| names.contains(&name.as_str()));
            own.or(ranges.iter().find(|(name, _)| name == "*")).map_or("0", |(_, weight)| weight)
        };
        // Weights have at most three decimals and compare like texts: 0, 0.5, 1.
        let (brotli, gzip) = (weight(&["br"]), weight(&["gzip", "x-gzip"]));
        let (best, encoding) = if brotli >= gzip { (brotli, Encoding::Brotli) } else { (gzip, Encoding::Gzip) };
        (!best.trim_end_matches(['0', '.']).is_empty()).then_some(encoding)
    }

    fn name(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gzip",
        })
    }

    /// `bytes` compressed: fast rather than as small as can be.
    fn compress(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut compressed = Vec::with_capacity(bytes.len() / 4);
        match self {
            Encoding::Brotli => {
                let params =
                    BrotliEncoderParams { quality: 4, lgwin: 18, size_hint: bytes.len(), ..Default::default() };
                brotli::BrotliCompress(&mut &*bytes, &mut compressed, &params)?;
            }
            Encoding::Gzip => {
                let mut encoder = GzEncoder::new(compressed, Compression::new(4));
                encoder.write_all(bytes)?;
                compressed = encoder.finish()?;
            }
        }
        Ok(compressed)
    }
}

/// The name and weight of one range of `Accept-Encoding`.
fn range(text: &str) -> (String, String) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    (name, parts.find_map(|part| part.strip_prefix("q=")).unwrap_or("1").to_owned())
}

/// `response` compressed where it is JSON of some size and the client takes an `encoding`. The ETag stays: it names the version of a
/// row, which `If-Match` compares, and not the bytes.
pub(crate) async fn compressed(mut response: Response, encoding: Option<Encoding>) -> Response {
    let headers = response.headers();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_json = kind.ends_with("json") && !headers.contains_key(header::CONTENT_ENCODING);
    if is_json || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    let is_large = response.body().size_hint().exact().is_some_and(|bytes| bytes >= LEAST_BYTES);
    let Some(encoding) = encoding.filter(|_| is_json && is_large) else { return response };
    let (mut parts, body) = response.into_parts();
    // A body of a known size is in memory: collecting it neither waits nor fails.
    let Ok(bytes) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return Response::from_parts(parts, Body::empty());
    };
    let whole = bytes.clone();
    let done = if bytes.len() <= MOMENT_BYTES {
        encoding.compress(&bytes).ok()
    } else {
        let permit = LARGE.acquire().await.ok();
        let done = tokio::task::spawn_blocking(move || encoding.compress(&bytes)).await;
        drop(permit);
        done.ok().and_then(Result::ok)
    };
    let Some(done) = done else { return Response::from_parts(parts, Body::from(whole)) };
    parts.headers.insert(header::CONTENT_ENCODING, encoding.name());
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(done))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_encoding_chooses_by_weight() {
        for (accept, encoding) in [
            ("gzip, deflate, br", Some(Encoding::Brotli)),
            ("gzip", Some(Encoding::Gzip)),
            ("GZIP;q=0.5, br;q=0.4", Some(Encoding::Gzip)),
            ("br;q=0, gzip", Some(Encoding::Gzip)),
            ("*", Some(Encoding::Brotli)),
            ("br;q=0, *;q=0.1", Some(Encoding::Gzip)),
            ("gzip;q=0.0", None),
            ("identity", None),
            ("zstd, deflate", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, accept.parse().unwrap())]);
            assert_eq!(Encoding::accepted(&headers), encoding, "{accept}");
        }
        assert_eq!(Encoding::accepted(&HeaderMap::new()), None);
    }
}
