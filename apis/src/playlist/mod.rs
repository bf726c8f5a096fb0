//! Playlists of videos and the formats they are written in.
