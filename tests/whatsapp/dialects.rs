//! Exports in every dialect that is read, by a generator that shares nothing with the reader: its
//! tables of words are its own, and what must come back is known before anything is written.

use consign::container::Memory;
use consign::message::Precision;
use consign::source::ReadError;

use super::words::{DIGITS, HALVES, Halves, MONTHS, Place};
use super::{london, read_with};

/// How many cases there are.
const CASES: u64 = 12_000;
/// Of how many one is checked whenever tests are run.
const ONE_OF: u64 = 40;

/// A moment: year, month, day, hour, minute, second.
type Moment = (u16, u8, u8, u8, u8, u8);

/// Days above 12 and below 9 are among them, and noon and midnight.
const MOMENTS: [Moment; 10] = [
    (2021, 3, 5, 0, 5, 9),
    (2021, 3, 18, 9, 41, 35),
    (2021, 3, 18, 12, 0, 0),
    (2021, 6, 25, 12, 31, 59),
    (2021, 11, 2, 14, 56, 1),
    (2022, 1, 13, 19, 31, 5),
    (2022, 2, 28, 23, 59, 58),
    (2022, 7, 29, 16, 20, 30),
    (2023, 9, 14, 3, 3, 3),
    (2023, 12, 31, 6, 7, 8),
];

const SENDERS: [&str; 5] = [
    "Clerk",
    "Deputy Director",
    "+44 7700 900123",
    "Élodie \"Press\" Office",
    "最高顧問",
];

const BODIES: [&str; 5] = [
    "hello",
    "first\nsecond: with a colon\n\nfourth",
    "12/03 at 10:30 - or not",
    "",
    "👍🏽 café 下午7:31",
];

/// A number after another, each below a bound: the same for the same case.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len())]
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.roll(many) == 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Day,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Years {
    Four,
    Two,
    Buddhist,
    BuddhistNamed(&'static str),
    BuddhistTwo,
    Japanese,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Brackets,
    Hyphen,
    Dash,
    Colon,
}

/// What is wrong with a case, if something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// A word for the part of the day that no language has.
    StrangeWord,
    /// Digits of two scripts in one number.
    MixedDigits,
    /// Nothing tells day and month apart.
    OpenOrder,
    /// A calendar that is not read: the Islamic one.
    OtherCalendar,
}

/// How a telephone writes.
#[derive(Debug, Clone)]
struct Dialect {
    order: Order,
    named: Option<&'static [&'static str; 12]>,
    years: Years,
    separator: &'static str,
    behind_date: &'static str,
    padded: bool,
    joint: &'static str,
    time_first: bool,
    colon: char,
    seconds: bool,
    halves: Option<&'static Halves>,
    half_space: &'static str,
    frame: Frame,
    zero: char,
    lead: &'static str,
    inside: &'static str,
    line_end: &'static str,
    inner_end: &'static str,
    byte_order_mark: bool,
    preamble: bool,
    last_line_end: bool,
    fault: Fault,
}

const SPACES: [&str; 3] = [" ", "\u{a0}", "\u{202f}"];

