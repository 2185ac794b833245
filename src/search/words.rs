//! A query in words: what an officer, and whoever doubts them, can read without the language.

use crate::selection::query::{
    Count, Days, Field, Has, KindWord, Query, Side, Term, TermWord, Test,
};

/// Returns a query in words, a line for each thing that is asked, indented by two spaces for each
/// level.
pub fn in_words(query: &Query) -> Vec<String> {
    let mut lines = Vec::new();
    write(query, 0, "", &mut lines);
    lines
}

fn write(query: &Query, depth: usize, before: &str, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    match query {
        Query::And(parts) => {
            lines.push(format!("{indent}{before}all of these:"));
            for part in parts {
                write(part, depth + 1, "", lines);
            }
        }
        Query::Or(parts) => {
            lines.push(format!("{indent}{before}any of these:"));
            for part in parts {
                write(part, depth + 1, "", lines);
            }
        }
        Query::Not(part) => write(part, depth, &format!("{before}not: "), lines),
        Query::Test(test) => lines.push(format!("{indent}{before}{}", test_in_words(test))),
    }
}

fn test_in_words(test: &Test) -> String {
    match test {
        Test::Words(Field::Text, term) => format!("the text has {}", term_in_words(term)),
        Test::Words(field, term) => {
            format!("{} has {}", field_in_words(*field), term_in_words(term))
        }
        Test::List(Field::Text, list) => {
            format!("the text has a word or phrase of the list #{list} of rules.toml")
        }
        Test::List(field, list) => format!(
            "{} has a word or phrase of the list #{list} of rules.toml",
            field_in_words(*field)
        ),
        Test::Group(field, group) => group_in_words(*field, group),
        Test::Near(near) => format!(
            "the text has {} and {}, in either order, with at most {} between them",
            side_in_words(&near.left),
            side_in_words(&near.right),
            match near.within {
                1 => "1 word".to_owned(),
                many => format!("{many} words"),
            }
        ),
        Test::Date(days) => format!("the message is dated {}", days_in_words(*days)),
        Test::Length(count) => format!("the text has {}", count_in_words(*count)),
        Test::Has(has) => match has {
            Has::Attachment => "the message carries or names a file",
            Has::Media => "the message carries or names a picture, film or sound, or may do so",
            Has::Link => "the text has a web address",
            Has::Edited => "the app marks the message as edited",
        }
        .to_owned(),
        Test::Kind(kind) => kind_in_words(*kind),
    }
}

fn field_in_words(field: Field) -> &'static str {
    match field {
        Field::Text => "the text",
        Field::From => "a name of the sender (label, key, display name, or post on the day)",
        Field::To => {
            "a name of somebody else known in the conversation (label, key, display name, or post on the day)"
        }
        Field::ChatHas => {
            "a name of somebody known in the conversation (label, key, display name, or post on the day)"
        }
        Field::Custodian => "a name of whose device it was",
        Field::ReplyTo => "a name of whoever sent the message that is replied to",
        Field::Chat => "the title of the conversation, or the number of its source,",
    }
}

fn group_in_words(field: Field, group: &str) -> String {
    let held = format!("held a post of the group \"{group}\" on the day, by people.csv");
    match field {
        Field::To => format!("somebody else known in the conversation {held}"),
        Field::ChatHas => format!("somebody known in the conversation {held}"),
        Field::Custodian => format!("whose device it was {held}"),
        Field::ReplyTo => format!("whoever sent the message that is replied to {held}"),
        Field::From | Field::Text | Field::Chat => format!("the sender {held}"),
    }
}

fn side_in_words(side: &Side) -> String {
    match side {
        Side::Words(term) => term_in_words(term),
        Side::List(list) => format!("a word or phrase of the list #{list} of rules.toml"),
    }
}

fn term_in_words(term: &Term) -> String {
    let words: Vec<String> = term
        .words()
        .iter()
        .map(|word| match word {
            TermWord::Exactly(word) => word.clone(),
            TermWord::Starting(start) => format!("{start}…"),
        })
        .collect();
    match (term.words(), words.as_slice()) {
        ([TermWord::Exactly(word)], _) => format!("the word \"{word}\""),
        ([TermWord::Starting(start)], _) => format!("a word that begins with \"{start}\""),
        _ => format!("the words \"{}\" side by side", words.join(" ")),
    }
}

fn days_in_words(days: Days) -> String {
    match (days.from, days.to) {
        (Some(from), Some(to)) if from == to => format!("{from}"),
        (Some(from), Some(to)) => format!("{from} to {to}, both days included"),
        (Some(from), None) => format!("{from} or later"),
        (None, Some(to)) => format!("{to} or earlier"),
        (None, None) => "any day".to_owned(),
    }
}

fn count_in_words(count: Count) -> String {
    match (count.least, count.most) {
        (least, None) => format!("{least} words or more"),
        (least, Some(most)) if least == most => format!("exactly {most} words"),
        (0, Some(most)) => format!("{most} words or fewer"),
        (least, Some(most)) => format!("{least} to {most} words"),
    }
}

fn kind_in_words(kind: KindWord) -> String {
    match (kind.kind, kind.event) {
        (Some(kind), None) => format!("the message is of the kind \"{}\"", kind.word()),
        (None, Some(event)) => format!("a notice of the app reports \"{}\"", event.word()),
        _ => format!(
            "the message is of the kind \"{0}\", or a notice of the app reports \"{0}\"",
            kind.word()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::query::{Lists, parse};

    fn said(query: &str) -> Vec<String> {
        in_words(&parse(query, &Lists::default()).unwrap())
    }

    #[test]
    fn a_query_is_said_line_by_line() {
        assert_eq!(
            said("(grit* OR \"sign off\") AND date:2021-03 AND NOT kind:system"),
            [
                "all of these:",
                "  any of these:",
                "    the text has a word that begins with \"grit\"",
                "    the text has the words \"sign off\" side by side",
                "  the message is dated 2021-03-01 to 2021-03-31, both days included",
                "  not: the message is of the kind \"system\"",
            ]
        );
        assert_eq!(
            said("NOT (a OR b)"),
            [
                "not: any of these:",
                "  the text has the word \"a\"",
                "  the text has the word \"b\""
            ]
        );
        assert_eq!(
            said("depot NEAR(1) grit"),
            [
                "the text has the word \"depot\" and the word \"grit\", in either order, with at most 1 word between them"
            ]
        );
        assert_eq!(
            said("from:@minister AND words:<=3")[1..],
            [
                "  the sender held a post of the group \"minister\" on the day, by people.csv",
                "  the text has 3 words or fewer"
            ]
        );
    }
}
