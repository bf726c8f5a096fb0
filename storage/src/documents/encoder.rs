use super::{
    Document,
    embedded::{Compression, Dictionary},
};

/// How the documents of one kind are written down: compressed, with a dictionary of what they
/// have in common, or as BSON. A [`Location`](super::Location) has its own.
///
/// It is made once for each kind and shared: clones are cheap, and each thread takes its own
/// [`DocumentEncoder`]. The [`DocumentsWriter`](super::DocumentsWriter) that gets the encoded
/// documents must be made with the same encoder, as it keeps the dictionary beside them.
#[derive(Debug, Clone)]
pub struct Encoder {
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Compressed(Dictionary),
    Bson,
}

impl Encoder {
    /// Learns from the first documents of a kind, given as JSON.
    ///
    /// Of the samples, 0.75 MB spread evenly over them all are used, so that it takes a tenth of
    /// a second at most. With too few to learn from, documents are compressed each by itself.
    #[must_use]
    pub fn train(samples: &[&[u8]]) -> Self {
        Self { form: Form::Compressed(Dictionary::train(samples)) }
    }

    /// Knows nothing in advance: every document is compressed by itself.
    #[must_use]
    pub fn untrained() -> Self {
        Self { form: Form::Compressed(Dictionary::default()) }
    }

    /// As MongoDB takes them.
    pub(super) fn bson() -> Self {
        Self { form: Form::Bson }
    }

    /// One thread's part, with working memory of its own.
    #[must_use]
    pub fn for_thread(&self) -> DocumentEncoder {
        let encoding = match &self.form {
            Form::Compressed(dictionary) => {
                Encoding::Compressed(Box::new(Compression::with(dictionary)))
            }
            Form::Bson => Encoding::Bson(Vec::new()),
        };
        DocumentEncoder { encoding }
    }

    /// What was learnt, to be kept with the documents.
    pub(super) fn dictionary(&self) -> Option<&[u8]> {
        match &self.form {
            Form::Compressed(dictionary) => dictionary.bytes(),
            Form::Bson => None,
        }
    }
}

/// Encodes documents, one after the other, on one thread.
pub struct DocumentEncoder {
    encoding: Encoding,
}

enum Encoding {
    Compressed(Box<Compression>),
    /// Working memory, so that what is handed out has its own length.
    Bson(Vec<u8>),
}

impl DocumentEncoder {
    /// The bytes to store for a document.
    #[must_use]
    pub fn encode(&mut self, document: &Document) -> Vec<u8> {
        match &mut self.encoding {
            Encoding::Compressed(compression) => compression.encode(document),
            Encoding::Bson(bytes) => {
                crate::mongodb::encode(document, bytes);
                bytes.clone()
            }
        }
    }
}
