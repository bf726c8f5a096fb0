/// What is wrong with a record.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// Not a fault of the record: it has to be read by the reader that knows all of XML.
    #[error("it is not plain")]
    NotPlain,
    #[error("it is not well-formed: {0}")]
    Xml(Box<quick_xml::Error>),
    #[error("it is not well-formed: {0}")]
    Attribute(quick_xml::events::attributes::AttrError),
    #[error("`&{0};` is no character that a dump may refer to")]
    Reference(Box<str>),
    #[error("it is nested too deeply: more than {} levels", super::path::DEEPEST)]
    Deep,
    #[error("it ends before all its elements are closed")]
    Unclosed,
    #[error("`<!DOCTYPE` or `<?xml` stands within it")]
    Declaration,
    #[error("it has no id")]
    NoId,
    #[error("its id {0} is no number from 1 to {max}", max = storage::model::MAX_ID)]
    BadId(Box<str>),
    #[error("`<{0}>` stands where a record was expected")]
    Name(Box<str>),
    #[error("text stands where a record was expected: `{0}`")]
    Text(Box<str>),
}

impl From<quick_xml::Error> for Fault {
    fn from(error: quick_xml::Error) -> Self {
        Self::Xml(Box::new(error))
    }
}
