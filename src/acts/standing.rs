//! What follows from a batch as it stands, worked out once for all that a command does with it.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::{ActError, Loaded};
use crate::appraisal::{Appraisal, Inputs, UpToDate, write_ledger};
use crate::fixity::{HashingWriter, Sha256Digest, Sha256Hasher};
use crate::pack::Plan;

/// What was worked out of a batch since it was loaded.
pub(super) struct Standing {
    appraisal: Arc<Appraisal>,
    plan: Option<Arc<Plan>>,
    ledger: Option<Sha256Digest>,
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
        let appraisal = Arc::clone(&standing.appraisal);
        let to = HashingWriter::<_, Sha256Hasher>::new(std::io::sink());
        let (_, (_, ledger)) = write_ledger(&self.inputs, &appraisal, to)?.finish();
        self.ledger_is(ledger);
        Ok(ledger)
    }

    /// Notes the SHA-256 of the ledger that was written of the appraisal as it stands.
    pub(super) fn ledger_is(&mut self, ledger: Sha256Digest) {
        if let Some(standing) = &mut self.standing {
            standing.ledger = Some(ledger);
        }
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
        let same = up_to_date == UpToDate::Already;
        Ok(Standing {
            appraisal: Arc::new(appraisal),
            plan: self.plan.filter(|_| same),
            ledger: self.ledger.filter(|_| same),
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
