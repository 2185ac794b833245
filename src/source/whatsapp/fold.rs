//! How words of the app are compared: by what a reader sees, and not by what differs from one
//! telephone to the next.

use std::borrow::Cow;

use super::marks::is_mark;

/// Returns `text` as it is compared where it stands alone: without marks, vowel signs and the
/// last dot.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    match folded_with_its_dot(text) {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix(is_stop).unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.ends_with(is_stop) {
                text.pop();
            }
            Cow::Owned(text)
        }
    }
}

/// Returns `text` as it is compared where more may follow: the last dot is one of its words.
pub(super) fn folded_with_its_dot(text: &str) -> Cow<'_, str> {
    match text.is_ascii() || text.chars().all(|c| compared(c) == Some(c)) {
        true => Cow::Borrowed(text),
        false => text.chars().filter_map(compared).collect(),
    }
}

/// Returns the first four characters that are compared: by them rows are found fast.
pub(super) fn first_four(text: &str) -> [char; 4] {
    let mut compared = text.chars().filter_map(compared);
    [(); 4].map(|()| compared.next().unwrap_or_default())
}

/// Returns what follows in `text` the words `beginning`, which were folded with their dot already.
pub(super) fn behind<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    for expected in beginning.chars() {
        let next = rest.find_map(compared)?;
        if next != expected {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Returns a character as it is compared, or nothing where it is not.
fn compared(c: char) -> Option<char> {
    Some(match c {
        ' '..='~' | '\u{a1}'..='\u{61b}' | '\u{3000}'..='\u{d7ff}' => c,
        // Typed with or without: vowel signs and the stretcher of Arabic, joiners.
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200c}' | '\u{200d}' => return None,
        // The dot below a letter of Hindi and Bengali, a character of its own or not.
        '\u{93c}' | '\u{9bc}' => return None,
        '\u{958}'..='\u{95f}' | '\u{9dc}' | '\u{9dd}' | '\u{9df}' => without_dot(c),
        '\u{a0}' | '\u{2007}'..='\u{2009}' | '\u{202f}' => ' ',
        '’' => '\'',
        c if is_mark(c) => return None,
        c => c,
    })
}

fn without_dot(c: char) -> char {
    match c {
        '\u{958}' => '\u{915}',
        '\u{959}' => '\u{916}',
        '\u{95a}' => '\u{917}',
        '\u{95b}' => '\u{91c}',
        '\u{95c}' => '\u{921}',
        '\u{95d}' => '\u{922}',
        '\u{95e}' => '\u{92b}',
        '\u{95f}' => '\u{92f}',
        '\u{9dc}' => '\u{9a1}',
        '\u{9dd}' => '\u{9a2}',
        '\u{9df}' => '\u{9af}',
        c => c,
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '।' | '۔')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_sees_is_compared() {
        for (written, compared) in [
            ("You left.", "You left"),
            ("You left...", "You left.."),
            ("\u{200e}Vous l’avez supprimé.", "Vous l'avez supprimé"),
            ("SONDAGE\u{202f}:", "SONDAGE :"),
            ("مُشفّرة تمامًا", "مشفرة تماما"),
            ("پیام\u{200c}ها", "پیامها"),
            ("हटाया।", "हटाया"),
            ("ফেলা হ\u{9df}েছে", "ফেলা হ\u{9af}েছে"),
            ("ফেলা হ\u{9af}\u{9bc}েছে", "ফেলা হ\u{9af}েছে"),
            ("", ""),
            (".", ""),
        ] {
            assert_eq!(folded(written), compared, "{written}");
            let whole = written.trim_end_matches(is_stop);
            assert_eq!(behind(whole, &folded(whole)), Some(""));
            assert_eq!(behind(written, &folded_with_its_dot(written)), Some(""));
        }
    }

    #[test]
    fn a_beginning_is_found_through_what_is_not_compared() {
        let text = "\u{200e}Localisation\u{a0}: \u{200e}https://…";
        assert_eq!(behind(text, "Localisation : "), Some("\u{200e}https://…"));
        assert_eq!(behind("Locali", "Localisation"), None);
        assert_eq!(behind("Locality", "Localisation"), None);
        assert_eq!(behind("x", ""), Some("x"));
    }
}
