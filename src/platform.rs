//! What differs between Unix and Windows. Nothing else in consign asks which of them it is on.

use std::fs::File;
use std::io;
use std::path::Path;

/// Reads from a position of a file without moving anybody else's.
///
/// # Errors
/// When the system cannot read.
pub fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, into, at);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, into, at);
}

/// Writes the whole of `bytes` at a position of a file without moving anybody else's.
///
/// # Errors
/// When the system cannot write.
pub fn write_all_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::write_all_at(file, bytes, at);
    #[cfg(windows)]
    {
        let (mut bytes, mut at) = (bytes, at);
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(file, bytes, at)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                n => {
                    bytes = bytes.get(n..).unwrap_or_default();
                    at += n as u64;
                }
            }
        }
        Ok(())
    }
}

/// Flushes the names in a folder to disk, where the system has such a thing.
///
/// # Errors
/// When the system cannot flush.
pub fn flush_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    return File::open(folder)?.sync_all();
    #[cfg(windows)]
    {
        let _unused = folder;
        Ok(())
    }
}

/// Renames a file, and fails where the new name is taken.
///
/// # Errors
/// When the new name is taken, or the system cannot rename.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    // A second name for the same file is refused where the name is taken; a rename is not.
    match std::fs::hard_link(from, to) {
        Ok(()) => std::fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems know no second names; the batch is locked, so nobody else is here.
        Err(_) if !to.exists() => std::fs::rename(from, to),
        Err(error) => Err(error),
    }
}
