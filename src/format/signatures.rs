//! The signatures of the formats that chats carry, as DROID's signature file has them, and which
//! format gives way to which.

use std::sync::LazyLock;

use super::marks::{COLLECTION, PDFA, UA};
use super::pattern::Pattern;
use super::sampler::Sample;

/// What stands for a format that is not told apart here, and has its way over those that are.
pub const OTHER: &str = "";

/// A signature.
pub struct Signature {
    /// The format that it is of, or [`OTHER`].
    pub puid: &'static str,
    begins: Pattern,
    ends: Option<Pattern>,
    /// Of each list at least one mark stands in the file.
    marks: &'static [&'static [&'static str]],
    /// The extensions with which it is certain; none where it always is.
    pub only: &'static [&'static str],
}

impl Signature {
    /// Tells whether a file has the signature.
    pub fn fits(&self, sample: &Sample) -> bool {
        self.begins.begins(&sample.head)
            && self
                .ends
                .as_ref()
                .is_none_or(|ends| ends.ends(&sample.tail))
            && self
                .marks
                .iter()
                .all(|any| any.iter().any(|mark| sample.met(mark)))
    }
}

type Marks = &'static [&'static [&'static str]];
type Row = (&'static str, &'static str, &'static str, Marks);

const JPEG_END: &str = "FFD9{0-65536}";
const JPEG_SHORT: &str = "FFD9{0-16000}";
const JPEG_LONG: &str = "FFD9{0-131072}";
const PNG: &str = "89504E470D0A1A0A0000000D49484452";
const PNG_END: &str = "0000000049454E44AE426082";
const PDF_END: &str = "2525454F46{0-1024}";
const PDF_1: &str = "{0-144}255044462D312E[30:37]";
const VCARD_END: &str = "454E443A5643415244{0-4}";
const HTML_END: &str = "3C2F(424F4459|48544D4C|626F6479|68746D6C)3E{0-1024}";
const OLE2: &str = "D0CF11E0A1B11AE1{20}FEFF";

const PART_1: &[&str] = &["pdfaid:part=\"1\"", "pdfaid:part='1'", "pdfaid:part>1"];
const PART_2: &[&str] = &["pdfaid:part=\"2\"", "pdfaid:part='2'", "pdfaid:part>2"];
const PART_3: &[&str] = &["pdfaid:part=\"3\"", "pdfaid:part='3'", "pdfaid:part>3"];
const LEVEL_A: &[&str] = &[
    "pdfaid:conformance=\"A\"",
    "pdfaid:conformance='A'",
    "pdfaid:conformance>A",
];
const LEVEL_B: &[&str] = &[
    "pdfaid:conformance=\"B\"",
    "pdfaid:conformance='B'",
    "pdfaid:conformance>B",
];
const LEVEL_U: &[&str] = &[
    "pdfaid:conformance=\"U\"",
    "pdfaid:conformance='U'",
    "pdfaid:conformance>U",
];

/// The signatures: format, how the file begins, how it ends, what else it has.
#[rustfmt::skip] // a table: one row, one line
const ROWS: &[Row] = &[
    ("fmt/41", "FFD8FF", JPEG_END, &[]),
    ("fmt/42", "FFD8FFE0{2}4A464946000100[00:02]", JPEG_END, &[]),
    ("fmt/43", "FFD8FFE0{2}4A464946000101[00:02]", JPEG_END, &[]),
    ("fmt/44", "FFD8FFE0{2}4A464946000102[00:02]", JPEG_END, &[]),
    (OTHER, "FFD8FFE800205350494646", "", &[]),
    ("x-fmt/398", "FFD8FFE1{2}4578696600004D4D002A*9000 0007 0000 0004 30323030", JPEG_END, &[]),
    ("x-fmt/398", "FFD8FFE1{2}45786966000049492A00*0090 0700 0400 0000 30323030", JPEG_SHORT, &[]),
    ("x-fmt/390", "FFD8FFE1{2}4578696600004D4D002A*9000 0007 0000 0004 30323130", JPEG_SHORT, &[]),
    ("x-fmt/390", "FFD8FFE1{2}45786966000049492A00*0090 0700 0400 0000 30323130", JPEG_SHORT, &[]),
    ("x-fmt/391", "FFD8FFE1{2}4578696600004D4D002A*9000 0007 0000 0004 30323230", JPEG_LONG, &[]),
    ("x-fmt/391", "FFD8FFE1{2}45786966000049492A00*0090 0700 0400 0000 30323230", JPEG_LONG, &[]),
    ("fmt/645", "FFD8FFE1{2}4578696600004D4D002A*9000 0007 0000 0004 30323231", JPEG_END, &[]),
    ("fmt/645", "FFD8FFE1{2}45786966000049492A00*0090 0700 0400 0000 30323231", JPEG_END, &[]),
    ("fmt/1507", "FFD8FFE1{2}4578696600004D4D002A*9000 0007 0000 0004 303233[30:39]", JPEG_LONG, &[]),
    ("fmt/1507", "FFD8FFE1{2}45786966000049492A00*0090 0700 0400 0000 303233[30:39]", JPEG_LONG, &[]),
    ("fmt/11", PNG, "0000000049454E44AE426082{0-4}", &[]),
    ("fmt/12", PNG, PNG_END, &[&["iCCP", "sPLT", "sRGB"]]),
    ("fmt/13", PNG, PNG_END, &[&["iTXt"]]),
    ("fmt/935", PNG, PNG_END, &[&["acTL"], &["fcTL\0\0\0\0"]]),
    ("fmt/3", "474946383761", "3B{0-4}", &[]),
    ("fmt/4", "474946383961", "3B{0-4}", &[]),
    ("fmt/566", "52494646{4}5745425056503820", "", &[]),
    ("fmt/567", "52494646{4}574542505650384C", "", &[]),
    ("fmt/568", "52494646{4}5745425056503858", "", &[]),
    ("fmt/1101", "{4}66747970(68656963|68656978|68657663|68657678|6D696631|6D736631)", "", &[]),
    ("fmt/353", "(49492A00|4D4D002A)", "", &[]),
    // Photographs and raw pictures that are TIFF too.
    (OTHER, "49492A00*(12C60100|16920100|AF8703)", "", &[]),
    (OTHER, "4D4D002A*(C6120001|92160001|87AF0003)", "", &[]),
    (OTHER, "49492A00", "(12C60100|16920100|AF8703){0-*}", &[]),
    (OTHER, "4D4D002A", "(C6120001|92160001|87AF0003){0-*}", &[]),
    (OTHER, "49492A00*0090 0700 0400 0000 3032[30:32]30", "", &[]),
    (OTHER, "4D4D002A*9000 0007 0000 0004 3032[30:32]30", "", &[]),
    (OTHER, "49492A00", "0090 0700 0400 0000 3032[30:32]30{0-*}", &[]),
    (OTHER, "4D4D002A", "9000 0007 0000 0004 3032[30:32]30{0-*}", &[]),
    (OTHER, "49492A00*(534F4E59|4E494B4F4E20|4E696B6F6E00|4B4F44414B|48617373656C)", "", &[]),
    (OTHER, "4D4D002A*(4E494B4F4E20|4E696B6F6E00|4B6F64616B|4550534F4E|504B545300|50454E544158)", "", &[]),
    (OTHER, "49492A00{4}(43520200|49494949|3344462E|436F7265|5845524F|20655874)", "", &[]),
    ("fmt/116", "424D{12}28000000{8}0100(01|04|08|10|18|20)00[00:02]000000", "", &[]),
    ("fmt/118", "424D{4}00000000{4}6C000000{8}0100(01|04|08|10|18|20)00[00:03]000000", "", &[]),
    ("fmt/119", "424D{4}00000000{4}7C000000{8}0100(01|04|08|10|18|20)00[00:05]000000", "", &[]),
    ("fmt/199", "{4}66747970{0-64}(69736F32|69736F6D|6D703431|6D703432)", "", &[&["moov"]]),
    (OTHER, "{0-5}6674797063727820", "", &[]),
    ("fmt/596", "{4}667479704D344120", "", &[&["alac"]]),
    ("x-fmt/384", "{4-8}6D6F6F76{0-4096}(636D6F76|6D766864|726D7261)", "", &[]),
    ("x-fmt/384", "{4-8}6674797071742020", "", &[]),
    ("x-fmt/384", "{4}(6D646174|77696465|66726565|736B6970)", "", &[&["moov"], &["mvhd"]]),
    (OTHER, "{4}66726565{12}69637066", "", &[]),
    ("fmt/357", "{4}667479703367(65|67|68|70|72|73|74)[34:39]0000[00:03]00", "", &[]),
    ("fmt/573", "1A45DFA3{0-32}4282847765626D4287", "", &[]),
    ("fmt/569", "{0-1024}1A45DFA3{0-32}4282886D6174726F736B614287", "", &[]),
    ("fmt/5", "52494646{4}41564920", "", &[]),
    ("fmt/944", "4F6767530002", "", &[]),
    ("fmt/945", "4F6767530002{22}807468656F7261030201{32}4F676753", "", &[]),
    ("fmt/945", "4F6767530002{22}6669736865616400{56-72}4F6767530002{22}807468656F7261030201{32}4F676753", "", &[]),
    ("fmt/946", "4F6767530002{22}4F70 7573 4865 6164{11}4F676753", "", &[]),
    ("fmt/203", "4F6767530002{23}766F7262697300000000{19}4F676753", "", &[]),
    ("fmt/947", "4F6767530002{23}464C4143{46}4F676753", "", &[]),
    ("fmt/948", "4F6767530002{22}5370656578202020{72}4F676753", "", &[]),
    ("fmt/356", "2321414D520A", "", &[]),
    ("fmt/6", "52494646{4}57415645", "", &[]),
    ("fmt/141", "52494646{4}57415645666D7420100000000100{14-*}64617461", "", &[]),
    ("fmt/142", "52494646{4}57415645666D7420([00:0F]|[11:FF]){21-*}64617461", "", &[]),
    ("fmt/143", "52494646{4}57415645666D7420{4}FEFF{38-*}64617461", "", &[]),
    // Broadcast sound, and sound of a camera.
    (OTHER, "52494646{4}57415645*(62657874|6578696665766572)", "", &[]),
    ("fmt/14", "255044462D312E30", PDF_END, &[]),
    ("fmt/15", "255044462D312E31", PDF_END, &[]),
    ("fmt/16", "255044462D312E32", PDF_END, &[]),
    ("fmt/17", "255044462D312E33", PDF_END, &[]),
    ("fmt/18", "255044462D312E34", PDF_END, &[]),
    ("fmt/19", "255044462D312E35", PDF_END, &[]),
    ("fmt/20", "255044462D312E36", PDF_END, &[]),
    ("fmt/276", "{0-1}255044462D312E37", "2525454F(46|460A|460D|460D00|460D0A){0-1024}", &[]),
    ("fmt/1129", "{0-4096}255044462D322E30", PDF_END, &[]),
    ("fmt/95", PDF_1, "", &[&[PDFA], PART_1, LEVEL_A]),
    ("fmt/354", PDF_1, "", &[&[PDFA], PART_1, LEVEL_B]),
    ("fmt/476", PDF_1, "", &[&[PDFA], PART_2, LEVEL_A]),
    ("fmt/477", PDF_1, "", &[&[PDFA], PART_2, LEVEL_B]),
    ("fmt/478", PDF_1, "", &[&[PDFA], PART_2, LEVEL_U]),
    ("fmt/479", PDF_1, "", &[&[PDFA], PART_3, LEVEL_A]),
    ("fmt/480", PDF_1, "", &[&[PDFA], PART_3, LEVEL_B]),
    ("fmt/481", PDF_1, "", &[&[PDFA], PART_3, LEVEL_U]),
    ("fmt/2050", "255044462D312E37", "", &[&[UA]]),
    (OTHER, "255044462D322E", "", &[&["pdfaid:part=\"4\"", "pdfaid:part>4", "pdfuaid:part=\"2\""]]),
    (OTHER, "255044462D312E37", "", &[&[COLLECTION]]),
    (OTHER, "255044462D", "", &[&["GTS_PDFX", "ISO_PDFEVersion", "I5_FileFormat"]]),
    ("fmt/45", "7B5C7274(66|6631)5C(616E7369|6D6163|7063|706361)", "", &[]),
    ("fmt/50", "7B5C7274(66|6631){0-1}5C(616E7369|6D6163|7063|706361)5C616E7369637067", "", &[]),
    ("fmt/52", "7B5C7274(66|6631)5C(616E7369|6D6163|7063|706361)5C616E7369637067{3-*}5C737473686664626368{1-4}5C73747368666C6F6368{1-4}5C737473686668696368{1-4}5C73747368666269", "", &[]),
    ("fmt/53", "7B5C7274(66|6631){0-15}(616E7369|6D6163|7063|706361)5C616E7369637067{3-*}5C737473686664626368{1-4}5C73747368666C6F6368{1-4}5C737473686668696368{1-4}5C73747368666269", "", &[&["\\lsdstimax"]]),
    ("fmt/355", "7B5C7274(66|6631){0-15}(616E7369|6D6163|7063|706361)5C616E7369637067{3-*}5C737473686664626368{1-5}5C73747368666C6F6368{1-5}5C737473686668696368{1-5}5C73747368666269", "", &[&["\\*\\colorschememapping", "\\*\\datastore", "\\defchp", "\\afelev"]]),
    ("fmt/395", "424547494E3A5643415244{1-3}56455253494F4E3A", VCARD_END, &[]),
    ("fmt/1879", "424547494E3A5643415244*0A56455253494F4E3A322E31", VCARD_END, &[]),
    ("fmt/1880", "424547494E3A56434152440D0A56455253494F4E3A332E30", VCARD_END, &[]),
    ("fmt/1881", "424547494E3A56434152440D0A56455253494F4E3A342E30", VCARD_END, &[]),
    ("fmt/388", "424547494E3A5643414C454E444152*56455253494F4E{0-2}3A322E30", "454E443A5643414C454E444152{0-4}", &[]),
    ("fmt/96", "{0-1024}3C(48544D4C|68746D6C)", HTML_END, &[]),
    ("fmt/99", "{0-1024}3C21(444F4354595045|646F6374797065)20(48544D4C|68746D6C)20(5055424C4943|7075626C6963)20222D2F2F{1-16}2F2F(445444|647464)20{0-64}(48544D4C|68746D6C)20342E(3020|302F)", "", &[]),
    ("fmt/100", "{0-1024}3C21(444F4354595045|646F6374797065)20(48544D4C|68746D6C)20(5055424C4943|7075626C6963)20222D2F2F{1-16}2F2F(445444|647464)20{0-64}(48544D4C|68746D6C)20342E3031", "", &[]),
    ("fmt/471", "{0-1024}3C21(444F4354595045|646F6374797065){0-4}(48544D4C|68746D6C)3E", "", &[]),
    // Older HTML, XHTML, and pages that are kept in a message.
    (OTHER, "{0-1024}(48544D4C|68746D6C)20(322E30|332E32|312E)", "", &[]),
    (OTHER, "{0-1024}4D494D452D56657273696F6E3A", "", &[]),
    ("fmt/101", "{0-3}3C3F786D6C2076 6572 7369 6F6E3D(22|27)312E30(22|27)", "", &[]),
    // Formats that are XML with this very extension.
    (OTHER, "{0-3}3C3F786D6C{0-1100}(786D6C6E733A78646F|3C5452414E53464552|3C616B6F6D614E746F736F|3C41737365744D6170|3C5061636B696E674C697374|3C436F6D706F736974696F6E506C6179)", "", &[]),
    (OTHER, "{0-3}3C3F786D6C{0-160}786D656D6C", "", &[]),
    ("x-fmt/266", "1F8B08", "", &[]),
    ("fmt/613", "526172211A070100", "", &[]),
    ("fmt/411", "526172211A0700{2}73{34}1D", "", &[]),
    ("fmt/484", "377ABCAF271C", "", &[]),
    ("fmt/111", OLE2, "", &[]),
    ("x-fmt/263", "{0-4}504B0304", "504B01{43-65531}504B0506{18-65531}", &[]),
    ("x-fmt/263", "504B05060000", "", &[]),

];

/// MPEG audio: frames one behind another, at the start or, behind ID3 tags, at the end.
const MP3: [&str; 5] = ["FFFB", "FFF3", "FFFA", "FFF2", "FFE3"];

const ADTS: &str = "FF(F0|F1|F8|F9)(40|41|44|45|48|49|4C|4D|50|51|54|55|58|59|5C|5D|60|61|64|65|68|69|6C|6D|70|71|80|81|84|85|88|89|8C|8D|90|91|94|95|98|99|9C|9D|A0|A1|A4|A5|A8|A9|AC|AD|B0|B1)(00|01|20|40|41|60|80|81|A0|C0|C1|E0)";

/// All signatures, ready to be held to files.
pub static SIGNATURES: LazyLock<Vec<Signature>> = LazyLock::new(|| {
    let mut all: Vec<Signature> = ROWS
        .iter()
        .map(|&(puid, begins, ends, marks)| signature(puid, begins, ends, marks))
        .collect();
    for sync in MP3 {
        let frame = format!("{sync}[10:EB]");
        let behind = format!("{{46-1439}}{frame}");
        let begins = format!("{{0-1795}}{frame}{}", behind.repeat(9));
        all.push(signature("fmt/134", &begins, "", &[]));
        if sync != "FFE3" {
            let ends = format!("{frame}{}{{46-1439}}{frame}{{47-1795}}", behind.repeat(5));
            all.push(signature("fmt/134", "494433", &ends, &[]));
        }
    }
    all.push(signature("fmt/1812", ADTS, "", &[]));
    let tagged = format!("494433{{0-2045}}{ADTS}");
    all.push(signature("fmt/1812", &tagged, "", &[]));
    all
});

fn signature(puid: &'static str, begins: &str, ends: &str, marks: Marks) -> Signature {
    let parse = |text| Pattern::parse(text).expect("the table holds patterns, which a test reads");
    Signature {
        puid,
        begins: parse(begins),
        ends: (!ends.is_empty()).then(|| parse(ends)),
        marks,
        only: match puid {
            // Very many formats are XML too, most with an extension of their own.
            "fmt/101" => &["xml"],
            // A message or a program can hold a page.
            "fmt/96" | "fmt/99" | "fmt/100" | "fmt/471" => &["htm", "html"],
            _ => &[],
        },
    }
}

/// Which formats a format has its way over, where a file has the signatures of both.
#[rustfmt::skip] // a table: one row, one line
pub const OVER: &[(&str, &[&str])] = &[
    ("fmt/42", &["fmt/41"]),
    ("fmt/43", &["fmt/41"]),
    ("fmt/44", &["fmt/41"]),
    ("x-fmt/398", &["fmt/41"]),
    ("x-fmt/390", &["fmt/41"]),
    ("x-fmt/391", &["fmt/41"]),
    ("fmt/645", &["fmt/41"]),
    ("fmt/1507", &["fmt/41"]),
    ("fmt/12", &["fmt/11"]),
    ("fmt/13", &["fmt/11", "fmt/12"]),
    ("fmt/935", &["fmt/11"]),
    ("fmt/353", &["fmt/134"]),
    ("fmt/199", &["x-fmt/384"]),
    ("fmt/596", &["fmt/199"]),
    ("fmt/357", &["fmt/199"]),
    ("fmt/569", &["fmt/134"]),
    ("fmt/945", &["fmt/944"]),
    ("fmt/946", &["fmt/944"]),
    ("fmt/203", &["fmt/944"]),
    ("fmt/947", &["fmt/944"]),
    ("fmt/948", &["fmt/944"]),
    ("fmt/1812", &["fmt/134"]),
    ("fmt/141", &["fmt/6"]),
    ("fmt/142", &["fmt/6"]),
    ("fmt/143", &["fmt/6", "fmt/142"]),
    ("fmt/14", &["fmt/134"]),
    ("fmt/15", &["fmt/134"]),
    ("fmt/16", &["fmt/134"]),
    ("fmt/17", &["fmt/134"]),
    ("fmt/18", &["fmt/134"]),
    ("fmt/19", &["fmt/134"]),
    ("fmt/20", &["fmt/134"]),
    ("fmt/276", &["fmt/134"]),
    ("fmt/95", PDFS),
    ("fmt/354", &["fmt/17", "fmt/18", "fmt/19", "fmt/20", "fmt/276"]),
    ("fmt/476", PDFS),
    ("fmt/477", PDFS),
    ("fmt/478", PDFS),
    ("fmt/479", PDFS),
    ("fmt/480", PDFS),
    ("fmt/481", PDFS),
    ("fmt/2050", &["fmt/276"]),
    ("fmt/50", &["fmt/45"]),
    ("fmt/52", &["fmt/45", "fmt/50"]),
    ("fmt/53", &["fmt/45", "fmt/50", "fmt/52"]),
    ("fmt/355", &["fmt/45", "fmt/50", "fmt/52", "fmt/53"]),
    ("fmt/101", &["fmt/96", "fmt/99", "fmt/100"]),
    ("fmt/99", &["fmt/96"]),
    ("fmt/100", &["fmt/96"]),
    ("fmt/471", &["fmt/96"]),
    ("fmt/1879", &["fmt/395"]),
    ("fmt/1880", &["fmt/395"]),
    ("fmt/1881", &["fmt/395"]),

];

const PDFS: &[&str] = &[
    "fmt/14", "fmt/15", "fmt/16", "fmt/17", "fmt/18", "fmt/19", "fmt/20", "fmt/276",
];
