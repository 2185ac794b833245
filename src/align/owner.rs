//! Whether a notice of the app speaks to the owner of the phone. On another phone the same words
//! speak to somebody else, so they are no copy: that "A added you" stands on two phones at one time
//! tells that two people were added.

use unicode_segmentation::UnicodeSegmentation as _;

/// The words for the owner of a phone, in languages that write them as words of their own. A notice
/// that is taken for one by mistake is not linked, which costs a reader a second. In a language that
/// is not here the notice is linked, and each transcript still shows its own.
const WORDS: &[&str] = &[
    // English, German, Dutch
    "you",
    "your",
    "du",
    "dich",
    "dir",
    "dein",
    "deine",
    "je",
    "jij",
    "jou",
    "jouw",
    // Spanish, Portuguese, Italian, French
    "tú",
    "te",
    "tu",
    "tus",
    "você",
    "seu",
    "sua",
    "ti",
    "tuo",
    "tua",
    "vous",
    "votre",
    // Russian, Polish, Turkish, Indonesian
    "вы",
    "вас",
    "ваш",
    "cię",
    "ciebie",
    "twój",
    "sen",
    "seni",
    "sizi",
    "anda",
    "kamu",
    // Hindi, Arabic, Chinese, where the word stands by itself
    "आप",
    "आपको",
    "आपने",
    "أنت",
    "你",
    "您",
];

/// Tells whether a notice speaks to the owner of the phone.
pub fn speaks_to_the_owner(notice: &str) -> bool {
    let mut words = notice.unicode_words();
    words.any(|word| {
        // "You're" is "you" and what is left of "are".
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        WORDS.contains(&word.to_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_to_the_owner_is_told_from_one_to_everybody() {
        for notice in [
            "A added you",
            "You're now an admin",
            "Director hat dich hinzugefügt.",
            "Ana te añadió",
        ] {
            assert!(speaks_to_the_owner(notice), "{notice}");
        }
        for notice in [
            "A added B",
            "Young Officer left",
            "Messages and calls are end-to-end encrypted.",
        ] {
            assert!(!speaks_to_the_owner(notice), "{notice}");
        }
    }
}