fn dialect(dice: &mut Dice) -> Dialect {
    let frame = dice.of(&[
        Frame::Brackets,
        Frame::Hyphen,
        Frame::Hyphen,
        Frame::Brackets,
        Frame::Dash,
        Frame::Colon,
    ]);
    let halves =
        (dice.one_in(2) && frame != Frame::Colon).then(|| &HALVES[dice.roll(HALVES.len())]);
    let named = (dice.one_in(6)).then(|| dice.of(MONTHS));
    let order = dice.of(&[Order::Day, Order::Month, Order::Year]);
    let years = match (named, order) {
        (Some(_), _) | (_, Order::Year) => {
            dice.of(&[Years::Four, Years::Four, Years::Four, Years::Buddhist])
        }
        _ => dice.of(&[
            Years::Four,
            Years::Four,
            Years::Two,
            Years::Two,
            Years::Buddhist,
            Years::BuddhistNamed(" BE"),
            Years::BuddhistNamed(" พ.ศ."),
            Years::BuddhistTwo,
            Years::Japanese,
        ]),
    };
    let years = match (order, years) {
        (Order::Year, Years::Four) if named.is_none() && dice.one_in(5) => Years::Japanese,
        (_, years) => years,
    };
    let separator = match (named, years) {
        (Some(_), _) => " ",
        (_, Years::Japanese) => "/",
        _ => dice.of(&["/", "/", ".", "-", ". "]),
    };
    // Dots and hyphens with the month first are written by nobody: they tell the day first.
    let order = match (order, separator) {
        (Order::Month, "." | "-" | ". ") => Order::Day,
        (order, _) => order,
    };
    let time_first =
        dice.one_in(7) && frame != Frame::Colon && !matches!(years, Years::BuddhistNamed(_));
    let place = halves.map_or(Place::After, |halves| halves.place);
    let zero = match dice.one_in(2) {
        true => '0',
        false => dice.of(DIGITS),
    };
    let fault = match dice.roll(16) {
        0 if halves.is_some() => Fault::StrangeWord,
        1 if zero != '0' => Fault::MixedDigits,
        2 if named.is_none()
            && order != Order::Year
            && separator == "/"
            && years == Years::Four =>
        {
            Fault::OpenOrder
        }
        3 if years == Years::Four => Fault::OtherCalendar,
        _ => Fault::None,
    };
    Dialect {
        order,
        named,
        years,
        separator,
        behind_date: match (separator, order, named) {
            (".", Order::Day, None) if dice.one_in(4) && !time_first => dice.of(&[".", "\u{a0}г."]),
            (". ", Order::Year, None) => ".",
            _ => "",
        },
        padded: dice.one_in(2),
        joint: match (time_first, place, named) {
            (true, ..) => ", ",
            (_, Place::Before, _) => dice.of(&[", ", " ", "\u{a0}"]),
            (_, _, Some(_)) => dice.of(&[", ", " ", " à ", " um "]),
            _ => dice.of(&[", ", ", ", " ", " ", "، ", " à ", " klo ", " um ", " în "]),
        },
        time_first,
        colon: dice.of(&[':', ':', ':', '.']),
        seconds: frame == Frame::Colon || dice.one_in(2),
        halves,
        half_space: dice.of(&SPACES),
        frame,
        zero,
        lead: dice.of(&["", "", "\u{200e}", "\u{200f}"]),
        inside: dice.of(&["", "", "", "\u{200f}"]),
        line_end: dice.of(&["\n", "\n", "\r\n"]),
        inner_end: "",
        byte_order_mark: dice.one_in(5),
        preamble: dice.one_in(6),
        last_line_end: dice.one_in(2),
        fault,
    }
    .with_inner_end(dice)
}

impl Dialect {
    fn with_inner_end(mut self, dice: &mut Dice) -> Dialect {
        // Some telephones end lines within a message otherwise than messages.
        self.inner_end = match dice.one_in(2) {
            true => self.line_end,
            false => "\n",
        };
        self
    }

    fn digits(&self, number: u16, width: usize) -> String {
        let ascii = format!("{number:0width$}");
        let shift = |digit: char| char::from_u32(self.zero as u32 + (digit as u32 - '0' as u32));
        ascii.chars().filter_map(shift).collect()
    }

    fn small(&self, number: u8) -> String {
        self.digits(number.into(), if self.padded { 2 } else { 1 })
    }

