//! The canonical ZIP: the one way in which consign writes a package.
//!
//! A ZIP has no single meaning and hundreds of ways to say the same thing. The canonical one has
//! exactly one way for each list of names, sizes, CRC-32s and dates, so every byte that no digest
//! covers (headers, directory, end record) can be derived again and compared. Entries are stored,
//! never compressed: any damage is found, and no decompressor is needed to read them in 2046.
//!
//! - [`Plan`] lays the file out from names, sizes and dates, before a byte of content is read;
//! - [`Plan::write_members`] and [`Plan::finish`] fill it in, several members at a time;
//! - [`verify()`] derives the layout of a file again and tells the first byte that differs.
//!
//! The form is that of APPNOTE.TXT 6.3.10 and keeps to ISO/IEC 21320-1:2015.

mod layout;
mod record;
mod verify;
mod write;

pub use layout::{Member, Plan, PlanError, sort};
pub use verify::{Deviation, Difference, Verdict, verify};
pub use write::{Found, Supply, WriteError};
