//! The forms that a header can have. One export has one form throughout.

use super::sender::NameEnd;
use crate::message::Precision;

/// What stands around the date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// `[…] Name: text`, from iPhones.
    Brackets,
    /// `… - Name: text`, from Android.
    Hyphen,
    /// `… – Name: text`.
    Dash,
    /// `…: Name: text`, from old iPhones.
    Colon,
    /// `…, Name : text`, with dates as Koreans write them.
    Comma,
    /// `date - time; Name: text`.
    Semicolon,
}

impl Frame {
    /// Tells whether an iPhone wrote it, whose app marks its own words.
    pub(super) fn is_of_an_iphone(self) -> bool {
        matches!(self, Frame::Brackets | Frame::Colon)
    }

    /// Returns how the names behind it end.
    pub(super) fn name_end(self) -> NameEnd {
        match self {
            Frame::Comma => NameEnd::SpacedColon,
            _ => NameEnd::Colon,
        }
    }
}

/// Where the year stands, and with how many digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearPlace {
    /// Four digits, or three, first.
    First,
    /// Four digits, or three, last.
    Last,
    /// Three numbers of one or two digits.
    TwoDigits,
}

/// What stands between date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// A comma and a space.
    Comma,
    /// The Arabic comma and a space.
    ArabicComma,
    /// A space.
    Space,
    /// The French ` à `.
    FrenchAt,
    /// The Finnish ` klo `.
    FinnishAt,
    /// The German ` um `.
    GermanAt,
    /// A hyphen between spaces.
    Hyphen,
    /// Another word that CLDR has between date and time, or behind a date.
    Word,
}

/// The words and their order, longest first: a space begins several of them.
pub(super) const JOINTS: &[(&[u8], Joint, &str)] = &[
    (" à ".as_bytes(), Joint::FrenchAt, " à "),
    (b" klo ", Joint::FinnishAt, " klo "),
    (b" um ", Joint::GermanAt, " um "),
    (b", ", Joint::Comma, ", "),
    ("، ".as_bytes(), Joint::ArabicComma, "، "),
    (b" ", Joint::Space, " "),
];

/// How the hour is counted, and how the halves of the day are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// 0 to 23.
    Hours24,
    /// 1 to 12, with `AM` and `PM`.
    Upper,
    /// With `am` and `pm`.
    Lower,
    /// With `a.m.` and `p.m.`, upper or lower case.
    Dotted,
    /// With `a. m.` and `p. m.`, upper or lower case.
    Spaced,
    /// With words that CLDR has for parts of the day, before the time.
    WordBefore,
    /// With such words after the time.
    WordAfter,
}

/// Which comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum First {
    /// The date.
    #[default]
    Date,
    /// The time.
    Time,
}

impl First {
    /// Returns what then comes second.
    pub(super) fn other(self) -> First {
        match self {
            First::Date => First::Time,
            First::Time => First::Date,
        }
    }
}

/// How the month is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// As a number.
    Number,
    /// As a word.
    Name,
}

/// What stands between the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The separator alone.
    Tight,
    /// The separator and a space: `5. 3. 2024`.
    Spaced,
    /// These, and the separator again behind the last number: `2024. 3. 5.`.
    SpacedToTheEnd,
    /// Words: `2024年3月5日`, `20 de septiembre de 2013`.
    Words,
}

/// What only few telephones write otherwise than most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// The zero of the set of digits.
    pub(super) zero: char,
    /// Which comes first.
    pub(super) first: First,
    /// How the month is written.
    pub(super) month: Month,
    /// What stands between the numbers of the date.
    pub(super) gap: Gap,
    /// Which year of the common era the year 1 is of the era that is named; 1 if none is.
    pub(super) era: i16,
}

impl Shape {
    /// What most telephones write.
    pub(super) const PLAIN: Shape = Shape {
        zero: '0',
        first: First::Date,
        month: Month::Number,
        gap: Gap::Tight,
        era: 1,
    };
}

