//! The part of a file that a client asks for, to go on where it broke off or to show a page of a long document.

use crate::errors;
use crate::problem::Refusal;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use std::ops::Range;

/// What `Range` asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The whole file; so, too, where the header is not understood or names several parts (RFC 9110, 14.2).
    Whole,
    /// These bytes.
    Of(Range<u64>),
    /// Bytes that the file does not have.
    None,
}

/// The part of a file with this `etag` and `length`.
pub(crate) fn range(headers: &HeaderMap, etag: &str, length: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A client that has the beginning of another content gets this one whole.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(etag) {
        return Part::Whole;
    }
    let asked = text(header::RANGE).and_then(|text| text.split_once('='));
    let asked = asked.filter(|(unit, _)| unit.eq_ignore_ascii_case("bytes")).and_then(|(_, rest)| rest.split_once('-'));
    let number = |text: &str| if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None };
    let (first, end) = match asked.map(|(first, last)| (first.trim(), last.trim())) {
        Some(("", last)) => match number(last) {
            Some(last) => (if last == 0 { length } else { length.saturating_sub(last) }, length),
            None => return Part::Whole,
        },
        Some((first, "")) => match number(first) {
            Some(first) => (first, length),
            None => return Part::Whole,
        },
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => (first, length.min(last.saturating_add(1))),
            _ => return Part::Whole,
        },
        None => return Part::Whole,
    };
    if first < length { Part::Of(first..end) } else { Part::None }
}

/// 416, with the length that the file has.
pub(crate) fn no_such_range(length: u64) -> Response {
    let mut response = Refusal::from(errors::no_such_range(length)).into_response();
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{length}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_is_one_part_of_the_file() {
        for (asked, part) in [
            ("bytes=0-0", Part::Of(0..1)),
            ("bytes=2-4", Part::Of(2..5)),
            ("Bytes=2-99999999999999999999", Part::Whole),
            ("bytes=2-999", Part::Of(2..10)),
            ("bytes=2-", Part::Of(2..10)),
            ("bytes=-3", Part::Of(7..10)),
            ("bytes=-30", Part::Of(0..10)),
            ("bytes=10-", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=4-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            let headers = HeaderMap::from_iter([(header::RANGE, asked.parse().unwrap())]);
            assert_eq!(range(&headers, "\"a\"", 10), part, "{asked}");
        }
        assert_eq!(range(&HeaderMap::new(), "\"a\"", 10), Part::Whole);
    }

    #[test]
    fn part_of_another_content_is_the_whole_file() {
        let with = |tag: &str| {
            HeaderMap::from_iter([
                (header::RANGE, "bytes=1-2".parse().unwrap()),
                (header::IF_RANGE, tag.parse().unwrap()),
            ])
        };
        assert_eq!(range(&with("\"a\""), "\"a\"", 10), Part::Of(1..3));
        for other in ["\"b\"", "W/\"a\"", "Wed, 21 Oct 2026 07:28:00 GMT"] {
            assert_eq!(range(&with(other), "\"a\"", 10), Part::Whole, "{other}");
        }
    }
}
