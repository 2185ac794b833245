//! A generator of exports that shares no code with the reader: it writes what a telephone would.

use proptest::prelude::*;

/// A message as it was meant.
#[derive(Debug, Clone)]
pub struct Meant {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub sender: &'static str,
    pub body: String,
}

/// What a telephone writes first in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    Day,
    Month,
    Year,
}

/// How a telephone writes a header.
#[derive(Debug, Clone)]
pub struct Style {
    pub order: First,
    pub separator: char,
    pub two_digit_year: bool,
    pub padded: bool,
    pub brackets: bool,
    pub seconds: bool,
    pub comma: bool,
    pub time_separator: char,
    /// What stands before and as AM and PM, or nothing for 24 hours.
    pub halves: Option<(&'static str, [&'static str; 2])>,
    pub mark: &'static str,
    pub line_end: &'static str,
    pub byte_order_mark: bool,
    pub last_line_end: bool,
}

const NAMES: &[&str] = &[
    "Clerk",
    "Deputy Director",
    "+44 7700 900123",
    "~\u{202f}Private Secretary",
    "Élodie \"Press\" Office",
    "👩\u{200d}⚖️",
    "D",
    "Desk 2",
];

/// Returns a message in plain words from everybody: it settles where each name ends.
pub fn plain_words() -> impl Iterator<Item = Meant> {
    NAMES.iter().map(|sender| Meant {
        year: 2030,
        month: 1,
        day: 31,
        hour: 12,
        minute: 0,
        second: 0,
        sender,
        body: "yes".to_owned(),
    })
}

const WORDS: &[&str] = &[
    "hello",
    "I left",
    "added",
    "see 12/03/2021",
    "a: b",
    "",
    " ",
    "£5 – café",
    "👍🏽",
    "1",
    "[",
    "- x",
    "at 10:30",
    "\u{a0}",
    "\t",
    "image omitted?",
    "end.",
];

pub fn style() -> impl Strategy<Value = Style> {
    let order = prop_oneof![Just(First::Day), Just(First::Month), Just(First::Year)];
    let halves = prop_oneof![
        Just(None),
        Just(Some((" ", ["AM", "PM"]))),
        Just(Some(("\u{202f}", ["AM", "PM"]))),
        Just(Some(("\u{a0}", ["am", "pm"]))),
        Just(Some((" ", ["a.m.", "p.m."]))),
        Just(Some(("\u{202f}", ["a.\u{a0}m.", "p.\u{a0}m."]))),
        Just(Some(("", ["am", "pm"]))),
    ];
    let mark = prop_oneof![Just(""), Just("\u{200e}"), Just("\u{200f}")];
    let separators = (
        prop_oneof![Just('/'), Just('.'), Just('-')],
        prop_oneof![3 => Just(':'), 1 => Just('.')],
        prop_oneof![Just("\n"), Just("\r\n")],
    );
    let switches = (any::<[bool; 7]>(), order, halves, mark, separators);
    switches.prop_map(
        |(switch, order, halves, mark, (separator, time_separator, line_end))| Style {
            order,
            separator,
            two_digit_year: switch[0] && order != First::Year,
            padded: switch[1],
            brackets: switch[2],
            seconds: switch[3],
            comma: switch[4],
            time_separator,
            halves,
            mark,
            line_end,
            byte_order_mark: switch[5],
            last_line_end: switch[6],
        },
    )
}

pub fn messages() -> impl Strategy<Value = Vec<Meant>> {
    let line = proptest::collection::vec(proptest::sample::select(WORDS), 0..4)
        .prop_map(|words| words.join(" "));
    let body = proptest::collection::vec(line, 1..4);
    let time = (2010..2030u16, 1..=12u8, 1..=28u8, 0..24u8, 0..60u8, 0..60u8);
    let message = (time, proptest::sample::select(NAMES), body);
    let message = message.prop_map(
        |((year, month, day, hour, minute, second), sender, lines)| Meant {
            year,
            month,
            day,
            hour,
            minute,
            second,
            sender,
            body: lines.join("\n"),
        },
    );
    proptest::collection::vec(message, 2..12)
}

impl Style {
    /// Returns the header and name of a message.
    fn header(&self, meant: &Meant) -> String {
        let small = |number: u8| match self.padded {
            true => format!("{number:02}"),
            false => number.to_string(),
        };
        let year = match self.two_digit_year {
            true => format!("{:02}", meant.year % 100),
            false => meant.year.to_string(),
        };
        let (month, day) = (small(meant.month), small(meant.day));
        let date = match self.order {
            First::Day => [day, month, year],
            First::Month => [month, day, year],
            First::Year => [year, month, day],
        }
        .join(&self.separator.to_string());
        let (hour, half) = match self.halves {
            None => (meant.hour, String::new()),
            Some((space, [am, pm])) => {
                let word = if meant.hour < 12 { am } else { pm };
                ((meant.hour + 11) % 12 + 1, format!("{space}{word}"))
            }
        };
        let colon = self.time_separator;
        let seconds = match self.seconds {
            true => format!("{colon}{:02}", meant.second),
            false => String::new(),
        };
        let time = format!("{}{colon}{:02}{seconds}{half}", small(hour), meant.minute);
        let comma = if self.comma { "," } else { "" };
        match self.brackets {
            true => format!("{}[{date}{comma} {time}] {}: ", self.mark, meant.sender),
            false => format!("{}{date}{comma} {time} - {}: ", self.mark, meant.sender),
        }
    }

    /// Returns a whole export.
    pub fn write(&self, messages: &[Meant]) -> String {
        let mut chat = String::new();
        if self.byte_order_mark {
            chat.push('\u{feff}');
        }
        let lines: Vec<String> = messages
            .iter()
            .map(|meant| {
                format!(
                    "{}{}",
                    self.header(meant),
                    meant.body.replace('\n', self.line_end)
                )
            })
            .collect();
        chat.push_str(&lines.join(self.line_end));
        // An empty last line is one only if an end follows it.
        if self.last_line_end || chat.ends_with(self.line_end) {
            chat.push_str(self.line_end);
        }
        chat
    }
}
