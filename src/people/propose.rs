//! Proposes rows of the register for labels that it does not know, and says what a person should
//! look at. It never changes a row that is there, and never makes one person of two labels but on
//! the app's own word: who is unsure gives each a key of its own, which a person can make one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{People, Row};
use crate::message::SourceId;
use crate::shown::shown;

/// A label as a source uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenLabel {
    /// The label, as written.
    pub label: String,
    /// The source.
    pub source: SourceId,
    /// Whose telephone it is, by post; empty where nobody stated it.
    pub telephone: String,
    /// How many messages bear it.
    pub messages: u64,
    /// The local day of the first.
    pub first: NaiveDate,
    /// The local day of the last.
    pub last: NaiveDate,
}

/// A notice of the app that somebody's number is another from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberChange {
    /// The source.
    pub source: SourceId,
    /// The id of the notice, so that a person can look at it.
    pub notice: String,
    /// The label until then.
    pub old: String,
    /// The label from then on.
    pub new: String,
    /// The local day of the notice.
    pub on: NaiveDate,
}

/// A row that is proposed, and why it is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The row.
    pub row: Row,
    /// Where the label was seen, and why it has this key.
    pub why: String,
}

/// What is proposed, and what a person should look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposals {
    /// The rows, in the order of their labels.
    pub rows: Vec<Proposal>,
    /// What may be wrong or incomplete, a sentence each.
    pub hints: Vec<String>,
}

/// Proposes a row for each label that the register does not know.
pub fn propose(people: &People, seen: &[SeenLabel], changes: &[NumberChange]) -> Proposals {
    let mut proposing = Proposing {
        people,
        keys: people.rows().iter().map(|row| row.key.clone()).collect(),
        proposals: Proposals::default(),
    };
    let mut labels: BTreeMap<&str, Vec<&SeenLabel>> = BTreeMap::new();
    for seen in seen {
        labels.entry(&seen.label).or_default().push(seen);
    }
    // A new number follows the old one, which must have its row by then.
    let follows = |label: &str| changes.iter().find(|change| change.new == label);
    for (label, seen) in &labels {
        if follows(label).is_none() {
            proposing.label(label, seen);
        }
    }
    for (label, seen) in &labels {
        if let Some(change) = follows(label) {
            proposing.new_number(change, seen);
        }
    }
    proposing.proposals.rows.sort_by(|a, b| {
        let order = |p: &Proposal| (p.row.label.clone(), p.row.sources.first().cloned());
        order(a).cmp(&order(b))
    });
    proposing.hints_of_changes(changes);
    proposing.hints_of_labels(&labels.keys().copied().collect::<Vec<_>>());
    proposing.hints_of_telephones(&labels);
    proposing.hints_of_names();
    proposing.proposals
}

struct Proposing<'p> {
    people: &'p People,
    keys: BTreeSet<String>,
    proposals: Proposals,
}

