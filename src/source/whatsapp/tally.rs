//! The sums: every byte, line, message, attachment and entry, and what is not there.

use super::chat_file::is_control;
use super::languages::Spoken;
use super::media::Compared;
use super::order::grouped;
use crate::container::Container;
use crate::message::{AttachmentState, EventCode, Message, SenderBasis, Warning};
use crate::place::Place;
use crate::source::{Account, EntryRole, EntryUse, Gap, GapCode, ReadError, Span};

/// Near these numbers of messages an export may have been cut at its start by the app: about
/// 40,000 without media, about 10,000 with.
const NEAR_A_LIMIT: [std::ops::RangeInclusive<u64>; 2] = [39_900..=40_100, 9_900..=10_100];

/// What is counted while messages are handed over.
pub(super) struct Tally {
    /// The account so far.
    pub(super) account: Account,
    headers: u64,
    texts: u64,
    line_ends: u64,
    references: Vec<u64>,
    deleted: u64,
    timers: u64,
    damaged: u64,
    undecodable: u64,
    /// In which languages the app spoke.
    pub(super) spoken: Spoken,
}

impl Tally {
    /// Returns a tally of nothing, for an export with so many entries.
    pub(super) fn new(entries: usize) -> Tally {
        Tally {
            account: Account::default(),
            headers: 0,
            texts: 0,
            line_ends: 0,
            references: vec![0; entries],
            deleted: 0,
            timers: 0,
            damaged: 0,
            undecodable: 0,
            spoken: Spoken::default(),
        }
    }

    /// Counts bytes.
    pub(super) fn bytes(&mut self, span: Span, bytes: u64) {
        *self.account.spans.entry(span).or_default() += bytes;
    }

    /// Counts a message, and the bytes in the file of its header and of the line end that closes it.
    pub(super) fn message(&mut self, message: &Message<'_>, header: u64, line_end: u64) {
        self.headers += header;
        self.texts += message.length - header;
        self.line_ends += line_end;
        let has = |warning| u64::from(message.warnings.contains(&warning));
        self.account.messages += 1;
        let by_the_app = matches!(
            message.sender_basis,
            SenderBasis::App | SenderBasis::AppAttributed
        );
        self.account.notices += u64::from(by_the_app);
        self.account.backward_steps += has(Warning::BackwardStep);
        self.damaged += has(Warning::DamagedBefore);
        self.undecodable += has(Warning::UndecodableBytes);
        self.timers += u64::from(message.event == Some(EventCode::TimerChanged));
        self.deleted += u64::from(message.deleted.is_some());
        for attachment in &message.attachments {
            let sums = &mut self.account.attachments;
            sums.referenced += 1;
            match attachment.state {
                AttachmentState::Present => sums.present += 1,
                AttachmentState::Omitted => sums.omitted += 1,
                AttachmentState::Missing => sums.missing += 1,
            }
            if let Some(references) = attachment.entry.and_then(|at| self.references.get_mut(at)) {
                *references += 1;
            }
        }
    }

    /// Returns the account of the whole export.
    ///
    /// # Errors
    /// When it does not add up.
    pub(super) fn finish(
        mut self,
        export: &dyn Container,
        chat: usize,
        compared: &Compared,
    ) -> Result<Account, ReadError> {
        for (span, bytes) in [
            (Span::Header, self.headers),
            (Span::Text, self.texts),
            (Span::LineEnd, self.line_ends),
        ] {
            self.bytes(span, bytes);
        }
        self.account.entries = self.entries(export, chat, compared);
        self.account.gaps = self.gaps();
        self.account.app_words = std::mem::take(&mut self.spoken).told();
        let entry = &export.entries()[chat];
        self.refuse_unbalanced(&entry.name, entry.size)?;
        Ok(self.account)
    }

    /// Returns every entry, and what became of it.
    fn entries(&self, export: &dyn Container, chat: usize, compared: &Compared) -> Vec<EntryUse> {
        let entries = export.entries().iter().zip(&self.references).enumerate();
        let used = entries.map(|(index, (entry, &references))| EntryUse {
            number: index as u64 + 1,
            name: entry.name.clone(),
            offset: export.offset(index),
            sha256: compared.digests.get(&index).copied().flatten(),
            size: entry.size,
            crc32: export.crc32(index),
            role: match references {
                _ if index == chat => EntryRole::Chat,
                _ if is_control(&entry.name) => EntryRole::Control,
                1.. => EntryRole::Attachment,
                0 if compared.ambiguous.contains(&index) => EntryRole::Ambiguous,
                0 if compared.digests.contains_key(&index) => EntryRole::Twin,
                0 => EntryRole::Unnamed,
            },
            references,
        });
        used.collect()
    }

    fn refuse_unbalanced(&self, name: &str, size: u64) -> Result<(), ReadError> {
        let account = &self.account;
        let sum = if account.bytes != size {
            format!(
                "{} bytes were read of a file of {}",
                grouped(account.bytes),
                grouped(size)
            )
        } else if !account.balances() {
            format!(
                "{:?} {:?} {:?}",
                account.spans, account.lines, account.attachments
            )
        } else {
            return Ok(());
        };
        Err(ReadError::Unbalanced {
            at: Place::file(name),
            sum,
        })
    }

    fn gaps(&self) -> Vec<Gap> {
        let account = &self.account;
        let near = NEAR_A_LIMIT
            .iter()
            .any(|range| range.contains(&account.messages));
        let start = format!(
            "It holds {} messages, near the most that WhatsApp exports; older ones may have been \
             left out without a word.",
            grouped(account.messages)
        );
        let rows = [
            (GapCode::StartMayBeCut, u64::from(near), start.as_str()),
            (
                GapCode::AttachmentsOmitted,
                account.attachments.omitted,
                "WhatsApp left these files out; an export with media would hold some of them, and \
                 their captions.",
            ),
            (
                GapCode::AttachmentsMissing,
                account.attachments.missing,
                "Messages name these files, and they are not in the export.",
            ),
            (
                GapCode::MessagesDeleted,
                self.deleted,
                "Of these messages only the place is left; the export does not hold their words.",
            ),
            (
                GapCode::DisappearingMessages,
                self.timers,
                "The timer of disappearing messages was set or changed; messages may have \
                 disappeared before the export was made.",
            ),
            (
                GapCode::DamagedBefore,
                self.damaged,
                "These messages hold U+FFFD: characters were lost before the export reached us.",
            ),
            (
                GapCode::UndecodableBytes,
                self.undecodable,
                "These messages hold bytes that are no text in the encoding of the file; they are \
                 kept as they are.",
            ),
            (
                GapCode::Residue,
                account.residue.len() as u64,
                "These lines could not be understood; they are kept and named.",
            ),
        ];
        let gap = |(code, count, note): (GapCode, u64, &str)| Gap {
            code,
            count,
            note: note.to_owned(),
        };
        rows.into_iter()
            .filter(|(_, count, _)| *count > 0)
            .map(gap)
            .collect()
    }
}
