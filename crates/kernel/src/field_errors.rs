use crate::{Error, FieldError, Kind, Result, defect, errors};

/// The most fields an answer blames; further ones are only counted.
const MOST: usize = 20;
/// The longest name of a field in an answer; a client may have sent a longer one.
const NAME: usize = 64;

/// Collects what is wrong with the fields of a request, so that all of it is answered at once.
///
/// ```
/// # mod errors { kernel::problems! { pub not_positive() = Invalid "not_positive", "Not above 0": "A quantity is greater than zero."; } }
/// # let quantities = [1, 0, -2];
/// let mut errors = kernel::FieldErrors::default();
/// for (n, quantity) in quantities.iter().enumerate() {
///     errors.at("lines", n, |errors| {
///         if *quantity <= 0 {
///             errors.add("quantity", errors::not_positive());
///         }
///     });
/// }
/// let error = errors.finish().unwrap_err();
/// assert_eq!(error.fields[1].field, "lines.2.quantity");
/// ```
#[derive(Debug, Default)]
pub struct FieldErrors {
    /// The path of the element that is looked at, with a point at its end; empty for the request itself.
    path: String,
    errors: Vec<FieldError>,
    more: usize,
}

impl FieldErrors {
    /// Runs `work` for element `n` of the list `field`: paths of fields begin with it.
    pub fn at<T>(&mut self, field: &str, n: usize, work: impl FnOnce(&mut FieldErrors) -> T) -> T {
        self.within(&format!("{field}.{n}"), work)
    }

    /// Runs `work` for what lies in `field`: paths of fields begin with it.
    pub fn within<T>(&mut self, field: &str, work: impl FnOnce(&mut FieldErrors) -> T) -> T {
        let outer = self.path.len();
        self.path.push_str(&crate::shortened(field, NAME));
        self.path.push('.');
        let result = work(self);
        self.path.truncate(outer);
        result
    }

    /// Goes through a list: what `work` makes of each element whose fields are right.
    pub fn each<L, T>(
        &mut self,
        field: &str,
        list: &[L],
        mut work: impl FnMut(&mut FieldErrors, &L) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut done = Vec::with_capacity(list.len());
        for (n, element) in list.iter().enumerate() {
            done.extend(self.at(field, n, |errors| {
                let result = work(errors, element);
                errors.check(result)
            })?);
        }
        Ok(done)
    }

    /// Blames `field` (or, where it is empty, the element itself) for `error`, whatever its kind.
    pub fn add(&mut self, field: &str, error: Error) {
        self.add_with(field, || error);
    }

    /// [`FieldErrors::add`]; the error is not even made where enough fields are blamed already.
    pub fn add_with(&mut self, field: &str, error: impl FnOnce() -> Error) {
        if self.is_full() {
            self.more += 1;
        } else {
            let path = self.path_of(field);
            self.errors.push(error().into_field(path));
        }
    }

    /// Whether as many fields are blamed as an answer names.
    pub fn is_full(&self) -> bool {
        self.errors.len() >= MOST
    }

    /// The value, or none where fields are wrong: they are collected. Errors of another kind pass through.
    pub fn check<T>(&mut self, result: std::result::Result<T, impl Into<Error>>) -> Result<Option<T>> {
        match result.map_err(Into::into) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.kind != Kind::Invalid => Err(error),
            Err(error) if error.fields.is_empty() => {
                self.add("", error);
                Ok(None)
            }
            Err(error) => {
                for mut wrong in error.fields {
                    wrong.field = self.path_of(&wrong.field);
                    self.push(wrong);
                }
                Ok(None)
            }
        }
    }

    /// [`FieldErrors::check`] for the value of `field`.
    pub fn check_at<T>(&mut self, field: &str, result: std::result::Result<T, impl Into<Error>>) -> Result<Option<T>> {
        self.check(result.map_err(|error| error.into().at(field)))
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// An error that names all wrong fields, where there are any.
    ///
    /// # Errors
    ///
    /// `invalid`, with at most 20 fields and, where there are more, one entry that says how many.
    pub fn finish(mut self) -> Result<()> {
        if self.errors.is_empty() {
            return Ok(());
        }
        if self.more > 0 {
            self.errors.push(errors::more_errors(self.more).into_field(String::new()));
        }
        Err(Error::invalid(self.errors))
    }

    fn path_of(&self, field: &str) -> String {
        format!("{}{}", self.path, crate::shortened(field, NAME)).trim_end_matches('.').to_owned()
    }

    fn push(&mut self, wrong: FieldError) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.errors.push(wrong);
        }
    }
}

