//! How a message of one transcript names messages of others: its copies, and what stands in its
//! place on another telephone. Nothing is merged; each stands where its own export has it.

use std::io::{self, Write};

use crate::xml::Writer;

/// A copy of a message in another transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyWritten {
    /// The file name of that transcript.
    pub transcript: String,
    /// Its number there.
    pub n: u64,
    /// How it is known to be a copy: `anchor`, `aligned` or `second-pass`.
    pub evidence: &'static str,
    /// The minutes by which the local time there is later.
    pub clock_minutes: i64,
}

/// How a message of another transcript differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceWritten {
    /// The file name of that transcript.
    pub transcript: String,
    /// Its number there.
    pub n: u64,
    /// How they differ.
    pub kind: Differs,
}

/// How two messages of two telephones differ: copies in the first five ways; messages that stand in
/// one place, and are no copies, in their files or in one of the last three ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Differs {
    /// The keys of the senders are not the same.
    OtherSender,
    /// The words are not the same, character for character.
    OtherWording,
    /// One of two files has words beside it.
    CaptionOnOne,
    /// One of the two exports has the file.
    FileOnOne,
    /// The files are not the same.
    OtherFile,
    /// One is the mark of a deletion.
    DeletedOnOne,
    /// The words are others, and one at least is marked as edited.
    EditedDifferently,
    /// The app words its notice otherwise.
    NoticeInOtherWords,
}

impl Differs {
    /// Every way.
    pub const ALL: [Differs; 8] = [
        Differs::OtherSender,
        Differs::OtherWording,
        Differs::CaptionOnOne,
        Differs::FileOnOne,
        Differs::OtherFile,
        Differs::DeletedOnOne,
        Differs::EditedDifferently,
        Differs::NoticeInOtherWords,
    ];

    /// Returns the word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Differs::OtherSender => "other-sender",
            Differs::OtherWording => "other-wording",
            Differs::CaptionOnOne => "caption-on-one",
            Differs::FileOnOne => "file-on-one",
            Differs::DeletedOnOne => "deleted-on-one",
            Differs::EditedDifferently => "edited-differently",
            Differs::OtherFile => "other-file",
            Differs::NoticeInOtherWords => "notice-in-other-words",
        }
    }

    /// Returns the way that has this word.
    pub fn of_word(word: &str) -> Option<Differs> {
        Differs::ALL.into_iter().find(|way| way.word() == word)
    }

    /// Returns what it is and what may have made it so, in the same words in both transcripts.
    pub fn words(self) -> &'static str {
        match self {
            Differs::OtherSender => {
                "The sender has another key there. Possible causes: each telephone has names of its own, and nobody stated that both are one person; or it is another person there"
            }
            Differs::OtherWording => {
                "The words there are not the same character for character. Possible causes: each telephone writes the names of people who are mentioned, spaces, accents and invisible marks in its own way; or the app words a notice for the owner of the telephone"
            }
            Differs::CaptionOnOne => {
                "Only one of the two has words beside the file. Possible cause: the app left them out with the file"
            }
            Differs::FileOnOne => {
                "Only one of the two exports has the file. Possible causes: an export was made without media; or the file was not on the telephone any more, or never"
            }
            Differs::OtherFile => {
                "The file there is not the same byte for byte. Possible causes: one telephone has it as the app made it smaller; or they are two messages"
            }
            Differs::DeletedOnOne => {
                "One telephone has a message in this place, and the other the mark of a deletion. Possible causes: it was deleted after one of the exports was made; or one telephone did not hear of the deletion in time"
            }
            Differs::EditedDifferently => {
                "The two have other words in this place, and one at least is marked as edited. Possible causes: it was edited after one of the exports was made; or one telephone did not hear of the edit in time"
            }
            Differs::NoticeInOtherWords => {
                "The app has a notice in other words in this place. Possible cause: it words its notices for the owner of the telephone"
            }
        }
    }
}

