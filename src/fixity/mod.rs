//! Fixity: digests as values, and readers and writers that hash the bytes that pass.

mod tee;

pub use tee::{Digesting, Hasher, HashingWriter, Sha256Hasher, sha256_of};

use std::fmt;

use sha2::Digest as _;

/// A digest algorithm that consign writes and reads.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum Algorithm {
    /// SHA-256.
    #[serde(rename = "sha256")]
    Sha256,
    /// SHA-512.
    #[serde(rename = "sha512")]
    Sha512,
}

impl Algorithm {
    /// Both, in the order in which they are written.
    pub const ALL: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];

    /// Returns the name as in BagIt's file names: lower case, no hyphen (RFC 8493, 2.4).
    pub fn bagit_name(self) -> &'static str {
        match self {
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha512 => "sha512",
        }
    }

    /// Returns the length of its digests in bytes.
    pub fn length(self) -> usize {
        match self {
            Algorithm::Sha256 => 32,
            Algorithm::Sha512 => 64,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Algorithm::Sha256 => "SHA-256",
            Algorithm::Sha512 => "SHA-512",
        })
    }
}

/// A SHA-256 digest. Displayed in lower-case hexadecimal; parsed in either case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest(pub [u8; 32]);

/// A SHA-512 digest. Displayed in lower-case hexadecimal; parsed in either case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha512Digest(pub [u8; 64]);

/// A text that is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a digest: {wanted} hexadecimal digits are needed")]
pub struct BadDigest {
    /// How many digits the algorithm's digests have.
    pub wanted: usize,
}

/// Returns the SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> Sha256Digest {
    Sha256Digest(sha2::Sha256::digest(bytes).into())
}

/// Returns the SHA-512 of some bytes.
pub fn sha512(bytes: &[u8]) -> Sha512Digest {
    Sha512Digest(sha2::Sha512::digest(bytes).into())
}

macro_rules! hexadecimal {
    ($digest:ident, $length:literal) => {
        impl $digest {
            /// Returns the digits as they are displayed.
            pub fn digits(&self) -> [u8; $length * 2] {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let mut text = [0; $length * 2];
                for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
                    pair[0] = DIGITS[usize::from(byte >> 4)];
                    pair[1] = DIGITS[usize::from(byte & 15)];
                }
                text
            }
        }

        impl fmt::Display for $digest {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(std::str::from_utf8(&self.digits()).expect("digits are ASCII"))
            }
        }

        impl fmt::Debug for $digest {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $digest {
            type Err = BadDigest;

            fn from_str(text: &str) -> Result<$digest, BadDigest> {
                let mut bytes = [0; $length];
                from_hexadecimal(text, &mut bytes)?;
                Ok($digest(bytes))
            }
        }

        impl serde::Serialize for $digest {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $digest {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$digest, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hexadecimal!(Sha256Digest, 32);
hexadecimal!(Sha512Digest, 64);

/// Stands for a byte that is no hexadecimal digit.
const NO_DIGIT: u8 = u8::MAX;

/// The values of the hexadecimal digits, by their bytes.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 16 {
        let (small, capital) = (b"0123456789abcdef", b"0123456789ABCDEF");
        values[small[value as usize] as usize] = value;
        values[capital[value as usize] as usize] = value;
        value += 1;
    }
    values
};

fn from_hexadecimal(text: &str, bytes: &mut [u8]) -> Result<(), BadDigest> {
    let bad = BadDigest {
        wanted: bytes.len() * 2,
    };
    if text.len() != bytes.len() * 2 {
        return Err(bad);
    }
    let value = |digit: u8| VALUES[usize::from(digit)];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let (high, low) = (value(pair[0]), value(pair[1]));
        if high | low == NO_DIGIT {
            return Err(bad);
        }
        *byte = high << 4 | low;
    }
    Ok(())
}

/// The size and digests of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixity {
    /// Its size in bytes.
    pub size: u64,
    /// Its CRC-32, as a ZIP's directory gives it.
    pub crc32: u32,
    /// Its SHA-256.
    pub sha256: Sha256Digest,
    /// Its SHA-512.
    pub sha512: Sha512Digest,
}

impl Fixity {
    /// Returns the fixity of some bytes.
    pub fn of(bytes: &[u8]) -> Fixity {
        let mut hasher = Hasher::new();
        hasher.update(bytes);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        // FIPS 180-4, the message "abc".
        assert_eq!(
            sha256(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(
            sha512(b"abc")
                .to_string()
                .starts_with("ddaf35a193617abacc417349ae204131")
        );
        assert_eq!(Fixity::of(b"123456789").crc32, 0xcbf4_3926);
    }

    #[test]
    fn hexadecimal_is_read_in_either_case_and_nothing_else() {
        let digest = sha256(b"abc");
        assert_eq!(digest.to_string().to_uppercase().parse(), Ok(digest));
        for bad in ["", "ba78", &"g".repeat(64), &"+1".repeat(32)] {
            assert!(bad.parse::<Sha256Digest>().is_err(), "{bad}");
        }
    }
}
