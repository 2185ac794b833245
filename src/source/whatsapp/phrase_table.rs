//! The words of the app, by language, and where each was learned.
//!
//! A language that is not here is not lost: marks, names of files and what recurs in an export
//! tell the app's words in any language (see [`learned`](super::learned)). Every row is compared
//! whole, without marks and without the last dot.

use crate::message::DeletedBy;

/// Where the words of a row were learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In exports that telephones made.
    Exports,
    /// In a published program that reads exports, under a permissive licence: name and version.
    Program(&'static str),
    /// In no export or publication that was at hand: what a speaker who knows the app remembers.
    /// Such words name the sort of what a mark has shown, or are a match of text and no more.
    Remembered,
}

/// Words of one language that were learned in one place, each with what it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<M: 'static> {
    /// The language, by its code in BCP 47.
    #[cfg_attr(not(test), expect(dead_code, reason = "says what a row is; tests ask"))]
    pub(super) language: &'static str,
    /// Where they were learned.
    #[cfg_attr(not(test), expect(dead_code, reason = "says what a row is; tests ask"))]
    pub(super) source: Source,
    /// The words.
    pub(super) rows: &'static [(&'static str, M)],
}

const fn words<M>(
    language: &'static str,
    source: Source,
    rows: &'static [(&'static str, M)],
) -> Words<M> {
    Words {
        language,
        source,
        rows,
    }
}

use Source::{Exports, Program, Remembered};

const CHAT_EXPORT: Source = Program("chat-export 1.1.2 (PyPI, MIT)");
const CHAT_TO_PDF: Source = Program("whatsapp-chat-to-pdf 0.1.0 (PyPI, MIT)");
const MAD_WHATSAPP: Source = Program("mad-whatsapp 0.6 (PyPI, MIT)");
const WHATSAPP_PARSER: Source = Program("whatsapp-parser 1.0.2 (PyPI, MIT)");
const CHAT_ANALYZER: Source = Program("whatsapp-chat-analyzer 0.2.0 (PyPI, MIT)");
const WAKIT: Source = Program("wakit 0.3.0 (PyPI, MIT)");

/// iPhone: what stands for a file that was left out, and what sort of thing it was.
pub(super) const LEFT_OUT: &[Words<&str>] = &[
    words(
        "en",
        Exports,
        &[
            ("image omitted", "image"),
            ("video omitted", "video"),
            ("audio omitted", "audio"),
            ("sticker omitted", "sticker"),
            ("GIF omitted", "gif"),
            ("document omitted", "document"),
            ("Contact card omitted", "contact"),
            ("video note omitted", "video-note"),
        ],
    ),
    words(
        "it",
        WHATSAPP_PARSER,
        &[("immagine omessa", "image"), ("video omesso", "video")],
    ),
    words(
        "de",
        Remembered,
        &[
            ("Bild weggelassen", "image"),
            ("Video weggelassen", "video"),
            ("Audio weggelassen", "audio"),
            ("Sticker weggelassen", "sticker"),
            ("GIF weggelassen", "gif"),
            ("Dokument weggelassen", "document"),
            ("Kontaktkarte ausgelassen", "contact"),
        ],
    ),
    words(
        "es",
        Remembered,
        &[
            ("imagen omitida", "image"),
            ("video omitido", "video"),
            ("audio omitido", "audio"),
            ("sticker omitido", "sticker"),
            ("GIF omitido", "gif"),
            ("documento omitido", "document"),
            ("Tarjeta de contacto omitida", "contact"),
        ],
    ),
    words(
        "fr",
        Remembered,
        &[
            ("image absente", "image"),
            ("vidéo absente", "video"),
            ("audio omis", "audio"),
            ("sticker omis", "sticker"),
            ("GIF retiré", "gif"),
            ("document manquant", "document"),
            ("Fiche contact omise", "contact"),
        ],
    ),
    words(
        "pt",
        Remembered,
        &[
            ("imagem ocultada", "image"),
            ("vídeo omitido", "video"),
            ("áudio ocultado", "audio"),
            ("figurinha omitida", "sticker"),
            ("cartão do contato omitido", "contact"),
        ],
    ),
    words(
        "nl",
        Remembered,
        &[
            ("afbeelding weggelaten", "image"),
            ("video weggelaten", "video"),
            ("audio weggelaten", "audio"),
            ("sticker weggelaten", "sticker"),
            ("GIF weggelaten", "gif"),
            ("document weggelaten", "document"),
            ("contactkaart weggelaten", "contact"),
        ],
    ),
    words(
        "it",
        Remembered,
        &[
            ("audio omesso", "audio"),
            ("sticker omesso", "sticker"),
            ("GIF esclusa", "gif"),
            ("documento omesso", "document"),
        ],
    ),
];

