//! From rows to links: what must hold whatever two exports say.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::message::Precision;

const KEY: [u8; 16] = [3; 16];

/// An export that is written down line by line.
#[derive(Debug, Clone, Default)]
struct Export {
    rows: Vec<Row>,
    labels: Vec<Label>,
    media: Vec<Media>,
    phone: Option<&'static str>,
}

impl Export {
    fn of(lines: &[Line]) -> Export {
        let mut export = Export::default();
        for line in lines {
            line.add_to(&mut export);
        }
        export
    }

    fn side(&self) -> Side<'_> {
        Side {
            rows: &self.rows,
            labels: &self.labels,
            media: &self.media,
            phone: self.phone,
        }
    }

    fn label(&mut self, name: &str) -> u32 {
        let found = self.labels.iter().position(|label| label.name == name);
        let at = found.unwrap_or_else(|| {
            self.labels.push(Label {
                name: name.to_owned(),
                person: None,
            });
            self.labels.len() - 1
        });
        u32::try_from(at).unwrap()
    }
}

/// A minute, a sender, what it is, and what is said.
#[derive(Debug, Clone)]
struct Line(i64, &'static str, Content, String);

impl Line {
    fn add_to(&self, export: &mut Export) {
        let Line(minute, sender, content, text) = self;
        let keyed = Fingerprints::keyed(&KEY);
        let (text, length) = keyed.of_text(text.as_bytes());
        let label = match sender.is_empty() {
            true => NO_SENDER,
            false => export.label(sender),
        };
        export.rows.push(Row {
            local: minute * 60,
            text,
            label,
            length,
            content: *content,
            precision: Precision::Minute,
            edit: Edit::Unmarked,
        });
    }
}

fn said(minute: i64, sender: &'static str, text: &str) -> Line {
    Line(minute, sender, Content::Words, text.to_owned())
}

/// Returns twelve messages of two people, one of which in three is long.
fn dozen() -> Vec<Line> {
    let line = |n: i64| {
        let sender = if n % 2 == 0 { "Tom" } else { "Ann" };
        match n % 3 {
            0 => said(
                n * 3,
                sender,
                &format!("the number of this long message is {n}"),
            ),
            1 => said(n * 3, sender, "ok"),
            _ => said(n * 3, sender, &format!("short {n}")),
        }
    };
    (0..12).map(line).collect()
}

/// Returns the same under other names, some minutes later.
fn on_another_phone(lines: &[Line], minutes: i64) -> Vec<Line> {
    let name = |name: &'static str| match name {
        "Tom" => "Tom (work)",
        "Ann" => "You",
        other => other,
    };
    let line = |l: &Line| Line(l.0 + minutes, name(l.1), l.2, l.3.clone());
    lines.iter().map(line).collect()
}

fn aligned(a: &[Line], b: &[Line]) -> Aligned {
    align(
        &Export::of(a).side(),
        &Export::of(b).side(),
        Stated::Nothing,
    )
}

fn pairs(aligned: &Aligned) -> Vec<(u32, u32)> {
    aligned.links.iter().map(|link| (link.a, link.b)).collect()
}

fn kinds(aligned: &Aligned) -> Vec<(Kind, u32, u32)> {
    let of = |d: &Difference| (d.kind, d.a.start, d.b.start);
    aligned.differences.iter().map(of).collect()
}

#[test]
fn two_phones_of_one_chat_are_linked_message_by_message() {
    let lines = dozen();
    let aligned = aligned(&lines, &on_another_phone(&lines, 60));
    assert_eq!(aligned.verdict.sameness, Sameness::SameConversation);
    assert_eq!(aligned.verdict.why, Why::Aligned);
    assert_eq!(pairs(&aligned), (0..12).map(|n| (n, n)).collect::<Vec<_>>());
    assert_eq!(aligned.links[0].evidence, Evidence::Anchor);
    assert_eq!(aligned.links[1].evidence, Evidence::Aligned);
    assert_eq!(aligned.links[1].seconds, 3600);
    assert_eq!(aligned.stretches.len(), 1);
    assert_eq!(
        (aligned.stretches[0].minutes, aligned.stretches[0].exact),
        (60, 4)
    );
    let table: Vec<_> = aligned
        .aliases
        .iter()
        .map(|l| (l.a, l.b, l.level))
        .collect();
    assert_eq!(table, [(0, 0, Level::Agreed), (1, 1, Level::Agreed)]);
    assert_eq!(aligned.differences, []);
}

