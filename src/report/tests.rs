//! What must hold for all renderings together.

use std::collections::BTreeMap;

use base64::Engine as _;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::Digest as _;

use super::samples::{self, HOSTILE, department, finding, months, validation};
use super::*;
use crate::shown::acts;

/// A page as a strict XML parser sees it.
#[derive(Default)]
struct Parsed {
    /// The cells of each table's rows, by the id of its caption.
    tables: BTreeMap<String, Vec<Vec<String>>>,
    /// The heights of the parts of each bar, in hundredths of a pixel.
    bars: Vec<Vec<u64>>,
    /// The names of all elements.
    elements: Vec<String>,
    /// The text of the page.
    text: String,
}

/// Parses a page, and fails where it is not well formed.
fn parsed(html: &str) -> Parsed {
    let mut reader = Reader::from_str(html);
    let mut out = Parsed::default();
    let (mut id, mut rows) = (String::new(), Vec::<Vec<String>>::new());
    let (mut open, mut in_cell) = (0, false);
    loop {
        let event = reader.read_event().expect("the page is well formed");
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                open += usize::from(matches!(event, Event::Start(_)));
                let name = tag.name().as_ref().to_owned();
                let attributes: BTreeMap<String, String> = tag
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.expect("the attribute is well formed");
                        let key = attribute.key.as_ref().to_owned();
                        (key, attribute.value.into_owned())
                    })
                    .collect();
                let class = attributes.get("class").map_or("", String::as_str);
                match name.as_str() {
                    "caption" => id = attributes["id"].clone(),
                    "tr" => rows.push(Vec::new()),
                    "td" | "th" => {
                        in_cell = true;
                        rows.last_mut().unwrap().push(String::new());
                    }
                    "g" if class == "bar" => out.bars.push(Vec::new()),
                    "rect" if !class.is_empty() && attributes["height"].contains('.') => {
                        let hundredths = attributes["height"].replace('.', "");
                        out.bars
                            .last_mut()
                            .unwrap()
                            .push(hundredths.parse().unwrap());
                    }
                    _ => {}
                }
                out.elements.push(name);
            }
            Event::End(tag) => {
                open -= 1;
                in_cell &= !["td", "th"].contains(&tag.name().as_ref());
                if tag.name().as_ref() == "table" {
                    out.tables.insert(id.clone(), std::mem::take(&mut rows));
                }
            }
            Event::Text(text) => {
                let text: &str = text;
                if in_cell && let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(text);
                }
                out.text.push_str(text);
            }
            Event::GeneralRef(reference) => {
                let c = reference
                    .resolve_char_ref()
                    .unwrap()
                    .expect("only numbers are used");
                out.text.push(c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0, "every element is closed");
    out
}

fn assert_harmless(text: &str) {
    let acting = text
        .chars()
        .find(|&c| acts(c) && c != '\n' && c != '\u{200d}');
    assert_eq!(acting, None);
}

fn assert_harmless_page(html: &str) {
    assert_harmless(html);
    assert!(!html.to_lowercase().contains("<script"));
    let page = parsed(html);
    let strangers = ["script", "a", "img", "link", "iframe", "object", "form"];
    let found: Vec<_> = page
        .elements
        .iter()
        .filter(|name| strangers.contains(&name.as_str()))
        .collect();
    // The one link leads to the main part of the page itself.
    assert_eq!(found, ["a"]);
    assert_eq!(html.matches("href=").count(), 1);
    assert!(html.contains("href=\"#main\""));
}

fn number(cell: &str) -> u64 {
    cell.replace(',', "").parse().unwrap()
}

