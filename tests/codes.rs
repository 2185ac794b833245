//! One bad package for each code, and the table of checks itself.
//!
//! A row is a bad package: it is named after its code, breaks one thing, and gives the whole list
//! of findings, so that a new check that speaks up on an old package is seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::bench::package::{
    ATTACHMENT, BASE, OCTOBER, PHOTO, Package, TRANSCRIPT, codes, overwrite, places, told,
};
use consign::check::{self, Check, Checked, Run};
use consign::package::Form::{self, Folder, Zip};

/// A bad package.
pub struct Bad {
    /// Its name: the code that it is there for.
    name: &'static str,
    /// What is broken.
    how: fn() -> Package,
    /// The forms in which it can be broken so.
    forms: &'static [Form],
    /// The codes of all its findings, errors first, then by code.
    findings: &'static [&'static str],
}

const BOTH: &[Form] = &[Folder, Zip];

/// A row that is broken in the same way in a folder and in a ZIP.
pub const fn bad(
    name: &'static str,
    how: fn() -> Package,
    findings: &'static [&'static str],
) -> Bad {
    let forms = BOTH;
    Bad {
        name,
        how,
        forms,
        findings,
    }
}

/// A row that only a ZIP can be.
pub const fn bad_zip(
    name: &'static str,
    how: fn() -> Package,
    findings: &'static [&'static str],
) -> Bad {
    let forms = &[Zip];
    Bad {
        name,
        how,
        forms,
        findings,
    }
}

/// A row that only a folder can be.
const fn bad_folder(
    name: &'static str,
    how: fn() -> Package,
    findings: &'static [&'static str],
) -> Bad {
    let forms = &[Folder];
    Bad {
        name,
        how,
        forms,
        findings,
    }
}

fn ours() -> Package {
    Package::ours()
}

fn foreign() -> Package {
    Package::foreign()
}

/// A digest that is no file's.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Adds a line with an otherwise good digest to the SHA-256 payload manifest.
fn listed(path: &str) -> Package {
    foreign()
        .add_line("manifest-sha256.txt", &format!("{ZEROS}  {path}"))
        .retag()
}

fn declared(text: &str) -> Package {
    foreign().add_file("bagit.txt", text).retag()
}

fn info(lines: &str) -> Package {
    let add = |bytes: &mut Vec<u8>| bytes.extend_from_slice(lines.as_bytes());
    foreign().edit("bag-info.txt", add).retag()
}

fn fetch(line: &str) -> Package {
    foreign().add_file("fetch.txt", line).retag()
}

/// Changes a field of the headers of the attachment: its place in the local header and in the
/// record of the directory, counted from their starts.
fn field(local: Option<usize>, central: usize, set: fn(&mut u8)) -> Package {
    foreign().surgery(move |bytes| {
        let name = format!("{BASE}{ATTACHMENT}");
        let [first, second] = places(bytes, name.as_bytes())[..] else {
            panic!("a name stands in the local header and in the directory");
        };
        if let Some(local) = local {
            set(&mut bytes[first - 30 + local]);
        }
        set(&mut bytes[second - 46 + central]);
    })
}

