//! Small packages that the library built: two chats, three transcripts, an attachment, a closed
//! record; and one chat from two telephones. Each is built once for all tests.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate, Utc};
use consign::acts::{
    self, Adding, Answering, Asking, Beginning, BuildOutcome, Doing, Loaded, SelectionSigning,
    SheetBack,
};
use consign::batch::{Batch, Capture, RecordRow, Sensitivity, write_records};
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
Dir W Planning,p05,Dir W Planning,Director Winter Planning,official,SCS2,,
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

/// One group, as the telephone of the Principal Private Secretary exports it.
const FIRST_PHONE: &str = "\
24/11/2020, 09:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.
24/11/2020, 09:01 - Principal Private Secretary: The line for the morning round is ready in the shared folder
24/11/2020, 09:04 - Director Winter Planning: Agreed, go with it as soon as the Permanent Secretary has seen it
24/11/2020, 09:05 - Permanent Secretary: I have seen it and am content with the whole of it
24/11/2020, 09:09 - Principal Private Secretary: Sent to the regional desks at a quarter past nine this morning
24/11/2020, 09:12 - Director Winter Planning: We need the figures for the second depot before the call at noon
24/11/2020, 09:20 - Permanent Secretary: Ask the second depot how many pallets it counted last night
24/11/2020, 09:25 - Principal Private Secretary: The second depot counted four hundred and twelve pallets
24/11/2020, 09:26 - Principal Private Secretary: A leaflet for the branch that nobody else should have to read
24/11/2020, 09:31 - Director Winter Planning: Then the order for the north goes out today and not on Thursday
24/11/2020, 09:33 - Principal Private Secretary: @\u{2068}Tom\u{2069} please tell the regional desks that the north is brought forward
24/11/2020, 09:40 - Permanent Secretary: IMG-20201124-WA0001.jpg (file attached)
The depot at noon
24/11/2020, 09:44 - Permanent Secretary: The contract for the south was signed an hour ago
01/12/2020, 10:00 - Principal Private Secretary: The first week went by without a shortage anywhere in the north
01/12/2020, 10:02 - Director Winter Planning: Please thank everybody at both of the depots for that
";

/// The same group, as the telephone of the Permanent Secretary exports it: its clock is an hour
/// later, it has another name for the Director, no media, and a message that was deleted.
const SECOND_PHONE: &str = "\
24/11/2020, 10:00 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.
24/11/2020, 10:01 - Principal Private Secretary: The line for the morning round is ready in the shared folder
24/11/2020, 10:04 - Dir W Planning: Agreed, go with it as soon as the Permanent Secretary has seen it
24/11/2020, 10:05 - Permanent Secretary: I have seen it and am content with the whole of it
24/11/2020, 10:09 - Principal Private Secretary: Sent to the regional desks at a quarter past nine this morning
24/11/2020, 10:12 - Dir W Planning: We need the figures for the second depot before the call at noon
24/11/2020, 10:20 - Permanent Secretary: Ask the second depot how many pallets it counted last night
24/11/2020, 10:25 - Principal Private Secretary: The second depot counted four hundred and twelve pallets
24/11/2020, 10:26 - Principal Private Secretary: A leaflet for the branch that nobody else should have to read
24/11/2020, 10:31 - Dir W Planning: Then the order for the north goes out today and not on Thursday
24/11/2020, 10:33 - Principal Private Secretary: @\u{2068}Tom (work)\u{2069} please tell the regional desks that the north is brought forward
24/11/2020, 10:40 - Permanent Secretary: <Media omitted>
24/11/2020, 10:44 - Permanent Secretary: You deleted this message
01/12/2020, 11:00 - Principal Private Secretary: The first week went by without a shortage anywhere in the north
01/12/2020, 11:02 - Dir W Planning: Please thank everybody at both of the depots for that
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
    SAMPLE.get_or_init(|| build(&CHATS, Bounds::default()).remove(0))
}

