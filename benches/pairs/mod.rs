//! Makes two exports of one conversation, and knows which message is whose copy. Everything
//! follows from the seed and the hardships that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use consign::align::{
    Aligned, Content, Edit, Fingerprints, Held, Kind, Label, Media, NO_SENDER, Row, Side,
};
use consign::message::Precision;

/// What is done to the second phone's export, and what both lose. Shares are of a thousand.
#[derive(Debug, Clone, Copy)]
pub struct Hardships {
    /// How many messages are said.
    pub messages: usize,
    /// How much of the beginning the second phone does not have.
    pub late: usize,
    /// How many messages each phone lacks, for no reason that is seen.
    pub missing: usize,
    /// How many messages the owner of each phone deleted for themselves.
    pub deleted: usize,
    /// How many stamps are off by a minute on the second phone.
    pub off_by_one: usize,
    /// How many neighbours stand in the other order on the second phone.
    pub swapped: usize,
    /// How many messages came late to the second phone: they stand up to forty places farther on.
    pub delayed: usize,
    /// How many messages the second phone shows as deleted, and the first as they were.
    pub unsent: usize,
    /// By how many minutes the second clock is ahead.
    pub clock: i64,
    /// After how many messages the second clock falls back by an hour; nothing where it does not.
    pub falls_back: Option<usize>,
    /// How fine the stamps of both phones are.
    pub precision: (Precision, Precision),
    /// How many messages are of the few words that everybody says again and again.
    pub repeats: usize,
    /// How many seconds lie at most between messages of one burst.
    pub pace: usize,
    /// How many messages a phone away from the group does not have, in one stretch.
    pub away: usize,
}

impl Hardships {
    /// The hard case of the alignment: late joiner, missing and deleted messages, stamps off by
    /// one, neighbours in the other order.
    pub const HARD: Hardships = Hardships {
        messages: 10_000,
        late: 150,
        missing: 20,
        deleted: 10,
        off_by_one: 100,
        swapped: 30,
        delayed: 0,
        unsent: 0,
        clock: 0,
        falls_back: None,
        precision: (Precision::Minute, Precision::Minute),
        repeats: 300,
        pace: 40,
        away: 0,
    };
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
pub struct Numbers(u64);

impl Numbers {
    /// Returns the numbers of a seed.
    pub fn of(seed: u64) -> Numbers {
        let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D);
        numbers.below(2);
        numbers
    }

    /// Returns a number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// Tells whether something befalls one that befalls so many of a thousand.
    fn befalls(&mut self, of_thousand: usize) -> bool {
        self.below(1_000) < of_thousand
    }
}

/// What everybody says again and again: three of ten messages of a real chat.
const REPEATS: [&str; 24] = [
    "ok",
    "Ok",
    "yes",
    "Yes",
    "👍",
    "👍",
    "👍",
    "thanks",
    "Thanks",
    "Thank you",
    "no",
    "great",
    "😂",
    "🙏",
    "will do",
    "Yes please",
    "on my way",
    "agreed",
    "Agreed",
    "?",
    "Morning",
    "lol",
    "Sounds good",
    "Can you call me?",
];
const SYLLABLES: [&str; 24] = [
    "ar", "be", "co", "den", "el", "for", "gan", "ha", "in", "ker", "lo", "min", "nor", "op",
    "per", "qui", "ra", "ster", "ta", "un", "ver", "win", "yor", "zeal",
];
const SENDERS: usize = 9;
/// In 2021-03-01T09:00, in seconds since 1970.
const START: i64 = 1_614_589_200;

/// A message, as it was said.
#[derive(Debug, Clone)]
struct Said {
    time: i64,
    sender: usize,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Words(String),
    /// A file of this number, with a caption or without.
    File(usize, String),
    Sticker,
    Notice(String),
    Deleted,
}

/// An export, and the message that each of its rows was.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Its files.
    pub media: Vec<Media>,
    said: Vec<usize>,
}

impl Export {
    /// Returns the export as alignment takes it.
    pub fn side(&self) -> Side<'_> {
        Side {
            rows: &self.rows,
            labels: &self.labels,
            media: &self.media,
            phone: None,
        }
    }
}

/// Which phone an export is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phone {
    First,
    Second,
}

/// Returns two exports of one conversation.
pub fn pair(seed: u64, hardships: &Hardships) -> (Export, Export) {
    let mut numbers = Numbers::of(seed);
    let said = conversation(&mut numbers, hardships);
    let first = export(&mut numbers, &said, hardships, Phone::First);
    let second = export(&mut numbers, &said, hardships, Phone::Second);
    (first, second)
}

