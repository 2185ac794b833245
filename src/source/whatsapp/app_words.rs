//! The words of the app, by language, as the table `app_words.tsv` gives them.
//!
//! The table says of every row where its words were learned; its head tells what the columns are.
//! A language that is not in it is not lost: marks, names of files and what recurs in an export
//! tell the app's words in any language (see [`learned`](super::learned)).

use std::sync::LazyLock;

use crate::message::{DeletedBy, EventCode};

/// What the words of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// iPhone: what stands for a file that was left out, and what sort of thing it was.
    OmittedFile(&'static str),
    /// Android: the same, seldom with its sort.
    OmittedMedia(Option<&'static str>),
    /// iPhone: what stands before the name of a file in angle brackets, or behind it.
    AttachedApple,
    /// Android: what stands in brackets behind the name of a file.
    Attached,
    /// What is left of a deleted message, and who deleted it.
    Deleted(DeletedBy),
    /// The same, before the name of the administrator who deleted it.
    DeletedByAdministrator,
    /// What stands in angle brackets behind the words of an edited message.
    Edited,
    /// How the marker of a call begins; a comma and more may follow, nothing else.
    Call,
    /// The first line of a poll.
    Poll,
    /// What stands before the address of a place.
    Location,
    /// What stands for a place that was shared as it moved.
    LiveLocation,
    /// How a marker begins that stands for a message that could be seen once.
    ViewOnce,
    /// How the place of a message begins that had not arrived when the export was made.
    Waiting,
    /// How an encryption notice begins, so fully that nobody types it.
    Encryption,
    /// Words of a notice, and what it reports.
    Notice(EventCode),
    /// The name of the file of an export.
    Title,
}

impl What {
    fn of(words: &'static str) -> Option<What> {
        let (what, more) = words.split_once(':').unwrap_or((words, ""));
        Some(match (what, more) {
            ("omitted-file", sort) if !sort.is_empty() => What::OmittedFile(sort),
            ("omitted-media", "") => What::OmittedMedia(None),
            ("omitted-media", sort) => What::OmittedMedia(Some(sort)),
            ("attached-iphone", "") => What::AttachedApple,
            ("attached-android", "") => What::Attached,
            ("deleted", "") => What::Deleted(DeletedBy::Unknown),
            ("deleted", "you") => What::Deleted(DeletedBy::Exporter),
            ("deleted", "admin") => What::Deleted(DeletedBy::Administrator),
            ("deleted-by-admin", "") => What::DeletedByAdministrator,
            ("edited", "") => What::Edited,
            ("call", "") => What::Call,
            ("poll", "") => What::Poll,
            ("location", "") => What::Location,
            ("live-location", "") => What::LiveLocation,
            ("view-once", "") => What::ViewOnce,
            ("waiting", "") => What::Waiting,
            ("encryption", "") => What::Encryption,
            ("notice", code) => What::Notice(EventCode::from_word(code)?),
            ("title", "") => What::Title,
            _ => return None,
        })
    }
}

/// A language of the table: its code in BCP 47, and its name in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language {
    /// The code.
    pub(super) code: &'static str,
    /// The name.
    pub(super) name: &'static str,
}

