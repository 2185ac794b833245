//! Writes the PREMIS of a package from its deposit manifest.

use std::collections::BTreeSet;

use super::NAMESPACE;
use super::terms::{EXECUTING_PROGRAM, EventType, IMPLEMENTER, SHA_256, SHA_512, SUCCESS, Term};
use crate::format::format;
use crate::manifest::{ManifestRead, Related};
use crate::xml::{Node, Writer};

/// Why writing cannot fail: it goes to memory, and what is written was read from XML.
const INFALLIBLE: &str = "what was read from XML can be written to memory";

/// The kinds of identifier that are used: what stands in front of each value says what it is.
const PATH: &str = "path in the package";
const PATH_IN_ANOTHER: &str = "package of the group and path in it";
const PACKAGE: &str = "package name";
const EVENT: &str = "event of this file";
const POST: &str = "post";
const BODY: &str = "organisation";
const PROGRAM: &str = "software";

/// The types of relationships: of parts of a whole, and of what says the same.
const STRUCTURAL: &str = "structural";
const LOGICAL: &str = "logical";

/// Returns `metadata/premis.xml` of the package whose deposit manifest this is.
pub fn premis(manifest: &ManifestRead) -> Vec<u8> {
    let mut out = Out {
        writer: Writer::new(Vec::new()),
        depth: 0,
    };
    out.writer.declaration().expect(INFALLIBLE);
    let attributes = [
        ("xmlns", NAMESPACE),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("version", "3.0"),
    ];
    let (names, events) = (Names::of(manifest), events(manifest));
    out.open("premis", &attributes);
    out.package(&names, events.len());
    for record in &manifest.records {
        out.file(&names, record);
    }
    for (index, event) in events.iter().enumerate() {
        out.event(&names, index, event);
    }
    for (kind, name) in names.agents(&events) {
        out.agent(&names, kind, name);
    }
    out.close("premis");
    out.writer.raw(b"\n").expect(INFALLIBLE);
    out.writer.into_inner()
}

/// Something that was done to the package as a whole.
struct Event<'m> {
    kind: EventType,
    at: &'m str,
    detail: String,
    /// The posts that did it.
    by: Vec<&'m str>,
    /// Whether the program did it on their behalf.
    ran: Ran,
}

/// Whether a program had a part in an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ran {
    ByPeople,
    ByProgram,
}

/// Returns the events, in the order in which they are told: how the exports came to be, what was
/// decided, and what the program then did.
fn events(manifest: &ManifestRead) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    let children = |part| {
        manifest
            .part(part)
            .map_or(&[][..], |node: &Node| &node.children)
    };
    for node in children("custody").iter().filter(|n| n.name == "event") {
        let (kind, ran) = match node.attribute("type") {
            "cap" => (EventType::Capture, Ran::ByPeople),
            _ => (EventType::Transfer, Ran::ByProgram),
        };
        events.push(Event {
            kind,
            at: known(node.attribute("date")),
            detail: format!("{}: {}", node.attribute("source"), node.string()),
            by: vec![known(node.attribute("by"))],
            ran,
        });
    }
    let mut last = "";
    for node in children("signOffs").iter().filter(|n| n.name == "signOff") {
        let kind = match node.attribute("of") {
            "selection" => EventType::Appraisal,
            _ => EventType::MetadataModification,
        };
        let posts = [node.attribute("by"), node.attribute("second")];
        last = last.max(node.attribute("at"));
        events.push(Event {
            kind,
            at: node.attribute("at"),
            detail: node.string(),
            by: posts.into_iter().filter(|post| !post.is_empty()).collect(),
            ran: Ran::ByPeople,
        });
    }
    for (kind, words) in BY_PROGRAM {
        events.push(Event {
            kind,
            at: last,
            detail: format!(
                "{words} Dated by the last sign-off, which settled what would be done: a package holds no other clock."
            ),
            by: Vec::new(),
            ran: Ran::ByProgram,
        });
    }
    events
}

