//! The spreadsheet of a sheet that goes out: what was asked, with what stands around it. A message
//! that stands on several telephones is asked about once; where and how another telephone shows
//! it otherwise stands beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::{ActError, Loaded, SheetAsked};
use crate::appraisal::{Appraisal, Row, Tell, Whys, read_again};
use crate::journal::Purpose;
use crate::message::{Message, MessageId};
use crate::selection::{Effect, Elsewhere};
use crate::sheet::{Column, ColumnKind, Shade, Sheet, SheetRow};
use crate::shown::{shown, shown_lines_bytes};

/// The most UTF-16 units of a text that are put into one cell; the rest follows in the next row.
const MAX_TEXT: usize = 32_000;

/// A message in its place: the index of its source, and of its row there.
type At = (usize, usize);

/// What is told of a message.
struct Told {
    day: String,
    time: String,
    sender: String,
    texts: Vec<String>,
    attachments: Vec<String>,
    why: String,
    outcome: &'static str,
    held: bool,
}

/// Returns a sheet as the spreadsheet that people fill in, with `context` messages before and
/// after each that is asked about.
///
/// # Errors
/// When a source cannot be read again.
pub fn spreadsheet(
    loaded: &mut Loaded,
    asked: &SheetAsked,
    context: usize,
    threads: NonZeroUsize,
) -> Result<Sheet, ActError> {
    let appraisal = loaded.appraisal(threads)?;
    let places = places(&appraisal, asked);
    let around = |&(source, row): &At| {
        let last = appraisal.sources[source].rows.len() - 1;
        let rows = row.saturating_sub(context)..=row.saturating_add(context).min(last);
        rows.map(move |row| (source, row))
    };
    let shown: BTreeSet<At> = places.iter().flat_map(around).collect();
    let others = others(&appraisal, &places);
    let mut to_tell = shown.clone();
    to_tell.extend(others.values().flatten());
    let told = told(loaded, &appraisal, asked.purpose, &to_tell)?;
    let sheet = InSheet {
        asked,
        appraisal: &appraisal,
        told: &told,
        others: &others,
    };
    let mut rows = Vec::new();
    if asked.purpose == Purpose::Sample {
        // In the order in which they were drawn, each with its own surroundings.
        for place in &places {
            for at in around(place) {
                sheet.rows(at, at == *place, &mut rows);
            }
        }
    } else {
        let places: BTreeSet<At> = places.into_iter().collect();
        for at in shown {
            sheet.rows(at, places.contains(&at), &mut rows);
        }
    }
    Ok(Sheet {
        name: asked.purpose.word().to_owned(),
        columns: columns(asked.purpose),
        rows,
    })
}

/// Returns of messages what other telephones have of them or in their place.
fn others(appraisal: &Appraisal, places: &[At]) -> BTreeMap<At, Vec<At>> {
    let of = |place: &At| {
        let others = appraisal.others_of(elsewhere(*place)).into_iter();
        let others = others.map(|other| (other.source as usize, other.row as usize));
        (*place, others.collect())
    };
    places.iter().map(of).collect()
}

fn elsewhere((source, row): At) -> Elsewhere {
    let number = |place| u32::try_from(place).expect("fewer than 2^32 messages and sources");
    Elsewhere {
        source: number(source),
        row: number(row),
    }
}

/// Returns where the messages are that a sheet asks about, in its order.
fn places(appraisal: &Appraisal, asked: &SheetAsked) -> Vec<At> {
    let wanted: BTreeSet<&MessageId> = asked.ids.iter().collect();
    let mut found = BTreeMap::new();
    for (source, appraised) in appraisal.sources.iter().enumerate() {
        for row in 0..appraised.rows.len() {
            let id = appraised.id_of(u32::try_from(row).expect("fewer than 2^32 messages"));
            if wanted.contains(&id) {
                found.insert(id, (source, row));
            }
        }
    }
    let places = asked.ids.iter().filter_map(|id| found.get(id).copied());
    places.collect()
}

fn columns(purpose: Purpose) -> Vec<Column> {
    // What is mostly right comes first in the list.
    let first = match purpose {
        Purpose::Sample => Effect::NotSelected,
        Purpose::Review | Purpose::SecondLook => Effect::Select,
    };
    let mut words = vec![first.word().to_owned()];
    for effect in [
        Effect::Select,
        Effect::Outside,
        Effect::NotSelected,
        Effect::Refer,
    ] {
        if effect != first {
            words.push(effect.word().to_owned());
        }
    }
    let given = [
        ("sheet", 14),
        ("id", 12),
        ("row", 11),
        ("conversation", 24),
        ("day", 11),
        ("time", 9),
        ("sender", 22),
        ("text", 70),
        ("other telephones", 40),
        ("why", 40),
        ("outcome", 12),
        ("held", 6),
    ];
    let given = given.map(|(title, width)| Column::new(title, ColumnKind::Given, width));
    let mut columns = given.to_vec();
    columns.push(Column::new("decision", ColumnKind::Choice(words), 14));
    columns.push(Column::new("because", ColumnKind::Free, 40));
    columns
}