/// Both values, or the wrong fields of both. An error of another kind is answered alone, the first one first.
///
/// # Errors
///
/// `invalid` with the fields of both, or the error of another kind.
pub fn both<A, B>(first: Result<A>, second: Result<B>) -> Result<(A, B)> {
    let mut errors = FieldErrors::default();
    let (first, second) = (errors.check(first)?, errors.check(second)?);
    errors.finish()?;
    first.zip(second).ok_or_else(|| defect("a value is missing that no error explains"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wrong_lines_are_named_by_their_paths() {
        let mut errors = FieldErrors::default();
        let read = errors.each("lines", &["1", "x", "2", "1e99"], |errors, text| {
            let number = errors.check_at("quantity", money::Decimal::parse(text))?;
            Ok(number.map(|_| *text))
        });
        assert_eq!(read.unwrap().into_iter().flatten().collect::<Vec<_>>(), ["1", "2"]);
        errors.check::<()>(Err(errors::overflow())).unwrap();
        let error = errors.finish().unwrap_err();
        let blamed: Vec<_> = error.fields.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
        let expected = [("lines.1.quantity", "not_a_number"), ("lines.3.quantity", "overflow"), ("", "overflow")];
        assert_eq!((error.kind, blamed), (Kind::Invalid, expected.to_vec()));
    }

    #[test]
    fn what_is_wrong_as_a_whole_is_said_of_the_body_or_of_its_element() {
        let whole = || {
            let mut errors = FieldErrors::default();
            errors.add("", errors::expected("an object"));
            errors.finish().unwrap_err()
        };
        assert_eq!(whole().detail(), "the body: expected an object");
        assert_eq!(whole().at("lines.0").detail(), "lines.0: expected an object");
        assert_eq!(errors::required().at("sku").at("").detail(), "sku: is required");
    }

    #[test]
    fn two_values_are_refused_together() {
        let wrong = |field: &str| Err::<(), _>(errors::required().at(field));
        let fields = |error: Error| error.fields.iter().map(|wrong| wrong.field.clone()).collect::<Vec<_>>();
        assert_eq!(fields(both(wrong("a"), both(wrong("b"), Ok(1))).unwrap_err()), ["a", "b"]);
        assert_eq!(both(wrong("a"), Err::<(), _>(Error::not_found("b", ""))).unwrap_err().kind, Kind::NotFound);
        assert_eq!(both(Ok(1), Ok(2)), Ok((1, 2)));
    }

    #[test]
    fn other_kinds_pass_through() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.check::<()>(Err(Error::not_found("account", "x"))).unwrap_err().kind, Kind::NotFound);
        assert_eq!(errors.finish(), Ok(()));
    }

    #[test]
    fn answer_names_at_most_twenty_fields() {
        let mut errors = FieldErrors::default();
        for n in 0..250 {
            errors.at("lines", n, |errors| errors.add("sku", errors::overflow()));
        }
        let fields = errors.finish().unwrap_err().fields;
        assert_eq!((fields.len(), fields[20].code), (21, "more_errors"));
        assert_eq!(fields[20].message(), "230 more fields are wrong.");
    }

    #[test]
    fn long_names_and_values_are_cut() {
        let mut errors = FieldErrors::default();
        errors.within(&"a".repeat(1_000), |errors| {
            errors.add(&"é".repeat(1_000), errors::no_such("unit", "x".repeat(1_000_000)))
        });
        let error = errors.finish().unwrap_err();
        assert_eq!(error.fields[0].field, format!("{}….{}…", "a".repeat(64), "é".repeat(64)));
        assert!(error.fields[0].message().chars().count() < 600 && error.detail().chars().count() < 800);
    }
}
