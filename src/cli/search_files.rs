//! Where a search is written: a folder of its own, in which nothing is ever written over.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::exit::{Exit, Failure};
use crate::acts::Answer;
use crate::batch::write_whole;
use crate::error::IoAt;
use crate::fixity::sha256;
use crate::report::{
    certificate_html, certificate_json, certificate_text, schedule_html, schedule_json,
    schedule_sheet,
};
use crate::search::Certificate;
use crate::sheet::{to_csv, to_xlsx};
use crate::shown::shown_path;

/// What was written.
pub(super) struct Written {
    /// The certificate as a page.
    pub certificate: PathBuf,
    /// The schedule as a page, where there is one.
    pub schedule: Option<PathBuf>,
}

/// Makes the folder that a search is written to, which nothing was written to before: `asked`, or a
/// new one in `below`, named after the request.
pub(super) fn folder(
    asked: Option<&Path>,
    below: &Path,
    request: &str,
) -> Result<PathBuf, Failure> {
    let folder = asked.map_or_else(|| free(below, request), Path::to_owned);
    std::fs::create_dir_all(&folder).map_err(IoAt::at("create", &folder))?;
    let mut inside = walkdir::WalkDir::new(&folder)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter();
    if inside.next().is_some() {
        let message = format!(
            "{} is not empty: what was written for a request is never written over",
            shown_path(&folder)
        );
        return Err(Failure::new(Exit::CannotWrite, message).next("name a new folder"));
    }
    Ok(folder)
}

/// Returns a folder in `below` that is not there yet.
fn free(below: &Path, request: &str) -> PathBuf {
    let name = file_name(request);
    let mut numbers = 1..;
    let free = numbers.find_map(|number: u32| {
        let folder = below.join(match number {
            1 => name.clone(),
            number => format!("{name}-run-{number}"),
        });
        (!folder.exists()).then_some(folder)
    });
    free.expect("numbers do not end")
}

/// Returns the reference of a request as the name of a folder can hold it.
fn file_name(request: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    let name: String = request
        .chars()
        .map(|c| if fits(c) { c } else { '-' })
        .take(60)
        .collect();
    match name.trim_matches(['-', '.']) {
        "" => "search".to_owned(),
        name => name.to_owned(),
    }
}

/// Writes the schedule in its forms, then the certificate with the digest of each.
pub(super) fn write(
    answer: &mut Answer,
    folder: &Path,
    now: DateTime<Utc>,
) -> Result<Written, Failure> {
    if let Some(schedule) = &answer.schedule {
        let certificate = &mut answer.certificate;
        // One after the other: each of them is as large as all that was found.
        let put = |name: &str, bytes: Vec<u8>, certificate: &mut Certificate| {
            let digest = sha256(&bytes).to_string();
            certificate.files.push((name.to_owned(), digest));
            write_whole(&folder.join(name), &bytes)
        };
        let html = schedule_html(schedule, certificate);
        put("schedule.html", html.into_bytes(), certificate)?;
        let sheet = schedule_sheet(schedule);
        put("schedule.csv", to_csv(&sheet), certificate)?;
        put("schedule.xlsx", to_xlsx(&sheet, now)?, certificate)?;
        drop(sheet);
        put(
            "schedule.json",
            schedule_json(schedule).into_bytes(),
            certificate,
        )?;
    }
    let html = folder.join("certificate.html");
    write_whole(&html, certificate_html(&answer.certificate).as_bytes())?;
    let json = certificate_json(&answer.certificate);
    write_whole(&folder.join("certificate.json"), json.as_bytes())?;
    let text = certificate_text(&answer.certificate);
    write_whole(&folder.join("certificate.txt"), text.as_bytes())?;
    Ok(Written {
        certificate: html,
        schedule: answer
            .schedule
            .as_ref()
            .map(|_| folder.join("schedule.html")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_becomes_the_name_of_a_folder() {
        assert_eq!(file_name("FOI-2026-0042"), "FOI-2026-0042");
        assert_eq!(file_name("FOI 2026/0042"), "FOI-2026-0042");
        assert_eq!(file_name("../../etc"), "etc");
        assert_eq!(file_name(""), "search");
    }
}
