//! The picture of a schedule: what is in force by party and phase, with slack below it.

use maud::{Markup, html};
use serde::Serialize;

use crate::document::page::Line;
use crate::document::words::share;

/// A schedule: a lane per party, in it the share in force of each of its measures by phase, and below these its slack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// What it shows, for those who do not see it.
    pub alternative: String,
    /// The names of the columns: `today`, the phases, and `later`.
    pub columns: Vec<String>,
    /// The parties with measures in the roadmap.
    pub lanes: Vec<Lane>,
}

/// What one party does, and what walking away would cost it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lane {
    /// The position of the party.
    pub party: usize,
    /// Its name.
    pub name: String,
    /// Its measures.
    pub bars: Vec<Bars>,
    /// By phase, and then once for all later phases: what its most tempting deviation would cost it; `None` where it has none.
    pub slack: Vec<Option<f64>>,
    /// The same as it is shown.
    pub slack_text: Vec<String>,
}

/// The share of a measure that is in force: today, and at the end of each phase.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bars {
    /// The measure.
    pub label: String,
    /// From 0 to 1, today's first.
    pub levels: Vec<f64>,
}

const WIDTH: f64 = 880.0;
const MARGIN: f64 = 4.0;
const COLUMN_MAX: f64 = 56.0;
/// How many letters of a label fit above a column, and above the whole chart.
const LETTERS: usize = 9;
const LETTERS_MAX: usize = 140;
const ROW: f64 = 30.0;
const LINE: f64 = 15.0;
/// The least width of a column in which a number can be read.
const READABLE: f64 = 31.0;

/// The chart as a table: header and rows, the slack of a party below its measures.
pub(in crate::document) fn chart_rows(chart: &Chart) -> (Vec<String>, Vec<Vec<Line>>) {
    let header = ["Party", "Share in force, and what walking away would cost"]
        .into_iter()
        .map(String::from);
    let header = header.chain(chart.columns.iter().cloned()).collect();
    let mut rows = Vec::new();
    for lane in &chart.lanes {
        for bars in &lane.bars {
            let cells = bars
                .levels
                .iter()
                .map(|level| share(*level))
                .chain(std::iter::once(String::new()));
            rows.push(row(&lane.name, &bars.label, cells));
        }
        rows.push(row(
            &lane.name,
            "lost by walking away",
            std::iter::once(String::new()).chain(lane.slack_text.iter().cloned()),
        ));
    }
    (header, rows)
}

fn row(party: &str, label: &str, cells: impl Iterator<Item = String>) -> Vec<Line> {
    [party.to_string(), label.to_string()]
        .into_iter()
        .chain(cells)
        .map(Line::new)
        .collect()
}

/// A row of the chart: its label, cut into lines, and below it the cells.
struct Place {
    top: f64,
    lines: Vec<String>,
    /// The top of the cells.
    cells: f64,
}

/// Where each row of a lane goes: its measures, then its slack.
fn places(lane: &Lane, mut top: f64, letters: usize) -> Vec<Place> {
    let labels = lane
        .bars
        .iter()
        .map(|bars| bars.label.as_str())
        .chain(std::iter::once("lost by walking away"));
    let place = |label: &str| {
        let lines: Vec<String> = textwrap::wrap(label, letters)
            .iter()
            .map(ToString::to_string)
            .collect();
        let place = Place {
            top,
            cells: top + lines.len() as f64 * LINE + 3.0,
            lines,
        };
        top = place.cells + ROW + 4.0;
        place
    };
    labels.map(place).collect()
}

/// The chart as inline SVG.
pub(in crate::document) fn chart_html(chart: &Chart) -> Markup {
    let n_columns = chart.columns.len().max(1);
    let width = ((WIDTH - 2.0 * MARGIN) / n_columns as f64).min(COLUMN_MAX);
    let total = width * n_columns as f64 + 2.0 * MARGIN;
    let mut top = 22.0;
    let mut lanes = Vec::new();
    for lane in &chart.lanes {
        let name_at = top + 16.0;
        let places = places(lane, top + 22.0, (n_columns * LETTERS).min(LETTERS_MAX));
        top = places.last().map_or(top, |place| place.cells + ROW) + 12.0;
        lanes.push((lane, name_at, places));
    }
    html! {
        figure {
            div.scroll tabindex="0" role="region" aria-label=(chart.alternative) {
                svg role="img" viewBox=(format!("0 0 {total:.0} {top:.0}")) width=(format!("{total:.0}")) height=(format!("{top:.0}")) aria-label=(chart.alternative) {
                    title { (chart.alternative) }
                    @for (column, name) in chart.columns.iter().enumerate() {
                        @if is_named(column, n_columns, width) { text.small x=(at(column, width, 0.5)) y="14" text-anchor="middle" { (name) } }
                    }
                    @for (lane, name_at, places) in &lanes {
                        text class=(format!("name p{}", lane.party % 8)) x=(MARGIN) y=(name_at) { (lane.name) }
                        @for (bars, place) in lane.bars.iter().zip(places) {
                            (label_html(place, false))
                            (bars_html(bars, place, lane.party, width))
                        }
                        @if let Some(place) = places.last() {
                            (label_html(place, true))
                            (slack_html(lane, place, width))
                        }
                    }
                }
            }
            figcaption { (chart.alternative) "." }
        }
    }
}

/// Today, the phases and what follows are all named where there is room, otherwise every tenth phase is.
fn is_named(column: usize, n_columns: usize, width: f64) -> bool {
    width >= READABLE
        || column == 0
        || column + 1 == n_columns
        || (column.is_multiple_of(10) && column + 4 < n_columns)
}

