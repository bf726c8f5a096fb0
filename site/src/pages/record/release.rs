//! The page of a release.

use std::collections::HashSet;

use apis::{
    catalogue::{ArtistHit, CatalogueError, FormatHit, LabelHit, VideoHit, credited},
    query::{Field, ValueField, edit},
};
use jiff::civil::Date;
use storage::{
    index::Entry,
    model::{ArtistCredit, Document, Id, Kind, Release, Released, Track, Video},
    text::display_name,
};

use super::{Context, elsewhere, said};
use crate::{
    pages::{
        address, listen,
        visit::About,
        works::{artists, format, joined, label, value, video, work},
    },
    view::{
        layout::Section,
        link::{CatalogueNumber, Credit, Link},
        listen::Listen,
        release::{Identifier, Part, ReleasePage, Role, Track as Line, TrackKind},
        video::Video as VideoView,
    },
};

/// Works like this one that are shown.
pub(super) const MORE: usize = 6;

pub(super) fn fill(context: &Context<'_>, id: Id) -> Result<Option<ReleasePage>, CatalogueError> {
    let catalogue = context.catalogue;
    let Some(Document::Release(release)) = catalogue.document(Kind::Releases, id)? else {
        return Ok(None);
    };
    let master = match release.master() {
        Some(id) => catalogue.document(Kind::Masters, id)?,
        None => None,
    };
    let master = match master {
        Some(Document::Master(master)) => Some(master),
        _ => None,
    };
    let artist = credited(&release.artists);
    let path = format!("/release/{id}");
    let others = master.iter().flat_map(|master| hits(&master.videos));
    let (videos, listen) = heard(hits(&release.videos).chain(others), &artist, &path, context);
    let about = About {
        title: format!("{artist} – {}", release.title),
        description: described(&release, &artist),
        path: &path,
        section: Section::Elsewhere,
    };
    let more = catalogue.related(Entry::Release(id), MORE)?;
    let more = more.iter().map(|hit| work(hit, context.basket())).collect();
    let layout = context.layout(about);
    Ok(Some(ReleasePage {
        layout,
        artists: artists(&release.artists.iter().map(ArtistHit::from).collect::<Vec<_>>()),
        master: master.map(|master| Link {
            url: format!("/master/{}", master.id),
            text: master.title.clone(),
        }),
        labels: release.labels.iter().map(|of| label(&LabelHit::from(of.clone()))).collect(),
        series: release.series.iter().map(|of| numbered(of.id, &of.name, &of.catno)).collect(),
        formats: release.formats.iter().map(|of| format(&FormatHit::from(of.clone()))).collect(),
        country: release.country.as_deref().map(|name| value(ValueField::Country, name)),
        released: released(&release),
        genres: values(ValueField::Genre, &release.genres),
        styles: values(ValueField::Style, &release.styles),
        tracklist: tracklist(&release.tracklist),
        roles: roles(&release.extraartists),
        companies: release
            .companies
            .iter()
            .map(|of| Part {
                role: of.entity_type_name.clone().unwrap_or_default(),
                company: numbered(of.id, &of.name, &of.catno),
            })
            .collect(),
        identifiers: release
            .identifiers
            .iter()
            .map(|of| Identifier {
                kind: of.kind.clone().unwrap_or_default(),
                value: of.value.clone().unwrap_or_default(),
                description: of.description.clone().unwrap_or_default(),
            })
            .collect(),
        notes: said(release.notes.as_ref()),
        videos,
        listen,
        more,
        elsewhere: elsewhere(Kind::Releases, id),
        title: release.title,
    }))
}

/// A sentence about a release.
fn described(release: &Release, artist: &str) -> String {
    let label = release.labels.first().map(|label| {
        let number = label.catno.as_deref().unwrap_or_default();
        format!("{} {number}", display_name(&label.name)).trim().to_owned()
    });
    let facts = [release.year.map(|year| year.to_string()), release.country.clone(), label];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    format!("{} by {artist}{facts}: tracks, credits, pressings and videos.", release.title)
}

