use crate::Error;

/// What sort of refusal a problem is; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request itself makes no sense (400).
    Malformed,
    /// The log-in is missing or wrong (401).
    Unauthenticated,
    /// Logged in, but not allowed (403).
    Forbidden,
    /// It does not exist (404).
    NotFound,
    /// The address exists, but not for this method (405).
    WrongMethod,
    /// The request did not arrive in time (408).
    SlowRequest,
    /// It clashes with what is already there (409).
    Conflict,
    /// The row has changed in the meantime (412).
    Stale,
    /// The body is too large (413).
    TooLarge,
    /// The body is not JSON in UTF-8 (415).
    UnsupportedMedia,
    /// A part is asked for that does not exist (416).
    NoSuchRange,
    /// One or more fields are wrong (422).
    Invalid,
    /// Too often (429).
    TooMany,
    /// The headers are too large (431).
    HeadersTooLarge,
    /// A defect of the program (500).
    Internal,
    /// Not now; try again (503).
    Unavailable,
}

impl Kind {
    /// The HTTP status of this kind.
    pub const fn status(self) -> u16 {
        match self {
            Kind::Malformed => 400,
            Kind::Unauthenticated => 401,
            Kind::Forbidden => 403,
            Kind::NotFound => 404,
            Kind::WrongMethod => 405,
            Kind::SlowRequest => 408,
            Kind::Conflict => 409,
            Kind::Stale => 412,
            Kind::TooLarge => 413,
            Kind::UnsupportedMedia => 415,
            Kind::NoSuchRange => 416,
            Kind::Invalid => 422,
            Kind::TooMany => 429,
            Kind::HeadersTooLarge => 431,
            Kind::Internal => 500,
            Kind::Unavailable => 503,
        }
    }
}

/// One entry of an error catalogue; declare it with [`problems!`](crate::problems).
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable and machine readable, for example `insufficient_stock`.
    pub code: &'static str,
    /// Decides the HTTP status.
    pub kind: Kind,
    /// What the code means, in a few words; the same wherever the code is used.
    pub title: &'static str,
    /// What is wrong and what to do, in English, with `{name}` where a parameter stands.
    pub text: &'static str,
}

/// A module's catalogue: everything it may refuse.
pub type Catalogue = &'static [&'static Problem];

/// The values of a problem's parameters, by name.
pub(crate) type Parameters = Vec<(&'static str, String)>;

/// `text` with the values of its `{parameters}`.
pub fn filled<S: AsRef<str>>(text: &str, parameters: &[(&str, S)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        let value = parameters.iter().find(|(parameter, _)| *parameter == name);
        filled.push_str(value.map_or(name, |(_, value)| value.as_ref()));
        rest = after;
    }
    filled + rest
}

impl Problem {
    /// An error of this problem; [`problems!`](crate::problems) makes a function with named parameters that calls it.
    pub fn error(&'static self, parameters: Vec<(&'static str, String)>) -> Error {
        Error::of(self, parameters)
    }

    /// Whether `text` has exactly these parameters; evaluated while compiling.
    pub const fn has_parameters(text: &str, parameters: &[&str]) -> bool {
        let text = text.as_bytes();
        let (mut at, mut n) = (0, 0);
        while n < parameters.len() {
            if !contains_parameter(text, parameters[n].as_bytes()) {
                return false;
            }
            n += 1;
        }
        while at < text.len() {
            if text[at] == b'{' {
                let mut known = false;
                n = 0;
                while n < parameters.len() {
                    known = known || parameter_at(text, at, parameters[n].as_bytes());
                    n += 1;
                }
                if !known {
                    return false;
                }
            }
            at += 1;
        }
        true
    }
}

