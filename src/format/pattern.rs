//! Patterns of bytes, in the notation of PRONOM: `FFD8` bytes, `[30:39]` a range, `(00|01)` one of
//! several, `{4}` or `{0-64}` or `{3-*}` any bytes between, `*` any bytes, as many as there are.
//! Blanks mean nothing.

use memchr::memmem;

/// A pattern, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    steps: Vec<Step>,
    /// How many bytes may follow the last step.
    after: Gap,
}

/// What stands at one place of a pattern, and how far behind the place before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    gap: Gap,
    one_of: Vec<Vec<Atom>>,
}

/// How many bytes lie between: at least, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    least: usize,
    most: Option<usize>,
}

const NONE: Gap = Gap {
    least: 0,
    most: Some(0),
};
const ANY: Gap = Gap {
    least: 0,
    most: None,
};

/// A byte between two.
type Atom = (u8, u8);

impl Pattern {
    /// Reads a pattern; nothing if it is none.
    pub fn parse(text: &str) -> Option<Pattern> {
        let text = text.replace(' ', "");
        let mut steps: Vec<Step> = Vec::new();
        let mut gap = NONE;
        let mut rest = text.as_str();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('*') {
                (gap, rest) = (ANY, after);
            } else if let Some(after) = rest.strip_prefix('{') {
                let (inside, after) = after.split_once('}')?;
                (gap, rest) = (Gap::parse(inside)?, after);
            } else if let Some(after) = rest.strip_prefix('(') {
                let (inside, after) = after.split_once(')')?;
                let one_of = inside.split('|').map(atoms).collect::<Option<_>>()?;
                steps.push(Step { gap, one_of });
                (gap, rest) = (NONE, after);
            } else {
                let end = rest.find(['*', '{', '(']).unwrap_or(rest.len());
                let (inside, after) = rest.split_at(end);
                let one_of = vec![atoms(inside)?];
                steps.push(Step { gap, one_of });
                (gap, rest) = (NONE, after);
            }
        }
        let after = gap;
        (!steps.is_empty()).then_some(Pattern { steps, after })
    }

    /// Tells whether bytes begin with the pattern.
    pub fn begins(&self, bytes: &[u8]) -> bool {
        // Most patterns begin at the first byte, and most files have another one there.
        let stands = |step: &Step| step.one_of.iter().any(|atoms| begin(atoms, bytes));
        let first = self.steps.first();
        if first.is_some_and(|step| step.gap == NONE && !stands(step)) {
            return false;
        }
        !self.ends_from(bytes, vec![0]).is_empty()
    }

    /// Tells whether bytes end with the pattern, wherever in them it begins.
    pub fn ends(&self, bytes: &[u8]) -> bool {
        let Some((first, _)) = self.steps.split_first() else {
            return false;
        };
        let mut starts = Vec::new();
        first.find(bytes, 0, bytes.len(), &mut starts);
        let rest = Pattern {
            steps: self.steps.get(1..).unwrap_or_default().to_vec(),
            after: self.after,
        };
        let ends = rest.ends_from(bytes, sorted(starts));
        ends.iter().any(|end| {
            let left = bytes.len() - end;
            left >= self.after.least && self.after.most.is_none_or(|most| left <= most)
        })
    }

    /// Returns where the pattern can end when what is before it ends at one of these places. All
    /// places are carried on together, so that no file can make this slow.
    fn ends_from(&self, bytes: &[u8], mut ends: Vec<usize>) -> Vec<usize> {
        for step in &self.steps {
            let mut next = Vec::new();
            let mut done = 0;
            for end in ends {
                // The places for one end lie behind those for the end before it, or overlap them.
                let from = (end + step.gap.least).max(done);
                let to = step.gap.most.map_or(bytes.len(), |most| end + most);
                if from <= to {
                    step.find(bytes, from, to, &mut next);
                    done = to.saturating_add(1);
                }
            }
            ends = sorted(next);
            if ends.is_empty() {
                break;
            }
        }
        ends
    }
}

fn sorted(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places.dedup();
    places
}