const BAD: &[Bad] = &[
    bad_zip(
        "ZIP-001",
        || ours().surgery(|bytes| bytes.truncate(bytes.len() - 30)),
        &["ZIP-001"],
    ),
    bad_zip(
        "ZIP-002",
        || {
            foreign().surgery(|bytes| {
                let name = format!("{BASE}{ATTACHMENT}");
                let at = places(bytes, name.as_bytes())[0];
                bytes[at] = b'W';
            })
        },
        &["ZIP-002", "ZIP-011"],
    ),
    bad_zip(
        "ZIP-003",
        || field(Some(6), 8, |flags| *flags |= 1),
        &["ZIP-003", "ZIP-011"],
    ),
    bad_zip(
        "ZIP-004",
        || {
            let from = format!("{BASE}{ATTACHMENT}");
            let to = from.replace("data/b", "data/..").replace("a0001", "a001");
            foreign().surgery(move |bytes| overwrite(bytes, from.as_bytes(), to.as_bytes()))
        },
        &[
            "BAG-050", "BAG-050", "BAG-051", "ZIP-004", "BAG-092", "ZIP-011",
        ],
    ),
    bad_zip(
        "ZIP-005",
        || {
            foreign()
                .add_file("x-1.txt", "a")
                .add_file("x-2.txt", "b")
                .retag()
                .surgery(|bytes| {
                    let (from, to) = (format!("{BASE}x-2.txt"), format!("{BASE}x-1.txt"));
                    overwrite(bytes, from.as_bytes(), to.as_bytes());
                })
        },
        &[
            "BAG-060", "BAG-060", "FIX-002", "FIX-002", "ZIP-005", "ZIP-011",
        ],
    ),
    bad_zip(
        "ZIP-006",
        || field(None, 41, |mode| *mode = 0o120 << 1),
        &["ZIP-006", "ZIP-011"],
    ),
    bad_zip(
        "ZIP-007",
        || field(Some(8), 10, |method| *method = 12),
        &["FIX-003", "ZIP-007", "ZIP-011"],
    ),
    bad_zip(
        "ZIP-008",
        || ours().limits(|limits| limits.container.entries = 3),
        &["ZIP-008"],
    ),
    bad_zip(
        "ZIP-009",
        || ours().limits(|limits| limits.container.bytes = 5),
        &["ZIP-009"],
    ),
    bad_zip(
        "ZIP-010",
        || ours().surgery(|bytes| bytes.extend(b"x")),
        &["ZIP-010"],
    ),
    bad_zip(
        "ZIP-011",
        || field(None, 4, |made_by| *made_by = 20),
        &["ZIP-011"],
    ),
    bad(
        "BAG-001",
        || foreign().drop_file("bagit.txt").retag(),
        &["BAG-001"],
    ),
    bad(
        "BAG-002",
        || declared("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMade-By: hand\n"),
        &["BAG-002"],
    ),
    bad(
        "BAG-003",
        || declared("\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        &["BAG-003"],
    ),
    bad(
        "BAG-004",
        || declared("BagIt-Version: 9.7\nTag-File-Character-Encoding: UTF-8\n"),
        &["BAG-004"],
    ),
    bad(
        "BAG-005",
        || declared("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-7\n"),
        &["BAG-005"],
    ),
    bad(
        "BAG-006",
        || declared("BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n"),
        &["BAG-006"],
    ),
    bad(
        "BAG-007",
        || declared("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"),
        &["BAG-007"],
    ),
    bad(
        "BAG-008",
        || ours().replace("bagit.txt", "\n", "\r\n").retag(),
        &["BAG-008"],
    ),
    bad(
        "BAG-010",
        || {
            foreign()
                .drop_file(TRANSCRIPT)
                .drop_file(ATTACHMENT)
                .remanifest()
        },
        &["BAG-010"],
    ),
    bad(
        "BAG-011",
        || {
            foreign()
                .drop_file("manifest-sha256.txt")
                .drop_file("manifest-sha512.txt")
                .retag()
        },
        &["BAG-011"],
    ),
    bad_folder(
        "BAG-012",
        || ours().add_link("data/passwd", "/etc/passwd"),
        &["BAG-012"],
    ),
    bad(
        "BAG-013",
        || ours().add_beside("note.txt", "x"),
        &["BAG-013"],
    ),
    bad(
        "BAG-014",
        || foreign().add_beside("__MACOSX/x", "x"),
        &["BAG-014"],
    ),
    bad_zip("BAG-015", || foreign().without_base(), &["BAG-015"]),
    bad_folder(
        "BAG-016",
        || foreign().add_folder("data/b/empty"),
        &["BAG-016"],
    ),
    bad(
        "BAG-020",
        || {
            foreign()
                .edit("manifest-sha256.txt", |b| {
                    drop(b.splice(..0, *b"\xef\xbb\xbf"))
                })
                .retag()
        },
        &["BAG-020"],
    ),
    bad(
        "BAG-021",
        || {
            foreign()
                .edit("bag-info.txt", |b| b.extend(b"Contact-Name: Ren\xe9\n"))
                .retag()
        },
        &["BAG-021"],
    ),
    bad(
        "BAG-022",
        || {
            foreign()
                .edit("bag-info.txt", |bytes| bytes.resize(5000, b'x'))
                .retag()
                .limits(|limits| limits.tag.file = 3000)
        },
        &["BAG-022"],
    ),
    bad(
        "BAG-030",
        || {
            foreign()
                .add_line("manifest-sha256.txt", "the rest follows")
                .retag()
        },
        &["BAG-030"],
    ),
    bad(
        "BAG-031",
        || {
            foreign()
                .edit("manifest-sha256.txt", |bytes| drop(bytes.drain(..2)))
                .retag()
        },
        &["BAG-031"],
    ),
    bad("BAG-032", || listed(TRANSCRIPT), &["BAG-032"]),
    bad("BAG-033", || listed("data/../../etc/passwd"), &["BAG-033"]),
    bad("BAG-034", || listed("bagit.txt"), &["BAG-034"]),
    bad(
        "BAG-035",
        || foreign().add_line("tagmanifest-sha256.txt", &format!("{ZEROS}  {TRANSCRIPT}")),
        &["BAG-035"],
    ),
    bad(
        "BAG-036",
        || {
            let line = format!("{ZEROS}  tagmanifest-sha512.txt");
            foreign().add_line("tagmanifest-sha256.txt", &line)
        },
        &["BAG-036"],
    ),
    bad(
        "BAG-037",
        || {
            foreign()
                .replace("manifest-sha256.txt", "  data/", "  ./data/")
                .retag()
        },
        &["BAG-037", "BAG-037"],
    ),
    bad(
        "BAG-038",
        || {
            foreign()
                .replace("manifest-sha256.txt", "  data/", " *data/")
                .retag()
        },
        &["BAG-038", "BAG-038"],
    ),
    bad(
        "BAG-039",
        || {
            foreign()
                .add_file("data/100%.txt", "x")
                .remanifest()
                .replace("manifest-sha256.txt", "%25", "%")
                .retag()
        },
        &["BAG-039"],
    ),
    bad(
        "BAG-040",
        || {
            foreign()
                .rename("manifest-sha256.txt", "manifest-SHA-256.txt")
                .retag()
        },
        &["BAG-040"],
    ),
    bad(
        "BAG-041",
        || {
            ours().edit("tagmanifest-sha256.txt", |bytes| {
                let digit = bytes.iter_mut().find(|byte| byte.is_ascii_lowercase());
                digit.unwrap().make_ascii_uppercase();
            })
        },
        &["BAG-041"],
    ),
    bad(
        "BAG-042",
        || {
            let line = |path: &str| format!("00000000000000000000000000000000  {path}\n");
            let manifest = line(TRANSCRIPT) + &line(ATTACHMENT);
            foreign().add_file("manifest-md5.txt", manifest).retag()
        },
        &["BAG-042"],
    ),
    bad(
        "BAG-043",
        || {
            let manifest = format!("00  {TRANSCRIPT}\n00  {ATTACHMENT}\n");
            foreign().add_file("manifest-blake3.txt", manifest).retag()
        },
        &["BAG-043"],
    ),
    bad(
        "BAG-044",
        || {
            foreign()
                .drop_file("manifest-sha256.txt")
                .rename("manifest-sha512.txt", "manifest-sha1.txt")
                .retag()
        },
        &["BAG-044", "BAG-042"],
    ),
    bad(
        "BAG-045",
        || ours().drop_file("tagmanifest-sha512.txt"),
        &["BAG-045"],
    ),
    bad("BAG-050", || listed("data/b/chat-002.xml"), &["BAG-050"]),
    bad(
        "BAG-051",
        || {
            foreign()
                .add_file("data/b/chat-002.xml", "x")
                .edit("bag-info.txt", Vec::clear)
                .retag()
        },
        &["BAG-051"],
    ),
    bad(
        "BAG-052",
        || {
            foreign()
                .add_file("data/caf\u{e9}.txt", "x")
                .remanifest()
                .rename("data/caf\u{e9}.txt", "data/cafe\u{301}.txt")
        },
        &["BAG-052", "BAG-052"],
    ),
    bad(
        "BAG-060",
        || foreign().drop_file("bag-info.txt"),
        &["BAG-060", "BAG-060"],
    ),
    bad(
        "BAG-061",
        || {
            foreign().edit("tagmanifest-sha256.txt", |bytes| {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let kept = text
                    .lines()
                    .filter(|line| !line.ends_with("  manifest-sha512.txt"));
                *bytes = kept
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .into_bytes();
            })
        },
        &["BAG-061"],
    ),
    bad(
        "BAG-062",
        || {
            foreign().edit("tagmanifest-sha256.txt", |bytes| {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let kept = text
                    .lines()
                    .filter(|line| !line.ends_with("  bag-info.txt"));
                *bytes = kept
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .into_bytes();
            })
        },
        &["BAG-062"],
    ),
    bad(
        "BAG-063",
        || {
            foreign()
                .drop_file("tagmanifest-sha256.txt")
                .drop_file("tagmanifest-sha512.txt")
        },
        &["BAG-063"],
    ),
    bad(
        "BAG-064",
        || ours().add_file("notes.txt", "x"),
        &["BAG-064", "TAG-002"],
    ),
    bad(
        "BAG-065",
        || foreign().add_file("notes.txt", "x"),
        &["BAG-065"],
    ),
    bad("BAG-070", || info("no field\n"), &["BAG-070"]),
    bad(
        "BAG-071",
        || info("Contact-Name : the registry\n"),
        &["BAG-071"],
    ),
    bad(
        "BAG-072",
        || {
            foreign()
                .add_file("bag-info.txt", "Payload-Oxum: eleven\n")
                .retag()
        },
        &["BAG-072"],
    ),
    bad("BAG-073", || info("payload-oxum: 16.2\n"), &["BAG-073"]),
    bad(
        "BAG-074",
        || foreign().replace("bag-info.txt", "16.2", "16.3").retag(),
        &["BAG-074"],
    ),
    bad(
        "BAG-075",
        || ours().edit("bag-info.txt", Vec::clear).retag(),
        &["BAG-075", "TAG-004"],
    ),
    bad(
        "BAG-076",
        || info("Bag-Size: 1 MB\nBag-Size: 2 MB\n"),
        &["BAG-076"],
    ),
    bad(
        "BAG-077",
        || info("Bagging-Date: 22/11/2026\n"),
        &["BAG-077"],
    ),
    bad("BAG-078", || info("Bag-Count: 4 of 3\n"), &["BAG-078"]),
    bad(
        "BAG-080",
        || {
            ours()
                .add_file("fetch.txt", format!("https://example.org/ - {OCTOBER}\n"))
                .retag()
        },
        &["BAG-080", "TAG-002"],
    ),
    bad(
        "BAG-081",
        || fetch(&format!("https://example.org/ - {TRANSCRIPT}\n")),
        &["BAG-081"],
    ),
    bad(
        "BAG-082",
        || fetch(&format!("https://example.org/ six {TRANSCRIPT}\n")),
        &["BAG-082", "BAG-081"],
    ),
    bad(
        "BAG-083",
        || fetch("https://example.org/ 6 bagit.txt\n"),
        &["BAG-083", "BAG-081"],
    ),
    bad(
        "BAG-084",
        || fetch("https://example.org/ 6 data/other.txt\n"),
        &["BAG-084", "BAG-084", "BAG-081"],
    ),
    bad(
        "BAG-090",
        || foreign().add_file("data/B/chat-001.xml", "x").remanifest(),
        &["BAG-090"],
    ),
    bad(
        "BAG-091",
        || {
            foreign()
                .add_file("data/caf\u{e9}.txt", "x")
                .add_file("data/cafe\u{301}.txt", "y")
                .remanifest()
        },
        &["BAG-091"],
    ),
    bad(
        "BAG-092",
        || foreign().add_file("data/aux.txt", "x").remanifest(),
        &["BAG-092"],
    ),
    bad(
        "BAG-093",
        || foreign().add_file("data/.DS_Store", "x").remanifest(),
        &["BAG-093"],
    ),
    bad(
        "FIX-001",
        || ours().flip_byte(PHOTO, 6),
        &["FIX-001", "FIX-001", "MAN-006", "MAN-006", "TRN-062"],
    ),
    bad(
        "FIX-002",
        || ours().flip_byte("deposit-manifest.xml", 4),
        &["FIX-002", "FIX-002", "MAN-001"],
    ),
    bad_zip(
        "FIX-003",
        || {
            // A deflated entry whose data is no deflate stream.
            field(Some(8), 10, |method| *method = 8)
        },
        &["FIX-003", "ZIP-011"],
    ),
    bad_zip(
        "FIX-004",
        || {
            ours().surgery(|bytes| {
                let at = places(bytes, b"Approved, forty.")[0];
                bytes[at] = b'[';
            })
        },
        // The message is named too: by its digest.
        &[
            "FIX-001", "FIX-001", "FIX-004", "MAN-006", "MAN-006", "MAN-008", "TRN-011",
        ],
    ),
];

/// Returns every bad package: those of this file, and those that are bad inside.
fn all() -> impl Iterator<Item = &'static Bad> {
    BAD.iter().chain(crate::inside::BAD)
}

