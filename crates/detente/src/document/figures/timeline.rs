//! The picture of statements over time: a lane per party and channel, a mark per statement, and the cut across them.

use maud::{Markup, html};
use serde::Serialize;

use crate::document::page::Line;

/// Statements over time, and which of them have the term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timeline {
    /// What it shows, for those who do not see it.
    pub alternative: String,
    /// The first and the last day shown.
    pub days: [String; 2],
    /// The first day of after, and where it lies between the first day and the last, from 0 to 1.
    pub cut: Option<(String, f64)>,
    /// One per party and channel with statements.
    pub lanes: Vec<StatementLane>,
}

/// The statements of one party in one channel, in order of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementLane {
    /// The position of the party.
    pub party: usize,
    /// The party and the channel.
    pub name: String,
    /// The statements.
    pub marks: Vec<Mark>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// Its identifier.
    pub id: String,
    /// When it was made.
    pub when: String,
    /// Where the middle of that time lies between the first day and the last, from 0 to 1.
    pub at: f64,
    /// Whether it has the term.
    pub said: Said,
}

/// Whether a statement has a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It has the term.
    With,
    /// It counts, and does not have the term.
    Without,
    /// It does not count: the term was not due there, does not apply, or nothing is known.
    NotCounted,
}

impl Said {
    fn sign(self) -> &'static str {
        match self {
            Self::With => "●",
            Self::Without => "○",
            Self::NotCounted => "–",
        }
    }
}

/// The picture as a table: its lanes, and in each its statements in order of time.
pub(in crate::document) fn timeline_rows(timeline: &Timeline) -> (Vec<String>, Vec<Vec<Line>>) {
    let header = match &timeline.cut {
        Some((cut, _)) => vec![
            "Who, where".to_string(),
            format!("Before {cut}"),
            format!("From {cut} on"),
        ],
        None => vec!["Who, where".to_string(), "Statements".to_string()],
    };
    let told = |lane: &StatementLane, is_meant: &dyn Fn(f64) -> bool| {
        let marks = lane
            .marks
            .iter()
            .filter(|mark| is_meant(mark.at))
            .map(|mark| format!("{} {}", mark.said.sign(), mark.when));
        marks.collect::<Vec<_>>().join(", ")
    };
    let row = |lane: &StatementLane| {
        let cells = match timeline.cut {
            Some((_, cut)) => vec![told(lane, &|at| at < cut), told(lane, &|at| at >= cut)],
            None => vec![told(lane, &|_| true)],
        };
        std::iter::once(lane.name.clone())
            .chain(cells)
            .map(Line::new)
            .collect()
    };
    (header, timeline.lanes.iter().map(row).collect())
}

/// The narrowest picture, in pixels: a telephone's. Marks are stacked so that they do not cover each other there.
const WIDTH_MIN: f64 = 340.0;
/// The share of the width left free on either side, in percent.
const MARGIN: f64 = 3.0;
const RADIUS: f64 = 6.0;
/// How far apart marks must be to stand side by side.
const APART: f64 = 2.0 * RADIUS + 3.0;
const LEVEL: f64 = 16.0;
/// Marks that would stand higher lie upon each other.
const LEVELS_MAX: usize = 8;

/// A place between the first day and the last, in percent of the width.
fn percent(at: f64) -> f64 {
    MARGIN + at * (100.0 - 2.0 * MARGIN)
}

/// The marks of a lane: where each stands in percent, and how many levels they need.
fn stacked(marks: &[Mark]) -> (Vec<(f64, usize)>, usize) {
    let mut ends: Vec<f64> = vec![];
    let mut placed = vec![];
    for mark in marks {
        let place = percent(mark.at);
        let x = place / 100.0 * WIDTH_MIN;
        let level = ends
            .iter()
            .position(|end| x - end >= APART)
            .unwrap_or(ends.len());
        if level == ends.len() && level < LEVELS_MAX {
            ends.push(x);
        }
        let level = level.min(LEVELS_MAX - 1);
        ends[level] = x;
        placed.push((place, level));
    }
    let n_levels = ends.len();
    (placed, n_levels)
}

