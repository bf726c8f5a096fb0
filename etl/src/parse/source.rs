//! Where the pieces of a record come from.
//!
//! Nearly all records are nothing but elements, attributes, texts and references. [`Plain`] reads
//! these, at a multiple of the speed of a reader that knows all of XML, and gives up at anything
//! else. Such a record is read again by `quick_xml`, which also finds the words for what is wrong
//! with a broken one. What both can read, both read alike.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{entity, fault::Fault};

/// A piece of an element's content.
pub(super) enum Token<'x> {
    Text(Cow<'x, str>),
    /// What a reference stands for.
    Char(char),
    /// A start tag, and whether it ends the element too: `<urls/>`.
    Start(Tag<'x>, bool),
    /// The end of the element.
    End,
}

/// A start tag.
pub(super) enum Tag<'x> {
    /// What stands between the brackets, and the length of the name in it.
    Plain(&'x str, usize),
    Xml(BytesStart<'x>),
}

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Plain(content, length) => &content[..*length],
            Self::Xml(tag) => tag.name().into_inner(),
        }
    }

    /// What stands between the brackets, and where the attributes begin in it.
    pub(super) fn content(&self) -> (&str, usize) {
        match self {
            Self::Plain(content, length) => (content, *length),
            Self::Xml(tag) => (tag, tag.name().into_inner().len()),
        }
    }
}

/// Gives the pieces of an element's content, whose start tag has been read.
pub(super) trait Source<'x> {
    /// The next piece of the element with this name.
    fn next(&mut self, element: &str) -> Result<Token<'x>, Fault>;
}

impl<'x> Source<'x> for Reader<&'x [u8]> {
    fn next(&mut self, _: &str) -> Result<Token<'x>, Fault> {
        loop {
            return Ok(match self.read_event()? {
                Event::Text(piece) => Token::Text(piece.into_inner()),
                Event::CData(piece) => Token::Text(piece.into_inner()),
                Event::GeneralRef(reference) => Token::Char(entity::resolve(&reference)?),
                Event::Start(tag) => Token::Start(Tag::Xml(tag), false),
                Event::Empty(tag) => Token::Start(Tag::Xml(tag), true),
                // The reader has compared the names.
                Event::End(_) => Token::End,
                Event::Comment(_) | Event::PI(_) => continue,
                Event::Decl(_) | Event::DocType(_) => return Err(Fault::Declaration),
                Event::Eof => return Err(Fault::Unclosed),
            });
        }
    }
}

/// Reads elements, attributes, texts and references, and nothing else.
pub(super) struct Plain<'x> {
    text: &'x str,
    at: usize,
}

impl<'x> Source<'x> for Plain<'x> {
    fn next(&mut self, element: &str) -> Result<Token<'x>, Fault> {
        self.token(element).ok_or(Fault::NotPlain)
    }
}

impl<'x> Plain<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Self { text, at: 0 }
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The start tag that stands here, and whether it ends the element too.
    pub(super) fn start(&mut self) -> Option<(Tag<'x>, bool)> {
        let content = self.text.get(self.at..)?.strip_prefix('<')?;
        let bytes = content.as_bytes();
        let name = bytes.iter().position(|&byte| !is_of_name(byte)).filter(|&length| length > 0)?;
        let mut end = name;
        match bytes[name] {
            b'>' | b'/' => end += usize::from(bytes[name] == b'/'),
            byte if is_blank(byte) => loop {
                end += memchr3(b'>', b'"', b'\'', &bytes[end..])?;
                match bytes[end] {
                    b'>' => break,
                    b'"' => end += 1 + memchr(b'"', &bytes[end + 1..])? + 1,
                    _ => return None,
                }
            },
            _ => return None,
        }
        if bytes.get(end) != Some(&b'>') {
            return None;
        }
        self.at += 1 + end + 1;
        let is_closed = bytes[end - 1] == b'/';
        let content = &content[..end - usize::from(is_closed)];
        Some((Tag::Plain(content, name), is_closed))
    }

    #[inline]
    fn token(&mut self, element: &str) -> Option<Token<'x>> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        match *bytes.first()? {
            b'<' if bytes.get(1) == Some(&b'/') => {
                let after = rest[2..].strip_prefix(element)?.strip_prefix('>')?;
                self.at = self.text.len() - after.len();
                Some(Token::End)
            }
            b'<' => self.start().map(|(tag, is_closed)| Token::Start(tag, is_closed)),
            b'&' => {
                let length = memchr3(b';', b'&', b'<', &bytes[1..])?;
                if bytes[1 + length] != b';' {
                    return None;
                }
                self.at += 1 + length + 1;
                entity::resolve(&rest[1..1 + length]).ok().map(Token::Char)
            }
            _ => {
                let length = memchr2(b'<', b'&', bytes)?;
                self.at += length;
                Some(Token::Text(Cow::Borrowed(&rest[..length])))
            }
        }
    }
}

/// The attribute at the start of what is left of a tag, as name, raw value and what comes behind
/// it; `None` unless it is written in the plainest way.
#[inline]
pub(super) fn plain_attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let start = rest.trim_start_matches([' ', '\t', '\r', '\n']);
    if start.len() == rest.len() {
        return None;
    }
    let length = start.bytes().position(|byte| !is_of_name(byte)).filter(|&length| length > 0)?;
    let (name, value) = start.split_at(length);
    let value = value.strip_prefix("=\"")?;
    let end = memchr(b'"', value.as_bytes())?;
    Some((name, &value[..end], &value[end + 1..]))
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether a byte is of a name as the dumps have them. XML knows more.
const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
