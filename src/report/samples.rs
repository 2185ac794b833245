//! Reports to test with: realistic ones, and ones in which every text is hostile.

use super::*;
use crate::manifest::{Attachments, Counts, Equation};
use crate::selection::{Effect, OutcomeCounts};

/// Text that would act on a page, a screen or the order of a line.
pub const HOSTILE: &str = "</td></bdi><script>alert(\"1\")</script>' & \u{202e}x\u{1b}[31m\u{0}\u{85}\u{2028}\r\n\t\u{ffff}";

fn counts_of([select, context, refer, outside, not_selected]: [u64; 5]) -> OutcomeCounts {
    OutcomeCounts {
        select,
        context,
        refer,
        outside,
        not_selected,
    }
}

/// Returns `number` months from January 2021 on.
pub fn months(number: usize) -> Vec<MonthRow> {
    (0..number)
        .map(|n| {
            let wave = (n as u64 * 7) % 12;
            MonthRow {
                month: format!("{}-{:02}", 2021 + n / 12, n % 12 + 1),
                counts: counts_of([40 + 9 * wave, 6 + wave, wave % 4, 9 + wave, 90 + 21 * wave]),
            }
        })
        .collect()
}

/// Returns the report of a batch with these months, for a department.
pub fn department(months: Vec<MonthRow>) -> BatchReport {
    let all = reconcile::together(months.iter().map(|row| &row.counts));
    let (held, retained) = if all.select > 10 { (7, 3) } else { (0, 0) };
    let transferred = all.select + all.context - held - retained;
    let counts = Counts {
        read: all.total(),
        select: all.select,
        context: all.context,
        refer: all.refer,
        outside: all.outside,
        not_selected: all.not_selected,
        held,
        retained,
        transferred,
        elsewhere: 0,
        copies: 0,
        attachments: Attachments {
            referenced: 74,
            present: 61,
            omitted: 9,
            missing: 3,
            withheld: 1,
        },
    };
    let equations = vec![
        Equation::of("E1", 1_204_512, &[3, 402, 310_200, 880_907, 13_000]),
        Equation::of("E2", 4_912, &[4_271, 598, 40, 1, 2]),
        Equation::of(
            "E3",
            counts.read,
            &[counts.read - counts.read / 7, counts.read / 7],
        ),
        Equation::of("E4", counts.read, &reconcile::by_decision(&all)),
        Equation::of(
            "E5",
            all.not_selected + all.outside,
            &[all.not_selected + all.outside],
        ),
        Equation::to_transfer(
            transferred,
            [all.select, all.context],
            [held, retained],
            None,
        ),
        Equation::of("E7", transferred, &[transferred]),
        Equation::of("E8", 74, &[61, 9, 3, 1]),
    ];
    BatchReport {
        audience: Audience::Department,
        title: "Winter planning: messages of the private office".to_owned(),
        reference: "winter-planning".to_owned(),
        transferring_body: "Example Department".to_owned(),
        creator: "Private Office of the Secretary of State".to_owned(),
        series: "MOCK1 123".to_owned(),
        marking: "OFFICIAL".to_owned(),
        package: "MOCK1-123-winter-planning-001".to_owned(),
        sentence: format!(
            "{} messages were read from 2 exports; {} are transferred in 19 transcripts with 61 attachments.",
            crate::manifest::grouped(counts.read),
            crate::manifest::grouped(transferred)
        ),
        conversations: vec![
            conversation("chat-001, Winter planning", "group", all),
            conversation(
                "chat-002, Principal Private Secretary",
                "direct",
                counts_of([0, 0, 0, 4, 31]),
            ),
        ],
        sources: vec![
            source("wa1, WhatsApp Chat - Winter planning.zip", "certain"),
            source("wa2, WhatsApp Chat with Diary Secretary.txt", "assumed"),
        ],
        records: RecordsCount {
            all: 80,
            transcripts: 19,
            participants: 0,
            attachments: 61,
            open: 74,
            closed: 4,
            retained: 2,
            undecided: 0,
        },
        remarks: vec!["batch/chat-001/chat-001_2020-11_transcript.xml: 35(1)(a) does not apply to a historical record".to_owned()],
        review: Some(ReviewFigures {
            decided: 120,
            second_look_wanted: 12,
            looked_twice: 12,
            agreed: 11,
            kappa: Some("0.86".to_owned()),
            samples: vec![SampleRow {
                sheet: "S-0123456789".to_owned(),
                n: 300,
                wrong: 0,
                population: 2_971,
                seed: "winter".to_owned(),
                at_most_percent: "0.99".to_owned(),
            }],
            words: vec!["Two posts looked at 12 messages and agree about 11.".to_owned()],
        }),
        to_do: vec!["13 messages are referred to a person: consign review --status".to_owned()],
        as_at: "2026-11-22".to_owned(),
        due: Some(Due {
            by_statute: "2041-02-28".to_owned(),
            by_practice: "2041-12-31".to_owned(),
            by_practice_last: "2042-12-31".to_owned(),
            by_first_message: "2041-01-04".to_owned(),
        }),
        acts: Acts::Recorded,
        signed: vec![(
            "Selection signed".to_owned(),
            "9 March 2026, by Departmental Records Officer".to_owned(),
        )],
        foot: vec![
            "consign 0.1.0".to_owned(),
            "Command: consign report winter-planning".to_owned(),
            "Network used: none. Sources unchanged: 2 of 2 hashes re-checked.".to_owned(),
        ],
        months,
        counts,
        equations,
    }
}