#[test]
fn a_deletion_an_edit_and_a_loss_are_differences_and_no_copies() {
    let mut lines = dozen();
    let mut others = on_another_phone(&lines, 0);
    others[2].2 = Content::Deleted;
    others[2].3 = String::new();
    others[5].3 = "short 5, and more".to_owned();
    lines.insert(8, said(22, "Tom", "only here"));
    let (mut a, mut b) = (Export::of(&lines), Export::of(&others));
    b.rows[5].edit = Edit::Marked;
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(
        kinds(&found),
        [
            (Kind::DeletedOnOne, 2, 2),
            (Kind::EditedDifferently, 5, 5),
            (Kind::OnOneAlone, 8, 8)
        ]
    );
    assert_eq!(found.differences[2].b, 8..8);
    assert_eq!(found.links.len(), 10);
    // Without the mark of an edit they are two messages.
    b.rows[5].edit = Edit::Unmarked;
    a.phone = Some("Minister");
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert!(!kinds(&found).contains(&(Kind::EditedDifferently, 5, 5)));
}

#[test]
fn words_that_are_sent_twice_and_are_there_once_are_nobodys_copy() {
    let mut lines = dozen();
    let others = on_another_phone(&lines, 0);
    lines.insert(5, lines[4].clone());
    let found = aligned(&lines, &others);
    assert!(
        !pairs(&found)
            .iter()
            .any(|(a, b)| [4, 5].contains(a) || *b == 4)
    );
    let repeated = kinds(&found);
    assert!(
        repeated.iter().all(|(kind, ..)| *kind == Kind::Repeated),
        "{repeated:?}"
    );
    assert!(!repeated.is_empty());
}

#[test]
fn media_is_linked_where_one_export_left_it_out_and_files_tell_apart() {
    let mut lines = dozen();
    lines.insert(
        6,
        Line(
            17,
            "Tom",
            Content::Media(Held::Present),
            "the draft".to_owned(),
        ),
    );
    let mut others = on_another_phone(&lines, 0);
    others[6].2 = Content::Media(Held::Omitted);
    others[6].3 = String::new();
    let found = aligned(&lines, &others);
    assert_eq!(found.links.len(), 13);
    assert_eq!(
        kinds(&found),
        [(Kind::FileOnOne, 6, 6), (Kind::CaptionOnOne, 6, 6)]
    );
    // Two files that are both there and are not the same are no copies.
    others[6].2 = Content::Media(Held::Present);
    let (mut a, mut b) = (Export::of(&lines), Export::of(&others));
    let file = |bytes: &[u8]| Media {
        row: 6,
        name: None,
        bytes: Some(Fingerprints::keyed(&KEY).of_bytes(bytes)),
    };
    (a.media, b.media) = (vec![file(b"one")], vec![file(b"two")]);
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.links.len(), 12);
    assert_eq!(kinds(&found), [(Kind::OtherFile, 6, 6)]);
}

/// Returns twelve messages of few words, three of which carry files that are there.
fn with_files() -> (Export, Export) {
    let line = |n: i64| {
        let sender = if n % 2 == 0 { "Tom" } else { "Ann" };
        match n % 4 {
            3 => Line(
                n * 3,
                sender,
                Content::Media(Held::Present),
                "see".to_owned(),
            ),
            _ => said(n * 3, sender, &format!("short {n}")),
        }
    };
    let lines: Vec<Line> = (0..16).map(line).collect();
    let mut others = on_another_phone(&lines, 60);
    // Not all are by one person.
    others[7].1 = "Tom (work)";
    let mut lines = lines;
    lines[7].1 = "Tom";
    (Export::of(&lines), Export::of(&others))
}

