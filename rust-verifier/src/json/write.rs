//! Writes JSON without white space. Results have no fractions and their maps have strings for names, so writing cannot
//! fail, and nothing looks whether it did.

use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// The JSON text of a value.
#[must_use]
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> String {
    let mut output = String::new();
    let Ok(()) = value.serialize(Writer(&mut output));
    output
}

/// There is none.
#[derive(Debug)]
enum Never {}

impl core::fmt::Display for Never {
    fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match *self {}
    }
}

impl core::error::Error for Never {}

impl Error for Never {
    fn custom<T>(_: T) -> Self {
        without_form()
    }
}

/// A type without a form here is a fault of this crate, found by the first test that shows one.
#[cold]
fn without_form() -> ! {
    std::process::abort()
}

struct Writer<'a>(&'a mut String);

/// An array or object begun: how it ends, and whether it has an item yet.
struct Items<'a> {
    output: &'a mut String,
    close: char,
    begun: bool,
}

impl<'a> Writer<'a> {
    #[inline(never)]
    fn open(self, open: char, close: char) -> Items<'a> {
        self.0.push(open);
        Items { output: self.0, close, begun: false }
    }

    #[inline(never)]
    fn string(self, text: &str) {
        self.0.push('"');
        let mut rest = text;
        while let Some((plain, byte)) = rest
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
            .and_then(|place| Some((place, rest.as_bytes().get(place)?)))
        {
            self.0.push_str(rest.get(..plain).unwrap_or_default());
            rest = rest.get(plain.saturating_add(1)..).unwrap_or_default();
            match byte {
                b'"' => self.0.push_str("\\\""),
                b'\\' => self.0.push_str("\\\\"),
                0x8 => self.0.push_str("\\b"),
                0xc => self.0.push_str("\\f"),
                b'\n' => self.0.push_str("\\n"),
                b'\r' => self.0.push_str("\\r"),
                b'\t' => self.0.push_str("\\t"),
                byte => {
                    self.0.push_str("\\u00");
                    self.0.push_str(&crate::bytes::hex(&[*byte]));
                }
            }
        }
        self.0.push_str(rest);
        self.0.push('"');
    }

    #[inline(never)]
    fn number(self, number: u64) {
        self.0.push_str(&number.to_string());
    }
}

impl Items<'_> {
    #[inline(never)]
    fn next(&mut self) -> Writer<'_> {
        if self.begun {
            self.output.push(',');
        }
        self.begun = true;
        Writer(self.output)
    }

    #[inline(never)]
    fn named(&mut self, name: &str) -> Writer<'_> {
        self.next().string(name);
        self.value()
    }

    #[inline(never)]
    fn value(&mut self) -> Writer<'_> {
        self.output.push(':');
        Writer(self.output)
    }

    fn close(self) {
        self.output.push(self.close);
    }
}

macro_rules! without_form {
    ($($method:ident($($kind:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $kind),*) -> Result<$result, Never> { without_form() })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Items<'a>;
    type SerializeTupleStruct = Impossible<(), Never>;
    type SerializeTupleVariant = Impossible<(), Never>;
    type SerializeStructVariant = Impossible<(), Never>;

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Never> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Never> {
        self.number(value);
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Never> {
        self.string(value);
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        let mut object = self.open('{', '}');
        let Ok(()) = value.serialize(object.named(variant));
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Never> {
        Ok(self.open('[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Never> {
        Ok(self.open('[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Never> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Never> {
        Ok(self.open('{', '}'))
    }

    without_form! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(self.next())
    }

    fn end(self) -> Result<(), Never> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Items<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(self.next())
    }

    fn end(self) -> Result<(), Never> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Never> {
        name.serialize(self.next())?;
        debug_assert!(self.output.ends_with('"'), "the names of a map are strings");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(self.value())
    }

    fn end(self) -> Result<(), Never> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self.named(name))
    }

    fn end(self) -> Result<(), Never> {
        self.close();
        Ok(())
    }
}
