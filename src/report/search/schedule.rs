//! The schedule of a search: a page with the words that were found marked, and JSON.

use std::ops::Range;

use askama::Template;

use crate::report::page::Page;
use crate::search::{Certificate, Role, Schedule, ScheduleRow};

/// Returns the schedule as a page.
pub fn schedule_html(schedule: &Schedule, certificate: &Certificate) -> String {
    let foot = [
        format!("consign search, consign {}", certificate.version),
        "The certificate beside this page says what was and was not searched.".to_owned(),
        "What stands under release, exempt, section and reason was taken from records.csv. A person decides.".to_owned(),
    ];
    let page = SchedulePage {
        page: Page {
            title: heading(schedule, certificate),
            marking: &certificate.marking,
            foot: &foot,
        },
        heading: heading(schedule, certificate),
        result: certificate.result(),
        schedule,
        certificate,
    };
    page.render().expect("writing to memory does not fail")
}

/// Returns the schedule as JSON.
pub fn schedule_json(schedule: &Schedule) -> String {
    let json = serde_json::to_string_pretty(schedule);
    json.expect("a schedule is plain data") + "\n"
}

fn heading(schedule: &Schedule, certificate: &Certificate) -> String {
    match schedule.request.as_str() {
        "" => format!("Schedule of a search of {}", certificate.batch),
        request => format!("Schedule for {request}"),
    }
}

#[derive(Template)]
#[template(path = "schedule.html")]
struct SchedulePage<'a> {
    page: Page<'a>,
    heading: String,
    result: String,
    schedule: &'a Schedule,
    certificate: &'a Certificate,
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Words(&'t str),
    Found(&'t str),
    LineEnd,
}

impl SchedulePage<'_> {
    /// Returns the rows, those of one source in one block.
    fn blocks(&self) -> Vec<Vec<&ScheduleRow>> {
        let mut blocks: Vec<Vec<&ScheduleRow>> = Vec::new();
        for row in &self.schedule.rows {
            match blocks.last_mut() {
                Some(block) if block.last().is_some_and(|last| last.source == row.source) => {
                    block.push(row);
                }
                _ => blocks.push(vec![row]),
            }
        }
        blocks
    }

    fn class(&self, row: &ScheduleRow) -> &'static str {
        match row.role {
            Role::Match | Role::Perhaps => "hit",
            Role::Context => "around",
        }
    }

    fn number(&self, row: &ScheduleRow) -> String {
        row.number
            .map(|number| number.to_string())
            .unwrap_or_default()
    }

    fn role(&self, row: &ScheduleRow) -> &'static str {
        match row.role {
            Role::Match => "",
            Role::Perhaps => "may match",
            Role::Context => "context",
        }
    }

    fn day(&self, row: &ScheduleRow) -> String {
        let (day, _) = row
            .sent_local
            .split_once('T')
            .unwrap_or((&row.sent_local, ""));
        crate::report::page::dates::day(day)
    }

    fn time(&self, row: &ScheduleRow) -> String {
        let (_, time) = row.sent_local.split_once('T').unwrap_or_default();
        format!("{time} {}", row.zone)
    }

    fn sender<'r>(&self, row: &'r ScheduleRow) -> &'r str {
        match row.sender.as_str() {
            "" => "(the app)",
            sender => sender,
        }
    }

    fn text<'r>(&self, row: &'r ScheduleRow) -> Vec<Piece<'r>> {
        pieces(&row.text, &row.found)
    }

    fn name<'r>(&self, text: &'r str, found: &'r [Range<usize>]) -> Vec<Piece<'r>> {
        match text {
            "" => vec![Piece::Words("a file without a name")],
            text => pieces(text, found),
        }
    }
}

/// Cuts a text where words were found and where its lines end.
fn pieces<'t>(text: &'t str, found: &[Range<usize>]) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in found {
        // Places may overlap: what is marked already is not marked twice.
        let range = range.start.max(at)..range.end;
        let (Some(before), Some(word)) = (text.get(at..range.start), text.get(range.clone()))
        else {
            continue;
        };
        lines(before, Piece::Words, &mut pieces);
        lines(word, Piece::Found, &mut pieces);
        at = range.end;
    }
    lines(
        text.get(at..).unwrap_or_default(),
        Piece::Words,
        &mut pieces,
    );
    pieces
}

fn lines<'t>(text: &'t str, piece: fn(&'t str) -> Piece<'t>, pieces: &mut Vec<Piece<'t>>) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            pieces.push(Piece::LineEnd);
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() {
            pieces.push(piece(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_marked_and_lines_stay_lines() {
        use Piece::{Found, LineEnd, Words};
        assert_eq!(
            pieces("The depot\r\nis shut", &[4..9, 14..18]),
            [
                Words("The "),
                Found("depot"),
                LineEnd,
                Words("is "),
                Found("shut")
            ]
        );
        // Overlapping and nested places are one mark each.
        assert_eq!(
            pieces("abcdef", &[0..3, 1..5, 2..3]),
            [Found("abc"), Found("de"), Words("f")]
        );
        assert_eq!(pieces("", &[]), []);
    }
}
