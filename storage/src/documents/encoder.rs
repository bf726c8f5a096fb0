use std::sync::Arc;

use zstd::{bulk::Compressor, zstd_safe::CParameter};

use super::Document;

/// Level 3 makes releases 4.5 % smaller and takes a quarter to two thirds more time; levels below
/// 1 make them a fifth larger and save no time that the disk does not take.
const LEVEL: i32 = 1;

/// The size of a dictionary in bytes.
const DICTIONARY: usize = 64 << 10;

/// How many bytes of samples are looked at: training takes time in proportion to it.
const SAMPLED: usize = 3 << 18;

/// The first byte of an encoded document tells how the rest is to be read.
pub(super) const COMPRESSED: u8 = 1;
/// As [`COMPRESSED`], with the dictionary of the kind.
pub(super) const WITH_DICTIONARY: u8 = 2;

/// How the documents of one kind are written down: compressed, with a dictionary of what they
/// have in common.
///
/// It is made once for each kind and shared: clones are cheap, and each thread takes its own
/// [`DocumentEncoder`]. The [`DocumentsWriter`](super::DocumentsWriter) that gets the encoded
/// documents must be made with the same encoder, as it keeps the dictionary beside them.
#[derive(Debug, Clone, Default)]
pub struct Encoder {
    dictionary: Option<Arc<[u8]>>,
}

impl Encoder {
    /// Learns from the first documents of a kind, given as JSON.
    ///
    /// Of the samples, 0.75 MB spread evenly over them all are used, so that it takes a tenth of
    /// a second at most. With too few to learn from, documents are compressed each by itself.
    #[must_use]
    pub fn train(samples: &[&[u8]]) -> Self {
        let total: usize = samples.iter().map(|sample| sample.len()).sum();
        let step = total.div_ceil(SAMPLED).max(1);
        let spread: Vec<&[u8]> = samples.iter().copied().step_by(step).collect();
        let sizes: Vec<usize> = spread.iter().map(|sample| sample.len()).collect();
        let size = DICTIONARY.min(total / step / 10);
        let dictionary = zstd::dict::from_continuous(&spread.concat(), &sizes, size).ok();
        Self { dictionary: dictionary.map(Into::into) }
    }

    /// Knows nothing in advance: every document is compressed by itself.
    #[must_use]
    pub fn untrained() -> Self {
        Self::default()
    }

    /// One thread's part, with working memory of its own.
    #[must_use]
    pub fn for_thread(&self) -> DocumentEncoder {
        DocumentEncoder::new(self.dictionary.as_deref())
    }

    /// What was learnt, to be kept with the documents.
    pub(super) fn dictionary(&self) -> Option<&[u8]> {
        self.dictionary.as_deref()
    }
}

/// Encodes documents, one after the other, on one thread.
pub struct DocumentEncoder {
    compressor: Compressor<'static>,
    form: u8,
    json: Vec<u8>,
    compressed: Vec<u8>,
}

impl DocumentEncoder {
    fn new(dictionary: Option<&[u8]>) -> Self {
        let form = if dictionary.is_some() { WITH_DICTIONARY } else { COMPRESSED };
        let mut compressor = Compressor::with_dictionary(LEVEL, dictionary.unwrap_or_default())
            .expect("a new context takes any level and dictionary");
        for parameter in [
            // A flipped bit on the disk is to be an error, never another document.
            CParameter::ChecksumFlag(true),
            CParameter::ContentSizeFlag(true),
            // There is one dictionary for each file: no document need name it.
            CParameter::DictIdFlag(false),
        ] {
            compressor.set_parameter(parameter).expect("an idle context takes these parameters");
        }
        Self { compressor, form, json: Vec::new(), compressed: Vec::new() }
    }

    /// The bytes to store for a document.
    #[must_use]
    pub fn encode(&mut self, document: &Document) -> Vec<u8> {
        self.json.clear();
        document.write_json(&mut self.json);
        self.compressed.clear();
        self.compressed.reserve(zstd::zstd_safe::compress_bound(self.json.len()));
        self.compressor
            .compress_to_buffer(&self.json, &mut self.compressed)
            .expect("the buffer holds the largest possible outcome");
        let mut encoded = Vec::with_capacity(1 + self.compressed.len());
        encoded.push(self.form);
        encoded.extend_from_slice(&self.compressed);
        encoded
    }
}
