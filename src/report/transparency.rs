//! A draft of an algorithmic transparency record, for a department that publishes one.
//!
//! The fields are those of the Algorithmic Transparency Recording Standard's template 3.0 as records
//! published on GOV.UK show them, not the template itself; the draft says so. It is made to be
//! published, so nothing goes into it but what may be published of the policy, and counts: no word
//! that a rule looks for, no hold, no person, no name of a conversation.

use super::annex::{Annex, sample, share};
use super::document::{Block, Document, Said, Section};
use crate::manifest::grouped;

/// Returns the draft of an algorithmic transparency record.
pub fn transparency_record(annex: &Annex) -> Document {
    Document {
        caption: "Draft algorithmic transparency record",
        title: format!("{}: {}", annex.batch.transferring_body, annex.policy.title),
        // The record is for publication: the marking of the batch is not its own.
        marking: String::new(),
        lead: "Not published, and not yet the department's: to be completed, checked and cleared before it is. It follows the fields of the Algorithmic Transparency Recording Standard's template, version 3.0, as published records show them. Check it against the template that is current.".to_owned(),
        sections: vec![
            tier_1(annex),
            owner(annex),
            rationale(annex),
            decisions(annex),
            tool(annex),
            model(annex),
            data(annex),
            risks(),
        ],
        foot: vec![format!(
            "consign {}. Network used: none.",
            env!("CARGO_PKG_VERSION")
        )],
    }
}

fn fact(name: &str, said: impl Into<Said>) -> (String, Said) {
    (name.to_owned(), said.into())
}

fn section(heading: &str, facts: Vec<(String, Said)>) -> Section {
    Section::new(heading, vec![Block::Facts(facts)])
}

fn tier_1(annex: &Annex) -> Section {
    section(
        "Tier 1: summary",
        vec![
            fact(
                "1. Name",
                "Selection of messages for permanent preservation, with consign",
            ),
            fact(
                "2. Description",
                format!(
                    "Messages in messaging apps can be public records. {} uses a set of written rules to propose which messages of an exported conversation should be transferred to The National Archives, which a person must look at, and which appear to have no continuing value or not to be the department's. People decide; two people sign. The tool deletes nothing.",
                    annex.batch.transferring_body
                ),
            ),
            fact(
                "3. Website URL",
                Said::gap("a page about it, if there is one"),
            ),
            fact(
                "4. Contact email",
                Said::gap("the mailbox for questions about this record"),
            ),
        ],
    )
}

fn owner(annex: &Annex) -> Section {
    section(
        "Tier 2: owner and responsibility",
        vec![
            fact(
                "1.1 Organisation or department",
                Said::or_gap(&annex.batch.transferring_body, "the department"),
            ),
            fact("1.2 Team", Said::gap("the team that uses it")),
            fact(
                "1.3 Senior responsible owner",
                Said::from(annex.policy.owner.as_str())
                    .and(" keeps the policy. ")
                    .and_gap("the post of the senior responsible owner"),
            ),
            fact(
                "1.4 Third party involvement",
                Said::gap(
                    "whether a supplier runs or supports it; the tool itself is open source, and runs without one",
                ),
            ),
            fact("1.4.1 Third party", Said::gap("name, or not applicable")),
            fact(
                "1.4.2 Companies House number",
                Said::gap("number, or not applicable"),
            ),
            fact(
                "1.4.3 Third party role",
                Said::gap("role, or not applicable"),
            ),
            fact(
                "1.4.4 Procurement procedure type",
                Said::gap("procedure, or not applicable"),
            ),
            fact(
                "1.4.5 Third party data access terms",
                Said::gap("terms, or not applicable; the tool sends nothing to anybody"),
            ),
        ],
    )
}

