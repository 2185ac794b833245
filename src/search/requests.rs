//! Requests: one thing that is asked, or many in a table.

use super::asked::Asked;
use crate::place::Place;
use crate::sheet::unguarded;
use crate::shown::shown;

/// The columns of a table of requests. A column may be left out; none may be another.
const COLUMNS: [&str; 9] = [
    "request",
    "query",
    "from",
    "to",
    "chat",
    "person",
    "post",
    "kind",
    "near_duplicates_of",
];

/// One thing that is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The reference of the request; empty where none is given.
    pub reference: String,
    /// What is asked.
    pub asked: Asked,
}

/// A table of requests that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {why}")]
pub struct RequestFault {
    /// The line.
    pub at: Place,
    /// What is wrong with it.
    pub why: String,
}

/// Reads a table of requests, a row each: CSV with a header. Several values of `chat`, `person`,
/// `post` and `kind` are parted by `;`.
///
/// # Errors
/// When a column is not known, a row asks nothing, or the table is empty or no CSV.
pub fn parse_requests(file: &str, text: &str) -> Result<Vec<Request>, RequestFault> {
    let fault = |line: u64, why: String| RequestFault {
        at: Place::line(file, line),
        why,
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader
        .headers()
        .map_err(|error| fault(1, error.to_string()))?;
    let columns: Vec<String> = columns.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(unknown) = columns
        .iter()
        .find(|name| !COLUMNS.contains(&name.as_str()))
    {
        return Err(fault(
            1,
            format!(
                "there is no column \"{}\"; the columns are {}",
                shown(unknown),
                COLUMNS.join(", ")
            ),
        ));
    }
    let mut requests = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            fault(line, error.to_string())
        })?;
        let request = request(&columns, &record);
        if request.asked == Asked::default() {
            let line = record.position().map_or(1, csv::Position::line);
            return Err(fault(line, "this row asks nothing".to_owned()));
        }
        requests.push(request);
    }
    match requests.is_empty() {
        true => Err(fault(1, "there is no row below the header".to_owned())),
        false => Ok(requests),
    }
}

/// Returns what a row asks.
fn request(columns: &[String], record: &csv::StringRecord) -> Request {
    let cell = |name: &str| {
        let at = columns.iter().position(|column| column == name);
        let cell = at.and_then(|at| record.get(at)).unwrap_or_default();
        unguarded(cell.trim()).to_owned()
    };
    let many = |name: &str| -> Vec<String> {
        let cell = cell(name);
        let values = cell.split(';').map(str::trim);
        let values = values.filter(|value| !value.is_empty());
        values.map(str::to_owned).collect()
    };
    Request {
        reference: cell("request"),
        asked: Asked {
            query: cell("query"),
            from: cell("from"),
            to: cell("to"),
            chat: many("chat"),
            person: many("person"),
            post: many("post"),
            kind: many("kind"),
            near_duplicates_of: cell("near_duplicates_of"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_requests_is_read_row_by_row() {
        let text = "request,query,person,from\nFOI-1,\"depot OR \"\"sign off\"\"\",A; B,2021-03\nFOI-2,'-x,,\n";
        let requests = parse_requests("q.csv", text).unwrap();
        assert_eq!(requests[0].asked.query, "depot OR \"sign off\"");
        assert_eq!(requests[0].asked.person, ["A", "B"]);
        assert_eq!(requests[0].asked.from, "2021-03");
        assert_eq!(
            (
                requests[1].reference.as_str(),
                requests[1].asked.query.as_str()
            ),
            ("FOI-2", "-x")
        );
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_line() {
        for (text, said) in [
            (
                "request,words\nFOI-1,x\n",
                "q.csv, line 1: there is no column \"words\"",
            ),
            (
                "request,query\nFOI-1,\n",
                "q.csv, line 2: this row asks nothing",
            ),
            ("request,query\n", "q.csv, line 1: there is no row"),
            ("request,query\nFOI-1,x,y\n", "q.csv, line 2: "),
        ] {
            let fault = parse_requests("q.csv", text).unwrap_err().to_string();
            assert!(fault.starts_with(said), "{fault}");
        }
    }
}
