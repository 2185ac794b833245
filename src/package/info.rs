//! `bag-info.txt` of our packages: every field of it follows from the deposit manifest and the
//! payload, so that it can be written, and derived again.

use chrono::NaiveDate;

use crate::bag::{self, Field, Oxum};

/// What `bag-info.txt` says. Empty texts are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagInfo<'a> {
    /// The public body that transfers.
    pub transferring_body: &'a str,
    /// The mailbox to write to.
    pub contact: &'a str,
    /// What it is, in a phrase.
    pub title: &'a str,
    /// The day of the last sign-off.
    pub signed_on: NaiveDate,
    /// The series reference that The National Archives gave.
    pub series: &'a str,
    /// The department's own reference.
    pub reference: &'a str,
    /// The office whose records they are.
    pub creator: &'a str,
    /// Of a package that belongs to a group: the group, which of its packages this is, and of how
    /// many.
    pub group: Option<(&'a str, u64, u64)>,
    /// The bytes and files of the payload.
    pub oxum: Oxum,
}

impl BagInfo<'_> {
    /// Returns the text of the file.
    ///
    /// # Errors
    /// Why a value cannot stand in it, such as a line break.
    pub fn text(&self) -> Result<String, String> {
        let (signed_on, oxum) = (self.signed_on.to_string(), self.oxum.to_string());
        let group = self.group.map_or("", |(group, ..)| group);
        let count = self
            .group
            .map(|(_, number, of)| format!("{number} of {of}"));
        let fields = [
            ("Source-Organization", self.transferring_body),
            ("Contact-Email", self.contact),
            ("External-Description", self.title),
            ("Bagging-Date", &signed_on),
            ("External-Identifier", self.series),
            ("Internal-Sender-Identifier", self.reference),
            ("Internal-Sender-Description", self.creator),
            ("Bag-Group-Identifier", group),
            ("Bag-Count", count.as_deref().unwrap_or_default()),
            ("Payload-Oxum", &oxum),
        ];
        let fields = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| Field::new(label, value))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| error.to_string())?;
        Ok(bag::info::write(&fields))
    }
}
