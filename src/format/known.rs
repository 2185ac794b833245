//! The formats that are told apart, as PRONOM names them.

/// A format of the registry PRONOM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Its identifier, such as `fmt/43`.
    pub puid: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its version; empty where it has none.
    pub version: &'static str,
    /// Its MIME types, joined by a comma; empty where it has none.
    pub mime: &'static str,
    /// Its extensions in small letters, joined by blanks.
    extensions: &'static str,
}

/// How DROID tells a format, in the words of its export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// By a signature of its bytes.
    Signature,
    /// By what lies in a ZIP or an OLE2 document.
    Container,
    /// By its extension alone.
    Extension,
}

impl Method {
    /// Returns the word for it in DROID's export.
    pub fn word(self) -> &'static str {
        match self {
            Method::Signature => "Signature",
            Method::Container => "Container",
            Method::Extension => "Extension",
        }
    }
}

impl Format {
    /// Tells whether an extension, in small letters, is one of the format.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.extensions().any(|known| known == extension)
    }

    /// Returns its extensions.
    pub fn extensions(&self) -> impl Iterator<Item = &'static str> {
        self.extensions.split_ascii_whitespace()
    }

    /// Returns how DROID tells it.
    pub fn method(&self) -> Method {
        if IN_CONTAINERS.contains(&self.puid) {
            Method::Container
        } else if BY_EXTENSION.contains(&self.puid) {
            Method::Extension
        } else {
            Method::Signature
        }
    }
}

/// Returns the format with this identifier, if it is one of those that are told apart.
pub fn format(puid: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.puid == puid)
}

/// Returns the format that an extension, in small letters, is enough for: one that has no
/// signature, where no other such format has the extension.
pub fn by_extension(extension: &str) -> Option<&'static Format> {
    let mut formats = FORMATS
        .iter()
        .filter(|format| format.method() == Method::Extension);
    formats.find(|format| format.has_extension(extension))
}

/// Returns all formats that are told apart.
pub fn all() -> &'static [Format] {
    FORMATS
}

/// The formats that are told by what lies in a ZIP or an OLE2 document.
const IN_CONTAINERS: &[&str] = &[
    "fmt/412", "fmt/214", "fmt/215", "fmt/494", "fmt/40", "fmt/754", "x-fmt/45", "fmt/755",
    "fmt/61", "fmt/126", "fmt/136", "fmt/290", "fmt/291", "fmt/1756", "fmt/137", "fmt/294",
    "fmt/295", "fmt/1755", "fmt/138", "fmt/292", "fmt/293", "fmt/1754",
];

/// The formats that have no signature.
const BY_EXTENSION: &[&str] = &[
    "x-fmt/111",
    "x-fmt/18",
    "x-fmt/13",
    "fmt/817",
    "fmt/2054",
    "fmt/1149",
    "x-fmt/62",
    "fmt/818",
];

const fn row(
    puid: &'static str,
    name: &'static str,
    version: &'static str,
    mime: &'static str,
    extensions: &'static str,
) -> Format {
    Format {
        puid,
        name,
        version,
        mime,
        extensions,
    }
}

