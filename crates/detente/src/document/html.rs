//! The brief as one self-contained HTML page: no script, nothing loaded from elsewhere.

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::figures::{
    chart_html, chart_rows, curve_html, curve_rows, timeline_html, timeline_rows, tree_html,
};
use super::page::{Block, Line, Page, Section};
use super::safe::shown_html;
use crate::model::Date;

/// The lines of the dossier that have an anchor on the page so far: each gets one.
#[derive(Default)]
struct Anchors(RefCell<BTreeSet<usize>>);

impl Anchors {
    /// The anchor of a line where it is told first.
    fn of(&self, line: usize) -> Option<String> {
        self.0
            .borrow_mut()
            .insert(line)
            .then(|| format!("line-{line}"))
    }
}

/// The page as HTML.
pub fn html(page: &Page) -> String {
    let anchors = Anchors::default();
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(format!("Détente {}", crate::VERSION));
                title { (page.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (page.title) }
                    @if !page.subtitle.is_empty() { p.subtitle { (page.subtitle) } }
                    nav aria-label="Contents" {
                        @for section in &page.sections { a href=(format!("#{}", section.id)) { (section.heading) } }
                    }
                }
                main { @for section in &page.sections { (section_html(section, &anchors)) } }
                footer { @for line in &page.colophon { p { (line) } } }
            }
        }
    };
    shown_html(&markup.into_string())
}

fn section_html(section: &Section, anchors: &Anchors) -> Markup {
    let is_sources = section.id == "sources";
    html! {
        section id=(section.id) {
            @if !section.heading.is_empty() { h2 { (section.heading) } }
            @for block in &section.blocks { (block_html(block, is_sources, anchors)) }
            @if !section.grounds.is_empty() {
                p.grounds {
                    "Rests on "
                    @for (idx, ground) in section.grounds.iter().enumerate() {
                        @if idx > 0 { ", " }
                        @if ground.section == section.id { (ground.what) } @else { a href=(format!("#{}", ground.section)) { (ground.what) } }
                        " (" (ground.lines()) ")"
                    }
                    " of the dossier."
                }
            }
        }
    }
}

fn block_html(block: &Block, is_sources: bool, anchors: &Anchors) -> Markup {
    match block {
        Block::Lead(text) => html! { p.lead { (text) } },
        Block::Heading(text) => html! { h3 { (text) } },
        Block::Paragraph(line) => html! { p { (line_html(line, anchors)) } },
        Block::List(lines) => {
            html! { ul { @for line in lines { li { (line_html(line, anchors)) } } } }
        }
        Block::Table {
            caption,
            header,
            rows,
        } => table_html(caption, header, rows, is_sources, anchors),
        Block::Picture(tree) => tree_html(tree),
        Block::Chart(chart) => {
            html! { (chart_html(chart)) (as_table(&chart.alternative, chart_rows(chart), anchors)) }
        }
        Block::Curve(curve) => {
            html! { (curve_html(curve)) (as_table(&curve.alternative, curve_rows(curve), anchors)) }
        }
        Block::Timeline(it) => {
            html! { (timeline_html(it)) (as_table(&it.alternative, timeline_rows(it), anchors)) }
        }
    }
}

/// The numbers of a picture, for those who want them exactly or do not see it.
fn as_table(
    caption: &str,
    (header, rows): (Vec<String>, Vec<Vec<Line>>),
    anchors: &Anchors,
) -> Markup {
    html! { details { summary { "The same as a table" } (table_html(caption, &header, &rows, false, anchors)) } }
}

fn line_html(line: &Line, anchors: &Anchors) -> Markup {
    html! {
        @if let Some(tag) = &line.tag { span.tag { (tag) } " " }
        (coded(&line.text))
        @for id in &line.evidence { " " a.cite href=(format!("#e-{id}")) { "[" (id) "]" } }
        @if !line.against.is_empty() { span.against { " against:" } @for id in &line.against { " " a.cite href=(format!("#e-{id}")) { "[" (id) "]" } } }
        @if let Some(number) = line.line { " " span.at id=[anchors.of(number)] { "line " (number) } }
        @if !line.rests.is_empty() { " " (rests_html(&line.rests)) }
        @if line.judgement { " " span.judgement { "judgement" } }
        @if !line.details.is_empty() { ul.details { @for detail in &line.details { li { (detail) } } } }
    }
}

