//! Whatever a chunk holds, parsing it ends, and each record lies behind the one before it.
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
                Ok(document) => assert!(document.kind() == kind && document.id() != 0),
                Err(rejection) => assert_eq!(rejection.place, place),
            }
        }
        assert!(end <= chunk.len() && line <= parsed.newlines);
    }
});
