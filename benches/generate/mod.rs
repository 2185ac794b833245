//! Makes what the measurements need: exports of any size, and whole samples that replay to a
//! package. Everything follows from the size that is asked for; nothing is random.

mod chat;
pub mod phones;

pub use chat::{Chat, Extent, Form, SENDERS, chat};

use std::fs::File;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;

use chrono::NaiveDate;
use consign::acts::{Step, read_acts, records, replay};
use consign::batch::{Batch, Sensitivity, write_records};
use consign::container::Budget;
use zip::write::SimpleFileOptions;

/// How many exports a sample has.
const EXPORTS: usize = 10;
/// Every how many exports one is a ZIP with media.
const ZIP_EVERY: usize = 5;
/// How many files a ZIP holds, and how many bytes each of them has.
const MEDIA: (usize, usize) = (100, 20_000);

/// Where in its batch the package of a sample lies.
#[allow(dead_code, reason = "not every measurement opens the package")]
pub const PACKAGE: &str = "out/MOCK1-123-bench-001.zip";

const RULES: &str = include_str!("rules.toml");

const SETTINGS: &str = r#"[batch]
reference = "bench"
title = "Messages of the private office"
transferring_body = "Example Department"
creator = "Example Department, Private Office of the Secretary of State"
series = "MOCK1 123"
consignment_reference = ""
contact = "records@example.gov.uk"
marking = "OFFICIAL"
legal_status = "Public Record(s)"

[dates]
time_zone = "Europe/London"
parts = "month"

[package]
profile = "bag-zip-0.1"
fixity = ["sha256", "sha512"]
"#;

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
pub struct Numbers(u64);

