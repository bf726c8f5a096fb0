//! The commands in the documents.

use crate::{Page, documents};

/// A fenced block of commands.
pub(crate) struct Block {
    pub(crate) page: String,
    /// The heading that it stands under.
    pub(crate) heading: String,
    /// The how manieth it is under that heading, from 1.
    pub(crate) number: usize,
    pub(crate) commands: Vec<Command>,
}

/// A command as it is typed, on one line or several.
pub(crate) struct Command {
    /// `README.md:12`
    pub(crate) place: String,
    pub(crate) text: String,
}

/// All blocks of all documents.
pub(crate) fn blocks() -> Vec<Block> {
    documents().iter().flat_map(blocks_of).collect()
}

fn blocks_of(page: &Page) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut heading = "";
    let mut lines = (1..).zip(page.text.lines());
    while let Some((number, line)) = lines.next() {
        if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
        }
        let Some(language) = line.strip_prefix("```") else { continue };
        let inside = lines.by_ref().take_while(|(_, line)| !line.starts_with("```"));
        let inside: Vec<(usize, &str)> = inside.collect();
        let place = format!("{}:{number}", page.path);
        // Commands that are called otherwise would escape.
        let is_told = !["", "bash", "shell", "console"].contains(&language);
        assert!(is_told, "{place}: say `sh` of commands, and `text` of what is none");
        if language == "sh" {
            let before = found.iter().filter(|block| block.heading == heading).count();
            found.push(Block {
                page: page.path.clone(),
                heading: heading.to_owned(),
                number: before + 1,
                commands: commands(page, &inside),
            });
        }
    }
    found
}

/// The commands of these lines: a backslash at a line's end makes the next one a part of it.
fn commands(page: &Page, lines: &[(usize, &str)]) -> Vec<Command> {
    let mut found: Vec<Command> = Vec::new();
    let mut is_continued = false;
    for (number, line) in lines.iter().filter(|(_, line)| !line.trim().is_empty()) {
        match found.last_mut().filter(|_| is_continued) {
            Some(command) => command.text += &format!("\n{line}"),
            None => {
                let place = format!("{}:{number}", page.path);
                found.push(Command { place, text: (*line).to_owned() });
            }
        }
        is_continued = line.ends_with('\\');
    }
    found
}

#[test]
fn commands_are_found_where_they_stand() {
    let text = "# One\n```sh\na \\\n  b\n\n# c\n```\n## Two\n```json\n{}\n```\n```sh\nd\n```\n";
    let page = Page { path: "page".to_owned(), text: text.to_owned() };
    let found = blocks_of(&page);
    let told = found.iter().flat_map(|block| {
        let tell = |command: &Command| {
            format!("{} {} {}: {}", block.heading, block.number, command.place, command.text)
        };
        block.commands.iter().map(tell)
    });
    let told: Vec<String> = told.collect();
    assert_eq!(told, ["One 1 page:3: a \\\n  b", "One 1 page:6: # c", "Two 1 page:13: d"]);
}
