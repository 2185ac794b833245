//! Every row of the table of the app's words, in a small chat of its language.

use consign::container::Memory;
use consign::message::{AttachmentState, DeletedBy, EventCode, Kind, MarkerBasis, SenderBasis};
use consign::source::Account;
use consign::source::collected::{Collected, CollectedMessage};

use super::{london, read, read_with};
use crate::bench::consign::Bench;

const TABLE: &str = include_str!("../../src/source/whatsapp/app_words.tsv");
const PHOTO: &str = "00000012-PHOTO-2022-03-18-14-56-03.jpg";
const ADDRESS: &str = "https://maps.google.com/?q=51.50,-0.12";

/// A row, as this test reads the table.
#[derive(Debug, Clone, Copy)]
struct Row {
    language: &'static str,
    what: &'static str,
    more: &'static str,
    words: &'static str,
}

impl Row {
    /// The words that stand whole or at the beginning.
    fn beginning(self) -> &'static str {
        self.words.trim_end_matches('…')
    }

    /// The words, with a name where "…" stands.
    fn filled(self, before: &str) -> String {
        let inner = self.words.trim_matches('…');
        let (open, spaced) = (self.words.starts_with('…'), inner.starts_with(' '));
        let before = match (open, spaced) {
            (true, true) => before.to_owned(),
            (true, false) => format!("{before} "),
            (false, _) => String::new(),
        };
        let behind = if inner.ends_with(' ') { "Deputy" } else { "" };
        format!("{before}{}{behind}", inner.replace('…', " Deputy "))
    }
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines();
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let rows = rows.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let (what, more) = columns[1].split_once(':').unwrap_or((columns[1], ""));
        Row {
            language: columns[0],
            what,
            more,
            words: columns[2],
        }
    });
    rows.filter(|row| row.what != "name").collect()
}

fn languages() -> Vec<&'static str> {
    let mut codes: Vec<_> = rows().iter().map(|row| row.language).collect();
    codes.dedup();
    codes
}

fn of(language: &str) -> Vec<Row> {
    rows()
        .into_iter()
        .filter(|row| row.language == language)
        .collect()
}

/// A line of a chat, and what must be read from it.
struct Line {
    text: String,
    expect: Expect,
    row: Row,
}

type Expect = Box<dyn Fn(&CollectedMessage)>;

fn line(row: Row, text: String, expect: impl Fn(&CollectedMessage) + 'static) -> Line {
    Line {
        text,
        expect: Box::new(expect),
        row,
    }
}

fn is_left_out(basis: MarkerBasis, sort: &'static str) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert_eq!(message.sender.as_deref(), Some("Clerk"));
        assert_eq!(message.attachments[0].state, AttachmentState::Omitted);
        let sort = (!sort.is_empty()).then_some(sort);
        assert_eq!(message.attachments[0].media, sort);
        assert_eq!(message.marker, Some(basis));
        assert_eq!(message.body_text(), "");
    }
}

fn is_deleted(basis: MarkerBasis, by: &str) -> impl Fn(&CollectedMessage) + use<> {
    let by = match by {
        "you" => DeletedBy::Exporter,
        "admin" => DeletedBy::Administrator,
        _ => DeletedBy::Unknown,
    };
    move |message| {
        assert_eq!(message.sender.as_deref(), Some("Clerk"));
        assert_eq!((message.kind, message.deleted), (Kind::Deleted, Some(by)));
        assert_eq!(message.marker, Some(basis));
        assert_eq!(message.body_text(), "");
    }
}

fn is_of(kind: Kind, basis: MarkerBasis, body: &'static str) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert_eq!(message.sender.as_deref(), Some("Clerk"));
        assert_eq!((message.kind, message.marker), (kind, Some(basis)));
        assert_eq!(message.body_text(), body);
    }
}

fn is_edited(basis: MarkerBasis) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert!(message.edited);
        assert_eq!(message.marker, Some(basis));
        assert_eq!(
            (message.kind, message.body_text().as_str()),
            (Kind::Text, "ja")
        );
    }
}

fn carries(name: &'static str, basis: MarkerBasis) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert_eq!(message.sender.as_deref(), Some("Clerk"));
        assert_eq!(message.attachments[0].name.as_deref(), Some(name));
        assert_eq!(message.attachments[0].state, AttachmentState::Missing);
        assert_eq!(message.marker, Some(basis));
        assert_eq!(message.body_text(), "");
    }
}

/// What the app says for itself; `basis` is how it is known that it does.
fn is_notice(code: EventCode, basis: SenderBasis) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert_eq!(
            (message.sender.as_deref(), message.kind),
            (None, Kind::System)
        );
        assert_eq!(message.event, Some(code));
        assert_eq!(message.sender_basis, basis);
    }
}

