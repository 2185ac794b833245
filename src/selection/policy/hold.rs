//! A hold: while it lasts, what it catches is neither disposed of nor transferred.

use chrono::NaiveDate;

use super::super::query::{Days, Lists, Query, QueryError, QueryFault, Term, is_name};
use super::super::scope::{Named, Scope};
use super::super::words::fold;
use super::fault::PolicyFault;
use super::read::{self, Placed};
use super::table::{Reading, Table, Text, Value};
use crate::message::SourceId;

/// The number of a hold in its policy, counted from 0 in the order of the ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HoldIndex(pub(crate) u16);

impl HoldIndex {
    /// Returns the number as an index; reading refuses a policy with more than can be numbered.
    pub(crate) fn nth(number: usize) -> HoldIndex {
        HoldIndex(u16::try_from(number).expect("a policy has at most 65,535 holds"))
    }

    /// Returns the number.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }
}

/// A hold, such as a public inquiry's. It is an axis of its own: no rule and no person passes it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Who may hold, by which instrument.
    pub authority: String,
    /// Why.
    pub because: String,
    /// What it names; nothing where it asks by a query alone.
    pub scope: Scope,
    /// What it asks for beside that; where both are given, both must fit.
    pub when: Option<Query>,
    /// The reference of the agreement that what is held may be transferred all the same.
    pub transfer_agreed: Option<String>,
    /// Its release, once there is one.
    pub released: Option<Release>,
}

/// The release of a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The day from which it holds no longer.
    pub on: NaiveDate,
    /// The letter of release.
    pub letter: String,
    /// The two who recorded it, by post.
    pub by: [String; 2],
}

impl Hold {
    /// Tells whether the hold holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.released
            .as_ref()
            .is_none_or(|release| day < release.on)
    }
}

const KEYS: [&str; 12] = [
    "id",
    "title",
    "authority",
    "because",
    "sources",
    "conversations",
    "custodians",
    "people",
    "dates",
    "when",
    "transfer",
    "released",
];

impl Hold {
    /// Reads a hold; nothing when a part it cannot do without is missing or wrong.
    pub(super) fn read(
        reading: &mut Reading<'_>,
        table: &Table<'_>,
        lists: &Lists,
    ) -> Option<Placed<Hold>> {
        table.only(reading, &KEYS);
        let id = read::id(reading, table);
        let title = table.needs(reading, "title");
        let authority = table.needs(reading, "authority");
        let because = table.needs(reading, "because");
        let known = reading.found.len();
        let scope = scope(reading, table);
        let when = table
            .text(reading, "when")
            .and_then(|text| reading.query(&text, lists));
        let is_sound = reading.found.len() == known;
        if is_sound && scope.is_empty() && when.is_none() {
            let meant =
                "Give at least one of sources, conversations, custodians, people, dates and when.";
            reading.fault_meaning(table.range.clone(), PolicyFault::HoldsNothing, meant);
        }
        let transfer = table
            .text(reading, "transfer")
            .and_then(|text| agreed(reading, &text));
        let released = table
            .value("released")
            .and_then(|value| release(reading, &value));
        let id = id?;
        if !is_sound {
            return None;
        }
        Some(Placed {
            id: id.token,
            item: Hold {
                id: id.value.to_owned(),
                title: title?.value.to_owned(),
                authority: authority?.value.to_owned(),
                because: because?.value.to_owned(),
                scope,
                when,
                transfer_agreed: transfer,
                released,
            },
        })
    }
}

