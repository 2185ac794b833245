//! The WhatsApp reader from outside: exports as a telephone would make them.

/// Files that are no chats: whatever they are, none is taken for one.
mod any_file;
/// Exports in every dialect, by thousands.
mod dialects;
/// Which file of an export is the chat, and whether it is one.
mod files;
/// Exports written by a generator that shares no code with the reader.
mod generator;
/// Every row of the table of the app's words.
mod languages;
/// Notices and markers: what the app wrote, and what a person wrote.
mod markers;
/// What must hold for every input.
mod properties;
/// Dates that few telephones write, through the command.
mod rare_dates;
/// Messages, headers, dates and doubts.
mod reading;
/// Words and digits of the generator of dialects.
mod words;

use consign::container::{Container, Memory};
use consign::source::collected::Collected;
use consign::source::whatsapp::WhatsAppText;
use consign::source::{Account, ReadError, SourceFormat, Stated, StatedBy};

/// What a person would state about an export made in London.
fn london() -> Stated {
    Stated {
        zone: Some(StatedBy {
            value: "Europe/London".parse().unwrap(),
            by: "Records Manager".to_owned(),
        }),
        ..Stated::default()
    }
}

fn read_with(export: &dyn Container, stated: &Stated) -> Result<(Collected, Account), ReadError> {
    let mut collected = Collected::default();
    let account = WhatsAppText.read(export, stated, &mut collected)?;
    Ok((collected, account))
}

fn read(chat: &str) -> (Collected, Account) {
    let export = Memory::of("chat.txt", chat);
    read_with(&export, &london()).unwrap_or_else(|error| panic!("{error}\n{chat}"))
}

fn refusal(chat: &str) -> ReadError {
    read_with(&Memory::of("chat.txt", chat), &london()).unwrap_err()
}