fn rationale(annex: &Annex) -> Section {
    let rules = annex.policy.rules.len() as u64;
    let others: u64 = annex.policy.others.iter().map(|(_, count)| count).sum();
    section(
        "Tier 2: description and rationale",
        vec![
            fact(
                "2.1 Detailed description",
                format!(
                    "The tool reads exports of conversations, compares every message with every rule of the policy \"{}\" ({}), and records for each message all rules that apply. What is selected is published in groups, of which this policy has {}; it has {} further rules that propose to refer, to put outside transfer or not to select. Where several rules apply, a decision by a person comes first, then a rule that selects, one that refers to a person, one that puts outside transfer, and last one that does not select. What no rule speaks to: {}. Messages around one that is selected can be selected with it, to understand it.",
                    annex.policy.title,
                    annex.policy.id,
                    grouped(rules),
                    grouped(others),
                    annex.policy.otherwise.to_lowercase()
                ),
            ),
            fact("2.2 Scope", Said::from("Selection for permanent preservation under the Public Records Act 1958, by the authority: ").and(annex.policy.authority.as_str()).and(". It does not review sensitivity, answer requests for information, or assess people. ").and_gap("which offices, posts and years it is used for")),
            fact("2.3 Benefit", Said::from("Every message is considered in the same way, every decision has recorded reasons, and the sums show that none was lost. ").and_gap("what the department expects of it, with figures")),
            fact("2.4 Previous process", Said::gap("how messages were selected before, if they were")),
            fact("2.5 Alternatives considered", Said::gap("what else was considered, such as reading every message, selecting by post alone, or methods that learn from examples, and why it was not chosen")),
        ],
    )
}

fn decisions(annex: &Annex) -> Section {
    let counts = &annex.batch.counts;
    let decided: u64 = annex.people.iter().flat_map(|by| by.counts).sum();
    section(
        "Tier 2: decision making process",
        vec![
            fact("3.1 Process integration", "It comes between the export of a conversation and the transfer of records. Its proposals go to people; nothing is transferred before the selection and then the review of sensitivity are signed off."),
            fact("3.2 Provided information", "For each message: the outcome, every rule that applies with the words that made it apply, and what decided."),
            fact(
                "3.3 Frequency and scale of usage",
                Said::from(format!(
                    "In the batch of this draft {} messages of {} exports were read: {} ({}) selected, {} ({}) selected to understand others. ",
                    grouped(counts.read),
                    grouped(annex.batch.sources.len() as u64),
                    grouped(counts.select),
                    share(counts.select, counts.read),
                    grouped(counts.context),
                    share(counts.context, counts.read),
                ))
                .and_gap("how often it is used, and on how many messages"),
            ),
            fact(
                "3.4 Human decisions and review",
                Said::from(format!(
                    "Rules propose and people decide. A person decides each message that is referred; in this batch people decided {} messages one by one. Not selecting a message, or putting it outside transfer, counts only when two people of different posts have signed it, neither of whom took part in the conversation or is a minister or a special adviser. A person can change any outcome, and the change, its reason and its author are recorded. ",
                    grouped(decided)
                ))
                .then(sample(&annex.batch)),
            ),
            fact("3.5 Required training", Said::gap("what those who use it and sign are trained in")),
            fact("3.6 Appeals and review", Said::from("No decision about a person is made. What is selected can be put right until it is transferred, by a new decision or a changed rule. ").and_gap("whom somebody asks who took part in a conversation, and how")),
        ],
    )
}

fn tool(annex: &Annex) -> Section {
    section(
        "Tier 2: tool specification",
        vec![
            fact("4.1.1 System architecture", "One program that runs on a computer of the department, on files. It has no server, no account and no network code: nothing leaves the computer by its doing."),
            fact("4.1.2 Phase", Said::gap("idea, design, development, beta or pilot, production, or retired")),
            fact("4.1.3 Maintenance", Said::from("The rules are a file of the department, known by its SHA-256 ").and(annex.policy.sha256.as_str()).and(". A changed rule is applied to all messages again, and voids the sign-offs. ").and_gap("who reviews the rules, and how often")),
            fact("4.1.4 Models", "None. The rules are written by people and deterministic: the same files give the same outcome, on any computer. Nothing is learnt from data, and nothing is generated."),
        ],
    )
}

