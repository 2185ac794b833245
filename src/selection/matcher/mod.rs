//! Finds which of many queries match a message, in one look at it.
//!
//! A [`Program`] is what queries are compiled to, a [`Matcher`] what one thread needs to run it,
//! and [`Seen`] what is known after a look. Of an undated message the date is not known, so that
//! a query that turns on it is [`Truth::Unknown`]: a rule takes that for no, a hold for yes. So
//! with whose device it was, where nobody stated that. Of an example nothing but its text is known.

mod around;
mod bits;
mod names;
mod near;
mod program;
mod seen;
mod terms;
mod truth;

#[cfg(test)]
pub(crate) mod tests;

pub use around::{Around, Surroundings};
pub use program::{Asked, Program};
pub use seen::{Matcher, Seen};
pub use truth::Truth;