fn files_of(bytes: [&str; 4]) -> Vec<Media> {
    let file = |(row, bytes): (u32, &str)| Media {
        row,
        name: None,
        bytes: Some(Fingerprints::keyed(&KEY).of_bytes(bytes.as_bytes())),
    };
    [3, 7, 11, 15].into_iter().zip(bytes).map(file).collect()
}

#[test]
fn files_of_the_same_bytes_are_anchors_and_of_other_bytes_are_told() {
    let (mut a, mut b) = with_files();
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.verdict.why, Why::FewAnchors);
    assert_eq!((found.verdict.anchors, found.links.len()), (0, 0));

    a.media = files_of(["one", "two", "three", "four"]);
    b.media = files_of(["one", "two", "three", "other"]);
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.verdict.sameness, Sameness::SameConversation);
    assert_eq!((found.verdict.anchors, found.verdict.agreeing), (3, 3));
    assert_eq!(found.stretches[0].minutes, 60);
    assert_eq!(found.links.len(), 15);
    let anchors = found
        .links
        .iter()
        .filter(|l| l.evidence == Evidence::Anchor);
    assert_eq!(anchors.map(|link| link.a).collect::<Vec<_>>(), [3, 7, 11]);

    // A sticker that is sent again and again tells nothing.
    a.media = files_of(["one"; 4]);
    b.media = files_of(["one"; 4]);
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.verdict.anchors, 0);
    // The same file under other words is another message.
    a.media = files_of(["one", "two", "three", "four"]);
    b.media = a.media.clone();
    b.rows[3].text = Fingerprints::keyed(&KEY).of_text(b"look").0;
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.verdict.anchors, 3);
    assert!(!pairs(&found).contains(&(3, 3)));
}

#[test]
fn markers_are_never_anchors() {
    let marker = |n: i64| Line(n, "Tom", Content::Media(Held::Omitted), String::new());
    let notice = |n: i64| {
        Line(
            n,
            "",
            Content::Notice,
            "Messages and calls are encrypted".to_owned(),
        )
    };
    let lines: Vec<Line> = (0..10).map(marker).chain([notice(20)]).collect();
    let found = aligned(&lines, &on_another_phone(&lines, 5));
    assert_eq!((found.verdict.anchors, found.links.len()), (0, 0));
}

#[test]
fn of_two_notices_that_could_be_either_the_nearer_is_taken() {
    let notice = |minute, words: &str| Line(minute, "", Content::Notice, words.to_owned());
    let with = |first: &str, second: &str| {
        let mut lines = dozen();
        lines.splice(7..7, [notice(19, first), notice(20, second)]);
        lines
    };
    let a = with("Tom renamed the group", "Tom named it back");
    let b = with("You renamed the group", "You named it back");
    let found = aligned(&a, &on_another_phone(&b, 60));
    assert_eq!(found.links.len(), 12);
    assert_eq!(
        kinds(&found),
        [
            (Kind::NoticeInOtherWords, 7, 7),
            (Kind::NoticeInOtherWords, 8, 8)
        ]
    );
    // Of two that are as near nothing is said.
    let mut b = b;
    b[7].0 = 20;
    let found = aligned(&a, &on_another_phone(&b, 60));
    assert!(!kinds(&found).contains(&(Kind::NoticeInOtherWords, 8, 7)));
}

#[test]
fn what_two_phones_tell_their_owners_in_the_same_words_is_no_copy() {
    let mut lines = dozen();
    let added = Line(19, "", Content::NoticeToOwner, "Tom added you".to_owned());
    lines.insert(7, added);
    let found = aligned(&lines, &on_another_phone(&lines, 60));
    assert_eq!(found.links.len(), 12);
    assert!(!pairs(&found).contains(&(7, 7)));
    assert!(!kinds(&found).contains(&(Kind::NoticeInOtherWords, 7, 7)));
    // Of one phone that was exported twice it is the same notice.
    let found = aligned(&lines, &lines);
    assert_eq!(found.links.len(), 13);
}