/// Where the words of a row were learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In exports that telephones made.
    Exports,
    /// In a published program that reads exports, under a permissive licence: name and version.
    Program(&'static str),
    /// Remembered by a speaker, and then found in a published program that may not be copied
    /// from: two who do not know of each other say the same.
    Confirmed(&'static str),
    /// In no export or publication that was at hand: what a speaker who knows the app remembers.
    /// Such words name the sort of what a mark has shown, or are a match of text and no more.
    Remembered,
}

impl Source {
    fn of(words: &'static str) -> Option<Source> {
        Some(match words.split_once(": ") {
            None if words == "exports" => Source::Exports,
            None if words == "remembered" => Source::Remembered,
            Some(("program", name)) => Source::Program(name),
            Some(("confirmed", name)) => Source::Confirmed(name),
            _ => return None,
        })
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The place of its language in [`AppWords::languages`].
    pub(super) language: usize,
    /// What the words are.
    pub(super) what: What,
    /// The words; "…" stands for anything.
    pub(super) words: &'static str,
    /// Where they were learned.
    pub(super) source: Source,
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct AppWords {
    /// The languages, in the order of the table; they are fewer than 64.
    pub(super) languages: Vec<Language>,
    /// The rows, in the order of the table.
    pub(super) rows: Vec<Row>,
}

/// The table of this version.
pub(super) static APP_WORDS: LazyLock<AppWords> =
    LazyLock::new(|| AppWords::of(include_str!("app_words.tsv")));

impl AppWords {
    fn of(text: &'static str) -> AppWords {
        let mut table = AppWords::default();
        let rows = |line: &&str| !line.is_empty() && !line.starts_with('#');
        for line in text.lines().filter(rows) {
            table
                .add(line)
                .unwrap_or_else(|| panic!("a test parses every line of the table, also: {line}"));
        }
        table
    }

    fn add(&mut self, line: &'static str) -> Option<()> {
        let mut columns = line.split('\t');
        let [code, what, words, source] = [(); 4].map(|()| columns.next());
        let (code, what, words) = (code?, what?, words.filter(|words| !words.is_empty())?);
        if what == "name" {
            self.languages.push(Language { code, name: words });
            return Some(());
        }
        let language = self.languages.len().checked_sub(1)?;
        let row = Row {
            language,
            what: What::of(what)?,
            words,
            source: Source::of(source?)?,
        };
        self.rows.push(row);
        let fits = self.languages[language].code == code && columns.next().is_none();
        fits.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_stands_once_and_the_most_used_ones_are_there() {
        let codes: Vec<_> = APP_WORDS.languages.iter().map(|l| l.code).collect();
        let once: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(once.len(), codes.len(), "{codes:?}");
        assert!(codes.len() < 64);
        for code in [
            "en", "zh-Hans", "zh-Hant", "hi", "es", "ar", "fr", "pt", "ru", "bn", "ur", "id", "de",
            "ja", "tr", "it", "ko", "vi", "nl", "fa", "pl",
        ] {
            let place = codes.iter().position(|known| *known == code).unwrap();
            let of = |row: &&Row| row.language == place;
            let has = |wanted: &dyn Fn(What) -> bool| {
                assert!(
                    APP_WORDS.rows.iter().filter(of).any(|row| wanted(row.what)),
                    "{code}"
                );
            };
            has(&|what| matches!(what, What::OmittedMedia(None)));
            has(&|what| what == What::Deleted(DeletedBy::Unknown));
            has(&|what| what == What::Deleted(DeletedBy::Exporter));
            for event in [
                EventCode::Encryption,
                EventCode::SecurityCodeChanged,
                EventCode::NumberChanged,
                EventCode::GroupCreated,
                EventCode::GroupChanged,
                EventCode::Left,
                EventCode::Joined,
            ] {
                has(&|what| what == What::Notice(event));
            }
        }
    }

    #[test]
    fn words_are_taken_only_from_programs_that_permit_it() {
        for row in &APP_WORDS.rows {
            match row.source {
                Source::Program(name) => assert!(name.ends_with("MIT)"), "{name}"),
                Source::Confirmed(name) => assert!(name.contains(' '), "{name}: a version"),
                Source::Exports | Source::Remembered => {}
            }
        }
    }

    #[test]
    fn a_line_that_is_not_understood_is_not_passed_over() {
        for line in [
            "de\tdeleted",
            "de\tdeleted:nobody\tx\tremembered",
            "de\tdeleted\tx\tsomewhere",
            "fr\tdeleted\tx\tremembered",
            "de\tdeleted\tx\tremembered\tmore",
            "de\tomitted-file\tx\tremembered",
            "de\tnotice:nothing\tx\tremembered",
        ] {
            let mut table = AppWords::default();
            table.add("de\tname\tGerman\t-").unwrap();
            assert_eq!(table.add(line), None, "{line}");
        }
    }
}
