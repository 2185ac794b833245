//! Where every byte of a canonical ZIP goes, as a pure function of names, sizes and dates.

use chrono::NaiveDate;

use super::record::{Extent, Facts, dos_date};
use crate::container::is_safe_name;
use crate::shown::shown;

/// A member of a canonical ZIP, before its content is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The whole name, with `/` between its segments.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
    /// The date, whose local noon becomes the member's time: a ZIP's time has no zone.
    pub date: NaiveDate,
}

/// Why a list of members has no canonical ZIP.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A name that not every system can hold.
    #[error("the name {} is empty, longer than 65,535 bytes, climbs out of its folder or is not portable", shown(.0))]
    Name(String),
    /// The members are not in the canonical order, or a name is there twice.
    #[error("{} stands after {}, against the order of a canonical ZIP", shown(.name), shown(.after))]
    Order {
        /// The member that stands too late.
        name: String,
        /// The member before it.
        after: String,
    },
    /// A date that a ZIP cannot hold.
    #[error("{} is dated {date}; a ZIP holds dates from 1980 to 2107", shown(.name))]
    Date {
        /// The member.
        name: String,
        /// Its date.
        date: NaiveDate,
    },
    /// The sizes together pass what 64 bits can count.
    #[error("the members together are larger than any ZIP can be")]
    TooLarge,
}

/// Puts members into the canonical order: what lies in `data/` of the bag's folder first, by
/// the bytes of the names, then the tag files by the bytes of theirs.
pub fn sort(members: &mut [Member]) {
    members.sort_by(|a, b| order(&a.name).cmp(&order(&b.name)));
}

fn order(name: &str) -> (bool, &[u8]) {
    let in_bag = name.split_once('/').map_or(name, |(_, rest)| rest);
    (!in_bag.starts_with("data/"), name.as_bytes())
}

/// The layout of a canonical ZIP: known before the first byte of content is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    members: Vec<Member>,
    headers_at: Vec<u64>,
    directory_at: u64,
    directory_length: u64,
    size: u64,
}

impl Plan {
    /// Lays out the members, which must stand in the order of [`sort`].
    ///
    /// # Errors
    /// When the members have no canonical ZIP, by name, order, date or size.
    pub fn new(members: Vec<Member>) -> Result<Plan, PlanError> {
        let mut plan = Plan {
            headers_at: Vec::with_capacity(members.len()),
            members,
            directory_at: 0,
            directory_length: 0,
            size: 0,
        };
        let mut before: Option<&Member> = None;
        for member in &plan.members {
            may_follow(member, before)?;
            before = Some(member);
            let facts = facts(member, plan.directory_at, 0);
            plan.headers_at.push(plan.directory_at);
            let length = facts.local_length().checked_add(member.size);
            plan.directory_at = length
                .and_then(|length| plan.directory_at.checked_add(length))
                .ok_or(PlanError::TooLarge)?;
            plan.directory_length += facts.central_length();
        }
        plan.size = plan
            .directory_at
            .checked_add(plan.directory_length)
            .and_then(|size| size.checked_add(plan.extent().end_length()))
            .ok_or(PlanError::TooLarge)?;
        Ok(plan)
    }

    /// Returns the members in order.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Returns the members in order, and nothing else of the layout.
    pub fn into_members(self) -> Vec<Member> {
        self.members
    }

    /// Returns the index of the member with this name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.members
            .binary_search_by(|member| order(&member.name).cmp(&order(name)))
            .ok()
    }

    /// Returns the size of the whole file in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns where the local header of a member starts.
    pub fn header_at(&self, member: usize) -> u64 {
        self.headers_at[member]
    }

    /// Returns where the content of a member starts.
    pub fn data_at(&self, member: usize) -> u64 {
        self.headers_at[member] + self.facts(member, 0).local_length()
    }

    /// Returns where the directory starts: the first byte after all members.
    pub fn directory_at(&self) -> u64 {
        self.directory_at
    }

    /// Returns the bytes of a member's local header.
    pub fn header(&self, member: usize, crc32: u32) -> Vec<u8> {
        self.facts(member, crc32).local()
    }

    /// Returns the bytes of a member's record in the directory.
    pub fn directory_record(&self, member: usize, crc32: u32) -> Vec<u8> {
        self.facts(member, crc32).central()
    }

    /// Returns the bytes of the end records.
    pub fn end(&self) -> Vec<u8> {
        self.extent().end()
    }

    fn facts(&self, member: usize, crc32: u32) -> Facts<'_> {
        facts(&self.members[member], self.headers_at[member], crc32)
    }

    fn extent(&self) -> Extent {
        Extent {
            members: self.members.len() as u64,
            at: self.directory_at,
            length: self.directory_length,
        }
    }
}

