//! Makes what vouches for a record agree with it again, so that a change shows by itself alone.
//! Nothing here is shared with the library's own writers.

use std::collections::BTreeMap;

use consign::fixity::{Fixity, sha256};

/// Returns a transcript with the digests of the messages that stand in it.
pub fn digests(transcript: &str) -> String {
    let digests = of_messages(transcript);
    let (before, rest) = transcript.split_once("<digest ").unwrap();
    let (_, after) = rest.rsplit_once("</digest>").unwrap();
    let lines = digests.iter().enumerate();
    let lines =
        lines.map(|(index, digest)| format!("<digest n=\"{}\">{digest}</digest>", index + 1));
    let list = lines.collect::<Vec<_>>().join("\n  ");
    let (head, fixity) = before.rsplit_once("<fixity ").unwrap();
    let fixity = with(fixity, "root", &root(&digests));
    format!("{head}<fixity {fixity}{list}{after}")
}

/// Returns the digests of the messages of a transcript.
fn of_messages(transcript: &str) -> Vec<String> {
    let pieces = transcript.split("<message ").skip(1);
    let digests = pieces.map(|piece| {
        let (inside, _) = piece.split_once("</message>").unwrap();
        sha256(format!("<message {inside}</message>").as_bytes()).to_string()
    });
    digests.collect()
}

fn root(digests: &[String]) -> String {
    let lines: String = digests.iter().map(|digest| format!("{digest}\n")).collect();
    sha256(lines.as_bytes()).to_string()
}

/// Returns a deposit manifest whose records have the size, digests and roots of the files.
pub fn records(manifest: &str, files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut pieces = manifest.split("<record ");
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (tag, rest) = piece.split_once('>').unwrap();
        let path = value(tag, "path");
        let mut tag = tag.to_owned();
        if let Some(bytes) = files.get(&path) {
            let fixity = Fixity::of(bytes);
            tag = with(&tag, "size", &fixity.size.to_string());
            tag = with(&tag, "sha256", &fixity.sha256.to_string());
            tag = with(&tag, "sha512", &fixity.sha512.to_string());
            if tag.contains(" root=\"") {
                let text = String::from_utf8_lossy(bytes);
                tag = with(&tag, "root", &root(&of_messages(&text)));
            }
        }
        out.push_str(&format!("<record {tag}>{rest}"));
    }
    out
}

/// Returns the value of an attribute in a tag.
fn value(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Returns a tag with another value of an attribute.
fn with(tag: &str, name: &str, new: &str) -> String {
    let old = value(tag, name);
    tag.replacen(
        &format!("{name}=\"{old}\""),
        &format!("{name}=\"{new}\""),
        1,
    )
}
