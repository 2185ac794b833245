//! National Insurance numbers and NHS numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::context::{before, has_word, is_called, stands_alone};
use super::{Kind, Seen};

static INSURANCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i-u)([ABCEGHJ-PRSTW-Z])([ABCEGHJ-NPRSTW-Z])[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-D]",
    )
    .expect("the pattern is ours")
});

static NHS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]{3})([ -]?)([0-9]{3})([ -]?)([0-9]{4})").expect("the pattern is ours")
});

/// Pairs of letters with which no National Insurance number begins.
const NO_PREFIX: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

/// Returns the National Insurance numbers of a text.
pub(super) fn insurance(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    for found in INSURANCE.find_iter(text) {
        let prefix: String = found.as_str().chars().take(2).collect();
        let given = !NO_PREFIX.contains(&prefix.to_ascii_uppercase().as_str());
        if given && stands_alone(text, &found.range()) {
            seen.push(Seen {
                kind: Kind::NationalInsurance,
                range: found.range(),
                how: "has the form and a prefix that is given out",
            });
        }
    }
    seen
}

/// Returns the NHS numbers of a text. One number in eleven has a right check digit by chance, so
/// something else must speak for it too: "NHS" before it, or the way in which it is spaced.
pub(super) fn nhs(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    for found in NHS.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let group = |n: usize| found.get(n).map_or("", |part| part.as_str());
        if !check_digit(whole.as_str()) || !stands_alone(text, &whole.range()) {
            continue;
        }
        let signed = before(text, whole.start(), 1).ends_with(['+', '(']);
        let spaced = !group(2).is_empty() && group(2) == group(4);
        let named = has_word(before(text, whole.start(), 40), &["nhs"]);
        let alone = spaced && !signed && !whole.as_str().starts_with('0');
        if named || (alone && !is_called(text, whole.start())) {
            seen.push(Seen {
                kind: Kind::Nhs,
                range: whole.range(),
                how: match named {
                    true => "the check digit is right, and NHS stands before it",
                    false => "the check digit is right, and it is spaced 3-3-4",
                },
            });
        }
    }
    seen
}

/// Tells whether the last of ten digits checks the others, modulo 11.
fn check_digit(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let (Some(&last), 10) = (digits.last(), digits.len()) else {
        return false;
    };
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
    match 11 - sum % 11 {
        11 => last == 0,
        10 => false,
        check => last == check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_national_insurance_number_must_be_given_out() {
        for good in ["AB123456C", "ab 12 34 56 c", "JG-10-37-59-A"] {
            assert_eq!(insurance(good).len(), 1, "{good}");
        }
        for bad in [
            "BG123456A",
            "GB123456A",
            "KN123456A",
            "NK123456A",
            "NT123456A",
            "TN123456A",
            "ZZ123456A",
            "DA123456A",
            "FA123456A",
            "IA123456A",
            "QA123456A",
            "UA123456A",
            "VA123456A",
            "AO123456A",
            "AD123456A",
            "AB123456E",
            "AB12345C",
            "XAB123456C",
        ] {
            assert_eq!(insurance(bad), [], "{bad}");
        }
    }

    #[test]
    fn an_nhs_number_needs_more_than_its_check_digit() {
        assert_eq!(nhs("NHS number 9434765919 please").len(), 1);
        assert_eq!(nhs("her number is 943 476 5919").len(), 1);
        assert_eq!(nhs("order 9434765919"), []);
        assert_eq!(nhs("NHS number 9434765918"), []);
        assert_eq!(nhs("call 943 476 5919"), []);
        assert_eq!(nhs("NHS 19434765919"), []);
    }
}
