//! What `explain` tells of a message, in words: the whole story, and what holds a text.

use super::args::Shared;
use super::count::counted;
use super::exit::{Exit, Failure};
use super::ledger::{list, more};
use super::terminal::Terminal;
use super::{Done, World};
use crate::acts::{Loaded, ToldAct, story};
use crate::appraisal::{Explained, Neighbour, RuleTold, Seeking, Sought, search};
use crate::message::MessageId;
use crate::shown::shown;

/// The most messages that are listed of those that hold a text.
const MOST: usize = 20;

/// Tells what a message is, what became of it, and by which rules and holds.
pub(super) fn tell(explained: &Explained, terminal: &mut Terminal<'_>) {
    terminal.result(format!(
        "{}   {}   {}   {}   {}",
        explained.id,
        explained.sent_local,
        explained.kind,
        shown(&explained.sender),
        shown(&explained.conversation)
    ));
    if !explained.body.is_empty() {
        terminal.result(format!("  \"{}\"", shown(&explained.body)));
    }
    for attachment in &explained.attachments {
        terminal.result(format!("  attachment {}", shown(attachment)));
    }
    terminal.result(format!(
        "{}   decided by {}",
        explained.outcome,
        shown(&explained.decided_by)
    ));
    for (rule, told) in explained.rules.iter().zip(&explained.rules_told) {
        terminal.result(format!("  rule {}", shown(rule)));
        terminal.result(format!("    {}", rule_words(told)));
    }
    for (hold, told) in explained.holds.iter().zip(&explained.holds_told) {
        terminal.result(format!("  hold {}", shown(hold)));
        let state = match (told.holds, told.transfer_agreed.as_str()) {
            (false, _) => "released".to_owned(),
            (true, "") => "it holds, and is not transferred".to_owned(),
            (true, reference) => format!("it holds; transfer agreed: {reference}"),
        };
        terminal.result(format!(
            "    {}; authority: {}; {}: {}",
            shown(&told.title),
            shown(&told.authority),
            shown(&told.because),
            shown(&state)
        ));
    }
    for held in explained.holds.iter().skip(explained.holds_told.len()) {
        terminal.result(format!("  held with the {}", shown(held)));
    }
    tell_around(explained, terminal);
    tell_copies(explained, terminal);
    terminal.result(match explained.transferred {
        true => "To be transferred, as far as selection and holds go.",
        false => "Not transferred. That does not mean destroyed: consign destroys nothing.",
    });
}

fn rule_words(told: &RuleTold) -> String {
    format!(
        "{} -> {}, because: {}",
        shown(&told.title),
        told.effect,
        shown(&told.because)
    )
}

/// Tells what took the message along, and what it took along.
fn tell_around(explained: &Explained, terminal: &mut Terminal<'_>) {
    let words = |other: &Neighbour| {
        format!(
            "{}  {}  {}",
            other.id,
            other.sent_local,
            shown(&other.sender)
        )
    };
    if let Some((parent, rule)) = &explained.taken_by {
        terminal.result(format!(
            "  context of {}, which rule {} selects",
            words(parent),
            shown(&rule.id)
        ));
        terminal.result(format!("    {}", rule_words(rule)));
    }
    let along = &explained.takes_along;
    if !along.is_empty() {
        terminal.result(format!(
            "  takes {} along as context:",
            counted(along.len() as u64, "message", "messages")
        ));
        for other in along.iter().take(MOST) {
            terminal.result(format!("    {}", words(other)));
        }
        more(along.len() as u64, along.len().min(MOST), terminal);
    }
}

/// Tells which messages on other phones are copies, and what those phones show differently.
fn tell_copies(explained: &Explained, terminal: &mut Terminal<'_>) {
    for copy in &explained.copies {
        terminal.result(format!(
            "  copy {} on another phone, known by: {}",
            copy.id, copy.evidence
        ));
    }
    for difference in &explained.differences {
        let other = match &difference.other {
            Some(other) => format!("; {other} stands in its place"),
            None => String::new(),
        };
        terminal.result(format!(
            "  source {} differs: {}{other}",
            difference.source,
            in_words(difference.kind)
        ));
        let causes: Vec<String> = difference.causes.iter().map(|c| in_words(c)).collect();
        terminal.result(format!("    possible causes: {}", causes.join(", ")));
    }
}

fn in_words(code: &str) -> String {
    code.replace('-', " ")
}

/// Tells every act about a message, and that the journal is whole.
pub(super) fn tell_acts(
    loaded: &Loaded,
    id: &MessageId,
    terminal: &mut Terminal<'_>,
) -> Result<usize, Failure> {
    let acts = story(loaded, id)?;
    for act in &acts {
        terminal.result(format!("  {}", act_words(act)));
        terminal.object("act", act);
    }
    terminal.result(format!(
        "{}; chain of {} checked, ok",
        counted(acts.len() as u64, "journal line", "journal lines"),
        loaded.journal.entries().len()
    ));
    Ok(acts.len())
}

fn act_words(act: &ToldAct) -> String {
    let second = match act.second.as_str() {
        "" => String::new(),
        second => format!(" and {}", shown(second)),
    };
    let because = match act.because.as_str() {
        "" => String::new(),
        because => format!(", because: {}", shown(because)),
    };
    let replaced = match act.replaced {
        true => " (a later act took its place)",
        false => "",
    };
    format!(
        "line {}  {}  {}{second} {}{because}{replaced}",
        act.line,
        act.at.format("%Y-%m-%d %H:%M UTC"),
        shown(&act.by),
        act.what
    )
}

/// Says which messages hold a text and what became of them, or that none does.
pub(super) fn explain_text(
    shared: &Shared,
    text: &str,
    world: &World,
    terminal: &mut Terminal<'_>,
) -> Result<Done, Failure> {
    let Some(sought) = Sought::new(text, Seeking::Within) else {
        return Err(Failure::new(
            Exit::AskedWrongly,
            "the text to look for has no sign that can be seen",
        ));
    };
    let mut loaded = shared.load(world)?;
    let appraisal = loaded.appraisal(shared.threads(world))?;
    let searched = search(&loaded.inputs, &appraisal, &sought, MOST)?;
    if searched.count > 0 {
        terminal.result(match searched.count {
            1 => "1 message holds this text:".to_owned(),
            many => format!("{} hold this text:", counted(many, "message", "messages")),
        });
        list(&searched.found, terminal);
        more(searched.count, searched.found.len(), terminal);
    } else {
        terminal.result("No message of this batch holds this text.");
    }
    for place in &searched.elsewhere {
        terminal.result(format!(
            "  {place}: holds it, in a line that belongs to no message (before the first, or not understood)"
        ));
        terminal.object("elsewhere", place);
    }
    terminal.note(format!(
        "Searched the words and the attachments' names of {} in {}, and {} that belong to no message. Compared after Unicode NFKC and case folding, with straight quotes; white space counts as one space. Not searched: what attachments hold.",
        counted(searched.messages, "message", "messages"),
        counted(appraisal.sources.len() as u64, "source", "sources"),
        counted(searched.other_lines, "line", "lines")
    ));
    let exit = match searched.count == 0 && searched.elsewhere.is_empty() {
        true => Exit::No,
        false => Exit::Done,
    };
    if exit == Exit::Done {
        terminal.next("consign explain ID tells the whole story of one");
    }
    Ok(Done::with(exit)
        .and("messages", searched.messages)
        .and("found", searched.count)
        .and("elsewhere", searched.elsewhere.len()))
}
