//! Every element and every attribute of a transcript, of a file of participants and of a deposit
//! manifest, left out, doubled or misspelt: what nobody would notice is listed here, and nothing else goes unnoticed.

use std::collections::BTreeSet;

use crate::bench::package::{FIRST_PHONE, LABELS, NOVEMBER, OCTOBER, Package, SECOND_PHONE};
use consign::check::Severity;
use consign::package::Form;

const MANIFEST: &str = "deposit-manifest.xml";

/// What of a transcript can be left out or doubled without a trace, if everything that vouches for
/// it is forged too: what people stated, and what has no second account inside the package.
const SILENT_IN_TRANSCRIPTS: &[&str] = &[
    "participant/post without",
    "notice without",
    "before without",
    "attachment/media without",
    "warning without",
    "warning twice",
];

/// The same of a file of participants: the transcript gives a second account of everything else.
const SILENT_IN_PARTICIPANTS: &[&str] = &[];

/// The same of the deposit manifest.
const SILENT_IN_THE_MANIFEST: &[&str] = &["originalName without"];

/// A document with one thing wrong.
struct Mutant {
    what: String,
    text: String,
}

/// Returns the document with each of its elements and attributes wrong in each way, the first
/// of each name.
fn mutants(text: &str) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, _) in text.match_indices('<') {
        let (before, rest) = text.split_at(at);
        let tag = rest.strip_prefix('<').and_then(|tag| tag.split_once('>'));
        let (tag, behind) = tag.unwrap();
        if tag.starts_with(['/', '?']) {
            continue;
        }
        let name = tag.split(' ').next().unwrap();
        let close = format!("</{name}>");
        let (inside, after) = behind.split_once(&close).unwrap();
        if seen.insert(name.to_owned()) {
            let element = format!("<{tag}>{inside}{close}");
            let (above, indent) = before.split_at(before.trim_end().len());
            let misspelt = element
                .replacen(&format!("<{name}"), &format!("<x{name}"), 1)
                .replace(&close, &format!("</x{name}>"));
            for (how, new) in [
                ("without", String::new()),
                ("twice", format!("{indent}{element}{indent}{element}")),
                ("misspelt", format!("{indent}{misspelt}")),
            ] {
                mutants.push(Mutant {
                    what: format!("{name} {how}"),
                    text: format!("{above}{new}{after}"),
                });
            }
        }
        for attribute in attributes(tag) {
            let key = attribute.split('=').next().unwrap();
            if !seen.insert(format!("{name} {key}")) {
                continue;
            }
            for (how, new) in [
                ("without", String::new()),
                ("twice", format!(" {attribute} {attribute}")),
                ("misspelt", format!(" x{attribute}")),
            ] {
                let tag = tag.replacen(&format!(" {attribute}"), &new, 1);
                mutants.push(Mutant {
                    what: format!("{name}/{key} {how}"),
                    text: format!("{before}<{tag}>{behind}"),
                });
            }
        }
    }
    mutants
}

/// Returns the attributes of a tag, with their values.
fn attributes(tag: &str) -> Vec<String> {
    let pieces: Vec<&str> = tag.split('"').collect();
    let pairs = pieces.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let attributes = pairs.map(|(before, value)| {
        let name = before.rsplit(' ').next().unwrap();
        format!("{name}\"{value}\"")
    });
    attributes.collect()
}

/// Returns the mutants of a file that have no error of one of these families.
fn unnoticed(
    original: fn() -> Package,
    path: &str,
    families: &[&str],
    forge: fn(Package, &str, &str) -> Package,
) -> (usize, Vec<String>) {
    let whole = original().text(path);
    let mutants = mutants(&whole);
    let mut unnoticed = Vec::new();
    for mutant in &mutants {
        assert_ne!(mutant.text, whole, "{}", mutant.what);
        let package = forge(original().add_file(path, &mutant.text), path, &mutant.what);
        let checked = package.check(Form::Zip);
        let noticed = checked.findings.iter().any(|finding| {
            let family = families.iter().any(|f| finding.code.id.starts_with(f));
            family && finding.code.severity == Severity::Error
        });
        if !noticed {
            unnoticed.push(mutant.what.clone());
        }
    }
    (mutants.len(), unnoticed)
}

