//! Which copies of messages people decided about: an answer takes the place of what they decided.

use std::collections::BTreeMap;

use crate::appraisal::Appraisal;
use crate::message::MessageId;
use crate::review::Effective;

/// Returns of some messages the other copies about which people decided.
pub(super) fn decided_copies<'a>(
    appraisal: &Appraisal,
    ids: impl Iterator<Item = &'a MessageId>,
    effective: &BTreeMap<MessageId, Effective>,
) -> BTreeMap<MessageId, Vec<MessageId>> {
    let mut found = BTreeMap::new();
    for id in ids {
        let mut sources = appraisal.sources.iter();
        let source = sources.find(|source| source.source.id == id.source);
        let row = source.and_then(|source| Some((source, source.row_at(id.offset)?)));
        let members = row.map_or(&[][..], |(source, row)| source.copies.of(row as usize));
        let copies = members
            .iter()
            .filter_map(|member| appraisal.copies.id_of(member.at));
        let decided: Vec<MessageId> = copies
            .filter(|copy| copy != id && effective.contains_key(copy))
            .collect();
        if !decided.is_empty() {
            found.insert(id.clone(), decided);
        }
    }
    found
}