fn conversation(numbers: &mut Numbers, hardships: &Hardships) -> Vec<Said> {
    let mut time = START;
    let mut said: Vec<Said> = Vec::with_capacity(hardships.messages);
    let mut sender = 0;
    for number in 0..hardships.messages {
        time += i64::try_from(match numbers.below(20) {
            0..=11 => 1 + numbers.below(hardships.pace),
            12..=17 => 40 + numbers.below(260),
            18 => 600 + numbers.below(6_000),
            _ => 6_000 + numbers.below(30_000),
        })
        .unwrap_or_default();
        // Few people say most, and whoever speaks often goes on.
        if numbers.below(3) > 0 {
            sender = numbers.below(SENDERS).min(numbers.below(SENDERS));
        }
        let repeats = numbers.befalls(hardships.repeats);
        let what = match numbers.below(1_000) {
            _ if repeats => What::Words(REPEATS[numbers.below(REPEATS.len())].to_owned()),
            0..=39 => What::Sticker,
            40..=79 => What::File(number, String::new()),
            80..=94 => What::File(number, words(numbers)),
            95..=109 => What::Notice(format!("somebody {} changed the subject", words(numbers))),
            110..=119 => What::Deleted,
            // Something that was said before is said again.
            120..=139 => said
                .get(number.saturating_sub(1 + numbers.below(200)))
                .map_or(What::Sticker, |before| before.what.clone()),
            _ => What::Words(words(numbers)),
        };
        said.push(Said { time, sender, what });
    }
    said
}

/// Returns one to some twenty words, the few common ones mostly.
fn words(numbers: &mut Numbers) -> String {
    let count = 1 + numbers.below(9) + numbers.below(3) * numbers.below(6);
    let mut text = String::new();
    for place in 0..count {
        if place > 0 {
            text.push(' ');
        }
        let rank = numbers
            .below(12_000)
            .min(numbers.below(12_000))
            .min(numbers.below(12_000));
        text.push_str(SYLLABLES[rank % 24]);
        if rank > 24 {
            text.push_str(SYLLABLES[rank / 24 % 24]);
        }
        if rank > 24 * 24 {
            text.push_str(SYLLABLES[rank / 576 % 24]);
        }
    }
    text
}

fn export(numbers: &mut Numbers, said: &[Said], hardships: &Hardships, phone: Phone) -> Export {
    let key = Fingerprints::keyed(b"a key of tests!!");
    let second = phone == Phone::Second;
    let late = said.len() * hardships.late / 1_000;
    let away = said.len() / 2..said.len() / 2 + hardships.away;
    let mut kept: Vec<(usize, Row, Option<Media>)> = Vec::new();
    for (number, message) in said.iter().enumerate() {
        let lost = numbers.befalls(hardships.missing) || numbers.befalls(hardships.deleted);
        let absent = second && (number < late || away.contains(&number));
        if lost || absent {
            continue;
        }
        let deleted = Said {
            what: What::Deleted,
            ..message.clone()
        };
        let unsent = second && numbers.befalls(hardships.unsent);
        let message = if unsent { &deleted } else { message };
        let (row, media) = row(&key, numbers, message, number, hardships, phone);
        kept.push((number, row, media));
    }
    if second {
        for at in 0..kept.len() {
            if numbers.befalls(hardships.delayed) {
                let late = (at + 1 + numbers.below(40)).min(kept.len() - 1);
                kept[at..=late].rotate_left(1);
            }
        }
        let mut at = 1;
        while at < kept.len() {
            if numbers.befalls(hardships.swapped) {
                kept.swap(at - 1, at);
                at += 1;
            }
            at += 1;
        }
    }
    let mut export = Export {
        labels: (0..=SENDERS).map(|sender| label(sender, phone)).collect(),
        ..Export::default()
    };
    for (number, row, media) in kept {
        let place = u32::try_from(export.rows.len()).unwrap_or(u32::MAX);
        export.media.extend(media.map(|media| Media {
            row: place,
            ..media
        }));
        export.said.push(number);
        export.rows.push(row);
    }
    export
}

/// The labels of the second phone: a number, a name with what somebody does, capitals, "You".
fn label(sender: usize, phone: Phone) -> Label {
    let name = match (phone, sender % 4) {
        (Phone::First, _) => format!("Person {sender}"),
        (Phone::Second, 0) => format!("+44 7700 90010{sender}"),
        (Phone::Second, 1) => format!("Person {sender} (work)"),
        (Phone::Second, 2) => format!("PERSON {sender}"),
        (Phone::Second, _) => format!("You {sender}"),
    };
    Label { name, person: None }
}

