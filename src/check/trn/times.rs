//! Whether the times of messages are times, of this part, and read in the zone that is stated.

use chrono::NaiveDateTime;

use super::counts::Local;
use super::report;
use crate::check::few::Few;
use crate::check::inside::Inside;
use crate::check::{Check, Code, Findings, Run, Severity};
use crate::container::OpenError;
use crate::message::{Precision, Zone, written_local};
use crate::package::Cut;
use crate::transcript::{MessageRead, TranscriptRead};

pub const CHECK: Check = Check {
    name: "every message has a time of its part, and the instant that the zone gives it",
    raises: &[&TIME, &PART, &INSTANT, &ZONE],
    run: Run::Ours(run),
};

static TIME: Code = Code {
    id: "TRN-030",
    severity: Severity::Error,
    clause: "consign's transcript 0.1; ISO 8601",
    title: "The local time of a message is none, or finer or coarser than it says.",
    explanation: "A local time is a day of the calendar and a time of the clock, with seconds if \
        and only if the export gives seconds. Seconds that the export does not give are invented.",
    remedy: "Ask the sender what the export says.",
};

static PART: Code = Code {
    id: "TRN-031",
    severity: Severity::Error,
    clause: "consign's transcript 0.1",
    title: "A message does not belong to the part in which it stands.",
    explanation: "A message belongs to the part of its own local date, by the cut that the \
        transcript states. In another part it carries that part's dates and closure.",
    remedy: "Ask the sender for the transcript as consign wrote it.",
};

static INSTANT: Code = Code {
    id: "TRN-032",
    severity: Severity::Error,
    clause: "consign's transcript 0.1; IANA time zone database",
    title: "The instant of a message is not the one that the zone gives for its local time.",
    explanation: "The instant in UTC follows from the local time and the zone that the transcript \
        states: two where the clocks went back, none where they went forward over it. If many are \
        an hour out, the zone or the rules of summer time are not those of the sender.",
    remedy: "Rely on the local time, and ask the sender how the instant was found.",
};

static ZONE: Code = Code {
    id: "TRN-033",
    severity: Severity::Error,
    clause: "consign's transcript 0.1; IANA time zone database",
    title: "The time zone of a transcript is not one that is known.",
    explanation: "Without the zone no instant can be worked out again. Zones have the names of \
        the IANA database, such as Europe/London.",
    remedy: "Ask the sender which zone was meant.",
};

fn run(inside: &Inside<'_>, findings: &mut Findings) -> Result<(), OpenError> {
    report(inside, findings, |found| &found.times);
    Ok(())
}

/// Watches the times of messages.
pub struct Watch {
    few: Few,
    zone: Option<Zone>,
    cut: Option<Cut>,
    part: String,
}

impl Watch {
    pub fn new(path: &str) -> Watch {
        Watch {
            few: Few::new(path),
            zone: None,
            cut: None,
            part: String::new(),
        }
    }

    pub fn head(&mut self, head: &TranscriptRead) {
        self.part = head.root.attribute("part").to_owned();
        let Some(covering) = head.head("covering") else {
            return;
        };
        self.cut = Cut::from_word(covering.attribute("cut"));
        let zone = covering.attribute("zone");
        self.zone = zone.parse().ok();
        if self.zone.is_none() && !zone.is_empty() {
            self.few
                .on_line(&ZONE, covering.line, |finding| finding.found(zone));
        }
    }

    /// Returns the local time of the message, where it is one.
    pub fn message(&mut self, message: &MessageRead<'_>) -> Option<Local> {
        let time = message.node.child("time")?;
        let (local, line, n) = (time.attribute("local"), time.line, message.n);
        let of_message = || format!("message {n}");
        let precision = match time.attribute("precision") {
            "minute" => Precision::Minute,
            _ => Precision::Second,
        };
        let Some(read) = local_time(local, precision) else {
            self.few.on_line(&TIME, line, |finding| {
                let expected = format!("a local time to the {}", precision.word());
                let finding = finding.expected(expected).found(local);
                finding.detail(of_message())
            });
            return None;
        };
        if let Some(cut) = self.cut {
            let part = cut.part(read.date());
            if part != self.part {
                self.few.on_line(&PART, line, |finding| {
                    let finding = finding.expected(&self.part).found(part);
                    finding.detail(of_message())
                });
            }
        }
        if let Some(zone) = self.zone {
            let instants = zone.instants(read).iso(precision).join(" ");
            let utc = time.attribute("utc");
            if instants != utc {
                self.few.on_line(&INSTANT, line, |finding| {
                    let finding = finding.expected(or_none(&instants)).found(or_none(utc));
                    finding.detail(of_message())
                });
            }
        }
        Some((read, precision))
    }

    pub fn end(self) -> Findings {
        self.few.close()
    }
}

fn or_none(instants: &str) -> &str {
    if instants.is_empty() {
        "none"
    } else {
        instants
    }
}

/// Reads a local time, if it is one and exactly as fine as it should be.
fn local_time(text: &str, precision: Precision) -> Option<NaiveDateTime> {
    let form = match precision {
        Precision::Minute => "%Y-%m-%dT%H:%M",
        Precision::Second => "%Y-%m-%dT%H:%M:%S",
    };
    let read = NaiveDateTime::parse_from_str(text, form).ok()?;
    (written_local(read, precision) == text).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_is_as_fine_as_it_says() {
        assert!(local_time("2021-01-04T09:12", Precision::Minute).is_some());
        assert!(local_time("2021-01-04T09:12:00", Precision::Second).is_some());
        for (bad, precision) in [
            ("2021-01-04T09:12:00", Precision::Minute),
            ("2021-01-04T09:12", Precision::Second),
            ("2021-02-30T09:12", Precision::Minute),
            ("2021-01-04T24:00", Precision::Minute),
            ("2021-01-04T09:12:60", Precision::Second),
            ("", Precision::Minute),
        ] {
            assert!(local_time(bad, precision).is_none(), "{bad}");
        }
    }
}
