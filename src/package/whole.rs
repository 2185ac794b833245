//! The digest of a ZIP as a whole, which takes one thread as long as its files take another: where
//! there are two, it is begun when the package is opened.

use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use crate::container::PositionedFile;
use crate::fixity::{Sha256Digest, sha256_of};

/// The SHA-256 of a ZIP as a whole, known or being computed.
pub(super) struct Whole {
    raw: PositionedFile,
    begun: Mutex<Option<JoinHandle<io::Result<Sha256Digest>>>>,
    digest: OnceLock<io::Result<Sha256Digest>>,
    nobody_waits: Arc<AtomicBool>,
}

impl Whole {
    /// Returns the digest to be of this ZIP, begun at once where there is a thread for it.
    pub fn of(raw: PositionedFile, threads: NonZeroUsize) -> Whole {
        let nobody_waits = Arc::new(AtomicBool::new(false));
        let begun = (threads.get() > 1).then(|| {
            let mut from = Awaited {
                raw: raw.clone(),
                nobody_waits: Arc::clone(&nobody_waits),
            };
            std::thread::spawn(move || Ok(sha256_of(&mut from)?.1))
        });
        Whole {
            raw,
            begun: Mutex::new(begun),
            digest: OnceLock::new(),
            nobody_waits,
        }
    }

    /// Returns the digest, when it is computed.
    pub fn digest(&self) -> &io::Result<Sha256Digest> {
        self.digest.get_or_init(|| {
            let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
            match begun.take() {
                Some(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                None => Ok(sha256_of(&mut self.raw.clone())?.1),
            }
        })
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        self.nobody_waits.store(true, Ordering::Relaxed);
    }
}

/// Reads a file as long as somebody waits for what comes of it.
struct Awaited {
    raw: PositionedFile,
    nobody_waits: Arc<AtomicBool>,
}

impl Read for Awaited {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.nobody_waits.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.raw.read(into)
    }
}
