//! The app's own notices: which there are, and the words by which they are known.
//!
//! A notice is recognised as the app's by its place or its mark, never by these words; the words
//! only say what it reports. One that no row matches is kept as unknown, with its words.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::marks::is_mark;
use super::phrases::{ENCRYPTION, rows};
use crate::message::EventCode;

/// What a notice reports, and words that it must all hold. The first row that fits decides.
const NOTICES: &[(EventCode, &[&str])] = &[
    // English, from exports
    (EventCode::Encryption, &["end-to-end encrypt"]),
    (EventCode::TimerChanged, &["isappearing messages"]),
    (EventCode::TimerChanged, &["message timer"]),
    (EventCode::SecurityCodeChanged, &["security code"]),
    (EventCode::NumberChanged, &["changed their phone number"]),
    (EventCode::NumberChanged, &["changed your phone number"]),
    (EventCode::NumberChanged, &[" changed to +"]),
    (EventCode::Pinned, &[" pinned a message"]),
    (EventCode::GroupCreated, &[" created group"]),
    (EventCode::GroupCreated, &[" created this group"]),
    (EventCode::GroupCreated, &[" created the group"]),
    (EventCode::GroupChanged, &[" changed the subject"]),
    (EventCode::GroupChanged, &[" changed the group"]),
    (EventCode::GroupChanged, &[" changed this group"]),
    (EventCode::GroupChanged, &[" changed the description"]),
    (EventCode::GroupChanged, &[" deleted the group"]),
    (EventCode::GroupChanged, &[" deleted this group"]),
    (EventCode::GroupChanged, &[" an admin"]),
    (EventCode::GroupChanged, &["roup settings"]),
    (EventCode::Left, &[" left"]),
    (EventCode::Left, &[" removed"]),
    (EventCode::Joined, &[" added"]),
    (EventCode::Joined, &[" joined"]),
    // German, Spanish, French, Portuguese, Dutch, Italian: "entfernt" from an export, the words
    // about encryption from chat-export 1.1.2 (PyPI, MIT), "Sicherheitsnummer" from
    // whatsapp-chat-to-pdf 0.1.0 (PyPI, MIT), the others remembered
    (EventCode::Encryption, &["Ende-zu-Ende-verschlüssel"]),
    (EventCode::Encryption, &["cifrado", "de extremo a extremo"]),
    (EventCode::Encryption, &["chiffr", "de bout en bout"]),
    (EventCode::Encryption, &["criptografia de ponta a ponta"]),
    (EventCode::Encryption, &["encripta", "ponta a ponta"]),
    (EventCode::Encryption, &["end-to-end", "versleutel"]),
    (EventCode::Encryption, &["crittograf", "end-to-end"]),
    (EventCode::TimerChanged, &["elbstlöschende Nachrichten"]),
    (EventCode::TimerChanged, &["mensajes temporales"]),
    (EventCode::TimerChanged, &["messages éphémères"]),
    (EventCode::TimerChanged, &["mensagens temporárias"]),
    (EventCode::TimerChanged, &["zelfwissende berichten"]),
    (EventCode::TimerChanged, &["messaggi effimeri"]),
    (EventCode::SecurityCodeChanged, &["Sicherheitsnummer"]),
    (EventCode::SecurityCodeChanged, &["código de seguridad"]),
    (EventCode::SecurityCodeChanged, &["code de sécurité"]),
    (EventCode::SecurityCodeChanged, &["código de segurança"]),
    (EventCode::SecurityCodeChanged, &["beveiligingscode"]),
    (EventCode::SecurityCodeChanged, &["codice di sicurezza"]),
    (EventCode::NumberChanged, &["Telefonnummer"]),
    (EventCode::NumberChanged, &["cambió su número de teléfono"]),
    (EventCode::NumberChanged, &["a changé de numéro"]),
    (EventCode::NumberChanged, &["mudou de número"]),
    (EventCode::NumberChanged, &["telefoonnummer"]),
    (EventCode::NumberChanged, &["ha cambiato numero"]),
    (EventCode::Pinned, &["fijó un mensaje"]),
    (EventCode::Pinned, &["épinglé un message"]),
    (EventCode::Pinned, &["fixou uma mensagem"]),
    (EventCode::Pinned, &["fissato un messaggio"]),
    (EventCode::GroupCreated, &["Gruppe", "erstellt"]),
    (EventCode::GroupCreated, &["creó", "grupo"]),
    (EventCode::GroupCreated, &["Creaste", "grupo"]),
    (EventCode::GroupCreated, &["créé", "groupe"]),
    (EventCode::GroupCreated, &["criou", "grupo"]),
    (EventCode::GroupCreated, &["groep", "gemaakt"]),
    (EventCode::GroupCreated, &["creato", "gruppo"]),
    (EventCode::GroupChanged, &["Betreff"]),
    (EventCode::GroupChanged, &["Gruppenbild"]),
    (EventCode::GroupChanged, &["Gruppenbeschreibung"]),
    (EventCode::GroupChanged, &["Gruppen-Admin"]),
    (EventCode::GroupChanged, &["cambió el asunto"]),
    (EventCode::GroupChanged, &["cambió el ícono"]),
    (EventCode::GroupChanged, &["descripción del grupo"]),
    (EventCode::GroupChanged, &["le sujet"]),
    (EventCode::GroupChanged, &["icône"]),
    (EventCode::GroupChanged, &["description du groupe"]),
    (EventCode::GroupChanged, &["mudou", "grupo"]),
    (EventCode::GroupChanged, &["descrição do grupo"]),
    (EventCode::GroupChanged, &["onderwerp"]),
    (EventCode::GroupChanged, &["groepsbeschrijving"]),
    (EventCode::GroupChanged, &["l'oggetto"]),
    (EventCode::GroupChanged, &["descrizione del gruppo"]),
    (EventCode::Left, &["verlassen"]),
    (EventCode::Left, &["entfernt"]),
    (EventCode::Left, &["salió"]),
    (EventCode::Left, &["eliminó a"]),
    (EventCode::Left, &["a quitté"]),
    (EventCode::Left, &["a retiré"]),
    (EventCode::Left, &["saiu"]),
    (EventCode::Left, &["removeu"]),
    (EventCode::Left, &["verlaten"]),
    (EventCode::Left, &["heeft", "verwijderd"]),
    (EventCode::Left, &["ha abbandonato"]),
    (EventCode::Left, &["ha rimosso"]),
    (EventCode::Joined, &["hinzugefügt"]),
    (EventCode::Joined, &["beigetreten"]),
    (EventCode::Joined, &["añadió"]),
    (EventCode::Joined, &["agregó"]),
    (EventCode::Joined, &["se unió"]),
    (EventCode::Joined, &["a ajouté"]),
    (EventCode::Joined, &["a rejoint"]),
    (EventCode::Joined, &["adicionou"]),
    (EventCode::Joined, &["entrou"]),
    (EventCode::Joined, &["toegevoegd"]),
    (EventCode::Joined, &["ha aggiunto"]),
];

