//! consign selects messages for permanent preservation, packages them for The National Archives,
//! and validates the packages that an archive receives.
//!
//! # The map of the house
//!
//! An export becomes a package in one direction, and each room names only rooms below it; a test
//! (`tests/tidy.rs`) guards that.
//!
//! ```text
//!   export ─source→ messages ─people─→ ─selection→ decisions ─appraisal→ rows, ledger ─→ sign-off
//!                                                                │
//!                                 parts ←─pack── selected ───────┘     records.csv ─→ sign-off
//!                                   │                                      │
//!                 transcripts, participants, attachments ─→ a complete package ─check→ published
//!
//!             any received package ─check→ findings ─→ report
//! ```
//!
//! | floor | rooms |
//! | --- | --- |
//! | roof | [`cli`]: the only room that prints, and hears of the clock and of randomness |
//! | third | [`acts`]: what can be done to a batch, one act a file; [`pack`]: from an appraisal to a published package |
//! | second | [`appraisal`]: every message read and settled; [`check`]: what must be true of a package; [`report`]: what people and machines read of both |
//! | first | [`batch`]: the folder and its settings; [`journal`]: the account of every act; [`ledger`]: the account of every message; [`source`]: the apps; [`selection`]: the policy; [`people`]: who is who; [`align`]: which messages of two phones are copies; [`review`]: what follows from what people decided |
//! | ground | [`package`]: the layout, and any package opened; [`transcript`], [`participants`] and [`manifest`]: the three kinds of XML; [`premis`]: the package in the archives' own metadata; [`bag`] and [`canonical`]: BagIt and the one form of our ZIPs; [`sheet`]: spreadsheets out and in; [`search`]: what is asked under Freedom of Information, and what is answered |
//! | cellar | [`message`]: the model; [`container`], [`fixity`], [`format`](mod@format), [`xml`], [`parallel`], [`personal`]: personal data that can be seen, [`platform`], [`place`], [`shown`], [`error`] |
//!
//! Three kinds of bad news are kept apart: an *error* is that the work could not be done, a
//! [finding](check::Finding) is that something is wrong with a package, and a
//! [decision](selection::Outcome) about a message is neither.

pub mod acts;
pub mod align;
pub mod appraisal;
pub mod bag;
pub mod batch;
pub mod canonical;
pub mod check;
pub mod cli;
pub mod container;
pub mod error;
pub mod fixity;
pub mod format;
pub mod journal;
pub mod ledger;
pub mod manifest;
pub mod message;
pub mod pack;
pub mod package;
pub mod parallel;
pub mod participants;
pub mod people;
pub mod personal;
pub mod place;
pub mod platform;
pub mod premis;
pub mod report;
pub mod review;
pub mod search;
pub mod selection;
pub mod sheet;
pub mod shown;
pub mod source;
pub mod transcript;
pub mod xml;