#[test]
fn hostile_text_is_harmless_in_every_rendering() {
    for audience in [Audience::Department, Audience::Package] {
        let report = samples::hostile_batch(audience);
        let html = batch_html(&report);
        assert_harmless_page(&html);
        assert!(
            parsed(&html)
                .text
                .contains("\\u{202E}x\\u{001B}[31m\\u{0000}")
        );
        assert_harmless(&batch_json(&report));
        assert_harmless(&reconcile_text(&report));
    }
    let report = samples::hostile_validation();
    assert_harmless_page(&validation_html(&report));
    assert_harmless(&validation_json(&report));
    assert_harmless(&validation_text(&report));
    let back: serde_json::Value = serde_json::from_str(&validation_json(&report)).unwrap();
    assert_eq!(back["findings"][0]["found"], HOSTILE);
    assert_harmless_page(&policy_html(&samples::hostile_policy()));
    let annex = samples::hostile_annex();
    for document in [appraisal_annex(&annex), transparency_record(&annex)] {
        assert_harmless_page(&document.html());
        assert_harmless(&document.markdown());
        // In the text nothing hostile is left as markup either.
        assert!(!document.markdown().replace("\\<", "").contains('<'));
    }
}

#[test]
fn the_security_policy_names_the_stylesheet_that_is_in_the_page() {
    for html in [
        batch_html(&department(months(3))),
        validation_html(&validation(Verdict::Pass, Vec::new())),
        policy_html(&samples::policy()),
    ] {
        let between = |from: &str, to: &str| -> String {
            let (_, rest) = html.split_once(from).unwrap();
            rest.split_once(to).unwrap().0.to_owned()
        };
        let digest = base64::engine::general_purpose::STANDARD
            .encode(sha2::Sha256::digest(between("<style>", "</style>")));
        assert_eq!(
            between("Content-Security-Policy\" content=\"", "\""),
            format!("default-src 'none'; style-src 'sha256-{digest}'")
        );
        assert_eq!(html.matches("<h1>").count(), 1);
        assert!(!html.contains("style="));
    }
}

#[test]
fn page_json_and_text_have_the_same_numbers() {
    let report = department(months(18));
    let page = parsed(&batch_html(&report));
    let json: serde_json::Value = serde_json::from_str(&batch_json(&report)).unwrap();
    let counts = &json["counts"];
    let field = |name: &str| counts[name].as_u64().unwrap();
    let expected = [
        field("read"),
        field("select"),
        field("context"),
        field("refer"),
        field("outside"),
        field("not_selected"),
        field("read"),
        field("select") + field("context"),
        field("held"),
        field("retained"),
        field("transferred"),
    ];
    let in_page: Vec<_> = page.tables["messages-table"][1..]
        .iter()
        .map(|row| number(&row[2]))
        .collect();
    assert_eq!(in_page, expected);
    let text = reconcile_text(&report);
    let in_text: Vec<_> = text
        .lines()
        .take(expected.len())
        .map(|line| {
            number(
                line.trim_end_matches("adds up")
                    .split_whitespace()
                    .last()
                    .unwrap(),
            )
        })
        .collect();
    assert_eq!(in_text, expected);
    let rows = &page.tables["months-table"];
    assert_eq!(rows.len(), 1 + 18 + 1);
    for (row, month) in rows[1..19].iter().zip(json["months"].as_array().unwrap()) {
        for (cell, name) in
            row[1..]
                .iter()
                .zip(["select", "context", "refer", "outside", "not_selected"])
        {
            assert_eq!(number(cell), month["counts"][name].as_u64().unwrap());
        }
    }
    let all: Vec<_> = rows[19][1..].iter().map(|cell| number(cell)).collect();
    assert_eq!(all[..5], expected[1..6]);
    assert_eq!(all[5], field("read"));
    for (row, equation) in page.tables["equations"][1..]
        .iter()
        .zip(json["equations"].as_array().unwrap())
    {
        assert_eq!(row[2], equation["sum"].as_str().unwrap());
        assert!(text.contains(&row[2]));
    }
}

