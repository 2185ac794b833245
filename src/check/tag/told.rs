//! The figures of `report.html`: it is the sender's account in many words, but its sums and what it
//! is about stand in the deposit manifest too, and are the same.

use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::{Equation, ManifestRead, grouped};
use crate::package::layout::REPORT;
use crate::shown::shown;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "report.html has the figures and sums of the deposit manifest",
    raises: &[&FIGURES],
    run: Run::Ours(run),
};

static FIGURES: Code = Code {
    id: "TAG-010",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "report.html gives other figures than the deposit manifest.",
    explanation: "Whose batch it is, what became of the messages and attachments, and the sums \
        stand in both. Most people read only the report: it must not say something else.",
    remedy: "Go by the deposit manifest, and ask the sender who changed the report.",
};

/// The most bytes of the page that are read.
const LIMIT: u64 = 256 << 20;

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let (Some(manifest), Some(file)) = (inside.manifest(), inside.package.file(REPORT)) else {
        return Ok(());
    };
    let read = inside.package.read(file, LIMIT);
    if read.fault.is_some() {
        return Ok(());
    }
    let page = String::from_utf8_lossy(&read.bytes);
    let mut few = Few::new(REPORT);
    let mut is_told = true;
    let mut differ = |what: &str, wanted: Vec<String>, there: Vec<String>| {
        // One difference is enough: others follow from it.
        if is_told && wanted != there {
            is_told = false;
            let first = wanted
                .iter()
                .zip(&there)
                .position(|(wanted, there)| wanted != there);
            let at = first.unwrap_or(wanted.len().min(there.len()));
            let word = |all: &[String]| all.get(at).map_or("nothing", String::as_str).to_owned();
            few.on_line(&FIGURES, 1, |finding| {
                finding
                    .expected(word(&wanted))
                    .found(word(&there))
                    .detail(what)
            });
        }
    };
    differ(
        "about the batch",
        about(manifest),
        cells(section(&page, "about", "</dl>"), "dd"),
    );
    differ(
        "the marking",
        marking(manifest),
        cells(header(&page), "bdi"),
    );
    for (table, counts) in [
        ("messages-table", messages(manifest)),
        ("attachments-table", attachments(manifest)),
    ] {
        differ(table, counts, numbers(section(&page, table, "</table>")));
    }
    differ(
        "the sums",
        sums(manifest),
        cells(section(&page, "equations", "</table>"), "bdi"),
    );
    findings.append(few.close());
    Ok(())
}

/// Returns what stands in a page from where something has this id to an end tag.
fn section<'p>(page: &'p str, id: &str, end: &str) -> &'p str {
    let behind = page
        .split_once(&format!(" id=\"{id}\""))
        .map_or("", |(_, behind)| behind);
    behind.split_once(end).map_or("", |(inside, _)| inside)
}

/// Returns the header of a page, which has the marking.
fn header(page: &str) -> &str {
    let behind = page.split_once("<header").map_or("", |(_, behind)| behind);
    behind
        .split_once("</header>")
        .map_or("", |(inside, _)| inside)
}

/// Returns the text of every element with this name, with what is escaped put back.
fn cells(html: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let pieces = html.split(&close).filter_map(|piece| {
        let (_, inside) = piece.rsplit_once(&open)?;
        let (_, inside) = inside.split_once('>')?;
        Some(text(inside))
    });
    pieces.collect()
}

/// Returns the text of a piece of a page, without tags.
fn text(html: &str) -> String {
    let mut text = String::new();
    for (index, piece) in html.split('<').enumerate() {
        let said = match index {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, said)| said),
        };
        text.push_str(said);
    }
    for (escaped, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(escaped, character);
    }
    text
}

/// Returns the numbers of a table, line by line.
fn numbers(table: &str) -> Vec<String> {
    let rows = table.split("<td class=\"number\">").skip(1);
    rows.filter_map(|row| Some(text(row.split_once("</td>")?.0)))
        .collect()
}

/// Returns what an element of the transfer says, as pages show it: what acts on a screen is spelt
/// out.
fn said(manifest: &ManifestRead, element: &str) -> String {
    let transfer = manifest.part("transfer");
    let element = transfer.and_then(|transfer| transfer.child(element));
    shown(&element.map(Node::string).unwrap_or_default()).to_string()
}

