//! What other telephones have of a message, in words for the person who is asked about it once.

use std::collections::BTreeSet;

use super::known::custodian;
use super::{Appraisal, SourceAppraised};
use crate::selection::Elsewhere;
use crate::shown::shown;

impl Appraisal {
    /// Returns what other telephones have in the place of a message: its copies, and what is shown
    /// there in its stead, in the order of the sources.
    pub fn others_of(&self, at: Elsewhere) -> BTreeSet<Elsewhere> {
        let copies = self.copies.of(at).iter().map(|member| member.at);
        let opposites = self.copies.opposites_of(at).iter().map(|o| o.other);
        let others = copies.chain(opposites);
        others.filter(|other| *other != at).collect()
    }

    /// Tells on which other telephones a message stands, and what they show differently, with what
    /// may have made it so.
    pub fn elsewhere_in_words(&self, at: Elsewhere) -> Vec<String> {
        let mut told = Vec::new();
        for member in self.copies.of(at).iter().filter(|member| member.at != at) {
            if let Some(id) = self.copies.id_of(member.at) {
                told.push(format!("also {id} ({})", self.telephone(member.at.source)));
            }
        }
        for (other, difference) in self.copies.differences_of(at) {
            let telephone = self.telephone(other);
            // Of two sources that are compared the one that was added first is named first.
            let rows = match at.source < other {
                true => &difference.b,
                false => &difference.a,
            };
            let source = self.sources.get(other as usize);
            let there = rows.clone().next().zip(source);
            let what = match there {
                Some((row, source)) => format!("{} ({telephone})", source.id_of(row)),
                None => format!("not found on the {telephone}"),
            };
            let causes: Vec<String> = difference.causes.iter().map(|c| words(c.word())).collect();
            told.push(format!(
                "{what}: {}; possible causes: {}",
                words(difference.kind.word()),
                causes.join(", ")
            ));
        }
        told
    }

    fn telephone(&self, source: u32) -> String {
        let source = self.sources.get(source as usize);
        let post = source.and_then(|source: &SourceAppraised| custodian(&source.capture));
        match (post, source) {
            (Some(post), _) => format!("telephone of {}", shown(&post)),
            (None, Some(source)) => format!("source {}", source.source.id),
            (None, None) => "another telephone".to_owned(),
        }
    }
}

fn words(code: &str) -> String {
    code.replace('-', " ")
}
