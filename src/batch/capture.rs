//! `capture.toml`: how an export was made, as people stated it. Nothing is guessed.

use std::collections::BTreeMap;

use super::SettingsError;
use crate::source::DateOrder;

/// What is asked about an export, as code and question.
pub const ABOUT: &[(&str, &str)] = &[
    ("device-of", "Whose device, by post"),
    ("device", "Which device"),
    ("app", "Which app and version"),
    ("exported-by", "Who made the export, by post"),
    ("exported-on", "On which day, as YYYY-MM-DD"),
    ("with-media", "With media or without"),
    (
        "zone",
        "The time zone of the telephone when the export was made",
    ),
    (
        "disappearing-timer",
        "Whether messages were set to disappear",
    ),
    ("why", "Why this export was made"),
    (
        "encoding",
        "How its text is encoded, where that is not UTF-8",
    ),
    (
        "chat",
        "Which of several chats in it, by its number in the order of the export",
    ),
];

/// What of [`ABOUT`] is asked of few exports, and written only where it was answered.
const SELDOM: &[&str] = &["encoding", "chat"];

/// One statement: the value and who stated it. Without a value it says "not known".
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureStatement {
    /// The value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The post that stated it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stated_by: String,
}

impl CaptureStatement {
    /// Returns "stated by …" or "not known".
    pub fn basis(&self) -> String {
        match (self.value.is_empty(), self.stated_by.is_empty()) {
            (true, _) => "not known".to_owned(),
            (false, true) => "stated, by whom is not known".to_owned(),
            (false, false) => format!("stated by {}", self.stated_by),
        }
    }
}

/// A date order that a person stated, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateOrderStated {
    /// The order.
    pub order: DateOrder,
    /// Why; empty where the person gave no reason. "Not known, assumed because …" is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// All statements about one export, by what they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Capture {
    /// The statements; those of [`ABOUT`] that are absent are not known.
    pub statements: BTreeMap<String, CaptureStatement>,
}

impl Capture {
    /// Returns the statement about something; one without a value where there is none.
    pub fn about(&self, about: &str) -> CaptureStatement {
        self.statements.get(about).cloned().unwrap_or_default()
    }

    /// Returns what was asked of this export, as code and question: all of [`ABOUT`] but what few
    /// exports need and was not answered.
    pub fn questions(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        ABOUT
            .iter()
            .filter(|(about, _)| !SELDOM.contains(about) || !self.about(about).value.is_empty())
    }

    /// Reads `capture.toml`.
    ///
    /// # Errors
    /// When it is not TOML, or states something that is not asked for.
    pub fn parse(file: &str, text: &str) -> Result<Capture, SettingsError> {
        let wrong = |why: String| SettingsError {
            file: file.to_owned(),
            why,
        };
        let capture: Capture =
            toml::from_str(text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))?;
        capture.check().map_err(wrong)?;
        Ok(capture)
    }

    /// Tells whether everything that is stated is asked for.
    ///
    /// # Errors
    /// Returns what is wrong.
    pub fn check(&self) -> Result<(), String> {
        for (about, statement) in &self.statements {
            if !ABOUT.iter().any(|(code, _)| code == about) {
                let codes: Vec<_> = ABOUT.iter().map(|(code, _)| *code).collect();
                return Err(format!(
                    "\"{}\" is not asked about an export; these are: {}",
                    crate::shown::shown(about),
                    codes.join(", ")
                ));
            }
            if statement
                .value
                .chars()
                .chain(statement.stated_by.chars())
                .any(char::is_control)
            {
                return Err(format!(
                    "the statement about {about} holds a control character"
                ));
            }
        }
        Ok(())
    }

    /// Writes `capture.toml`, every question in it but those that few exports need.
    pub fn to_toml(&self) -> String {
        let mut out = String::from("# How this export was made. Empty values are not known.\n");
        for (about, question) in self.questions() {
            let statement = self.about(about);
            let value = toml::Value::String(statement.value).to_string();
            let by = toml::Value::String(statement.stated_by).to_string();
            out += &format!("\n# {question}\n[{about}]\nvalue = {value}\nstated_by = {by}\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_back_as_they_were_written() {
        let mut capture = Capture::default();
        capture.statements.insert(
            "device-of".to_owned(),
            CaptureStatement {
                value: "Principal \"Private\" Secretary".to_owned(),
                stated_by: "Records Manager".to_owned(),
            },
        );
        let read = Capture::parse("capture.toml", &capture.to_toml()).unwrap();
        assert_eq!(read.about("device-of"), capture.about("device-of"));
        assert_eq!(read.about("why").basis(), "not known");
        assert!(Capture::parse("capture.toml", "[colour]\nvalue = \"x\"").is_err());
    }
}
