//! Holds what one transcript says of another's messages to what that says and shows.

use super::linked::{Copy, Differing, Edit, Facts, Linked, Sort};
use crate::manifest::Opens;
use crate::transcript::{Differs, differences};

/// A transcript that names others, or is named.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its file name.
    pub file: &'a str,
    /// Its conversation, such as `chat-001`.
    pub chat: &'a str,
    /// The app that it says the conversation is from.
    pub platform: &'a str,
    /// How many messages it holds.
    pub messages: u64,
    /// When it opens; `None` where the deposit manifest cannot be relied on.
    pub opens: Option<Opens>,
    /// What it says of others.
    pub linked: &'a Linked,
}

/// What is wrong with what one says of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such message, or it cannot be a copy.
    Target,
    /// The other does not say the same.
    Back,
    /// What both show says otherwise.
    Shows,
    /// It tells of what opens later.
    Early,
}

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub wrong: Wrong,
    /// On which line of the transcript that says it.
    pub line: u32,
    /// The number of the message that says it.
    pub n: u32,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// A message that is named by another.
struct Named {
    line: u32,
    n: u32,
    there: u32,
}

impl Named {
    fn fault(&self, wrong: Wrong, expected: impl ToString, found: impl ToString) -> Fault {
        Fault {
            wrong,
            line: self.line,
            n: self.n,
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }

    /// Returns what is wrong with naming this message at all.
    fn target(&self, own: Side<'_>, other: Side<'_>) -> Option<Fault> {
        let fault =
            |expected: String, found: String| Some(self.fault(Wrong::Target, expected, found));
        if own.chat == other.chat {
            let expected = "a transcript of another export".to_owned();
            return fault(expected, other.file.to_owned());
        }
        if own.platform != other.platform {
            let expected = format!("a conversation of {}", own.platform);
            return fault(expected, other.platform.to_owned());
        }
        let there = u64::from(self.there);
        if there == 0 || there > other.messages {
            let expected = format!("message 1 to {} of {}", other.messages, other.file);
            return fault(expected, format!("message {there}"));
        }
        None
    }

    fn early(&self, own: Side<'_>, other: Side<'_>) -> Option<Fault> {
        let may = own.opens.zip(other.opens);
        let is_early = may.is_some_and(|(own, other)| !own.may_tell_of(other));
        let found = format!("message {} of {}", self.there, other.file);
        is_early.then(|| self.fault(Wrong::Early, "nothing", found))
    }
}

/// Returns what is wrong with what one says of copies in the other.
pub fn of_copy(own: Side<'_>, other: Side<'_>, copy: &Copy) -> Vec<Fault> {
    let named = Named {
        line: copy.line,
        n: copy.n,
        there: copy.there,
    };
    let mut faults = Vec::new();
    if let Some(fault) = named.target(own, other) {
        return vec![fault];
    }
    faults.extend(named.early(own, other));
    if is_to_name_back(own, other) {
        let wanted = back_of(copy.evidence.word(), -i64::from(copy.minutes));
        let mut back = other.linked.copies_of(copy.there).iter();
        let back = back.find(|back| other.linked.of_copy(back) == own.file && back.there == copy.n);
        let found = back.map_or("nothing".to_owned(), |back| {
            back_of(back.evidence.word(), back.minutes.into())
        });
        if wanted != found {
            let wanted = format!("{wanted} in message {} of {}", copy.there, other.file);
            faults.push(named.fault(Wrong::Back, wanted, found));
        }
    }
    // What a message shows that names nothing is not known; it opens earlier, or has a fault.
    if let (Some(one), Some(there)) = (own.linked.facts(copy.n), other.linked.facts(copy.there)) {
        faults.extend(shows(own, other, copy, &named, one, there));
    }
    faults
}

fn back_of(evidence: &str, minutes: i64) -> String {
    format!("evidence {evidence}, clockMinutes {minutes}")
}

/// Tells whether the other must name what names it: unless that opens later, or it is not known
/// when, because the deposit manifest cannot be relied on.
fn is_to_name_back(own: Side<'_>, other: Side<'_>) -> bool {
    let may = own.opens.zip(other.opens);
    may.is_some_and(|(own, other)| other.may_tell_of(own))
}

/// Returns what two copies show otherwise than it is said of them.
fn shows(
    own: Side<'_>,
    other: Side<'_>,
    copy: &Copy,
    named: &Named,
    one: Facts<'_>,
    there: Facts<'_>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if one.decision != there.decision {
        let said = |facts: &Facts<'_>| format!("{:?}", facts.decision).to_lowercase();
        faults.push(named.fault(Wrong::Shows, said(&there), said(&one)));
    }
    if let (Some(minute), Some(minute_there)) = (one.minute, there.minute) {
        let apart = i64::from(minute_there) - i64::from(minute);
        if apart != i64::from(copy.minutes) {
            let told = |minutes: i64| format!("clockMinutes {minutes}");
            let found = told(copy.minutes.into());
            faults.push(named.fault(Wrong::Shows, told(apart), found));
        }
    }
    let stated = own.linked.differing_of(copy.n).iter();
    let stated = stated.filter(|differing| {
        own.linked.of_difference(differing) == other.file && differing.there == copy.there
    });
    let stated: Vec<Differs> = stated.map(|differing| differing.kind).collect();
    let wanted = differences(&one.shown, &there.shown);
    if stated != wanted {
        faults.push(named.fault(Wrong::Shows, told(&wanted), told(&stated)));
    }
    faults
}