#[test]
fn one_phone_twice_is_told_by_stamps_and_names() {
    let lines = dozen();
    let (early, late) = (&lines[..9], &lines[1..]);
    let found = aligned(early, late);
    assert_eq!(found.verdict.sameness, Sameness::OnePhone);
    assert_eq!((found.verdict.identical, found.links.len()), (8, 8));
    assert_eq!(found.stretches[0].minutes, 0);
    // Two phones that are stated to be two are two.
    let (mut a, mut b) = (Export::of(early), Export::of(late));
    (a.phone, b.phone) = (Some("Minister"), Some("Special Adviser"));
    let found = align(&a.side(), &b.side(), Stated::Nothing);
    assert_eq!(found.verdict.sameness, Sameness::Unsure);
    a.phone = Some("Special Adviser");
    let found = align(&a.side(), &b.side(), Stated::Same);
    assert_eq!(found.verdict.sameness, Sameness::OnePhone);
}

#[test]
fn what_one_person_sent_to_two_others_is_no_conversation() {
    let mut lines = dozen();
    lines.retain(|line| line.1 == "Ann");
    lines.extend((20..30).map(|n| said(n * 5, "Ann", &format!("a message to everybody, {n}"))));
    let found = aligned(&lines, &lines.clone());
    assert_eq!(found.verdict.sameness, Sameness::Unsure);
    assert_eq!(found.verdict.why, Why::OneVoice);
    assert_eq!(found.links, []);
    let side = Export::of(&lines);
    let stated = align(&side.side(), &side.side(), Stated::Same);
    assert_eq!(stated.links.len(), lines.len());
    let stated = align(&side.side(), &side.side(), Stated::NotTheSame);
    assert_eq!((stated.verdict.why, stated.links.len()), (Why::Stated, 0));
}

#[test]
fn texts_that_were_sent_to_two_groups_make_no_conversation_of_them() {
    let mut lines = Vec::new();
    let mut others = Vec::new();
    for n in 0..60 {
        let sender = if n % 2 == 0 { "Tom" } else { "Ann" };
        if n % 5 == 0 {
            let text = format!("an announcement to both of the groups, {n}");
            lines.push(said(n * 10, sender, &text));
            others.push(said(n * 10, sender, &text));
        } else {
            lines.push(said(
                n * 10 + 1,
                sender,
                &format!("here we speak of budgets {n}"),
            ));
            others.push(said(
                n * 10 + 2,
                sender,
                &format!("and here of summer parties {n}"),
            ));
        }
    }
    let found = aligned(&lines, &others);
    assert_eq!(found.verdict.sameness, Sameness::NotTheSame);
    assert_eq!(found.verdict.why, Why::LittleBetween);
    assert_eq!((found.verdict.agreeing, found.links.len()), (12, 0));
}

#[test]
fn a_statement_about_people_counts_as_votes_do() {
    let lines: Vec<Line> = dozen();
    let mut others = on_another_phone(&lines, 0);
    // Somebody who only ever says "ok", at a place where the order does not help.
    let mut with = lines.clone();
    with.insert(3, said(8, "Eve", "fine"));
    others.insert(4, said(8, "Eve Jones", "fine"));
    let (mut a, mut b) = (Export::of(&with), Export::of(&others));
    let linked = |a: &Export, b: &Export| {
        let found = align(&a.side(), &b.side(), Stated::Nothing);
        pairs(&found).contains(&(3, 4))
    };
    assert!(!linked(&a, &b));
    let person = Some("p03".to_owned());
    for export in [&mut a, &mut b] {
        let eve = export
            .labels
            .iter_mut()
            .find(|label| label.name.starts_with("Eve"));
        eve.unwrap().person.clone_from(&person);
    }
    assert!(linked(&a, &b));
}