/// Returns the package of one chat from two telephones, which its settings cut by month.
pub fn copies() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| build(&PHONES, Bounds::default()).remove(0))
}

/// Returns the same, with what the second telephone exported closed.
pub fn copies_closed() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    let closed = Made {
        review: close_some,
        ..PHONES
    };
    SAMPLE.get_or_init(|| build(&closed, Bounds::default()).remove(0))
}

/// Returns the same batch split into packages of three records at most: four of them, so that no
/// transcript lies beside one that it names.
pub fn group_of_copies() -> &'static [Sample] {
    let three = Bounds {
        bytes: None,
        records: Some(3),
    };
    static GROUP: OnceLock<Vec<Sample>> = OnceLock::new();
    GROUP.get_or_init(|| build(&PHONES, three))
}

/// Returns the same batch split into packages of two records at most: three of them.
pub fn group() -> &'static [Sample] {
    static GROUP: OnceLock<Vec<Sample>> = OnceLock::new();
    let two = Bounds {
        bytes: None,
        records: Some(2),
    };
    GROUP.get_or_init(|| build(&CHATS, two))
}

/// What a package is built of.
struct Made {
    exports: fn(&Path) -> [PathBuf; 2],
    /// How a record is reviewed that is open otherwise.
    review: fn(&mut RecordRow),
}

const CHATS: Made = Made {
    exports,
    review: close_some,
};
const PHONES: Made = Made {
    exports: two_phones,
    review: |_| (),
};

fn build(made: &Made, bounds: Bounds) -> Vec<Sample> {
    let home = tempfile::tempdir().unwrap();
    let batch = Batch::at(home.path().join("batch"));
    let exports = (made.exports)(home.path());
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
    review(&batch, made.review);
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

fn two_phones(home: &Path) -> [PathBuf; 2] {
    let name = "WhatsApp Chat with Winter planning";
    let contents = BTreeMap::from([
        (format!("{name}.txt"), FIRST_PHONE.as_bytes().to_vec()),
        ("IMG-20201124-WA0001.jpg".to_owned(), PHOTO.to_vec()),
    ]);
    let day = NaiveDate::from_ymd_opt(2020, 12, 31).unwrap();
    let first = home.join(format!("{name}.zip"));
    std::fs::write(&first, canonical_zip(&contents, |_| day)).unwrap();
    let second = home.join(format!("{name}.txt"));
    std::fs::write(&second, SECOND_PHONE).unwrap();
    [first, second]
}

fn exports(home: &Path) -> [PathBuf; 2] {
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

/// Reviews the records: all are open but for what `more` does to them.
fn review(batch: &Batch, more: fn(&mut RecordRow)) {
    let mut loaded = acts::load(batch, at(6).date_naive(), Budget::default()).unwrap();
    let written = acts::records(&mut loaded, NonZeroUsize::MIN).unwrap();
    let mut rows = written.rows;
    for row in &mut rows {
        row.sensitivity = Sensitivity::Open;
        row.language = "English".to_owned();
        row.rights = "Crown".to_owned();
        row.decided_by = "Sensitivity Reviewer".to_owned();
        row.decided_on = "2026-03-02".to_owned();
        more(row);
    }
    std::fs::write(batch.records(), write_records(&rows)).unwrap();
}

/// Closes the chat of two, and retains the labels of those who took part in the group.
fn close_some(row: &mut RecordRow) {
    if row.role == "participants" && row.record.contains("chat-001") {
        stay_behind(row);
    }
    if row.record.contains("chat-002") {
        row.sensitivity = Sensitivity::Closed;
        row.foi_codes = "27(1);43(2)".to_owned();
        row.closure_periods = "20;15".to_owned();
        row.closure_start = format!("{}-12-31", row.last.format("%Y"));
        row.foi_schedule_date = "2026-02-01".to_owned();
        row.decided_on = "2026-01-15".to_owned();
        row.description_closed = "Yes".to_owned();
        row.alternate_description = "Messages of November 2021.".to_owned();
    }
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
