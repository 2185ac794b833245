//! What links give away: passcodes of meetings, places on a map; and contact cards in text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::context::{after, before, has_word, stands_alone};
use super::{Kind, Seen};

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:(?i-u:https?://|geo:|(?:[a-z0-9-]+\.)*(?:zoom\.us|webex\.com|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com)/))[^\x00-\x20<>"\x{a0}]+"#,
    )
    .expect("the pattern is ours")
});

static WITH_PASSCODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[?&#;](?i-u:pwd|passcode|password|pin|mtgpwd)=[^&#]{3}|^https?://teams\.[^?]*\?p=")
        .expect("the pattern is ours")
});

static COORDINATES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"-?[0-9]{1,2}\.[0-9]{2,}(?:,|%2C|%2c)(?:%20|\+)?-?[0-9]{1,3}\.[0-9]{2,}")
        .expect("the pattern is ours")
});

/// A place on a map behind a short link.
static MAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)^https?://(?:maps\.app\.goo\.gl|goo\.gl/maps|maps\.apple\.com|what3words\.com|w3w\.co)/",
    )
    .expect("the pattern is ours")
});

static CODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)(?:passcode|pass code|password|access code|pin code|pin)(?: *(?:is|:|=|-|#))? *([A-Z0-9!@#$%*]{3,24})",
    )
    .expect("the pattern is ours")
});

/// How far a passcode may stand from its link or number, in bytes.
const NEAR: usize = 300;

/// Returns where the links of a text stand.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    LINK.find_iter(text)
        .map(|link| {
            let trimmed = link
                .as_str()
                .trim_end_matches(['.', ',', ')', ';', '!', '?', '\'']);
            link.start()..link.start() + trimmed.len()
        })
        .collect()
}

/// Returns the links that hold a passcode or a place.
pub(super) fn in_links(text: &str, links: &[Range<usize>]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for range in links {
        let link = text.get(range.clone()).unwrap_or_default();
        let found = if WITH_PASSCODE.is_match(link) {
            Some((Kind::Passcode, "a link that holds a passcode"))
        } else if COORDINATES.is_match(link) {
            Some((Kind::Place, "a link that holds coordinates"))
        } else if MAP.is_match(link) {
            Some((Kind::Place, "a link to a place on a map"))
        } else {
            None
        };
        seen.extend(found.map(|(kind, how)| Seen {
            kind,
            range: range.clone(),
            how,
        }));
    }
    seen
}

/// Returns the passcodes that are written out near a link or a number to dial.
pub(super) fn passcodes(text: &str, links: &[Range<usize>], phones: &[Seen]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for found in CODE.captures_iter(text) {
        let (Some(whole), Some(code)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let has_digit = code.as_str().bytes().any(|byte| byte.is_ascii_digit());
        if !has_digit || !stands_alone(text, &whole.range()) {
            continue;
        }
        let close = |range: &Range<usize>| {
            range.start < whole.end() + NEAR && whole.start() < range.end + NEAR
        };
        let around = [
            before(text, whole.start(), NEAR),
            after(text, whole.end(), NEAR),
        ];
        let meeting = [
            "dial",
            "meeting",
            "conference",
            "zoom",
            "teams",
            "webex",
            "bridge",
        ];
        let near = nearest(links, whole.start()).any(close)
            || nearest_seen(phones, whole.start()).any(|phone| close(&phone.range))
            || around.iter().any(|text| has_word(text, &meeting));
        if near {
            seen.push(Seen {
                kind: Kind::Passcode,
                range: whole.range(),
                how: "a code near a link, a number or a meeting",
            });
        }
    }
    seen
}

/// Returns the link before a place and the one after it.
fn nearest(links: &[Range<usize>], at: usize) -> impl Iterator<Item = &Range<usize>> {
    let next = links.partition_point(|link| link.start < at);
    links.iter().skip(next.saturating_sub(1)).take(2)
}

fn nearest_seen(seen: &[Seen], at: usize) -> impl Iterator<Item = &Seen> {
    let next = seen.partition_point(|one| one.range.start < at);
    seen.iter().skip(next.saturating_sub(1)).take(2)
}

/// Returns the contact cards of a text.
pub(super) fn cards(text: &str) -> Vec<Seen> {
    text.match_indices("BEGIN:VCARD")
        .map(|(at, begin)| Seen {
            kind: Kind::ContactCard,
            range: at..at + begin.len(),
            how: "a contact card begins",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::look;
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        look(text).iter().map(|one| one.kind).collect()
    }

    #[test]
    fn links_with_passcodes_and_places_are_found() {
        for text in [
            "https://example.zoom.us/j/123456789?pwd=aBcDeF123",
            "zoom.us/j/99912345678?pwd=abc123",
            "Join https://teams.microsoft.com/meet/123?p=Xy12ab",
            "https://meet.google.com/abc-defg-hij and the passcode: 482913",
            "Dial 020 7946 0018 then PIN 4821#",
        ] {
            assert!(kinds(text).contains(&Kind::Passcode), "{text}");
        }
        for text in [
            "location: https://maps.google.com/?q=51.501,-0.142",
            "geo:51.5014,-0.1419",
            "https://maps.app.goo.gl/AbCdEf",
        ] {
            assert_eq!(kinds(text), [Kind::Place], "{text}");
        }
    }

    #[test]
    fn other_links_and_pins_are_none() {
        for text in [
            "https://www.example.gov.uk/report?page=3",
            "https://zoom.us/j/99912345678",
            "pin 1234 on the board",
            "we can pin this",
            "https://example.com/v1.25,0.5",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
