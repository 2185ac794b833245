//! Our tables held to TNA's own, where these are at hand: DROID's signature file and the list of
//! refused formats. They are no part of this repository.

use super::*;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Returns a file of TNA's, or says that the test is skipped.
fn of_tna(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = root.ancestors().skip(1).take(3);
    let found: Option<PathBuf> = folders.find_map(|folder| {
        let file = folder.join("shared/data").join(path);
        file.is_file().then_some(file)
    });
    if found.is_none() {
        eprintln!("skipped: {path} is not there");
    }
    found.map(|file| std::fs::read_to_string(file).unwrap())
}

/// A format of the signature file.
#[derive(Debug, Default, Clone)]
struct Known {
    puid: String,
    name: String,
    version: String,
    mime: String,
    extensions: Vec<String>,
    signatures: Vec<String>,
    over: Vec<String>,
}

/// A byte sequence: where it is anchored, and its pieces with the bytes between.
#[derive(Debug, Default, Clone)]
struct Sequence {
    anchor: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Default, Clone)]
struct Piece {
    gap: usize,
    main: String,
    left: BTreeMap<usize, (usize, String)>,
    right: BTreeMap<usize, (usize, String)>,
}

#[derive(Default)]
struct Droid {
    formats: Vec<Known>,
    signatures: BTreeMap<String, Vec<Sequence>>,
    ids: BTreeMap<String, String>,
}

impl Droid {
    fn read() -> Option<Droid> {
        let text = of_tna("pronom/DROID_SignatureFile_V122.xml")?;
        // The sign of a mask, which no signature that is held to ours has.
        let text = text.replace("&amp;", "");
        let mut droid = Droid::default();
        let mut reader = Reader::from_str(&text);
        let (mut signature, mut path, mut fragment) = (String::new(), String::new(), None);
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) => {
                    path = tag.local_name().as_ref().to_owned();
                    fragment = droid.open(&tag, &mut signature);
                }
                Event::Empty(tag) => {
                    droid.open(&tag, &mut signature);
                }
                Event::Text(text) => {
                    let text = text.into_inner().trim().to_owned();
                    if !text.is_empty() {
                        droid.text(&path, fragment, &text, &signature);
                    }
                }
                _ => {}
            }
        }
        Some(droid)
    }

    /// Takes in a start tag; returns the place and offset of a fragment.
    fn open(&mut self, tag: &BytesStart<'_>, signature: &mut String) -> Option<(usize, usize)> {
        let value = |name: &str| {
            let found = tag.attributes().map(Result::unwrap);
            let mut found = found.filter(|a| a.key.local_name().as_ref() == name);
            let raw = found.next().map(|a| a.value.into_owned());
            raw.unwrap_or_default()
        };
        let number = |name: &str| value(name).parse::<usize>().unwrap_or_default();
        match tag.local_name().as_ref() {
            "InternalSignature" => *signature = value("ID"),
            "ByteSequence" => {
                let anchor = value("Reference");
                let sequences = self.signatures.entry(signature.clone()).or_default();
                sequences.push(Sequence {
                    anchor,
                    pieces: Vec::new(),
                });
            }
            "SubSequence" => {
                let gap = number("SubSeqMinOffset");
                let sequence = self
                    .signatures
                    .get_mut(signature)
                    .unwrap()
                    .last_mut()
                    .unwrap();
                sequence.pieces.push(Piece {
                    gap,
                    ..Piece::default()
                });
            }
            "LeftFragment" | "RightFragment" => {
                return Some((number("Position"), number("MinOffset")));
            }
            "FileFormat" => {
                self.ids.insert(value("ID"), value("PUID"));
                self.formats.push(Known {
                    puid: value("PUID"),
                    name: value("Name"),
                    version: value("Version"),
                    mime: value("MIMEType"),
                    ..Known::default()
                });
            }
            _ => {}
        }
        None
    }

    fn text(&mut self, path: &str, at: Option<(usize, usize)>, text: &str, signature: &str) {
        let text = text.to_owned();
        let format = self.formats.last_mut();
        match path {
            "Extension" => format.unwrap().extensions.push(text),
            "InternalSignatureID" => format.unwrap().signatures.push(text),
            "HasPriorityOverFileFormatID" => format.unwrap().over.push(text),
            "Sequence" | "LeftFragment" | "RightFragment" => {
                let sequence = self
                    .signatures
                    .get_mut(signature)
                    .unwrap()
                    .last_mut()
                    .unwrap();
                let piece = sequence.pieces.last_mut().unwrap();
                match (path, at) {
                    ("LeftFragment", Some((place, gap))) => {
                        piece.left.entry(place).or_insert((gap, text));
                    }
                    ("RightFragment", Some((place, gap))) => {
                        piece.right.entry(place).or_insert((gap, text));
                    }
                    _ => piece.main = text,
                }
            }
            _ => {}
        }
    }

    fn format(&self, puid: &str) -> &Known {
        self.formats
            .iter()
            .find(|format| format.puid == puid)
            .unwrap()
    }

    /// Returns the smallest file that has a signature.
    fn file(&self, signature: &str) -> Vec<u8> {
        let (mut first, mut middle, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for sequence in &self.signatures[signature] {
            match sequence.anchor.as_str() {
                "EOFoffset" => sequence
                    .pieces
                    .iter()
                    .for_each(|p| last.extend(p.bytes_of_end())),
                "BOFoffset" => {
                    // A second one is put over the first, where that leaves room.
                    let bytes: Vec<u8> = sequence.pieces.iter().flat_map(Piece::bytes).collect();
                    first.resize(first.len().max(bytes.len()), b' ');
                    for (to, from) in first.iter_mut().zip(&bytes) {
                        *to = if *to == b' ' { *from } else { *to };
                    }
                }
                _ => sequence
                    .pieces
                    .iter()
                    .for_each(|p| middle.extend(p.bytes())),
            }
        }
        [first, middle, last].concat()
    }
}

