//! WhatsApp's "Export chat": a text file, or a ZIP or folder that holds one with its media.
//!
//! A file is read twice. The first pass ([`survey`]) collects what the whole file says: the form
//! of its headers, the order of its dates, who speaks. The second ([`emit`]) hands over every
//! message. Neither holds more than one message in memory, and a header that is not understood is
//! refused, or left in the text it stands in with a warning, but never guessed at.
//!
//! | file | what it settles |
//! | --- | --- |
//! | [`chat_file`], [`title`], [`sight`], [`encoding`] | which file is the chat, and whether it is one |
//! | [`feed`], [`decoding`] | lines, in bounded memory |
//! | [`header`], [`form`], [`odd`], [`weekday`], [`marks`] | what a line looks like |
//! | [`wide`], [`wide_date`], [`wide_time`], [`slots`], [`numerals`], [`cldr`] | the same, of the headers that only few telephones write |
//! | [`survey`], [`dominant`], [`sample`], [`order`], [`elimination`], [`considered`], [`asked`], [`date`], [`calendars`], [`zone`], [`pasted`] | what is decided about the whole file, and why |
//! | [`dialect`], [`line_ends`] | what the words in its headers mean, and where messages can begin |
//! | [`sender`], [`notice`] | who speaks |
//! | [`marker`], [`carried`], [`media`], [`poll`], [`phrases`], [`app_words`], [`fold`], [`learned`], [`languages`] | what the app wrote into a message, and in which language |
//! | [`emit`], [`day_clock`], [`text`], [`tally`] | the messages, and the account of every byte |

mod app_words;
mod asked;
mod calendars;
mod carried;
mod chat_file;
mod cldr;
mod considered;
mod date;
mod day_clock;
mod decoding;
mod dialect;
mod dominant;
mod elimination;
mod emit;
mod encoding;
mod feed;
mod fold;
mod form;
mod header;
mod languages;
mod learned;
mod line_ends;
mod marker;
mod marks;
mod media;
mod notice;
mod number;
mod numerals;
mod odd;
mod order;
mod pasted;
mod phrases;
mod poll;
mod said;
mod sample;
mod sender;
mod sight;
mod slots;
mod survey;
mod tally;
mod text;
mod title;
mod weekday;
mod wide;
mod wide_date;
mod wide_time;
mod zone;

use chrono::Datelike as _;

use self::chat_file::Found;
use self::date::Year;
use self::dialect::Dialect;
use self::emit::{Decided, Emission};
use self::feed::Feed;
use self::form::{First, Frame};
use self::line_ends::Boundary;
use self::media::Files;
use self::order::{Undecided, grouped};
use self::survey::{FormSurvey, Survey};
use super::{
    Account, Evidence, FirstPass, Flow, Intake, Level, Question, ReadError, Sighting, SourceFormat,
    Stated, TextEncoding,
};
use crate::container::Container;
use crate::message::{Conversation, ConversationKind};
use crate::place::Place;
use crate::shown::shown;

/// WhatsApp's text export.
pub struct WhatsAppText;

/// What this export leaves out, whatever the chat held.
const NEVER_EXPORTED: &[(&str, &str)] = &[
    ("replies", "which message another one answers or quotes"),
    ("forwards", "that a message was forwarded, and from whom"),
    ("reactions", "reactions to messages"),
    (
        "stars",
        "which messages were starred, and whether the chat was archived",
    ),
    (
        "receipts",
        "when messages were sent, delivered, read or played",
    ),
    ("poll-voters", "who voted for what in a poll"),
    (
        "edit-history",
        "what an edited message said before, and when it was edited",
    ),
    ("message-ids", "the app's own identifiers of messages"),
    (
        "silent-members",
        "people who belonged to the chat and never spoke",
    ),
    ("roster", "the list of the members of a group"),
    ("exporter", "who made the export"),
];

