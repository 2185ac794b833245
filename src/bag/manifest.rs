//! Payload and tag manifests (RFC 8493, 2.1.3 and 2.2.1): which file has which digest.

use std::collections::BTreeMap;
use std::fmt;

use super::text::Text;
use super::{At, Encoding, PAYLOAD, PathFault, TagLimits, TextFault, Version, path};
use crate::fixity::{Algorithm, BadDigest, Fixity, Sha256Digest, Sha512Digest};

/// What a manifest lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManifestKind {
    /// The files in `data/`.
    Payload,
    /// The other files.
    Tag,
}

/// The name of a manifest, which says what it lists and with which algorithm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ManifestName {
    /// What it lists.
    pub kind: ManifestKind,
    /// The algorithm as in the name, in lower case and without what is not a letter or digit.
    pub algorithm: String,
}

impl ManifestName {
    /// Returns the name of a manifest that consign writes.
    pub fn new(kind: ManifestKind, algorithm: Algorithm) -> ManifestName {
        let algorithm = algorithm.bagit_name().to_owned();
        ManifestName { kind, algorithm }
    }

    /// Reads the name of a file in the bag's folder, or returns nothing if it is no manifest.
    /// Capitals and hyphens in the algorithm are passed over; [`Display`](fmt::Display) gives the
    /// name as it should be.
    pub fn parse(file: &str) -> Option<ManifestName> {
        let stem = file.strip_suffix(".txt")?;
        let (kind, algorithm) = match stem.strip_prefix("tagmanifest-") {
            Some(algorithm) => (ManifestKind::Tag, algorithm),
            None => (ManifestKind::Payload, stem.strip_prefix("manifest-")?),
        };
        let plain = |c: &char| c.is_ascii_alphanumeric();
        let algorithm: String = algorithm.chars().filter(plain).collect();
        let algorithm = algorithm.to_ascii_lowercase();
        (!file.contains('/') && !algorithm.is_empty()).then_some(ManifestName { kind, algorithm })
    }

    /// Returns the algorithm, if it is one that consign computes.
    pub fn supported(&self) -> Option<Algorithm> {
        Algorithm::ALL
            .into_iter()
            .find(|algorithm| algorithm.bagit_name() == self.algorithm)
    }
}

impl fmt::Display for ManifestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tag = match self.kind {
            ManifestKind::Payload => "",
            ManifestKind::Tag => "tag",
        };
        write!(f, "{tag}manifest-{}.txt", self.algorithm)
    }
}

/// A digest as a manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedDigest {
    /// A SHA-256.
    Sha256(Sha256Digest),
    /// A SHA-512.
    Sha512(Sha512Digest),
    /// Hexadecimal digits of an algorithm that consign does not compute.
    Other,
    /// Not a digest of the manifest's algorithm; there is a fault that says so.
    Bad,
}

impl ListedDigest {
    fn parse(text: &str, algorithm: Option<Algorithm>) -> Result<ListedDigest, BadDigest> {
        match algorithm {
            Some(Algorithm::Sha256) => text.parse().map(ListedDigest::Sha256),
            Some(Algorithm::Sha512) => text.parse().map(ListedDigest::Sha512),
            None => Ok(ListedDigest::Other),
        }
    }

    /// Returns the digest that a file has, where it is not this one, as a pair of the digest
    /// listed and the digest found. Nothing is compared where consign does not compute it.
    pub fn differs(&self, found: &Fixity) -> Option<(String, String)> {
        match self {
            ListedDigest::Sha256(listed) if *listed != found.sha256 => {
                Some((listed.to_string(), found.sha256.to_string()))
            }
            ListedDigest::Sha512(listed) if *listed != found.sha512 => {
                Some((listed.to_string(), found.sha512.to_string()))
            }
            _ => None,
        }
    }
}

/// A file that a manifest lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The line, counted from 1.
    pub line: u64,
    /// The path from the bag's folder, decoded; it stays in the bag on every system.
    pub path: String,
    /// The digest.
    pub digest: ListedDigest,
}

/// What can be wrong with a line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestFault {
    /// It is not text, too long, or one too many.
    Text(TextFault),
    /// It is not a digest, blanks and a path.
    NotALine(String),
    /// Its digest is not one of the algorithm.
    Digest(String, BadDigest),
    /// Its path stands on an earlier line too.
    Twice(String, u64),
    /// Its path does not stay in the bag.
    Path(String, PathFault),
    /// A payload manifest lists what is not payload.
    NotPayload(String),
    /// A tag manifest lists payload.
    Payload(String),
    /// A tag manifest lists a tag manifest.
    TagManifest(String),
    /// Its path starts with `./`.
    DotSlash(String),
    /// Its path has the mark that md5sum and its kin put before the names of binary files.
    Star(String),
    /// Its path has a `%` that stands for nothing, and was taken as it is.
    BarePercent(String),
}

/// A manifest, as far as it could be understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// The files, in the order of the lines, each path once.
    pub files: Vec<Listed>,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<At<ManifestFault>>,
}

