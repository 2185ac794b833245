//! Who is known in a conversation, and whose device it was, on each day. The register says who
//! somebody was for stretches of time; within one of them the answer is the same, so it is worked
//! out once for each.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::sight::{group, names};
use crate::batch::Capture;
use crate::message::{Conversation, ConversationKind, SourceId};
use crate::people::{People, Row};
use crate::selection::matcher::Program;
use crate::selection::{Around, Person, Surroundings, fold};

/// What `capture.toml` calls whose device it was.
const DEVICE_OF: &str = "device-of";

/// Returns whose device it was, where somebody stated that.
pub(super) fn custodian(capture: &Capture) -> Option<String> {
    let stated = capture.about(DEVICE_OF).value.trim().to_owned();
    Some(stated).filter(|post| !post.is_empty())
}

/// The labels that tell who is in a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// Those of whoever speaks, of whom the app speaks, and of the other of two.
    pub known: BTreeSet<String>,
    /// The title of a conversation of which the export does not tell whether it is one of two:
    /// then it is the label of the other, who never wrote.
    pub perhaps: BTreeSet<String>,
}

impl Labels {
    /// Takes in the title of a conversation, where it is somebody's label.
    pub fn take_title(&mut self, conversation: &Conversation) {
        let title = conversation.title.clone();
        match conversation.kind {
            _ if title.is_empty() => false,
            ConversationKind::Direct => self.known.insert(title),
            ConversationKind::Unknown => self.perhaps.insert(title),
            ConversationKind::Group => false,
        };
    }

    /// Takes in a label.
    pub fn take(&mut self, label: &str) {
        if !self.known.contains(label) {
            self.known.insert(label.to_owned());
        }
    }
}

/// Who is known in the conversation of a source.
pub(super) struct Known<'a> {
    program: &'a Program,
    people: &'a People,
    source: &'a SourceId,
    labels: Labels,
    custodian: Option<String>,
    /// The days on which the register begins to say something else, sorted.
    turns: Vec<NaiveDate>,
    /// What holds before the first of these days, and from each of them on; none where no
    /// query asks.
    stretches: Vec<OnceCell<Stretch>>,
}

/// Who is known in a stretch of time.
pub(super) struct Stretch {
    /// What the policy finds in them.
    pub around: Around,
    /// The place of each label's person among them.
    members: HashMap<String, usize>,
}

impl Stretch {
    /// Returns the place of a label's person.
    pub fn member(&self, label: &str) -> Option<usize> {
        self.members.get(label).copied()
    }
}

/// Somebody, with all names by which they may be looked for.
#[derive(Default)]
struct Member<'n> {
    names: Vec<&'n str>,
    groups: BTreeSet<&'n str>,
}

impl<'n> Member<'n> {
    fn take(&mut self, label: &'n str, row: Option<&'n Row>) {
        let names = names(label, row).into_iter();
        self.names.extend(names.filter(|name| !name.is_empty()));
        self.groups.extend(row.and_then(group));
    }

    /// Returns the member as the rules see a person.
    fn person(&self) -> Person<'_> {
        Person {
            names: &self.names,
            // Rows of one person that hold on one day speak of one post; if they do not, the
            // other groups come along as persons of their own, in `others`.
            group: self.groups.first().copied(),
        }
    }

    /// Returns a person without a name for each further group.
    fn others(&self) -> impl Iterator<Item = Person<'_>> {
        self.groups.iter().skip(1).map(|group| Person {
            names: &[],
            group: Some(group),
        })
    }
}

