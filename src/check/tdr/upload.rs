//! What TNA's transfer service takes: one folder of files, within its limits, with names, formats and
//! dates that it accepts. Asked only of what is to be uploaded to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use chrono::{DateTime, Utc};

use crate::bag;
use crate::check::inside::below_data;
use crate::check::{Check, Code, Finding, Findings, Run, Severity};
use crate::fixity::Fixity;
use crate::format::{Lock, refusal};
use crate::manifest::grouped;
use crate::package::layout::TDR_METADATA;
use crate::package::{Form, Opened, PackageFile, Profile};
use crate::place::Place;

pub const CHECK: Check = Check {
    name: "the folder can be uploaded to TNA's transfer service as it is",
    raises: &[&FORM, &FILES, &SIZE, &FORMAT, &NAME, &EMPTY, &TOP, &DATE],
    run: Run::Receiver(run),
};

static FORM: Code = Code {
    id: "TDR-010",
    severity: Severity::Error,
    clause: "TNA's transfer service, June 2026",
    title: "This is a ZIP, and TNA's transfer service takes a folder.",
    explanation: "Files are chosen as a folder in the browser. A ZIP in it is refused, and the date \
        of each file must be that in the metadata, which not every program for ZIPs gives back.",
    remedy: "Run consign build --for tdr, and validate the folder that it makes.",
};

static FILES: Code = Code {
    id: "TDR-011",
    severity: Severity::Error,
    clause: "TNA's transfer service, limits, June 2026",
    title: "There are more files than TNA's transfer service takes at a time.",
    explanation: "It takes 5,000 files in one transfer, and refuses the whole upload otherwise.",
    remedy: "Run consign build --for tdr, which splits the batch between parts.",
};

static SIZE: Code = Code {
    id: "TDR-012",
    severity: Severity::Error,
    clause: "TNA's transfer service, limits, June 2026",
    title: "A file, or all of them, are larger than TNA's transfer service takes at a time.",
    explanation: "It takes 5,000 MB (of 1,000,000 bytes each) in one file and in one transfer.",
    remedy: "Run consign build --for tdr, which splits the batch between parts; for one file that is \
        too large ask tdr@nationalarchives.gov.uk.",
};

static FORMAT: Code = Code {
    id: "TDR-013",
    severity: Severity::Error,
    clause: "TNA's transfer service, refused formats, August 2026",
    title: "TNA's transfer service would refuse a record for its format.",
    explanation: "One file that is refused holds up the whole upload, and files cannot be changed \
        once it has begun.",
    remedy: "Ask tdr@nationalarchives.gov.uk how to transfer the record before anything is uploaded.",
};

static NAME: Code = Code {
    id: "TDR-014",
    severity: Severity::Error,
    clause: "TNA's transfer service, file names, June 2026",
    title: "TNA's transfer service would refuse, skip or misread a file for its name.",
    explanation: "It refuses a backslash, leaves out files of operating systems such as Thumbs.db, \
        takes a name without an extension for a folder's, and a name that ends in _R or _Redacted \
        for a redacted copy.",
    remedy: "Ask the sender for the folder as consign wrote it.",
};

static EMPTY: Code = Code {
    id: "TDR-015",
    severity: Severity::Error,
    clause: "TNA's transfer service, June 2026",
    title: "A file is empty, and TNA's transfer service refuses such files.",
    explanation: "It has no bytes, or only the mark that says in what order those of a text come.",
    remedy: "Find out why the file is empty; its record cannot be transferred so.",
};

static TOP: Code = Code {
    id: "TDR-016",
    severity: Severity::Error,
    clause: "TNA's transfer service, June 2026",
    title: "There is not exactly one folder in data/ to be uploaded.",
    explanation: "One folder is chosen for each transfer. What lies beside it is not uploaded, and \
        the paths in the metadata begin with its name.",
    remedy: "Ask the sender for the folder as consign wrote it.",
};

static DATE: Code = Code {
    id: "TDR-017",
    severity: Severity::Error,
    clause: "TNA metadata schema, June 2026",
    title: "A file was last modified on another day than the metadata says.",
    explanation: "The service takes the day from the file as it lies on the disk, and refuses \
        metadata with another. Copying files often gives them the day of the copy.",
    remedy: "Copy the folder again with its dates (for example cp -a, or robocopy /COPY:DAT), or run \
        consign build --for tdr where it is to lie.",
};

/// A file that holds this and nothing else is refused as an empty one is.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn run(package: &Opened, profile: &Profile, findings: &mut Findings) {
    if package.form() == Form::Zip {
        findings.push(Finding::new(&FORM, Place::file("")));
    }
    limits(package, profile, findings);
    top(package, findings);
    let empty = [Fixity::of(b"").sha256, Fixity::of(MARK).sha256];
    let digests = package.files().iter().zip(package.digests());
    for (file, digested) in digests.filter(|(file, _)| file.is_payload()) {
        if let Some(why) = name_fault(below_data(&file.path)) {
            findings.push(Finding::new(&NAME, Place::file(&file.path)).detail(why));
        }
        if digested
            .fixity
            .is_some_and(|fixity| empty.contains(&fixity.sha256))
        {
            findings.push(Finding::new(&EMPTY, Place::file(&file.path)).found(file.size));
        }
        let shown = digested.format;
        let is_refused = shown
            .is_some_and(|shown| shown.lock == Lock::Password || refusal(shown.puid).is_some());
        if is_refused && file.size > 0 {
            let puid = shown.and_then(|shown| shown.puid);
            let finding = Finding::new(&FORMAT, Place::file(&file.path));
            findings.push(finding.found(puid.unwrap_or("not identified")));
        }
    }
    if package.form() == Form::Folder {
        dates(package, findings);
    }
}

