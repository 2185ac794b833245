//! Marks: the words of a format that can stand anywhere in a file. Where DROID looks for a sequence
//! in the whole of it, we look for a word of that sequence.

use super::compound;

/// The most bytes of a mark.
pub const LONGEST_MARK: usize = 32;

/// A kind of file in which marks are looked for, told by its first bytes.
pub struct Kind {
    /// Where these bytes stand.
    pub at: usize,
    /// What they are.
    pub starts: &'static [u8],
    /// How the marks begin: what is looked for first. None begins with the end of another.
    pub stems: &'static [&'static str],
    /// The marks.
    pub marks: &'static [&'static str],
}

const fn kind(at: usize, starts: &'static [u8], marks: &'static [&'static str]) -> Kind {
    Kind {
        at,
        starts,
        stems: marks,
        marks,
    }
}

/// The namespace of PDF/A.
pub const PDFA: &str = "www.aiim.org/pdfa/ns/id";
/// What PDF/UA-1 says of itself.
pub const UA: &str = "pdfuaid:part>1<";
/// What a portfolio of files in PDF has.
pub const COLLECTION: &str = "/Collection ";
/// What an encrypted PDF has.
pub const ENCRYPT: &str = "/Encrypt";

/// What is looked for in the whole of a file, by kind.
pub const MARKS: &[Kind] = &[
    kind(
        0,
        b"\x89PNG",
        &["iTXt", "iCCP", "sPLT", "sRGB", "acTL", "fcTL\0\0\0\0"],
    ),
    kind(4, b"ftypM4A ", &["moov", "alac"]),
    kind(4, b"ftyp", &["moov"]),
    kind(4, b"mdat", &["moov", "mvhd"]),
    kind(4, b"wide", &["moov", "mvhd"]),
    kind(4, b"free", &["moov", "mvhd"]),
    kind(4, b"skip", &["moov", "mvhd"]),
    Kind {
        at: 0,
        starts: b"%PDF-",
        stems: &[
            ENCRYPT,
            PDFA,
            "pdfaid:",
            "pdfuaid:",
            COLLECTION,
            "GTS_PDFX",
            "ISO_PDFEVersion",
            "I5_FileFormat",
        ],
        marks: &[
            ENCRYPT,
            PDFA,
            "pdfaid:part=\"1\"",
            "pdfaid:part='1'",
            "pdfaid:part>1",
            "pdfaid:part=\"2\"",
            "pdfaid:part='2'",
            "pdfaid:part>2",
            "pdfaid:part=\"3\"",
            "pdfaid:part='3'",
            "pdfaid:part>3",
            "pdfaid:conformance=\"A\"",
            "pdfaid:conformance='A'",
            "pdfaid:conformance>A",
            "pdfaid:conformance=\"B\"",
            "pdfaid:conformance='B'",
            "pdfaid:conformance>B",
            "pdfaid:conformance=\"U\"",
            "pdfaid:conformance='U'",
            "pdfaid:conformance>U",
            "pdfaid:part=\"4\"",
            "pdfaid:part>4",
            UA,
            "pdfuaid:part=\"2\"",
            COLLECTION,
            "GTS_PDFX",
            "ISO_PDFEVersion",
            "I5_FileFormat",
        ],
    },
    kind(
        0,
        b"{\\rt",
        &[
            "\\*\\colorschememapping",
            "\\*\\datastore",
            "\\defchp",
            "\\afelev",
            "\\lsdstimax",
        ],
    ),
    kind(
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        &[
            compound::WORD,
            compound::BOOK,
            compound::SLIDES,
            compound::ENCRYPTED,
            compound::WORD_8,
            compound::BIFF_8,
            compound::POWERPOINT_95,
        ],
    ),
];