fn model(annex: &Annex) -> Section {
    section(
        "Tier 2: model specification",
        vec![
            fact(
                "4.2.1 Model name",
                format!("No model. consign, with the policy {}", annex.policy.id),
            ),
            fact(
                "4.2.2 Model version",
                format!("consign {}", env!("CARGO_PKG_VERSION")),
            ),
            fact(
                "4.2.3 Model task",
                "To propose for each message one of: selected, selected to understand another, referred to a person, outside transfer, not selected.",
            ),
            fact(
                "4.2.4 Model input",
                "The text of a message, its date, its kind, its sender's post at the time by the department's register, its conversation, and whether it carries a file.",
            ),
            fact(
                "4.2.5 Model output",
                "One proposal for each message, with its reasons.",
            ),
            fact(
                "4.2.6 Model architecture",
                "Rules: words and phrases to look for, joined by and, or and not; an order of precedence among effects.",
            ),
            fact(
                "4.2.7 Model performance",
                Said::gap(
                    "how the policy did on messages that people had labelled: business proposed as not selected, logistics found, share referred; and the result of the sample of this batch",
                ),
            ),
            fact(
                "4.2.8 Datasets",
                Said::from("None was used for training. ")
                    .and_gap("which messages the policy was tried on"),
            ),
            fact(
                "4.2.9 Dataset purposes",
                Said::gap("for what they were used, such as trying the rules"),
            ),
        ],
    )
}

fn data(annex: &Annex) -> Section {
    let mut formats: Vec<&str> = annex
        .batch
        .sources
        .iter()
        .map(|source| source.format.as_str())
        .collect();
    formats.sort_unstable();
    formats.dedup();
    section(
        "Tier 2: data specification",
        vec![
            fact("4.3 Development data", "Not applicable: nothing is learnt from data."),
            fact("4.4.1 Data sources", format!("Exports of conversations from telephones used for government business: {}.", formats.join(", "))),
            fact("4.4.2 Sensitive attributes", "Messages can contain personal data of any kind, of those who wrote them and of others, special categories among them. No rule asks for a personal characteristic as such; the post of a sender can be asked for."),
            fact("4.4.3 Data processing methods", "Exports are copied byte for byte, hashed, and never changed. Words are compared after folding of case and of Unicode forms."),
            fact("4.4.4 Data access and storage", Said::from("Everything lies in one folder of the department. A package for transfer holds what is selected and no trace of the rest. ").and_gap("who has access, where it is kept, for how long")),
            fact("4.4.5 Data sharing agreements", Said::from("What is selected goes to The National Archives under the Public Records Act 1958. ").and_gap("any other agreement")),
        ],
    )
}

fn risks() -> Section {
    section(
        "Tier 2: risks, mitigations and impact assessments",
        vec![
            fact(
                "5.1 Impact assessment",
                Said::gap("data protection impact assessment: title, date, link or summary")
                    .and(" ")
                    .and_gap("equality impact assessment: the same, or why there is none"),
            ),
            fact(
                "5.2 Risk: a record of value is not selected",
                "What no rule speaks to is treated as the policy says. A proposal not to select is passed by where a message holds a word of business, if the policy is so made; it is signed by two people after a random sample was looked at. Nothing is deleted by the tool.",
            ),
            fact(
                "5.2 Risk: private or party-political messages are transferred",
                "Rules for them put a message outside or refer it; context that reaches such a message refers it rather than taking it along. What is transferred is reviewed for sensitivity, record by record, before it goes.",
            ),
            fact(
                "5.2 Risk: rules are written to leave something out",
                "The rules file is known by its digest and is kept. Neither participants nor ministers nor special advisers sign. Every message that was read has a recorded outcome and reasons, and the sums are checked.",
            ),
            fact(
                "5.2 Risk: people rely on the proposals",
                "What is referred is decided by people; how often people decided against a rule is counted and reported to the department.",
            ),
            fact(
                "5.2 Further risks",
                Said::gap("risks that the department sees beyond these"),
            ),
        ],
    )
}
