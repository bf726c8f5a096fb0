//! Months that are small and can be told apart.

use std::{io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use storage::{
    documents::Documents,
    generations::{GenerationName, Store},
    index::{FILE_NAME, Index},
    model::{Document, Kind},
};

/// A month as it was published: how many records, and what they are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Month {
    /// `20261101`
    pub(crate) date: String,
    pub(crate) labels: u32,
    pub(crate) masters: u32,
    /// How often the labels were published anew.
    pub(crate) edition: u32,
}

impl Month {
    /// A month of 2026, each larger than the one before.
    pub(crate) fn of(month: u32) -> Self {
        let date = format!("2026{month:02}01");
        Self { date, labels: 100 + month, masters: 40 + month, edition: 0 }
    }

    pub(crate) fn name(&self, kind: &str) -> String {
        format!("discogs_{}_{kind}.xml.gz", self.date)
    }

    /// What the labels of this month and edition are called.
    fn title(&self) -> String {
        format!("Of {} {}", self.date, self.edition)
    }

    pub(crate) fn labels(&self) -> Vec<u8> {
        let title = self.title();
        let record = |id| {
            format!(
                "<label><id>{id}</id><name>{title}</name><data_quality>Correct</data_quality></label>\n"
            )
        };
        zipped("labels", (1..=self.labels).map(record))
    }

    pub(crate) fn masters(&self) -> Vec<u8> {
        let record = |id| {
            format!(
                "<master id=\"{id}\"><main_release>{id}</main_release><artists><artist><id>1</id>\
                 <name>One</name></artist></artists><genres><genre>Electronic</genre></genres>\
                 <styles><style>House</style></styles><year>1994</year><title>Title {id}</title>\
                 <data_quality>Correct</data_quality><videos>\
                 <video src=\"https://www.youtube.com/watch?v=video{id:06}\" duration=\"60\" \
                 embed=\"true\"><title>V</title><description>V</description></video></videos>\
                 </master>\n"
            )
        };
        zipped("masters", (1..=self.masters).map(record))
    }

    /// The files, without the CHECKSUM file.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        vec![(self.name("labels"), self.labels()), (self.name("masters"), self.masters())]
    }

    pub(crate) fn checksum_name(&self) -> String {
        format!("discogs_{}_CHECKSUM.txt", self.date)
    }

    /// The CHECKSUM file as Discogs writes it.
    pub(crate) fn checksums(&self) -> Vec<u8> {
        let line = |(name, bytes): (String, Vec<u8>)| {
            let digest = Sha256::digest(&bytes);
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex} {name}\n")
        };
        self.files().into_iter().map(line).collect::<String>().into_bytes()
    }

    /// Whether a published generation is this month, whole.
    pub(crate) fn is_in(&self, data: &Path, name: GenerationName) -> Result<(), String> {
        let store = Store::open(data).map_err(|error| error.to_string())?;
        let wrong = |what: &str, found: String| Err(format!("{name}, {what}: {found} of {self:?}"));
        if name.date().to_string() != self.date {
            return wrong("date", name.to_string());
        }
        let documents =
            Documents::open(store.documents(name)).map_err(|error| error.to_string())?;
        for (kind, count) in [(Kind::Labels, self.labels), (Kind::Masters, self.masters)] {
            let found = documents.count(kind).map_err(|error| error.to_string())?;
            if found != u64::from(count) {
                return wrong(kind.name(), found.to_string());
            }
        }
        for id in [1, self.labels] {
            match documents.get(Kind::Labels, id).map_err(|error| error.to_string())? {
                Some(Document::Label(label)) if label.name == self.title() => {}
                other => return wrong("a label", format!("{other:?}")),
            }
        }
        let path = store.path_of(name).join(FILE_NAME);
        let index = Index::open_of(&path, &name.to_string()).map_err(|error| error.to_string())?;
        match index.totals().videos {
            videos if videos == u64::from(self.masters) => Ok(()),
            videos => wrong("videos", videos.to_string()),
        }
    }
}

fn zipped(root: &str, records: impl Iterator<Item = String>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    writeln!(encoder, "<{root}>").unwrap();
    records.for_each(|record| encoder.write_all(record.as_bytes()).unwrap());
    write!(encoder, "</{root}>").unwrap();
    encoder.finish().unwrap()
}
