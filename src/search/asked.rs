//! From what an officer typed to one query, in the language of the rules.

use std::collections::BTreeSet;

use super::likeness::NEARLY;
use super::person::{Meant, Register};
use super::words::in_words;
use crate::message::{BadId, MessageId};
use crate::selection::query::{
    Count, Days, Field, KindWord, Lists, Query, QueryError, Term, Test, is_name, parse,
};

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    /// The query, in the language of the rules; empty where the rest says it all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// The first day, as YYYY-MM-DD, YYYY-MM or YYYY; empty for any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The last day, in the same forms; empty for any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Words of the title of a conversation, or the number of a source; one of them must fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chat: Vec<String>,
    /// Who sent it; of several, between whom it was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub person: Vec<String>,
    /// The post that sent it, as held on the day; or a group of posts, such as `@minister`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post: Vec<String>,
    /// Kinds of message, one of which it must be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<String>,
    /// The id of a message whose text it must nearly have; empty for any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub near_duplicates_of: String,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The query that every message is asked.
    pub query: Query,
    /// The message whose text it must nearly have, where that is asked.
    pub like: Option<MessageId>,
    /// The query in words, line by line.
    pub words: Vec<String>,
    /// Who is meant by each person that was named, and what deserves a look.
    pub notes: Vec<String>,
    /// The labels of those who were named: what stands under one of them on a day for which the
    /// register does not say whose it was is nobody's.
    pub labels: BTreeSet<String>,
}

impl Understood {
    /// Returns what was understood in one line, in the language of the rules.
    pub fn said(&self) -> String {
        let everything = Query::Test(Test::Length(EVERY_LENGTH));
        match &self.like {
            None => self.query.to_string(),
            Some(id) if self.query == everything => format!("nearly the text of {id}"),
            Some(id) => format!("{}, and nearly the text of {id}", self.query),
        }
    }
}

/// However many words: every text has as many.
const EVERY_LENGTH: Count = Count {
    least: 0,
    most: None,
};

/// Something that was typed and is not understood: nothing of it is passed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// Nothing was asked.
    #[error("nothing is asked: give a query, a person, a post, a conversation, a kind or dates")]
    Nothing,
    /// What is wrong with the query, or with the value of an option, each with its place.
    #[error("{}", faults(.what, .text, .errors))]
    Query {
        /// What was being read.
        what: &'static str,
        /// As it was typed.
        text: String,
        /// What is wrong.
        errors: Vec<QueryError>,
    },
    /// Nobody has this name.
    #[error(
        "\"{}\" is no label, key, display name or telephone number of people.csv or of the sources. A post is asked with --post; words of a name in the query, as from:name",
        crate::shown::shown(.0)
    )]
    Nobody(String),
    /// No id of a message.
    #[error("--near-duplicates-of: {0}")]
    Id(#[from] BadId),
    /// Nobody belongs to this group.
    #[error("no row of people.csv has the group \"{}\"", crate::shown::shown(.0))]
    NoGroup(String),
}

/// Returns the faults of a text, each with a mark under its place.
fn faults(what: &str, text: &str, errors: &[QueryError]) -> String {
    let mut said = format!("{what} is not understood");
    for error in errors {
        let before = text.get(..error.range.start).unwrap_or(text);
        let marked = text.get(error.range.clone()).unwrap_or_default();
        let width = |text: &str| crate::shown::shown(text).to_string().chars().count();
        said += &format!(
            "\n  {}\n  {}{} {error}",
            crate::shown::shown(text),
            " ".repeat(width(before)),
            "^".repeat(width(marked).max(1))
        );
        if let Some(meant) = &error.meant {
            said += &format!(". {meant}");
        }
    }
    said
}