impl Proposing<'_> {
    fn key(&mut self) -> String {
        let mut keys = (1..).map(|n: u32| format!("p{n:02}"));
        let key = keys
            .find(|key| !self.keys.contains(key))
            .expect("the numbers do not end");
        self.keys.insert(key.clone());
        key
    }

    /// Proposes a row for a label: one for all sources, or one for each telephone that uses it,
    /// because an address book is its owner's.
    fn label(&mut self, label: &str, seen: &[&SeenLabel]) {
        let unknown: Vec<&SeenLabel> = seen
            .iter()
            .copied()
            .filter(|seen| !self.people.knows(&seen.source, label))
            .collect();
        let known_elsewhere = unknown.len() < seen.len();
        let telephones = by_telephone(&unknown);
        let apart = known_elsewhere || (telephones.len() > 1 && !is_number(label));
        if !apart && !unknown.is_empty() {
            let key = self.key();
            self.push(label, key, BTreeSet::new(), seen_where(&unknown));
            return;
        }
        for seen in telephones {
            let key = self.key();
            let sources = seen.iter().map(|seen| seen.source.clone()).collect();
            let why = format!(
                "{}; other telephones may mean somebody else by it",
                seen_where(&seen)
            );
            self.push(label, key, sources, why);
        }
    }

    fn push(&mut self, label: &str, key: String, sources: BTreeSet<SourceId>, why: String) {
        let row = Row {
            label: label.to_owned(),
            key,
            display_name: String::new(),
            post: String::new(),
            group: String::new(),
            grade: String::new(),
            from: None,
            to: None,
            sources,
        };
        self.proposals.rows.push(Proposal { row, why });
    }

    /// Proposes the person of the old number for the new one, on the app's word.
    fn new_number(&mut self, change: &NumberChange, seen: &[&SeenLabel]) {
        if self.people.knows(&change.source, &change.new) {
            return;
        }
        let Some(person) = self.holder(&change.source, &change.old, change.on) else {
            self.label(&change.new, seen);
            return;
        };
        let row = Row {
            label: change.new.clone(),
            from: Some(change.on),
            to: None,
            ..person
        };
        let why = format!(
            "{}; the app says on {} that {} changed to it ({})",
            seen_where(seen),
            change.on,
            shown(&change.old),
            change.notice
        );
        self.proposals.rows.push(Proposal { row, why });
    }

    /// Returns the row of a label on a day, one that is proposed where the register has none.
    fn holder(&self, source: &SourceId, label: &str, on: NaiveDate) -> Option<Row> {
        let row = self.people.on(source, label, on).cloned();
        row.or_else(|| {
            let mut rows = self.proposals.rows.iter().map(|proposal| &proposal.row);
            let of = |row: &&Row| row.sources.is_empty() || row.sources.contains(source);
            rows.find(|row| row.label == label && of(row)).cloned()
        })
    }

    fn hint(&mut self, hint: String) {
        self.proposals.hints.push(hint);
    }

    fn hints_of_changes(&mut self, changes: &[NumberChange]) {
        for change in changes {
            let old = self.holder(&change.source, &change.old, change.on);
            let new = self.holder(&change.source, &change.new, change.on);
            if let (Some(old), Some(new)) = (old, new)
                && old.key != new.key
            {
                self.hint(format!(
                    "The app says on {} that {} changed to {} ({}), but people.csv has {} for one and {} for the other",
                    change.on,
                    shown(&change.old),
                    shown(&change.new),
                    change.notice,
                    old.key,
                    new.key
                ));
            }
        }
    }

    /// Two labels that may be one person: a name that somebody gave themselves and the same name
    /// in the address book; one number written in two ways.
    fn hints_of_labels(&mut self, labels: &[&str]) {
        for (index, a) in labels.iter().enumerate() {
            for b in labels.iter().skip(index + 1) {
                let (a_key, b_key) = (self.key_of(a), self.key_of(b));
                if a_key != b_key && (same_name(a, b) || same_number(a, b)) {
                    self.hint(format!(
                        "\"{}\" ({a_key}) and \"{}\" ({b_key}) may be one person: if so, give both the same key",
                        shown(a),
                        shown(b)
                    ));
                }
            }
        }
    }

    /// Returns the keys that a label has, whatever the day and the source.
    fn key_of(&self, label: &str) -> String {
        let proposed = self.proposals.rows.iter().map(|proposal| &proposal.row);
        let rows = self.people.rows().iter().chain(proposed);
        let keys: BTreeSet<&str> = rows
            .filter(|row| row.label == label)
            .map(|row| row.key.as_str())
            .collect();
        keys.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// A row for all sources, of a label that several telephones use.
    fn hints_of_telephones(&mut self, labels: &BTreeMap<&str, Vec<&SeenLabel>>) {
        for (label, seen) in labels {
            let for_all = seen.iter().filter(|seen| {
                let row = self.people.on(&seen.source, label, seen.first);
                row.is_some_and(|row| row.sources.is_empty())
            });
            let for_all: Vec<&SeenLabel> = for_all.copied().collect();
            if by_telephone(&for_all).len() > 1 && !is_number(label) {
                self.hint(format!(
                    "\"{}\" is one person in people.csv and used by several telephones ({}): if they mean two people, give each a row with its source",
                    shown(label),
                    seen_where(&for_all)
                ));
            }
        }
    }

    /// A display name that two people share.
    fn hints_of_names(&mut self) {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in self.people.rows() {
            if !row.display_name.is_empty() {
                names.entry(&row.display_name).or_default().insert(&row.key);
            }
        }
        let shared: Vec<String> = names
            .iter()
            .filter(|(_, keys)| keys.len() > 1)
            .map(|(name, keys)| {
                let keys: Vec<&str> = keys.iter().copied().collect();
                format!(
                    "the display name \"{}\" stands for {}: a reader cannot tell them apart",
                    shown(name),
                    keys.join(" and ")
                )
            })
            .collect();
        self.proposals.hints.extend(shared);
    }
}

