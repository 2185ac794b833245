//! The sums: those about this package are made again from its transcripts, the others are the
//! sender's, and must at least add up.

use super::inside::Inside;
use super::man::at;
use super::trn::copies;
use super::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::{Equation, ManifestRead};
use crate::xml::Node;

/// The checks of this family.
pub const CHECKS: &[Check] = &[
    Check {
        name: "every equation is stated once, in its words and figures, and holds",
        raises: &[&ONCE, &HOLDS, &FIGURES, &STATED],
        run: Run::Ours(stated),
    },
    Check {
        name: "the counts of the deposit manifest add up",
        raises: &[&COUNTS, &TO_TRANSFER],
        run: Run::Ours(counts),
    },
    Check {
        name: "the messages and attachments in the transcripts are those that are counted",
        raises: &[&TRANSCRIBED, &ATTACHMENTS, &COPIES],
        run: Run::Ours(transcribed),
    },
];

static ONCE: Code = Code {
    id: "EQN-001",
    severity: Severity::Error,
    clause: "consign's equations E1 to E8",
    title: "An equation is not stated, or stated twice.",
    explanation: "Eight sums show that no message was lost between the export and the package. \
        One that is not stated may be one that does not hold.",
    remedy: "Ask the sender for the sum.",
};

static HOLDS: Code = Code {
    id: "EQN-002",
    severity: Severity::Error,
    clause: "consign's equations E1 to E8",
    title: "The sender says that an equation does not hold.",
    explanation: "By the sender's own account messages, bytes or lines are not accounted for. \
        consign builds no such package.",
    remedy: "Do not accept the package; ask the sender what is missing.",
};

static FIGURES: Code = Code {
    id: "EQN-003",
    severity: Severity::Error,
    clause: "consign's equations E1 and E2",
    title: "An equation gives figures that tell of messages that are not transferred.",
    explanation: "Bytes and lines of the sources count what was not selected too. Those figures \
        stay with the department.",
    remedy: "Tell the sender, and do not pass the package on.",
};

static STATED: Code = Code {
    id: "EQN-008",
    severity: Severity::Error,
    clause: "consign's equations E3 to E8",
    title: "An equation is not in the words and figures that the counts give.",
    explanation: "The counts and the equations stand side by side in the deposit manifest, and \
        say the same. One of the two was changed.",
    remedy: "Ask the sender for the sum.",
};

static COUNTS: Code = Code {
    id: "EQN-004",
    severity: Severity::Error,
    clause: "consign's equation E4",
    title: "The messages read are not those of the sources, or not those that were decided on.",
    explanation: "Every message that was read comes from one source and has one decision: \
        select, context, refer, outside or not selected. The counts leave some over.",
    remedy: "Ask the sender what became of the messages that are left over.",
};

static TO_TRANSFER: Code = Code {
    id: "EQN-005",
    severity: Severity::Error,
    clause: "consign's equation E6",
    title: "The messages transferred are not those selected and context, less held and retained.",
    explanation: "What is selected is transferred, unless a hold or a retention under section \
        3(4) keeps it back, or another package of the group has it. The counts leave some over.",
    remedy: "Ask the sender what became of the messages that are left over.",
};

static TRANSCRIBED: Code = Code {
    id: "EQN-006",
    severity: Severity::Error,
    clause: "consign's equation E7",
    title: "The transcripts do not hold as many messages as are to be transferred.",
    explanation: "The messages in all transcripts were counted again. Messages were selected for \
        permanent preservation and are not here, or are here without having been.",
    remedy: "Ask the sender for the messages that are missing.",
};

static ATTACHMENTS: Code = Code {
    id: "EQN-007",
    severity: Severity::Error,
    clause: "consign's equation E8",
    title: "The attachments in the transcripts are not those that are counted.",
    explanation: "An attachment that a message carries or names is present, was left out by the \
        app, is missing, or is withheld. Counted again in the transcripts, the numbers differ.",
    remedy: "Ask the sender what became of the attachments.",
};

static COPIES: Code = Code {
    id: "EQN-009",
    severity: Severity::Error,
    clause: "consign's equation E3, over what is transferred",
    title: "The messages transferred that are copies of others are not those that are counted.",
    explanation: "Where a conversation was exported several times, its messages stand here as often, \
        and name each other. Counted again in the transcripts, those that are copies of others \
        here are more or fewer than the deposit manifest says.",
    remedy: "Compare the copies that the transcripts name, and ask the sender which are meant.",
};

fn stated(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let Some(equations) = manifest.part("equations") else {
        return Ok(());
    };
    for (name, says) in Equation::ALL {
        let all: Vec<&Node> = equations
            .all("equation")
            .filter(|node| node.attribute("name") == name)
            .collect();
        if all.len() != 1 {
            let finding = at(&ONCE, equations).expected("1");
            findings.push(finding.found(all.len()).detail(name));
        }
        for node in all {
            if node.attribute("holds") != "yes" {
                findings.push(at(&HOLDS, node).detail(name));
            }
            let sum = node.attribute("sum");
            let wanted = figures(manifest, name, sum);
            if wanted.is_empty() && !sum.is_empty() {
                findings.push(at(&FIGURES, node).found(sum).detail(name));
            } else if sum != wanted {
                let finding = at(&STATED, node).expected(wanted);
                findings.push(finding.found(sum).detail(name));
            }
            let says = match name {
                "E6" if elsewhere(manifest).is_some() => Equation::E6_IN_A_GROUP,
                _ => says,
            };
            if node.text != says.as_bytes() {
                let finding = at(&STATED, node).expected(says);
                findings.push(finding.found(node.string()).detail(name));
            }
        }
    }
    Ok(())
}

