//! Who may not sign a selection, nor agree to a decision: whoever takes part in a conversation of
//! the batch, a minister, a special adviser; and nobody signs twice.
//!
//! A post counts as the same however it is written: case, spaces and punctuation make no
//! difference. It is looked up in `people.csv` among posts, approved names, labels and keys, and a
//! person who is found there is known by every row of the same key: a post that was ever held by
//! somebody who speaks in the batch is barred.
//!
//! Beyond the groups `minister` and `spad`, a post is known by its own words. What follows its
//! first comma, bracket, dash or preposition (to, for, in, at, on, with) says whom or what it
//! serves and is left away, so that a "Private Secretary to the Minister" is no minister. What is
//! left is a minister's when it begins or ends with "Minister", or is "Secretary of State" with
//! nothing before it but words of rank; the same with "Under" in front is a minister's only when it
//! is parliamentary ("Permanent Under-Secretary of State" is an official). It is a special
//! adviser's when it begins or ends with "Special Adviser" or is "SpAd". An office, a head, a team
//! or a private secretary of one of these is none of them, nor is an officer, a manager or an
//! assistant.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{ActError, Loaded};
use crate::appraisal::Appraisal;
use crate::message::SourceId;
use crate::people::{People, Row};
use crate::selection::{Folded, fold};
use crate::shown::shown;

/// The groups of people.csv whose members never sign.
const GROUPS: [&str; 2] = ["minister", "spad"];

/// What says that the rest of a post is whom or what it serves.
const SERVES: [&str; 6] = ["to", "for", "in", "at", "on", "with"];

/// Words that may stand in front of "Secretary of State".
const RANKS: [&str; 15] = [
    "the",
    "right",
    "honourable",
    "rt",
    "hon",
    "acting",
    "interim",
    "first",
    "deputy",
    "his",
    "her",
    "majesty's",
    "hm",
    "parliamentary",
    "under",
];

/// Words of those who serve a minister or a special adviser.
const SERVANTS: [&str; 12] = [
    "office",
    "head",
    "team",
    "private",
    "officer",
    "official",
    "manager",
    "assistant",
    "coordinator",
    "lead",
    "clerk",
    "director",
];

/// Returns a post as it is compared: its words, folded.
fn plain(post: &str) -> String {
    let words: Vec<String> = Folded::of(post).words().map(str::to_owned).collect();
    match words.is_empty() {
        true => fold(post.trim()).into_owned(),
        false => words.join(" "),
    }
}

/// Tells whether two texts name the same post.
pub(super) fn same_post(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// Holds to its second post what one alone may not do. `what` says what that is, in the words with
/// which a refusal begins: "wa1-69 is selected; to move it to less".
///
/// # Errors
/// Returns why not, when there is no second post or it is the first.
pub(super) fn agreed_by_another(what: &str, first: &str, second: &str) -> Result<(), String> {
    if second.trim().is_empty() {
        return Err(format!(
            "{what}, a second post must agree: give it with --second"
        ));
    }
    match same_post(first, second) {
        true => Err("the second post must be another than the first".to_owned()),
        false => Ok(()),
    }
}

/// Returns the rows of the register that a name stands for: by post, approved name, label or key.
fn rows_of<'a>(people: &'a People, name: &str) -> Vec<&'a Row> {
    let name = plain(name);
    let is = |text: &str| !text.is_empty() && plain(text) == name;
    let rows = people.rows().iter();
    rows.filter(|row| is(&row.post) || is(&row.display_name) || is(&row.label) || is(&row.key))
        .collect()
}

/// Holds two signatures to being of two posts, and of two people as far as the register knows on
/// that day.
///
/// # Errors
/// When they are of one.
pub(super) fn two_people(
    people: &People,
    first: &str,
    second: &str,
    on: NaiveDate,
) -> Result<(), ActError> {
    const TWICE: &str =
        "the selection is signed by two different posts: give them with --by and --second";
    if first.trim().is_empty() || second.trim().is_empty() {
        return Err(ActError::Asked(TWICE.to_owned()));
    }
    if same_post(first, second) {
        return Err(ActError::Asked(format!(
            "\"{}\" and \"{}\" are the same post; {TWICE}",
            shown(first.trim()),
            shown(second.trim())
        )));
    }
    let now =
        |row: &&Row| row.from.is_none_or(|from| from <= on) && row.to.is_none_or(|to| on <= to);
    let keys = |name: &str| -> BTreeSet<&str> {
        let rows = rows_of(people, name).into_iter().filter(now);
        rows.map(|row| row.key.as_str()).collect()
    };
    match keys(first).intersection(&keys(second)).next() {
        None => Ok(()),
        Some(key) => Err(ActError::Asked(format!(
            "\"{}\" and \"{}\" are the same person by people.csv ({}); {TWICE}",
            shown(first.trim()),
            shown(second.trim()),
            shown(key)
        ))),
    }
}