/// Android: what stands for a file that was left out; seldom with its sort.
pub(super) const MEDIA_LEFT_OUT: &[Words<Option<&str>>] = &[
    words(
        "en",
        Exports,
        &[
            ("<Media omitted>", None),
            ("<Video note omitted>", Some("video-note")),
        ],
    ),
    words(
        "en",
        MAD_WHATSAPP,
        &[("<Video message omitted>", Some("video-note"))],
    ),
    words("de", CHAT_EXPORT, &[("<Medien ausgeschlossen>", None)]),
    words("es", MAD_WHATSAPP, &[("<Multimedia omitido>", None)]),
    words("es", CHAT_TO_PDF, &[("<Archivo de medios omitido>", None)]),
    words("fr", CHAT_TO_PDF, &[("<Média omis>", None)]),
    words("de", Remembered, &[("<Medien weggelassen>", None)]),
    words("fr", Remembered, &[("<Médias omis>", None)]),
    words(
        "pt",
        Remembered,
        &[
            ("<Mídia oculta>", None),
            ("<Arquivo de mídia oculto>", None),
            ("<Ficheiro não revelado>", None),
        ],
    ),
    words("nl", Remembered, &[("<Media weggelaten>", None)]),
    words("it", Remembered, &[("<Media omessi>", None)]),
];

/// iPhone: what stands before the name of a file in angle brackets, or behind it.
pub(super) const ATTACHED_APPLE: &[Words<()>] = &[
    words("en", Exports, &[("attached", ())]),
    words("de", CHAT_TO_PDF, &[("Anhang", ())]),
    words("zh", CHAT_TO_PDF, &[("附件", ())]),
    words("tr", CHAT_EXPORT, &[("eklendi", ())]),
];

/// Android: what stands in brackets behind the name of a file.
pub(super) const ATTACHED: &[Words<()>] = &[
    words("en", Exports, &[("file attached", ())]),
    words("nl", Exports, &[("bestand bijgevoegd", ())]),
    words("ja", Exports, &[("ファイル添付", ())]),
    words("de", CHAT_EXPORT, &[("Datei angehängt", ())]),
    words("es", CHAT_TO_PDF, &[("archivo adjunto", ())]),
    words("fr", CHAT_TO_PDF, &[("fichier joint", ())]),
    words(
        "pt",
        Remembered,
        &[("arquivo anexado", ()), ("ficheiro anexado", ())],
    ),
    words("it", Remembered, &[("file allegato", ())]),
];

/// What is left of a deleted message, and who deleted it.
pub(super) const DELETED: &[Words<DeletedBy>] = &[
    words(
        "en",
        Exports,
        &[
            ("This message was deleted", DeletedBy::Unknown),
            ("You deleted this message", DeletedBy::Exporter),
        ],
    ),
    words(
        "it",
        CHAT_ANALYZER,
        &[
            ("Questo messaggio è stato eliminato", DeletedBy::Unknown),
            ("Hai eliminato questo messaggio", DeletedBy::Exporter),
        ],
    ),
    words(
        "en",
        Remembered,
        &[(
            "You deleted this message as admin",
            DeletedBy::Administrator,
        )],
    ),
    words(
        "de",
        Remembered,
        &[
            ("Diese Nachricht wurde gelöscht", DeletedBy::Unknown),
            ("Du hast diese Nachricht gelöscht", DeletedBy::Exporter),
        ],
    ),
    words(
        "es",
        Remembered,
        &[
            ("Se eliminó este mensaje", DeletedBy::Unknown),
            ("Este mensaje fue eliminado", DeletedBy::Unknown),
            ("Eliminaste este mensaje", DeletedBy::Exporter),
        ],
    ),
    words(
        "fr",
        Remembered,
        &[
            ("Ce message a été supprimé", DeletedBy::Unknown),
            ("Vous avez supprimé ce message", DeletedBy::Exporter),
        ],
    ),
    words(
        "pt",
        Remembered,
        &[
            ("Mensagem apagada", DeletedBy::Unknown),
            ("Essa mensagem foi apagada", DeletedBy::Unknown),
            ("Esta mensagem foi apagada", DeletedBy::Unknown),
            ("Você apagou esta mensagem", DeletedBy::Exporter),
        ],
    ),
    words(
        "nl",
        Remembered,
        &[
            ("Dit bericht is verwijderd", DeletedBy::Unknown),
            ("U hebt dit bericht verwijderd", DeletedBy::Exporter),
            ("Je hebt dit bericht verwijderd", DeletedBy::Exporter),
        ],
    ),
];

/// How the marker of a message that an administrator deleted begins; the name follows.
pub(super) const DELETED_BY_ADMINISTRATOR: &[Words<()>] = &[words(
    "en",
    Exports,
    &[
        ("This message was deleted by admin", ()),
        ("deleted by admin", ()),
    ],
)];

