//! Writes the text of an export: messages of the length and the mixture of real ones.

use std::fmt::Write as _;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use super::Numbers;

/// The senders of every conversation, all of them in the register.
pub const SENDERS: [&str; 8] = [
    "Secretary of State",
    "Permanent Secretary",
    "Special Adviser",
    "Principal Private Secretary",
    "Private Secretary (Energy)",
    "Director Winter Planning",
    "Press Officer",
    "+44 7700 900123",
];

/// What no rule looks for.
pub(super) const PLAIN: [&str; 32] = [
    "Good morning, can we move the meeting to Tuesday?",
    "I left the papers on your desk, all of them",
    "Yes",
    "The note is with the private office; they will send comments by four",
    "Who is chairing this afternoon?",
    "Back in ten",
    "That is not how I remember it 🙂",
    "See https://www.example.org/policy?id=12345 and tell me what you think",
    "The line dropped, ringing you again",
    "He said the same to me yesterday, and to the board the day before that",
    "No, the other one",
    "I’ll circulate the readout when it is typed up",
    "Can someone let the desk know that we are moving rooms",
    "The numbers came in late and I have not looked at them",
    "👍🏽",
    "It went as well as these things go",
    "We asked for three and were offered one",
    "Friday is better for me, but I can do Thursday after two if the others cannot",
    "Not in the office today",
    "Has the committee written back?",
    "They want a page, so a page is what they will get",
    "I am in the committee until six, then travelling",
    "Ask the clerk for the earlier version, the one before the comments",
    "The café on the corner is open again",
    "Two of the figures do not add up, I think the second table is from last year",
    "We will need a lawyer in the room",
    "It can wait until Monday",
    "What does the other department say?",
    "I read it on the train and have three small points",
    "She will ring you from the car",
    "Happy with that",
    "It depends on what they come back with, and when, and whether anyone has told the region",
];

/// What the rules of [`super::rules`] look for, each at least once.
const SOUGHT: [&str; 20] = [
    "Agreed, buy forty and lease sixty",
    "The Secretary of State has approved the second option",
    "It was decided on the call that depots stay open",
    "Go ahead with the order",
    "Please get me the advice before the committee",
    "Make sure the region hears it from us first",
    "Storage is down to 61% and falling",
    "Gritting starts at midnight in the north",
    "Oxygen deliveries are two days behind",
    "The generator contract runs out in March",
    "We should tell the select committee what we knew",
    "The submission says the opposite on page four",
    "Legal advice is that we cannot do it without regulations",
    "The regulator will publish its finding on Thursday",
    "The budget for this is gone by February",
    "Treasury will not fund more than half of it",
    "The minister wants an answer for the debate",
    "The leaflets came back from the printer",
    "Mum has an appointment with the dentist, I am off at three",
    "Running late, see you in the lobby",
];

/// The form in which an app writes its export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `04/11/2020, 09:15 - Name: text`
    Android,
    /// `[04/11/2020, 09:15:22] Name: text`
    Apple,
}

/// The text of an export, and what is to be known of it.
pub struct Chat {
    /// The text.
    pub text: String,
    /// How many messages it has, the app's own counted.
    pub messages: usize,
    /// The byte offset of a message of a person, for every thousandth message or so.
    pub offsets: Vec<usize>,
    /// The names of the files that its messages carry.
    pub media: Vec<String>,
}

/// When a conversation was held, and how much was said in it.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The day of its first message.
    pub from: NaiveDate,
    /// Over how many days it goes.
    pub days: usize,
    /// How many messages it has.
    pub messages: usize,
    /// How many files are exported with it.
    pub media: usize,
}

/// Writes a conversation. The same arguments give the same text.
pub fn chat(form: Form, extent: Extent, seed: u64) -> Chat {
    let mut numbers = Numbers::new(seed);
    let mut chat = Chat {
        text: String::new(),
        messages: 0,
        offsets: Vec::new(),
        media: Vec::new(),
    };
    let every = extent.messages / extent.media.max(1);
    for place in 0..extent.messages {
        let at = moment(extent, place, &mut numbers);
        let with_file = place % every == every / 2 && chat.media.len() < extent.media;
        let notice = place == 0 || numbers.below(200) == 0;
        if place % 1_000 == 500 && !notice && !with_file {
            chat.offsets.push(chat.text.len());
        }
        match (notice, with_file) {
            (true, _) => write_notice(&mut chat.text, form, at, place),
            (false, true) => write_file(&mut chat, form, at),
            (false, false) => write_words(&mut chat.text, form, at, &mut numbers),
        }
        end_line(&mut chat.text, form);
        chat.messages += 1;
    }
    chat
}

