//! The roles that docs/MONGODB.md names.

/// Those that suffice for a command.
pub(crate) fn documented(command: &str) -> Vec<String> {
    let page = include_str!("../../../docs/MONGODB.md");
    let (_, table) = page.split_once("| for | roles |\n").expect("there is a table of roles");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let mut rows = rows.filter_map(|row| row.trim_matches('|').split_once('|'));
    let of = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let is_wanted = |commands: &str| -> bool {
        let commands: Vec<String> = of(commands);
        commands.iter().any(|is| is == command)
    };
    let row = rows.find(|(commands, _)| is_wanted(commands));
    // What a sharded cluster needs besides comes after.
    let roles = row.unwrap_or_else(|| panic!("no roles for {command}")).1.split(';').next();
    let mut roles: Vec<String> = of(roles.unwrap());
    roles.retain(|role| role.ends_with("AnyDatabase"));
    assert!(!roles.is_empty(), "no role for {command}");
    roles
}
