//! One bad package of ours for each code about what is inside. Everything that vouches for the
//! bytes agrees with the change: only what the files say betrays it.

use chrono::NaiveDate;

use crate::bench::package::{CLOSED, FIRST_PHONE, LABELS, NOVEMBER, OCTOBER, PHOTO, Package};
use crate::codes::{Bad, bad, bad_zip};

const MANIFEST: &str = "deposit-manifest.xml";
const TDR: &str = "metadata/tdr-metadata.csv";
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A body out of which words were taken.
pub const REDACTED: &str = "Approved, <redacted authority=\"Advisory Council, schedule 1\" date=\"2026-03-02\" decidedByPost=\"Sensitivity Reviewer\" ground=\"40(2)\" label=\"a name\"></redacted>.";

fn ours() -> Package {
    Package::ours()
}

/// Changes the first transcript everywhere at once: digests, manifests and all.
fn october(changes: &[(&str, &str)]) -> Package {
    transcript(OCTOBER, changes)
}

/// Changes the file of participants, and what vouches for it.
fn labels(changes: &[(&str, &str)]) -> Package {
    let replace = |package: Package, &(from, to): &(&str, &str)| package.replace(LABELS, from, to);
    changes.iter().fold(ours(), replace).reseal()
}

fn transcript(path: &str, changes: &[(&str, &str)]) -> Package {
    let replace = |package: Package, &(from, to): &(&str, &str)| package.replace(path, from, to);
    changes.iter().fold(ours(), replace).redigest(path).reseal()
}

/// Changes files other than records, and the manifests with them.
fn tags(changes: &[(&str, &str, &str)]) -> Package {
    let replace =
        |package: Package, &(path, from, to): &(&str, &str, &str)| package.replace(path, from, to);
    changes.iter().fold(ours(), replace).retag()
}

fn manifest(changes: &[(&str, &str)]) -> Package {
    let changes: Vec<_> = changes.iter().map(|(a, b)| (MANIFEST, *a, *b)).collect();
    tags(&changes)
}

/// Puts `to` in the place of the first `from` of the deposit manifest.
fn manifest_first(from: &'static str, to: &'static str) -> Package {
    let change = |bytes: &mut Vec<u8>| {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        assert!(text.contains(from));
        *bytes = text.replacen(from, to, 1).into_bytes();
    };
    ours().edit(MANIFEST, change).retag()
}

/// Sets the root of a transcript to one that is no digest of anything.
fn zero_root(bytes: &mut [u8]) {
    let at = bytes
        .windows(6)
        .position(|part| part == b"root=\"")
        .unwrap()
        + 6;
    bytes[at..at + ZEROS.len()].copy_from_slice(ZEROS.as_bytes());
}

/// Doubles the first record of the deposit manifest.
fn double_record(bytes: &mut Vec<u8>) {
    let text = String::from_utf8(std::mem::take(bytes)).unwrap();
    let (before, rest) = text.split_once("    <record ").unwrap();
    let (record, after) = rest.split_once("</record>\n").unwrap();
    let record = format!("    <record {record}</record>\n");
    *bytes = format!("{before}{record}{record}{after}").into_bytes();
}

/// Puts other bytes in the place of the photograph, and their format into the deposit manifest.
pub fn photo(bytes: &[u8], basis: &str, puid: &str) -> Package {
    let digest = |bytes: &[u8]| consign::fixity::sha256(bytes).to_string();
    let size = format!("size=\"{}\"", bytes.len());
    ours()
        .add_file(PHOTO, bytes)
        .replace(
            OCTOBER,
            &digest(crate::bench::sample::PHOTO),
            &digest(bytes),
        )
        .replace(OCTOBER, "size=\"17\"", &size)
        .redigest(OCTOBER)
        .replace(
            MANIFEST,
            "formatBasis=\"signature\"",
            &format!("formatBasis=\"{basis}\""),
        )
        .replace(MANIFEST, " puid=\"fmt/41\"", puid)
        .reseal()
}

