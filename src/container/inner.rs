//! A ZIP inside an entry: a document that somebody attached. It is read in memory and within a
//! budget, and never opened as an export.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// Returns the entries of a ZIP in memory whose names are wanted, in the order of the ZIP, each with
/// its bytes. Every entry is read, so that what is unpacked afterwards is known to end.
///
/// # Errors
/// Why it cannot be read: it is no ZIP, has a password, is damaged, or unpacks to more than `most`
/// bytes.
pub fn inner_entries(
    bytes: &[u8],
    most: u64,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, &'static str> {
    const DAMAGED: &str = "it is damaged, or has a password";
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let mut left = most;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| DAMAGED)?;
        let name = entry.name().map_err(|_| DAMAGED)?.into_owned();
        let mut unpacked = Vec::new();
        let read = entry.take(left + 1).read_to_end(&mut unpacked);
        let read = read.map_err(|_| DAMAGED)? as u64;
        left = left
            .checked_sub(read)
            .ok_or("it unpacks to more than is read")?;
        if wanted(&name) {
            entries.push((name, unpacked));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    #[test]
    fn what_is_wanted_is_read_within_the_budget() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in [("a.xml", &b"abc"[..]), ("b.bin", b"defg")] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let xml = |name: &str| name.ends_with(".xml");
        let entries = inner_entries(&bytes, 7, &xml).unwrap();
        assert_eq!(entries, [("a.xml".to_owned(), b"abc".to_vec())]);
        assert!(inner_entries(&bytes, 6, &xml).is_err());
        assert!(inner_entries(b"PK\x03\x04 no", 6, &xml).is_err());
    }
}