impl Manifest {
    /// Reads a manifest, by the rules of the bag's version.
    pub fn parse(
        bytes: &[u8],
        name: &ManifestName,
        encoding: Encoding,
        version: Version,
        limits: TagLimits,
    ) -> Manifest {
        let mut manifest = Manifest::default();
        let text = Text::decode(bytes, encoding);
        if text.has_mark {
            manifest.fault(1, ManifestFault::Text(TextFault::ByteOrderMark));
        }
        for line in text.lines(limits) {
            match line.text {
                Err(fault) => manifest.fault(line.number, ManifestFault::Text(fault)),
                Ok("") if version != Version::V1_0 => {}
                Ok(text) => manifest.line(line.number, text, name, version),
            }
        }
        manifest.refuse_repeats();
        manifest
    }

    fn fault(&mut self, line: u64, fault: ManifestFault) {
        self.faults.push(At { line, fault });
    }

    fn line(&mut self, line: u64, text: &str, name: &ManifestName, version: Version) {
        let digits = memchr::memchr2(b' ', b'\t', text.as_bytes()).unwrap_or_default();
        let fields = text
            .split_at_checked(digits)
            .map(|(digest, path)| (digest, path.trim_start_matches([' ', '\t'])))
            .filter(|(digest, path)| {
                let hexadecimal = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
                !digest.is_empty() && hexadecimal && !path.is_empty()
            });
        let Some((digest, written)) = fields else {
            self.fault(line, ManifestFault::NotALine(text.to_owned()));
            return;
        };
        let Some(path) = self.path(line, written, name.kind, version) else {
            return;
        };
        let digest = ListedDigest::parse(digest, name.supported()).unwrap_or_else(|bad| {
            self.fault(line, ManifestFault::Digest(digest.to_owned(), bad));
            ListedDigest::Bad
        });
        self.files.push(Listed { line, path, digest });
    }

    /// Returns the path that is meant, or notes why it is none.
    fn path(
        &mut self,
        line: u64,
        written: &str,
        kind: ManifestKind,
        version: Version,
    ) -> Option<String> {
        let mut written = written;
        if let Some(rest) = written.strip_prefix('*') {
            self.fault(line, ManifestFault::Star(written.to_owned()));
            written = rest;
        }
        if let Some(rest) = written.strip_prefix("./") {
            self.fault(line, ManifestFault::DotSlash(written.to_owned()));
            written = rest;
        }
        let decoded = path::decode(written, version);
        let path = decoded.path;
        if decoded.has_bare_percent {
            self.fault(line, ManifestFault::BarePercent(path.clone()));
        }
        let fault = match (path::check(&path), kind) {
            (Err(fault), _) => ManifestFault::Path(path, fault),
            (_, ManifestKind::Payload) if !path.starts_with(PAYLOAD) => {
                ManifestFault::NotPayload(path)
            }
            (_, ManifestKind::Tag) if path.starts_with(PAYLOAD) => ManifestFault::Payload(path),
            (_, ManifestKind::Tag) if is_tag_manifest(&path) => ManifestFault::TagManifest(path),
            _ => return Some(path),
        };
        self.fault(line, fault);
        None
    }

    /// Keeps the first line of each path and notes the others.
    fn refuse_repeats(&mut self) {
        // In the order in which consign writes them, no path can come again: no table is needed.
        if self.files.is_sorted_by(|a, b| a.path < b.path) {
            return;
        }
        let mut first = BTreeMap::new();
        let mut repeats = Vec::new();
        self.files.retain(|file| {
            let line = *first.entry(file.path.clone()).or_insert(file.line);
            if line != file.line {
                let fault = ManifestFault::Twice(file.path.clone(), line);
                repeats.push(At {
                    line: file.line,
                    fault,
                });
            }
            line == file.line
        });
        self.faults.extend(repeats);
        self.faults.sort_by_key(|at| at.line);
    }
}

fn is_tag_manifest(path: &str) -> bool {
    ManifestName::parse(path).is_some_and(|name| name.kind == ManifestKind::Tag)
}

/// Returns the manifest of these files, as consign writes it: sorted by the bytes of the paths,
/// lower-case hexadecimal, two spaces, LF.
pub fn write<'a>(
    algorithm: Algorithm,
    files: impl IntoIterator<Item = (&'a str, &'a Fixity)>,
) -> String {
    let files: BTreeMap<&str, &Fixity> = files.into_iter().collect();
    let mut text = String::new();
    for (path, fixity) in files {
        match algorithm {
            Algorithm::Sha256 => text.push_str(&fixity.sha256.to_string()),
            Algorithm::Sha512 => text.push_str(&fixity.sha512.to_string()),
        }
        text.push_str("  ");
        text.push_str(&path::encode(path));
        text.push('\n');
    }
    text
}