#[test]
fn groups_never_hold_two_messages_of_one_export() {
    let link = |a, b, evidence| Link {
        a,
        b,
        evidence,
        seconds: 0,
    };
    // Of three phones, the link of the third and first contradicts the others, which are surer.
    let sure = [link(0, 0, Evidence::Anchor)];
    let (first, second, third) = (sure, sure, [link(0, 1, Evidence::Aligned)]);
    let between = [
        Between {
            a: 0,
            b: 1,
            links: &first,
        },
        Between {
            a: 1,
            b: 2,
            links: &second,
        },
        Between {
            a: 2,
            b: 0,
            links: &third,
        },
    ];
    let found = groups(&[2, 1, 1], &between);
    let member = |export, row| Member { export, row };
    let all: Vec<_> = found.all().collect();
    assert_eq!(all, [[member(0, 0), member(1, 0), member(2, 0)]]);
    assert_eq!(found.refused, [(member(0, 1), member(2, 0))]);
    let mut reversed = between;
    reversed.reverse();
    assert_eq!(groups(&[2, 1, 1], &reversed), found);
}

#[test]
fn the_fuller_copy_has_its_file_and_its_seconds() {
    let lines = [Line(1, "Tom", Content::Media(Held::Omitted), String::new())];
    let omitted = Export::of(&lines).rows[0];
    let present = Row {
        content: Content::Media(Held::Present),
        ..omitted
    };
    let second = Row {
        precision: Precision::Second,
        ..omitted
    };
    assert!(Fullness::of(&omitted) < Fullness::of(&present));
    assert!(Fullness::of(&second) < Fullness::of(&present));
    assert!(Fullness::of(&omitted) < Fullness::of(&second));
}

#[test]
fn conversations_are_compared_that_share_texts() {
    let lines = dozen();
    let other: Vec<Line> = (0..12)
        .map(|n| said(n, "Tom", &format!("something else altogether, {n}")))
        .collect();
    let of = |lines: &[Line]| Sketch::of(&Export::of(lines).rows);
    let sketches = [
        of(&lines),
        of(&other),
        of(&on_another_phone(&lines[4..], 60)),
    ];
    let found = candidates(&sketches);
    assert_eq!(
        found,
        [Candidate {
            a: 0,
            b: 2,
            shared: 2
        }]
    );
}

/// Lines as chats have them: few words, few people, and times that mostly go on.
fn chat() -> impl Strategy<Value = Vec<Line>> {
    let text = prop_oneof![
        3 => "ok|yes|no|👍",
        3 => "[a-c]{1,3}",
        4 => "[a-z ]{20,30}",
        1 => Just(String::new()),
    ];
    let content = prop_oneof![
        12 => Just(Content::Words),
        1 => Just(Content::Media(Held::Omitted)),
        1 => Just(Content::Media(Held::Present)),
        1 => Just(Content::Deleted),
        1 => Just(Content::Notice),
        1 => Just(Content::NoticeToOwner),
    ];
    let line = (-1_i64..4, 0..3_usize, content, text);
    prop::collection::vec(line, 0..40).prop_map(|lines| {
        let mut minute = 0;
        let line = |(step, sender, content, text): (i64, usize, Content, String)| {
            minute += step;
            let sender = match content {
                Content::Notice | Content::NoticeToOwner => "",
                _ => ["Tom", "Ann", "Eve"][sender],
            };
            Line(minute, sender, content, text)
        };
        lines.into_iter().map(line).collect()
    })
}

/// The same with some lines left out, some swapped, and the clock changed.
fn two() -> impl Strategy<Value = (Vec<Line>, Vec<Line>)> {
    let edits = prop::collection::vec(0..20_u8, 40);
    (chat(), edits.clone(), edits, -90_i64..90).prop_map(|(lines, first, second, clock)| {
        let without = |lines: &[Line], edits: &[u8]| -> Vec<Line> {
            let kept = lines.iter().zip(edits).filter(|(_, edit)| **edit != 0);
            let mut kept: Vec<Line> = kept.map(|(line, _)| line.clone()).collect();
            for (at, edit) in (1..kept.len()).zip(edits) {
                if *edit == 1 {
                    kept.swap(at - 1, at);
                }
            }
            kept
        };
        let others = on_another_phone(&without(&lines, &second), clock);
        (without(&lines, &first), others)
    })
}

