//! Tells the whole story of one message.

use super::desk::find_message;
use super::ledger::{decided_by, file_of, in_words};
use super::rows::SourceAppraised;
use super::sight::Sight;
use super::{AppraisalError, Inputs};
use crate::message::MessageId;

/// The story of one message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explained {
    /// Its id.
    pub id: String,
    /// The title of its conversation.
    pub conversation: String,
    /// Its local time, in ISO 8601.
    pub sent_local: String,
    /// The label of its sender.
    pub sender: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What was written.
    pub body: String,
    /// The files that it carries or names, each with where its bytes are.
    pub attachments: Vec<String>,
    /// What becomes of it.
    pub outcome: &'static str,
    /// What decided: a rule, a person, context, or the policy's otherwise.
    pub decided_by: String,
    /// The rules that hit it, each with the words that hit.
    pub rules: Vec<String>,
    /// The holds that catch it.
    pub holds: Vec<String>,
    /// The message whose context it is.
    pub context_of: Option<String>,
    /// Whether it is to be transferred, as far as selection and holds go.
    pub transferred: bool,
}

/// Tells the story of a message, or `None` where there is no such message.
///
/// # Errors
/// When the source cannot be read again.
pub fn explain(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    id: &MessageId,
) -> Result<Option<Explained>, AppraisalError> {
    let sight = Sight::again(inputs, appraised);
    find_message(inputs, appraised, id, |index, row, message| {
        let (rules, holds) = sight.of_message(message, &appraised.conversation, |facts| {
            in_words(inputs, &inputs.policy.explainer().explain(facts))
        });
        let (basis, by, parent) = decided_by(inputs, row, id);
        let parts = |text: String| match text.is_empty() {
            true => Vec::new(),
            false => text.split(" | ").map(str::to_owned).collect(),
        };
        let decided_by = match by.as_str() {
            "" => basis.to_owned(),
            by => format!("{basis} ({by})"),
        };
        Explained {
            id: id.to_string(),
            conversation: appraised.conversation.title.clone(),
            sent_local: row.local_iso(),
            sender: appraised.label(row).unwrap_or("(the app)").to_owned(),
            kind: message.kind.word(),
            body: String::from_utf8_lossy(message.body).into_owned(),
            attachments: message
                .attachments
                .iter()
                .map(|file| format!("{} ({})", file.name.unwrap_or("unnamed"), file.state.word()))
                .collect(),
            outcome: row.settled.outcome.word(),
            decided_by,
            rules: parts(rules),
            holds: parts(holds)
                .into_iter()
                .chain(file_of(appraised, index))
                .collect(),
            context_of: parent.map(|index| {
                let offset = appraised.rows[index as usize].offset;
                format!("{}-{offset}", appraised.source.id)
            }),
            transferred: row.is_transferable(),
        }
    })
}
