//! What people stated of an export, as its reader takes it.

use crate::batch::{Capture, DateOrderStated, Settings};
use crate::message::BadZone;
use crate::source::{Stated, StatedBy};

/// Returns what was stated of an export, when it was added by the post `by`.
///
/// # Errors
/// When the stated time zone is none.
pub(super) fn stated(
    date_order: Option<&DateOrderStated>,
    capture: &Capture,
    by: &str,
    settings: &Settings,
) -> Result<Stated, BadZone> {
    let zone = capture.about("zone");
    let zone = match zone.value.as_str() {
        "" => None,
        name => Some(StatedBy {
            value: name.parse()?,
            by: zone.stated_by.clone(),
        }),
    };
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
    })
}
