//! The title of a conversation, which is often in the name of the file and nowhere else.

/// What stands before and behind the title in the names that the app gives.
const NAMES: &[(&str, &str)] = &[
    ("WhatsApp Chat with ", ""),
    ("WhatsApp Chat - ", ""),
    ("WhatsApp Chat mit ", ""),
    ("WhatsApp-Chat mit ", ""),
    ("WhatsApp-chat met ", ""),
    ("Chat de WhatsApp con ", ""),
    ("Conversa do WhatsApp com ", ""),
    ("Discussion WhatsApp avec ", ""),
    ("Chat WhatsApp con ", ""),
    ("Chat WhatsApp s uživatelem ", ""),
    ("Чат WhatsApp с контактом ", ""),
    ("Чат WhatsApp с ", ""),
    ("与", "的 WhatsApp 聊天"),
];

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
            ("_chat.txt", None),
            ("WhatsApp Chat with .txt", None),
        ] {
            assert_eq!(in_name(name), title, "{name}");
        }
        assert!(is_of_a_chat("_chat.txt") && is_of_a_chat("_chat 2.txt"));
        assert!(!is_of_a_chat("_chatter.txt") && !is_of_a_chat("notes.txt"));
    }
}