/// Links to the lines of the dossier from which a sentence follows.
fn rests_html(lines: &[usize]) -> Markup {
    html! {
        span.at {
            @if lines.len() == 1 { "from line " } @else { "from lines " }
            @for (idx, number) in lines.iter().enumerate() {
                @if idx > 0 { ", " }
                a href=(format!("#line-{number}")) { (number) }
            }
        }
    }
}

fn table_html(
    caption: &str,
    header: &[String],
    rows: &[Vec<Line>],
    is_sources: bool,
    anchors: &Anchors,
) -> Markup {
    let anchor = |row: &[Line]| {
        row.first()
            .filter(|_| is_sources)
            .map(|cell| format!("e-{}", cell.text))
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table class=[class_of_table(header.len(), rows.len())] {
                @if !caption.is_empty() { caption { (caption) } }
                thead { tr { @for name in header { th scope="col" { (name) } } } }
                tbody {
                    @for (idx, row) in rows.iter().enumerate() {
                        @let same = idx > 0 && !is_sources && header.first().is_some_and(|name| name == "Party") && rows[idx - 1].first() == row.first();
                        tr id=[anchor(row)] class=[same.then_some("same")] {
                            @for (column, cell) in row.iter().enumerate() {
                                @if column == 0 { th scope="row" { (line_html(cell, anchors)) } } @else { td class=[class_of(cell)] data-name=[header.get(column)] { (cell_html(cell, is_sources, anchors)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Short tables are not broken when printed; those of few columns stand row below row where the screen is narrow.
fn class_of_table(n_columns: usize, n_rows: usize) -> Option<&'static str> {
    match (n_rows <= 12, n_columns <= STACKED_MAX) {
        (true, true) => Some("short stacks"),
        (true, false) => Some("short"),
        (false, true) => Some("stacks"),
        (false, false) => None,
    }
}

/// Extents are coloured, and said in words all the same; dates are not broken.
fn class_of(cell: &Line) -> Option<&'static str> {
    match cell.text.trim_end_matches(" *") {
        "all" => Some("all"),
        "some" => Some("some"),
        "none" => Some("none"),
        text if text.starts_with("● in force") => Some("on"),
        text if Date::read(text).is_some() => Some("date"),
        _ => None,
    }
}

fn cell_html(cell: &Line, is_sources: bool, anchors: &Anchors) -> Markup {
    match (&cell.tag, is_sources) {
        (Some(url), true) if url.starts_with("https://") || url.starts_with("http://") => {
            html! { a href=(url) { (cell.text) } }
        }
        _ => line_html(cell, anchors),
    }
}

/// A text with what stands between backticks, such as a command, set as code.
fn coded(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    let is_paired = parts.len() % 2 == 1;
    html! {
        @if is_paired {
            @for (idx, part) in parts.into_iter().enumerate() {
                @if idx % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else { (text) }
    }
}

/// Tables of more columns than this scroll in place of standing row below row.
const STACKED_MAX: usize = 8;

const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--tint:#f3f5f7;--line:#d0d7de;--link:#0a58a8;--all:#dcefe0;--some:#f8ecc8;--none:#f6dcdc;
--p0:#0a58a8;--p1:#b3261e;--p2:#1a7340;--p3:#8a4b00;--p4:#6b3fa0;--p5:#00677a;--p6:#9a2a6a;--p7:#4d5b00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--soft:#a3adb8;--paper:#14181c;--tint:#1f252b;--line:#38424d;--link:#7db7f5;--all:#173d24;--some:#453a12;--none:#4a2020;
--p0:#7db7f5;--p1:#ff9c94;--p2:#7fd69b;--p3:#f0b266;--p4:#c5a6f0;--p5:#6fd0e0;--p6:#f29ac8;--p7:#c6d36a}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1.5rem 1.25rem 3rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:2px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .3rem}
p{margin:.5rem 0}
.subtitle{color:var(--soft)}
.lead{font-size:1.2rem;line-height:1.45;padding:.9rem 1.1rem;background:var(--tint);border-left:4px solid var(--link)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:.8rem;font-size:.9rem}
a{color:var(--link)}
a.cite{font-size:.8rem;text-decoration:none}
.against,.at,.grounds{font-size:.8rem;color:var(--soft)}
.at:target{background:var(--some)}
.at{white-space:normal;font-weight:400}
a.cite:hover,a.cite:focus{text-decoration:underline}
ul{padding-left:1.2rem;margin:.4rem 0}
li{margin:.3rem 0}
ul.details{font-size:.93rem}
ul.details li{margin:.15rem 0}
.tag{font-weight:600}
.judgement{font-size:.78rem;color:var(--soft);border:1px solid var(--line);border-radius:.3rem;padding:0 .3rem;white-space:nowrap}
.scroll{overflow-x:auto;margin:.8rem 0;background:linear-gradient(to right,var(--paper) 30%,transparent) left,linear-gradient(to left,var(--paper) 30%,transparent) right,
linear-gradient(to right,var(--line),transparent) left,linear-gradient(to left,var(--line),transparent) right;background-size:2.5rem 100%,2.5rem 100%,.9rem 100%,.9rem 100%;
background-attachment:local,local,scroll,scroll;background-repeat:no-repeat}
ul.narrow{display:none;list-style:none;padding:0}
.narrow .today,.narrow .p0,.narrow .p1,.narrow .p2,.narrow .p3,.narrow .p4,.narrow .p5,.narrow .p6,.narrow .p7{color:var(--ink)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);font-size:.88rem;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--tint)}
tbody th{font-weight:600}
tr.same th{color:transparent}
tr:target{background:var(--some)}
td.all{background:var(--all)}td.some{background:var(--some)}td.none{background:var(--none)}
td.on{font-weight:600}
td.date{white-space:nowrap}
figure{margin:.6rem 0}
figcaption{color:var(--soft);font-size:.88rem}
svg{display:block;font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,Arial,sans-serif;max-width:none}
svg text{fill:var(--ink)}
svg .name{font-weight:700}
svg .end{fill:var(--soft);font-style:italic}
svg .edge{fill:none;stroke:var(--soft);stroke-width:1.5}
svg .small{font-size:11px}
svg .label{font-size:12px}
svg .soft{fill:var(--soft)}
svg .cell{fill:var(--tint)}
svg .bar{fill-opacity:.3}
svg .lost{fill:var(--soft);fill-opacity:.45}
svg .zero{fill:var(--ink)}
svg.fluid{overflow:visible}
svg .now{fill:none;stroke:var(--soft);stroke-dasharray:4 3}
details{font-size:.92rem}
summary{color:var(--soft);cursor:pointer}
svg .open{fill:var(--paper);stroke-width:2}
svg .node{stroke:var(--paper);stroke-width:1}
.today{fill:var(--ink)}.p0{fill:var(--p0)}.p1{fill:var(--p1)}.p2{fill:var(--p2)}.p3{fill:var(--p3)}.p4{fill:var(--p4)}.p5{fill:var(--p5)}.p6{fill:var(--p6)}.p7{fill:var(--p7)}
.q0{stroke:var(--p0)}.q1{stroke:var(--p1)}.q2{stroke:var(--p2)}.q3{stroke:var(--p3)}.q4{stroke:var(--p4)}.q5{stroke:var(--p5)}.q6{stroke:var(--p6)}.q7{stroke:var(--p7)}
footer{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--line);color:var(--soft);font-size:.82rem;overflow-wrap:anywhere}
footer p{margin:.2rem 0}
@media screen and (max-width:40rem){body{padding:1rem .8rem 2rem}.tree .scroll{display:none}ul.narrow{display:block}
table.stacks,.stacks caption,.stacks tbody,.stacks tr,.stacks th,.stacks td{display:block}
.stacks thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacks tr{padding:.45rem 0;border-bottom:1px solid var(--line)}.stacks th,.stacks td{border:0;padding:.15rem .5rem}
.stacks td:empty,.stacks tr.same th{display:none}.stacks td.date{white-space:normal}
.stacks td::before{content:attr(data-name) ' ';display:block;font-size:.78rem;color:var(--soft)}
.stacks td.all::before,.stacks td.some::before,.stacks td.none::before{display:inline-block;min-width:9.5rem}}
@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--tint:#f3f5f7;--line:#999;--link:#000;--all:#e4f2e7;--some:#faf1d6;--none:#f8e4e4}
@page{size:A4;margin:16mm 14mm}
html{font-size:9.5pt}body{max-width:none;padding:0}nav{display:none}.scroll{overflow:visible;background:none}svg:not(.fluid){width:100%;height:auto}
tr,li,figure,.lead,table.short{break-inside:avoid}li:has(ul){break-inside:auto}h2,h3,caption{break-after:avoid}thead{display:table-header-group}}
";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{STYLE, coded};

    /// The colours by name of each place that defines them: light, dark, print; what a later one leaves out stays as it is in light.
    fn palettes() -> [BTreeMap<String, String>; 3] {
        let mut blocks = STYLE.split(":root{").skip(1).map(|rest| {
            let block = rest.split('}').next().expect("a block ends");
            let pairs = block
                .split(';')
                .filter_map(|line| line.trim().strip_prefix("--")?.split_once(":#"));
            pairs
                .map(|(name, colour)| (name.to_string(), colour.to_string()))
                .collect::<BTreeMap<_, _>>()
        });
        let mut next = || blocks.next().expect("three palettes");
        let (light, dark, mut print) = (next(), next(), next());
        light.iter().for_each(|(name, colour)| {
            _ = print.entry(name.clone()).or_insert_with(|| colour.clone());
        });
        [light, dark, print]
    }

    /// The relative luminance of WCAG 2.1.
    fn luminance(colour: &str) -> f64 {
        let digits: Vec<f64> = colour
            .chars()
            .map(|digit| f64::from(digit.to_digit(16).expect("a hexadecimal colour")))
            .collect();
        let channel = |at: usize| {
            let part = if digits.len() == 3 {
                digits[at] * 17.0
            } else {
                digits[2 * at] * 16.0 + digits[2 * at + 1]
            };
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
    }

    #[test]
    fn a_command_is_set_as_code_and_nothing_is_taken_for_a_tag() {
        assert_eq!(
            coded("see `stability <FILE>`.").into_string(),
            "see <code>stability &lt;FILE&gt;</code>."
        );
        assert_eq!(coded("one ` alone").into_string(), "one ` alone");
    }

    #[test]
    fn every_text_stands_out_from_its_ground_in_light_dark_and_print() {
        let movers = (0..8).map(|mover| (format!("p{mover}"), vec!["paper"]));
        let texts = [
            (
                "ink".to_string(),
                vec!["paper", "tint", "all", "some", "none"],
            ),
            ("soft".to_string(), vec!["paper", "tint", "some"]),
            (
                "link".to_string(),
                vec!["paper", "tint", "all", "some", "none"],
            ),
        ];
        for (palette, name) in palettes().iter().zip(["light", "dark", "print"]) {
            for (text, grounds) in texts.iter().cloned().chain(movers.clone()) {
                for ground in grounds {
                    let (a, b) = (luminance(&palette[&text]), luminance(&palette[ground]));
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(
                        contrast >= 4.5,
                        "{name}: {text} on {ground} has a contrast of {contrast:.2}"
                    );
                }
            }
        }
    }
}