/// What a message shows, as far as copies of it can differ. What stands for a sender, for words and
/// for a file is whatever is equal when these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<S, W, F> {
    /// Its sender; `None` where the app wrote it.
    pub sender: Option<S>,
    /// Its words; `None` where it has none.
    pub words: Option<W>,
    /// What it carries.
    pub file: File<F>,
}

/// Whether a message is a file, and whether the export has that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File<F> {
    /// It is none.
    None,
    /// The export has it not.
    NotThere,
    /// The export has it, and the transferring body keeps it back.
    Withheld,
    /// It is transferred.
    Present(F),
}

impl<F> File<F> {
    fn is_there(&self) -> bool {
        matches!(self, File::Withheld | File::Present(_))
    }
}

/// Returns how two copies differ, in the order of [`Differs`].
pub fn differences<S: PartialEq, W: PartialEq, F: PartialEq>(
    one: &Shown<S, W, F>,
    other: &Shown<S, W, F>,
) -> Vec<Differs> {
    let mut found = Vec::new();
    if one.sender != other.sender {
        found.push(Differs::OtherSender);
    }
    let is_file = |file: &File<F>| !matches!(file, File::None);
    let are_files = is_file(&one.file) && is_file(&other.file);
    let on_one = one.words.is_some() != other.words.is_some();
    if on_one && are_files {
        found.push(Differs::CaptionOnOne);
    } else if one.words != other.words {
        found.push(Differs::OtherWording);
    }
    match (&one.file, &other.file) {
        (File::Present(one), File::Present(other)) if one != other => {
            found.push(Differs::OtherFile);
        }
        (one, other) if one.is_there() != other.is_there() => found.push(Differs::FileOnOne),
        _ => {}
    }
    found
}

/// Writes what a message names.
pub(super) fn write<W: Write>(
    xml: &mut Writer<W>,
    copies: &[CopyWritten],
    differences: &[DifferenceWritten],
) -> io::Result<()> {
    for copy in copies {
        xml.line(0)?;
        let (n, minutes) = (copy.n.to_string(), copy.clock_minutes.to_string());
        let mut attributes = vec![
            ("transcript", copy.transcript.as_str()),
            ("n", &n),
            ("evidence", copy.evidence),
        ];
        if copy.clock_minutes != 0 {
            attributes.push(("clockMinutes", &minutes));
        }
        xml.leaf("copy", &attributes, b"")?;
    }
    for difference in differences {
        xml.line(0)?;
        let n = difference.n.to_string();
        let attributes = [
            ("transcript", difference.transcript.as_str()),
            ("n", &n),
            ("kind", difference.kind.word()),
        ];
        let words = difference.kind.words();
        xml.leaf("difference", &attributes, words.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown() -> impl Strategy<Value = Shown<u8, u8, u8>> {
        let file = prop::sample::select(vec![
            File::None,
            File::NotThere,
            File::Withheld,
            File::Present(0),
            File::Present(1),
        ]);
        let maybe = || prop::option::of(0..2_u8);
        (maybe(), maybe(), file).prop_map(|(sender, words, file)| Shown {
            sender,
            words,
            file,
        })
    }

    proptest! {
        #[test]
        fn copies_differ_in_the_same_way_whichever_is_asked(one in shown(), other in shown()) {
            let found = differences(&one, &other);
            prop_assert_eq!(&found, &differences(&other, &one));
            prop_assert_eq!(differences(&one, &one), vec![]);
            let is_known = |way: &Differs| *way <= Differs::OtherFile;
            prop_assert!(found.is_sorted() && found.iter().all(is_known), "{:?}", found);
            let same = one.sender == other.sender && one.words == other.words;
            prop_assert!(same || !found.is_empty());
        }
    }

    #[test]
    fn every_way_has_a_word_and_causes() {
        for way in Differs::ALL {
            assert_eq!(Differs::of_word(way.word()), Some(way));
            assert!(way.words().contains("Possible cause"), "{way:?}");
        }
        assert_eq!(Differs::of_word(""), None);
    }
}
