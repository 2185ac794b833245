//! The title of a conversation, which is often in the name of the file and nowhere else.

use std::sync::LazyLock;

use super::app_words::{APP_WORDS, What};

/// What stands before and behind the title in the names that the app gives; where two fit, the
/// longer one comes first.
static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let titles = APP_WORDS.rows.iter().filter(|row| row.what == What::Title);
    let mut names: Vec<_> = titles.filter_map(|row| row.words.split_once('…')).collect();
    names.sort_by_key(|(before, behind)| std::cmp::Reverse(before.len() + behind.len()));
    names
});

/// Returns the title in the name of a file or folder: `WhatsApp Chat with X.txt` is of X.
pub(super) fn in_name(name: &str) -> Option<&str> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem(name);
    NAMES
        .iter()
        .find_map(|(before, behind)| stem.strip_prefix(before)?.strip_suffix(behind))
        .filter(|title| !title.is_empty())
}

/// Tells whether the app gives such a name to a chat: `_chat.txt`, or one with a title.
pub(super) fn is_of_a_chat(name: &str) -> bool {
    let stem = stem(name);
    let numbered = stem.strip_prefix("_chat").is_some_and(|rest| {
        rest.trim_start_matches(' ')
            .trim_matches(['(', ')'])
            .bytes()
            .all(|b| b.is_ascii_digit())
    });
    numbered || in_name(name).is_some()
}

fn stem(name: &str) -> &str {
    let known = |extension: &str| {
        ["txt", "zip"]
            .iter()
            .any(|e| extension.eq_ignore_ascii_case(e))
    };
    match name.rsplit_once('.') {
        Some((stem, extension)) if known(extension) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_what_the_app_put_into_the_name() {
        for (name, title) in [
            (
                "WhatsApp Chat with Winter Planning.txt",
                Some("Winter Planning"),
            ),
            ("WhatsApp Chat - Dept. of State.zip", Some("Dept. of State")),
            ("/exports/WhatsApp Chat - Winter", Some("Winter")),
            ("与Clerk的 WhatsApp 聊天.txt", Some("Clerk")),
            ("Чат WhatsApp с контактом Clerk.txt", Some("Clerk")),
            ("Чат WhatsApp с Clerk.txt", Some("Clerk")),
            ("Clerk ile WhatsApp Sohbeti.txt", Some("Clerk")),
            ("_chat.txt", None),
            ("WhatsApp Chat with .txt", None),
        ] {
            assert_eq!(in_name(name), title, "{name}");
        }
        assert!(is_of_a_chat("_chat.txt") && is_of_a_chat("_chat 2.txt"));
        assert!(!is_of_a_chat("_chatter.txt") && !is_of_a_chat("notes.txt"));
    }
}
