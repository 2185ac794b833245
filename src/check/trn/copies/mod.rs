//! Whether transcripts of several exports of one conversation say of each other's messages what
//! these say and show themselves.

mod compare;
mod linked;

use std::collections::{BTreeMap, BTreeSet};

pub use compare::{Fault, Side, Wrong, of_copy, of_difference};
pub use linked::Linked;

use super::counts::Local;
use super::{Transcript, report};
use crate::check::few::Few;
use crate::check::inside::{Inside, below_data};
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::{Group, Opens};
use crate::package::layout;
use crate::transcript::MessageRead;

pub const CHECK: Check = Check {
    name: "copies in other transcripts are there, name each other, and differ as is said",
    raises: &[&TARGET, &TWICE, &BACK, &SHOWS, &EARLY],
    run: Run::Ours(run),
};

static TARGET: Code = Code {
    id: "TRN-070",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message names one in another transcript that is not there, or can be no copy.",
    explanation: "Where a conversation was exported from several telephones, each message names \
        its copies: the transcript, and the number there. The transcript is not in the package, has \
        no such message, is of the same export, or of another app.",
    remedy: "Ask the sender which message is meant.",
};

static TWICE: Code = Code {
    id: "TRN-071",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message names two copies in one export, or one thing twice or out of order.",
    explanation: "An export holds each message of its conversation once: of two that are both said \
        to be the copy, one at least is another message. What a message names stands in the order \
        of the names of transcripts.",
    remedy: "Ask the sender which of the two is meant.",
};

static BACK: Code = Code {
    id: "TRN-072",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message is not named by the one that it names.",
    explanation: "Copies name each other, with the same evidence and the same minutes between their \
        times; and a difference is told in both transcripts. Here one of the two says less, or \
        something else.",
    remedy: "Compare the two messages, and ask the sender which of the transcripts was changed.",
};

static SHOWS: Code = Code {
    id: "TRN-073",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "What is said of two messages is not what they show.",
    explanation: "Copies share one decision. Where their senders, words or files differ, or one is \
        the mark of a deletion, a difference says so, in the same sentence in every transcript; \
        where they do not, none does; and clockMinutes is what lies between their times.",
    remedy: "Go by what the messages show, and ask the sender which of the transcripts was changed.",
};

static EARLY: Code = Code {
    id: "TRN-074",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript tells of messages in one that opens later.",
    explanation: "Whoever reads an open transcript would learn what stands in a closed one. So a \
        transcript names only copies and differences in transcripts that are open when it is.",
    remedy: "Publish nothing until the sender has said which of the two is closed.",
};

/// Takes in what messages say of those of other transcripts.
pub struct Watch {
    few: Few,
    linked: Linked,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            linked: Linked::default(),
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>, local: Option<Local>) {
        self.linked.take(message, local, &SHOWS, &mut self.few);
    }

    pub fn end(self) -> (Findings, Linked) {
        (self.few.close(), self.linked)
    }
}

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.copies);
    let sides = sides(inside);
    // The transcripts of a group can stand in another package, which is not read here.
    let in_a_group = inside.manifest().and_then(Group::read).is_some();
    // One that is there and cannot be read, or not as it is meant, has findings of its own.
    let files: BTreeSet<&str> = inside
        .package
        .payload()
        .map(|file| file_name(&file.path))
        .collect();
    for (path, own) in sides.values() {
        let mut few = Few::new(path);
        let mut add = |faults: Vec<Fault>| {
            for fault in faults {
                let code = match fault.wrong {
                    Wrong::Target => &TARGET,
                    Wrong::Back => &BACK,
                    Wrong::Shows => &SHOWS,
                    Wrong::Early => &EARLY,
                };
                few.on_line(code, fault.line.into(), |finding| {
                    let finding = finding.expected(fault.expected).found(fault.found);
                    finding.detail(format!("message {}", fault.n))
                });
            }
        };
        let is_missing = |name: &str| !in_a_group && !files.contains(name);
        for copy in &own.linked.copies {
            let name = own.linked.of_copy(copy);
            match sides.get(name) {
                Some((_, other)) => add(of_copy(*own, *other, copy)),
                None if is_missing(name) => add(vec![missing(copy.line, copy.n, name)]),
                None => {}
            }
        }
        for differing in &own.linked.differing {
            let name = own.linked.of_difference(differing);
            match sides.get(name) {
                Some((_, other)) => add(of_difference(*own, *other, differing)),
                None if is_missing(name) => add(vec![missing(differing.line, differing.n, name)]),
                None => {}
            }
        }
        twice(own.linked, &mut few);
        findings.append(few.close());
    }
    Ok(())
}

