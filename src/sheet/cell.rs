//! Text in a cell of a CSV, which a spreadsheet must not take for a formula.
//!
//! What somebody wrote, or called somebody in a telephone, may begin with `=` or `+`. Such a cell
//! is written with an apostrophe in front, as spreadsheets themselves do to keep text as text, and
//! read without it. What was typed by hand without the apostrophe is read as it stands.

/// Tells whether a spreadsheet may compute a cell that begins so, or drop its first character.
fn is_live(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\'' | '＝' | '＋' | '－' | '＠'
    )
}

/// Returns a text as it is written into a cell.
pub fn guarded(text: &str) -> String {
    match text.chars().next() {
        Some(first) if is_live(first) => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// Returns the text that a cell holds.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.chars().next().is_some_and(is_live) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("+44 7700 900123"), "'+44 7700 900123");
        assert_eq!(unguarded("+44 7700 900123"), "+44 7700 900123");
        assert_eq!(unguarded("'tis"), "'tis");
    }

    proptest! {
        #[test]
        fn a_text_comes_back(characters in prop::collection::vec(prop_oneof![Just('\''), Just('='), any::<char>()], 0..8)) {
            let label: String = characters.into_iter().collect();
            let cell = guarded(&label);
            prop_assert_eq!(unguarded(&cell), label);
        }
    }
}
