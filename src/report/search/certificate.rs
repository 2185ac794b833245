//! The certificate of a search: a page to print and sign, the same as plain text, and as JSON.

use std::iter;

use askama::Template;

use crate::manifest::grouped;
use crate::report::page::{Page, filters};
use crate::search::{CAUTION, Certificate, Difference, NotSearched};

/// Returns the certificate as a page.
pub fn certificate_html(certificate: &Certificate) -> String {
    let foot = foot(certificate);
    let page = CertificatePage {
        page: Page {
            title: heading(certificate),
            marking: &certificate.marking,
            foot: &foot,
        },
        heading: heading(certificate),
        about: about(certificate),
        counted: counted(certificate),
        result: certificate.result(),
        caution: CAUTION,
        certificate,
    };
    page.render().expect("writing to memory does not fail")
}

/// Returns the certificate as JSON.
pub fn certificate_json(certificate: &Certificate) -> String {
    let json = serde_json::to_string_pretty(certificate);
    json.expect("a certificate is plain data") + "\n"
}

/// Returns the certificate as plain text. What acts on a screen is spelt out.
pub fn certificate_text(certificate: &Certificate) -> String {
    let mut text = vec![
        heading(certificate),
        CAUTION.to_owned(),
        String::new(),
        certificate.result(),
        certificate.terms.to_owned(),
    ];
    let mut section = |name: &str, lines: Vec<String>| {
        text.extend([String::new(), name.to_uppercase()]);
        text.extend(lines);
    };
    let facts = |facts: Vec<(&str, String)>| -> Vec<String> {
        let lines = facts.into_iter();
        lines
            .map(|(name, value)| format!("{name:<26} {value}"))
            .collect()
    };
    section("The search", facts(about(certificate)));
    let mut query = vec![
        format!("As typed       {}", certificate.typed),
        format!("As understood  {}", certificate.understood),
        "In words".to_owned(),
    ];
    query.extend(certificate.in_words.iter().map(|line| format!("  {line}")));
    query.extend(certificate.notes.iter().map(|note| format!("Note: {note}")));
    section("The query", query);
    section("What was counted", facts(counted(certificate)));
    if let Some(difference) = &certificate.saved {
        let lines = vec![
            since(difference),
            format!("New: {}", listed(&difference.new)),
            format!("Gone: {}", listed(&difference.gone)),
        ];
        section("Since the time before", lines);
    }
    section("What was searched", sources(certificate));
    let missing = certificate.not_searched.iter();
    let missing = missing.map(|one| format!("{} {}: {}", count(one), one.what, one.why));
    section("What was not searched", missing.collect());
    let rules = certificate.rules.iter().map(|rule| format!("- {rule}"));
    section("How texts were compared", rules.collect());
    let files = certificate.files.iter();
    let files = files.map(|(file, digest)| format!("{file}  SHA-256 {digest}"));
    section("Files of this search", files.collect());
    section("How this page was made", foot(certificate));
    let lines = text
        .iter()
        .map(|line| crate::shown::shown(line).to_string());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns the sources and settings, a line each.
fn sources(certificate: &Certificate) -> Vec<String> {
    let sources = certificate.sources.iter().map(|source| {
        format!(
            "{}  {}  {}, {}, {} messages, {} found  SHA-256 {}",
            source.id,
            source.name,
            or_not_stated(&source.device),
            dates(&source.first, &source.last),
            grouped(source.messages),
            grouped(source.found),
            source.sha256
        )
    });
    let mut sources: Vec<String> = sources.collect();
    sources.push(format!(
        "All together  SHA-256 {}",
        certificate.sources_sha256
    ));
    let settings = certificate.settings.iter();
    sources.extend(settings.map(|(file, digest)| format!("{file}  SHA-256 {digest}")));
    sources
}

fn heading(certificate: &Certificate) -> String {
    match certificate.request.as_str() {
        "" => format!("Certificate of a search of {}", certificate.batch),
        request => format!("Certificate of the search for {request}"),
    }
}

fn or_not_stated(text: &str) -> &str {
    match text {
        "" => "not stated",
        text => text,
    }
}

fn dates(first: &str, last: &str) -> String {
    crate::report::page::dates::range(first, last)
}

fn about(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let (day, time) = certificate
        .at
        .split_once('T')
        .unwrap_or((&certificate.at, ""));
    let day = crate::report::page::dates::day(day);
    let time = time.get(..5).unwrap_or(time);
    vec![
        ("Request", or_not_stated(&certificate.request).to_owned()),
        ("Searched by", or_not_stated(&certificate.by).to_owned()),
        ("Searched on", format!("{day}, {time} UTC")),
        (
            "Batch",
            format!("{} ({})", certificate.batch_title, certificate.batch),
        ),
        (
            "Department",
            or_not_stated(&certificate.transferring_body).to_owned(),
        ),
        ("Program", format!("consign {}", certificate.version)),
    ]
}

/// Returns the counts, from the whole to its parts.
fn counted(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let counts = &certificate.counts;
    let decisions = counts.decisions.iter().filter(|(_, count)| *count > 0);
    let decisions = decisions.map(|(word, count)| format!("{} {word}", grouped(*count)));
    let decisions: Vec<String> = decisions.collect();
    let mut lines = vec![
        ("Messages in the batch", grouped(counts.messages)),
        ("Messages searched", grouped(counts.searched)),
        ("Names of attachments searched", grouped(counts.names)),
        ("Texts of attachments searched", grouped(counts.insides)),
        ("Messages that match", grouped(counts.matched)),
        ("Messages that may match", grouped(counts.perhaps)),
        (
            "After copies are taken out",
            grouped((counts.matched + counts.perhaps).saturating_sub(counts.copies)),
        ),
        ("Conversations with a match", grouped(counts.conversations)),
    ];
    if !decisions.is_empty() {
        lines.push((
            "Selection of those found",
            format!(
                "{}; {} of them held",
                decisions.join(", "),
                grouped(counts.held)
            ),
        ));
    }
    let listed = match counts.in_schedule == counts.matched + counts.perhaps {
        true => grouped(counts.in_schedule),
        false => "none: there are more, with those around them, than a schedule holds".to_owned(),
    };
    lines.push(("Messages in the schedule", listed));
    if let Some(different) = counts.different_texts {
        let text = format!("{}, texts sent again counted once", grouped(different));
        lines.push(("Different texts of these", text));
    }
    lines.push(("And around them, as context", grouped(counts.context)));
    lines
}

/// Says how what was found differs from the time before.
fn since(difference: &Difference) -> String {
    format!(
        "The saved search \"{}\" was run before on {}. {} messages are new, {} are gone, and {} were found both times.",
        difference.name,
        difference.since,
        grouped(difference.new.len() as u64),
        grouped(difference.gone.len() as u64),
        grouped(difference.same)
    )
}

fn listed(ids: &[String]) -> String {
    match ids.is_empty() {
        true => "none".to_owned(),
        false => ids.join(", "),
    }
}

fn count(one: &NotSearched) -> String {
    match one.count {
        Some(count) => grouped(count),
        None => "(not known)".to_owned(),
    }
}

fn foot(certificate: &Certificate) -> Vec<String> {
    let sources = certificate.sources.len();
    vec![
        format!("consign search, consign {}", certificate.version),
        format!(
            "Network used: none. Sources unchanged: {sources} of {sources} hashes checked again."
        ),
        "Nothing of the batch was changed by this search, and no sign-off was voided.".to_owned(),
        "A record made by a program; not an electronic signature.".to_owned(),
    ]
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct CertificatePage<'a> {
    page: Page<'a>,
    heading: String,
    about: Vec<(&'static str, String)>,
    counted: Vec<(&'static str, String)>,
    result: String,
    caution: &'static str,
    certificate: &'a Certificate,
}

impl CertificatePage<'_> {
    /// Returns the query in words, each line with how deep it is indented.
    fn in_words(&self) -> Vec<(usize, &str)> {
        let lines = self.certificate.in_words.iter();
        let depth = |line: &str| (line.len() - line.trim_start().len()) / 2;
        lines
            .map(|line| (depth(line).min(8), line.trim_start()))
            .collect()
    }

    /// Returns the digests of what an answer can turn on.
    fn settled(&self) -> Vec<(&str, &str)> {
        let sources = ("All sources together", &*self.certificate.sources_sha256);
        let settings = self.certificate.settings.iter();
        let settings = settings.map(|(file, digest)| (*file, &**digest));
        iter::once(sources).chain(settings).collect()
    }

    fn since(&self, difference: &Difference) -> String {
        since(difference)
    }

    fn listed(&self, ids: &[String]) -> String {
        listed(ids)
    }

    fn count(&self, one: &NotSearched) -> String {
        count(one)
    }

    fn or_not_stated<'t>(&self, text: &'t str) -> &'t str {
        or_not_stated(text)
    }
}
