//! The fields of a query or a form.

/// Names and values, in their order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// What cannot be read has no fields.
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(serde_urlencoded::from_bytes(encoded).unwrap_or_default())
    }

    /// The value of a field that is there and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(is, value)| is == name && !value.is_empty());
        field.map(|(_, value)| value.as_str())
    }

    /// A name that is there more than once: OAuth does not allow it.
    pub(crate) fn repeated(&self) -> Option<&str> {
        let before = |at: usize, name| self.0[..at].iter().any(|(is, _)| is == name);
        let repeated = self.0.iter().enumerate().find(|(at, (name, _))| before(*at, name));
        repeated.map(|(_, (name, _))| name.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
