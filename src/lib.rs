//! consign selects messages for permanent preservation and packages them for The National Archives.

pub mod bag;
pub mod canonical;
pub mod check;
pub mod container;
pub mod error;
pub mod fixity;
pub mod message;
pub mod package;
pub mod parallel;
pub mod place;
pub mod platform;
pub mod shown;
pub mod source;
