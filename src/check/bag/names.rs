//! Names that not every system keeps apart or can hold (RFC 8493, 6.1 and 6.2).

use std::collections::{BTreeMap, BTreeSet};

use icu_casemap::CaseMapper;

use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::container::OpenError;
use crate::package::{Opened, composed};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the names can be held and kept apart by every system",
    raises: &[&CASE, &FORM, &WINDOWS, &SYSTEM],
    run: Run::Any(run),
};

static CASE: Code = Code {
    id: "BAG-090",
    severity: Severity::Warning,
    clause: "RFC 8493, 6",
    title: "Two files have names that differ only in capital letters.",
    explanation: "Windows and most Macs take them for one name. When the bag is copied there, \
        one file overwrites the other, and both no longer match their digests.",
    remedy: "Copy the bag only to systems that keep the names apart, or keep it zipped.",
};

static FORM: Code = Code {
    id: "BAG-091",
    severity: Severity::Warning,
    clause: "RFC 8493, 6",
    title: "Two files have names that look the same and differ only in the form of a letter.",
    explanation: "Unicode writes letters such as \u{e9} in one character or in two. Some systems \
        take the two for one name, and then one file overwrites the other.",
    remedy: "Copy the bag only to systems that keep the names apart, or keep it zipped.",
};

static WINDOWS: Code = Code {
    id: "BAG-092",
    severity: Severity::Warning,
    clause: "RFC 8493, 6",
    title: "A file has a name that Windows cannot hold.",
    explanation: "It is reserved there, ends with a blank or a full stop, is longer than 255 \
        characters, or holds a character that Windows forbids. Unpacked on Windows, the file \
        is lost or gets another name.",
    remedy: "Open the bag on another system, or keep it zipped.",
};

static SYSTEM: Code = Code {
    id: "BAG-093",
    severity: Severity::Note,
    clause: "RFC 8493, 6",
    title: "A file was made by the operating system, not by a person.",
    explanation: "Files such as .DS_Store and Thumbs.db hold how a folder was shown. They are \
        not records, and systems change, add and remove them unasked.",
    remedy: "Leave it where it is, and ask for the next transfer without such files.",
};

fn run(package: &Opened, findings: &mut Findings) -> Result<(), OpenError> {
    let mapper = CaseMapper::new();
    let mut by_form: BTreeMap<String, &str> = BTreeMap::new();
    let mut by_case: BTreeMap<String, &str> = BTreeMap::new();
    let case_of = |form: &str| mapper.fold_string(form).into_owned();
    // A path of small ASCII letters has one form and one case. It is compared only with those
    // other paths that have the same in theirs.
    let others = package.files().iter().filter(|file| !is_plain(&file.path));
    let of_others: BTreeSet<String> = others
        .flat_map(|file| {
            let form = composed(&file.path);
            [case_of(&form), form]
        })
        .collect();
    for file in package.files() {
        let path = file.path.as_str();
        let mut clash = None;
        if !is_plain(path) || of_others.contains(path) {
            let form = composed(path);
            let case = case_of(&form);
            let other_form = *by_form.entry(form).or_insert(path);
            let other_case = *by_case.entry(case).or_insert(path);
            if other_form != path {
                clash = Some((&FORM, other_form));
            } else if other_case != path {
                clash = Some((&CASE, other_case));
            }
        }
        if let Some((code, other)) = clash {
            findings.push(Finding::new(code, Place::file(path)).found(other));
        }
        if let Some(segment) = path.split('/').find(|segment| !windows_holds(segment)) {
            findings.push(Finding::new(&WINDOWS, Place::file(path)).found(segment));
        }
        if is_of_the_system(path) {
            findings.push(Finding::new(&SYSTEM, Place::file(path)));
        }
    }
    Ok(())
}

/// Tells whether a path has one form only, and no capitals.
fn is_plain(path: &str) -> bool {
    path.is_ascii() && !path.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Tells whether Windows can hold a file or folder of this name.
fn windows_holds(segment: &str) -> bool {
    let stem = segment.split_once('.').map_or(segment, |(stem, _)| stem);
    let stem = stem.trim_end();
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    let numbered = |name: &str| {
        let parts = stem.split_at_checked(name.len());
        parts.is_some_and(|(start, n)| {
            start.eq_ignore_ascii_case(name)
                && matches!(
                    n,
                    "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
                )
        })
    };
    let reserved = ["CON", "PRN", "AUX", "NUL"].into_iter().any(is);
    let forbidden = |c: char| c < ' ' || "<>:\"/\\|?*".contains(c);
    let is_device = reserved || numbered("COM") || numbered("LPT");
    let is_cut = segment.ends_with([' ', '.']);
    let is_long = segment.len() > 255 && segment.encode_utf16().count() > 255;
    !(is_device || is_cut || is_long || segment.contains(forbidden))
}

fn is_of_the_system(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini") || name.starts_with("._")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_cannot_hold_is_known() {
        for bad in [
            "CON",
            "nul.txt",
            "com1",
            "LPT¹.x",
            "a.",
            "b ",
            "a:b",
            "a\n",
            "con .txt",
            &"x".repeat(256),
        ] {
            assert!(!windows_holds(bad), "{bad:?}");
        }
        for good in ["console", "com10", "COM", ".keep", "a b.txt", "é"] {
            assert!(windows_holds(good), "{good:?}");
        }
    }
}
