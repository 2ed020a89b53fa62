//! The addresses at which endpoints answer beside their own: without a version, as version 2, and as other systems spell them.

use crate::endpoint::PREFIX;
use command::{Method, Registry};
use http::Uri;
use serde_json::{Map, Value, json};

/// The prefix of the second shapes. What has one shape only answers there as in version 1.
pub(crate) const SECOND: &str = "/api/v2";
/// An address without a version is that of version 1.
const PREFIXES: [&str; 3] = [PREFIX, SECOND, "/api"];

/// Further paths of the endpoints of this crate, which belong to no module: each with the path for which it stands.
const FURTHER_PATHS: [(&str, &str); 7] = [
    ("/accounts/login/", "/auth/login/"),
    ("/auth/token/refresh/", "/auth/refresh/"),
    ("/token/refresh/", "/auth/refresh/"),
    ("/token/verify/", "/auth/verify/"),
    ("/auth/me/update/", "/users/me/"),
    ("/users/change-password/", "/users/me/password/"),
    ("/users/change_password/", "/users/me/password/"),
];
/// The only further address without a prefix.
const LOG_IN: &str = "/accounts/login/";

/// Every address of the endpoints at `path`, with a trailing slash.
pub(crate) fn addresses(path: &str) -> Vec<String> {
    let further = FURTHER_PATHS.iter().filter(|(_, of)| *of == path).map(|(further, _)| *further);
    let further: Vec<&str> = further.collect();
    let paths = || [path].into_iter().chain(further.iter().copied());
    let prefixed = PREFIXES.iter().flat_map(|prefix| paths().map(move |path| format!("{prefix}{path}")));
    prefixed.chain(further.iter().filter(|path| **path == LOG_IN).map(|path| (*path).to_owned())).collect()
}

/// The prefix of what an answer to this request refers to.
pub(crate) fn prefix(uri: &Uri) -> &'static str {
    if uri.path().strip_prefix(SECOND).is_some_and(|path| path.starts_with('/')) { SECOND } else { PREFIX }
}

/// Says in the descriptions of operations where they are found too.
pub(crate) fn describe(registry: &Registry, paths: &mut Map<String, Value>) {
    for (further, path) in FURTHER_PATHS {
        let further = if further == LOG_IN { further.to_owned() } else { format!("{PREFIX}{further}") };
        for operation in paths.get_mut(&format!("{PREFIX}{path}")).and_then(Value::as_object_mut).into_iter().flatten()
        {
            add_sentence(operation.1, &format!("Also at `{further}`."));
        }
    }
    for module in registry.modules() {
        for (method, path) in module.endpoints() {
            let places = module.places(method, path);
            let further: Vec<String> = places[1..]
                .iter()
                .map(|(method, path)| format!("`{} {PREFIX}{path}`", name_of(*method).to_uppercase()))
                .collect();
            if let Some(operation) = paths.get_mut(&format!("{PREFIX}{path}")).filter(|_| !further.is_empty()) {
                add_sentence(&mut operation[name_of(method)], &format!("Also at {}.", further.join(", ")));
            }
        }
    }
}

/// Adds a sentence to the description of an operation.
pub(crate) fn add_sentence(operation: &mut Value, sentence: &str) {
    let description = operation["description"].as_str().filter(|text| !text.is_empty());
    operation["description"] = json!(description.map_or(sentence.to_owned(), |text| format!("{text}\n\n{sentence}")));
}

/// The method as OpenAPI writes it.
pub(crate) fn name_of(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_answers_below_each_prefix_and_at_its_further_paths() {
        assert_eq!(addresses("/sales/"), ["/api/v1/sales/", "/api/v2/sales/", "/api/sales/"]);
        let log_in = addresses("/auth/login/");
        assert_eq!(log_in.len(), 7);
        assert_eq!(log_in.last().map(String::as_str), Some("/accounts/login/"));
        let of = |path: &'static str| prefix(&Uri::from_static(path));
        assert_eq!([of("/api/v2/sales/"), of("/api/sales/"), of("/api/v2x/")], [SECOND, PREFIX, PREFIX]);
    }
}
