//! The order in which a format is told: signatures, what lies inside, the extension.

use std::collections::BTreeSet;

use super::marks::ENCRYPT;
use super::sampler::Sample;
use super::signatures::{OTHER, OVER, SIGNATURES};
use super::{compound, known, zipped};

/// How a format is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Its bytes show it.
    Signature,
    /// Its extension alone: the format has no signature.
    Extension,
    /// We wrote it.
    Written,
    /// It is not known.
    NotIdentified,
}

impl Basis {
    /// All of them.
    pub const ALL: [Basis; 4] = [
        Basis::Signature,
        Basis::Extension,
        Basis::Written,
        Basis::NotIdentified,
    ];

    /// Returns the word for it in files.
    pub const fn word(self) -> &'static str {
        match self {
            Basis::Signature => "signature",
            Basis::Extension => "extension",
            Basis::Written => "written",
            Basis::NotIdentified => "not-identified",
        }
    }
}

/// Whether a password protects a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lock {
    /// None that is seen.
    None,
    /// One does, or the file is encrypted in another way.
    Password,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identified {
    /// Its identifier in PRONOM, if it is certain.
    pub puid: Option<&'static str>,
    /// How it is known.
    pub by: Basis,
    /// Whether it is protected.
    pub lock: Lock,
}

impl Identified {
    /// What is said of a file whose format is not certain.
    pub const NOT: Identified = Identified {
        puid: None,
        by: Basis::NotIdentified,
        lock: Lock::None,
    };
}

/// Tells the format of a file by what was kept of it, and by its name.
pub fn identify(sample: &Sample, name: &str) -> Identified {
    let extension = extension(name);
    let fitting = fitting(sample, &extension);
    let mut fitting = fitting.iter().copied();
    match (fitting.next(), fitting.next()) {
        (Some("x-fmt/263"), None) => zipped::identify(sample, &extension),
        (Some("fmt/111"), None) => compound::identify(sample),
        (Some(OTHER), _) | (_, Some(_)) => Identified::NOT,
        (Some(puid), None) => Identified {
            puid: Some(puid),
            by: Basis::Signature,
            lock: lock(sample),
        },
        (None, None) => by_extension(sample, &extension),
    }
}

/// Returns the formats whose signatures the file has, but for those that give way to another.
fn fitting(sample: &Sample, extension: &str) -> BTreeSet<&'static str> {
    let fits = SIGNATURES.iter().filter(|signature| signature.fits(sample));
    let mut fitting: BTreeSet<&'static str> = fits
        .map(|signature| match signature.only {
            [] => signature.puid,
            only if only.contains(&extension) => signature.puid,
            _ => OTHER,
        })
        .collect();
    let there = fitting.clone();
    for (_, behind) in OVER.iter().filter(|(puid, _)| there.contains(puid)) {
        fitting.retain(|puid| !behind.contains(puid));
    }
    fitting
}

fn lock(sample: &Sample) -> Lock {
    match sample.met(ENCRYPT) {
        true => Lock::Password,
        false => Lock::None,
    }
}

/// Takes a file at its extension's word, if it is text: all formats that are told so are.
fn by_extension(sample: &Sample, extension: &str) -> Identified {
    let format = known::by_extension(extension).filter(|_| is_text(sample));
    format.map_or(Identified::NOT, |format| Identified {
        puid: Some(format.puid),
        by: Basis::Extension,
        lock: Lock::None,
    })
}

/// Tells whether a file looks like text: no control characters but those of lines, or UTF-16 with
/// its mark. An empty file is none: it is nothing.
fn is_text(sample: &Sample) -> bool {
    let is_utf16 = sample.head.starts_with(b"\xff\xfe") || sample.head.starts_with(b"\xfe\xff");
    let plain = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let is_plain = sample.head.iter().chain(&sample.tail).all(plain);
    sample.size > 0 && (is_utf16 || is_plain)
}

/// Returns what stands behind the last dot of a name, in small letters.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit_once('.').map(|(_, extension)| extension);
    extension.unwrap_or_default().to_ascii_lowercase()
}
