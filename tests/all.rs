//! The integration tests, in one binary.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

/// Copies on two phones.
mod align;
/// The drafts of an annex and of a transparency record.
mod annex;
/// What stands on two telephones is asked about once.
mod asked_once;
/// Every kind of bad input: its exit code, its message, and that nothing is lost.
mod bad_input;
/// Makes packages, whole and broken, and runs consign from outside.
mod bench;
/// Every code has a bad package; every check runs on every package.
mod codes;
/// Help, flags and `--json`, as a person and a program meet them.
mod command_line;
/// Two telephones, one conversation: what is linked, and what copies share.
mod copies;
/// The CSV Schemas of the CSVs in a package.
mod csv_schemas;
/// Every bit, every byte, every length.
mod damage;
/// What a careful forger can change, and what betrays every other change.
mod forged;
/// Batches that are split into several packages.
mod groups;
/// What an inquiry asks of a batch.
mod inquiry;
/// Packages of ours that are bad inside.
mod inside;
/// Thousands of documents that are judged by the reader and by others, who must agree.
mod judges;
/// The ready-made policies, measured on labelled messages.
mod labelled;
/// More entries than 16 bits can count, and one longer than 32 bits can.
mod large;
/// Nothing of a message that is not transferred is in any byte of a package.
mod leak;
/// What is left out, doubled or misspelt in our XML.
mod mutants;
/// Every mutation of a signed batch, each found by name.
mod mutations;
/// Packages that must pass, ours and others'.
mod packages;
/// Files of participants: what is in them, what is not, and when they stay behind.
mod participants;
/// What of a policy and of acts is published.
mod published;
/// The transcripts of the README are what consign prints.
mod readme;
/// What a receiver takes, and the folder that is made for it.
mod receiver;
/// The records and their sensitivity review.
mod records;
/// What TNA's transfer service refuses for its format.
mod refused;
/// The same batch gives the same bytes.
mod reproducible;
/// Review in spreadsheets, second looks, samples, and decisions taken back.
mod review_sheets;
/// Rules and holds over real batches.
mod rules;
/// Two telephones that have the same files.
mod same_files;
/// Search for Freedom of Information requests, held to a second evaluator.
mod search;
/// What a person states of an export on the command line.
mod stated;
/// The rules of TNA's metadata CSV, each by itself.
mod tdr_rules;
/// Our rules against those of TNA's transfer service, where its schemas are at hand.
mod tdr_schema;
/// The house rules that a machine can hold us to.
mod tidy;
/// The WhatsApp reader, with exports as a telephone would make them.
mod whatsapp;
