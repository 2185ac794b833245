//! The chart of messages over time: stacked bars, drawn by whole hundredths of a pixel so that the
//! heights of a bar's parts are exactly the height of the bar.

use std::fmt;

use super::MonthRow;
use super::page::dates;
use super::reconcile::{DECISIONS, by_decision, count_of, together};
use crate::manifest::grouped;
use crate::selection::OutcomeCounts;

/// More months than this are drawn as years.
const MONTHS_DRAWN: usize = 36;
/// With more bars than this there is no room for the total above each.
const BARS_WITH_TOTALS: usize = 18;
/// Where the plot stands in the picture, in pixels.
const LEFT: u64 = 64;
const TOP: u64 = 64;
const PLOT_WIDTH: u64 = 880;
const PLOT_HEIGHT: u64 = 240;

/// A length in hundredths of a pixel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Px(u64);

impl Px {
    fn whole(pixels: u64) -> Px {
        Px(pixels * 100)
    }
}

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// A chart, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it is.
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub description: String,
    /// The key, in the order of the parts of a bar from the bottom up.
    pub key: Vec<Key>,
    /// The lines of the vertical axis.
    pub ticks: Vec<Tick>,
    /// The bars, in the order of time.
    pub bars: Vec<Bar>,
    /// The year under the first bar of each; empty where the bars are years.
    pub years: Vec<Mark>,
}

/// An entry of the key.
#[derive(Debug, Clone)]
pub struct Key {
    /// Where it stands from the left.
    pub x: Px,
    /// Where its words stand.
    pub words_x: Px,
    /// The class of its pattern.
    pub class: &'static str,
    /// The decision.
    pub label: &'static str,
}

/// A line of the vertical axis.
#[derive(Debug, Clone)]
pub struct Tick {
    /// Where it stands from the top.
    pub y: Px,
    /// Its number.
    pub label: String,
}

/// Words under the horizontal axis.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Their middle, or their start where they span bars.
    pub x: Px,
    /// The words.
    pub label: String,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Its left edge.
    pub x: Px,
    /// Its width.
    pub width: Px,
    /// Its middle.
    pub middle: Px,
    /// Where its total stands.
    pub total_y: Px,
    /// What stands under it; empty where there is no room.
    pub label: String,
    /// Its total, as it stands above it; empty where there is no room or nothing.
    pub total: String,
    /// Its parts that are not nothing, from the bottom up.
    pub parts: Vec<Piece>,
}

/// A part of a bar.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The class of its pattern.
    pub class: &'static str,
    /// Its upper edge.
    pub y: Px,
    /// Its height.
    pub height: Px,
}

/// The classes of the patterns, in the order of [`DECISIONS`].
const CLASSES: [&str; 5] = ["select", "context", "refer", "outside", "not-selected"];

impl Chart {
    /// Returns the chart of these months; nothing where there is no message in any.
    pub fn of(months: &[MonthRow]) -> Option<Chart> {
        let by_year = months.len() > MONTHS_DRAWN;
        let columns = if by_year {
            years_of(months)
        } else {
            months_of(months)
        };
        let most = columns.iter().map(|column| column.counts.total()).max()?;
        if most == 0 {
            return None;
        }
        let scale = Scale::up_to(most);
        let pitch = PLOT_WIDTH * 100 / columns.len() as u64;
        let with_totals = columns.len() <= BARS_WITH_TOTALS;
        let bars = columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let left = LEFT * 100 + pitch * index as u64;
                let mut bar = scale.bar(left, pitch, column);
                if !with_totals {
                    bar.total.clear();
                }
                bar
            })
            .collect();
        let unit = if by_year { "year" } else { "month" };
        Some(Chart {
            title: format!("Chart of the messages in each {unit}, by decision"),
            description: describe(&columns, unit),
            key: key(),
            ticks: scale.ticks(),
            bars,
            years: if by_year {
                Vec::new()
            } else {
                year_marks(months, pitch)
            },
        })
    }
}

/// What one bar is drawn from.
struct Column {
    name: String,
    label: String,
    counts: OutcomeCounts,
}

fn months_of(months: &[MonthRow]) -> Vec<Column> {
    let every = if months.len() > BARS_WITH_TOTALS {
        3
    } else {
        1
    };
    let column = |row: &MonthRow| {
        let known = dates::year_and_month(&row.month);
        let label = match known {
            Some((_, number)) if (number - 1).is_multiple_of(every) => dates::short(number),
            Some(_) => "",
            None => "?",
        };
        Column {
            name: dates::month(&row.month),
            label: label.to_owned(),
            counts: row.counts,
        }
    };
    months.iter().map(column).collect()
}

