//! What of a policy and of the acts on a batch is published: nothing that forewarns, accuses or
//! names anybody.

use std::fs;

use crate::bench::consign::{Bench, CHAT, entries};

/// A policy in which every word that must stay in the department is one of these, and found nowhere
/// else: in titles, reasons, queries, examples, ids and lists, and in everything of a hold.
const PLANTED: [&str; 32] = [
    "Zaftig", "Zagreb", "Zamboni", "Zanily", "Zapped", "Zealot", "Zebra", "Zenith", "Zephyr",
    "Zeppelin", "Zestful", "Zigzag", "Zincite", "Zingara", "Zinnia", "Zipper", "Zircon", "Zither",
    "Zodiac", "Zombie", "Zooid", "Zorilla", "Zouave", "Zucchini", "Zydeco", "Zygote", "Zymurgy",
    "Zemstvo", "Zeugma", "Ziggurat", "Zloty", "Zorba",
];

const POLICY: &str = r#"
format    = "selection-rules/1"
id        = "PUBLIC-1"
title     = "Selection of messages"
authority = "Appraisal report 7"
owner     = "Departmental Records Officer"
in_force  = { from = 2026-03-02 }
otherwise = "select"

[list]
Zaftig = ["agreed", "Zagreb*", '"Zamboni Zanily"']
Zapped = ["Zealot"]

[[rule]]
id      = "Zebra"
title   = "Zenith"
when    = 'text:(#Zaftig OR Zephyr) OR from:Zeppelin'
unless  = 'chat:Zestful'
effect  = "select"
label   = "A decision"
context = { before = 1 }
because = "Zigzag"
example = { yes = ["agreed Zincite"] }

[[rule]]
id      = "Zingara"
title   = "Zinnia"
when    = 'text:Zipper'
effect  = "refer"
label   = "Zircon"
because = "Zither"

[[rule]]
id      = "Zodiac"
title   = "Zombie"
when    = 'text:#Zapped'
effect  = "outside"
label   = "Zooid"
because = "Zorilla"

[[rule]]
id      = "Zouave"
title   = "Zucchini"
when    = 'text:Zydeco AND words:<=3'
effect  = "not-selected"
label   = "Zygote"
because = "Zymurgy"

[[hold]]
id        = "Zemstvo"
title     = "Zeugma"
when      = 'date:2020-11-24'
people    = ["Zorba", "Press Officer"]
authority = "Ziggurat"
because   = "Zloty"
transfer  = "agreed: Ziggurat"
"#;

/// Names of people, which are in no act and in no policy.
const PEOPLE: &str = "\
label,key,display_name,post,group,grade,from,to
Press Officer,p01,Xanthe Xylander,Press Officer,official,SEO,,
Director Winter Planning,p02,Xerxes Xenakis,Director Winter Planning,official,SCS2,,
";
const NAMES: [&str; 4] = ["Xanthe", "Xylander", "Xerxes", "Xenakis"];

#[test]
fn neither_the_policy_nor_the_acts_tell_what_must_stay_in_the_department() {
    for word in PLANTED {
        assert!(POLICY.contains(word), "{word} is not planted");
    }
    let bench = Bench::begun();
    fs::write(bench.at("batch/rules.toml"), POLICY).unwrap();
    let export = bench.write("WhatsApp Chat with Press Officer.txt", CHAT);
    bench.consign(["add", &export]).ends(0);
    fs::write(bench.at("batch/people.csv"), PEOPLE).unwrap();
    bench.sign_selection().ends(0);
    bench.review_records(|_| {});
    bench.sign_sensitivity().ends(0);
    bench.consign(["build"]).ends(0);
    let package = entries(&bench.package("batch/out"));
    for (name, bytes) in &package {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for word in PLANTED {
            assert!(!text.contains(&word.to_lowercase()), "{word} is in {name}");
        }
        if name == "selection-policy.html" || name == "events.csv" {
            for word in NAMES.iter().chain(&["hold", "held", "inquiry"]) {
                assert!(!text.contains(&word.to_lowercase()), "{word} is in {name}");
            }
        }
    }
    // What may be published is there, so that the search was one in the right pages.
    let page = String::from_utf8_lossy(&package["selection-policy.html"]);
    for told in [
        "A decision",
        "the message before it",
        "Appraisal report 7",
        "from 2 March 2026",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let digest = consign::fixity::sha256(POLICY.as_bytes()).to_string();
    assert!(page.contains(&digest));
    assert!(String::from_utf8_lossy(&package["events.csv"]).contains("selection-signed"));
}