fn told(kinds: &[Differs]) -> String {
    match kinds {
        [] => "no difference".to_owned(),
        kinds => {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            words.join(", ")
        }
    }
}

/// Returns what is wrong with what one says stands in the place of its message in the other.
/// What is said of copies is held to them by [`of_copy`].
pub fn of_difference(own: Side<'_>, other: Side<'_>, differing: &Differing) -> Vec<Fault> {
    let is_of =
        |copy: &Copy| copy.there == differing.there && own.linked.of_copy(copy) == other.file;
    if own.linked.copies_of(differing.n).iter().any(is_of) {
        return Vec::new();
    }
    let named = Named {
        line: differing.line,
        n: differing.n,
        there: differing.there,
    };
    if let Some(fault) = named.target(own, other) {
        return vec![fault];
    }
    let mut faults: Vec<Fault> = named.early(own, other).into_iter().collect();
    if is_to_name_back(own, other) {
        let mut back = other.linked.differing_of(differing.there).iter();
        let is_back = back.any(|back| {
            other.linked.of_difference(back) == own.file
                && (back.there, back.kind) == (differing.n, differing.kind)
        });
        if !is_back {
            let (word, there) = (differing.kind.word(), differing.there);
            let wanted = format!("{word} in message {there} of {}", other.file);
            faults.push(named.fault(Wrong::Back, wanted, "nothing"));
        }
    }
    if let (Some(one), Some(there)) = (
        own.linked.facts(differing.n),
        other.linked.facts(differing.there),
    ) && !can_be(differing.kind, &one, &there)
    {
        let word = differing.kind.word();
        faults.push(named.fault(Wrong::Shows, "no such difference", word));
    }
    faults
}

/// Tells whether two messages that are no copies can differ in this way.
fn can_be(kind: Differs, one: &Facts<'_>, other: &Facts<'_>) -> bool {
    let both = |sort: Sort| one.sort == sort && other.sort == sort;
    match kind {
        Differs::DeletedOnOne => (one.sort == Sort::Deleted) != (other.sort == Sort::Deleted),
        Differs::EditedDifferently => {
            let is_edited = one.edit == Edit::Marked || other.edit == Edit::Marked;
            both(Sort::Words) && is_edited && one.shown.words != other.shown.words
        }
        Differs::OtherFile => both(Sort::Media),
        Differs::NoticeInOtherWords => both(Sort::Notice),
        Differs::OtherSender
        | Differs::OtherWording
        | Differs::CaptionOnOne
        | Differs::FileOnOne => false,
    }
}
