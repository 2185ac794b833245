//! Reads the messages that are transferred once, and the pictures and contact cards with them, for
//! what helps a reviewer: personal data that can be seen, and the language of the words.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::acts::{ActError, Loaded};
use crate::appraisal::{Appraisal, Row, SourceAppraised, read_again};
use crate::container::{self, Container};
use crate::message::{self, Message};
use crate::pack::{ChatPlan, PartNames, PartPlan, Plan, known};
use crate::parallel::try_map;
use crate::personal::{Kind, PictureSeen, is_picture, look, look_at_picture};
use crate::sheet::guarded;

/// The columns of `personal-data.csv`, in order.
const COLUMNS: [&str; 6] = ["record", "message", "message_id", "kind", "text", "how"];
/// So many finds of a record are listed; the others are counted.
const MOST_LISTED: usize = 10_000;
/// So much of a contact card is read.
const MOST_CARD: u64 = 1 << 20;
/// So much of the words of a record tells its language.
const MOST_WORDS: usize = 1 << 14;

/// What was seen in a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordLooked {
    /// How often each kind of personal data was seen.
    pub counts: BTreeMap<Kind, u64>,
    /// The language of its words, where they tell, in a word of TNA's.
    pub language: Option<&'static str>,
    /// Whether consign cannot look into it: of a film or a document, say.
    pub unseen: bool,
    listed: Vec<Listed>,
    words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    message: u32,
    id: String,
    kind: Kind,
    text: String,
    how: &'static str,
}

/// What was seen in every record, by its path.
pub type Looked = BTreeMap<String, RecordLooked>;

impl RecordLooked {
    /// Returns the counts in words: "3 phone numbers, 1 postcode"; nothing where nothing was seen.
    pub fn in_words(&self) -> String {
        let counts = self.counts.iter().map(|(kind, &count)| {
            let (one, many) = kind.names();
            format!("{count} {}", if count == 1 { one } else { many })
        });
        counts.collect::<Vec<_>>().join(", ")
    }

    fn saw(&mut self, message: u32, id: &str, kind: Kind, text: &str, how: &'static str) {
        *self.counts.entry(kind).or_default() += 1;
        if self.listed.len() < MOST_LISTED {
            self.listed.push(Listed {
                message,
                id: id.to_owned(),
                kind,
                text: text.chars().take(200).collect(),
                how,
            });
        }
    }

    fn look_at(&mut self, message: u32, id: &str, text: &str, wanted: impl Fn(Kind) -> bool) {
        for seen in look(text).into_iter().filter(|seen| wanted(seen.kind)) {
            let words = text.get(seen.range).unwrap_or_default();
            self.saw(message, id, seen.kind, words, seen.how);
        }
    }
}

/// Looks at everything that is transferred as the selection stands.
///
/// # Errors
/// When a source cannot be read again.
pub(super) fn looked(
    loaded: &Loaded,
    appraisal: &Appraisal,
    plan: &Plan,
    threads: NonZeroUsize,
) -> Result<Looked, ActError> {
    let chats: Vec<&ChatPlan> = plan.chats.iter().collect();
    let looked = try_map(chats, threads, |chat| {
        let source = &appraisal.sources[chat.source];
        let mut looked = messages(loaded, source, chat)?;
        participants(loaded, source, chat, &mut looked);
        attachments(loaded, source, chat, &mut looked)?;
        Ok::<_, ActError>(looked)
    })?;
    Ok(looked.into_iter().flatten().collect())
}

fn messages(
    loaded: &Loaded,
    source: &SourceAppraised,
    chat: &ChatPlan,
) -> Result<Looked, ActError> {
    let mut looked = Looked::new();
    let mut names = PartNames::of(loaded.inputs.settings.parts);
    read_again(&loaded.inputs, source, &mut |index, row, message| {
        let number = chat.numbers.get(index).copied().unwrap_or_default();
        if number == 0 {
            return ControlFlow::Continue(());
        }
        if let Some(part) = chat.parts.get(names.part(row.date())) {
            let record = looked.entry(part.transcript.clone()).or_default();
            let id = format!("{}-{}", source.source.id, row.offset);
            look_at_message(record, number, &id, message);
        }
        ControlFlow::Continue(())
    })?;
    for record in looked.values_mut() {
        record.language = language(&std::mem::take(&mut record.words));
    }
    Ok(looked)
}

fn part_of<'a>(loaded: &Loaded, chat: &'a ChatPlan, row: &Row) -> Option<&'a PartPlan> {
    let part = loaded.inputs.settings.parts.part(row.date());
    chat.parts.get(&part)
}

fn look_at_message(record: &mut RecordLooked, number: u32, id: &str, message: &Message<'_>) {
    let (lead, body) = (
        String::from_utf8_lossy(message.lead),
        String::from_utf8_lossy(message.body),
    );
    record.look_at(number, id, &body, |_| true);
    // The app's own words name files, whose digits are no numbers; but places they do name.
    record.look_at(number, id, &lead, |kind| kind == Kind::Place);
    let place = message.kind == message::Kind::Location;
    if place && !format!("{lead}{body}").contains("://") {
        record.saw(number, id, Kind::Place, &body, "a place was shared");
    }
    let mut names = message.attachments.iter().filter_map(|file| file.name);
    let card = names.find(|name| is_card(name));
    if let Some(name) = card {
        record.saw(
            number,
            id,
            Kind::ContactCard,
            name,
            "a contact card is attached",
        );
    } else if message.kind == message::Kind::Contact {
        record.saw(number, id, Kind::ContactCard, &body, "a contact was shared");
    }
    if message.sender.is_some() && record.words.len() < MOST_WORDS {
        record.words.push_str(&body);
        record.words.push('\n');
    }
}

