//! The group of packages that one batch was split into.

use std::io::{self, Write};

use super::ManifestRead;
use crate::xml::{Node, Writer};

/// A group, as each of its packages tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub id: String,
    /// Which of its packages tells this, from 1.
    pub number: u64,
    /// How many packages it says that it has.
    pub of: u64,
    /// Its packages, in order.
    pub members: Vec<Member>,
}

/// A package of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its number, from 1.
    pub number: u64,
    /// Its name.
    pub package: String,
    /// How many records it holds.
    pub records: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// How many messages it transfers.
    pub messages: u64,
    /// The SHA-256 of its `manifest-sha256.txt`, in hexadecimal.
    pub payload: String,
}

impl Group {
    /// Returns the group that a deposit manifest tells of. A number that no computer can hold is
    /// the greatest that one can.
    pub fn read(manifest: &ManifestRead) -> Option<Group> {
        let group = manifest.part("group")?;
        let count = |node: &Node, name| node.attribute(name).parse().unwrap_or(u64::MAX);
        let member = |node: &Node| Member {
            number: count(node, "number"),
            package: node.attribute("package").to_owned(),
            records: count(node, "records"),
            bytes: count(node, "bytes"),
            messages: count(node, "messages"),
            payload: node.attribute("payload").to_owned(),
        };
        Some(Group {
            id: group.attribute("id").to_owned(),
            number: count(group, "number"),
            of: count(group, "of"),
            members: group.all("member").map(member).collect(),
        })
    }

    /// Returns what the group says of the package that tells of it.
    pub fn own(&self) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.number == self.number)
    }

    /// Returns how many messages the other packages transfer.
    pub fn elsewhere(&self) -> u64 {
        let others = self
            .members
            .iter()
            .filter(|member| member.number != self.number);
        others.fold(0, |sum, member| sum.saturating_add(member.messages))
    }

    pub(super) fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        xml.line(1)?;
        let (number, of) = (self.number.to_string(), self.of.to_string());
        xml.open(
            "group",
            &[("id", &self.id), ("number", &number), ("of", &of)],
        )?;
        for member in &self.members {
            xml.line(2)?;
            let counts = [
                ("number", member.number),
                ("records", member.records),
                ("bytes", member.bytes),
                ("messages", member.messages),
            ]
            .map(|(name, count)| (name, count.to_string()));
            let counts = counts.iter().map(|(name, count)| (*name, count.as_str()));
            let names = [
                ("package", member.package.as_str()),
                ("payload", &member.payload),
            ];
            let attributes: Vec<_> = counts.chain(names).collect();
            xml.leaf("member", &attributes, b"")?;
        }
        xml.line(1)?;
        xml.close("group")
    }
}
