//! Dates that few telephones write, seen through `inspect --messages --json`.

use serde_json::Value;

use crate::bench::consign::Bench;

/// Returns what `inspect` shows of a chat, with these options.
fn inspected(chat: &str, options: &[&str]) -> Vec<Value> {
    let bench = Bench::new();
    let file = bench.write("WhatsApp Chat with Clerk.txt", chat);
    let arguments = ["--json", "inspect", &file, "--messages"];
    let ran = bench.run(arguments.into_iter().chain(options.iter().copied()));
    ran.ends(0).objects()
}

fn of_type<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|o| o["type"] == kind).collect()
}

/// Returns the local times, senders and bodies of the messages.
fn messages(objects: &[Value]) -> Vec<[&str; 3]> {
    let field = |message: &'_ Value, name: &str| message[name].as_str().unwrap_or("").len();
    let messages = of_type(objects, "message");
    assert!(messages.iter().all(|m| field(m, "sent_local") > 0));
    messages
        .into_iter()
        .map(|m| ["sent_local", "sender", "body"].map(|name| m[name].as_str().unwrap_or("")))
        .collect()
}

fn refused(chat: &str, options: &[&str], exit: u8, says: &[&str]) {
    let bench = Bench::new();
    let file = bench.write("WhatsApp Chat with Clerk.txt", chat);
    let ran = bench.run(
        ["inspect", &file]
            .into_iter()
            .chain(options.iter().copied()),
    );
    let ran = ran.ends(exit);
    for words in says {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}

#[test]
fn a_date_without_a_year_is_the_last_such_day_up_to_the_export() {
    let chat = "19:07, 30 Dec 2012 - Clerk: with a year\n\
                19:08, 20 Dec - Clerk: before new year\n\
                00:01, 1 Jan - Usher: after it\n\
                09:30, 10 Feb - Clerk: on the day\n";
    let objects = inspected(chat, &["--exported-on", "2014-02-10"]);
    assert_eq!(
        messages(&objects),
        [
            ["2012-12-30T19:07", "Clerk", "with a year"],
            ["2013-12-20T19:08", "Clerk", "before new year"],
            ["2014-01-01T00:01", "Usher", "after it"],
            ["2014-02-10T09:30", "Clerk", "on the day"],
        ]
    );
    // A day later than the export is one of the year before.
    let objects = inspected(
        "19:07, 11 Feb - Clerk: a year ago\n19:08, 9 Feb - Clerk: yesterday\n",
        &["--exported-on", "2014-02-10"],
    );
    let times: Vec<_> = messages(&objects).iter().map(|m| m[0]).collect();
    assert_eq!(times, ["2013-02-11T19:07", "2014-02-09T19:08"]);
    // A leap day is one of a leap year.
    let objects = inspected(
        "19:07, 29 Feb - Clerk: leap\n19:08, 1 Mar - Clerk: and on\n",
        &["--exported-on", "2013-03-02"],
    );
    assert_eq!(messages(&objects)[0][0], "2012-02-29T19:07");
    // Without the day of the export a person is asked.
    let says = ["line 1", "20 Sep", "has no year", "--exported-on"];
    refused(
        "19:07, 20 Sep - Clerk: x\n19:08, 20 Sep - Clerk: y\n",
        &[],
        4,
        &says,
    );
}

#[test]
fn korean_headers_end_with_a_comma_and_names_with_a_spaced_colon() {
    let chat = "2023. 12. 31. 오후 11:59, 사무관 : 새해 복 많이 받으세요\n\
                2024. 1. 1. 오전 12:05, 국장 : 감사합니다 : 내년에도\n둘째 줄\n\
                2024. 1. 1. 오후 12:30, Clerk of Works : 10:30, 점심 : 좋아요\n";
    let objects = inspected(chat, &[]);
    assert_eq!(
        messages(&objects),
        [
            ["2023-12-31T23:59", "사무관", "새해 복 많이 받으세요"],
            ["2024-01-01T00:05", "국장", "감사합니다 : 내년에도\n둘째 줄"],
            ["2024-01-01T12:30", "Clerk of Works", "10:30, 점심 : 좋아요"],
        ]
    );
    let evidence = of_type(&objects, "evidence");
    let order = evidence
        .iter()
        .find(|e| e["question"] == "date-order")
        .unwrap();
    assert_eq!(
        (&order["answer"], &order["level"]),
        (&"YMD".into(), &"certain".into())
    );
    let form = evidence
        .iter()
        .find(|e| e["question"] == "header-form")
        .unwrap();
    assert!(
        form["answer"].as_str().unwrap().ends_with(", Name : text"),
        "{form}"
    );
}

#[test]
fn persian_and_minguo_years_are_read_and_the_calendar_is_told() {
    for (chat, times, calendar) in [
        (
            "[۱۴۰۲/۱۲/۲۹،\u{a0}۲۳:۵۹:۰۵] منشی: یک\n[۱۴۰۳/۱/۱،\u{a0}۰:۰۱:۰۵] مدیر: دو\n",
            ["2024-03-19T23:59:05", "2024-03-20T00:01:05"],
            "the year 1402 is of the Persian calendar (Solar Hijri), and begins on 21 March 2023",
        ),
        (
            "1402/12/29, 23:59 - Clerk: x\n1403/01/01, 00:01 - Usher: y\n",
            ["2024-03-19T23:59", "2024-03-20T00:01"],
            "Persian calendar (Solar Hijri)",
        ),
        (
            "113/12/31 下午11:59 - 文員: 一\n114/1/1 上午12:01 - 部長: 二\n",
            ["2024-12-31T23:59", "2025-01-01T00:01"],
            "the year 113 is of the Republic of China (Minguo), which is 2024",
        ),
        (
            "[民國113/12/31 下午11:59:05] 文員: 一\n[民國114/1/1 上午12:01:05] 部長: 二\n",
            ["2024-12-31T23:59:05", "2025-01-01T00:01:05"],
            "the year 113 is of the era that began in 1912, which is 2024",
        ),
    ] {
        let objects = inspected(chat, &[]);
        let found: Vec<_> = messages(&objects).iter().map(|m| m[0]).collect();
        assert_eq!(found, times, "{chat}");
        let evidence = of_type(&objects, "evidence");
        let form = evidence
            .iter()
            .find(|e| e["question"] == "header-form")
            .unwrap();
        assert!(
            form["because"].as_str().unwrap().contains(calendar),
            "{form}"
        );
    }
}

#[test]
fn other_calendars_are_refused_by_name() {
    for (chat, name) in [
        (
            "[1445/9/3, 14:56:01] Clerk: x\n[1445/9/4, 14:56:01] Clerk: x\n",
            "Islamic calendar",
        ),
        (
            "[5784/6/3, 14:56:01] Clerk: x\n[5784/6/4, 14:56:01] Clerk: x\n",
            "Hebrew calendar",
        ),
        (
            "[1740/6/3, 14:56:01] Clerk: x\n[1740/6/4, 14:56:01] Clerk: x\n",
            "neither this calendar",
        ),
    ] {
        let says = ["line 1", name, "set the telephone's calendar to Gregorian"];
        refused(chat, &[], 3, &says);
    }
}

#[test]
fn a_day_of_the_week_alone_is_refused_with_its_line() {
    let says = "has a day of the week where its date should be";
    let chat = "Sat, 7:31 PM - Clerk: x\nSun, 9:05 AM - Usher: y\n";
    refused(chat, &[], 3, &["line 1", says]);
    refused(
        "[토요일 오후 7:31:05] Clerk: x\n[일요일 오전 9:05:05] Usher: y\n",
        &[],
        3,
        &["line 1", says],
    );
    let chat = "13/3/2024, 7:31 PM - Clerk: x\n14/3/2024, 7:31 PM - Usher: x\n\
                Sat, 7:31 PM - Clerk: a message, and not what the usher wrote\n";
    refused(chat, &[], 3, &["line 3", says]);
    // What people type themselves stays theirs.
    let chat = "13/3/2024, 19:31 - Clerk: the programme\nSat, 19:00 - Doors: open\n\
                Sat, 19:30 to 20:00 - Chair: welcome\n13/3/2024, 19:32 - Usher: thanks\n";
    assert_eq!(messages(&inspected(chat, &[])).len(), 2);
}

#[test]
fn every_kind_of_evidence_for_the_order_of_dates_is_told_with_its_count() {
    let chat = "03/04/2021, 10:00 - Clerk: x\n13/04/2021, 10:01 - Clerk: y\n\
                14/04/2021, 10:02 - Usher: z\n";
    let objects = inspected(chat, &["--exported-on", "2021-05-01"]);
    let evidence = of_type(&objects, "evidence");
    let order = evidence
        .iter()
        .find(|e| e["question"] == "date-order")
        .unwrap();
    let considered = order["considered"].as_array().unwrap();
    let told: Vec<_> = considered
        .iter()
        .map(|c| {
            let says = c["says"].as_str().unwrap_or("");
            (
                c["kind"].as_str().unwrap(),
                says,
                c["count"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("structure", "", 0),
            ("elimination", "DMY", 2),
            ("upper-bound", "", 0),
            ("media-names", "", 0),
            ("chronology", "", 0),
            ("padding", "DMY", 4),
            ("statement", "", 0),
        ]
    );
    let decided = considered.iter().filter(|c| c["decided"] == true);
    let decided: Vec<_> = decided.map(|c| c["kind"].as_str().unwrap()).collect();
    assert_eq!(decided, ["elimination"]);

    let bench = Bench::new();
    let file = bench.write("chat.txt", chat);
    let ran = bench.consign(["inspect", &file, "--evidence"]).ends(0);
    for kind in told {
        let line = ran
            .out
            .lines()
            .find(|line| line.trim_start().starts_with(kind.0));
        assert!(
            line.is_some_and(|line| line.contains("count")),
            "{kind:?}: {}",
            ran.out
        );
    }
    assert!(ran.out.contains("this decided"), "{}", ran.out);
}
