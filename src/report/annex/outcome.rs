//! Of the annex: what became of the messages, what people decided, the sums, who signed, and what the
//! method cannot do.

use super::super::document::{Block, Column, Said, Section, Table};
use super::super::reconcile::{DECISIONS, NOT_DESTROYED, by_decision, figures, holds};
use super::{Annex, BatchReport, DecidedBy, SignedOff, fact, share};
use crate::manifest::grouped;
use crate::selection::OutcomeCounts;

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

pub(super) fn outcomes(annex: &Annex) -> Section {
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

pub(super) fn people(annex: &Annex) -> Section {
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
        fact("Second look", second_look(&annex.batch)),
        fact("Sample of what is not selected", sample(&annex.batch)),
    ]));
    Section::new("What people decided", blocks)
}

/// Returns how far a second post agreed, or what is to be completed where none looked.
fn second_look(batch: &BatchReport) -> Said {
    let review = batch.review.as_ref();
    let Some(review) = review.filter(|review| review.looked_twice > 0) else {
        return Said::gap(
            "which share of the decisions a second person looked at, and how far the two agreed",
        );
    };
    let kappa = match &review.kappa {
        Some(kappa) => format!("Cohen's kappa is {kappa}"),
        None => "Cohen's kappa is not defined, because every decision was the same".to_owned(),
    };
    Said::from(format!(
        "Of {} decisions, {} were looked at by another post, which did not see the first answer; the two agree about {}. {kappa}.",
        grouped(review.decided),
        grouped(review.looked_twice),
        grouped(review.agreed)
    ))
}

/// Returns what the last sample came to, or what is to be completed where none was looked at.
pub(in crate::report) fn sample(batch: &BatchReport) -> Said {
    let last = batch
        .review
        .as_ref()
        .and_then(|review| review.samples.last());
    let Some(sample) = last else {
        return Said::gap(
            "how many messages were drawn, how many of them should have been selected, and what was done then",
        );
    };
    let drawn = format!(
        "{} of {} messages were drawn and looked at (seed \"{}\"); {} of them were found to be wrongly not selected.",
        grouped(sample.n),
        grouped(sample.population),
        sample.seed,
        grouped(sample.wrong)
    );
    match (sample.n == sample.population, sample.wrong) {
        (true, 0) => Said::from(format!("{drawn} Nothing is unseen.")),
        (true, _) => Said::from(drawn + " ").and_gap("what was done then"),
        (false, wrong) => {
            let bound = format!(
                "{drawn} With 95 % confidence at most {} % of all of them are wrong (Clopper-Pearson, one-sided).",
                sample.at_most_percent
            );
            match wrong {
                0 => Said::from(bound),
                _ => Said::from(bound + " ").and_gap("what was done then"),
            }
        }
    }
}

pub(super) fn sums(batch: &BatchReport) -> Section {
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

pub(super) fn sign_offs(annex: &Annex) -> Section {
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
                super::super::page::dates::day(&signed.on).into(),
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

pub(super) fn limits() -> Section {
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
