//! Whether the sentences that are the same in every deposit manifest of its version are those.

use super::at;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::manifest::words;
use crate::xml::Node;

pub const CHECK: Check = Check {
    name: "what is said of law, custody, sign-offs and gaps is what every package says",
    raises: &[&WORDS],
    run: Run::Ours(run),
};

static WORDS: Code = Code {
    id: "MAN-021",
    severity: Severity::Error,
    clause: "consign's deposit manifest 0.1",
    title: "A sentence that is the same in every deposit manifest is another one here.",
    explanation: "What custody, the law, a sign-off and a code mean, and that a package is a \
        demonstration, is said in sentences of fixed words, which those who sign have read. Here \
        one was changed or taken out after the package was made.",
    remedy: "Go by the words that are expected, and ask the sender who changed them.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    let Some(manifest) = inside.manifest() else {
        return Ok(());
    };
    let mut hold = |node: &Node, says: &str, wanted: &str| {
        if says != wanted {
            findings.push(at(&WORDS, node).expected(wanted).found(says));
        }
    };
    match manifest.part("demonstration") {
        Some(said) => hold(said, &said.string(), words::DEMONSTRATION),
        None => {
            let sign_offs = manifest.part("signOffs");
            let mut sign_offs = sign_offs.iter().flat_map(|all| all.all("signOff"));
            if let Some(played) = sign_offs.find(|node| node.attribute("replayed") == "yes") {
                hold(played, "nothing", words::DEMONSTRATION);
            }
        }
    }
    let children = |part: &str| manifest.part(part).map_or(&[][..], |node| &node.children);
    for node in children("custody") {
        match node.name.as_str() {
            "statement" => hold(node, &node.string(), words::CUSTODY),
            _ => {
                let wanted = words::custody_words(node.attribute("type"));
                hold(node, &node.string(), wanted);
            }
        }
    }
    if let Some(law) = manifest.part("law") {
        hold(law, &law.string(), words::LAW);
        hold(law, law.attribute("act"), words::ACT);
    }
    if let Some(arrangement) = manifest.part("arrangement") {
        hold(arrangement, &arrangement.string(), words::ARRANGEMENT);
    }
    for node in children("signOffs") {
        hold(
            node,
            &node.string(),
            &words::statement(node.attribute("of")),
        );
    }
    for gap in children("sources").iter().flat_map(|s| s.all("gap")) {
        let wanted = words::gap_words(gap.attribute("code"));
        hold(gap, &gap.string(), wanted.unwrap_or("no gap has this code"));
    }
    Ok(())
}