/// What the program did once everything was signed.
const BY_PROGRAM: [(EventType, &str); 4] = [
    (
        EventType::Normalization,
        "Transcripts were made of the exports: what was written is kept character for character.",
    ),
    (
        EventType::FilenameChange,
        "Attachments were numbered, because file names are public.",
    ),
    (
        EventType::MessageDigestCalculation,
        "Digests of every file and of every message were computed.",
    ),
    (
        EventType::InformationPackageCreation,
        "The package was made, and validated before it was given its name.",
    ),
];

/// Returns what a manifest says, or the word of PREMIS for what is not known.
fn known(text: &str) -> &str {
    match text {
        "" | "not known" => "unknown",
        text => text,
    }
}

/// What every object and event names.
struct Names<'m> {
    package: &'m str,
    body: String,
    program: &'m str,
    version: &'m str,
}

impl<'m> Names<'m> {
    fn of(manifest: &'m ManifestRead) -> Names<'m> {
        let transfer = manifest.part("transfer");
        let body = transfer.and_then(|transfer| transfer.child("transferringBody"));
        let agent = |name| {
            let agent = manifest.part("agent");
            agent.map_or("unknown", |agent| agent.attribute(name))
        };
        Names {
            package: manifest.root.attribute("package"),
            body: body.map(Node::string).unwrap_or_default(),
            program: agent("name"),
            version: agent("version"),
        }
    }

    /// Returns every agent that an event names, with what it is.
    fn agents<'a>(&'a self, events: &[Event<'a>]) -> BTreeSet<(&'static str, &'a str)> {
        let posts = events.iter().flat_map(|event| event.by.iter());
        let mut agents: BTreeSet<(&str, &str)> = posts.map(|&post| (POST, post)).collect();
        agents.insert((BODY, &self.body));
        agents.insert((PROGRAM, self.program));
        agents
    }
}

/// The XML as it is written, one element a line.
struct Out {
    writer: Writer<Vec<u8>>,
    depth: usize,
}

impl Out {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        if self.depth > 0 {
            self.writer.line(self.depth).expect(INFALLIBLE);
        }
        self.writer.open(name, attributes).expect(INFALLIBLE);
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.writer.line(self.depth).expect(INFALLIBLE);
        self.writer.close(name).expect(INFALLIBLE);
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.writer.line(self.depth).expect(INFALLIBLE);
        let text = text.as_bytes();
        self.writer.leaf(name, attributes, text).expect(INFALLIBLE);
    }

    /// Writes a term with the addresses of its vocabulary and of itself.
    fn term(&mut self, name: &str, term: Term) {
        let (authority, value) = (term.authority_uri(), term.value_uri());
        let attributes = [
            ("authority", term.vocabulary),
            ("authorityURI", authority.as_str()),
            ("valueURI", value.as_str()),
        ];
        self.leaf_with(name, &attributes, term.label);
    }

    /// Writes an identifier: its two elements are named after the one they stand in.
    fn identifier(&mut self, name: &str, kind: &str, value: &str) {
        self.open(name, &[]);
        self.leaf(&format!("{name}Type"), kind);
        self.leaf(&format!("{name}Value"), value);
        self.close(name);
    }

    fn package(&mut self, names: &Names<'_>, events: usize) {
        self.open("object", &[("xsi:type", "intellectualEntity")]);
        self.identifier("objectIdentifier", PACKAGE, names.package);
        for number in 1..=events {
            self.identifier("linkingEventIdentifier", EVENT, &number.to_string());
        }
        self.close("object");
    }

    fn file(&mut self, names: &Names<'_>, record: &Node) {
        self.open("object", &[("xsi:type", "file")]);
        self.identifier("objectIdentifier", PATH, record.attribute("path"));
        self.open("objectCharacteristics", &[]);
        self.leaf("compositionLevel", "0");
        // Without the vocabulary's addresses: a package can hold very many files.
        for (term, digest) in [(SHA_256, "sha256"), (SHA_512, "sha512")] {
            self.open("fixity", &[]);
            self.leaf("messageDigestAlgorithm", term.label);
            self.leaf("messageDigest", record.attribute(digest));
            self.close("fixity");
        }
        self.leaf("size", record.attribute("size"));
        self.format(record.attribute("puid"));
        if record.attribute("role") != "attachment" {
            self.open("creatingApplication", &[]);
            self.leaf("creatingApplicationName", names.program);
            self.leaf("creatingApplicationVersion", names.version);
            self.close("creatingApplication");
        }
        self.close("objectCharacteristics");
        if let Some(name) = record.child("originalName") {
            self.leaf("originalName", &name.string());
        }
        for relationship in record.children.iter().filter(|n| n.name == "relationship") {
            // One of another kind does not follow the schema, and has a finding of its own.
            if let Some(kind) = Related::of_word(relationship.attribute("type")) {
                self.relationship(kind, relationship);
            }
        }
        self.related(STRUCTURAL, "is part of", PACKAGE, names.package);
        self.close("object");
    }

