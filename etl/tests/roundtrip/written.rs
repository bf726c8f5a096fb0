//! Documents as the dumps have them.

use storage::model::{ArtistCredit, Document, Image, Master, Reference, Release, Track, Video};

/// Writes elements by hand, so that it shares nothing with what it tests.
#[derive(Default)]
struct Xml(String);

impl Xml {
    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\r' => self.0.push_str("&#13;"),
                'ä' => self.0.push_str("&#228;"),
                '🎵' => self.0.push_str("&#x1f3b5;"),
                _ => self.0.push(character),
            }
        }
    }

    fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, Option<String>)],
        inner: impl FnOnce(&mut Self),
    ) {
        self.0.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            if let Some(value) = value {
                self.0.push_str(&format!(" {key}=\""));
                self.escaped(value);
                self.0.push('"');
            }
        }
        self.0.push('>');
        let before = self.0.len();
        inner(self);
        if self.0.len() == before {
            self.0.insert(before - 1, '/');
        } else {
            self.0.push_str(&format!("</{name}>"));
        }
    }

    fn text(&mut self, name: &str, text: impl Into<Option<String>>) {
        if let Some(text) = text.into() {
            self.element(name, &[], |xml| xml.escaped(&text));
        }
    }

    fn list<T>(&mut self, name: &str, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.element(name, &[], |xml| items.iter().for_each(|each| item(xml, each)));
    }

    fn texts(&mut self, name: &str, item: &str, texts: &[String]) {
        self.list(name, texts, |xml, text| xml.text(item, text.clone()));
    }

    fn credits(&mut self, name: &str, credits: &[ArtistCredit]) {
        self.list(name, credits, |xml, credit| {
            xml.element("artist", &[], |xml| {
                xml.text("id", number(credit.id));
                xml.text("name", credit.name.clone());
                xml.text("anv", credit.anv.clone());
                xml.text("join", credit.join.clone());
                xml.text("role", credit.role.clone());
                xml.text("tracks", credit.tracks.clone());
            });
        });
    }

    fn references(&mut self, name: &str, item: &str, references: &[Reference]) {
        self.list(name, references, |xml, reference| {
            xml.element(item, &[("id", number(reference.id))], |xml| xml.escaped(&reference.name));
        });
    }

    fn images(&mut self, images: &[Image]) {
        self.list("images", images, |xml, image| {
            let attributes = [
                ("type", image.kind.clone()),
                ("uri", Some(String::new())),
                ("width", number(image.width)),
                ("height", number(image.height)),
            ];
            xml.element("image", &attributes, |_| {});
        });
    }

    fn videos(&mut self, videos: &[Video]) {
        self.list("videos", videos, |xml, video| {
            let attributes = [
                ("src", Some(video.src.clone())),
                ("duration", number(video.duration)),
                ("embed", video.embed.map(|flag| flag.to_string())),
            ];
            xml.element("video", &attributes, |xml| {
                xml.text("title", video.title.clone());
                xml.text("description", video.description.clone());
            });
        });
    }

    fn tracks(&mut self, name: &str, tracks: &[Track]) {
        self.list(name, tracks, |xml, track| {
            xml.element("track", &[], |xml| {
                xml.text("position", track.position.clone());
                xml.text("title", track.title.clone());
                xml.text("duration", track.duration.clone());
                xml.credits("artists", &track.artists);
                xml.credits("extraartists", &track.extraartists);
                xml.tracks("sub_tracks", &track.sub_tracks);
            });
        });
    }
}

fn number(number: Option<u32>) -> Option<String> {
    number.map(|number| number.to_string())
}