/// Changes the transcript of the first of two telephones, and what vouches for it.
fn phone(package: Package, changes: &[(&str, &str)]) -> Package {
    let replace =
        |package: Package, &(from, to): &(&str, &str)| package.replace(FIRST_PHONE, from, to);
    let changed = changes.iter().fold(package, replace);
    changed.redigest(FIRST_PHONE).reseal()
}

/// The copy that the second message of the first telephone names.
const COPY: &str = "<copy clockMinutes=\"60\" evidence=\"anchor\" n=\"2\" transcript=\"chat-002_2020-11_transcript.xml\"></copy>";

pub const BAD: &[Bad] = &[
    bad(
        "TRN-070",
        || {
            phone(
                Package::copies(),
                &[(COPY, &COPY.replace("n=\"2\"", "n=\"99\""))],
            )
        },
        // Its copy names a message that does not name it.
        &["TRN-070", "TRN-072"],
    ),
    bad(
        "TRN-071",
        || phone(Package::copies(), &[(COPY, &format!("{COPY}\n{COPY}"))]),
        &["MAN-014", "TRN-071"],
    ),
    bad(
        "TRN-072",
        || {
            phone(
                Package::copies(),
                &[(COPY, &COPY.replace("anchor", "aligned"))],
            )
        },
        // By both.
        &["TRN-072", "TRN-072"],
    ),
    bad(
        "TRN-073",
        || {
            phone(
                Package::copies(),
                &[("content with the whole of it", "content with none of it")],
            )
        },
        &["TRN-073", "TRN-073"],
    ),
    bad(
        "TRN-074",
        || {
            let reason = "</because>\n</message>\n<message xmlns=\"urn:x-consign:transcript:0.1\" decision=\"select\" from=\"p04\" kind=\"text\" n=\"3\"";
            let named = reason.replace("</because>", &format!("</because>\n{COPY}"));
            phone(Package::copies_closed(), &[(reason, &named)])
        },
        &["MAN-014", "TRN-020", "TRN-074"],
    ),
    bad(
        "EQN-009",
        || {
            Package::copies()
                .replace(MANIFEST, " copies=\"13\"", " copies=\"12\"")
                .retag()
        },
        &["EQN-009", "TAG-010"],
    ),
    bad(
        "TRN-001",
        || ours().replace(OCTOBER, "</fixity>\n", "").reseal(),
        &["TRN-001"],
    ),
    bad(
        "TRN-002",
        || october(&[(" kind=\"group\"", "")]),
        &["TRN-002"],
    ),
    bad(
        "TRN-003",
        || october(&[("conversation=\"chat-001\"", "conversation=\"chat-009\"")]),
        &["TRN-003"],
    ),
    bad(
        "TRN-004",
        || {
            transcript(
                NOVEMBER,
                &[("previous=\"2021-10\"", "previous=\"2021-09\"")],
            )
        },
        &["TRN-004"],
    ),
    bad(
        "TRN-005",
        || {
            let gap = "code=\"attachments-omitted\" count";
            let (from, to) = (format!("{gap}=\"1\""), format!("{gap}=\"2\""));
            transcript(NOVEMBER, &[(&from, &to)])
        },
        &["MAN-023", "TRN-005"],
    ),
    bad(
        "TRN-006",
        || {
            october(&[(
                "messages stand in the order of the export.",
                "Messages stand in some order.",
            )])
        },
        &["TRN-006"],
    ),
    bad(
        "TRN-007",
        || october(&[("Approved, forty.", REDACTED)]),
        // Well formed, by the schema, canonical: reserved all the same.
        &["TRN-007"],
    ),
    bad(
        "TRN-010",
        || october(&[("n=\"3\" senderBasis", "n=\"7\" senderBasis")]),
        &["TRN-010"],
    ),
    bad(
        "TRN-011",
        || {
            ours()
                .replace(OCTOBER, "Approved, forty.", "Approved, fifty.")
                .reseal()
        },
        &["TRN-011"],
    ),
    bad(
        "TRN-012",
        || october(&[("complete=\"yes\"", "complete=\"no\"")]),
        &["TRN-012"],
    ),
    bad(
        "TRN-013",
        || ours().edit(OCTOBER, |bytes| zero_root(bytes)).reseal(),
        &["TRN-013"],
    ),
    bad(
        "TRN-014",
        || {
            let (from, to) = ("<body>Approved, forty.", "<body>Approved&#x2C; forty.");
            october(&[(from, to)])
        },
        &["TRN-014"],
    ),
    bad(
        "TRN-020",
        || october(&[("notTransferred=\"1\"", "notTransferred=\"2\"")]),
        &["TRN-006", "TRN-020"],
    ),
    bad(
        "TRN-021",
        || {
            october(&[(
                "last=\"2021-10-31T01:30:00\"",
                "last=\"2021-10-31T01:31:00\"",
            )])
        },
        &["TRN-021"],
    ),
    bad(
        "TRN-022",
        || {
            let one = "<notTransferred count=\"1\"></notTransferred>";
            october(&[
                (one, &format!("{one}\n{one}")),
                ("notTransferred=\"1\"", "notTransferred=\"2\""),
            ])
        },
        &["TRN-006", "TRN-022"],
    ),
    bad(
        "TRN-030",
        || {
            october(&[(
                "09:01:00\" precision=\"second\"",
                "09:01:00\" precision=\"minute\"",
            )])
        },
        &["TRN-030"],
    ),
    bad(
        "TRN-031",
        || {
            // The covering dates and the dates of the records are then others too.
            october(&[
                (
                    "local=\"2021-10-31T01:30:00\"",
                    "local=\"2021-11-30T01:30:00\"",
                ),
                (
                    "2021-10-31T00:30:00Z 2021-10-31T01:30:00Z",
                    "2021-11-30T01:30:00Z",
                ),
            ])
        },
        &["MAN-009", "TRN-021", "TRN-031"],
    ),
    bad(
        "TRN-032",
        || {
            october(&[(
                "utc=\"2021-10-28T08:01:00Z\"",
                "utc=\"2021-10-28T09:01:00Z\"",
            )])
        },
        &["TRN-032"],
    ),
    bad(
        "TRN-033",
        || {
            transcript(
                CLOSED,
                &[("zone=\"Europe/London\"", "zone=\"Europe/Londinium\"")],
            )
        },
        &["TRN-006", "TRN-033"],
    ),
    bad(
        "TRN-040",
        || october(&[("from=\"p04\"", "from=\"p09\"")]),
        &["TRN-040", "TRN-041"],
    ),
    bad(
        "TRN-041",
        || october(&[("key=\"p03\" messages=\"1\"", "key=\"p03\" messages=\"2\"")]),
        &["TRN-041"],
    ),
    bad(
        "TRN-042",
        || {
            october(&[
                ("kind=\"system\"", "from=\"p04\" kind=\"system\""),
                ("key=\"p04\" messages=\"1\"", "key=\"p04\" messages=\"2\""),
            ])
        },
        &["TRN-042"],
    ),
    bad(
        "TRN-050",
        || october(&[("with=\"3\"", "with=\"2\"")]),
        &["TRN-050", "TRN-052"],
    ),
    bad(
        "TRN-051",
        || {
            october(&[("<because basis=\"rule\">", "<because basis=\"context\">")])
                .replace("ledger.csv", "3,select,rule,", "3,select,context,")
                .retag()
        },
        &["TRN-051", "TRN-052"],
    ),
    bad(
        "TRN-052",
        || {
            let (from, to) = (
                "Kept to understand message 3",
                "Kept to understand message 5",
            );
            transcript(OCTOBER, &[(from, to)])
                .replace("ledger.csv", from, to)
                .retag()
        },
        &["TRN-052"],
    ),
    bad(
        "TRN-060",
        || october(&[("state=\"omitted\"", "size=\"17\" state=\"omitted\"")]),
        &["TRN-060"],
    ),
    bad(
        "TRN-061",
        || {
            october(&[(
                "file=\"chat-001_2021-10_a0001.jpg\"",
                "file=\"chat-001_2021-10_a0002.jpg\"",
            )])
        },
        &["MAN-014", "TRN-061"],
    ),
    bad(
        "TRN-062",
        || october(&[("size=\"17\"", "size=\"18\"")]),
        &["TRN-062"],
    ),
    bad(
        "PAR-001",
        || ours().replace(LABELS, "</participants>\n", "").reseal(),
        &["PAR-001"],
    ),
    bad(
        "PAR-002",
        || labels(&[(" messages=\"1\" name", " name")]),
        &["PAR-002", "PAR-002"],
    ),
    bad(
        "PAR-003",
        || labels(&[("conversation=\"chat-002\"", "conversation=\"chat-001\"")]),
        &["PAR-003"],
    ),
    bad(
        "PAR-004",
        || labels(&[("source-2", "source-7")]),
        &["PAR-004"],
    ),
    bad(
        "PAR-005",
        || labels(&[("key=\"p02\"", "key=\"p03\"")]),
        &["PAR-005", "PAR-005"],
    ),
    bad(
        "PAR-006",
        || {
            labels(&[(
                " post=\"Permanent Secretary\"",
                " post=\"Private Secretary\"",
            )])
        },
        &["PAR-006"],
    ),
    bad(
        "PAR-007",
        || {
            labels(&[(
                "messages=\"1\" to=\"2021-11-13\"",
                "messages=\"2\" to=\"2021-11-13\"",
            )])
        },
        &["PAR-007", "PAR-007"],
    ),
    bad(
        "PAR-008",
        || labels(&[("from=\"2021-11-13\"", "from=\"2021-11-12\"")]),
        &["PAR-008", "PAR-008"],
    ),
    bad(
        "PAR-009",
        || {
            labels(&[(
                "Labels and telephone numbers are personal data.",
                "Labels are open to all.",
            )])
        },
        &["PAR-009"],
    ),
    bad(
        "MAN-001",
        || manifest(&[("</depositManifest>", "")]),
        &["MAN-001"],
    ),
    bad(
        "MAN-002",
        || manifest(&[("<agent name=\"consign\"", "<agent")]),
        &["MAN-002"],
    ),
    bad(
        "MAN-003",
        || {
            let path = PHOTO.replace("a0001", "a0002");
            ours().add_file(&path, "x").remanifest()
        },
        &["MAN-003"],
    ),
    bad(
        "MAN-004",
        || ours().drop_file(PHOTO).remanifest(),
        &["MAN-004", "TRN-061"],
    ),
    bad(
        "MAN-005",
        || ours().edit(MANIFEST, double_record).retag(),
        &["MAN-005"],
    ),
    bad(
        "MAN-006",
        || manifest(&[("size=\"17\"", "size=\"18\"")]),
        &["MAN-006"],
    ),
    bad(
        "MAN-007",
        || manifest(&[("role=\"attachment\"", "role=\"transcript\"")]),
        &["MAN-007"],
    ),
    bad(
        "MAN-008",
        || manifest(&[("messages=\"5\" path", "messages=\"6\" path")]),
        &["MAN-008"],
    ),
    bad(
        "MAN-009",
        || {
            manifest(&[(
                "first=\"2021-10-28\" firstDue=\"2041-10-28\"",
                "first=\"2021-10-27\" firstDue=\"2041-10-27\"",
            )])
        },
        &["MAN-009"],
    ),
    bad(
        "MAN-010",
        || manifest(&[("dueByStatute=\"2041-10-31\"", "dueByStatute=\"2041-10-30\"")]),
        &["MAN-010"],
    ),
    bad(
        "MAN-011",
        || manifest(&[(" titleClosed=\"No\"", "")]),
        &["MAN-011", "MAN-011"],
    ),
    bad(
        "MAN-012",
        || manifest(&[("openingDate=\"2042-01-01\"", "openingDate=\"2037-01-01\"")]),
        &["MAN-012", "MAN-012"],
    ),
    bad(
        "MAN-013",
        || {
            let (from, to) = (OCTOBER, PHOTO);
            manifest(&[(
                &format!("<relationship target=\"{from}\""),
                &format!("<relationship target=\"{to}\""),
            )])
        },
        &["MAN-013", "MAN-014"],
    ),
    bad(
        "MAN-014",
        || {
            let tie =
                format!("<relationship target=\"{NOVEMBER}\" type=\"next-part\"></relationship>");
            manifest(&[(&tie, "")])
        },
        &["MAN-014"],
    ),
    bad(
        "MAN-015",
        || {
            let (second, first) = (
                "Head of Knowledge and Information Management",
                "Departmental Records Officer",
            );
            tags(&[(MANIFEST, second, first), ("events.csv", second, first)])
        },
        &["MAN-015", "TAG-010"],
    ),
    bad_zip(
        "MAN-016",
        || {
            manifest(&[(
                "package=\"MOCK1-123-winter-001\"",
                "package=\"MOCK1-123-winter-002\"",
            )])
        },
        &["MAN-016", "TAG-009", "TAG-010"],
    ),
    bad(
        "MAN-017",
        || {
            manifest(&[(
                "source=\"source-2\" type=\"cap\"",
                "source=\"source-3\" type=\"cap\"",
            )])
        },
        &["MAN-017", "MAN-017", "MAN-023"],
    ),
    bad(
        "MAN-018",
        || manifest(&[("<agent name=\"consign\"", "<agent name=\"another\"")]),
        &["MAN-018"],
    ),
    bad(
        "MAN-019",
        || {
            // One for each of the three transcripts.
            manifest(&[("cut=\"month\" furtherParts", "cut=\"year\" furtherParts")])
        },
        &["MAN-019", "MAN-019", "MAN-019"],
    ),
    bad(
        "MAN-020",
        || {
            manifest(&[
                ("formatBasis=\"signature\"", "formatBasis=\"extension\""),
                ("puid=\"fmt/41\"", "puid=\"x-fmt/111\""),
            ])
        },
        &["MAN-020"],
    ),
    bad(
        "MAN-021",
        || manifest(&[("Custody has not transferred", "Custody has transferred")]),
        &["MAN-021"],
    ),
    bad(
        "MAN-022",
        || {
            transcript(
                CLOSED,
                &[("</conversation>", " Others too.</conversation>")],
            )
        },
        &["MAN-022"],
    ),
    bad(
        "MAN-023",
        || {
            // All that the transcript tells is true of an export of the manifest, but not of the one
            // that it names.
            transcript(CLOSED, &[("source=\"source-2\"", "source=\"source-1\"")])
        },
        &["MAN-023"],
    ),
    bad(
        "MAN-024",
        || october(&[("<origin creator=\"", "<origin creator=\"Another ")]),
        &["MAN-024"],
    ),
    bad(
        "MAN-025",
        // One for each of the closed records.
        || manifest(&[("decidedOn=\"2026-01-15\"", "decidedOn=\"2026-02-02\"")]),
        &["MAN-025", "MAN-025"],
    ),
    bad(
        "EQN-001",
        || manifest(&[("name=\"E2\"", "name=\"E1\"")]),
        &["EQN-001", "EQN-001", "EQN-008", "TAG-010"],
    ),
    bad(
        "EQN-002",
        || manifest(&[("holds=\"yes\" name=\"E3\"", "holds=\"no\" name=\"E3\"")]),
        &["EQN-002", "TAG-010"],
    ),
    bad(
        "EQN-003",
        || manifest(&[("name=\"E1\"", "name=\"E1\" sum=\"9,000 = 9,000\"")]),
        &["EQN-003", "TAG-010"],
    ),
    bad(
        "EQN-004",
        || {
            manifest(&[
                ("refer=\"0\"", "refer=\"1\""),
                ("11 = 7 + 3 + 0 + 0 + 1", "11 = 7 + 3 + 1 + 0 + 1"),
            ])
        },
        &["EQN-004", "TAG-010"],
    ),
    bad(
        "EQN-005",
        || {
            manifest(&[
                (" held=\"0\"", " held=\"1\""),
                ("10 = 7 + 3 - 0 - 0", "10 = 7 + 3 - 1 - 0"),
            ])
        },
        &["EQN-005", "TAG-010"],
    ),
    bad(
        "EQN-006",
        || {
            // A selected message that the sums do not know any more.
            manifest(&[
                (
                    "select=\"7\" transferred=\"10\"",
                    "select=\"6\" transferred=\"9\"",
                ),
                ("outside=\"0\"", "outside=\"1\""),
                ("11 = 7 + 3 + 0 + 0 + 1", "11 = 6 + 3 + 0 + 1 + 1"),
                ("1 = 1 + 0", "2 = 1 + 1"),
                ("10 = 7 + 3 - 0 - 0", "9 = 6 + 3 - 0 - 0"),
                ("10 = 10", "9 = 9"),
            ])
        },
        &["CSV-006", "EQN-006", "TAG-010"],
    ),
    bad(
        "EQN-007",
        || {
            manifest(&[
                ("attachmentsOmitted=\"1\"", "attachmentsOmitted=\"0\""),
                ("attachmentsWithheld=\"0\"", "attachmentsWithheld=\"1\""),
                ("3 = 1 + 1 + 1 + 0", "3 = 1 + 0 + 1 + 1"),
            ])
        },
        &["EQN-007", "EQN-007", "TAG-010"],
    ),
    bad(
        "EQN-008",
        || manifest(&[("3 = 1 + 1 + 1 + 0", "3 = 2 + 1 + 0 + 0")]),
        &["EQN-008", "TAG-010"],
    ),
    bad(
        "CSV-001",
        || tags(&[("ledger.csv", "basis,because", "basis,why")]),
        &["CSV-001"],
    ),
    bad(
        "CSV-002",
        || tags(&[("ledger.csv", "3,select,rule,", "3,select,person,")]),
        &["CSV-002"],
    ),
    bad(
        "CSV-003",
        || tags(&[("events.csv", "batch-begun", "batch-opened")]),
        &["CSV-003", "CSV-006"],
    ),
    bad(
        "CSV-004",
        || tags(&[("events.csv", "journal-head", "journal-tail")]),
        &["CSV-004"],
    ),
    bad(
        "CSV-005",
        || tags(&[("events.csv", "2026-03-03T07:00:00Z", "2026-03-03T07:30:00Z")]),
        &["CSV-005"],
    ),
    bad(
        "CSV-006",
        || {
            tags(&[(
                "events.csv",
                "byte for byte.\",Departmental",
                "byte for byte.\",Deputy Departmental",
            )])
        },
        // An act of each export that nobody took over, and those that are missing.
        &["CSV-006", "CSV-006", "CSV-006"],
    ),
    bad("TDR-001", || tags(&[(TDR, "\u{feff}", "")]), &["TDR-001"]),
    bad(
        "TDR-002",
        || tags(&[(TDR, "former reference", "checksum")]),
        &["TDR-002"],
    ),
    bad(
        "TDR-003",
        || {
            let second = |bytes: &mut Vec<u8>| {
                let text = String::from_utf8(std::mem::take(bytes)).unwrap();
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                *bytes = [&lines[..2], &lines[3..]].concat().concat().into_bytes();
            };
            ours().edit(TDR, second).retag()
        },
        &["TDR-003"],
    ),
    bad(
        "TDR-004",
        || tags(&[(TDR, "28 to 31 October", "28 to 30 October")]),
        &["TDR-004"],
    ),
    bad(
        "TDR-005",
        || {
            tags(&[
                (TDR, "2026-02-01", "1999-12-31"),
                (MANIFEST, "2026-02-01", "1999-12-31"),
            ])
        },
        &["TDR-005", "TDR-005", "MAN-025", "MAN-025"],
    ),
    bad(
        "TDR-006",
        || {
            // One for each of the five records.
            tags(&[(TDR, "English", "Latin"), (MANIFEST, "English", "Latin")])
        },
        &["TDR-006", "TDR-006", "TDR-006", "TDR-006", "TDR-006"],
    ),
    bad(
        "TDR-007",
        || photo(b"\x1f\x8b\x08 packed", "signature", " puid=\"x-fmt/266\""),
        &["TDR-007"],
    ),
    bad(
        "TDR-008",
        || photo(b"\xff\xd8\xff cut short", "not-identified", ""),
        &["TDR-008"],
    ),
    bad(
        "TDR-009",
        || {
            let pdf = b"%PDF-1.4\ntrailer << /Encrypt 4 0 R >>\n%%EOF\n";
            photo(pdf, "signature", " puid=\"fmt/18\"")
        },
        &["TDR-009"],
    ),
    bad(
        "NAM-001",
        || {
            let path = CLOSED.replace("_transcript.xml", "_a0001_R.jpg");
            ours().add_file(&path, "x").remanifest()
        },
        &["MAN-003", "NAM-001"],
    ),
    bad(
        "TAG-001",
        || ours().drop_file("HOW-TO-VERIFY.txt").retag(),
        &["TAG-001"],
    ),
    bad(
        "TAG-002",
        || ours().add_file("notes.txt", "x").retag(),
        &["TAG-002"],
    ),
    bad(
        "TAG-003",
        || {
            ours()
                .edit("schemas/transcript.xsd", |bytes| bytes.push(b'\n'))
                .retag()
        },
        &["TAG-003"],
    ),
    bad(
        "TAG-004",
        || tags(&[("bag-info.txt", "Private Office", "Public Office")]),
        &["TAG-004"],
    ),
    bad(
        "TAG-005",
        || tags(&[("report.html", "</body>", "<script>1</script></body>")]),
        &["TAG-005"],
    ),
    bad(
        "TAG-007",
        || tags(&[("metadata/premis.xml", ">normalization<", ">creation<")]),
        &["TAG-007"],
    ),
    bad(
        "TAG-008",
        || tags(&[("metadata/formats.csv", "Raw JPEG Stream", "Raw Stream")]),
        &["TAG-008"],
    ),
    bad("GRP-001", || Package::member(2), &["GRP-001"]),
    bad(
        "GRP-010",
        || {
            // The line of the package itself: those of the others are for the group to compare.
            let own = "number=\"2\" package=\"MOCK1-123-winter-00";
            let package = Package::member(2);
            package
                .replace(MANIFEST, &format!("{own}2"), &format!("{own}9"))
                .retag()
        },
        &["GRP-010", "TAG-009", "GRP-001"],
    ),
    bad(
        "TAG-009",
        || {
            tags(&[(
                "HOW-TO-VERIFY.txt",
                "sha256sum -c --quiet",
                "sha256sum -c --status",
            )])
        },
        &["TAG-009"],
    ),
    bad(
        "TAG-010",
        // The figures are right, and stand beside other labels.
        || tags(&[("report.html", "less held</th>", "more held</th>")]),
        &["TAG-010"],
    ),
    bad_zip(
        "TAG-006",
        || ours().date(PHOTO, NaiveDate::from_ymd_opt(2021, 10, 30).unwrap()),
        &["TAG-006"],
    ),
];