/// What stands in a notice before a subject in quotes, behind a space, and in no name.
const BEFORE_A_SUBJECT: &[&[u8]] = &[
    b"changed the subject ",
    b"changed the group ",
    b"changed this group",
    b"changed the description",
    b"created group ",
    b"created the group ",
];

/// The words of [`NOTICES`], made ready to be looked for.
type Row = (EventCode, Vec<Finder<'static>>);
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |(code, words): &(EventCode, &'static [&'static str])| {
        (*code, words.iter().map(Finder::new).collect())
    };
    NOTICES.iter().map(row).collect()
});

/// Returns what a notice reports.
pub(super) fn code(words: &[u8]) -> EventCode {
    let words = unquoted(words);
    let fits = |needed: &[Finder<'_>]| {
        let mut needed = needed.iter();
        needed.all(|part| part.find(words.as_bytes()).is_some())
    };
    let row = ROWS.iter().find(|(_, needed)| fits(needed));
    row.map_or(EventCode::Unknown, |(code, _)| *code)
}

/// Tells whether the words are those of a notice this version knows.
pub(super) fn is_known(words: &[u8]) -> bool {
    code(words) != EventCode::Unknown
}

/// Tells whether only groups have notices like this.
pub(super) fn is_of_a_group(words: &[u8]) -> bool {
    match code(words) {
        EventCode::GroupCreated | EventCode::GroupChanged | EventCode::Joined | EventCode::Left => {
            true
        }
        EventCode::Encryption => memchr::memmem::find(words, b" this group ").is_some(),
        _ => false,
    }
}

