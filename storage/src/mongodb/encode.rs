//! Documents as BSON, without a detour.
//!
//! The driver's own serializer writes an id as 64 bits, and looks at each text for what BSON could
//! not hold in a name. The model's names are known.

use std::fmt::Display;

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};

use crate::model::Document;

const DOUBLE: u8 = 0x01;
const STRING: u8 = 0x02;
const DOCUMENT: u8 = 0x03;
const ARRAY: u8 = 0x04;
const BOOLEAN: u8 = 0x08;
const NULL: u8 = 0x0A;
const INT32: u8 = 0x10;
const INT64: u8 = 0x12;

/// A document as BSON: its id as `_id`, in front, and all else as in the JSON. Numbers have 32
/// bits where they fit. It replaces what is in `bytes`.
pub(crate) fn encode(document: &Document, bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.push(0);
    document
        .serialize(Value { bytes, kind_at: 0 })
        .expect("the model has string keys and small numbers only");
    rename_id(bytes);
}

/// Turns `? length kind "id" …` into `length kind "_id" …`: the byte in front makes room for the
/// underscore.
fn rename_id(bytes: &mut [u8]) {
    debug_assert_eq!(&bytes[6..9], b"id\0", "a document begins with its id");
    let kind = bytes[5];
    bytes[4] = kind;
    bytes[5] = b'_';
    let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    bytes[..4].copy_from_slice(&length.to_le_bytes());
}

/// What can go wrong in theory.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unfit(String);

impl serde::ser::Error for Unfit {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn unfit<T>(what: &str) -> Result<T, Unfit> {
    Err(Unfit(format!("{what} is not part of the model")))
}

/// The place of a value: what kind it is of is written in front of its name.
struct Value<'a> {
    bytes: &'a mut Vec<u8>,
    kind_at: usize,
}

impl<'a> Value<'a> {
    #[inline]
    fn put(self, kind: u8, value: &[u8]) {
        self.bytes[self.kind_at] = kind;
        self.bytes.extend_from_slice(value);
    }

    #[inline]
    fn integer(self, value: i64) {
        match i32::try_from(value) {
            Ok(value) => self.put(INT32, &value.to_le_bytes()),
            Err(_) => self.put(INT64, &value.to_le_bytes()),
        }
    }

    #[inline]
    fn begin(self, kind: u8) -> Elements<'a> {
        let start = self.bytes.len();
        self.bytes[self.kind_at] = kind;
        self.bytes.extend_from_slice(&[0; 4]);
        Elements { bytes: self.bytes, start, number: 0, kind_at: 0 }
    }
}

/// A document or an array under way.
struct Elements<'a> {
    bytes: &'a mut Vec<u8>,
    start: usize,
    /// The next place in an array.
    number: u32,
    /// Of the value whose key was written last.
    kind_at: usize,
}

impl Elements<'_> {
    #[inline]
    fn name(&mut self, name: &str) -> Value<'_> {
        self.kind_at = self.bytes.len();
        self.bytes.push(0);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.push(0);
        Value { kind_at: self.kind_at, bytes: self.bytes }
    }

    #[inline]
    fn next(&mut self) -> Value<'_> {
        let kind_at = self.bytes.len();
        self.bytes.push(0);
        push_digits(self.bytes, self.number);
        self.bytes.push(0);
        self.number += 1;
        Value { kind_at, bytes: self.bytes }
    }

    #[inline]
    fn finish(self) {
        self.bytes.push(0);
        let length = i32::try_from(self.bytes.len() - self.start).unwrap_or(i32::MAX);
        self.bytes[self.start..self.start + 4].copy_from_slice(&length.to_le_bytes());
    }
}

/// The decimal digits of a number, which name the places of an array.
#[inline]
pub(super) fn push_digits(bytes: &mut Vec<u8>, number: u32) {
    if number >= 10 {
        push_digits(bytes, number / 10);
    }
    bytes.push(b'0' + (number % 10) as u8);
}

