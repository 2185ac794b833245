//! What deserves a look but is not wrong.

use std::fmt;

use crate::shown::shown;

/// Something about a policy that deserves a look but is not wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A rule has no example, so nothing shows that it does what its title says.
    NoExample {
        /// The id of the rule.
        rule: String,
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
            Note::ListUnused { list } => write!(f, "list {} is used by nothing", shown(list)),
        }
    }
}
