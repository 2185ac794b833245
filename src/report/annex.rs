//! The annex to a department's appraisal report: the policy, what it did in this batch, and what
//! people made of it. A draft, for a person to complete and file.

use super::asked::in_words;
use super::document::{Block, Column, Document, Said, Section, Table};
use super::policy::{context_words, effect_words};
use super::reconcile::{DECISIONS, NOT_DESTROYED, by_decision, figures, holds};
use super::{BatchReport, PublishedPolicy};
use crate::manifest::grouped;
use crate::selection::policy::Rule;
use crate::selection::{Effect, OutcomeCounts};

/// What the drafts are filled in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// The report of the batch, for the department.
    pub batch: BatchReport,
    /// What may be published of the policy.
    pub policy: PublishedPolicy,
    /// The rules, in the order of their ids.
    pub rules: Vec<RuleUsed>,
    /// The lists of words that rules look for, by name, with their words.
    pub lists: Vec<(String, String)>,
    /// The holds, in the order of their ids.
    pub holds: Vec<HoldUsed>,
    /// How many messages no rule spoke to.
    pub no_rule: u64,
    /// How many messages were referred because context reached what a rule had referred or put
    /// outside.
    pub context_over: u64,
    /// What people decided, by post.
    pub people: Vec<DecidedBy>,
    /// How many decisions no longer hold, because the message's bytes are others.
    pub stale: u64,
    /// The sign-offs.
    pub sign_offs: Vec<SignedOff>,
    /// What the apps never export.
    pub never_exported: Vec<NeverExported>,
}

/// A rule, with what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUsed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it proposes.
    pub effect: Effect,
    /// What it asks for, in words.
    pub asks: String,
    /// What passes it by, in words; empty where nothing does.
    pub unless: String,
    /// What is selected with a message that it selects, in words.
    pub context: String,
    /// Why there is such a rule.
    pub because: String,
    /// What may be published of it; empty where it has no label.
    pub label: String,
    /// How many messages it hit.
    pub hit: u64,
    /// Of how many it decided the outcome.
    pub decided: u64,
    /// How many messages that it hit a person decided otherwise than it proposes. A rule that
    /// refers proposes nothing: it asks.
    pub against: u64,
}

impl RuleUsed {
    /// Returns a rule that has done nothing yet.
    pub fn of(rule: &Rule) -> RuleUsed {
        RuleUsed {
            id: rule.id.clone(),
            title: rule.title.clone(),
            effect: rule.effect,
            asks: in_words(&rule.when),
            unless: rule.unless.as_ref().map(in_words).unwrap_or_default(),
            context: context_words(rule.context),
            because: rule.because.clone(),
            label: rule.label.clone().unwrap_or_default(),
            hit: 0,
            decided: 0,
            against: 0,
        }
    }
}

/// A hold, by its number: neither what it is nor why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldUsed {
    /// Its id.
    pub id: String,
    /// Whether it holds on the day at which dates are judged, and whether what it holds may be
    /// transferred, in words.
    pub state: &'static str,
    /// How many messages it catches.
    pub caught: u64,
    /// How many of them are selected or context and are kept back.
    pub kept_back: u64,
}

/// What a post decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    /// The post.
    pub post: String,
    /// How many messages it decided, by [`Effect::ALL`].
    pub counts: [u64; 4],
}

/// A sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOff {
    /// What was signed off.
    pub of: &'static str,
    /// By which posts.
    pub by: String,
    /// When, as YYYY-MM-DD.
    pub on: String,
    /// Whether it still holds.
    pub standing: String,
}

/// What an app never exports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NeverExported {
    /// The format of the export.
    pub format: String,
    /// What it never holds, in words.
    pub what: Vec<&'static str>,
}

/// Returns the draft of an annex to the department's appraisal report.
pub fn appraisal_annex(annex: &Annex) -> Document {
    let batch = &annex.batch;
    Document {
        caption: "Draft annex to an appraisal report",
        title: batch.title.clone(),
        marking: batch.marking.clone(),
        lead: "The selection of messages in one transfer batch: by which policy, with what result, and what people made of it. To be completed, checked and filed by the department with its appraisal report.".to_owned(),
        sections: vec![
            about(batch),
            policy(annex),
            rules(annex),
            holds_section(annex),
            outcomes(annex),
            people(annex),
            sums(batch),
            evidence(batch),
            missing(annex),
            sign_offs(annex),
            limits(),
        ],
        foot: batch.foot.clone(),
    }
}

fn fact(name: &str, said: impl Into<Said>) -> (String, Said) {
    (name.to_owned(), said.into())
}