#[test]
fn every_bad_package_has_exactly_its_findings() {
    let mut wrong = Vec::new();
    for bad in all() {
        for &form in bad.forms {
            let checked = (bad.how)().check(form);
            every_check_ran_and_raised_only_its_codes(&checked);
            if codes(&checked) != bad.findings {
                wrong.push(format!("{} as {form:?}:\n  {}", bad.name, told(&checked)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the checks that run on every package: the rules of a receiver must be asked for.
pub fn not_asked_for() -> impl Iterator<Item = &'static Check> {
    check::checks().filter(|check| !matches!(check.run, Run::Receiver(_)))
}

fn every_check_ran_and_raised_only_its_codes(checked: &Checked) {
    let ran: Vec<_> = checked.ran.iter().map(|ran| ran.name).collect();
    assert_eq!(
        ran,
        not_asked_for().map(|check| check.name).collect::<Vec<_>>()
    );
    for (check, ran) in not_asked_for().zip(&checked.ran) {
        let own = checked
            .findings
            .iter()
            .filter(|f| check.raises.contains(&f.code));
        assert_eq!(
            own.count(),
            ran.findings,
            "{} raises only its own codes",
            check.name
        );
    }
}

#[test]
fn every_code_is_raised_by_one_check_and_has_a_bad_package_named_after_it() {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for code in check::codes() {
        *times.entry(code.id).or_default() += 1;
    }
    assert!(times.values().all(|&times| times == 1), "{times:?}");
    let codes: BTreeSet<_> = times.into_keys().collect();
    // What only a group or a receiver finds has bad ones of its own.
    let others: Vec<_> = crate::groups::names()
        .chain(crate::receiver::names())
        .collect();
    let names: Vec<_> = all().map(|bad| bad.name).chain(others).collect();
    let count = names.len();
    let names: BTreeSet<_> = names.into_iter().collect();
    assert_eq!(names.len(), count, "one bad package a code");
    assert_eq!(codes, names);
    for bad in all() {
        assert!(
            bad.findings.contains(&bad.name),
            "{} raises its own code",
            bad.name
        );
    }
}

#[test]
fn every_code_says_what_a_person_needs_to_know() {
    for code in check::codes() {
        let id = code.id.as_bytes();
        let family = id.iter().take(3).all(u8::is_ascii_uppercase);
        let number = id.iter().skip(4).all(u8::is_ascii_digit);
        assert!(id.len() == 7 && family && id[3] == b'-' && number, "{code}");
        for sentence in [code.title, code.explanation, code.remedy] {
            assert!(sentence.ends_with('.'), "{code}: {sentence:?}");
            assert!(!sentence.contains("  "), "{code}: {sentence:?}");
        }
        assert!(!code.clause.is_empty(), "{code}");
        assert_eq!(check::code(&code.id.to_lowercase()), Some(code));
    }
    assert_eq!(check::code("BAG-999"), None);
}

#[test]
fn a_finding_says_where_and_by_which_facts() {
    let checked = Package::ours().flip_byte(PHOTO, 6).check(Zip);
    let text = checked.findings.iter().next().unwrap().to_string();
    for part in [
        "error FIX-001",
        PHOTO,
        "(expected ",
        "; found ",
        "manifest-sha512.txt, line 1",
    ] {
        assert!(text.contains(part), "{part:?} is in {text:?}");
    }
}
