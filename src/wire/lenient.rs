//! Reading what a server sends without stumbling over one odd value: a field of the wrong type counts as absent, so that one
//! strange row of one strange channel does not hide all the others.

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A text; numbers and flags are taken as they would be written.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match deserializer.deserialize_any(Any(PhantomData::<IgnoredAny>))? {
        Value::Text(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Flag(flag) => Some(flag.to_string()),
        Value::Object(_) | Value::List(_) | Value::Nothing => None,
    })
}

/// A text that is always there, empty where the server sends none.
pub(super) fn some_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    text(deserializer).map(Option::unwrap_or_default)
}

/// A whole number.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match deserializer.deserialize_any(Any(PhantomData::<IgnoredAny>))? {
        Value::Number(number) => Some(number),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    })
}

/// A flag.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match deserializer.deserialize_any(Any(PhantomData::<IgnoredAny>))? {
        Value::Flag(flag) => Some(flag),
        _ => None,
    })
}

/// An object.
pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(match deserializer.deserialize_any(Any(PhantomData::<T>))? {
        Value::Object(object) => Some(object),
        _ => None,
    })
}

/// An object that is always there, empty where the server sends none.
pub(super) fn some_object<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    object(deserializer).map(Option::unwrap_or_default)
}

/// A list of texts; what is none in it is left out.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = |value: Value<IgnoredAny>| if let Value::Text(text) = value { Some(text) } else { None };
    Ok(match deserializer.deserialize_any(Any(PhantomData::<IgnoredAny>))? {
        Value::List(list) => list.into_iter().filter_map(text).collect(),
        _ => Vec::new(),
    })
}

/// A list of objects; what is none in it is left out.
pub(super) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let object = |value: Value<T>| if let Value::Object(object) = value { Some(object) } else { None };
    Ok(match deserializer.deserialize_any(Any(PhantomData::<T>))? {
        Value::List(list) => list.into_iter().filter_map(object).collect(),
        _ => Vec::new(),
    })
}

enum Value<T> {
    Text(String),
    Number(u64),
    Flag(bool),
    Object(T),
    List(Vec<Self>),
    Nothing,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Value<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// Takes whatever comes, without keeping it in between: this is done for every field of every row.
struct Any<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Any<T> {
    type Value = Value<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Value::Object)
    }
}
