//! `batch.toml`: who transfers what, and how it is cut and packaged.

use crate::fixity::Algorithm;
use crate::message::Zone;
use crate::package::layout::is_reference;
use crate::package::{Bounds, Cut, OWN_PROFILE, Profile, TDR_2026_06, bounds};
use crate::shown::shown;

/// The settings of a batch, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The department's own reference, in ASCII; it becomes part of file names.
    pub reference: String,
    /// What the batch is, in a phrase.
    pub title: String,
    /// The public body that transfers.
    pub transferring_body: String,
    /// The office whose records they are.
    pub creator: String,
    /// The series reference that The National Archives gave; empty until then.
    pub series: String,
    /// The reference of the transfer that The National Archives gave; empty until then.
    pub consignment_reference: String,
    /// The mailbox to write to about the batch.
    pub contact: String,
    /// The protective marking of reports.
    pub marking: String,
    /// The legal status of the records.
    pub legal_status: String,
    /// The time zone that is assumed for telephones where nobody stated one.
    pub time_zone: Zone,
    /// By what conversations are cut into parts.
    pub parts: Cut,
    /// Of the messages that people decided: the share in per cent that another post looks at again.
    pub second_look_percent: u8,
    /// The dated rules that packages are held to.
    pub profile: String,
    /// The digests of the package's manifests.
    pub fixity: Vec<Algorithm>,
    /// How much one package may hold, where the batch says so itself.
    pub bounds: Bounds,
}

