//! A small package that the library built: two chats, three transcripts, an attachment, a closed
//! record. It is built once for all tests.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};
use consign::acts::{
    self, Adding, Answering, Asking, Beginning, BuildOutcome, Doing, Loaded, SelectionSigning,
    SheetBack,
};
use consign::batch::{Batch, Capture, Sensitivity, write_records};
use consign::container::Budget;
use consign::fixity::sha256;
use consign::journal::{Purpose, Replayed};
use consign::ledger::LedgerKey;
use consign::package::{Bounds, Limits, Opened};
use consign::sheet::{AnswerRow, Answers};

use super::consign::stay_behind;
use super::package::canonical_zip;

const SETTINGS: &str = r#"
[batch]
reference = "winter"
title = "Winter planning"
transferring_body = "Example Department"
creator = "Private Office"
series = "MOCK1 123"
contact = "records@example.gov.uk"
[dates]
time_zone = "Europe/London"
"#;

const RULES: &str = r#"
format = "selection-rules/1"
id = "TEST-1"
title = "Selection for tests"
authority = "Agreed with nobody"
owner = "Departmental Records Officer"
in_force = { from = 2021-01-01 }
otherwise = "select"

[[rule]]
id = "S1"
title = "Approvals"
when = 'text:approved'
effect = "select"
label = "An approval"
context = { before = 1 }
because = "Evidence of a decision"

[[rule]]
id = "N1"
title = "Leaflets"
when = 'text:leaflet'
effect = "not-selected"
because = "Not the business of the department"
"#;

const PEOPLE: &str = "label,key,display_name,post,group,grade,from,to
Secretary of State,p01,Secretary of State,Secretary of State,minister,Minister,,
Permanent Secretary,p02,Permanent Secretary,Permanent Secretary,official,SCS4,,
Principal Private Secretary,p03,Principal Private Secretary,Principal Private Secretary,official,SCS1,,
Director Winter Planning,p04,Director Winter Planning,Director Winter Planning,official,SCS2,,
";

/// A photograph, as far as its first and last bytes tell.
pub const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photogra\xff\xd9";

/// The clocks went back on 31 October 2021: half past one came twice.
const GROUP: &str = "[28/10/2021, 09:00:00] Winter: \u{200e}Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.
[28/10/2021, 09:01:00] Principal Private Secretary: Can we go to forty?
[28/10/2021, 09:02:00] Secretary of State: Approved, forty.
[28/10/2021, 09:03:00] Director Winter Planning: A leaflet for the branch
[29/10/2021, 10:00:00] Director Winter Planning: \u{200e}<attached: 00000005-PHOTO-2021-10-29-10-00-00.jpg>
[31/10/2021, 01:30:00] Secretary of State: \u{200e}image omitted
[01/11/2021, 08:00:00] Secretary of State: Approved, the second order too.
[02/11/2021, 08:00:00] Director Winter Planning: \u{200e}<attached: 00000008-PHOTO-2021-11-02-08-00-00.jpg>
[03/11/2021, 08:00:00] Director Winter Planning: \u{200e}This message was deleted.
";

const PAIR: &str = "13/11/2021, 14:56 - Secretary of State: Can you talk before the committee?
13/11/2021, 14:58 - Permanent Secretary: In ten minutes. Approved in principle.
";

/// The files of the package by path from the bag's folder, and what its ZIP says of them.
pub struct Sample {
    /// The folder of the bag inside the ZIP.
    pub base: String,
    /// The files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The dates of the entries of the ZIP.
    pub dates: BTreeMap<String, NaiveDate>,
}

/// Returns the package.
pub fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| build(Bounds::default()).remove(0))
}

/// Returns the same batch split into packages of two records at most: three of them.
pub fn group() -> &'static [Sample] {
    static GROUP: OnceLock<Vec<Sample>> = OnceLock::new();
    let two = Bounds {
        bytes: None,
        records: Some(2),
    };
    GROUP.get_or_init(|| build(two))
}

