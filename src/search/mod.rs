//! Search that answers a request under the Freedom of Information Act 2000: from what is asked to
//! hits, a schedule of them, and a certificate of what was and was not searched.
//!
//! Everything in a batch is searched, whatever was decided about it: what is held, not selected or
//! outside transfer may be information that is held too. A query means exactly what it means in a
//! rule or a hold, because the same [matcher](crate::selection::matcher) evaluates it; there is no
//! index that could answer otherwise.
//!
//! Nothing here reads a file or the clock: [`understand`] makes one query of what was typed, a
//! [`Looker`] asks it of messages one after the other, and [`Certificate`] and [`Schedule`] are
//! values that the rooms above write down.

mod asked;
mod certificate;
mod inside;
mod likeness;
mod look;
mod person;
mod requests;
mod saved;
mod schedule;
mod words;

pub use asked::{Asked, NotUnderstood, Understood, understand};
pub use certificate::{
    CERTIFICATE_FORMAT, Certificate, Counts, NotSearched, RULES, SourceSearched, TERMS,
};
pub use inside::{Inside, MOST_INSIDE, TextKind, inside, may_hold_text, snippets};
pub use likeness::{NEARLY, SENT_AGAIN, Shingles, sent_again};
pub use look::{Found, Hit, Looker, Matched, Place};
pub use person::Register;
pub use requests::{Request, RequestFault, parse_requests};
pub use saved::{Difference, Run, SAVED_FORMAT, Saved};
pub use schedule::{
    AttachmentLine, CAUTION, Prefilled, Role, SCHEDULE_FORMAT, Schedule, ScheduleRow, prefilled,
};
pub use words::in_words;
