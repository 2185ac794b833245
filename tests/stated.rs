//! What a person states of an export on the command line: its encoding, and which chat is meant.

use crate::bench::consign::Bench;

const CHAT: &str = "13/03/2021, 10:00 - Éléonore: café £5\r\n14/03/2021, 10:01 - Clerk: yes\r\n";

#[test]
fn an_export_in_another_encoding_is_read_when_it_is_stated() {
    let bench = Bench::begun();
    let wide: Vec<u8> = CHAT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let narrow: Vec<u8> = CHAT
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (name, bytes, encoding) in [
        ("wide.txt", wide, "utf-16le"),
        ("narrow.txt", narrow, "windows-1252"),
    ] {
        let file = bench.write(name, &bytes);
        if encoding == "utf-16le" {
            let words = [name, "--encoding UTF-16LE"];
            bench.consign(["inspect", &file]).ends(4).says(words);
            bench.consign(["add", &file]).ends(4).says(words);
        }
        let seen = bench.consign([
            "--json",
            "inspect",
            &file,
            "--messages",
            "--encoding",
            encoding,
        ]);
        let objects = seen.ends(0).objects();
        let of_type = |kind: &str| {
            objects
                .iter()
                .filter(|o| o["type"] == kind)
                .collect::<Vec<_>>()
        };
        let messages = of_type("message");
        assert_eq!(messages[0]["sender"], "Éléonore", "{encoding}");
        assert_eq!(messages[0]["body"], "café £5", "{encoding}");
        assert_eq!(of_type("account")[0]["bytes"], bytes.len(), "{encoding}");
        let ends =
            messages[1]["offset"].as_u64().unwrap() + messages[1]["length"].as_u64().unwrap();
        let line_end = if encoding == "utf-16le" { 4 } else { 2 };
        assert_eq!(ends + line_end, bytes.len() as u64);

        let added = bench
            .consign(["add", &file, "--encoding", encoding])
            .ends(0);
        added.says(["Messages        2"]);
        let wrong = ["inspect", &file, "--encoding", "utf-32"];
        bench
            .consign(wrong)
            .ends(2)
            .says(["windows-1252", "utf-16le"]);
    }
}

#[test]
fn each_chat_of_a_zip_is_a_source_of_its_own() {
    let bench = Bench::begun();
    let other = "13/03/2021, 10:00 - Deputy: other\n14/03/2021, 10:01 - Clerk: no\n";
    let zip = bench.write_zip(
        "both.zip",
        &[
            ("WhatsApp Chat with A.txt", CHAT.as_bytes()),
            ("WhatsApp Chat with B.txt", other.as_bytes()),
        ],
    );
    for command in ["inspect", "add"] {
        let ran = bench.consign([command, &zip]).ends(4);
        ran.says([
            "1 \"WhatsApp Chat with A.txt\"",
            "2 \"WhatsApp Chat with B.txt\"",
            "--chat",
        ]);
        bench
            .consign([command, &zip, "--chat", "3"])
            .ends(4)
            .says(["no chat number 3"]);
    }
    let seen = bench.consign(["inspect", &zip, "--chat", "2"]).ends(0);
    seen.says(["B (direct)", "--chat 2"]);
    bench
        .consign(["add", &zip, "--chat", "1"])
        .ends(0)
        .says(["wa1"]);
    bench
        .consign(["add", &zip, "--chat", "2"])
        .ends(0)
        .says(["wa2"]);
    bench
        .consign(["add", &zip, "--chat", "2"])
        .ends(5)
        .says(["was added before, as wa2"]);
}
