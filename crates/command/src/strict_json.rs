use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value as Json};
use std::fmt::{Formatter, Result as Written};

/// The only field of the map as which `serde_json` gives a number whose digits it keeps (`arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// JSON of which no object has a field twice. `serde_json` alone would keep the last of two fields.
pub(crate) struct Strict(pub(crate) Json);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
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
        while let Some(Strict(value)) = list.next_element()? {
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
            let value = object.next_value_seed(FieldValue { is_second: fields.contains_key(&name) })?;
            fields.insert(name, value);
        }
        Ok(Json::Object(fields))
    }
}

/// The value of a field. The second of one name fails while its value is read and not at its name, so that the error has its path.
struct FieldValue {
    is_second: bool,
}

impl<'de> DeserializeSeed<'de> for FieldValue {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        if self.is_second {
            return deserializer.deserialize_any(NoValue);
        }
        Strict::deserialize(deserializer).map(|strict| strict.0)
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
    use crate::input::json;
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
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "[1,]", "{} {}", "nul", "\u{feff}{}", "{\"a\":01}", "\"\\ud800\""] {
            assert_eq!(json(text.as_bytes()).unwrap_err().code, "malformed_json", "{text}");
        }
        assert_eq!(json(&b"[".repeat(100_000)).unwrap_err().code, "malformed_json");
    }
}