pub(crate) fn xml(document: &Document) -> String {
    let mut xml = Xml::default();
    match document {
        Document::Release(release) => write_release(&mut xml, release),
        Document::Master(master) => write_master(&mut xml, master),
        Document::Artist(artist) => xml.element("artist", &[], |xml| {
            xml.images(&artist.images);
            xml.text("id", number(Some(artist.id)));
            xml.text("name", artist.name.clone());
            xml.text("realname", artist.realname.clone());
            xml.text("profile", artist.profile.clone());
            xml.texts("urls", "url", &artist.urls);
            xml.texts("namevariations", "name", &artist.namevariations);
            xml.references("aliases", "name", &artist.aliases);
            xml.references("groups", "name", &artist.groups);
            xml.references("members", "name", &artist.members);
        }),
        Document::Label(label) => xml.element("label", &[], |xml| {
            xml.images(&label.images);
            xml.text("id", number(Some(label.id)));
            xml.text("name", label.name.clone());
            xml.text("contactinfo", label.contactinfo.clone());
            xml.text("profile", label.profile.clone());
            if let Some(parent) = &label.parent_label {
                xml.element("parentLabel", &[("id", number(parent.id))], |xml| {
                    xml.escaped(&parent.name)
                });
            }
            xml.references("sublabels", "label", &label.sublabels);
            xml.texts("urls", "url", &label.urls);
        }),
    }
    xml.0
}

fn write_master(xml: &mut Xml, master: &Master) {
    xml.element("master", &[("id", number(Some(master.id)))], |xml| {
        xml.text("main_release", number(master.main_release));
        xml.images(&master.images);
        xml.credits("artists", &master.artists);
        xml.texts("genres", "genre", &master.genres);
        xml.texts("styles", "style", &master.styles);
        xml.text("year", number(master.year));
        xml.text("title", master.title.clone());
        xml.text("notes", master.notes.clone());
        xml.videos(&master.videos);
    });
}

fn write_release(xml: &mut Xml, release: &Release) {
    let attributes = [("id", number(Some(release.id))), ("status", release.status.clone())];
    xml.element("release", &attributes, |xml| {
        xml.images(&release.images);
        xml.credits("artists", &release.artists);
        xml.text("title", release.title.clone());
        xml.list("labels", &release.labels, |xml, label| {
            let attributes = [
                ("name", Some(label.name.clone())),
                ("catno", label.catno.clone()),
                ("id", number(label.id)),
            ];
            xml.element("label", &attributes, |_| {});
        });
        xml.credits("extraartists", &release.extraartists);
        xml.list("formats", &release.formats, |xml, format| {
            let attributes = [
                ("name", Some(format.name.clone())),
                ("qty", format.qty.clone()),
                ("text", format.text.clone()),
            ];
            xml.element("format", &attributes, |xml| {
                xml.texts("descriptions", "description", &format.descriptions);
            });
        });
        xml.texts("genres", "genre", &release.genres);
        xml.texts("styles", "style", &release.styles);
        xml.text("country", release.country.clone());
        xml.text("released", release.released.clone());
        xml.text("notes", release.notes.clone());
        let main = release.is_main_release.map(|flag| flag.to_string());
        xml.element("master_id", &[("is_main_release", main)], |xml| {
            xml.escaped(&number(release.master_id).unwrap_or_default());
        });
        xml.tracks("tracklist", &release.tracklist);
        xml.list("identifiers", &release.identifiers, |xml, identifier| {
            let attributes = [
                ("type", identifier.kind.clone()),
                ("description", identifier.description.clone()),
                ("value", identifier.value.clone()),
            ];
            xml.element("identifier", &attributes, |_| {});
        });
        xml.videos(&release.videos);
        xml.list("companies", &release.companies, |xml, company| {
            xml.element("company", &[], |xml| {
                xml.text("id", number(company.id));
                xml.text("name", company.name.clone());
                xml.text("catno", company.catno.clone());
                xml.text("entity_type", company.entity_type.clone());
            });
        });
        xml.list("series", &release.series, |xml, series| {
            let attributes = [
                ("name", Some(series.name.clone())),
                ("catno", series.catno.clone()),
                ("id", number(series.id)),
            ];
            xml.element("series", &attributes, |_| {});
        });
    });
}