fn row(
    key: &Fingerprints,
    numbers: &mut Numbers,
    said: &Said,
    number: usize,
    hardships: &Hardships,
    phone: Phone,
) -> (Row, Option<Media>) {
    let second = phone == Phone::Second;
    let (content, text) = match &said.what {
        What::Words(text) => (Content::Words, text.as_str()),
        What::Notice(text) => (Content::Notice, text.as_str()),
        What::Deleted => (Content::Deleted, ""),
        What::Sticker => (Content::Media(Held::Omitted), ""),
        // The first phone's export has the files, the second's has none and no caption.
        What::File(_, caption) if !second => (Content::Media(Held::Present), caption.as_str()),
        What::File(..) => (Content::Media(Held::Omitted), ""),
    };
    let (text, length) = key.of_text(text.as_bytes());
    let mut time = said.time;
    let precision = if second {
        hardships.precision.1
    } else {
        hardships.precision.0
    };
    if second {
        let fell = hardships.falls_back.is_some_and(|after| number >= after);
        time += (hardships.clock - if fell { 60 } else { 0 }) * 60;
        if numbers.befalls(hardships.off_by_one) {
            time += if numbers.below(2) == 0 { 60 } else { -60 };
        }
    }
    if precision == Precision::Minute {
        time -= time.rem_euclid(60);
    }
    // On the second phone the first person has a new number in the second half.
    let two_numbers = second && said.sender == 0 && number >= hardships.messages / 2;
    let sender = if two_numbers { SENDERS } else { said.sender };
    let label = match content {
        Content::Notice => NO_SENDER,
        _ => u32::try_from(sender).unwrap_or(NO_SENDER),
    };
    let media = match (&said.what, content) {
        (What::File(file, _), Content::Media(Held::Present)) => Some(Media {
            row: 0,
            name: None,
            bytes: Some(key.of_bytes(&file.to_le_bytes())),
        }),
        _ => None,
    };
    let row = Row {
        local: time,
        text,
        label,
        length,
        content,
        precision,
        edit: Edit::Unmarked,
    };
    (row, media)
}

/// How good an alignment is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Messages that are in both exports.
    pub pairs: usize,
    /// Links that are right.
    pub right: usize,
    /// Links that are wrong.
    pub wrong: usize,
    /// Messages that one phone shows as deleted and the other as they were.
    pub unsent: usize,
    /// How many of them are told as such.
    pub told: usize,
    /// How many others are told as such.
    pub told_wrongly: usize,
}

impl Score {
    /// Adds another.
    pub fn add(&mut self, other: Score) {
        self.pairs += other.pairs;
        self.right += other.right;
        self.wrong += other.wrong;
        self.unsent += other.unsent;
        self.told += other.told;
        self.told_wrongly += other.told_wrongly;
    }

    /// Returns the percentage of true pairs that were found.
    pub fn found(&self) -> f64 {
        100.0 * self.right as f64 / self.pairs.max(1) as f64
    }

    /// Returns how many of a thousand links are wrong.
    pub fn wrong_of_thousand(&self) -> f64 {
        1_000.0 * self.wrong as f64 / (self.right + self.wrong).max(1) as f64
    }
}

/// Holds an alignment to the truth.
pub fn score(first: &Export, second: &Export, aligned: &Aligned) -> Score {
    let places = second.said.iter().zip(0_u32..);
    let places: BTreeMap<usize, u32> = places.map(|(said, place)| (*said, place)).collect();
    let mut truth = BTreeSet::new();
    let mut unsent = BTreeSet::new();
    for (said, a) in first.said.iter().zip(0_u32..) {
        let Some(b) = places.get(said) else { continue };
        let deleted = |row: &Row| row.content == Content::Deleted;
        let (row_a, row_b) = (&first.rows[a as usize], &second.rows[*b as usize]);
        match deleted(row_a) == deleted(row_b) {
            true => truth.insert((a, *b)),
            false => unsent.insert((a, *b)),
        };
    }
    let links = aligned.links.iter();
    let right = links
        .filter(|link| truth.contains(&(link.a, link.b)))
        .count();
    let told = aligned.differences.iter();
    let told = told.filter(|difference| difference.kind == Kind::DeletedOnOne);
    let (told, told_wrongly): (Vec<_>, Vec<_>) =
        told.partition(|difference| unsent.contains(&(difference.a.start, difference.b.start)));
    Score {
        pairs: truth.len(),
        right,
        wrong: aligned.links.len() - right,
        unsent: unsent.len(),
        told: told.len(),
        told_wrongly: told_wrongly.len(),
    }
}
