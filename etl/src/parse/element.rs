//! The vocabulary that the tables of the schema are written in.

use serde_json::Value;
use storage::model::{Other, Reference};

use super::{
    attribute::{self, Attribute},
    fault::Fault,
    field::Field,
    path::{Path, Unknown},
    rest::{Rest, TEXT, keep, keep_rest, rest_of},
    source::{Source, Tag, Token},
    text::Text,
};

/// A struct of the model, and which attributes and elements fill its fields.
///
/// To add a field is to add a line to one of the two.
pub(super) trait Table: Default {
    /// Where goes what has no field.
    fn other(&mut self) -> &mut Other;

    /// Fills the field of an attribute.
    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        attribute.unknown()
    }

    /// Fills the field of a child element.
    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        element.unknown()
    }

    /// The field of the element's own text, where there is one.
    fn text(&mut self) -> Option<&mut String> {
        None
    }
}

/// An element whose start tag has been read. Each of the methods reads it to its end, and gives
/// back what found no field.
#[must_use]
pub(super) struct Element<'p, 'x> {
    source: &'p mut dyn Source<'x>,
    unknown: &'p mut Unknown,
    tag: &'p Tag<'x>,
    is_closed: bool,
    path: Path<'p>,
}

impl<'p, 'x> Element<'p, 'x> {
    /// A whole record, `<release …>` or `<release …/>`.
    pub(super) fn record(
        source: &'p mut dyn Source<'x>,
        unknown: &'p mut Unknown,
        tag: &'p Tag<'x>,
        is_closed: bool,
    ) -> Self {
        let path = Path::record(tag.name());
        Self { source, unknown, tag, is_closed, path }
    }

