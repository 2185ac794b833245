//! How far the clocks of two exports are apart: one number of minutes for a stretch of messages,
//! so that summer time and travel show as steps.

use std::collections::BTreeMap;

use super::row::Side;

/// A stretch of messages in which the clocks of two exports are apart by the same minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first anchor: the rows in both exports.
    pub first: (u32, u32),
    /// Its last anchor.
    pub last: (u32, u32),
    /// The minutes by which the second clock is ahead of the first.
    pub minutes: i64,
    /// How many anchors say so to the minute.
    pub exact: u32,
    /// How many are off by as many minutes as clocks of phones are, these among them.
    pub anchors: u32,
}

impl Stretch {
    /// Returns the same, with the second export named first.
    pub(super) fn turned(self) -> Stretch {
        let turn = |(a, b)| (b, a);
        Stretch {
            first: turn(self.first),
            last: turn(self.last),
            minutes: -self.minutes,
            ..self
        }
    }
}

/// How many minutes the stamps of one message may be off on two phones.
pub(super) const OFF: i64 = 2;

/// How many differences are tried as that of a stretch.
const TRIED: usize = 16;
/// What a stretch costs that begins, and an anchor that is off by so many minutes. So a step needs
/// more than a handful of anchors that agree, and single ones that were delivered late make none.
const STEP: u32 = 30;
const MISFIT: [u32; 4] = [0, 2, 3, 10];

/// The clocks of two exports.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    /// The stretches, in the order of the first export.
    pub stretches: Vec<Stretch>,
}

impl Clock {
    /// Finds the stretches in the anchors, which are in the order of the first export.
    pub fn of(a: &Side<'_>, b: &Side<'_>, anchors: &[(u32, u32)]) -> Clock {
        let apart: Vec<i64> = anchors.iter().map(|pair| apart(a, b, *pair)).collect();
        let tried = commonest(&apart);
        let fits = best_fits(&apart, &tried);
        let mut clock = Clock::default();
        for ((pair, apart), fit) in anchors.iter().zip(&apart).zip(fits) {
            let off = (apart - tried[fit]).abs();
            if off > OFF {
                continue;
            }
            let exact = u32::from(off == 0);
            match clock.stretches.last_mut() {
                Some(stretch) if stretch.minutes == tried[fit] => {
                    stretch.last = *pair;
                    stretch.exact += exact;
                    stretch.anchors += 1;
                }
                _ => clock.stretches.push(Stretch {
                    first: *pair,
                    last: *pair,
                    minutes: tried[fit],
                    exact,
                    anchors: 1,
                }),
            }
        }
        clock
    }

    /// Returns one clock for two exports of one phone, from the first to the last of so many
    /// messages that are the same to the letter.
    pub fn one((first, last): ((u32, u32), (u32, u32)), same: u32) -> Clock {
        let stretches = vec![Stretch {
            first,
            last,
            minutes: 0,
            exact: same,
            anchors: same,
        }];
        Clock { stretches }
    }

    /// Returns the minutes by which the second clock may be ahead at a row of the first export:
    /// between two stretches, as in either.
    pub fn minutes(&self, row: u32) -> impl Iterator<Item = i64> + use<> {
        let next = self.stretches.partition_point(|s| s.first.0 <= row);
        let here = next.checked_sub(1).map(|at| self.stretches[at]);
        let after = self.stretches.get(next);
        let after = after.filter(|_| here.is_none_or(|here| row > here.last.0));
        let both = [here.map(|s| s.minutes), after.map(|s| s.minutes)];
        both.into_iter().flatten()
    }

    /// Returns how many minutes the stamps of two rows are off; `None` where there is no clock.
    pub fn off(&self, a: &Side<'_>, b: &Side<'_>, pair: (u32, u32)) -> Option<i64> {
        let apart = apart(a, b, pair);
        let off = self.minutes(pair.0).map(|minutes| (apart - minutes).abs());
        off.min()
    }
}

/// Returns by how many minutes the stamp of the second row is later than that of the first.
pub(super) fn apart(a: &Side<'_>, b: &Side<'_>, pair: (u32, u32)) -> i64 {
    b.row(pair.1).minute() - a.row(pair.0).minute()
}

/// Returns the commonest differences, the commonest first; of two as common the smaller.
fn commonest(apart: &[i64]) -> Vec<i64> {
    let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
    for minutes in apart {
        *counts.entry(*minutes).or_default() += 1;
    }
    let mut counts: Vec<(i64, u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(minutes, count)| (u32::MAX - count, minutes.abs(), *minutes));
    counts.truncate(TRIED);
    counts.into_iter().map(|(minutes, _)| minutes).collect()
}

/// Returns for each anchor which of the tried differences holds there, so that steps and misfits
/// together cost least (Viterbi's algorithm).
fn best_fits(apart: &[i64], tried: &[i64]) -> Vec<usize> {
    let misfit = |apart: i64, minutes: i64| {
        let off = usize::try_from((apart - minutes).abs()).unwrap_or(usize::MAX);
        MISFIT[off.min(MISFIT.len() - 1)]
    };
    let mut costs = vec![0_u32; tried.len()];
    let mut came_from: Vec<[u8; TRIED]> = Vec::with_capacity(apart.len());
    for apart in apart {
        let cheapest = cheapest(&costs);
        let mut from = [0; TRIED];
        let stepped = costs[cheapest] + STEP;
        for (fit, cost) in costs.iter_mut().enumerate() {
            let source = if stepped < *cost { cheapest } else { fit };
            from[fit] = u8::try_from(source).expect("there are sixteen at most");
            *cost = (*cost).min(stepped) + misfit(*apart, tried[fit]);
        }
        came_from.push(from);
    }
    let mut fits = vec![0; apart.len()];
    let mut fit = cheapest(&costs);
    for (place, from) in fits.iter_mut().zip(&came_from).rev() {
        *place = fit;
        fit = usize::from(from[fit]);
    }
    fits
}

/// Returns the place of the smallest cost, the first of several; 0 where there is none.
fn cheapest(costs: &[u32]) -> usize {
    let costs = costs.iter().enumerate();
    costs.min_by_key(|(_, cost)| **cost).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(apart: &[i64]) -> Vec<i64> {
        let tried = commonest(apart);
        let fits = best_fits(apart, &tried);
        fits.into_iter().map(|fit| tried[fit]).collect()
    }

    #[test]
    fn a_step_shows_and_stray_anchors_make_none() {
        let summer = [[60; 20].as_slice(), &[0; 20], &[60; 20]].concat();
        assert_eq!(fits(&summer), summer);
        let mut stray = vec![0; 40];
        stray[10] = 600;
        stray[20] = 1;
        stray[21] = 1;
        assert_eq!(fits(&stray), vec![0; 40]);
    }

    #[test]
    fn no_anchors_make_no_clock() {
        assert_eq!(fits(&[]), Vec::<i64>::new());
        assert_eq!(Clock::default().minutes(3).count(), 0);
    }

    #[test]
    fn between_two_stretches_either_may_hold() {
        let stretch = |row, minutes| Stretch {
            first: (row, row),
            last: (row + 9, row + 9),
            minutes,
            exact: 10,
            anchors: 10,
        };
        let clock = Clock {
            stretches: vec![stretch(10, 0), stretch(30, 60)],
        };
        let at = |row| clock.minutes(row).collect::<Vec<_>>();
        assert_eq!(at(0), [0]);
        assert_eq!(at(15), [0]);
        assert_eq!(at(25), [0, 60]);
        assert_eq!(at(35), [60]);
        assert_eq!(at(99), [60]);
    }
}