/// What a person typed, though the other telephone's app writes it.
fn is_typed(body: String) -> impl Fn(&CollectedMessage) {
    move |message| {
        assert_eq!(message.sender.as_deref(), Some("Clerk"));
        assert_eq!((message.kind, message.marker), (Kind::Text, None));
        assert_eq!(message.body_text(), body);
    }
}

fn code(row: Row) -> EventCode {
    EventCode::from_word(row.more).unwrap()
}

/// What an Android telephone writes of a row, and how a person may type what an iPhone writes.
fn android(row: Row) -> Vec<Line> {
    let text = MarkerBasis::TextMatch;
    let words = row.words;
    let said = |words: &str| format!("Clerk: {words}");
    let typed = |body: &str| line(row, said(body), is_typed(body.to_owned()));
    match row.what {
        "omitted-media" => vec![
            line(row, said(words), is_left_out(text, row.more)),
            typed(&format!("{words} ?")),
            typed(words.trim_matches(['<', '>'])),
        ],
        "attached-android" => vec![
            line(
                row,
                said(&format!("Plan.pdf ({words})")),
                carries("Plan.pdf", text),
            ),
            typed(&format!("({words})")),
        ],
        "deleted" => vec![
            line(row, said(words), is_deleted(text, row.more)),
            line(row, said(&format!("{words}.")), is_deleted(text, row.more)),
            typed(&format!("{words}?")),
            typed(&format!("ja, {words}")),
        ],
        "edited" => vec![
            line(row, said(&format!("ja <{words}>")), is_edited(text)),
            typed(&format!("ja ({words})")),
        ],
        "call" => vec![
            line(row, said(words), is_of(Kind::Call, text, "")),
            line(row, words.to_owned(), |message| {
                assert_eq!(
                    (message.sender.as_deref(), message.kind),
                    (None, Kind::Call)
                );
            }),
            typed(&format!("{words}?")),
        ],
        "location" => {
            let text = format!("{}{ADDRESS}", row.beginning());
            let place = is_of(Kind::Location, MarkerBasis::TextMatch, ADDRESS);
            vec![
                line(row, said(&text), place),
                typed(&format!("{}here", row.beginning())),
            ]
        }
        "encryption" => vec![line(
            row,
            row.beginning().to_owned(),
            is_notice(EventCode::Encryption, SenderBasis::App),
        )],
        "notice" => vec![
            line(
                row,
                row.filled("Clerk"),
                is_notice(code(row), SenderBasis::App),
            ),
            typed(&row.filled("Deputy")),
        ],
        "omitted-file" => {
            let angled = format!("<{words}>");
            let of_android = |row: &Row| row.words.to_lowercase() == angled.to_lowercase();
            match rows().iter().any(of_android) {
                true => vec![typed(words)],
                false => vec![typed(words), typed(&angled)],
            }
        }
        "attached-iphone" => vec![typed(&format!("<{words}: {PHOTO}>"))],
        _ => Vec::new(),
    }
}

/// What an iPhone writes of a row, and how a person may type the same.
fn iphone(row: Row) -> Vec<Line> {
    let mark = match row.language {
        "ar" | "fa" | "ur" | "he" => '\u{200f}',
        _ => '\u{200e}',
    };
    let by = MarkerBasis::Mark;
    let words = row.words;
    let marked = |words: &str| format!("Clerk: {mark}{words}");
    let typed = |body: &str| line(row, format!("Clerk: {body}"), is_typed(body.to_owned()));
    match row.what {
        "omitted-file" => vec![
            line(row, marked(words), is_left_out(by, row.more)),
            line(row, marked(&format!("{words}.")), is_left_out(by, row.more)),
            typed(words),
        ],
        "attached-iphone" => vec![
            line(
                row,
                marked(&format!("<{words}: {PHOTO}>")),
                carries(PHOTO, by),
            ),
            line(
                row,
                marked(&format!("<{PHOTO} {words}>")),
                carries(PHOTO, by),
            ),
            typed(&format!("<{words}: {PHOTO}>")),
        ],
        "deleted" => vec![
            line(row, marked(&format!("{words}.")), is_deleted(by, row.more)),
            typed(words),
        ],
        "edited" => vec![
            line(row, format!("Clerk: ja {mark}<{words}>"), is_edited(by)),
            typed(&format!("ja <{words}>")),
        ],
        "call" => vec![
            line(row, marked(words), is_of(Kind::Call, by, "")),
            line(
                row,
                format!("Clerk: {words}, {mark}1"),
                is_of(Kind::Call, by, ""),
            ),
            typed(words),
        ],
        "poll" => vec![line(
            row,
            marked(&format!("{words}\nX?")),
            is_of(Kind::Poll, by, "X?"),
        )],
        "location" => vec![
            line(
                row,
                marked(&format!("{}{ADDRESS}", row.beginning())),
                is_of(Kind::Location, by, ADDRESS),
            ),
            typed(&format!("{}{ADDRESS}", row.beginning())),
        ],
        "encryption" => vec![
            line(
                row,
                marked(row.beginning()),
                is_notice(EventCode::Encryption, SenderBasis::AppAttributed),
            ),
            typed(row.beginning()),
        ],
        "notice" => vec![
            line(
                row,
                marked(&row.filled("Clerk")),
                is_notice(code(row), SenderBasis::AppAttributed),
            ),
            typed(&row.filled("Deputy")),
        ],
        "omitted-media" => vec![typed(words)],
        _ => Vec::new(),
    }
}