#[test]
fn a_decision_that_the_manifest_and_the_table_disagree_on_is_named_by_both() {
    let package = manifest_first("status=\"Open\"", "codes=\"23\" status=\"Open\"");
    let checked = package.check(consign::package::Form::Folder);
    let codes = crate::bench::package::codes(&checked);
    assert_eq!(codes, ["MAN-011", "TDR-004"]);
}

#[test]
fn a_demonstration_that_no_longer_says_so_is_found_by_its_sign_offs() {
    let sentence = format!(
        "<demonstration>{}</demonstration>",
        consign::manifest::words::DEMONSTRATION
    );
    let checked = manifest(&[(&sentence, "")]).check(consign::package::Form::Zip);
    let codes = crate::bench::package::codes(&checked);
    assert_eq!(codes, ["MAN-021", "TAG-009"]);
    let guide = ours().text("HOW-TO-VERIFY.txt");
    assert!(guide.starts_with("This is a demonstration, and not to be transferred."));
}

#[test]
fn rows_for_tna_in_another_order_are_found() {
    let move_the_first = |bytes: &mut Vec<u8>| {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        lines.swap(1, 2);
        *bytes = lines.concat().into_bytes();
    };
    let package = ours().edit(TDR, move_the_first).retag();
    let checked = package.check(consign::package::Form::Folder);
    assert_eq!(crate::bench::package::codes(&checked), ["TDR-003"]);
}
