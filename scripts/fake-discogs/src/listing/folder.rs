//! The index page of a web server's folder.

use crate::{dumps::Dumps, markup, name};

/// The page with all files.
pub(super) fn page(dumps: &Dumps) -> String {
    let mut rows = "<a href=\"../\">../</a>\n".to_owned();
    for (key, file) in dumps.iter() {
        let name = markup::escape(name::of_key(key));
        let modified = file.modified.strftime("%d-%b-%Y %H:%M");
        let size = file.content.len();
        rows.push_str(&format!("<a href=\"{name}\">{name}</a>   {modified}   {size:>12}\n"));
    }
    markup::page("Index of /folder/", &format!("<hr><pre>{rows}</pre><hr>"))
}
