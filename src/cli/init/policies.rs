//! The ready-made policies that a batch can begin with.
//!
//! A policy is put together of what is its own and of what all of them share, so that a word that
//! was missing in a list is added once. What `init` writes is one file, which the department
//! changes as a whole.

/// A ready-made policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum StartingPolicy {
    /// A minister's private office: decisions, instructions, advice, facts passed to ministers
    PrivateOffice,
    /// A team of officials: decisions, advice as it is drafted, what ministers' offices ask for
    PolicyTeam,
    /// By post (Capstone): all of ministers, permanent secretaries and special advisers
    Capstone,
    /// No rules: every message is referred to a person
    Blank,
}

/// What every policy selects, proposes and refers.
const SHARED: &str = include_str!("shared.toml");
/// The words that rules look for.
const LISTS: &str = include_str!("lists.toml");

impl StartingPolicy {
    /// Returns the text of `rules.toml`.
    pub fn rules(self) -> String {
        let own = match self {
            StartingPolicy::PrivateOffice => include_str!("private-office.toml"),
            StartingPolicy::PolicyTeam => include_str!("policy-team.toml"),
            StartingPolicy::Capstone => include_str!("capstone.toml"),
            StartingPolicy::Blank => return include_str!("blank.toml").to_owned(),
        };
        [own, SHARED, LISTS].concat()
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::message::Kind;
    use crate::selection::policy::Otherwise;
    use crate::selection::{Effect, Facts, Person, Policy};

    fn read(policy: StartingPolicy) -> Policy {
        let rules = policy.rules();
        Policy::read("rules.toml", rules.as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_ready_made_policy_loads_without_faults_or_notes_and_refers_the_rest() {
        for starting in StartingPolicy::value_variants() {
            let policy = read(*starting);
            assert_eq!(policy.notes(), [], "{starting:?}");
            assert_eq!(policy.about().otherwise, Otherwise::Refer);
            assert!(policy.holds().is_empty(), "holds are the department's");
            let rules = policy.rules().len();
            assert_eq!(rules == 0, *starting == StartingPolicy::Blank);
        }
    }

    #[test]
    fn what_is_not_selected_is_narrow() {
        for starting in StartingPolicy::value_variants() {
            let policy = read(*starting);
            let rules = policy.rules().iter();
            for rule in rules.filter(|rule| rule.effect == Effect::NotSelected) {
                let asked = rule.when.to_string();
                if asked == "kind:encryption" {
                    continue;
                }
                assert!(asked.contains("words:"), "{}: {asked}", rule.id);
                assert!(
                    asked.contains("NOT (has:attachment OR has:link)"),
                    "{}: {asked}",
                    rule.id
                );
                let unless = rule.unless.as_ref().map(ToString::to_string);
                let unless = unless.unwrap_or_default();
                for list in ["decide", "instruct", "advice", "facts", "business", "lost"] {
                    assert!(unless.contains(&format!("#{list}")), "{}: {list}", rule.id);
                }
            }
        }
    }

    #[test]
    fn a_message_with_business_in_it_is_never_proposed_as_not_selected() {
        let business = [
            "Thanks, approved",
            "Yes thanks",
            "Running late. Go with option B",
            "See you at 6, and please ask the Treasury first",
            "On my way, do not publish",
            "In the lobby. Two million is too much",
            "Call me. The journalist has it",
        ];
        for starting in StartingPolicy::value_variants() {
            let policy = read(*starting);
            for text in business {
                let facts = Facts {
                    text,
                    source: "wa1",
                    member: None,
                    around: None,
                    reply_to: None,
                    other_date: None,
                    sender: Some(Person {
                        names: &["Press Officer"],
                        group: Some("official"),
                    }),
                    conversation: &["Morning meeting"],
                    date: None,
                    kind: Kind::Text,
                    event: None,
                    attachments: &[],
                    edited: false,
                };
                let mut examiner = policy.examiner();
                let hits = examiner.examine(&facts).rules.clone();
                let effects = hits.iter().map(|rule| policy.rule(*rule).effect);
                assert!(
                    effects.min() < Some(Effect::NotSelected),
                    "{starting:?}: {text}"
                );
            }
        }
    }
}
