//! Writes what two telephones export of one conversation: the same messages, of which each lacks a
//! few, by labels and in forms of their own.

use std::path::{Path, PathBuf};

use super::chat::{Extent, Form, PLAIN, SENDERS, end_line, moment, write_header};
use super::{Numbers, day};

/// What is said again and again.
const SHORT: [&str; 6] = ["Yes", "ok", "👍🏽", "Thanks", "no", "On my way"];
/// Of a hundred messages, how many are such.
const SHORT_OF_HUNDRED: usize = 30;
/// Of a hundred messages, how many a telephone lacks.
const LOST_OF_HUNDRED: usize = 2;

/// What two telephones exported.
pub struct Phones {
    /// The files.
    pub exports: [PathBuf; 2],
    /// How many messages both have together.
    pub messages: usize,
}

/// Writes the exports of a conversation of `said` messages to a folder: the first as Android does,
/// the second as an iPhone.
pub fn write(folder: &Path, said: usize) -> Phones {
    let mut numbers = Numbers::new(said as u64);
    let extent = Extent {
        from: day(2015, 1, 5),
        days: said.div_ceil(400),
        messages: said,
        media: 0,
    };
    let words: Vec<&str> = PLAIN.iter().flat_map(|text| text.split(' ')).collect();
    let forms = [Form::Android, Form::Apple];
    let mut texts = [String::new(), String::new()];
    let mut messages = 0;
    for place in 0..said {
        let at = moment(extent, place, &mut numbers);
        let sender = numbers.below(SENDERS.len());
        let text = match numbers.below(100) {
            0..SHORT_OF_HUNDRED => SHORT[numbers.below(SHORT.len())].to_owned(),
            _ => sentence(&words, &mut numbers),
        };
        for (form, to) in forms.into_iter().zip(&mut texts) {
            if numbers.below(100) < LOST_OF_HUNDRED {
                continue;
            }
            write_header(to, form, at);
            match form {
                Form::Android => to.push_str(SENDERS[sender]),
                // The second telephone has nobody's name.
                Form::Apple => *to += &format!("+44 7700 90020{sender}"),
            }
            to.push_str(": ");
            to.push_str(&text);
            end_line(to, form);
            messages += 1;
        }
    }
    let exports = ["first", "second"].map(|phone| folder.join(format!("{phone} phone.txt")));
    for (path, text) in exports.iter().zip(texts) {
        std::fs::write(path, text).expect("the export can be written");
    }
    Phones { exports, messages }
}

/// Returns words that hardly anybody says a second time.
fn sentence(words: &[&str], numbers: &mut Numbers) -> String {
    let count = 6 + numbers.below(12);
    let chosen: Vec<&str> = (0..count)
        .map(|_| words[numbers.below(words.len())])
        .collect();
    chosen.join(" ")
}
