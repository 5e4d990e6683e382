//! The picture of a number against the number of phases.

use maud::{Markup, html};
use serde::Serialize;

use crate::document::page::Line;

/// A number against the number of phases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curve {
    /// What it shows, for those who do not see it.
    pub alternative: String,
    /// What the number is.
    pub label: String,
    /// The number of phases, the number if there is one, and how it is shown.
    pub points: Vec<(usize, Option<f64>, String)>,
}

/// The curve as a table.
pub(in crate::document) fn curve_rows(curve: &Curve) -> (Vec<String>, Vec<Vec<Line>>) {
    let header = vec!["Phases".to_string(), curve.label.clone()];
    let rows = curve
        .points
        .iter()
        .map(|(phases, _, text)| vec![Line::new(phases.to_string()), Line::new(text.clone())]);
    (header, rows.collect())
}

/// The least width of a column in which a number can be read.
const READABLE: f64 = 31.0;
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 24.0;
const BASE: f64 = 180.0;

/// The curve as inline SVG: steps, since phases come whole.
pub(in crate::document) fn curve_html(curve: &Curve) -> Markup {
    let most = curve
        .points
        .iter()
        .filter_map(|(_, number, _)| *number)
        .fold(1.0_f64, f64::max);
    let width = (WIDTH - LEFT - 10.0) / curve.points.len().max(1) as f64;
    let x = |idx: usize, share: f64| LEFT + (idx as f64 + share) * width;
    let y = |number: f64| BASE - number / most * (BASE - TOP - 16.0);
    let is_named = |idx: usize| width >= READABLE || idx == 0 || (idx + 1).is_multiple_of(10);
    html! {
        figure {
            div.scroll tabindex="0" role="region" aria-label=(curve.alternative) {
                svg role="img" viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) width=(WIDTH) height=(HEIGHT) aria-label=(curve.alternative) {
                    title { (curve.alternative) }
                    text.small.soft x="4" y="12" { (curve.label) }
                    path.edge d=(format!("M{LEFT} {TOP} V{BASE} H{WIDTH}")) {}
                    path.now d=(format!("M{LEFT} {:.1} H{WIDTH}", y(1.0))) {}
                    text.small.soft x=(LEFT - 6.0) y=(format!("{:.1}", y(1.0) + 4.0)) text-anchor="end" { "× 1" }
                    @for (idx, (phases, number, text)) in curve.points.iter().enumerate() {
                        @if let Some(number) = number {
                            rect class="bar p0" x=(format!("{:.1}", x(idx, 0.0))) y=(format!("{:.1}", y(*number))) width=(format!("{width:.1}")) height=(format!("{:.1}", BASE - y(*number))) {}
                            rect class="p0" x=(format!("{:.1}", x(idx, 0.0))) y=(format!("{:.1}", y(*number) - 1.0)) width=(format!("{width:.1}")) height="2" {}
                        }
                        @if width >= READABLE {
                            @let shown = if number.is_some() { text.as_str() } else { "–" };
                            text.small x=(format!("{:.1}", x(idx, 0.5))) y=(format!("{:.1}", y(number.unwrap_or(0.0)) - 5.0)) text-anchor="middle" { (shown) }
                        }
                        @if is_named(idx) { text.small x=(format!("{:.1}", x(idx, 0.5))) y=(BASE + 16.0) text-anchor="middle" { (phases) } }
                    }
                    text.small.soft x=(WIDTH - 4.0) y=(BASE + 34.0) text-anchor="end" { "number of phases" }
                }
            }
            figcaption { (curve.alternative) "." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_shows_a_step_for_each_number_and_a_dash_where_there_is_none() {
        let points = vec![
            (1, None, "no detection is enough".to_string()),
            (2, Some(1.5), "× 1.5".to_string()),
            (3, Some(0.5), "× 0.5".to_string()),
        ];
        let curve = Curve {
            alternative: "The frontier".to_string(),
            label: "factor".to_string(),
            points,
        };
        let svg = curve_html(&curve).into_string();
        assert_eq!(svg.matches("class=\"bar p0\"").count(), 2);
        assert!(
            svg.contains(">–</text>") && svg.contains(">× 0.5</text>"),
            "{svg}"
        );
        assert_eq!(curve_rows(&curve).1[0][1].text, "no detection is enough");
    }
}
