//! Digits of every script, as Unicode has them.

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// Returns the value of a decimal digit, and the zero of its set.
pub(super) fn digit(c: char) -> Option<(u16, char)> {
    if c.is_ascii() {
        return c
            .is_ascii_digit()
            .then(|| (c as u16 - u16::from(b'0'), '0'));
    }
    let is_digit = |c: char| CATEGORY.get(c) == GeneralCategory::DecimalNumber;
    if !is_digit(c) {
        return None;
    }
    // Unicode promises that the ten digits of a set stand side by side, beginning with its zero;
    // sets may follow one another.
    let mut before = 0;
    while char::from_u32(c as u32 - before - 1).is_some_and(is_digit) {
        before += 1;
    }
    let value = before % 10;
    // At most nine digits of the same set stand before this one.
    Some((value as u16, char::from_u32(c as u32 - value)?))
}

/// Tells whether a character is a letter, a mark that belongs to one, or a number.
pub(super) fn is_of_a_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CATEGORY.get(c);
    GeneralCategoryGroup::Letter.contains(category)
        || GeneralCategoryGroup::Mark.contains(category)
        || GeneralCategoryGroup::Number.contains(category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_digits_counts_from_zero_to_nine() {
        let digits: Vec<_> = (0..=0x10_FFFF)
            .filter_map(char::from_u32)
            .filter_map(|c| digit(c).map(|(value, zero)| (c, value, zero)))
            .collect();
        assert!(digits.len() > 700 && digits.len().is_multiple_of(10));
        for set in digits.chunks(10) {
            for (place, (c, value, zero)) in set.iter().enumerate() {
                assert_eq!((usize::from(*value), *zero), (place, set[0].0), "{c}");
            }
        }
    }

    #[test]
    fn the_digits_of_telephones_are_known() {
        for (text, zero) in [
            ("٩", '٠'),
            ("۹", '۰'),
            ("९", '०'),
            ("৯", '০'),
            ("၉", '၀'),
            ("９", '０'),
        ] {
            let c = text.chars().next().unwrap();
            assert_eq!(digit(c), Some((9, zero)));
        }
        for c in ['²', '½', 'Ⅸ', '五', 'x'] {
            assert_eq!(digit(c), None);
        }
    }
}
