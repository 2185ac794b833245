//! Writes a deposit manifest.

use std::io::{self, Write};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Equation, Group, Holds, NAMESPACE, RecordDates, Relationship, VERSION, relationship, words,
};
use crate::fixity::{Fixity, Sha256Digest};
use crate::format::Identified;
use crate::source::Gap;
use crate::xml::Writer;

/// Everything that a deposit manifest says.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The name of the package.
    pub package: String,
    /// The dated rules that it is held to.
    pub profile: String,
    /// Whether its acts were played back from a sample.
    pub demonstration: bool,
    /// Element and text of `transfer`, in the order of the schema; empty texts are left out.
    pub transfer: Vec<(&'static str, String)>,
    /// The version of consign.
    pub agent_version: String,
    /// The custodial history.
    pub custody: Vec<CustodyEvent>,
    /// The day at which dates are judged.
    pub as_at: NaiveDate,
    /// `day`, `month`, `year` or `whole`.
    pub cut: &'static str,
    /// The packages that the batch was split into, where it was.
    pub group: Option<Group>,
    /// Who signed what.
    pub sign_offs: Vec<SignOffWritten>,
    /// The exports.
    pub sources: Vec<SourceWritten>,
    /// What became of the messages.
    pub counts: Counts,
    /// The sums.
    pub equations: Vec<Equation>,
    /// The records, in the order of their paths.
    pub records: Vec<RecordWritten>,
}

/// An event of the custodial history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyEvent {
    /// `cap` or `tra`.
    pub code: &'static str,
    /// When, or that it is not known.
    pub date: String,
    /// The neutral name of the source.
    pub source: String,
    /// Which post did it, or that it is not known.
    pub by: String,
    /// What happened.
    pub words: String,
}

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffWritten {
    /// `selection` or `sensitivity`.
    pub of: &'static str,
    /// The post that signed.
    pub by: String,
    /// The post that signed second.
    pub second: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was replayed from a sample.
    pub replayed: bool,
    /// The statement.
    pub statement: String,
}

/// An export, by its neutral name.
#[derive(Debug, Clone)]
pub struct SourceWritten {
    /// `source-1` and so on.
    pub name: String,
    /// Its format.
    pub format: String,
    /// The HMAC of its digest.
    pub hmac: Sha256Digest,
    /// How many messages were read from it.
    pub messages: u64,
    /// What is missing from it.
    pub gaps: Vec<Gap>,
}

/// What became of the messages that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Messages read.
    pub read: u64,
    /// Selected.
    pub select: u64,
    /// Kept to understand another.
    pub context: u64,
    /// Referred and not decided.
    pub refer: u64,
    /// Outside transfer.
    pub outside: u64,
    /// Not selected.
    pub not_selected: u64,
    /// Of select and context: held.
    pub held: u64,
    /// Of select and context: retained under section 3(4).
    pub retained: u64,
    /// Transferred.
    pub transferred: u64,
    /// Of a package of a group: transferred in the other packages of the group.
    #[serde(skip_serializing_if = "is_none")]
    pub elsewhere: u64,
    /// Of the transferred: copies of others in this package, which are counted once.
    #[serde(skip_serializing_if = "is_none")]
    pub copies: u64,
    /// The attachments of the messages transferred.
    pub attachments: Attachments,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// What became of the attachments that transferred messages carry or name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Attachments {
    /// All of them.
    pub referenced: u64,
    /// Present in the package.
    pub present: u64,
    /// Left out by the app.
    pub omitted: u64,
    /// Named, but not in the export.
    pub missing: u64,
    /// Kept back by the transferring body.
    pub withheld: u64,
}

/// A record.
#[derive(Debug, Clone)]
pub struct RecordWritten {
    /// Its path in the package.
    pub path: String,
    /// `transcript` or `attachment`.
    pub role: &'static str,
    /// Its size and digests.
    pub fixity: Fixity,
    /// Whose copyright it is, in a word of TNA's.
    pub rights: String,
    /// Its languages, joined by `;`.
    pub language: String,
    /// How many messages it holds; of an attachment, how many carry it.
    pub messages: u64,
    /// Its format in PRONOM, where it is known, and how.
    pub format: Identified,
    /// Of a transcript: the root of its messages' digests.
    pub root: Option<Sha256Digest>,
    /// What it is, in a sentence.
    pub description: String,
    /// Of an attachment: what the file was called in the export, where that may be told.
    pub original_name: Option<String>,
    /// Its dates.
    pub dates: RecordDates,
    /// The outcome of its sensitivity review.
    pub closure: ClosureWritten,
    /// How it belongs to others.
    pub relationships: Vec<Relationship>,
}

