//! Files of participants: what is in them, what is not, and when they stay behind.

use consign::batch::{RecordRow, Sensitivity};

use crate::bench::consign::{Bench, Ran, entries, stay_behind};

const LABELS: &str = "data/winter/chat-001/chat-001_2020-11_participants.xml";
const TRANSCRIPT: &str = "data/winter/chat-001/chat-001_2020-11_transcript.xml";

/// Three labels and a number; of two people nothing is selected.
const CHAT: &str = "\
23/11/2020, 09:00 - Bystander: hello all
24/11/2020, 09:00 - +44 7700 900123: Decided, forty
24/11/2020, 09:01 - Mum & co: Decided, agreed
26/11/2020, 10:00 - Mum & co: Decided, noted
27/11/2020, 10:00 - +44 7700 900999: hello
28/11/2020, 10:00 - Sir Nigel: Decided, done
03/12/2020, 10:00 - Nan: Decided, later
";

/// Selects what was decided, and no other.
const RULES: &str = r#"format = "selection-rules/1"
id = "D-1"
title = "Decisions"
authority = "Appraisal report 1"
owner = "Departmental Records Officer"
otherwise = "refer"

[[rule]]
id = "S1"
title = "Decisions"
when = 'text:decided'
effect = "select"
label = "A decision"
because = "Evidence of a decision"

[[rule]]
id = "N1"
title = "Greetings"
when = 'text:hello'
effect = "not-selected"
because = "Not the business of the department"
"#;

/// Returns a bench with the chat, selected and signed: Mum and Sir Nigel are one person.
fn bench() -> Bench {
    let bench = Bench::begun();
    bench.write("batch/rules.toml", RULES);
    let chat = bench.write("WhatsApp Chat with Mum & co.txt", CHAT);
    bench.consign(["add", &chat]).ends(0);
    bench.write(
        "batch/people.csv",
        "label,key,display_name,post,group,grade,from,to
+44 7700 900123,p01,Duty Officer,Duty Officer,official,,,
Mum & co,p02,Director,Director of Winter,official,,,
Sir Nigel,p02,Director,Director of Winter,official,,,
Bystander,p03,Clerk,Clerk,official,,,
+44 7700 900999,p04,Driver,Driver,official,,,
Nan,p05,Adviser,Adviser,official,,,
",
    );
    bench.draw_clean();
    bench.sign_selection().ends(0);
    bench
}

/// Closes a record as personal data.
fn close(row: &mut RecordRow) {
    row.sensitivity = Sensitivity::Closed;
    row.rights = "Crown".to_owned();
    row.foi_codes = "40(2)".to_owned();
    row.closure_periods = "80".to_owned();
    row.closure_start = "2020-12-31".to_owned();
    row.foi_schedule_date = "2026-03-13".to_owned();
    for cell in [
        &mut row.retention_instrument,
        &mut row.retention_signed,
        &mut row.retention_ground,
    ] {
        cell.clear();
    }
}

fn is_of_november(row: &RecordRow) -> bool {
    row.role == "participants" && row.record.contains("2020-11")
}

fn built(bench: &Bench) -> std::collections::BTreeMap<String, String> {
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0).says(["PASS"]);
    let files = entries(&bench.package("batch/out")).into_iter();
    files
        .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

#[test]
fn it_lists_the_labels_of_those_whom_its_transcript_names_and_of_nobody_else() {
    let bench = bench();
    bench.review_records(|row| {
        if is_of_november(row) {
            close(row);
        }
    });
    let files = built(&bench);
    let labels = &files[LABELS];
    let people = labels.split_once("</covering>").unwrap().1;
    assert_eq!(
        people,
        "
<participant key=\"p01\" messages=\"1\" name=\"Duty Officer\" post=\"Duty Officer\">
  <label from=\"2020-11-24\" messages=\"1\" to=\"2020-11-24\">+44 7700 900123</label>
</participant>
<participant key=\"p02\" messages=\"3\" name=\"Director\" post=\"Director of Winter\">
  <label from=\"2020-11-24\" messages=\"2\" to=\"2020-11-26\">Mum &amp; co</label>
  <label from=\"2020-11-28\" messages=\"1\" to=\"2020-11-28\">Sir Nigel</label>
</participant>
</participants>
"
    );
    assert!(labels.contains("<source platform=\"WhatsApp\" ref=\"source-1\">"));
    // Whose messages are not transferred, or are in another part that stays, is in no byte; and
    // what this file holds is in no other.
    for (name, text) in &files {
        for other in ["900999", "Bystander", "p03", "p04", "Nan"] {
            assert!(!text.contains(other), "{other} in {name}");
        }
        for label in ["900123", "Mum", "Sir Nigel"] {
            assert_eq!(text.contains(label), name == LABELS, "{label} in {name}");
        }
    }
    let manifest = &files["deposit-manifest.xml"];
    assert!(manifest.contains(&format!(
        "<relationship target=\"{TRANSCRIPT}\" type=\"participants-of\">"
    )));
    assert!(files["metadata/premis.xml"].contains("names participants of"));
    let tdr = &files["metadata/tdr-metadata.csv"];
    let row = tdr
        .lines()
        .find(|line| line.contains("_2020-11_participants.xml"))
        .unwrap();
    assert!(row.contains("Closed") && row.contains("40(2)"), "{row}");
    assert!(files["metadata/formats.csv"].contains("_2020-11_participants.xml"));
    assert!(!files.keys().any(|name| name.contains("2020-12_part")));
}

