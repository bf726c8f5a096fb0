//! What a site needs of the catalogue, asked of the built-in sample: lists that go on where they
//! ended, pages of artists and labels, and a catalogue that moves with what is published.

mod demo;
mod live;
mod names;
mod related;
mod versions;
mod works;
