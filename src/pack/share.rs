//! Shares the records of a batch out among packages, where one may not hold them all. A batch is cut
//! between parts only: a transcript, its file of participants and its attachments stay together.

use std::collections::BTreeMap;

use super::assemble::Packed;
use super::plan::{PartPlan, Plan};
use super::publish::BuildError;
use crate::batch::Settings;
use crate::fixity::{Algorithm, sha256};
use crate::manifest::{Group, Member, Related, Relationship, grouped};
use crate::package::Bounds;

/// The records of one package, by path below `data/`.
pub(super) type Records<'a> = BTreeMap<&'a str, Packed<'a>>;

/// What one package of a batch holds.
pub(super) struct Share<'a> {
    /// The name of the package.
    pub name: String,
    /// The group that it belongs to, if the batch has several packages.
    pub group: Option<Group>,
    /// Its records.
    pub records: Records<'a>,
}

/// Shares records out in the order of their conversations and parts, each package as full as it may
/// be. There is always one package.
///
/// # Errors
/// When a part alone is more than one package may hold.
pub(super) fn share_out<'a>(
    plan: &Plan,
    mut records: Records<'a>,
    bounds: Bounds,
    settings: &Settings,
) -> Result<Vec<Share<'a>>, BuildError> {
    let mut packages: Vec<Records<'a>> = Vec::new();
    let mut open = Records::new();
    let mut filled = (0, 0);
    for part in plan.chats.iter().flat_map(|chat| chat.parts.values()) {
        let unit = take(part, &mut records);
        let (bytes, count) = weight(&unit);
        if !bounds.hold(bytes, count) {
            return Err(too_large(part, &unit, bounds));
        }
        if !bounds.hold(filled.0 + bytes, filled.1 + count) {
            packages.push(std::mem::take(&mut open));
            filled = (0, 0);
        }
        filled = (filled.0 + bytes, filled.1 + count);
        open.extend(unit);
    }
    packages.push(open);
    Ok(named(packages, settings))
}

/// Takes the records of one part.
fn take<'a>(part: &PartPlan, records: &mut Records<'a>) -> Records<'a> {
    let own = [part.transcript.as_str(), &part.participants];
    let attachments = part.attachments.values().map(|media| media.path.as_str());
    let paths = own.into_iter().chain(attachments);
    paths
        .filter_map(|path| records.remove_entry(path))
        .collect()
}

/// Returns how many bytes records have, and how many they are.
fn weight(records: &Records<'_>) -> (u64, u64) {
    let sizes = records.values().map(|record| record.fixity.size);
    (sizes.sum(), records.len() as u64)
}

fn too_large(part: &PartPlan, unit: &Records<'_>, bounds: Bounds) -> BuildError {
    let (bytes, records) = weight(unit);
    let largest = unit.iter().max_by_key(|(_, record)| record.fixity.size);
    let alone = largest.filter(|(_, record)| !bounds.hold(record.fixity.size, 1));
    let told = |most: Option<u64>, of: &str| most.map(|most| format!("{} {of}", grouped(most)));
    let most = [told(bounds.bytes, "bytes"), told(bounds.records, "records")];
    let most: Vec<String> = most.into_iter().flatten().collect();
    BuildError::PartTooLarge {
        part: part.transcript.clone(),
        bytes,
        records,
        most: most.join(" and "),
        alone: alone.map(|(path, record)| ((*path).to_owned(), record.fixity.size)),
    }
}

/// Names the packages, and tells each of the group where there are several.
fn named<'a>(packages: Vec<Records<'a>>, settings: &Settings) -> Vec<Share<'a>> {
    let members: Vec<Member> = (1..)
        .zip(&packages)
        .map(|(number, records)| member(number, records, settings))
        .collect();
    let group = |number| Group {
        id: settings.packages_name(),
        number,
        of: members.len() as u64,
        members: members.clone(),
    };
    let is_group = packages.len() > 1;
    let packages_of: BTreeMap<String, u64> = (1..)
        .zip(&packages)
        .flat_map(|(number, records)| records.keys().map(move |path| (number, path)))
        .map(|(number, path)| (format!("data/{path}"), number))
        .collect();
    let packages = (1..).zip(packages).map(|(number, mut records)| {
        for related in records.values_mut().map(|record| &mut record.relationships) {
            settle(related, number, &packages_of, settings);
        }
        Share {
            name: settings.package_name_of(number),
            group: is_group.then(|| group(number)),
            records,
        }
    });
    packages.collect()
}

/// Takes out the relationships with what stands in other packages. The next part may be in the next
/// package, and its transcript names it all the same. Of copies the package is told.
fn settle(
    relationships: &mut Vec<Relationship>,
    own: u64,
    packages: &BTreeMap<String, u64>,
    settings: &Settings,
) {
    relationships.retain_mut(|related| match packages.get(&related.target) {
        Some(number) if *number == own => true,
        Some(number) if related.kind == Related::CopyOf => {
            related.package = Some(settings.package_name_of(*number));
            true
        }
        _ => false,
    });
}

fn member(number: u64, records: &Records<'_>, settings: &Settings) -> Member {
    let (bytes, count) = weight(records);
    let transcripts = records
        .values()
        .filter_map(|record| record.made.transcript());
    Member {
        number,
        package: settings.package_name_of(number),
        records: count,
        bytes,
        messages: transcripts.map(|transcript| transcript.messages).sum(),
        payload: sha256(payload_manifest(Algorithm::Sha256, records).as_bytes()).to_string(),
    }
}

/// Returns the payload manifest of records.
pub(super) fn payload_manifest(algorithm: Algorithm, records: &Records<'_>) -> String {
    let paths: Vec<String> = records.keys().map(|path| format!("data/{path}")).collect();
    let listed = paths.iter().map(String::as_str);
    let listed = listed.zip(records.values().map(|record| &record.fixity));
    crate::bag::manifest::write(algorithm, listed)
}