impl<'a> Known<'a> {
    /// Returns who is known by these labels of a source, as far as the queries of a program ask.
    pub fn of(
        program: &'a Program,
        people: &'a People,
        source: &'a SourceId,
        labels: Labels,
        custodian: Option<String>,
    ) -> Known<'a> {
        let asks = program.asks_for_conversation() || program.asks_for_custodian();
        let rows = people.rows().iter();
        let ends = |row: &Row| [row.from, row.to.and_then(|to| to.succ_opt())];
        let turns: BTreeSet<NaiveDate> = rows.flat_map(ends).flatten().collect();
        let stretches = if asks { turns.len() + 1 } else { 0 };
        Known {
            program,
            people,
            source,
            labels,
            custodian,
            turns: turns.into_iter().collect(),
            stretches: (0..stretches).map(|_| OnceCell::new()).collect(),
        }
    }

    /// Returns who is known on a day; `None` where no query asks.
    pub fn on(&self, day: NaiveDate) -> Option<&Stretch> {
        self.stretch(self.turns.partition_point(|turn| *turn <= day))
    }

    /// Returns who is known in every stretch of time, in order.
    pub fn stretches(&self) -> impl Iterator<Item = &Stretch> {
        (0..self.stretches.len()).filter_map(|index| self.stretch(index))
    }

    fn stretch(&self, index: usize) -> Option<&Stretch> {
        let day = match index.checked_sub(1) {
            Some(turn) => self.turns.get(turn).copied(),
            None => Some(NaiveDate::MIN),
        };
        let cell = self.stretches.get(index)?;
        Some(cell.get_or_init(|| self.look(day.unwrap_or(NaiveDate::MAX))))
    }

    fn look(&self, day: NaiveDate) -> Stretch {
        // One person, however many labels: by the key where the register has one for the day.
        let mut known: BTreeMap<(Option<&str>, &str), Member<'_>> = BTreeMap::new();
        let mut ids = HashMap::new();
        let mut doubtful: Vec<Member<'_>> = Vec::new();
        for label in &self.labels.known {
            let row = self.people.on(self.source, label, day);
            let id = row.map_or((None, label.as_str()), |row| (Some(row.key.as_str()), ""));
            known.entry(id).or_default().take(label, row);
            ids.insert(label.clone(), id);
            if row.is_none() {
                doubtful.push(self.ever(label));
            }
        }
        doubtful.extend(self.labels.perhaps.iter().map(|label| self.ever(label)));
        let custodians = self.custodians(day);
        for (id, member) in custodians.iter().flatten() {
            let known = known.entry(*id).or_default();
            known.names.extend(&member.names);
            known.groups.extend(&member.groups);
        }
        let places: HashMap<_, usize> = known.keys().copied().zip(0..).collect();
        let first = known.values().map(Member::person);
        let members: Vec<Person<'_>> = first
            .chain(known.values().flat_map(Member::others))
            .collect();
        let first = doubtful.iter().map(Member::person);
        let doubtful: Vec<Person<'_>> = first
            .chain(doubtful.iter().flat_map(Member::others))
            .collect();
        let custodians: Option<Vec<Person<'_>>> = custodians.as_ref().map(|custodians| {
            let first = custodians.values().map(Member::person);
            first
                .chain(custodians.values().flat_map(Member::others))
                .collect()
        });
        Stretch {
            around: Around::of(
                self.program,
                &Surroundings {
                    members: &members,
                    doubtful: &doubtful,
                    custodian: custodians.as_deref(),
                },
            ),
            members: ids
                .into_iter()
                .map(|(label, id)| (label, places[&id]))
                .collect(),
        }
    }

    /// Returns everybody for whom a label stands on any day, as one.
    fn ever<'n>(&'n self, label: &'n str) -> Member<'n> {
        let mut member = Member::default();
        member.take(label, None);
        let rows = self.people.rows().iter().filter(|row| {
            row.label == label && (row.sources.is_empty() || row.sources.contains(self.source))
        });
        rows.for_each(|row| member.take(label, Some(row)));
        member
    }

    /// Returns whose device it was: whoever held the stated post on the day, or the post alone
    /// where the register knows nobody; `None` where nobody stated it.
    fn custodians(&self, day: NaiveDate) -> Option<BTreeMap<(Option<&str>, &str), Member<'_>>> {
        let post = self.custodian.as_deref()?;
        let wanted = fold(post);
        let same = |name: &str| !name.is_empty() && fold(name.trim()) == wanted;
        let is_meant = |row: &&Row| {
            row.holds_on(day)
                && [&row.post, &row.display_name, &row.label, &row.key]
                    .into_iter()
                    .any(|name| same(name))
        };
        let mut found: BTreeMap<_, Member<'_>> = BTreeMap::new();
        for row in self.people.rows().iter().filter(is_meant) {
            let member = found.entry((Some(row.key.as_str()), "")).or_default();
            member.take(&row.label, Some(row));
        }
        if found.is_empty() {
            found.entry((None, post)).or_default();
        }
        for member in found.values_mut() {
            member.names.push(post);
        }
        Some(found)
    }
}
