//! What a group needs to know of one of its packages, when the package itself is closed again.

use crate::check::inside::{Inside, below_data};
use crate::check::trn::copies::{Linked, Side, file_name};
use crate::fixity::{Sha256Digest, sha256};
use crate::manifest::{Group, ManifestRead, Opens};
use crate::package::layout;
use crate::xml::Node;

/// One package of a group, as far as the group is concerned.
#[derive(Debug, Clone)]
pub struct Member {
    /// The group, as this package tells of it.
    pub group: Group,
    /// The name of the package, as it tells it.
    pub package: String,
    /// How many files it has.
    pub files: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// The counts of its deposit manifest, by name.
    pub(crate) counts: Vec<(&'static str, u64)>,
    /// What all packages of a batch say alike: what it is, and what was said.
    pub(super) said: Vec<(&'static str, String)>,
    /// The paths of its records.
    pub(super) records: Vec<String>,
    /// Its transcripts.
    pub(super) parts: Vec<Part>,
}

/// A transcript of a package of a group.
#[derive(Debug, Clone)]
pub struct Part {
    pub path: String,
    pub chat: String,
    pub part: String,
    pub previous: String,
    pub next: String,
    pub provenance: Sha256Digest,
    pub platform: String,
    pub messages: u64,
    pub opens: Option<Opens>,
    /// What its messages say of those of other transcripts.
    pub linked: Linked,
    /// The transcripts in other packages that hold copies of its messages, and these packages.
    pub copies_in: Vec<(String, String)>,
}

impl Part {
    /// Returns it as one that names others, or is named.
    pub fn side(&self) -> Side<'_> {
        Side {
            file: file_name(&self.path),
            chat: &self.chat,
            platform: &self.platform,
            messages: self.messages,
            opens: self.opens,
            linked: &self.linked,
        }
    }
}

/// The counts that are about the whole batch.
pub(super) const OF_THE_BATCH: [&str; 8] = [
    "read",
    "select",
    "context",
    "refer",
    "outside",
    "notSelected",
    "held",
    "retained",
];

/// The counts that are about one package.
const OF_THE_PACKAGE: [&str; 6] = [
    "transferred",
    "attachmentsReferenced",
    "attachmentsPresent",
    "attachmentsOmitted",
    "attachmentsMissing",
    "attachmentsWithheld",
];

impl Member {
    /// Returns what a group needs to know of a package, if its deposit manifest can be relied on and
    /// says that it belongs to one.
    pub fn of(inside: &Inside<'_>) -> Option<Member> {
        let manifest = inside.manifest()?;
        let group = Group::read(manifest)?;
        let counts = OF_THE_BATCH.into_iter().chain(OF_THE_PACKAGE);
        let files = inside.package.files();
        let sizes = files.iter().map(|file| file.size);
        Some(Member {
            package: manifest.root.attribute("package").to_owned(),
            files: files.len() as u64,
            bytes: sizes.fold(0, u64::saturating_add),
            counts: counts.map(|name| (name, manifest.count(name))).collect(),
            said: said(inside, manifest),
            records: inside.records().into_keys().map(str::to_owned).collect(),
            parts: parts(inside),
            group,
        })
    }

    /// Returns a number of the deposit manifest's counts.
    pub(crate) fn count(&self, name: &str) -> u64 {
        let found = self.counts.iter().find(|(known, _)| *known == name);
        found.map_or(0, |(_, count)| *count)
    }
}

/// Returns what all packages of a batch say alike.
fn said(inside: &Inside<'_>, manifest: &ManifestRead) -> Vec<(&'static str, String)> {
    let mut said = Vec::new();
    for name in [
        "transfer",
        "agent",
        "custody",
        "law",
        "arrangement",
        "signOffs",
        "sources",
    ] {
        said.push((name, manifest.part(name).map(words).unwrap_or_default()));
    }
    let counts = OF_THE_BATCH.map(|name| format!("{name} {}", manifest.count(name)));
    said.push(("counts", counts.join(", ")));
    said.push((layout::EVENTS, content(inside, layout::EVENTS)));
    said.push((layout::POLICY, content(inside, layout::POLICY)));
    said
}

/// Returns the digest of a file that all packages of a batch have alike.
fn content(inside: &Inside<'_>, path: &str) -> String {
    let fixity = inside.fixity(path);
    fixity.map_or_else(String::new, |fixity| format!("SHA-256 {}", fixity.sha256))
}

/// Returns an element in words: short ones as they are, long ones by their digest.
fn words(node: &Node) -> String {
    let mut all = Vec::new();
    gather(node, &mut all);
    let text = all.join("; ");
    match text.len() {
        0..=200 => text,
        _ => format!("SHA-256 {}", sha256(text.as_bytes())),
    }
}

fn gather(node: &Node, all: &mut Vec<String>) {
    let mut attributes: Vec<String> = node
        .attributes
        .iter()
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    attributes.sort();
    let text = node.string();
    let own = [node.name.as_str(), &attributes.join(", "), text.trim()];
    let own: Vec<&str> = own.into_iter().filter(|text| !text.is_empty()).collect();
    all.push(own.join(": "));
    for child in &node.children {
        gather(child, all);
    }
}

/// Returns the transcripts in other packages to which a record is tied, and these packages.
fn copies_in(record: &Node) -> Vec<(String, String)> {
    let ties = record.all("relationship");
    let ties = ties.map(|node| ["target", "package"].map(|name| node.attribute(name).to_owned()));
    let elsewhere = ties.filter(|[_, package]| !package.is_empty());
    elsewhere.map(|tie| tie.into()).collect()
}

fn parts(inside: &Inside<'_>) -> Vec<Part> {
    let records = inside.records();
    let whole = inside.transcripts.iter().filter(|part| part.is_whole);
    let parts = whole.filter_map(|transcript| {
        let record = records.get(transcript.path.as_str()).copied();
        let name = layout::record_name(below_data(&transcript.path))?;
        let says = |attribute| transcript.root.attribute(attribute).to_owned();
        Some(Part {
            chat: name.chat.to_owned(),
            part: name.part.to_owned(),
            previous: says("previous"),
            next: says("next"),
            provenance: transcript.provenance,
            platform: transcript.platform.clone(),
            messages: transcript.messages,
            opens: record.map(Opens::of),
            linked: transcript.linked.clone(),
            copies_in: record.map(copies_in).unwrap_or_default(),
            path: transcript.path.clone(),
        })
    });
    parts.collect()
}
