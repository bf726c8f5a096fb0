//! What is printed on a release: labels, series, formats, codes, companies.

use crate::{rng::Rng, work::Work, world::World, xml::Xml};

/// What the rest of the record needs to know of the format.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormatTraits {
    /// Whether the tracks are on sides, `A1`.
    pub(crate) has_sides: bool,
}

/// `<labels>`: the work's label for most pressings, and more than one for some.
pub(crate) fn write_labels(world: &World, work: &Work, rng: &mut Rng, xml: &mut Xml) {
    xml.open("labels");
    for place in 0..=rng.repeat(110).min(8) {
        let label = match place {
            0 if rng.chance(650) => work.label,
            _ => world.some_label(rng),
        };
        let name = world.names.label(label);
        xml.raw("<label");
        xml.attribute("name", &name);
        xml.attribute("catno", &catalogue_number(&name, rng));
        xml.number_attribute("id", world.id(label));
        xml.raw("/>");
    }
    xml.close("labels");
}

/// The label's initials and a number, in the usual ways of writing it.
fn catalogue_number(label: &str, rng: &mut Rng) -> String {
    let initials: String = label.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    let initials = initials.to_uppercase();
    match rng.below(20) {
        0..2 => "none".into(),
        2..9 => format!("{initials} {:03}", rng.between(1, 400)),
        9..14 => format!("{initials}{}", rng.between(1000, 9999)),
        14..17 => {
            format!("{} {}-{}", rng.between(10, 99), rng.between(100, 999), rng.between(1, 9))
        }
        _ => format!("{initials}-{:03}CD", rng.between(1, 400)),
    }
}

/// `<series>`, for the few releases that belong to one; series share the labels' ids.
pub(crate) fn write_series(world: &World, rng: &mut Rng, xml: &mut Xml) {
    if !rng.chance(70) {
        return;
    }
    let series = world.some_label(rng);
    xml.raw("<series><series");
    xml.attribute("name", &world.names.label(series));
    let number = if rng.chance(400) { String::new() } else { rng.between(1, 60).to_string() };
    xml.attribute("catno", &number);
    xml.number_attribute("id", world.id(series));
    xml.raw("/></series>");
}

/// `<formats>`.
pub(crate) fn write_formats(
    world: &World,
    main: bool,
    rng: &mut Rng,
    xml: &mut Xml,
) -> FormatTraits {
    let format = world.facts.formats.pick(rng);
    xml.open("formats");
    for _ in 0..=rng.repeat(35).min(4) {
        xml.raw("<format");
        xml.attribute("name", format.name);
        let quantity = 1 + if rng.chance(120) { rng.skewed(4) } else { 0 };
        xml.number_attribute("qty", quantity.into());
        match rng.below(100) {
            ..3 => {}
            3..88 => xml.attribute("text", ""),
            _ => xml.attribute(
                "text",
                rng.of(&["180g", "Gatefold", "Blue", "Cardboard Sleeve", "Jewel Case", "320 kbps"]),
            ),
        }
        xml.raw("><descriptions>");
        for description in &format.descriptions {
            xml.leaf("description", description);
        }
        let more: [(&str, u32); 7] = [
            ("Reissue", if main { 10 } else { 200 }),
            ("Remastered", if main { 5 } else { 70 }),
            ("Promo", 70),
            ("Limited Edition", 70),
            ("Unofficial Release", 25),
            ("Numbered", 15),
            ("White Label", 12),
        ];
        for (description, per_mille) in more {
            if rng.chance(per_mille) {
                xml.leaf("description", description);
            }
        }
        xml.raw("</descriptions></format>");
    }
    xml.close("formats");
    FormatTraits {
        has_sides: matches!(format.name, "Vinyl" | "Cassette" | "Shellac" | "Flexi-disc"),
    }
}

/// `<identifiers>`.
pub(crate) fn write_identifiers(world: &World, rng: &mut Rng, xml: &mut Xml) {
    let count = if rng.chance(420) { 0 } else { 1 + rng.skewed(7) };
    if count == 0 {
        return xml.empty("identifiers");
    }
    xml.open("identifiers");
    for place in 0..count {
        let kind = *world.facts.identifiers.pick(rng);
        xml.raw("<identifier");
        xml.attribute("type", kind);
        if kind.starts_with("Matrix") {
            let side = ["A", "B", "C", "D", "E", "F", "G"][place as usize % 7];
            xml.attribute("description", &format!("Side {side} runout, etched"));
        } else if rng.chance(250) {
            xml.attribute("description", rng.of(&["Text", "Printed", "Scanned", "On labels"]));
        }
        xml.attribute("value", &identifier(world, kind, rng));
        xml.raw("/>");
    }
    xml.close("identifiers");
}

fn identifier(world: &World, kind: &str, rng: &mut Rng) -> String {
    match kind {
        "Barcode" => format!("{:06}{:06}", rng.below(900_000), rng.below(1_000_000)),
        "Rights Society" => rng
            .of(&["GEMA", "BIEM", "ASCAP", "BMI", "SACEM SACD SDRM SGDL", "JASRAC", "STIM"])
            .into(),
        "Label Code" => format!("LC {:05}", rng.skewed(30_000)),
        "Mastering SID Code" => format!("IFPI L{:03}", rng.below(1000)),
        "Mould SID Code" => format!("IFPI {:04}", rng.below(10_000)),
        "SPARS Code" => rng.of(&["DDD", "AAD", "ADD"]).into(),
        _ => {
            let word = world.names.vocabulary().rare(rng).title.to_uppercase();
            format!("{word}-{}-{}", rng.between(100, 99_999), rng.of(&["A", "B", "A1", "B2"]))
        }
    }
}

/// `<companies>`.
pub(crate) fn write_companies(world: &World, rng: &mut Rng, xml: &mut Xml) {
    let count = if rng.chance(440) { 0 } else { 1 + rng.skewed(6) };
    if count == 0 {
        return xml.empty("companies");
    }
    xml.open("companies");
    for _ in 0..count {
        let company = world.some_label(rng);
        let id = world.id(company);
        let known = !rng.chance(3);
        xml.open("company");
        if known {
            xml.number_leaf("id", id);
        }
        xml.leaf("name", &world.names.label(company));
        match rng.chance(60) {
            true => xml.number_leaf("catno", rng.between(1000, 99_999).into()),
            false => xml.empty("catno"),
        }
        let role = world.facts.company_roles.pick(rng);
        xml.leaf("entity_type", role.code);
        xml.leaf("entity_type_name", role.name);
        if known {
            xml.raw("<resource_url>https://api.discogs.com/labels/");
            xml.number(id);
            xml.close("resource_url");
        }
        xml.close("company");
    }
    xml.close("companies");
}