    fn format(&mut self, puid: &str) {
        self.open("format", &[]);
        match puid {
            "" => {
                self.open("formatDesignation", &[]);
                self.leaf("formatName", "unknown");
                self.close("formatDesignation");
            }
            puid => {
                if let Some(format) = format(puid) {
                    self.open("formatDesignation", &[]);
                    self.leaf("formatName", format.name);
                    if !format.version.is_empty() {
                        self.leaf("formatVersion", format.version);
                    }
                    self.close("formatDesignation");
                }
                self.open("formatRegistry", &[]);
                self.leaf("formatRegistryName", "PRONOM");
                self.leaf("formatRegistryKey", puid);
                self.close("formatRegistry");
            }
        }
        self.close("format");
    }

    fn relationship(&mut self, kind: Related, node: &Node) {
        let (of, sub_type) = match kind {
            Related::AttachmentOf => (STRUCTURAL, "is attachment of"),
            Related::CopyOf => (LOGICAL, "holds copies of messages of"),
            Related::NextPart => (STRUCTURAL, "is continued by"),
            Related::ParticipantsOf => (STRUCTURAL, "names participants of"),
        };
        let target = node.attribute("target");
        match node.attribute("package") {
            "" => self.related(of, sub_type, PATH, target),
            package => {
                let place = format!("{package}/{target}");
                self.related(of, sub_type, PATH_IN_ANOTHER, &place);
            }
        }
    }

    fn related(&mut self, of: &str, sub_type: &str, kind: &str, value: &str) {
        self.open("relationship", &[]);
        self.leaf("relationshipType", of);
        self.leaf("relationshipSubType", sub_type);
        self.identifier("relatedObjectIdentifier", kind, value);
        self.close("relationship");
    }

    fn event(&mut self, names: &Names<'_>, index: usize, event: &Event<'_>) {
        self.open("event", &[]);
        self.identifier("eventIdentifier", EVENT, &(index + 1).to_string());
        self.term("eventType", event.kind.term());
        self.leaf("eventDateTime", event.at);
        self.open("eventDetailInformation", &[]);
        self.leaf("eventDetail", &event.detail);
        self.close("eventDetailInformation");
        self.open("eventOutcomeInformation", &[]);
        self.term("eventOutcome", SUCCESS);
        self.close("eventOutcomeInformation");
        for post in &event.by {
            self.linked_agent(POST, post, IMPLEMENTER);
        }
        if event.by.is_empty() {
            self.linked_agent(BODY, &names.body, IMPLEMENTER);
        }
        if event.ran == Ran::ByProgram {
            self.linked_agent(PROGRAM, names.program, EXECUTING_PROGRAM);
        }
        self.identifier("linkingObjectIdentifier", PACKAGE, names.package);
        self.close("event");
    }

    fn linked_agent(&mut self, kind: &str, name: &str, role: Term) {
        self.open("linkingAgentIdentifier", &[]);
        self.leaf("linkingAgentIdentifierType", kind);
        self.leaf("linkingAgentIdentifierValue", name);
        self.term("linkingAgentRole", role);
        self.close("linkingAgentIdentifier");
    }

    fn agent(&mut self, names: &Names<'_>, kind: &str, name: &str) {
        self.open("agent", &[]);
        self.identifier("agentIdentifier", kind, name);
        self.leaf("agentName", name);
        let what = match kind {
            BODY => "organization",
            PROGRAM => "software",
            _ => "person",
        };
        self.leaf("agentType", what);
        if kind == PROGRAM {
            self.leaf("agentVersion", names.version);
        }
        self.close("agent");
    }
}
