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
/// The format of every record, in the columns of DROID's export.
pub const FORMATS: &str = "metadata/formats.csv";
/// The package in PREMIS.
pub const PREMIS: &str = "metadata/premis.xml";
/// TNA's metadata, one row a record.
pub const TDR_METADATA: &str = "metadata/tdr-metadata.csv";
/// The report of the sender.
pub const REPORT: &str = "report.html";
/// How to check the package without consign.
pub const HOW_TO_VERIFY: &str = "HOW-TO-VERIFY.txt";

/// The tag files of a package of ours that are not BagIt's own, in byte order: a fixed set.
pub const TAG_FILES: [&str; 12] = [
    HOW_TO_VERIFY,
    DEPOSIT_MANIFEST,
    EVENTS,
    LEDGER,
    FORMATS,
    PREMIS,
    TDR_METADATA,
    REPORT,
    "schemas/deposit-manifest.xsd",
    "schemas/participants.xsd",
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

/// Returns the path of the file of participants of a part below `data/`.
pub fn participants(batch: &str, chat: &str, part: &str) -> String {
    format!("{batch}/{chat}/{chat}_{part}_participants.xml")
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

/// What a path in `data/` says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordName<'a> {
    /// The reference of the batch.
    pub batch: &'a str,
    /// The conversation, such as `chat-001`.
    pub chat: &'a str,
    /// The part, such as `2021-03`.
    pub part: &'a str,
    /// What it names.
    pub role: Role,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A transcript.
    Transcript,
    /// An attachment of a message.
    Attachment,
    /// The file of participants of a transcript.
    Participants,
}

impl Role {
    /// Returns the word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Role::Transcript => "transcript",
            Role::Attachment => "attachment",
            Role::Participants => "participants",
        }
    }
}

/// Reads a path below `data/`, if it is one that [`transcript`], [`participants`] or
/// [`attachment`] gives.
pub fn record_name(path: &str) -> Option<RecordName<'_>> {
    let mut segments = path.split('/');
    let (batch, chat, file) = (segments.next()?, segments.next()?, segments.next()?);
    let rest = file.strip_prefix(chat)?.strip_prefix('_')?;
    let (part, rest) = rest.split_once('_')?;
    let role = match rest {
        "transcript.xml" => Role::Transcript,
        "participants.xml" => Role::Participants,
        _ => {
            let (number, extension) = rest.strip_prefix('a')?.split_once('.')?;
            let at_least_four = number.len() == 4 || number.len() > 4 && !number.starts_with('0');
            let is_number = at_least_four && is_digits(number) && number != "0000";
            if !is_number || self::extension(&format!("x.{extension}")) != extension {
                return None;
            }
            Role::Attachment
        }
    };
    let chat_number = chat.strip_prefix("chat-")?;
    let is_chat = is_digits(chat_number)
        && chat_number != "000"
        && (chat_number.len() == 3 || chat_number.len() > 3 && !chat_number.starts_with('0'));
    let is_ours = segments.next().is_none() && is_reference(batch) && is_chat && is_part(part);
    is_ours.then_some(RecordName {
        batch,
        chat,
        part,
        role,
    })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tells whether a text names a part: a day, month or year of the calendar, or the whole.
fn is_part(text: &str) -> bool {
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    text == "whole" || super::tdr::is_day(&day)
}

/// Tells whether a text can be part of a public file name on every system.
pub fn is_reference(text: &str) -> bool {
    let shape = text.split('-').all(|piece| {
        !piece.is_empty()
            && piece
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    let reserved = ["con", "prn", "aux", "nul"].contains(&text)
        || (text.len() == 4 && (text.starts_with("com") || text.starts_with("lpt")));
    shape && text.len() <= 40 && !reserved
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
    fn a_path_is_read_back_if_and_only_if_it_is_one_that_is_given() {
        let name = |path| record_name(path).map(|n| (n.batch, n.chat, n.part, n.role));
        let path = transcript("winter", &chat(1), "2021-03");
        let wanted = ("winter", "chat-001", "2021-03", Role::Transcript);
        assert_eq!(name(&path), Some(wanted));
        let path = participants("winter", &chat(1), "2021-03");
        let wanted = ("winter", "chat-001", "2021-03", Role::Participants);
        assert_eq!(name(&path), Some(wanted));
        let path = attachment("winter", &chat(1000), "whole", 12_345, "jpg");
        let wanted = ("winter", "chat-1000", "whole", Role::Attachment);
        assert_eq!(name(&path), Some(wanted));
        for odd in [
            "winter/chat-001/chat-001_2021-13_transcript.xml",
            "winter/chat-001/chat-002_2021-03_transcript.xml",
            "winter/chat-001/chat-001_2021-03_transcript_R.xml",
            "winter/chat-001/chat-001_2021-03_participants_R.xml",
            "winter/chat-001/chat-001_2021-03_participant.xml",
            "winter/chat-001/chat-001_2021-03_a0001_Redacted.jpg",
            "winter/chat-001/chat-001_2021-03_a0001",
            "winter/chat-001/chat-001_2021-03_a001.jpg",
            "winter/chat-001/chat-001_2021-03_a00001.jpg",
            "winter/chat-001/chat-001_2021-03_a0001.JPG",
            "Winter/chat-001/chat-001_2021-03_a0001.jpg",
            "con/chat-001/chat-001_2021-03_a0001.jpg",
            "winter/chat-1/chat-1_2021-03_a0001.jpg",
            "winter/chat-001/x/chat-001_2021-03_a0001.jpg",
            "winter/chat-001_2021-03_a0001.jpg",
            "chat-001_2021-03_a0001.jpg",
            "",
        ] {
            assert_eq!(name(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_tag_files_are_in_byte_order_of_the_folder() {
        let mut sorted = TAG_FILES;
        sorted.sort_unstable();
        assert_eq!(sorted.len(), TAG_FILES.len());
    }
}
