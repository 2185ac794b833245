//! consign selects messages for permanent preservation and packages them for The National Archives.

pub mod acts;
pub mod appraisal;
pub mod bag;
pub mod batch;
pub mod canonical;
pub mod check;
pub mod cli;
pub mod container;
pub mod error;
pub mod fixity;
pub mod journal;
pub mod ledger;
pub mod manifest;
pub mod message;
pub mod pack;
pub mod package;
pub mod parallel;
pub mod people;
pub mod place;
pub mod platform;
pub mod report;
pub mod selection;
pub mod shown;
pub mod source;
pub mod transcript;
pub mod xml;