/// Makes one query of what was typed. `lists` are those of the policy.
///
/// # Errors
/// When something of it is not understood, or names nobody.
pub fn understand(
    asked: &Asked,
    register: Register<'_>,
    lists: &Lists,
) -> Result<Understood, NotUnderstood> {
    let mut parts = Vec::new();
    let meant = meant(asked, register)?;
    let labels = meant.iter().flat_map(|one| one.labels_of(register.people));
    let labels: BTreeSet<String> = labels.collect();
    let notes = meant.iter().map(|one| one.said(register.people)).collect();
    if !asked.query.trim().is_empty() {
        let query = parse(&asked.query, lists);
        parts.push(query.map_err(|errors| wrong("the query", &asked.query, errors))?);
    }
    parts.extend(people(&meant));
    let posts = asked.post.iter().map(|post| of_post(post));
    parts.extend(any(posts.collect::<Result<Vec<_>, _>>()?));
    let chats = asked.chat.iter().map(|chat| {
        let term = Term::quoted(chat).map_err(|error| wrong("--chat", chat, vec![error]))?;
        Ok::<Query, NotUnderstood>(Query::Test(Test::Words(Field::Chat, term)))
    });
    parts.extend(any(chats.collect::<Result<Vec<_>, _>>()?));
    let kinds = asked.kind.iter().map(|kind| {
        let word = KindWord::parse(kind).map_err(|error| wrong("--kind", kind, vec![error]))?;
        Ok::<Query, NotUnderstood>(Query::Test(Test::Kind(word)))
    });
    parts.extend(any(kinds.collect::<Result<Vec<_>, _>>()?));
    parts.extend(days(asked)?);
    let like: Option<MessageId> = match asked.near_duplicates_of.trim() {
        "" => None,
        id => Some(id.parse()?),
    };
    let query = match parts.len() {
        0 if like.is_none() => return Err(NotUnderstood::Nothing),
        0 => Query::Test(Test::Length(EVERY_LENGTH)),
        1 => parts.remove(0),
        _ => Query::And(parts),
    };
    groups_exist(&query, register)?;
    let mut words = in_words(&query);
    words.extend(like.as_ref().map(|id| {
        format!("and: of the runs of three words that its text and that of {id} have, {NEARLY} of 100 at least are in both")
    }));
    Ok(Understood {
        words,
        query,
        like,
        labels,
        notes,
    })
}

fn wrong(what: &'static str, text: &str, errors: Vec<QueryError>) -> NotUnderstood {
    NotUnderstood::Query {
        what,
        text: text.to_owned(),
        errors,
    }
}

/// Returns what asks that any of these fits; nothing where there is none.
fn any(mut queries: Vec<Query>) -> Option<Query> {
    match queries.len() {
        0 => None,
        1 => Some(queries.remove(0)),
        _ => Some(Query::Or(queries)),
    }
}

fn of_post(post: &str) -> Result<Query, NotUnderstood> {
    if let Some(group) = post.strip_prefix('@').filter(|group| is_name(group)) {
        return Ok(Query::Test(Test::Group(Field::From, group.to_owned())));
    }
    let term = Term::quoted(post).map_err(|error| wrong("--post", post, vec![error]))?;
    Ok(Query::Test(Test::Words(Field::From, term)))
}

/// Returns whoever was named.
fn meant(asked: &Asked, register: Register<'_>) -> Result<Vec<Meant>, NotUnderstood> {
    let each = asked.person.iter().map(|typed| {
        let one = register.meant(typed);
        one.ok_or_else(|| NotUnderstood::Nobody(typed.clone()))
    });
    each.collect()
}

/// Returns what asks who sent it; of several people, that one sent it where another is known.
fn people(meant: &[Meant]) -> Option<Query> {
    if let [one] = meant {
        return Some(one.asked(Field::From));
    }
    let each = meant.iter().enumerate().map(|(at, one)| {
        let others = meant.iter().enumerate().filter(|(other, _)| *other != at);
        let others = any(others.map(|(_, other)| other.asked(Field::To)).collect());
        let others = others.expect("there are two people at least");
        Query::And(vec![one.asked(Field::From), others])
    });
    any(each.collect())
}

