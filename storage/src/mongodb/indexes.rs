//! The secondary indexes, for people who ask MongoDB themselves: Dataget finds documents by id
//! alone. `docs/MONGODB.md` says what each is good for.

use mongodb::bson::{Document, doc};

use super::{Generation, Result, connect::write_concern, retry::Patience};
use crate::model::Kind;

/// The fields of the indexes of a kind, besides `_id`. An index of a list has an entry for each
/// element.
const fn of(kind: Kind) -> &'static [&'static [&'static str]] {
    match kind {
        Kind::Artists | Kind::Labels => &[&["name"]],
        Kind::Masters => &[&["artists.id"]],
        Kind::Releases => &[
            &["genres", "year"],
            &["styles", "year"],
            &["artists.id"],
            &["labels.id"],
            &["master_id"],
        ],
    }
}

/// Makes the indexes of a kind, all in one pass over its documents. Those that are there are left
/// as they are.
pub(super) fn create(generation: &Generation, kind: Kind) -> Result<()> {
    let indexes: Vec<Document> = of(kind).iter().map(|fields| index(fields)).collect();
    let (server, database) = (generation.server(), generation.database_name());
    server.ask(Patience::Loading, "build the indexes", |limit| {
        let command = doc! {
            "createIndexes": kind.name(),
            "indexes": &indexes,
            "writeConcern": write_concern(),
        };
        server.command(database, &command, limit).map(drop)
    })
}

fn index(fields: &[&str]) -> Document {
    let keys: Document = fields.iter().map(|&field| (field.to_owned(), 1.into())).collect();
    let name: Vec<String> = fields.iter().map(|field| format!("{field}_1")).collect();
    doc! { "key": keys, "name": name.join("_") }
}
