//! Sheets written, read back, and made by programs and people with habits of their own.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

fn sheet(cells: &[&str]) -> Sheet {
    let words = ["select", "outside"].map(str::to_owned).to_vec();
    Sheet {
        name: "Review".to_owned(),
        columns: vec![
            Column::new("text", ColumnKind::Given, 60),
            Column::new("decision", ColumnKind::Choice(words), 14),
            Column::new("because", ColumnKind::Free, 40),
        ],
        rows: cells
            .iter()
            .enumerate()
            .map(|(index, cell)| SheetRow {
                cells: vec![(*cell).to_owned(), String::new(), (*cell).to_owned()],
                shade: match index % 3 {
                    0 => Shade::Asked,
                    1 => Shade::Context,
                    _ => Shade::Plain,
                },
            })
            .collect(),
    }
}

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn from(name: &str, bytes: &[u8]) -> Result<Answers, SheetError> {
    let (_folder, path) = file(name, bytes);
    read(&path)
}

fn rows(answers: &Answers) -> Vec<(u64, Vec<&str>)> {
    let rows = answers.rows.iter();
    rows.map(|row| {
        (
            row.number,
            row.cells.iter().map(String::as_str).collect::<Vec<_>>(),
        )
    })
    .collect()
}

const ODD: [&str; 9] = [
    "plain",
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+44 7700 900123",
    "'=x",
    "two\nlines, and a \"quote\"; and a semicolon",
    "_x0041_ is no A",
    "Élodie 👨\u{200d}👩\u{200d}👧",
    " spaces ",
    "1.10",
];

#[test]
fn both_kinds_come_back_as_they_went() {
    let sheet = sheet(&ODD);
    for (name, bytes) in [
        ("s.csv", to_csv(&sheet)),
        ("s.xlsx", to_xlsx(&sheet, at()).unwrap()),
    ] {
        let answers = from(name, &bytes).unwrap();
        assert_eq!(answers.columns, ["text", "decision", "because"], "{name}");
        assert_eq!(answers.column("Decision"), Some(1));
        let back: Vec<&str> = answers
            .rows
            .iter()
            .map(|row| row.cells[0].as_str())
            .collect();
        assert_eq!(back, ODD, "{name}");
        let numbers: Vec<u64> = answers.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, (2..11).collect::<Vec<u64>>(), "{name}");
    }
}

#[test]
fn a_csv_is_what_excel_opens_without_asking() {
    let csv = to_csv(&sheet(&["=1+1"]));
    assert_eq!(
        csv,
        b"\xef\xbb\xbftext,decision,because\r\n'=1+1,,'=1+1\r\n"
    );
}

#[test]
fn the_same_sheet_and_time_give_the_same_xlsx() {
    let sheet = sheet(&ODD);
    let one = to_xlsx(&sheet, at()).unwrap();
    assert_eq!(one, to_xlsx(&sheet, at()).unwrap());
    let later = at() + chrono::TimeDelta::seconds(1);
    assert_ne!(one, to_xlsx(&sheet, later).unwrap());
}