fn days(asked: &Asked) -> Result<Option<Query>, NotUnderstood> {
    let (from, to) = (asked.from.trim(), asked.to.trim());
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let text = format!("{from}..{to}");
    let days = Days::parse(&text);
    let days = days.map_err(|error| wrong("--from and --to", &text, vec![error]))?;
    Ok(Some(Query::Test(Test::Date(days))))
}

/// A group that nobody belongs to would match nothing in silence.
fn groups_exist(query: &Query, register: Register<'_>) -> Result<(), NotUnderstood> {
    let mut missing = None;
    query.each_test(&mut |test| {
        if let Test::Group(_, group) = test {
            let wanted = crate::selection::fold(group);
            let rows = register.people.rows();
            if !rows
                .iter()
                .any(|row| crate::selection::fold(&row.group) == wanted)
            {
                missing.get_or_insert_with(|| group.clone());
            }
        }
    });
    match missing {
        Some(group) => Err(NotUnderstood::NoGroup(group)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::people::People;

    fn understood(asked: &Asked) -> Result<Understood, NotUnderstood> {
        let rows = "Anna,p01,A,Minister,minister,,,\nBen,p02,B,Adviser,spad,,,\nCleo,p03,C,,,,,\n";
        let head = "label,key,display_name,post,group,grade,from,to\n";
        let people = People::parse("people.csv", &format!("{head}{rows}")).unwrap();
        let labels = BTreeSet::new();
        let register = Register {
            people: &people,
            labels: &labels,
        };
        understand(asked, register, &Lists::default())
    }

    fn query(asked: &Asked) -> String {
        understood(asked).unwrap().query.to_string()
    }

    fn words(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn everything_that_is_asked_must_fit() {
        let asked = Asked {
            query: "depot OR grit*".to_owned(),
            from: "2021-03".to_owned(),
            to: "2021-03".to_owned(),
            chat: words(&["Winter planning", "wa2"]),
            post: words(&["@minister"]),
            kind: words(&["text"]),
            ..Asked::default()
        };
        assert_eq!(
            query(&asked),
            "(text:depot OR text:grit*) AND from:@minister AND (chat:\"winter planning\" OR chat:wa2) AND kind:text AND date:2021-03-01..2021-03-31"
        );
    }

    #[test]
    fn between_people_is_from_one_of_them_where_another_is_known() {
        let mut asked = Asked {
            person: words(&["Anna"]),
            ..Asked::default()
        };
        assert_eq!(query(&asked), "from:p01");
        asked.person = words(&["Anna", "ben"]);
        assert_eq!(query(&asked), "from:p01 AND to:p02 OR from:p02 AND to:p01");
        asked.person = words(&["Anna", "ben", "p03"]);
        assert!(query(&asked).starts_with("from:p01 AND (to:p02 OR to:p03) OR "));
        let notes = understood(&asked).unwrap().notes;
        assert_eq!(
            notes[1],
            "\"ben\" is p02 of people.csv, with the labels \"Ben\""
        );
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let fault = |asked: Asked| understood(&asked).unwrap_err().to_string();
        assert!(fault(Asked::default()).starts_with("nothing is asked"));
        let asked = Asked {
            query: "depot fom:x".to_owned(),
            ..Asked::default()
        };
        assert!(fault(asked).contains("\n  depot fom:x\n"));
        let asked = Asked {
            person: words(&["Dora"]),
            ..Asked::default()
        };
        assert!(fault(asked).starts_with("\"Dora\" is no label"));
        for (from, to) in [("2021-13", ""), ("2021", "2020")] {
            let asked = Asked {
                from: from.to_owned(),
                to: to.to_owned(),
                ..Asked::default()
            };
            assert!(fault(asked).starts_with("--from and --to"));
        }
        let asked = Asked {
            query: "from:@nobody".to_owned(),
            ..Asked::default()
        };
        assert_eq!(
            fault(asked),
            "no row of people.csv has the group \"nobody\""
        );
    }
}