impl Piece {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![b' '; self.gap];
        bytes.extend(self.content());
        bytes
    }

    fn bytes_of_end(&self) -> Vec<u8> {
        let mut bytes = self.content();
        bytes.extend(vec![b' '; self.gap]);
        bytes
    }

    fn content(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (gap, text) in self.left.values().rev() {
            bytes.extend(example(text));
            bytes.extend(vec![b' '; *gap]);
        }
        bytes.extend(example(&self.main));
        for (gap, text) in self.right.values() {
            bytes.extend(vec![b' '; *gap]);
            bytes.extend(example(text));
        }
        bytes
    }
}

/// Returns bytes that fit a sequence: of a range the first, of what must not be the next.
fn example(sequence: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = sequence;
    while !rest.is_empty() {
        let hex = |text: &str| {
            let pair = text.get(..2).unwrap_or("20");
            u8::from_str_radix(pair, 16).unwrap_or(b' ')
        };
        if let Some(after) = rest.strip_prefix('[') {
            let (inside, after) = after.split_once(']').unwrap();
            match inside.strip_prefix('!') {
                Some(not) => bytes.push(hex(not.trim_start_matches('&')).wrapping_add(1)),
                None => {
                    let low = inside
                        .split(':')
                        .next()
                        .unwrap()
                        .trim_start_matches(['&', '~']);
                    let pairs = (0..low.len() / 2).map(|n| hex(low.split_at(2 * n).1));
                    bytes.extend(pairs);
                }
            }
            rest = after;
        } else if rest
            .get(..2)
            .is_some_and(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))
        {
            bytes.push(hex(rest));
            rest = rest.split_at(2).1;
        } else {
            rest = rest.split_at(1).1;
        }
    }
    bytes
}

fn version_of(format: &Format) -> String {
    format.version.replace('&', "")
}

#[test]
fn names_versions_types_and_extensions_are_those_of_the_signature_file() {
    let Some(droid) = Droid::read() else { return };
    for format in all() {
        let known = droid.format(format.puid);
        let (name, version, mime) = (&known.name, &known.version, &known.mime);
        assert_eq!(
            (format.name, version_of(format).as_str(), format.mime),
            (name.as_str(), version.as_str(), mime.as_str()),
            "{}",
            format.puid
        );
        assert!(
            format
                .extensions()
                .eq(known.extensions.iter().map(String::as_str))
        );
    }
    assert!(droid.formats.len() > 2000 && droid.signatures.len() > 2000);
}

