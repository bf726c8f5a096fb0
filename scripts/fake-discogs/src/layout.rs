//! How a place lays out its files.

/// A layout that dumps are published in. One server answers all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// data.discogs.com: everything is asked in the query.
    Query,
    /// An S3 bucket: keys as paths, listings in XML.
    S3,
    /// A web server's folder with an index page, where all files stand side by side.
    Folder,
    /// The folders of the bucket without any listing.
    Tree,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Query, Self::S3, Self::Folder, Self::Tree];

    /// The path that everything of it begins with.
    #[must_use]
    pub fn base(self) -> &'static str {
        match self {
            Self::Query => "/",
            Self::S3 => "/s3/",
            Self::Folder => "/folder/",
            Self::Tree => "/tree/",
        }
    }

    /// The layout of a path, and the rest of the path in it.
    pub(crate) fn of_path(path: &str) -> (Self, &str) {
        for layout in [Self::S3, Self::Folder, Self::Tree] {
            if let Some(rest) = path.strip_prefix(layout.base()) {
                return (layout, rest);
            }
        }
        (Self::Query, path.strip_prefix('/').unwrap_or(path))
    }
}
