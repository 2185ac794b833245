//! Who says what: whether words are a person's or the app's, and what they tell.

use super::languages::Languages;
use super::marker::{self, Reading, Ways};
use super::marks::{begins_with_app_mark, without_marks};
use super::notice;
use super::sender::Voice;
use super::text::Makeup;
use crate::message::{EventCode, Kind, MarkerBasis, SenderBasis};

/// Who says what.
pub(super) struct Said<'m> {
    /// How its words are read.
    pub(super) reading: Reading<'m>,
    /// The label of the sender; nothing where the app speaks.
    pub(super) sender: Option<&'m str>,
    /// How the sender is known.
    pub(super) basis: SenderBasis,
    /// The label under which the app put its own words.
    pub(super) attributed_to: Option<&'m str>,
    /// What the app tells of.
    pub(super) event: Option<EventCode>,
    /// The languages of a notice.
    pub(super) languages: Languages,
}

impl Said<'_> {
    /// Tells whether somebody should look: the colon may be read otherwise, or the app's mark
    /// stands before words that this version does not know.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.basis == SenderBasis::Uncertain
            || (self.basis == SenderBasis::AppAttributed && self.event == Some(EventCode::Unknown))
    }
}

/// Returns whose words those are that stand behind a head, by its voice and its label.
pub(super) fn attribute<'m>(
    voice: Voice,
    label: &'m str,
    (words, makeup): (&'m [u8], Makeup),
    ways: &Ways<'_>,
    scratch: &'m mut String,
) -> Said<'m> {
    let basis = match voice {
        Voice::App => return notice_of_the_app(words, SenderBasis::App),
        Voice::Unclear => {
            let mut said = notice_of_the_app(words, SenderBasis::Uncertain);
            said.reading.kind = Kind::Unknown;
            said.reading.marker = None;
            said.event = None;
            return said;
        }
        Voice::Labelled { basis, .. } => basis,
    };
    let label = without_marks(label, scratch);
    match marker::read(words, makeup, ways) {
        Some(reading) => Said {
            reading,
            sender: Some(label),
            basis,
            attributed_to: None,
            event: None,
            languages: Languages::default(),
        },
        None => Said {
            attributed_to: Some(label),
            ..notice_of_the_app(words, SenderBasis::AppAttributed)
        },
    }
}

fn notice_of_the_app(words: &[u8], basis: SenderBasis) -> Said<'_> {
    let call = marker::is_call_notice(words);
    let marker = match (begins_with_app_mark(words), basis) {
        (true, _) => MarkerBasis::Mark,
        (false, SenderBasis::AppAttributed) => MarkerBasis::TextMatch,
        (false, _) => MarkerBasis::Structure,
    };
    let told = (!call).then(|| notice::told(words));
    let mut reading = Reading::words(words);
    reading.kind = if call { Kind::Call } else { Kind::System };
    reading.marker = Some(marker);
    Said {
        reading,
        sender: None,
        basis,
        attributed_to: None,
        event: told.map(|told| told.code),
        languages: told.map_or(Languages::default(), |told| told.languages),
    }
}
