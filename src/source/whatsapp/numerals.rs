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

/// A date and a time with seconds have so many numbers at most.
const MOST_NUMBERS: usize = 6;

/// A number of a head. Positions are bytes of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: u16,
    /// How many digits it has.
    pub(super) width: u8,
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// The zero of its set of digits.
    pub(super) zero: char,
}

/// Digits of two scripts in one head.
pub(super) struct Mixed;

/// Returns the numbers of a text: nothing if one is longer than four digits, or there are too many.
pub(super) fn numbers(text: &str) -> Result<Vec<Number>, Mixed> {
    let mut numbers: Vec<Number> = Vec::with_capacity(MOST_NUMBERS);
    for (at, c) in text.char_indices() {
        let Some((value, zero)) = digit(c) else {
            continue;
        };
        let end = at + c.len_utf8();
        let full = numbers.len() == MOST_NUMBERS;
        match numbers.last_mut() {
            Some(last) if last.end == at => {
                if last.zero != zero {
                    return Err(Mixed);
                }
                if last.width == 4 {
                    return Ok(Vec::new());
                }
                last.value = last.value * 10 + value;
                last.width += 1;
                last.end = end;
            }
            _ if full => return Ok(Vec::new()),
            _ => numbers.push(Number {
                value,
                width: 1,
                start: at,
                end,
                zero,
            }),
        }
    }
    Ok(numbers)
}

/// Reads up to four digits of ASCII, and returns where they end.
#[inline]
pub(super) fn number(line: &[u8], at: usize) -> Option<(u16, usize)> {
    let rest = line.get(at..)?;
    let digit = |place: usize| match rest.get(place) {
        Some(digit @ b'0'..=b'9') => Some(u16::from(digit - b'0')),
        _ => None,
    };
    // No loop: every header asks five times, and most numbers have two digits.
    let one = digit(0)?;
    let Some(two) = digit(1).map(|digit| one * 10 + digit) else {
        return Some((one, at + 1));
    };
    let Some(three) = digit(2).map(|digit| two * 10 + digit) else {
        return Some((two, at + 2));
    };
    let Some(four) = digit(3).map(|digit| three * 10 + digit) else {
        return Some((three, at + 3));
    };
    digit(4).is_none().then_some((four, at + 4))
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