impl Step {
    /// Adds where the step ends when it begins at one of the places `from..=to`.
    fn find(&self, bytes: &[u8], from: usize, to: usize, ends: &mut Vec<usize>) {
        for atoms in &self.one_of {
            let Some(last) = bytes.len().checked_sub(atoms.len()) else {
                continue;
            };
            let to = to.min(last);
            // The first byte is looked for by itself: most files have it nowhere near.
            let mut at = from;
            while at <= to {
                let fits = bytes
                    .get(at..at + atoms.len())
                    .is_some_and(|there| fits(atoms, there));
                if fits {
                    ends.push(at + atoms.len());
                }
                at += match atoms.first() {
                    Some((low, high)) if low == high && at < to => {
                        let behind = bytes.get(at + 1..=to).unwrap_or_default();
                        match memchr::memchr(*low, behind) {
                            Some(found) => found + 1,
                            None => break,
                        }
                    }
                    _ => 1,
                };
            }
        }
    }
}

fn begin(atoms: &[Atom], bytes: &[u8]) -> bool {
    bytes
        .get(..atoms.len())
        .is_some_and(|there| fits(atoms, there))
}

fn fits(atoms: &[Atom], bytes: &[u8]) -> bool {
    let mut pairs = atoms.iter().zip(bytes);
    pairs.all(|((low, high), byte)| low <= byte && byte <= high)
}

impl Gap {
    fn parse(text: &str) -> Option<Gap> {
        let (least, most) = text.split_once('-').unwrap_or((text, text));
        let most = match most {
            "*" => None,
            most => Some(most.parse().ok()?),
        };
        let least = least.parse().ok()?;
        Some(Gap { least, most })
    }
}

fn atoms(text: &str) -> Option<Vec<Atom>> {
    let mut atoms = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (inside, after) = after.split_once(']')?;
            let (low, high) = inside.split_once(':')?;
            atoms.push((hex(low)?, hex(high)?));
            rest = after;
        } else {
            let (byte, after) = rest.split_at_checked(2)?;
            atoms.push((hex(byte)?, hex(byte)?));
            rest = after;
        }
    }
    (!atoms.is_empty()).then_some(atoms)
}

fn hex(text: &str) -> Option<u8> {
    u8::from_str_radix(text, 16).ok()
}

/// Tells whether bytes hold a word.
pub fn holds(bytes: &[u8], word: &[u8]) -> bool {
    memmem::find(bytes, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(pattern: &str, bytes: &[u8]) -> bool {
        Pattern::parse(pattern).unwrap().begins(bytes)
    }

    #[test]
    fn gaps_ranges_and_choices_are_what_they_say() {
        assert!(begins("FF D8 {2} [30:39]", b"\xff\xd8xx7"));
        assert!(!begins("FFD8{2}[30:39]", b"\xff\xd8xxx7"));
        assert!(begins("{0-4}(4142|43)", b"....AB"));
        assert!(!begins("{0-4}(4142|43)", b".....AB"));
        assert!(begins("41*42", b"A.........B"));
        assert!(begins("41{3-*}42", b"AB..B"));
        assert!(!begins("41{3-*}42", b"AB.B"));
        assert!(!begins("41", b""));
    }

    #[test]
    fn the_end_is_held_to_what_may_follow() {
        let pattern = Pattern::parse("FFD9{0-2}").unwrap();
        assert!(pattern.ends(b"x\xff\xd9"));
        assert!(pattern.ends(b"x\xff\xd9ab"));
        assert!(!pattern.ends(b"x\xff\xd9abc"));
        let frames = Pattern::parse("41{1-2}41{0-1}").unwrap();
        assert!(frames.ends(b"AAxxA."));
        assert!(!frames.ends(b"AAxxA.."));
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        for odd in ["", "*", "F", "XX", "{2", "[30]", "(00", "{a}41"] {
            assert_eq!(Pattern::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn no_bytes_make_it_slow() {
        let frames = format!("{{0-1795}}FFFB{}", "{46-1439}FFFB".repeat(9));
        let bytes = b"\xff\xfb".repeat(4000);
        assert!(begins(&frames, &bytes));
        let bytes = [b"\xff\xfb".repeat(1000), vec![0; 60_000]].concat();
        assert!(!begins(&format!("{frames}{{2000}}FFFB"), &bytes));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_pattern_or_is_not_and_any_bytes_can_be_looked_at(
            text in "[0-9A-F\\[\\]{}()|*:-]{0,24}",
            bytes in proptest::collection::vec(0_u8..80, 0..200),
        ) {
            if let Some(pattern) = Pattern::parse(&text) {
                let (begins, ends) = (pattern.begins(&bytes), pattern.ends(&bytes));
                proptest::prop_assert!(!(begins || ends) || !bytes.is_empty());
            }
        }
    }
}
