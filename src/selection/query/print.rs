//! A query as text again: what was understood, in a form that is understood the same.

use std::fmt;

use super::{Count, Days, Query, Side, Term, TermWord, Test};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::And(parts) => joined(f, parts, " AND ", |part| {
                matches!(part, Query::And(_) | Query::Or(_))
            }),
            Query::Or(parts) => joined(f, parts, " OR ", |part| matches!(part, Query::Or(_))),
            Query::Not(part) => match **part {
                Query::And(_) | Query::Or(_) => write!(f, "NOT ({part})"),
                _ => write!(f, "NOT {part}"),
            },
            Query::Test(test) => write!(f, "{test}"),
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Query],
    operator: &str,
    needs_parentheses: fn(&Query) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(operator)?;
        }
        if needs_parentheses(part) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Test::Words(field, term) => write!(f, "{}:{term}", field.word()),
            Test::List(field, list) => write!(f, "{}:#{list}", field.word()),
            Test::Group(field, group) => write!(f, "{}:@{group}", field.word()),
            Test::Near(near) => {
                write!(f, "{} NEAR({}) {}", near.left, near.within, near.right)
            }
            Test::Date(days) => write!(f, "date:{days}"),
            Test::Length(count) => write!(f, "words:{count}"),
            Test::Has(has) => write!(f, "has:{}", has.word()),
            Test::Kind(kind) => write!(f, "kind:{}", kind.word()),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Side::Words(term) => write!(f, "text:{term}"),
            Side::List(list) => write!(f, "text:#{list}"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [word] = self.words()
            && word.stem().bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !matches!(word.stem(), "and" | "or" | "not")
        {
            return write!(f, "{word}");
        }
        f.write_str("\"")?;
        for (index, word) in self.words().iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{word}")?;
        }
        f.write_str("\"")
    }
}

impl TermWord {
    fn stem(&self) -> &str {
        match self {
            TermWord::Exactly(word) | TermWord::Starting(word) => word,
        }
    }
}

impl fmt::Display for TermWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TermWord::Exactly(word) => f.write_str(word),
            TermWord::Starting(start) => write!(f, "{start}*"),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to
            && let Some(day) = self.from
        {
            return write!(f, "{day}");
        }
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("..")?;
        if let Some(to) = self.to {
            write!(f, "{to}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, None) => write!(f, ">={least}"),
            (least, Some(most)) if least == most => write!(f, "={most}"),
            (0, Some(most)) => write!(f, "<={most}"),
            (least, Some(most)) => write!(f, "{least}..{most}"),
        }
    }
}
