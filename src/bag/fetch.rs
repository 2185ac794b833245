//! `fetch.txt`, files that are elsewhere (RFC 8493, 2.2.3). It is read and never acted on.

use super::text::Text;
use super::{At, Encoding, PAYLOAD, PathFault, TagLimits, TextFault, Version, path};

/// A file that is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchLine {
    /// The line, counted from 1.
    pub line: u64,
    /// Where it is said to be.
    pub url: String,
    /// Its path in the bag.
    pub path: String,
}

/// What can be wrong with a line of `fetch.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchFault {
    /// It is not text, too long, or one too many.
    Text(TextFault),
    /// It is not an absolute URL, a length or `-`, and a path.
    NotALine(String),
    /// Its path does not stay in the bag.
    Path(String, PathFault),
    /// Its path is not in the payload.
    NotPayload(String),
}

/// The files that are elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetch {
    /// The files.
    pub lines: Vec<FetchLine>,
    /// What is wrong, in the order of the lines.
    pub faults: Vec<At<FetchFault>>,
}

impl Fetch {
    /// Reads `fetch.txt`.
    pub fn parse(bytes: &[u8], encoding: Encoding, version: Version, limits: TagLimits) -> Fetch {
        let mut fetch = Fetch::default();
        let text = Text::decode(bytes, encoding);
        if text.has_mark {
            let fault = FetchFault::Text(TextFault::ByteOrderMark);
            fetch.faults.push(At { line: 1, fault });
        }
        for line in text.lines(limits) {
            let read = line.text.map_err(FetchFault::Text);
            match read.and_then(|text| parse_line(line.number, text, version)) {
                Ok(read) => fetch.lines.push(read),
                Err(fault) => fetch.faults.push(At {
                    line: line.number,
                    fault,
                }),
            }
        }
        fetch
    }
}

fn parse_line(line: u64, text: &str, version: Version) -> Result<FetchLine, FetchFault> {
    let blank = [' ', '\t'];
    let fields = text.split_once(blank).and_then(|(url, rest)| {
        let (length, path) = rest.trim_start_matches(blank).split_once(blank)?;
        Some((url, length, path.trim_start_matches(blank)))
    });
    let not_a_line = || FetchFault::NotALine(text.to_owned());
    let (url, length, written) = fields.ok_or_else(not_a_line)?;
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_url = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_length =
        length == "-" || !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    if !is_url || !is_length || written.is_empty() {
        return Err(not_a_line());
    }
    let path = path::decode(written, version).path;
    if let Err(fault) = path::check(&path) {
        return Err(FetchFault::Path(path, fault));
    }
    if !path.starts_with(PAYLOAD) {
        return Err(FetchFault::NotPayload(path));
    }
    Ok(FetchLine {
        line,
        url: url.to_owned(),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_faults_are_told_apart() {
        let text = b"https://example.org/a 6 data/a.txt\n\
            https://example.org/b\t-\tdata/b c.txt\n\
            https://example.org/c six data/c.txt\n\
            /relative 6 data/d.txt\n\
            https://example.org/e 6 bagit.txt\n\
            https://example.org/f 6 ../f.txt\n\
            https://example.org/g\n";
        let fetch = Fetch::parse(text, Encoding::Utf8, Version::V1_0, TagLimits::default());
        let paths: Vec<_> = fetch.lines.iter().map(|line| line.path.as_str()).collect();
        assert_eq!(paths, ["data/a.txt", "data/b c.txt"]);
        let faults: Vec<_> = fetch.faults.iter().map(|at| at.line).collect();
        assert_eq!(faults, [3, 4, 5, 6, 7]);
    }
}
