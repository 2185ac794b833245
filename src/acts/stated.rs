//! What people stated of an export, as its reader takes it.

use std::fmt::Display;
use std::str::FromStr;

use super::ActError;
use crate::batch::{Capture, DateOrderStated, Settings};
use crate::shown::shown;
use crate::source::{Stated, StatedBy};

/// Returns what was stated of an export, when it was added by the post `by`.
///
/// # Errors
/// When a time zone, an encoding or a number that was stated is none.
pub(super) fn stated(
    date_order: Option<&DateOrderStated>,
    capture: &Capture,
    by: &str,
    settings: &Settings,
) -> Result<Stated, ActError> {
    let zone = about(capture, "zone")?;
    let encoding = about(capture, "encoding")?;
    let chat = about(capture, "chat")?;
    Ok(Stated {
        date_order: date_order.map(|stated| StatedBy {
            value: stated.order,
            by: match stated.because.as_str() {
                "" => by.to_owned(),
                because => format!("{by} (\"{because}\")"),
            },
        }),
        zone,
        assumed_zone: Some(settings.time_zone),
        exported_on: capture.about("exported-on").value.parse().ok(),
        encoding,
        chat,
    })
}

/// Returns what was stated about something, if anything was.
fn about<T: FromStr>(capture: &Capture, about: &str) -> Result<Option<StatedBy<T>>, ActError>
where
    T::Err: Display,
{
    let said = capture.about(about);
    if said.value.is_empty() {
        return Ok(None);
    }
    match said.value.parse() {
        Ok(value) => Ok(Some(StatedBy {
            value,
            by: said.stated_by,
        })),
        Err(why) => Err(ActError::Asked(format!(
            "\"{}\" cannot be what {about} is: {why}",
            shown(&said.value)
        ))),
    }
}
