//! The records and their sensitivity review: personal data seen, the sheet out and back, what the
//! public would read, and what stays behind.

use std::fs;
use std::path::Path;

use consign::batch::{RecordRow, Sensitivity, parse_records};
use consign::sheet::{self, Column, ColumnKind, Shade, Sheet, SheetRow};
use serde_json::Value;

use crate::bench::consign::{Bench, entries};

/// A chat with a place, a card, a number and a file that a person names.
const CHAT: &str = "\
[14/06/2021, 09:10:02] Private Secretary: Good morning, this is the line for the minister today, please say if you want it changed
[14/06/2021, 09:11:02] Director: Ring me on 07700 900123 or 07700 900124, or write to winter@example.gov.uk
[14/06/2021, 09:12:02] Director: We are at w1j6hl, and the driver's number is 07700 900125
\u{200e}[14/06/2021, 09:13:02] Private Secretary: \u{200e}<attached: 00000003-PHOTO-2021-06-14-09-13-02.jpg>
\u{200e}[14/06/2021, 09:14:02] Private Secretary: \u{200e}<attached: 00000004-Quartermaster.vcf>
";
const PHOTO: &str = "00000003-PHOTO-2021-06-14-09-13-02.jpg";
const CARD: &str = "00000004-Quartermaster.vcf";
const TRANSCRIPT: &str = "winter/chat-001/chat-001_2021-06_transcript.xml";
const PICTURE: &str = "winter/chat-001/chat-001_2021-06_a0001.jpg";

/// A JPEG whose Exif, in big-endian order, says that it was taken at 51° 30' N, 0° 8' W.
fn picture() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    // One directory with a pointer to that of the GPS, which lies at 26.
    tiff.extend(b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0");
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = tag.to_be_bytes().to_vec();
        entry.extend(kind.to_be_bytes());
        entry.extend(count.to_be_bytes());
        entry.extend(value);
        entry
    };
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 80_u32.to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"W\0\0\0"));
    tiff.extend(entry(4, 5, 3, 104_u32.to_be_bytes()));
    tiff.extend(0_u32.to_be_bytes());
    for number in [51_u32, 30, 0, 0, 8, 0] {
        tiff.extend(number.to_be_bytes());
        tiff.extend(1_u32.to_be_bytes());
    }
    let mut jpeg = b"\xff\xd8\xff\xe1".to_vec();
    let length = u16::try_from(tiff.len() + 8).unwrap();
    jpeg.extend(length.to_be_bytes());
    jpeg.extend(b"Exif\0\0");
    jpeg.extend(tiff);
    jpeg.extend(b"\xff\xda\x00\x02\xff\xd9");
    jpeg
}

/// Returns a batch of the chat, with everything selected.
fn bench() -> Bench {
    bench_of(CHAT)
}

fn bench_of(chat: &str) -> Bench {
    let bench = Bench::begun();
    let card = "BEGIN:VCARD\r\nTEL:+44 7700 900777\r\nEND:VCARD\r\n";
    let zip = bench.write_zip(
        "WhatsApp Chat - Winter.zip",
        &[
            ("_chat.txt", chat.as_bytes()),
            (PHOTO, &picture()),
            (CARD, card.as_bytes()),
        ],
    );
    bench.consign(["add", &zip]).ends(0);
    bench
}

fn rows(bench: &Bench) -> Vec<RecordRow> {
    let text = fs::read_to_string(bench.at("batch/records.csv")).unwrap();
    parse_records("records.csv", &text).unwrap()
}

