//! The second shape of a resource in `/api/v2/`, and how `/api/v1/` says that the first one will cease.

use crate::addresses::{SECOND, add_sentence, name_of, prefix};
use crate::endpoint::{PREFIX, RouteTarget};
use crate::{Api, Caller, blocking_of};
use axum::response::Response;
use command::{Registry, SecondShape};
use http::{HeaderName, HeaderValue, Uri, header};
use kernel::{Date, Result};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::sync::Arc;

/// Where the difference between the shapes is explained.
pub(crate) const MIGRATION: &str = "/api/docs/API_MIGRATION_v1.md";

/// The second shape, where a request asks for it.
pub(crate) fn asked<'a>(shape: Option<&'a SecondShape>, uri: &Uri) -> Option<&'a SecondShape> {
    shape.filter(|_| prefix(uri) == SECOND)
}

/// The body of a command in the first shape.
pub(crate) fn taken<'a>(shape: Option<&SecondShape>, uri: &Uri, body: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    asked(shape, uri).map_or(Ok(Cow::Borrowed(body)), |shape| (shape.take)(body).map(Cow::Owned))
}

/// The answer of a command in the shape that the request asks for.
pub(crate) async fn shown(
    api: &Arc<Api>,
    target: &Arc<RouteTarget>,
    uri: &Uri,
    caller: Caller,
    body: Vec<u8>,
) -> Result<Vec<u8>> {
    if asked(target.shape(api), uri).is_none() {
        return Ok(body);
    }
    let (own, target) = (api.clone(), target.clone());
    blocking_of(caller.tenant, &api.reads, move || {
        let Some(shape) = target.shape(&own) else { return Ok(body) };
        own.writers.store().read(caller.tenant, |read| {
            let grants = own.access.grants(read, caller.user)?;
            (shape.show)(read, own.registry.definitions(), &grants, &body)
        })
    })
    .await
}

/// The response, where it is in a first shape that will cease, with what says so.
pub(crate) fn marked(mut response: Response, shape: Option<&SecondShape>, uri: &Uri) -> Response {
    if let Some(shape) = shape.filter(|_| prefix(uri) == PREFIX) {
        tell_deprecation(&mut response, shape);
    }
    response
}

/// Adds to an answer in the first shape since when it is deprecated (RFC 9745), when it may cease (RFC 8594), and what to do.
fn tell_deprecation(response: &mut Response, shape: &SecondShape) {
    let since_1970 = (shape.deprecated - Date::constant(1970, 1, 1)).get_days();
    let deprecation = format!("@{}", i64::from(since_1970) * 86_400);
    let sunset = shape.sunset.strftime("%a, %d %b %Y 00:00:00 GMT").to_string();
    let guide = format!("<{MIGRATION}>; rel=\"deprecation\"; type=\"text/markdown\"");
    let link = format!("{guide}, <{SECOND}/{}/>; rel=\"successor-version\"", shape.plural);
    let (is_deprecated, ceases) = (HeaderName::from_static("deprecation"), HeaderName::from_static("sunset"));
    for (name, value) in [(is_deprecated, deprecation), (ceases, sunset), (header::LINK, link)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Documents the second shapes: their operations, and that those of the first shape are deprecated.
pub(crate) fn describe(registry: &Registry, paths: &mut Map<String, Value>, schemas: &mut Map<String, Value>) {
    for (module, shape) in registry.modules().iter().flat_map(|m| m.second_shapes.iter().map(move |shape| (m, shape))) {
        for (_, name, schema) in &shape.schemas {
            schemas.insert(name.clone(), in_second_shape(schema, shape));
        }
        for (method, path) in module.endpoints().filter(|(method, path)| shape.concerns(*method, path)) {
            let Some(first) = paths.get_mut(&format!("{PREFIX}{path}")).map(|path| &mut path[name_of(method)]) else {
                continue;
            };
            let mut second = in_second_shape(first, shape);
            second["operationId"] = json!(format!("{}_second", first["operationId"].as_str().unwrap_or_default()));
            first["deprecated"] = json!(true);
            add_sentence(first, &format!("In this shape until {}: see `{MIGRATION}`.", shape.sunset));
            let methods = paths.entry(format!("{SECOND}{path}")).or_insert_with(|| json!({}));
            methods[name_of(method)] = second;
        }
    }
}

/// `value` with references to the schemas of the second shape.
fn in_second_shape(value: &Value, shape: &SecondShape) -> Value {
    let reference = |name: &str| format!("\"#/components/schemas/{name}\"");
    let renamed = shape.schemas.iter().filter_map(|(first, second, _)| Some((first.as_ref()?, second)));
    let text =
        renamed.fold(value.to_string(), |text, (first, second)| text.replace(&reference(first), &reference(second)));
    serde_json::from_str(&text).unwrap_or_default()
}
