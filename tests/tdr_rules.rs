//! The rules of TNA's metadata CSV, line by line as its guidance of June 2026 has them: the headers
//! exactly, and for each rule a row that breaks it and the header under which it is told.

use chrono::NaiveDate;
use consign::package::tdr::{Cells, HEADERS, Status};

use crate::bench::package::Package;

fn open() -> Cells<'static> {
    Cells {
        status: Status::Open,
        date: NaiveDate::from_ymd_opt(2021, 11, 3).unwrap(),
        description: "Messages.",
        language: "English",
        copyright: "Crown",
        note: "",
        codes: "",
        periods: "",
        start: "",
        schedule: "",
        name_closed: "No",
        alternate_name: "",
        description_closed: "No",
        alternate_description: "",
    }
}

fn closed() -> Cells<'static> {
    Cells {
        status: Status::Closed,
        codes: "27(1);40(2)",
        periods: "20;80",
        start: "2021-11-03",
        schedule: "2026-02-01",
        ..open()
    }
}

/// Returns the headers under which something is wrong with a row.
fn told(cells: &Cells<'_>) -> Vec<&'static str> {
    let faults = [cells.faults(), cells.closure_faults()].concat();
    faults.into_iter().map(|(header, _)| header).collect()
}

#[test]
fn the_headers_are_exactly_those_of_the_guidance() {
    let text = Package::ours().text("metadata/tdr-metadata.csv");
    assert_eq!(
        text.lines().next().unwrap(),
        "\u{feff}filepath,filename,date last modified,date of the record,description,\
         former reference,closure status,closure start date,closure period,foi exemption code,\
         foi schedule date,is filename closed,alternate filename,is description closed,\
         alternate description,language,translated filename,copyright,copyright details,\
         related material,restrictions on use,evidence provided by,note"
    );
    assert_eq!(HEADERS.len(), 23);
}

#[test]
fn rows_have_the_forms_of_the_guidance() {
    let text = Package::ours().text("metadata/tdr-metadata.csv");
    assert!(text.contains("\r\n") && text.starts_with('\u{feff}'));
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let (mut open, mut closed) = (0, 0);
    for row in csv.records() {
        let row = row.unwrap();
        let cell = |header| {
            let at = HEADERS.iter().position(|known| *known == header).unwrap();
            &row[at]
        };
        assert!(cell("filepath").ends_with(cell("filename")));
        assert_eq!(cell("date last modified"), cell("date of the record"));
        let of_closure = [
            "closure start date",
            "closure period",
            "foi exemption code",
            "foi schedule date",
        ];
        match cell("closure status") {
            "Open" => {
                open += 1;
                let empty = [
                    of_closure.as_slice(),
                    &["alternate filename", "alternate description"],
                ]
                .concat();
                assert!(empty.iter().all(|header| cell(header).is_empty()));
                assert_eq!(
                    [cell("is filename closed"), cell("is description closed")],
                    ["No", "No"]
                );
            }
            "Closed" => {
                closed += 1;
                assert!(of_closure.iter().all(|header| !cell(header).is_empty()));
            }
            other => panic!("{other}"),
        }
        // What we have nothing to say of stays empty, and is there.
        for header in [
            "former reference",
            "translated filename",
            "copyright details",
            "related material",
            "restrictions on use",
            "evidence provided by",
        ] {
            assert_eq!(cell(header), "", "{header}");
        }
    }
    assert!(open > 0 && closed > 0);
}

#[test]
fn each_rule_is_told_by_its_header() {
    let long = |n: usize| "x".repeat(n);
    let (d8000, d8001, a255, a256) = (long(8000), long(8001), long(255), long(256));
    let (n1000, n1001) = (long(1000), long(1001));
    let good = [
        open(),
        closed(),
        Cells {
            description: &d8000,
            note: &n1000,
            language: "English;Welsh",
            ..open()
        },
        Cells {
            start: "2021-12-31",
            ..closed()
        },
        Cells {
            codes: "EIR 12(5)(a)",
            periods: "150",
            schedule: "2000-01-01",
            ..closed()
        },
        Cells {
            name_closed: "Yes",
            alternate_name: &a255,
            ..closed()
        },
        Cells {
            description_closed: "Yes",
            alternate_description: &d8000,
            ..closed()
        },
        Cells {
            copyright: "Unknown",
            ..open()
        },
    ];
    for cells in good {
        assert_eq!(told(&cells), Vec::<&str>::new(), "{cells:?}");
    }
    let bad = [
        (
            "description",
            Cells {
                description: &d8001,
                ..open()
            },
        ),
        (
            "description",
            Cells {
                description: "",
                ..open()
            },
        ),
        (
            "closure start date",
            Cells {
                start: "2021-11-03",
                ..open()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "20",
                ..open()
            },
        ),
        (
            "foi exemption code",
            Cells {
                codes: "23",
                ..open()
            },
        ),
        (
            "foi schedule date",
            Cells {
                schedule: "2026-02-01",
                ..open()
            },
        ),
        (
            "is filename closed",
            Cells {
                name_closed: "Yes",
                ..open()
            },
        ),
        (
            "is filename closed",
            Cells {
                name_closed: "",
                ..open()
            },
        ),
        (
            "alternate filename",
            Cells {
                alternate_name: "Another",
                ..open()
            },
        ),
        (
            "is description closed",
            Cells {
                description_closed: "no",
                ..open()
            },
        ),
        (
            "alternate description",
            Cells {
                alternate_description: "Another",
                ..open()
            },
        ),
        (
            "language",
            Cells {
                language: "english",
                ..open()
            },
        ),
        (
            "language",
            Cells {
                language: "",
                ..open()
            },
        ),
        (
            "language",
            Cells {
                language: "English; Welsh",
                ..open()
            },
        ),
        (
            "copyright",
            Cells {
                copyright: "crown",
                ..open()
            },
        ),
        (
            "copyright",
            Cells {
                copyright: "",
                ..open()
            },
        ),
        (
            "note",
            Cells {
                note: &n1001,
                ..open()
            },
        ),
        (
            "closure start date",
            Cells {
                start: "",
                ..closed()
            },
        ),
        (
            "closure start date",
            Cells {
                start: "2021-11-04",
                ..closed()
            },
        ),
        (
            "closure start date",
            Cells {
                start: "2020-12-31",
                ..closed()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "",
                ..closed()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "20",
                ..closed()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "0;80",
                ..closed()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "20;151",
                ..closed()
            },
        ),
        (
            "closure period",
            Cells {
                periods: "20; 80",
                ..closed()
            },
        ),
        (
            "foi exemption code",
            Cells {
                codes: "27;40(2)",
                ..closed()
            },
        ),
        (
            "foi exemption code",
            Cells {
                codes: "27(1); 40(2)",
                ..closed()
            },
        ),
        (
            "foi exemption code",
            Cells {
                codes: "21;40(2)",
                ..closed()
            },
        ),
        (
            "foi schedule date",
            Cells {
                schedule: "",
                ..closed()
            },
        ),
        (
            "foi schedule date",
            Cells {
                schedule: "1999-12-31",
                ..closed()
            },
        ),
        (
            "foi schedule date",
            Cells {
                schedule: "2021-11-03",
                ..closed()
            },
        ),
        (
            "alternate filename",
            Cells {
                name_closed: "Yes",
                ..closed()
            },
        ),
        (
            "alternate filename",
            Cells {
                name_closed: "Yes",
                alternate_name: &a256,
                ..closed()
            },
        ),
        (
            "alternate filename",
            Cells {
                name_closed: "Yes",
                alternate_name: "two\nlines",
                ..closed()
            },
        ),
        (
            "is filename closed",
            Cells {
                alternate_name: "Another",
                ..closed()
            },
        ),
        (
            "alternate description",
            Cells {
                description_closed: "Yes",
                ..closed()
            },
        ),
        (
            "alternate description",
            Cells {
                description_closed: "Yes",
                alternate_description: &d8001,
                ..closed()
            },
        ),
        (
            "is description closed",
            Cells {
                alternate_description: "Another",
                ..closed()
            },
        ),
    ];
    for (header, cells) in bad {
        assert_eq!(told(&cells), [header], "{cells:?}");
    }
}