const fn contains_parameter(text: &[u8], name: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if parameter_at(text, at, name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether `{name}` stands at `at`.
const fn parameter_at(text: &[u8], at: usize, name: &[u8]) -> bool {
    let end = at + name.len() + 1;
    if end >= text.len() || text[at] != b'{' || text[end] != b'}' {
        return false;
    }
    let mut n = 0;
    while n < name.len() {
        if text[at + 1 + n] != name[n] {
            return false;
        }
        n += 1;
    }
    true
}

/// Declares a catalogue: a function for each problem that makes its [`Error`], and `PROBLEMS`, the list of them all.
/// A text whose parameters are not those of the function does not compile.
///
/// ```
/// mod errors {
///     kernel::problems! {
///         pub overpaid(total) = Conflict "overpaid", "Overpaid":
///             "More than the total of {total} is paid, and not in cash.";
///     }
/// }
/// let error = errors::overpaid("12.50");
/// assert_eq!((error.code, error.title), ("overpaid", "Overpaid"));
/// assert_eq!(error.detail(), "More than the total of 12.50 is paid, and not in cash.");
/// assert_eq!(errors::PROBLEMS.len(), 1);
/// ```
///
/// ```compile_fail
/// kernel::problems! {
///     pub overpaid(total) = Conflict "overpaid", "Overpaid": "More than {sum} is paid.";
/// }
/// ```
#[macro_export]
macro_rules! problems {
    ($($vis:vis $name:ident($($parameter:ident),*) = $kind:ident $code:literal, $title:literal: $text:literal;)+) => {
        #[allow(non_upper_case_globals)]
        mod declared {
            $(pub(super) static $name: $crate::Problem =
                $crate::Problem { code: $code, kind: $crate::Kind::$kind, title: $title, text: $text };)+
        }
        $(
            const _: () = assert!($crate::Problem::has_parameters($text, &[$(stringify!($parameter)),*]));
            #[doc = concat!("`", $code, "`: ", $text)]
            #[must_use]
            $vis fn $name($($parameter: impl ::std::fmt::Display),*) -> $crate::Error {
                declared::$name.error(vec![$((stringify!($parameter), $parameter.to_string())),*])
            }
        )+
        /// Everything declared here.
        pub static PROBLEMS: $crate::Catalogue = &[$(&declared::$name),+];
    };
}

/// Whether every code means the same wherever it is declared; the first that does not, in words.
///
/// # Errors
///
/// Names a code that has two titles.
pub fn check_catalogues(catalogues: &[Catalogue]) -> Result<(), String> {
    let mut titles = std::collections::BTreeMap::new();
    for problem in catalogues.iter().copied().flatten() {
        let title = *titles.entry(problem.code).or_insert(problem.title);
        if title != problem.title {
            return Err(format!("The error code {} means “{title}” and “{}”.", problem.code, problem.title));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    mod errors {
        crate::problems! {
            pub short(sku, free) = Conflict "insufficient_stock", "Not enough in stock": "{sku}: only {free} are free.";
            pub short_line(free) = Invalid "insufficient_stock", "Not enough in stock": "only {free}";
        }
    }
    mod others {
        crate::problems! {
            pub short() = Conflict "insufficient_stock", "Stock is low": "Too few.";
        }
    }

    #[test]
    fn text_names_every_parameter() {
        assert_eq!(errors::short("LAMP", 3).detail(), "LAMP: only 3 are free.");
        assert!(Problem::has_parameters("{a} and {b}", &["b", "a"]));
        assert!(!Problem::has_parameters("{a} and {b}", &["a"]));
        assert!(!Problem::has_parameters("{a}", &["a", "b"]));
    }

    #[test]
    fn value_with_braces_is_not_expanded() {
        assert_eq!(errors::short("{free}", 3).detail(), "{free}: only 3 are free.");
    }

    #[test]
    fn one_code_has_one_meaning() {
        assert_eq!(check_catalogues(&[errors::PROBLEMS, crate::errors::PROBLEMS]), Ok(()));
        assert!(check_catalogues(&[errors::PROBLEMS, others::PROBLEMS]).unwrap_err().contains("Stock is low"));
        assert_eq!(others::short().kind, Kind::Conflict);
        assert_eq!(errors::short_line(1).kind, Kind::Invalid);
    }
}