/// Returns how many messages the other packages of the group transfer, if the counts tell any.
fn elsewhere(manifest: &ManifestRead) -> Option<u64> {
    Some(manifest.count("elsewhere")).filter(|&count| count > 0)
}

/// Returns the figures of an equation as the counts give them; nothing for those that are not
/// stated in a package. How many messages are copies is the sender's to state, as `sum` does: the
/// rest of the sum follows.
fn figures(manifest: &ManifestRead, name: &'static str, sum_stated: &str) -> String {
    let n = |count| manifest.count(count);
    let equation = match name {
        "E3" => {
            let (read, copies) = (n("read"), copies_stated(sum_stated));
            // Of copies at least one is no copy itself.
            let copies = copies.filter(|copies| *copies < read).unwrap_or_default();
            Equation::of(name, read, &[read - copies, copies])
        }
        "E4" => {
            let decided = ["select", "context", "refer", "outside", "notSelected"];
            Equation::of(name, n("read"), &decided.map(n))
        }
        "E5" => {
            let signed = ["notSelected", "outside"].map(n);
            Equation::of(name, sum(&signed), &signed)
        }
        "E6" => Equation::to_transfer(
            n("transferred"),
            ["select", "context"].map(n),
            ["held", "retained"].map(n),
            elsewhere(manifest),
        ),
        "E7" => Equation::of(name, n("transferred"), &[n("transferred")]),
        "E8" => Equation::of(
            name,
            n("attachmentsReferenced"),
            &STATES.map(|(count, _)| n(count)),
        ),
        _ => return String::new(),
    };
    equation.sum
}

/// Returns how many messages the figures of E3 state to be copies; `None` where they state nothing.
fn copies_stated(sum: &str) -> Option<u64> {
    let (_, copies) = sum.rsplit_once(" + ")?;
    copies.replace(',', "").parse().ok()
}

/// The counts of attachments, and the states that they count.
const STATES: [(&str, &str); 4] = [
    ("attachmentsPresent", "present"),
    ("attachmentsOmitted", "omitted"),
    ("attachmentsMissing", "missing"),
    ("attachmentsWithheld", "withheld"),
];

/// Returns a sum that a hostile package cannot make overflow.
fn sum(numbers: &[u64]) -> u64 {
    numbers.iter().fold(0, |sum, &n| sum.saturating_add(n))
}

fn counts(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let Some(node) = manifest.part("counts") else {
        return Ok(());
    };
    let n = |count| manifest.count(count);
    let sources = manifest.part("sources").map(|sources| &sources.children);
    let of_sources = sources.into_iter().flatten().map(|source| {
        let messages = source.attribute("messages").parse();
        messages.unwrap_or(u64::MAX)
    });
    let decided = ["select", "context", "refer", "outside", "notSelected"].map(n);
    for (what, wanted) in [
        (
            "messages of the sources",
            sum(&of_sources.collect::<Vec<_>>()),
        ),
        ("messages decided", sum(&decided)),
    ] {
        if wanted != n("read") {
            let finding = at(&COUNTS, node).expected(n("read")).found(wanted);
            findings.push(finding.detail(what));
        }
    }
    let kept = sum(&["select", "context"].map(n));
    let wanted = kept.checked_sub(sum(&["held", "retained", "elsewhere"].map(n)));
    if wanted != Some(n("transferred")) {
        let wanted = wanted.map_or("less than none".to_owned(), |n| n.to_string());
        let finding = at(&TO_TRANSFER, node).expected(wanted);
        findings.push(finding.found(n("transferred")));
    }
    Ok(())
}

fn transcribed(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let Some(node) = manifest.part("counts") else {
        return Ok(());
    };
    // Of one that cannot be read, or not as it is meant, nothing can be counted.
    if !inside.all_transcripts_are_whole() {
        return Ok(());
    }
    let n = |count| manifest.count(count);
    let messages: u64 = inside.transcripts.iter().map(|t| t.messages).sum();
    if messages != n("transferred") {
        let finding = at(&TRANSCRIBED, node).expected(n("transferred"));
        findings.push(finding.found(messages));
    }
    let there = |state: &str| -> u64 {
        let counts = inside.transcripts.iter();
        counts.filter_map(|t| t.attachments.get(state)).sum()
    };
    let all = STATES.map(|(_, state)| there(state));
    let referenced = [("attachmentsReferenced", sum(&all))];
    let by_state = STATES.map(|(count, state)| (count, there(state)));
    for (count, there) in referenced.into_iter().chain(by_state) {
        if n(count) != there {
            let finding = at(&ATTACHMENTS, node).expected(n(count)).found(there);
            findings.push(finding.detail(count));
        }
    }
    let copies = copies::count(inside);
    if n("copies") != copies {
        findings.push(at(&COPIES, node).expected(n("copies")).found(copies));
    }
    Ok(())
}
