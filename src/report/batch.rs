//! What the report of a batch, or of a package as its sender tells it, says.

use crate::selection::OutcomeCounts;
use std::borrow::Cow;

use crate::manifest::{Counts, Equation};

/// The sums that count bytes and lines of messages that are not transferred.
const DEPARTMENT_SUMS: [&str; 2] = ["E1", "E2"];

/// Whom a report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The department: every figure.
    Department,
    /// Whoever opens the package: no figure from which the length of a message that is not
    /// transferred could be told, no name of a source's file, no id.
    Package,
}

/// The report of a batch.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BatchReport {
    /// Whom it is for.
    pub audience: Audience,
    /// What the batch is, in a phrase.
    pub title: String,
    /// The department's reference.
    pub reference: String,
    /// The public body that transfers.
    pub transferring_body: String,
    /// The office whose records they are.
    pub creator: String,
    /// The series reference; empty where there is none yet.
    pub series: String,
    /// The protective marking.
    pub marking: String,
    /// The name of the package; empty where none is planned yet.
    pub package: String,
    /// What this is, in one sentence with its figures.
    pub sentence: String,
    /// What became of the messages.
    pub counts: Counts,
    /// The sums that were checked; the figures of E1 and E2 are for the department only.
    pub equations: Vec<Equation>,
    /// The records, by the outcome of their sensitivity review.
    pub records: RecordsCount,
    /// Messages in each month, by outcome, in the order of time, months without messages included.
    pub months: Vec<MonthRow>,
    /// The conversations.
    pub conversations: Vec<ConversationRow>,
    /// The exports.
    pub sources: Vec<SourceRow>,
    /// How people reviewed the messages, for the department; absent in a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewFigures>,
    /// What a person has to do before this can be transferred; empty when nothing.
    pub to_do: Vec<String>,
    /// What a reviewer should know of the records; for the department alone.
    pub remarks: Vec<String>,
    /// The day at which dates are judged, as YYYY-MM-DD; empty before a sign-off.
    pub as_at: String,
    /// By when the records are due; `None` when nothing is selected.
    pub due: Option<Due>,
    /// Whether people decided and signed, or a sample was played back.
    pub acts: Acts,
    /// Who signed what, and on which day, in words.
    pub signed: Vec<(String, String)>,
    /// The foot of the report, line by line: version, command, network, hashes re-checked.
    pub foot: Vec<String>,
}

impl BatchReport {
    /// Returns the report without the figures that its audience may not see. Every rendering begins
    /// here, so that no figure leaves because whoever filled the report in forgot.
    pub(super) fn as_its_audience_sees_it(&self) -> Cow<'_, BatchReport> {
        match self.audience {
            Audience::Department => Cow::Borrowed(self),
            Audience::Package => {
                let mut report = self.clone();
                report.review = None;
                for equation in &mut report.equations {
                    if DEPARTMENT_SUMS.contains(&equation.name) {
                        equation.sum.clear();
                    }
                }
                for source in &mut report.sources {
                    source.account.clear();
                }
                Cow::Owned(report)
            }
        }
    }
}

/// How people reviewed the messages: second looks, and samples of what is not selected.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReviewFigures {
    /// How many messages people decided.
    pub decided: u64,
    /// How many of them another post is to look at again.
    pub second_look_wanted: u64,
    /// How many messages two posts decided.
    pub looked_twice: u64,
    /// About how many of them they agree.
    pub agreed: u64,
    /// Cohen's kappa, to two decimals; `None` where it is not defined.
    pub kappa: Option<String>,
    /// The samples of what is not selected, as they were drawn.
    pub samples: Vec<SampleRow>,
    /// All of it in sentences.
    pub words: Vec<String>,
}

/// A sample of what is not selected.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SampleRow {
    /// The id of its sheet.
    pub sheet: String,
    /// How many messages were looked at.
    pub n: u64,
    /// How many of them were wrong.
    pub wrong: u64,
    /// From how many they were drawn.
    pub population: u64,
    /// The seed.
    pub seed: String,
    /// The upper bound of the share that is wrong in per cent, one-sided with 95 % confidence.
    pub at_most_percent: String,
}

/// By when records are due for transfer, by the readings of the duty: 20 years after the creation of
/// a record. Days as YYYY-MM-DD.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Due {
    /// 20 years to the day after the last message of a record: the earliest of all records.
    pub by_statute: String,
    /// The end of the year in which those 20 years end, as The National Archives counts: the
    /// earliest of all records.
    pub by_practice: String,
    /// The same for the record that is due last.
    pub by_practice_last: String,
    /// 20 years to the day after the first message of all.
    pub by_first_message: String,
}

/// Whether the acts of a batch were people's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acts {
    /// They were recorded as people gave them.
    Recorded,
    /// They were played back from a sample: nobody decided or signed anything.
    Replayed,
}

/// The records of a package, by the outcome of their sensitivity review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct RecordsCount {
    /// All of them: open, closed, retained and undecided together.
    pub all: u64,
    /// Transcripts.
    pub transcripts: u64,
    /// Files of participants.
    pub participants: u64,
    /// Attachments.
    pub attachments: u64,
    /// Open.
    pub open: u64,
    /// Closed.
    pub closed: u64,
    /// Retained under section 3(4): not in the package.
    pub retained: u64,
    /// Not reviewed, or out for consultation.
    pub undecided: u64,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MonthRow {
    /// The month, as YYYY-MM.
    pub month: String,
    /// Its messages.
    pub counts: OutcomeCounts,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ConversationRow {
    /// Its name in the package, such as `chat-001`; for the department also its title.
    pub name: String,
    /// `direct`, `group` or `unknown`.
    pub kind: String,
    /// The app.
    pub platform: String,
    /// The local date of its first message, as YYYY-MM-DD.
    pub first: String,
    /// The local date of its last message, as YYYY-MM-DD.
    pub last: String,
    /// Its messages.
    pub counts: OutcomeCounts,
    /// How many of them are transferred.
    pub transferred: u64,
    /// How many of them a hold keeps back.
    pub held: u64,
    /// Other exports of the same conversation, and how many of its messages have a copy there: in a
    /// package, of those transferred in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<(String, u64)>,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceRow {
    /// For the department its id and file name (`wa1, WhatsApp Chat - X.zip`); in a package its
    /// neutral name (`source-1`).
    pub name: String,
    /// What it is: "WhatsApp chat export".
    pub format: String,
    /// Its SHA-256 for the department; its HMAC in a package.
    pub digest: String,
    /// How many messages were read from it.
    pub messages: u64,
    /// What was decided about it, and why.
    pub evidence: Vec<EvidenceRow>,
    /// What is missing from it.
    pub gaps: Vec<GapRow>,
    /// Bytes and lines by what they are, for the department; empty in a package.
    pub account: Vec<(String, u64)>,
}

/// A decision about a whole export.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EvidenceRow {
    /// What was asked: "Date order".
    pub question: String,
    /// The answer.
    pub answer: String,
    /// `certain`, `strong`, `assumed` or `stated`.
    pub level: String,
    /// Why.
    pub because: String,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct GapRow {
    /// Its code.
    pub code: String,
    /// How often.
    pub count: u64,
    /// What it means, in a sentence.
    pub words: String,
}
