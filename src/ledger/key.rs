//! The key of the ledger's HMACs.

use std::str::FromStr;

use hmac::{Hmac, KeyInit as _, Mac as _};

use crate::fixity::{Sha256Digest, sha256};

/// The key that binds decisions to bytes. It stays in the department.
#[derive(Clone)]
pub struct LedgerKey {
    bytes: [u8; 32],
    /// The HMAC that has taken in the key and nothing else.
    keyed: Hmac<sha2::Sha256>,
}

/// A text that is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a ledger key is 64 hexadecimal digits on one line")]
pub struct BadKey;

impl LedgerKey {
    /// Returns a key of random bytes, which come in from outside.
    pub fn from_random(bytes: [u8; 32]) -> LedgerKey {
        let keyed = Hmac::new_from_slice(&bytes).expect("a key of any length is allowed");
        LedgerKey { bytes, keyed }
    }

    /// Returns the key of a replayed sample. It follows from the sample's acts, so that the same
    /// sample gives the same package everywhere; it is therefore no secret.
    pub fn of_sample(acts: &[u8]) -> LedgerKey {
        let mut bytes = b"consign sample key, not a secret\n".to_vec();
        bytes.extend_from_slice(acts);
        LedgerKey::from_random(sha256(&bytes).0)
    }

    /// Returns the HMAC-SHA-256 of some bytes under this key (RFC 2104).
    pub fn bind(&self, bytes: &[u8]) -> Sha256Digest {
        let mut mac = self.keyed.clone();
        mac.update(bytes);
        Sha256Digest(mac.finalize().into_bytes().into())
    }

    /// Returns the key as it stands in `ledger.key`.
    pub fn to_text(&self) -> String {
        format!("{}\n", Sha256Digest(self.bytes))
    }
}

impl PartialEq for LedgerKey {
    fn eq(&self, other: &LedgerKey) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for LedgerKey {}

impl FromStr for LedgerKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<LedgerKey, BadKey> {
        let digest: Sha256Digest = text.trim_end().parse().map_err(|_| BadKey)?;
        Ok(LedgerKey::from_random(digest.0))
    }
}

impl std::fmt::Debug for LedgerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LedgerKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hmac_is_that_of_the_standard() {
        // RFC 4231 has no case with a 32-byte key; this one was computed with OpenSSL.
        let key = LedgerKey::from_random([0x0b; 32]);
        assert_eq!(
            key.bind(b"Hi There").to_string(),
            "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7"
        );
        assert_eq!(key.to_text().parse(), Ok(key));
        assert_eq!("xyz".parse::<LedgerKey>(), Err(BadKey));
    }
}