/// The picture as inline SVG, as wide as the page: places are shares of the width, sizes stay.
pub(in crate::document) fn timeline_html(timeline: &Timeline) -> Markup {
    let mut top = 22.0;
    let mut lanes = vec![];
    for lane in &timeline.lanes {
        let (placed, n_levels) = stacked(&lane.marks);
        let base = top + 22.0 + n_levels as f64 * LEVEL;
        lanes.push((lane, placed, top + 14.0, base));
        top = base + 8.0;
    }
    let height = top + 16.0;
    html! {
        figure {
            svg.fluid role="img" width="100%" height=(format!("{height:.0}")) aria-label=(timeline.alternative) {
                title { (timeline.alternative) }
                @if let Some((day, at)) = &timeline.cut {
                    @let x = format!("{:.2}%", percent(*at));
                    line.now x1=(x) x2=(x) y1="18" y2=(format!("{top:.1}")) {}
                    text.small x=(x) y="12" text-anchor=(anchor(*at)) { "from " (day) " on" }
                }
                @for (lane, placed, name_at, base) in &lanes {
                    text class=(format!("name p{}", lane.party % 8)) x="0" y=(format!("{name_at:.1}")) { (lane.name) }
                    line.edge x1="0" x2="100%" y1=(format!("{base:.1}")) y2=(format!("{base:.1}")) {}
                    @for (mark, (x, level)) in lane.marks.iter().zip(placed) {
                        (mark_html(mark, *x, base - 9.0 - *level as f64 * LEVEL, lane.party))
                    }
                }
                text.small.soft x="0" y=(format!("{:.1}", top + 8.0)) { (timeline.days[0]) }
                text.small.soft x="100%" y=(format!("{:.1}", top + 8.0)) text-anchor="end" { (timeline.days[1]) }
            }
            figcaption { (timeline.alternative) "." }
        }
    }
}

/// A label near an edge of the picture stays within it.
fn anchor(at: f64) -> &'static str {
    match at {
        at if at < 0.2 => "start",
        at if at > 0.8 => "end",
        _ => "middle",
    }
}

fn mark_html(mark: &Mark, x: f64, y: f64, party: usize) -> Markup {
    let (at, up) = (format!("{x:.2}%"), format!("{y:.1}"));
    let name = format!("{} ({}): {}", mark.id, mark.when, mark.said.sign());
    match mark.said {
        Said::With => {
            html! { circle class=(format!("p{}", party % 8)) cx=(at) cy=(up) r=(RADIUS) { title { (name) } } }
        }
        Said::Without => {
            html! { circle class=(format!("open q{}", party % 8)) cx=(at) cy=(up) r=(RADIUS - 1.0) { title { (name) } } }
        }
        Said::NotCounted => {
            html! { text.small.soft x=(at) y=(format!("{:.1}", y + 4.0)) text-anchor="middle" { "–" title { (name) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: f64, said: Said) -> Mark {
        Mark {
            id: "m".to_string(),
            when: "2020".to_string(),
            at,
            said,
        }
    }

    #[test]
    fn marks_of_one_day_stand_upon_each_other() {
        let marks = [
            mark(0.0, Said::With),
            mark(0.0, Said::Without),
            mark(0.5, Said::With),
        ];
        let (placed, n_levels) = stacked(&marks);
        assert_eq!(
            placed.iter().map(|(_, level)| *level).collect::<Vec<_>>(),
            [0, 1, 0]
        );
        assert_eq!(n_levels, 2);
        // The last dot lies within the picture at every width.
        let last = stacked(&[mark(1.0, Said::With)]).0[0].0;
        for width in [WIDTH_MIN, 880.0] {
            assert!(last / 100.0 * width + RADIUS <= width, "{last}");
        }
        let (_, n_levels) = stacked(&vec![mark(0.3, Said::With); 30]);
        assert_eq!(n_levels, LEVELS_MAX);
    }

    #[test]
    fn every_kind_of_mark_is_drawn_and_told() {
        let marks = vec![
            mark(0.0, Said::With),
            mark(0.5, Said::Without),
            mark(1.0, Said::NotCounted),
        ];
        let lanes = vec![StatementLane {
            party: 1,
            name: "A & B".to_string(),
            marks,
        }];
        let timeline = Timeline {
            alternative: "Said".to_string(),
            days: ["2020".into(), "2021".into()],
            cut: Some(("2020-07-01".into(), 0.5)),
            lanes,
        };
        let svg = timeline_html(&timeline).into_string();
        assert_eq!(
            (
                svg.matches("<circle").count(),
                svg.matches("class=\"open q1\"").count()
            ),
            (2, 1)
        );
        assert!(
            svg.contains("A &amp; B") && svg.contains("from 2020-07-01 on"),
            "{svg}"
        );
        let (header, rows) = timeline_rows(&timeline);
        assert_eq!(header.len(), 3);
        assert_eq!(
            rows[0]
                .iter()
                .map(|line| line.text.as_str())
                .collect::<Vec<_>>(),
            ["A & B", "● 2020", "○ 2020, – 2020"]
        );
    }
}
