//! Who is around a message: known in its conversation, and whose device it was. That is the same
//! for every message of a stretch of time, so it is looked at once for all of them.

use super::super::facts::Person;
use super::super::words::Folded;
use super::bits::{Bits, Mask};
use super::program::Program;

/// Who is known around a message, as people give it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// Everybody who is known in the conversation, each person once.
    pub members: &'a [Person<'a>],
    /// Those of whom it is not known who they were at the time, as they were at others: a hold
    /// counts them as known, a rule does not.
    pub doubtful: &'a [Person<'a>],
    /// Whose device the export was made on; `None` where nobody stated that.
    pub custodian: Option<&'a [Person<'a>]>,
}

/// What queries look for and find in those around a message. It is of the program that made it,
/// and means nothing to another.
#[derive(Debug)]
pub struct Around {
    /// Found in one member at least.
    any: Bits,
    /// Found in two members at least.
    many: Bits,
    /// Found in each.
    members: Vec<Bits>,
    /// Found in those in doubt.
    doubtful: Bits,
    custodian: Option<Bits>,
}

impl Around {
    /// Returns what a program looks for and finds in those around a message.
    pub fn of(program: &Program, surroundings: &Surroundings<'_>) -> Around {
        let mut folded = Folded::default();
        let mut one = |people: &[Person<'_>]| {
            let mut found = Bits::below(program.people.len());
            for person in people {
                program.people.find(person, &mut folded, &mut found);
            }
            found
        };
        let members: Vec<Bits> = surroundings
            .members
            .iter()
            .map(|member| one(std::slice::from_ref(member)))
            .collect();
        let mut any = Bits::below(program.people.len());
        let mut many = any.clone();
        for member in &members {
            many.add_common(&any, member);
            any.add(member);
        }
        Around {
            any,
            many,
            members,
            doubtful: one(surroundings.doubtful),
            custodian: surroundings.custodian.map(one),
        }
    }

    /// Tells whether anybody known in the conversation is meant.
    pub(super) fn has(&self, wanted: &Mask) -> bool {
        wanted.meets(&self.any)
    }

    /// Tells whether anybody known in the conversation, or perhaps known, is meant.
    pub(super) fn may_have(&self, wanted: &Mask) -> bool {
        wanted.meets(&self.any) || wanted.meets(&self.doubtful)
    }

    /// Tells whether anybody but the member at a place is meant.
    pub(super) fn has_beside(&self, wanted: &Mask, member: Option<usize>) -> bool {
        match member.and_then(|member| self.members.get(member)) {
            Some(own) => wanted.meets(&self.many) || wanted.meets_beside(&self.any, own),
            None => wanted.meets(&self.any),
        }
    }

    /// Tells whether the custodian is meant; nothing where nobody stated who that is.
    pub(super) fn custodian(&self, wanted: &Mask) -> Option<bool> {
        self.custodian.as_ref().map(|found| wanted.meets(found))
    }
}
