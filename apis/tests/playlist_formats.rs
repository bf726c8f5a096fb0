//! What each playlist format promises to the programs that read it, on titles that break formats.

use apis::playlist::{Format, PlaylistVideo};
use quick_xml::{Reader, XmlVersion, events::Event};

fn video(id: &str, title: &str, duration: Option<u32>, artist: &str) -> PlaylistVideo {
    PlaylistVideo {
        id: id.parse().unwrap(),
        title: title.to_owned(),
        duration,
        release_id: 42,
        artist: artist.to_owned(),
        release_title: "12\" & <more>".to_owned(),
        year: duration.map(|_| 1999),
    }
}

fn nasty() -> Vec<PlaylistVideo> {
    vec![
        video("AHuQWcylaU4", "Plain", Some(290), "The Persuader"),
        video("MpmbntGDyNE", "\"Quoted\", and a comma; 'single'", None, "Earth, Wind & Fire"),
        video("Cawyll0pOI4", "two\r\nlines\u{2028}three\ttab", Some(1), "A - B"),
        video("XExCZfMCXdo", "=1+1 <b>&amp;</b> ]]>", Some(0), "#EXTINF:9,fake"),
        video("WDZqiENap_U", "bell\u{7} nul\u{0} \u{fffe} 🎧 Östermalm", Some(86_400), "Björk 🇮🇸"),
        video("-_BBHR3EMN5", "", Some(u32::MAX), ""),
    ]
}

const TITLE: &str = "=genre:\"folk, world\" <&>\n🎵";

fn written(format: Format, videos: &[PlaylistVideo]) -> String {
    let mut out = Vec::new();
    format.write(TITLE, videos, &mut out).unwrap();
    String::from_utf8(out).expect("every format is UTF-8")
}

