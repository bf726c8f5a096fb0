use std::collections::BTreeMap;

use super::fault::Fault;

/// How many levels of elements a record may have. Real ones have eight.
pub(super) const DEEPEST: u32 = 64;

/// The elements from the record down to the one at hand. A chain through the stack, since it is
/// hardly ever written out.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    name: &'p str,
    depth: u32,
}

impl<'p> Path<'p> {
    pub(super) fn record(name: &'p str) -> Self {
        Self { parent: None, name, depth: 1 }
    }

    pub(super) fn name(&self) -> &'p str {
        self.name
    }

    pub(super) fn child(&'p self, name: &'p str) -> Result<Self, Fault> {
        if self.depth == DEEPEST {
            return Err(Fault::Deep);
        }
        Ok(Self { parent: Some(self), name, depth: self.depth + 1 })
    }

    fn write(&self, into: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(into);
            into.push('/');
        }
        into.push_str(self.name);
    }
}

/// Counts what the model does not know.
#[derive(Default)]
pub(super) struct Unknown(pub(super) BTreeMap<String, u64>);

impl Unknown {
    /// Counts the element at the path.
    pub(super) fn count(&mut self, path: &Path<'_>) {
        self.count_within(path, "", "");
    }

    /// Counts an attribute of the element at the path.
    pub(super) fn count_attribute(&mut self, path: &Path<'_>, name: &str) {
        self.count_within(path, "/@", name);
    }

    /// Counts text in the element at the path, which should have none.
    pub(super) fn count_text(&mut self, path: &Path<'_>) {
        self.count_within(path, "/", super::rest::TEXT);
    }

    fn count_within(&mut self, path: &Path<'_>, sign: &str, name: &str) {
        let mut key = String::new();
        path.write(&mut key);
        key.push_str(sign);
        key.push_str(name);
        *self.0.entry(key).or_default() += 1;
    }
}
