//! The schedule of a search as a spreadsheet, with columns for a person to fill in.

use crate::search::{Role, Schedule, ScheduleRow};
use crate::sheet::{Column, ColumnKind, MAX_CELL, Shade, Sheet, SheetRow};

/// The columns: what each is called, who fills it in, and how wide it is.
fn columns() -> Vec<Column> {
    let given = |title: &str, width| Column::new(title, ColumnKind::Given, width);
    let choice = |title: &str| {
        let words = ["yes", "no", "in part"].map(str::to_owned).to_vec();
        Column::new(title, ColumnKind::Choice(words), 10)
    };
    vec![
        given("number", 8),
        given("role", 10),
        given("id", 14),
        given("chat", 22),
        given("sent_local", 20),
        given("zone", 16),
        given("utc", 22),
        given("sender", 24),
        given("post", 28),
        given("kind", 10),
        given("text", 70),
        given("words_found", 26),
        given("likeness", 9),
        given("sent_again", 10),
        given("attachments", 36),
        given("decision", 13),
        given("held", 8),
        given("record", 30),
        given("sensitivity", 14),
        choice("release"),
        choice("exempt"),
        Column::new("section", ColumnKind::Free, 14),
        Column::new("reason", ColumnKind::Free, 50),
    ]
}

/// Returns the schedule as a sheet. A text that is longer than a cell goes on in the next row.
pub fn schedule_sheet(schedule: &Schedule) -> Sheet {
    let rows = schedule.rows.iter().flat_map(rows);
    Sheet {
        name: "schedule".to_owned(),
        columns: columns(),
        rows: rows.collect(),
    }
}

fn rows(row: &ScheduleRow) -> Vec<SheetRow> {
    let shade = match row.role {
        Role::Match | Role::Perhaps => Shade::Asked,
        Role::Context => Shade::Context,
    };
    let texts = cut(&row.text);
    let each = texts.into_iter().enumerate().map(|(part, text)| {
        let number = row.number.map(|number| number.to_string());
        let role = match part {
            0 => row.role.word(),
            _ => "continued",
        };
        let held = if row.held { "held" } else { "" };
        let cells = [
            number.as_deref().unwrap_or_default(),
            role,
            &row.id,
            &row.chat,
            &row.sent_local,
            &row.zone,
            &row.utc.join(" or "),
            &row.sender,
            &row.post,
            row.kind,
            text,
            &clipped(row.words().join("; ")),
            &row.likeness
                .map(|likeness| format!("{likeness}%"))
                .unwrap_or_default(),
            &row.sent_again
                .map(|first| format!("text of {first}"))
                .unwrap_or_default(),
            &clipped(row.files()),
            row.decision,
            held,
            &row.record,
            &row.sensitivity,
            row.prefilled.release,
            row.prefilled.exempt,
            &row.prefilled.section,
            &row.prefilled.reason,
        ];
        SheetRow {
            cells: cells.map(str::to_owned).to_vec(),
            shade: if part == 0 { shade } else { Shade::Context },
        }
    });
    each.collect()
}

/// The most bytes of a text in one cell: spelt out, each may take eight characters.
const MOST: usize = MAX_CELL / 8;

/// Cuts a text into pieces that fit a cell, at least one.
fn cut(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > MOST {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(MOST));
        pieces.push(piece);
        rest = more;
    }
    pieces.push(rest);
    pieces
}

/// Returns what is listed of a message, or as much as fits a cell, saying so.
fn clipped(text: String) -> String {
    match text.len() > MOST {
        true => {
            let end = text.floor_char_boundary(MOST);
            format!(
                "{}… (and more: see the JSON)",
                text.get(..end).unwrap_or_default()
            )
        }
        false => text,
    }
}
