//! What is damaged, lost or gone is told.

use servers::RedisServer;
use storage::{
    index::{Index, Need, ValueField, WordField},
    redis::Error,
};

use crate::{
    fixture::{generation, index_file},
    questions::{assert_answers, value_plan},
    stored::Stored,
};

/// A way to load that comes upon the value, and what is said of it.
fn is_noticed(stored: &Stored, key: &str, load: impl Fn(&Index) -> Result<(), Error>) {
    let index = stored.open();
    for error in [load(&index).unwrap_err(), index.warm().err().expect("it is damaged")] {
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(&format!("`{key}`")), "{text}");
        assert!(text.contains("Run `dataget index`"), "{text}");
        assert!(text.contains(stored.redis.server()), "{text}");
    }
}

#[test]
fn a_flipped_byte_is_noticed() {
    let mut stored = Stored::on_a_server();
    let piece = stored.key("{p1}:image");
    stored.flip(&piece, 100_000);
    is_noticed(&stored, &piece, |index| {
        index.load(&[Need::Words(WordField::Title)])?;
        index.load_plan(&index.word(WordField::Title, "and"))?;
        index.load_plan(&index.word(WordField::Title, "the"))
    });
    stored.flip(&piece, 100_000);
    let bitmap = stored.key("{c1}:style:Deep House");
    stored.flip(&bitmap, 500);
    let house =
        |index: &Index| index.load_plan(&value_plan(index, ValueField::Style, "Deep House"));
    is_noticed(&stored, &bitmap, house);
    stored.flip(&bitmap, 500);
    let terms = stored.key("{c0}:terms");
    stored.flip(&terms, 20);
    is_noticed(&stored, &terms, house);
    stored.flip(&terms, 20);
    assert_answers(&stored.open());
}

#[test]
fn a_missing_value_is_noticed() {
    let mut stored = Stored::on_a_server();
    let bitmap = stored.key("{c0}:format:Box Set");
    stored.ask::<()>("DEL", &[&bitmap]);
    let box_set =
        |index: &Index| index.load_plan(&value_plan(index, ValueField::Format, "Box Set"));
    is_noticed(&stored, &bitmap, box_set);
    // Written again, it is whole again.
    stored.redis.put_index(index_file()).unwrap();
    let last = stored.keys().into_iter().filter(|key| key.ends_with(":image")).count() - 1;
    let piece = stored.key(&format!("{{p{last}}}:image"));
    stored.ask::<()>("DEL", &[&piece]);
    let error = stored.redis.open_index(generation()).err().expect("its end is missing");
    assert!(error.to_string().contains(&piece), "{error}");
}

#[test]
fn an_emptied_server_is_told_of() {
    let mut server = RedisServer::start();
    let mut stored = Stored::new(&server.url(), false);
    let index = stored.open();
    let warm = stored.open().warm().unwrap().unwrap();
    stored.ask::<()>("FLUSHALL", &[]);
    for error in [
        index.load(&[Need::Entries]).unwrap_err(),
        index.warm().err().unwrap(),
        stored.redis.open_index(generation()).err().unwrap(),
    ] {
        assert!(matches!(error, Error::Missing { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "Redis at 127.0.0.1:{} has no index of generation 20261101 (it may have been \
                 emptied, or the index was not written to the end): run `dataget index`",
                server.port()
            )
        );
    }
    assert_answers(&warm);
    server.kill();
    assert_answers(&warm);
}
