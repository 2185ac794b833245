//! The groups that the packages of one command make.

use std::collections::BTreeMap;

use super::World;
use super::validate::foot;
use crate::check::{self, Member};
use crate::report::{ValidationReport, validation_of_group};

/// The packages that belong to groups, by group.
#[derive(Default)]
pub(super) struct Groups(BTreeMap<String, Vec<Member>>);

/// The report of the validation of a group.
pub(super) struct GroupReport {
    /// The name of the group.
    pub id: String,
    /// The report.
    pub report: ValidationReport,
}

impl Groups {
    /// Takes in a package, if it belongs to a group.
    pub fn add(&mut self, member: Option<Member>) {
        if let Some(member) = member {
            self.0
                .entry(member.group.id.clone())
                .or_default()
                .push(member);
        }
    }

    /// Holds each group to what must be true of its packages together.
    pub fn reports(self, world: &World) -> Vec<GroupReport> {
        let groups = self.0.into_iter();
        let reports = groups.map(|(id, members)| {
            let checked = check::run_group(&members);
            let report = validation_of_group(&id, &members, &checked, foot(world));
            GroupReport { id, report }
        });
        reports.collect()
    }
}
