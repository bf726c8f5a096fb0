//! Writes records as the files of a dump and loads these.

use std::{
    fmt::Debug,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use apis::catalogue::Catalogue;
use etl::load::{Options, load};
use storage::{
    generations::Store,
    model::{Artist, ArtistCredit, Label, Master, Release, Video},
};
use tempfile::TempDir;

use crate::{
    catalogue::Records,
    home::{Home, Place},
};

/// A dump and where it was loaded to.
pub(crate) struct Loaded {
    files: Vec<PathBuf>,
    place: Place,
    _folder: TempDir,
}

impl Loaded {
    pub(crate) fn new(records: &Records, home: Home) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a dump");
        let place = home.place(&folder.path().join("data"));
        let files = write(records, folder.path());
        let loaded = Self { files, place, _folder: folder };
        loaded.again();
        loaded
    }

    /// Loads the same files once more, into a generation of its own.
    pub(crate) fn again(&self) {
        let options = Options { threads: 1, ..Options::default() };
        load(self.data(), &self.files, options, &()).expect("the dump is whole");
    }

    pub(crate) fn data(&self) -> &Store {
        &self.place.store
    }

    /// The catalogue as it is opened and, where its index is in Redis, also with that in memory.
    pub(crate) fn catalogues(&self) -> Vec<Catalogue> {
        let opened = Catalogue::open(self.data()).expect("the generation was just published");
        let warm = opened.warm().expect("the index is there");
        [opened].into_iter().chain(warm).collect()
    }

    /// Asks each catalogue all the questions, and checks that they answer alike.
    pub(crate) fn agree_on<Q: Debug, A: PartialEq + Debug>(
        &self,
        asked: &[Q],
        answer: impl Fn(&Catalogue, &Q) -> A,
    ) {
        let catalogues = self.catalogues();
        for question in asked {
            let answers: Vec<A> = catalogues.iter().map(|one| answer(one, question)).collect();
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{question:?}");
        }
    }
}

fn write(records: &Records, folder: &Path) -> Vec<PathBuf> {
    let files = [
        ("artists", file("artists", &records.artists, artist)),
        ("labels", file("labels", &records.labels, label)),
        ("masters", file("masters", &records.masters, master)),
        ("releases", file("releases", &records.releases, release)),
    ];
    let mut paths = Vec::new();
    for (kind, xml) in files {
        if let Some(xml) = xml {
            let path = folder.join(format!("discogs_20200806_{kind}.xml"));
            fs::write(&path, xml).expect("there is room for a dump");
            paths.push(path);
        }
    }
    paths
}

/// The whole file; none where there is no record.
fn file<T>(root: &str, records: &[T], write: impl Fn(&mut String, &T)) -> Option<String> {
    if records.is_empty() {
        return None;
    }
    let mut xml = format!("<{root}>\n");
    for record in records {
        write(&mut xml, record);
        xml.push('\n');
    }
    Some(xml + &format!("</{root}>\n"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// `<name>text</name>`, nothing for no text.
fn element(xml: &mut String, name: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(xml, "<{name}>{}</{name}>", escaped(text));
    }
}

fn number(xml: &mut String, name: &str, number: Option<u32>) {
    element(xml, name, &number.map(|number| number.to_string()).unwrap_or_default());
}

fn list<T>(xml: &mut String, name: &str, items: &[T], item: impl Fn(&mut String, &T)) {
    if !items.is_empty() {
        let _ = write!(xml, "<{name}>");
        items.iter().for_each(|each| item(xml, each));
        let _ = write!(xml, "</{name}>");
    }
}

fn texts(xml: &mut String, name: &str, item: &str, texts: &[String]) {
    list(xml, name, texts, |xml, text| element(xml, item, text));
}

fn credits(xml: &mut String, name: &str, artists: &[ArtistCredit]) {
    list(xml, name, artists, |xml, artist| {
        xml.push_str("<artist>");
        number(xml, "id", artist.id);
        element(xml, "name", &artist.name);
        element(xml, "anv", artist.anv.as_deref().unwrap_or_default());
        xml.push_str("</artist>");
    });
}

fn videos(xml: &mut String, videos: &[Video]) {
    list(xml, "videos", videos, |xml, video| {
        let _ = write!(xml, "<video src=\"{}\"", escaped(&video.src));
        if let Some(duration) = video.duration {
            let _ = write!(xml, " duration=\"{duration}\"");
        }
        xml.push('>');
        element(xml, "title", video.title.as_deref().unwrap_or_default());
        xml.push_str("</video>");
    });
}

fn artist(xml: &mut String, artist: &Artist) {
    xml.push_str("<artist>");
    number(xml, "id", Some(artist.id));
    element(xml, "name", &artist.name);
    texts(xml, "namevariations", "name", &artist.namevariations);
    list(xml, "aliases", &artist.aliases, |xml, alias| element(xml, "name", &alias.name));
    xml.push_str("</artist>");
}

fn label(xml: &mut String, label: &Label) {
    xml.push_str("<label>");
    number(xml, "id", Some(label.id));
    element(xml, "name", &label.name);
    xml.push_str("</label>");
}

fn master(xml: &mut String, master: &Master) {
    let _ = write!(xml, "<master id=\"{}\">", master.id);
    credits(xml, "artists", &master.artists);
    texts(xml, "genres", "genre", &master.genres);
    texts(xml, "styles", "style", &master.styles);
    number(xml, "year", master.year);
    element(xml, "title", &master.title);
    videos(xml, &master.videos);
    xml.push_str("</master>");
}

fn release(xml: &mut String, release: &Release) {
    let _ = write!(xml, "<release id=\"{}\" status=\"Accepted\">", release.id);
    credits(xml, "artists", &release.artists);
    element(xml, "title", &release.title);
    list(xml, "labels", &release.labels, |xml, label| {
        let id = label.id.map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
        let _ = write!(xml, "<label name=\"{}\" catno=\"none\"{id}/>", escaped(&label.name));
    });
    credits(xml, "extraartists", &release.extraartists);
    list(xml, "formats", &release.formats, |xml, format| {
        let _ = write!(xml, "<format name=\"{}\" qty=\"1\" text=\"\">", escaped(&format.name));
        texts(xml, "descriptions", "description", &format.descriptions);
        xml.push_str("</format>");
    });
    texts(xml, "genres", "genre", &release.genres);
    texts(xml, "styles", "style", &release.styles);
    element(xml, "country", release.country.as_deref().unwrap_or_default());
    element(xml, "released", release.released.as_deref().unwrap_or_default());
    if let Some(master) = release.master_id {
        let main = release.is_main_release.unwrap_or(false);
        let _ = write!(xml, "<master_id is_main_release=\"{main}\">{master}</master_id>");
    }
    videos(xml, &release.videos);
    xml.push_str("</release>");
}
