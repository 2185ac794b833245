//! Reports for machines: the values of the pages, under a name for their form.

use serde::Serialize;

use super::{BatchReport, ValidationReport};
use crate::shown::acts;

/// The form of a batch report's JSON.
pub const BATCH_FORMAT: &str = "consign-batch-report/1";
/// The form of a validation report's JSON.
pub const VALIDATION_FORMAT: &str = "consign-validation-report/1";

/// Returns a batch report as JSON, with `"format"` first and a line end last. Of a report for a
/// package, what stays with the department is left out.
pub fn batch_json(report: &BatchReport) -> String {
    pretty(&Named {
        format: BATCH_FORMAT,
        report: &report.as_its_audience_sees_it(),
    })
}

/// Returns a validation report as JSON, with `"format"` first and a line end last.
pub fn validation_json(report: &ValidationReport) -> String {
    pretty(&Named {
        format: VALIDATION_FORMAT,
        report,
    })
}

#[derive(Serialize)]
struct Named<'a, T> {
    format: &'static str,
    #[serde(flatten)]
    report: &'a T,
}

/// Every character that acts on a screen is written as `\uXXXX`: who reads it back gets the same
/// text, and who prints it is safe.
fn pretty<T: Serialize>(value: &T) -> String {
    let json =
        serde_json::to_string_pretty(value).expect("a report has only texts, numbers and lists");
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // Outside of strings there is only ASCII, and inside of them no line end.
        if acts(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_comes_back_and_none_acts_on_a_screen(
            text in proptest::collection::vec(proptest::char::any(), 0..40)
        ) {
            let text: String = text.into_iter().collect();
            let json = pretty(&text);
            prop_assert!(!json.trim_end_matches('\n').chars().any(acts));
            let back: String = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(back, text);
        }
    }
}
