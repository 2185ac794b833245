//! The terms of the Library of Congress's preservation vocabularies that we use. The PREMIS schema
//! takes any word in their place; only this table keeps them right.

/// Where the vocabularies are published.
const VOCABULARY: &str = "http://id.loc.gov/vocabulary/preservation";

/// A term: what is written, the vocabulary and the code in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The label, which is the text of the element.
    pub label: &'static str,
    /// The name of the vocabulary, such as `eventType`.
    pub vocabulary: &'static str,
    /// The code in it, such as `cap`.
    pub code: &'static str,
}

impl Term {
    /// Returns the address of the vocabulary.
    pub fn authority_uri(self) -> String {
        format!("{VOCABULARY}/{}", self.vocabulary)
    }

    /// Returns the address of the term.
    pub fn value_uri(self) -> String {
        format!("{VOCABULARY}/{}/{}", self.vocabulary, self.code)
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventType {
    /// A conversation was exported from its app.
    Capture,
    /// An export was handed over to the batch.
    Transfer,
    /// It was decided what is selected.
    Appraisal,
    /// The metadata of closure were settled.
    MetadataModification,
    /// Transcripts were made of exports.
    Normalization,
    /// Attachments were given the names that they have in the package.
    FilenameChange,
    /// Digests were computed.
    MessageDigestCalculation,
    /// The package was made.
    InformationPackageCreation,
}

impl EventType {
    /// Returns the term of the vocabulary, in its revision of 2018.
    pub fn term(self) -> Term {
        let (label, code) = match self {
            EventType::Capture => ("capture", "cap"),
            EventType::Transfer => ("transfer", "tra"),
            EventType::Appraisal => ("appraisal", "app"),
            EventType::MetadataModification => ("metadata modification", "mem"),
            EventType::Normalization => ("normalization", "nor"),
            EventType::FilenameChange => ("filename change", "fil"),
            EventType::MessageDigestCalculation => ("message digest calculation", "mes"),
            EventType::InformationPackageCreation => ("information package creation", "ipc"),
        };
        Term {
            label,
            vocabulary: "eventType",
            code,
        }
    }
}

/// The outcome of an event that did what it should.
pub const SUCCESS: Term = Term {
    label: "success",
    vocabulary: "eventOutcome",
    code: "suc",
};

/// The person or body that did something.
pub const IMPLEMENTER: Term = Term {
    label: "implementer",
    vocabulary: "eventRelatedAgentRole",
    code: "imp",
};

/// The program that did something.
pub const EXECUTING_PROGRAM: Term = Term {
    label: "executing program",
    vocabulary: "eventRelatedAgentRole",
    code: "exe",
};

/// SHA-256.
pub const SHA_256: Term = Term {
    label: "SHA-256",
    vocabulary: "cryptographicHashFunctions",
    code: "sha256",
};

/// SHA-512.
pub const SHA_512: Term = Term {
    label: "SHA-512",
    vocabulary: "cryptographicHashFunctions",
    code: "sha512",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_name_their_vocabulary_by_its_address() {
        let term = EventType::Capture.term();
        assert_eq!(
            term.value_uri(),
            "http://id.loc.gov/vocabulary/preservation/eventType/cap"
        );
        assert!(
            SHA_256
                .value_uri()
                .starts_with(&format!("{}/", SHA_256.authority_uri()))
        );
    }
}