fn marking(manifest: &ManifestRead) -> Vec<String> {
    let marking = said(manifest, "marking");
    if marking.is_empty() {
        Vec::new()
    } else {
        vec![marking]
    }
}

/// Returns what the report says the batch is: where nothing is stated, in these words.
fn about(manifest: &ManifestRead) -> Vec<String> {
    let stated = [
        ("batchReference", "none"),
        ("transferringBody", "not stated"),
        ("creator", "not stated"),
        ("series", "none yet"),
    ];
    let stated = stated.map(|(element, otherwise)| (said(manifest, element), otherwise));
    let or = |(said, otherwise): (String, &str)| match said.is_empty() {
        true => otherwise.to_owned(),
        false => said,
    };
    let mut about: Vec<String> = stated.into_iter().map(or).collect();
    about.push(manifest.root.attribute("package").to_owned());
    let sign_offs = manifest.part("signOffs");
    about.extend(
        sign_offs
            .iter()
            .flat_map(|all| all.all("signOff"))
            .map(signed),
    );
    about
}

/// Returns when and by whom a sign-off was given, as the report says it.
fn signed(sign_off: &Node) -> String {
    let [at, by, second] = ["at", "by", "second"].map(|name| sign_off.attribute(name));
    let day =
        chrono::NaiveDate::parse_from_str(at.split('T').next().unwrap_or_default(), "%Y-%m-%d");
    let day = day.map_or(at.to_owned(), |day| day.format("%-d %B %Y").to_string());
    let and = if second.is_empty() { "" } else { " and " };
    format!("{day}, by {by}{and}{second}")
}

fn counted(manifest: &ManifestRead, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .map(|name| grouped(manifest.count(name)))
        .collect()
}

fn messages(manifest: &ManifestRead) -> Vec<String> {
    let mut all = counted(
        manifest,
        &[
            "read",
            "select",
            "context",
            "refer",
            "outside",
            "notSelected",
            "read",
        ],
    );
    let selected = manifest
        .count("select")
        .saturating_add(manifest.count("context"));
    all.push(grouped(selected));
    all.extend(counted(manifest, &["held", "retained"]));
    // The row of a group, where other packages transfer something.
    if manifest.count("elsewhere") > 0 {
        all.push(grouped(manifest.count("elsewhere")));
    }
    all.push(grouped(manifest.count("transferred")));
    if manifest.count("copies") > 0 {
        all.push(grouped(manifest.count("copies")));
    }
    all
}

fn attachments(manifest: &ManifestRead) -> Vec<String> {
    counted(
        manifest,
        &[
            "attachmentsPresent",
            "attachmentsOmitted",
            "attachmentsMissing",
            "attachmentsWithheld",
            "attachmentsReferenced",
        ],
    )
}

fn sums(manifest: &ManifestRead) -> Vec<String> {
    let equations = manifest.part("equations");
    let told = Equation::ALL.iter().flat_map(|(name, _)| {
        let node = equations.and_then(|all| {
            let mut all = all.all("equation");
            all.find(|node| node.attribute("name") == *name)
        });
        // What the manifest says of a sum is held to its version by another check.
        let says = node.map(Node::string).unwrap_or_default();
        let attribute = |name| node.map_or("", |node| node.attribute(name));
        let figures = match attribute("sum") {
            "" => "kept by the transferring body",
            sum => sum,
        };
        let holds = if attribute("holds") == "yes" {
            "holds"
        } else {
            "does not hold"
        };
        [*name, &says, figures, holds].map(str::to_owned)
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_their_words_and_without_their_tags() {
        let html = "<tr><td><bdi dir=\"auto\">a &lt; b &amp;lt; c</bdi></td><td class=\"number\">1,234</td></tr>";
        assert_eq!(cells(html, "bdi"), ["a < b &lt; c"]);
        assert_eq!(numbers(html), ["1,234"]);
        assert_eq!(section("<h2 id=\"x\">y</h2>", "x", "</h2>"), ">y");
        assert_eq!(section("<p>", "x", "</h2>"), "");
    }
}
