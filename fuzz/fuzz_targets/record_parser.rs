//! Whatever a chunk holds, parsing it ends, each record lies behind the one before it, and a
//! comment in a record, which not every reader takes, makes no difference to its document.
#![no_main]

use etl::parse::parse_chunk;
use libfuzzer_sys::fuzz_target;
use storage::model::Kind;

fuzz_target!(|chunk: &[u8]| {
    for kind in Kind::ALL {
        let parsed = parse_chunk(kind, chunk);
        let (mut end, mut line) = (0, 0);
        for record in &parsed.records {
            let place = record.place;
            assert!(place.offset >= end && place.line >= line);
            (end, line) = (place.offset + place.length, place.line);
            match &record.outcome {
                Ok(document) => {
                    assert!(document.kind() == kind && document.id() != 0);
                    let record = &chunk[place.offset..end];
                    if let Some(commented) = with_comment(record) {
                        let parsed = parse_chunk(kind, &commented);
                        assert_eq!(parsed.records[0].outcome.as_ref().ok(), Some(document));
                    }
                }
                Err(rejection) => assert_eq!(rejection.place, place),
            }
        }
        assert!(end <= chunk.len() && line <= parsed.newlines);
    }
});

/// The record with a comment at its end; `None` if it has no closing tag.
fn with_comment(record: &[u8]) -> Option<Vec<u8>> {
    if record.ends_with(b"/>") {
        return None;
    }
    let end = record.windows(2).rposition(|two| two == b"</")?;
    Some([&record[..end], b"<!---->", &record[end..]].concat())
}