/// The form of a header. One export has one form: whatever differs stands in somebody's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// What stands around.
    pub(super) frame: Frame,
    /// The byte between the numbers of the date.
    pub(super) separator: u8,
    /// Where the year stands.
    pub(super) year: YearPlace,
    /// What joins date and time.
    pub(super) joint: Joint,
    /// How the hour is counted.
    pub(super) clock: Clock,
    /// The byte between hour and minute.
    pub(super) colon: u8,
    /// Whether seconds are written.
    pub(super) precision: Precision,
    /// What only few telephones write otherwise.
    pub(super) shape: Shape,
}

impl Form {
    /// Tells whether a header of form `other` is one of this form. Where the hours are halved, some
    /// of them may have a word of their own: `12:00 noon` among `1:05 PM`.
    pub(super) fn admits(self, other: Form) -> bool {
        self == other
            || (other.clock == Clock::WordAfter
                && !matches!(self.clock, Clock::Hours24 | Clock::WordBefore)
                && self.same_but_clock(other))
    }

    /// Tells whether two forms differ in no more than how the hour is counted.
    pub(super) fn same_but_clock(self, other: Form) -> bool {
        Form {
            clock: other.clock,
            ..self
        } == other
    }

    /// Returns the form as a pattern for people: `[N/N/NNNN, HH:MM:SS] Name: text`.
    pub(super) fn pattern(self) -> String {
        let colon = char::from(self.colon);
        let seconds = match self.precision {
            Precision::Second => format!("{colon}SS"),
            Precision::Minute => String::new(),
        };
        let (before, after) = match self.clock {
            Clock::Hours24 => ("", ""),
            Clock::Upper => ("", " AM/PM"),
            Clock::Lower => ("", " am/pm"),
            Clock::Dotted => ("", " a.m./p.m."),
            Clock::Spaced => ("", " a. m./p. m."),
            Clock::WordBefore => ("word for the part of the day ", ""),
            Clock::WordAfter => ("", " word for the part of the day"),
        };
        let time = format!("{before}HH{colon}MM{seconds}{after}");
        let joint = JOINTS
            .iter()
            .find(|(_, joint, _)| *joint == self.joint)
            .map_or(" ", |(_, _, words)| words);
        let (date, joint) = match self.joint {
            Joint::Hyphen => (self.date_pattern(), " - "),
            Joint::Word => (self.date_pattern(), " word "),
            _ => (self.date_pattern(), joint),
        };
        let inner = match self.shape.first {
            First::Date => format!("{date}{joint}{time}"),
            First::Time => format!("{time}{joint}{date}"),
        };
        let zero = match self.shape.zero {
            '0' => String::new(),
            zero => format!(", in digits from {zero}"),
        };
        match self.frame {
            Frame::Brackets => format!("[{inner}] Name: text{zero}"),
            Frame::Hyphen => format!("{inner} - Name: text{zero}"),
            Frame::Dash => format!("{inner} – Name: text{zero}"),
            Frame::Colon => format!("{inner}: Name: text{zero}"),
            Frame::Comma => format!("{inner}, Name : text{zero}"),
            Frame::Semicolon => format!("{inner}; Name: text{zero}"),
        }
    }

    fn date_pattern(self) -> String {
        let era = if self.shape.era == 1 { "" } else { "era " };
        let separator = match self.shape.gap {
            Gap::Tight => char::from(self.separator).to_string(),
            Gap::Spaced | Gap::SpacedToTheEnd => format!("{} ", char::from(self.separator)),
            Gap::Words => " ".to_owned(),
        };
        match (self.shape.month, self.year) {
            (Month::Name, YearPlace::First) => [&format!("{era}NNNN"), "month", "N"].join(" "),
            (Month::Name, _) => ["N", "month", &format!("{era}NNNN")].join(" "),
            (_, YearPlace::First) => [&format!("{era}NNNN"), "N", "N"].join(&separator),
            (_, YearPlace::Last) => ["N", "N", &format!("{era}NNNN")].join(&separator),
            (_, YearPlace::TwoDigits) => ["N", "N", &format!("{era}NN")].join(&separator),
        }
    }
}