#[test]
fn the_bars_of_a_page_are_as_high_as_their_months() {
    let report = department(months(18));
    let page = parsed(&batch_html(&report));
    assert_eq!(page.bars.len(), 18);
    for (bar, month) in page.bars.iter().zip(&report.months) {
        // 500 messages, the top of this axis, stand 240 pixels high.
        let height: u64 = bar.iter().sum();
        assert_eq!(height, month.counts.total() * 24_000 / 500);
        let drawn = reconcile::by_decision(&month.counts)
            .iter()
            .filter(|&&n| n > 0)
            .count();
        assert_eq!(bar.len(), drawn);
    }
}

#[test]
fn what_stays_with_the_department_is_in_no_rendering_for_a_package() {
    let mut report = department(months(3));
    let figures = [
        "1,204,512",
        "4,912",
        "880,907",
        "310,200",
        "880907",
        "310200",
    ];
    let renderings = |report: &BatchReport| {
        [
            batch_html(report),
            batch_json(report),
            reconcile_text(report),
        ]
    };
    assert!(
        renderings(&report)
            .iter()
            .all(|text| text.contains("1,204,512"))
    );
    report.audience = Audience::Package;
    for text in renderings(&report) {
        for figure in figures {
            assert!(!text.contains(figure), "{figure}");
        }
        assert!(text.contains("E1") && text.contains("E2"));
    }
    assert!(batch_html(&report).contains("kept by the transferring body"));
    assert!(!batch_html(&report).contains("The account of"));
}

#[test]
fn reports_of_no_month_of_one_and_of_many_are_drawn() {
    for (number, bars) in [(0, 0), (1, 1), (36, 36), (200, 17)] {
        let report = department(months(number));
        let page = parsed(&batch_html(&report));
        assert_eq!(page.bars.len(), bars);
        let rows = page.tables.get("months-table").map_or(0, Vec::len);
        assert_eq!(rows, if number == 0 { 0 } else { number + 2 });
        assert!(
            page.text
                .contains("Not selected does not mean destroyed: consign destroys nothing.")
        );
    }
}

#[test]
fn a_report_names_its_form_first() {
    let json = batch_json(&department(months(1)));
    assert!(json.starts_with(
        "{\n  \"format\": \"consign-batch-report/1\",\n  \"audience\": \"department\","
    ));
    let json = validation_json(&validation(Verdict::Pass, Vec::new()));
    assert!(json.starts_with(
        "{\n  \"format\": \"consign-validation-report/1\",\n  \"verdict\": \"PASS\","
    ));
    assert!(json.ends_with("}\n"));
}

#[test]
fn no_finding_is_left_out() {
    let findings = vec![
        finding("BAG-014", "error"),
        finding("XML-002", "error"),
        finding("TXT-001", "warning"),
        finding("NEW-001", "of a kind that is not known"),
    ];
    let report = validation(Verdict::Fail, findings);
    let page = parsed(&validation_html(&report));
    let codes = |table: &str| -> Vec<&str> {
        page.tables[table][1..]
            .iter()
            .map(|row| row[0].as_str())
            .collect()
    };
    assert_eq!(codes("errors"), ["BAG-014", "XML-002"]);
    assert_eq!(codes("warnings"), ["TXT-001"]);
    assert_eq!(codes("others"), ["NEW-001"]);
    assert!(!page.tables.contains_key("notes"));
    assert!(
        page.text
            .contains("This package is not valid: 2 errors and 1 warning.")
    );
}

#[test]
fn a_pass_with_warnings_says_so() {
    let report = validation(Verdict::Pass, vec![finding("TXT-001", "warning")]);
    let sentence = "Every check ran, and none found an error. There is 1 warning.";
    assert!(parsed(&validation_html(&report)).text.contains(sentence));
    let text = validation_text(&report);
    assert!(text.contains(sentence));
    assert_eq!(text.lines().last(), Some("PASS"));
    let clean = validation_text(&validation(Verdict::Pass, Vec::new()));
    assert!(clean.contains("There are no warnings."));
    let report = validation(Verdict::Fail, Vec::new());
    assert_eq!(validation_text(&report).lines().last(), Some("FAIL"));
}

