//! What a sample proves of what was not looked at.

use statrs::function::beta::checked_beta_reg;

/// Returns the upper bound of the share that is wrong, when `wrong` of `n` messages drawn at
/// random are: one-sided, exact (Clopper and Pearson 1934), with 95 % confidence. It is the share
/// at which so few wrong ones would be drawn 1 time in 20. Nothing drawn proves nothing.
pub fn at_most(n: u64, wrong: u64) -> f64 {
    if wrong >= n {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    // Each step halves what is left: 60 are more than a number of this kind can tell apart.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        match at_most_so_many(n, wrong, middle) > 0.05 {
            true => low = middle,
            false => high = middle,
        }
    }
    high
}

/// Returns the probability that at most `wrong` of `n` are wrong, when a share of `share` is: the
/// binomial distribution function, by the regularised incomplete beta function.
#[expect(clippy::cast_precision_loss, reason = "samples are far below 2^52")]
fn at_most_so_many(n: u64, wrong: u64, share: f64) -> f64 {
    checked_beta_reg((n - wrong) as f64, wrong as f64 + 1.0, 1.0 - share)
        .expect("both shapes are 1 or more, and the share lies between 0 and 1")
}
