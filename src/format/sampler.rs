//! What is kept of a file while its bytes pass: the first, the last, and which words were met.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::marks::{LONGEST_MARK, MARKS};

/// The most first bytes that are kept: the block of a photograph that tells its Exif version ends
/// within these.
const HEAD: usize = 64 << 10;

/// The most last bytes that are kept: DROID looks for the end of some pictures as far back.
const TAIL: usize = (128 << 10) + 64;

/// How many bytes show which words are worth looking for.
const ENOUGH: usize = 16;

/// Takes in the bytes of a file as they pass, and keeps what its format is told by.
///
/// What it keeps depends on the bytes alone, not on the pieces in which they come.
#[derive(Debug, Default)]
pub struct Sampler {
    sample: Sample,
    /// From where on bytes belong to the last ones.
    tail_from: u64,
    search: Search,
    /// The last bytes that passed: a word can stand across two pieces.
    seam: Vec<u8>,
}

/// What was kept of a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its first bytes.
    pub head: Vec<u8>,
    /// Its last bytes.
    pub tail: Vec<u8>,
    /// How many bytes it has.
    pub size: u64,
    /// The words that were met anywhere in it, each by its place in the list of marks.
    met: u64,
}

/// Whether words are looked for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Search {
    /// Too little has passed to know.
    #[default]
    NotKnown,
    /// They are.
    For(Words),
    /// Its format has none, or all were met.
    Nothing,
}

/// The words of one kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Words {
    kind: usize,
}

/// For each kind: what finds how its words begin.
static FINDERS: LazyLock<Vec<AhoCorasick>> = LazyLock::new(|| {
    let finder = |kind: &super::marks::Kind| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(kind.stems)
            .expect("a few short words always make a finder")
    };
    MARKS.iter().map(finder).collect()
});

impl Sampler {
    /// Returns a sampler for a file that should have `size` bytes. Where it has more, its last
    /// bytes are kept all the same; where it has fewer, what was kept are its last.
    pub fn new(size: u64) -> Sampler {
        Sampler {
            tail_from: size.saturating_sub(TAIL as u64),
            ..Sampler::default()
        }
    }

    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let sample = &mut self.sample;
        let wanted = HEAD.saturating_sub(sample.head.len()).min(bytes.len());
        sample
            .head
            .extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        let skip = self.tail_from.saturating_sub(sample.size);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let last = bytes.get(skip..).unwrap_or_default();
        let last = last
            .get(last.len().saturating_sub(TAIL)..)
            .unwrap_or_default();
        sample.tail.extend_from_slice(last);
        if sample.tail.len() > 2 * TAIL {
            sample.tail.drain(..sample.tail.len() - TAIL);
        }
        sample.size += bytes.len() as u64;
        if self.search == Search::NotKnown && sample.head.len() >= ENOUGH {
            self.search = Search::of(&sample.head);
        }
        self.look(bytes);
    }

    /// Looks for the words of its kind in bytes that pass, and across the edge to those before.
    fn look(&mut self, bytes: &[u8]) {
        const EDGE: usize = LONGEST_MARK - 1;
        if self.search == Search::Nothing {
            return;
        }
        let first = bytes.get(..EDGE.min(bytes.len())).unwrap_or_default();
        self.seam.extend_from_slice(first);
        if let Search::For(words) = self.search {
            let met = words.met(&self.seam) | words.met(bytes);
            self.sample.met |= met;
        }
        if bytes.len() > EDGE {
            self.seam.clear();
            let last = bytes.get(bytes.len() - EDGE..).unwrap_or_default();
            self.seam.extend_from_slice(last);
        } else {
            let surplus = self.seam.len().saturating_sub(EDGE);
            self.seam.drain(..surplus);
        }
    }

    /// Returns what was kept.
    pub fn finish(mut self) -> Sample {
        if self.search == Search::NotKnown {
            self.search = Search::of(&self.sample.head);
            self.look(&[]);
        }
        let surplus = self.sample.tail.len().saturating_sub(TAIL);
        self.sample.tail.drain(..surplus);
        self.sample
    }
}

impl Search {
    fn of(head: &[u8]) -> Search {
        let kind = MARKS.iter().position(|kind| {
            let there = head.get(kind.at..).unwrap_or_default();
            there.starts_with(kind.starts)
        });
        kind.map_or(Search::Nothing, |kind| Search::For(Words { kind }))
    }
}

