//! XSPF version 1 (<https://xspf.org/spec>).

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::playlist::PlaylistVideo;

pub(super) fn write(
    title: &str,
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("playlist")
        .with_attribute(("version", "1"))
        .with_attribute(("xmlns", "http://xspf.org/ns/0/"))
        .write_inner_content(|xml| {
            element(xml, "title", title)?;
            xml.create_element("trackList").write_inner_content(|xml| {
                for video in videos {
                    track(xml, video.borrow())?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
    writeln!(xml.get_mut())
}

/// One track, its elements in the schema's order.
fn track(xml: &mut Writer<impl Write>, video: &PlaylistVideo) -> io::Result<()> {
    xml.create_element("track").write_inner_content(|xml| {
        element(xml, "location", &video.id.watch_url())?;
        element(xml, "title", &video.title)?;
        element(xml, "creator", &video.artist)?;
        element(xml, "album", &video.release_title)?;
        if let Some(seconds) = video.duration {
            let milliseconds = u64::from(seconds) * 1000;
            element(xml, "duration", &milliseconds.to_string())?;
        }
        Ok(())
    })?;
    Ok(())
}

/// An element with text; none for no text, for the schema asks for none of those used here.
fn element(xml: &mut Writer<impl Write>, name: &str, text: &str) -> io::Result<()> {
    let text: String = text.chars().filter(|&character| is_xml(character)).collect();
    if !text.is_empty() {
        xml.create_element(name).write_text_content(BytesText::new(&text))?;
    }
    Ok(())
}

/// Whether XML 1.0 has the character at all, escaped or not.
fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