/// Writes the lines as a chat, reads it, and holds every message against what it must be.
fn hold(lines: &[Line], header: &dyn Fn(usize) -> String) -> (Collected, Account) {
    let write = |(at, line): (usize, &Line)| format!("{}{}\n", header(at + 1), line.text);
    let chat: String = lines.iter().enumerate().map(write).collect();
    let chat = format!("{}Clerk: ok\n{chat}", header(0));
    let (collected, account) = read(&chat);
    assert_eq!(collected.messages.len(), lines.len() + 1, "{chat}");
    let mut wrong = Vec::new();
    for (message, line) in collected.messages[1..].iter().zip(lines) {
        let held = std::panic::AssertUnwindSafe(|| (line.expect)(message));
        if std::panic::catch_unwind(held).is_err() {
            wrong.push(format!("{:?}: {:?} is {message:?}", line.row, line.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (collected, account)
}

fn clock(at: usize) -> (usize, usize) {
    (10 + at / 60, at % 60)
}

fn android_header(at: usize) -> String {
    let (hour, minute) = clock(at);
    format!("18/03/2022, {hour:02}:{minute:02} - ")
}

fn iphone_header(at: usize) -> String {
    let (hour, minute) = clock(at);
    format!("[18/03/2022, {hour:02}:{minute:02}:01] ")
}

/// The language that most of the app's words are in, as the account tells.
fn told(account: &Account) -> &[&'static str] {
    let languages = &account.app_words.languages;
    languages.first().map_or(&[], |language| &language.codes)
}

#[test]
fn a_chat_of_every_language_from_android_is_read_right() {
    for language in languages() {
        let lines: Vec<Line> = of(language).into_iter().flat_map(android).collect();
        assert!(!lines.is_empty(), "{language}");
        let (_, account) = hold(&lines, &android_header);
        assert!(
            told(&account).contains(&language),
            "{language}: {account:?}"
        );
        assert_eq!(account.app_words.by_mark, 0, "{language}");
    }
}

#[test]
fn a_chat_of_every_language_from_an_iphone_is_read_right() {
    for language in languages() {
        let lines: Vec<Line> = of(language).into_iter().flat_map(iphone).collect();
        if !lines
            .iter()
            .any(|line| line.text.contains(['\u{200e}', '\u{200f}']))
        {
            // Of some languages only Android's words for a file are known.
            assert!(of(language).len() <= 2, "{language}");
            continue;
        }
        let (_, account) = hold(&lines, &iphone_header);
        assert!(
            told(&account).contains(&language),
            "{language}: {account:?}"
        );
        assert_eq!(account.app_words.by_form, 0, "{language}");
    }
}

#[test]
fn an_iphones_words_are_matches_of_text_where_the_marks_were_lost() {
    for language in languages() {
        let text = MarkerBasis::TextMatch;
        let lost = |row: Row| match row.what {
            "omitted-file" => Some((row.words.to_owned(), Kind::Media)),
            "deleted" => Some((row.words.to_owned(), Kind::Deleted)),
            "encryption" => Some((row.beginning().to_owned(), Kind::System)),
            _ => None,
        };
        let lines = of(language).into_iter().filter_map(|row| {
            let (words, kind) = lost(row)?;
            Some(line(row, format!("Clerk: {words}"), move |message| {
                let carried = matches!(message.kind, Kind::Sticker | Kind::Contact);
                assert!(message.kind == kind || carried && kind == Kind::Media);
                assert_eq!(message.marker, Some(text));
            }))
        });
        let lines: Vec<Line> = lines.collect();
        if !lines.is_empty() {
            hold(&lines, &iphone_header);
        }
    }
}

#[test]
fn the_name_of_an_export_holds_its_title_in_every_language() {
    let chat = "18/03/2022, 10:00 - Clerk: ok\n18/03/2022, 10:01 - Deputy: ok\n";
    let titles = rows().into_iter().filter(|row| row.what == "title");
    for row in titles {
        let name = format!("{}.txt", row.words.replace('…', "Winter Planning"));
        let (collected, _) = read_with(&Memory::of(&name, chat), &london()).unwrap();
        assert_eq!(
            collected.conversations[0].title, "Winter Planning",
            "{name}"
        );
    }
}

#[test]
fn a_poll_is_one_by_its_options_and_never_by_its_first_line() {
    for row in rows().into_iter().filter(|row| row.what == "poll") {
        let body = "Dienstag?\nOPTION: Ja (1 Stimme)\nOPTION: Nein (0 Stimmen)";
        let poll = format!("Clerk: {}\n{body}", row.words);
        let typed = format!("{}\nDienstag?\n- Ja\n- Nein", row.words);
        let structure = MarkerBasis::Structure;
        hold(
            &[
                line(row, poll, is_of(Kind::Poll, structure, body)),
                line(row, format!("Clerk: {typed}"), is_typed(typed.clone())),
            ],
            &android_header,
        );
    }
}

#[test]
fn people_who_say_what_the_app_says_stay_people() {
    for body in [
        "left",
        "Clerk left",
        "salió",
        "a quitté",
        "verlassen",
        "entfernt",
        "вышел",
        "ayrıldı",
        "退出了",
        "나갔습니다",
        "غادر",
        "image omitted",
        "изображение отсутствует",
        "görüntü dahil edilmedi",
    ] {
        for header in [&android_header as &dyn Fn(usize) -> String, &iphone_header] {
            let chat = format!(
                "{}\u{200e}Deputy added you\n{}Clerk: ok\n{}Clerk: {body}\n",
                header(0),
                header(1),
                header(2)
            );
            let message = read(&chat).0.messages.remove(2);
            assert_eq!(message.sender.as_deref(), Some("Clerk"), "{body}");
            assert_eq!((message.kind, message.marker), (Kind::Text, None), "{body}");
        }
    }
    // Where a name stands tight before its words, it is a name all the same.
    let tight = "18/03/2022, 10:00 - Clerk:ok\n18/03/2022, 10:01 - Clerk:I left\n";
    let message = read(tight).0.messages.remove(1);
    assert_eq!(message.sender.as_deref(), Some("Clerk"));
    assert_eq!(message.body_text(), "I left");
}

#[test]
fn words_in_no_language_of_the_table_are_known_by_marks_or_form_only() {
    let iphone = "[18/03/2022, 10:00:01] Clerk: \u{200e}Άγνωστες λέξεις\n\
                  [18/03/2022, 10:00:02] Clerk: ok\n";
    let words = read(iphone).1.app_words;
    assert_eq!(
        (words.languages.len(), words.by_mark, words.by_form),
        (0, 1, 0)
    );
    let android = "18/03/2022, 10:00 - Άγνωστες λέξεις\n18/03/2022, 10:01 - Clerk: ok\n";
    let words = read(android).1.app_words;
    assert_eq!(
        (words.languages.len(), words.by_mark, words.by_form),
        (0, 0, 1)
    );
    let none = "18/03/2022, 10:00 - Clerk: ok\n18/03/2022, 10:01 - Clerk: ok\n";
    assert_eq!(read(none).1.app_words, consign::source::AppWords::default());
}

#[test]
fn inspect_says_which_language_the_apps_words_are_in() {
    let bench = Bench::new();
    for (name, said, chat) in [
        (
            "German",
            "App's words     German (3 times)",
            "18.03.2022, 10:00 - Clerk hat die Gruppe „Winter“ erstellt.\n\
             18.03.2022, 10:01 - Clerk: <Medien ausgeschlossen>\n\
             18.03.2022, 10:02 - Clerk: Diese Nachricht wurde gelöscht.\n",
        ),
        (
            "none",
            "in no language that is known; the app's words were known by marks only (once)",
            "[18.03.2022, 10:00:00] Clerk: \u{200e}Άγνωστες λέξεις\n\
             [18.03.2022, 10:01:00] Clerk: ok\n",
        ),
        (
            "both",
            "App's words     Russian (once); others were known by place and form only (once)",
            "18.03.2022, 10:00 - Άγνωστες λέξεις\n\
             18.03.2022, 10:01 - Clerk: <Без медиафайлов>\n",
        ),
        (
            "nothing",
            "App's words     the app wrote nothing of its own",
            "18.03.2022, 10:00 - Clerk: ok\n18.03.2022, 10:01 - Deputy: ok\n",
        ),
    ] {
        let file = bench.write(&format!("{name}.txt"), chat.as_bytes());
        bench.consign(["inspect", &file]).ends(0).says([said]);
    }
    let file = bench.at("German.txt").display().to_string();
    let seen = bench.consign(["--json", "inspect", &file]).ends(0);
    let objects = seen.objects();
    let account = objects.iter().find(|o| o["type"] == "account").unwrap();
    let language = &account["app_words"]["languages"][0];
    assert_eq!(
        (language["codes"][0].as_str(), language["times"].as_u64()),
        (Some("de"), Some(3))
    );
}