fn about(batch: &BatchReport) -> Section {
    let or = |value: &str, what: &str| Said::or_gap(value, what);
    Section::new(
        "About this annex",
        vec![Block::Facts(vec![
            fact("Appraisal report", Said::gap("its reference and date")),
            fact(
                "Transferring body",
                or(&batch.transferring_body, "the public body"),
            ),
            fact("Creator of the records", or(&batch.creator, "the office")),
            fact(
                "Series reference",
                or(
                    &batch.series,
                    "the reference given by The National Archives",
                ),
            ),
            fact("Batch", format!("{} ({})", batch.title, batch.reference)),
            fact(
                "Why these conversations",
                Said::gap(
                    "how the department found the conversations that may hold records, whose telephones were asked for, and which were not available",
                ),
            ),
            fact("Completed by", Said::gap("post").and(", ").and_gap("date")),
        ])],
    )
}

fn policy(annex: &Annex) -> Section {
    let policy = &annex.policy;
    let in_force = Said::or_gap(&policy.in_force, "since when the policy is in force");
    Section::new(
        "The selection policy",
        vec![Block::Facts(vec![
            fact("Title", policy.title.as_str()),
            fact("Id", policy.id.as_str()),
            fact("Authority", policy.authority.as_str()),
            fact("Owner", policy.owner.as_str()),
            fact("In force", in_force),
            fact("What no rule speaks to", policy.otherwise.as_str()),
            fact("SHA-256 of the rules file", policy.sha256.as_str()),
            fact(
                "How it was made",
                Said::gap(
                    "who drew it up, on which messages it was tried, and what was changed then",
                ),
            ),
            fact(
                "The department's choices",
                Said::gap(
                    "how the department made each choice that the rules file marks with DECIDE, such as whether a minister's \"running late\" is selected",
                ),
            ),
            fact(
                "Agreed with The National Archives",
                Said::gap("by whom, when, reference; or that it was not"),
            ),
        ])],
    )
}

fn rules(annex: &Annex) -> Section {
    let mut blocks = vec![
        Block::Sentences("Every message was compared with every rule. Where several rules hit one message, select comes before refer, refer before outside transfer, and that before not selected; the order of the file does not matter. A rule decided where no person did and no stronger rule hit.".into()),
        Block::Table(Table {
            caption: "What each rule did in this batch".to_owned(),
            columns: vec![
                Column::Words("Rule"),
                Column::Words("Effect"),
                Column::Numbers("Messages hit"),
                Column::Numbers("Messages decided"),
                Column::Numbers("People decided otherwise"),
            ],
            rows: annex
                .rules
                .iter()
                .map(|rule| {
                    vec![
                        format!("{}: {}", rule.id, rule.title).into(),
                        effect_words(rule.effect).into(),
                        rule.hit.into(),
                        rule.decided.into(),
                        match rule.effect {
                            Effect::Refer => "asks them".into(),
                            _ => rule.against.into(),
                        },
                    ]
                })
                .collect(),
        }),
    ];
    for rule in &annex.rules {
        blocks.push(Block::Heading(format!("{}: {}", rule.id, rule.title)));
        blocks.push(Block::Facts(rule_facts(rule)));
    }
    if !annex.lists.is_empty() {
        let lists = annex.lists.iter();
        blocks.push(Block::Heading("The lists of words".to_owned()));
        blocks.push(Block::Facts(
            lists
                .map(|(name, words)| fact(name, words.as_str()))
                .collect(),
        ));
    }
    Section::new("The rules, and what each did", blocks)
        .unpublished("what rules look for could forewarn somebody, and rules that do not select could be read as an accusation; what may be published of them is in selection-policy.html of the package")
}

fn rule_facts(rule: &RuleUsed) -> Vec<(String, Said)> {
    let mut facts = vec![
        fact("Effect", effect_words(rule.effect)),
        fact("Hits a message when", rule.asks.as_str()),
    ];
    if !rule.unless.is_empty() {
        facts.push(fact("But not when", rule.unless.as_str()));
    }
    if rule.effect == Effect::Select {
        facts.push(fact("Selected with it", rule.context.as_str()));
    }
    facts.push(fact("Because", rule.because.as_str()));
    if rule.effect == Effect::Select {
        facts.push(fact("Published as", rule.label.as_str()));
    }
    if rule.hit == 0 {
        facts.push(fact(
            "It hit nothing",
            Said::gap("whether that was expected, or the rule has a fault"),
        ));
    }
    if rule.against > 0 && rule.effect != Effect::Refer {
        facts.push(fact(
            "People decided otherwise",
            Said::gap("what was learnt from that, and whether the rule was changed"),
        ));
    }
    facts
}

