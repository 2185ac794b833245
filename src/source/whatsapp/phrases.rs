//! The words by which the app marks media, deletions, edits and the rest, in the languages that
//! are known with certainty. Every row is compared whole, without marks and without the last dot.

use std::sync::LazyLock;

use crate::message::DeletedBy;

/// iPhone: what stands for a file that was left out, and what sort of thing it was.
pub(super) const LEFT_OUT: &[(&str, &str)] = &[
    ("image omitted", "image"),
    ("video omitted", "video"),
    ("audio omitted", "audio"),
    ("sticker omitted", "sticker"),
    ("GIF omitted", "gif"),
    ("document omitted", "document"),
    ("Contact card omitted", "contact"),
    ("video note omitted", "video-note"),
    ("Bild weggelassen", "image"),
    ("Video weggelassen", "video"),
    ("Audio weggelassen", "audio"),
    ("Sticker weggelassen", "sticker"),
    ("GIF weggelassen", "gif"),
    ("Dokument weggelassen", "document"),
    ("Kontaktkarte ausgelassen", "contact"),
    ("imagen omitida", "image"),
    ("video omitido", "video"),
    ("Video omitido", "video"),
    ("audio omitido", "audio"),
    ("sticker omitido", "sticker"),
    ("GIF omitido", "gif"),
    ("documento omitido", "document"),
    ("Tarjeta de contacto omitida", "contact"),
    ("image absente", "image"),
    ("vidéo absente", "video"),
    ("audio omis", "audio"),
    ("sticker omis", "sticker"),
    ("GIF retiré", "gif"),
    ("document manquant", "document"),
    ("Fiche contact omise", "contact"),
    ("imagem ocultada", "image"),
    ("vídeo omitido", "video"),
    ("áudio ocultado", "audio"),
    ("figurinha omitida", "sticker"),
    ("cartão do contato omitido", "contact"),
    ("afbeelding weggelaten", "image"),
    ("video weggelaten", "video"),
    ("audio weggelaten", "audio"),
    ("sticker weggelaten", "sticker"),
    ("GIF weggelaten", "gif"),
    ("document weggelaten", "document"),
    ("contactkaart weggelaten", "contact"),
    ("immagine omessa", "image"),
    ("video omesso", "video"),
    ("audio omesso", "audio"),
    ("sticker omesso", "sticker"),
    ("GIF esclusa", "gif"),
    ("documento omesso", "document"),
];

/// Android: what stands for a file that was left out; seldom with its sort.
pub(super) const MEDIA_LEFT_OUT: &[(&str, Option<&str>)] = &[
    ("<Media omitted>", None),
    ("<Video note omitted>", Some("video-note")),
    ("<Medien ausgeschlossen>", None),
    ("<Medien weggelassen>", None),
    ("<Multimedia omitido>", None),
    ("<Médias omis>", None),
    ("<Mídia oculta>", None),
    ("<Arquivo de mídia oculto>", None),
    ("<Ficheiro não revelado>", None),
    ("<Media weggelaten>", None),
    ("<Media omessi>", None),
];

/// Android: what stands in brackets behind the name of a file.
pub(super) const ATTACHED: &[&str] = &[
    "file attached",
    "Datei angehängt",
    "archivo adjunto",
    "fichier joint",
    "arquivo anexado",
    "ficheiro anexado",
    "bestand bijgevoegd",
    "file allegato",
    "ファイル添付",
];

/// What is left of a deleted message, and who deleted it.
pub(super) const DELETED: &[(&str, DeletedBy)] = &[
    ("This message was deleted", DeletedBy::Unknown),
    ("You deleted this message", DeletedBy::Exporter),
    (
        "You deleted this message as admin",
        DeletedBy::Administrator,
    ),
    ("Diese Nachricht wurde gelöscht", DeletedBy::Unknown),
    ("Du hast diese Nachricht gelöscht", DeletedBy::Exporter),
    ("Se eliminó este mensaje", DeletedBy::Unknown),
    ("Este mensaje fue eliminado", DeletedBy::Unknown),
    ("Eliminaste este mensaje", DeletedBy::Exporter),
    ("Ce message a été supprimé", DeletedBy::Unknown),
    ("Vous avez supprimé ce message", DeletedBy::Exporter),
    ("Mensagem apagada", DeletedBy::Unknown),
    ("Essa mensagem foi apagada", DeletedBy::Unknown),
    ("Esta mensagem foi apagada", DeletedBy::Unknown),
    ("Você apagou esta mensagem", DeletedBy::Exporter),
    ("Dit bericht is verwijderd", DeletedBy::Unknown),
    ("U hebt dit bericht verwijderd", DeletedBy::Exporter),
    ("Je hebt dit bericht verwijderd", DeletedBy::Exporter),
    ("Questo messaggio è stato eliminato", DeletedBy::Unknown),
    ("Hai eliminato questo messaggio", DeletedBy::Exporter),
];

/// How the marker of a message that an administrator deleted begins; the name follows.
pub(super) const DELETED_BY_ADMINISTRATOR: &[&str] =
    &["This message was deleted by admin", "deleted by admin"];

