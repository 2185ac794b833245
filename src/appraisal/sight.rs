//! What the rules see of the messages of a source: the message, who sent it as they were then,
//! and who is around.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::Inputs;
use super::known::{Known, Labels, custodian};
use super::rows::SourceAppraised;
use crate::batch::{AddedSource, Capture};
use crate::message::{Conversation, Kind, Message};
use crate::people;
use crate::selection::matcher::Program;
use crate::selection::{Facts, HoldIndex, Person};
use crate::source::{Evidence, Level, Question};

/// What the rules see of the messages of one source.
pub(super) struct Sight<'a> {
    inputs: &'a Inputs,
    source: &'a AddedSource,
    known: Known<'a>,
    readings: Readings,
}

/// In how many ways the dates of a source can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readings {
    One,
    /// It is not certain whether the day or the month is written first.
    Two,
}

impl<'a> Sight<'a> {
    /// Returns the sight of a source whose evidence is still to come. `labels` are those known in
    /// its conversation.
    pub fn of(
        inputs: &'a Inputs,
        source: &'a AddedSource,
        capture: &Capture,
        labels: Labels,
    ) -> Sight<'a> {
        Sight::through(inputs.policy.program(), inputs, source, capture, labels)
    }

    /// Returns the sight of a source by queries that need not be those of the policy.
    fn through(
        program: &'a Program,
        inputs: &'a Inputs,
        source: &'a AddedSource,
        capture: &Capture,
        labels: Labels,
    ) -> Sight<'a> {
        Sight {
            inputs,
            source,
            known: Known::of(
                program,
                &inputs.people,
                &source.id,
                labels,
                custodian(capture),
            ),
            readings: Readings::One,
        }
    }

    /// Returns the sight of a source that was read before.
    pub fn again(inputs: &'a Inputs, appraised: &'a SourceAppraised) -> Sight<'a> {
        Sight::again_through(inputs.policy.program(), inputs, appraised)
    }

    /// Returns the sight of a source that was read before, by queries that need not be those of the
    /// policy.
    pub fn again_through(
        program: &'a Program,
        inputs: &'a Inputs,
        appraised: &'a SourceAppraised,
    ) -> Sight<'a> {
        let mut labels = Labels::default();
        if program.asks_for_conversation() {
            let attributed = appraised.attributed.iter().map(|(_, name)| name);
            for label in appraised.labels.iter().chain(attributed) {
                labels.take(label);
            }
            labels.take_title(&appraised.conversation);
        }
        let (source, capture) = (&appraised.source, &appraised.capture);
        let mut sight = Sight::through(program, inputs, source, capture, labels);
        for evidence in &appraised.evidence {
            sight.evidence(evidence);
        }
        sight
    }

    /// Takes in how the dates were read.
    pub fn evidence(&mut self, evidence: &Evidence) {
        if evidence.question == Question::DateOrder {
            self.readings = match evidence.level {
                Level::Certain => Readings::One,
                Level::Assumed | Level::Strong | Level::Stated => Readings::Two,
            };
        }
    }

    /// Calls `then` with what the rules see of a message.
    pub fn of_message<T>(
        &self,
        message: &Message<'_>,
        conversation: &Conversation,
        then: impl FnOnce(&Facts<'_>) -> T,
    ) -> T {
        let date = message.stamp.local.date();
        let row = message
            .sender
            .and_then(|label| self.inputs.people.on(&self.source.id, label, date));
        let text = String::from_utf8_lossy(message.body);
        let names = names(message.sender.unwrap_or_default(), row);
        let stretch = self.known.on(date);
        let members = stretch.zip(message.sender);
        then(&Facts {
            text: &text,
            source: self.source.id.as_str(),
            sender: message.sender.map(|_| Person {
                names: &names,
                group: row.and_then(group),
            }),
            member: members.and_then(|(stretch, label)| stretch.member(label)),
            around: stretch.map(|stretch| &stretch.around),
            // No export that is read today says what a message replies to.
            reply_to: None,
            conversation: &[conversation.title.as_str(), self.source.id.as_str()],
            date: Some(date),
            other_date: match self.readings {
                Readings::One => None,
                Readings::Two => day_and_month_changed(date),
            },
            kind: message.kind,
            event: message.event,
            attachments: &message.attachments,
            edited: message.edited,
        })
    }

    /// Returns the holds, in the order of their ids, that catch what of the source is no message:
    /// pieces that were not understood and files that no message names. They have no words and no
    /// date, and belong to whoever is or was around.
    pub fn holds_of_rest(&self, conversation: &Conversation) -> Vec<HoldIndex> {
        let policy = &self.inputs.policy;
        let mut examiner = policy.examiner();
        let mut holds = BTreeSet::new();
        let mut look = |around| {
            let caught = examiner.examine(&Facts {
                text: "",
                source: self.source.id.as_str(),
                sender: None,
                member: None,
                around,
                reply_to: None,
                conversation: &[conversation.title.as_str(), self.source.id.as_str()],
                date: None,
                other_date: None,
                kind: Kind::Unknown,
                event: None,
                attachments: &[],
                edited: false,
            });
            holds.extend(caught.holds.iter().copied());
        };
        look(None);
        for stretch in self.known.stretches() {
            look(Some(&stretch.around));
        }
        holds.retain(|hold| policy.hold(*hold).when.is_none());
        holds.into_iter().collect()
    }
}

/// Returns the names of whoever a label stands for.
pub(super) fn names<'n>(label: &'n str, row: Option<&'n people::Row>) -> [&'n str; 4] {
    match row {
        Some(row) => [label, &row.key, row.shown_name(), &row.post],
        None => [label, "", "", ""],
    }
}

/// Returns the group of posts that a row of the register speaks of.
pub(super) fn group(row: &people::Row) -> Option<&str> {
    Some(row.group.as_str()).filter(|group| !group.is_empty())
}

/// Returns the date that the same digits make when day and month change places, where they make
/// another one.
fn day_and_month_changed(date: NaiveDate) -> Option<NaiveDate> {
    let other = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month());
    other.filter(|other| *other != date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_another_reading_where_its_day_can_be_a_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            day_and_month_changed(day("2021-03-04")),
            Some(day("2021-04-03"))
        );
        for one in ["2021-03-03", "2021-03-13", "2021-12-31"] {
            assert_eq!(day_and_month_changed(day(one)), None, "{one}");
        }
    }
}