fn build(bounds: Bounds) -> Vec<Sample> {
    let home = tempfile::tempdir().unwrap();
    let batch = Batch::at(home.path().join("batch"));
    let exports = exports(home.path());
    let one = NonZeroUsize::MIN;
    let loaded = || acts::load(&batch, at(9).date_naive(), Budget::default()).unwrap();
    let beginning = Beginning {
        settings: SETTINGS.to_owned(),
        rules: RULES.to_owned(),
        people: Some(PEOPLE.to_owned()),
        key: LedgerKey::of_sample(b"tests"),
    };
    acts::begin(&batch, &beginning, &doing(1)).unwrap();
    for (hour, export) in exports.iter().enumerate() {
        let adding = Adding {
            date_order: None,
            capture: Capture::default(),
        };
        let hour = u32::try_from(hour).unwrap() + 2;
        acts::add(&mut loaded(), export, &adding, &doing(hour)).unwrap();
    }
    let signing = SelectionSigning {
        second: "Head of Knowledge and Information Management".to_owned(),
    };
    look_at_all_that_is_not_selected(&mut loaded());
    acts::sign_selection(&mut loaded(), &signing, &doing(5), one).unwrap();
    review(&batch);
    acts::sign_sensitivity(&mut loaded(), &doing(7), one).unwrap();
    let BuildOutcome::Built(built) = acts::build(&mut loaded(), bounds, &doing(8), one).unwrap()
    else {
        panic!("there was no package before");
    };
    built
        .packages
        .iter()
        .map(|package| read(&package.zip))
        .collect()
}

/// Draws every message that is not selected, and finds none wrong.
fn look_at_all_that_is_not_selected(loaded: &mut Loaded) {
    let one = NonZeroUsize::MIN;
    let asking = Asking::Sample {
        n: 300,
        given: Some("tests".to_owned()),
        random: String::new(),
    };
    let asked = acts::ask(loaded, &asking, &doing(4), one).unwrap().unwrap();
    let rows = (2..).zip(&asked.ids).map(|(number, id)| AnswerRow {
        number,
        cells: vec![
            asked.id.clone(),
            id.to_string(),
            "not-selected".to_owned(),
            String::new(),
        ],
    });
    let back = SheetBack {
        file: "sample.csv".to_owned(),
        sha256: sha256(b"sample.csv"),
        answers: Answers {
            columns: ["sheet", "id", "decision", "because"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        },
    };
    let answering = Answering::default();
    acts::answer(
        loaded,
        &back,
        &[Purpose::Sample],
        &answering,
        &doing(4),
        one,
    )
    .unwrap();
}

fn at(hour: u32) -> DateTime<Utc> {
    format!("2026-03-03T{hour:02}:00:00Z").parse().unwrap()
}

fn doing(hour: u32) -> Doing {
    Doing {
        at: at(hour),
        by: "Departmental Records Officer".to_owned(),
        replayed: Replayed::Yes,
    }
}

fn exports(home: &Path) -> [std::path::PathBuf; 2] {
    let group = home.join("WhatsApp Chat - Winter.zip");
    let contents = BTreeMap::from([
        ("_chat.txt".to_owned(), GROUP.as_bytes().to_vec()),
        (
            "00000005-PHOTO-2021-10-29-10-00-00.jpg".to_owned(),
            PHOTO.to_vec(),
        ),
    ]);
    let day = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap();
    std::fs::write(&group, canonical_zip(&contents, |_| day)).unwrap();
    let pair = home.join("WhatsApp Chat with Permanent Secretary.txt");
    std::fs::write(&pair, PAIR).unwrap();
    [group, pair]
}

/// Reviews the records: all are open but the chat of two, which is closed, and the labels of those
/// who took part in the group, which are retained.
fn review(batch: &Batch) {
    let mut loaded = acts::load(batch, at(6).date_naive(), Budget::default()).unwrap();
    let written = acts::records(&mut loaded, NonZeroUsize::MIN).unwrap();
    let mut rows = written.rows;
    for row in &mut rows {
        row.sensitivity = Sensitivity::Open;
        row.language = "English".to_owned();
        row.rights = "Crown".to_owned();
        row.decided_by = "Sensitivity Reviewer".to_owned();
        row.decided_on = "2026-03-02".to_owned();
        if row.role == "participants" && row.record.contains("chat-001") {
            stay_behind(row);
        }
        if row.record.contains("chat-002") {
            row.sensitivity = Sensitivity::Closed;
            row.foi_codes = "27(1);43(2)".to_owned();
            row.closure_periods = "20;15".to_owned();
            row.closure_start = "2021-12-31".to_owned();
            row.foi_schedule_date = "2026-02-01".to_owned();
            row.decided_on = "2026-01-15".to_owned();
            row.description_closed = "Yes".to_owned();
            row.alternate_description = "Messages of November 2021.".to_owned();
        }
    }
    std::fs::write(batch.records(), write_records(&rows)).unwrap();
}

fn read(zip: &Path) -> Sample {
    let package = Opened::open(zip, Limits::default(), NonZeroUsize::MIN).unwrap();
    let base = package.base().to_owned();
    let read = |file| package.read(file, u64::MAX).bytes;
    let files = package.files().iter();
    let files = files.map(|file| (file.path.clone(), read(file))).collect();
    let dates = package.dates();
    let dates = dates.map(|(file, date)| (file.path.clone(), date));
    Sample {
        dates: dates.collect(),
        files,
        base,
    }
}
