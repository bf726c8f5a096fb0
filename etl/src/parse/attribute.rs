use quick_xml::events::attributes::Attributes;
use serde_json::Value;

use super::{
    entity,
    fault::Fault,
    field::Field,
    path::{Path, Unknown},
    rest::Rest,
    source::{Tag, plain_attribute},
};

/// An attribute of the element at hand.
#[must_use]
pub(super) struct Attribute<'p> {
    name: &'p str,
    raw: &'p str,
    path: &'p Path<'p>,
    unknown: &'p mut Unknown,
}

impl<'p> Attribute<'p> {
    pub(super) fn name(&self) -> &'p str {
        self.name
    }

    /// Fills a field with the value. An empty one is as good as none.
    pub(super) fn fill(self, field: &mut impl Field) -> Result<Rest, Fault> {
        if self.raw.is_empty() {
            return Ok(None);
        }
        Ok(field.take(entity::decode(self.raw)?).err().map(|value| {
            self.unknown.count_attribute(self.path, self.name);
            Value::String(value.into_owned())
        }))
    }

    /// Keeps the value as something that has no field.
    pub(super) fn unknown(self) -> Result<Rest, Fault> {
        self.unknown.count_attribute(self.path, self.name);
        Ok(Some(Value::String(entity::decode(self.raw)?.into_owned())))
    }
}

/// Hands over each attribute of a tag, in order.
#[inline]
pub(super) fn each(
    tag: &Tag<'_>,
    path: &Path<'_>,
    unknown: &mut Unknown,
    mut hand: impl FnMut(Attribute<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let (content, start) = tag.content();
    let mut rest = &content[start..];
    while let Some((name, raw, behind)) = plain_attribute(rest) {
        hand(Attribute { name, raw, path, unknown: &mut *unknown })?;
        rest = behind;
    }
    if rest.is_empty() {
        return Ok(());
    }
    // An attribute that occurs twice is kept like an element that does.
    for attribute in Attributes::new(content, content.len() - rest.len()).with_checks(false) {
        let attribute = attribute.map_err(Fault::Attribute)?;
        let (name, raw) = (attribute.key.as_ref(), &*attribute.value);
        hand(Attribute { name, raw, path, unknown: &mut *unknown })?;
    }
    Ok(())
}
