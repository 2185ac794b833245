//! Which error ends with which exit code, and what is said of it. The many small errors of the
//! library meet the user in this one file.

use super::exit::{Exit, Failure};
use crate::acts::ActError;
use crate::appraisal::AppraisalError;
use crate::batch::{CopyError, LockError};
use crate::container::OpenError;
use crate::error::IoAt;
use crate::message::BadId;
use crate::pack::BuildError;
use crate::sheet::SheetError;
use crate::source::ReadError;

impl From<ActError> for Failure {
    fn from(error: ActError) -> Failure {
        match error {
            ActError::Io(error) => error.into(),
            ActError::Lock(error) => error.into(),
            ActError::Copy(error) => error.into(),
            ActError::Open(error) => error.into(),
            ActError::Read(error) => error.into(),
            ActError::Appraisal(error) => error.into(),
            ActError::Build(error) => error.into(),
            ActError::File(crate::batch::FileError::Io(error)) => error.into(),
            ActError::Journal(crate::journal::JournalError::Io(error)) => error.into(),
            ActError::Journal(_)
            | ActError::Missing(_)
            | ActError::LedgerChanged { .. }
            | ActError::Ledger(_) => Failure::new(Exit::Incomplete, error),
            ActError::Sheet(error) => error.into(),
            ActError::File(_)
            | ActError::Settings(_)
            | ActError::Policy(_)
            | ActError::People(_)
            | ActError::Key(_)
            | ActError::Id(_)
            | ActError::Answers(_)
            | ActError::Undo(_)
            | ActError::Asked(_) => Failure::new(Exit::AskedWrongly, error),
            ActError::Exists(_) => Failure::new(Exit::CannotWrite, error),
            ActError::NeedsPerson { why, next } => Failure::new(Exit::NeedsPerson, why).next(next),
        }
    }
}

impl From<IoAt> for Failure {
    fn from(error: IoAt) -> Failure {
        let exit = if error.is_reading() {
            Exit::Incomplete
        } else {
            Exit::CannotWrite
        };
        Failure::new(exit, error)
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Failure {
        match error {
            SheetError::Io(error) => error.into(),
            SheetError::Kind(_) => Failure::new(Exit::AskedWrongly, error),
            SheetError::LongCell { .. } | SheetError::ManyRows(_) | SheetError::Write(_) => {
                Failure::new(Exit::CannotWrite, error)
            }
            SheetError::Open(_)
            | SheetError::TooLarge { .. }
            | SheetError::TooMany { .. }
            | SheetError::Encoding { .. }
            | SheetError::Empty(_)
            | SheetError::Broken { .. } => Failure::new(Exit::Incomplete, error),
        }
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Failure {
        Failure::new(Exit::CannotWrite, error)
    }
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Failure {
        match error {
            CopyError::Io(error) => error.into(),
            CopyError::Differs(_) => Failure::new(Exit::CannotWrite, error),
            CopyError::Folder(_) => Failure::new(Exit::AskedWrongly, error),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Failure {
        match error {
            OpenError::Io(error) => error.into(),
            OpenError::NotAFile(_) => Failure::new(Exit::AskedWrongly, error),
            OpenError::Refused { .. } | OpenError::Entry { .. } => {
                Failure::new(Exit::Incomplete, error)
            }
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        match error {
            ReadError::Open(error) => error.into(),
            ReadError::NotThis { .. } => Failure::new(Exit::No, error),
            ReadError::Undecided { .. } => Failure::new(Exit::NeedsPerson, error),
            ReadError::Io { .. } | ReadError::UnknownDialect { .. } | ReadError::Limit { .. } => {
                Failure::new(Exit::Incomplete, error)
            }
            ReadError::Zone(_) => Failure::new(Exit::AskedWrongly, error),
            ReadError::Unbalanced { .. } | ReadError::Stopped => {
                Failure::new(Exit::Internal, error)
            }
        }
    }
}

impl From<AppraisalError> for Failure {
    fn from(error: AppraisalError) -> Failure {
        match error {
            AppraisalError::Read { id, error } => {
                let failure = Failure::from(*error);
                Failure {
                    message: format!("source {id}: {}", failure.message),
                    ..failure
                }
            }
            AppraisalError::Hash(error) => error.into(),
            AppraisalError::Changed { .. } | AppraisalError::Unsteady { .. } => {
                Failure::new(Exit::Incomplete, error)
            }
            AppraisalError::Format { .. } => Failure::new(Exit::AskedWrongly, error),
            AppraisalError::Ledger(_) => Failure::new(Exit::CannotWrite, error),
        }
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Failure {
        match error {
            BuildError::Io(error) => error.into(),
            BuildError::Appraisal(error) => error.into(),
            BuildError::Open(error) => error.into(),
            BuildError::Media { .. } | BuildError::Unsteady(_) => {
                Failure::new(Exit::Incomplete, error)
            }
            BuildError::Exists(_) | BuildError::Write(_) => Failure::new(Exit::CannotWrite, error),
            BuildError::PartTooLarge { .. } => Failure::new(Exit::AskedWrongly, error),
            BuildError::NotForReceiver { .. } | BuildError::UploadSpoilt { .. } => {
                Failure::new(Exit::No, error)
            }
            BuildError::Manifest(_)
            | BuildError::BagInfo(_)
            | BuildError::Plan(_)
            | BuildError::Sums(_)
            | BuildError::Refused(_) => Failure::new(Exit::Internal, error),
        }
    }
}

impl From<BadId> for Failure {
    fn from(error: BadId) -> Failure {
        Failure::new(Exit::AskedWrongly, error)
    }
}
