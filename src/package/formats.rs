//! `metadata/formats.csv`: the format of every record, in the columns in which DROID exports what it
//! found, so that what reads DROID's export reads this.
//!
//! It follows from the deposit manifest alone, and is made again where it is checked.

use crate::bag::PAYLOAD;
use crate::format::{Basis, Format, format};
use crate::manifest::ManifestRead;
use crate::xml::Node;

/// The columns: those of DROID's export, and how the format is known.
pub const FORMATS_COLUMNS: [&str; 19] = [
    "ID",
    "PARENT_ID",
    "URI",
    "FILE_PATH",
    "NAME",
    "METHOD",
    "STATUS",
    "SIZE",
    "TYPE",
    "EXT",
    "LAST_MODIFIED",
    "EXTENSION_MISMATCH",
    "SHA256_HASH",
    "FORMAT_COUNT",
    "PUID",
    "MIME_TYPE",
    "FORMAT_NAME",
    "FORMAT_VERSION",
    "FORMAT_BASIS",
];

/// Returns `metadata/formats.csv` of the package whose deposit manifest this is: one row a record,
/// in the order of the manifest.
pub fn formats_csv(manifest: &ManifestRead) -> Vec<u8> {
    let infallible = "a CSV in memory can be written";
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(FORMATS_COLUMNS).expect(infallible);
    let package = manifest.root.attribute("package");
    for (index, record) in manifest.records.iter().enumerate() {
        csv.write_record(row(package, index + 1, record))
            .expect(infallible);
    }
    csv.into_inner().expect(infallible)
}

fn row(package: &str, id: usize, record: &Node) -> [String; 19] {
    let says = |name| record.attribute(name).to_owned();
    let path = record.attribute("path");
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let date = record.child("dates").map(|dates| dates.attribute("record"));
    let puid = record.attribute("puid");
    let known = format(puid);
    let of = |part: fn(&Format) -> &'static str| known.map_or("", part).to_owned();
    let is_identified = record.attribute("formatBasis") != Basis::NotIdentified.word();
    let mismatch = known.is_some_and(|format| !format.has_extension(extension));
    [
        id.to_string(),
        // The folders have no rows of their own.
        String::new(),
        format!("file:/{package}/{path}"),
        path.strip_prefix(PAYLOAD).unwrap_or(path).to_owned(),
        name.to_owned(),
        of(|format| format.method().word()),
        "Done".to_owned(),
        says("size"),
        "File".to_owned(),
        extension.to_owned(),
        date.unwrap_or_default().to_owned(),
        mismatch.to_string(),
        says("sha256"),
        u8::from(is_identified).to_string(),
        puid.to_owned(),
        of(|format| format.mime),
        of(|format| format.name),
        of(|format| format.version),
        says("formatBasis"),
    ]
}
