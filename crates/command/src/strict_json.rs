use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};
use std::cell::Cell;
use std::fmt::{Formatter, Result as Written};

/// The only field of the map as which `serde_json` gives a number whose digits it keeps (`arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// Reads JSON of which no object has a field twice (`serde_json` alone would keep the last of two fields), and that has no more
/// values than are `left`.
#[derive(Clone, Copy)]
pub(crate) struct Strict<'l> {
    pub(crate) left: &'l Cell<usize>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?;
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Json;

    fn expecting(&self, text: &mut Formatter<'_>) -> Written {
        text.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            if name == NUMBER {
                let digits: String = object.next_value()?;
                return digits.parse::<Number>().map(Json::Number).map_err(A::Error::custom);
            }
            let value = object.next_value_seed(FieldValue { strict: self, is_second: fields.contains_key(&name) })?;
            fields.insert(name, value);
        }
        Ok(Json::Object(fields))
    }
}

/// The value of a field. The second of one name fails while its value is read and not at its name, so that the error has its path.
struct FieldValue<'l> {
    strict: Strict<'l>,
    is_second: bool,
}

impl<'de> DeserializeSeed<'de> for FieldValue<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.is_second {
            return deserializer.deserialize_any(NoValue);
        }
        self.strict.deserialize(deserializer)
    }
}

/// Fails at any value.
struct NoValue;

impl Visitor<'_> for NoValue {
    type Value = Json;

    fn expecting(&self, text: &mut Formatter<'_>) -> Written {
        text.write_str("a field that is given once")
    }
}

#[cfg(test)]
mod tests {
    use crate::input::{MOST_VALUES, json};
    use serde_json::Value as Json;

    #[test]
    fn value_is_that_of_the_text() {
        let text = r#"{"a":[1,-7,-0,-0.10,1e400,18446744073709551615,123456789012345678901234567890,"x\\u0000",true,null],"b":{"c":{}}}"#;
        assert_eq!(json(text.as_bytes()).unwrap(), serde_json::from_str::<Json>(text).unwrap());
        assert_eq!(json(br#"{"price":1.10}"#).unwrap().to_string(), r#"{"price":1.10}"#);
    }

    #[test]
    fn doubled_field_is_refused_where_it_stands() {
        for (text, field) in [
            (r#"{"lines":[{"sku":"A"},{"sku":"A","quantity":1,"sku":"B"}]}"#, "lines.1.sku"),
            (r#"{"a":1,"a":1}"#, "a"),
        ] {
            let error = json(text.as_bytes()).unwrap_err();
            assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), (field, "invalid_value"), "{text}");
        }
    }

    #[test]
    fn number_of_values_is_bounded() {
        let list = |values: usize| json(format!("[{}0]", "0,".repeat(values - 2)).as_bytes());
        assert!(list(MOST_VALUES).is_ok());
        let error = list(MOST_VALUES + 1).unwrap_err();
        assert_eq!((error.code, error.kind.status()), ("body_too_large", 413));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "[1,]", "{} {}", "nul", "\u{feff}{}", "{\"a\":01}", "\"\\ud800\""] {
            assert_eq!(json(text.as_bytes()).unwrap_err().code, "malformed_json", "{text}");
        }
        assert_eq!(json(&b"[".repeat(100_000)).unwrap_err().code, "malformed_json");
    }
}
