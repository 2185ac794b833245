//! What deserves a look but is not wrong.

use std::collections::BTreeSet;
use std::fmt;

use super::super::query::{Field, Lists, Query, Test};
use super::{Hold, Rule};
use crate::shown::shown;

/// Something about a policy that deserves a look but is not wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A rule has no example, so nothing shows that it does what its title says.
    NoExample {
        /// The id of the rule.
        rule: String,
    },
    /// A rule or a hold asks for replies, which no export holds that is read today.
    NoReplies {
        /// The id of the rule or the hold.
        asker: String,
    },
    /// A list that no rule and no hold uses.
    ListUnused {
        /// The name of the list.
        list: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::NoExample { rule } => {
                write!(f, "rule {} has no example to test it by", shown(rule))
            }
            Note::NoReplies { asker } => write!(
                f,
                "{} asks for replies, and no export that is read today says what replies to what: that part matches nothing",
                shown(asker)
            ),
            Note::ListUnused { list } => write!(f, "list {} is used by nothing", shown(list)),
        }
    }
}

/// Returns the lists that nothing uses, and who asks for replies.
pub(super) fn of(lists: &Lists, rules: &[Rule], holds: &[Hold]) -> Vec<Note> {
    let mut used = BTreeSet::new();
    let mut notes = Vec::new();
    let mut see = |query: &Query| {
        let mut replies = false;
        query.each_test(&mut |test| {
            test.each_list(&mut |list| {
                used.insert(list.to_owned());
            });
            replies |= matches!(
                test,
                Test::Words(Field::ReplyTo, _)
                    | Test::List(Field::ReplyTo, _)
                    | Test::Group(Field::ReplyTo, _)
            );
        });
        replies
    };
    for rule in rules {
        let mut replies = see(&rule.when);
        replies |= rule.unless.as_ref().is_some_and(&mut see);
        replies |= rule.context.is_some_and(|context| context.replies);
        if replies {
            let asker = rule.id.clone();
            notes.push(Note::NoReplies { asker });
        }
    }
    for hold in holds {
        if hold.when.as_ref().is_some_and(&mut see) {
            let asker = hold.id.clone();
            notes.push(Note::NoReplies { asker });
        }
    }
    let unused = lists.names().filter(|name| !used.contains(*name));
    notes.extend(unused.map(|list| Note::ListUnused {
        list: list.to_owned(),
    }));
    notes
}
