//! The sheet of a sign-off: one page of A4 to print, sign by hand and keep.

use askama::Template;

use super::page::{Page, filters};
use super::reconcile::{self, NOT_DESTROYED};

/// How many holds have a row of their own: more would not leave room to sign.
const HOLDS_SHOWN: usize = 4;

/// How many digits of a hash are enough to compare by eye.
const SHORT: usize = 12;

/// What the sheet of a sign-off says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffSheet {
    /// What is signed off: "Appraisal and selection".
    pub heading: String,
    /// TDR's sentence.
    pub statement: String,
    /// The title of the batch.
    pub title: String,
    /// Its reference.
    pub reference: String,
    /// The public body that transfers.
    pub transferring_body: String,
    /// The series reference; empty until there is one.
    pub series: String,
    /// The name of the package.
    pub package: String,
    /// The protective marking.
    pub marking: String,
    /// The day at which dates are judged, as YYYY-MM-DD.
    pub as_at: String,
    /// The day on which the statement was recorded, as YYYY-MM-DD.
    pub recorded: String,
    /// The policy, by title and id.
    pub policy: String,
    /// By whose authority it selects.
    pub authority: String,
    /// What was counted, the whole first.
    pub counts: Vec<(String, u64)>,
    /// The holds of the policy.
    pub holds: Vec<HoldSigned>,
    /// The result of the sample of what is not selected, in a sentence, where there is one.
    pub sample: Option<String>,
    /// What the sign-off binds, and the line of the journal that records it: each with its SHA-256.
    pub hashes: Vec<(String, String)>,
    /// The posts that sign.
    pub signers: Vec<String>,
    /// The number of the journal's line that records the statement.
    pub line: u64,
}

/// A hold, as it stood on the day of the sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldSigned {
    /// Its id and title.
    pub name: String,
    /// Who holds, by which instrument.
    pub authority: String,
    /// Whether it holds, in words.
    pub state: String,
}

/// Returns the sheet as a page.
pub fn signoff_html(sheet: &SignOffSheet) -> String {
    let page = SignOffPage {
        page: Page {
            title: format!("Sign-off: {}, {}", sheet.heading, sheet.reference),
            marking: &sheet.marking,
            foot: &[],
        },
        sheet,
    };
    page.render().expect("writing to memory does not fail")
}

#[derive(Template)]
#[template(path = "signoff.html")]
struct SignOffPage<'a> {
    page: Page<'a>,
    sheet: &'a SignOffSheet,
}

impl SignOffPage<'_> {
    fn not_destroyed(&self) -> &'static str {
        NOT_DESTROYED
    }

    fn holds_shown(&self) -> &[HoldSigned] {
        let shown = self.sheet.holds.len().min(HOLDS_SHOWN);
        self.sheet.holds.get(..shown).unwrap_or_default()
    }

    /// Returns how many holds have no row, such as "3 more holds"; nothing where all have one.
    fn holds_left(&self) -> String {
        match self.sheet.holds.len().saturating_sub(HOLDS_SHOWN) {
            0 => String::new(),
            left => reconcile::count_of(left as u64, "more hold"),
        }
    }

    /// Returns what is bound, with the beginning of its hash in groups of four, and the whole.
    fn hashes(&self) -> Vec<(&str, String, &str)> {
        let hashes = self.sheet.hashes.iter();
        hashes
            .map(|(what, hash)| {
                let begins = hash.get(..SHORT).unwrap_or(hash).as_bytes();
                let groups = begins.chunks(4).map(String::from_utf8_lossy);
                (
                    what.as_str(),
                    groups.collect::<Vec<_>>().join(" "),
                    hash.as_str(),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> SignOffSheet {
        SignOffSheet {
            heading: "Appraisal and selection".to_owned(),
            statement: "The statement.".to_owned(),
            title: "Winter <planning>".to_owned(),
            reference: "winter".to_owned(),
            transferring_body: "Example Department".to_owned(),
            series: String::new(),
            package: "winter-001".to_owned(),
            marking: "OFFICIAL".to_owned(),
            as_at: "2026-03-09".to_owned(),
            recorded: "2026-03-10".to_owned(),
            policy: "Messages (P1)".to_owned(),
            authority: "Appraisal report 1".to_owned(),
            counts: vec![("Messages read".to_owned(), 1_204)],
            holds: Vec::new(),
            sample: None,
            hashes: vec![("Ledger, ledger.csv".to_owned(), "0123456789ab".repeat(5))],
            signers: vec![
                "Departmental Records Officer".to_owned(),
                "Head of B".to_owned(),
            ],
            line: 14,
        }
    }

    #[test]
    fn the_sheet_says_all_that_is_signed_and_leaves_room_to_sign() {
        let html = signoff_html(&sheet());
        for text in [
            "The statement.",
            "Winter &#60;planning&#62;",
            "9 March 2026",
            "1,204",
            "0123 4567 89ab",
            &"0123456789ab".repeat(5),
            "Departmental Records Officer",
            "Head of B",
            "Statement recorded; not an electronic signature.",
            "line 14",
            "none yet",
        ] {
            assert!(html.contains(text), "{text}");
        }
        assert!(!html.contains("sample"));
    }

    #[test]
    fn many_holds_leave_room_to_sign() {
        let hold = HoldSigned {
            name: "H1, Inquiry".to_owned(),
            authority: "Notice".to_owned(),
            state: "holds".to_owned(),
        };
        let html = signoff_html(&SignOffSheet {
            holds: vec![hold; 7],
            sample: Some("A sample of 300: none wrong.".to_owned()),
            ..sheet()
        });
        assert_eq!(html.matches("H1, Inquiry").count(), 4);
        assert!(html.contains("3 more holds") && html.contains("A sample of 300: none wrong."));
    }
}