/// What stands in angle brackets behind the words of an edited message.
pub(super) const EDITED: &[&str] = &[
    "This message was edited",
    "Diese Nachricht wurde bearbeitet",
    "Se editó este mensaje",
    "Ce message a été modifié",
    "Mensagem editada",
    "Dit bericht is bewerkt",
    "Questo messaggio è stato modificato",
];

/// How the marker of a call begins; a comma and more may follow, nothing else.
pub(super) const CALLS: &[&str] = &[
    "Missed voice call",
    "Missed video call",
    "Missed group voice call",
    "Missed group video call",
    "Silenced voice call",
    "Silenced video call",
    "Voice call",
    "Video call",
    "Group voice call",
    "Group video call",
    "Verpasster Sprachanruf",
    "Verpasster Videoanruf",
    "Sprachanruf",
    "Videoanruf",
    "Llamada perdida",
    "Videollamada perdida",
    "Appel vocal manqué",
    "Appel vidéo manqué",
    "Chamada de voz perdida",
    "Chamada de vídeo perdida",
    "Gemiste spraakoproep",
    "Gemiste video-oproep",
    "Chiamata persa",
    "Videochiamata persa",
];

/// How a call ends that nobody answered, in words that nobody types.
pub(super) const CALL_ENDINGS: &[&str] = &[", No answer", ", Tap to call back", ", Focus mode"];

/// The first line of a poll.
pub(super) const POLL: &[&str] = &["POLL:", "UMFRAGE:", "ENCUESTA:", "SONDAGE:", "ENQUETE:"];

/// What stands before the address of a place.
pub(super) const LOCATION: &[&str] = &[
    "location: ",
    "Location: ",
    "Standort: ",
    "ubicación: ",
    "Ubicación: ",
    "Localisation : ",
    "localização: ",
    "Localização: ",
    "locatie: ",
    "Locatie: ",
    "posizione: ",
    "Posizione: ",
];

/// How the address of a place begins.
pub(super) const PLACE_ADDRESS: &[&str] =
    &["https://maps.google.com/?q=", "https://foursquare.com/v/"];

/// What stands for a place that was shared as it moved.
pub(super) const LIVE_LOCATION: &[&str] = &[
    "live location shared",
    "Live location shared",
    "Live-Standort wird geteilt",
];

/// How a marker begins that stands for a message that could be seen once.
pub(super) const VIEW_ONCE: &[&str] = &[
    "You received a view once ",
    "You sent a view once ",
    "view once ",
    "View once ",
];

/// How the place of a message begins that had not arrived when the export was made.
pub(super) const WAITING: &[&str] = &["Waiting for this message"];

/// How an appointment begins.
pub(super) const EVENT: &str = "EVENT: ";

/// What stands for a message that could be seen once, on Android.
pub(super) const NOTHING: &str = "null";

/// Tells whether a text may begin with any of these phrases: never wrongly "no", seldom wrongly
/// "yes". It spares the many messages that hold none of them the comparison with all.
pub(super) fn may_begin(text: &[u8]) -> bool {
    text.get(..4).is_some_and(|beginning| {
        let bit = bit_of(beginning);
        BEGINNINGS[bit / 64] >> (bit % 64) & 1 == 1
    })
}

static BEGINNINGS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let pairs = LEFT_OUT.iter().map(|row| row.0);
    let media = MEDIA_LEFT_OUT.iter().map(|row| row.0);
    let deleted = DELETED.iter().map(|row| row.0);
    let single = [
        DELETED_BY_ADMINISTRATOR,
        CALLS,
        POLL,
        LOCATION,
        LIVE_LOCATION,
        VIEW_ONCE,
        WAITING,
    ];
    let mut bits = [0; 64];
    let all = pairs
        .chain(media)
        .chain(deleted)
        .chain(single.into_iter().flatten().copied());
    // An encryption notice begins so where the mark before it was lost.
    for phrase in all.chain([EVENT, NOTHING, "Messages"]) {
        let bit = bit_of(&phrase.as_bytes()[..4]);
        bits[bit / 64] |= 1 << (bit % 64);
    }
    bits
});

/// Returns a number below 4096 for four bytes, the same for upper and lower case.
fn bit_of(beginning: &[u8]) -> usize {
    let word = beginning
        .iter()
        .fold(0, |word: u32, byte| word << 8 | u32::from(byte | 0x20));
    (word.wrapping_mul(0x9E37_79B1) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_begin_with_a_phrase_is_let_through() {
        for phrase in [
            "You deleted this message",
            "IMAGE OMITTED",
            "<Media omitted>",
            "null",
        ] {
            assert!(may_begin(phrase.as_bytes()), "{phrase}");
        }
        let plain = [
            "Yes",
            "Good morning",
            "The note is here",
            "See https://example.org",
            "",
        ];
        let passed = plain
            .iter()
            .filter(|text| may_begin(text.as_bytes()))
            .count();
        assert_eq!(passed, 0);
    }
}