fn holds_section(annex: &Annex) -> Section {
    let why = "that there is a hold, or is none, can forewarn somebody. Titles, authorities and reasons of holds are in rules.toml alone";
    let blocks = if annex.holds.is_empty() {
        vec![Block::Sentences(
            Said::from("No hold was recorded in this batch. ")
                .and_gap("who confirmed, and when, that no inquiry, litigation, audit or request for information asks for these messages"),
        )]
    } else {
        let row = |hold: &HoldUsed| {
            vec![
                hold.id.as_str().into(),
                hold.state.into(),
                hold.caught.into(),
                hold.kept_back.into(),
            ]
        };
        vec![Block::Table(Table {
            caption: "Holds, by their ids".to_owned(),
            columns: vec![
                Column::Words("Hold"),
                Column::Words("State"),
                Column::Numbers("Messages caught"),
                Column::Numbers("Selected, and kept back"),
            ],
            rows: annex.holds.iter().map(row).collect(),
        })]
    };
    Section::new("Holds", blocks).unpublished(why)
}

/// Returns a part of a whole as a percentage, to one decimal.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "none".to_owned();
    }
    let thousandths = (u128::from(part) * 2_000 + u128::from(whole)) / (2 * u128::from(whole));
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

fn outcome_counts(batch: &BatchReport) -> OutcomeCounts {
    let counts = &batch.counts;
    OutcomeCounts {
        select: counts.select,
        context: counts.context,
        refer: counts.refer,
        outside: counts.outside,
        not_selected: counts.not_selected,
    }
}

fn outcomes(annex: &Annex) -> Section {
    let batch = &annex.batch;
    let outcomes = outcome_counts(batch);
    let rows = DECISIONS.into_iter().zip(by_decision(&outcomes));
    let rows = rows.map(|((word, means), count)| {
        vec![
            format!("{word}: {means}").into(),
            count.into(),
            share(count, outcomes.total()).into(),
        ]
    });
    let taken = outcomes.select.saturating_add(outcomes.context);
    Section::new(
        "What became of the messages",
        vec![
            Block::Sentences(batch.sentence.as_str().into()),
            Block::Table(Table {
                caption: "Messages by outcome".to_owned(),
                columns: vec![
                    Column::Words("Outcome"),
                    Column::Numbers("Messages"),
                    Column::Numbers("Share of all"),
                ],
                rows: rows.collect(),
            }),
            Block::List(vec![
                format!(
                    "Context is {} of what is selected: {} of {} messages.",
                    share(outcomes.context, taken),
                    grouped(outcomes.context),
                    grouped(taken)
                )
                .into(),
                format!("No rule spoke to {} of the messages.", grouped(annex.no_rule)).into(),
                format!(
                    "Of the messages referred, {} were so because they are context of a selected message although a rule referred them or put them outside.",
                    grouped(annex.context_over)
                )
                .into(),
                format!("{NOT_DESTROYED} What is outside transfer only appears personal or party-political.").into(),
                Said::from("What the department does with what is not selected: ")
                    .and_gap("kept, for how long; or destroyed, by whose authority, when, and where the list of it is kept"),
            ]),
        ],
    )
}

fn people(annex: &Annex) -> Section {
    let mut blocks = Vec::new();
    if annex.people.is_empty() {
        blocks.push(Block::Sentences(
            "No person decided of a single message; the rules decided of all that they did not refer."
                .into(),
        ));
    } else {
        let mut columns = vec![Column::Words("Post")];
        columns.extend(["Select", "Refer", "Outside", "Not selected"].map(Column::Numbers));
        let row = |decided: &DecidedBy| {
            let counts = decided.counts.map(Said::from);
            [vec![Said::from(decided.post.as_str())], counts.into()].concat()
        };
        blocks.push(Block::Table(Table {
            caption: "Decisions of people that stand, by post".to_owned(),
            columns,
            rows: annex.people.iter().map(row).collect(),
        }));
    }
    if annex.stale > 0 {
        blocks.push(Block::Sentences(
            format!(
                "{} of these decisions no longer hold: they were made for other bytes than the export has now, and the messages are referred again.",
                grouped(annex.stale)
            )
            .into(),
        ));
    }
    blocks.push(Block::Facts(vec![
        fact("Second look", Said::gap("which share of the decisions a second person looked at, and how far the two agreed")),
        fact("Sample of what is not selected", Said::gap("how many messages were drawn, how many of them should have been selected, and what was done then")),
    ]));
    Section::new("What people decided", blocks)
}

