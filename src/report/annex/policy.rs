//! Of the annex: the policy, its rules and what each did, and the holds.

use super::super::document::{Block, Column, Said, Section, Table};
use super::super::policy::effect_words;
use super::{Annex, BatchReport, HoldUsed, RuleUsed, fact};
use crate::selection::Effect;

pub(super) fn about(batch: &BatchReport) -> Section {
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

pub(super) fn policy(annex: &Annex) -> Section {
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

pub(super) fn rules(annex: &Annex) -> Section {
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
                            Effect::Refer => "asks a person".into(),
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
    if !rule.needs.is_empty() {
        facts.push(fact("Needs, before it counts", rule.needs));
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

pub(super) fn holds(annex: &Annex) -> Section {
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
