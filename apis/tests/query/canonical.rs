//! One way to write each query, and one to tell it.

use std::fmt::Write as _;

use apis::query::parse;

const QUERIES: [&str; 36] = [
    "house",
    "  Deep   HOUSE ",
    "\"house\"",
    "\"deep house\"",
    "GENRE:Electronic AND Style:\"Deep House\"",
    "genre:electronic style:\"deep house\",techno year:1990..1999 -format:compilation",
    "(label:\"basic channel\" | label:#5) artist:\"Carl Craig\" has:video",
    "genre:rock|genre:jazz|style:house",
    "a b|c d",
    "(a b)|(c)",
    "a (b | genre:c)",
    "NOT (a b)",
    "NOT (genre:a OR genre:b)",
    "-(genre:a | style:b) c",
    "-(a -b)",
    "a | -b | c",
    "year:1994,1996..1998,2001..,..1950",
    "year:1996..1998 original:1999..1999",
    "-year:1996..1998",
    "decade:1990,1980s",
    "-decade:1990s",
    "artist:#7,\"#7\",\"Artefakt (2)\"",
    "format:12\"",
    "format:\"12\\\" \\\\ x\"",
    "genre:“Folk, World, & Country”",
    "title:stockholm,\"late night\"",
    "-title:stockholm",
    "-house,techno",
    "\"OR\" \"and\" \"-x\" \"a:b\" \"(\" \"x|y\"",
    "label:a:b,\"style:c\"",
    "-has:video,master",
    "has:video,master",
    "carl & craig",
    "jean-michel",
    "house,techno | genre:rock (jazz | year:1999..)",
    "artist:\"Simon and Garfunkel\" | a b",
];

#[test]
fn a_query_has_one_canonical_form() {
    let mut text = String::new();
    for query in QUERIES {
        writeln!(text, "{query}\n{}\n", parse(query).unwrap()).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_query_is_told_in_plain_english() {
    let mut text = String::new();
    for query in QUERIES {
        writeln!(text, "{query}\n{}\n", parse(query).unwrap().in_words()).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_canonical_form_is_its_own_canonical_form() {
    for query in QUERIES {
        let expr = parse(query).unwrap();
        let canonical = expr.to_string();
        let again = parse(&canonical).unwrap();
        assert_eq!(again, expr, "{query}");
        assert_eq!(again.to_string(), canonical);
    }
}
