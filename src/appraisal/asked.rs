//! Asks queries that are not those of the policy: each message is seen as the rules see it.

use super::desk::read_again;
use super::rows::{Row, SourceAppraised};
use super::sight::Sight;
use super::{AppraisalError, Inputs};
use crate::message::Message;
use crate::selection::Facts;
use crate::selection::matcher::Program;
use crate::source::Flow;

/// Reads a source that was appraised once more, and hands over each message with its row and what
/// the queries of `program` see of it: the same that a rule or a hold sees.
///
/// # Errors
/// When the source cannot be read, gives other messages than before, or `each` breaks off.
pub fn ask_again(
    inputs: &Inputs,
    appraised: &SourceAppraised,
    program: &Program,
    each: &mut dyn FnMut(usize, &Row, &Message<'_>, &Facts<'_>) -> Flow,
) -> Result<(), AppraisalError> {
    let sight = Sight::again_through(program, inputs, appraised);
    read_again(inputs, appraised, &mut |index, row, message| {
        sight.of_message(message, &appraised.conversation, |facts| {
            each(index, row, message, facts)
        })
    })
}