/// Forges the digests and all manifests.
fn forge(package: Package, path: &str, what: &str) -> Package {
    // A change of the list itself would be mended with it.
    let of_the_list = ["transcript ", "fixity", "digest"];
    if of_the_list.iter().any(|name| what.starts_with(name)) {
        package.reseal()
    } else {
        package.redigest(path).reseal()
    }
}

#[test]
fn nothing_of_a_transcript_is_wrong_unnoticed() {
    for path in [OCTOBER, NOVEMBER] {
        let retagged = |package: Package, _: &str, _: &str| package.remanifest();
        let (count, silent) = unnoticed(Package::ours, path, &["TRN", "MAN"], retagged);
        assert!(count > 200, "{count}");
        assert_eq!(silent, [""; 0], "{path}");
    }
}

#[test]
fn what_a_forger_of_a_transcript_could_hide_is_known() {
    let (_, silent) = unnoticed(Package::ours, OCTOBER, &["TRN", "MAN"], forge);
    assert_eq!(silent, SILENT_IN_TRANSCRIPTS);
}

#[test]
fn what_a_forger_of_one_of_two_transcripts_with_copies_could_hide_is_known() {
    for path in [FIRST_PHONE, SECOND_PHONE] {
        let (_, silent) = unnoticed(Package::copies, path, &["TRN", "MAN", "EQN"], forge);
        let known = |what: &String| {
            let what = what.as_str();
            SILENT_IN_TRANSCRIPTS.contains(&what) || what == "deleted without"
        };
        assert!(silent.iter().all(known), "{path}: {silent:?}");
    }
}

#[test]
fn what_a_forger_of_a_file_of_participants_could_hide_is_known() {
    let resealed = |package: Package, _: &str, _: &str| package.reseal();
    let (count, silent) = unnoticed(Package::ours, LABELS, &["PAR", "MAN"], resealed);
    assert!(count > 60, "{count}");
    assert_eq!(silent, SILENT_IN_PARTICIPANTS);
}

#[test]
fn what_a_forger_of_the_manifest_could_hide_is_known() {
    let retagged = |package: Package, _: &str, _: &str| package.retag();
    let (count, silent) = unnoticed(
        Package::ours,
        MANIFEST,
        &["MAN", "EQN", "TAG", "TDR", "CSV", "TRN"],
        retagged,
    );
    assert!(count > 200, "{count}");
    assert_eq!(silent, SILENT_IN_THE_MANIFEST);
}

#[test]
fn what_a_forger_of_the_manifest_with_copies_could_hide_is_known() {
    let retagged = |package: Package, _: &str, _: &str| package.retag();
    let families = ["MAN", "EQN", "TAG", "TDR", "CSV", "TRN", "GRP"];
    let (_, silent) = unnoticed(Package::copies, MANIFEST, &families, retagged);
    assert_eq!(silent, SILENT_IN_THE_MANIFEST);
    // The gaps are those of an export of which other packages of the group tell.
    let first = || Package::group_of_copies().remove(0);
    let (_, silent) = unnoticed(first, MANIFEST, &families, retagged);
    assert_eq!(silent, ["gap without", "gap twice", "originalName without"]);
}

#[test]
fn what_a_forger_of_the_manifest_of_a_group_could_hide_is_known() {
    let retagged = |package: Package, _: &str, _: &str| package.retag();
    let families = ["MAN", "EQN", "TAG", "TDR", "CSV", "GRP"];
    let member = || Package::member(1);
    let (count, silent) = unnoticed(member, MANIFEST, &families, retagged);
    assert!(count > 220, "{count}");
    assert_eq!(silent, SILENT_IN_THE_MANIFEST);
}
