//! Finds which of many queries match a message, in one look at it.
//!
//! A [`Program`] is what queries are compiled to, a [`Matcher`] what one thread needs to run it,
//! and [`Seen`] what is known after a look. Of an undated message the date is not known, so that
//! a query that turns on it is [`Truth::Unknown`]: a rule takes that for no, a hold for yes. Of
//! an example nothing but its text is known.

mod bits;
mod names;
mod program;
mod seen;
mod terms;
mod truth;

#[cfg(test)]
pub(crate) mod tests;

pub use program::Program;
pub use seen::{Matcher, Seen};
pub use truth::Truth;