#[test]
fn a_policy_publishes_rules_that_select_and_counts_the_others() {
    let html = policy_html(&samples::policy());
    let page = parsed(&html);
    let labels: Vec<_> = page.tables["rules-table"][1..]
        .iter()
        .map(|row| row[0].as_str())
        .collect();
    assert_eq!(labels, ["Decisions", "Advice to ministers"]);
    let others: Vec<_> = page.tables["others-table"][1..]
        .iter()
        .map(|row| number(&row[1]))
        .collect();
    assert_eq!(others, [4, 2, 3]);
}

#[test]
fn the_reconcile_table_of_a_small_batch() {
    let mut report = department(months(1));
    report
        .equations
        .retain(|equation| ["E4", "E8"].contains(&equation.name));
    report.counts.transferred = 1_234;
    let expected = "\
Messages read                                                                        145
  Select                            selected for permanent preservation               40
  Context                           selected to understand another                     6
  Refer                             for a person to decide                             0
  Outside transfer                  appears personal or party-political                9
  Not selected                      stays with the department                         90
Decided                             every message read has one decision              145  adds up
Select and context                                                                    46
  less held                         a hold forbids disposal and transfer               7
  less retained under section 3(4)  in transcripts that the department keeps back      3
Transferred                         in the transfer package                        1,234
                                             does not add up: the lines above come to 36

E4  holds          messages read = select + context + refer + outside + not-selected
                   145 = 40 + 6 + 0 + 9 + 90
E8  holds          attachments of transferred messages = present + omitted by the export + missing +
                   withheld
                   74 = 61 + 9 + 3 + 1

Not selected does not mean destroyed: consign destroys nothing.
";
    assert_eq!(reconcile_text(&report), expected);
}

#[test]
fn the_text_of_a_small_validation() {
    let report = validation(Verdict::Fail, vec![finding("BAG-014", "error")]);
    let expected = "\
FAIL  MOCK1-123-winter-planning-001
      This package is not valid: 1 error and no warnings.
      ZIP, 91 files, 88,400,112 bytes
      SHA-256 4c1e5e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677
      Held to bag-zip-0.1 (22 November 2026)

Errors: 1
BAG-014  A file is not the one that was listed
    Where     data/winter-planning/chat-001/chat-001_2021-03_transcript.xml
    Expected  51d05e1b7a3d4c6f8091a2b3c4d5e6f70819aabbccddeeff0011223344556677
    Found     e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    Clause    RFC 8493, 3
    To do     Ask the transferring body to send the package again; do not mend it.

E1  stated         bytes of the sources = the sum of the items of their accounts
E6  holds          to transfer = select + context - held - retained under section 3(4)
                   1,500 = 1,400 + 110 - 7 - 3
E7  holds          messages in transcripts = to transfer
                   1,500 = 1,500
Stated: by the sender; this validation does not check it.

3 checks ran; 1 of them found errors or warnings.
Validated is not accepted; custody has not transferred.
FAIL
";
    assert_eq!(validation_text(&report), expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_harmless(
        text in proptest::collection::vec(proptest::char::any(), 0..300),
        numbers in proptest::array::uniform4(any::<u64>()),
    ) {
        let text: String = text.into_iter().collect();
        let mut row = finding("BAG-014", "error");
        row.title = text.clone();
        row.found = text.clone();
        let mut report = validation(Verdict::Fail, vec![row]);
        report.package = text.clone();
        assert_harmless_page(&validation_html(&report));
        let mut batch = department(months(1));
        batch.title = text.clone();
        batch.marking = text.clone();
        batch.signed = vec![(text.clone(), text)];
        assert_harmless_page(&batch_html(&batch));
        let counts = &mut batch.counts;
        [counts.read, counts.select, counts.held, counts.transferred] = numbers;
        for line in validation_text(&report).lines().chain(reconcile_text(&batch).lines()) {
            assert_harmless(line);
            prop_assert!(textwrap::core::display_width(line) <= 100, "{}", line);
        }
    }
}
