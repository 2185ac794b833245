//! Measures the WhatsApp reader: `cargo bench --bench read_whatsapp`.
//!
//! Writes an export of 100 MB in each of the two great forms to a temporary file, reads it with an
//! intake that only counts, and prints the best of nine rounds.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints, and stops at the first failure"
)]

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use consign::container::{self, Budget};
use consign::message::{Conversation, Message};
use consign::source::whatsapp::WhatsAppText;
use consign::source::{Evidence, Flow, Intake, Residue, SourceFormat, Stated};

const BYTES: usize = 100_000_000;
const NAMES: &[&str] = &[
    "Clerk",
    "Deputy Director",
    "+44 7700 900123",
    "Élodie 👩\u{200d}⚖️",
    "Desk 2",
];
const BODIES: &[&str] = &[
    "Good morning, can we move the meeting on winter planning to Tuesday?",
    "Yes",
    "The note is with private office: they will send comments by four. I will circulate it then.",
    "👍🏽 thank you",
    "First line of three\nsecond line with rather more words in it than the first one\nthird",
    "See https://www.example.org/policy?id=12345 and tell me what you think",
    "I left the papers on your desk – all of them, including the £5m case",
];

#[derive(Default)]
struct Counts {
    messages: u64,
    body_bytes: u64,
}

impl Intake for Counts {
    fn conversation(&mut self, _: &Conversation) -> Flow {
        ControlFlow::Continue(())
    }
    fn evidence(&mut self, _: &Evidence) -> Flow {
        ControlFlow::Continue(())
    }
    fn message(&mut self, message: &Message<'_>) -> Flow {
        self.messages += 1;
        self.body_bytes += message.body.len() as u64;
        ControlFlow::Continue(())
    }
    fn residue(&mut self, _: &Residue) -> Flow {
        ControlFlow::Continue(())
    }
}

/// Writes an export of [`BYTES`] bytes: about one message in ten is the app's or holds media.
fn export(header: fn(&mut String, u64), media: &str, notice: &str) -> String {
    let mut chat = String::with_capacity(BYTES + 512);
    let mut minute = 0;
    let mut place = 0;
    while chat.len() < BYTES {
        minute += [0, 1, 1, 3, 7][place % 5];
        header(&mut chat, minute);
        match place % 50 {
            7 | 19 | 33 | 48 => {
                chat.push_str(NAMES[place % NAMES.len()]);
                chat.push_str(": ");
                chat.push_str(media);
            }
            49 => chat.push_str(notice),
            _ => {
                chat.push_str(NAMES[place % NAMES.len()]);
                chat.push_str(": ");
                chat.push_str(BODIES[place % BODIES.len()]);
            }
        }
        chat.push('\n');
        place += 1;
    }
    chat
}

/// A minute of a calendar in which every month has 28 days: real days, all of them.
fn moment(minute: u64) -> [u64; 5] {
    let day = minute / 1440;
    [
        2015 + day / 336,
        1 + day / 28 % 12,
        1 + day % 28,
        minute / 60 % 24,
        minute % 60,
    ]
}

fn android(chat: &mut String, at: u64) {
    let [year, month, day, hour, minute] = moment(at);
    write!(chat, "{day:02}/{month:02}/{year}, {hour:02}:{minute:02} - ").unwrap();
}

fn iphone(chat: &mut String, at: u64) {
    let [year, month, day, hour, minute] = moment(at);
    write!(
        chat,
        "[{day:02}/{month:02}/{year}, {hour:02}:{minute:02}:{:02}] ",
        at % 60
    )
    .unwrap();
}

fn measure(name: &str, chat: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("_chat.txt");
    std::fs::write(&path, chat).unwrap();
    let export = container::open(&path, Budget::default()).unwrap();
    let stated = Stated {
        assumed_zone: "Europe/London".parse().ok(),
        ..Stated::default()
    };
    let mut best = Duration::MAX;
    let mut counts = Counts::default();
    for _ in 0..9 {
        counts = Counts::default();
        let start = Instant::now();
        WhatsAppText
            .read(export.as_ref(), &stated, &mut counts)
            .unwrap();
        best = best.min(start.elapsed());
    }
    let speed = chat.len() as f64 / 1e6 / best.as_secs_f64();
    println!(
        "{name}: {:.3} s, {speed:.0} MB/s, {} messages, {} bytes of bodies",
        best.as_secs_f64(),
        counts.messages,
        counts.body_bytes
    );
}

fn main() {
    let chat = export(android, "<Media omitted>", "Clerk added Deputy Director");
    measure("Android", &chat);
    let chat = export(
        iphone,
        "\u{200e}image omitted",
        "\u{200e}Clerk added Deputy Director",
    );
    measure("iPhone", &chat);
}