impl SourceFormat for WhatsAppText {
    fn id(&self) -> &'static str {
        "whatsapp-text"
    }

    fn title(&self) -> &'static str {
        "WhatsApp chat export"
    }

    fn app(&self) -> &'static str {
        "WhatsApp"
    }

    fn prefix(&self) -> &'static str {
        "wa"
    }

    fn never_exported(&self) -> &'static [(&'static str, &'static str)] {
        NEVER_EXPORTED
    }

    fn number_change(&self, notice: &[u8]) -> Option<(String, String)> {
        number::change(notice)
    }

    fn sight(&self, export: &dyn Container) -> Result<Sighting, ReadError> {
        Ok(match chat_file::find(export)? {
            Found::Chat(_, sighting) => sighting,
            Found::None(why) => Sighting::No { why },
            // It is one all the same: the reader says what to do about it.
            Found::Several(indices) => Sighting::Plausible {
                why: chat_file::several_words(export, &indices),
            },
        })
    }

    fn first_pass(&self, export: &dyn Container, stated: &Stated) -> Result<FirstPass, ReadError> {
        let chat = chat_file::the_chat(export, stated.chat.as_ref().map(|chat| chat.value))?;
        let files = files_beside(export, chat);
        Ok(FirstPass::found(first_pass(export, chat, stated, &files)?))
    }

    fn read_after(
        &self,
        first: &FirstPass,
        export: &dyn Container,
        stated: &Stated,
        intake: &mut dyn Intake,
    ) -> Result<Account, ReadError> {
        let (dialect, survey): &(Dialect, FormSurvey) = first.get();
        let chat = chat_file::the_chat(export, stated.chat.as_ref().map(|chat| chat.value))?;
        let name = export.entries()[chat].name.as_str();
        let files = files_beside(export, chat);
        let (order, order_evidence) =
            order::decide(survey, stated).map_err(|why| undecided(name, why))?;
        let (zone, zone_evidence) = zone::decide(stated, name, &survey.first)?;

        go_on(intake.conversation(&conversation(export, chat, survey)))?;
        let form = [form_evidence(survey, dialect), platform_evidence(survey)];
        let known = form.into_iter().chain([order_evidence, zone_evidence]);
        for evidence in known.chain(encoding_evidence(stated)) {
            go_on(intake.evidence(&evidence))?;
        }

        let decided = Decided {
            form: survey.form,
            dialect: dialect.clone(),
            order,
            zone,
            habit: survey.habit(),
            decodable: survey.decodable,
            suspected: &survey.appearances.suspected(order),
            senders: &survey.senders,
            files: &files,
            learned: &survey.learned,
        };
        let feed = Feed::stated(name, export.open(chat)?, encoding_of(stated));
        let emission = Emission::new(name, feed, decided, export.entries().len());
        let tally = emission.run(intake)?;
        if tally.account.messages == 0 {
            return Err(no_message(name, survey));
        }
        tally.finish(export, chat, &files.compared())
    }
}

/// Returns the files that messages can carry.
fn files_beside(export: &dyn Container, chat: usize) -> Files<'_> {
    let name = export.entries()[chat].name.as_str();
    Files::beside(name, export, |index, entry| {
        index != chat && !chat_file::is_control(&entry.name)
    })
}

/// Surveys a file, again where the first survey shows that its headers have words.
fn first_pass(
    export: &dyn Container,
    chat: usize,
    stated: &Stated,
    files: &Files<'_>,
) -> Result<(Dialect, FormSurvey), ReadError> {
    let name = &export.entries()[chat].name;
    let mut dialect = Dialect::default();
    dialect.year = Year::until(stated.exported_on);
    let mut found = survey_file(export, chat, stated, files, &dialect)?;
    if found.candidates() * FEW_HEADERS < found.lines() {
        let worded = dialect.worded();
        let more = survey_file(export, chat, stated, files, &worded)?;
        if more.candidates() > found.candidates() * 2 {
            (found, dialect) = (more, worded);
        }
    }
    if found.first() == First::Time {
        dialect.first = First::Time;
        found = survey_file(export, chat, stated, files, &dialect)?;
    }
    let spelt = found.spelt();
    dialect.boundary = found.boundary();
    if let Some((form, spellings)) = &spelt {
        dialect.form = Some(*form);
        dialect
            .settle(spellings)
            .map_err(|unsettled| dominant::unknown(name, &unsettled.first, &unsettled.why))?;
    }
    if spelt.is_some() || matches!(dialect.boundary, Boundary::CrLf(1..)) {
        found = survey_file(export, chat, stated, files, &dialect)?;
    }
    let survey = found.dominant(name, stated.encoding.as_ref().map(|said| said.value))?;
    match &survey.yearless {
        Some(sample) if stated.exported_on.is_none() => Err(ReadError::Undecided {
            at: Place::line(name, sample.line),
            question: date::no_year(&sample.written()),
        }),
        _ => Ok((dialect, survey)),
    }
}

/// Headers on fewer lines than one in so many: they may begin in another way.
const FEW_HEADERS: u64 = 20;

