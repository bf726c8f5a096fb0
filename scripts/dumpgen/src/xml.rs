use crate::options::Form;

/// XML as the dumps write it, into one buffer.
#[derive(Debug)]
pub(crate) struct Xml {
    buffer: Vec<u8>,
    form: Form,
}

impl Xml {
    pub(crate) fn new(form: Form) -> Self {
        Self { buffer: Vec::with_capacity(1 << 18), form }
    }

    /// What was written since the last [`Xml::clear`].
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    pub(crate) fn clear(&mut self) {
        self.buffer.clear();
    }

    /// Bytes as they are: tags.
    pub(crate) fn raw(&mut self, text: &str) {
        self.buffer.extend_from_slice(text.as_bytes());
    }

    /// `<name>`
    pub(crate) fn open(&mut self, name: &str) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
    }

    /// `</name>`
    pub(crate) fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    /// `<name/>`
    pub(crate) fn empty(&mut self, name: &str) {
        self.raw("<");
        self.raw(name);
        self.raw("/>");
    }

    /// `<name>text</name>`, or `<name/>` for an empty text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return self.empty(name);
        }
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// `<name>12</name>`
    pub(crate) fn number_leaf(&mut self, name: &str, number: u64) {
        self.open(name);
        self.number(number);
        self.close(name);
    }

    /// ` name="value"`
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.escaped(value, true);
        self.raw("\"");
    }

    /// ` name="12"`
    pub(crate) fn number_attribute(&mut self, name: &str, number: u64) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.number(number);
        self.raw("\"");
    }

    /// Character data.
    pub(crate) fn text(&mut self, text: &str) {
        self.escaped(text, false);
    }

    /// A number in decimal digits.
    pub(crate) fn number(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.buffer.extend_from_slice(&digits[start..]);
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) {
        if text.bytes().all(is_plain) {
            return self.raw(text);
        }
        for letter in text.chars() {
            match letter {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '\r' => self.raw("&#13;"),
                '"' if in_attribute => self.raw("&quot;"),
                '\n' if in_attribute => self.raw("&#10;"),
                // The old dumps wrote decimal references in texts and hexadecimal ones in values.
                _ if !letter.is_ascii() && self.form == Form::Y2020 => {
                    let code = u32::from(letter);
                    if in_attribute {
                        self.raw(&format!("&#x{code:X};"));
                    } else {
                        self.raw("&#");
                        self.number(code.into());
                        self.raw(";");
                    }
                }
                _ => self.raw(letter.encode_utf8(&mut [0; 4])),
            }
        }
    }
}

/// Whether a byte stands for itself everywhere, in both forms.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..0x7f) && !matches!(byte, b'&' | b'<' | b'>' | b'"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form, write: impl Fn(&mut Xml)) -> String {
        let mut xml = Xml::new(form);
        write(&mut xml);
        String::from_utf8(xml.bytes().to_vec()).unwrap()
    }

    #[test]
    fn the_old_form_refers_to_letters_by_number() {
        let write = |xml: &mut Xml| {
            xml.attribute("name", "Ø \"7\"");
            xml.text("Österreich & \r\n");
        };
        assert_eq!(
            written(Form::Y2020, write),
            " name=\"&#xD8; &quot;7&quot;\"&#214;sterreich &amp; &#13;\n"
        );
        assert_eq!(
            written(Form::Y2026, write),
            " name=\"Ø &quot;7&quot;\"Österreich &amp; &#13;\n"
        );
    }

    #[test]
    fn numbers_are_written_in_full() {
        assert_eq!(written(Form::Y2026, |xml| xml.number(0)), "0");
        assert_eq!(written(Form::Y2026, |xml| xml.number(u64::MAX)), u64::MAX.to_string());
    }
}
