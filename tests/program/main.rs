//! Promises of the whole program, kept by the built binary: what it prints, where, with which
//! exit code, and what it leaves on the disk.

mod checksums;
mod containers;
mod damaged_dumps;
mod damaged_index;
mod demo;
mod disk;
mod dump;
mod finding_dumps;
mod force;
mod forms;
mod generations;
mod help;
mod interrupts;
mod kills;
mod loading;
mod playlists;
mod queries;
mod recovery;
mod rejected;
mod reports;
mod revisions;
mod run;
mod scripts;
mod searching;
mod secrets;
mod settings;
mod updating;
mod writers;
