//! Formats told by files made by hand, and by TNA's own tables where these are at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::signatures::{OVER, SIGNATURES};
use super::*;

mod droid_tests;

fn puid(name: &str, bytes: &[u8]) -> &'static str {
    let found = identify(&Sample::of(bytes), name);
    assert_eq!(found.puid.is_none(), found.by == Basis::NotIdentified);
    found.puid.unwrap_or("none")
}

/// Returns bytes with `middle` of nothing between.
fn spread(first: &[u8], middle: usize, last: &[u8]) -> Vec<u8> {
    [first, &vec![0; middle], last].concat()
}

/// Returns a ZIP with these entries, stored.
fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    let number = |bytes: &mut Vec<u8>, n: usize, width: usize| {
        bytes.extend_from_slice(&(n as u64).to_le_bytes()[..width]);
    };
    for (name, content) in entries {
        let at = bytes.len();
        for (to, signature) in [(&mut bytes, b"PK\x03\x04"), (&mut directory, b"PK\x01\x02")] {
            to.extend_from_slice(signature);
            let is_local = signature == b"PK\x03\x04";
            to.extend(vec![0; if is_local { 14 } else { 16 }]);
            number(to, content.len(), 4);
            number(to, content.len(), 4);
            number(to, name.len(), 2);
            to.extend(vec![0; if is_local { 2 } else { 12 }]);
            if !is_local {
                number(to, at, 4);
            }
            to.extend_from_slice(name.as_bytes());
        }
        bytes.extend_from_slice(content.as_bytes());
    }
    let from = bytes.len();
    bytes.extend_from_slice(&directory);
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    number(&mut bytes, entries.len(), 2);
    number(&mut bytes, entries.len(), 2);
    number(&mut bytes, directory.len(), 4);
    number(&mut bytes, from, 4);
    number(&mut bytes, 0, 2);
    bytes
}