fn limits(package: &Opened, profile: &Profile, findings: &mut Findings) {
    let data = || Place::file(bag::PAYLOAD);
    let files = package.payload().count() as u64;
    if files > profile.files {
        let finding = Finding::new(&FILES, data()).expected(grouped(profile.files));
        findings.push(finding.found(grouped(files)));
    }
    let most = || format!("at most {} bytes", grouped(profile.bytes));
    let too_large = |file: &&PackageFile| file.size > profile.bytes;
    for file in package.payload().filter(too_large) {
        let finding = Finding::new(&SIZE, Place::file(&file.path)).expected(most());
        findings.push(finding.found(grouped(file.size)));
    }
    let all = package.payload().map(|file| file.size);
    let all = all.fold(0, u64::saturating_add);
    if all > profile.bytes {
        let finding = Finding::new(&SIZE, data()).expected(most());
        findings.push(finding.found(grouped(all)).detail("all files together"));
    }
}

fn top(package: &Opened, findings: &mut Findings) {
    let tops: BTreeSet<Option<&str>> = package
        .payload()
        .map(|file| below_data(&file.path).split_once('/').map(|(top, _)| top))
        .collect();
    if tops.len() != 1 || tops.contains(&None) {
        let names = tops
            .iter()
            .map(|top| top.unwrap_or("a file in data/ itself"));
        let names: Vec<&str> = names.collect();
        let finding = Finding::new(&TOP, Place::file(bag::PAYLOAD)).expected("1 folder");
        findings.push(finding.found(match names.is_empty() {
            true => "none".to_owned(),
            false => names.join(", "),
        }));
    }
}

/// Returns what is wrong with the name of a file, if anything is.
fn name_fault(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_of_a_system =
        name.eq_ignore_ascii_case("thumbs.db") || ["desktop.ini", ".DS_Store"].contains(&name);
    let stem = name.rsplit_once('.').map(|(stem, _)| stem);
    let ending = stem
        .unwrap_or(name)
        .trim_end_matches(|c: char| c.is_ascii_digit());
    let redacted = ["_R", "_Redacted", "_redacted"];
    if path.contains('\\') {
        Some("it has a backslash")
    } else if is_of_a_system {
        Some("it is left out")
    } else if stem.is_none_or(str::is_empty) {
        Some("it has no extension")
    } else if redacted
        .iter()
        .any(|end| ending.ends_with(end) && ending.len() > end.len())
    {
        Some("it is taken for a redacted copy")
    } else {
        None
    }
}

/// Compares the days of the files with the metadata, where there is any.
fn dates(package: &Opened, findings: &mut Findings) {
    let told = told(package).unwrap_or_default();
    for file in package.payload() {
        let Some(day) = told.get(below_data(&file.path)) else {
            continue;
        };
        // What cannot be looked at any more cannot be read either, which is another finding.
        let Some(modified) = package.modified(file) else {
            continue;
        };
        let modified = DateTime::<Utc>::from(modified).date_naive().to_string();
        if *day != modified {
            let finding = Finding::new(&DATE, Place::file(&file.path)).expected(day);
            findings.push(finding.found(modified).detail("in UTC"));
        }
    }
}

/// Returns the day on which the metadata says that each file was last modified, by its path below
/// `data/`.
fn told(package: &Opened) -> Option<BTreeMap<String, String>> {
    let from = package.open_file(package.file(TDR_METADATA)?).ok()?;
    let mut text = Vec::new();
    let mut from = from.take(package.limits().tag.file);
    from.read_to_end(&mut text).ok()?;
    let text = text.strip_prefix(MARK).unwrap_or(&text);
    let mut csv = csv::Reader::from_reader(text);
    let headers = csv.headers().ok()?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let (path, day) = (column("filepath")?, column("date last modified")?);
    let rows = csv.into_records().map_while(Result::ok);
    let told = rows.filter_map(|row| Some((row.get(path)?.to_owned(), row.get(day)?.to_owned())));
    Some(told.collect())
}

#[cfg(test)]
mod tests {
    use super::name_fault;

    #[test]
    fn names_that_the_service_takes_otherwise_than_they_are_meant() {
        for good in [
            "b/chat-001_2021-03_a0007.jpg",
            "b/R.xml",
            "b/plan_r.pdf",
            "b/_R.xml",
        ] {
            assert_eq!(name_fault(good), None, "{good}");
        }
        for bad in [
            "b/noextension",
            "b/.hidden",
            "b/THUMBS.DB",
            "b/.DS_Store",
            "b/a\\b.txt",
            "b/plan_R.pdf",
            "b/plan_R2.pdf",
            "b/plan_Redacted.pdf",
            "b/plan_redacted12.pdf",
        ] {
            assert!(name_fault(bad).is_some(), "{bad}");
        }
    }
}
