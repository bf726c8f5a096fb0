//! What a site needs of the catalogue, asked of the built-in sample: lists that go on where they
//! ended, pages of artists and labels, and a catalogue that moves with what is published.

mod demo;
// Who asks for playlists, as the tests of the jobs have it; not all of it is used here.
#[allow(dead_code)]
#[path = "../../apis/tests/jobs/desk.rs"]
mod desk;
mod live;
mod names;
mod playlists;
mod related;
mod versions;
mod works;
