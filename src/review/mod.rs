//! What follows from what people decided: pure functions of the lines of the journal.
//!
//! Single decisions, sheets that came back, second looks and what was taken back are folded into
//! one effective decision a message ([`Decisions`]). Beside it: which sheets are out ([`Sheets`]),
//! how far two reviewers agree ([`Agreement`]), and what a sample proves ([`at_most`]).

mod agreement;
mod bound;
mod copies;
mod drawing;
mod fold;
mod sampled;
mod sheets;
#[cfg(test)]
mod tests;
mod undo;

pub use agreement::{Agreement, kappa};
pub use bound::at_most;
pub use copies::{StatedOfSources, in_order, stated_of_sources};
pub use drawing::{digest_of, drawn_first, share_of};
pub use fold::{Decisions, Effective, Given, Look, Why};
pub use sampled::{Sampled, copies_count_once, sample_in_words, samples};
pub use sheets::{OutSheet, Sheets};
pub use undo::{CannotUndo, may_undo, undone_lines};