/// What stands in angle brackets behind the words of an edited message.
pub(super) const EDITED: &[Words<()>] = &[
    words("en", Exports, &[("This message was edited", ())]),
    words(
        "de",
        Remembered,
        &[("Diese Nachricht wurde bearbeitet", ())],
    ),
    words("es", Remembered, &[("Se editó este mensaje", ())]),
    words("fr", Remembered, &[("Ce message a été modifié", ())]),
    words("pt", Remembered, &[("Mensagem editada", ())]),
    words("nl", Remembered, &[("Dit bericht is bewerkt", ())]),
    words(
        "it",
        Remembered,
        &[("Questo messaggio è stato modificato", ())],
    ),
];

/// How the marker of a call begins; a comma and more may follow, nothing else.
pub(super) const CALLS: &[Words<()>] = &[
    words(
        "en",
        Exports,
        &[
            ("Missed voice call", ()),
            ("Missed video call", ()),
            ("Silenced voice call", ()),
            ("Voice call", ()),
        ],
    ),
    words("en", WAKIT, &[("Video call", ())]),
    words(
        "en",
        Remembered,
        &[
            ("Missed group voice call", ()),
            ("Missed group video call", ()),
            ("Silenced video call", ()),
            ("Group voice call", ()),
            ("Group video call", ()),
        ],
    ),
    words(
        "de",
        Remembered,
        &[
            ("Verpasster Sprachanruf", ()),
            ("Verpasster Videoanruf", ()),
            ("Sprachanruf", ()),
            ("Videoanruf", ()),
        ],
    ),
    words(
        "es",
        Remembered,
        &[("Llamada perdida", ()), ("Videollamada perdida", ())],
    ),
    words(
        "fr",
        Remembered,
        &[("Appel vocal manqué", ()), ("Appel vidéo manqué", ())],
    ),
    words(
        "pt",
        Remembered,
        &[
            ("Chamada de voz perdida", ()),
            ("Chamada de vídeo perdida", ()),
        ],
    ),
    words(
        "nl",
        Remembered,
        &[("Gemiste spraakoproep", ()), ("Gemiste video-oproep", ())],
    ),
    words(
        "it",
        Remembered,
        &[("Chiamata persa", ()), ("Videochiamata persa", ())],
    ),
];

/// The first line of a poll.
pub(super) const POLL: &[Words<()>] = &[
    words("en", Exports, &[("POLL:", ())]),
    words("de", Remembered, &[("UMFRAGE:", ())]),
    words("es", Remembered, &[("ENCUESTA:", ())]),
    words("fr", Remembered, &[("SONDAGE:", ())]),
    words("pt", Remembered, &[("ENQUETE:", ())]),
];

/// What stands before the address of a place.
pub(super) const LOCATION: &[Words<()>] = &[
    words("en", Exports, &[("location: ", ()), ("Location: ", ())]),
    words("de", Remembered, &[("Standort: ", ())]),
    words(
        "es",
        Remembered,
        &[("ubicación: ", ()), ("Ubicación: ", ())],
    ),
    words("fr", Remembered, &[("Localisation : ", ())]),
    words(
        "pt",
        Remembered,
        &[("localização: ", ()), ("Localização: ", ())],
    ),
    words("nl", Remembered, &[("locatie: ", ()), ("Locatie: ", ())]),
    words(
        "it",
        Remembered,
        &[("posizione: ", ()), ("Posizione: ", ())],
    ),
];

/// What stands for a place that was shared as it moved.
pub(super) const LIVE_LOCATION: &[Words<()>] = &[
    words(
        "en",
        Exports,
        &[("live location shared", ()), ("Live location shared", ())],
    ),
    words("de", Remembered, &[("Live-Standort wird geteilt", ())]),
];

/// How a marker begins that stands for a message that could be seen once.
pub(super) const VIEW_ONCE: &[Words<()>] = &[
    words("en", Exports, &[("You received a view once ", ())]),
    words(
        "en",
        Remembered,
        &[
            ("You sent a view once ", ()),
            ("view once ", ()),
            ("View once ", ()),
        ],
    ),
];

/// How the place of a message begins that had not arrived when the export was made.
pub(super) const WAITING: &[Words<()>] = &[words("en", WAKIT, &[("Waiting for this message", ())])];

/// How encryption notices begin, where the mark in front of them was lost.
pub(super) const ENCRYPTION: &[Words<()>] = &[
    words(
        "en",
        Exports,
        &[
            ("Messages and calls are end-to-end encrypted.", ()),
            (
                "Messages to this chat and calls are now secured with end-to-end encryption.",
                (),
            ),
            (
                "Messages to this group are now secured with end-to-end encryption.",
                (),
            ),
        ],
    ),
    words(
        "en",
        Remembered,
        &[
            (
                "Messages you send to this chat and calls are now secured with end-to-end encryption.",
                (),
            ),
            (
                "Messages you send to this group are now secured with end-to-end encryption.",
                (),
            ),
        ],
    ),
    words(
        "de",
        CHAT_EXPORT,
        &[(
            "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
            (),
        )],
    ),
];