impl<'a> Serializer for Value<'a> {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Elements<'a>;
    type SerializeTuple = Impossible<(), Unfit>;
    type SerializeTupleStruct = Impossible<(), Unfit>;
    type SerializeTupleVariant = Impossible<(), Unfit>;
    type SerializeMap = Elements<'a>;
    type SerializeStruct = Elements<'a>;
    type SerializeStructVariant = Impossible<(), Unfit>;

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Unfit> {
        self.put(BOOLEAN, &[u8::from(value)]);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    #[inline]
    fn serialize_i64(self, value: i64) -> Result<(), Unfit> {
        self.integer(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unfit> {
        match i64::try_from(value) {
            Ok(value) => self.serialize_i64(value),
            Err(_) => unfit("a number of 64 bits"),
        }
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unfit> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unfit> {
        self.put(DOUBLE, &value.to_le_bytes());
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unfit> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Unfit> {
        let length = i32::try_from(value.len() + 1).unwrap_or(i32::MAX);
        self.bytes[self.kind_at] = STRING;
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(value.as_bytes());
        self.bytes.push(0);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unfit> {
        unfit("a text of bytes")
    }

    fn serialize_none(self) -> Result<(), Unfit> {
        self.put(NULL, &[]);
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unfit> {
        unfit("a variant")
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'a>, Unfit> {
        Ok(self.begin(ARRAY))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unfit> {
        unfit("a tuple")
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unfit> {
        unfit("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unfit> {
        unfit("a variant")
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Elements<'a>, Unfit> {
        Ok(self.begin(DOCUMENT))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Elements<'a>, Unfit> {
        Ok(self.begin(DOCUMENT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unfit> {
        unfit("a variant")
    }
}

impl SerializeStruct for Elements<'_> {
    type Ok = ();
    type Error = Unfit;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        value.serialize(self.name(name))
    }

    #[inline]
    fn end(self) -> Result<(), Unfit> {
        self.finish();
        Ok(())
    }
}

impl SerializeSeq for Elements<'_> {
    type Ok = ();
    type Error = Unfit;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(self.next())
    }

    #[inline]
    fn end(self) -> Result<(), Unfit> {
        self.finish();
        Ok(())
    }
}

/// Names of `other` are those of elements and attributes, which have no NUL.
impl SerializeMap for Elements<'_> {
    type Ok = ();
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        // A name is written as a text would be; its length in front is then taken away again.
        let mut name = Vec::new();
        name.push(0);
        key.serialize(Value { bytes: &mut name, kind_at: 0 })?;
        match name.as_slice() {
            [STRING, _, _, _, _, name @ .., 0] if !name.contains(&0) => {
                self.kind_at = self.bytes.len();
                self.bytes.push(0);
                self.bytes.extend_from_slice(name);
                self.bytes.push(0);
                Ok(())
            }
            _ => unfit("a key that is no name"),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(Value { bytes: self.bytes, kind_at: self.kind_at })
    }

    fn end(self) -> Result<(), Unfit> {
        self.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use mongodb::bson::{Document as Bson, deserialize_from_slice, doc};

    use super::encode;
    use crate::model::{ArtistCredit, Document, Id, Other, Release};

    fn bson(release: Release) -> Bson {
        let mut bytes = Vec::new();
        encode(&Document::Release(Box::new(release)), &mut bytes);
        deserialize_from_slice(&bytes).unwrap()
    }

    #[test]
    fn it_is_the_json_with_the_id_under_another_name() {
        let other = r#"{"a.b": "1", "c": {"d": ["x", {"e": "y"}]}, "n": [1, -5000000000, 0.5, true, null]}"#;
        let release = Release {
            id: 5,
            title: "Nul\0 and ♪".to_owned(),
            artists: (0..12)
                .map(|id| ArtistCredit { id: Some(id), ..Default::default() })
                .collect(),
            year: Some(1999),
            master_id: Some(Id::MAX),
            is_main_release: Some(true),
            other: serde_json::from_str::<Other>(other).unwrap(),
            ..Default::default()
        };
        let artists: Vec<Bson> = (0..12).map(|id| doc! { "id": id }).collect();
        assert_eq!(
            bson(release),
            doc! {
                "_id": 5,
                "title": "Nul\0 and ♪",
                "artists": artists,
                "year": 1999,
                "master_id": i64::from(Id::MAX),
                "is_main_release": true,
                "other": {
                    "a.b": "1",
                    "c": { "d": ["x", { "e": "y" }] },
                    "n": [1, -5_000_000_000_i64, 0.5, true, null],
                },
            }
        );
    }

    #[test]
    fn an_id_has_32_bits_where_it_fits() {
        let id = |id| bson(Release { id, ..Default::default() });
        assert_eq!(id(2_147_483_647), doc! { "_id": i32::MAX, "year": null });
        assert_eq!(id(2_147_483_648), doc! { "_id": 2_147_483_648_i64, "year": null });
    }
}
