//! A query in words, for a reader who will never write one.

use crate::selection::query::{Field, Has, Query, Test};

/// Returns what a query asks of a message, in words.
pub(super) fn in_words(query: &Query) -> String {
    match query {
        Query::And(parts) => parts.iter().map(inside).collect::<Vec<_>>().join(" and "),
        Query::Or(parts) => match lists(parts) {
            Some(lists) => format!("its words hold one of the lists {lists}"),
            None => parts.iter().map(inside).collect::<Vec<_>>().join(" or "),
        },
        Query::Not(part) => format!("not ({})", in_words(part)),
        Query::Test(test) => one(test),
    }
}

/// Returns a part of a query, in parentheses where it has parts itself.
fn inside(query: &Query) -> String {
    match query {
        Query::And(_) => format!("({})", in_words(query)),
        Query::Or(parts) if lists(parts).is_none() => format!("({})", in_words(query)),
        _ => in_words(query),
    }
}

/// Returns the names of the lists, when nothing but words of lists is asked for.
fn lists(parts: &[Query]) -> Option<String> {
    let names = parts.iter().map(|part| match part {
        Query::Test(Test::List(Field::Text, list)) => Some(list.as_str()),
        _ => None,
    });
    names
        .collect::<Option<Vec<_>>>()
        .map(|names| names.join(", "))
}

fn one(test: &Test) -> String {
    match test {
        Test::Words(Field::Text, term) => format!("its words hold {term}"),
        Test::Words(Field::From, term) => format!("a name of its sender holds {term}"),
        Test::Words(Field::Chat, term) => format!("a name of its conversation holds {term}"),
        Test::List(Field::Text, list) => format!("its words hold one of the list {list}"),
        Test::Group(group) => {
            format!("its sender held a post of the group {group} at the time")
        }
        Test::Date(days) => format!("its date is in {days}"),
        Test::Length(count) => format!("it has this many words: {count}"),
        Test::Has(Has::Attachment) => "it carries or names a file".to_owned(),
        Test::Has(Has::Media) => "it carries or names a picture, a film or a sound".to_owned(),
        Test::Has(Has::Link) => "it holds a web address".to_owned(),
        Test::Has(Has::Edited) => "the app marks it as edited".to_owned(),
        Test::Kind(kind) => format!("it is of the kind {}", kind.word()),
        // Whatever else the language has: as it is written in the policy.
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::query::{Lists, Term, parse};

    #[test]
    fn queries_are_told_in_words() {
        let mut lists = Lists::default();
        for name in ["decide", "advice"] {
            lists.insert(name, vec![Term::bare("agreed").unwrap()]);
        }
        for (query, words) in [
            ("text:#decide", "its words hold one of the list decide"),
            (
                "text:(#decide OR #advice)",
                "its words hold one of the lists decide, advice",
            ),
            (
                "from:@minister AND (kind:media OR \"sign off\") AND NOT has:link",
                "its sender held a post of the group minister at the time and (it is of the kind media or its words hold \"sign off\") and not (it holds a web address)",
            ),
            ("words:<=12", "it has this many words: <=12"),
            ("date:2021", "its date is in 2021-01-01..2021-12-31"),
        ] {
            let query = parse(query, &lists).unwrap();
            assert_eq!(in_words(&query), words);
        }
    }
}
