//! The reference page of codes: every finding that a validation can have, explained.

use askama::Template;

use super::page::Page;
use crate::check::{Code, codes};

#[derive(Template)]
#[template(path = "codes.html")]
struct CodesPage<'a> {
    page: Page<'a>,
    families: Vec<Family>,
}

/// The codes of one family.
struct Family {
    name: &'static str,
    about: &'static str,
    codes: Vec<&'static Code>,
}

/// What each family is about, in the order of the page.
const FAMILIES: [(&str, &str); 12] = [
    ("ZIP", "The ZIP as a container"),
    ("BAG", "The bag: RFC 8493"),
    ("FIX", "Fixity: sizes and digests"),
    ("TRN", "Transcripts"),
    ("PAR", "Files of participants"),
    ("MAN", "The deposit manifest"),
    ("EQN", "Sums that must add up"),
    ("CSV", "The tables of decisions and acts"),
    ("TDR", "What The National Archives' transfer service asks"),
    ("NAM", "Names of files"),
    ("TAG", "The other files around the records"),
    ("GRP", "The packages of a group together"),
];

/// Returns the reference page of every code.
pub fn codes_html() -> String {
    let of = |name: &str| {
        let mut of: Vec<&Code> = codes().filter(|code| code.id.starts_with(name)).collect();
        of.sort_by_key(|code| code.id);
        of
    };
    let families = FAMILIES.iter().map(|&(name, about)| Family {
        name,
        about,
        codes: of(name),
    });
    let foot = [format!(
        "consign explain --all --html, consign {}",
        env!("CARGO_PKG_VERSION")
    )];
    let page = CodesPage {
        page: Page {
            title: "Codes of findings".to_owned(),
            marking: "",
            foot: &foot,
        },
        families: families.collect(),
    };
    page.render().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_on_the_page_once() {
        let page = codes_html();
        for code in codes() {
            let anchor = format!("id=\"{}\"", code.id);
            assert_eq!(page.matches(&anchor).count(), 1, "{}", code.id);
        }
        assert!(page.contains("What to do"));
    }
}
