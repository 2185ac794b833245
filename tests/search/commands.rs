//! `search` as a person runs it.
