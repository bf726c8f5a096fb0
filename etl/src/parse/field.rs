use std::borrow::Cow;

/// A field that is filled from one text.
pub(super) trait Field {
    /// Takes the text, or gives it back: when the field is filled already, or when the text says
    /// more than the field can hold.
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>>;
}

impl Field for String {
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        if !self.is_empty() {
            return Err(text);
        }
        *self = text.into_owned();
        Ok(())
    }
}

impl Field for Option<String> {
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        if self.is_some() {
            return Err(text);
        }
        *self = Some(text.into_owned());
        Ok(())
    }
}

impl Field for Option<u32> {
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        match number(&text) {
            Some(number) if self.is_none() => {
                *self = Some(number);
                Ok(())
            }
            _ => Err(text),
        }
    }
}

/// The record's own id: 0 until it is found.
impl Field for u32 {
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        match number(&text) {
            Some(number) if *self == 0 && number != 0 => {
                *self = number;
                Ok(())
            }
            _ => Err(text),
        }
    }
}

impl Field for Option<bool> {
    fn take<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        let flag = match &*text {
            "true" => true,
            "false" => false,
            _ => return Err(text),
        };
        if self.is_some() {
            return Err(text);
        }
        *self = Some(flag);
        Ok(())
    }
}

/// Reads a number that can be written back as it was: no sign, no leading zero, no blank.
fn number(text: &str) -> Option<u32> {
    let plain = match text.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn only_a_number_that_can_be_written_back_is_one() {
        for (text, expected) in [
            ("0", Some(0)),
            ("7", Some(7)),
            ("4294967295", Some(u32::MAX)),
            ("4294967296", None),
            ("", None),
            ("007", None),
            ("+5", None),
            ("-5", None),
            (" 5", None),
            ("5 ", None),
            ("5.0", None),
            ("٥", None),
        ] {
            assert_eq!(number(text), expected, "{text:?}");
        }
    }
}
