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

/// Returns lines in an encoding that has all of their characters.
fn encoded(label: &str, lines: &[&str]) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let text = lines.concat();
    let (bytes, _, lossy) = encoding.encode(&text);
    assert!(!lossy, "{label}");
    bytes.into_owned()
}

#[test]
fn exports_in_the_encodings_of_many_countries_say_what_to_state_and_are_read_at_their_places() {
    for (label, lines) in [
        (
            "GBK",
            [
                "2024/3/5 下午7:31 - 文员: 请把会议记录发给我们，谢谢\r\n",
                "2024/3/6 上午9:05 - 部长: 好的，我明天早上发给你\r\n",
            ],
        ),
        (
            "Big5",
            [
                "2024/3/5 下午7:31 - 文員: 請把會議記錄發給我們，謝謝\n",
                "2024/3/6 上午9:05 - 部長: 好的，我明天早上發給你\n第二行\n",
            ],
        ),
        (
            "Shift_JIS",
            [
                "2024/03/13 19:31 - 事務官: おはようございます。資料を送ります\n",
                "2024/03/13 19:32 - 局長: ありがとうございます\n",
            ],
        ),
        (
            "EUC-JP",
            [
                "2024/03/13 19:31 - 事務官: おはようございます。資料を送ります\n",
                "2024/03/13 19:32 - 局長: ありがとうございます。確認します\n",
            ],
        ),
        (
            "EUC-KR",
            [
                "2024. 3. 5. 오후 7:31, 사무관 : 회의 자료를 보내 주세요\n",
                "2024. 3. 6. 오전 9:05, 국장 : 네, 내일 아침에 보내 드리겠습니다\n",
            ],
        ),
        (
            "windows-1251",
            [
                "13.03.2024, 19:31 - Секретарь: Доброе утро, вот проект ответа\n",
                "14.03.2024, 09:05 - Директор: Спасибо, согласен\n",
            ],
        ),
        (
            "KOI8-U",
            [
                "13.03.2024, 19:31 - Секретарь: Доброе утро, вот проект ответа на письмо\n",
                "14.03.2024, 09:05 - Директор: Спасибо, согласен со всеми поправками\n",
            ],
        ),
        (
            "windows-1253",
            [
                "13/3/24, 7:31 μ.μ. - Γραμματέας: Καλημέρα, το σχέδιο της απάντησης\n",
                "14/3/24, 9:05 π.μ. - Διευθυντής: Ευχαριστώ πολύ, συμφωνώ\n",
            ],
        ),
    ] {
        let bytes = encoded(label, &lines);
        let bench = Bench::begun();
        let file = bench.write("chat.txt", &bytes);
        let state = format!("--encoding {label}");
        bench
            .consign(["inspect", &file])
            .ends(4)
            .says([state.as_str(), "as WhatsApp made it"]);
        let seen = bench.consign([
            "--json",
            "inspect",
            &file,
            "--messages",
            "--encoding",
            label,
        ]);
        let objects = seen.ends(0).objects();
        let messages: Vec<_> = objects.iter().filter(|o| o["type"] == "message").collect();
        assert_eq!(messages.len(), 2, "{label}");
        bench.consign(["add", &file, "--encoding", label]).ends(0);
        for (message, line) in messages.iter().zip(lines) {
            let raw = encoded(label, &[line.trim_end()]);
            let number = |key: &str| message[key].as_u64().unwrap() as usize;
            let (offset, length) = (number("offset"), number("length"));
            assert_eq!(&bytes[offset..offset + length], raw, "{label}");
            assert!(line.contains(message["body"].as_str().unwrap()), "{label}");
            assert!(
                line.contains(message["sender"].as_str().unwrap()),
                "{label}"
            );
            assert_eq!(message["warnings"], serde_json::json!([]), "{label}");
            let id = format!("wa1-{offset}");
            let told = bench
                .consign(["--json", "explain", &id, "--original"])
                .ends(0);
            let told = &told.objects()[0];
            assert_eq!(told["encoding"].as_str(), Some(label));
            assert_eq!(told["text"].as_str(), Some(line.trim_end()));
            let written = told["base64"].as_str().unwrap();
            use base64::Engine as _;
            let original = base64::engine::general_purpose::STANDARD.decode(written);
            assert_eq!(original.unwrap(), raw, "{label}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_in_the_stated_encoding_stay_as_they_are() {
    // D2 stands for nothing in Windows-1253.
    let lines = [
        "13/3/2024, 19:31 - Γραμματέας: Καλημέρα\n",
        "13/3/2024, 19:32 - Γραμματέας: ab\n",
        "14/3/2024, 09:05 - Διευθυντής: Ευχαριστώ\n",
    ];
    let mut bytes = encoded("windows-1253", &lines);
    let at = bytes.windows(2).position(|pair| pair == b"ab").unwrap() + 1;
    bytes.insert(at, 0xD2);
    let bench = Bench::begun();
    let file = bench.write("chat.txt", &bytes);
    let seen = bench.consign([
        "--json",
        "inspect",
        &file,
        "--messages",
        "--encoding",
        "windows-1253",
    ]);
    let objects = seen.ends(0).objects();
    let messages: Vec<_> = objects.iter().filter(|o| o["type"] == "message").collect();
    assert_eq!(messages[1]["body"], "a\u{fffd}b");
    assert_eq!(
        messages[1]["warnings"],
        serde_json::json!(["undecodable-bytes"])
    );
    assert_eq!(messages[2]["warnings"], serde_json::json!([]));
    let last = messages[2]["offset"].as_u64().unwrap() + messages[2]["length"].as_u64().unwrap();
    assert_eq!(last + 1, bytes.len() as u64);

    bench
        .consign(["add", &file, "--encoding", "windows-1253"])
        .ends(0);
    bench.consign(["select"]).ends(0);
    bench.consign(["ledger", "verify"]).ends(0);

    // Another encoding was meant.
    let wrong = bench.consign(["inspect", &file, "--encoding", "euc-kr"]);
    assert_ne!(wrong.exit, 0, "{}", wrong.out);
    let none = bench.consign(["inspect", &file, "--encoding", "iso-2022-jp"]);
    none.ends(2).says(["iso-2022-jp is not read"]);
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