/// Holds a post to being none of those that may not sign the selection of a batch.
///
/// # Errors
/// When it is one; `next` is the command to give with another post.
pub(super) fn may_sign(
    loaded: &Loaded,
    appraisal: &Appraisal,
    post: &str,
    next: &str,
) -> Result<(), ActError> {
    match why_barred(&loaded.inputs.people, &parties(appraisal), post) {
        None => Ok(()),
        Some(why) => Err(ActError::person(
            format!(
                "{} {why}, and so can neither sign its selection nor be the second to agree to a decision",
                shown(post.trim())
            ),
            next,
        )),
    }
}

/// Who takes part in the conversations of a batch.
struct Parties {
    /// The labels of those who speak, or of whom the app tells, each with its source.
    labels: BTreeSet<(SourceId, String)>,
    /// Whose telephones the exports are from.
    devices: Vec<String>,
}

impl Parties {
    /// Tells whether a row of the register is of somebody who takes part.
    fn include(&self, row: &Row) -> bool {
        self.labels.iter().any(|(source, label)| {
            *label == row.label && (row.sources.is_empty() || row.sources.contains(source))
        })
    }
}

fn parties(appraisal: &Appraisal) -> Parties {
    let (mut labels, mut devices) = (BTreeSet::new(), Vec::new());
    for source in &appraisal.sources {
        let attributed = source.attributed.iter().map(|(_, name)| name);
        let all = source.labels.iter().chain(attributed);
        labels.extend(all.map(|label| (source.source.id.clone(), label.clone())));
        let device = source.capture.about("device-of").value;
        devices.extend((!device.trim().is_empty()).then_some(device));
    }
    Parties { labels, devices }
}

fn why_barred(people: &People, parties: &Parties, post: &str) -> Option<&'static str> {
    let rows = rows_of(people, post);
    let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let all = people.rows().iter();
    let mut every = all.filter(|row| keys.contains(row.key.as_str()));
    let labels = || parties.labels.iter().map(|(_, label)| label);
    if every.any(|row| parties.include(row)) || labels().any(|label| same_post(label, post)) {
        return Some("speaks in a conversation of this batch");
    }
    let known_as = |device: &String| {
        let named = rows_of(people, device);
        same_post(device, post) || named.iter().any(|row| keys.contains(row.key.as_str()))
    };
    if parties.devices.iter().any(known_as) {
        return Some("is whose telephone an export of this batch was made from");
    }
    let in_group = |row: &&Row| GROUPS.contains(&plain(&row.group).as_str());
    let by_words = |text: &str| is_minister(text) || is_special_adviser(text);
    if rows.iter().any(in_group) || by_words(post) || rows.iter().any(|row| by_words(&row.post)) {
        return Some("is a minister or a special adviser");
    }
    None
}

/// Returns the words of a post up to whom or what it serves.
fn own_words(post: &str) -> Vec<String> {
    let post = fold(post).replace(" - ", ",");
    let own = post.split([',', '(', '[', '–', '—', ';', '/']).next();
    let words = Folded::of(own.unwrap_or_default());
    let words = words.words().map(str::to_owned);
    words
        .take_while(|word| !SERVES.contains(&word.as_str()))
        .collect()
}

fn begins_or_ends(words: &[&str], with: &[&str]) -> bool {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let serves = words.iter().any(|word| SERVANTS.contains(word));
    !serves && (words.starts_with(with) || words.ends_with(with))
}

fn is_minister(post: &str) -> bool {
    let words = own_words(post);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let state = ["secretary", "of", "state"];
    let before = words.strip_suffix(&state);
    let of_state = before.is_some_and(|before| {
        let under = before.contains(&"under");
        before.iter().all(|word| RANKS.contains(word))
            && (!under || before.contains(&"parliamentary"))
    });
    of_state || begins_or_ends(&words, &["minister"])
}