/// Messages come evenly, between seven in the morning and ten at night.
pub(super) fn moment(extent: Extent, place: usize, numbers: &mut Numbers) -> NaiveDateTime {
    let per_day = extent.messages.div_ceil(extent.days);
    let (day, nth) = (place / per_day, place % per_day);
    let step = 54_000 / per_day;
    let second = 25_200 + nth * step + numbers.below(step.max(1));
    let time = u32::try_from(second).ok();
    let time = time.and_then(|s| NaiveTime::from_num_seconds_from_midnight_opt(s, 0));
    let day = extent.from.checked_add_days(Days::new(day as u64));
    day.zip(time)
        .map(|(day, time)| day.and_time(time))
        .expect("the days are days of our time")
}

/// Writes the moment of a message as an app does.
pub(super) fn write_header(to: &mut String, form: Form, at: NaiveDateTime) {
    let (day, month, year) = (at.day(), at.month(), at.year());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    let written = match form {
        Form::Android => write!(to, "{day:02}/{month:02}/{year}, {hour:02}:{minute:02} - "),
        Form::Apple => write!(
            to,
            "[{day:02}/{month:02}/{year}, {hour:02}:{minute:02}:{second:02}] "
        ),
    };
    written.expect("a text can be written to");
}

/// Ends a message as an app does.
pub(super) fn end_line(to: &mut String, form: Form) {
    to.push_str(match form {
        Form::Android => "\n",
        Form::Apple => "\r\n",
    });
}

fn write_notice(to: &mut String, form: Form, at: NaiveDateTime, place: usize) {
    write_header(to, form, at);
    let mark = if form == Form::Apple { "\u{200e}" } else { "" };
    let name = match form {
        Form::Android => "",
        Form::Apple => "Press Officer: ",
    };
    to.push_str(name);
    to.push_str(mark);
    to.push_str(match place {
        0 => {
            "Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them."
        }
        _ => "Principal Private Secretary added Press Officer",
    });
}

fn write_file(chat: &mut Chat, form: Form, at: NaiveDateTime) {
    let number = chat.media.len() + 1;
    let (name, words) = match form {
        Form::Android => {
            let name = format!("IMG-{}-WA{number:04}.jpg", at.format("%Y%m%d"));
            (name.clone(), format!("\u{200e}{name} (file attached)"))
        }
        Form::Apple => {
            let at = at.format("%Y-%m-%d-%H-%M-%S");
            let name = format!("{number:08}-PHOTO-{at}.jpg");
            (name.clone(), format!("\u{200e}<attached: {name}>"))
        }
    };
    if form == Form::Apple {
        chat.text.push('\u{200e}');
    }
    write_header(&mut chat.text, form, at);
    chat.text.push_str(SENDERS[number % SENDERS.len()]);
    chat.text.push_str(": ");
    chat.text.push_str(&words);
    chat.media.push(name);
}

fn write_words(to: &mut String, form: Form, at: NaiveDateTime, numbers: &mut Numbers) {
    let omitted = numbers.below(100) < 4;
    if omitted && form == Form::Apple {
        to.push('\u{200e}');
    }
    write_header(to, form, at);
    to.push_str(SENDERS[numbers.below(SENDERS.len())]);
    to.push_str(": ");
    if omitted {
        to.push_str(match form {
            Form::Android => "<Media omitted>",
            Form::Apple => "\u{200e}image omitted",
        });
        return;
    }
    to.push_str(PLAIN[numbers.below(PLAIN.len())]);
    // One message in seven says something that a rule looks for.
    if numbers.below(7) == 0 {
        to.push_str(". ");
        to.push_str(SOUGHT[numbers.below(SOUGHT.len())]);
    }
    // Three in a hundred go over several lines.
    if numbers.below(100) < 3 {
        for _ in 0..=numbers.below(3) {
            to.push('\n');
            to.push_str(PLAIN[numbers.below(PLAIN.len())]);
        }
    }
}
