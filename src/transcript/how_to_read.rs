//! The plain sentences with which every transcript begins.

/// What the sentences depend on; all of it stands in `covering` too.
#[derive(Debug, Clone, Copy)]
pub struct Covering<'a> {
    /// `day`, `month`, `year` or `whole`.
    pub cut: &'a str,
    /// The time zone in which local times were read.
    pub zone: &'a str,
    /// How many messages are transferred.
    pub messages: u64,
    /// How many messages of this part are not.
    pub not_transferred: u64,
    /// How many of its messages have copies in other transcripts.
    pub copies: u64,
    /// How many of its messages differ from what stands in other transcripts.
    pub differences: u64,
}

/// Returns what stands in `howToRead`: what this file is, and how to read it without consign. The
/// sentences belong to the version of transcripts: whoever checks one makes them again.
pub fn how_to_read(covering: &Covering<'_>) -> Vec<String> {
    let cut = match covering.cut {
        "whole" => "The conversation is not cut into parts.".to_owned(),
        unit => format!(
            "The conversation is cut into parts by {unit}, at midnight of the time zone {}; a message belongs to the part of its own local date.",
            covering.zone
        ),
    };
    let all = covering.messages.saturating_add(covering.not_transferred);
    let mut sentences = vec![
        "This file is a transcript of part of a conversation in a messaging app, made from an export of the app. It holds the messages selected for permanent preservation under the Public Records Act 1958, and others kept to understand them.".to_owned(),
        format!(
            "Of the {all} messages of this part, {} are here. Where others lay between them, notTransferred says how many, and not why, because the reason could tell what a message was (the published widths of context can let a reader infer some); a hold can be the reason too, and what is held is transferred only when the hold ends; how many are absent for which reason is in the report and the deposit manifest of the package, for the whole batch. That a message is not here does not mean that it was destroyed.",
            covering.messages
        ),
        cut,
        "Within this part messages stand in the order of the export. That order is evidence and is never changed, even where a time steps back: the warning backward-step says that the export has a later time right before, be it here, in another part or in a message not transferred.".to_owned(),
        "In each time, written is what the export says, local is how it was read, and utc is the instant it stands for: two instants where the clocks went back over it, none where they went forward. The evidence says how the order of day and month and the time zone were decided, and how firmly. Where the zone is assumed, every utc is as uncertain as that. A time that was written to the minute has no seconds here either. It is the time that the telephone shows beside the message: the export does not say whether of sending or of arrival, and nobody can check the telephone's clock.".to_owned(),
        "Each message names its sender by a key; participants gives the name and post that the transferring body approved. The labels and telephone numbers under which the export knew them are in a file beside this one, named as this one but ending in _participants.xml, which has a closure of its own and may not be there. A message without a sender was written by the app. senderBasis says how the sender is known: header (the export names the sender), app (it names nobody), app-attributed (the app put its own notice under a name, given as attributedTo where it is a person's, who did not write it, and left out where it is the group's or nobody's that is known), uncertain (the name can be read in more than one way). In a notice of the app, you is the owner of the telephone on which the export was made: device-of under capture says whose it was, and who stated that. Names inside bodies and notices are as that telephone showed them.".to_owned(),
        "The body is what a person wrote, or the words of the app where it is a notice, character for character; in a poll the app's word OPTION and its counts stand in the body too. Text in before and after was added by the app; basis says how that is known: by an invisible mark, by its structure, or by its words alone, which a person could also have typed. A character that XML cannot hold is an element char with its Unicode number; a byte that is no character is an element byte.".to_owned(),
        "Attachments are files beside this one, named after this transcript with a number. An attachment can be present, omitted (the app left it out), missing (named, but not in the export) or withheld (kept back by the transferring body; words of the app that name it are left out then).".to_owned(),
        "because gives the reason why a message is here: rule (a rule of the selection policy), context (kept to understand another message, chosen by its place near it and not by its meaning), person (a person decided, whose post is given as by), policy (no rule applied, and the policy selects such messages).".to_owned(),
        "What the whole export lacks stands under gaps, counted over all its parts; what no export of this app can hold, under neverExported; how the export was made, and who stated it, under capture. Where nobody stated it, it is not known. An empty body has no words: the message is a file or a notice, or its words are in before.".to_owned(),
        "To check that no message was altered: the digest of message n is the SHA-256 of the bytes of this file from its <message to its </message>, both included. The root is the SHA-256 of all digests in order, each followed by a line feed; the deposit manifest of the package repeats it. Names, gaps and what is said of the export stand outside the messages: the digest of the whole file covers them. Digests show that nothing was altered since somebody kept a copy of them elsewhere, and no more.".to_owned(),
    ];
    if covering.copies.saturating_add(covering.differences) > 0 {
        let last = sentences.len() - 1;
        sentences.insert(last, of_copies(covering));
    }
    sentences
}

/// Returns how copies and differences are read, where there are any.
fn of_copies(covering: &Covering<'_>) -> String {
    format!(
        "This conversation was exported more than once, such as from another telephone, and nothing was merged: each export has transcripts of its own in this transfer. copy says that a message is the same as message n of the transcript named, which lies in the folder of its own conversation; evidence says how that is known: anchor (a text of twenty characters and more that occurs once in each export, at one time, from one sender), aligned (the same words in their place between the same others), second-pass (the same words at one time from one sender, in another order); clockMinutes says by how many minutes the local time there is later, or earlier where it is below zero. difference says how a copy differs, or what stands there in the place of this message and is no copy, and what may have made it so; nobody decided which of the two is right. Of the messages here {} have copies and {} have differences. Where neither stands, nothing is said of the other export: not every copy is recognised, and none is named that is not transferred or opens later than this record.",
        covering.copies, covering.differences
    )
}