#[test]
fn formats_give_way_as_in_the_signature_file() {
    let Some(droid) = Droid::read() else { return };
    let of_signatures: BTreeSet<&str> = SIGNATURES.iter().map(|s| s.puid).collect();
    for puid in &of_signatures {
        let Some(ours) = format(puid) else { continue };
        let over = droid.format(ours.puid).over.iter();
        let over: BTreeSet<&str> = over
            .map(|id| droid.ids[id].as_str())
            .filter(|puid| of_signatures.contains(puid))
            .collect();
        let stated = OVER.iter().filter(|(winner, _)| winner == puid);
        let stated: BTreeSet<&str> = stated
            .flat_map(|(_, behind)| behind.iter().copied())
            .collect();
        assert_eq!(stated, over, "{puid}");
    }
}

#[test]
fn only_formats_without_a_signature_are_told_by_their_extension() {
    let Some(droid) = Droid::read() else { return };
    for ours in all().iter().filter(|f| f.method() == Method::Extension) {
        assert!(
            droid.format(ours.puid).signatures.is_empty(),
            "{}",
            ours.puid
        );
        for extension in ours.extensions() {
            let bare = droid.formats.iter().filter(|format| {
                let has = format
                    .extensions
                    .iter()
                    .any(|e| e.eq_ignore_ascii_case(extension));
                has && format.signatures.is_empty()
            });
            let bare: Vec<&str> = bare.map(|format| format.puid.as_str()).collect();
            assert_eq!(bare, [ours.puid], "{extension}");
        }
    }
}

/// Signatures of formats that we tell by another of their signatures only.
///
/// HTML in UTF-16, HTML of an old system's making, and ZIPs, which are told by what lies in them.
const NOT_TAKEN: [&str; 4] = ["990", "736", "200", "2311"];

#[test]
fn every_signature_of_our_formats_is_seen() {
    let Some(droid) = Droid::read() else { return };
    let mut wrong = Vec::new();
    let mut seen = 0;
    for ours in all().iter().filter(|f| f.method() == Method::Signature) {
        let known = droid.format(ours.puid);
        let name = format!(
            "a.{}",
            known.extensions.first().cloned().unwrap_or_default()
        );
        for signature in &known.signatures {
            let found = identify(&Sample::of(&droid.file(signature)), &name);
            seen += 1;
            if found.puid != Some(ours.puid) && !NOT_TAKEN.contains(&signature.as_str()) {
                wrong.push((ours.puid, signature, found.puid));
            }
        }
    }
    assert_eq!(wrong, []);
    assert!(seen > 80, "{seen}");
}

#[test]
fn no_other_format_is_taken_for_one_of_ours() {
    let Some(droid) = Droid::read() else { return };
    let mut wrong = Vec::new();
    let others = droid
        .formats
        .iter()
        .filter(|known| format(&known.puid).is_none());
    for known in others {
        let name = format!(
            "a.{}",
            known.extensions.first().cloned().unwrap_or_default()
        );
        for signature in &known.signatures {
            let bytes = droid.file(signature);
            let found = identify(&Sample::of(&bytes), &name);
            if found.by == Basis::Signature {
                wrong.push(format!(
                    "{} {signature} {}",
                    known.puid,
                    found.puid.unwrap()
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_refused_formats_are_those_of_the_service() {
    let Some(text) = of_tna("tdr/disallowed-puids.json") else {
        return;
    };
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(list.len(), 72);
    // What stands for no format, for no bytes and for another service is no format.
    let pseudo = ["", "zeroByteFile", "nonJudgmentFormat"];
    let listed = list.iter().filter(|row| row["active"] == true);
    let listed: BTreeMap<&str, &str> = listed
        .map(|row| {
            (
                row["puid"].as_str().unwrap(),
                row["reason"].as_str().unwrap(),
            )
        })
        .filter(|(puid, _)| !pseudo.contains(puid))
        .collect();
    let reasons = |why: Refusal| match why {
        Refusal::Packed => vec!["Zip"],
        Refusal::Password => vec!["PasswordProtected"],
        Refusal::Program => vec!["Executable"],
        Refusal::Shortcut => vec!["Shortcut"],
        Refusal::NoRecord => vec![
            "OperatingSystemMac",
            "NonRecord",
            "SystemFile",
            "Backup",
            "LicenseContainsRegistrationInformation",
        ],
        Refusal::NotIdentified => Vec::new(),
    };
    let mut count = 0;
    for (why, puids) in REFUSED {
        for puid in puids {
            assert!(reasons(why).contains(&listed[puid]), "{puid}");
            count += 1;
        }
    }
    assert_eq!(count, listed.len());
}