/// Settings that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct SettingsError {
    /// The file.
    pub file: String,
    /// What is wrong, with the line and a caret under it where there is one.
    pub why: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    batch: BatchTable,
    dates: DatesTable,
    #[serde(default)]
    review: ReviewTable,
    #[serde(default)]
    package: PackageTable,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchTable {
    reference: String,
    title: String,
    transferring_body: String,
    creator: String,
    #[serde(default)]
    series: String,
    #[serde(default)]
    consignment_reference: String,
    contact: String,
    #[serde(default = "official")]
    marking: String,
    #[serde(default = "public_records")]
    legal_status: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DatesTable {
    time_zone: String,
    #[serde(default = "by_month")]
    parts: Cut,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewTable {
    #[serde(default)]
    second_look_percent: u8,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageTable {
    #[serde(default = "own_profile")]
    profile: String,
    #[serde(default = "both")]
    fixity: Vec<Algorithm>,
    max_size: Option<String>,
    max_records: Option<u64>,
}

impl Default for PackageTable {
    fn default() -> PackageTable {
        PackageTable {
            profile: own_profile(),
            fixity: both(),
            max_size: None,
            max_records: None,
        }
    }
}

impl PackageTable {
    /// Tells whether the profile and the digests are known, and returns the bounds.
    fn check(&self) -> Result<Bounds, String> {
        if self.profile != OWN_PROFILE && Profile::named(&self.profile).is_none() {
            return Err(format!(
                "[package] profile \"{}\" is not known; this version has {OWN_PROFILE} and {}",
                shown(&self.profile),
                TDR_2026_06.name
            ));
        }
        if self.fixity != both() {
            return Err("[package] fixity: this version writes both digests, [\"sha256\", \"sha512\"], and nothing less".to_owned());
        }
        if self.max_records == Some(0) {
            return Err("[package] max_records is 0; a package has at least one record".to_owned());
        }
        let size = self.max_size.as_deref().map(bounds::size).transpose();
        Ok(Bounds {
            bytes: size.map_err(|why| format!("[package] max_size: {why}"))?,
            records: self.max_records,
        })
    }
}

fn official() -> String {
    "OFFICIAL".to_owned()
}

fn public_records() -> String {
    "Public Record(s)".to_owned()
}

fn by_month() -> Cut {
    Cut::Month
}

fn own_profile() -> String {
    OWN_PROFILE.to_owned()
}

fn both() -> Vec<Algorithm> {
    Algorithm::ALL.to_vec()
}

impl BatchTable {
    /// Tells whether every text can be used.
    fn check(&self) -> Result<(), String> {
        if !is_reference(&self.reference) {
            return Err(format!(
                "[batch] reference \"{}\": use 1 to 40 small letters, digits and single hyphens, such as winter-planning; it becomes part of file names, which are public",
                shown(&self.reference)
            ));
        }
        for (key, value) in [
            ("title", &self.title),
            ("transferring_body", &self.transferring_body),
            ("creator", &self.creator),
            ("contact", &self.contact),
            ("legal_status", &self.legal_status),
        ] {
            if value.trim().is_empty() {
                return Err(format!("[batch] {key} is empty"));
            }
        }
        for value in [
            &self.title,
            &self.transferring_body,
            &self.creator,
            &self.contact,
            &self.series,
            &self.consignment_reference,
            &self.marking,
            &self.legal_status,
        ] {
            if value.chars().any(char::is_control) {
                return Err(format!(
                    "[batch] \"{}\" holds a control character",
                    shown(value)
                ));
            }
        }
        Ok(())
    }
}

impl Settings {
    /// Reads and checks `batch.toml`. Unknown keys are errors.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown or missing key, or a value that cannot be used.
    pub fn parse(file: &str, text: &str) -> Result<Settings, SettingsError> {
        let wrong = |why: String| SettingsError {
            file: file.to_owned(),
            why,
        };
        let written: Written =
            toml::from_str(text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))?;
        let batch = written.batch;
        batch.check().map_err(wrong)?;
        let bounds = written.package.check().map_err(wrong)?;
        let second_look_percent = written.review.second_look_percent;
        if second_look_percent > 100 {
            return Err(wrong(format!(
                "[review] second_look_percent is {second_look_percent}; it is a share in per cent, from 0 to 100"
            )));
        }
        let time_zone = written
            .dates
            .time_zone
            .parse()
            .map_err(|error| wrong(format!("[dates] time_zone: {error}")))?;
        Ok(Settings {
            reference: batch.reference,
            title: batch.title,
            transferring_body: batch.transferring_body,
            creator: batch.creator,
            series: batch.series,
            consignment_reference: batch.consignment_reference,
            contact: batch.contact,
            marking: batch.marking,
            legal_status: batch.legal_status,
            time_zone,
            parts: written.dates.parts,
            second_look_percent,
            profile: written.package.profile,
            fixity: written.package.fixity,
            bounds,
        })
    }

    /// Returns the name that all packages of this batch begin with: series and reference, safe in a
    /// file name. It is the name of their group, if there are several.
    pub fn packages_name(&self) -> String {
        let series: String = self
            .series
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        match series.trim_matches('-') {
            "" => self.reference.clone(),
            series => format!("{series}-{}", self.reference),
        }
    }

    /// Returns the name of this batch's package, or of the first of several.
    pub fn package_name(&self) -> String {
        self.package_name_of(1)
    }

    /// Returns the name of the package of this batch with a number, from 1.
    pub fn package_name_of(&self, number: u64) -> String {
        format!("{}-{number:03}", self.packages_name())
    }

    /// Returns how much one package may hold: what was `asked` for now, or else what the batch
    /// says, and never more than its profile takes.
    pub fn bounds(&self, asked: Bounds) -> Bounds {
        let profile = Profile::named(&self.profile).map(Bounds::of);
        asked.or(self.bounds).and(profile.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[batch]
reference = "winter-planning"
title = "Winter planning"
transferring_body = "Example Department"
creator = "Private Office"
series = "MOCK1 123"
contact = "records@example.gov.uk"
[dates]
time_zone = "Europe/London"
"#;

    #[test]
    fn settings_have_defaults_where_a_default_is_harmless() {
        let settings = Settings::parse("batch.toml", GOOD).unwrap();
        assert_eq!(settings.parts, Cut::Month);
        assert_eq!(settings.fixity, Algorithm::ALL);
        assert_eq!(settings.second_look_percent, 0);
        assert_eq!(settings.package_name(), "MOCK1-123-winter-planning-001");
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let text = GOOD.replace("contact", "kontact = \"x\"\ncontact");
        let error = Settings::parse("batch.toml", &text)
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 8"), "{error}");
        assert!(error.contains("kontact"), "{error}");
    }

    #[test]
    fn a_package_has_the_bounds_of_the_batch_and_of_its_profile() {
        let text = |lines: &str| format!("{GOOD}[package]\n{lines}\n");
        let parse = |lines: &str| Settings::parse("batch.toml", &text(lines));
        let none = Bounds::default();
        assert_eq!(
            Settings::parse("batch.toml", GOOD).unwrap().bounds(none),
            none
        );
        let settings = parse("max_size = \"4GB\"\nmax_records = 10").unwrap();
        let bounds = |bytes, records| Bounds {
            bytes: Some(bytes),
            records: Some(records),
        };
        assert_eq!(settings.bounds(none), bounds(4_000_000_000, 10));
        let asked = Bounds {
            bytes: Some(9),
            records: None,
        };
        assert_eq!(settings.bounds(asked), bounds(9, 10));
        let settings = parse("profile = \"tdr-2026-06\"\nmax_records = 9000").unwrap();
        assert_eq!(settings.bounds(none), bounds(5_000_000_000, 5_000));
        for bad in [
            "max_size = \"big\"",
            "max_records = 0",
            "profile = \"tdr-1999\"",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_second_look_is_a_share() {
        let text = |percent: u8| format!("{GOOD}[review]\nsecond_look_percent = {percent}\n");
        let settings = Settings::parse("batch.toml", &text(10)).unwrap();
        assert_eq!(settings.second_look_percent, 10);
        let refused = Settings::parse("batch.toml", &text(101)).unwrap_err();
        assert!(refused.to_string().contains("from 0 to 100"), "{refused}");
    }

    #[test]
    fn what_would_break_a_file_name_is_refused() {
        for bad in ["", "Winter", "a--b", "-a", "con", "com1", "a b", "é"] {
            assert!(!is_reference(bad), "{bad}");
        }
        let text = GOOD.replace("Europe/London", "London");
        let error = Settings::parse("batch.toml", &text)
            .unwrap_err()
            .to_string();
        assert!(error.contains("Europe/London"), "{error}");
    }
}
