//! Search for Freedom of Information requests: exact, whole, and safe to hand on.

/// A reference evaluator, simple and slow, that shares no code with the matcher.
mod naive;

mod commands;
mod exact;
