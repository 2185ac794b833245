#[test]
fn dump() {
    use super::*;
    let d = "/tmp/rep";
    std::fs::create_dir_all(d).unwrap();
    let w = |n: &str, t: String| std::fs::write(format!("{d}/{n}"), t).unwrap();
    let b = samples::department(samples::months(18));
    w("batch.html", batch_html(&b));
    w("batch.json", batch_json(&b));
    w("batch.txt", reconcile_text(&b));
    w(
        "b36.html",
        batch_html(&samples::department(samples::months(36))),
    );
    w(
        "b1.html",
        batch_html(&samples::department(samples::months(1))),
    );
    w(
        "b0.html",
        batch_html(&samples::department(samples::months(0))),
    );
    let mut p = samples::department(samples::months(200));
    p.audience = Audience::Package;
    p.to_do.clear();
    p.counts.read += 1;
    w("package.html", batch_html(&p));
    w(
        "hostile.html",
        batch_html(&samples::hostile_batch(Audience::Department)),
    );
    let v = samples::validation(
        Verdict::Fail,
        vec![
            samples::finding("BAG-014", "error"),
            samples::finding("BAG-015", "error"),
            samples::finding("TXT-002", "warning"),
            samples::finding("XML-001", "note"),
        ],
    );
    w("fail.html", validation_html(&v));
    w("fail.json", validation_json(&v));
    w("fail.txt", validation_text(&v));
    let v = samples::validation(Verdict::Pass, vec![samples::finding("TXT-002", "warning")]);
    w("pass.html", validation_html(&v));
    w("pass.txt", validation_text(&v));
    w(
        "hostilev.html",
        validation_html(&samples::hostile_validation()),
    );
    w(
        "hostilev.txt",
        validation_text(&samples::hostile_validation()),
    );
    w("policy.html", policy_html(&samples::policy()));
    w("hostilep.html", policy_html(&samples::hostile_policy()));
}
