//! Polls: an exported poll has a shape that nobody types, whatever the language.

use super::marks::is_mark;

/// A first line in capitals is no longer, in characters.
const LONGEST: usize = 24;

/// Tells whether a text is a poll by its shape: a word in capitals and a colon, the question, and
/// at least one option, each behind the same word, with its votes in brackets.
///
/// ```text
/// POLL:
/// Tuesday or Wednesday?
/// OPTION: Tuesday (1 vote)
/// ```
pub(super) fn is_poll(text: &str) -> bool {
    let mut lines = text.lines().map(|line| line.trim_matches(is_mark));
    if !lines.next().is_some_and(is_heading) {
        return false;
    }
    // The question may have several lines; the options are the last ones.
    let mut options = lines.skip(1).map(option).skip_while(Option::is_none);
    let Some(Some(word)) = options.next() else {
        return false;
    };
    options.all(|option| option == Some(word))
}

/// `POLL:`, `UMFRAGE:`, `SONDAGE :`; not what has no capitals at all, or a letter that is none.
fn is_heading(line: &str) -> bool {
    let word = line
        .strip_suffix([':', '：'])
        .unwrap_or_default()
        .trim_end();
    let letters = word.chars().all(|c| c.is_alphabetic() && !c.is_lowercase());
    letters && (2..=LONGEST).contains(&word.chars().count())
}

/// Returns the word before an option with its votes: `OPTION: Tuesday (1 vote)`.
fn option(line: &str) -> Option<&str> {
    let (word, rest) = line.split_once([':', '：'])?;
    let (_, votes) = rest.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let word = word.trim_end();
    let counted = votes
        .trim_start_matches(is_mark)
        .starts_with(char::is_numeric)
        && votes.chars().any(char::is_alphabetic);
    let letters = word.chars().all(|c| c.is_alphabetic() && !c.is_lowercase());
    (counted && letters && !word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_is_told_by_its_shape_in_any_language() {
        for poll in [
            "POLL:\nTuesday or Wednesday?\nOPTION: Tuesday (1 vote)",
            "\u{200e}POLL:\nTuesday?\n\u{200e}OPTION: Yes (\u{200e}2 votes)\n\u{200e}OPTION: No (\u{200e}0 votes)",
            "UMFRAGE:\nDienstag:\nMittwoch?\nOPTION: Ja (1 Stimme)\nOPTION: Nein (2 Stimmen)",
            "SONDAGE :\nMardi ?\nOPTION : Oui (0 vote)\r\nOPTION : Non (1 vote)",
            "ОПРОС:\nКогда?\nВАРИАНТ: завтра (3 голоса)",
            "投票：\n星期二？\n选项：是（1 票）",
        ] {
            assert!(is_poll(poll), "{poll}");
        }
    }

    #[test]
    fn what_people_type_is_no_poll() {
        for typed in [
            "POLL:",
            "POLL:\nTuesday or Wednesday?",
            "POLL:\nTuesday or Wednesday?\nTuesday (1 vote)",
            "Poll:\nTuesday?\nOPTION: Yes (1 vote)",
            "POLL:\nTuesday?\nOPTION: Yes (maybe)",
            "POLL:\nTuesday?\nOPTION: Yes (1 vote)\nPlease answer",
            "PS:\nSee\nNote: it (2 pages)",
            "",
        ] {
            assert!(!is_poll(typed), "{typed}");
        }
    }
}