/// Returns the uses of a label, those of one telephone together. A telephone that nobody named is
/// its own.
fn by_telephone<'s>(seen: &[&'s SeenLabel]) -> Vec<Vec<&'s SeenLabel>> {
    let mut telephones: Vec<Vec<&SeenLabel>> = Vec::new();
    for &one in seen {
        let same = |others: &Vec<&SeenLabel>| {
            !one.telephone.is_empty() && others[0].telephone == one.telephone
        };
        match telephones.iter_mut().find(|others| same(others)) {
            Some(others) => others.push(one),
            None => telephones.push(vec![one]),
        }
    }
    telephones
}

/// Returns where and when a label was seen, in words.
fn seen_where(seen: &[&SeenLabel]) -> String {
    let one = |seen: &&SeenLabel| {
        let whose = match seen.telephone.as_str() {
            "" => String::new(),
            whose => format!(" (telephone of {})", shown(whose)),
        };
        let messages = match seen.messages {
            1 => "1 message".to_owned(),
            many => format!("{many} messages"),
        };
        let days = match seen.first == seen.last {
            true => seen.first.to_string(),
            false => format!("{} to {}", seen.first, seen.last),
        };
        format!("{}{whose}: {messages}, {days}", seen.source.as_str())
    };
    seen.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Tells whether a label is a telephone number, which means the same on every telephone.
fn is_number(label: &str) -> bool {
    let digits = label.chars().filter(char::is_ascii_digit).count();
    digits >= 5
        && label
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || "+()-.\u{a0}".contains(c))
}

/// Tells whether one label is the name that somebody gave themselves, which the app writes behind a
/// tilde, and the other that name in an address book.
fn same_name(a: &str, b: &str) -> bool {
    let own = |label: &str| label.strip_prefix('~').map(folded);
    match (own(a), own(b)) {
        (Some(name), None) => name == folded(b),
        (None, Some(name)) => name == folded(a),
        _ => false,
    }
}

/// Tells whether two labels may be one number: with the country's code, and without.
fn same_number(a: &str, b: &str) -> bool {
    let digits = |label: &str| -> String { label.chars().filter(char::is_ascii_digit).collect() };
    let (with, without) = match (a.starts_with('+'), b.starts_with('+')) {
        (true, false) => (digits(a), digits(b)),
        (false, true) => (digits(b), digits(a)),
        _ => return is_number(a) && is_number(b) && digits(a) == digits(b),
    };
    let national = without.trim_start_matches('0');
    is_number(a) && is_number(b) && national.len() >= 7 && with.ends_with(national)
}

fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "label,key,display_name,post,group,grade,from,to,source\n";

    fn people(rows: &str) -> People {
        People::parse("people.csv", &format!("{HEAD}{rows}")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn seen(label: &str, source: usize, telephone: &str) -> SeenLabel {
        SeenLabel {
            label: label.to_owned(),
            source: SourceId::numbered("wa", source),
            telephone: telephone.to_owned(),
            messages: 3,
            first: day("2020-12-01"),
            last: day("2021-01-05"),
        }
    }

    /// Returns what would be appended to the file.
    fn appended(people: &People, proposals: &Proposals) -> String {
        let text = people.with(proposals.rows.iter().map(|proposal| &proposal.row));
        assert!(People::parse("people.csv", &text).is_ok(), "{text}");
        text.strip_prefix(&people.with([])).unwrap().to_owned()
    }

    #[test]
    fn what_is_not_known_is_proposed_and_what_is_there_stays() {
        let people = people("\"A, B\",p01,x,,,,,,\n");
        let labels = [seen("+44 7700 900123", 1, ""), seen("A, B", 1, "")];
        let proposals = propose(&people, &labels, &[]);
        assert_eq!(
            appended(&people, &proposals),
            "'+44 7700 900123,p02,,,,,,,\n"
        );
        assert_eq!(
            proposals.rows[0].why,
            "wa1: 3 messages, 2020-12-01 to 2021-01-05"
        );
        assert_eq!(proposals.hints, Vec::<String>::new());
    }

    #[test]
    fn one_label_on_two_telephones_is_two_people_until_a_person_says_otherwise() {
        let labels = [
            seen("Mum", 1, "Minister"),
            seen("Mum", 2, "Special Adviser"),
            seen("Mum", 3, "Minister"),
        ];
        let proposals = propose(&people(""), &labels, &[]);
        assert_eq!(
            appended(&people(""), &proposals),
            "Mum,p01,,,,,,,wa1;wa3\nMum,p02,,,,,,,wa2\n"
        );
        let number = [
            seen("+44 7700 900123", 1, ""),
            seen("+44 7700 900123", 2, ""),
        ];
        assert_eq!(propose(&people(""), &number, &[]).rows.len(), 1);
        let one = people("Mum,p01,,,,,,,\n");
        let hints = propose(&one, &labels, &[]).hints;
        assert!(
            hints.len() == 1 && hints[0].contains("several telephones"),
            "{hints:?}"
        );
    }

    #[test]
    fn a_new_number_is_the_same_person_on_the_word_of_the_app() {
        let change = NumberChange {
            source: SourceId::numbered("wa", 1),
            notice: "wa1-512".to_owned(),
            old: "+44 7700 900123".to_owned(),
            new: "+44 7700 900456".to_owned(),
            on: day("2020-12-03"),
        };
        let labels = [
            seen("+44 7700 900123", 1, ""),
            seen("+44 7700 900456", 1, ""),
        ];
        let known =
            people("'+44 7700 900123,p10,Duty Officer,\"Duty Officer, Desk\",official,HEO,,,\n");
        let proposals = propose(&known, &labels, std::slice::from_ref(&change));
        assert_eq!(
            appended(&known, &proposals),
            "'+44 7700 900456,p10,Duty Officer,\"Duty Officer, Desk\",official,HEO,2020-12-03,,\n"
        );
        assert!(proposals.rows[0].why.contains("wa1-512"));
        let fresh = propose(&people(""), &labels, std::slice::from_ref(&change));
        let keys: Vec<&str> = fresh.rows.iter().map(|p| p.row.key.as_str()).collect();
        assert_eq!(keys, ["p01", "p01"]);
        let apart = people("'+44 7700 900123,p01,,,,,,,\n'+44 7700 900456,p02,,,,,,,\n");
        let hints = propose(&apart, &labels, &[change]).hints;
        assert!(hints[0].contains("p01 for one and p02"), "{hints:?}");
    }

    #[test]
    fn labels_that_may_be_one_person_are_shown_and_never_joined() {
        let labels = [
            seen("~ Depot Liaison", 1, ""),
            seen("Depot  liaison", 2, ""),
            seen("+44 7700 900123", 1, ""),
            seen("07700 900123", 2, ""),
            seen("+44 7700 900124", 2, ""),
        ];
        let proposals = propose(&people(""), &labels, &[]);
        assert_eq!(proposals.rows.len(), 5);
        assert_eq!(proposals.hints.len(), 2, "{:?}", proposals.hints);
        let shared = people("A,p01,Officer,,,,,,\nB,p02,Officer,,,,,,\n");
        let hints = propose(&shared, &[], &[]).hints;
        assert!(hints[0].contains("p01 and p02"), "{hints:?}");
    }
}