#[test]
fn it_stays_behind_with_its_transcript_or_alone() {
    let bench = bench();
    // Alone: that is what the bench says of it.
    bench.review_records(|_| {});
    let files = built(&bench);
    assert!(files.contains_key(TRANSCRIPT) && !files.contains_key(LABELS));
    // With its transcript, and never without.
    let transcript_stays = |row: &mut RecordRow| {
        if format!("data/{}", row.record) == TRANSCRIPT {
            stay_behind(row);
        }
    };
    bench.review_records(|row| {
        transcript_stays(row);
        if is_of_november(row) {
            close(row);
        }
    });
    let refused = bench.sign_sensitivity().ends(4);
    refused.says([
        "_participants.xml",
        "must be retained-3(4)",
        "its transcript is",
    ]);
    bench.review_records(transcript_stays);
    let out = bench.package("batch/out");
    std::fs::remove_file(out).unwrap();
    let files = built(&bench);
    assert!(!files.contains_key(TRANSCRIPT) && !files.contains_key(LABELS));
}

#[test]
fn a_reviewer_is_told_what_it_holds_before_it_becomes_public() {
    let bench = bench();
    let told = |ran: &Ran, what: &str| {
        assert!(
            ran.out.contains(what) || ran.err.contains(what),
            "{what}: {ran:?}"
        )
    };
    let ran = bench.consign(["records"]).ends(4);
    told(&ran, "_2020-11_participants.xml: 1 phone number");
    told(
        &ran,
        "Of 2 records: labels and telephone numbers are personal data, 40(2)",
    );
    let list = std::fs::read_to_string(bench.at("batch/personal-data.csv")).unwrap();
    let line = "_2020-11_participants.xml,,wa1,phone-number,'+44 7700 900123,";
    assert!(list.contains(line) && !list.contains("900999"), "{list}");
    let rows = std::fs::read_to_string(bench.at("batch/records.csv")).unwrap();
    let words = "Labels and telephone numbers under which the participants of chat-001, November 2020, were known.";
    assert!(
        rows.contains(words) && rows.contains(",not-reviewed,"),
        "{rows}"
    );
    let preview = bench.consign(["preview", "--public"]).ends(1);
    told(&preview, "+44 7700 900123");
    bench.review_records(|row| {
        if is_of_november(row) {
            close(row);
            row.sensitivity = Sensitivity::Open;
            row.foi_codes.clear();
            row.closure_periods.clear();
            row.closure_start.clear();
            row.foi_schedule_date.clear();
        }
    });
    let ran = bench.consign(["records"]).ends(0);
    told(
        &ran,
        "_2020-11_participants.xml: is open: on transfer its labels",
    );
}

#[test]
fn a_label_that_changed_hands_is_two_and_one_of_a_notice_alone_has_no_message() {
    let bench = Bench::begun();
    let chat = "\
[23/11/2020, 09:10:02] Quiet One: \u{200e}Quiet One created this group
[24/11/2020, 09:11:02] Duty phone: I go home now
[25/11/2020, 09:11:02] Duty phone: I am here now
[26/11/2020, 09:11:02] Duty phone: and still
";
    let chat = bench.write("WhatsApp Chat with Winter.txt", chat);
    bench.consign(["add", &chat]).ends(0);
    bench.write(
        "batch/people.csv",
        "label,key,display_name,post,group,grade,from,to
Duty phone,p01,First Officer,Duty Officer,official,,,2020-11-24
Duty phone,p02,Second Officer,Duty Officer,official,,2020-11-25,
Quiet One,p03,Clerk,,official,,,
",
    );
    bench.sign_selection().ends(0);
    bench.review_records(|row| {
        if is_of_november(row) {
            close(row);
        }
    });
    let files = built(&bench);
    let people = files[LABELS].split_once("</covering>").unwrap().1;
    assert_eq!(
        people,
        "
<participant key=\"p01\" messages=\"1\" name=\"First Officer\" post=\"Duty Officer\">
  <label from=\"2020-11-24\" messages=\"1\" to=\"2020-11-24\">Duty phone</label>
</participant>
<participant key=\"p02\" messages=\"2\" name=\"Second Officer\" post=\"Duty Officer\">
  <label from=\"2020-11-25\" messages=\"2\" to=\"2020-11-26\">Duty phone</label>
</participant>
<participant key=\"p03\" messages=\"0\" name=\"Clerk\">
  <label from=\"2020-11-23\" messages=\"0\" to=\"2020-11-23\">Quiet One</label>
</participant>
</participants>
"
    );
}
