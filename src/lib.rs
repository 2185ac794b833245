//! consign selects messages for permanent preservation and packages them for The National Archives.

pub mod container;
pub mod error;
pub mod fixity;
pub mod message;
pub mod place;
pub mod platform;
pub mod selection;
pub mod shown;
pub mod source;
