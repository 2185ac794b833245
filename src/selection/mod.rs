//! The selection policy: what its rules see, what they ask, and what follows for each message.
//!
//! Three passes over compact rows: an [`Examiner`] turns the [`Facts`] of each message into
//! [`Hits`], interned in [`HitSets`] at four bytes a message; [`Settling`] turns the rows of a
//! conversation into one [`Settled`] each; an [`Explainer`] tells why. Holds are an axis of
//! their own ([`Holding`]). Rules propose and people decide: whether a proposal is signed is not
//! known here, nor which copies of a message share its outcome.

pub mod matcher;
pub mod policy;
pub mod query;

mod counts;
mod explain;
mod facts;
mod hits;
mod holding;
mod scope;
mod settle;
mod together;
mod words;

#[cfg(test)]
mod tests;

pub use counts::OutcomeCounts;
pub use explain::{Explainer, Explanation, Found, Hit};
pub use facts::{Facts, Person};
pub use hits::{Examiner, HitSet, HitSets, Hits};
pub use holding::Holding;
pub use matcher::{Around, Surroundings};
pub use policy::{Effect, HoldIndex, Policy, PolicyError, RuleIndex};
pub use scope::{Named, Scope};
pub use settle::{Basis, Elsewhere, Outcome, Parent, Row, Settled, Settling, Shared};
pub use together::{Together, together};
pub use words::{Folded, fold, is_sign};
