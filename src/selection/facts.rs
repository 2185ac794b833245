//! What the rules see of one message: borrowed from the reader, cheap to make.

use chrono::NaiveDate;

use crate::message::{Attachment, EventCode, Kind};

/// What the rules see of one message.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the person wrote, or the app where nobody speaks.
    pub text: &'a str,
    /// Who sent it; `None` where the app speaks, and then no `from:` matches.
    pub sender: Option<Person<'a>>,
    /// The names by which `chat:` may match: the title, the number of the chat.
    pub conversation: &'a [&'a str],
    /// The local date; `None` where the message is undated.
    pub date: Option<NaiveDate>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What a notice of the app reports.
    pub event: Option<EventCode>,
    /// The files it carries or names, those that the export left out among them.
    pub attachments: &'a [Attachment<'a>],
    /// Whether the app marks it as edited.
    pub edited: bool,
}

/// The sender, as the rules see a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// The names by which `from:` may match: label, key, display name, post.
    pub names: &'a [&'a str],
    /// The group of posts the person belonged to at the time of the message.
    pub group: Option<&'a str>,
}
