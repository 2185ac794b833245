//! British postcodes, as people type them: in small letters, without a space.

use std::sync::LazyLock;

use regex::Regex;

use super::context::stands_alone;
use super::{Kind, Seen};

/// The postcode areas of the United Kingdom, Jersey, Guernsey and the Isle of Man.
const AREAS: [&str; 124] = [
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH",
    "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS",
    "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL",
    "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX",
    "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM",
    "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW",
    "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
];

/// The areas that have a district 0.
const WITH_ZERO: [&str; 9] = ["BL", "BS", "CM", "CR", "FY", "HA", "PR", "SL", "SS"];

/// Ends of a loosely typed postcode that are rather a day: "w1 2nd".
const ORDINALS: [&str; 4] = ["1st", "2nd", "3rd", "4th"];

static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i-u)([A-Z]{1,2})([0-9])([0-9A-Z]?)( {0,2})([0-9])([ABD-HJLNP-UW-Z]{2})")
        .expect("the pattern is ours")
});

/// Returns the postcodes of a text.
pub(super) fn look(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    for found in SHAPE.captures_iter(text) {
        let group = |n: usize| found.get(n).map_or("", |part| part.as_str());
        let Some(range) = found.get(0).map(|whole| whole.range()) else {
            continue;
        };
        let area = group(1).to_ascii_uppercase();
        let last = group(3).to_ascii_uppercase();
        let inward = format!("{}{}", group(5), group(6)).to_ascii_lowercase();
        let whole = found.get(0).map_or("", |part| part.as_str());
        let strict = group(4) == " " && !whole.bytes().any(|b| b.is_ascii_lowercase());
        let day = !strict && ORDINALS.contains(&inward.as_str());
        if is_district(&area, group(2), &last) && !day && stands_alone(text, &range) {
            seen.push(Seen {
                kind: Kind::Postcode,
                range,
                how: match strict {
                    true => "has the form of a postcode in a known area",
                    false => "typed loosely; in a known area",
                },
            });
        }
    }
    seen
}

/// Tells whether an area can have such a district.
fn is_district(area: &str, digit: &str, last: &str) -> bool {
    if !AREAS.contains(&area) || (digit == "0" && !WITH_ZERO.contains(&area)) {
        return false;
    }
    // Districts do not begin with 0 and go on.
    match last.bytes().next() {
        Some(_) if digit == "0" => false,
        Some(letter @ b'A'..=b'Z') if area.len() == 1 => b"ABCDEFGHJKPSTUW".contains(&letter),
        Some(letter @ b'A'..=b'Z') => b"ABEHMNPRVWXY".contains(&letter),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_found_as_they_are_typed() {
        for typed in [
            "SW1A 2AA", "w1j6hl", "m1 1ae", "EC1A 1BB", "CR0 2YR", "b33 8th", "dn551pt",
        ] {
            let text = format!("It is at {typed}, come");
            let seen = look(&text);
            assert_eq!(seen.len(), 1, "{typed}");
            assert_eq!(text.get(seen[0].range.clone()), Some(typed));
        }
    }

    #[test]
    fn words_with_digits_are_none() {
        for word in [
            "m00se",
            "b00zs",
            "xx1 1aa",
            "SW1A 2AAB",
            "at 5 2pm",
            "m25 1st",
            "q1 2ab",
            "w0 1aa",
        ] {
            assert_eq!(look(word), [], "{word}");
        }
    }
}
