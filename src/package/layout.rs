//! The layout of a package: every path in it is made here and nowhere else.
//!
//! File names are public. They hold numbers given after selection, never a name, a telephone
//! number or a title; they are ASCII, always with an extension, none reserved on Windows, none
//! ending in a way that TNA reads as "redacted".

/// The deposit manifest.
pub const DEPOSIT_MANIFEST: &str = crate::manifest::FILE;
/// The acts that led to the package.
pub const EVENTS: &str = "events.csv";
/// One row for each message transferred.
pub const LEDGER: &str = "ledger.csv";
/// The published part of the selection policy.
pub const POLICY: &str = "selection-policy.html";
/// TNA's metadata, one row a record.
pub const TDR_METADATA: &str = "metadata/tdr-metadata.csv";
/// The report of the sender.
pub const REPORT: &str = "report.html";
/// How to check the package without consign.
pub const HOW_TO_VERIFY: &str = "HOW-TO-VERIFY.txt";

/// The tag files of a package of ours that are not BagIt's own, in byte order: a fixed set.
pub const TAG_FILES: [&str; 9] = [
    HOW_TO_VERIFY,
    DEPOSIT_MANIFEST,
    EVENTS,
    LEDGER,
    TDR_METADATA,
    REPORT,
    "schemas/deposit-manifest.xsd",
    "schemas/transcript.xsd",
    POLICY,
];

/// Returns the name of the nth conversation, from 1: `chat-001`.
pub fn chat(number: usize) -> String {
    format!("chat-{number:03}")
}

/// Returns the path of a transcript below `data/`.
pub fn transcript(batch: &str, chat: &str, part: &str) -> String {
    format!("{batch}/{chat}/{chat}_{part}_transcript.xml")
}

/// Returns the path of the nth attachment of a part below `data/`, from 1.
pub fn attachment(batch: &str, chat: &str, part: &str, number: usize, extension: &str) -> String {
    format!("{batch}/{chat}/{chat}_{part}_a{number:04}.{extension}")
}

/// Returns the extension that an attachment keeps: that of its name, in small ASCII letters and
/// digits, or `bin` where there is none to keep.
pub fn extension(name: &str) -> String {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension {
        Some(extension)
            if (1..=5).contains(&extension.len())
                && extension
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) =>
        {
            extension
        }
        _ => "bin".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_numbers_and_dates() {
        assert_eq!(
            transcript("winter", &chat(1), "2021-03"),
            "winter/chat-001/chat-001_2021-03_transcript.xml"
        );
        assert_eq!(
            attachment(
                "winter",
                &chat(12),
                "2021-03",
                7,
                &extension("Mum's Plan.JPG")
            ),
            "winter/chat-012/chat-012_2021-03_a0007.jpg"
        );
        for odd in ["noext", "x.", "x.tar gz", "x.élan", "x.toolong"] {
            assert_eq!(extension(odd), "bin", "{odd}");
        }
    }

    #[test]
    fn the_tag_files_are_in_byte_order_of_the_folder() {
        let mut sorted = TAG_FILES;
        sorted.sort_unstable();
        assert_eq!(sorted.len(), TAG_FILES.len());
    }
}