fn entry(xlsx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn an_xlsx_holds_text_and_lists_and_no_formula_or_link() {
    let xlsx = to_xlsx(&sheet(&ODD), at()).unwrap();
    let tab = entry(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(!tab.contains("<f>") && !tab.contains("hyperlink"), "{tab}");
    assert!(tab.contains("<pane ySplit=\"1\""), "{tab}");
    // Rows 3, 6 and 9 are context: nothing drops down there.
    for range in ["B2", "B4:B5", "B7:B8", "B10"] {
        assert!(tab.contains(&format!("sqref=\"{range}\"")), "{range} {tab}");
    }
    assert!(tab.contains("<formula1>\"select,outside\"</formula1>"));
}

#[test]
fn scattered_context_does_not_make_more_rules_than_excel_takes() {
    let cells = vec!["a"; 20_000];
    let xlsx = to_xlsx(&sheet(&cells), at()).unwrap();
    let tab = entry(&xlsx, "xl/worksheets/sheet1.xml");
    assert_eq!(tab.matches("<dataValidation ").count(), 1);
    assert!(tab.contains("sqref=\"B2:B20001\""));
}

#[test]
fn a_long_list_or_one_with_commas_stands_in_a_tab_of_its_own() {
    let mut sheet = sheet(&["a"]);
    sheet.columns[1].kind = ColumnKind::Choice(vec!["27(1), 27(2)".to_owned(), "31".to_owned()]);
    let xlsx = to_xlsx(&sheet, at()).unwrap();
    let tab = entry(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(
        tab.contains("<formula1>choices!$A$1:$A$2</formula1>"),
        "{tab}"
    );
    assert!(entry(&xlsx, "xl/workbook.xml").contains("state=\"hidden\""));
}

#[test]
fn what_a_spreadsheet_cannot_hold_is_spelt_out() {
    let xlsx = to_xlsx(&sheet(&["a\u{1b}b\u{ffff}\rc\r\nd"]), at()).unwrap();
    let answers = from("s.xlsx", &xlsx).unwrap();
    assert_eq!(
        answers.rows[0].cells[0],
        "a\\u{001B}b\\u{FFFF}\\u{000D}c\nd"
    );
    let long = "x".repeat(MAX_CELL + 1);
    let refused = to_xlsx(&sheet(&["a", &long]), at()).unwrap_err();
    assert!(matches!(
        refused,
        SheetError::LongCell { row: 3, ref column, units: 32_768 } if column == "text"
    ));
    assert!(to_xlsx(&sheet(&[&"x".repeat(MAX_CELL)]), at()).is_ok());
}

#[test]
fn csv_from_other_places_is_read_and_numbered_as_the_spreadsheet_counts() {
    for (text, delimiter) in [
        (
            "id;decision\r\n1;\"a;b\r\nc\"\r\n\r\n;\r\n2;x\r\n",
            "semicolons",
        ),
        ("\u{feff}id,decision\n1,\"a;b\r\nc\"\n\n,\n2,x", "commas"),
        ("id\tdecision\r1\t\"a;b\r\nc\"\r\r\t\r2\tx\r", "tabs"),
        (
            "sep=|\r\nid|decision\r\n1|\"a;b\r\nc\"\r\n\r\n|\r\n2|x",
            "told",
        ),
    ] {
        let answers = from("s.csv", text.as_bytes()).unwrap();
        assert_eq!(answers.columns, ["id", "decision"], "{delimiter}");
        assert_eq!(
            rows(&answers),
            [(2, vec!["1", "a;b\r\nc"]), (5, vec!["2", "x"])],
            "{delimiter}"
        );
    }
}

#[test]
fn short_and_long_rows_are_read() {
    let answers = from("s.csv", b"\n\na,b\n1\n1,2,3\n").unwrap();
    assert_eq!(
        rows(&answers),
        [(4, vec!["1", ""]), (5, vec!["1", "2", "3"])]
    );
}

#[test]
fn what_is_not_utf_8_is_refused_by_its_byte() {
    let utf16: Vec<u8> = "\u{feff}id,decision\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, says) in [
        (
            b"id,text\r\n1,caf\xe9\r\n".to_vec(),
            "byte 14: the byte E9 is not UTF-8; it looks like Windows-1252",
        ),
        (
            utf16.clone(),
            "byte 0: the byte FF is not UTF-8; it looks like UTF-16",
        ),
        (
            utf16[2..].to_vec(),
            "byte 1: the byte 00 is not UTF-8; it looks like UTF-16",
        ),
    ] {
        let refused = from("s.csv", &bytes).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
        assert!(refused.contains("CSV UTF-8"), "{refused}");
    }
}

#[test]
fn numbers_and_dates_come_back_as_what_they_show() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let tab = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let day = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    tab.write_string(2, 0, "id").unwrap();
    tab.write_string(2, 1, "because").unwrap();
    tab.write_number(3, 0, 3.0).unwrap();
    tab.write_number(3, 1, 1.5).unwrap();
    tab.write_boolean(4, 0, true).unwrap();
    tab.write_datetime_with_format(4, 1, day("2026-03-01 00:00"), &date)
        .unwrap();
    tab.write_formula(5, 0, rust_xlsxwriter::Formula::new("=1+1").set_result("2"))
        .unwrap();
    tab.write_datetime_with_format(5, 1, day("2026-03-01 09:30"), &date)
        .unwrap();
    let answers = from("s.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(answers.columns, ["id", "because"]);
    assert_eq!(
        rows(&answers),
        [
            (4, vec!["3", "1.5"]),
            (5, vec!["TRUE", "2026-03-01"]),
            (6, vec!["2", "2026-03-01 09:30"]),
        ]
    );
}

#[test]
fn a_cell_in_the_far_corner_takes_no_room_and_is_refused() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let tab = book.add_worksheet();
    tab.write_string(0, 0, "id").unwrap();
    tab.write_string(1_048_575, 16_383, "far").unwrap();
    let refused = from("s.xlsx", &book.save_to_buffer().unwrap()).unwrap_err();
    assert!(matches!(
        refused,
        SheetError::TooMany {
            row: 1_048_576,
            what: "columns",
            ..
        }
    ));
}

#[test]
fn what_is_no_sheet_is_refused_with_what_to_do() {
    for (name, bytes, says) in [
        ("s.ods", &b"PK"[..], "save it as one of them"),
        ("s.xlsx", b"id,decision", "it is no ZIP"),
        ("s.xlsx", b"\xd0\xcf\x11\xe0rest", "it has a password"),
        ("s.xlsx", b"PK\x03\x04rest", "save it again as .xlsx"),
        ("s.csv", b"", "there is no header row"),
        ("s.csv", b"\r\n,,\r\n", "there is no header row"),
    ] {
        let refused = from(name, bytes).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_unpacked() {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", deflated.large_file(true))
        .unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..513 {
        zip.write_all(&zeros).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 4 << 20);
    let refused = from("s.xlsx", &bytes).unwrap_err();
    assert!(matches!(refused, SheetError::Open(_)), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_that_xml_holds_comes_back(cells in prop::collection::vec("(['=@x_ ]|\\PC|\n){0,12}", 1..5)) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let sheet = sheet(&cells);
        let mut expected: Vec<&str> = cells.clone();
        expected.retain(|cell| !cell.trim().is_empty());
        for (name, bytes) in [("s.csv", to_csv(&sheet)), ("s.xlsx", to_xlsx(&sheet, at()).unwrap())] {
            let answers = from(name, &bytes).unwrap();
            let back: Vec<&str> = answers.rows.iter().map(|row| row.cells[0].as_str()).collect();
            prop_assert_eq!(&back, &expected, "{}", name);
        }
    }
}
