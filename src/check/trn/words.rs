//! Whether a transcript explains itself in the words of its version, and gives each reason in the
//! words that follow from what was decided.

use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::words::gap_words;
use crate::transcript::{
    Covering, MessageRead, TranscriptRead, because, because_of_context, because_of_copy,
    how_to_read,
};
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "every transcript explains itself, and each reason, in the words of its version",
    raises: &[&EXPLAINS, &REASON],
    run: Run::Ours(run),
};

static EXPLAINS: Code = Code {
    id: "TRN-006",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A transcript does not explain itself in the sentences of its version.",
    explanation: "The sentences at its beginning tell people how to read it without consign, and \
        a gap is explained beside its code. They follow from the version and from what the \
        transcript covers; other sentences can mislead whoever reads it in decades.",
    remedy: "Read the transcript by the sentences that are expected, and ask the sender who \
        changed them.",
};

static REASON: Code = Code {
    id: "TRN-052",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "The reason of a message is not in the words that follow from its decision.",
    explanation: "Only a rule has words of its own, its published label. What a person or the \
        policy decided, and which message another one helps to understand, is always said in the \
        same words.",
    remedy: "Ask the sender what was decided on this message.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.words);
    Ok(())
}

/// What a transcript says that the deposit manifest says too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The description of the record.
    pub description: String,
    /// The gaps of its whole export, as code and count.
    pub gaps: Vec<(String, String)>,
    /// The transferring body, the creator, the series reference, and the source.
    pub origin: [String; 4],
    /// When the export was made, and by whom; empty where it is not known.
    pub exported: (String, String),
}

/// Returns what a transcript says that the deposit manifest says too.
pub fn told(read: &TranscriptRead) -> Told {
    let children = |name| read.head(name).map_or(&[][..], |node| &node.children);
    let gap = |node: &Node| ["code", "count"].map(|name| node.attribute(name).to_owned());
    let stated = |about| {
        let mut statements = children("capture").iter();
        let found = statements.find(|node| node.attribute("about") == about);
        found.map(Node::string).unwrap_or_default()
    };
    Told {
        description: read
            .head("conversation")
            .map(Node::string)
            .unwrap_or_default(),
        gaps: children("gaps")
            .iter()
            .map(|node| gap(node).into())
            .collect(),
        origin: ["transferringBody", "creator", "series", "source"].map(|name| {
            let origin = read.head("origin");
            origin.map_or(String::new(), |origin| origin.attribute(name).to_owned())
        }),
        exported: (stated("exported-on"), stated("exported-by")),
    }
}

/// Watches the head, then the reasons of the messages.
pub struct Watch {
    few: Few,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
        }
    }

    pub fn head(&mut self, head: &TranscriptRead) {
        let (Some(covering), Some(explains)) = (head.head("covering"), head.head("howToRead"))
        else {
            return;
        };
        let count = |name| covering.attribute(name).parse().unwrap_or_default();
        let wanted = how_to_read(&Covering {
            cut: covering.attribute("cut"),
            zone: covering.attribute("zone"),
            messages: count("messages"),
            not_transferred: count("notTransferred"),
            copies: count("copies"),
            differences: count("differences"),
        });
        sentences(explains, &wanted, &EXPLAINS, &mut self.few);
        let gaps = head.head("gaps").map_or(&[][..], |node| &node.children);
        for gap in gaps {
            let wanted = gap_words(gap.attribute("code")).unwrap_or("no gap has this code");
            if gap.text != wanted.as_bytes() {
                self.few.on_line(&EXPLAINS, gap.line, |finding| {
                    finding.expected(wanted).found(gap.string())
                });
            }
        }
    }

    pub fn message(&mut self, message: &MessageRead<'_>) {
        let Some(node) = message.node.child("because") else {
            return;
        };
        let basis = node.attribute("basis");
        let of_context;
        let wanted = match basis {
            "context" => {
                of_context = of_context_words(message, node);
                Some(of_context.as_str())
            }
            _ => because(basis, message.node.attribute("decision")),
        };
        if let Some(wanted) = wanted.filter(|wanted| node.text != wanted.as_bytes()) {
            self.few.on_line(&REASON, node.line, |finding| {
                let finding = finding.expected(wanted).found(node.string());
                finding.detail(format!("message {}", message.n))
            });
        }
    }

    pub fn end(self) -> Findings {
        self.few.close()
    }
}

/// Returns the words with which a message is kept to understand another, or as a copy of it is.
fn of_context_words(message: &MessageRead<'_>, because: &Node) -> String {
    let copy = because.attribute("copy");
    let mut named = message.node.all("copy");
    let named = named.find(|node| node.attribute("transcript") == copy);
    if let Some(n) = named.and_then(|node| node.attribute("n").parse().ok()) {
        return because_of_copy(n, copy);
    }
    let part = Some(because.attribute("part")).filter(|part| !part.is_empty());
    because_of_context(because.attribute("with").parse().ok(), part)
}

/// Holds the paragraphs of `howToRead` to the sentences that follow, and names the first that
/// differs.
pub fn sentences<S: AsRef<str>>(node: &Node, wanted: &[S], code: &'static Code, few: &mut Few) {
    let mut there = node.children.iter();
    let mut wanted = wanted.iter().map(AsRef::as_ref);
    loop {
        match (there.next(), wanted.next()) {
            (None, None) => return,
            (Some(p), Some(sentence)) if p.text == sentence.as_bytes() => {}
            (p, sentence) => {
                let line = p.map_or(node.line, |p| p.line);
                few.on_line(code, line, |finding| {
                    let found = p.map_or("no sentence".to_owned(), Node::string);
                    finding
                        .expected(sentence.unwrap_or("no sentence"))
                        .found(found)
                });
                return;
            }
        }
    }
}
