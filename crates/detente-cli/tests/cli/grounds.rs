//! What each statement of the brief rests on: lines of the dossier, evidence, or judgement.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::run::{GRAPHS, case, detente, harbour, small_cases};

/// The dossier of a path as its lines.
fn file_lines(path: &str) -> Vec<String> {
    let file = if std::path::Path::new(path).is_dir() {
        format!("{path}/dossier.toml")
    } else {
        path.to_string()
    };
    std::fs::read_to_string(file)
        .expect("the dossier is there")
        .lines()
        .map(str::to_string)
        .collect()
}

/// Every statement of a block, with its cells and items.
fn statements<'a>(block: &'a Value, found: &mut Vec<&'a Value>) {
    match block {
        Value::Object(map) if map.contains_key("text") && !map.contains_key("mover") => {
            found.push(block);
        }
        Value::Object(map) => map.values().for_each(|inner| statements(inner, found)),
        Value::Array(list) => list.iter().for_each(|inner| statements(inner, found)),
        _ => {}
    }
}

fn numbers(value: &Value) -> Vec<usize> {
    let number = |it: &Value| {
        it.as_u64()
            .map(|it| usize::try_from(it).expect("line numbers are small"))
    };
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(number)
        .chain(number(value))
        .collect()
}

/// Asserts that every statement of the page has something behind it, and that every line it names is one of the file.
fn assert_grounded(path: &str) {
    let page = detente(&["brief", path, "--format", "json"]).json();
    let lines = file_lines(path);
    let (mut told, mut named, mut n_statements) = (BTreeSet::new(), BTreeSet::new(), 0);
    for section in page["sections"].as_array().expect("sections") {
        let id = section["id"].as_str().expect("an anchor");
        let mut all = vec![];
        statements(&section["blocks"], &mut all);
        let has_grounds = section["grounds"]
            .as_array()
            .is_some_and(|grounds| !grounds.is_empty());
        for ground in section["grounds"].as_array().into_iter().flatten() {
            let ends = [numbers(&ground["first"]), numbers(&ground["last"])].concat();
            assert!(
                ends.len() == 2 && ends[0] <= ends[1] && (1..=lines.len()).contains(&ends[1]),
                "{path}: {ground}"
            );
            let target = ground["section"].as_str().expect("an anchor");
            assert!(
                page["sections"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .any(|it| it["id"] == target),
                "{path}: no section {target}"
            );
        }
        for statement in all {
            n_statements += 1;
            let has_own = ["line", "rests", "evidence", "against", "judgement"]
                .iter()
                .any(|key| statement.get(*key).is_some());
            // What the last section says is about the model and the program, not about the conflict.
            assert!(
                has_own || has_grounds || id == "limits",
                "{path}: nothing is behind this in `{id}`: {statement}"
            );
            told.extend(numbers(&statement["line"]));
            named.extend(numbers(&statement["rests"]));
        }
    }
    assert!(
        n_statements > 20,
        "{path}: {n_statements} statements are few"
    );
    assert!(
        named.is_subset(&told),
        "{path}: named, but told nowhere on the page: {:?}",
        named.difference(&told)
    );
    assert!(
        told.iter().all(|number| lines
            .get(number - 1)
            .is_some_and(|line| !line.trim().is_empty())),
        "{path}: {told:?}"
    );
}

#[test]
fn every_statement_of_the_brief_has_a_line_or_evidence_behind_it() {
    for path in small_cases()
        .into_iter()
        .chain(GRAPHS.map(case))
        .chain([harbour(), case("hanoi-2019")])
    {
        assert_grounded(&path);
    }
}

#[test]
fn the_lines_that_are_named_say_what_the_page_says() {
    let path = case("elmira-option-form");
    let lines = file_lines(&path);
    let page = detente(&["brief", &path, "--format", "json"]).json();
    let of_section = |id: &str| {
        let section = page["sections"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|it| it["id"] == id)
            .expect("the section is there");
        let mut found = vec![];
        statements(&section["blocks"], &mut found);
        found
    };
    let at = |statement: &Value| {
        numbers(&statement["line"])
            .first()
            .map(|number| lines[number - 1].as_str())
    };
    let measures: Vec<_> = of_section("measures")
        .into_iter()
        .filter_map(|it| Some((it["text"].as_str()?, at(it)?)))
        .collect();
    assert_eq!(measures.len(), 7, "five measures and two rules");
    for (text, line) in &measures[..5] {
        assert!(line.contains(text), "{text} is not said by {line}");
    }
    assert!(
        measures[5..]
            .iter()
            .all(|(_, line)| line.starts_with("always")),
        "{measures:?}"
    );
    let wants: Vec<_> = of_section("wants").into_iter().filter_map(at).collect();
    assert_eq!(
        wants
            .iter()
            .filter(|line| line.starts_with("that "))
            .count(),
        14,
        "{wants:?}"
    );
    assert!(
        wants.contains(&"question = \"order_accepted\""),
        "{wants:?}"
    );
}

#[test]
fn the_page_links_statements_to_lines_and_each_line_has_one_anchor() {
    for path in [case("elmira-option-form"), case("elmira-graph"), harbour()] {
        let folder = crate::run::folder();
        let outcome =
            crate::run::detente_in(folder.path(), &["brief", &path, "--out", "page.html"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let html =
            std::fs::read_to_string(folder.path().join("page.html")).expect("the page is written");
        let after = |mark: &str| -> Vec<String> {
            html.split(mark)
                .skip(1)
                .map(|rest| rest.chars().take_while(char::is_ascii_digit).collect())
                .collect()
        };
        let (anchors, links) = (after("id=\"line-"), after("href=\"#line-"));
        let distinct: BTreeSet<&String> = anchors.iter().collect();
        assert_eq!(
            distinct.len(),
            anchors.len(),
            "{path}: an anchor stands twice"
        );
        assert!(
            links.iter().all(|link| distinct.contains(link)),
            "{path}: a link leads nowhere"
        );
        assert!(!anchors.is_empty() && html.contains("Rests on "), "{path}");
    }
}
