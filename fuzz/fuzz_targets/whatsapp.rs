//! Whatever the bytes, the WhatsApp reader never panics, and what it reads adds up.
//!
//! The first byte of the input says what a person states; the rest is the chat, or a chat and the
//! files beside it. What is read must tile the file: concatenated, the pieces of all messages and
//! what stands between them are the file again.
//!
//! An hour of it, on a stable toolchain (`cargo install cargo-fuzz` once). There is no unsafe code
//! to sanitize, so none is:
//!
//! ```text
//! mkdir -p fuzz/corpus/whatsapp && cp fuzz/seeds/whatsapp/* fuzz/corpus/whatsapp/
//! RUSTC_BOOTSTRAP=1 cargo fuzz run -s none whatsapp -- -max_total_time=3600 -max_len=4096
//! ```
#![no_main]

use consign::container::Memory;
use consign::source::collected::Collected;
use consign::source::whatsapp::WhatsAppText;
use consign::source::{Account, DateOrder, SourceFormat, Span, Stated, StatedBy};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&says, chat)) = input.split_first() else {
        return;
    };
    let stated = stated(says);
    let mut export = Memory::of("WhatsApp Chat with Clerk.txt", chat.to_vec());
    if says & 0x10 != 0 {
        export = export
            .with("IMG-20240201-WA0001.jpg", *b"x")
            .with("00000012-PHOTO-2022-03-18-14-56-03.jpg", *b"x")
            .with("Plan.pdf", *b"x");
    }
    let _ = WhatsAppText.sight(&export);
    let mut collected = Collected::default();
    if let Ok(account) = WhatsAppText.read(&export, &stated, &mut collected) {
        adds_up(chat, &collected, &account);
    }
});

fn stated(says: u8) -> Stated {
    let by = || "Records Manager".to_owned();
    let order = match says & 0x03 {
        1 => Some(DateOrder::Dmy),
        2 => Some(DateOrder::Mdy),
        3 => Some(DateOrder::Ymd),
        _ => None,
    };
    Stated {
        date_order: order.map(|value| StatedBy { value, by: by() }),
        zone: Some(StatedBy {
            value: "Europe/London".parse().expect("a zone that exists"),
            by: by(),
        }),
        ..Stated::default()
    }
}

fn adds_up(chat: &[u8], collected: &Collected, account: &Account) {
    assert!(account.balances());
    assert_eq!(account.bytes, chat.len() as u64);
    assert_eq!(account.messages, collected.messages.len() as u64);
    let mut at = 0;
    for message in &collected.messages {
        let start = usize::try_from(message.offset).expect("inside the input");
        assert!(start >= at);
        let tiles = [&message.header, &message.lead, &message.body, &message.tail];
        assert_eq!(tiles.map(Vec::as_slice).concat(), message.raw);
        assert!(chat[start..].starts_with(&message.raw));
        at = start + message.raw.len();
    }
    let texts: usize = collected.messages.iter().map(|m| m.raw.len()).sum();
    let spans = |span: Span| account.spans.get(&span).copied().unwrap_or_default();
    assert_eq!(
        texts as u64,
        spans(Span::Header) + spans(Span::Text),
        "headers and texts"
    );
}