#[rustfmt::skip] // a table: one row, one line
const FORMATS: &[Format] = &[
    // Pictures.
    row("fmt/41", "Raw JPEG Stream", "", "image/jpeg", "jfi jfif jif jpe jpeg jpg"),
    row("fmt/42", "JPEG File Interchange Format", "1.00", "image/jpeg", "jfi jfif jif jpe jpeg jpg"),
    row("fmt/43", "JPEG File Interchange Format", "1.01", "image/jpeg", "jfi jfif jif jpe jpeg jpg"),
    row("fmt/44", "JPEG File Interchange Format", "1.02", "image/jpeg", "jfi jfif jif jpe jpeg jpg"),
    row("x-fmt/398", "Exchangeable Image File Format (Compressed)", "2.0", "image/jpeg", "jpeg jpg"),
    row("x-fmt/390", "Exchangeable Image File Format (Compressed)", "2.1", "image/jpeg", "jpeg jpg"),
    row("x-fmt/391", "Exchangeable Image File Format (Compressed)", "2.2", "image/jpeg", "jpeg jpg"),
    row("fmt/645", "Exchangeable Image File Format (Compressed)", "2.21", "image/jpeg", "jpeg jpg"),
    row("fmt/1507", "Exchangeable Image File Format (Compressed)", "2.3.x", "image/jpeg", "jpeg jpg"),
    row("fmt/11", "Portable Network Graphics", "1.0", "image/png", "png"),
    row("fmt/12", "Portable Network Graphics", "1.1", "image/png", "png"),
    row("fmt/13", "Portable Network Graphics", "1.2", "image/png", "png"),
    row("fmt/935", "Animated Portable Network Graphics", "", "image/apng", "apng png"),
    row("fmt/3", "Graphics Interchange Format", "87a", "image/gif", "gif"),
    row("fmt/4", "Graphics Interchange Format", "89a", "image/gif", "gif"),
    row("fmt/566", "WebP", "Lossy", "image/webp", "webp"),
    row("fmt/567", "WebP", "Lossless", "image/webp", "webp"),
    row("fmt/568", "WebP", "Extended", "image/webp", "webp"),
    row("fmt/1101", "High Efficiency Image File Format", "", "image/heif", "heic"),
    row("fmt/353", "Tagged Image File Format", "", "image/tiff", "tif tiff"),
    row("fmt/116", "Windows Bitmap", "3.0", "image/bmp", "bmp dib"),
    row("fmt/118", "Windows Bitmap", "4.0", "image/bmp", "bmp dib"),
    row("fmt/119", "Windows Bitmap", "5.0", "image/bmp", "bmp dib"),
    // Films and sound.
    row("fmt/199", "MPEG-4 Media File", "", "application/mp4, video/mp4", "f4a f4v m4a m4v mp4"),
    row("fmt/596", "Apple Lossless Audio Codec", "", "", "m4a mp4"),
    row("x-fmt/384", "Quicktime", "", "video/quicktime", "mov qtm"),
    row("fmt/357", "3GPP Audio/Video File", "", "audio/3gpp, video/3gpp", "3gp 3gpp"),
    row("fmt/573", "WebM", "", "video/webm", "webm"),
    row("fmt/569", "Matroska", "1-4", "", "mk3d mka mks mkv"),
    row("fmt/5", "Audio/Video Interleaved Format", "", "video/x-msvideo", "avi"),
    row("fmt/134", "MPEG 1/2 Audio Layer 3", "", "audio/mpeg", "mp3"),
    row("fmt/944", "Ogg Multimedia Container", "", "application/ogg", "ogg ogv opus spx"),
    row("fmt/945", "Ogg Theora Video", "", "video/ogg", "ogg ogv"),
    row("fmt/946", "Ogg Opus Codec Compressed Multimedia File", "", "audio/ogg, audio/opus", "ogg opus"),
    row("fmt/203", "Ogg Vorbis Codec Compressed Multimedia File", "", "audio/ogg", "ogg"),
    row("fmt/947", "Ogg FLAC Compressed Multimedia File", "", "audio/ogg", "ogg"),
    row("fmt/948", "Ogg Speex Codec Multimedia File", "", "audio/ogg, audio/speex", "ogg spx"),
    row("fmt/356", "Adaptive Multi-Rate Audio", "", "audio/amr", "amr"),
    row("fmt/1812", "Audio Data Transport Stream", "", "audio/aac, audio/vnd.dlna.adts", "aac adts"),
    row("fmt/6", "Waveform Audio", "", "audio/x-wav", "wav"),
    row("fmt/141", "Waveform Audio (PCMWAVEFORMAT)", "", "audio/x-wav", "wav wave"),
    row("fmt/142", "Waveform Audio (WAVEFORMATEX)", "", "audio/x-wav", "wav wave"),
    row("fmt/143", "Waveform Audio (WAVEFORMATEXTENSIBLE)", "", "audio/x-wav", "wav wave"),
    // Documents.
    row("fmt/14", "Acrobat PDF 1.0 - Portable Document Format", "1.0", "application/pdf", "pdf"),
    row("fmt/15", "Acrobat PDF 1.1 - Portable Document Format", "1.1", "application/pdf", "pdf"),
    row("fmt/16", "Acrobat PDF 1.2 - Portable Document Format", "1.2", "application/pdf", "pdf"),
    row("fmt/17", "Acrobat PDF 1.3 - Portable Document Format", "1.3", "application/pdf", "pdf"),
    row("fmt/18", "Acrobat PDF 1.4 - Portable Document Format", "1.4", "application/pdf", "pdf"),
    row("fmt/19", "Acrobat PDF 1.5 - Portable Document Format", "1.5", "application/pdf", "pdf"),
    row("fmt/20", "Acrobat PDF 1.6 - Portable Document Format", "1.6", "application/pdf", "pdf"),
    row("fmt/276", "Acrobat PDF 1.7 - Portable Document Format", "1.7", "application/pdf", "pdf"),
    row("fmt/1129", "PDF 2.0 - Portable Document Format", "2.0", "application/pdf", "pdf"),
    row("fmt/95", "Acrobat PDF/A - Portable Document Format", "1a", "application/pdf", "pdf"),
    row("fmt/354", "Acrobat PDF/A - Portable Document Format", "1b", "application/pdf", "pdf"),
    row("fmt/476", "Acrobat PDF/A - Portable Document Format", "2a", "application/pdf", "pdf"),
    row("fmt/477", "Acrobat PDF/A - Portable Document Format", "2b", "application/pdf", "pdf"),
    row("fmt/478", "Acrobat PDF/A - Portable Document Format", "2u", "application/pdf", "pdf"),
    row("fmt/479", "Acrobat PDF/A - Portable Document Format", "3a", "application/pdf", "pdf"),
    row("fmt/480", "Acrobat PDF/A - Portable Document Format", "3b", "application/pdf", "pdf"),
    row("fmt/481", "Acrobat PDF/A - Portable Document Format", "3u", "application/pdf", "pdf"),
    row("fmt/2050", "PDF/UA Portable Document Format", "1", "application/pdf", "pdf"),
    row("fmt/412", "Microsoft Word for Windows", "2007 onwards", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx wbk"),
    row("fmt/214", "Microsoft Excel for Windows", "2007 onwards", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    row("fmt/215", "Microsoft Powerpoint for Windows", "2007 onwards", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    row("fmt/494", "Microsoft Office Encrypted Document", "2007 Onwards", "", "docx pptx xlsx"),
    row("fmt/40", "Microsoft Word Document", "97-2003", "application/msword", "doc wbk"),
    row("fmt/754", "Microsoft Word Document (Password Protected)", "97-2003", "application/msword", "doc wbk"),
    row("x-fmt/45", "Microsoft Word Document Template", "97-2003", "", "dot"),
    row("fmt/755", "Microsoft Word Document Template (Password Protected)", "97-2003", "application/msword", "dot"),
    row("fmt/61", "Microsoft Excel 97-2003 Workbook (xls)", "8 & 8X", "application/vnd.ms-excel", "xls xlw"),
    row("fmt/126", "Microsoft Powerpoint Presentation", "97-2003", "application/vnd.ms-powerpoint", "ppt"),
    row("fmt/136", "OpenDocument Text", "1.0", "application/vnd.oasis.opendocument.text", "odt ott"),
    row("fmt/290", "OpenDocument Text", "1.1", "application/vnd.oasis.opendocument.text", "odt ott"),
    row("fmt/291", "OpenDocument Text", "1.2", "application/vnd.oasis.opendocument.text", "odt ott"),
    row("fmt/1756", "OpenDocument Text", "1.3", "application/vnd.oasis.opendocument.text", "odt"),
    row("fmt/137", "OpenDocument Spreadsheet", "1.0", "application/vnd.oasis.opendocument.spreadsheet", "ods ots"),
    row("fmt/294", "OpenDocument Spreadsheet", "1.1", "application/vnd.oasis.opendocument.spreadsheet", "ods ots"),
    row("fmt/295", "OpenDocument Spreadsheet", "1.2", "application/vnd.oasis.opendocument.spreadsheet", "ods ots"),
    row("fmt/1755", "OpenDocument Spreadsheet", "1.3", "application/vnd.oasis.opendocument.spreadsheet", "ods"),
    row("fmt/138", "OpenDocument Presentation", "1.0", "application/vnd.oasis.opendocument.presentation", "odp otp"),
    row("fmt/292", "OpenDocument Presentation", "1.1", "application/vnd.oasis.opendocument.presentation", "odp otp"),
    row("fmt/293", "OpenDocument Presentation", "1.2", "application/vnd.oasis.opendocument.presentation", "odp otp"),
    row("fmt/1754", "OpenDocument Presentation", "1.3", "application/vnd.oasis.opendocument.presentation", "odp"),
    row("fmt/45", "Rich Text Format", "1.0-1.4", "application/rtf, text/rtf", "rtf"),
    row("fmt/50", "Rich Text Format", "1.5-1.6", "application/rtf, text/rtf", "rtf"),
    row("fmt/52", "Rich Text Format", "1.7", "application/rtf, text/rtf", "rtf"),
    row("fmt/53", "Rich Text Format", "1.8", "application/rtf, text/rtf", "rtf"),
    row("fmt/355", "Rich Text Format", "1.9", "application/rtf, text/rtf", "rtf"),
    // Text and data.
    row("fmt/101", "Extensible Markup Language", "1.0", "application/xml, text/xml", "xml"),
    row("fmt/96", "Hypertext Markup Language", "", "text/html", "htm html"),
    row("fmt/99", "Hypertext Markup Language", "4.0", "text/html", "htm html"),
    row("fmt/100", "Hypertext Markup Language", "4.01", "text/html", "htm html"),
    row("fmt/471", "Hypertext Markup Language", "5", "text/html", "htm html"),
    row("fmt/395", "vCard", "", "text/vcard", "vcard vcf"),
    row("fmt/1879", "vCard", "2.1", "text/vcard", "vcard vcf"),
    row("fmt/1880", "vCard", "3", "text/vcard", "vcard vcf"),
    row("fmt/1881", "vCard", "4", "text/vcard", "vcard vcf"),
    row("fmt/388", "Internet Calendar and Scheduling format", "", "text/calendar", "ics"),
    row("x-fmt/111", "Plain Text File", "", "text/plain", "txt"),
    row("x-fmt/18", "Comma Separated Values", "", "text/csv", "csv"),
    row("x-fmt/13", "Tab-separated Values", "", "text/tab-separated-values", "tab tsv"),
    row("fmt/817", "JSON Data Interchange Format", "", "application/json", "json"),
    row("fmt/2054", "JSON Lines Text Format", "", "", "jsonl"),
    row("fmt/1149", "Markdown", "", "text/markdown", "markdown md"),
    row("x-fmt/62", "Log File", "", "", "log"),
    row("fmt/818", "YAML", "", "", "yaml yml"),
    // Packed files.
    row("x-fmt/263", "ZIP Format", "", "application/zip", "zip"),
    row("x-fmt/266", "GZIP Format", "", "application/gzip", "gz z"),
    row("fmt/613", "RAR Archive", "5.0", "application/vnd.rar", "rar"),
    row("fmt/411", "RAR Archive", "2.9", "application/vnd.rar", "rar"),
    row("fmt/484", "7Zip format", "", "", "7z"),
];