fn years_of(months: &[MonthRow]) -> Vec<Column> {
    let year = |row: &MonthRow| {
        dates::year_and_month(&row.month).map_or_else(|| row.month.clone(), |(y, _)| y.to_string())
    };
    let runs: Vec<_> = months.chunk_by(|a, b| year(a) == year(b)).collect();
    // A year takes some 40 pixels to write.
    let every = (runs.len() * 40).div_ceil(PLOT_WIDTH as usize).max(1);
    let column = |(index, run): (usize, &&[MonthRow])| {
        let name = run.first().map(year).unwrap_or_default();
        let label = if index.is_multiple_of(every) {
            name.clone()
        } else {
            String::new()
        };
        Column {
            name,
            label,
            counts: together(run.iter().map(|row| &row.counts)),
        }
    };
    runs.iter().enumerate().map(column).collect()
}

fn year_marks(months: &[MonthRow], pitch: u64) -> Vec<Mark> {
    let year = |row: &MonthRow| dates::year_and_month(&row.month).map(|(year, _)| year);
    let mut before = None;
    let mut marks = Vec::new();
    for (index, row) in months.iter().enumerate() {
        if let Some(now) = year(row).filter(|&now| before != Some(now)) {
            before = Some(now);
            let x = Px(LEFT * 100 + pitch * index as u64);
            marks.push(Mark {
                x,
                label: now.to_string(),
            });
        }
    }
    marks
}

fn key() -> Vec<Key> {
    let mut x = LEFT;
    let mut out = Vec::new();
    for ((label, _), class) in DECISIONS.into_iter().zip(CLASSES) {
        let words_x = Px::whole(x + 30);
        out.push(Key {
            x: Px::whole(x),
            words_x,
            class,
            label,
        });
        x += 30 + 9 * label.len() as u64 + 30;
    }
    out
}

fn describe(columns: &[Column], unit: &str) -> String {
    let all = together(columns.iter().map(|column| &column.counts));
    let most = columns
        .iter()
        .rev()
        .max_by_key(|column| column.counts.total());
    let parts: Vec<_> = DECISIONS
        .into_iter()
        .zip(by_decision(&all))
        .map(|((label, _), count)| format!("{} {}", label.to_lowercase(), grouped(count)))
        .collect();
    let mut words = format!(
        "A bar for each {unit}, {} in all. From the bottom up, with the sum of all bars: {}.",
        count_of(columns.len() as u64, "bar"),
        parts.join(", ")
    );
    if let Some(most) = most {
        words.push_str(&format!(
            " The {unit} with the most messages is {}, with {}.",
            most.name,
            grouped(most.counts.total())
        ));
    }
    words.push_str(" The table below has the numbers of each month.");
    words
}

/// The vertical scale.
struct Scale {
    step: u64,
    steps: u64,
}

impl Scale {
    /// Returns the scale with at most six round steps that reaches `most`, which is not 0.
    fn up_to(most: u64) -> Scale {
        let mut ten = 1_u64;
        loop {
            for round in [1, 2, 5] {
                let step = ten.saturating_mul(round);
                let steps = most.div_ceil(step);
                if steps <= 6 {
                    return Scale { step, steps };
                }
            }
            ten = ten.saturating_mul(10);
        }
    }

    /// Returns how high `count` messages stand, in hundredths of a pixel.
    fn height(&self, count: u64) -> u64 {
        let full = u128::from(self.step) * u128::from(self.steps);
        let height = u128::from(count) * u128::from(PLOT_HEIGHT * 100) / full;
        u64::try_from(height).unwrap_or(PLOT_HEIGHT * 100)
    }

    /// Returns where a height stands from the top.
    fn y(&self, height: u64) -> Px {
        Px((TOP + PLOT_HEIGHT) * 100 - height.min(PLOT_HEIGHT * 100))
    }

    fn ticks(&self) -> Vec<Tick> {
        (0..=self.steps)
            .map(|n| Tick {
                y: self.y(PLOT_HEIGHT * 100 * n / self.steps),
                label: grouped(n.saturating_mul(self.step)),
            })
            .collect()
    }