    fn date(&self, (year, month, day, ..): Moment) -> String {
        let year = match (self.years, self.fault) {
            (_, Fault::OtherCalendar) => self.digits(year - 579, 4),
            (Years::Four, _) => self.digits(year, 4),
            (Years::Two, _) => self.digits(year % 100, 2),
            (Years::Buddhist, _) => self.digits(year + 543, 4),
            (Years::BuddhistNamed(era), _) => format!("{}{era}", self.digits(year + 543, 4)),
            (Years::BuddhistTwo, _) => self.digits((year + 543) % 100, 2),
            (Years::Japanese, _) => format!("R{}", self.digits(year - 2018, 1)),
        };
        if let Some(names) = self.named {
            let name = names[usize::from(month) - 1];
            let day = self.small(day);
            return match self.order {
                Order::Day => format!("{day} {name} {year}"),
                Order::Month => format!("{name} {day}, {year}"),
                Order::Year => format!("{year} {name} {day}"),
            };
        }
        let (month, day) = (self.small(month), self.small(day));
        let parts = match self.order {
            Order::Day => [day, month, year],
            Order::Month => [month, day, year],
            Order::Year => [year, month, day],
        };
        let separator = format!("{}{}", self.inside, self.separator);
        format!("{}{}", parts.join(&separator), self.behind_date)
    }

    fn time(&self, (.., hour, minute, second): Moment) -> String {
        let (shown, word) = match self.halves {
            None => (hour, None),
            Some(halves) => ((hour + 11) % 12 + 1, Some(halves.of(hour))),
        };
        let word = match (self.fault, word) {
            // On every line but the first: the place that is named must be that of a line.
            (Fault::StrangeWord, Some(_)) if minute != 5 => Some("zzyzx"),
            (_, word) => word,
        };
        let mut time = format!(
            "{}{}{}",
            self.small(shown),
            self.colon,
            self.digits(minute.into(), 2)
        );
        if self.seconds {
            time.push(self.colon);
            time += &self.digits(second.into(), 2);
        }
        match (word, self.halves.map(|halves| halves.place)) {
            (Some(word), Some(Place::Before)) => format!(
                "{word}{}{time}",
                if word.is_ascii() || word.len() == 3 {
                    " "
                } else {
                    ""
                }
            ),
            (Some(word), _) => format!("{time}{}{word}", self.half_space),
            (None, _) => time,
        }
    }

    fn header(&self, moment: Moment) -> String {
        let (date, time) = (self.date(moment), self.time(moment));
        let mut both = match self.time_first {
            false => format!("{date}{}{time}", self.joint),
            true => format!("{time}{}{date}", self.joint),
        };
        if self.fault == Fault::MixedDigits {
            // The last digit of the first number with more than one.
            let digit =
                |c: char| (self.zero..=char::from_u32(self.zero as u32 + 9).unwrap()).contains(&c);
            let pair = both
                .char_indices()
                .zip(both.chars().skip(1))
                .find(|((_, a), b)| digit(*a) && digit(*b));
            if let Some(((at, c), _)) = pair {
                let ascii = char::from_digit(c as u32 - self.zero as u32, 10).unwrap();
                both.replace_range(at..at + c.len_utf8(), &ascii.to_string());
            }
        }
        let lead = self.lead;
        match self.frame {
            Frame::Brackets => format!("{lead}[{both}] "),
            Frame::Hyphen => format!("{lead}{both} - "),
            Frame::Dash => format!("{lead}{both} – "),
            Frame::Colon => format!("{lead}{both}: "),
        }
    }

    fn moments(&self) -> Vec<Moment> {
        let all = MOMENTS.iter().copied();
        match self.fault {
            // Two days that are both a day and a month, in an order that both readings have.
            Fault::OpenOrder => vec![
                (2021, 3, 5, 1, 2, 3),
                (2021, 3, 6, 1, 2, 4),
                (2021, 3, 7, 1, 2, 5),
            ],
            _ => all.collect(),
        }
    }

