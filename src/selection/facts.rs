//! What the rules see of one message: borrowed from the reader, cheap to make.

use chrono::NaiveDate;

use super::matcher::Around;
use crate::message::{Attachment, EventCode, Kind};

/// What the rules see of one message.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the person wrote, or the app where nobody speaks.
    pub text: &'a str,
    /// The id of the source, by which a hold may name it.
    pub source: &'a str,
    /// Who sent it; `None` where the app speaks, and then no `from:` matches.
    pub sender: Option<Person<'a>>,
    /// The sender's place among the members of `around`, so that `to:` can leave it out.
    pub member: Option<usize>,
    /// Who is known in the conversation on the day, and whose device it was; `None` where the
    /// policy does not ask.
    pub around: Option<&'a Around>,
    /// Who sent the message that this one replies to.
    pub reply_to: Option<Person<'a>>,
    /// The names by which `chat:` may match: the title, the number of the chat.
    pub conversation: &'a [&'a str],
    /// The local date; `None` where the message is undated.
    pub date: Option<NaiveDate>,
    /// What the date would be if the order of day and month were the other, where it is not
    /// certain which it is: a hold catches by either, a rule goes by `date`.
    pub other_date: Option<NaiveDate>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// What a notice of the app reports.
    pub event: Option<EventCode>,
    /// The files it carries or names, those that the export left out among them.
    pub attachments: &'a [Attachment<'a>],
    /// Whether the app marks it as edited.
    pub edited: bool,
}

/// Somebody, as the rules see a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// The names by which `from:` and its like may match: label, key, display name, post.
    pub names: &'a [&'a str],
    /// The group of posts the person belonged to at the time of the message.
    pub group: Option<&'a str>,
}