/// Tells whether the words begin as an encryption notice does, in the languages of the table.
pub(super) fn begins_as_encryption(words: &[u8]) -> bool {
    rows(ENCRYPTION).any(|row| words.starts_with(row.0.as_bytes()))
}

/// Returns the subject with which a notice says that a group was created.
pub(super) fn subject(words: &[u8]) -> Option<String> {
    if code(words) != EventCode::GroupCreated {
        return None;
    }
    let words = String::from_utf8_lossy(words);
    let start = words.find(is_quote)?;
    let end = words.rfind(is_quote)?;
    let inner = words.get(start..end)?;
    let mut inner = inner.chars();
    inner.next();
    let subject = inner.as_str().trim_matches(is_mark);
    (!subject.is_empty()).then(|| subject.to_owned())
}

/// Tells whether a colon behind `before` stands inside a notice: a quotation is open there, or the
/// words are those that come before a subject.
pub(super) fn interrupts(before: &[u8]) -> bool {
    let (mut straight, mut curly, mut angled) = (0u32, 0u32, 0i32);
    for (at, &byte) in before.iter().enumerate() {
        match byte {
            b'"' => straight += 1,
            b'c' if at > 0 && before[at - 1] == b' ' => {
                let from = &before[at..];
                if BEFORE_A_SUBJECT.iter().any(|words| from.starts_with(words)) {
                    return true;
                }
            }
            0xC2 | 0xE2 => match &before[at..] {
                // “ ” and „: languages use them differently, so only their number tells.
                [0xE2, 0x80, 0x9C..=0x9E, ..] => curly += 1,
                [0xC2, 0xAB, ..] => angled += 1,
                [0xC2, 0xBB, ..] => angled -= 1,
                _ => {}
            },
            // 「 」 and 『 』
            0xE3 => match &before[at..] {
                [0xE3, 0x80, 0x8C | 0x8E, ..] => angled += 1,
                [0xE3, 0x80, 0x8D | 0x8F, ..] => angled -= 1,
                _ => {}
            },
            _ => {}
        }
    }
    straight % 2 == 1 || curly % 2 == 1 || angled != 0
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』'
    )
}

/// Returns the words without what stands in quotes, which people chose, and without marks.
fn unquoted(words: &[u8]) -> String {
    let mut quoted = false;
    let mut kept = String::with_capacity(words.len());
    for c in String::from_utf8_lossy(words).chars() {
        if is_quote(c) {
            quoted = !quoted;
        } else if !quoted && !is_mark(c) {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_by_their_words_and_not_by_what_they_quote() {
        for (words, expected) in [
            (
                "\u{200e}Messages and calls are end-to-end encrypted.",
                EventCode::Encryption,
            ),
            (
                "Clerk created group \"Clerk left\"",
                EventCode::GroupCreated,
            ),
            (
                "Clerk changed the subject to “Who added this”",
                EventCode::GroupChanged,
            ),
            ("Clerk added Deputy Director", EventCode::Joined),
            ("Clerk left", EventCode::Left),
            (
                "You turned on disappearing messages. New messages will…",
                EventCode::TimerChanged,
            ),
            (
                "Your security code with Clerk changed. \u{200e}Tap to learn more.",
                EventCode::SecurityCodeChanged,
            ),
            (
                "+44 7700 900123 changed to +44 7700 900124",
                EventCode::NumberChanged,
            ),
            ("You pinned a message", EventCode::Pinned),
            (
                "Clerk hat die Gruppe „Reise: Goa“ erstellt",
                EventCode::GroupCreated,
            ),
            ("Person B hat dich entfernt.", EventCode::Left),
            ("Something nobody has seen", EventCode::Unknown),
        ] {
            assert_eq!(code(words.as_bytes()), expected, "{words}");
        }
    }

    #[test]
    fn the_subject_of_a_group_is_what_stands_in_quotes() {
        for (words, expected) in [
            ("Clerk created group \"Trip: Goa\"", Some("Trip: Goa")),
            (
                "Clerk created group “The \"A\" team”",
                Some("The \"A\" team"),
            ),
            ("Clerk created this group", None),
            ("Clerk left \"x\"", None),
        ] {
            assert_eq!(subject(words.as_bytes()).as_deref(), expected, "{words}");
        }
    }
}