fn is_special_adviser(post: &str) -> bool {
    let words = own_words(post);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let spellings: [&[&str]; 3] = [&["special", "adviser"], &["special", "advisor"], &["spad"]];
    spellings.iter().any(|with| begins_or_ends(&words, with))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_the_same_however_it_is_written() {
        for other in [
            " head of  KNOWLEDGE ",
            "Head-of-Knowledge",
            "Head of Knowledge.",
            "“Head of Knowledge”",
        ] {
            assert!(same_post("Head of Knowledge", other), "{other}");
        }
        assert!(!same_post("Head of Knowledge", "Head of Records"));
        assert!(!same_post("???", "!!!"));
    }

    #[test]
    fn ministers_and_special_advisers_are_known_by_their_words() {
        for barred in [
            "Minister",
            "the Minister",
            "Prime Minister",
            "Deputy Prime Minister",
            "Minister of State",
            "Minister for Energy",
            "MINISTER  OF STATE (Energy)",
            "Minister without Portfolio",
            "Secretary of State",
            "First Secretary of State",
            "Acting Secretary of State",
            "Rt Hon the Secretary of State",
            "Secretary of State for Transport",
            "Parliamentary Under-Secretary of State",
            "Special Adviser",
            "Special Advisor",
            "special adviser to the Secretary of State",
            "Senior Special Adviser (Media)",
            "SpAd",
            "Special Adviser, Policy",
        ] {
            assert!(
                is_minister(barred) || is_special_adviser(barred),
                "{barred}"
            );
        }
        for official in [
            "Private Secretary to the Minister",
            "Principal Private Secretary to the Secretary of State",
            "Private Secretary, Minister of State",
            "Permanent Secretary",
            "Permanent Under-Secretary of State",
            "Deputy Under Secretary of State",
            "Head of the Office of the Secretary of State",
            "Office of the Prime Minister",
            "Head of Minister's Office",
            "Minister's Private Secretary",
            "Private Secretary Minister",
            "Secretary of State's Diary Secretary",
            "Ministerial Correspondence Manager",
            "Minister Support Officer",
            "Assistant to the Special Adviser",
            "Special Adviser Liaison Officer",
            "Departmental Records Officer",
            "Administrator",
            "",
        ] {
            assert!(
                !is_minister(official) && !is_special_adviser(official),
                "{official}"
            );
        }
    }

    fn register() -> People {
        let text = "label,key,display_name,post,group,grade,from,to\n\
            Alpha,p01,Participant 1,Director,,,,2021-06-30\n\
            Alpha mobile,p01,Participant 1,Director General,,,2021-07-01,\n\
            Bravo,p02,,Adviser to the department,SpAd,,,\n\
            Charlie,p03,Participant 3,Head of Knowledge,official,,,\n\
            Delta,p03,Head of Archives,Archivist,official,,,\n";
        People::parse("people.csv", text).unwrap()
    }

    fn barred(post: &str) -> Option<&'static str> {
        let parties = Parties {
            labels: ["Alpha", "~ Unlisted"]
                .map(|label| (SourceId::numbered("wa", 1), label.to_owned()))
                .into(),
            devices: vec!["Diary Keeper".to_owned()],
        };
        why_barred(&register(), &parties, post)
    }

    #[test]
    fn whoever_speaks_is_barred_by_every_name_and_post() {
        let names = [
            "Director",
            "director  general",
            "PARTICIPANT 1",
            "alpha",
            "Alpha Mobile",
            "P01",
            "unlisted",
        ];
        for post in names {
            assert_eq!(
                barred(post),
                Some("speaks in a conversation of this batch"),
                "{post}"
            );
        }
        assert!(barred("diary keeper").unwrap().contains("telephone"));
        for post in ["Bravo", "adviser to the DEPARTMENT", "Minister for Energy"] {
            assert_eq!(
                barred(post),
                Some("is a minister or a special adviser"),
                "{post}"
            );
        }
        for post in ["Head of Knowledge", "Archivist", "Head of Records"] {
            assert_eq!(barred(post), None, "{post}");
        }
    }

    #[test]
    fn one_person_is_not_two() {
        let on = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let two = |a, b| two_people(&register(), a, b, on).map_err(|error| error.to_string());
        assert!(two("A", "B").is_ok());
        assert!(two("A", " ").unwrap_err().contains("two different posts"));
        assert!(
            two("Head of A", "head-of-a")
                .unwrap_err()
                .contains("the same post")
        );
        let said = two("Head of Knowledge", "Archivist").unwrap_err();
        assert!(
            said.contains("the same person by people.csv (p03)"),
            "{said}"
        );
        // The first of these rows held until 2021 only.
        assert!(two("Director", "Director General").is_ok());
    }
}