/// Returns the size in bytes of the manifest that [`write()`] will give: it is known before any
/// digest is, because digests have a fixed length.
pub fn size<'a>(algorithm: Algorithm, paths: impl IntoIterator<Item = &'a str>) -> u64 {
    let digits = algorithm.length() * 2;
    let line = |path: &str| (digits + "  \n".len() + path::encode(path).len()) as u64;
    paths.into_iter().map(line).sum()
}

/// Tells whether a manifest of version 1.0 in UTF-8 is written in the one form in which consign
/// writes it: the form leaves no byte that could change without a change of meaning.
pub fn is_canonical(bytes: &[u8], manifest: &Manifest) -> bool {
    let mut rest = bytes;
    let mut before = None;
    for file in &manifest.files {
        let after = match &file.digest {
            ListedDigest::Sha256(digest) => rest.strip_prefix(&digest.digits()),
            ListedDigest::Sha512(digest) => rest.strip_prefix(&digest.digits()),
            ListedDigest::Other | ListedDigest::Bad => None,
        };
        let after = after
            .and_then(|rest| rest.strip_prefix(b"  "))
            .and_then(|rest| rest.strip_prefix(path::encode(&file.path).as_bytes()))
            .and_then(|rest| rest.strip_prefix(b"\n"));
        match after {
            Some(after) if before < Some(&file.path) => rest = after,
            _ => return false,
        }
        before = Some(&file.path);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str, name: &str) -> Manifest {
        let name = ManifestName::parse(name).unwrap();
        let limits = TagLimits::default();
        Manifest::parse(
            text.as_bytes(),
            &name,
            Encoding::Utf8,
            Version::V1_0,
            limits,
        )
    }

    #[test]
    fn names_say_what_is_listed_and_how() {
        let name = |file| ManifestName::parse(file).map(|name| name.to_string());
        assert_eq!(
            name("manifest-sha256.txt").as_deref(),
            Some("manifest-sha256.txt")
        );
        assert_eq!(
            name("tagmanifest-SHA-512.txt").as_deref(),
            Some("tagmanifest-sha512.txt")
        );
        for other in [
            "manifest-.txt",
            "manifest.txt",
            "a/manifest-md5.txt",
            "mymanifest-md5.txt",
        ] {
            assert_eq!(name(other), None, "{other}");
        }
        assert_eq!(
            ManifestName::parse("manifest-md5.txt").unwrap().supported(),
            None
        );
    }

    #[test]
    fn every_fault_has_its_line_and_reading_goes_on() {
        let d = "0".repeat(64);
        let lines = [
            format!("{d}  data/a"),
            "garbage".to_owned(),
            "abc  data/b".to_owned(),
            format!("{d} *data/c"),
            format!("{d}\t./data/d"),
            format!("{d}  data/a"),
            format!("{d}  bagit.txt"),
            format!("{d}  data/../e"),
            format!("{d}  data/100%"),
            String::new(),
            format!("{d}  data/f%0A"),
        ];
        let manifest = parse(&lines.join("\n"), "manifest-sha256.txt");
        let faulty: Vec<_> = manifest.faults.iter().map(|at| at.line).collect();
        assert_eq!(faulty, [2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let paths: Vec<_> = manifest
            .files
            .iter()
            .map(|file| file.path.as_str())
            .collect();
        assert_eq!(
            paths,
            [
                "data/a",
                "data/b",
                "data/c",
                "data/d",
                "data/100%",
                "data/f\n"
            ]
        );
        let tags = format!("{d}  data/a\n{d}  tagmanifest-md5.txt\n{d}  bagit.txt\n");
        let tags = parse(&tags, "tagmanifest-sha256.txt");
        assert_eq!((tags.files.len(), tags.faults.len()), (1, 2));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_has_the_size_foretold_and_one_form(
            names in prop::collection::btree_set("[^/\\\\\0.]{1,6}", 0..6),
        ) {
            let paths: Vec<_> = names.iter().map(|name| format!("data/{name}")).collect();
            for algorithm in Algorithm::ALL {
                let fixity = Fixity::of(b"abc");
                let text = write(algorithm, paths.iter().map(|path| (path.as_str(), &fixity)));
                prop_assert_eq!(text.len() as u64, size(algorithm, paths.iter().map(String::as_str)));
                let name = ManifestName::new(ManifestKind::Payload, algorithm);
                let read = parse(&text, &name.to_string());
                prop_assert_eq!(&read.faults, &[]);
                prop_assert!(read.files.iter().map(|file| &file.path).eq(&paths));
                prop_assert!(read.files.iter().all(|file| file.digest.differs(&fixity).is_none()));
                prop_assert!(is_canonical(text.as_bytes(), &read));
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), tag in any::<bool>()) {
            let name = if tag { "tagmanifest-sha256.txt" } else { "manifest-md5.txt" };
            let name = ManifestName::parse(name).unwrap();
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Latin1] {
                let read = Manifest::parse(&bytes, &name, encoding, Version::V0_97, TagLimits::default());
                prop_assert!(read.files.iter().all(|file| path::check(&file.path).is_ok()));
            }
        }
    }
}
