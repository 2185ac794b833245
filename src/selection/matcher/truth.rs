//! Yes, no, and not known: the logic of messages of which not everything is known.

/// Whether a query matches. Kleene's strong three-valued logic: what is not known stays so unless
/// the rest decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not match, whatever the unknown is.
    No,
    /// It depends on what is not known.
    Unknown,
    /// It matches, whatever the unknown is.
    Yes,
}

impl Truth {
    pub(super) fn opposite(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }

    /// Returns the least of many: whether all match.
    pub(super) fn all(parts: impl Iterator<Item = Truth>) -> Truth {
        let mut least = Truth::Yes;
        for part in parts {
            least = least.min(part);
            if least == Truth::No {
                break;
            }
        }
        least
    }

    /// Returns the most of many: whether any matches.
    pub(super) fn any(parts: impl Iterator<Item = Truth>) -> Truth {
        let mut most = Truth::No;
        for part in parts {
            most = most.max(part);
            if most == Truth::Yes {
                break;
            }
        }
        most
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::Yes } else { Truth::No }
    }
}
