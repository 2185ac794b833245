//! Files that are no chats: whatever they are, none is taken for one, and none makes the reader
//! panic. The files are those of this repository, pieces of them, and bytes made here.

use std::path::{Path, PathBuf};

use consign::container::Memory;
use consign::source::collected::Collected;
use consign::source::whatsapp::WhatsAppText;
use consign::source::{DateOrder, Sighting, SourceFormat, Stated, StatedBy};

use super::london;

/// Folders of this repository that hold chats, or nothing of the repository's own.
const PASSED_OVER: &[&str] = &[
    ".git",
    "target",
    "samples",
    "tests/old_batches",
    "fuzz/seeds",
    "fuzz/corpus",
    "fuzz/target",
    "fuzz/artifacts",
];

fn repository() -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let passed = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        PASSED_OVER.iter().any(|folder| below == Path::new(folder))
    };
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    walk.filter_entry(|item| !passed(item.path()))
        .map(Result::unwrap)
        .filter(|item| item.file_type().is_file())
        // Conversations that rules were tried on, in the form of exports.
        .filter(|item| !is_labelled_chat(item.path()))
        .map(|item| (item.path().to_owned(), std::fs::read(item.path()).unwrap()))
        .collect()
}

fn is_labelled_chat(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name);
    folder.is_some_and(|name| name == "labelled") && path.extension().is_some_and(|e| e == "txt")
}

/// Sights the bytes, and reads them with everything stated that a person can state.
fn sight_and_read(bytes: &[u8]) -> Sighting {
    let export = Memory::of("file.txt", bytes.to_vec());
    let by = || "Records Manager".to_owned();
    for encoding in [None, Some("utf-16le"), Some("windows-1252")] {
        let stated = Stated {
            date_order: Some(StatedBy {
                value: DateOrder::Dmy,
                by: by(),
            }),
            encoding: encoding.map(|name| StatedBy {
                value: name.parse().unwrap(),
                by: by(),
            }),
            ..london()
        };
        let mut collected = Collected::default();
        if let Ok(account) = WhatsAppText.read(&export, &stated, &mut collected) {
            assert!(account.balances());
            assert_eq!(account.bytes, bytes.len() as u64);
        }
    }
    WhatsAppText.sight(&export).unwrap()
}

#[test]
fn no_file_of_this_repository_is_taken_for_a_chat() {
    let files = repository();
    assert!(files.len() > 200, "{} files", files.len());
    for (path, bytes) in files {
        let sighting = sight_and_read(&bytes);
        assert!(
            matches!(sighting, Sighting::No { .. }),
            "{}: {sighting:?}",
            path.display()
        );
    }
}

/// A generator of numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        self.0 >> 33
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit
    }
}

#[test]
fn no_bytes_are_taken_for_a_chat() {
    let mut numbers = Numbers(7);
    for _ in 0..300 {
        let length = numbers.below(3000);
        let bytes: Vec<u8> = (0..length).map(|_| numbers.next() as u8).collect();
        assert!(matches!(sight_and_read(&bytes), Sighting::No { .. }));
        let line_of = |numbers: &mut Numbers| {
            let drawn = b"0123456789/.,: -[]apmAPM\0\n\n";
            drawn[numbers.below(drawn.len())]
        };
        let nearly: Vec<u8> = (0..length).map(|_| line_of(&mut numbers)).collect();
        assert!(matches!(sight_and_read(&nearly), Sighting::No { .. }));
    }
    for mark in [
        b"\xff\xfe".as_slice(),
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"%PDF-1.7\n",
    ] {
        let rest = (0..4000).map(|_| numbers.next() as u8);
        let bytes: Vec<u8> = mark.iter().copied().chain(rest).collect();
        assert!(
            matches!(sight_and_read(&bytes), Sighting::No { .. }),
            "{mark:?}"
        );
    }
}

#[test]
fn prose_and_logs_of_any_language_are_no_chats() {
    for text in [
        "12.03.2021\nLiebe Kolleginnen, um 14:00 Uhr: Besprechung.\nMit Gruß - die Leitung\n",
        "Le 12/03/2021 à 14:00 - réunion : salle 3\nLe 13/03/2021 à 15:00 - réunion : salle 4\n",
        "13.3.2021 klo 14.00 kokous\n14.3.2021 klo 15.00 kokous\n",
        "2021年3月12日 14:00 会议：第三会议室\n2021年3月13日 15:00 会议：第三会议室\n",
        "12/03/2021, 14:00 - \n13/03/2021, 15:00 - \n",
        "Mar 12 14:00:01 host daemon[1]: started\nMar 12 14:00:02 host daemon[1]: x\n",
        "2021-03-12T14:00:01Z level=info msg=\"a: b\"\n2021-03-12T14:00:02Z level=info msg=x\n",
        "12/03/2021 14:00:01.123 [main] INFO  Server: up\n12/03/2021 14:00:02.123 [main] WARN  X: y\n",
        "[12/Mar/2021:14:00:01 +0000] GET /: 200\n[12/Mar/2021:14:00:02 +0000] GET /: 200\n",
        "From: Clerk\nDate: 12/03/2021, 14:00\nSubject: minutes\n\nSee you at 14:00: room 3\n",
        "BEGIN:VCALENDAR\nDTSTART:20210312T140000Z\nEND:VCALENDAR\n",
        "10:00 - 10:30: arrival\n10:30 - 11:00: minutes\n",
    ] {
        let sighting = sight_and_read(text.as_bytes());
        assert!(
            matches!(sighting, Sighting::No { .. }),
            "{text}: {sighting:?}"
        );
    }
}
