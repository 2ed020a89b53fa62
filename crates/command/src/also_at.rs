//! Further paths of endpoints, as other systems spell them.

use crate::Method;

/// A further place at which endpoints of a module answer, exactly as at their own.
#[derive(Clone, Copy, Debug)]
pub struct AlsoAt {
    /// The path of the endpoints, with `{parameters}` and a trailing slash.
    pub path: &'static str,
    /// The path that stands in its place.
    pub other: &'static str,
    /// The method of the only endpoint that is meant, and the method it has there; where there are none, everything at `path`
    /// and below it is meant.
    pub methods: Option<(Method, Method)>,
}

impl AlsoAt {
    /// Everything at `path` and below it is also at `other`: `/sites/{id}/` at `/stores/{id}/`.
    pub const fn all(path: &'static str, other: &'static str) -> AlsoAt {
        AlsoAt { path, other, methods: None }
    }

    /// The endpoint `method` `path` alone is also at `other`, where its method is `there`. Parameters are known by their position.
    pub const fn one(method: Method, path: &'static str, there: Method, other: &'static str) -> AlsoAt {
        AlsoAt { path, other, methods: Some((method, there)) }
    }

    /// Where the endpoint `method` `path` answers too; `None` where it is not meant.
    pub fn place(&self, method: Method, path: &str) -> Option<(Method, String)> {
        match self.methods {
            None => path.strip_prefix(self.path).map(|below| (method, format!("{}{below}", self.other))),
            Some((own, there)) => ((own, self.path) == (method, path)).then(|| (there, self.other.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AlsoAt;
    use crate::Method::{Get, Patch, Put};

    #[test]
    fn place_of_a_resource_is_that_of_everything_below_it() {
        let stores = AlsoAt::all("/sites/", "/stores/");
        assert_eq!(stores.place(Get, "/sites/"), Some((Get, "/stores/".to_owned())));
        assert_eq!(stores.place(Patch, "/sites/{id}/"), Some((Patch, "/stores/{id}/".to_owned())));
        assert_eq!(stores.place(Get, "/sitesmap/"), None);
        let business = AlsoAt::one(Patch, "/company/", Put, "/settings/business/");
        assert_eq!(business.place(Patch, "/company/"), Some((Put, "/settings/business/".to_owned())));
        assert_eq!(business.place(Get, "/company/"), None);
    }
}