#[test]
fn personal_data_is_counted_for_each_record_and_listed_for_the_department() {
    let bench = bench();
    let ran = bench.consign(["records"]).ends(4);
    assert!(
        ran.out.contains(
            "_transcript.xml: 3 phone numbers, 1 e-mail address, 1 postcode, 1 contact card"
        ),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("a0001.jpg: 1 place on a map"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("a0002.vcf: 1 phone number, 1 contact card"),
        "{}",
        ran.out
    );
    let list = fs::read_to_string(bench.at("batch/personal-data.csv")).unwrap();
    for line in [
        "a0001.jpg,4,wa1-",
        "place,\"51.50000,-0.13333\",where the picture was taken",
        "_transcript.xml,2,wa1-",
        "phone-number,07700 900123,",
        "postcode,w1j6hl,typed loosely",
        "phone-number,'+44 7700 900777,",
    ] {
        assert!(list.contains(line), "{line} in {list}");
    }
    // It is derived: what is gone from the selection is gone from the list.
    fs::write(bench.at("batch/personal-data.csv"), "stale").unwrap();
    let json = bench.consign(["--json", "records"]).ends(4);
    let seen = json
        .objects()
        .into_iter()
        .find(|object| object["record"] == PICTURE);
    assert_eq!(seen.unwrap()["counts"]["place"], 1);
    assert_eq!(
        fs::read_to_string(bench.at("batch/personal-data.csv")).unwrap(),
        list
    );
}

#[test]
fn what_is_proposed_is_neutral_and_from_posts() {
    let bench = bench();
    bench.consign(["people"]).ends(0);
    bench.edit("batch/people.csv", |text| {
        text.replace(
            "Director,p01,,",
            "Director,p01,,Director of Winter Planning",
        )
        .replace(
            "Director,p02,,",
            "Director,p02,,Director of Winter Planning",
        )
    });
    bench.consign(["records"]).ends(4);
    let rows = rows(&bench);
    let transcript = rows.iter().find(|row| row.record == TRANSCRIPT).unwrap();
    assert_eq!(
        transcript.description,
        "Messages of a conversation of two people in WhatsApp between Director of Winter Planning and one other, 14 June 2021."
    );
    assert_eq!(transcript.language, "English");
    let picture = rows.iter().find(|row| row.record == PICTURE).unwrap();
    assert_eq!(
        (picture.language.as_str(), picture.rights.as_str()),
        ("", "")
    );
}

/// Reads a sheet back, changes its cells, and writes it again.
fn fill_in(from: &Path, to: &Path, change: impl Fn(usize, &str, &mut String)) {
    let answers = sheet::read(from).unwrap();
    let columns: Vec<Column> = answers
        .columns
        .iter()
        .map(|title| Column::new(title, ColumnKind::Free, 10))
        .collect();
    let rows = answers.rows.into_iter().enumerate().map(|(at, mut row)| {
        for (title, cell) in answers.columns.iter().zip(&mut row.cells) {
            change(at, title, cell);
        }
        SheetRow {
            cells: row.cells,
            shade: Shade::Plain,
        }
    });
    let sheet = Sheet {
        name: "records".to_owned(),
        rows: rows.collect(),
        columns,
    };
    let bytes = match sheet::Kind::of(to).unwrap() {
        sheet::Kind::Csv => sheet::to_csv(&sheet),
        sheet::Kind::Xlsx => {
            sheet::to_xlsx(&sheet, "2026-03-20T10:00:00Z".parse().unwrap()).unwrap()
        }
    };
    fs::write(to, bytes).unwrap();
}

/// Fills in that a record is open.
fn open(_: usize, title: &str, cell: &mut String) {
    let answer = match title {
        "language" => "English",
        "rights" => "Crown",
        "sensitivity" => "open",
        "decided_by" => "Sensitivity Reviewer",
        "decided_on" => "2026-03-12",
        _ => return,
    };
    answer.clone_into(cell);
}

#[test]
fn records_go_out_as_a_sheet_and_come_back() {
    for ending in ["xlsx", "csv"] {
        let bench = bench();
        let out = bench.at(&format!("review.{ending}"));
        let path = out.to_str().unwrap();
        bench.consign(["records", "--to", path]).ends(4);
        // Somebody's answers are never written over.
        bench.consign(["records", "--to", path]).ends(5);
        let sheet = sheet::read(&out).unwrap();
        assert_eq!(sheet.rows.len(), 4);
        let seen = sheet.column("personal_data_seen").unwrap();
        assert_eq!(sheet.rows[0].cells[seen], "1 place on a map");
        let back = bench.at(&format!("back.{ending}"));
        fill_in(&out, &back, open);
        bench
            .consign(["records", "--from", back.to_str().unwrap()])
            .ends(0)
            .says(["4 rows taken in"]);
        let rows = rows(&bench);
        assert!(rows.iter().all(|row| row.sensitivity == Sensitivity::Open));
        bench.name_people();
        bench.sign_selection().ends(0);
        bench.consign(["records"]).ends(0);
        bench.sign_sensitivity().ends(0);
        bench.consign(["build"]).ends(0);
    }
}

/// A case of a sheet that must be refused: how it is spoilt, and what is said.
type Spoilt = (fn(usize, &str, &mut String), &'static str);

#[test]
fn a_sheet_that_is_wrong_is_refused_as_a_whole_with_row_and_column() {
    let spoilt: [Spoilt; 8] = [
        (
            |at, title, cell| {
                if at == 1 && title == "record" {
                    "winter/chat-009/x.xml".clone_into(cell)
                }
            },
            "row 3, column record: \"winter/chat-009/x.xml\" is no record",
        ),
        (
            |_, title, cell| {
                if title == "record" {
                    TRANSCRIPT.clone_into(cell)
                }
            },
            "column record: is on row 2 too",
        ),
        (
            |at, title, cell| {
                if at == 0 && title == "content" {
                    "sha256:0".clone_into(cell)
                }
            },
            "row 2, column content: the record holds other messages",
        ),
        (
            |at, title, cell| {
                if at == 2 && title == "messages" {
                    "7".clone_into(cell)
                }
            },
            "row 4, column messages: was \"5\"",
        ),
        (
            |at, title, cell| {
                if at == 0 && title == "first" {
                    "14/06/2021".clone_into(cell)
                }
            },
            "row 2, column first: was \"2021-06-14\"",
        ),
        (
            |at, title, cell| {
                if at == 0 && title == "personal_data_seen" {
                    cell.clear()
                }
            },
            "row 2, column personal_data_seen: was",
        ),
        (
            |at, title, cell| {
                if at == 1 && title == "sensitivity" {
                    "Opne".clone_into(cell)
                }
            },
            "row 3, column sensitivity: \"Opne\" is not one of: not-reviewed",
        ),
        (
            |at, title, cell| {
                if at == 1 && title == "language" {
                    "English;Klingon".clone_into(cell)
                }
            },
            "row 3, column language: \"Klingon\" is not one of",
        ),
    ];
    let bench = bench();
    let out = bench.at("review.xlsx");
    bench
        .consign(["records", "--to", out.to_str().unwrap()])
        .ends(4);
    let before = bench.files("batch");
    for (spoil, says) in spoilt {
        let back = bench.at("back.csv");
        fill_in(&out, &back, |at, title, cell| {
            open(at, title, cell);
            spoil(at, title, cell);
        });
        let ran = bench
            .consign(["records", "--from", back.to_str().unwrap()])
            .ends(2);
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
        assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
        assert_eq!(bench.files("batch"), before, "{says}");
    }
    // A column that is missing, and a file that is no sheet.
    let text = "record,role\nx,y\n";
    let back = bench.write("short.csv", text);
    let ran = bench.consign(["records", "--from", &back]).ends(2);
    assert!(
        ran.err.contains("the column sensitivity is missing"),
        "{}",
        ran.err
    );
    let back = bench.write("review.ods", text);
    bench.consign(["records", "--from", &back]).ends(2);
    bench.consign(["records", "--to", &back]).ends(2);
}

#[test]
fn a_sheet_of_another_selection_is_refused() {
    let bench = bench();
    let out = bench.at("review.xlsx");
    bench
        .consign(["records", "--to", out.to_str().unwrap()])
        .ends(4);
    let listed = fs::read_to_string(bench.at("batch/personal-data.csv")).unwrap();
    let id = listed
        .split(',')
        .find(|cell| cell.starts_with("wa1-"))
        .unwrap();
    let id = id.to_owned();
    bench
        .consign([
            "review",
            &id,
            "outside",
            "--by",
            "Records Manager",
            "--second",
            "Head of Knowledge",
            "--because",
            "private",
        ])
        .ends(0);
    let ran = bench
        .consign(["records", "--from", out.to_str().unwrap()])
        .ends(2);
    assert!(ran.err.contains("row 2, column"), "{}", ran.err);
}

/// Closes the transcript, with what that needs.
fn close(row: &mut RecordRow, codes: &str, periods: &str) {
    row.sensitivity = Sensitivity::Closed;
    codes.clone_into(&mut row.foi_codes);
    periods.clone_into(&mut row.closure_periods);
    row.closure_start = "2021-12-31".to_owned();
    row.foi_schedule_date = "2026-03-13".to_owned();
}

#[test]
fn exemptions_that_do_not_last_are_warned_of_and_do_not_block() {
    let bench = bench();
    bench.review_records(|row| {
        if row.record == TRANSCRIPT {
            close(row, "35(1)(a);40(2)", "39;80");
        }
    });
    let ran = bench.consign(["records"]).ends(0);
    let warning = "35(1)(a) does not apply to a historical record: this record becomes historical on 1 January 2042, the closure period runs to 31 December 2060 (FOIA s.63(1))";
    assert!(ran.out.contains(warning), "{}", ran.out);
    assert!(
        ran.err
            .contains("40(2) lasts as long as the person lives (80 years here)"),
        "{}",
        ran.err
    );
    let json = bench.consign(["--json", "records"]).ends(0);
    let weights: Vec<Value> = json
        .objects()
        .into_iter()
        .filter(|object| object["type"] == "remark")
        .map(|object| object["weight"].clone())
        .collect();
    assert_eq!(weights, ["warning", "hint"]);
    // The department's report says it too.
    bench.consign(["report"]).ends(0);
    let page = fs::read_to_string(bench.at("batch/out/winter.report.html")).unwrap();
    assert!(
        page.contains("becomes historical on 1 January 2042"),
        "{page}"
    );
}

#[test]
fn a_closed_name_that_an_open_transcript_tells_is_warned_of() {
    let bench = bench();
    bench.review_records(|row| {
        if row.record == PICTURE {
            close(row, "40(2)", "80");
            row.title_closed = "Yes".to_owned();
            row.alternate_title = "A picture".to_owned();
        }
    });
    let ran = bench.consign(["records"]).ends(0);
    let warning = format!(
        "its name is closed, but its transcript is open and tells that it was called \"{PHOTO}\""
    );
    assert!(ran.out.contains(&warning), "{}", ran.out);
}

#[test]
fn a_schedule_that_is_older_than_the_review_is_warned_of() {
    let bench = bench();
    bench.review_records(|row| {
        if row.record == TRANSCRIPT {
            close(row, "27(1)", "20");
            row.foi_schedule_date = "2026-03-11".to_owned();
        }
    });
    let ran = bench.consign(["records"]).ends(0);
    let warning = "its schedule is of 2026-03-11, before it was reviewed on 2026-03-12";
    assert!(ran.out.contains(warning), "{}", ran.out);
}

#[test]
fn days_that_are_to_come_wait_for_a_person() {
    let bench = bench();
    bench.review_records(|row| {
        row.decided_on = "2026-03-21".to_owned();
        if row.record == TRANSCRIPT {
            close(row, "27(1)", "20");
            row.foi_schedule_date = "2026-03-20".to_owned();
        }
    });
    let ran = bench.consign(["records"]).ends(4);
    assert_eq!(
        ran.out.matches("is a day that is to come").count(),
        4,
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("foi_schedule_date     must be past"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_retained_is_listed_for_the_department_and_named_nowhere_in_the_package() {
    let bench = bench();
    bench.name_people();
    bench.sign_selection().ends(0);
    bench.review_records(|row| {
        if row.record == PICTURE {
            row.sensitivity = Sensitivity::Retained;
            row.description = "A photograph of the quadrangle.".to_owned();
            row.retention_instrument = "RI-2026-99".to_owned();
            row.retention_signed = "2026-02-20".to_owned();
            row.retention_ground = "6".to_owned();
        }
    });
    let ran = bench.consign(["records"]).ends(0);
    assert!(
        ran.out
            .contains(&format!("is retained, and was named \"{PHOTO}\"")),
        "{}",
        ran.out
    );
    bench.sign_sensitivity().ends(0);
    let built = bench.consign(["build"]).ends(0);
    let listed = "left behind, and listed for the department";
    assert!(built.err.contains(listed), "{}", built.err);
    let out = bench.files("batch/out").into_keys();
    let lists: Vec<String> = out
        .filter(|name| name.ends_with("retained-for-the-department.csv"))
        .collect();
    let list = fs::read_to_string(bench.at("batch/out").join(&lists[0])).unwrap();
    for cell in [
        PICTURE,
        PHOTO,
        "quadrangle",
        "RI-2026-99",
        "2026-02-20",
        ",6,",
    ] {
        assert!(list.contains(cell), "{cell} in {list}");
    }
    let package = bench.package("batch/out");
    let mut files = entries(&package);
    files.insert("the whole ZIP".to_owned(), fs::read(&package).unwrap());
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for trace in [PHOTO, "PHOTO-2021", "_a0001", "quadrangle", "RI-2026-99"] {
            assert!(!text.contains(trace), "{trace} in {name}");
        }
        // The card is transferred, and its message still says what it was.
        if name.ends_with("_transcript.xml") {
            assert!(
                text.contains(CARD) && text.contains("state=\"withheld\""),
                "{text}"
            );
        }
    }
    // Once nothing is retained any more, no list says so.
    bench.review_records(|row| {
        row.sensitivity = Sensitivity::Open;
        row.rights = "Crown".to_owned();
        for cell in [
            &mut row.retention_instrument,
            &mut row.retention_signed,
            &mut row.retention_ground,
        ] {
            cell.clear();
        }
    });
    bench.sign_sensitivity().ends(0);
    for name in bench.files("batch/out").into_keys() {
        if !name.contains("retained") {
            fs::remove_file(bench.at("batch/out").join(name)).unwrap();
        }
    }
    bench.consign(["build"]).ends(0);
    assert!(!bench.at("batch/out").join(&lists[0]).exists());
}

#[test]
fn the_public_s_view_shows_every_name_and_marks_what_looks_wrong() {
    let bench = bench();
    bench.name_people();
    bench.review_records(|row| {
        if row.record == TRANSCRIPT {
            close(row, "27(1)", "20");
            row.title_closed = "Yes".to_owned();
            row.alternate_title = "Messages of a day".to_owned();
            row.description_closed = "Yes".to_owned();
            row.alternate_description = "Messages of June 2021.".to_owned();
            row.description = "Messages on the quartermaster.".to_owned();
        }
    });
    // The content of a closed transcript is not shown, nor what is closed of its metadata.
    let ran = bench.consign(["preview", "--public"]).ends(0);
    for shown in [
        "Messages of a day",
        "Messages of June 2021.",
        "chat-001_2021-06_a0001.jpg",
    ] {
        assert!(ran.out.contains(shown), "{shown}: {}", ran.out);
    }
    for hidden in [
        "quartermaster",
        "Quartermaster",
        "_transcript.xml\n",
        "display name",
    ] {
        assert!(!ran.out.contains(hidden), "{hidden}: {}", ran.out);
    }
    bench.review_records(|row| {
        row.foi_codes.clear();
        row.closure_periods.clear();
        row.closure_start.clear();
        row.foi_schedule_date.clear();
        row.title_closed = "No".to_owned();
        row.alternate_title.clear();
        row.description_closed = "No".to_owned();
        row.alternate_description.clear();
        if row.record == TRANSCRIPT {
            row.description = "Messages of the Director, 07700 900123.".to_owned();
        }
    });
    let ran = bench.consign(["--json", "preview", "--public"]).ends(1);
    let objects = ran.objects();
    let marks = |what: &str| -> Vec<Value> {
        let of = objects.iter().filter(|object| object["what"] == what);
        of.flat_map(|object| object["marks"].as_array().unwrap().clone())
            .collect()
    };
    // "Director" is how a telephone calls somebody, and nobody approved it.
    assert_eq!(
        marks("description"),
        [
            "holds what looks like a phone number",
            "holds a label of a telephone, as people.csv has it"
        ]
    );
    // The app's own words in an open transcript name the files as they were called.
    let named = |object: &&Value| object["what"] == "original file name";
    let named: Vec<&Value> = objects.iter().filter(named).map(|o| &o["text"]).collect();
    assert_eq!(named, [PHOTO, CARD]);
    assert!(
        objects
            .iter()
            .any(|object| object["what"] == "display name" && object["text"] == "p01")
    );
    bench.consign(["preview"]).ends(2);
}