/// The YouTube videos of a record, each once, and how to hear them all.
pub(super) fn heard(
    all: impl Iterator<Item = VideoHit>,
    artist: &str,
    path: &str,
    context: &Context<'_>,
) -> (Vec<VideoView>, Option<Listen>) {
    let mut seen = HashSet::new();
    let hits: Vec<VideoHit> = all.filter(|hit| seen.insert(hit.id)).collect();
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let shown = hits.iter().map(|hit| video(hit, artist, path, context.basket())).collect();
    (shown, listen::of_page(&ids))
}

/// The videos of a record that are YouTube's.
pub(super) fn hits(videos: &[Video]) -> impl Iterator<Item = VideoHit> {
    videos.iter().filter_map(|video| {
        let (id, title) = (video.youtube_id()?, video.title.clone().unwrap_or_default());
        Some(VideoHit { id, title, duration: video.duration })
    })
}

/// When it came out, as people write it, leading to the year.
fn released(release: &Release) -> Option<Link> {
    let raw = release.released.as_deref()?.trim();
    let Some(date) = Released::parse(raw) else {
        return (!raw.is_empty()).then(|| Link { text: raw.to_owned(), url: String::new() });
    };
    let text = match (date.month, date.day) {
        (Some(month), Some(day)) => written(date.year, month, day, "%-d %B %Y"),
        (Some(month), None) => written(date.year, month, 1, "%B %Y"),
        _ => None,
    };
    let of_year = year(date.year);
    Some(Link { text: text.unwrap_or_else(|| of_year.text.clone()), ..of_year })
}

/// A year that leads to a search for it.
pub(super) fn year(year: u16) -> Link {
    let text = year.to_string();
    let query = edit::toggled(None, Field::Year, &text);
    Link { url: query.as_ref().map(address::search).unwrap_or_default(), text }
}

fn written(year: u16, month: u8, day: u8, form: &str) -> Option<String> {
    let (year, month, day) = (i16::try_from(year).ok()?, month.cast_signed(), day.cast_signed());
    Date::new(year, month, day).ok().map(|date| date.strftime(form).to_string())
}

pub(super) fn values(field: ValueField, values: &[String]) -> Vec<Link> {
    values.iter().map(|text| value(field, text)).collect()
}

fn numbered(id: Option<Id>, name: &str, number: &Option<String>) -> CatalogueNumber {
    let url = id.filter(|&id| id != 0).map(|id| format!("/label/{id}"));
    let label = Credit { name: display_name(name).into_owned(), url, join: String::new() };
    let number = number.clone().filter(|number| !number.trim().is_empty());
    CatalogueNumber { label, number }
}

fn tracklist(tracks: &[Track]) -> Vec<Line> {
    let mut lines = Vec::new();
    for track in tracks {
        let has_parts = !track.sub_tracks.is_empty();
        let is_heading = track.position.as_deref().unwrap_or_default().is_empty()
            && (has_parts || track.duration.as_deref().unwrap_or_default().is_empty());
        lines.push(line(track, if is_heading { TrackKind::Heading } else { TrackKind::Track }));
        lines.extend(track.sub_tracks.iter().map(|part| line(part, TrackKind::Part)));
    }
    lines
}

fn line(track: &Track, kind: TrackKind) -> Line {
    Line {
        kind,
        position: track.position.clone().unwrap_or_default(),
        title: track.title.clone(),
        artists: artists(&track.artists.iter().map(ArtistHit::from).collect::<Vec<_>>()),
        roles: roles(&track.extraartists),
        duration: track.duration.clone().unwrap_or_default(),
    }
}

/// Who did what: those of the same part together, in the order of the dump.
fn roles(credits: &[ArtistCredit]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for credit in credits {
        let (role, tracks) =
            (credit.role.clone().unwrap_or_default(), credit.tracks.clone().unwrap_or_default());
        let name = display_name(credit.anv.as_deref().unwrap_or(&credit.name)).into_owned();
        let url = credit.id.filter(|&id| id != 0).map(|id| format!("/artist/{id}"));
        let artist = Credit { name, url, join: String::new() };
        match roles.iter_mut().find(|known| known.role == role && known.tracks == tracks) {
            Some(known) => {
                if let Some(before) = known.artists.last_mut() {
                    before.join = joined(None);
                }
                known.artists.push(artist);
            }
            None => roles.push(Role { role, artists: vec![artist], tracks }),
        }
    }
    roles
}
