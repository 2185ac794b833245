//! The pages of a package: they are read by people in a browser, and must do nothing there.

use crate::check::inside::Inside;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::ReadFault;
use crate::package::layout::{POLICY, REPORT};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the pages of the package hold nothing that acts on who reads them",
    raises: &[&ACTIVE],
    run: Run::Ours(run),
};

static ACTIVE: Code = Code {
    id: "TAG-005",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "A page of the package holds a script, or something else that acts.",
    explanation: "The pages that consign writes show text and drawings, load nothing and run \
        nothing. A script can show something else than the page says, or send it elsewhere.",
    remedy: "Do not open the page in a browser, and ask the sender how it was made.",
};

/// The elements that run, load or send something.
const ACTIVE_ELEMENTS: [&str; 12] = [
    "script", "iframe", "frame", "object", "embed", "applet", "form", "base", "link", "audio",
    "video", "portal",
];

/// The most bytes of a page that are read.
const LIMIT: u64 = 256 << 20;

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    for path in [REPORT, POLICY] {
        let Some(file) = inside.package.file(path) else {
            continue;
        };
        let read = inside.package.read(file, LIMIT);
        let finding = |line| Finding::new(&ACTIVE, Place::line(path, line));
        if matches!(read.fault, Some(ReadFault::TooLarge(_))) {
            findings.push(finding(1).detail("it is too large to be looked through"));
        }
        let page = String::from_utf8_lossy(&read.bytes);
        if let Some((line, what)) = active(&page) {
            findings.push(finding(line).found(what));
        }
    }
    Ok(())
}

/// Returns the line and the text of the first tag that acts.
fn active(page: &str) -> Option<(u64, &str)> {
    let mut line = 1;
    for (index, piece) in page.split('<').enumerate() {
        let tag = piece.split_once('>').map_or(piece, |(tag, _)| tag);
        if index > 0 && acts(tag) {
            return Some((line, tag));
        }
        line += piece.matches('\n').count() as u64;
    }
    None
}

/// Tells whether a tag, without its brackets, acts. One that is not sure does.
fn acts(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    if name.is_empty() {
        return false;
    }
    // An attribute follows a blank, a slash or the quotation mark of the one before.
    let handles = tag
        .split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''))
        .skip(1)
        .any(|word| {
            let attribute = word.split('=').next().unwrap_or_default();
            let is_handler = attribute.starts_with("on") && word.contains('=');
            is_handler || ["srcdoc", "formaction", "ping"].contains(&attribute)
        });
    let blanks = |c: &char| c.is_whitespace() || c.is_control();
    let packed: String = tag.chars().filter(|c| !blanks(c)).collect();
    let refreshes = name == "meta" && packed.contains("refresh");
    let runs = packed.contains("javascript:") || packed.contains("data:text");
    ACTIVE_ELEMENTS.contains(&name.as_str()) || handles || refreshes || runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_seen_and_text_is_not() {
        for bad in [
            "<p>x<script>1</script>",
            "<SCRIPT src=x>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a\nhref=\"java\tscript:x\">",
            "<a title=\"x\"onclick=\"x\">",
            "<meta http-equiv=refresh content=0>",
            "<iframe srcdoc=x>",
        ] {
            assert!(active(bad).is_some(), "{bad}");
        }
        for good in [
            "<p>a script is &lt;script&gt;</p>",
            "<a href=\"#once\">on=off</a>",
            "<p>x < 3 script</p>",
            "<meta charset=\"utf-8\">",
        ] {
            assert_eq!(active(good), None, "{good}");
        }
        assert_eq!(active("<p>\n\n<script>"), Some((3, "script")));
    }
}