    /// Returns the export, and its messages: the first byte, sender and body of each.
    fn write(&self) -> (String, Vec<(usize, &'static str, String)>) {
        let mut chat = String::new();
        if self.byte_order_mark {
            chat.push('\u{feff}');
        }
        if self.preamble {
            chat += "WhatsApp Chat - Winter Planning";
            chat += self.line_end;
        }
        let mut meant = Vec::new();
        for (place, moment) in self.moments().into_iter().enumerate() {
            if place > 0 {
                chat += self.line_end;
            }
            let (sender, body) = (
                SENDERS[place % SENDERS.len()],
                BODIES[(place + place / 5) % BODIES.len()],
            );
            let body = body.replace('\n', self.inner_end);
            meant.push((chat.len(), sender, body.clone()));
            chat += &format!("{}{sender}: {body}", self.header(moment));
        }
        if self.last_line_end {
            chat += self.line_end;
        }
        (chat, meant)
    }
}

/// Writes a case, reads it, and says what is wrong, if anything is.
fn check(case: u64) -> Result<(), String> {
    let dialect = dialect(&mut Dice(case.wrapping_mul(0x1_0000_0001)));
    let (chat, meant) = dialect.write();
    let result = read_with(
        &Memory::of("WhatsApp Chat - Winter Planning.txt", chat.as_bytes()),
        &london(),
    );
    let wrong = |what: String| Err(format!("case {case}: {what}\n{dialect:?}\n{chat}"));
    let (collected, account) = match (dialect.fault, result) {
        (Fault::None, Ok(read)) => read,
        (Fault::None, Err(error)) => return wrong(error.to_string()),
        (Fault::OpenOrder, Err(ReadError::Undecided { question, .. })) => {
            let shown = question
                .contains(&dialect.date(dialect.moments()[0]).replace('\u{200f}', ""))
                || !dialect.inside.is_empty()
                || dialect.time_first
                || dialect.zero != '0';
            let safe = !question.contains("hello") && question.contains("--date-order");
            return if shown && safe {
                Ok(())
            } else {
                wrong(question)
            };
        }
        (
            Fault::StrangeWord | Fault::MixedDigits | Fault::OtherCalendar,
            Err(error @ ReadError::UnknownDialect { .. }),
        ) => {
            let named = error.to_string().contains(", line ");
            return if named {
                Ok(())
            } else {
                wrong(error.to_string())
            };
        }
        (_, Err(error)) => return wrong(format!("refused for another reason: {error}")),
        (_, Ok(_)) => return wrong("read, and must be refused".to_owned()),
    };
    if !account.balances() || account.bytes != chat.len() as u64 {
        return wrong("the bytes do not add up".to_owned());
    }
    if collected.messages.len() != meant.len() {
        return wrong(format!("{} messages", collected.messages.len()));
    }
    for (message, (moment, (offset, sender, body))) in collected
        .messages
        .iter()
        .zip(dialect.moments().into_iter().zip(meant))
    {
        let (year, month, day, hour, minute, second) = moment;
        let second = if dialect.seconds { second } else { 0 };
        let time = format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
        let read = message.local.to_string();
        if read != time || (message.precision == Precision::Second) != dialect.seconds {
            return wrong(format!("{read} and not {time}"));
        }
        if message.sender.as_deref() != Some(sender) || message.body_text() != body {
            return wrong(format!("{:?}: {:?}", message.sender, message.body_text()));
        }
        if message.offset != offset as u64 || !chat.as_bytes()[offset..].starts_with(&message.raw) {
            return wrong(format!("bytes from {}", message.offset));
        }
        let written = &message.written;
        if !dialect.header(moment).contains(written.as_str()) {
            return wrong(format!("written as {written:?}"));
        }
    }
    Ok(())
}

fn check_every(step: u64) {
    let wrong: Vec<String> = (0..CASES)
        .step_by(step as usize)
        .filter_map(|case| check(case).err())
        .collect();
    let first: Vec<&str> = wrong.iter().take(3).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases are wrong:\n{}",
        wrong.len(),
        CASES / step,
        first.join("\n\n")
    );
}

#[test]
fn a_sample_of_the_dialects_is_read_or_refused_as_it_must_be() {
    check_every(ONE_OF);
}

#[test]
#[ignore = "takes minutes; .ci/dialects runs it"]
fn every_dialect_is_read_or_refused_as_it_must_be() {
    check_every(1);
}
