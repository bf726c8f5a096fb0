use std::sync::{Arc, Mutex, PoisonError};

use zstd::{bulk::Decompressor, zstd_safe::get_frame_content_size};

use crate::{
    documents::embedded::encoder::{COMPRESSED, WITH_DICTIONARY},
    model::Id,
};

/// Reads encoded documents back to JSON.
///
/// Clones share the dictionary and a stock of working memory, one piece for each thread that
/// reads at the same time.
#[derive(Clone)]
pub(super) struct Decoder {
    dictionary: Arc<[u8]>,
    idle: Arc<Mutex<Vec<Decompressor<'static>>>>,
}

impl Decoder {
    pub(super) fn new(dictionary: &[u8]) -> Self {
        Self { dictionary: dictionary.into(), idle: Arc::default() }
    }

    /// The JSON of the document that was stored under an id, or what is wrong with it.
    pub(super) fn decode(&self, id: Id, encoded: &[u8]) -> Result<Vec<u8>, String> {
        let idle = self.idle().pop();
        let mut decompressor = match idle {
            Some(decompressor) => decompressor,
            None => Decompressor::with_dictionary(&self.dictionary)
                .map_err(|error| format!("its dictionary cannot be used: {error}"))?,
        };
        let json = self.decode_with(&mut decompressor, encoded);
        self.idle().push(decompressor);
        json.and_then(|json| {
            if own_id(&json) == Some(id) {
                Ok(json)
            } else {
                Err("another document is in its place".to_owned())
            }
        })
    }

    fn decode_with(
        &self,
        decompressor: &mut Decompressor<'static>,
        encoded: &[u8],
    ) -> Result<Vec<u8>, String> {
        let (form, frame) = encoded.split_first().ok_or("it is empty")?;
        match *form {
            COMPRESSED => {}
            WITH_DICTIONARY if !self.dictionary.is_empty() => {}
            WITH_DICTIONARY => return Err("its dictionary is missing".to_owned()),
            form => return Err(format!("it is written in an unknown form, {form}")),
        }
        let size = match get_frame_content_size(frame) {
            // A damaged length must not take all the memory.
            Ok(Some(size)) if size <= crate::MAX_DOCUMENT as u64 => size as usize,
            _ => return Err("its length cannot be right".to_owned()),
        };
        let json = decompressor.decompress(frame, size).map_err(|error| error.to_string())?;
        if json.len() == size { Ok(json) } else { Err("it is cut short".to_owned()) }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Decompressor<'static>>> {
        // A panic cannot leave the list half changed.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The id that a document gives itself. The model writes it first.
fn own_id(json: &[u8]) -> Option<Id> {
    let digits = json.strip_prefix(b"{\"id\":")?;
    let length = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    std::str::from_utf8(&digits[..length]).ok()?.parse().ok()
}