/// Reads what a hold names beside its query.
fn scope(reading: &mut Reading<'_>, table: &Table<'_>) -> Scope {
    let sources = each(reading, table, "sources", |text| {
        match text.parse::<SourceId>() {
            Ok(id) => Ok(id.as_str().to_owned()),
            Err(_) => Err(None),
        }
    });
    let conversations = each(reading, table, "conversations", |text| {
        Term::quoted(text).map_err(Some)
    });
    let people = |text: &str| match text.strip_prefix('@') {
        Some(name) if is_name(name) => Ok(Named::Group(name.to_owned())),
        Some(_) => Err(Some(QueryError::new(
            0..text.len(),
            QueryFault::BadName('@'),
        ))),
        None => Term::quoted(text).map(Named::Words).map_err(Some),
    };
    Scope {
        sources,
        conversations,
        custodians: each(reading, table, "custodians", people),
        people: each(reading, table, "people", people),
        dates: table
            .value("dates")
            .and_then(|value| dates(reading, &value)),
    }
}

/// Reads each text of a list, and notes what is wrong with one: nothing more than the text itself
/// when it is not the id of a source.
fn each<T>(
    reading: &mut Reading<'_>,
    table: &Table<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, Option<QueryError>>,
) -> Vec<T> {
    let Some(value) = table.value(key) else {
        return Vec::new();
    };
    let known = reading.found.len();
    let texts = reading.texts(key, &value);
    if texts.is_empty() && reading.found.len() == known {
        reading.fault(value.range, PolicyFault::NamesNothing(key));
    }
    let mut items = Vec::new();
    for text in texts {
        match read(text.value) {
            Ok(item) => items.push(item),
            Err(Some(error)) => reading.query_fault(&text, error),
            Err(None) => {
                let fault = PolicyFault::BadSource(text.value.to_owned());
                let meant =
                    "It is a few letters and a number, such as wa1; consign status lists them.";
                reading.fault_meaning(text.token, fault, meant);
            }
        }
    }
    items
}

fn dates(reading: &mut Reading<'_>, value: &Value<'_>) -> Option<Days> {
    let table = reading.table("dates", "dates", value)?;
    table.only(reading, &["from", "to"]);
    let known = reading.found.len();
    let (from, to) = (table.date(reading, "from"), table.date(reading, "to"));
    match (from, to) {
        (None, None) if reading.found.len() == known => {
            reading.fault(table.range, PolicyFault::NamesNothing("dates"));
        }
        (Some(from), Some(to)) if to < from => {
            reading.fault(table.range, PolicyFault::DatesBackwards);
        }
        _ => {}
    }
    Some(Days { from, to })
}

/// Returns the reference of an agreement to transfer.
fn agreed(reading: &mut Reading<'_>, text: &Text<'_>) -> Option<String> {
    let reference = text.value.strip_prefix("agreed:").map(str::trim);
    let reference = reference.filter(|reference| !reference.is_empty());
    if reference.is_none() {
        let fault = PolicyFault::BadTransfer(text.value.to_owned());
        let meant = "Write \"agreed: \" and the reference of the agreement, or leave transfer out.";
        reading.fault_meaning(text.token.clone(), fault, meant);
    }
    reference.map(str::to_owned)
}

fn release(reading: &mut Reading<'_>, value: &Value<'_>) -> Option<Release> {
    let table = reading.table("a release", "released", value)?;
    table.only(reading, &["on", "letter", "by"]);
    table.present(reading, "on");
    let on = table.date(reading, "on");
    let letter = table.needs(reading, "letter");
    let by = table.present(reading, "by").and_then(|value| {
        let known = reading.found.len();
        let posts = reading.texts("by", &value);
        let posts: Vec<&str> = posts.iter().map(|post| post.value.trim()).collect();
        let alike = |a: &str, b: &str| fold(a) == fold(b);
        match posts[..] {
            [a, b] if !a.is_empty() && !b.is_empty() && !alike(a, b) => {
                return Some([a.to_owned(), b.to_owned()]);
            }
            _ if reading.found.len() == known => {
                reading.fault(value.range, PolicyFault::NotTwoPosts)
            }
            _ => {}
        }
        None
    });
    Some(Release {
        on: on?,
        letter: letter?.value.to_owned(),
        by: by?,
    })
}