fn survey_file(
    export: &dyn Container,
    chat: usize,
    stated: &Stated,
    files: &Files<'_>,
    dialect: &Dialect,
) -> Result<Survey, ReadError> {
    let name = &export.entries()[chat].name;
    let mut feed = Feed::stated(name, export.open(chat)?, encoding_of(stated));
    let start = feed.start()?;
    if stated.encoding.is_none()
        && let Some(guess) = encoding::guess(start)
    {
        return Err(ReadError::Undecided {
            at: Place::file(name),
            question: format!(
                "it seems to be {guess}, so another program has saved it again; use the export as \
                 WhatsApp made it, or state --encoding {guess}"
            ),
        });
    }
    if start.starts_with(encoding::BYTE_ORDER_MARK) {
        feed.pass(encoding::BYTE_ORDER_MARK.len());
    }
    let exported = stated.exported_on.and_then(|day| {
        Some(date::Day {
            year: u16::try_from(day.year()).ok()?,
            month: day.month() as u16,
            day: day.day() as u16,
        })
    });
    survey::survey(&mut feed, files, exported, dialect)
}

fn encoding_of(stated: &Stated) -> TextEncoding {
    let said = stated.encoding.as_ref();
    said.map_or(TextEncoding::UTF_8, |said| said.value)
}

fn encoding_evidence(stated: &Stated) -> Option<Evidence> {
    let said = stated.encoding.as_ref()?;
    Some(Evidence {
        question: Question::Encoding,
        answer: said.value.to_string(),
        level: Level::Stated,
        because: format!("{} stated it", shown(&said.by)),
        considered: Vec::new(),
    })
}

/// Lines looked like headers and none could be read: a name that is not UTF-8, for one.
fn no_message(name: &str, survey: &FormSurvey) -> ReadError {
    ReadError::UnknownDialect {
        at: Place::line(name, survey.first.line).at_byte(survey.first.byte),
        why: format!(
            "no line of it could be read as the beginning of a message; the first that looks \
             like one is: {}",
            shown(&survey.first.text)
        ),
    }
}

fn undecided(name: &str, why: Undecided) -> ReadError {
    match why {
        Undecided::Ask(line, question) => ReadError::Undecided {
            at: Place::line(name, line),
            question,
        },
        Undecided::Refuse(line, why) => ReadError::UnknownDialect {
            at: Place::line(name, line),
            why,
        },
    }
}

fn go_on(flow: Flow) -> Result<(), ReadError> {
    match flow {
        Flow::Continue(()) => Ok(()),
        Flow::Break(()) => Err(ReadError::Stopped),
    }
}

fn conversation(export: &dyn Container, chat: usize, survey: &FormSurvey) -> Conversation {
    let named = chat_file::title_of(export, chat);
    let title = named.or_else(|| survey.subject.clone()).unwrap_or_default();
    let speaks = survey.senders.speaks(&title);
    let kind = match survey.senders.speakers() {
        _ if survey.group_notices > 0 => ConversationKind::Group,
        3.. => ConversationKind::Group,
        2 => ConversationKind::Direct,
        _ if speaks => ConversationKind::Direct,
        _ => ConversationKind::Unknown,
    };
    Conversation {
        title,
        kind,
        entry: export.entries()[chat].name.clone(),
        entry_index: chat,
    }
}

fn form_evidence(survey: &FormSurvey, dialect: &Dialect) -> Evidence {
    let read = survey.lines - survey.no_day;
    Evidence {
        question: Question::HeaderForm,
        answer: survey.form.pattern(),
        level: Level::Strong,
        because: format!(
            "{} so, the first on line {}{}{}",
            match read {
                1 => "1 line begins".to_owned(),
                _ => format!("{} lines begin", grouped(read)),
            },
            survey.first.line,
            calendars::words(survey),
            line_ends::words(dialect.boundary)
        ),
        considered: Vec::new(),
    }
}

fn platform_evidence(survey: &FormSurvey) -> Evidence {
    let (answer, because) = match survey.form.frame {
        Frame::Brackets => ("iPhone", "date and time stand in brackets"),
        Frame::Colon => ("iPhone", "a colon follows the time, as on old iPhones"),
        Frame::Hyphen | Frame::Dash => ("Android", "a hyphen follows the time"),
        Frame::Comma => ("not known", "a comma follows the time"),
        Frame::Semicolon => ("not known", "a semicolon follows the time"),
    };
    Evidence {
        question: Question::Platform,
        answer: answer.to_owned(),
        level: Level::Strong,
        because: because.to_owned(),
        considered: Vec::new(),
    }
}
