//! A set of small numbers, cleared and asked many times.

/// A set of numbers below a bound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// Returns the empty set of numbers below `bound`.
    pub fn below(bound: usize) -> Bits {
        Bits(vec![0; bound.div_ceil(64)])
    }

    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    pub fn insert(&mut self, number: u32) {
        if let Some(block) = self.0.get_mut(number as usize / 64) {
            *block |= 1 << (number % 64);
        }
    }

    /// Adds the numbers of another set below the same bound.
    pub fn add(&mut self, other: &Bits) {
        for (block, more) in self.0.iter_mut().zip(&other.0) {
            *block |= more;
        }
    }

    /// Adds the numbers that two sets below the same bound have in common.
    pub fn add_common(&mut self, a: &Bits, b: &Bits) {
        for (block, (a, b)) in self.0.iter_mut().zip(a.0.iter().zip(&b.0)) {
            *block |= a & b;
        }
    }

    pub fn contains(&self, number: u32) -> bool {
        let block = self.0.get(number as usize / 64).copied().unwrap_or(0);
        block & (1 << (number % 64)) != 0
    }
}

/// A fixed set of numbers, to be compared with a [`Bits`]: only the blocks that hold any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mask(Vec<(u32, u64)>);

impl Mask {
    pub fn of(mut numbers: Vec<u32>) -> Mask {
        numbers.sort_unstable();
        let mut blocks: Vec<(u32, u64)> = Vec::new();
        for number in numbers {
            let bit = 1 << (number % 64);
            match blocks.last_mut() {
                Some((block, bits)) if *block == number / 64 => *bits |= bit,
                _ => blocks.push((number / 64, bit)),
            }
        }
        Mask(blocks)
    }

    /// Tells whether the sets have a number in common.
    pub fn meets(&self, bits: &Bits) -> bool {
        let meets =
            |&(block, mask): &(u32, u64)| bits.0.get(block as usize).is_some_and(|b| b & mask != 0);
        self.0.iter().any(meets)
    }

    /// Tells whether the sets have a number in common that `but` does not hold.
    pub fn meets_beside(&self, bits: &Bits, but: &Bits) -> bool {
        let block = |bits: &Bits, block: u32| bits.0.get(block as usize).copied().unwrap_or(0);
        let meets = |&(at, mask): &(u32, u64)| block(bits, at) & mask & !block(but, at) != 0;
        self.0.iter().any(meets)
    }

    /// Tells whether it holds a number.
    pub fn contains(&self, number: u32) -> bool {
        let block = self.0.iter().find(|(block, _)| *block == number / 64);
        block.is_some_and(|(_, bits)| bits & (1 << (number % 64)) != 0)
    }

    /// Adds the numbers of this set to another.
    pub fn add_to(&self, bits: &mut Bits) {
        for &(block, mask) in &self.0 {
            if let Some(into) = bits.0.get_mut(block as usize) {
                *into |= mask;
            }
        }
    }
}
