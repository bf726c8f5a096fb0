use std::sync::Arc;

use zstd::{bulk::Compressor, zstd_safe::CParameter};

use crate::model::Document;

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

/// What the documents of a kind have in common, to compress them with.
#[derive(Debug, Clone, Default)]
pub(in crate::documents) struct Dictionary(Option<Arc<[u8]>>);

impl Dictionary {
    /// Learns from samples; from too few it learns nothing.
    pub(in crate::documents) fn train(samples: &[&[u8]]) -> Self {
        let total: usize = samples.iter().map(|sample| sample.len()).sum();
        let step = total.div_ceil(SAMPLED).max(1);
        let spread: Vec<&[u8]> = samples.iter().copied().step_by(step).collect();
        let sizes: Vec<usize> = spread.iter().map(|sample| sample.len()).collect();
        let size = DICTIONARY.min(total / step / 10);
        let dictionary = zstd::dict::from_continuous(&spread.concat(), &sizes, size).ok();
        Self(dictionary.map(Into::into))
    }

    /// What is kept with the documents.
    pub(in crate::documents) fn bytes(&self) -> Option<&[u8]> {
        self.0.as_deref()
    }
}

/// Compresses documents, one after the other, on one thread.
pub(in crate::documents) struct Compression {
    compressor: Compressor<'static>,
    form: u8,
    json: Vec<u8>,
    compressed: Vec<u8>,
}

impl Compression {
    pub(in crate::documents) fn with(dictionary: &Dictionary) -> Self {
        let dictionary = dictionary.bytes();
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
    pub(in crate::documents) fn encode(&mut self, document: &Document) -> Vec<u8> {
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