fn facts(member: &Member, at: u64, crc32: u32) -> Facts<'_> {
    Facts {
        name: &member.name,
        size: member.size,
        crc32,
        date: member.date,
        at,
    }
}

fn may_follow(member: &Member, before: Option<&Member>) -> Result<(), PlanError> {
    let name = || member.name.clone();
    let length = u16::try_from(member.name.len());
    if length.is_err() || member.name.ends_with('/') || !is_safe_name(&member.name) {
        return Err(PlanError::Name(name()));
    }
    if dos_date(member.date).is_none() {
        let date = member.date;
        return Err(PlanError::Date { name: name(), date });
    }
    match before {
        Some(before) if order(&before.name) >= order(&member.name) => Err(PlanError::Order {
            name: name(),
            after: before.name.clone(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, size: u64) -> Member {
        Member {
            name: name.to_owned(),
            size,
            date: NaiveDate::from_ymd_opt(2021, 3, 9).unwrap(),
        }
    }

    #[test]
    fn payload_comes_first_then_tag_files_each_by_bytes() {
        let names = [
            "b/bagit.txt",
            "b/data/é",
            "b/data/Z",
            "b/a.txt",
            "b/data/a/b",
        ];
        let mut members: Vec<_> = names.iter().map(|name| member(name, 0)).collect();
        sort(&mut members);
        let sorted: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
        let wanted = [
            "b/data/Z",
            "b/data/a/b",
            "b/data/é",
            "b/a.txt",
            "b/bagit.txt",
        ];
        assert_eq!(sorted, wanted);
        let plan = Plan::new(members).unwrap();
        assert_eq!(plan.find("b/a.txt"), Some(3));
        assert_eq!(plan.find("b/c.txt"), None);
    }

    #[test]
    fn what_has_no_canonical_zip_is_refused() {
        let plan = |members: Vec<Member>| Plan::new(members).unwrap_err();
        for name in ["", "a/", "../a", "/a", "a\\b", "C:/a", "a\0"] {
            assert!(
                matches!(plan(vec![member(name, 0)]), PlanError::Name(_)),
                "{name:?}"
            );
        }
        let twice = vec![member("b/a", 0), member("b/a", 0)];
        assert!(matches!(plan(twice), PlanError::Order { .. }));
        let huge = vec![member("b/a", u64::MAX - 10)];
        assert_eq!(plan(huge), PlanError::TooLarge);
        let mut old = member("b/a", 0);
        old.date = NaiveDate::from_ymd_opt(1979, 1, 1).unwrap();
        assert!(matches!(plan(vec![old]), PlanError::Date { .. }));
    }

    #[test]
    fn members_tile_the_file_and_zip64_starts_exactly_where_it_must() {
        let edge = u64::from(u32::MAX);
        for size in [edge - 1, edge, edge + 1] {
            let plan = Plan::new(vec![member("b/data/a", size), member("b/data/b", 3)]).unwrap();
            assert_eq!(plan.header_at(1), plan.data_at(0) + size);
            assert_eq!(plan.directory_at(), plan.data_at(1) + 3);
            let large = if size >= edge { 20 } else { 0 };
            assert_eq!(plan.header(0, 1).len(), 30 + 8 + large);
            assert_eq!(
                plan.header(1, 1).len(),
                30 + 8,
                "never where it is not needed"
            );
            let records = plan.directory_record(0, 1).len() + plan.directory_record(1, 1).len();
            assert_eq!(
                plan.directory_at() + records as u64 + plan.end().len() as u64,
                plan.size()
            );
        }
    }
}
