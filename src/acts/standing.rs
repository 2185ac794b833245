//! What follows from a batch as it stands, worked out once for all that a command does with it.

use std::fs::File;
use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::{ActError, Loaded};
use crate::appraisal::{
    Appraisal, ChangedRows, Inputs, UpToDate, write_ledger, write_ledger_again,
};
use crate::error::IoAt;
use crate::fixity::{HashingWriter, Sha256Digest, Sha256Hasher};
use crate::pack::Plan;

type Hashing<W> = HashingWriter<W, Sha256Hasher>;

/// What was worked out of a batch since it was loaded.
pub(super) struct Standing {
    appraisal: Arc<Appraisal>,
    plan: Option<Arc<Plan>>,
    ledger: Option<Sha256Digest>,
    written: Option<Written>,
}

/// The ledger on disk, as it was written.
struct Written {
    sha256: Sha256Digest,
    /// What changed in the appraisal since.
    since: ChangedRows,
}

impl Loaded {
    /// Returns the appraisal of the batch as it stands. Each source is read and examined once; after
    /// that, only what people decided and the day at which holds are judged are applied again.
    ///
    /// # Errors
    /// When there is no source, or one cannot be read or was changed.
    pub fn appraisal(&mut self, threads: NonZeroUsize) -> Result<Arc<Appraisal>, ActError> {
        Ok(Arc::clone(&self.standing(threads)?.appraisal))
    }

    /// Returns the plan of the package of the batch as it stands.
    ///
    /// # Errors
    /// As [`appraisal`](Loaded::appraisal).
    pub fn plan(&mut self, threads: NonZeroUsize) -> Result<Arc<Plan>, ActError> {
        self.standing(threads)?;
        let standing = self.standing.as_mut().expect("it was worked out just now");
        let settings = &self.inputs.settings;
        let plan = standing
            .plan
            .get_or_insert_with(|| Arc::new(Plan::of(&standing.appraisal, settings)));
        Ok(Arc::clone(plan))
    }

    /// Returns the SHA-256 of the ledger as it follows from the appraisal, without writing it.
    ///
    /// # Errors
    /// As [`appraisal`](Loaded::appraisal), or when a source cannot be read again.
    pub fn ledger(&mut self, threads: NonZeroUsize) -> Result<Sha256Digest, ActError> {
        let standing = self.standing(threads)?;
        if let Some(ledger) = standing.ledger {
            return Ok(ledger);
        }
        let written = match self.ledger_again(Hashing::new(std::io::sink())) {
            Some(written) => written,
            None => self.whole_ledger(Hashing::new(std::io::sink()), threads)?,
        };
        let (_, (_, ledger)) = written.finish();
        self.standing_mut().ledger = Some(ledger);
        Ok(ledger)
    }

    /// Writes `ledger.csv` as it follows from the appraisal, and returns its SHA-256.
    ///
    /// # Errors
    /// As [`ledger`](Loaded::ledger), or when it cannot be written.
    pub(super) fn write_ledger(&mut self, threads: NonZeroUsize) -> Result<Sha256Digest, ActError> {
        self.standing(threads)?;
        let path = self.inputs.batch.ledger();
        let partial = path.with_extension("csv.partial");
        let create = || File::create(&partial).map_err(IoAt::at("create", &partial));
        let written = match self.ledger_again(Hashing::new(create()?)) {
            Some(written) => written,
            None => self.whole_ledger(Hashing::new(create()?), threads)?,
        };
        let (file, (_, ledger)) = written.finish();
        file.sync_all()
            .map_err(IoAt::at("write the ledger", &partial))?;
        std::fs::rename(&partial, &path).map_err(IoAt::at("rename into place", &path))?;
        let standing = self.standing_mut();
        standing.ledger = Some(ledger);
        standing.written = Some(Written {
            sha256: ledger,
            since: ChangedRows::new(),
        });
        Ok(ledger)
    }

    fn whole_ledger<W: Write>(
        &mut self,
        to: Hashing<W>,
        threads: NonZeroUsize,
    ) -> Result<Hashing<W>, ActError> {
        let appraisal = self.appraisal(threads)?;
        Ok(write_ledger(&self.inputs, &appraisal, to)?)
    }

    /// Writes the ledger from the one on disk, where that one was written of this appraisal and
    /// only people's decisions have changed since. Where it is no longer what was written, nothing
    /// of what this wrote holds.
    fn ledger_again<W: Write>(&self, to: Hashing<W>) -> Option<Hashing<W>> {
        let standing = self.standing.as_ref()?;
        let written = standing.written.as_ref()?;
        let from = File::open(self.inputs.batch.ledger()).ok()?;
        let (inputs, appraisal) = (&self.inputs, &standing.appraisal);
        let again = write_ledger_again(inputs, appraisal, &written.since, from, to);
        let (to, read) = again.ok()?;
        (read == written.sha256).then_some(to)
    }

    fn standing_mut(&mut self) -> &mut Standing {
        self.standing.as_mut().expect("it was worked out before")
    }

    fn standing(&mut self, threads: NonZeroUsize) -> Result<&Standing, ActError> {
        if self.inputs.sources.is_empty() {
            return Err(ActError::person(
                "this batch has no source yet",
                "consign add <export>",
            ));
        }
        held_sources_exist(&self.inputs)?;
        let standing = match self.standing.take() {
            Some(standing) if standing.appraisal.is_of(&self.inputs) => standing,
            Some(standing) => standing.brought_up_to_date(&self.inputs, threads)?,
            None => Standing::of(&self.inputs, threads)?,
        };
        Ok(self.standing.insert(standing))
    }
}

impl Standing {
    fn of(inputs: &Inputs, threads: NonZeroUsize) -> Result<Standing, ActError> {
        Ok(Standing {
            appraisal: Arc::new(Appraisal::of(inputs, threads)?),
            plan: None,
            ledger: None,
            written: None,
        })
    }

    fn brought_up_to_date(
        self,
        inputs: &Inputs,
        threads: NonZeroUsize,
    ) -> Result<Standing, ActError> {
        // While somebody holds on to the appraisal it cannot be changed, and another is made.
        let Ok(mut appraisal) = Arc::try_unwrap(self.appraisal) else {
            return Standing::of(inputs, threads);
        };
        let up_to_date = appraisal.bring_up_to_date(inputs, threads)?;
        let appraisal = Arc::new(appraisal);
        let mut written = self.written;
        match up_to_date {
            UpToDate::Already => {
                return Ok(Standing {
                    appraisal,
                    written,
                    ..self
                });
            }
            UpToDate::But(changed) => {
                if let Some(written) = &mut written {
                    for (source, rows) in changed {
                        written.since.entry(source).or_default().extend(rows);
                    }
                }
            }
            UpToDate::Changed => written = None,
        }
        Ok(Standing {
            appraisal,
            plan: None,
            ledger: None,
            written,
        })
    }
}

/// A hold that names a source which the batch does not have would catch nothing in silence.
fn held_sources_exist(inputs: &Inputs) -> Result<(), ActError> {
    let known = |id: &str| inputs.sources.iter().any(|s| s.source.id.as_str() == id);
    for hold in inputs.policy.holds() {
        let Some(unknown) = hold.scope.sources.iter().find(|id| !known(id)) else {
            continue;
        };
        let sources = inputs.sources.iter().map(|s| s.source.id.as_str());
        return Err(ActError::Asked(format!(
            "hold {} names source {unknown}, which this batch does not have: it has {}. Correct the policy, or add the source first",
            hold.id,
            sources.collect::<Vec<_>>().join(", ")
        )));
    }
    Ok(())
}
