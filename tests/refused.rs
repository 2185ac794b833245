//! What TNA's transfer service refuses for its format: the department is told before it uploads.

use std::fs;

use crate::bench::consign::{Bench, entries, zip_of};

const CHAT: &str = "\
[14/06/2019, 09:11:02] Press Officer: The plan and the figures
[14/06/2019, 09:12:02] Press Officer: \u{200e}<attached: 00000002-plan.zip>
[14/06/2019, 09:13:02] Press Officer: \u{200e}<attached: 00000003-figures.pdf>
[14/06/2019, 09:14:02] Press Officer: \u{200e}<attached: 00000004-broken.jpg>
[14/06/2019, 09:15:02] Press Officer: \u{200e}<attached: 00000005-notes.txt>
";

/// What is told of a record, by the end of its name.
const TOLD: [(&str, &str); 3] = [
    ("ZIP files and others that hold files", "_a0001.zip"),
    ("files that a password protects", "_a0002.pdf"),
    ("files whose format it cannot identify", "_a0003.jpg"),
];

fn with_attachments() -> Bench {
    let bench = Bench::begun();
    let plan = zip_of(&[("plan.txt", b"Forty.")]);
    let entries: [(&str, &[u8]); 5] = [
        ("_chat.txt", CHAT.as_bytes()),
        ("00000002-plan.zip", &plan),
        (
            "00000003-figures.pdf",
            b"%PDF-1.7\ntrailer << /Encrypt 4 0 R >>\n%%EOF\n",
        ),
        ("00000004-broken.jpg", b"\xff\xd8\xff\xe0 cut short"),
        ("00000005-notes.txt", b"Forty.\n"),
    ];
    let zip = bench.write_zip("WhatsApp Chat - Plan.zip", &entries);
    bench.consign(["add", &zip]).ends(0);
    bench
}

#[test]
fn records_build_and_validate_tell_of_each_record_and_only_of_these() {
    let bench = with_attachments();
    bench.name_people();
    bench.sign_selection().ends(0);
    let listed = bench.consign(["records"]).ends(4);
    bench.review_records(|_| {});
    bench.sign_sensitivity().ends(0);
    let built = bench.consign(["build"]).ends(0);
    for ran in [listed, built] {
        let lines = ran.err.lines().filter(|line| line.contains("refuses"));
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), TOLD.len(), "{}", ran.err);
        for (line, (what, name)) in lines.iter().zip(TOLD) {
            let wanted = format!("TNA's transfer service refuses {what}: chat-001_2019");
            assert!(line.starts_with(&wanted) && line.ends_with(name), "{line}");
        }
    }
    let package = bench.package("batch/out");
    let validated = bench.run(["validate", package.to_str().unwrap()]).ends(0);
    validated.says(["TDR-007", "TDR-008", "TDR-009", "PASS"]);
    bench.consign(["build", "--for", "tdr"]).ends(1).says([
        "TDR-013",
        "so no folder was made for it; the package itself stands",
    ]);
    let made = bench.files("batch/out").into_keys();
    let made: Vec<String> = made.filter(|name| name.contains("-tdr")).collect();
    assert_eq!(made, [""; 0]);
    let files = entries(&package);
    let formats = String::from_utf8(files["metadata/formats.csv"].clone()).unwrap();
    for end in [
        "x-fmt/263,application/zip,ZIP Format,,signature",
        "fmt/276,application/pdf,Acrobat PDF 1.7 - Portable Document Format,1.7,signature",
        ",0,,,,,not-identified",
        "x-fmt/111,text/plain,Plain Text File,,extension",
    ] {
        assert!(formats.lines().any(|line| line.ends_with(end)), "{formats}");
    }
    let premis = String::from_utf8(files["metadata/premis.xml"].clone()).unwrap();
    assert!(premis.contains("<formatName>Plain Text File</formatName>"));
    assert!(premis.contains("<formatVersion>1.7</formatVersion>"));
}

#[test]
fn what_stays_behind_is_not_told_of_when_building() {
    let bench = with_attachments();
    bench.name_people();
    bench.sign_selection().ends(0);
    bench.review_records(|row| {
        if row.record.ends_with(".zip") || row.record.ends_with(".pdf") {
            row.sensitivity = consign::batch::Sensitivity::Retained;
            row.retention_instrument = "RI 1".to_owned();
            row.retention_signed = "2026-01-01".to_owned();
            row.retention_ground = "6".to_owned();
        }
    });
    bench.sign_sensitivity().ends(0);
    let built = bench.consign(["build"]).ends(0);
    let told = built.err.lines().filter(|line| line.contains("refuses"));
    assert_eq!(told.count(), 1, "{}", built.err);
    assert!(fs::exists(bench.package("batch/out")).unwrap());
}