/// Returns that a transcript is not there.
pub fn missing(line: u32, n: u32, name: &str) -> Fault {
    Fault {
        wrong: Wrong::Target,
        line,
        n,
        expected: "a transcript that is there".to_owned(),
        found: name.to_owned(),
    }
}

/// Holds copies and differences to the order of the transcripts that they name, in which copies in
/// one export stand side by side.
fn twice(linked: &Linked, few: &mut Few) {
    for pair in linked.copies.windows(2) {
        let [one, other] = pair else {
            continue;
        };
        let (file, other_file) = (linked.of_copy(one), linked.of_copy(other));
        if one.n == other.n && (file > other_file || chat_of(file) == chat_of(other_file)) {
            few.on_line(&TWICE, other.line.into(), |finding| {
                let finding = finding.found(format!("message {} of {other_file}", other.there));
                finding.detail(format!("message {}, behind {file}", other.n))
            });
        }
    }
    for pair in linked.differing.windows(2) {
        let [one, other] = pair else {
            continue;
        };
        let key = |differing: &linked::Differing| {
            let file = linked.of_difference(differing);
            (file, differing.there, differing.kind)
        };
        if one.n == other.n && key(one) >= key(other) {
            few.on_line(&TWICE, other.line.into(), |finding| {
                let finding = finding.found(other.kind.word());
                finding.detail(format!("message {}", other.n))
            });
        }
    }
}

/// Returns the transcripts that follow their schema, by file name, with their paths.
fn sides<'a>(inside: &'a Inside<'_>) -> BTreeMap<&'a str, (&'a str, Side<'a>)> {
    let opens: BTreeMap<&str, Opens> = inside
        .records()
        .into_iter()
        .map(|(path, record)| (path, Opens::of(record)))
        .collect();
    let whole = inside.transcripts.iter().filter(|t| t.is_whole);
    let sides = whole.filter_map(|transcript| {
        let opens = opens.get(transcript.path.as_str()).copied();
        let side = Side::of(transcript, opens)?;
        Some((side.file, (transcript.path.as_str(), side)))
    });
    sides.collect()
}

impl<'a> Side<'a> {
    fn of(transcript: &'a Transcript, opens: Option<Opens>) -> Option<Side<'a>> {
        Some(Side {
            file: file_name(&transcript.path),
            chat: layout::record_name(below_data(&transcript.path))?.chat,
            platform: &transcript.platform,
            messages: transcript.messages,
            opens,
            linked: &transcript.linked,
        })
    }
}

/// Returns the conversation of a transcript with this file name.
fn chat_of(file: &str) -> &str {
    file.split('_').next().unwrap_or_default()
}

/// Returns the file name of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns how many messages of a package are copies of others in it: of copies all but the first
/// in the order of paths.
pub fn count(inside: &Inside<'_>) -> u64 {
    let whole = || inside.transcripts.iter().filter(|t| t.is_whole);
    let mut later: BTreeMap<&str, Later> = whole()
        .map(|t| (file_name(&t.path), Later::of(t)))
        .collect();
    for transcript in whole() {
        let own = file_name(&transcript.path);
        for copy in &transcript.linked.copies {
            let there = transcript.linked.of_copy(copy);
            let (name, n) = match own < there {
                true => (there, copy.there),
                false => (own, copy.n),
            };
            if later.contains_key(there)
                && let Some(later) = later.get_mut(name)
            {
                later.note(n);
            }
        }
    }
    later.values().map(Later::count).sum()
}

/// Which messages of a transcript are copies of others that stand before it.
struct Later {
    messages: u64,
    is: Vec<bool>,
}

impl Later {
    fn of(transcript: &Transcript) -> Later {
        Later {
            messages: transcript.messages,
            is: Vec::new(),
        }
    }

    fn note(&mut self, n: u32) {
        let place = n as usize;
        if u64::from(n) > self.messages {
            return;
        }
        if self.is.len() <= place {
            self.is.resize(place + 1, false);
        }
        self.is[place] = true;
    }

    fn count(&self) -> u64 {
        self.is.iter().filter(|is| **is).count() as u64
    }
}