    pub(super) fn name(&self) -> &'p str {
        self.path.name()
    }

    /// Fills a field with the text.
    pub(super) fn fill(self, field: &mut impl Field) -> Result<Rest, Fault> {
        self.fill_with(field, |attribute| attribute.unknown())
    }

    /// Fills a field with the text, and others with the attributes.
    pub(super) fn fill_with(
        mut self,
        field: &mut impl Field,
        mut attribute: impl FnMut(Attribute<'_>) -> Result<Rest, Fault>,
    ) -> Result<Rest, Fault> {
        let mut within = Other::new();
        self.attributes(|found| {
            let name = found.name();
            keep_rest(&mut within, name, attribute(found)?);
            Ok(())
        })?;
        let text = self.content(|child| keep_child(&mut within, child))?;
        let refused = text.exact().and_then(|text| field.take(text).err());
        if refused.is_some() {
            self.unknown.count(&self.path);
        }
        Ok(rest_of(within, refused.map(Into::into)))
    }

    /// Fills a struct that the model has once.
    pub(super) fn one<T: Table + PartialEq>(self, field: &mut Option<T>) -> Result<Rest, Fault> {
        if field.is_some() {
            return self.unknown();
        }
        let value = self.table::<T>()?;
        *field = (value != T::default()).then_some(value);
        Ok(None)
    }

    /// Appends a struct for each child of the given name. It is appended even if it is empty:
    /// its place counts.
    pub(super) fn list<T: Table>(self, item: &str, into: &mut Vec<T>) -> Result<Rest, Fault> {
        self.container(|child| {
            if child.name() != item {
                return child.unknown();
            }
            into.push(child.table()?);
            Ok(None)
        })
    }

    /// Appends the text of each child of the given name, unless it is empty.
    pub(super) fn texts(self, item: &str, into: &mut Vec<String>) -> Result<Rest, Fault> {
        self.container(|child| {
            if child.name() != item {
                return child.unknown();
            }
            let mut text = String::new();
            let rest = child.fill(&mut text)?;
            if !text.is_empty() {
                into.push(text);
            }
            Ok(rest)
        })
    }

    /// Appends a reference for each child of the given name. In older dumps its id may stand
    /// before it: `<id>26</id><name id="26">…</name>`.
    pub(super) fn references(self, item: &str, into: &mut Vec<Reference>) -> Result<Rest, Fault> {
        let nameless = |id| Reference { id: Some(id), ..Reference::default() };
        let mut id_before = None;
        let rest = self.container(|child| {
            if child.name() == "id" {
                let mut id = None;
                let rest = child.fill(&mut id)?;
                if let Some(id) = id {
                    into.extend(id_before.replace(id).map(nameless));
                }
                return Ok(rest);
            }
            if child.name() != item {
                return child.unknown();
            }
            let mut reference: Reference = child.table()?;
            if let Some(id) = id_before.take()
                && *reference.id.get_or_insert(id) != id
            {
                into.push(nameless(id));
            }
            into.push(reference);
            Ok(None)
        })?;
        into.extend(id_before.map(nameless));
        Ok(rest)
    }

    /// Fills a struct from attributes, children and text.
    pub(super) fn table<T: Table>(mut self) -> Result<T, Fault> {
        let mut table = T::default();
        self.attributes(|found| {
            let name = found.name();
            let rest = table.attribute(found)?;
            keep_rest(table.other(), name, rest);
            Ok(())
        })?;
        let text = self.content(|child| {
            let name = child.name();
            let rest = table.element(child)?;
            keep_rest(table.other(), name, rest);
            Ok(())
        })?;
        match table.text() {
            Some(field) => {
                if let Some(text) = text.exact() {
                    *field = text.into_owned();
                }
            }
            None => {
                if let Some(text) = text.beside_children() {
                    self.unknown.count_text(&self.path);
                    keep(table.other(), TEXT, Value::String(text));
                }
            }
        }
        Ok(table)
    }

    /// Keeps the whole element as something that has no field.
    pub(super) fn unknown(mut self) -> Result<Rest, Fault> {
        self.unknown.count(&self.path);
        let mut within = Other::new();
        self.attributes(|found| {
            let name = found.name();
            keep_rest(&mut within, name, found.unknown()?);
            Ok(())
        })?;
        let mut has_children = false;
        let text = self.content(|child| {
            has_children = true;
            keep_child(&mut within, child)
        })?;
        let text = if has_children { text.beside_children() } else { text.exact().map(Into::into) };
        // Its being there may be all that it says: `<explicit/>`.
        let text = text.or_else(|| within.is_empty().then(String::new));
        Ok(rest_of(within, text))
    }

    /// Reads a list: hands over each child, and keeps whatever else there is.
    fn container(
        mut self,
        mut hand: impl FnMut(Element<'_, 'x>) -> Result<Rest, Fault>,
    ) -> Result<Rest, Fault> {
        let mut within = Other::new();
        self.attributes(|found| {
            let name = found.name();
            keep_rest(&mut within, name, found.unknown()?);
            Ok(())
        })?;
        let text = self.content(|child| {
            let name = child.name();
            keep_rest(&mut within, name, hand(child)?);
            Ok(())
        })?;
        let text = text.beside_children();
        if text.is_some() {
            self.unknown.count_text(&self.path);
        }
        Ok(rest_of(within, text))
    }

    #[inline]
    fn attributes(
        &mut self,
        hand: impl for<'q> FnMut(Attribute<'q>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        attribute::each(self.tag, &self.path, self.unknown, hand)
    }

    /// Reads up to the closing tag: hands over each child and returns the text between them.
    #[inline]
    fn content(
        &mut self,
        mut hand: impl FnMut(Element<'_, 'x>) -> Result<(), Fault>,
    ) -> Result<Text<'x>, Fault> {
        let mut text = Text::default();
        if self.is_closed {
            return Ok(text);
        }
        loop {
            match self.source.next(self.path.name())? {
                Token::Text(piece) => text.push(piece),
                Token::Char(character) => text.push_char(character),
                Token::Start(tag, is_closed) => {
                    let path = self.path.child(tag.name())?;
                    let (source, unknown) = (&mut *self.source, &mut *self.unknown);
                    hand(Element { source, unknown, tag: &tag, is_closed, path })?;
                }
                Token::End => return Ok(text),
            }
        }
    }
}

fn keep_child(within: &mut Other, child: Element<'_, '_>) -> Result<(), Fault> {
    let name = child.name();
    keep_rest(within, name, child.unknown()?);
    Ok(())
}