impl Words {
    /// Returns the words of this kind in some bytes, as bits.
    fn met(self, bytes: &[u8]) -> u64 {
        let before: usize = MARKS.iter().take(self.kind).map(|k| k.marks.len()).sum();
        let (Some(kind), Some(finder)) = (MARKS.get(self.kind), FINDERS.get(self.kind)) else {
            return 0;
        };
        let mut met = 0;
        for found in finder.find_iter(bytes) {
            let there = bytes.get(found.start()..).unwrap_or_default();
            for (place, mark) in kind.marks.iter().enumerate() {
                if there.starts_with(mark.as_bytes()) {
                    met |= 1 << (before + place);
                }
            }
        }
        met
    }
}

impl Sample {
    /// Returns what is kept of a file whose bytes are these.
    pub fn of(bytes: &[u8]) -> Sample {
        let mut sampler = Sampler::new(bytes.len() as u64);
        sampler.update(bytes);
        sampler.finish()
    }

    /// Tells whether a word stands anywhere in the file. Only the words of its kind were looked
    /// for.
    pub fn met(&self, mark: &str) -> bool {
        let mut marks = MARKS.iter().flat_map(|kind| kind.marks).enumerate();
        marks.any(|(place, known)| *known == mark && self.met & (1 << place) != 0)
    }

    /// Returns the bytes from a place in the file on, as far as they were kept together.
    pub fn from(&self, place: u64) -> Option<&[u8]> {
        if let Ok(place) = usize::try_from(place)
            && place < self.head.len()
            && self.head.len() as u64 == self.size
        {
            return self.head.get(place..);
        }
        let tail_from = self.size.saturating_sub(self.tail.len() as u64);
        match place.checked_sub(tail_from) {
            Some(inside) => self.tail.get(usize::try_from(inside).ok()?..),
            None => self.head.get(usize::try_from(place).ok()?..),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_pieces(bytes: &[u8], piece: usize, told: u64) -> Sample {
        let mut sampler = Sampler::new(told);
        bytes.chunks(piece).for_each(|piece| sampler.update(piece));
        sampler.finish()
    }

    #[test]
    fn the_pieces_change_nothing() {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        bytes.resize(400_000, b' ');
        bytes[299_990..300_005].copy_from_slice(b"/Encrypt 4 0 R ");
        let whole = Sample::of(&bytes);
        assert!(whole.met("/Encrypt") && !whole.met("/GTS_PDFX"));
        assert_eq!(whole.tail.len(), TAIL);
        for piece in [1, 7, 299_993, 262_144] {
            assert_eq!(in_pieces(&bytes, piece, 400_000), whole, "{piece}");
            assert_eq!(in_pieces(&bytes, piece, 0), whole, "{piece}");
        }
    }

    #[test]
    fn a_word_of_the_first_bytes_is_met() {
        let sample = in_pieces(b"%PDF-/Encrypt", 3, 13);
        assert!(sample.met("/Encrypt"));
        assert_eq!(sample, Sample::of(b"%PDF-/Encrypt"));
    }

    #[test]
    fn places_are_found_at_both_ends_only() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| n as u8).collect();
        let sample = Sample::of(&bytes);
        let first = |place| sample.from(place).and_then(|bytes| bytes.first()).copied();
        assert_eq!(first(10), Some(10));
        assert_eq!(first(299_999), Some(299_999_u32 as u8));
        assert_eq!(first(100_000), None);
        assert_eq!(first(300_000), None);
    }

    #[test]
    fn every_mark_has_a_bit_and_a_place_in_the_seam() {
        let marks: Vec<_> = MARKS.iter().flat_map(|kind| kind.marks).collect();
        assert!(marks.len() <= 64);
        assert!(marks.iter().all(|mark| mark.len() <= LONGEST_MARK));
    }

    #[test]
    fn no_mark_hides_another() {
        for kind in MARKS {
            for (a, b) in kind
                .stems
                .iter()
                .flat_map(|a| kind.stems.iter().map(move |b| (a, b)))
            {
                let hides =
                    (1..a.len()).any(|from| b.as_bytes().starts_with(&a.as_bytes()[from..]));
                let within = a != b && a.contains(b);
                assert!(!hides && !within, "{a} {b}");
            }
            for mark in kind.marks {
                assert!(
                    kind.stems.iter().any(|stem| mark.starts_with(stem)),
                    "{mark}"
                );
            }
        }
    }
}
