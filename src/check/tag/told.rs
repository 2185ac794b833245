//! The figures of `report.html`, and the words beside them: it is the sender's account, but its sums
//! and what it is about stand in the deposit manifest too, and are the same.

use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::reconcile::{
    ABOUT, Heading, KEPT_FIGURES, Line, NO_FIGURES, OF_ATTACHMENTS, OF_MESSAGES, SELECTION_SIGNED,
    SENSITIVITY_SIGNED, attachments, holds, messages,
};
use crate::manifest::{Counts, Equation, Holds, ManifestRead, grouped};
use crate::package::layout::REPORT;
use crate::shown::shown;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "report.html says of the batch and its messages what the deposit manifest says",
    raises: &[&FIGURES],
    run: Run::Ours(run),
};

static FIGURES: Code = Code {
    id: "TAG-010",
    severity: Severity::Error,
    clause: "consign's package 0.1",
    title: "report.html gives other figures than the deposit manifest, or other words for them.",
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
        pieces(section(&page, "about", "</section>")),
    );
    differ("the marking", marking(manifest), pieces(header(&page)));
    differ(
        "what became of the messages",
        reconciled(manifest),
        pieces(section(&page, "reconcile", "</section>")),
    );
    findings.append(few.close());
    Ok(())
}

/// Returns what stands in a page from where something has this id to an end tag; nothing where more
/// than one thing has it.
fn section<'p>(page: &'p str, id: &str, end: &str) -> &'p str {
    let id = format!(" id=\"{id}\"");
    let mut behind = page.split(&id).skip(1);
    let (Some(behind), None) = (behind.next(), behind.next()) else {
        return "";
    };
    let inside = behind.split_once(end).map_or("", |(inside, _)| inside);
    inside.split_once('>').map_or("", |(_, inside)| inside)
}

/// Returns the header of a page, which has the marking.
fn header(page: &str) -> &str {
    let behind = page.split_once("<header").map_or("", |(_, behind)| behind);
    let behind = behind.split_once('>').map_or("", |(_, behind)| behind);
    behind
        .split_once("</header>")
        .map_or("", |(inside, _)| inside)
}

/// Returns every text of a piece of a page, in order, between whatever tags it stands.
fn pieces(html: &str) -> Vec<String> {
    let texts = html
        .split('<')
        .enumerate()
        .map(|(index, piece)| match index {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, said)| said),
        });
    texts
        .filter(|text| !text.trim().is_empty())
        .map(unescaped)
        .collect()
}

/// Returns a text with what is escaped put back.
fn unescaped(html: &str) -> String {
    let mut text = html.to_owned();
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
        vec!["Protective marking: ".to_owned(), marking]
    }
}

/// Returns what the report says the batch is, each behind its label.
fn about(manifest: &ManifestRead) -> Vec<String> {
    let stated = [
        said(manifest, "batchReference"),
        said(manifest, "transferringBody"),
        said(manifest, "creator"),
        said(manifest, "series"),
        manifest.root.attribute("package").to_owned(),
    ];
    let mut about = vec!["About this batch".to_owned()];
    for ((label, otherwise), said) in ABOUT.into_iter().zip(stated) {
        let said = if said.is_empty() {
            otherwise.to_owned()
        } else {
            said
        };
        about.extend([label.to_owned(), said]);
    }
    let sign_offs = manifest.part("signOffs");
    for sign_off in sign_offs.iter().flat_map(|all| all.all("signOff")) {
        let label = match sign_off.attribute("of") {
            "selection" => SELECTION_SIGNED,
            _ => SENSITIVITY_SIGNED,
        };
        about.extend([label.to_owned(), signed(sign_off)]);
    }
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

/// Returns the tables of messages, attachments and sums, with all that stands around them.
fn reconciled(manifest: &ManifestRead) -> Vec<String> {
    let counts = Counts::read(manifest);
    let mut told = vec!["What became of the messages".to_owned()];
    told.extend(table(&OF_MESSAGES, &messages(&counts)));
    told.extend(table(&OF_ATTACHMENTS, &attachments(&counts.attachments)));
    let head = [
        "The sums that were checked",
        "Name",
        "What must be equal",
        "Figures",
        "Result",
    ];
    told.extend(head.map(str::to_owned));
    told.extend(sums(manifest));
    told.push(KEPT_FIGURES.to_owned());
    told
}

/// Returns the texts of a table of lines that add up.
fn table(heading: &Heading, lines: &[Line]) -> Vec<String> {
    let head = [
        heading.caption,
        heading.of_what,
        "What it means",
        heading.unit,
        "Does it add up?",
    ];
    let mut told = head.map(str::to_owned).to_vec();
    for line in lines {
        let (label, words) = (line.label.to_owned(), line.words.to_owned());
        told.extend([label, words, grouped(line.count), line.verdict()]);
    }
    told.push(heading.note.to_owned());
    // Of what is empty nothing is to be seen.
    told.retain(|text| !text.is_empty());
    told
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
            "" => NO_FIGURES,
            sum => sum,
        };
        let holds = holds(match attribute("holds") {
            "yes" => Holds::Yes,
            _ => Holds::No,
        });
        [*name, &says, figures, holds].map(str::to_owned)
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_with_its_words_and_without_its_tags() {
        let html = "<tr><td><bdi dir=\"auto\">a &lt; b &amp;lt; c</bdi></td>\n<td class=\"number\">1,234</td></tr>";
        assert_eq!(pieces(html), ["a < b &lt; c", "1,234"]);
        assert_eq!(section("<h2 id=\"x\">y</h2>", "x", "</h2>"), "y");
        assert_eq!(section("<p>", "x", "</h2>"), "");
        assert_eq!(
            section("<p id=\"x\">y</p><p id=\"x\">z</p>", "x", "</p>"),
            ""
        );
    }
}
