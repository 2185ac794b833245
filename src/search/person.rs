//! Whom an officer means by a name, a number or a key: all labels under which that person wrote.

use std::collections::BTreeSet;

use crate::people::People;
use crate::selection::fold;
use crate::selection::query::{Field, Query, Term, Test};

/// The fewest digits of a text that is taken for a telephone number.
const NUMBER_DIGITS: usize = 7;

/// Who is who: the register, and every label of the sources, placed in the register or not.
#[derive(Debug, Clone, Copy)]
pub struct Register<'a> {
    /// The register.
    pub people: &'a People,
    /// The labels that the sources use.
    pub labels: &'a BTreeSet<String>,
}

/// Somebody who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// As it was typed.
    pub typed: String,
    /// The keys of the register, which stand for all labels of a person.
    pub keys: BTreeSet<String>,
    /// Labels that the register does not have.
    pub labels: BTreeSet<String>,
}

impl Meant {
    /// Returns the query that finds whoever is meant in a field of people.
    pub fn asked(&self, field: Field) -> Query {
        let terms: BTreeSet<Term> = self
            .keys
            .iter()
            .chain(&self.labels)
            .filter_map(|name| Term::quoted(name).ok())
            .collect();
        let mut tests: Vec<Query> = terms
            .into_iter()
            .map(|term| Query::Test(Test::Words(field, term)))
            .collect();
        match tests.len() {
            1 => tests.remove(0),
            _ => Query::Or(tests),
        }
    }

    /// Returns the labels under which the register knows whoever is meant.
    pub fn labels_of(&self, people: &People) -> BTreeSet<String> {
        let rows = people.rows().iter();
        let rows = rows.filter(|row| self.keys.contains(&row.key));
        rows.map(|row| row.label.clone()).collect()
    }

    /// Says who is meant, and by which labels the person is found.
    pub fn said(&self, people: &People) -> String {
        let keys = self.keys.iter().map(|key| {
            let rows = people.rows().iter().filter(|row| row.key == *key);
            let labels: BTreeSet<String> = rows.map(|row| format!("\"{}\"", row.label)).collect();
            let labels: Vec<String> = labels.into_iter().collect();
            format!("{key} of people.csv, with the labels {}", labels.join(", "))
        });
        let labels = self.labels.iter();
        let labels =
            labels.map(|label| format!("the label \"{label}\", which people.csv does not have"));
        let all: Vec<String> = keys.chain(labels).collect();
        format!("\"{}\" is {}", self.typed, all.join("; and "))
    }
}

impl Register<'_> {
    /// Returns whoever is meant by a text: those of whom it is the whole of a label, key, display
    /// name or number; and only where there are none, those in whose names its words stand.
    /// Nothing where it is nobody's.
    pub(super) fn meant(&self, typed: &str) -> Option<Meant> {
        let wanted = plain(typed);
        let whole = |name: &str| plain(name) == wanted || same_number(name, typed);
        let term = Term::quoted(typed).ok();
        let within = |name: &str| {
            let words = |text: &str| format!(" {} ", words_of(text).join(" "));
            term.is_some() && words(name).contains(&words(typed))
        };
        self.by(typed, &whole).or_else(|| self.by(typed, &within))
    }

    fn by(&self, typed: &str, is_meant: &dyn Fn(&str) -> bool) -> Option<Meant> {
        let rows = self.people.rows().iter();
        let rows = rows.filter(|row| {
            [&row.label, &row.key, &row.display_name]
                .into_iter()
                .any(|name| !name.is_empty() && is_meant(name))
        });
        let keys: BTreeSet<String> = rows.map(|row| row.key.clone()).collect();
        let registered: BTreeSet<&str> = self
            .people
            .rows()
            .iter()
            .map(|row| row.label.as_str())
            .collect();
        let labels = self.labels.iter();
        let labels = labels.filter(|label| !registered.contains(label.as_str()) && is_meant(label));
        let labels: BTreeSet<String> = labels.cloned().collect();
        let meant = Meant {
            typed: typed.to_owned(),
            keys,
            labels,
        };
        (!meant.keys.is_empty() || !meant.labels.is_empty()).then_some(meant)
    }
}

/// Returns a name as it is compared.
fn plain(name: &str) -> String {
    let folded = fold(name);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words_of(text: &str) -> Vec<String> {
    let folded = crate::selection::Folded::of(text);
    folded.words().map(str::to_owned).collect()
}

/// Tells whether two texts are one telephone number, with the code of the United Kingdom or 0 in
/// front of it.
fn same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| {
        let is_number = |c: char| c.is_ascii_digit() || " +-()\u{a0}".contains(c);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let national = digits.trim_start_matches("00");
        let national = national.strip_prefix("44").unwrap_or(national);
        let national = national.trim_start_matches('0').to_owned();
        (text.chars().all(is_number) && national.len() >= NUMBER_DIGITS).then_some(national)
    };
    digits(one).is_some_and(|one| Some(one) == digits(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> People {
        let rows = "Secretary of State,p01,Secretary of State,Secretary of State,minister,,,\n\
            Special Adviser,p03,Special Adviser,Special Adviser to the Secretary of State,spad,,,\n\
            +44 7700 900123,p10,Duty Officer,,,,,2020-12-02\n\
            +44 7700 900456,p10,Duty Officer,,,,2020-12-03,\n";
        let head = "label,key,display_name,post,group,grade,from,to\n";
        People::parse("people.csv", &format!("{head}{rows}")).unwrap()
    }

    fn asked(typed: &str) -> Option<String> {
        let (people, labels) = (people(), BTreeSet::from(["~ New Person".to_owned()]));
        let register = Register {
            people: &people,
            labels: &labels,
        };
        let meant = register.meant(typed)?;
        Some(meant.asked(Field::From).to_string())
    }

    #[test]
    fn a_person_is_found_by_any_name_or_number_and_meant_by_all_labels() {
        assert_eq!(asked("07700 900123").as_deref(), Some("from:p10"));
        assert_eq!(asked("+44 7700 900456").as_deref(), Some("from:p10"));
        assert_eq!(asked("duty  OFFICER").as_deref(), Some("from:p10"));
        assert_eq!(asked("p10").as_deref(), Some("from:p10"));
        assert_eq!(
            asked("~ New Person").as_deref(),
            Some("from:\"new person\"")
        );
        assert_eq!(asked("nobody"), None);
        assert_eq!(asked(""), None);
    }

    #[test]
    fn a_whole_name_means_nobody_else_and_a_part_of_one_everybody_who_has_it() {
        // The post of the adviser holds these words too; that is not who is meant.
        assert_eq!(asked("Secretary of State").as_deref(), Some("from:p01"));
        assert_eq!(asked("special").as_deref(), Some("from:p03"));
        assert_eq!(asked("new").as_deref(), Some("from:\"new person\""));
    }
}