fn is_card(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("vcf")
}

/// Returns the language that words are in, of those that TNA knows, when it can be told.
fn language(words: &str) -> Option<&'static str> {
    use whatlang::Lang;
    let told = whatlang::detect(words).filter(whatlang::Info::is_reliable)?;
    Some(match told.lang() {
        Lang::Ara => "Arabic",
        Lang::Ben => "Bengali",
        Lang::Cmn => "Chinese",
        Lang::Cym => "Welsh",
        Lang::Deu => "German",
        Lang::Eng => "English",
        Lang::Guj => "Gujarati",
        Lang::Hin => "Hindi",
        Lang::Ita => "Italian",
        Lang::Lav => "Latvian",
        Lang::Lit => "Lithuanian",
        Lang::Pan => "Punjabi",
        Lang::Pol => "Polish",
        Lang::Por => "Portuguese",
        Lang::Rus => "Russian",
        Lang::Urd => "Urdu",
        Lang::Vie => "Vietnamese",
        _ => return None,
    })
}

/// Looks at the labels in the files of participants of a conversation. They are of no message: the
/// export stands in its place.
fn participants(loaded: &Loaded, source: &SourceAppraised, chat: &ChatPlan, looked: &mut Looked) {
    for part in chat.parts.values() {
        let record = looked.entry(part.participants.clone()).or_default();
        for person in known(&loaded.inputs, source, part) {
            for used in &person.labels {
                record.look_at(0, source.source.id.as_str(), &used.label, |_| true);
            }
        }
    }
}

/// Looks at the attachments of a conversation, each with the first message that carries it.
fn attachments(
    loaded: &Loaded,
    source: &SourceAppraised,
    chat: &ChatPlan,
    looked: &mut Looked,
) -> Result<(), ActError> {
    let mut carriers: BTreeMap<(&str, u32), u32> = BTreeMap::new();
    for file in &source.attachments {
        let row = file.row as usize;
        let number = chat.numbers.get(row).copied().unwrap_or_default();
        let part = source
            .rows
            .get(row)
            .and_then(|row| part_of(loaded, chat, row));
        if let (Some(part), Some(entry), 1..) = (part, file.entry, number) {
            carriers
                .entry((&part.transcript, entry))
                .or_insert(file.row);
        }
    }
    if carriers.is_empty() {
        return Ok(());
    }
    let path = source.source.path(&loaded.inputs.batch);
    let export = container::open(&path, loaded.inputs.budget)?;
    for part in chat.parts.values() {
        for (&entry, attachment) in &part.attachments {
            let Some(&row) = carriers.get(&(part.transcript.as_str(), entry)) else {
                continue;
            };
            let number = chat.numbers[row as usize];
            let id = format!("{}-{}", source.source.id, source.rows[row as usize].offset);
            let record = looked.entry(attachment.path.clone()).or_default();
            let name = &source.entries[entry as usize];
            look_at_file(record, (number, &id), name, export.as_ref(), entry as usize)?;
        }
    }
    Ok(())
}

fn look_at_file(
    record: &mut RecordLooked,
    (number, id): (u32, &str),
    name: &str,
    export: &dyn Container,
    entry: usize,
) -> Result<(), ActError> {
    let cannot = |error: std::io::Error| container::OpenError::Entry {
        at: crate::place::Place::file(name),
        why: error.to_string(),
    };
    if is_card(name) {
        let mut bytes = Vec::new();
        let from = export.open(entry)?;
        from.take(MOST_CARD)
            .read_to_end(&mut bytes)
            .map_err(cannot)?;
        let text = String::from_utf8_lossy(&bytes);
        record.saw(
            number,
            id,
            Kind::ContactCard,
            name,
            "the file is a contact card",
        );
        record.look_at(number, id, &text, |kind| kind != Kind::ContactCard);
    } else if is_picture(name) {
        let mut from = export.open(entry)?;
        match look_at_picture(from.as_mut()).map_err(cannot)? {
            PictureSeen::Place(place) => {
                let text = place.to_string();
                record.saw(
                    number,
                    id,
                    Kind::Place,
                    &text,
                    "where the picture was taken",
                );
            }
            PictureSeen::NoPlace => {}
            PictureSeen::NotUnderstood => record.unseen = true,
        }
    } else {
        record.unseen = true;
    }
    Ok(())
}

/// Writes the list of everything that was seen. It stays in the department.
pub(super) fn personal_data_csv(looked: &Looked) -> Vec<u8> {
    let infallible = "a CSV in memory can be written";
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS).expect(infallible);
    for (record, looked) in looked {
        for one in &looked.listed {
            // A label is of no message.
            let message = Some(one.message).filter(|&n| n > 0);
            let message = message.map(|n| n.to_string()).unwrap_or_default();
            let text = guarded(&one.text);
            let cells = [record, &message, &one.id, one.kind.word(), &text, one.how];
            writer.write_record(cells).expect(infallible);
        }
        let all: u64 = looked.counts.values().sum();
        let more = all.saturating_sub(looked.listed.len() as u64);
        if more > 0 {
            let how = format!("{more} more are counted and not listed");
            let cells = [record.as_str(), "", "", "", "", &how];
            writer.write_record(cells).expect(infallible);
        }
    }
    writer.into_inner().expect(infallible)
}