fn sums(batch: &BatchReport) -> Section {
    let row = |equation: &crate::manifest::Equation| {
        vec![
            format!("{}: {}", equation.name, equation.says).into(),
            figures(equation).into(),
            holds(equation.holds).into(),
        ]
    };
    Section::new(
        "That nothing was lost on the way",
        vec![
            Block::Table(Table {
                caption: "The sums of this batch".to_owned(),
                columns: vec![
                    Column::Words("What must be equal"),
                    Column::Words("Figures"),
                    Column::Words("Result"),
                ],
                rows: batch.equations.iter().map(row).collect(),
            }),
            Block::Sentences("What is not in the table yet is computed by the sign-off of the selection (E5) and by the build (E7).".into()),
        ],
    )
}

fn evidence(batch: &BatchReport) -> Section {
    let mut blocks = Vec::new();
    for source in &batch.sources {
        blocks.push(Block::Heading(source.name.clone()));
        blocks.push(Block::Facts(vec![
            fact("Format", source.format.as_str()),
            fact("SHA-256", source.digest.as_str()),
            fact("Messages read", source.messages),
        ]));
        let rows = source.evidence.iter().map(|row| {
            [&row.question, &row.answer, &row.level, &row.because]
                .map(|words| Said::from(words.as_str()))
                .into()
        });
        blocks.push(Block::Table(Table {
            caption: "What was decided about this export, and why".to_owned(),
            columns: ["Question", "Answer", "How firm", "Because"]
                .map(Column::Words)
                .into(),
            rows: rows.collect(),
        }));
    }
    Section::new("How dates and times were read", blocks)
        .unpublished("names of conversations and of files can name people")
}

fn missing(annex: &Annex) -> Section {
    let mut blocks = vec![Block::Sentences(
        "That something is not in an export does not mean that it was not in the conversation."
            .into(),
    )];
    for app in &annex.never_exported {
        blocks.push(Block::Heading(format!(
            "{}: what it never holds",
            app.format
        )));
        blocks.push(Block::List(
            app.what.iter().map(|what| Said::from(*what)).collect(),
        ));
    }
    for source in &annex.batch.sources {
        if source.gaps.is_empty() {
            continue;
        }
        let gaps = source.gaps.iter();
        blocks.push(Block::Heading(format!("Missing from {}", source.name)));
        blocks.push(Block::List(
            gaps.map(|gap| format!("{} ({})", gap.words, grouped(gap.count)).into())
                .collect(),
        ));
    }
    blocks.push(Block::Sentences(
        Said::from("What else is known to be lost: ")
            .and_gap("telephones that were lost, replaced or wiped; timers; conversations that were asked for and not given"),
    ));
    Section::new("What the exports do not hold", blocks)
        .unpublished("names of files can name people, and gaps can be read as an accusation")
}

fn sign_offs(annex: &Annex) -> Section {
    let blocks = if annex.sign_offs.is_empty() {
        vec![Block::Sentences(
            Said::from("Nothing is signed off yet. ")
                .and_gap("the posts, and the days, once it is"),
        )]
    } else {
        let row = |signed: &SignedOff| {
            vec![
                signed.of.into(),
                signed.by.as_str().into(),
                super::page::dates::day(&signed.on).into(),
                signed.standing.as_str().into(),
            ]
        };
        vec![
            Block::Table(Table {
                caption: "Sign-offs, by post".to_owned(),
                columns: ["What", "By", "On", "Standing"].map(Column::Words).into(),
                rows: annex.sign_offs.iter().map(row).collect(),
            }),
            Block::Sentences("Statements recorded; no electronic signatures.".into()),
        ]
    };
    Section::new("Sign-offs", blocks)
}

fn limits() -> Section {
    Section::new(
        "Limits of the method",
        vec![Block::List(
            [
                "Rules look for words, senders, dates and kinds of messages. They do not understand what is written: irony, allusion and what was settled by word of mouth escape them.",
                "A misspelt word is another word, and so is one in another language. What no rule speaks to is therefore treated as the policy says, and not passed over.",
                "Pictures, films and sounds are not looked into; what is in them is known only as far as a person looked.",
                "Who wrote a message is what the export says, read by a register that the department keeps. Whoever held the telephone may have been another.",
                "Context is counted in messages, not in meaning: it can miss what belongs to a decision, and take along what does not.",
                "That a sample was clean bounds what was overlooked; it does not show that nothing was.",
                "An export shows what was on one telephone on one day. Messages that were deleted or had vanished before leave no trace, or a mark without words.",
            ]
            .map(Said::from)
            .into(),
        )],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_decimal() {
        assert_eq!(share(0, 0), "none");
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(share(2, 3), "66.7 %");
        assert_eq!(share(5, 5), "100.0 %");
        assert_eq!(share(1, 2_000), "0.1 %");
    }
}
