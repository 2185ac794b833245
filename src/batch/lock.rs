//! One writer at a time. A process that dies holds no lock.

use std::fs::{File, TryLockError};

use super::Batch;
use crate::error::IoAt;
use crate::shown::shown_path;

/// A batch that is locked while this value lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// A batch that could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The file system failed.
    #[error(transparent)]
    Io(#[from] IoAt),
    /// Another run of consign is at work in it.
    #[error("another run of consign is at work in {}; wait until it has ended, then run this again", shown_path(.0.root()))]
    Busy(Batch),
}

impl Lock {
    /// Locks a batch for writing.
    ///
    /// # Errors
    /// When another process holds the lock, or the file system fails.
    pub fn take(batch: &Batch) -> Result<Lock, LockError> {
        let path = batch.root().join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(IoAt::at("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Busy(batch.clone())),
            Err(TryLockError::Error(source)) => Err(IoAt::at("lock", &path)(source).into()),
        }
    }
}

impl Drop for Lock {
    /// Gives the lock up at once. Closing the file is not enough: a process that another thread is
    /// just starting has the file open too, until it runs its own program.
    fn drop(&mut self) {
        // What fails to be unlocked here is unlocked when the file is closed.
        drop(self.file.unlock());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_to_wait() {
        let folder = tempfile::tempdir().unwrap();
        let batch = Batch::at(folder.path());
        let first = Lock::take(&batch).unwrap();
        assert!(matches!(Lock::take(&batch), Err(LockError::Busy(_))));
        drop(first);
        assert!(Lock::take(&batch).is_ok());
    }

    #[test]
    fn a_lock_is_given_up_though_somebody_else_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let batch = Batch::at(folder.path());
        let first = Lock::take(&batch).unwrap();
        let _inherited = first.file.try_clone().unwrap();
        drop(first);
        assert!(Lock::take(&batch).is_ok());
    }
}