impl Numbers {
    /// Returns the numbers that follow from a seed.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Returns the next number, smaller than `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Writes one export of about `bytes` bytes to `path`; returns how many messages it has.
pub fn export(path: &Path, form: Form, bytes: usize) -> usize {
    // How long a message is does not depend on how many there are.
    let few = plain(form, 10_000);
    export_of(path, form, bytes * few.messages / few.text.len())
}

/// Writes one export of so many messages to `path`, and returns how many they are.
pub fn export_of(path: &Path, form: Form, messages: usize) -> usize {
    let chat = plain(form, messages);
    std::fs::write(path, &chat.text).expect("the export can be written");
    chat.messages
}

fn plain(form: Form, messages: usize) -> Chat {
    let extent = Extent {
        from: day(2015, 1, 5),
        days: 2_500,
        messages,
        media: 0,
    };
    chat(form, extent, 1)
}

/// Writes a sample of `messages` messages to the empty folder `sample`; `scratch` is an empty
/// folder in which a batch is begun, to find out which records there are.
pub fn sample(sample: &Path, messages: usize, scratch: &Path) {
    let exports = sample.join("exports");
    std::fs::create_dir_all(&exports).expect("the folder can be made");
    let mut adds = String::new();
    let mut decisions = String::new();
    for index in 0..EXPORTS {
        let zipped = index % ZIP_EVERY == ZIP_EVERY - 1;
        let form = if index % 2 == 0 {
            Form::Android
        } else {
            Form::Apple
        };
        let extent = Extent {
            from: day(2019, 1 + u32::try_from(index).unwrap_or(0), 7),
            days: 700,
            messages: messages / EXPORTS,
            media: if zipped { MEDIA.0 } else { 0 },
        };
        let chat = chat(form, extent, index as u64 + 1);
        let name = format!(
            "WhatsApp Chat with Desk {index}.{}",
            if zipped { "zip" } else { "txt" }
        );
        match zipped {
            true => write_zip(&exports.join(&name), form, &chat),
            false => std::fs::write(exports.join(&name), &chat.text).expect("it can be written"),
        }
        adds += &format!(
            "{{\"at\":\"2026-03-03T09:{:02}:00Z\",\"by\":\"Records Manager\",\"do\":{{\"act\":\"add\",\"export\":\"exports/{name}\"}}}}\n",
            10 + index
        );
        if let Some(offset) = chat.offsets.first() {
            decisions += &format!(
                "{{\"at\":\"2026-03-04T09:{index:02}:00Z\",\"by\":\"Reviewer 1\",\"do\":{{\"act\":\"decide\",\"id\":\"wa{}-{offset}\",\"decision\":\"select\",\"because\":\"It belongs to the series.\"}}}}\n",
                index + 1
            );
        }
    }
    let write = |name: &str, text: &str| {
        std::fs::write(sample.join(name), text).expect("the sample can be written");
    };
    write("batch.toml", SETTINGS);
    write("rules.toml", RULES);
    write("people.csv", &people());
    write("acts.jsonl", &acts(&adds, &decisions));
    write("records.csv", &reviewed_records(sample, scratch));
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("it is a day")
}

fn acts(adds: &str, decisions: &str) -> String {
    format!(
        r#"{{"at":"2026-03-03T09:00:00Z","by":"Records Manager","do":{{"act":"init"}}}}
{adds}{{"at":"2026-03-03T10:05:00Z","by":"Records Manager","do":{{"act":"select"}}}}
{decisions}{{"at":"2026-03-05T10:30:00Z","by":"Records Manager","do":{{"act":"draw","n":300,"seed":"generated"}}}}
{{"at":"2026-03-06T15:10:00Z","by":"Reviewer 2","do":{{"act":"sample-answers"}}}}
{{"at":"2026-03-09T16:00:00Z","by":"Departmental Records Officer","do":{{"act":"sign-selection","second":"Head of Knowledge and Information Management"}}}}
{{"at":"2026-03-12T11:20:00Z","by":"Sensitivity Reviewer","do":{{"act":"records"}}}}
{{"at":"2026-03-16T15:45:00Z","by":"Departmental Records Officer","do":{{"act":"sign-sensitivity"}}}}
"#
    )
}

fn people() -> String {
    let groups = ["minister", "perm-sec", "spad"];
    let mut text = "label,key,display_name,post,group,grade,from,to\n".to_owned();
    for (index, label) in SENDERS.iter().enumerate() {
        let group = groups.get(index).unwrap_or(&"official");
        let name = label.replace("+44 7700 900123", "Duty Officer");
        text += &format!("{label},p{:02},{name},{name},{group},SCS1,,\n", index + 1);
    }
    text
}

fn write_zip(path: &Path, form: Form, chat: &Chat) {
    let file = File::create(path).expect("the export can be made");
    let mut zip = zip::ZipWriter::new(file);
    let written = "the export can be written";
    let name = match form {
        Form::Android => "WhatsApp Chat with Desk.txt",
        Form::Apple => "_chat.txt",
    };
    let deflated = SimpleFileOptions::default();
    zip.start_file(name, deflated).expect(written);
    zip.write_all(chat.text.as_bytes()).expect(written);
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (index, name) in chat.media.iter().enumerate() {
        let mut numbers = Numbers::new(index as u64);
        let bytes: Vec<u8> = (0..MEDIA.1)
            .map(|_| u8::try_from(numbers.below(256)).unwrap_or(0))
            .collect();
        zip.start_file(name.as_str(), stored).expect(written);
        zip.write_all(&bytes).expect(written);
    }
    zip.finish().expect(written);
}

/// Replays the sample up to the review of its records, and reviews them: all open.
fn reviewed_records(sample: &Path, scratch: &Path) -> String {
    let batch = Batch::at(scratch);
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let steps = read_acts(sample).expect("the acts are acts");
    let mut replay =
        replay(sample, &batch, Budget::default(), threads).expect("the sample is whole");
    for (index, step) in steps.iter().enumerate() {
        if step.step == Step::Records {
            break;
        }
        if let Err(error) = replay.step(index) {
            panic!("{:?}: {error}", step.step);
        }
    }
    let loaded = replay.into_loaded(day(2026, 3, 12));
    let mut written =
        records(&mut loaded.expect("the batch is whole"), threads).expect("there are records");
    for row in &mut written.rows {
        "English".clone_into(&mut row.language);
        "Crown".clone_into(&mut row.rights);
        "Sensitivity Reviewer".clone_into(&mut row.decided_by);
        "2026-03-12".clone_into(&mut row.decided_on);
        row.sensitivity = Sensitivity::Open;
    }
    write_records(&written.rows)
}