fn conversation(name: &str, kind: &str, counts: OutcomeCounts) -> ConversationRow {
    let held = if counts.select > 10 { 7 } else { 0 };
    ConversationRow {
        copies: Vec::new(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        platform: "WhatsApp".to_owned(),
        first: "2021-01-04".to_owned(),
        last: "2022-06-30".to_owned(),
        counts,
        transferred: counts.select + counts.context - held,
        held,
    }
}

fn source(name: &str, level: &str) -> SourceRow {
    let evidence = |question: &str, answer: &str, level: &str, because: &str| EvidenceRow {
        question: question.to_owned(),
        answer: answer.to_owned(),
        level: level.to_owned(),
        because: because.to_owned(),
    };
    SourceRow {
        name: name.to_owned(),
        format: "WhatsApp chat export".to_owned(),
        digest: "9f2c5e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677".to_owned(),
        messages: 4_271,
        evidence: vec![
            evidence("Date order", "day/month/year", "certain", "1,904 lines have a first number above 12, none has a second."),
            evidence("Time zone", "Europe/London", level, "The capture sheet says that the telephone was set to United Kingdom time."),
        ],
        gaps: vec![
            GapRow { code: "attachments-omitted".to_owned(), count: 9, words: "Attachments that the app left out when the export was made.".to_owned() },
            GapRow { code: "start-may-be-cut".to_owned(), count: 1, words: "The number of messages is near a limit of the app, which then drops the oldest without saying so.".to_owned() },
        ],
        account: vec![
            ("Bytes: headers".to_owned(), 310_200),
            ("Bytes: text".to_owned(), 880_907),
            ("Lines: first lines of messages".to_owned(), 4_271),
        ],
    }
}

/// Returns the report of a package that passes, but for these findings.
pub fn validation(verdict: Verdict, findings: Vec<FindingRow>) -> ValidationReport {
    let sum = |name: &str, says: &str, sum: &str, holds: &str| {
        (
            name.to_owned(),
            says.to_owned(),
            sum.to_owned(),
            holds.to_owned(),
        )
    };
    let check = |name: &str, findings| CheckRow {
        name: name.to_owned(),
        findings,
    };
    let about = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    ValidationReport {
        verdict,
        package: "MOCK1-123-winter-planning-001".to_owned(),
        form: "ZIP".to_owned(),
        sha256: "4c1e5e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677".to_owned(),
        about: vec![
            about("Transferring body", "Example Department"),
            about("Series reference", "MOCK1 123"),
            about("Title", "Winter planning: messages of the private office"),
        ],
        files: 91,
        bytes: 88_400_112,
        rules: vec!["bag-zip-0.1 (22 November 2026)".to_owned()],
        equations: vec![
            sum(
                "E1",
                "bytes of the sources = the sum of the items of their accounts",
                "",
                "stated",
            ),
            sum(
                "E6",
                "to transfer = select + context - held - retained under section 3(4)",
                "1,500 = 1,400 + 110 - 7 - 3",
                "yes",
            ),
            sum(
                "E7",
                "messages in transcripts = to transfer",
                "1,500 = 1,500",
                "yes",
            ),
        ],
        checks: vec![
            check("Every file in data/ is in every payload manifest", 0),
            check("Every digest in a manifest is that of its file", 1),
            check(
                "Every transcript is valid against the schema of its version",
                0,
            ),
        ],
        findings,
        foot: vec![
            "consign 0.1.0".to_owned(),
            "Network used: none. The package was not changed.".to_owned(),
        ],
    }
}

/// Returns a finding.
pub fn finding(code: &str, severity: &str) -> FindingRow {
    FindingRow {
        code: code.to_owned(),
        severity: severity.to_owned(),
        title: "A file is not the one that was listed".to_owned(),
        place: "data/winter-planning/chat-001/chat-001_2021-03_transcript.xml".to_owned(),
        expected: "51d05e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677".to_owned(),
        found: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned(),
        clause: "RFC 8493, 3".to_owned(),
        remedy: "Ask the transferring body to send the package again; do not mend it.".to_owned(),
    }
}

/// Returns a policy as it may be published.
pub fn policy() -> PublishedPolicy {
    let rule = |label: &str, context: &str| PublishedRule {
        label: label.to_owned(),
        context: context.to_owned(),
    };
    PublishedPolicy {
        title: "Ministerial private offices".to_owned(),
        id: "private-office 1.2".to_owned(),
        authority: "Appraisal report of the Example Department, 2025".to_owned(),
        owner: "Departmental Records Officer".to_owned(),
        in_force: "from 2 March 2026".to_owned(),
        otherwise: "It is referred to a person".to_owned(),
        sha256: "aa1e5e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677".to_owned(),
        rules: vec![
            rule(
                "Decisions",
                "the 5 messages before it and the 3 messages after it",
            ),
            rule("Advice to ministers", "nothing"),
        ],
        others: vec![
            ("refer to a person".to_owned(), 4),
            ("outside transfer".to_owned(), 2),
            ("not selected".to_owned(), 3),
        ],
    }
}

/// Returns a batch report in which every text that comes in is hostile.
pub fn hostile_batch(audience: Audience) -> BatchReport {
    let text = || HOSTILE.to_owned();
    let mut report = department(months(2));
    report.audience = audience;
    for field in [
        &mut report.title,
        &mut report.reference,
        &mut report.transferring_body,
        &mut report.creator,
        &mut report.series,
        &mut report.marking,
        &mut report.package,
        &mut report.sentence,
        &mut report.as_at,
        &mut report.months[1].month,
    ] {
        *field = text();
    }
    report.due = Some(Due {
        by_statute: text(),
        by_practice: text(),
        by_practice_last: text(),
        by_first_message: text(),
    });
    report.acts = Acts::Replayed;
    report.signed = vec![(text(), text())];
    report.to_do = vec![text()];
    report.remarks = vec![text()];
    if let Some(review) = &mut report.review {
        review.words = vec![text()];
        review.samples[0].seed = text();
    }
    report.foot = vec![text()];
    for row in &mut report.conversations {
        *row = ConversationRow {
            name: text(),
            kind: text(),
            platform: text(),
            first: text(),
            last: text(),
            ..row.clone()
        };
    }
    for row in &mut report.sources {
        let evidence = EvidenceRow {
            question: text(),
            answer: text(),
            level: text(),
            because: text(),
        };
        let gap = GapRow {
            code: text(),
            count: 1,
            words: text(),
        };
        *row = SourceRow {
            name: text(),
            format: text(),
            digest: text(),
            messages: 1,
            evidence: vec![evidence],
            gaps: vec![gap],
            account: vec![(text(), 1)],
        };
    }
    report
}

/// Returns a validation report in which every text is hostile.
pub fn hostile_validation() -> ValidationReport {
    let text = || HOSTILE.to_owned();
    let finding = |severity: &str| FindingRow {
        code: text(),
        severity: severity.to_owned(),
        title: text(),
        place: text(),
        expected: text(),
        found: text(),
        clause: text(),
        remedy: text(),
    };
    ValidationReport {
        verdict: Verdict::Fail,
        package: text(),
        form: text(),
        sha256: text(),
        about: vec![(text(), text())],
        files: 1,
        bytes: 1,
        rules: vec![text()],
        equations: vec![(text(), text(), text(), text())],
        checks: vec![CheckRow {
            name: text(),
            findings: 1,
        }],
        findings: vec![
            finding("error"),
            finding("warning"),
            finding("note"),
            finding(HOSTILE),
        ],
        foot: vec![text()],
    }
}

/// Returns a policy in which every text is hostile.
pub fn hostile_policy() -> PublishedPolicy {
    let text = || HOSTILE.to_owned();
    PublishedPolicy {
        title: text(),
        id: text(),
        authority: text(),
        owner: text(),
        in_force: text(),
        otherwise: text(),
        sha256: text(),
        rules: vec![PublishedRule {
            label: text(),
            context: text(),
        }],
        others: vec![(text(), 1)],
    }
}

/// Returns what drafts are filled in from, with every text hostile.
pub fn hostile_annex() -> Annex {
    let text = || HOSTILE.to_owned();
    let rule = |effect| RuleUsed {
        id: text(),
        title: text(),
        effect,
        asks: text(),
        unless: text(),
        context: text(),
        needs: "two names",
        because: text(),
        label: text(),
        hit: 0,
        decided: 0,
        against: 1,
    };
    Annex {
        batch: hostile_batch(Audience::Department),
        policy: hostile_policy(),
        rules: Effect::ALL.map(rule).into(),
        lists: vec![(text(), text())],
        holds: vec![HoldUsed {
            id: text(),
            state: "released",
            caught: 1,
            kept_back: 0,
        }],
        no_rule: 1,
        context_over: 1,
        people: vec![DecidedBy {
            post: text(),
            counts: [1, 2, 3, 4],
        }],
        stale: 1,
        sign_offs: vec![SignedOff {
            of: "Selection",
            by: text(),
            on: text(),
            standing: text(),
        }],
        never_exported: vec![NeverExported {
            format: text(),
            what: vec!["reactions"],
        }],
    }
}