proptest! {
    #[test]
    fn no_message_has_two_copies_and_copies_are_alike((a, b) in two()) {
        for stated in [Stated::Nothing, Stated::Same] {
            let (a, b) = (Export::of(&a), Export::of(&b));
            let found = align(&a.side(), &b.side(), stated);
            let of_a: BTreeSet<u32> = found.links.iter().map(|link| link.a).collect();
            let of_b: BTreeSet<u32> = found.links.iter().map(|link| link.b).collect();
            prop_assert_eq!(of_a.len(), found.links.len());
            prop_assert_eq!(of_b.len(), found.links.len());
            for link in &found.links {
                let (row_a, row_b) = (a.rows[link.a as usize], b.rows[link.b as usize]);
                prop_assert_eq!(row_a.key(), row_b.key());
                prop_assert_eq!(link.seconds, row_b.local - row_a.local);
            }
            // What is told to be on one phone alone is linked to nothing.
            for difference in &found.differences {
                if difference.kind == Kind::OnOneAlone {
                    prop_assert!(!difference.a.clone().any(|row| of_a.contains(&row)));
                    prop_assert!(!difference.b.clone().any(|row| of_b.contains(&row)));
                    prop_assert!(difference.a.is_empty() != difference.b.is_empty());
                }
            }
        }
    }

    #[test]
    fn who_is_named_first_does_not_matter((a, b) in two()) {
        let (a, b) = (Export::of(&a), Export::of(&b));
        for stated in [Stated::Nothing, Stated::Same] {
            let one = align(&a.side(), &b.side(), stated);
            let other = align(&b.side(), &a.side(), stated);
            prop_assert_eq!(&one, &other.clone().turned());
            prop_assert_eq!(one.turned(), other);
        }
    }

    #[test]
    fn an_export_and_itself_are_one_wholly(lines in chat()) {
        let export = Export::of(&lines);
        let found = align(&export.side(), &export.side(), Stated::Nothing);
        let spoken: BTreeSet<&str> = lines
            .iter()
            .filter(|line| matches!(line.2, Content::Words | Content::Media(_)))
            .map(|line| line.1)
            .collect();
        if spoken.len() > 1 {
            prop_assert_eq!(found.verdict.sameness, Sameness::OnePhone);
            let itself: Vec<_> = (0..export.side().count()).map(|n| (n, n)).collect();
            prop_assert_eq!(pairs(&found), itself);
            prop_assert_eq!(found.differences, vec![]);
        } else {
            prop_assert_eq!(found.links, vec![]);
        }
    }

    #[test]
    fn chats_that_share_no_text_share_nothing(a in chat(), b in chat(), clock in -90_i64..90) {
        let mut b = on_another_phone(&b, clock);
        for line in &mut b {
            line.3 = line.3.to_uppercase();
        }
        let found = aligned(&a, &b);
        prop_assert_eq!(found.links, vec![]);
        prop_assert_eq!(found.differences, vec![]);
    }

    #[test]
    fn groups_hold_each_export_once_and_each_message_once(
        links in prop::collection::vec((0..4_u32, 0..4_u32, 0..6_u32, 0..6_u32), 0..40)
    ) {
        let links: Vec<(u32, u32, [Link; 1])> = links
            .into_iter()
            .filter(|(a, b, ..)| a != b)
            .map(|(a, b, in_a, in_b)| {
                let evidence = Evidence::Aligned;
                (a, b, [Link { a: in_a, b: in_b, evidence, seconds: 0 }])
            })
            .collect();
        let between: Vec<Between<'_>> =
            links.iter().map(|(a, b, links)| Between { a: *a, b: *b, links }).collect();
        let found = groups(&[6; 4], &between);
        let mut seen = BTreeSet::new();
        for group in found.all() {
            let exports: BTreeSet<u32> = group.iter().map(|member| member.export).collect();
            prop_assert_eq!(exports.len(), group.len());
            prop_assert!(group.len() > 1);
            prop_assert!(group.iter().all(|member| seen.insert(*member)));
        }
        let mut reversed = between;
        reversed.reverse();
        prop_assert_eq!(groups(&[6; 4], &reversed), found);
    }
}