    /// Returns a bar. Each part reaches from the height of the sum below it to the height of the sum
    /// with it, so rounding never opens a gap or an overlap.
    fn bar(&self, left: u64, pitch: u64, column: &Column) -> Bar {
        let mut below = 0;
        let mut parts = Vec::new();
        for (class, count) in CLASSES.into_iter().zip(by_decision(&column.counts)) {
            let (from, to) = (self.height(below), self.height(below + count));
            if count > 0 {
                parts.push(Piece {
                    class,
                    y: self.y(to),
                    height: Px(to - from),
                });
            }
            below += count;
        }
        let top = self.y(self.height(below));
        // A gap of a quarter, but never more than 12 pixels on either side.
        let margin = (pitch / 8).min(1_200);
        Bar {
            x: Px(left + margin),
            width: Px(pitch - 2 * margin),
            middle: Px(left + pitch / 2),
            total_y: Px(top.0.saturating_sub(600)),
            label: column.label.clone(),
            total: if below == 0 {
                String::new()
            } else {
                grouped(below)
            },
            parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(month: &str, n: [u64; 5]) -> MonthRow {
        let [select, context, refer, outside, not_selected] = n;
        let counts = OutcomeCounts {
            select,
            context,
            refer,
            outside,
            not_selected,
        };
        MonthRow {
            month: month.to_owned(),
            counts,
        }
    }

    fn months(count: usize) -> Vec<MonthRow> {
        (0..count)
            .map(|n| {
                row(
                    &format!("{}-{:02}", 2004 + n / 12, n % 12 + 1),
                    [n as u64, 1, 0, 2, 9],
                )
            })
            .collect()
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(Chart::of(&[]).is_none());
        assert!(Chart::of(&[row("2021-01", [0; 5])]).is_none());
    }

    #[test]
    fn up_to_three_years_are_drawn_by_month_and_more_by_year() {
        let chart = Chart::of(&months(36)).unwrap();
        assert_eq!(chart.bars.len(), 36);
        let years: Vec<_> = chart.years.iter().map(|mark| mark.label.as_str()).collect();
        assert_eq!(years, ["2004", "2005", "2006"]);
        let chart = Chart::of(&months(37)).unwrap();
        let labels: Vec<_> = chart.bars.iter().map(|bar| bar.label.as_str()).collect();
        assert_eq!(labels, ["2004", "2005", "2006", "2007"]);
        assert_eq!(chart.bars[0].total, (66 + 12 * 12).to_string());
        assert_eq!(Chart::of(&months(200)).unwrap().bars.len(), 17);
    }

    #[test]
    fn the_axis_has_round_numbers() {
        let labels = |most| -> Vec<String> {
            Scale::up_to(most)
                .ticks()
                .into_iter()
                .map(|tick| tick.label)
                .collect()
        };
        assert_eq!(labels(1), ["0", "1"]);
        assert_eq!(labels(7), ["0", "2", "4", "6", "8"]);
        assert_eq!(labels(1_201), ["0", "500", "1,000", "1,500"]);
        assert!(labels(u64::MAX).len() <= 7);
    }

    #[test]
    fn a_month_that_is_none_is_drawn_with_a_question_mark() {
        let chart = Chart::of(&[row("<script>", [1; 5])]).unwrap();
        assert_eq!(chart.bars[0].label, "?");
    }

    proptest! {
        #[test]
        fn the_parts_of_a_bar_add_up_to_the_bar(
            rows in proptest::collection::vec(proptest::array::uniform5(0_u64..1 << 40), 1..60)
        ) {
            let months: Vec<_> = rows
                .iter()
                .enumerate()
                .map(|(n, counts)| row(&format!("{}-{:02}", 2000 + n / 12, n % 12 + 1), *counts))
                .collect();
            let Some(chart) = Chart::of(&months) else {
                prop_assert!(rows.iter().flatten().all(|&n| n == 0));
                return Ok(());
            };
            let columns = if months.len() > MONTHS_DRAWN { years_of(&months) } else { months_of(&months) };
            let totals = || columns.iter().map(|column| column.counts.total());
            let scale = Scale::up_to(totals().max().unwrap());
            prop_assert_eq!(chart.bars.len(), columns.len());
            for (bar, total) in chart.bars.iter().zip(totals()) {
                let mut at = Px::whole(TOP + PLOT_HEIGHT);
                for part in &bar.parts {
                    prop_assert_eq!(Px(part.y.0 + part.height.0), at);
                    at = part.y;
                }
                let heights: u64 = bar.parts.iter().map(|part| part.height.0).sum();
                prop_assert_eq!(heights, scale.height(total));
                prop_assert!(at >= Px::whole(TOP));
            }
        }
    }
}