#[test]
fn pictures_are_told() {
    let jpeg = |head: &[u8]| spread(head, 300, b"\xff\xd9");
    let jfif =
        |minor: u8| jpeg(&[b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01".as_slice(), &[minor, 1]].concat());
    let exif = |version: &[u8]| {
        let order = b"\xff\xd8\xff\xe1\x0a\xbeExif\0\0MM\0\x2a\0\0\0\x08";
        jpeg(&[order.as_slice(), b"\x90\0\0\x07\0\0\0\x04", version].concat())
    };
    assert_eq!(puid("a.jpg", &jpeg(b"\xff\xd8\xff\xdb")), "fmt/41");
    assert_eq!(puid("a.jpg", &jfif(0)), "fmt/42");
    assert_eq!(puid("a.jpg", &jfif(1)), "fmt/43");
    assert_eq!(puid("a.jpg", &jfif(2)), "fmt/44");
    assert_eq!(puid("a.jpg", &exif(b"0200")), "x-fmt/398");
    assert_eq!(puid("a.jpg", &exif(b"0210")), "x-fmt/390");
    assert_eq!(puid("a.jpg", &exif(b"0220")), "x-fmt/391");
    assert_eq!(puid("a.jpg", &exif(b"0221")), "fmt/645");
    assert_eq!(puid("a.jpg", &exif(b"0232")), "fmt/1507");
    // Cut short, and under a name that says something else.
    assert_eq!(
        puid("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01"),
        "none"
    );
    assert_eq!(puid("a.txt", &jfif(1)), "fmt/43");
    let png = |chunks: &[u8]| {
        let head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice();
        let end = b"\0\0\0\0IEND\xae\x42\x60\x82".as_slice();
        spread(&[head, &[0; 200_000], chunks].concat(), 200_000, end)
    };
    assert_eq!(puid("a.png", &png(b"")), "fmt/11");
    assert_eq!(puid("a.png", &png(b"sRGB")), "fmt/12");
    assert_eq!(puid("a.png", &png(b"iTXt")), "fmt/13");
    assert_eq!(puid("a.png", &png(b"sRGB..iTXt")), "fmt/13");
    assert_eq!(puid("a.png", &png(b"acTL..fcTL\0\0\0\0")), "fmt/935");
    assert_eq!(puid("a.gif", b"GIF89a...\x3b"), "fmt/4");
    assert_eq!(puid("a.webp", b"RIFF....WEBPVP8 ...."), "fmt/566");
    assert_eq!(puid("a.webp", b"RIFF....WEBPVP8L...."), "fmt/567");
    assert_eq!(puid("a.webp", b"RIFF....WEBPVP8X...."), "fmt/568");
    assert_eq!(
        puid("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1"),
        "fmt/1101"
    );
    assert_eq!(puid("a.tif", b"II\x2a\0\x08\0\0\0\x0e\0"), "fmt/353");
    // A raw photograph is TIFF with more, and is not told apart.
    assert_eq!(
        puid(
            "a.dng",
            b"II\x2a\0\x08\0\0\0\x12\xc6\x01\0\x04\0\0\0\x01\x04\0\0"
        ),
        "none"
    );
}

#[test]
fn films_and_sound_are_told() {
    let film = |brand: &[u8]| {
        let head = [b"\0\0\0\x20ftyp".as_slice(), brand, b"\0\0\0\0", brand].concat();
        spread(
            &head,
            900_000,
            &[b"moov".as_slice(), &[0; 300_000]].concat(),
        )
    };
    assert_eq!(puid("a.mp4", &film(b"isom")), "fmt/199");
    assert_eq!(puid("a.mp4", &film(b"mp42")), "fmt/199");
    assert_eq!(puid("a.mp4", b"\0\0\0\x20ftypisom\0\0\0\0isom"), "none");
    let song = [b"\0\0\0\x20ftypM4A \0\0\0\0mp42".as_slice(), b"....moov"].concat();
    assert_eq!(puid("a.m4a", &song), "fmt/199");
    assert_eq!(
        puid("a.m4a", &[&song[..], b"alac....alac"].concat()),
        "fmt/596"
    );
    assert_eq!(puid("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"), "x-fmt/384");
    assert_eq!(
        puid("a.3gp", b"\0\0\0\x18ftyp3gp4\0\0\x03\0isom"),
        "fmt/357"
    );
    assert_eq!(
        puid("a.webm", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm\x42\x87"),
        "fmt/573"
    );
    assert_eq!(puid("a.avi", b"RIFF....AVI LIST"), "fmt/5");
    let frames = |sync: &[u8]| [sync, &[0x90; 100]].concat().repeat(12);
    assert_eq!(puid("a.mp3", &frames(b"\xff\xfb\x90")), "fmt/134");
    assert_eq!(puid("a.aac", b"\xff\xf1\x50\x80...."), "fmt/1812");
    assert_eq!(puid("a.amr", b"#!AMR\n..."), "fmt/356");
    let ogg = |codec: &[u8], then: usize| {
        let page = [b"OggS\0\x02".as_slice(), &[0; 22], codec].concat();
        spread(&page, then, b"OggS")
    };
    assert_eq!(puid("a.opus", &ogg(b"OpusHead", 11)), "fmt/946");
    assert_eq!(puid("a.ogg", &ogg(b"\x01vorbis\0\0\0\0", 19)), "fmt/203");
    assert_eq!(puid("a.ogg", &ogg(b"another", 11)), "fmt/944");
    let wave = b"RIFF....WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data";
    assert_eq!(puid("a.wav", wave), "fmt/141");
}

#[test]
fn documents_are_told() {
    let pdf = |version: &str, body: &str| {
        let body = format!("{}{body}{}", " ".repeat(200_000), " ".repeat(200_000));
        format!("%PDF-{version}\n{body}\n%%EOF\n").into_bytes()
    };
    let versions = [
        ("1.0", "fmt/14"),
        ("1.1", "fmt/15"),
        ("1.2", "fmt/16"),
        ("1.3", "fmt/17"),
        ("1.4", "fmt/18"),
        ("1.5", "fmt/19"),
        ("1.6", "fmt/20"),
        ("1.7", "fmt/276"),
        ("2.0", "fmt/1129"),
    ];
    for (version, wanted) in versions {
        assert_eq!(puid("a.pdf", &pdf(version, "")), wanted);
    }
    let archived = |part: u8, level: char| {
        let ns = "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"";
        let says = format!(
            "<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>"
        );
        puid("a.pdf", &pdf("1.7", &format!("{ns}>{says}")))
    };
    assert_eq!(archived(1, 'B'), "fmt/354");
    assert_eq!(archived(2, 'B'), "fmt/477");
    assert_eq!(archived(3, 'U'), "fmt/481");
    assert_eq!(
        puid("a.pdf", &pdf("1.4", "/GTS_PDFXVersion (PDF/X-3:2003)")),
        "none"
    );
    assert_eq!(puid("a.pdf", b"%PDF-1.4 cut short"), "none");
    let locked = identify(&Sample::of(&pdf("1.5", "/Encrypt 7 0 R")), "a.pdf");
    assert_eq!((locked.puid, locked.lock), (Some("fmt/19"), Lock::Password));
    assert_eq!(puid("a.rtf", b"{\\rtf1\\ansi Hello"), "fmt/45");
    assert_eq!(puid("a.rtf", b"{\\rtf1\\ansi\\ansicpg1252 Hello"), "fmt/50");
}

#[test]
fn office_documents_are_told_by_what_lies_in_them() {
    let main = "application/vnd.openxmlformats-officedocument";
    let links = ("_rels/.rels", "http://schemas.openxmlformats.org/");
    let office = |part: &str| {
        let types = format!("<Override ContentType=\"{main}.{part}.main+xml\"/>");
        zip(&[("[Content_Types].xml", &types), links])
    };
    assert_eq!(
        puid("a.docx", &office("wordprocessingml.document")),
        "fmt/412"
    );
    assert_eq!(puid("a.xlsx", &office("spreadsheetml.sheet")), "fmt/214");
    assert_eq!(
        puid("a.pptx", &office("presentationml.presentation")),
        "fmt/215"
    );
    assert_eq!(puid("a.docx", &office("something")), "none");
    let text = "application/vnd.oasis.opendocument.text";
    let open = |version: &str| {
        let content = format!("<office:document-content office:version=\"{version}\">");
        let list = format!("<manifest:file-entry manifest:media-type=\"{text}\"/>");
        let list = ("META-INF/manifest.xml", list.as_str());
        zip(&[("mimetype", text), ("content.xml", &content), list])
    };
    assert_eq!(puid("a.odt", &open("1.2")), "fmt/291");
    assert_eq!(puid("a.odt", &open("1.3")), "fmt/1756");
    assert_eq!(puid("a.odt", &open("9.9")), "none");
    let files = zip(&[("a.txt", "x"), ("b.txt", "y")]);
    assert_eq!(puid("a.zip", &files), "x-fmt/263");
    assert_eq!(puid("a.apk", &files), "none");
    assert_eq!(puid("a.zip", &files[..files.len() - 1]), "none");
    let utf16 = |text: &str| text.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<u8>>();
    let ole2 = |flags: [u8; 2], parts: &[&[u8]]| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(28, 0);
        bytes.extend(b"\xfe\xff");
        bytes.resize(512, 0);
        bytes.extend(b"\xec\xa5\xc1\0\0\0\0\0\0\0");
        bytes.extend(flags);
        bytes.resize(100_000, 0);
        bytes.extend(parts.concat());
        bytes.resize(300_000, 0);
        bytes
    };
    let word = utf16("WordDocument");
    assert_eq!(
        puid("a.doc", &ole2([0, 0], &[&word, b"Word.Document.8"])),
        "fmt/40"
    );
    assert_eq!(puid("a.doc", &ole2([0, 0], &[&word])), "none");
    let flagged = |flags| {
        let found = identify(
            &Sample::of(&ole2(flags, &[&word, b"Word.Document.8"])),
            "a.doc",
        );
        (found.puid, found.lock)
    };
    assert_eq!(flagged([0, 1]), (Some("fmt/754"), Lock::Password));
    assert_eq!(flagged([1, 0]), (Some("x-fmt/45"), Lock::None));
    assert_eq!(flagged([1, 1]), (Some("fmt/755"), Lock::Password));
    let book = utf16("Workbook");
    let biff = b"\x09\x08\x10\0\0\x06\x05\0";
    assert_eq!(puid("a.xls", &ole2([0, 0], &[&book, biff])), "fmt/61");
    assert_eq!(
        puid(
            "a.xls",
            &ole2([0, 0], &[&book, biff, &word, b"Word.Document.8"])
        ),
        "none"
    );
    assert_eq!(
        puid("a.ppt", &ole2([0, 0], &[&utf16("PowerPoint Document")])),
        "fmt/126"
    );
    let locked = identify(
        &Sample::of(&ole2([0, 0], &[&utf16("EncryptedPackage")])),
        "a.docx",
    );
    assert_eq!(
        (locked.puid, locked.lock),
        (Some("fmt/494"), Lock::Password)
    );
}

#[test]
fn text_is_told_by_its_bytes_where_they_can_tell_and_else_by_its_name() {
    let card = |version: &str| format!("BEGIN:VCARD\r\nVERSION:{version}\r\nEND:VCARD\r\n");
    assert_eq!(puid("a.vcf", card("2.1").as_bytes()), "fmt/1879");
    assert_eq!(puid("a.vcf", card("3.0").as_bytes()), "fmt/1880");
    assert_eq!(puid("a.vcf", card("4.0").as_bytes()), "fmt/1881");
    assert_eq!(
        puid("a.vcf", b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"),
        "fmt/395"
    );
    assert_eq!(puid("a.vcf", b"VERSION:3.0\n"), "none");
    let page = b"<!DOCTYPE html>\n<html><body></body></html>\n";
    assert_eq!(puid("a.html", page), "fmt/471");
    assert_eq!(puid("a.htm", b"<html><body></body></html>\n"), "fmt/96");
    assert_eq!(puid("a.txt", page), "none");
    let xml = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<transcript/>\n";
    assert_eq!(puid("a.xml", xml), "fmt/101");
    assert_eq!(puid("a.svg", xml), "none");
    assert_eq!(puid("a.txt", xml), "none");
    let by_name = |name: &str, bytes: &[u8]| {
        let found = identify(&Sample::of(bytes), name);
        (found.puid, found.by)
    };
    let text = "Käse".as_bytes();
    assert_eq!(
        by_name("a.txt", text),
        (Some("x-fmt/111"), Basis::Extension)
    );
    assert_eq!(
        by_name("b.csv/A.TXT", text),
        (Some("x-fmt/111"), Basis::Extension)
    );
    assert_eq!(by_name("a.csv", text), (Some("x-fmt/18"), Basis::Extension));
    for (name, bytes) in [
        ("a.txt", b"\0\x01".as_slice()),
        ("a.txt", b""),
        ("a", text),
        ("a.jpg", text),
    ] {
        assert_eq!(by_name(name, bytes), (None, Basis::NotIdentified), "{name}");
    }
}

#[test]
fn the_table_and_the_signatures_are_of_the_same_formats() {
    let by_signature: BTreeSet<&str> = SIGNATURES.iter().map(|signature| signature.puid).collect();
    for format in all() {
        let has = by_signature.contains(format.puid);
        let is_zip = format.puid == "x-fmt/263";
        assert_eq!(
            has,
            format.method() == Method::Signature || is_zip,
            "{}",
            format.puid
        );
    }
    let unknown = by_signature.iter().filter(|puid| format(puid).is_none());
    // What is not told apart, and a bare OLE2 document, of which only the content is told.
    assert_eq!(unknown.collect::<Vec<_>>(), [&"", &"fmt/111"]);
    for (puid, behind) in OVER {
        assert!(
            std::iter::once(puid)
                .chain(*behind)
                .all(|puid| format(puid).is_some())
        );
    }
}

#[test]
fn a_refusal_has_its_reason() {
    assert_eq!(refusal(Some("x-fmt/263")), Some(Refusal::Packed));
    assert_eq!(refusal(Some("fmt/494")), Some(Refusal::Password));
    assert_eq!(refusal(Some("fmt/43")), None);
    assert_eq!(refusal(None), Some(Refusal::NotIdentified));
}

proptest::proptest! {
    #[test]
    fn any_bytes_have_a_format_or_none(
        start in 0_usize..8,
        bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400),
        name in "[a-z]{0,3}\\.(jpg|zip|docx|txt|doc|)",
    ) {
        let starts: [&[u8]; 8] = [
            b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4", b"\xff\xd8\xff",
            b"\0\0\0\x18ftyp", b"RIFF", b"\x89PNG",
        ];
        let bytes = [starts[start], &bytes].concat();
        let found = identify(&Sample::of(&bytes), &name);
        proptest::prop_assert!(found.puid.is_none_or(|puid| format(puid).is_some()));
    }
}
