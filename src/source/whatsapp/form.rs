//! The forms that a header can have. One export has one form throughout.

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
}

/// Where the year stands, and with how many digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearPlace {
    /// Four digits, first.
    First,
    /// Four digits, last.
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
}

impl Form {
    /// Tells whether two forms differ in no more than how the hour is counted.
    pub(super) fn same_but_clock(self, other: Form) -> bool {
        Form {
            clock: other.clock,
            ..self
        } == other
    }

    /// Returns the form as a pattern for people: `[1/2/2006, 15:04:05] Name: text`.
    pub(super) fn pattern(self) -> String {
        let separator = char::from(self.separator);
        let date = match self.year {
            YearPlace::First => ["N", "N", "N"]
                .join(&separator.to_string())
                .replacen('N', "NNNN", 1),
            YearPlace::Last => format!("N{separator}N{separator}NNNN"),
            YearPlace::TwoDigits => format!("N{separator}N{separator}NN"),
        };
        let joint = JOINTS
            .iter()
            .find(|(_, joint, _)| *joint == self.joint)
            .map_or(" ", |(_, _, words)| words);
        let colon = char::from(self.colon);
        let seconds = match self.precision {
            Precision::Second => format!("{colon}SS"),
            Precision::Minute => String::new(),
        };
        let half = match self.clock {
            Clock::Hours24 => "",
            Clock::Upper => " AM/PM",
            Clock::Lower => " am/pm",
            Clock::Dotted => " a.m./p.m.",
            Clock::Spaced => " a. m./p. m.",
        };
        let inner = format!("{date}{joint}HH{colon}MM{seconds}{half}");
        match self.frame {
            Frame::Brackets => format!("[{inner}] Name: text"),
            Frame::Hyphen => format!("{inner} - Name: text"),
            Frame::Dash => format!("{inner} – Name: text"),
            Frame::Colon => format!("{inner}: Name: text"),
        }
    }
}
