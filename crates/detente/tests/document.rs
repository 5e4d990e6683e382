//! Documents: every renderer within its bounds, whatever the texts are.

use detente::document::{
    Bars, Block, Chart, Curve, Ground, Lane, Line, Mark, Page, Said, Section, StatementLane, Style,
    Timeline, Tree, TreeNode, escaped_json, html, markdown, terminal,
};
use detente::model::is_steering;
use proptest::prelude::*;

/// Texts with what dossiers hold and what they should not: words, long words, wide letters, markup, steering characters.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        1 => "[a-z]{30,120}",
        1 => Just("北朝鮮が核実験を停止する".to_string()),
        1 => Just("السلام 👩‍🚀 é".to_string()),
        1 => Just("<script>|*_`[x](y)&".to_string()),
        1 => Just("\n".to_string()),
        2 => any::<char>().prop_map(String::from),
        2 => prop::sample::select(vec![
            '\u{1b}', '\u{7}', '\u{9b}', '\u{7f}', '\u{202e}', '\u{202c}', '\u{2066}', '\u{2069}', '\u{2028}', '\u{85}', '\r', '\t',
        ]).prop_map(|letter| format!("{letter}[31m")),
        1 => "[0-9]{1,4}",
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.join(" "))
}

fn line() -> impl Strategy<Value = Line> {
    let evidence = prop::collection::vec(text(), 0..2);
    let numbers = (
        any::<bool>(),
        prop::option::of(1usize..900),
        prop::collection::vec(1usize..900, 0..3),
    );
    let details = prop::collection::vec(text(), 0..2);
    (text(), evidence, numbers, details, prop::option::of(text())).prop_map(
        |(text, evidence, (judgement, line, rests), details, tag)| Line {
            text,
            against: evidence.clone(),
            evidence,
            judgement,
            line,
            rests,
            details,
            tag,
        },
    )
}

fn figure(names: &[String]) -> Vec<Block> {
    let name = |idx: usize| names[idx % names.len()].clone();
    let node = |parent: Option<usize>, idx: usize| TreeNode {
        parent,
        mover: parent.map(|_| idx),
        name: name(idx),
        text: name(idx + 1),
        end: parent.map(|_| name(idx + 2)),
    };
    let mark = |at: f64, said: Said| Mark {
        id: name(0),
        when: name(1),
        at,
        said,
    };
    let bars = |idx: usize| Bars {
        label: name(idx),
        levels: vec![0.0, 0.4, 1.0],
    };
    vec![
        Block::Picture(Tree {
            alternative: name(0),
            nodes: vec![node(None, 0), node(Some(0), 1), node(Some(1), 2)],
        }),
        Block::Chart(Chart {
            alternative: name(1),
            columns: vec!["today".to_string(), name(2), name(3), "later".to_string()],
            lanes: vec![Lane {
                party: 1,
                name: name(4),
                bars: vec![bars(0), bars(1)],
                slack: vec![Some(0.0), Some(2.0), None],
                slack_text: vec![name(0), name(1), "–".to_string()],
            }],
        }),
        Block::Curve(Curve {
            alternative: name(2),
            label: name(3),
            points: vec![(1, Some(1.5), name(1)), (2, None, name(2))],
        }),
        Block::Timeline(Timeline {
            alternative: name(3),
            days: [name(0), name(1)],
            cut: Some((name(2), 0.5)),
            lanes: vec![StatementLane {
                party: 0,
                name: name(4),
                marks: vec![mark(0.1, Said::With), mark(0.9, Said::NotCounted)],
            }],
        }),
    ]
}

fn page() -> impl Strategy<Value = Page> {
    let cells = prop::collection::vec(prop::collection::vec(line(), 0..6), 0..5);
    let parts = (
        prop::collection::vec(text(), 5),
        prop::collection::vec(line(), 1..5),
        cells,
        prop::collection::vec(text(), 0..6),
    );
    parts.prop_map(|(names, lines, rows, header)| {
        let mut blocks = vec![
            Block::Lead(names[0].clone()),
            Block::Paragraph(lines[0].clone()),
            Block::Heading(names[1].clone()),
            Block::List(lines),
            Block::Table {
                caption: names[2].clone(),
                header,
                rows,
            },
        ];
        blocks.extend(figure(&names));
        let grounds = vec![Ground {
            what: names[3].clone(),
            section: "other".to_string(),
            first: 3,
            last: 7,
        }];
        let section = Section {
            id: "sources".to_string(),
            heading: names[4].clone(),
            blocks,
            grounds,
        };
        Page {
            title: names[0].clone(),
            subtitle: names[1].clone(),
            sections: vec![section],
            parties: vec![names[2].clone()],
            colophon: vec![names[3].clone()],
        }
    })
}

/// The first character that a screen would obey, if there is one.
fn steers(text: &str) -> Option<char> {
    text.chars()
        .find(|letter| *letter != '\n' && is_steering(*letter))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_renderer_lets_a_text_steer_the_screen(page in page()) {
        prop_assert_eq!(steers(&html(&page)), None);
        prop_assert_eq!(steers(&markdown(&page)), None);
        prop_assert_eq!(steers(&terminal(&page, Style::default())), None);
        let json = serde_json::to_string_pretty(&page).expect("a page is JSON");
        let shown = escaped_json(&json);
        prop_assert_eq!(steers(&shown), None);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        prop_assert_eq!(value(&shown), value(&json));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal(page in page(), columns in prop::sample::select(vec![24usize, 40, 80, 132])) {
        let told = terminal(&page, Style { columns, emphasis: false });
        for line in told.lines() {
            prop_assert!(textwrap::core::display_width(line) <= columns, "{} in {columns} columns: {line}", textwrap::core::display_width(line));
        }
    }

    #[test]
    fn emphasis_is_all_that_a_terminal_obeys_and_changes_no_letter(page in page()) {
        let plain = terminal(&page, Style::default());
        let told = terminal(&page, Style { emphasis: true, ..Style::default() });
        let mut bare = told;
        for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[22m"] {
            bare = bare.replace(code, "");
        }
        prop_assert_eq!(steers(&bare), None);
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>().concat();
        prop_assert_eq!(words(&bare), words(&plain));
    }
}
