//! A rule: what it asks for and what it proposes.

use super::super::query::{Lists, Query};
use super::fault::PolicyFault;
use super::read::{self, Placed};
use super::table::{Reading, Table, Text, Value};

/// What a rule proposes, strongest first, or what a person decides.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Selected for permanent preservation.
    Select,
    /// Referred to a person.
    Refer,
    /// Outside transfer: it appears personal or party-political.
    Outside,
    /// Not selected.
    NotSelected,
}

impl Effect {
    /// Every effect, strongest first.
    pub const ALL: [Effect; 4] = [
        Effect::Select,
        Effect::Refer,
        Effect::Outside,
        Effect::NotSelected,
    ];

    /// Returns the word for this effect in files.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Select => "select",
            Effect::Refer => "refer",
            Effect::Outside => "outside",
            Effect::NotSelected => "not-selected",
        }
    }

    /// Returns the effect that a word names.
    pub fn from_word(word: &str) -> Option<Effect> {
        Effect::ALL.into_iter().find(|effect| effect.word() == word)
    }
}

/// The number of a rule in its policy, counted from 0 in the order of the ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub(crate) u16);

impl RuleIndex {
    /// Returns the number as an index; reading refuses a policy with more than can be numbered.
    pub(crate) fn nth(number: usize) -> RuleIndex {
        RuleIndex(u16::try_from(number).expect("a policy has at most 65,535 rules"))
    }

    /// Returns the number.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// A rule of a selection policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The id.
    pub id: String,
    /// The title, for the department.
    pub title: String,
    /// What it asks for.
    pub when: Query,
    /// What passes it by although it matches.
    pub unless: Option<Query>,
    /// What it proposes.
    pub effect: Effect,
    /// Why.
    pub because: String,
    /// A neutral phrase that may be published; every selecting rule has one.
    pub label: Option<String>,
    /// The messages around a hit that help to understand it; selecting rules alone have any.
    pub context: Option<Context>,
    /// What the rule says its proposals need before they count, where it says so; only one that
    /// proposes outside or not-selected can.
    pub needs: Option<Needs>,
}

/// What proposals need before they count. It can only add: every proposal of outside and
/// not-selected needs two names, and of not-selected a clean sample too, whatever a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Needs {
    /// Two posts sign.
    #[serde(rename = "two names")]
    TwoNames,
    /// A sample that was drawn of them is clean.
    #[serde(rename = "clean sample")]
    CleanSample,
    /// Both.
    #[serde(rename = "two names and a clean sample")]
    Both,
}

impl Needs {
    /// Everything that can be needed.
    pub const ALL: [Needs; 3] = [Needs::TwoNames, Needs::CleanSample, Needs::Both];

    /// Returns the words for this in files.
    pub fn words(self) -> &'static str {
        match self {
            Needs::TwoNames => "two names",
            Needs::CleanSample => "clean sample",
            Needs::Both => "two names and a clean sample",
        }
    }
}

/// The messages around a hit that help to understand it, counted in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context {
    /// How many messages before it.
    pub before: u32,
    /// How many messages after it.
    pub after: u32,
    /// Whether the message that it replies to, and those that reply to it, belong to it too.
    pub replies: bool,
    /// Whether every message of the same local day belongs to it too.
    pub same_day: bool,
}

impl Rule {
    /// Tells whether what it proposes belongs to what a sample is drawn from: every proposal of
    /// not-selected does, and of outside where the rule says that it needs a clean sample.
    pub fn needs_sample(&self) -> bool {
        let asked = matches!(self.needs, Some(Needs::CleanSample | Needs::Both));
        match self.effect {
            Effect::NotSelected => true,
            Effect::Outside => asked,
            Effect::Select | Effect::Refer => false,
        }
    }

    /// Returns what the rule asks for as one query.
    pub(super) fn asks(&self) -> Query {
        match &self.unless {
            Some(unless) => {
                let unless = Query::Not(Box::new(unless.clone()));
                Query::And(vec![self.when.clone(), unless])
            }
            None => self.when.clone(),
        }
    }
}

const KEYS: [&str; 10] = [
    "id", "title", "when", "unless", "effect", "because", "label", "context", "needs", "example",
];