/// The outcome of a sensitivity review, as attributes of `closure`; empty ones are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClosureWritten {
    /// Name and value, as in the schema.
    pub attributes: Vec<(&'static str, String)>,
}

/// Writes a deposit manifest.
///
/// # Errors
/// When `to` fails.
pub fn write<W: Write>(to: W, manifest: &Manifest) -> io::Result<W> {
    let mut xml = Writer::new(to);
    xml.declaration()?;
    xml.open(
        "depositManifest",
        &[
            ("xmlns", NAMESPACE),
            ("version", VERSION),
            ("package", &manifest.package),
            ("profile", &manifest.profile),
        ],
    )?;
    if manifest.demonstration {
        xml.line(1)?;
        xml.leaf("demonstration", &[], words::DEMONSTRATION.as_bytes())?;
    }
    write_transfer(&mut xml, manifest)?;
    write_authority(&mut xml, manifest)?;
    write_sources(&mut xml, &manifest.sources)?;
    write_counts(&mut xml, &manifest.counts)?;
    write_equations(&mut xml, &manifest.equations)?;
    xml.line(1)?;
    xml.open("records", &[])?;
    for record in &manifest.records {
        write_record(&mut xml, record, manifest.as_at)?;
    }
    xml.line(1)?;
    xml.close("records")?;
    xml.line(0)?;
    xml.close("depositManifest")?;
    xml.line(0)?;
    Ok(xml.into_inner())
}

fn write_transfer<W: Write>(xml: &mut Writer<W>, manifest: &Manifest) -> io::Result<()> {
    xml.line(1)?;
    xml.open("transfer", &[])?;
    for (element, text) in &manifest.transfer {
        if !text.is_empty() {
            xml.line(2)?;
            xml.leaf(element, &[], text.as_bytes())?;
        }
    }
    xml.line(1)?;
    xml.close("transfer")?;
    xml.line(1)?;
    let agent = [("name", "consign"), ("version", &manifest.agent_version)];
    xml.leaf("agent", &agent, b"")
}

/// Writes custody, law, arrangement and sign-offs.
fn write_authority<W: Write>(xml: &mut Writer<W>, manifest: &Manifest) -> io::Result<()> {
    xml.line(1)?;
    xml.open("custody", &[])?;
    xml.line(2)?;
    xml.leaf("statement", &[], words::CUSTODY.as_bytes())?;
    for event in &manifest.custody {
        xml.line(2)?;
        let attributes = [
            ("type", event.code),
            ("date", &event.date),
            ("source", &event.source),
            ("by", &event.by),
        ];
        xml.leaf("event", &attributes, event.words.as_bytes())?;
    }
    xml.line(1)?;
    xml.close("custody")?;
    xml.line(1)?;
    let as_at = manifest.as_at.to_string();
    xml.leaf(
        "law",
        &[
            ("act", words::ACT),
            ("asAt", &as_at),
            ("agreed", "not stated"),
        ],
        words::LAW.as_bytes(),
    )?;
    xml.line(1)?;
    xml.leaf(
        "arrangement",
        &[("cut", manifest.cut), ("furtherParts", "not stated")],
        words::ARRANGEMENT.as_bytes(),
    )?;
    if let Some(group) = &manifest.group {
        group.write(xml)?;
    }
    xml.line(1)?;
    xml.open("signOffs", &[])?;
    for sign_off in &manifest.sign_offs {
        xml.line(2)?;
        let at = sign_off.at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let mut attributes = vec![
            ("of", sign_off.of),
            ("by", sign_off.by.as_str()),
            ("at", &at),
            ("replayed", if sign_off.replayed { "yes" } else { "no" }),
        ];
        if let Some(second) = &sign_off.second {
            attributes.push(("second", second));
        }
        xml.leaf("signOff", &attributes, sign_off.statement.as_bytes())?;
    }
    xml.line(1)?;
    xml.close("signOffs")
}

fn write_sources<W: Write>(xml: &mut Writer<W>, sources: &[SourceWritten]) -> io::Result<()> {
    xml.line(1)?;
    xml.open("sources", &[])?;
    for source in sources {
        xml.line(2)?;
        let (hmac, messages) = (source.hmac.to_string(), source.messages.to_string());
        xml.open(
            "source",
            &[
                ("ref", &source.name),
                ("format", &source.format),
                ("hmac", &hmac),
                ("messages", &messages),
            ],
        )?;
        for gap in &source.gaps {
            xml.line(3)?;
            let count = gap.count.to_string();
            let attributes = [("code", gap.code.word()), ("count", &count)];
            xml.leaf("gap", &attributes, gap.code.words().as_bytes())?;
        }
        xml.line(2)?;
        xml.close("source")?;
    }
    xml.line(1)?;
    xml.close("sources")
}