/// Reads what is told of messages, each source once.
fn told(
    loaded: &Loaded,
    appraisal: &Appraisal,
    purpose: Purpose,
    shown: &BTreeSet<At>,
) -> Result<BTreeMap<At, Told>, ActError> {
    let tell = match purpose {
        Purpose::SecondLook => Tell::RulesOnly,
        Purpose::Review | Purpose::Sample => Tell::All,
    };
    let mut told = BTreeMap::new();
    for (index, source) in appraisal.sources.iter().enumerate() {
        if shown.range((index, 0)..(index + 1, 0)).next().is_none() {
            continue;
        }
        let mut whys = Whys::of(&loaded.inputs, source, tell);
        read_again(&loaded.inputs, source, &mut |at, row, message| {
            if shown.contains(&(index, at)) {
                told.insert((index, at), tell_one(&mut whys, at, row, message));
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(told)
}

fn tell_one(whys: &mut Whys<'_>, at: usize, row: &Row, message: &Message<'_>) -> Told {
    let source = whys.source();
    let local = row.local_iso();
    let (day, time) = local.split_once('T').unwrap_or((&local, ""));
    let files = message.attachments.iter().map(|file| {
        let name = shown(file.name.unwrap_or("unnamed")).to_string();
        format!("{name} ({})", file.state.word())
    });
    let body = shown_lines_bytes(message.body).to_string();
    Told {
        day: day.to_owned(),
        time: time.to_owned(),
        sender: shown(source.label(row).unwrap_or("(the app)")).to_string(),
        texts: pieces(&body),
        attachments: files.collect(),
        why: whys.why(at, row, message),
        outcome: match whys.tell() {
            Tell::All => row.settled.outcome.word(),
            Tell::RulesOnly => "",
        },
        held: row.held,
    }
}

/// Cuts a text into pieces that a cell takes; the pieces together are the text.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        units += c.len_utf16();
        if units > MAX_TEXT {
            pieces.push(String::new());
            units = c.len_utf16();
        }
        pieces
            .last_mut()
            .expect("there is one from the start")
            .push(c);
    }
    pieces
}

/// A sheet being laid out.
struct InSheet<'a> {
    asked: &'a SheetAsked,
    appraisal: &'a Appraisal,
    told: &'a BTreeMap<At, Told>,
    /// Of the messages that are asked about, what other telephones have in their place.
    others: &'a BTreeMap<At, Vec<At>>,
}

/// The word of a row that shows what another telephone has in the place of the message above it.
const ELSEWHERE: &str = "elsewhere";

impl InSheet<'_> {
    /// Adds the rows of a message, and where it is asked about, those of what another telephone
    /// shows in its place with other words or another file.
    fn rows(&self, at: At, is_asked: bool, rows: &mut Vec<SheetRow>) {
        if !is_asked {
            self.rows_of(at, ("context", Shade::Context), rows);
            return;
        }
        self.rows_of(at, ("asked", Shade::Asked), rows);
        let held = |at: &At| {
            self.told
                .get(at)
                .map(|told| (&told.texts, &told.attachments))
        };
        for other in self.others.get(&at).into_iter().flatten() {
            if held(other) != held(&at) {
                self.rows_of(*other, (ELSEWHERE, Shade::Context), rows);
            }
        }
    }

    /// Adds the rows of a message: its own, one for each further piece of a long text, and one for
    /// each attachment.
    fn rows_of(&self, at: At, (word, shade): (&str, Shade), rows: &mut Vec<SheetRow>) {
        let Some(told) = self.told.get(&at) else {
            return;
        };
        let mut texts = told.texts.iter();
        let text = texts.next().map_or("", String::as_str);
        rows.push(self.row(at, word, text, shade));
        for text in texts {
            rows.push(self.row(at, "continued", text, Shade::Context));
        }
        for file in &told.attachments {
            rows.push(self.row(at, "attachment", file, Shade::Context));
        }
    }

    fn row(&self, at: At, word: &str, text: &str, shade: Shade) -> SheetRow {
        let source = &self.appraisal.sources[at.0];
        let told = &self.told[&at];
        let row = u32::try_from(at.1).expect("fewer than 2^32 messages");
        let is_message = ["asked", "context", ELSEWHERE].contains(&word);
        let elsewhere = match word {
            "asked" => self.appraisal.elsewhere_in_words(elsewhere(at)).join("\n"),
            _ => String::new(),
        };
        let only = |text: &str| {
            if is_message {
                text.to_owned()
            } else {
                String::new()
            }
        };
        SheetRow {
            cells: vec![
                self.asked.id.clone(),
                source.id_of(row).to_string(),
                word.to_owned(),
                shown(&source.conversation.title).to_string(),
                told.day.clone(),
                told.time.clone(),
                told.sender.clone(),
                text.to_owned(),
                elsewhere,
                only(&told.why),
                only(told.outcome),
                only(if told.held { "held" } else { "" }),
                String::new(),
                String::new(),
            ],
            shade,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_nothing_of_it_is_lost() {
        for text in ["", "short", &"é👨".repeat(30_000)] {
            let pieces = pieces(text);
            assert_eq!(pieces.concat(), text);
            let longest = pieces.iter().map(|piece| piece.encode_utf16().count());
            assert!(longest.max().unwrap() <= MAX_TEXT);
        }
    }
}
