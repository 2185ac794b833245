//! A query in words, for a reader who will never write one.

use crate::selection::query::{Count, Field, Has, Query, Side, Test};

/// Returns what a query asks of a message, in words.
pub(super) fn in_words(query: &Query) -> String {
    match query {
        Query::And(parts) => parts.iter().map(inside).collect::<Vec<_>>().join(" and "),
        Query::Or(parts) => match alike(parts) {
            Some(words) => words,
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
        Query::Or(parts) if alike(parts).is_none() => format!("({})", in_words(query)),
        _ => in_words(query),
    }
}

/// Returns what one of several tests of one sort asks for, where they are of one sort.
fn alike(parts: &[Query]) -> Option<String> {
    let names = |name: fn(&Test) -> Option<&str>| {
        let names = parts.iter().map(|part| match part {
            Query::Test(test) => name(test),
            _ => None,
        });
        let names: Option<Vec<_>> = names.collect();
        names.map(|names| names.join(", "))
    };
    let lists = names(|test| match test {
        Test::List(Field::Text, list) => Some(list),
        _ => None,
    });
    let groups = names(|test| match test {
        Test::Group(Field::From, group) => Some(group),
        _ => None,
    });
    let kinds = names(|test| match test {
        Test::Kind(kind) => Some(kind.word()),
        _ => None,
    });
    lists
        .map(|lists| format!("it holds words of one of the lists {lists}"))
        .or_else(|| {
            groups.map(|groups| {
                format!("its sender held a post of one of the groups {groups} at the time")
            })
        })
        .or_else(|| kinds.map(|kinds| format!("it is of one of the kinds {kinds}")))
}

/// Returns how many words are asked for.
fn length(count: &Count) -> String {
    match (count.least, count.most) {
        (0, Some(0)) => "it has no words".to_owned(),
        (0, Some(most)) => format!("it has at most {most} words"),
        (least, None) => format!("it has at least {least} words"),
        (least, Some(most)) if least == most => format!("it has exactly {most} words"),
        (least, Some(most)) => format!("it has {least} to {most} words"),
    }
}

fn one(test: &Test) -> String {
    match test {
        Test::Words(Field::Text, term) => format!("it holds the words {term}"),
        Test::List(Field::Text, list) => format!("it holds words of the list {list}"),
        Test::Words(field, term) => format!("a name of {} holds {term}", whose(*field)),
        Test::List(field, list) => {
            format!("a name of {} holds words of the list {list}", whose(*field))
        }
        Test::Group(field, group) => format!(
            "{} held a post of the group {group} at the time",
            whose(*field)
        ),
        Test::Near(near) => format!(
            "it holds {} with at most {} words between them",
            [&near.left, &near.right].map(side).join(" and "),
            near.within
        ),
        Test::Date(days) => format!("its date is in {days}"),
        Test::Length(count) => length(count),
        Test::Has(Has::Attachment) => "it carries or names a file".to_owned(),
        Test::Has(Has::Media) => "it carries or names a picture, a film or a sound".to_owned(),
        Test::Has(Has::Link) => "it holds a web address".to_owned(),
        Test::Has(Has::Edited) => "the app marks it as edited".to_owned(),
        Test::Kind(kind) => format!("it is of the kind {}", kind.word()),
    }
}

/// Returns whom, or what, the names of a field are of.
fn whose(field: Field) -> &'static str {
    match field {
        Field::Text => "its text",
        Field::From => "its sender",
        Field::To => "somebody else known in the conversation",
        Field::ChatHas => "somebody known in the conversation",
        Field::Custodian => "whoever held the telephone",
        Field::ReplyTo => "the sender of the message it replies to",
        Field::Chat => "its conversation",
    }
}

/// Returns one side of NEAR.
fn side(side: &Side) -> String {
    match side {
        Side::Words(term) => term.to_string(),
        Side::List(list) => format!("words of the list {list}"),
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
            ("text:#decide", "it holds words of the list decide"),
            (
                "text:(#decide OR #advice)",
                "it holds words of one of the lists decide, advice",
            ),
            (
                "from:@minister AND (kind:media OR \"sign off\") AND NOT has:link",
                "its sender held a post of the group minister at the time and (it is of the kind media or it holds the words \"sign off\") and not (it holds a web address)",
            ),
            (
                "from:(@minister OR @spad) AND kind:(deleted OR left)",
                "its sender held a post of one of the groups minister, spad at the time and it is of one of the kinds deleted, left",
            ),
            ("words:<=12", "it has at most 12 words"),
            ("words:>3", "it has at least 4 words"),
            ("words:0", "it has no words"),
            ("words:2..5", "it has 2 to 5 words"),
            (
                "chat-has:@minister AND NOT to:@official",
                "somebody known in the conversation held a post of the group minister at the time and not (somebody else known in the conversation held a post of the group official at the time)",
            ),
            (
                "delet* NEAR(3) #decide",
                "it holds delet* and words of the list decide with at most 3 words between them",
            ),
            (
                "custodian:Desk",
                "a name of whoever held the telephone holds desk",
            ),
            ("date:2021", "its date is in 2021-01-01..2021-12-31"),
        ] {
            let query = parse(query, &lists).unwrap();
            assert_eq!(in_words(&query), words);
        }
    }
}
