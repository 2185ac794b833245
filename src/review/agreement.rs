//! How far two reviewers agree, beyond what chance would give: Cohen's kappa.

use std::collections::BTreeMap;

use crate::manifest::grouped;
use crate::selection::Effect;

/// How far second looks agree with first decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Agreement {
    /// How many messages two reviewers looked at.
    pub looked_twice: u64,
    /// How many of them they agree about.
    pub agreed: u64,
    /// Cohen's kappa; `None` where it is not defined, because chance alone would agree always.
    pub kappa: Option<f64>,
}

impl Agreement {
    /// Counts what the first and the second reviewer said, message by message.
    pub fn of(pairs: impl IntoIterator<Item = (Effect, Effect)>) -> Agreement {
        let mut table = BTreeMap::new();
        for pair in pairs {
            *table.entry(pair).or_insert(0_u64) += 1;
        }
        let agreed = table.iter().filter(|((first, second), _)| first == second);
        Agreement {
            looked_twice: table.values().sum(),
            agreed: agreed.map(|(_, count)| count).sum(),
            kappa: kappa(&table),
        }
    }

    /// Says how far two reviewers agree; nothing where nobody looked again.
    pub fn in_words(&self) -> Option<String> {
        let kappa = match self.kappa {
            _ if self.looked_twice == 0 => return None,
            Some(kappa) => format!("Cohen's kappa {kappa:.2}"),
            None => "Cohen's kappa is not defined, because every decision was the same".to_owned(),
        };
        Some(format!(
            "Two posts looked at {} {} and agree about {}: {kappa}",
            grouped(self.looked_twice),
            if self.looked_twice == 1 {
                "message"
            } else {
                "messages"
            },
            grouped(self.agreed)
        ))
    }
}

/// Returns Cohen's kappa of a table of how often the first and the second reviewer said what:
/// (observed agreement − expected) / (1 − expected). `None` where it is not defined: nothing was
/// looked at twice, or both said the same one thing of everything.
pub fn kappa(table: &BTreeMap<(Effect, Effect), u64>) -> Option<f64> {
    let count = |is: &dyn Fn(&(Effect, Effect)) -> bool| {
        let cells = table.iter().filter(|(pair, _)| is(pair));
        cells.map(|(_, count)| u128::from(*count)).sum::<u128>()
    };
    let all = count(&|_| true);
    let agreed = count(&|(first, second)| first == second);
    let by_chance: u128 = Effect::ALL
        .iter()
        .map(|effect| count(&|(first, _)| first == effect) * count(&|(_, second)| second == effect))
        .sum();
    // In whole numbers as long as can be: n² times what the formula has.
    let (observed, whole) = (agreed * all, all * all);
    if by_chance == whole {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a share, to two decimals")]
    let share = (observed as f64 - by_chance as f64) / (whole as f64 - by_chance as f64);
    Some(share)
}
