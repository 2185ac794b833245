//! Notices that somebody's number is another from now on.

use super::marks::without_marks;

/// What stands between the two numbers, in the languages whose notices name both.
const BETWEEN: &[&str] = &[" changed to "];

/// Returns the label until now and the new one, of a notice that names both.
pub(super) fn change(words: &[u8]) -> Option<(String, String)> {
    let words = std::str::from_utf8(words).ok()?;
    let mut scratch = String::new();
    let words = without_marks(words, &mut scratch);
    let pairs = BETWEEN
        .iter()
        .filter_map(|between| words.split_once(between));
    // The new one is always a number: without this, "X changed to …" could be anything.
    let numbers = pairs
        .map(|(old, new)| (old.trim(), new.trim().trim_end_matches('.')))
        .filter(|(old, new)| !old.is_empty() && is_number(new));
    let mut numbers = numbers.map(|(old, new)| (old.to_owned(), new.to_owned()));
    numbers.next()
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    !digits.is_empty()
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == '(' || c == ')' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_numbers_are_read_without_their_marks() {
        let notice =
            "\u{200e}\u{202a}+44 7700 900123\u{202c} changed to \u{202a}+44 7700 900456\u{202c}";
        let both = Some(("+44 7700 900123".to_owned(), "+44 7700 900456".to_owned()));
        assert_eq!(change(notice.as_bytes()), both);
        let named = change(b"Duty Officer changed to +44 7700 900456");
        assert_eq!(named.unwrap().0, "Duty Officer");
        for not in [
            "A changed their phone number to a new number.",
            "A changed to B",
            "changed to +44",
            "A changed to +",
        ] {
            assert_eq!(change(not.as_bytes()), None, "{not}");
        }
    }
}
