//! Personal data that can be seen in a text or a picture: where it stands, and of what kind it is.
//!
//! This helps people to review and decides nothing: what is found may be no personal data at all,
//! and names, health and opinions are not looked for. Text is read in linear time by patterns that
//! cannot run away; only digits and letters of ASCII are known.

mod context;
mod email;
mod link;
mod national;
mod phone;
mod picture;
mod postcode;
#[cfg(test)]
mod tests;

pub use picture::{PictureSeen, Place, is_picture, look_at_picture};

use std::ops::Range;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A British postcode.
    Postcode,
    /// A National Insurance number.
    NationalInsurance,
    /// An NHS number.
    Nhs,
    /// The passcode of a meeting, or a link that holds it.
    Passcode,
    /// A place on a map, to the yard.
    Place,
    /// A contact card.
    ContactCard,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Kind; 8] = [
        Kind::Phone,
        Kind::Email,
        Kind::Postcode,
        Kind::NationalInsurance,
        Kind::Nhs,
        Kind::Passcode,
        Kind::Place,
        Kind::ContactCard,
    ];

    /// Returns the code for this kind in files.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Phone => "phone-number",
            Kind::Email => "email-address",
            Kind::Postcode => "postcode",
            Kind::NationalInsurance => "national-insurance-number",
            Kind::Nhs => "nhs-number",
            Kind::Passcode => "passcode",
            Kind::Place => "place",
            Kind::ContactCard => "contact-card",
        }
    }

    /// Returns what one of this kind, and what many, are called.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Kind::Phone => ("phone number", "phone numbers"),
            Kind::Email => ("e-mail address", "e-mail addresses"),
            Kind::Postcode => ("postcode", "postcodes"),
            Kind::NationalInsurance => ("National Insurance number", "National Insurance numbers"),
            Kind::Nhs => ("NHS number", "NHS numbers"),
            Kind::Passcode => ("passcode", "passcodes"),
            Kind::Place => ("place on a map", "places on a map"),
            Kind::ContactCard => ("contact card", "contact cards"),
        }
    }
}

/// Something that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// How it is known, or what is in doubt about it.
    pub how: &'static str,
}

/// Returns the personal data that is seen in a text, in order; nothing overlaps.
pub fn look(text: &str) -> Vec<Seen> {
    match text.bytes().any(can_tell) {
        true => look_closely(text),
        false => Vec::new(),
    }
}

/// Tells whether a byte is one of those without which no detector finds anything: a digit, or what
/// stands in every address, link and contact card. Most messages have none of them.
fn can_tell(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'@' | b'/' | b':')
}

fn look_closely(text: &str) -> Vec<Seen> {
    let links = link::links(text);
    // Where two take the same bytes for their own, the one that is found here first has them.
    let mut seen = link::cards(text);
    seen.extend(link::in_links(text, &links));
    seen.extend(email::look(text));
    seen.extend(national::insurance(text));
    seen.extend(national::nhs(text));
    let phones = phone::look(text);
    seen.extend(link::passcodes(text, &links, &phones));
    // Digits of a link are no number that anybody calls.
    let outside_links = |phone: &Seen| !links.iter().any(|link| overlap(link, &phone.range));
    seen.extend(phones.into_iter().filter(outside_links));
    seen.extend(postcode::look(text));
    without_overlaps(seen)
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns what was seen in the order of the text, less what stands where something of a detector
/// before it stands.
fn without_overlaps(seen: Vec<Seen>) -> Vec<Seen> {
    let mut taken = std::collections::BTreeMap::<usize, Seen>::new();
    for one in seen {
        let before = taken.range(..one.range.end).next_back();
        if before.is_none_or(|(_, other)| other.range.end <= one.range.start) {
            taken.insert(one.range.start, one);
        }
    }
    taken.into_values().collect()
}
