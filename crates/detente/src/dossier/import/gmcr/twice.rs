//! Keys that stand twice in a JSON object, of which a reader would keep the last without a word.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// The keys that stand twice in one object of a JSON text, in the order of the second ones.
pub(super) fn twice(text: &str) -> Vec<String> {
    let mut found = vec![];
    let mut reader = serde_json::Deserializer::from_str(text);
    // What is wrong with the text has been reported when it was read.
    let _ = Keys(&mut found).deserialize(&mut reader);
    found
}

/// Goes through a value and collects the keys.
struct Keys<'f>(&'f mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Keys(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            if !seen.insert(key.clone()) {
                self.0.push(key);
            }
            entries.next_value_seed(Keys(self.0))?;
        }
        Ok(())
    }
}

/// A key of an object.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_twice_at_any_depth_and_not_across_objects() {
        assert_eq!(
            twice(r#"{"a": 1, "b": [{"c": 1, "c": 2}], "a": 3}"#),
            ["c", "a"]
        );
        assert_eq!(twice(r#"{"\u0061": 1, "a": 2}"#), ["a"]);
        assert!(twice(r#"[{"a": 1}, {"a": null}, {"b": {"a": -1.5}}]"#).is_empty());
        assert!(twice("{").is_empty());
    }
}
