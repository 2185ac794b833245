//! A share of very many trials: one of each so many, drawn by a seed, made on two threads, with its
//! progress and its rate.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use consign::manifest::grouped;

/// How often it is told how far the trials are.
const TOLD_EVERY: Duration = Duration::from_secs(15);

/// Which of many trials are made.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    one_in: NonZeroUsize,
    seed: u64,
}

impl Share {
    /// Every trial.
    pub const WHOLE: Share = Share::one_in(1);

    /// Returns one of each `one_in` trials, always the same.
    pub const fn one_in(one_in: usize) -> Share {
        Share {
            one_in: NonZeroUsize::new(one_in).expect("a share is one in some"),
            seed: 0,
        }
    }

    /// Returns the share that `.ci/closed` asks for by `CLOSED_ONE_IN` and `CLOSED_SEED`; the whole
    /// where it does not.
    #[expect(clippy::disallowed_methods, reason = "how a script asks tests")]
    pub fn asked() -> Share {
        let number = |name: &str| Some(std::env::var(name).ok()?.parse().expect("a whole number"));
        Share {
            seed: number("CLOSED_SEED").unwrap_or_default(),
            ..Share::one_in(number("CLOSED_ONE_IN").map_or(1, |n: u64| n as usize))
        }
    }

    /// Returns which of the trials with the numbers below `count` are made: of each so many the one
    /// that the seed draws.
    pub fn of(self, count: usize) -> impl Iterator<Item = usize> {
        (0..count).step_by(self.one_in.get()).map(move |from| {
            let until = count.min(from + self.one_in.get());
            from + self.drawn(from as u64) % (until - from)
        })
    }

    /// Draws a number for each number (the finalizer of SplitMix64).
    fn drawn(self, of: u64) -> usize {
        let mut drawn = (of ^ self.seed.rotate_left(32)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (drawn >> 33) as usize
    }

    /// Makes this share of `count` trials on two threads, each with a place of its own to try them
    /// in, and tells now and then how far it is, and at the end how many were made.
    #[expect(
        clippy::print_stdout,
        reason = "who waits for hours is told how far it is"
    )]
    pub fn each<P>(
        self,
        what: &str,
        count: usize,
        place: impl Fn() -> P + Sync,
        trial: impl Fn(&mut P, usize) + Sync,
    ) {
        let all = self.of(count).count();
        let begun = Instant::now();
        let queue = Mutex::new((self.of(count).enumerate(), begun));
        let next = || {
            let mut queue = queue.lock().unwrap();
            let (made, number) = queue.0.next()?;
            if queue.1.elapsed() > TOLD_EVERY {
                queue.1 = Instant::now();
                let share = made * 100 / all;
                println!(
                    "  {what}: {made} of {all}, {share} %, {} s",
                    begun.elapsed().as_secs()
                );
            }
            Some(number)
        };
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut place = place();
                    while let Some(number) = next() {
                        trial(&mut place, number);
                    }
                });
            }
        });
        println!(
            "{what}: {} of {} tried (1 in {}, seed {}) in {:.0} s, {:.0} a second",
            grouped(all as u64),
            grouped(count as u64),
            self.one_in,
            self.seed,
            begun.elapsed().as_secs_f64(),
            all as f64 / begun.elapsed().as_secs_f64()
        );
    }
}

#[test]
fn a_share_is_one_of_each_so_many_and_another_seed_draws_others() {
    for count in [0, 1, 9, 10, 11, 1_000] {
        let drawn: Vec<usize> = Share::one_in(10).of(count).collect();
        assert_eq!(drawn.len(), count.div_ceil(10));
        for (block, number) in drawn.iter().enumerate() {
            assert!((block * 10..count.min(block * 10 + 10)).contains(number));
        }
    }
    assert!(Share::WHOLE.of(1_000).eq(0..1_000));
    let of_seed = |seed| {
        Share {
            seed,
            ..Share::one_in(10)
        }
        .of(1_000)
        .collect::<Vec<_>>()
    };
    assert_ne!(of_seed(1), of_seed(2));
    assert_eq!(of_seed(2), of_seed(2));
}