impl Counts {
    /// Returns the counts as attributes of `counts`, by name.
    pub fn attributes(&self) -> Vec<(&'static str, u64)> {
        let mut attributes = vec![
            ("read", self.read),
            ("select", self.select),
            ("context", self.context),
            ("refer", self.refer),
            ("outside", self.outside),
            ("notSelected", self.not_selected),
            ("held", self.held),
            ("retained", self.retained),
            ("transferred", self.transferred),
            ("attachmentsReferenced", self.attachments.referenced),
            ("attachmentsPresent", self.attachments.present),
            ("attachmentsOmitted", self.attachments.omitted),
            ("attachmentsMissing", self.attachments.missing),
            ("attachmentsWithheld", self.attachments.withheld),
        ];
        if !is_none(&self.elsewhere) {
            attributes.push(("elsewhere", self.elsewhere));
        }
        if !is_none(&self.copies) {
            attributes.push(("copies", self.copies));
        }
        attributes
    }
}

fn write_counts<W: Write>(xml: &mut Writer<W>, counts: &Counts) -> io::Result<()> {
    let texts: Vec<_> = counts
        .attributes()
        .into_iter()
        .map(|(name, n)| (name, n.to_string()))
        .collect();
    let attributes: Vec<_> = texts.iter().map(|(name, n)| (*name, n.as_str())).collect();
    xml.line(1)?;
    xml.leaf("counts", &attributes, b"")
}

fn write_equations<W: Write>(xml: &mut Writer<W>, equations: &[Equation]) -> io::Result<()> {
    xml.line(1)?;
    xml.open("equations", &[])?;
    for equation in equations {
        xml.line(2)?;
        let holds = match equation.holds {
            Holds::Yes => "yes",
            Holds::No => "no",
        };
        let mut attributes = vec![("name", equation.name), ("holds", holds)];
        // E1 and E2 count bytes and lines of messages that are not transferred: their figures stay
        // in the department.
        if !["E1", "E2"].contains(&equation.name) {
            attributes.push(("sum", &equation.sum));
        }
        xml.leaf("equation", &attributes, equation.says.as_bytes())?;
    }
    xml.line(1)?;
    xml.close("equations")
}

fn write_dates<W: Write>(
    xml: &mut Writer<W>,
    dates: RecordDates,
    as_at: NaiveDate,
) -> io::Result<()> {
    let days = [
        ("first", dates.first),
        ("record", dates.record),
        ("dueByStatute", dates.due_by_statute),
        ("dueByPractice", dates.due_by_practice),
        ("historicalFrom", dates.historical_from),
        ("firstDue", dates.first_due),
    ]
    .map(|(name, day)| (name, day.to_string()));
    let mut attributes: Vec<_> = days
        .iter()
        .map(|(name, day)| (*name, day.as_str()))
        .collect();
    attributes.push(("duty", dates.duty(as_at).word()));
    xml.line(3)?;
    xml.leaf("dates", &attributes, b"")
}

fn write_record<W: Write>(
    xml: &mut Writer<W>,
    record: &RecordWritten,
    as_at: NaiveDate,
) -> io::Result<()> {
    xml.line(2)?;
    let size = record.fixity.size.to_string();
    let sha256 = record.fixity.sha256.to_string();
    let sha512 = record.fixity.sha512.to_string();
    let messages = record.messages.to_string();
    let root = record.root.map(|root| root.to_string());
    let mut attributes = vec![
        ("path", record.path.as_str()),
        ("role", record.role),
        ("size", &size),
        ("sha256", &sha256),
        ("sha512", &sha512),
        ("rights", &record.rights),
        ("language", &record.language),
        ("messages", &messages),
    ];
    attributes.push(("formatBasis", record.format.by.word()));
    attributes.extend(record.format.puid.map(|puid| ("puid", puid)));
    if let Some(root) = &root {
        attributes.push(("root", root));
    }
    xml.open("record", &attributes)?;
    xml.line(3)?;
    xml.leaf("description", &[], record.description.as_bytes())?;
    if let Some(name) = &record.original_name {
        xml.line(3)?;
        xml.leaf("originalName", &[], name.as_bytes())?;
    }
    write_dates(xml, record.dates, as_at)?;
    let closure = &record.closure.attributes;
    let attributes: Vec<_> = closure
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    xml.line(3)?;
    xml.leaf("closure", &attributes, b"")?;
    relationship::write(xml, &record.relationships)?;
    xml.line(2)?;
    xml.close("record")
}
