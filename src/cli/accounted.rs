//! The account of an export in words, as `inspect` and `add` tell it.

use std::collections::BTreeMap;

use super::count::counted;
use crate::manifest::grouped;
use crate::shown::shown;
use crate::source::{Account, AppWords, EntryRole, EntryUse};

/// Returns a label and its value, as they stand under each other.
pub(super) fn row(label: &str, value: &str) -> String {
    let options = textwrap::Options::new(100)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .subsequent_indent("                ");
    textwrap::fill(&format!("{label:<15} {value}"), options)
}

/// Says how many bytes of an export's ZIP belong to nothing that is known, where there are any.
pub(super) fn not_accounted(bytes: u64) -> Option<String> {
    (bytes > 0).then(|| {
        format!(
            "Not understood: {} of the ZIP belong to no entry and no directory; they are kept and counted (exit code 3).",
            counted(bytes, "byte", "bytes")
        )
    })
}

/// Says in which language the app's own words are in an export, and how those were known that are
/// in none that is known.
pub(super) fn app_words(words: &AppWords) -> String {
    let times = |times: u64| match times {
        1 => "once".to_owned(),
        _ => format!("{} times", grouped(times)),
    };
    let languages: Vec<String> = words
        .languages
        .iter()
        .map(|language| {
            format!(
                "{} ({})",
                language.names.join(" or "),
                times(language.times)
            )
        })
        .collect();
    let unknown = match (words.by_mark, words.by_form) {
        (0, 0) => None,
        (marks, 0) => Some((marks, "marks")),
        (0, forms) => Some((forms, "place and form")),
        (marks, forms) => Some((marks + forms, "marks, place and form")),
    };
    match (languages.as_slice(), unknown) {
        ([], None) => "the app wrote nothing of its own".to_owned(),
        ([], Some((number, by))) => format!(
            "in no language that is known; the app's words were known by {by} only ({})",
            times(number)
        ),
        (some, None) => some.join(", "),
        (some, Some((number, by))) => format!(
            "{}; others were known by {by} only ({})",
            some.join(", "),
            times(number)
        ),
    }
}

/// Returns the account of an export as sums in words.
pub(super) fn summary_lines(account: &Account) -> Vec<String> {
    let lines = account.lines;
    let attachments = account.attachments;
    let mut out = vec![
        row(
            "Messages",
            &format!(
                "{} ({} of the app); {} back in time, kept in the order of the file",
                grouped(account.messages),
                counted(account.notices, "notice", "notices"),
                counted(account.backward_steps, "step", "steps")
            ),
        ),
        row(
            "Lines",
            &format!(
                "{} = {} first + {} continued + {} blank + {} before the first message + {} not understood",
                grouped(lines.total),
                grouped(lines.first),
                grouped(lines.continued),
                grouped(lines.blank),
                grouped(lines.preamble),
                grouped(lines.residue)
            ),
        ),
    ];
    let spans: Vec<String> = account
        .spans
        .iter()
        .map(|(span, bytes)| format!("{} {}", grouped(*bytes), span.words()))
        .collect();
    out.push(row(
        "Bytes",
        &format!("{} = {}", grouped(account.bytes), spans.join(" + ")),
    ));
    out.push(row(
        "Attachments",
        &format!(
            "{} mentioned = {} present + {} omitted by the app + {} missing",
            grouped(attachments.referenced),
            grouped(attachments.present),
            grouped(attachments.omitted),
            grouped(attachments.missing)
        ),
    ));
    out
}

/// Returns what the files of an export are as a sum in words, and which of them share a name.
/// Nothing for an export of one file.
pub(super) fn entry_lines(account: &Account) -> Vec<String> {
    let entries = &account.entries;
    if entries.len() < 2 {
        return Vec::new();
    }
    let role = |role| entries.iter().filter(|entry| entry.role == role).count() as u64;
    let seldom = [
        (EntryRole::Twin, "more of the same bytes and name"),
        (
            EntryRole::Ambiguous,
            "that messages may mean and that differ",
        ),
        (EntryRole::Control, "of an operating system"),
    ];
    let seldom = seldom.into_iter().filter(|(of, _)| role(*of) > 0);
    let seldom: String = seldom
        .map(|(of, words)| format!(" + {} {words}", grouped(role(of))))
        .collect();
    let sum = format!(
        "{} = {} chat + {} named by messages + {} named by none{seldom}",
        grouped(entries.len() as u64),
        grouped(role(EntryRole::Chat)),
        grouped(role(EntryRole::Attachment)),
        grouped(role(EntryRole::Unnamed)),
    );
    let mut lines = vec![row("Files", &sum)];
    lines.extend(
        alike(entries)
            .iter()
            .map(|alike| row("Same name", &alike_words(alike))),
    );
    lines
}

/// Returns the entries that share a name, or one but for case.
fn alike(entries: &[EntryUse]) -> Vec<Vec<&EntryUse>> {
    let mut names: BTreeMap<String, Vec<&EntryUse>> = BTreeMap::new();
    for entry in entries {
        let alike = names.entry(entry.name.to_lowercase()).or_default();
        alike.push(entry);
    }
    names
        .into_values()
        .filter(|alike| alike.len() > 1)
        .collect()
}

fn alike_words(alike: &[&EntryUse]) -> String {
    let each = alike.iter().map(|entry| {
        let at = entry.offset.map(|at| format!(" at byte {}", grouped(at)));
        let digest = entry.sha256.map(|digest| format!(", SHA-256 {digest}"));
        format!(
            "file {} \"{}\"{}, {}{}",
            entry.number,
            shown(&entry.name),
            at.unwrap_or_default(),
            counted(entry.size, "byte", "bytes"),
            digest.unwrap_or_default()
        )
    });
    let each: Vec<String> = each.collect();
    let is = |role| alike.iter().any(|entry| entry.role == role);
    let what = match (is(EntryRole::Ambiguous), is(EntryRole::Twin)) {
        (true, _) => "they differ, and a message that names one was given neither",
        (false, true) => "they are the same bytes, and messages were given the first",
        (false, false) => "no message may mean one as well as another",
    };
    format!("{}: {what}", each.join("; "))
}
