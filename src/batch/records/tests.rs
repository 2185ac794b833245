//! Rows come back, and each fault is named by its column.

use chrono::NaiveDate;

use super::*;

/// The day on which the rows are judged.
fn today() -> NaiveDate {
    "2026-03-20".parse().unwrap()
}

fn reviewed() -> RecordRow {
    let day = |text: &str| text.parse().unwrap();
    RecordRow {
        record: "winter/chat-001/chat-001_2021-03_transcript.xml".to_owned(),
        role: "transcript".to_owned(),
        messages: 12,
        first: day("2021-03-01"),
        last: day("2021-03-30"),
        content: "0".repeat(16),
        description: "Messages, \"quoted\"".to_owned(),
        language: "English;Welsh".to_owned(),
        rights: "Crown".to_owned(),
        sensitivity: Sensitivity::Open,
        decided_by: "Reviewer".to_owned(),
        decided_on: "2026-03-04".to_owned(),
        foi_codes: String::new(),
        closure_periods: String::new(),
        closure_start: String::new(),
        foi_schedule_date: String::new(),
        title_closed: "No".to_owned(),
        alternate_title: String::new(),
        description_closed: "No".to_owned(),
        alternate_description: String::new(),
        retention_instrument: String::new(),
        retention_signed: String::new(),
        retention_ground: String::new(),
        note: String::new(),
    }
}

fn closed() -> RecordRow {
    RecordRow {
        sensitivity: Sensitivity::Closed,
        foi_codes: "27(1);40(2)".to_owned(),
        closure_periods: "20;80".to_owned(),
        closure_start: "2021-12-31".to_owned(),
        foi_schedule_date: "2026-02-01".to_owned(),
        ..reviewed()
    }
}

#[test]
fn rows_come_back_as_they_were_written() {
    let rows = vec![
        reviewed(),
        RecordRow {
            record: "x".to_owned(),
            ..closed()
        },
    ];
    assert_eq!(
        parse_records("records.csv", &write_records(&rows)).unwrap(),
        rows
    );
}

#[test]
fn complete_rows_have_no_fault() {
    assert_eq!(faults(&[reviewed(), closed()], today()), []);
}

#[test]
fn each_fault_is_named_by_its_column() {
    let cases: Vec<(RecordRow, &str)> = vec![
        (
            RecordRow {
                sensitivity: Sensitivity::NotReviewed,
                ..reviewed()
            },
            "sensitivity",
        ),
        (
            RecordRow {
                sensitivity: Sensitivity::Consult,
                ..reviewed()
            },
            "sensitivity",
        ),
        (
            RecordRow {
                decided_by: String::new(),
                ..reviewed()
            },
            "decided_by",
        ),
        (
            RecordRow {
                decided_on: "4 March".to_owned(),
                ..reviewed()
            },
            "decided_on",
        ),
        (
            RecordRow {
                decided_on: "2026-03-21".to_owned(),
                ..reviewed()
            },
            "decided_on",
        ),
        (
            RecordRow {
                last: "2026-03-20".parse().unwrap(),
                ..reviewed()
            },
            "last",
        ),
        (
            RecordRow {
                foi_schedule_date: "2026-03-20".to_owned(),
                ..closed()
            },
            "foi_schedule_date",
        ),
        (
            RecordRow {
                foi_schedule_date: String::new(),
                ..closed()
            },
            "foi_schedule_date",
        ),
        (
            RecordRow {
                retention_ground: "6".to_owned(),
                ..closed()
            },
            "retention_ground",
        ),
        (
            RecordRow {
                sensitivity: Sensitivity::Retained,
                retention_instrument: "RI 99".to_owned(),
                retention_signed: "2026-04-01".to_owned(),
                retention_ground: "6".to_owned(),
                ..reviewed()
            },
            "retention_signed",
        ),
        (
            RecordRow {
                description: String::new(),
                ..reviewed()
            },
            "description",
        ),
        (
            RecordRow {
                language: "Klingon".to_owned(),
                ..reviewed()
            },
            "language",
        ),
        (
            RecordRow {
                rights: String::new(),
                ..reviewed()
            },
            "rights",
        ),
        (
            RecordRow {
                foi_codes: "40(2)".to_owned(),
                ..reviewed()
            },
            "foi_codes",
        ),
        (
            RecordRow {
                title_closed: "Yes".to_owned(),
                ..reviewed()
            },
            "title_closed",
        ),
        (
            RecordRow {
                foi_codes: "27".to_owned(),
                closure_periods: "20".to_owned(),
                ..closed()
            },
            "foi_codes",
        ),
        (
            RecordRow {
                closure_periods: "20".to_owned(),
                ..closed()
            },
            "closure_periods",
        ),
        (
            RecordRow {
                closure_periods: "0;151".to_owned(),
                ..closed()
            },
            "closure_periods",
        ),
        (
            RecordRow {
                closure_start: "2021-01-01".to_owned(),
                ..closed()
            },
            "closure_start",
        ),
        (
            RecordRow {
                foi_schedule_date: "1999-12-31".to_owned(),
                ..closed()
            },
            "foi_schedule_date",
        ),
        (
            RecordRow {
                title_closed: "Yes".to_owned(),
                ..closed()
            },
            "alternate_title",
        ),
        (
            RecordRow {
                sensitivity: Sensitivity::Retained,
                retention_signed: "2026-01-01".to_owned(),
                retention_ground: "6".to_owned(),
                ..reviewed()
            },
            "retention_instrument",
        ),
    ];
    for (row, column) in cases {
        let columns: Vec<_> = faults(&[row], today())
            .iter()
            .map(|fault| fault.column)
            .collect();
        assert_eq!(columns, [column]);
    }
}