/// The elements of an XML text with their depth, in order, each with its text.
fn elements(xml: &str) -> Vec<(usize, String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::<(usize, String, String)>::new();
    let mut open = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                found.push((open.len(), name, String::new()));
                open.push(found.len() - 1);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => {
                if let Some(&last) = open.last() {
                    found[last].2 += &text.xml_content(XmlVersion::Implicit1_0);
                }
            }
            Event::GeneralRef(reference) => {
                let last = *open.last().unwrap();
                match reference.resolve_char_ref().unwrap() {
                    Some(character) => found[last].2.push(character),
                    None => {
                        found[last].2 += quick_xml::escape::resolve_xml_entity(&reference)
                            .expect("a known entity");
                    }
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn txt_is_one_watch_url_a_line() {
    insta::assert_snapshot!(written(Format::Txt, &nasty()));
}

#[test]
fn links_hold_at_most_50_ids_and_all_of_them() {
    insta::assert_snapshot!(written(Format::Links, &nasty()));
    let videos: Vec<_> =
        (0..120).map(|number| video(&format!("{number:011}"), "", None, "")).collect();
    let text = written(Format::Links, &videos);
    let lines: Vec<Vec<_>> = text
        .lines()
        .map(|line| line.split_once("watch_videos?video_ids=").unwrap().1.split(',').collect())
        .collect();
    assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
    assert!(lines.concat().into_iter().eq(videos.iter().map(|video| video.id.as_str())));
    assert_eq!(written(Format::Links, &videos[..50]).lines().count(), 1);
}

#[test]
fn csv_gives_every_field_back() {
    let text = written(Format::Csv, &nasty());
    insta::assert_snapshot!(text.escape_debug().to_string().replace("\\n", "\n"));
    assert!(text.starts_with("video_id,url,title,duration,release_id,artist,release_title,year\n"));
    let mut table = csv::Reader::from_reader(text.as_bytes());
    for (row, video) in table.records().zip(nasty()) {
        let row = row.unwrap();
        assert_eq!(row[0], *video.id.as_str());
        assert_eq!((&row[2], &row[5]), (&*video.title, &*video.artist));
        assert_eq!(row[3].parse().ok(), video.duration);
        assert_eq!(row[7].parse().ok(), video.year);
    }
}

#[test]
fn m3u_is_two_lines_a_video_whatever_the_titles() {
    let text = written(Format::M3u, &nasty());
    insta::assert_snapshot!(text);
    let lines: Vec<_> = text.split(['\n', '\r', '\u{2028}']).collect();
    assert_eq!(lines.len(), 2 + 2 * nasty().len() + 1);
    for (pair, video) in lines[2..].chunks_exact(2).zip(nasty()) {
        assert!(pair[0].starts_with("#EXTINF:"), "{pair:?}");
        assert_eq!(pair[1], video.id.watch_url());
    }
}

#[test]
fn xspf_keeps_the_schemas_order_and_the_texts() {
    const ORDER: [&str; 13] = [
        "location",
        "identifier",
        "title",
        "creator",
        "annotation",
        "info",
        "image",
        "album",
        "trackNum",
        "duration",
        "link",
        "meta",
        "extension",
    ];
    let text = written(Format::Xspf, &nasty());
    insta::assert_snapshot!(text);
    assert!(text.contains(r#"<playlist version="1" xmlns="http://xspf.org/ns/0/">"#));
    let elements = elements(&text);
    let tops: Vec<_> =
        elements.iter().filter(|(depth, ..)| *depth <= 1).map(|(_, name, _)| &**name).collect();
    assert_eq!(tops, ["playlist", "title", "trackList"]);
    let tracks: Vec<_> = elements.split(|(depth, ..)| *depth == 2).skip(1).collect();
    assert_eq!(tracks.len(), nasty().len());
    for (track, video) in tracks.into_iter().zip(nasty()) {
        let places = track.iter().map(|(_, name, _)| ORDER.iter().position(|known| known == name));
        assert!(places.clone().all(|place| place.is_some()), "{track:?}");
        assert!(places.is_sorted_by(|one, next| one < next), "{track:?}");
        let text_of =
            |name| track.iter().find(|(_, found, _)| found == name).map_or("", |(.., text)| text);
        assert_eq!(text_of("location"), video.id.watch_url());
        assert_eq!(text_of("creator"), video.artist);
        assert_eq!(text_of("album"), video.release_title);
        // XML has no place for these characters at all.
        let title = video.title.replace(['\u{0}', '\u{7}', '\u{fffe}'], "");
        assert_eq!(text_of("title"), title);
        let milliseconds = video.duration.map(|seconds| (u64::from(seconds) * 1000).to_string());
        assert_eq!(text_of("duration"), milliseconds.unwrap_or_default());
    }
}

#[test]
fn jspf_gives_every_text_back() {
    let text = written(Format::Jspf, &nasty());
    insta::assert_snapshot!(text);
    let playlist = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["playlist"];
    assert_eq!(playlist["title"], TITLE);
    let tracks = playlist["track"].as_array().unwrap();
    assert_eq!(tracks.len(), nasty().len());
    for (track, video) in tracks.iter().zip(nasty()) {
        assert_eq!(track["identifier"], serde_json::json!([video.id.watch_url()]));
        assert_eq!(track["location"], track["identifier"]);
        assert_eq!(track["title"], video.title);
        assert_eq!(track["creator"], video.artist);
        assert_eq!(track["album"], video.release_title);
        let seconds = track.get("duration").map(|length| length.as_u64().unwrap() / 1000);
        assert_eq!(seconds, video.duration.map(u64::from));
    }
}

#[test]
fn a_playlist_of_nothing_is_still_of_its_format() {
    for format in Format::ALL {
        let text = written(format, &[]);
        match format {
            Format::Txt | Format::Links => assert_eq!(text, ""),
            Format::Csv => assert_eq!(text.lines().count(), 1),
            Format::M3u => assert_eq!(text.lines().count(), 2),
            // The schema asks for a `trackList` even where there are no tracks.
            Format::Xspf => assert_eq!(elements(&text).last().unwrap().1, "trackList"),
            Format::Jspf => {
                let json: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(json["playlist"]["track"], serde_json::json!([]));
            }
        }
    }
}

#[test]
fn a_full_disk_is_reported() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in Format::ALL {
        let error = format.write(TITLE, nasty(), &mut Full).expect_err(format.name());
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{format}");
    }
}