impl Rule {
    /// Reads a rule; nothing when a part it cannot do without is missing or wrong.
    pub(super) fn read(
        reading: &mut Reading<'_>,
        table: &Table<'_>,
        lists: &Lists,
    ) -> Option<Placed<Rule>> {
        table.only(reading, &KEYS);
        let id = read::id(reading, table);
        let title = table.needs(reading, "title");
        let effect = table
            .needs(reading, "effect")
            .and_then(|text| effect(reading, &text));
        let because = table.needs(reading, "because");
        let label = table.text(reading, "label");
        let when = table
            .needs(reading, "when")
            .and_then(|text| reading.query(&text, lists));
        let unless = table
            .text(reading, "unless")
            .and_then(|text| reading.query(&text, lists));
        let context = table
            .value("context")
            .and_then(|value| context(reading, &value));
        let needs = table
            .text(reading, "needs")
            .and_then(|text| needs(reading, &text));
        let effect = effect?;
        if table.value("needs").is_some() && matches!(effect, Effect::Select | Effect::Refer) {
            reading.fault(table.key_range("needs"), PolicyFault::NeedsHere);
        }
        if effect != Effect::Select && table.value("context").is_some() {
            reading.fault(table.key_range("context"), PolicyFault::ContextHere);
        }
        if effect == Effect::Select && table.value("label").is_none() {
            let meant =
                "It is a neutral phrase, printed in the transcript beside what the rule selects.";
            reading.fault_meaning(table.range.clone(), PolicyFault::NoLabel, meant);
        }
        let id = id?;
        if table.value("unless").is_some() && unless.is_none() {
            return None;
        }
        Some(Placed {
            id: id.token,
            item: Rule {
                id: id.value.to_owned(),
                title: title?.value.to_owned(),
                when: when?,
                unless,
                effect,
                because: because?.value.to_owned(),
                label: label.map(|label| label.value.to_owned()),
                context,
                needs,
            },
        })
    }
}

fn effect(reading: &mut Reading<'_>, text: &Text<'_>) -> Option<Effect> {
    let effect = Effect::from_word(text.value);
    if text.value == "hold" {
        let word = text.value.to_owned();
        let fault = PolicyFault::UnknownWord {
            key: "effect",
            word,
        };
        reading.fault_meaning(
            text.token.clone(),
            fault,
            "A hold is a table of its own: [[hold]].",
        );
    } else if effect.is_none() {
        let known = Effect::ALL.map(Effect::word);
        read::unknown_word(reading, "effect", text.value, &text.token, &known);
    }
    effect
}

fn needs(reading: &mut Reading<'_>, text: &Text<'_>) -> Option<Needs> {
    let needs = Needs::ALL
        .into_iter()
        .find(|needs| needs.words() == text.value);
    if needs.is_none() {
        let known = Needs::ALL.map(Needs::words);
        read::unknown_word(reading, "needs", text.value, &text.token, &known);
    }
    needs
}

fn context(reading: &mut Reading<'_>, value: &Value<'_>) -> Option<Context> {
    let table = reading.table("a context", "context", value)?;
    table.only(reading, &["before", "after", "replies", "same_day"]);
    let before = messages(reading, &table, "before");
    let after = messages(reading, &table, "after");
    Some(Context {
        before,
        after,
        replies: yes_or_no(reading, &table, "replies")?,
        same_day: yes_or_no(reading, &table, "same_day")?,
    })
}

/// Returns whether something is so; that it is not, when the key is not there.
fn yes_or_no(reading: &mut Reading<'_>, table: &Table<'_>, key: &'static str) -> Option<bool> {
    let Some(value) = table.value(key) else {
        return Some(false);
    };
    let so = value.value.as_bool();
    if so.is_none() {
        reading.wrong_type(key, "true or false", &value);
    }
    so
}

/// Returns a number of messages; none when the key is not there.
fn messages(reading: &mut Reading<'_>, table: &Table<'_>, key: &'static str) -> u32 {
    let Some(value) = table.value(key) else {
        return 0;
    };
    let number = value
        .value
        .as_integer()
        .map(|n| u32::from_str_radix(n.as_str(), n.radix()));
    match number {
        Some(Ok(number)) => return number,
        Some(Err(_)) => reading.fault(value.range, PolicyFault::BadNumber(key)),
        None => reading.wrong_type(key, "a whole number", &value),
    }
    0
}