fn at(column: usize, width: f64, share: f64) -> String {
    format!("{:.1}", MARGIN + (column as f64 + share) * width)
}

fn label_html(place: &Place, is_soft: bool) -> Markup {
    html! {
        @for (row, line) in place.lines.iter().enumerate() {
            text.label.soft[is_soft] x=(MARGIN) y=(format!("{:.1}", place.top + 12.0 + row as f64 * LINE)) { (line) }
        }
    }
}

/// One cell per column: as much of it filled as is in force, and the share where it changes.
fn bars_html(bars: &Bars, place: &Place, party: usize, width: f64) -> Markup {
    let is_new =
        |column: usize| column == 0 || share(bars.levels[column]) != share(bars.levels[column - 1]);
    let colour = format!("p{}", party % 8);
    html! {
        rect.cell x=(at(0, width, 0.0)) y=(place.cells) width=(format!("{:.1}", width * bars.levels.len() as f64)) height=(ROW) {}
        @for (column, level) in bars.levels.iter().enumerate() {
            @let height = level.clamp(0.0, 1.0) * ROW;
            @let top = place.cells + ROW - height;
            @if height > 0.0 {
                rect class=(format!("bar {colour}")) x=(at(column, width, 0.0)) y=(format!("{top:.1}")) width=(format!("{width:.1}")) height=(format!("{height:.1}")) {}
                rect class=(colour) x=(at(column, width, 0.0)) y=(format!("{:.1}", top - 1.0)) width=(format!("{width:.1}")) height="2" {}
            }
            @if width >= READABLE && is_new(column) {
                text.small x=(at(column, width, 0.5)) y=(format!("{:.1}", if *level < 0.6 { top - 4.0 } else { top + 14.0 })) text-anchor="middle" { (share(*level)) }
            }
        }
    }
}

/// What walking away would cost, as bars on the scale of the party; a dot where it would cost nothing.
fn slack_html(lane: &Lane, place: &Place, width: f64) -> Markup {
    let most = lane
        .slack
        .iter()
        .flatten()
        .fold(f64::MIN_POSITIVE, |most, slack| most.max(*slack));
    html! {
        @for (column, (slack, text)) in lane.slack.iter().zip(&lane.slack_text).enumerate() {
            @let column = column + 1;
            @if let Some(slack) = slack {
                @let height = (slack / most).clamp(0.0, 1.0) * (ROW - 14.0);
                @if *slack <= 0.0 || text == "0" {
                    circle.zero cx=(at(column, width, 0.5)) cy=(place.cells + ROW - 4.0) r=(if width >= READABLE { 4 } else { 2 }) {}
                } @else {
                    rect.lost x=(at(column, width, 0.2)) y=(format!("{:.1}", place.cells + ROW - height)) width=(format!("{:.1}", width * 0.6)) height=(format!("{height:.1}")) {}
                }
            }
            @if width >= READABLE { text.small.soft x=(at(column, width, 0.5)) y=(place.cells + 11.0) text-anchor="middle" { (text) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(n_phases: usize) -> Chart {
        let mut columns = vec!["today".to_string()];
        columns.extend((1..=n_phases).map(|phase| phase.to_string()));
        columns.push("later".to_string());
        let levels: Vec<f64> = (0..=n_phases)
            .map(|phase| phase as f64 / n_phases as f64)
            .collect();
        let slack: Vec<Option<f64>> = (0..=n_phases)
            .map(|phase| (phase > 0).then_some(phase as f64 - 1.0))
            .collect();
        let slack_text = slack
            .iter()
            .map(|slack| slack.map_or_else(|| "–".to_string(), |slack| slack.to_string()))
            .collect();
        let bars = vec![Bars {
            label: "opening <b>the yard</b>".to_string(),
            levels,
        }];
        let lanes = vec![Lane {
            party: 1,
            name: "The port".to_string(),
            bars,
            slack,
            slack_text,
        }];
        Chart {
            alternative: "The schedule".to_string(),
            columns,
            lanes,
        }
    }

    #[test]
    fn a_chart_fills_each_cell_as_far_as_the_measure_is_in_force_and_marks_where_walking_away_is_free()
     {
        let svg = chart_html(&chart(4)).into_string();
        // Levels 0, 25, 50, 75 and 100 %: four cells with something in them, and a share for each change.
        assert_eq!(svg.matches("class=\"bar p1\"").count(), 4);
        for share in ["0%", "25%", "50%", "75%", "100%"] {
            assert!(svg.contains(&format!(">{share}</text>")), "{share}: {svg}");
        }
        assert_eq!(svg.matches("class=\"zero\"").count(), 1);
        assert!(
            svg.contains("aria-label=\"The schedule\"") && svg.contains("&lt;b&gt;the yard"),
            "{svg}"
        );
    }

    #[test]
    fn a_chart_of_many_phases_keeps_its_width_and_leaves_the_numbers_to_the_table() {
        let chart = chart(120);
        let svg = chart_html(&chart).into_string();
        assert!(svg.contains("viewBox=\"0 0 880 "), "{}", &svg[..300]);
        assert!(!svg.contains(">50%</text>"));
        let (header, rows) = chart_rows(&chart);
        assert_eq!(header.len(), 124);
        assert!(rows.iter().all(|row| row.len() == 124));
        assert_eq!(
            (rows[0][62].text.as_str(), rows[1][3].text.as_str()),
            ("50%", "–")
        );
        assert_eq!(rows[1][4].text, "0");
    }
}
